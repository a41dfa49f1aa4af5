"""Writes feature_reference.json: what SciPy, NumPy and PyTorch in float64 say of sets of features.

    python3 Tests/OctavoEngineTests/Statistics/make_feature_reference.py

The features are sines of the square of their index, so that only results are stored.
"""

import json
import pathlib

import numpy
import scipy.linalg
import torch

HERE = pathlib.Path(__file__).resolve().parent
# The features of each set, their dimensions, and how many neighbors a ball reaches to. The last has fewer
# features than dimensions, so that its covariances are singular.
CASES = [(60, 50, 6, 3), (40, 70, 3, 1), (5, 7, 9, 2)]


def features(count, dimensions, phase, scale, shift):
    index = numpy.arange(count * dimensions, dtype=numpy.float64)
    return (scale * numpy.sin(0.01 * index * index + phase) + shift).reshape(count, dimensions)


def frechet(first, second):
    a, b = numpy.cov(first, rowvar=False), numpy.cov(second, rowvar=False)
    if len(first) > first.shape[1]:
        root = numpy.trace(scipy.linalg.sqrtm(a @ b).real)
    else:
        # The nuclear norm of the centered features' product: no root of a singular matrix is needed.
        product = (first - first.mean(0)) @ (second - second.mean(0)).T
        root = numpy.linalg.norm(product, "nuc") / numpy.sqrt((len(first) - 1) * (len(second) - 1))
    shift = first.mean(0) - second.mean(0)
    return shift @ shift + numpy.trace(a) + numpy.trace(b) - 2 * root


def inside(points, others, neighbors):
    """Which of `points` lie in the manifold of `others`."""
    points, others = torch.from_numpy(points), torch.from_numpy(others)
    exact = "donot_use_mm_for_euclid_dist"
    radii = torch.cdist(others, others, compute_mode=exact).kthvalue(neighbors + 1, dim=1).values
    return (torch.cdist(points, others, compute_mode=exact) <= radii[None]).any(dim=1)


def kernel_distance(first, second):
    def kernel(a, b):
        return (a @ b.T / a.shape[1] + 1) ** 3

    m, n = len(first), len(second)
    a, b, across = kernel(first, first), kernel(second, second), kernel(first, second)
    return (a.sum() - a.trace()) / (m * (m - 1)) + (b.sum() - b.trace()) / (n * (n - 1)) - 2 * across.mean()


def main():
    cases = []
    for count, other, dimensions, neighbors in CASES:
        first = features(count, dimensions, 0.3, 1.0, 0.0)
        second = features(other, dimensions, 1.1, 1.4, 0.2)
        cases.append({
            "count": count, "otherCount": other, "dimensions": dimensions, "neighbors": neighbors,
            "frechet": frechet(first, second), "kernel": kernel_distance(first, second),
            "precise": inside(first, second, neighbors).tolist(),
            "recalled": inside(second, first, neighbors).tolist(),
            "eigenvalues": sorted(scipy.linalg.eigvalsh(numpy.cov(first, rowvar=False))),
        })
        print(cases[-1]["frechet"], cases[-1]["kernel"], sum(cases[-1]["precise"]), sum(cases[-1]["recalled"]))
    (HERE / "feature_reference.json").write_text(json.dumps(cases) + "\n")


if __name__ == "__main__":
    main()
