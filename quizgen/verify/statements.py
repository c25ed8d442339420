"""Whether a false statement is false for sure."""

from __future__ import annotations

from quizgen.library import Library
from quizgen.quiz import Item
from quizgen.verify.values import date_value, number_value


def false_statement_is_false(item: Item, library: Library) -> bool:  # noqa: ARG001
    """A false statement differs from the truth in the swapped slot, and nothing says it."""
    if item.type != "true_false" or item.key == "True":
        return True
    swap = item.proof["swap"]
    if item.correction is None or swap is None or item.question == item.correction:
        return False
    if item.question.replace(swap["new"], swap["old"]) != item.correction:
        return False  # more was changed than the one slot
    if swap["slot"] == "date":
        return date_value(swap["new"]) != date_value(swap["old"])
    values = number_value(swap["new"]), number_value(swap["old"])
    if swap["slot"] == "number" and (None in values or values[0] == values[1]):
        return False
    evidence = " ".join(e.text for e in item.evidence)
    return swap["new"].lower() not in evidence.lower()
