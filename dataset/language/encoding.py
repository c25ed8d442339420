"""What the encoder is shown of a text: word pieces, letter shapes, and marks at each word.

Training (:mod:`dataset.language.train`) and running (:mod:`dataset.language.parser`)
share this module, so that the network sees the same input in both.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from dataset.language.gazetteer import KINDS, Gazetteer

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

# Typographic marks are shown to the encoder in their plain form, because the treebanks
# hold few curly ones; the text itself is never changed.
PLAIN_MARKS = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "‘": "'",
        "’": "'",
        "‚": "'",
        "‛": "'",
        "–": "-",
        "—": "-",
        "−": "-",
        "‐": "-",
        "‑": "-",
        "…": "...",
        "\u00a0": " ",
    }
)

# A word of more pieces than this is a web address or noise; its start tells enough.
MAX_PIECES_PER_WORD = 8
# BERT's own limit: a longer "word" is unknown to it.
MAX_LETTERS_PER_WORD = 100

N_SHAPES = 9


def letter_shape(word: str) -> int:
    """Return the class (1–8) of a word's letters; 0 is kept for the root.

    The encoder is uncased, so this is all it learns of capitals and digits.

    >>> [letter_shape(w) for w in ["1994", "3rd", "--", "the", "I", "EU", "Vilnius", "McCain"]]
    [1, 2, 3, 4, 5, 6, 7, 8]
    """
    if word.isdigit():
        return 1
    if any(c.isdigit() for c in word):
        return 2
    if not any(c.isalpha() for c in word):
        return 3
    if word.islower():
        return 4
    if word.isupper():
        return 5 if len(word) == 1 else 6
    if word[0].isupper() and word[1:].islower():
        return 7
    return 8


class WordPieces:
    """Greedy longest-match word pieces of single words (Wu et al. 2016), uncased.

    Words are lower-cased, stripped of combining marks and split at punctuation, as
    BERT's own tokenizer does; ``tests/language`` compares the two on real text.

    Args:
        vocabulary: the pieces, in the order of their ids; continuations begin ``##``.
    """

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._ids = {piece: i for i, piece in enumerate(vocabulary)}
        self.pad, self.unknown = self._ids["[PAD]"], self._ids["[UNK]"]
        self.start, self.end = self._ids["[CLS]"], self._ids["[SEP]"]
        # Names and common words recur within and across articles.
        self.split = lru_cache(maxsize=50_000)(self._split)

    @classmethod
    def from_file(cls, path: Path) -> WordPieces:
        """Read a vocabulary file: one piece a line."""
        return cls(path.read_text(encoding="utf-8").splitlines())

    def _split(self, word: str) -> tuple[int, ...]:
        plain = unicodedata.normalize("NFD", word.translate(PLAIN_MARKS))
        # Letter by letter: BERT knows no final sigma.
        plain = "".join(c.lower() for c in plain if not _is_dropped(c))
        ids: list[int] = []
        for run in _split_at_punctuation(plain):
            ids.extend(self._match(run))
        return tuple(ids[:MAX_PIECES_PER_WORD]) or (self.unknown,)

    def _match(self, run: str) -> list[int]:
        if len(run) > MAX_LETTERS_PER_WORD:
            return [self.unknown]
        ids: list[int] = []
        start = 0
        while start < len(run):
            prefix = "##" if start else ""
            for end in range(len(run), start, -1):
                piece = self._ids.get(prefix + run[start:end])
                if piece is not None:
                    ids.append(piece)
                    start = end
                    break
            else:
                return [self.unknown]
        return ids


_CHINESE = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2FA1F))


def _is_dropped(c: str) -> bool:
    return unicodedata.category(c) in {"Mn", "Cc", "Cf", "Co"} or c == "\ufffd"


def _is_punctuation(c: str) -> bool:
    # BERT counts every ASCII symbol as punctuation, also those Unicode calls symbols, and
    # splits at every Chinese character as at punctuation.
    if c >= "\u3400" and any(first <= ord(c) <= last for first, last in _CHINESE):
        return True
    return (c.isascii() and not c.isalnum() and not c.isspace()) or unicodedata.category(
        c
    ).startswith("P")


def _split_at_punctuation(text: str) -> list[str]:
    runs: list[str] = []
    fresh = True
    for c in text:
        if c.isspace():
            fresh = True
        elif _is_punctuation(c):
            runs.append(c)
            fresh = True
        elif fresh:
            runs.append(c)
            fresh = False
        else:
            runs[-1] += c
    return runs


class Encoded(NamedTuple):
    """A window of words as the network takes it.

    ``pieces`` and ``word_of`` (the word of each piece, 0 for the frame's marks) run over the
    word pieces; ``first``, ``shapes`` and ``marks`` over the words, with the root at position 0.
    """

    pieces: list[int]
    word_of: list[int]
    first: list[int]
    shapes: list[int]
    marks: list[int]


# What is marked at a word beside the kinds of the gazetteer: no space before it, and that it
# opens a paragraph.
JOINED, OPENS = 1 << len(KINDS), 1 << (len(KINDS) + 1)
N_MARKS = len(KINDS) + 2


def mark(
    words: Sequence[str], gazetteer: Gazetteer, joined: Sequence[bool], opens: Sequence[bool]
) -> list[int]:
    """Return a bit mask for each word of a window.

    Args:
        words: the words.
        gazetteer: lists of names.
        joined: whether no space stands before a word.
        opens: whether a word opens a paragraph.
    """
    return [
        flags | (JOINED if tight else 0) | (OPENS if first else 0)
        for flags, tight, first in zip(gazetteer.flags(words), joined, opens, strict=True)
    ]


def encode(words: Sequence[str], pieces: WordPieces, marks: Sequence[int]) -> Encoded:
    """Return the numbers of a window; ``marks`` is a bit mask for each word."""
    ids, word_of, first, shapes = [pieces.start], [0], [0], [0]
    for n, word in enumerate(words, 1):
        first.append(len(ids))
        own = pieces.split(word)
        ids.extend(own)
        word_of.extend([n] * len(own))
        shapes.append(letter_shape(word))
    ids.append(pieces.end)
    word_of.append(0)
    return Encoded(ids, word_of, first, shapes, [0, *marks])


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows padded to one size.

    ``pieces``, ``attention`` and ``word_of`` are windows x pieces; ``first`` and ``shapes`` are
    windows x (1 + words), all int64; ``marks`` is windows x (1 + words) x N_MARKS, float32.
    """

    pieces: Integers
    attention: Integers
    word_of: Integers
    first: Integers
    shapes: Integers
    marks: Floats

    def as_inputs(self) -> dict[str, npt.NDArray[Any]]:
        """Return the arrays under the names of the ONNX graph's inputs."""
        return {name: getattr(self, name) for name in INPUT_NAMES}


INPUT_NAMES = ("pieces", "attention", "word_of", "first", "shapes", "marks")
OUTPUT_NAMES = ("arcs", "labels", "xpos", "upos", "features", "lemmas", "entities", "starts")


def pad(windows: Sequence[Encoded], padding: int) -> Batch:
    """Pad encoded windows to the longest of them."""
    marks = fill([w.marks for w in windows], 0)
    bits = (marks[..., None] >> np.arange(N_MARKS)) & 1
    return Batch(
        pieces=fill([w.pieces for w in windows], padding),
        attention=fill([[1] * len(w.pieces) for w in windows], 0),
        word_of=fill([w.word_of for w in windows], 0),
        first=fill([w.first for w in windows], 0),
        shapes=fill([w.shapes for w in windows], 0),
        marks=bits.astype(np.float32),
    )


def fill(rows: Sequence[Sequence[int]], padding: int) -> Integers:
    """Return rows of unequal length as one array, padded at the end."""
    out = np.full((len(rows), max(map(len, rows))), padding, dtype=np.int64)
    for i, row in enumerate(rows):
        out[i, : len(row)] = row
    return out
