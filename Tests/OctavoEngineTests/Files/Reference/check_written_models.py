"""Opens models that the tests write with the transformers library, and compares the logits.

From the project's root:

    OCTAVO_WRITTEN_MODELS=FOLDER swift test -c release --disable-testable-imports --filter WrittenModelsTests
    python Tests/OctavoEngineTests/Files/Reference/check_written_models.py FOLDER
"""

import json
import pathlib
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer
from transformers.utils import logging

logging.disable_progress_bar()
folders = sorted(path.parent for path in pathlib.Path(sys.argv[1]).glob("*/config.json"))
assert folders, "no model has been written"
worst = 0.0
for folder in folders:
    expected = json.loads((folder / "expected.json").read_text())
    model, report = AutoModelForCausalLM.from_pretrained(
        folder, dtype=torch.float32, output_loading_info=True
    )
    problems = {kind: names for kind, names in report.items() if names}
    assert not problems, f"{folder.name}: {problems}"
    with torch.no_grad():
        logits = model.eval()(torch.tensor(expected["tokens"])).logits
    difference = (logits - torch.tensor(expected["logits"])).abs().max().item()
    tokens = AutoTokenizer.from_pretrained(folder)(expected["text"])["input_ids"]
    print(f"{folder.name:36} {type(model).__name__:18} largest difference {difference:.1e}")
    assert difference < 1e-4 and logits.abs().max() > 1, folder.name
    assert tokens == expected["encoded"], f"{folder.name}: {tokens}"
    worst = max(worst, difference)
print(f"{len(folders)} models agree; largest difference {worst:.1e}")
