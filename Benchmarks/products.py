"""Times matrix products of the workloads' shapes in Octavo and in PyTorch's library (MKL or oneDNN), in turn, on one thread.

    [OCTAVO_ISA=avx2] python3 Benchmarks/products.py [--rounds N] [--octavo FILE]

The figures are medians over all rounds. A ratio above 1 means that Octavo is the faster one.
"""

import argparse
import pathlib
from importlib.metadata import version

import compare
import program

# m, n, k, whether A and whether B is given transposed.
SHAPES = [
    (768, 384, 128, 0, 0), (768, 512, 128, 0, 0), (768, 128, 512, 0, 0), (768, 128, 384, 0, 1), (128, 384, 768, 1, 0),
    (512, 128, 768, 1, 0), (1024, 192, 64, 0, 0), (1024, 256, 64, 0, 0), (64, 192, 1024, 1, 0), (2048, 1152, 384, 0, 0),
    (2048, 1536, 384, 0, 0), (2048, 384, 1536, 0, 0), (2048, 384, 1152, 0, 1), (384, 1152, 2048, 1, 0),
    (1536, 384, 2048, 1, 0), (256, 2304, 768, 0, 0), (256, 3072, 768, 0, 0), (256, 768, 3072, 0, 0),
    (768, 3072, 256, 1, 0), (256, 768, 3072, 0, 1), (384, 65, 128, 0, 1), (64, 384, 128, 0, 0), (32, 384, 128, 0, 0),
    (64, 64, 64, 0, 0), (256, 50257, 64, 0, 1),
]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--octavo", type=pathlib.Path, help="octavo-benchmark, where it is built already")
    options = parser.parse_args()
    path = options.octavo or program.program("octavo-benchmark")
    print(f"{compare.processor()}, {compare.instructions()}, one thread, PyTorch {version('torch')}\n")
    print("| m | n | k | transposed | Octavo (GFLOP/s) | PyTorch (GFLOP/s) | ratio |")
    print("| ---: | ---: | ---: | --- | ---: | ---: | ---: |")
    for m, n, k, transpose_a, transpose_b in SHAPES:
        operations = 2 * m * n * k
        count = max(1, 100_000_000 // operations)
        sizes = (m, n, k, transpose_a, transpose_b, count)
        ours = program.octavo(path, 1, "product", *sizes)
        theirs = program.python("pytorch_worker.py", 1, "product", *sizes)
        comparison = compare.Comparison(ours, theirs, 3, options.rounds)
        ours.close()
        theirs.close()
        rates = [operations * count / time / 1e6 for time in (comparison.octavo, comparison.other)]
        transposed = " ".join(name for name, flag in (("A", transpose_a), ("B", transpose_b)) if flag)
        print(f"| {m} | {n} | {k} | {transposed} | {rates[0]:.1f} | {rates[1]:.1f} | {1 / comparison.ratio:.2f} |", flush=True)


if __name__ == "__main__":
    main()
