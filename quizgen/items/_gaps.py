"""What gaps have in common, be they in a clause, a whole sentence or words of a speaker."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from quizgen.distractors import Distractor, shuffled
from quizgen.library import Row
from quizgen.quiz import GAP, Evidence, Item
from quizgen.wording import number_forms

# A gap among the first words gives the reader nothing to go on.
FIRST_WORDS: Final = 3
# Words that bring in a phrase of their own: before and after a gap they show it is whole.
OPENERS: Final = (
    "in on at to of for from with by as after before during against over under about between "
    "into through because while when where that who which without within near toward towards "
    "around across"
).split()
_SMALL: Final = frozenset(["of", "the", "and", "for"])


def answer_stands_beside(statement: str, entity: Row) -> bool:
    """Say whether a word of the name is left in the statement round its gap."""
    words = set(re.findall(r"\w+", entity["name"].lower()))
    return bool(words & set(re.findall(r"\w+", statement.lower())) - _SMALL)


def is_early(statement: str, first_words: int = FIRST_WORDS) -> bool:
    """Say whether a statement's gap stands among its first words, or is not there."""
    return statement.find(GAP) < len(" ".join(statement.split()[:first_words]))


def closing(openers: Sequence[str]) -> re.Pattern[str]:
    """Return what stands after a gap that is a whole phrase: a mark, or one of some words.

    With *of* and *for* the phrase goes on.
    """
    return re.compile(rf"{GAP}(?:[,.]|\s(?!of\b|for\b)(?:{'|'.join(openers)})\b)")


def number_gap(
    statement: str,
    quantity: Row,
    *,
    item_id: str,
    explanation: str,
    evidence: tuple[Evidence, ...],
    proof: Mapping[str, Any],
) -> Item:
    """Return the item of a gap for a number; other ways to write it are accepted."""
    return Item(
        item_id=item_id,
        type="cloze",
        level="retrieve",
        question=statement,
        key=quantity["text"],
        accept=tuple(number_forms(quantity["text"], quantity["value"])),
        explanation=explanation,
        evidence=evidence,
        proof=proof,
    )


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
