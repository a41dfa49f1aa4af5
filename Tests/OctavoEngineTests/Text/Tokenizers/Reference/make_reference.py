"""Writes the cases that the tokenizer tests read, by tiktoken, Hugging Face's tokenizers and regex.

    python make_reference.py GPT2_FOLDER                     writes the committed files beside this one
    python make_reference.py GPT2_FOLDER --gpt2 10000 FILE   writes that many cases for GPT-2 alone;
                                                             OCTAVO_GPT2_CASES=FILE makes the tests read them

GPT2_FOLDER holds GPT-2's encoder.json and vocab.bpe.
"""

import json
import pathlib
import random
import sys

import regex
import tiktoken
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

HERE = pathlib.Path(__file__).parent
PATTERN = r"'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"


def llama3(numbers):
    return (
        r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|" + numbers
        + r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
    )


PATTERNS = {"gpt2": PATTERN, "llama3": llama3(r"\p{N}{1,3}"), "qwen2": llama3(r"\p{N}")}

BLOCKS = [
    (0x20, 0x7E), (0x00, 0x1F), (0x7F, 0xA0), (0xA1, 0x17F), (0x250, 0x36F), (0x391, 0x3C9),
    (0x400, 0x4FF), (0x5D0, 0x5EA), (0x620, 0x669), (0x905, 0x970), (0xE01, 0xE3A), (0x1100, 0x1159),
    (0x1680, 0x1680), (0x2000, 0x206F), (0x2070, 0x2079), (0x2150, 0x2188), (0x2460, 0x249B),
    (0x3000, 0x30FF), (0x4E00, 0x9FA5), (0xAC00, 0xD7A3), (0xE000, 0xE010), (0xFB1D, 0xFFEF),
    (0xFFFD, 0xFFFD), (0x10400, 0x1044F), (0x1D7CE, 0x1D7FF), (0x1F300, 0x1F64F), (0x20000, 0x2A6D6),
    (0xE0001, 0xE007F),
]
WORDS = """the quick brown fox jumps over a lazy dog Where art thou Octavo's it'll we've they're I'm
she'd don't HELLO world naïve café Straße Ελλάδα Москва שלום مرحبا नमस्ते 日本語 한국어 ไทย x=1; //
print("hi")""".split()
SPACES = [" ", "  ", "\n", "\t", " \n ", "\r\n", "\n\n\n", "\u3000", "\u2028", "\x85", "\xa0", "     "]
MARKS = ["'s", "'S", "'LL", "'\u017f", "''s", "(a", "!\r\n\n", "\u2581", "'", "'l", "'re", "…", "—", "<|endoftext", "\ufffd", "e\u0301", "👩‍👩‍👧‍👦", "🇩🇪", "½", "Ⅷ", "٣"]


def random_string(source):
    def part():
        kind = source.random()
        if kind < 0.3:
            return source.choice(WORDS)
        if kind < 0.42:
            return source.choice(SPACES)
        if kind < 0.52:
            return source.choice(MARKS)
        if kind < 0.6:
            return str(source.randrange(10 ** source.randrange(1, 9)))
        if kind < 0.62:
            return source.choice("ax-=é") * source.randrange(1, 120)
        low, high = source.choice(BLOCKS)
        return "".join(chr(source.randint(low, high)) for _ in range(source.randrange(1, 5)))

    return "".join(source.choice(["", " "]) + part() for _ in range(source.randrange(10)))


def random_strings(seed, count):
    source = random.Random(seed)
    return [random_string(source) for _ in range(count)]


def gpt2(folder):
    characters = [b for b in range(256) if 0x21 <= b <= 0x7E or (0xA1 <= b <= 0xFF and b != 0xAD)]
    spelled = {chr(b): b for b in characters}
    spelled |= {chr(256 + n): b for n, b in enumerate(b for b in range(256) if b not in characters)}
    encoder = json.loads((pathlib.Path(folder) / "encoder.json").read_text())
    end = encoder.pop("<|endoftext|>")
    ranks = {bytes(spelled[c] for c in token): rank for token, rank in encoder.items()}
    return tiktoken.Encoding(
        "gpt2", pat_str=PATTERN, mergeable_ranks=ranks, special_tokens={"<|endoftext|>": end}
    )


def gpt2_cases(folder, count):
    encoding = gpt2(folder)
    texts = ["hello world", ""] + random_strings(1, count)
    return [{"text": text, "tokens": encoding.encode_ordinary(text)} for text in texts]


def piece_cases():
    texts = random_strings(2, 60)
    between_digits = regex.compile(r"\p{N}|[^\p{N}]+")

    def single_digits(text):
        for part in between_digits.findall(text):
            yield from [part] if regex.fullmatch(r"\p{N}", part) else regex.findall(PATTERN, part)

    return [
        {"text": text, "singleDigits": list(single_digits(text))}
        | {name: regex.findall(pattern, text) for name, pattern in PATTERNS.items()}
        for text in texts
    ]


def byte_level(splitting):
    if splitting not in ("llama3", "qwen2"):
        return pre_tokenizers.ByteLevel(add_prefix_space=False)
    split = pre_tokenizers.Split(Regex(PATTERNS[splitting]), "isolated")
    return pre_tokenizers.Sequence(
        [split, pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)]
    )


