"""Times causal attention, forward and backward, in Octavo and in PyTorch, in turn, and compares with the rate of products.

    [OCTAVO_ISA=avx2] python3 Benchmarks/attention.py [--rounds N] [--octavo FILE]

The share is of the time that the attention's products would take at the rate of a large product: two forward, and five backward, of
which one computes the scores again; each needs half of its square.
"""

import argparse
import pathlib
from importlib.metadata import version

import compare
import program

WIDTHS = (16, 32, 64, 128)
LENGTHS = (32, 64, 128, 256, 512, 1024, 2048, 4096)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--octavo", type=pathlib.Path, help="octavo-benchmark, where it is built already")
    options = parser.parse_args()
    path = options.octavo or program.program("octavo-benchmark")
    rate = compare.Rate(path, 1)

    print(f"{compare.processor()}, {compare.instructions()}, one thread, PyTorch {version('torch')}, {options.rounds} rounds\n")
    print("| head width | context | Octavo (ms) | PyTorch (ms) | ratio | share of the products' rate |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: |")
    for width in WIDTHS:
        for length in LENGTHS:
            batch = max(1, 1024 // length)
            heads = max(1, 128 // width)
            sizes = (heads, width, batch, length)
            ours = program.octavo(path, 1, "attention", *sizes)
            theirs = program.python("pytorch_worker.py", 1, "attention", *sizes)
            operations = 7 * batch * heads * length * length * width
            iterations = max(2, int(3e9 / operations))
            comparison = compare.Comparison(ours, theirs, min(iterations, 50), options.rounds, rate.measure)
            ours.close()
            theirs.close()
            share = operations / rate.take() / comparison.octavo
            print(f"| {width} | {length} | {comparison.octavo:.2f} | {comparison.other:.2f} | {comparison.ratio:.2f} | {share:.2f} |",
                  flush=True)


if __name__ == "__main__":
    main()
