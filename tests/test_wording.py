"""English wording: forms by example, and what must hold for any words."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen import wording
from quizgen.wording import Edit

WORD = st.sampled_from("the old harbour of Lyn Ana Ruiz was closed 44 Ostby, in".split())
PHRASES = st.lists(WORD, min_size=1, max_size=8).map(" ".join)
SPACED = st.lists(WORD, min_size=1, max_size=8).map("  ".join)
DAYS = st.dates(min_value=dt.date(1000, 1, 1))
PRECISIONS = st.sampled_from(["day", "month", "year"])


@pytest.mark.parametrize(
    ("label", "auxiliaries", "verb", "lemma", "rest", "expected"),
    [
        ("active", "", "left", "leave", "Ostby", "On what date did Ana Ruiz leave Ostby?"),
        ("no object", "", "fell", "fall", "", "On what date did Ana Ruiz fall?"),
        ("particle", "", "stepped", "step", "down", "On what date did Ana Ruiz step down?"),
        ("same form", "", "cut", "cut", "a ribbon", "On what date did Ana Ruiz cut a ribbon?"),
        ("passive", "was", "elected", "elect", "", "On what date was Ana Ruiz elected?"),
        ("agent", "was", "met", "meet", "by Tom", "On what date was Ana Ruiz met by Tom?"),
        ("perfect", "had", "gone", "go", "home", "On what date had Ana Ruiz gone home?"),
        ("two auxiliaries", "had been", "seen", "see", "", "On what date had Ana Ruiz been seen?"),
        ("three", "may have been", "seen", "see", "in Lyn", "On what date may Ana Ruiz have been seen in Lyn?"),
        ("comma left over", "", "met", "meet", "Tom ,", "On what date did Ana Ruiz meet Tom?"),
    ],
)  # fmt: skip
def test_a_question_moves_the_first_auxiliary_or_brings_in_did(
    label: str, auxiliaries: str, verb: str, lemma: str, rest: str, expected: str
) -> None:
    asked = wording.ask_adjunct(
        "On what date",
        "Ana Ruiz",
        auxiliaries=auxiliaries.split(),
        verb=verb,
        lemma=lemma,
        rest=rest,
    )
    assert asked == expected, label


@pytest.mark.parametrize(
    ("quotation", "expected"),
    [
        ("We agree.", "Who said, “We agree”?"),
        ("We agree", "Who said, “We agree”?"),
        ("Will you go?", "Who said, “Will you go?”"),
        ("Never!", "Who said, “Never!”?"),
        ("We work in the U.S.", "Who said, “We work in the U.S.”?"),
        ("Why? Nobody knows.", "Who said, “Why? Nobody knows”?"),
        ("They call it “the pit” here.", "Who said, “They call it ‘the pit’ here”?"),
        ('They call it "the pit" here.', "Who said, “They call it ‘the pit’ here”?"),
        ("He asked, “Why?”", "Who said, “He asked, ‘Why?’”?"),
        ("One line.\nTwo  lines.", "Who said, “One line. Two lines”?"),
    ],
)
def test_the_question_mark_goes_with_the_quotation(quotation: str, expected: str) -> None:
    assert wording.ask_speaker(quotation) == expected


@pytest.mark.parametrize(
    ("label", "function", "arguments", "expected"),
    [
        ("subject", wording.ask_subject, ("Who", "met Tom in Lyn"), "Who met Tom in Lyn?"),
        ("two", wording.ask_subject, ("Which two countries", "met"), "Which two countries met?"),
        ("statement", wording.state, ("the list", "held  nine names"), "The list held nine names."),
        ("comma", wording.state, ("Ana Ruiz", "met Tom ,"), "Ana Ruiz met Tom."),
        ("capital", wording.capitalise, ("a",), "A"),
        ("nothing", wording.capitalise, ("",), ""),
        ("name", wording.capitalise, ("McNeil left",), "McNeil left"),
        ("also", wording.drop_fillers, ("has also met",), "has met"),
        ("Too", wording.drop_fillers, ("saw too much already and left",), "saw much and left"),
        ("within a word", wording.drop_fillers, ("met the alsos",), "met the alsos"),
        ("doubled comma", wording.tidy, ("met, , him",), "met, him"),
        ("spaces", wording.tidy, (" met \n him .",), "met him."),
        ("day", wording.wh_date, ("day",), "On what date"),
        ("month", wording.wh_date, ("month",), "In which month"),
        ("year", wording.wh_date, ("year",), "In which year"),
    ],
)  # fmt: skip
def test_small_forms(label: str, function: object, arguments: tuple[str], expected: str) -> None:
    assert function(*arguments) == expected, label  # type: ignore[operator]


@pytest.mark.parametrize(
    ("day", "precision", "day_first", "words", "phrase"),
    [
        (dt.date(2021, 6, 4), "day", False, "June 4, 2021", "on June 4, 2021"),
        (dt.date(2021, 6, 4), "day", True, "4 June 2021", "on 4 June 2021"),
        (dt.date(2021, 6, 1), "month", False, "June 2021", "in June 2021"),
        (dt.date(2021, 6, 1), "month", True, "June 2021", "in June 2021"),
        (dt.date(999, 1, 1), "year", False, "999", "in 999"),
    ],
)
def test_dates_in_words(
    day: dt.date, precision: str, day_first: bool, words: str, phrase: str
) -> None:
    assert wording.format_date(day, precision=precision, day_first=day_first) == words
    assert wording.date_phrase(day, precision=precision, day_first=day_first) == phrase


@pytest.mark.parametrize(
    ("day", "precision", "expected"),
    [
        (dt.date(2021, 6, 4), "day",
         ["June 4, 2021", "4 June 2021", "Friday, June 4, 2021", "Friday 4 June 2021",
          "Jun 4, 2021", "4 Jun 2021", "June 4", "4 June", "2021-06-04"]),
        (dt.date(2021, 6, 1), "month", ["June 2021", "Jun 2021", "2021-06", "June"]),
        (dt.date(2021, 1, 1), "year", ["2021"]),
    ],
)  # fmt: skip
def test_dates_a_student_may_write(day: dt.date, precision: str, expected: list[str]) -> None:
    assert wording.date_forms(day, precision=precision) == expected


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("eight", 8.0, ["eight", "8"]),
        ("8", 8.0, ["8", "eight"]),
        ("1,500", 1500.0, ["1,500", "1500"]),
        ("1500", 1500.0, ["1500", "1,500"]),
        ("2.5", 2.5, ["2.5"]),
        ("1.5 million", 1.5e6, ["1.5 million", "1500000", "1,500,000"]),
        ("Ninety-nine", 99.0, ["Ninety-nine", "99", "ninety-nine"]),
    ],
)
def test_numbers_a_student_may_write(text: str, value: float, expected: list[str]) -> None:
    assert wording.number_forms(text, value) == expected


@pytest.mark.parametrize("value", [-1, 100, 1000])
def test_other_numbers_have_no_word(value: int) -> None:
    assert wording.number_word(value) is None


@given(PHRASES, SPACED, st.lists(st.sampled_from(["was", "had", "been"]), max_size=3))
def test_an_adjunct_question_has_one_mark_and_single_spaces(
    subject: str, rest: str, auxiliaries: list[str]
) -> None:
    asked = wording.ask_adjunct(
        "In which year", subject, auxiliaries=auxiliaries, verb="shut", lemma="shut", rest=rest
    )
    assert asked.count("?") == 1
    assert asked.endswith("?")
    assert "  " not in asked
    assert asked[0].isupper()


@given(st.sampled_from([*wording.WH_BY_TYPE.values(), *wording.WH_FOR_TWO.values()]), PHRASES)
def test_a_subject_question_is_the_predicate_as_it_stands(wh: str, predicate: str) -> None:
    asked = wording.ask_subject(wh, predicate)
    assert asked == f"{wh} {predicate}?"
    assert asked[0].isupper()


@given(st.text(alphabet="abc .!?\n“”", min_size=1, max_size=30).filter(str.strip))
def test_a_speaker_question_has_one_mark_at_its_end(quotation: str) -> None:
    asked = wording.ask_speaker(quotation)
    assert asked.startswith("Who said, “")
    assert asked.endswith(("”?", "?”"))
    assert "  " not in asked
    assert asked.count("?") - quotation.count("?") == (0 if asked.endswith("?”") else 1)


@given(PHRASES, SPACED)
def test_a_statement_has_one_stop_and_a_capital(subject: str, predicate: str) -> None:
    stated = wording.state(subject, predicate)
    assert stated.endswith(".")
    assert stated.count(".") == 1
    assert stated[0] == subject[0].upper()
    assert "  " not in stated


@given(
    st.text(alphabet="abc", min_size=30, max_size=40),
    st.lists(st.integers(0, 29), min_size=2, max_size=6, unique=True).map(sorted),
)
def test_edits_change_their_own_stretches_only(text: str, ends: list[int]) -> None:
    spans = list(zip(ends[::2], ends[1::2], strict=False))
    edits = [Edit(start, end, f"<{n}>", "test") for n, (start, end) in enumerate(spans)]
    expected, at = "", 0
    for edit in edits:
        expected += text[at : edit.start] + edit.new
        at = edit.end
    expected += text[at:]
    assert wording.apply_edits(text, 0, len(text), edits[::-1]) == expected


@pytest.mark.parametrize(
    ("label", "start", "end", "expected"),
    [
        ("inside", 0, 14, "Ana Ruiz met Tom"),
        ("before the stretch", 5, 14, "met Tom"),
        ("half inside", 2, 14, "iz met Tom"),
    ],
)
def test_an_edit_outside_the_stretch_is_not_made(
    label: str, start: int, end: int, expected: str
) -> None:
    edits = [Edit(0, 4, "Ana Ruiz", "full name")]
    assert wording.apply_edits("Ruiz met Tom .", start, end - 2, edits) == expected, label


@given(DAYS, PRECISIONS, st.booleans())
def test_the_printed_date_is_among_the_accepted_ones(
    day: dt.date, precision: str, day_first: bool
) -> None:
    forms = wording.date_forms(day, precision=precision)
    assert wording.format_date(day, precision=precision, day_first=day_first) in forms
    iso = day.isoformat()[: {"day": 10, "month": 7, "year": 4}[precision]]
    assert iso in forms


def read_number(word: str) -> int:
    """Read a number below 100 by its roots, not by the lists of the module."""
    roots = "zer one|fir two|twe thr|thi fou|for fiv|fif six sev eig nin".split()
    tens, _, ones = word.rpartition("-")
    special = {"ten": 10, "eleven": 11, "twelve": 12}
    if word in special:
        return special[word]
    found = {part: n for n, both in enumerate(roots) for part in both.split("|")}
    value = found[ones[:3]]
    if ones.endswith("teen"):
        value += 10
    if ones.endswith("ty"):
        value *= 10
    return value + (read_number(tens) if tens else 0)


@given(st.integers(0, 99))
def test_number_words_say_their_number(value: int) -> None:
    word = wording.number_word(value)
    assert word is not None
    assert re.fullmatch(r"[a-z]+(-[a-z]+)?", word)
    assert read_number(word) == value


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("say", "said"), ("tell", "told"), ("write", "wrote"), ("admit", "admitted"),
        ("reply", "replied"), ("point out", "pointed out"), ("hold", "held"), ("begin", "began"),
        ("leave", "left"), ("cut", "cut"), ("take", "took"), ("strike", "struck"),
    ],
)  # fmt: skip
def test_irregular_verbs_have_their_own_past(verb: str, expected: str) -> None:
    assert wording.past(verb) == expected


def test_who_told_takes_the_verb_of_the_cue() -> None:
    asked = wording.ask_teller(
        "Which organisation", "warn", "the piers of the Lyn Bridge were weak,"
    )
    assert asked == "Which organisation warned that the piers of the Lyn Bridge were weak?"


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [
        ("who opened the bridge?", None, "Who opened the bridge?"),
        ("who opened the bridge?", "Ana Ruiz", "According to Ana Ruiz, who opened the bridge?"),
        ("the bridge is safe", "the Lyn Company", "According to the Lyn Company, the bridge is safe"),
    ],
)  # fmt: skip
def test_a_claim_keeps_its_source(text: str, source: str | None, expected: str) -> None:
    assert wording.attribute(text, source) == expected


@pytest.mark.parametrize(
    ("words", "verb", "expected"),
    [
        ("We agree.", "said", "Ana Ruiz said, “We agree.”"),
        ("We agree,", "said", "Ana Ruiz said, “We agree.”"),
        ("Will you go?", "said", "Ana Ruiz said, “Will you go?”"),
        ("We agree", "wrote", "Ana Ruiz wrote, “We agree.”"),
        ("He said “no.”", "said", "Ana Ruiz said, “He said ‘no.’”"),
    ],
)
def test_an_utterance_is_stated_with_its_speaker(words: str, verb: str, expected: str) -> None:
    assert wording.quoted("Ana Ruiz", words, verb) == expected


def test_a_statement_that_ends_in_an_abbreviation_has_one_stop() -> None:
    assert wording.state("Ana Ruiz", "works in the U.S.") == "Ana Ruiz works in the U.S."


@given(st.integers(2, 9_999_999), st.sampled_from(["1,500", "44", "eight"]))
def test_a_number_in_anothers_notation_reads_back(value: int, written: str) -> None:
    made = wording.number_like(float(value), written)
    assert made is None or wording.number_of(made) == value
    if written != "eight":
        assert made is not None


@given(PHRASES, PHRASES, st.sampled_from([None, "Ana Ruiz", "the Lyn Company"]))
def test_attribution_adds_the_source_and_changes_nothing_else(
    subject: str, predicate: str, source: str | None
) -> None:
    plain = wording.state(subject, predicate)
    told = wording.state(subject, predicate, source=source)
    if source is None:
        assert told == plain
    else:
        assert told.startswith(f"According to {source}, ")
        assert told.removeprefix(f"According to {source}, ").lower() == plain.lower()


def test_fillers_go_and_nothing_else() -> None:
    assert wording.drop_fillers("has also already praised the alsos") == "has praised the alsos"
