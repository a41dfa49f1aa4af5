"""Writes detection_reference.json: areas under receiver operating characteristics by SciPy's Mann-Whitney test, and their variances by DeLong's matrix of all pairs.

    python3 Tests/OctavoEngineTests/Statistics/make_detection_reference.py
"""

import json
import pathlib

import numpy
from scipy.stats import mannwhitneyu

HERE = pathlib.Path(__file__).resolve().parent


def case(positives, negatives):
    positives, negatives = numpy.array(positives), numpy.array(negatives)
    area = mannwhitneyu(positives, negatives).statistic / (len(positives) * len(negatives))
    wins = (positives[:, None] > negatives[None]) + 0.5 * (positives[:, None] == negatives[None])
    variance = wins.mean(1).var(ddof=1) / len(positives) + wins.mean(0).var(ddof=1) / len(negatives)
    logit, half = numpy.log(area / (1 - area)), 1.959964 * numpy.sqrt(variance) / (area * (1 - area))
    return {
        "positives": positives.tolist(), "negatives": negatives.tolist(), "area": float(area), "variance": float(variance),
        "lower": float(1 / (1 + numpy.exp(half - logit))), "upper": float(1 / (1 + numpy.exp(-half - logit))),
    }


places = numpy.arange(40)
waves = numpy.round(3 * numpy.sin(1.3 * places + 0.1) + 0.05 * places, 1)
reference = [case([1, 3], [0, 2]), case(waves[::2].tolist(), waves[1::2].tolist()), case([1, 1, 0, 1], [0, 0, 1, 0, 0])]
(HERE / "detection_reference.json").write_text(json.dumps(reference) + "\n")
