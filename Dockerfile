# Builds Octavo and leaves only what runs it: docker build -t octavo .
ARG SWIFT=6.3
FROM swift:${SWIFT}-bookworm AS build
RUN apt-get update -qq \
  && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    dpkg-dev git make libcmark-dev libjpeg-dev libpng-dev libssl-dev python3 \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /octavo
COPY . .
RUN make deb

FROM debian:bookworm-slim
COPY --from=build /octavo/dist/octavo_*.deb /tmp/
RUN apt-get update -qq \
  && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends /tmp/octavo_*.deb \
  && rm -rf /var/lib/apt/lists/* /tmp/octavo_*.deb
WORKDIR /work
ENTRYPOINT ["octavo"]
