"""Writes recommendation_reference.json: the posterior of tastes by enumeration, nearest neighbors, and SASRec's loss as PyTorch computes it, all in float64.

    python3 Tests/OctavoEngineTests/Recommendation/make_recommendation_reference.py

Popularity and logits are functions of their index.
"""

import itertools
import json
import pathlib

import numpy
import torch

HERE = pathlib.Path(__file__).resolve().parent
MOODS, SUBJECTS, LIKING, SUCCESSION = 8, 10, 8.0, 0.2
FILMS = MOODS * SUBJECTS
POPULARITY = numpy.exp(0.7 * numpy.sin(1.3 * numpy.arange(FILMS) + 0.2))


def next_given(person, watched):
    """The probabilities of the next film of one person, straight from how histories are composed."""
    moods, subjects = person
    weights = numpy.array([
        0.0 if film in watched else
        POPULARITY[film] * (LIKING if film // SUBJECTS in moods else 1) * (LIKING if film % SUBJECTS in subjects else 1)
        for film in range(FILMS)
    ])
    drawn = weights / weights.sum()
    if watched:
        sequel = (watched[-1] + SUBJECTS) % FILMS
        if sequel not in watched:
            drawn = (1 - SUCCESSION) * drawn
            drawn[sequel] += SUCCESSION
    return drawn


def posterior(history):
    people = list(itertools.product(itertools.combinations(range(MOODS), 2), itertools.combinations(range(SUBJECTS), 2)))
    likelihoods = numpy.array([
        numpy.prod([next_given(person, history[:place])[film] for place, film in enumerate(history)])
        for person in people
    ])
    likelihoods /= likelihoods.sum()
    following = sum(p * next_given(person, history) for p, person in zip(likelihoods, people))
    likes = sum(p for p, (moods, subjects) in zip(likelihoods, people) if 0 in moods and 3 in subjects)
    return {"history": history, "next": following.tolist(), "likesMood0Subject3": float(likes)}


def neighbors():
    histories = [[0, 1, 2], [2, 3], [0, 4, 2, 5], [6], [1, 6, 0], [5, 4]]
    items, count, history = 7, 3, [0, 2]
    rows = numpy.zeros((len(histories), items))
    for row, chosen in enumerate(histories):
        rows[row, chosen] = 1
    query = numpy.zeros(items)
    query[history] = 1
    similarities = rows @ query / (numpy.linalg.norm(rows, axis=1) * numpy.linalg.norm(query))
    nearest = numpy.argsort(-similarities, kind="stable")[:count]
    return {
        "histories": histories, "items": items, "count": count, "history": history,
        "scores": (similarities[nearest] @ rows[nearest]).tolist(),
    }


def binary():
    logits = (2 * torch.sin(1.7 * torch.arange(4 * 5, dtype=torch.float64) + 0.4)).reshape(4, 5).requires_grad_()
    positives, negatives = [0, 3, 2, 4], [1, 0, 4, 3]
    rows = torch.arange(4)
    loss = torch.nn.functional.binary_cross_entropy_with_logits
    total = loss(logits[rows, positives], torch.ones(4, dtype=torch.float64)) + loss(
        logits[rows, negatives], torch.zeros(4, dtype=torch.float64))
    total.backward()
    return {
        "positives": positives, "negatives": negatives, "loss": total.item(), "gradient": logits.grad.flatten().tolist(),
    }


reference = {
    "world": {"succession": SUCCESSION, "popularity": POPULARITY.tolist()},
    "posteriors": [posterior(history) for history in ([], [7], [3, 13, 40], [3, 13, 23, 72, 62, 5])],
    "neighbors": neighbors(),
    "binary": binary(),
}
(HERE / "recommendation_reference.json").write_text(json.dumps(reference) + "\n")
