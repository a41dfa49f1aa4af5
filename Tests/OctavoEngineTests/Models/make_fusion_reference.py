"""Writes fusion_reference.json: what PyTorch in float64 makes of small models of one and of two streams.

    python3 Tests/OctavoEngineTests/Models/make_fusion_reference.py

The models are built from torch's own layers, whose attention and GELU are not Octavo's. Weights and images are sines of
their index, so that only results are stored: the scores of pairs and of words, the sum of both losses, and of every
parameter's gradient two projections.
"""

import json
import pathlib

import torch
from torch import nn
from torch.nn import functional

HERE = pathlib.Path(__file__).resolve().parent
WIDTH, HEADS, LAYERS, TEXT_LAYERS, LENGTH, WORDS, SIDE, PATCH = 8, 2, 2, 1, 4, 6, 8, 4
PATCHES = (SIDE // PATCH) ** 2
MASK, START = WORDS + 1, WORDS + 2
# As the model reads them, with one masked word each, and filled up with 0.
CAPTIONS = [[MASK, 1, 0, 0], [2, 5, MASK, 1], [4, MASK, 2, 0]]
PLACES = [(0, 0, 3), (1, 2, 6), (2, 1, 5)]
BELONGS = [1, 0, 1]


def sines(count, phase, scale):
    return scale * torch.sin(1.7 * torch.arange(count, dtype=torch.float64) + phase)


class Block(nn.Module):
    """Attention to a context and a feed-forward layer, each of the normed stream and added to it."""

    def __init__(self):
        super().__init__()
        self.attention_norm = nn.LayerNorm(WIDTH)
        self.attention = nn.MultiheadAttention(WIDTH, HEADS, batch_first=True)
        self.norm = nn.LayerNorm(WIDTH)
        self.input, self.output = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)

    def forward(self, x, context=None):
        normed = self.attention_norm(x)
        context = normed if context is None else context
        x = x + self.attention(normed, context, context, need_weights=False)[0]
        return x + self.output(functional.gelu(self.input(self.norm(x))))

    def names(self, ours):
        attention, half = self.attention, WIDTH
        weight, bias = attention.in_proj_weight, attention.in_proj_bias
        return norm(f"{ours}.attentionNorm", self.attention_norm) + [
            (f"{ours}.attention.query.weight", lambda t: t[:half].T, weight),
            (f"{ours}.attention.query.bias", lambda t: t[:half], bias),
            (f"{ours}.attention.keyValue.weight", lambda t: t[half:].T, weight),
            (f"{ours}.attention.keyValue.bias", lambda t: t[half:], bias),
        ] + linear(f"{ours}.attention.output", attention.out_proj) + norm(f"{ours}.feedForwardNorm", self.norm) + linear(
            f"{ours}.feedForward.input", self.input) + linear(f"{ours}.feedForward.output", self.output)


def norm(ours, layer):
    return [(f"{ours}.weight", lambda t: t, layer.weight), (f"{ours}.bias", lambda t: t, layer.bias)]


def linear(ours, layer):
    pairs = [(f"{ours}.weight", lambda t: t.T, layer.weight)]
    return pairs if layer.bias is None else pairs + [(f"{ours}.bias", lambda t: t, layer.bias)]


def table(ours, layer):
    return [(f"{ours}.weight", lambda t: t, layer.weight)]


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens, self.text_positions = nn.Embedding(WORDS + 3, WIDTH), nn.Embedding(1 + LENGTH, WIDTH)
        self.patches = nn.Linear(PATCH * PATCH * 3, WIDTH, bias=False)
        self.image_token, self.image_positions = nn.Embedding(1, WIDTH), nn.Embedding(1 + PATCHES, WIDTH)
        self.transform, self.transform_norm = nn.Linear(WIDTH, WIDTH), nn.LayerNorm(WIDTH)
        self.matching = nn.Linear(WIDTH, 2)

    def embedded(self, captions, images):
        captions = torch.cat([torch.full((len(captions), 1), START), captions], dim=1)
        words = self.tokens(captions) + self.text_positions.weight
        count = SIDE // PATCH
        cut = images.reshape(-1, count, PATCH, count, PATCH, 3).transpose(2, 3).reshape(-1, PATCHES, PATCH * PATCH * 3)
        whole = self.image_token.weight.expand(len(images), 1, WIDTH)
        return words, torch.cat([whole, self.patches(cut)], dim=1) + self.image_positions.weight

    def forward(self, captions, images):
        text, pair = self.states(*self.embedded(captions, images))
        chosen = torch.stack([text[row, 1 + word] for row, word, _ in PLACES])
        told = self.transform_norm(functional.gelu(self.transform(chosen)))
        return self.matching(pair), told @ self.tokens.weight.T

    def embedding_names(self):
        return (table("captions.tokens", self.tokens) + table("captions.positions", self.text_positions)
                + linear("image.patches", self.patches) + table("image.imageToken", self.image_token)
                + table("image.positions", self.image_positions))

    def head_names(self):
        return linear("words.transform", self.transform) + norm("words.norm", self.transform_norm) + linear(
            "matching", self.matching)


