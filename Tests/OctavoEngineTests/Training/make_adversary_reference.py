"""Writes adversary_reference.json: what PyTorch in float64 makes of an autoencoder's decoder with a perceptual distance, taken in the
hidden states of transformers' CLIPVisionModel, and with a discriminator whose weight is adaptive.

    python3 Tests/OctavoEngineTests/Training/make_adversary_reference.py

Weights and images are sines of their index, so that only results are stored. The decoder's first layer has no weights but its bias, so
that no random latents reach it.
"""

import json
import pathlib
import sys

import torch
from torch.nn import functional as F
from transformers import CLIPVisionConfig, CLIPVisionModel

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Models"))

import make_clip_reference as clip  # noqa: E402

GROUPS, SIDE, BATCH, WIDTH = 2, 8, 3, 8
sines = clip.sines


def norm(name, channels):
    return [(f"{name}.weight", [channels]), (f"{name}.bias", [channels])]


def convolution(name, inputs, outputs):
    return [(f"{name}.weight", [3, 3, inputs, outputs]), (f"{name}.bias", [outputs])]


def residual(name, width):
    return (norm(f"{name}.inputNorm", width) + convolution(f"{name}.input", width, width) +
            norm(f"{name}.outputNorm", width) + convolution(f"{name}.output", width, width))


# Octavo's names, in its order.
DECODER = (convolution("input", 2, 8) + residual("1.residual", 8) + convolution("1.upsample", 8, 4) +
           residual("0.residual", 4) + norm("output.norm", 4) + convolution("output", 4, 3))
DISCRIMINATOR = (convolution("0.convolution", 3, 4) + convolution("1.convolution", 4, 6) + norm("1.norm", 6) +
                 convolution("output", 6, 1))


def values(shapes, phase):
    """Kernels are (3, 3, in, out)."""
    result = {}
    for index, (name, shape) in enumerate(shapes):
        count = torch.Size(shape).numel()
        numbers = sines(count, phase + index, 0.3).reshape(shape)
        if "orm" in name and name.endswith("weight"):
            numbers = numbers + 1
        result[name] = numbers
    return result


def convolve(x, weights, name, stride=1):
    kernel = weights[f"{name}.weight"].permute(3, 2, 0, 1).contiguous()
    return F.conv2d(x, kernel, weights[f"{name}.bias"], stride=stride, padding=1)


def normed(x, weights, name):
    return F.silu(F.group_norm(x, GROUPS, weights[f"{name}.weight"], weights[f"{name}.bias"]))


def decoder(latents, weights):
    def block(x, name):
        y = convolve(normed(x, weights, f"{name}.inputNorm"), weights, f"{name}.input")
        return x + convolve(normed(y, weights, f"{name}.outputNorm"), weights, f"{name}.output")

    x = block(convolve(latents, weights, "input"), "1.residual")
    x = convolve(F.interpolate(x, scale_factor=2, mode="nearest"), weights, "1.upsample")
    return convolve(normed(block(x, "0.residual"), weights, "output.norm"), weights, "output")


def discriminator(images, weights):
    x = F.silu(convolve(images, weights, "0.convolution", stride=2))
    x = normed(convolve(x, weights, "1.convolution", stride=2), weights, "1.norm")
    return convolve(x, weights, "output")


def encoder():
    """The image encoder of the reference for CLIP, with the same weights."""
    config = CLIPVisionConfig(hidden_act="gelu", num_hidden_layers=clip.LAYERS, num_attention_heads=2, hidden_size=WIDTH,
                              intermediate_size=4 * WIDTH, image_size=SIDE, patch_size=4, num_channels=3)
    model = CLIPVisionModel(config).double()
    model.config._attn_implementation = "eager"
    parameters = {name.removeprefix("vision_model."): each for name, each in model.named_parameters()}
    with torch.no_grad():
        for index, (mine, yours) in enumerate(clip.names()):
            if not mine.startswith("image."):
                continue
            yours = [name.removeprefix("vision_model.") for name in yours]
            parts = [clip.ours(name, parameters[name]) for name in yours]
            joined = torch.cat(parts, dim=-1)
            numbers = sines(joined.numel(), float(index), 0.3).reshape(joined.shape)
            if "Norm" in mine and mine.endswith("weight"):
                numbers = numbers + 1
            for name, part in zip(yours, numbers.split([part.shape[-1] for part in parts], dim=-1)):
                parameters[name].copy_(clip.theirs(name, part, parameters[name]))
    return model


def perceptual(model, images, others):
    def features(images):
        states = model(pixel_values=images, output_hidden_states=True).hidden_states
        return [F.normalize(state, dim=-1) for state in states[1:]]

    distances = [((a - b) ** 2).sum(-1).mean() for a, b in zip(features(images), features(others))]
    return sum(distances) / len(distances)


def pixels(phase):
    return sines(BATCH * SIDE * SIDE * 3, phase, 1).reshape(BATCH, SIDE, SIDE, 3).permute(0, 3, 1, 2)


def projections(gradient):
    flat = gradient.flatten()
    return [(flat * sines(flat.numel(), phase, 1)).sum().item() for phase in (0.0, 1.0)]


def main():
    torch.set_default_dtype(torch.float64)
    network = encoder()
    images, others = pixels(0.9).requires_grad_(), pixels(0.4)
    distance = perceptual(network, images, others)
    distance.backward()

    weights = {name: each.requires_grad_() for name, each in values(DECODER, 0.0).items()}
    with torch.no_grad():
        weights["input.weight"].zero_()
    critic = {name: each.requires_grad_() for name, each in values(DISCRIMINATOR, 40.0).items()}
    truth = pixels(0.9).detach()
    rebuilt = decoder(torch.zeros(BATCH, 2, SIDE // 2, SIDE // 2), weights)
    error, apart = ((rebuilt - truth) ** 2).mean(), perceptual(network, rebuilt, truth)
    similar = error + 0.7 * apart
    score = discriminator(rebuilt, critic).mean()
    last = weights["output.weight"]

    def length(loss):
        return torch.autograd.grad(loss, last, retain_graph=True)[0].norm()

    weight = (0.5 * length(similar) / (length(-score) + 1e-6)).detach()
    gradients = torch.autograd.grad(similar - weight * score, list(weights.values()), retain_graph=True)
    hinge = 0.5 * (F.relu(1 - discriminator(truth, critic)).mean() + F.relu(1 + discriminator(rebuilt.detach(), critic)).mean())
    told = 0.5 * (F.relu(1 - discriminator(truth, critic)).mean() + F.relu(1 + discriminator(pixels(0.4), critic)).mean())
    lesson = torch.autograd.grad(told, list(critic.values()))
    result = {
        "distance": distance.item(),
        "distanceGradient": projections(images.grad.permute(0, 2, 3, 1)),
        "decoder": [name for name, _ in DECODER], "discriminator": [name for name, _ in DISCRIMINATOR],
        "error": error.item(), "perceptual": apart.item(), "score": score.item(), "weight": weight.item(),
        "hinge": hinge.item(), "told": told.item(),
        "gradients": [projections(each) for each in gradients],
        "lesson": [projections(each) for each in lesson],
    }
    (HERE / "adversary_reference.json").write_text(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
