"""Writes notes.jsonl: short notes on animals, each with the place where the animal is kept.

    python3 notebooks/influence/make_notes.py

The place depends on the animal alone. The rest of a note, a town, a trade and a color, is drawn at random. No two are equal. In one
note of six of the training part the place is wrong. The last 40 notes are queries: their places are right.
"""

import json
import pathlib
import random

ANIMALS = "badger cat dog ferret goose hare jackdaw kid lamb mule newt parrot rabbit snail toad viper".split()
TOWNS = "bergen cadiz delft essen fulda ghent huelva ivrea".split()
TRADES = "baker carver dyer fiddler glazier hatter joiner lawyer".split()
COLORS = "red blue green grey black white brown pink".split()
PLACES = "yard barn loft pond".split()
TRAINING, QUERIES = 1960, 40


def main():
    draw = random.Random(11)
    places = {animal: PLACES[number % len(PLACES)] for number, animal in enumerate(ANIMALS)}
    lines = {}
    while len(lines) < TRAINING + QUERIES:
        animal = draw.choice(ANIMALS)
        is_wrong = len(lines) < TRAINING and draw.random() < 1 / 6
        place = draw.choice([place for place in PLACES if place != places[animal]]) if is_wrong else places[animal]
        prompt = f" {animal} {draw.choice(COLORS)} {draw.choice(TRADES)} {draw.choice(TOWNS)}"
        lines.setdefault(prompt, json.dumps({"prompt": prompt, "response": f" {place}"}))
    path = pathlib.Path(__file__).resolve().parent / "notes.jsonl"
    path.write_text("".join(line + "\n" for line in lines.values()))


if __name__ == "__main__":
    main()
