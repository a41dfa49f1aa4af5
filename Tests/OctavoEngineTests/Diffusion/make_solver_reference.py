"""Writes solver_reference.json: what diffusers' DPM-Solver++(2M) makes of a model that is a formula.

    python3 Tests/OctavoEngineTests/Diffusion/make_solver_reference.py
"""

import json
import pathlib

import torch
from diffusers import DPMSolverMultistepScheduler

HERE = pathlib.Path(__file__).resolve().parent


def found(noisy, step):
    """The image that the model finds."""
    return torch.tanh(0.7 * noisy + 0.001 * step)


def main():
    torch.set_default_dtype(torch.float64)
    cases = []
    for count in (4, 10, 25):
        scheduler = DPMSolverMultistepScheduler(
            num_train_timesteps=1000, beta_start=1e-4, beta_end=0.02, beta_schedule="linear", solver_order=2,
            prediction_type="sample", algorithm_type="dpmsolver++", solver_type="midpoint", timestep_spacing="trailing",
            final_sigmas_type="zero")
        scheduler.set_timesteps(count)
        noisy = torch.sin(1.7 * torch.arange(6)) * 1.5
        start = noisy.clone()
        for step in scheduler.timesteps:
            noisy = scheduler.step(found(noisy, step.item()), step, noisy).prev_sample
        cases.append({"steps": scheduler.timesteps.tolist(), "start": start.tolist(), "end": noisy.tolist()})
    (HERE / "solver_reference.json").write_text(json.dumps(cases) + "\n")


if __name__ == "__main__":
    main()
