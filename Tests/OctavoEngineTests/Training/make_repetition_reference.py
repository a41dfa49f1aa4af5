"""Writes repetition_reference.json: unlikelihood and DITTO's loss as PyTorch computes them in float64, with their gradients.

    python3 Tests/OctavoEngineTests/Training/make_repetition_reference.py

Logits are sines of their index, so that only results are stored.
"""

import json
import pathlib

import torch

HERE = pathlib.Path(__file__).resolve().parent
ROWS, COLUMNS, VOCABULARY = 3, 7, 5
TOKENS = [[(3 * row + column * column) % VOCABULARY for column in range(COLUMNS + 1)] for row in range(ROWS)]
STRETCH, DECAY = 3, 0.5


def sines(rows):
    count = rows * COLUMNS * VOCABULARY
    logits = 2 * torch.sin(1.7 * torch.arange(count, dtype=torch.float64) + 0.4)
    return logits.reshape(rows, COLUMNS, VOCABULARY).requires_grad_()


def result(logits, loss):
    loss.backward()
    return {"loss": loss.item(), "gradient": logits.grad.flatten().tolist()}


def unlikelihood():
    logits = sines(ROWS)
    probabilities = logits.softmax(-1)
    mask = torch.zeros_like(probabilities)
    for row in range(ROWS):
        for column in range(COLUMNS):
            mask[row, column, TOKENS[row][:column + 1]] = 1
            mask[row, column, TOKENS[row][column + 1]] = 0
    loss = -(torch.log(torch.clamp(1 - probabilities, min=1e-5)) * mask).sum() / (ROWS * COLUMNS)
    return result(logits, loss)


def ditto():
    rows = (ROWS + 1) // 2
    logits = sines(rows)
    texts = torch.tensor([[TOKENS[row][place % STRETCH] for place in range(COLUMNS + 1)] for row in range(rows)])
    probabilities = logits.softmax(-1).gather(-1, texts[:, 1:, None])[..., 0]
    later, earlier = probabilities[:, STRETCH:], probabilities[:, :-STRETCH].detach()
    loss = -torch.log(1 - (later - DECAY * earlier).abs()).mean()
    return result(logits, loss)


reference = {"tokens": TOKENS, "unlikelihood": unlikelihood(), "ditto": ditto()}
(HERE / "repetition_reference.json").write_text(json.dumps(reference) + "\n")
