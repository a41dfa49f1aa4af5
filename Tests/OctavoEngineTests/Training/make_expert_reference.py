"""Writes expert_reference.json: the losses of a small sparse GPT and their gradients, in float64.

    python3 Tests/OctavoEngineTests/Training/make_expert_reference.py

The model is written from the papers (GPT-2's blocks; Switch's balance loss, equation 4; ST-MoE's router z-loss,
equation 5, and capacity factor), fine-tuned on three prompts with responses of several lengths. Weights are sines of
their index, so that only the losses are stored, and of every parameter's gradient two projections.
"""

import json
import pathlib

import torch
from torch.nn.functional import cross_entropy, gelu, layer_norm

HERE = pathlib.Path(__file__).resolve().parent
WIDTH, HIDDEN, HEADS, LAYERS, EXPERTS, VOCABULARY, CONTEXT = 8, 6, 2, 2, 3, 8, 7
EXAMPLES = [([1, 2, 3], [4, 5]), ([6], [1, 2, 3, 7, 0]), ([2, 4, 6, 1], [3, 5])]
BALANCE, Z_LOSS = 0.2, 0.3


def sines(count, phase, scale):
    return scale * torch.sin(1.7 * torch.arange(count, dtype=torch.float64) + phase)


def shapes():
    """Octavo's names, in its order; linear weights are (in, out)."""
    def norm(name):
        return [(f"{name}.weight", (WIDTH,)), (f"{name}.bias", (WIDTH,))]

    def linear(name, inputs, outputs):
        return [(f"{name}.weight", (inputs, outputs)), (f"{name}.bias", (outputs,))]

    result = [("tokenEmbedding.weight", (VOCABULARY, WIDTH)), ("positionEmbedding.weight", (CONTEXT, WIDTH))]
    for layer in range(LAYERS):
        block = f"blocks.{layer}"
        result += norm(f"{block}.attentionNorm") + linear(f"{block}.attention.input", WIDTH, 3 * WIDTH)
        result += linear(f"{block}.attention.output", WIDTH, WIDTH) + norm(f"{block}.feedForwardNorm")
        result += [(f"{block}.router.weight", (WIDTH, EXPERTS))]
        for expert in range(EXPERTS):
            result += linear(f"{block}.experts.{expert}.input", WIDTH, HIDDEN)
            result += linear(f"{block}.experts.{expert}.output", HIDDEN, WIDTH)
    return result + norm("finalNorm")


def attention(x, p, block):
    """Causal attention within one sequence, (T, C)."""
    rows = x @ p[f"{block}.attention.input.weight"] + p[f"{block}.attention.input.bias"]
    queries, keys, values = (part.reshape(len(x), HEADS, -1).transpose(0, 1) for part in rows.split(WIDTH, 1))
    scores = queries @ keys.transpose(1, 2) / (WIDTH // HEADS) ** 0.5
    scores = scores.masked_fill(torch.ones(len(x), len(x)).triu(1).bool(), -torch.inf)
    y = (scores.softmax(-1) @ values).transpose(0, 1).reshape(len(x), WIDTH)
    return y @ p[f"{block}.attention.output.weight"] + p[f"{block}.attention.output.bias"]


def mixture(x, p, block, active, factor, losses):
    """Every expert computes every token; what is not dispatched to it gets a weight of 0."""
    logits = x @ p[f"{block}.router.weight"]
    probabilities = logits.softmax(-1)
    gates, chosen = probabilities.topk(active, -1)
    if active > 1:
        gates = gates / gates.sum(-1, keepdim=True)
    shares = torch.bincount(chosen.flatten(), minlength=EXPERTS) / chosen.numel()
    losses["balance"].append(EXPERTS * (shares * probabilities.mean(0)).sum())
    losses["z"].append((logits.logsumexp(-1) ** 2).mean())
    weights = torch.zeros_like(probabilities)
    room = [len(x) if factor is None else max(1, int(factor * len(x) / EXPERTS))] * EXPERTS
    for slot in range(active):
        for token in range(len(x)):
            expert = int(chosen[token, slot])
            if room[expert] > 0:
                room[expert] -= 1
                weights[token, expert] = gates[token, slot]
            else:
                losses["dropped"] += 1
            losses["choices"] += 1
    y = 0
    for expert in range(EXPERTS):
        name = f"{block}.experts.{expert}"
        hidden = gelu(x @ p[f"{name}.input.weight"] + p[f"{name}.input.bias"])
        y = y + weights[:, expert, None] * (hidden @ p[f"{name}.output.weight"] + p[f"{name}.output.bias"])
    return y


def loss(p, active, factor):
    losses = {"balance": [], "z": [], "dropped": 0, "choices": 0}
    sequences = [torch.tensor(prompt + response[:-1]) for prompt, response in EXAMPLES]
    lengths = [len(each) for each in sequences]
    predictors, start = [], 0
    for (prompt, response), length in zip(EXAMPLES, lengths):
        predictors += [start + len(prompt) - 1 + index for index in range(len(response))]
        start += length
    x = torch.cat([p["tokenEmbedding.weight"][each] + p["positionEmbedding.weight"][:len(each)] for each in sequences])
    for layer in range(LAYERS):
        block = f"blocks.{layer}"

        def norm(x, name):
            return layer_norm(x, (WIDTH,), p[f"{name}.weight"], p[f"{name}.bias"], 1e-5)

        normed = norm(x, f"{block}.attentionNorm")
        x = x + torch.cat([attention(each, p, block) for each in normed.split(lengths)])
        # The last block computes no more than the positions from which something is predicted.
        if layer == LAYERS - 1:
            x = x[predictors]
        x = x + mixture(norm(x, f"{block}.feedForwardNorm"), p, block, active, factor, losses)
    logits = layer_norm(x, (WIDTH,), p["finalNorm.weight"], p["finalNorm.bias"], 1e-5) @ p["tokenEmbedding.weight"].T
    entropy = cross_entropy(logits, torch.tensor([token for _, response in EXAMPLES for token in response]))
    balance, z = (torch.stack(losses[name]).mean() for name in ("balance", "z"))
    total = entropy + BALANCE * balance + Z_LOSS * z
    return total, [entropy.item(), balance.item(), z.item(), losses["dropped"] / losses["choices"]]


def case(active, factor):
    p = {}
    for index, (name, shape) in enumerate(shapes()):
        values = sines(torch.Size(shape).numel(), float(index), 0.5)
        if "Norm" in name and name.endswith("weight"):
            values = values + 1
        p[name] = values.reshape(shape).requires_grad_()
    total, parts = loss(p, active, factor)
    total.backward()
    gradients = []
    for name, _ in shapes():
        flat = torch.zeros(p[name].numel(), dtype=torch.float64) if p[name].grad is None else p[name].grad.flatten()
        gradients.append([float(flat @ sines(len(flat), phase, 1)) for phase in (0.0, 1.0)])
    return {"active": active, "capacity": factor, "parts": parts, "total": total.item(), "gradients": gradients}


def main():
    cases = [case(active, factor) for active, factor in ((1, None), (1, 0.8), (2, None), (2, 1.3), (2, 0.5))]
    content = {"parameters": [name for name, _ in shapes()], "cases": cases}

    def rounded(value):
        if isinstance(value, float):
            return float(f"{value:.9g}")
        if isinstance(value, list):
            return [rounded(each) for each in value]
        return {key: rounded(each) for key, each in value.items()} if isinstance(value, dict) else value

    (HERE / "expert_reference.json").write_text(json.dumps(rounded(content)) + "\n")


if __name__ == "__main__":
    main()
