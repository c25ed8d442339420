"""Sentences and the marks around them."""

from __future__ import annotations

import pytest

import dataset.language
from dataset.language.parser import _with_mark


@pytest.mark.parametrize(
    ("text", "word", "begins"),
    [
        ("He left. “And so did she.”", "And", "“"),
        ('He left. "And so did she."', "And", '"'),
        ("He left. (“And so did she.”)", "And", "("),
        ("He left. And so did she.", "And", "And"),
        ("“He left.” And so did she.", "And", "And"),
        ('"He left." And so did she.', "And", "And"),
        ("“He left”And so did she.", "And", "And"),
    ],
)
def test_a_sentence_begins_at_the_mark_that_opens_it(text: str, word: str, begins: str) -> None:
    doc = dataset.language.load().make_doc(text)
    place = next(t.i for t in doc if t.text == word)
    assert doc[_with_mark(doc, range(len(doc)), place)].text == begins


def test_marks_without_spaces_are_words() -> None:
    words = [t.text for t in dataset.language.load().make_doc("He said,“Look!”Then he left.")]
    assert words == ["He", "said", ",", "“", "Look", "!", "”", "Then", "he", "left", "."]
