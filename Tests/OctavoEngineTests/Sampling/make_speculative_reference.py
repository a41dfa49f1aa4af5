"""Writes speculative_reference.json: SciPy's chi-square bounds, and NumPy's normalized excess of distributions.

    python3 Tests/OctavoEngineTests/Sampling/make_speculative_reference.py

`bounds[n - 1]` is exceeded with probability 1e-3 by n degrees of freedom.
"""

import json
import pathlib

import numpy as np
from scipy.stats import chi2

HERE = pathlib.Path(__file__).resolve().parent


def distribution(phase, power):
    values = np.abs(np.sin(1.7 * np.arange(9) + phase)) ** power
    return values / values.sum()


def excess(p, q):
    difference = np.maximum(0, p - q)
    return difference / difference.sum()


cases = [(0.0, 1, 0.9, 1), (0.3, 3, 2.0, 1), (1.1, 8, 1.2, 6)]
reference = {
    "bounds": [round(float(chi2.ppf(0.999, n)), 6) for n in range(1, 64)],
    "excess": [
        {
            "wanted": list(distribution(*case[:2])),
            "proposed": list(distribution(*case[2:])),
            "excess": list(excess(distribution(*case[:2]), distribution(*case[2:]))),
        }
        for case in cases
    ],
}
(HERE / "speculative_reference.json").write_text(json.dumps(reference) + "\n")
