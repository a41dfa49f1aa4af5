"""Times the same work in Octavo and in PyTorch, in turn, and prints the ratios.

    [OCTAVO_ISA=avx2] python3 Benchmarks/compare.py [--rounds N] [--threads N] [--only WORD] [--compiled]

Needs Swift and a Python with torch. With OCTAVO_ISA=avx2 both sides keep to AVX2. With --compiled PyTorch's training is timed with
torch.compile too, which needs a C++ compiler, and the ratio is to the faster of the two. Both sides do the same number of iterations in every round, one side after the
other, so that what disturbs the machine disturbs both; the figures are medians over all iterations.
"""

import argparse
import os
import pathlib
import platform
import statistics
import subprocess
import time

if os.environ.get("OCTAVO_ISA") == "avx2":
    # Read when torch is loaded.
    os.environ["ATEN_CPU_CAPABILITY"] = "avx2"
    os.environ["MKL_ENABLE_INSTRUCTIONS"] = "AVX2"
    os.environ["ONEDNN_MAX_CPU_ISA"] = "AVX2"

import torch

import pytorch_diffusion
import pytorch_gpt
import pytorch_ppo

ROOT = pathlib.Path(__file__).resolve().parent.parent

# What is timed, its name, its sizes, iterations a round, and the ratio to stay under. Sizes of training are layers, heads,
# width, batch, context, vocabulary; of sampling and PPO layers, heads, width, batch, prompt, new tokens, vocabulary; of
# diffusion width, batch, side, channels, words of a caption, vocabulary, and for sampling steps.
WORKLOADS = [
    ("train", "training iteration, nanoGPT on a CPU", (4, 4, 128, 12, 64, 65), 30, 0.65),
    ("train", "training iteration, small", (2, 2, 64, 32, 32, 65), 100, 0.50),
    ("train", "training iteration, wide", (6, 6, 384, 8, 256, 65), 3, 0.90),
    ("train", "training iteration, GPT-2's size", (12, 12, 768, 4, 64, 50257), 2, 0.60),
    ("sample", "48 tokens for 64 prompts of 16", (4, 4, 128, 64, 16, 48, 65), 5, 0.25),
    ("sample", "48 tokens for one prompt of 16", (4, 4, 128, 1, 16, 48, 65), 10, 0.08),
    ("ppo", "PPO iteration, 64 prompts of 16, 48 tokens", (4, 4, 128, 64, 16, 48, 65), 2, 0.50),
    ("diffuse", "diffusion training iteration, latents 8 × 8 × 4", (32, 32, 8, 4, 8, 14), 20, 0.50),
    ("diffuse", "diffusion training iteration, wide", (64, 32, 8, 4, 8, 14), 8, 0.70),
    ("diffuse", "diffusion training iteration, images 32 × 32 × 3", (32, 16, 32, 3, 8, 14), 4, 0.45),
    ("denoise", "32 images in 20 guided steps, latents 8 × 8 × 4", (32, 32, 8, 4, 8, 14, 20), 2, 0.50),
]


def binary():
    build = ["swift", "build", "-c", "release", "--product", "octavo-benchmark"]
    subprocess.run(build, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    folder = subprocess.run(build + ["--show-bin-path"], cwd=ROOT, check=True, capture_output=True, text=True)
    return str(pathlib.Path(folder.stdout.strip()) / "octavo-benchmark")


class Octavo:
    """The other program, which works while this one waits."""

    def __init__(self, path, threads, arguments):
        self.process = subprocess.Popen(
            [path, str(threads), *map(str, arguments)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def milliseconds(self, iterations):
        self.process.stdin.write(f"{iterations}\n")
        self.process.stdin.flush()
        return [float(word) for word in self.process.stdout.readline().split()]

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class PyTorch:
    def __init__(self, work):
        self.work = work

    def milliseconds(self, iterations):
        result = []
        for _ in range(iterations):
            start = time.perf_counter()
            self.work()
            result.append((time.perf_counter() - start) * 1e3)
        return result


def compare(octavo, pytorch, iterations, rounds):
    """Medians of both sides, and the ratio of each round."""
    for side in (octavo, pytorch):
        side.milliseconds(max(2, iterations // 5))
    times = ([], [])
    ratios = []
    for _ in range(rounds):
        ours, theirs = octavo.milliseconds(iterations), pytorch.milliseconds(iterations)
        times[0].extend(ours)
        times[1].extend(theirs)
        ratios.append(statistics.median(ours) / statistics.median(theirs))
    octavo.close()
    return statistics.median(times[0]), statistics.median(times[1]), ratios


def processor():
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":")[1].strip()
    return platform.processor()


def instructions():
    return os.environ.get("OCTAVO_ISA") or "the processor's instruction set"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--only", default="", help="a word in the names of the workloads to run")
    parser.add_argument("--compiled", action="store_true", help="time training with torch.compile too")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    path = binary()

    print(f"{processor()}, {instructions()}, {options.threads} threads, PyTorch {torch.__version__}, "
          f"{options.rounds} rounds\n")
    print("| work | sizes | Octavo (ms) | PyTorch (ms) | ratio | ratios of the rounds | target |")
    print("| --- | --- | ---: | ---: | ---: | --- | ---: |")
    for kind, name, sizes, iterations, target in WORKLOADS:
        if options.only not in name:
            continue
        work = {
            "train": pytorch_gpt.training, "sample": pytorch_gpt.sampling, "ppo": pytorch_ppo.iteration,
            "diffuse": pytorch_diffusion.training, "denoise": pytorch_diffusion.sampling,
        }[kind](*sizes)
        ours, theirs, ratios = compare(
            Octavo(path, options.threads, [kind, *sizes]), PyTorch(work), iterations, options.rounds)
        if options.compiled and kind == "train":
            compiled = compare(
                Octavo(path, options.threads, [kind, *sizes]), PyTorch(pytorch_gpt.training(*sizes, compiled=True)),
                iterations, options.rounds)
            if compiled[1] < theirs:
                ours, theirs, ratios = compiled
                name += " (compiled)"
        print(f"| {name} | {', '.join(map(str, sizes))} | {ours:.2f} | {theirs:.2f} | {ours / theirs:.2f} |"
              f" {min(ratios):.2f} to {max(ratios):.2f} | {target:.2f} |", flush=True)


if __name__ == "__main__":
    main()
