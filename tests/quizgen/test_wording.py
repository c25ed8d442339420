"""English wording: forms by example, and what must hold for any words."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen import wording
from quizgen.wording import Edit

WORDS = st.lists(st.sampled_from("the old harbour of Lyn Anna Berg closed 44".split()), min_size=1)


@pytest.mark.parametrize(
    ("auxiliaries", "verb", "lemma", "rest", "expected"),
    [
        ([], "left", "leave", "Oslo", "On what date did Ana Ruiz leave Oslo?"),
        ([], "stepped", "step", "down", "On what date did Ana Ruiz step down?"),
        (["was"], "elected", "elect", "", "On what date was Ana Ruiz elected?"),
        (["had", "been"], "seen", "see", "in Rome", "On what date had Ana Ruiz been seen in Rome?"),
    ],
)
def test_a_question_moves_the_first_auxiliary_or_brings_in_did(
    auxiliaries: list[str], verb: str, lemma: str, rest: str, expected: str
) -> None:
    asked = wording.ask_adjunct(
        "On what date", "Ana Ruiz", auxiliaries=auxiliaries, verb=verb, lemma=lemma, rest=rest
    )
    assert asked == expected


@pytest.mark.parametrize(
    ("quotation", "expected"),
    [
        ("We agree.", "Who said, “We agree”?"),
        ("We agree", "Who said, “We agree”?"),
        ("Will you go?", "Who said, “Will you go?”"),
        ("Never!", "Who said, “Never!”?"),
        ("They call it “the pit” here.", "Who said, “They call it ‘the pit’ here”?"),
        ("One line.\nTwo lines.", "Who said, “One line. Two lines”?"),
    ],
)
def test_the_question_mark_goes_with_the_quotation(quotation: str, expected: str) -> None:
    assert wording.ask_speaker(quotation) == expected


@given(WORDS, WORDS)
def test_any_question_has_one_mark_and_single_spaces(subject: list[str], rest: list[str]) -> None:
    asked = wording.ask_adjunct(
        "In which year",
        " ".join(subject),
        auxiliaries=[],
        verb="closed",
        lemma="close",
        rest=" ".join(rest),
    )
    assert asked.count("?") == 1
    assert asked.endswith("?")
    assert "  " not in asked


@given(st.text(alphabet="abc ,.", min_size=20, max_size=40), st.integers(0, 9), st.integers(1, 9))
def test_an_edit_changes_its_own_stretch_only(text: str, start: int, length: int) -> None:
    edited = wording.apply_edits(text, 0, len(text), [Edit(start, start + length, "X", "test")])
    assert edited == wording.tidy(text[:start] + "X" + text[start + length :])


@given(st.dates(min_value=dt.date(1000, 1, 1)), st.booleans())
def test_the_printed_date_is_among_the_accepted_ones(day: dt.date, day_first: bool) -> None:
    assert wording.format_date(day, day_first=day_first) in wording.date_forms(day, precision="day")


@given(st.integers(0, 99))
def test_number_words_say_their_number(value: int) -> None:
    word = wording.number_word(value)
    assert word is not None
    units = {wording.number_word(n): n for n in range(20)}
    tens = {wording.number_word(n): n for n in range(20, 100, 10)}
    first, _, second = word.partition("-")
    assert {**units, **tens}[first] + (units[second] if second else 0) == value


def test_fillers_go_and_nothing_else() -> None:
    assert wording.drop_fillers("has also already praised the alsos") == "has praised the alsos"
