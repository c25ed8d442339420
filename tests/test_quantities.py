"""Quantities: numbers with what they count or measure; no dates, no names, no bare numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset.numbers import NUMBER_WORDS, parse_number

PROSE = len("Title: News from the valley\nDate: 2021-06-16\n\n")  # where rows_of puts the prose
Rows = Callable[[str], dict[str, list[dict[str, Any]]]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", 0.0),
        ("12", 12.0),
        ("1,500", 1500.0),
        ("1,234,567.5", 1234567.5),
        ("2.5 million", 2.5e6),
        ("3bn", None),
        ("3 bn", 3e9),
        ("seven", 7.0),
        ("Seven", 7.0),
        ("twenty-two", 22.0),
        ("two hundred", 200.0),
        ("two hundred and five", 205.0),
        ("three thousand four hundred", 3400.0),
        ("one million two hundred thousand", 1.2e6),
        ("hundred", 100.0),
        ("million", 1e6),
        ("dozens", None),
        ("two seven", None),
        ("12 13", None),
        ("3-2", None),
        ("2019-20", None),
        ("1,50", None),
        ("and", None),
        ("", None),
        ("-", None),
    ],
)
def test_numbers_in_digits_and_words(text: str, expected: float | None) -> None:
    assert parse_number(text) == expected


@given(st.integers(0, 10**9))
def test_digits_with_and_without_commas_are_their_number(n: int) -> None:
    assert parse_number(str(n)) == parse_number(f"{n:,}") == n


@given(st.integers(21, 99).filter(lambda n: n % 10))
def test_tens_and_ones_are_their_sum(n: int) -> None:
    words = {v: k for k, v in NUMBER_WORDS.items()}
    tens, ones = words[n - n % 10], words[n % 10]
    assert parse_number(f"{tens}-{ones}") == parse_number(f"{tens} {ones}") == n


@given(st.text(st.sampled_from("0123456789,.- andtwohuremil"), max_size=20))
def test_any_text_has_a_number_or_none(text: str) -> None:
    value = parse_number(text)
    assert value is None or value >= 0


# label, prose, rows as (text, value, hedge, unit, noun)
COUNTED: list[tuple[str, str, list[tuple[object, ...]]]] = [
    ("noun", "The town built 12 bridges.", [("12", 12.0, None, None, "bridges")]),
    ("described noun", "The council bought 44 new buses.", [("44", 44.0, None, None, "new buses")]),
    ("words", "Three soldiers died.", [("Three", 3.0, None, None, "soldiers")]),
    ("about", "About 1,500 farmers marched.", [("1,500", 1500.0, "about", None, "farmers")]),
    ("more than", "More than two hundred farmers met the mayor.",
     [("two hundred", 200.0, "more than", None, "farmers")]),
    ("at least", "At least 20 people died.", [("20", 20.0, "at least", None, "people")]),
    ("nearly", "Nearly 300 children fled.", [("300", 300.0, "nearly", None, "children")]),
    ("money", "The school cost $2.5 million.", [("2.5 million", 2.5e6, None, "USD", None)]),
    ("hedged money", "The school cost about €300,000.",
     [("300,000", 300000.0, "about", "EUR", None)]),
    ("percent", "Prices rose by 12 percent.", [("12", 12.0, None, "percent", None)]),
    ("per cent", "Prices rose by 12 per cent.", [("12", 12.0, None, "percent", None)]),
    ("sign", "Prices rose by 12%.", [("12", 12.0, None, "percent", None)]),
    ("date", "The council met on June 3, 2021.", []),
    ("year", "The council met in 2019.", []),
    ("hours", "They met for three hours.", [("three", 3.0, None, "hour", None)]),
    ("as many as", "As many as 30 farmers marched.", [("30", 30.0, "at most", None, "farmers")]),
    ("a dozen", "About a dozen farmers marched.", [("dozen", 12.0, "about", None, "farmers")]),
    ("currency in words", "It cost 3 million euros.", [("3 million", 3e6, None, "EUR", None)]),
    ("measure", "They walked 20 kilometres.", [("20", 20.0, None, "kilometre", None)]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("prose", "expected"), [pytest.param(*row[1:], id=row[0]) for row in COUNTED]
)
def test_quantities_of(rows_of: Rows, prose: str, expected: list[tuple[object, ...]]) -> None:
    columns = ("text", "value", "hedge", "unit", "noun")
    assert [tuple(q[c] for c in columns) for q in rows_of(prose)["quantities"]] == expected


def test_no_noun_holds_another_number(rows_of: Rows) -> None:
    rows = rows_of("Between 20 and 30 people came. Two or three farmers left.")["quantities"]
    assert [q for q in rows if q["noun"] not in {None, "people", "farmers"}] == []


def test_a_quantity_is_a_whole_row_and_tied_to_its_event(rows_of: Rows) -> None:
    rows = rows_of("The town built 12 bridges.")
    assert [e["trigger"] for e in rows["events"]] == ["built"]
    assert rows["quantities"] == [
        {
            "quantity_id": "a:n001",
            "article_id": "a",
            "sentence_id": rows["sentences"][-1]["sentence_id"],
            "event_id": "a:e001",
            "start": PROSE + 15,
            "end": PROSE + 17,
            "text": "12",
            "value": 12.0,
            "value_max": None,
            "hedge": None,
            "unit": None,
            "noun": "bridges",
            "per": None,
            "whole": None,
        }
    ]


# prose, row as (text, value, value_max, hedge, unit, noun, per, whole)
WHOLE: list[tuple[str, tuple[object, ...]]] = [
    ("Dozens of farmers marched.", ("Dozens", 24.0, 99.0, "vague", None, "farmers", None, None)),
    ("Tens of thousands of protesters marched in Oslo.",
     ("Tens of thousands", 2e4, 99999.0, "vague", None, "protesters", None, None)),
    ("The strike cost $400,000 a day.",
     ("400,000", 4e5, None, None, "USD", None, "day", None)),
    ("Between 20 and 30 people came.",
     ("20 and 30", 20.0, 30.0, None, None, "people", None, None)),
    ("The town bought 20 to 30 buses.", ("20 to 30", 20.0, 30.0, None, None, "buses", None, None)),
    ("Prices rose by 2.5 %.", ("2.5", 2.5, None, None, "percent", None, None, None)),
    ("Three of the five judges resigned.",
     ("Three", 3.0, None, None, None, "judges", None, 5.0)),
    ("Two-thirds of the members left.",
     ("Two-thirds", 2 / 3, None, None, "fraction", "members", None, None)),
    ("One in ten farmers left.", ("One", 1.0, None, None, None, "farmers", None, 10.0)),
    ("The school cost $5 to 10 million.",
     ("5 to 10 million", 5e6, 1e7, None, "USD", None, None, None)),
]  # fmt: skip


@pytest.mark.parametrize(("prose", "expected"), [pytest.param(*r, id=r[0]) for r in WHOLE])
def test_ranges_rates_and_parts(rows_of: Rows, prose: str, expected: tuple[object, ...]) -> None:
    columns = ("text", "value", "value_max", "hedge", "unit", "noun", "per", "whole")
    assert [tuple(q[c] for c in columns) for q in rows_of(prose)["quantities"]] == [expected]
