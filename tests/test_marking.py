"""What answers are worth: one policy for all formats."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizgen.marking import MarkingRule, marking_rule
from quizgen.quiz import ITEM_TYPES, Item


def item(type_: str, points: int, options: int = 0, premises: int = 0) -> Item:
    return Item(
        "i",
        type_,  # type: ignore[arg-type]
        "infer",
        "?",
        "key",
        options=tuple(f"o{n}" for n in range(options)),
        premises=tuple(f"p{n}" for n in range(premises)),
        points=points,
    )


def gapped(key: str, points: int, *options: str) -> Item:
    question = "____ met ____."
    return Item("i", "cloze", "infer", question, key, options=options, points=points)


@pytest.mark.parametrize(
    ("made", "rule"),
    [
        (item("multiple_choice", 1, 4), MarkingRule("whole", Fraction(1))),
        (item("true_false", 2), MarkingRule("whole", Fraction(2))),
        (item("cloze", 1, 3), MarkingRule("whole", Fraction(1))),
        (item("cloze", 1), MarkingRule("written", Fraction(1))),
        (gapped("Ann; Bob", 2), MarkingRule("gap", Fraction(1))),
        (gapped("Ann; Bob", 1, "Ann", "Bob"), MarkingRule("gap", Fraction(1, 2))),
        (gapped("Ann and Bob", 2), MarkingRule("written", Fraction(2))),
        (item("short_answer", 2), MarkingRule("written", Fraction(2))),
        (item("who_said", 1), MarkingRule("written", Fraction(1))),
        (item("matching", 4, 5, 4), MarkingRule("pair", Fraction(1))),
        (item("matching", 2, 4, 3), MarkingRule("pair", Fraction(2, 3))),
        (item("matching", 2), MarkingRule("written", Fraction(2))),
        (item("ordering", 3, 4), MarkingRule("step", Fraction(1))),
        (item("ordering", 1, 3), MarkingRule("step", Fraction(1, 2))),
        (item("ordering", 1, 1), MarkingRule("whole", Fraction(1))),
        (item("discussion", 0), MarkingRule("none", Fraction(0))),
    ],
)
def test_rule(made: Item, rule: MarkingRule) -> None:
    assert marking_rule(made) == rule


@given(
    type_=st.sampled_from(ITEM_TYPES),
    points=st.integers(0, 9),
    options=st.integers(0, 5),
    premises=st.integers(0, 5),
)
def test_the_parts_add_up_to_all_points(
    type_: str, points: int, options: int, premises: int
) -> None:
    rule = marking_rule(item(type_, points, options, premises))
    parts = {"pair": premises, "step": options - 1}.get(rule.per, 1)
    assert rule.each * parts == points
