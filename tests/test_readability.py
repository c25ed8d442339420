"""The Flesch-Kincaid grade and the syllables it counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset.readability import count_syllables, reading_grade


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        *[("the", 1), ("bridge", 1), ("bridges", 2), ("village", 2), ("table", 2), ("tables", 2)],
        *[("walked", 1), ("wanted", 2), ("ended", 2), ("makes", 1), ("boxes", 2), ("people", 2)],
        *[("nation", 2), ("India", 3), ("radio", 3), ("being", 2), ("annual", 3), ("equal", 2)],
        *[("mayors", 2), ("eye", 1), ("eyes", 1), ("played", 1), ("files", 1), ("cooperate", 4)],
        *[("The", 1), ("MAYOR", 2), ("rhythm", 1), ("1,500", 1), ("", 1), ("Łódź", 1)],
    ],
)
def test_syllables(word: str, expected: int) -> None:
    assert count_syllables(word) == expected


@pytest.mark.parametrize(
    ("label", "sentences", "expected"),
    [
        ("no sentence", [], None),
        ("no word", [[], []], None),
        # 0.39 · 6 + 11.8 · 1 − 15.59
        ("short words", [["the", "cat", "sat", "on", "the", "mat"]], -1.4),
        # 0.39 · 3 + 11.8 · 11/3 − 15.59
        ("long words", [["international", "cooperation", "works"]], 28.8),
        ("empty sentences do not count", [["the", "cat"], [], ["sat", "down"]], -3.0),
    ],
)
def test_grade(label: str, sentences: list[list[str]], expected: float | None) -> None:
    assert reading_grade(sentences) == expected, label


@given(st.lists(st.lists(st.text(max_size=12), max_size=8), max_size=5))
def test_grade_does_not_depend_on_the_order(sentences: list[list[str]]) -> None:
    turned = [sentence[::-1] for sentence in sentences[::-1]]
    assert reading_grade(turned) == reading_grade(sentences)


@given(st.text(max_size=30))
def test_every_word_has_a_syllable(word: str) -> None:
    assert 1 <= count_syllables(word) <= max(1, 2 * len(word))


@pytest.mark.parametrize(
    ("label", "sentences", "published"),
    [
        # Wikipedia, "Flesch-Kincaid readability tests": 13 words, 24 syllables, grade 11.3.
        ("platypus", ["The Australian platypus is seemingly a hybrid of a mammal and reptilian creature"], 11.3),
        # The same: one-syllable sentences have the lowest grade there is, -3.40.
        ("one word", ["Go"], -3.4),
    ],
)  # fmt: skip
def test_grades_agree_with_published_examples(
    label: str, sentences: list[str], published: float
) -> None:
    grade = reading_grade([s.split() for s in sentences])
    assert grade == published, label
