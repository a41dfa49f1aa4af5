"""Writes scaling_reference.json: fits of Chinchilla's law and of IsoFLOP parabolas by SciPy and NumPy."""

import itertools
import json
import pathlib

import numpy
from scipy.optimize import minimize
from scipy.special import huber, logsumexp

generator = numpy.random.default_rng(4)
sizes = numpy.array([2e4, 6e4, 2e5, 6e5, 2e6])
budgets = numpy.array([1e11, 1e12, 1e13])
parameters = numpy.concatenate([sizes for _ in budgets])
compute = numpy.repeat(budgets, len(sizes))
tokens = compute / (6 * parameters)
loss = 0.9 + 30 / parameters**0.31 + 60 / tokens**0.37
loss = loss * numpy.exp(0.004 * generator.standard_normal(len(loss)))
delta = 1e-3


def value(point):
    a, b, e, alpha, beta = point
    terms = [a - alpha * numpy.log(parameters), b - beta * numpy.log(tokens), e + 0 * tokens]
    return huber(delta, logsumexp(terms, axis=0) - numpy.log(loss)).sum() / delta**2


starts = itertools.product([0, 5, 10], [0, 5, 10], [-1, 0, 0.5], [0.1, 0.5, 1], [0.1, 0.5, 1])
fits = [minimize(value, start, method="BFGS") for start in starts]
best = min(fits, key=lambda fit: fit.fun)
best = minimize(value, best.x, method="Nelder-Mead", options={"xatol": 1e-11, "fatol": 1e-11, "maxiter": 100000})
a, b, e, alpha, beta = best.x

profiles = []
for budget in budgets:
    chosen = compute == budget
    x = numpy.log(parameters[chosen])
    square, linear, constant = numpy.polyfit(x, loss[chosen], 2)
    vertex = -linear / (2 * square)
    profiles.append([numpy.exp(vertex), constant - linear**2 / (4 * square)])
slope, _ = numpy.polyfit(numpy.log(budgets), numpy.log([p[0] for p in profiles]), 1)

reference = {
    "parameters": parameters.tolist(),
    "tokens": tokens.tolist(),
    "loss": loss.tolist(),
    "law": [numpy.exp(e), numpy.exp(a), alpha, numpy.exp(b), beta],
    "value": best.fun,
    "profiles": profiles,
    "exponent": slope,
}
path = pathlib.Path(__file__).with_name("scaling_reference.json")
path.write_text(json.dumps(reference) + "\n")
