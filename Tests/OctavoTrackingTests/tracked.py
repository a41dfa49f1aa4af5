"""What the tests with trackers' own readers share."""

import os
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
OCTAVO = os.environ.get("OCTAVO", str(ROOT / ".build/release/octavo"))

# Steps with points, for a notebook with the parameter `count`.
TRAINING = """\
```step stories
run: stories.compose
count: ${params.count}
```

```step learn
run: gpt.train
for: {rate: [1e-3, 4e-3], seed: 1..2}
data: stories
model: {layers: 1, heads: 1, width: 8, context: 32}
training: {iterations: 20, batch: 4, learning-rate: "${rate}", evaluate-every: 5}
```
"""
