"""Word pieces like the original's, shapes of letters, and arrays of one size."""

from __future__ import annotations

import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import BertWordPieceTokenizer

from dataset.language import SHIPPED
from dataset.language.encoding import (
    INPUT_NAMES,
    JOINED,
    MAX_PIECES_PER_WORD,
    N_MARKS,
    OPENS,
    PLAIN_MARKS,
    Encoded,
    WordPieces,
    encode,
    letter_shape,
    pad,
)

VOCABULARY = SHIPPED / "vocab.txt"


@pytest.fixture(scope="module")
def pieces() -> WordPieces:
    return WordPieces.from_file(VOCABULARY)


@pytest.fixture(scope="module")
def original() -> BertWordPieceTokenizer:
    return BertWordPieceTokenizer(str(VOCABULARY), lowercase=True, strip_accents=True)


def as_original(word: str, pieces: WordPieces, original: BertWordPieceTokenizer) -> tuple[int, ...]:
    ids = original.encode(word.translate(PLAIN_MARKS), add_special_tokens=False).ids
    return tuple(ids[:MAX_PIECES_PER_WORD]) or (pieces.unknown,)


WORDS = [
    "the",
    "bridges",
    "Keller",
    "Lindqvist’s",
    "“safe”",
    "—",
    "…",
    "U.S.",
    "twenty-two",
    "1,500",
    "3rd",
    "$2.5",
    "50%",
    "C++",
    "naïve",
    "Žižek",
    "Ærø",
    "İstanbul",
    "Ångström",
    "straße",
    "ΑΣ",
    "ЩУКА",
    "北京",
    "abc北京abc",
    "한국",
    "été",
    "zero\u200bwidth",
    "\u200b",
    "�",
    "\ue000",
    "antidisestablishmentarianism",
    "https://example.org/a/very/long/address?with=many&parts=2#end",
]


@pytest.mark.parametrize("word", [*WORDS, "x" * 100, "x" * 101, "\x07", ""])
def test_words_are_cut_as_the_original_cuts_them(
    word: str, pieces: WordPieces, original: BertWordPieceTokenizer
) -> None:
    assert pieces.split(word) == as_original(word, pieces, original)


# Characters whose category no version of Unicode has changed; white space ends a word.
LETTERS = st.characters(max_codepoint=0x9FFF, exclude_categories=["Cs", "Cn"]).filter(
    lambda c: not c.isspace() and unicodedata.ucd_3_2_0.category(c) == unicodedata.category(c)
)


@given(
    st.one_of(
        st.text(LETTERS, min_size=1, max_size=12),
        st.text("abcdefghijklmnopqrstuvwxyzABCéüñ’'-.,0123456789", min_size=1, max_size=40),
    )
)
@settings(deadline=None, max_examples=300)
def test_any_word_is_cut_as_the_original_cuts_it(word: str) -> None:
    pieces, original = _BOTH
    assert pieces.split(word) == as_original(word, pieces, original)


_BOTH = (
    WordPieces.from_file(VOCABULARY),
    BertWordPieceTokenizer(str(VOCABULARY), lowercase=True, strip_accents=True),
)


@given(st.text(max_size=20))
@settings(deadline=None, max_examples=100)
def test_every_word_has_a_shape_and_at_least_one_piece(word: str) -> None:
    pieces, _ = _BOTH
    assert 1 <= len(pieces.split(word)) <= MAX_PIECES_PER_WORD
    assert 1 <= letter_shape(word) <= 8


def test_a_window_begins_with_the_root_and_points_at_first_pieces(pieces: WordPieces) -> None:
    words = ["Keller", "unhesitatingly", "left", "."]
    split = [pieces.split(w) for w in words]
    ids = [pieces.start, *(i for word in split for i in word), pieces.end]
    first = [1 + sum(map(len, split[:n])) for n in range(len(words))]
    word_of = [0, *(n for n, word in enumerate(split, 1) for _ in word), 0]
    assert len(split[1]) > 1
    assert encode(words, pieces, [OPENS, 0, 0, JOINED]) == Encoded(
        ids, word_of, [0, *first], [0, 7, 4, 4, 3], [0, OPENS, 0, 0, JOINED]
    )


def test_a_batch_is_padded_to_its_longest_window() -> None:
    batch = pad(
        [
            Encoded([1, 5, 2], [0, 1, 0], [0, 1], [0, 4], [0, JOINED]),
            Encoded([1, 5, 6, 2], [0, 1, 2, 0], [0, 1, 2], [0, 4, 7], [0, 0, OPENS | 1]),
        ],
        9,
    )
    arrays = batch.as_inputs()
    marks = arrays.pop("marks")
    assert (*arrays, "marks") == INPUT_NAMES
    assert {a.dtype for a in arrays.values()} == {np.dtype(np.int64)}
    assert {name: a.tolist() for name, a in arrays.items()} == {
        "pieces": [[1, 5, 2, 9], [1, 5, 6, 2]],
        "attention": [[1, 1, 1, 0], [1, 1, 1, 1]],
        "word_of": [[0, 1, 0, 0], [0, 1, 2, 0]],
        "first": [[0, 1, 0], [0, 1, 2]],
        "shapes": [[0, 4, 0], [0, 4, 7]],
    }
    assert marks.dtype == np.dtype(np.float32)
    joined, opens = N_MARKS - 2, N_MARKS - 1
    assert {tuple(map(int, at)) for at in np.argwhere(marks)} == {
        (0, 1, joined),
        (1, 2, opens),
        (1, 2, 0),
    }
