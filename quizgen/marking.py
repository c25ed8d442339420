"""What an answer is worth: the one policy of part marks, which every format follows."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from quizgen.quiz import Item, gap_answers

Per = Literal["none", "whole", "written", "gap", "pair", "step"]


@dataclass(frozen=True, slots=True)
class MarkingRule:
    """How the points of an item are given.

    ``per`` says for what: ``none`` (not marked), ``whole`` (the right choice), ``written`` (an
    accepted answer), ``gap`` (each of several gaps of a sentence), ``pair`` (each line of a
    matching item with its right letter), ``step`` (in the order given as answer, each event that
    is followed by a later one). ``each`` is what one of these is worth; wrong ones cost nothing.
    """

    per: Per
    each: Fraction


def marking_rule(item: Item) -> MarkingRule:
    """Return how an item is marked; the parts of its points add up to all of them."""
    if item.points == 0:
        return MarkingRule("none", Fraction(0))
    if item.type == "matching" and item.premises and item.options:
        return MarkingRule("pair", Fraction(item.points, len(item.premises)))
    if item.type == "ordering" and len(item.options) > 1:
        return MarkingRule("step", Fraction(item.points, len(item.options) - 1))
    gaps = len(gap_answers(item))
    if gaps > 1:
        return MarkingRule("gap", Fraction(item.points, gaps))
    chosen = item.options or item.type == "true_false"
    return MarkingRule("whole" if chosen else "written", Fraction(item.points))
