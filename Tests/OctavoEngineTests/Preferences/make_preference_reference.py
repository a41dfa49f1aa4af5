"""Writes preference_reference.json: the losses of SimPO, ORPO and KTO in float64, with their gradients.

    pip install trl
    python3 Tests/OctavoEngineTests/Preferences/make_preference_reference.py

Each is written down from its equations, with PyTorch's autograd. The values of SimPO and ORPO are checked against TRL's
own functions, which compute in float32; KTO follows the lines in TRL's trainer, which are no function that could be called.
"""

import json
import pathlib
from types import SimpleNamespace

import torch
import torch.nn.functional as F
from trl.experimental.cpo import CPOTrainer
from trl.experimental.orpo import ORPOTrainer

HERE = pathlib.Path(__file__).resolve().parent
LENGTHS = [[3, 12], [9, 2], [1, 1], [20, 5]]
SUMS = [[-4.5, -9.0], [-30.0, -0.02], [-0.001, -3.0], [-25.0, -11.0]]
REFERENCES = [[-5.0, -8.0], [-26.0, -1.0], [-0.5, -2.0], [-25.5, -14.0]]
MISMATCHED = [[-31.0, -30.5], [-12.0, -14.0], [-40.0, -41.5], [-9.0, -9.25]]
LABELS = [True, False, True, False, False, True, False, True]


def tensor(rows):
    return torch.tensor(rows, dtype=torch.float64)


def agree(ours, theirs):
    assert torch.allclose(ours.float(), theirs.float(), rtol=1e-5, atol=1e-6), (ours, theirs)


def result(sums, loss):
    loss.backward()
    return {"loss": loss.item(), "gradient": sums.grad.flatten().tolist()}


def simpo(beta, gamma, smoothing):
    sums = tensor(SUMS).requires_grad_()
    rewards = beta * sums / tensor(LENGTHS)
    difference = rewards[:, 0] - rewards[:, 1] - gamma
    losses = -F.logsigmoid(difference) * (1 - smoothing) - F.logsigmoid(-difference) * smoothing
    trainer = SimpleNamespace(alpha=0.0, beta=beta, simpo_gamma=gamma, loss_type="simpo", label_smoothing=smoothing,
                              accelerator=SimpleNamespace(device="cpu"))
    means = sums.detach() / tensor(LENGTHS)
    agree(losses, CPOTrainer.cpo_loss(trainer, means[:, 0], means[:, 1])[0])
    return dict(result(sums, losses.mean()), coefficient=beta, margin=gamma, smoothing=smoothing)


def orpo(weight):
    sums = tensor(SUMS).requires_grad_()
    means = sums / tensor(LENGTHS)
    odds = means - torch.log(-torch.expm1(means))
    ratio = F.logsigmoid(odds[:, 0] - odds[:, 1])
    trainer = SimpleNamespace(beta=weight, accelerator=SimpleNamespace(device="cpu"))
    agree(weight * ratio, ORPOTrainer.odds_ratio_loss(trainer, means[:, 0].detach(), means[:, 1].detach())[0])
    return dict(result(sums, (-means[:, 0] - weight * ratio).mean()), coefficient=weight)


def kto(beta, desirable, undesirable, mismatched):
    sums = tensor(SUMS).requires_grad_()
    ratios = (sums - tensor(REFERENCES)).flatten()
    point = (tensor(mismatched)[:, 0] - tensor(mismatched)[:, 1]).mean().clamp(min=0)
    labels = torch.tensor(LABELS)
    chosen = 1 - torch.sigmoid(beta * (ratios[labels] - point))
    rejected = 1 - torch.sigmoid(beta * (point - ratios[~labels]))
    losses = torch.cat((desirable * chosen, undesirable * rejected))
    return dict(result(sums, losses.mean()), coefficient=beta, desirable=desirable, undesirable=undesirable,
                mismatched=mismatched, point=point.item())


def main():
    above = [[policy + 3, reference] for policy, reference in MISMATCHED]
    reference = {
        "sums": SUMS, "lengths": LENGTHS, "references": REFERENCES, "labels": LABELS,
        "simpo": [simpo(2.0, 1.0, 0.0), simpo(2.5, 0.3, 0.1)],
        "orpo": [orpo(0.1), orpo(1.0)],
        "kto": [kto(0.1, 1.0, 1.0, MISMATCHED), kto(0.5, 1.0, 1.5, above)],
    }
    (HERE / "preference_reference.json").write_text(json.dumps(reference) + "\n")


if __name__ == "__main__":
    main()
