"""Writes retro_reference.json: what RETRO, built here from the paper's equations in float64, makes of small weights.

    python3 Tests/OctavoEngineTests/Models/make_retro_reference.py

Weights are sines of their index, so that only results are stored: the log-probability of every next token, the loss, and
of every parameter's gradient two projections. Every position attends by itself, to the neighbors that it may see by
Borgeaud et al. 2022, section 2.4, and rotary positions enter as the distance between query and key.
"""

import json
import math
import pathlib

import torch
import torch.nn.functional as F

HERE = pathlib.Path(__file__).resolve().parent
VOCABULARY, CONTEXT, LAYERS, HEADS, WIDTH = 11, 12, 3, 2, 8
CHUNK, FIRST_BLOCK, ENCODER_LAYERS = 4, 1, 2
TOKENS = [[3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8], [2, 7, 1, 8, 2, 8, 10, 0, 4, 5, 9, 0]]
# By chunk, two neighbors of eight tokens each, -1 where there is none.
NEIGHBORS = [
    [[[1, 2, 3, 4, 5, 6, 7, 8], [9, 10, 0, 1, -1, -1, -1, -1]],
     [[4, 4, 2, 1, 0, 3, 3, -1], [-1] * 8],
     [[6, 2, 6, 2, 8, 8, 1, 0], [5, 3, 5, 8, 9, 7, 9, 3]]],
    [[[2, 3, 8, 4, 6, 2, 6, 4], [3, 3, 8, 3, 2, 7, 9, 5]],
     [[0, 2, 8, 8, 4, 1, 9, 7], [1, 6, 9, 3, -1, -1, -1, -1]],
     [[9, 3, 7, 5, 1, 0, 5, 8], [2, 0, 9, 7, 4, 9, 4, 4]]],
]


def linear(name, inputs, outputs):
    return [(f"{name}.weight", (inputs, outputs)), (f"{name}.bias", (outputs,))]


def norm(name):
    return [(f"{name}.weight", (WIDTH,)), (f"{name}.bias", (WIDTH,))]


def positioned(name):
    return (linear(f"{name}.query", WIDTH, WIDTH) + linear(f"{name}.keyValue", WIDTH, 2 * WIDTH)
            + linear(f"{name}.output", WIDTH, WIDTH))


def feed_forward(name):
    return linear(f"{name}.input", WIDTH, 4 * WIDTH) + linear(f"{name}.output", 4 * WIDTH, WIDTH)


def shapes():
    """Octavo's parameters, in its order: those of the language model, then those that read neighbors."""
    language = [("tokenEmbedding.weight", (VOCABULARY, WIDTH)), ("positionEmbedding.weight", (CONTEXT, WIDTH))]
    for index in range(LAYERS):
        block = f"blocks.{index}"
        language += norm(f"{block}.attentionNorm") + linear(f"{block}.attention.input", WIDTH, 3 * WIDTH)
        language += linear(f"{block}.attention.output", WIDTH, WIDTH)
        language += norm(f"{block}.feedForwardNorm") + feed_forward(f"{block}.feedForward")
    language += norm("finalNorm")
    reading = [("encoder.nothing.weight", (1, WIDTH))] + norm("encoder.chunkNorm")
    for index in range(ENCODER_LAYERS):
        block = f"encoder.blocks.{index}"
        for each in ("selfNorm", "chunkNorm", "feedForwardNorm"):
            reading += norm(f"{block}.{each}")
        reading += positioned(f"{block}.selfAttention") + positioned(f"{block}.chunkAttention")
        reading += feed_forward(f"{block}.feedForward")
    reading += norm("encoder.finalNorm")
    for index in range(FIRST_BLOCK, LAYERS):
        reading += norm(f"blocks.{index}.norm") + positioned(f"blocks.{index}.attention")
    return [("language." + name, shape) for name, shape in language], [
        ("retrieval." + name, shape) for name, shape in reading]


