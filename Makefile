# Each target does its own set-up: a fresh clone needs Swift 6 and nothing else.
.PHONY: run notebooks test bench setup lint format examples hashes accessibility
.PHONY: release install uninstall deb tarball check-package

SWIFT_SOURCES = Sources Tests Benchmarks Plugins Package.swift
C_SOURCES = $(wildcard Sources/C*/*.c Sources/C*/*.h Sources/C*/include/*.h Packaging/*.c)
# Without information for debuggers, which takes the compiler a tenth of its time. The flags are those of
# all targets: others compile everything anew.
OPTIMIZED = -c release -debug-info-format none
# The notebooks whose reports are in docs/examples.
EXAMPLES = quickstart ppo-stages rlhf

run: setup
	swift build $(OPTIMIZED) --product octavo
	.build/release/octavo run notebooks/quickstart.md -o outputs

# All notebooks, as in `make notebooks SEED=7 FOR="seed=101..105" TEXT=input.txt MODEL=path/to/gpt2 MNIST=path/to/mnist`.
notebooks: setup
	swift build $(OPTIMIZED) --product octavo
	@Scripts/notebooks

# Where `pip install pytest-lsp tensorboard mlflow nbformat pyarrow` has been run, the language server is
# tested through a client as well, event files are read by TensorBoard, an MLflow server takes in a run, and
# exported notebooks and Parquet files are read. With the variables that `Scripts/local-clusters environment`
# prints, notebooks run on Slurm and Ray.
test: setup
	@if [ -z "$$OCTAVO_TEST_SLURM$$OCTAVO_TEST_RAY" ]; then \
	  echo "no local cluster is named, so no notebook runs on one" >&2; \
	fi
	swift test $(OPTIMIZED) --disable-testable-imports
	@if python3 -c 'import pytest_lsp' 2>/dev/null; then \
	  python3 -m pytest -q Tests/OctavoLanguageServerTests; \
	else \
	  echo "pytest-lsp is not installed, so no client talks with the language server" >&2; \
	fi
	@if python3 -c 'import pytest, tensorboard' 2>/dev/null; then \
	  python3 -m pytest -q Tests/OctavoTrackingTests/test_with_tensorboard.py; \
	else \
	  echo "tensorboard is not installed, so nothing reads the event files" >&2; \
	fi
	@if python3 -c 'import pytest, mlflow' 2>/dev/null; then \
	  python3 -m pytest -q Tests/OctavoTrackingTests/test_with_mlflow.py; \
	else \
	  echo "mlflow is not installed, so no server takes in a run" >&2; \
	fi
	@if python3 -c 'import pytest, nbformat' 2>/dev/null; then \
	  python3 -m pytest -q Tests/OctavoCommandTests/test_with_nbformat.py; \
	else \
	  echo "nbformat is not installed, so nothing validates exported notebooks" >&2; \
	fi
	@if python3 -c 'import pytest, pyarrow' 2>/dev/null; then \
	  python3 -m pytest -q Tests/OctavoCommandTests/test_with_pyarrow.py; \
	else \
	  echo "pyarrow is not installed, so nothing reads exported Parquet files" >&2; \
	fi

bench: setup
	Benchmarks/run

# The Swift toolchain has swift-format, and no clang-format.
lint:
	swift format lint --strict -r $(SWIFT_SOURCES)
	@if command -v clang-format >/dev/null; then \
	  clang-format --dry-run --Werror $(C_SOURCES); \
	else \
	  echo "clang-format is not installed, so the C sources are not checked" >&2; \
	fi

format:
	swift format -i -r $(SWIFT_SOURCES)
	@if command -v clang-format >/dev/null; then clang-format -i $(C_SOURCES); fi
	@$(MAKE) --no-print-directory lint

examples: setup
	swift build $(OPTIMIZED) --product octavo
	for name in $(EXAMPLES); do \
	  .build/release/octavo run notebooks/$$name.md --no-timings && \
	  mkdir -p docs/examples/$$name && \
	  cp outputs/$$name/index.html docs/examples/$$name/ || exit 1; \
	done

# Some notebooks give the bits that are recorded; about four minutes on two cores.
hashes: setup
	swift build $(OPTIMIZED) --product octavo
	@Scripts/result-hashes

# Runs axe-core over the example reports where its tools are there; see the script.
accessibility:
	@Scripts/check-accessibility

# The program without a need for Swift, in a build folder of its own; see docs/installing.md.
PREFIX = /usr/local
DESTDIR =

release: setup
	@Scripts/build-release .build-release/tree

install:
	@Scripts/install "$(DESTDIR)$(PREFIX)"

uninstall:
	@Scripts/install --remove "$(DESTDIR)$(PREFIX)"

deb: setup
	@Scripts/make-deb

tarball: setup
	@Scripts/make-tarball

check-package: setup
	@Scripts/check-package

setup:
	@Scripts/setup
