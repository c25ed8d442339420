"""Whether the items of a quiz leave each other's answers alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from quizgen.quiz import ORDERED_KINDS, Item
from quizgen.verify.language import words_of

MAX_PER_SENTENCE: Final = 2
MAX_SIMILARITY: Final = 0.6  # of two questions' words
MAX_RUN: Final = 3  # keys in the same place one after the other
# Of the telling words of a question, as many in another item make it one about the same matter.
SAME_MATTER: Final = 0.4
_STOP: Final = frozenset(
    "the a an of in on at to for and or by with from as that who which what whom why how did does "
    "was were has have had is are said this these according article described not it its his her "
    "their he she they made statements statement many year date used words".split()
)


def find_clash(item: Item, chosen: Sequence[Item]) -> str | None:
    """Return why an item cannot stand in a quiz beside others, or None."""
    if item.type == "discussion":
        return None
    sentences = {e.sentence_id for e in item.evidence[:1]}
    for other in chosen:
        if other.type == "discussion":
            continue
        if _asks_same(item, other):
            return "event already asked"
        if gives_away(item, other) or gives_away(other, item):
            return "gives away another answer"
        if _similarity(item.question, other.question) > MAX_SIMILARITY and not (
            item.type == other.type and item.proof["template"] in _FIXED_STEMS
        ):
            return "question too like another"
    asked = Counter(o.evidence[0].sentence_id for o in chosen if o.evidence)
    if any(asked[s] >= MAX_PER_SENTENCE for s in sentences):
        return "sentence already asked"
    return None


# Their stems are all alike; what differs is the name, or the options.
_FIXED_STEMS: Final = frozenset(
    "said_which not_said role ordering not_happened matching_role matching_speaker "
    "matching_date".split()
)
_OWN_ROW: Final = re.compile(r":[eqmn]\d+$")


def _asks_same(one: Item, other: Item) -> bool:
    """Say whether two items rest on a common event, quotation, mention or quantity."""
    return bool(own_rows(one) & own_rows(other))


def own_rows(item: Item) -> set[str]:
    """Return the events, quotations, mentions and quantities an item rests on."""
    return {r for r in item.proof["rows"] if _OWN_ROW.search(r)}


def gives_away(one: Item, other: Item) -> bool:
    """Say whether what is printed of one item answers another.

    It does if the other's key stands there, and the words beside it are about the same matter.
    """
    if other.type == "true_false":
        return False
    key = set(words_of(other.key)) - _STOP
    printed = set(words_of(" ".join([one.question, *one.options, *one.premises])))
    if not key or not key <= printed:
        return False
    if one.evidence and other.evidence and other.type != "who_said":
        same = {e.sentence_id for e in one.evidence} & {e.sentence_id for e in other.evidence}
        if same and key <= set(words_of(one.question)):
            return True
    asked = set(words_of(other.question)) - _STOP - key
    about = asked & printed
    return len(about) >= max(2, SAME_MATTER * len(asked))


def _similarity(one: str, other: str) -> float:
    a, b = set(re.findall(r"\w+", one.lower())), set(re.findall(r"\w+", other.lower()))
    return len(a & b) / max(1, len(a | b))


def find_pattern(items: Sequence[Item]) -> str | None:
    """Return which pattern the places of the keys follow, or None.

    Looked at are choices whose order is free: dates and numbers stand in their own order.
    """
    run, last = 0, -1
    for item in items:
        if not is_free(item):
            continue
        place = item.options.index(item.key)
        run = run + 1 if place == last else 1
        last = place
        if run > MAX_RUN:
            return "keys in one place one after the other"
    return None


def is_free(item: Item) -> bool:
    """Say whether the options of an item may stand in any order."""
    free = item.proof.get("kind") not in {*ORDERED_KINDS, None}
    return item.type in {"multiple_choice", "who_said"} and free and bool(item.options)
