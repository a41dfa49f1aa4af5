"""Times tokenizers in Octavo, tiktoken and Hugging Face's `tokenizers`, in turn, on one thread.

    python3 Benchmarks/compare_tokenizers.py DATA [--rounds N]

DATA is a folder with `tinyshakespeare.txt` (or another text of that name) and GPT-2's `gpt2/encoder.json` and `gpt2/vocab.bpe`.
Needs a Python with tiktoken and tokenizers.
"""

import argparse
import json
import os
import pathlib

os.environ["RAYON_NUM_THREADS"] = "1"

import tiktoken
import tokenizers

import compare
import program

GPT2_PATTERN = r"'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"


class Here:
    """Work of this program itself."""

    def __init__(self, work):
        self.work = work

    def milliseconds(self, repetitions):
        return program.timed(self.work, repetitions)


def gpt2(folder):
    """tiktoken's GPT-2, made of its two files instead of a download."""
    visible = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [byte for byte in range(256) if byte not in visible]
    bytes_of = {chr(byte): byte for byte in visible} | {chr(256 + i): byte for i, byte in enumerate(hidden)}
    encoder = json.loads((folder / "encoder.json").read_text())
    ranks = {bytes(bytes_of[c] for c in token): i for token, i in encoder.items() if token != "<|endoftext|>"}
    return tiktoken.Encoding("gpt2", pat_str=GPT2_PATTERN, mergeable_ranks=ranks, special_tokens={"<|endoftext|>": 50256})


def train(text, size):
    tokenizer = tokenizers.Tokenizer(tokenizers.models.BPE())
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = tokenizers.trainers.BpeTrainer(
        vocab_size=size, show_progress=False, initial_alphabet=tokenizers.pre_tokenizers.ByteLevel.alphabet())
    tokenizer.train_from_iterator(text.splitlines(keepends=True), trainer)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    path = program.program("octavo-benchmark")
    file = options.data / "tinyshakespeare.txt"
    text = file.read_text()
    folder = options.data / "gpt2"
    encoding = gpt2(folder)

    print(f"{compare.processor()}, one thread, tiktoken {tiktoken.__version__}, tokenizers {tokenizers.__version__}\n")
    print("| work | Octavo (ms) | other (ms) | ratio | ratios of the rounds | target |")
    print("| --- | ---: | ---: | ---: | --- | ---: |")
    rows = [
        ("encoding with GPT-2's vocabulary, tiktoken", ["encode", folder / "encoder.json", folder / "vocab.bpe", file],
         lambda: encoding.encode_ordinary(text), 5, 1.0),
        ("learning 4,096 tokens, Hugging Face", ["learn", 4096, file], lambda: train(text, 4096), 2, 0.5),
    ]
    for name, arguments, work, iterations, target in rows:
        worker = program.octavo(path, 1, *arguments)
        comparison = compare.Comparison(worker, Here(work), iterations, options.rounds)
        worker.close()
        print(f"| {name} | {comparison.octavo:.1f} | {comparison.other:.1f} | {comparison.ratio:.2f} | {comparison.range()} |"
              f" {target:.2f} |", flush=True)


if __name__ == "__main__":
    main()
