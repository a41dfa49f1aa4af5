#!/usr/bin/env python3
"""Writes formats.tsv beside it: kind, value, format, and what Python's `format` makes of them.

A kind is `i` (integer), `n` (number), `b` (boolean) or `s` (text); a result `!` means that Python
raises an error. Spaces at a cell's ends are part of it.
"""

import pathlib
import random
import struct

random.seed(20)
ROWS = 2400

TEXTS = ["", "GPT", "a b", "überlänge", "日本語", "x" * 30, "0", "-1", "emoji 😀!"]


def number():
    kind = random.randrange(6)
    if kind == 0:
        return random.choice([0.0, -0.0, 1.0, -1.0, 0.5, 1.5, 2.5, 1e15, 1e16, 1e17, 1e22, 0.0001,
                              0.00001, 123456789.0, 1e100, 1e-100, 5e-324, 1.7976931348623157e308,
                              float("inf"), float("-inf"), float("nan"), 99.95, 999999.5, 0.05])
    if kind == 1:
        bits = random.getrandbits(64)
        value = struct.unpack("<d", struct.pack("<Q", bits))[0]
        return value if value == value else 0.25
    if kind == 2:
        return round(random.uniform(-1, 1), random.randrange(1, 6))
    if kind == 3:
        return float(random.randrange(-10**random.randrange(1, 18), 10**random.randrange(1, 18)))
    if kind == 4:
        return random.uniform(-1, 1) * 10 ** random.randrange(-12, 20)
    return random.gauss(0, 100)


def integer():
    kind = random.randrange(4)
    if kind == 0:
        return random.choice([0, 1, -1, 7, 42, 255, 256, 65, 0x1F600, 2**63 - 1, -(2**63), 2**53 + 1])
    sign = random.choice([1, -1])
    return sign * random.randrange(10 ** random.randrange(1, 19))


def spec(kind):
    text = ""
    if random.random() < 0.45:
        if random.random() < 0.5:
            text += random.choice("*_ 0x.·é日-+,")
        text += random.choice("<>^=")
    if random.random() < 0.3:
        text += random.choice("+- ")
    if random.random() < 0.06:
        text += "z"
    if random.random() < 0.15:
        text += "#"
    if random.random() < 0.2:
        text += "0"
    if random.random() < 0.5:
        text += str(random.randrange(1, 30))
    if random.random() < 0.3:
        text += random.choice(",_")
    if random.random() < (0.5 if kind == "n" else 0.2):
        text += "." + str(random.choice([0, 1, 2, 3, 5, 8, 17, 30]))
    usual = {"i": "dboxXcneEfFgG%", "n": "eEfFgGn%", "b": "dfx%", "s": "s"}[kind]
    if random.random() < 0.7:
        text += random.choice(usual)
    elif random.random() < 0.15:
        text += random.choice("dboxXcneEfFgG%sqrt")
    # A notebook has no format that begins or ends with a space, and none that is empty.
    return text.strip(" ")


def rows():
    seen = set()
    while len(seen) < ROWS:
        kind = random.choices("inbs", [4, 6, 1, 2])[0]
        value = {"i": integer, "n": number, "b": lambda: random.random() < 0.5,
                 "s": lambda: random.choice(TEXTS)}[kind]()
        form = spec(kind)
        if not form or (kind, repr(value), form) in seen:
            continue
        try:
            result = format(value, form)
        except (ValueError, OverflowError) as error:
            if "arg not in range" in str(error):
                continue
            result = "!"
        if not result.isprintable():
            continue
        seen.add((kind, repr(value), form))
        yield "\t".join([kind, str(value) if kind == "s" else repr(value), form, result])


path = pathlib.Path(__file__).with_name("formats.tsv")
path.write_text("\n".join(rows()) + "\n", encoding="utf-8")
