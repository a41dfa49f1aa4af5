"""Writes influence_reference.json: influence scores of a small GPT that PyTorch computes in float64.

    python3 Tests/OctavoEngineTests/Influence/make_influence_reference.py

The gradients are autograd's. The exact scores invert the whole Fisher matrix; those of EK-FAC follow George et al. 2018
(arXiv 1806.03884) and Grosse et al. 2023 (arXiv 2308.03296, section 3.1) with forward and backward hooks. Weights are
sines of their index, so that only results are stored.
"""

import json
import pathlib

import torch
from torch import nn
from torch.nn import functional

HERE = pathlib.Path(__file__).resolve().parent
WIDTH, HEADS, LAYERS, CONTEXT, VOCABULARY = 8, 2, 2, 9, 7
DAMPING = 0.1
# A prompt, a response, and labels in its place that stand for drawn ones, several for each.
TRAINING = [
    ([1, 4, 2], [3, 5], [[2, 6], [3, 1], [0, 5]]),
    ([5, 3, 0, 1], [2], [[2], [4], [1]]),
    ([6, 6], [1, 0, 4], [[1, 0, 3], [5, 2, 2], [6, 4, 0]]),
]
QUERIES = [([1, 4, 0], [3, 5]), ([2, 6, 5], [1])]


def sines(count, phase, scale):
    return scale * torch.sin(1.7 * torch.arange(count, dtype=torch.float64) + phase)


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in range(2))
        self.joined, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.input, self.output = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)

    def forward(self, x, places):
        """Of the places alone where these are given, as nothing else reaches the loss."""
        query, key, value = (
            part.reshape(len(x), HEADS, -1).transpose(0, 1) for part in self.joined(self.norms[0](x)).chunk(3, dim=-1))
        attended = functional.scaled_dot_product_attention(query, key, value, is_causal=True)
        attended = attended.transpose(0, 1).reshape(len(x), WIDTH)
        if places is not None:
            attended, x = attended[places], x[places]
        x = x + self.out(attended)
        return x + self.output(functional.gelu(self.input(self.norms[1](x))))

    def linear(self):
        return [self.joined, self.out, self.input, self.output]

    def names(self, ours):
        parts = [(self.norms[0], "attentionNorm"), (self.joined, "attention.input"), (self.out, "attention.output"),
                 (self.norms[1], "feedForwardNorm"), (self.input, "feedForward.input"),
                 (self.output, "feedForward.output")]
        return [(f"{ours}.{name}.{part}", getattr(layer, part)) for layer, name in parts for part in ("weight", "bias")]


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens, self.positions = nn.Embedding(VOCABULARY, WIDTH), nn.Embedding(CONTEXT, WIDTH)
        self.blocks = nn.ModuleList(Block() for _ in range(LAYERS))
        self.norm = nn.LayerNorm(WIDTH)
        names = [("tokenEmbedding.weight", self.tokens.weight), ("positionEmbedding.weight", self.positions.weight)]
        for index, block in enumerate(self.blocks):
            names += block.names(f"blocks.{index}")
        names += [("finalNorm.weight", self.norm.weight), ("finalNorm.bias", self.norm.bias)]
        with torch.no_grad():
            for index, (name, parameter) in enumerate(names):
                values = sines(parameter.numel(), float(index), 0.3)
                if "Norm" in name and name.endswith("weight"):
                    values += 1
                is_linear = parameter.dim() == 2 and "Embedding" not in name
                parameter.copy_(values.reshape(parameter.T.shape).T if is_linear else values.reshape(parameter.shape))

    def linear(self):
        return [layer for block in self.blocks for layer in block.linear()]

    def loss(self, prompt, response, labels):
        read = torch.tensor(prompt + response[:-1])
        places = torch.arange(len(prompt) - 1, len(read))
        x = self.tokens(read) + self.positions(torch.arange(len(read)))
        for index, block in enumerate(self.blocks):
            x = block(x, places if index == LAYERS - 1 else None)
        return functional.cross_entropy(self.norm(x) @ self.tokens.weight.T, torch.tensor(labels), reduction="sum")

    def gradients(self, prompt, response, labels):
        """Of every linear layer, its gradient (in + 1, out), its inputs with a 1, and its outputs' gradients."""
        kept, hooks = {}, []
        for layer in self.linear():
            def forward(layer, inputs, output):
                output.retain_grad()
                kept[layer] = (inputs[0].detach(), output)
            hooks.append(layer.register_forward_hook(forward))
        self.zero_grad()
        self.loss(prompt, response, labels).backward()
        for hook in hooks:
            hook.remove()
        results = []
        for layer in self.linear():
            inputs, output = kept[layer]
            ones = torch.cat([inputs, torch.ones(len(inputs), 1)], dim=1)
            results.append((torch.cat([layer.weight.grad.T, layer.bias.grad[None]]).clone(), ones, output.grad))
        return results


def flat(gradients):
    return torch.cat([gradient.flatten() for gradient, _, _ in gradients])


def ekfac(drawn, queries, training):
    scores = torch.zeros(len(queries), len(training))
    for layer in range(len(drawn[0])):
        inputs, outputs = (torch.cat([example[layer][part] for example in drawn]) for part in (1, 2))
        _, input_basis = torch.linalg.eigh(inputs.T @ inputs / len(inputs))
        _, output_basis = torch.linalg.eigh(outputs.T @ outputs / len(outputs))
        rotate = lambda gradient: input_basis.T @ gradient @ output_basis
        eigenvalues = torch.stack([rotate(example[layer][0]) ** 2 for example in drawn]).mean(dim=0)
        damped = eigenvalues + DAMPING * eigenvalues.mean()
        for row, query in enumerate(queries):
            solved = input_basis @ (rotate(query[layer][0]) / damped) @ output_basis.T
            for column, example in enumerate(training):
                scores[row, column] -= (solved * example[layer][0]).sum()
    return scores


def main():
    torch.set_default_dtype(torch.float64)
    model = Model()
    drawn = [model.gradients(prompt, response, labels) for prompt, response, all in TRAINING for labels in all]
    training = [model.gradients(prompt, response, response) for prompt, response, _ in TRAINING]
    queries = [model.gradients(prompt, response, response) for prompt, response in QUERIES]
    samples = torch.stack([flat(example) for example in drawn])
    sources, targets = (torch.stack([flat(example) for example in part]) for part in (training, queries))
    fisher = samples.T @ samples / len(samples)
    damped = fisher + DAMPING * fisher.diagonal().mean() * torch.eye(len(fisher))
    results = {
        "ekfac": ekfac(drawn, queries, training),
        "exact": -targets @ torch.linalg.solve(damped, sources.T),
        "gradient": -targets @ sources.T,
        "cosine": -functional.normalize(targets) @ functional.normalize(sources).T,
    }
    results = {name: scores.tolist() for name, scores in results.items()}
    (HERE / "influence_reference.json").write_text(json.dumps(results) + "\n")


if __name__ == "__main__":
    main()
