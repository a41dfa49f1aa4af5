"""Writes the questions of prompts.md: six examples and a word, under each condition."""

import json
import random
from pathlib import Path

LETTERS = "abcdefgh"
FOLDER = Path(__file__).parent
stream = random.Random(20)


def shifted(word, by):
    return "".join(LETTERS[(LETTERS.index(letter) + by) % len(LETTERS)] for letter in word)


# Those that the training text follows.
RULES = {
    "copy": lambda word: word,
    "reverse": lambda word: word[::-1],
    "rotate": lambda word: word[1:] + word[0],
    "next": lambda word: shifted(word, 1),
    "sort": lambda word: "".join(sorted(word)),
    "double": lambda word: word[0] * 3,
}
NEW_RULES = {
    "previous": lambda word: shifted(word, -1),
    "swap": lambda word: word[1] + word[0] + word[2],
    "last": lambda word: word[2] * 3,
    "back": lambda word: word[2] + word[:2],
    "descending": lambda word: "".join(sorted(word, reverse=True)),
    "ends": lambda word: word[0] + word[2] + word[2],
}


def random_word():
    return "".join(stream.choice(LETTERS) for _ in range(3))


def telling_word(new_rule=None):
    """A word to which all rules, and a new one, give different answers."""
    while True:
        word = random_word()
        answers = {rule(word) for rule in RULES.values()}
        if len(answers) == len(RULES) and (new_rule is None or new_rule(word) not in answers):
            return word


def question(examples, word, answer):
    shown = "".join(f"{word}>{answer};" for word, answer in examples)
    return {"prompt": f"{shown}{word}>", "response": answer}


def examples_of(rule):
    return [(word, rule(word)) for word in (random_word() for _ in range(6))]


def main():
    names = ["right", "reversed-order", "wrong-first", "wrong-last", "all-wrong", "none", "new-rules"]
    questions = {name: [] for name in names}
    for _ in range(20):
        for name, rule in RULES.items():
            examples = examples_of(rule)
            word = telling_word()
            answer = rule(word)
            other = stream.choice([other for other in RULES if other != name])
            misled = telling_word()
            wrong = (misled, RULES[other](misled))
            at_random = [(word, random_word()) for word, _ in examples]
            for condition, shown in [
                ("right", examples),
                ("reversed-order", examples[::-1]),
                ("wrong-first", [wrong] + examples[1:]),
                ("wrong-last", examples[1:] + [wrong]),
                ("all-wrong", at_random),
                ("none", []),
            ]:
                questions[condition].append(question(shown, word, answer))
        for rule in NEW_RULES.values():
            examples = examples_of(rule)
            word = telling_word(rule)
            questions["new-rules"].append(question(examples, word, rule(word)))
    for name, lines in questions.items():
        text = "".join(json.dumps(line) + "\n" for line in lines)
        (FOLDER / f"{name}.jsonl").write_text(text)


if __name__ == "__main__":
    main()
