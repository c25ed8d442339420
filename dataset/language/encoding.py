"""What the encoder is shown of a text: word pieces, and the letter shape of each word.

Training (:mod:`dataset.language.train`) and running (:mod:`dataset.language.parser`)
share this module, so that the network sees the same input in both.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

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
    """One sentence as the network takes it. Position 0 of ``first`` and ``shapes`` is the root."""

    pieces: list[int]
    first: list[int]
    shapes: list[int]


def encode(words: Iterable[str], pieces: WordPieces) -> Encoded:
    """Return the piece ids of a sentence and, for the root and each word, its first piece."""
    ids, first, shapes = [pieces.start], [0], [0]
    for word in words:
        first.append(len(ids))
        ids.extend(pieces.split(word))
        shapes.append(letter_shape(word))
    ids.append(pieces.end)
    return Encoded(ids, first, shapes)


@dataclass(frozen=True, slots=True)
class Batch:
    """Sentences padded to one size.

    ``pieces`` and ``attention`` are sentences x pieces; ``first`` and ``shapes`` are
    sentences x (1 + words). All int64, as ONNX wants them.
    """

    pieces: npt.NDArray[np.int64]
    attention: npt.NDArray[np.int64]
    first: npt.NDArray[np.int64]
    shapes: npt.NDArray[np.int64]

    def as_inputs(self) -> dict[str, npt.NDArray[np.int64]]:
        """Return the arrays under the names of the ONNX graph's inputs."""
        return {name: getattr(self, name) for name in INPUT_NAMES}


INPUT_NAMES = ("pieces", "attention", "first", "shapes")
OUTPUT_NAMES = ("arcs", "labels", "xpos", "upos", "entities")


def pad(sentences: Sequence[Encoded], padding: int) -> Batch:
    """Pad encoded sentences to the longest of them."""
    attention = fill([[1] * len(s.pieces) for s in sentences], 0)
    return Batch(
        pieces=fill([s.pieces for s in sentences], padding),
        attention=attention,
        first=fill([s.first for s in sentences], 0),
        shapes=fill([s.shapes for s in sentences], 0),
    )


def fill(rows: Sequence[Sequence[int]], padding: int) -> npt.NDArray[np.int64]:
    """Return rows of unequal length as one array, padded at the end."""
    out = np.full((len(rows), max(map(len, rows))), padding, dtype=np.int64)
    for i, row in enumerate(rows):
        out[i, : len(row)] = row
    return out
