"""Writes the text and the questions of tuning.md.

    python3 notebooks/tuning/make_texts.py

lines.txt is what the models are trained on: lines of three words and their answers by one of six rules, which half of the
lines name at their beginning. RULE.jsonl has 64 questions to learn one rule from, without its name, and then 100 others for
the test. RULE-named.jsonl and RULE-shown.jsonl have the questions of the test after the rule's name, and after three of the
questions to learn from with their answers.
"""

import itertools
import json
import pathlib
import random

HERE = pathlib.Path(__file__).parent
LETTERS = "abcdef"
LINES, LEARNED, TESTED, SHOWN = 2000, 64, 100, 3
KNOWN = {
    "copy": lambda word: word,
    "reverse": lambda word: word[::-1],
    "rotate": lambda word: word[1:] + word[:1],
    "next": lambda word: "".join(LETTERS[(LETTERS.index(letter) + 1) % len(LETTERS)] for letter in word),
    "sort": lambda word: "".join(sorted(word)),
    "double": lambda word: word[0] * 3,
}
# The learning rates are chosen on the first rule; no line follows the last one.
TASKS = {"next": KNOWN["next"], "reverse": KNOWN["reverse"], "swap": lambda word: word[1] + word[0] + word[2]}
WORDS = ["".join(letters) for letters in itertools.product(LETTERS, repeat=3)]


def write(name, pairs):
    text = "".join(json.dumps({"prompt": prompt, "response": response}) + "\n" for prompt, response in pairs)
    (HERE / f"{name}.jsonl").write_text(text)


numbers = random.Random(1)
lines = []
for _ in range(LINES):
    name = numbers.choice(list(KNOWN))
    examples = [f"{word}>{KNOWN[name](word)}" for word in numbers.choices(WORDS, k=3)]
    lines.append((f"{name}:" if numbers.random() < 0.5 else "") + ";".join(examples))
(HERE / "lines.txt").write_text("\n".join(lines) + "\n")

for name, rule in TASKS.items():
    numbers = random.Random(name)
    # Answers of the test are those of no other known rule, so that they tell the rules apart.
    others = [other for key, other in KNOWN.items() if key != name]
    telling = [word for word in WORDS if all(other(word) != rule(word) for other in others)]
    tested = numbers.sample(telling, TESTED)
    learned = numbers.sample([word for word in WORDS if word not in tested], LEARNED)
    learned, tested = ([(f"\n{word}>", rule(word)) for word in words] for words in (learned, tested))
    write(name, learned + tested)
    if name != "next":
        shown = ["\n" + ";".join(f"{a[1:]}{b}" for a, b in numbers.sample(learned, SHOWN)) + ";" for _ in tested]
        write(f"{name}-shown", [(start + prompt[1:], answer) for start, (prompt, answer) in zip(shown, tested)])
    if name in KNOWN:
        write(f"{name}-named", [(f"\n{name}:{prompt[1:]}", answer) for prompt, answer in tested])