def trained(splitting, alphabet, size, special_tokens, text, texts):
    byte_fallback = alphabet == "characters"
    tokenizer = Tokenizer(models.BPE(byte_fallback=byte_fallback))
    if byte_fallback:
        words = pre_tokenizers.Split(Regex(PATTERNS.get(splitting, PATTERN)), "isolated")
        first = special_tokens + [f"<0x{byte:02X}>" for byte in range(256)]
    else:
        words = byte_level(splitting)
        first = special_tokens
    digits = pre_tokenizers.Digits(individual_digits=True)
    tokenizer.pre_tokenizer = (
        pre_tokenizers.Sequence([digits, words]) if splitting == "singleDigits" else words
    )
    tokenizer.train_from_iterator(
        [text],
        trainers.BpeTrainer(
            vocab_size=size,
            initial_alphabet=[] if byte_fallback else pre_tokenizers.ByteLevel.alphabet(),
            special_tokens=first,
            show_progress=False,
        ),
    )
    # The bytes to fall back on were special only to be numbered first.
    saved = json.loads(tokenizer.to_str())
    saved["added_tokens"] = saved["added_tokens"][: len(special_tokens)]
    tokenizer = Tokenizer.from_str(json.dumps(saved))
    vocabulary = tokenizer.get_vocab()
    return {
        "splitting": splitting,
        "alphabet": alphabet,
        "vocabularySize": size,
        "specialTokens": special_tokens,
        "merges": [
            [vocabulary[left], vocabulary[right], vocabulary[left + right]]
            for left, right in saved["model"]["merges"]
        ],
        "cases": [{"text": text, "tokens": tokenizer.encode(text).ids} for text in texts],
    }


def trained_cases():
    text = " ".join(random_strings(3, 80)) + " aaaaaa aaa aaaaaaaaa banana bananas abababab" * 3
    texts = random_strings(4, 12) + ["banana<|end|>banana 1995", "aaaaaaaaaaaaaaa"]
    settings = [
        ("gpt2", "bytes", 700, []),
        ("singleDigits", "bytes", 500, ["<|end|>", "<|pad|>"]),
        ("gpt2", "characters", 900, ["<|end|>"]),
        ("singleDigits", "characters", 100_000, []),
        ("llama3", "bytes", 600, ["<|end|>"]),
        ("qwen2", "characters", 700, []),
    ]
    return {"text": text, "tokenizers": [trained(*setting, text, texts) for setting in settings]}


def saved_cases():
    """Tokenizers as other tools save them: spaces marked, and pieces that are tokens not merged."""
    text = " ".join(random_strings(5, 60)) + " the theatre they then" * 9
    texts = random_strings(6, 15) + ["", " ", "the then", "e\u0301 <s>a\u030a\u0323", " the", "<s>the</s> the<s>"]
    marked = Tokenizer(models.BPE(byte_fallback=True))
    marked.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always", split=True)
    first = ["<s>", "</s>"] + [f"<0x{byte:02X}>" for byte in range(256)]
    marked.train_from_iterator(
        [text], trainers.BpeTrainer(vocab_size=700, special_tokens=first, show_progress=False)
    )
    marked.pre_tokenizer = None
    marked.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    )
    whole = Tokenizer(models.BPE())
    whole.pre_tokenizer = byte_level("llama3")
    whole.decoder = decoders.ByteLevel()
    whole.train_from_iterator(
        [text],
        trainers.BpeTrainer(
            vocab_size=600,
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            special_tokens=["<s>"],
            show_progress=False,
        ),
    )
    for name in ["spacePrefixed", "spaceEnsured", "composed", "takesWholePieces"]:
        saved = json.loads((whole if name in ("composed", "takesWholePieces") else marked).to_str())
        saved["added_tokens"] = saved["added_tokens"][: 1 if name in ("composed", "takesWholePieces") else 2]
        if name == "takesWholePieces":
            saved["model"]["ignore_merges"] = True
            # Without these merges only whole pieces become the longer tokens.
            saved["model"]["merges"] = saved["model"]["merges"][:150]
        tokenizer = Tokenizer.from_str(json.dumps(saved))
        if name == "spacePrefixed":
            tokenizer.normalizer = normalizers.Sequence(
                [normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")]
            )
        elif name == "composed":
            tokenizer.normalizer = normalizers.NFC()
        elif name == "spaceEnsured":
            tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="first", split=False)
        cases = [(text, tokenizer.encode(text).ids) for text in texts]
        yield {
            "name": name,
            "tokenizer": tokenizer.to_str(),
            "cases": [
                {"text": text, "tokens": ids, "decoded": tokenizer.decode(ids, skip_special_tokens=False)}
                for text, ids in cases
            ],
        }


def write(path, value):
    path.write_text(json.dumps(value, ensure_ascii=True, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    if sys.argv[2:3] == ["--gpt2"]:
        write(pathlib.Path(sys.argv[4]), gpt2_cases(sys.argv[1], int(sys.argv[3])))
    else:
        write(HERE / "gpt2.json", gpt2_cases(sys.argv[1], 200))
        write(HERE / "pieces.json", piece_cases())
        write(HERE / "trained.json", trained_cases())
        write(HERE / "saved.json", list(saved_cases()))
