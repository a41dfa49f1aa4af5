"""Times the points of a step one after another, on all threads, and at once, each on its share."""

import argparse
import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from program import program

NOTEBOOK = """```step stories
run: stories.compose
count: 1000
```

```step learn
run: gpt.train
for: {{seed: 1..{points}}}
data: stories
model: {{layers: {layers}, heads: 2, width: {width}, context: 64}}
training: {{iterations: {iterations}, batch: 8}}
```
"""

# What is trained, and the largest ratio of the times that is aimed at.
WORK = [
    ("nine trainings: 2 layers, width 32, batch 8", 2, 32, 300, 0.85),
    ("nine trainings: 4 layers, width 128, batch 8", 4, 128, 60, 1.00),
]


def seconds(octavo, notebook, *options):
    """How long a run from nothing takes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "work.md"
        path.write_text(notebook)
        start = time.perf_counter()
        subprocess.run(
            [octavo, "run", "work.md", *options], cwd=folder, check=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return time.perf_counter() - start


def compare(octavo, notebook, threads, rounds):
    alone, together = [], []
    for _ in range(rounds):
        alone.append(seconds(octavo, notebook, "--jobs", "1", "--threads", str(threads)))
        together.append(seconds(octavo, notebook, "--jobs", str(threads), "--threads", str(threads)))
    return alone, together


def overhead(octavo, rounds):
    """The time that a point takes which computes almost nothing, in milliseconds."""
    few, many = [], []
    step = "```step a\nrun: symbols.compose\ncount: 100\nfor: {{seed: 1..{}}}\n```\n"
    for _ in range(rounds):
        few.append(seconds(octavo, step.format(10)))
        many.append(seconds(octavo, step.format(510)))
    return (statistics.median(many) - statistics.median(few)) * 1000 / 500


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--octavo", type=Path, help="the program; without it, it is built")
    options = parser.parse_args()
    octavo = options.octavo or program()
    print(f"| work | --jobs 1 (s) | --jobs {options.threads} (s) | ratio | ratios of the rounds | target |")
    print("| --- | ---: | ---: | ---: | --- | ---: |")
    for name, layers, width, iterations, target in WORK:
        notebook = NOTEBOOK.format(points=9, layers=layers, width=width, iterations=iterations)
        alone, together = compare(octavo, notebook, options.threads, options.rounds)
        ratios = sorted(b / a for a, b in zip(alone, together))
        print(
            f"| {name} | {statistics.median(alone):.1f} | {statistics.median(together):.1f} "
            f"| {statistics.median(together) / statistics.median(alone):.2f} "
            f"| {ratios[0]:.2f} to {ratios[-1]:.2f} | {target:.2f} |")
    print(f"\nA point that computes almost nothing takes {overhead(octavo, options.rounds):.1f} ms.")


if __name__ == "__main__":
    main()
