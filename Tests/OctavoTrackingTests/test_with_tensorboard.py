"""Reads what `octavo run --log-to` writes with TensorBoard's own readers.

`make test` runs this where `tensorboard` and `pytest` are installed. OCTAVO names another program
than the one in `.build/release`.
"""

import json
import subprocess

import pytest
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.plugins.hparams import plugin_data_pb2

from tracked import OCTAVO, TRAINING

NOTEBOOK = """\
---
params: {count: 60}
---

""" + TRAINING + """
```step write
run: gpt.sample
model: learn[rate=4e-3, seed=1]
prompt: once
tokens: 12
```

```step shapes
run: shapes.draw
count: 12
```
"""


@pytest.fixture(scope="module")
def logs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("logs")
    (folder / "n.md").write_text(NOTEBOOK)
    subprocess.run(
        [OCTAVO, "run", "n.md", "-q", "--log-to", "tensorboard=tb", "--log-to", "jsonl=events.jsonl"],
        cwd=folder,
        check=True,
    )
    return folder


def reader(logs, run):
    accumulator = EventAccumulator(str(logs / "tb/n" / run), size_guidance={"scalars": 0, "tensors": 0, "images": 0})
    return accumulator.Reload()


def test_every_number_comes_back(logs):
    events = [json.loads(line) for line in (logs / "events.jsonl").read_text().splitlines()]
    series = [event for event in events if event["event"] == "series" and event["step"] == "learn"]
    assert len(series) == 4 * 4
    for event in series:
        point = ",".join(f"{axis}={value}" for axis, value in event["point"].items())
        scalars = reader(logs, f"learn/{point}").Scalars(event["name"])
        assert [scalar.step for scalar in scalars] == event["iterations"]
        assert [scalar.value for scalar in scalars] == pytest.approx(event["values"], rel=1e-6)


def test_texts_and_images_come_back(logs):
    texts = reader(logs, "write")
    tensors = [tensor for tag in texts.Tags()["tensors"] for tensor in texts.Tensors(tag)]
    assert any(b"once" in text for tensor in tensors for text in tensor.tensor_proto.string_val)
    shapes = reader(logs, "shapes")
    images = [image for tag in shapes.Tags()["images"] for image in shapes.Images(tag)]
    assert images and all(image.encoded_image_string.startswith(b"\x89PNG") for image in images)


def test_coordinates_are_hyperparameters(logs):
    content = reader(logs, "learn/rate=0.004,seed=2").SummaryMetadata("_hparams_/session_start_info")
    data = plugin_data_pb2.HParamsPluginData.FromString(content.plugin_data.content)
    values = {name: value.number_value for name, value in data.session_start_info.hparams.items()}
    assert values == {"count": 60, "rate": 0.004, "seed": 2}
