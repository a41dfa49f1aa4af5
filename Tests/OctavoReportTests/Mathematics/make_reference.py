#!/usr/bin/env python3
"""Writes reference.txt: the structure that latex2mathml gives each formula of formulas.txt.

    pip install latex2mathml && python3 make_reference.py

A line is one formula: its leaves in order, with `_{}`, `^{}`, `frac{}{}`, `sqrt{}`, `root{}{}` and
`table{}` for what stands below, above and beside. Scripts and limits are written alike, since where
limits stand depends on the size; the tests of the writer look at that.
"""
import pathlib
import xml.etree.ElementTree as tree

import latex2mathml.converter

HERE = pathlib.Path(__file__).parent
LIMITS = {"munder": "msub", "mover": "msup", "munderover": "msubsup"}
# The same sign under another code.
SIGNS = {"-": "−", "*": "∗", "∥": "‖", "\u2061": "", "∼": "~", "⧵": "∖", "·": "⋅"}


def leaf(text):
    # It writes out the backslash of `\arg` and its kin.
    text = (text or "").removeprefix("\\")
    return "".join(SIGNS.get(sign, sign) for sign in text if not sign.isspace() and sign != "\xa0")


def structure(node):
    tag = node.tag.split("}")[-1]
    parts = [structure(child) for child in node]
    tag = LIMITS.get(tag, tag)
    if tag in ("mi", "mn", "mo", "mtext"):
        return leaf(node.text)
    if tag == "mspace" or tag == "annotation":
        return ""
    if tag == "msub":
        return f"{parts[0]}_{{{parts[1]}}}"
    if tag == "msup":
        return f"{parts[0]}^{{{parts[1]}}}"
    if tag == "msubsup":
        return f"{parts[0]}_{{{parts[1]}}}^{{{parts[2]}}}"
    if tag == "mfrac":
        return f"frac{{{parts[0]}}}{{{parts[1]}}}"
    if tag == "msqrt":
        return f"sqrt{{{''.join(parts)}}}"
    if tag == "mroot":
        return f"root{{{parts[0]}}}{{{parts[1]}}}"
    if tag == "mtable":
        return f"table{{{'/'.join(parts)}}}"
    if tag == "mtr":
        return "&".join(parts)
    return "".join(parts)


lines = []
for line in (HERE / "formulas.txt").read_text().splitlines():
    if line.startswith("#") or not line.strip():
        continue
    mathml = latex2mathml.converter.convert(line, display="block")
    lines.append(structure(tree.fromstring(mathml)))
(HERE / "reference.txt").write_text("\n".join(lines) + "\n")
