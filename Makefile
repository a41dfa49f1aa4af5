# Each target does its own set-up: a fresh clone needs Swift 6 and nothing else.
.PHONY: run test bench setup format

run: setup
	swift build -c release --product octavo
	.build/release/octavo run notebooks/quickstart.md -o outputs

test: setup
	swift test -c release --disable-testable-imports

bench: setup
	Benchmarks/run

format:
	swift format -i -r Sources Tests Benchmarks Plugins Package.swift
	swift format lint --strict -r Sources Tests Benchmarks Plugins Package.swift

setup:
	@Scripts/setup
