"""Times the same work in Octavo and in PyTorch, in turn, and prints the ratios.

    [OCTAVO_ISA=avx2] python3 Benchmarks/compare.py [--rounds N] [--threads N] [--only WORD] [--compiled] [--octavo FILE]

Needs Swift and a Python with torch. With OCTAVO_ISA=avx2 both sides keep to AVX2. With --compiled PyTorch's training is timed with
torch.compile too, which needs a C++ compiler, and the ratio is to the faster of the two. Both sides do the same number of
iterations in every round, one side after the other, so that what disturbs the machine disturbs both; the figures are medians over
all iterations. The floor is the time of the matrix products alone at the rate of a large one, measured in the same rounds.
"""

import argparse
import os
import pathlib
import platform
import statistics
from importlib.metadata import version

import floors
import program

IS_AVX2 = os.environ.get("OCTAVO_ISA") == "avx2" or "avx512f" not in pathlib.Path("/proc/cpuinfo").read_text()
if IS_AVX2:
    os.environ["ATEN_CPU_CAPABILITY"] = "avx2"
    os.environ["MKL_ENABLE_INSTRUCTIONS"] = "AVX2"
    os.environ["ONEDNN_MAX_CPU_ISA"] = "AVX2"

# What is timed, its name, its sizes, iterations a round, the ratio to stay under and the share of the floor to reach, with AVX2 and
# with AVX-512. Sizes of training are layers, heads, width, batch, context, vocabulary; of sampling and PPO layers, heads, width,
# batch, prompt, new tokens, vocabulary; of diffusion width, batch, side, channels, words of a caption, vocabulary, and for sampling
# steps.
WORKLOADS = [
    ("train", "training iteration, nanoGPT on a CPU", (4, 4, 128, 12, 64, 65), 30, (0.65, 0.45), (0.70, 0.65)),
    ("train", "training iteration, small", (2, 2, 64, 32, 32, 65), 100, (0.50, 0.45), (0.55, 0.45)),
    ("train", "training iteration, wide", (6, 6, 384, 8, 256, 65), 3, (0.90, 0.45), (0.85, 0.85)),
    ("train", "training iteration, GPT-2's size", (12, 12, 768, 4, 64, 50257), 2, (0.60, 0.60), (0.85, 0.85)),
    ("sample", "48 tokens for 64 prompts of 16", (4, 4, 128, 64, 16, 48, 65), 5, (0.25, 0.20), None),
    ("sample", "48 tokens for one prompt of 16", (4, 4, 128, 1, 16, 48, 65), 10, (0.08, 0.12), None),
    ("ppo", "PPO iteration, 64 prompts of 16, 48 tokens", (4, 4, 128, 64, 16, 48, 65), 2, (0.50, 0.35), (0.70, 0.65)),
    ("diffuse", "diffusion training iteration, latents 8 × 8 × 4", (32, 32, 8, 4, 8, 14), 20, (0.50, 0.50), None),
    ("diffuse", "diffusion training iteration, wide", (64, 32, 8, 4, 8, 14), 8, (0.70, 0.65), None),
    ("diffuse", "diffusion training iteration, images 32 × 32 × 3", (32, 16, 32, 3, 8, 14), 4, (0.45, 0.40), None),
    ("denoise", "32 images in 20 guided steps, latents 8 × 8 × 4", (32, 32, 8, 4, 8, 14, 20), 2, (0.50, 0.50), None),
]

# A product that fills the caches, whose rate the floors are measured by: m, n, k, neither transposed, and how often.
LARGE_PRODUCT = (2048, 1152, 384, 0, 0, 10)


class Comparison:
    """Medians of both sides, and the ratio of each round."""

    def __init__(self, octavo, other, iterations, rounds, between=lambda: None):
        for side in (octavo, other):
            side.milliseconds(max(2, iterations // 5))
        times = ([], [])
        self.ratios = []
        for _ in range(rounds):
            for side, all_times in zip((octavo, other), times):
                all_times.append(side.milliseconds(iterations))
            self.ratios.append(statistics.median(times[0][-1]) / statistics.median(times[1][-1]))
            between()
        self.octavo, self.other = (statistics.median(sum(all_times, [])) for all_times in times)

    @property
    def ratio(self):
        return self.octavo / self.other

    def range(self):
        return f"{min(self.ratios):.2f} to {max(self.ratios):.2f}"


def processor():
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":")[1].strip()
    return platform.processor()


def instructions():
    return os.environ.get("OCTAVO_ISA") or "the processor's instruction set"


class Rate:
    """Operations in a millisecond of a large product on all threads."""

    def __init__(self, path, threads):
        self.worker = program.octavo(path, threads, "product", *LARGE_PRODUCT)
        self.times = []
        self.worker.milliseconds(2)

    def measure(self):
        self.times += self.worker.milliseconds(3)

    def take(self):
        m, n, k, _, _, count = LARGE_PRODUCT
        time, self.times = statistics.median(self.times), []
        return 2 * m * n * k * count / time


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--only", default="", help="a word in the names of the workloads to run")
    parser.add_argument("--compiled", action="store_true", help="time training with torch.compile too")
    parser.add_argument("--octavo", type=pathlib.Path, help="octavo-benchmark, where it is built already")
    options = parser.parse_args()
    path = options.octavo or program.program("octavo-benchmark")
    rate = Rate(path, options.threads)

    print(f"{processor()}, {instructions()}, {options.threads} threads, PyTorch {version('torch')}, {options.rounds} rounds\n")
    print("| work | sizes | Octavo (ms) | PyTorch (ms) | ratio | of the rounds | target | floor (ms) | share of it | target |"
          " Octavo (MB) | PyTorch (MB) |")
    print("| --- | --- | ---: | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for kind, name, sizes, iterations, ratio_targets, share_targets in WORKLOADS:
        if options.only not in name:
            continue
        results = []
        for other in [kind] + (["compiled"] if options.compiled and kind == "train" else []):
            ours = program.octavo(path, options.threads, kind, *sizes)
            theirs = program.python("pytorch_worker.py", options.threads, other, *sizes)
            comparison = Comparison(ours, theirs, iterations, options.rounds, rate.measure)
            label = name + (" (compiled)" if other == "compiled" else "")
            results.append((comparison.other, label, comparison, ours.peak_memory(), theirs.peak_memory()))
            ours.close()
            theirs.close()
        _, label, comparison, ours, theirs = min(results, key=lambda result: result[0])
        rate_now = rate.take()
        floor, share, target = "–", "–", "–"
        if kind in floors.OPERATIONS:
            least = floors.OPERATIONS[kind](*sizes) / rate_now
            floor, share = f"{least:.1f}", f"{least / comparison.octavo:.2f}"
            target = f"{share_targets[0 if IS_AVX2 else 1]:.2f}"
        print(f"| {label} | {', '.join(map(str, sizes))} | {comparison.octavo:.2f} | {comparison.other:.2f} |"
              f" {comparison.ratio:.2f} | {comparison.range()} | {ratio_targets[0 if IS_AVX2 else 1]:.2f} |"
              f" {floor} | {share} | {target} | {ours:.0f} | {theirs:.0f} |", flush=True)


if __name__ == "__main__":
    main()
