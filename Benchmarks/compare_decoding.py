"""Times sampling one token after another, for many texts at once, and with the help of a draft model."""

import argparse
import json
import os
import statistics
import subprocess
import tempfile
from pathlib import Path

from program import program

TOKENS = 96

NOTEBOOK = f"""```step stories
run: stories.compose
count: 4000
```

```step model
run: gpt.train
data: stories
model: {{layers: 4, heads: 4, width: 192, context: 128, positions: rotary}}
training: {{iterations: 150, batch: 8, learning-rate: 3e-3, warm-up: 20, evaluate-every: 150, evaluation-batches: 1}}
```

```step draft
run: gpt.train
data: stories
model: {{layers: 1, heads: 2, width: 32, context: 128, positions: rotary}}
training: {{iterations: 600, batch: 8, learning-rate: 1e-2, warm-up: 20, evaluate-every: 600, evaluation-batches: 1}}
```

```step plain
run: gpt.sample
for: {{texts: [1, 64], round: [1, 2, 3, 4, 5]}}
model: model
prompt: "\\n"
count: ${{texts}}
tokens: {TOKENS}
```

```step speculative
run: gpt.sample
for: {{texts: [1, 64], round: [1, 2, 3, 4, 5], lookahead: [2, 4]}}
model: model
draft: draft
lookahead: ${{lookahead}}
prompt: "\\n"
count: ${{texts}}
tokens: {TOKENS}
```
"""


def measure(octavo, threads):
    """Seconds of every point, by step and point."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "work.md").write_text(NOTEBOOK)
        subprocess.run(
            [octavo, "run", "work.md", "--threads", str(threads), "--jobs", "1"], cwd=folder, check=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        output = Path(folder) / "outputs" / "work"
        run = json.loads((output / "run.json").read_text())
        results = json.loads((output / "results.json").read_text())
        points = results["steps"]["speculative"]["points"]
        passes = {
            lookahead: statistics.mean(
                point["values"]["tokens-per-pass"] for point in points if point["for"]["lookahead"] == lookahead)
            for lookahead in [2, 4]
        }
        return run["steps"], passes


def rate(step, texts, **setting):
    """Tokens a second, the median over the rounds."""
    wanted = {f"texts={texts}", *(f"{axis}={value}" for axis, value in setting.items())}
    seconds = [point["seconds"] for name, point in step["points"].items() if wanted <= set(name.split(","))]
    return texts * TOKENS / statistics.median(seconds)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--octavo", type=Path, help="the program, in place of building it")
    options = parser.parse_args()
    steps, passes = measure((options.octavo or program()).resolve(), options.threads)
    print("| texts | one by one (tokens/s) | lookahead 2 | lookahead 4 |")
    print("| ---: | ---: | ---: | ---: |")
    for texts in [1, 64]:
        drafted = [rate(steps["speculative"], texts, lookahead=lookahead) for lookahead in [2, 4]]
        print(f"| {texts} | {rate(steps['plain'], texts):,.0f} | " + " | ".join(f"{each:,.0f}" for each in drafted) + " |")
    print(f"\nTokens per pass: {passes[2]:.2f} at a lookahead of 2, {passes[4]:.2f} at 4.")


if __name__ == "__main__":
    main()
