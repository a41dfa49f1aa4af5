"""Opens adapters that the tests write with the peft library, and compares the logits.

From the project's root:

    OCTAVO_WRITTEN_MODELS=FOLDER swift test -c release --disable-testable-imports --filter WrittenAdaptersTests
    python Tests/OctavoEngineTests/Files/Reference/check_written_adapters.py FOLDER
"""

import json
import pathlib
import sys
import warnings

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM
from transformers.utils import logging

logging.disable_progress_bar()
folders = sorted(path.parent for path in pathlib.Path(sys.argv[1]).glob("adapters/*/expected.json"))
assert folders, "no adapter has been written"
worst = 0.0
for folder in folders:
    expected = json.loads((folder / "expected.json").read_text())
    tokens = torch.tensor(expected["tokens"])
    model = AutoModelForCausalLM.from_pretrained(folder / "model", dtype=torch.float32).eval()
    with torch.no_grad():
        before = model(tokens).logits
        # A tensor without a place, or a place without a tensor, is a warning.
        with warnings.catch_warnings():
            warnings.simplefilter("error", UserWarning)
            model = PeftModel.from_pretrained(model, folder / "adapter").eval()
        # Of a soft prompt, the text alone.
        logits = model(tokens).logits[:, -tokens.shape[1]:]
    difference = (logits - torch.tensor(expected["logits"])).abs().max().item()
    change = (logits - before).abs().max().item()
    print(f"{folder.name:36} changes logits by {change:.1f}, largest difference {difference:.1e}")
    assert difference < 1e-4 and change > 0.1, folder.name
    worst = max(worst, difference)
print(f"{len(folders)} adapters agree; largest difference {worst:.1e}")
