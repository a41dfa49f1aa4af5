"""Writes ilql_reference.json: ILQL's loss as PyTorch computes it in float64, with its gradients.

    python3 Tests/OctavoEngineTests/Reinforcement/Offline/make_ilql_reference.py

The formulas are those of trlx (`ILQLConfig.loss`), over responses in padded rows with a mask, one action a token. All
inputs are sines of their index, so that only results are stored.
"""

import json
import pathlib

import torch
import torch.nn.functional as F

HERE = pathlib.Path(__file__).resolve().parent
RESPONSES = [[3, 1, 4], [0], [2, 2, 0, 1]]
SCORES = [1.5, -0.5, 0.25]
VOCABULARY = 5
CASES = [
    {"discount": 0.99, "expectile": 0.7, "conservatism": 0.1, "imitation": 1.0, "advantageTemperature": 0.0},
    {"discount": 0.9, "expectile": 0.9, "conservatism": 0.5, "imitation": 0.3, "advantageTemperature": 0.8},
]


def sines(count, phase, scale):
    return scale * torch.sin(1.7 * torch.arange(count, dtype=torch.float64) + phase)


def result(case):
    tokens = sum(map(len, RESPONSES))
    logits = sines(tokens * VOCABULARY, 0.4, 2).requires_grad_()
    first = sines(tokens * VOCABULARY, 1.1, 1).requires_grad_()
    second = sines(tokens * VOCABULARY, 2.3, 1).requires_grad_()
    states = sines(tokens, 0.2, 0.8).requires_grad_()
    target = sines(tokens, 0.7, 1.2)
    labels = torch.tensor([token for response in RESPONSES for token in response])

    # Rewards and dones as trlx collates them: one reward at the end, no value after it.
    rewards = torch.zeros(tokens, dtype=torch.float64)
    following = torch.zeros(tokens, dtype=torch.float64)
    place = 0
    for response, score in zip(RESPONSES, SCORES):
        for offset in range(len(response)):
            if offset + 1 < len(response):
                following[place] = states[place + 1].detach()
            else:
                rewards[place] = score
            place += 1
    wanted = rewards + case["discount"] * following
    total = 0
    for values in (first, second):
        table = values.reshape(tokens, VOCABULARY)
        chosen = table.gather(1, labels[:, None])[:, 0]
        total = total + (chosen - wanted).pow(2).sum() / tokens
        total = total + case["conservatism"] * F.cross_entropy(table, labels, reduction="none").sum() / tokens
    above = (target >= states).int()
    squares = (target - states).pow(2)
    total = total + (above * case["expectile"] * squares + (1 - above) * (1 - case["expectile"]) * squares).sum() / tokens
    weights = torch.exp(case["advantageTemperature"] * (target - states)).detach()
    entropy = F.cross_entropy(logits.reshape(tokens, VOCABULARY), labels, reduction="none")
    total = total + case["imitation"] * (entropy * weights).sum() / tokens
    total.backward()
    return {
        "settings": case, "loss": total.item(), "logits": logits.grad.tolist(), "first": first.grad.tolist(),
        "second": second.grad.tolist(), "states": states.grad.tolist(),
    }


def main():
    reference = {"responses": RESPONSES, "scores": SCORES, "results": [result(case) for case in CASES]}
    (HERE / "ilql_reference.json").write_text(json.dumps(reference) + "\n")


if __name__ == "__main__":
    main()
