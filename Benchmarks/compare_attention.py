"""Compares time and memory of training with recomputed and with stored attention probabilities, by context."""

import argparse
import json
import os
import statistics
import subprocess
import tempfile
from pathlib import Path

from program import program

NOTEBOOK = """```step stories
run: stories.compose
count: 2000
```

```step learn
run: gpt.train
data: stories
model: {{layers: 2, heads: 2, width: 32, context: {context}, positions: rotary}}
training: {{iterations: {iterations}, batch: 1, evaluate-every: {iterations}, evaluation-batches: 1, attention: {attention}}}
```
"""

CONTEXTS = [128, 256, 512, 1024, 2048, 4096]
WAYS = ["recomputed", "stored"]


def measure(octavo, context, attention, threads):
    """The median of the milliseconds per iteration, and the peak resident memory of the program in MB."""
    with tempfile.TemporaryDirectory() as folder:
        iterations = max(4, 8192 // context)
        path = Path(folder) / "work.md"
        path.write_text(NOTEBOOK.format(context=context, iterations=iterations, attention=attention))
        subprocess.run(
            [octavo, "run", "work.md", "--threads", str(threads)], cwd=folder, check=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        run = json.loads((Path(folder) / "outputs" / "work" / "run.json").read_text())
        return run["steps"]["learn"]["iteration-milliseconds"]["median"], run["peak-memory-megabytes"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--octavo", type=Path, help="the program, in place of building it")
    options = parser.parse_args()
    octavo = (options.octavo or program()).resolve()
    print("| context | recomputed (ms) | stored (ms) | ratio | recomputed (MB) | stored (MB) |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: |")
    for context in CONTEXTS:
        # The two ways take turns, so that a disturbance affects both.
        rounds = [[measure(octavo, context, way, options.threads) for way in WAYS] for _ in range(options.rounds)]
        times = [statistics.median(each[way][0] for each in rounds) for way in range(2)]
        sizes = [max(each[way][1] for each in rounds) for way in range(2)]
        print(
            f"| {context:,} | {times[0]:.1f} | {times[1]:.1f} | {times[1] / times[0]:.2f} "
            f"| {sizes[0]:.0f} | {sizes[1]:.0f} |", flush=True)


if __name__ == "__main__":
    main()
