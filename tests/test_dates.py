"""Date expressions: what is found, what it means, and what is left alone."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset.dates import PRECISIONS, Precision, find_dates, is_relative, resolve

WEDNESDAY = dt.date(2021, 6, 16)

ABSOLUTE = [
    ("2021-05-03", "2021-05-03", "2021-05-03", "day"),
    ("3/13/2021", "2021-03-13", "2021-03-13", "day"),
    ("13.3.2021", "2021-03-13", "2021-03-13", "day"),
    ("4/4/2021", "2021-04-04", "2021-04-04", "day"),
    ("May 3, 2021", "2021-05-03", "2021-05-03", "day"),
    ("on Monday, May 3rd, 2021", "2021-05-03", "2021-05-03", "day"),
    ("3 May 2021", "2021-05-03", "2021-05-03", "day"),
    ("the 3rd of May 2021", "2021-05-03", "2021-05-03", "day"),
    ("Sept. 5, 2021", "2021-09-05", "2021-09-05", "day"),
    ("the evening of 3 May 2021", "2021-05-03", "2021-05-03", "day"),
    ("February 2020", "2020-02-01", "2020-02-29", "month"),
    ("late February 2021", "2021-02-01", "2021-02-28", "month"),
    ("in 2019", "2019-01-01", "2019-12-31", "year"),
    ("early 2019", "2019-01-01", "2019-12-31", "year"),
    ("842 AD", "0842-01-01", "0842-12-31", "year"),
    ("the summer of 2019", "2019-06-01", "2019-08-31", "season"),
    ("winter 2019-20", "2019-12-01", "2020-02-29", "season"),
    ("the third quarter of 2019", "2019-07-01", "2019-09-30", "range"),
    ("first half of 2019", "2019-01-01", "2019-06-30", "range"),
    ("the 1960s", "1960-01-01", "1969-12-31", "decade"),
    ("the early 1960s", "1960-01-01", "1964-12-31", "range"),
    ("the late 1960s", "1965-01-01", "1969-12-31", "range"),
    ("the ’80s", "1980-01-01", "1989-12-31", "decade"),
    ("the 1980’s", "1980-01-01", "1989-12-31", "decade"),
    ("the late 19th century", "1875-01-01", "1899-12-31", "range"),
    ("the 12th to 14th centuries", "1100-01-01", "1399-12-31", "range"),
    ("9/11", "2001-09-11", "2001-09-11", "day"),
    ("World War II", "1939-09-01", "1945-09-02", "range"),
    ("Christmas 2019", "2019-12-25", "2019-12-25", "day"),
    ("the nineties", "1990-01-01", "1999-12-31", "decade"),
    ("the 1700s", "1700-01-01", "1799-12-31", "century"),
    ("the 19th century", "1800-01-01", "1899-12-31", "century"),
    ("the second half of the twentieth century", "1950-01-01", "1999-12-31", "range"),
    ("May 3-5, 2021", "2021-05-03", "2021-05-05", "range"),
    ("3–5 May 2021", "2021-05-03", "2021-05-05", "range"),
    ("3 and 4 May 2021", "2021-05-03", "2021-05-04", "range"),
    ("from 30 April to 5 May 2021", "2021-04-30", "2021-05-05", "range"),
    ("between May and July 2021", "2021-05-01", "2021-07-31", "range"),
    ("between 2010 and 2015", "2010-01-01", "2015-12-31", "range"),
    ("2010–15", "2010-01-01", "2015-12-31", "range"),
]

# Read on Wednesday, 16 June 2021.
RELATIVE = [
    ("Wednesday", "2021-06-16", "2021-06-16", "day"),
    ("Tuesday night", "2021-06-15", "2021-06-15", "day"),
    ("on Thursday", "2021-06-10", "2021-06-10", "day"),
    ("last Friday", "2021-06-11", "2021-06-11", "day"),
    ("next Monday's", "2021-06-21", "2021-06-21", "day"),
    ("this past Friday", "2021-06-11", "2021-06-11", "day"),
    ("this coming Friday", "2021-06-18", "2021-06-18", "day"),
    ("Monday of last week", "2021-06-07", "2021-06-07", "day"),
    ("last week's Friday", "2021-06-11", "2021-06-11", "day"),
    ("today", "2021-06-16", "2021-06-16", "day"),
    ("tonight", "2021-06-16", "2021-06-16", "day"),
    ("last night", "2021-06-15", "2021-06-15", "day"),
    ("yesterday evening", "2021-06-15", "2021-06-15", "day"),
    ("tomorrow", "2021-06-17", "2021-06-17", "day"),
    ("the day after tomorrow", "2021-06-18", "2021-06-18", "day"),
    ("the end of the year", "2021-12-31", "2021-12-31", "range"),
    ("the last 14 days", "2021-06-02", "2021-06-16", "range"),
    ("Labor Day", "2021-09-06", "2021-09-06", "day"),
    ("Good Friday", "2021-04-02", "2021-04-02", "day"),
    ("last Thanksgiving", "2020-11-26", "2020-11-26", "day"),
    ("Halloween last year", "2020-10-31", "2020-10-31", "day"),
    ("last December", "2020-12-01", "2020-12-31", "month"),
    ("the sixteenth of May", "2021-05-16", "2021-05-16", "day"),
    ("the 4th", "2021-06-04", "2021-06-04", "day"),
    ("’19", "2019-01-01", "2019-12-31", "year"),
    ("the summer", "2021-06-01", "2021-08-31", "season"),
    ("in one week’s time", "2021-06-23", "2021-06-23", "day"),
    ("three days ago", "2021-06-13", "2021-06-13", "day"),
    ("two weeks ago", "2021-05-31", "2021-06-06", "week"),
    ("last week", "2021-06-07", "2021-06-13", "week"),
    ("earlier this week", "2021-06-14", "2021-06-20", "week"),
    ("this weekend", "2021-06-19", "2021-06-20", "range"),
    ("last weekend", "2021-06-12", "2021-06-13", "range"),
    ("next month", "2021-07-01", "2021-07-31", "month"),
    ("eighteen months ago", "2019-12-01", "2019-12-31", "month"),
    ("a year ago", "2020-01-01", "2020-12-31", "year"),
    ("later this year", "2021-01-01", "2021-12-31", "year"),
    ("last winter", "2020-12-01", "2021-02-28", "season"),
    ("this summer", "2021-06-01", "2021-08-31", "season"),
    ("May 3", "2021-05-03", "2021-05-03", "day"),
    ("Monday 3 May", "2021-05-03", "2021-05-03", "day"),
    ("20 December", "2020-12-20", "2020-12-20", "day"),
    ("in August", "2021-08-01", "2021-08-31", "month"),
    ("in January", "2021-01-01", "2021-01-31", "month"),
    ("May last year", "2020-05-01", "2020-05-31", "month"),
    ("from Monday to Wednesday", "2021-06-14", "2021-06-16", "range"),
    ("from Friday to Monday", "2021-06-11", "2021-06-14", "range"),
    ("May 3-5", "2021-05-03", "2021-05-05", "range"),
]

NOT_SURE = [
    ("two readings of one number", "8/9/2020"),
    ("no such day", "31 June 2021"),
    ("no such day in any year", "31 June"),
    ("no such month", "2021-13-45"),
    ("weekday and date disagree", "Tuesday, May 3, 2021"),
    ("weekday fits no year nearby", "Friday 3 May 2021"),
    ("this week or the next", "next Friday"),
    ("this week or the one before", "last Monday"),
    ("this weekend or the one after", "next weekend"),
    ("this year's or the year before's", "last May"),
    ("which winter", "winter 2019"),
    ("a decade or a century", "the 1900s"),
    ("Monday of another week", "from Monday to Wednesday, May 5"),
    ("far ahead", "November 20"),
    ("leans on another sentence", "the next day"),
    ("counted from another day", "two years later"),
    ("not the date itself", "since 1994"),
    ("a rolling span", "the past two weeks"),
    ("vague", "the mid-1960s"),
    ("vague edge", "the end of the month"),
    ("backwards", "2015-2010"),
    ("beyond the calendar", "999 years from now"),
    ("no date", "the harbour"),
    ("nothing", ""),
    ("a sentence", "On Monday the ferry sailed. " * 9),
    ("many words that could end a date", "night " * 5000),
]


@pytest.mark.parametrize(("text", "start", "end", "precision"), ABSOLUTE)
def test_absolute_expression_resolves_without_an_anchor(
    text: str, start: str, end: str, precision: str
) -> None:
    for anchor in (None, WEDNESDAY):
        found = resolve(text, anchor)
        assert found is not None
        assert (*map(str, found), found.precision, found.text) == (start, end, precision, text)
    assert not is_relative(text)


@pytest.mark.parametrize(("text", "start", "end", "precision"), RELATIVE)
def test_relative_expression_needs_the_anchor(
    text: str, start: str, end: str, precision: str
) -> None:
    found = resolve(text, WEDNESDAY)
    assert found is not None
    assert (*map(str, found), found.precision, found.text) == (start, end, precision, text)
    assert resolve(text, None) is None
    assert is_relative(text)


@pytest.mark.parametrize(("label", "text"), NOT_SURE, ids=[case[0] for case in NOT_SURE])
def test_expression_without_one_sure_meaning_is_left_alone(label: str, text: str) -> None:
    assert resolve(text, WEDNESDAY) is None, label


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The ferry sailed on Friday.", "2021-06-11"),
        ("The ferry will sail on Friday.", "2021-06-18"),
        ("The ferry is due to sail on Friday.", "2021-06-18"),
        ("It will sail, the harbour master said on Friday.", "2021-06-11"),
        ("The master said it would sail on Friday.", None),
        ("She came back the following Friday.", None),
        ("On Friday it will rain, and on Friday it rained.", "2021-06-11"),
    ],
)
def test_the_clause_tells_on_which_side_a_weekday_lies(sentence: str, expected: str | None) -> None:
    found = resolve("Friday", WEDNESDAY, sentence)
    assert (str(found.start) if found else None) == expected


def test_a_future_clause_moves_months_and_days_ahead() -> None:
    day = resolve("May 3", WEDNESDAY, "The pier will open on May 3.")
    month = resolve("March", WEDNESDAY, "The pier will open in March.")
    assert (str(day.start) if day else None, str(month.start) if month else None) == (
        "2022-05-03",
        "2022-03-01",
    )


FOUND = [
    ("nothing to find", "The ferry may march on in 20 minutes with 3,000 people.", []),
    ("full dates", "On May 3, 2021 and 4 June 2021, not 2021-06-05.", [
        "May 3, 2021", "4 June 2021", "2021-06-05"]),
    ("weekday with its date", "It sailed on Monday, May 3, at noon.", ["Monday, May 3"]),
    ("month and year", "Built in May 2019; sold in late August.", ["May 2019", "late August"]),
    ("years need a preposition", "In 2019 (2018) it had 2020 seats since 2017.", [
        "2019", "2018", "2017"]),
    ("near days", "Yesterday evening, today and the day after tomorrow.", [
        "Yesterday evening", "today", "the day after tomorrow"]),
    ("near weeks", "Earlier this week, last month or next year; three weeks ago.", [
        "Earlier this week", "last month", "next year", "three weeks ago"]),
    ("weekdays", "Last Friday, on Tuesday night and next Monday's talks.", [
        "Last Friday", "Tuesday night", "next Monday"]),
    ("names with a weekday in them", "On Bloody Sunday, Super Tuesday and every Sunday it rests.", []),
    ("feasts", "On Good Friday, since the Good Friday Agreement and on Easter Island.", ["Good Friday"]),
    ("decades and centuries", "In the late 1990s, the ’80s and the nineteenth century.", [
        "the late 1990s", "the ’80s", "the nineteenth century"]),
    ("seasons", "Last summer and in the winter of 2019-20.", [
        "Last summer", "the winter of 2019-20"]),
    ("ranges", "May 3-5, from Monday to Wednesday, between 2010 and 2015, 3–5 May 2021.", [
        "May 3-5", "from Monday to Wednesday", "between 2010 and 2015", "3–5 May 2021"]),
    ("amounts", "March 10,000 metres, May 5% more.", []),
    ("over a soft wrap", "It sailed in\nMay 2019 on Monday,\nMay 6.", [
        "May 2019", "Monday,\nMay 6"]),
]  # fmt: skip


@pytest.mark.parametrize(("label", "text", "expected"), FOUND, ids=[case[0] for case in FOUND])
def test_date_expressions_are_found_in_running_text(
    label: str, text: str, expected: list[str]
) -> None:
    assert [text[start:end] for start, end in find_dates(text)] == expected, label


def test_precisions_are_the_levels_a_resolution_can_have_and_article() -> None:
    assert get_args(Precision) == PRECISIONS
    given_here = {precision for *_, precision in ABSOLUTE + RELATIVE}
    assert given_here == set(PRECISIONS) - {"article"}


WORDS = [
    *("from", "to", "between", "and", "last", "next", "this", "early", "May", "3", "31", "2021"),
    *("1999", "0", "-", "–", "the", "of", "in", "Friday", "week", "year", "ago", "12", "night"),
    *(",", "century", "19th", "1990s", "99", "half", "first", "winter", "tomorrow", "ad", "00"),
    "9999",
]
ANCHORS = st.none() | st.dates()


@given(st.text(max_size=40) | st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join), ANCHORS)
def test_resolving_never_raises_and_ends_never_precede_starts(
    text: str, anchor: dt.date | None
) -> None:
    found = resolve(text, anchor, f"It will be {text}.")
    assert found is None or (found.start <= found.end and found.precision in PRECISIONS)
    assert is_relative(text) in (True, False)


@given(st.lists(st.sampled_from([*WORDS, "\n", "(", "Monday", "days"]), max_size=12).map(" ".join))
def test_found_spans_are_ordered_and_disjoint(text: str) -> None:
    edges = [edge for span in find_dates(text) for edge in span]
    assert edges == sorted(edges)
    assert all(text[start:end].strip() for start, end in find_dates(text))


@pytest.mark.parametrize(
    "piece", [" ", "the ", "from May 3 ", "last ", "19", "May ", "1999-", "a "]
)
def test_finding_takes_time_linear_in_the_text(piece: str) -> None:
    began = time.perf_counter()
    find_dates(piece * 20_000)
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize(
    ("text", "sentence", "expected"),
    [
        ("that year", "He moved to Oslo in 1920 and married that year.", "1920-01-01"),
        ("the next day", "It opened on May 3, 2021 and closed the next day.", "2021-05-04"),
        ("two years later", "It opened in 2015 and closed two years later.", "2017-01-01"),
        (
            "March the same year",
            "It opened in 1981 and closed in March the same year.",
            "1981-03-01",
        ),
        ("91", "In 1890 – 91 it was built.", "1891-01-01"),
        ("the next day", "It opened in 2015 and closed the next day.", None),
        ("that year", "It opened in 2015, was sold in 2017 and closed that year.", None),
        ("that year", "That year it closed.", None),
    ],
)
def test_what_leans_on_a_date_of_its_sentence(
    text: str, sentence: str, expected: str | None
) -> None:
    found = resolve(text, WEDNESDAY, sentence)
    assert (str(found.start) if found else None) == expected


@pytest.mark.parametrize(
    ("text", "tense", "expected"),
    [
        ("November", "past", "2020-11-01"),
        ("November", "future", "2021-11-01"),
        ("November 20", "past", "2020-11-20"),
        ("July", "past", "2020-07-01"),
        ("Friday", "future", "2021-06-18"),
        ("Christmas", "past", "2020-12-25"),
        ("Christmas", "future", "2021-12-25"),
    ],
)
def test_a_parser_that_knows_the_tense_decides(text: str, tense: Any, expected: str) -> None:
    found = resolve(text, WEDNESDAY, tense=tense)
    assert found is not None
    assert str(found.start) == expected
