"""What statements to be called true or false have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from quizgen.quiz import Evidence, Item, Level


class Swap(NamedTuple):
    """One slot of a statement with another value, and the false statement it makes."""

    slot: str
    old: str
    new: str
    statement: str

    @property
    def proof(self) -> dict[str, str]:
        """The swap as an item's proof has it."""
        return {"slot": self.slot, "old": self.old, "new": self.new}


def verdict(
    row_id: str,
    truth: str,
    swap: Swap | None,
    *,
    level: Level,
    explanation: str,
    evidence: tuple[Evidence, ...],
    proof: Mapping[str, Any],
) -> Item:
    """Return the item of a true statement, or of the false one that a swap makes of it.

    Args:
        row_id: of the event or quotation it is made of.
        truth: the true statement; the correction of the false one.
        swap: what is false; None for the truth.
        level: what the reader has to do.
        explanation: why it is true or false.
        evidence: sentences that show it.
        proof: of the statement and its swap.
    """
    key = "False" if swap else "True"
    return Item(
        item_id=f"{row_id}-{key.lower()}",
        type="true_false",
        level=level,
        question=swap.statement if swap else truth,
        key=key,
        accept=(key,),
        correction=truth if swap else None,
        explanation=explanation,
        evidence=evidence,
        proof=proof,
    )
