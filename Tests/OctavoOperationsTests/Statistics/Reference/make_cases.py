#!/usr/bin/env python3
"""Writes cases.tsv beside it: random numbers and what SciPy makes of them.

Run with SciPy, statsmodels and mpmath installed. The first cell of a row says what it is:

quantile   degrees of freedom, share, quantile of Student's t
tails      degrees of freedom, x, P(|T| > x), P(|T| <= x)
sample     numbers, ends of the t interval of their mean, p of all sign flips
drawn      differences, p of all sign flips of more pairs than Octavo counts
holm       p-values, the same adjusted
bootstrap  numbers, ends of the interval that this file computes and compares with SciPy's
"""

import pathlib

import mpmath
import numpy as np
from scipy import stats
from statsmodels.stats.multitest import multipletests

random = np.random.default_rng(1908)
mpmath.mp.dps = 50
RESAMPLES = 9_999


def listed(numbers):
    return " ".join(repr(float(number)) for number in numbers)


def exact_tail(freedom, x):
    """P(|T| > x), to many digits: SciPy's own tails are right to 10 to 14."""
    y = mpmath.mpf(freedom) / (mpmath.mpf(freedom) + mpmath.mpf(x) ** 2)
    return mpmath.betainc(mpmath.mpf(freedom) / 2, mpmath.mpf(1) / 2, 0, y, regularized=True)


def freedoms():
    return int(random.choice([1, 2, 3, 4, 5, 9, 10, 19, 29, 100, 1000, 10**6])
               if random.random() < 0.5 else random.integers(1, 200))


def quantiles(count):
    for _ in range(count):
        freedom = freedoms()
        share = float(random.choice([0.975, 0.95, 0.995, 0.025, 1e-6])
                      if random.random() < 0.5 else random.uniform())
        near = stats.t.ppf(share, freedom)
        sign = -1 if share < 0.5 else 1
        target = mpmath.mpf(min(share, 1 - share)) * 2 if share < 0.5 else 2 - 2 * mpmath.mpf(share)
        exact = sign * mpmath.findroot(lambda x: exact_tail(freedom, x) - target, abs(near))
        assert abs(exact - near) <= 1e-9 * abs(near), (freedom, share)
        yield f"quantile\t{freedom}\t{share!r}\t{float(exact)!r}"


def tails(count):
    for _ in range(count):
        freedom, x = freedoms(), float(10 ** random.uniform(-3, 1.5))
        tail = exact_tail(freedom, x)
        if tail < 1e-250:
            continue
        assert abs(tail - 2 * stats.t.sf(x, freedom)) <= 1e-9 * tail, (freedom, x)
        yield f"tails\t{freedom}\t{x!r}\t{float(tail)!r}\t{float(1 - tail)!r}"


def sample(count):
    """Some are rounded so that many flips have equal sums."""
    numbers = random.normal(random.normal(), 1, count) * 10 ** random.uniform(-3, 3)
    if random.random() < 0.3:
        return np.round(random.normal(0.5, 2, count))
    return np.array([float(f"{number:.6g}") for number in numbers])


def flip_p(differences):
    return stats.permutation_test(
        (differences,), lambda x, axis: np.mean(x, axis=axis), permutation_type="samples",
        n_resamples=np.inf, vectorized=True).pvalue


def samples(count):
    for _ in range(count):
        numbers = sample(int(random.integers(2, 13)))
        if np.ptp(numbers) == 0:
            low = high = numbers[0]
        else:
            low, high = stats.t.interval(
                0.95, len(numbers) - 1, loc=np.mean(numbers), scale=stats.sem(numbers))
        yield f"sample\t{listed(numbers)}\t{listed([low, high])}\t{float(flip_p(numbers))!r}"


def signed_sums(differences):
    """With every choice of signs, in exact arithmetic."""
    sums = np.array([0], dtype=np.int64)
    for difference in differences:
        sums = np.concatenate([sums - difference, sums + difference])
    return sums


def drawn(count):
    for _ in range(count):
        size = int(random.integers(31, 41))
        differences = random.normal(20, 100, size).round().astype(np.int64)
        low, high = np.sort(signed_sums(differences[: size // 2])), np.sort(
            signed_sums(differences[size // 2:]))
        bound = abs(int(differences.sum()))
        reaching = (len(high) - np.searchsorted(high, bound - low, side="left")).sum()
        p = min(1.0, 2 * int(reaching) / 2**size)
        yield f"drawn\t{listed(differences)}\t{p!r}"


def holm(count):
    for _ in range(count):
        size = int(random.integers(1, 12))
        values = random.choice(np.arange(1, 33) / 64, size) if random.random() < 0.3 else (
            10 ** random.uniform(-4, 0, size))
        values = np.array([float(f"{value:.6g}") for value in values])
        yield f"holm\t{listed(values)}\t{listed(multipletests(values, method='holm')[1])}"


def words(seed, count):
    """SplitMix64 (Steele, Lea and Flood 2014)."""
    state = np.uint64(seed) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(
        0x9E3779B97F4A7C15)
    mixed = (state ^ state >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ mixed >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
    return mixed ^ mixed >> np.uint64(31)


def bca(numbers):
    """Efron 1987, with the resamples that Octavo draws: a word's place among n equal parts."""
    n = len(numbers)
    places = np.array([int(word) * n >> 64 for word in words(n, RESAMPLES * n)])
    deviations = numbers - np.mean(numbers)
    shifts = deviations[places.reshape(RESAMPLES, n)].mean(axis=1)
    rounding = 1e-12 * np.abs(deviations).max()
    below = (np.sum(shifts < -rounding) + np.sum(np.abs(shifts) <= rounding) / 2) / RESAMPLES
    bias = stats.norm.ppf(below)
    acceleration = np.sum(deviations**3) / (6 * np.sum(deviations**2) ** 1.5)
    z = bias + stats.norm.ppf([0.025, 0.975])
    shares = stats.norm.cdf(bias + z / (1 - acceleration * z))
    return np.mean(numbers) + np.quantile(shifts, shares)


def bootstraps(count):
    for _ in range(count):
        numbers = sample(int(random.integers(4, 30)))
        if np.ptp(numbers) == 0:
            continue
        low, high = bca(numbers)
        scipys = stats.bootstrap(
            (numbers,), np.mean, n_resamples=RESAMPLES, method="BCa", rng=random).confidence_interval
        width = high - low
        assert abs(low - scipys.low) < 0.1 * width and abs(high - scipys.high) < 0.1 * width, (
            numbers, low, high, scipys)
        yield f"bootstrap\t{listed(numbers)}\t{listed([low, high])}"


rows = [*quantiles(500), *tails(500), *samples(500), *drawn(4), *holm(500), *bootstraps(25)]
path = pathlib.Path(__file__).with_name("cases.tsv")
path.write_text("\n".join(rows) + "\n", encoding="utf-8")
