"""Writes group_relative_reference.json: what TRL's GRPOTrainer in float64 makes of small numbers.

    pip install trl==1.16.0
    python3 Tests/OctavoEngineTests/Reinforcement/Losses/make_group_relative_reference.py

Log-probabilities and advantages are sines of their index, so that only settings and results are stored: the loss, its
gradient by the log-probabilities, and the soft punishment of overlong responses.
"""

import json
import pathlib
from collections import defaultdict
from types import SimpleNamespace

import torch
from trl import GRPOTrainer
from trl.rewards import get_soft_overlong_punishment

HERE = pathlib.Path(__file__).resolve().parent
LENGTHS, COLUMNS, MOST_TOKENS = [5, 2, 1, 4], 5, 7


def sines(count, phase, scale):
    return scale * torch.sin(1.7 * torch.arange(count, dtype=torch.float64) + phase)


class Stub(SimpleNamespace):
    """As much of a trainer as its loss reads; what it logs is thrown away."""

    def _get_per_token_logps_and_entropies(self, *_, **__):
        return self.log_probabilities, torch.zeros_like(self.log_probabilities), None

    def __getattr__(self, name):
        if name in ("_metrics", "accelerator"):
            raise AttributeError(name)
        return False


class Accelerator:
    num_processes = 1
    sync_gradients = True

    def gather(self, tensor):
        return tensor

    def reduce(self, tensor, reduction):
        return tensor

    gather_for_metrics = gather


def case(loss_type, level, low, high, delta, beta):
    shape = (len(LENGTHS), COLUMNS)
    old = sines(20, 0.0, 1.0).reshape(shape) - 1
    new = (old + sines(20, 0.5, 0.4).reshape(shape)).requires_grad_()
    reference = old + sines(20, 1.0, 0.3).reshape(shape)
    advantages = sines(4, 2.0, 1.0)
    mask = torch.tensor([[column < length for column in range(COLUMNS)] for length in LENGTHS]).long()
    trainer = Stub(
        log_probabilities=new, importance_sampling_level=level, beta=beta, loss_type=loss_type,
        epsilon_low=low, epsilon_high=high, max_completion_length=MOST_TOKENS, top_entropy_quantile=1.0,
        off_policy_mask_threshold=None, current_gradient_accumulation_steps=1,
        args=SimpleNamespace(delta=delta, use_bias_correction_kl=False, steps_per_generation=1),
        model=SimpleNamespace(training=True), accelerator=Accelerator(),
        _metrics=defaultdict(lambda: defaultdict(list)))
    inputs = dict(
        prompt_ids=torch.zeros(4, 1, dtype=torch.long), prompt_mask=torch.ones(4, 1, dtype=torch.long),
        completion_ids=torch.zeros(shape, dtype=torch.long), completion_mask=mask, advantages=advantages,
        old_per_token_logps=old, ref_per_token_logps=reference, num_items_in_batch=mask.sum())
    loss = GRPOTrainer._compute_loss(trainer, None, inputs)
    loss.backward()
    return dict(
        loss=loss_type, level=level, low=low, high=high, delta=delta, beta=beta, value=loss.item(),
        gradient=new.grad.flatten().tolist())


def main():
    cases = [
        case(loss_type, level, 0.2, high, delta, beta)
        for loss_type in ("grpo", "bnpo", "dr_grpo", "dapo")
        for level in ("token", "sequence")
        for high, delta, beta in ((0.2, None, 0.0), (0.28, 1.3, 0.1))
    ]
    punishment = get_soft_overlong_punishment(MOST_TOKENS, 3)
    content = dict(
        cases=cases, overlong=punishment(completion_ids=[[0] * length for length in range(1, MOST_TOKENS + 1)]))
    (HERE / "group_relative_reference.json").write_text(json.dumps(content, indent=0) + "\n")


if __name__ == "__main__":
    main()
