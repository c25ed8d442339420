"""What gaps of a clause and of a whole sentence have in common."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from quizgen.distractors import Distractor, shuffled
from quizgen.library import Row
from quizgen.quiz import Evidence, Item

_SMALL: Final = frozenset(["of", "the", "and", "for"])


def answer_stands_beside(statement: str, entity: Row) -> bool:
    """Say whether a word of the name is left in the statement round its gap."""
    words = set(re.findall(r"\w+", entity["name"].lower()))
    return bool(words & set(re.findall(r"\w+", statement.lower())) - _SMALL)


def name_gap(
    statement: str,
    entity: Row,
    wrong: Sequence[Distractor],
    rng: random.Random,
    *,
    item_id: str,
    accept: Sequence[str],
    explanation: str,
    evidence: tuple[Evidence, ...],
    proof: Mapping[str, Any],
) -> Item:
    """Return the item of a gap for a name, with its word bank."""
    return Item(
        item_id=item_id,
        type="cloze",
        level="retrieve",
        question=statement,
        key=entity["name"],
        options=shuffled([entity["name"], *(d.text for d in wrong)], rng),
        accept=tuple(accept),
        explanation=explanation,
        evidence=evidence,
        proof=proof,
    )
