#!/usr/bin/env python3
"""Writes the part of ICU's data that Octavo needs as an object, and prints the symbol that it wraps.

Swift's libraries come with the names and rules of 800 locales, 34 MB, more than the rest of the program.
Octavo writes numbers, dates and words itself, in the languages that it knows, so those of the root locale
and of English are enough. A locale that is not there falls back to root.

Usage: reduced_icu_data.py ARCHIVE OUTPUT, where ARCHIVE is Swift's lib_FoundationICU.a.
"""

import pathlib
import re
import struct
import subprocess
import sys
import tempfile

MEMBER = "icu_packaged_data.cpp.o"
# Beside what has no locale in its name.
LOCALES = {"root", "en", "en_001", "en_US", "en_US_POSIX"}
LOCALE = re.compile(r"[a-z]{2,3}(_[A-Za-z0-9]+)*$")


def is_needed(name):
    """Whether an item, such as `curr/de.res`, is kept."""
    folder, _, file = name.rpartition("/")
    stem, _, kind = file.rpartition(".")
    if folder in ("translit", "rbnf") or kind in ("cnv", "dict"):
        return False
    if stem in ("unames", "confusables") or "_phrase" in stem:
        return False
    return kind != "res" or stem in LOCALES or not LOCALE.match(stem)


def items(data):
    """The header of a package and its items by name."""
    (header,) = struct.unpack_from("<H", data)
    if data[2:4] != b"\xda\x27" or data[12:16] != b"CmnD":
        raise ValueError("its format is another one")
    (count,) = struct.unpack_from("<I", data, header)
    entries = [struct.unpack_from("<II", data, header + 4 + 8 * i) for i in range(count)]
    ends = [offset for _, offset in entries[1:]] + [len(data) - header]
    found = {}
    for (name_offset, offset), end in zip(entries, ends):
        start = header + name_offset
        name = data[start : data.index(b"\0", start)].decode("ascii")
        found[name] = data[header + offset : header + end]
    return data[:header], found


def package(header, found):
    """The bytes of a package, with names sorted as ICU searches them."""
    names = sorted(found)
    toc = 4 + 8 * len(names)
    strings, name_offsets = b"", []
    for name in names:
        name_offsets.append(toc + len(strings))
        strings += name.encode("ascii") + b"\0"
    body, offsets = b"", []
    position = toc + len(strings)
    for name in names:
        padding = -position % 16
        body += b"\0" * padding + found[name]
        offsets.append(position + padding)
        position += padding + len(found[name])
    table = b"".join(struct.pack("<II", *pair) for pair in zip(name_offsets, offsets))
    return header + struct.pack("<I", len(names)) + table + strings + body


def main(archive, output):
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        subprocess.run(["ar", "x", archive, MEMBER], check=True, cwd=folder)
        symbols = subprocess.run(
            ["nm", "--defined-only", MEMBER], check=True, cwd=folder, capture_output=True, text=True
        ).stdout.split()
        symbol = next(word for word in symbols if re.fullmatch(r"icudt\d+_dat", word))
        subprocess.run(
            ["objcopy", "-O", "binary", "--only-section=.rodata", MEMBER, "all.dat"],
            check=True,
            cwd=folder,
        )
        header, found = items((folder / "all.dat").read_bytes())
        kept = {
            name: content for name, content in found.items() if is_needed(name.partition("/")[2])
        }
        (folder / "some.dat").write_bytes(package(header, kept))
        (folder / "data.s").write_text(
            f".section .rodata\n.balign 16\n.globl __wrap_{symbol}\n"
            f'__wrap_{symbol}:\n.incbin "{folder}/some.dat"\n'
            '.section .note.GNU-stack,"",@progbits\n'
        )
        subprocess.run(["clang", "-c", folder / "data.s", "-o", output], check=True)
        print(symbol)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except (OSError, ValueError, StopIteration, subprocess.CalledProcessError) as error:
        sys.exit(f"ICU's data cannot be reduced: {error}")
