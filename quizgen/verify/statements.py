"""Whether a false statement is false for sure."""

from __future__ import annotations

from quizgen.library import Library
from quizgen.quiz import Item


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
        return True
    evidence = " ".join(e.text for e in item.evidence)
    return swap["new"].lower() not in evidence.lower()
