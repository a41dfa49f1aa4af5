"""Writes rating_reference.json: the ranking loss with a margin by rating (Touvron et al. 2023, equation 2) with its
gradient, and the piecewise and summed rewards with their whitening, as PyTorch computes them in float64.

    python3 Tests/OctavoEngineTests/Preferences/make_rating_reference.py
"""

import json
import math
import pathlib

import torch

HERE = pathlib.Path(__file__).resolve().parent
GRADES, WIDTH, STEP = 4, 0.75, 1 / 3
THRESHOLD = 0.3


def margin(difference):
    return STEP * min(GRADES - 1, math.floor(abs(difference) / WIDTH))


def ranking_loss():
    gold = [[0.1 * ((7 * prompt + 11 * response) % 31) for response in range(4)] for prompt in range(3)]
    ranks = [[0, 2, 1, 1], [3, 0, 1, 2], [1, 0, 0, 2]]
    scores = (1.5 * torch.sin(1.3 * torch.arange(12, dtype=torch.float64) + 0.2)).reshape(3, 4).requires_grad_()
    total = 0
    for prompt in range(3):
        terms = []
        for better in range(4):
            for worse in range(4):
                if ranks[prompt][better] < ranks[prompt][worse]:
                    distance = scores[prompt, better] - scores[prompt, worse]
                    distance = distance - margin(gold[prompt][better] - gold[prompt][worse])
                    terms.append(-torch.nn.functional.logsigmoid(distance))
        total = total + torch.stack(terms).mean() / 3
    total.backward()
    return {"gold": gold, "ranks": ranks, "scores": scores.detach().flatten().tolist(), "loss": total.item(),
            "gradient": scores.grad.flatten().tolist()}


def combinations():
    places = torch.arange(9, dtype=torch.float64)
    safety, helpfulness = 2 * torch.sin(1.9 * places), torch.cos(0.7 * places) + 0.4
    risky = [place % 4 == 1 for place in range(9)]
    probability = torch.sigmoid(safety)
    chosen = torch.where(torch.tensor(risky) | (probability < THRESHOLD), probability, torch.sigmoid(helpfulness))
    logits = torch.logit(chosen)
    whitened = (logits - logits.mean()) / logits.std(correction=0)
    weighted = 0.25 * safety - 1.5 * helpfulness
    return {"safety": safety.tolist(), "helpfulness": helpfulness.tolist(), "risky": risky,
            "whitened": whitened.tolist(), "weighted": weighted.tolist()}


reference = {"grades": GRADES, "width": WIDTH, "step": STEP, "threshold": THRESHOLD, "ranking": ranking_loss(),
             "combination": combinations()}
(HERE / "rating_reference.json").write_text(json.dumps(reference) + "\n")