class SingleStream(Model):
    def __init__(self):
        super().__init__()
        self.segments = nn.Embedding(2, WIDTH)
        self.input_norm, self.output_norm = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.blocks = nn.ModuleList(Block() for _ in range(LAYERS))

    def states(self, words, patches):
        segments = self.segments.weight
        x = self.input_norm(torch.cat([words + segments[0], patches + segments[1]], dim=1))
        for block in self.blocks:
            x = block(x)
        x = self.output_norm(x)
        return x, x[:, 0]

    def names(self):
        blocks = [pair for index, block in enumerate(self.blocks) for pair in block.names(f"blocks.{index}")]
        return (self.embedding_names() + table("segments", self.segments) + norm("inputNorm", self.input_norm) + blocks
                + norm("outputNorm", self.output_norm) + self.head_names())


class TwoStream(Model):
    def __init__(self):
        super().__init__()
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in range(4))
        self.text_blocks = nn.ModuleList(Block() for _ in range(TEXT_LAYERS))
        self.layers = nn.ModuleList(nn.ModuleList(Block() for _ in range(4)) for _ in range(LAYERS))

    def states(self, words, patches):
        text, image = self.norms[0](words), self.norms[1](patches)
        for block in self.text_blocks:
            text = block(text)
        for to_image, to_text, of_text, of_image in self.layers:
            normed_text, normed_image = to_image.attention_norm(text), to_text.attention_norm(image)
            text, image = of_text(to_image(text, normed_image)), of_image(to_text(image, normed_text))
        text, image = self.norms[2](text), self.norms[3](image)
        return text, text[:, 0] * image[:, 0]

    def names(self):
        text = [pair for index, block in enumerate(self.text_blocks) for pair in block.names(f"textBlocks.{index}")]
        layers = [
            pair for index, layer in enumerate(self.layers)
            for name, block in zip(("textToImage", "imageToText", "text", "image"), layer)
            for pair in block.names(f"layers.{index}.{name}")]
        return (self.embedding_names() + norm("textInputNorm", self.norms[0]) + norm("imageInputNorm", self.norms[1])
                + text + layers + norm("textOutputNorm", self.norms[2]) + norm("imageOutputNorm", self.norms[3])
                + self.head_names())


def result(model):
    names = model.names()
    with torch.no_grad():
        for index, (name, view, parameter) in enumerate(names):
            part = view(parameter)
            values = sines(part.numel(), float(index), 0.15).reshape(part.shape)
            part.copy_(values + 1 if "orm" in name and name.endswith("weight") and "transform" not in name else values)
    named = {id(parameter) for _, _, parameter in names}
    missed = [name for name, parameter in model.named_parameters() if id(parameter) not in named]
    assert not missed, missed
    images = sines(3 * SIDE * SIDE * 3, 0.9, 1).reshape(3, SIDE, SIDE, 3)
    matching, words = model(torch.tensor(CAPTIONS), images)
    told = [index for index, (row, _, _) in enumerate(PLACES) if BELONGS[row]]
    loss = functional.cross_entropy(matching, torch.tensor(BELONGS)) + functional.cross_entropy(
        words[told], torch.tensor([PLACES[index][2] for index in told]))
    loss.backward()
    gradients = []
    for _, view, parameter in names:
        flat = view(parameter.grad).flatten()
        gradients.append([(flat * sines(flat.numel(), phase, 1)).sum().item() for phase in (0.0, 1.0)])
    return {
        "parameters": [name for name, _, _ in names],
        "matching": matching.flatten().tolist(),
        "words": words.flatten().tolist(),
        "loss": loss.item(),
        "gradients": gradients,
    }


def main():
    torch.set_default_dtype(torch.float64)
    results = {"single-stream": result(SingleStream()), "two-stream": result(TwoStream())}
    (HERE / "fusion_reference.json").write_text(json.dumps(results) + "\n")


if __name__ == "__main__":
    main()