class Model:
    def __init__(self):
        self.names = [each for part in shapes() for each in part]
        self.p = {}
        for index, (name, shape) in enumerate(self.names):
            count = math.prod(shape)
            value = 0.3 * torch.sin(1.7 * torch.arange(count, dtype=torch.float64) + index).reshape(shape)
            if "orm" in name and name.endswith("weight"):
                value = value + 1
            self.p[name] = value.requires_grad_()

    def linear(self, x, name):
        return x @ self.p[f"{name}.weight"] + self.p[f"{name}.bias"]

    def norm(self, x, name):
        return F.layer_norm(x, (WIDTH,), self.p[f"{name}.weight"], self.p[f"{name}.bias"], 1e-5)

    def feed_forward(self, x, name):
        return self.linear(F.gelu(self.linear(x, f"{name}.input")), f"{name}.output")

    def causal(self, x, name):
        q, k, v = self.linear(x, f"{name}.input").split(WIDTH, dim=-1)
        heads = [F.scaled_dot_product_attention(*(each[:, part] for each in (q, k, v)), is_causal=True)
                 for part in head_slices()]
        return self.linear(torch.cat(heads, dim=-1), f"{name}.output")

    def attend(self, query, position, keys, positions, name):
        """One query, (C), to keys at positions, (S, C)."""
        q = self.linear(query, f"{name}.query")
        k, v = self.linear(keys, f"{name}.keyValue").split(WIDTH, dim=-1)
        heads = []
        for part in head_slices():
            size = WIDTH // HEADS
            turned = torch.stack([turn(key[part], other - position) for key, other in zip(k, positions)])
            weights = torch.softmax(turned @ q[part] / math.sqrt(size), dim=0)
            heads.append(weights @ v[:, part])
        return self.linear(torch.cat(heads), f"{name}.output")

    def embed(self, token):
        if token < 0:
            return self.p["retrieval.encoder.nothing.weight"][0]
        return self.p["language.tokenEmbedding.weight"][token]

    def encode(self, neighbor, chunk):
        """The states of a neighbor, given those of the chunk, whose last token is aligned with the neighbor's m-th."""
        own = list(range(2 * CHUNK))
        theirs = list(range(CHUNK - len(chunk), CHUNK))
        context = self.norm(chunk, "retrieval.encoder.chunkNorm")
        x = torch.stack([self.embed(token) for token in neighbor])
        for index in range(ENCODER_LAYERS):
            name = f"retrieval.encoder.blocks.{index}"
            normed = self.norm(x, f"{name}.selfNorm")
            x = x + torch.stack([self.attend(normed[i], i, normed, own, f"{name}.selfAttention") for i in own])
            normed = self.norm(x, f"{name}.chunkNorm")
            x = x + torch.stack([self.attend(normed[i], i, context, theirs, f"{name}.chunkAttention") for i in own])
            x = x + self.feed_forward(self.norm(x, f"{name}.feedForwardNorm"), f"{name}.feedForward")
        return self.norm(x, "retrieval.encoder.finalNorm")

    def logits(self, tokens, neighbors, ends):
        x = self.p["language.tokenEmbedding.weight"][tokens] + self.p["language.positionEmbedding.weight"][:len(tokens)]
        encoded = None
        for index in range(LAYERS):
            name = f"language.blocks.{index}"
            x = x + self.causal(self.norm(x, f"{name}.attentionNorm"), f"{name}.attention")
            if index >= FIRST_BLOCK and neighbors is not None:
                if encoded is None:
                    starts = [0] + ends
                    encoded = [torch.cat([self.encode(each, x[start:end]) for each in found])
                               for found, start, end in zip(neighbors, starts, ends)]
                read = f"retrieval.blocks.{index}"
                normed = self.norm(x, f"{read}.norm")
                rows = []
                for place in range(len(tokens)):
                    known = [number for number, end in enumerate(ends) if end <= place + 1]
                    if not known:
                        rows.append(torch.zeros(WIDTH, dtype=torch.float64))
                        continue
                    # The last token of the chunk is where its neighbors have their m-th token.
                    position = CHUNK - 1 + place - (ends[known[-1]] - 1)
                    positions = list(range(2 * CHUNK)) * len(neighbors[known[-1]])
                    rows.append(self.attend(
                        normed[place], position, encoded[known[-1]], positions, f"{read}.attention"))
                x = x + torch.stack(rows)
            x = x + self.feed_forward(self.norm(x, f"{name}.feedForwardNorm"), f"{name}.feedForward")
        return self.norm(x, "language.finalNorm") @ self.p["language.tokenEmbedding.weight"].T


def head_slices():
    size = WIDTH // HEADS
    return [slice(head * size, (head + 1) * size) for head in range(HEADS)]


def turn(x, distance):
    half = len(x) // 2
    angles = torch.tensor([distance * 10_000 ** (-2 * index / len(x)) for index in range(half)], dtype=torch.float64)
    cos, sin = torch.cos(angles), torch.sin(angles)
    return torch.cat([x[:half] * cos - x[half:] * sin, x[half:] * cos + x[:half] * sin])


def results(columns, first):
    """Of sequences of so many columns, whose first chunk has `first` tokens."""
    model = Model()
    ends = list(range(first, columns + 1, CHUNK))
    scores = [F.log_softmax(model.logits(tokens[:columns], found[:len(ends)], ends), dim=-1)[
        range(columns), (tokens + [1])[1:columns + 1]] for tokens, found in zip(TOKENS, NEIGHBORS)]
    loss = -torch.cat(scores).mean()
    loss.backward()
    gradients = []
    for name, shape in model.names:
        gradient = model.p[name].grad
        gradient = torch.zeros(math.prod(shape), dtype=torch.float64) if gradient is None else gradient.reshape(-1)
        index = 1.7 * torch.arange(len(gradient), dtype=torch.float64)
        gradients.append([float(gradient @ torch.sin(index + phase)) for phase in (0, 1)])
    return {"likelihoods": torch.cat(scores).tolist(), "loss": loss.item(), "gradients": gradients}


def rounded(value):
    if isinstance(value, dict):
        return {key: rounded(each) for key, each in value.items()}
    if isinstance(value, list):
        return [rounded(each) for each in value]
    return float(f"{value:.8g}") if isinstance(value, float) else value


if __name__ == "__main__":
    reference = {"parameters": [name for name, _ in Model().names], "whole": results(10, CHUNK),
                 "shifted": results(11, 3)}
    (HERE / "retro_reference.json").write_text(json.dumps(rounded(reference)) + "\n")
