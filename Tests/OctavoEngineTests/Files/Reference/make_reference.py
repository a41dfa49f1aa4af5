"""Writes the safetensors files that the tests read, by the safetensors library of Hugging Face."""

import pathlib

import torch
from safetensors.torch import save_file

HERE = pathlib.Path(__file__).parent

values = torch.tensor(
    [0.0, -0.0, 1.0, -2.5, 3.1415927, 65504.0, 1e-7, 6e-8, 1e-40, float("inf"), float("-inf"), float("nan")]
)
save_file(
    {
        "float32": values.reshape(3, 4),
        "float16": values.half().reshape(2, 2, 3),
        "bfloat16": values.bfloat16(),
        "scalar": torch.tensor(7.0),
        "empty": torch.zeros(0, 5),
        "integers": torch.arange(3),
    },
    HERE / "types.safetensors",
    metadata={"format": "pt", "note": "“quoted”"},
)
