"""Writes glm_reference.json: what PyTorch in float64 makes of small models that fill blanks.

    python3 Tests/OctavoEngineTests/Models/make_glm_reference.py

Tokens, positions and masks are made from the definitions of GLM's section 2.1, token by token: each knows its part, the
order of its span and its place in it. Weights are sines of their index, so that only results are stored: the scores,
the loss, and of every parameter's gradient two projections.
"""

import json
import pathlib

import torch
from torch import nn
from torch.nn import functional

HERE = pathlib.Path(__file__).resolve().parent
WIDTH, HEADS, LAYERS, CONTEXT, VOCABULARY = 8, 2, 2, 9, 7
MASK, START, END = VOCABULARY, VOCABULARY + 1, VOCABULARY + 2
# A text, its spans (first, last + 1), and the order in which they are written.
TEXTS = [
    ([1, 4, 2, 6, 3, 5, 0, 2, 1], [(1, 3), (4, 5), (7, 9)], [2, 0, 1]),
    ([5, 3, 0, 1, 2], [(2, 5)], [0]),
    ([6, 6, 1], [(0, 3)], [0]),
]


def sines(count, phase, scale):
    return scale * torch.sin(1.7 * torch.arange(count, dtype=torch.float64) + phase)


def laid_out(text, spans, order):
    """Of each token that is read: itself, both positions, when its span is written (0 for part A), and what follows."""
    corrupted, masks = [], {}
    index = 0
    while index < len(text):
        at = [number for number, (first, _) in enumerate(spans) if first == index]
        if at:
            masks[at[0]] = len(corrupted)
            corrupted.append(MASK)
            index = spans[at[0]][1]
        else:
            corrupted.append(text[index])
            index += 1
    tokens = [(token, place, 0, 0, None) for place, token in enumerate(corrupted)]
    for turn, number in enumerate(order, start=1):
        span = text[spans[number][0]:spans[number][1]]
        for place, (read, following) in enumerate(zip([START] + span, span + [END]), start=1):
            tokens.append((read, masks[number], place, turn, following))
    return tokens


def sees(query, key):
    """Whether a token sees another one."""
    _, _, query_place, query_turn, _ = query
    _, _, key_place, key_turn, _ = key
    if key_turn == 0:
        return True
    return key_turn < query_turn or (key_turn == query_turn and key_place <= query_place)


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in range(2))
        self.joined, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.input, self.output = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)

    def forward(self, x, visible):
        query, key, value = (
            part.reshape(len(x), HEADS, -1).transpose(0, 1) for part in self.joined(self.norms[0](x)).chunk(3, dim=-1))
        attended = functional.scaled_dot_product_attention(query, key, value, attn_mask=visible)
        x = x + self.out(attended.transpose(0, 1).reshape(len(x), WIDTH))
        return x + self.output(functional.gelu(self.input(self.norms[1](x))))

    def names(self, ours):
        return norm(f"{ours}.attentionNorm", self.norms[0]) + linear(f"{ours}.attention.input", self.joined) + linear(
            f"{ours}.attention.output", self.out) + norm(f"{ours}.feedForwardNorm", self.norms[1]) + linear(
            f"{ours}.feedForward.input", self.input) + linear(f"{ours}.feedForward.output", self.output)


def norm(ours, layer):
    return [(f"{ours}.weight", layer.weight, False), (f"{ours}.bias", layer.bias, False)]


def linear(ours, layer):
    return [(f"{ours}.weight", layer.weight, True), (f"{ours}.bias", layer.bias, False)]


class Model(nn.Module):
    def __init__(self, has_span_positions):
        super().__init__()
        self.tokens, self.positions = nn.Embedding(VOCABULARY + 3, WIDTH), nn.Embedding(CONTEXT, WIDTH)
        self.spans = nn.Embedding(CONTEXT + 2, WIDTH) if has_span_positions else None
        self.blocks = nn.ModuleList(Block() for _ in range(LAYERS))
        self.norm = nn.LayerNorm(WIDTH)

    def forward(self, tokens):
        ids, positions, places = (torch.tensor([token[part] for token in tokens]) for part in range(3))
        x = self.tokens(ids) + self.positions(positions)
        if self.spans is not None:
            x = x + self.spans(places)
        visible = torch.tensor([[sees(query, key) for key in tokens] for query in tokens])
        for block in self.blocks:
            x = block(x, visible)
        written = torch.tensor([token[4] is not None for token in tokens])
        return (self.norm(x) @ self.tokens.weight.T)[written]

    def names(self):
        tables = [("tokenEmbedding", self.tokens), ("positionEmbedding", self.positions)]
        if self.spans is not None:
            tables.append(("spanPositionEmbedding", self.spans))
        pairs = [(f"{name}.weight", table.weight, False) for name, table in tables]
        for index, block in enumerate(self.blocks):
            pairs += block.names(f"blocks.{index}")
        return pairs + norm("finalNorm", self.norm)


def result(has_span_positions):
    model = Model(has_span_positions)
    names = model.names()
    with torch.no_grad():
        for index, (name, parameter, is_transposed) in enumerate(names):
            values = sines(parameter.numel(), float(index), 0.3)
            if "Norm" in name and name.endswith("weight"):
                values += 1
            parameter.copy_(values.reshape(parameter.T.shape).T if is_transposed else values.reshape(parameter.shape))
    laid = [laid_out(*text) for text in TEXTS]
    scores = torch.cat([model(tokens) for tokens in laid])
    targets = torch.tensor([token[4] for tokens in laid for token in tokens if token[4] is not None])
    loss = functional.cross_entropy(scores, targets)
    loss.backward()
    gradients = []
    for _, parameter, is_transposed in names:
        flat = (parameter.grad.T if is_transposed else parameter.grad).flatten()
        gradients.append([(flat * sines(flat.numel(), phase, 1)).sum().item() for phase in (0.0, 1.0)])
    return {
        "parameters": [name for name, _, _ in names],
        "scores": scores.flatten().tolist(),
        "targets": targets.tolist(),
        "loss": loss.item(),
        "gradients": gradients,
    }


def main():
    torch.set_default_dtype(torch.float64)
    results = {name: result(name == "two-dimensional") for name in ("two-dimensional", "one-dimensional")}
    (HERE / "glm_reference.json").write_text(json.dumps(results) + "\n")


if __name__ == "__main__":
    main()
