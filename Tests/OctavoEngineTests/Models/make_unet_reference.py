"""Writes unet_reference.json: what PyTorch in float64 makes of a small denoising U-Net with its text encoder.

    python3 Tests/OctavoEngineTests/Models/make_unet_reference.py

The network is the one that Benchmarks/pytorch_diffusion.py times. Weights and inputs are sines of their index, so that only
results are stored: the whole output, and of every parameter's gradient two projections.
"""

import json
import pathlib
import sys

import torch
from torch.utils.flop_counter import FlopCounterMode

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2] / "Benchmarks"))

import pytorch_diffusion  # noqa: E402


def sines(count, phase, scale):
    return scale * torch.sin(1.7 * torch.arange(count, dtype=torch.float64) + phase)


def layer(ours, theirs):
    return [(f"{ours}.weight", f"{theirs}.weight"), (f"{ours}.bias", f"{theirs}.bias")]


def names(text_layers=2):
    """Octavo's names and PyTorch's, in Octavo's order."""
    pairs = []
    for part in ("input", "output", "text"):
        pairs += layer(f"network.time.{part}", f"time_{part}")

    def block(ours, theirs, skips, attends=True):
        ours, r, t = f"network.{ours}", f"{theirs}.residual", f"{theirs}.attention"
        for mine, yours in [("inputNorm", "input_norm"), ("input", "input"), ("time", "time"),
                            ("outputNorm", "output_norm"), ("output", "output")] + ([("skip", "skip")] if skips else []):
            pairs.extend(layer(f"{ours}.residual.{mine}", f"{r}.{yours}"))
        if not attends:
            return
        pairs.extend(layer(f"{ours}.attention.norm", f"{t}.norm"))
        for kind in ("self", "cross"):
            if kind == "cross":
                pairs.extend(layer(f"{ours}.attention.crossNorm", f"{t}.cross_norm"))
            for mine, yours in [("query", "query"), ("keyValue", "key_value"), ("output", "output")]:
                pairs.extend(layer(f"{ours}.attention.{kind}.{mine}", f"{t}.{kind}_attention.{yours}"))
        pairs.extend(layer(f"{ours}.attention.feedForwardNorm", f"{t}.feed_forward_norm"))
        for part in ("input", "output"):
            pairs.extend(layer(f"{ours}.attention.feedForward.{part}", f"{t}.feed_forward_{part}"))

    pairs += layer("network.input", "input")
    block("down.0.0", "down.0", False)
    pairs += layer("network.down.0.downsample", "downsample")
    block("down.1.0", "down.1", True)
    block("middle.0", "middle.0", False)
    block("middle.1", "middle.1", False, attends=False)
    block("up.1.0", "up.0", True)
    block("up.1.1", "up.1", True)
    pairs += layer("network.up.1.upsample", "upsample")
    block("up.0.0", "up.2", True)
    block("up.0.1", "up.3", True)
    pairs += layer("network.output.norm", "output_norm") + layer("network.output", "output")
    return pairs


def ours(tensor):
    """A weight in Octavo's order: kernel rows and columns, inputs, outputs."""
    if tensor.dim() == 4:
        tensor = tensor.permute(2, 3, 1, 0)
        return tensor[0, 0] if tensor.shape[:2] == (1, 1) else tensor
    return tensor.T if tensor.dim() == 2 else tensor


def main():
    torch.set_default_dtype(torch.float64)
    model = pytorch_diffusion.UNet(channels=2, width=8, text=8, vocabulary=5, length=3, heads=2, groups=4)
    parameters = dict(model.named_parameters())
    text = [f"text.{name}" for name, _ in model.text.named_parameters()]
    for index, (_, theirs) in enumerate(names()):
        target = parameters[theirs]
        values = sines(target.numel(), index, 0.3).reshape(ours(target).shape)
        if values.dim() == 1 and theirs.endswith("weight"):
            values = 1 + values
        with torch.no_grad():
            if target.dim() == 4:
                values = values if values.dim() == 4 else values[None, None]
                target.copy_(values.permute(3, 2, 0, 1))
            else:
                target.copy_(values.T if values.dim() == 2 else values)
    states = sines(2 * 3 * 8, 0.3, 1).reshape(2, 3, 8).requires_grad_()
    model.states = lambda captions: states
    noisy = sines(2 * 4 * 4 * 2, 0.9, 1).reshape(2, 4, 4, 2).permute(0, 3, 1, 2)
    # A multiply-add counts as two operations.
    with FlopCounterMode(display=False) as counter:
        out = model(noisy, torch.tensor([3, 700]), None)
    upstream = sines(out.numel(), 2.1, 1).reshape(2, 4, 4, 2).permute(0, 3, 1, 2)
    (out * upstream).sum().backward()

    def projections(gradient):
        flat = ours(gradient).flatten()
        return [(flat * sines(flat.numel(), phase, 1)).sum().item() for phase in (0.0, 1.0)]

    reference = {
        "parameters": [mine for mine, _ in names()],
        "output": out.permute(0, 2, 3, 1).flatten().tolist(),
        "gradients": [projections(parameters[theirs].grad) for _, theirs in names()],
        "multiplyAdds": counter.get_total_flops() / 2 / 2,
        "states": states.grad.flatten().tolist(),
    }
    assert len(names()) + len(text) == len(parameters)
    (HERE / "unet_reference.json").write_text(json.dumps(reference) + "\n")


if __name__ == "__main__":
    main()
