"""True or false: a statement of the article in other words, or with one checkable swap.

Swapped is a slot that holds one value only: the date of an event, or a number that is given
exactly. Another doer is not offered: that others did it too is seldom denied. A number is
only made larger, since "twelve names" cannot be meant by "eight", while "five" might.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

from quizgen.distractors import for_date
from quizgen.facts import EventFact
from quizgen.items._proof import evidence_for, has_anchor, proof_of, rng_of, uniqueness_fault
from quizgen.items._verdict import Swap, verdict
from quizgen.library import Library, Row, is_one_number
from quizgen.names import is_lone_first_name
from quizgen.quiz import Item
from quizgen.wording import Edit, apply_edits, drop_fillers, format_date, number_word, state

# How much larger a swapped number is: too far to be rounding, near enough to be plausible.
LARGER = (1.5, 2, 2.5, 3)


# Words of the sentence a statement must leave out to be more than a copy of it.
MIN_WORDS_LEFT_OUT = 5


# A statement with fewer names, numbers and dates, or words, is seldom worth a student's minute.
MIN_WEIGHT = 3
MIN_STATEMENT_WORDS = 7
# Of one name or number less, if it says so much.
MANY_WORDS = 9


def make(library: Library, fact: EventFact, seed: int, refused: Counter[str]) -> Iterator[Item]:
    """Yield the truth, if its words differ from the article's, and a falsehood a swap allows.

    The selection takes one of them, so that about half of a quiz's statements are true.
    """
    if not has_anchor(library, fact, with_subject=True, with_date=True):
        refused["question would fit several events"] += 1
        return
    truth = state(fact.subject, fact.predicate, source=fact.source_name)
    if is_slight(library, fact):
        refused["statement is slight"] += 1
        return
    if is_reworded(fact):
        yield _item(fact, truth, None)
    else:
        refused["true statement would be verbatim"] += 1
    swap = swapped(library, fact, seed)
    if swap is not None:
        yield _item(fact, truth, swap)


_OWN: Final = re.compile(r"\b(?:his|her|its|their)\b")
_BEFORE: Final = re.compile(r"had\b")


class Weight(NamedTuple):
    """What a statement holds: names, numbers with dates, and whether it is about the title."""

    names: int
    figures: int
    about: bool


def weigh(library: Library, fact: EventFact) -> Weight:
    """Return what ties a statement to the matter of its article."""
    named = _named(library, fact)
    numbers = {
        q["quantity_id"]
        for span in _spans(fact)
        for q in library.quantities_within(fact.article_id, *span)
    }
    dated = fact.date is not None or fact.event["date_precision"] == "range"
    title = library.headline(fact.article_id).lower()
    about = any(e["name"].split()[-1].lower() in title for e in named)
    return Weight(len(named), len(numbers) + dated, about)


def _spans(fact: EventFact) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return where the subject and the predicate stand."""
    event = fact.event
    return (
        (event["subject_start"], event["subject_end"]),
        (event["predicate_start"], event["predicate_end"]),
    )


def _named(library: Library, fact: EventFact) -> list[Row]:
    """Return the entities a statement names."""
    ids = {
        m["entity_id"]
        for span in _spans(fact)
        for m in library.mentions_within(fact.article_id, *span)
    }
    if fact.subject_entity:
        ids.add(fact.subject_entity["entity_id"])
    found = (library.entity(fact.article_id, entity_id) for entity_id in sorted(ids))
    return [e for e in found if e is not None]


def is_slight(library: Library, fact: EventFact) -> bool:
    """Say whether a statement holds too little to be worth a student's minute."""
    n_words = len(fact.subject.split()) + len(fact.predicate.split())
    held = weigh(library, fact)
    if n_words < MIN_STATEMENT_WORDS or not (held.about or held.figures):
        return True  # an aside
    if any(is_lone_first_name(e) for e in _named(library, fact)):
        return True  # which Bob?
    if _OWN.search(fact.predicate) or (_BEFORE.match(fact.predicate) and fact.date is None):
        return True  # which plans of his; had done so before what?
    total = held.names + held.figures + held.about
    return total < MIN_WEIGHT and not (total == MIN_WEIGHT - 1 and n_words >= MANY_WORDS)


def is_reworded(fact: EventFact) -> bool:
    """Say whether a statement is more than the article's sentence: edited, attributed, reduced."""
    n_words = len(fact.subject.split()) + len(fact.predicate.split())
    return (
        bool(fact.edits)
        or fact.source is not None
        or (n_words + MIN_WORDS_LEFT_OUT <= len(fact.sentence["text"].split()))
    )


def swapped(library: Library, fact: EventFact, seed: int) -> Swap | None:
    """Return a fact with one slot swapped, so that it is false for sure; None if none can be."""
    rng = rng_of(seed, f"{fact.event['event_id']}-true-false")
    truth = state(fact.subject, fact.predicate, source=fact.source_name)
    swaps = [
        s
        for s in (_swap_date(library, fact, rng), _swap_number(library, fact, rng))
        if s is not None and s.statement != truth
    ]
    return rng.choice(swaps) if swaps else None


def _item(fact: EventFact, truth: str, swap: Swap | None) -> Item:
    event = fact.event
    return verdict(
        event["event_id"],
        truth,
        swap,
        level="infer" if fact.source or fact.date else "retrieve",
        explanation=(
            f"The article gives {swap.old}, not {swap.new}." if swap else "The article says so."
        ),
        evidence=evidence_for(fact),
        proof=proof_of(
            rows=fact.rows,
            template="true_false",
            edits=fact.edits,
            unique="one slot swapped; it holds one value only" if swap else "stated",
            swap=swap.proof if swap else None,
            kind="statement",
            source=fact.source_name,
            confidence=event["confidence"],
        ),
    )


def _swap_date(library: Library, fact: EventFact, rng: random.Random) -> Swap | None:
    if fact.date is None or fact.precision is None or fact.event["aspect"] != "simple":
        return None
    if uniqueness_fault(library, fact.event, "date_start", fact.event["date_start"]):
        return None
    day_first = library.writes_day_first(fact.article_id)
    old = format_date(fact.date, precision=fact.precision, day_first=day_first)
    others = for_date(library, fact, rng)
    if not others or fact.predicate.count(old) != 1:
        return None
    new = others[0].text
    # Of an event that lasts, only a day before it began is certainly wrong.
    statement = state(fact.subject, fact.predicate.replace(old, new), source=fact.source_name)
    return Swap("date", old, new, statement)


def _swap_number(library: Library, fact: EventFact, rng: random.Random) -> Swap | None:
    event = fact.event
    start, end = event["predicate_start"], event["predicate_end"]
    inside = library.quantities_within(fact.article_id, start, end)
    if len(inside) != 1 or inside[0]["hedge"] or inside[0]["value"] < 2:
        return None
    quantity = inside[0]
    if not is_one_number(quantity):
        return None
    new = _larger(quantity, rng)
    if new is None:
        return None
    text = library.articles[fact.article_id]["text"]
    swap = Edit(quantity["start"], quantity["end"], new, "number swapped")
    kept = [e for e in fact.edits if start <= e.start and e.end <= end]
    predicate = drop_fillers(apply_edits(text, start, end, [*kept, swap]))
    truth = drop_fillers(apply_edits(text, start, end, kept))
    if not fact.predicate.startswith(truth):
        return None
    predicate += fact.predicate[len(truth) :]
    statement = state(fact.subject, predicate, source=fact.source_name)
    return Swap("number", quantity["text"], new, statement)


def _larger(quantity: Row, rng: random.Random) -> str | None:
    """Return a clearly larger number in the same notation."""
    value, text = quantity["value"], quantity["text"]
    if value != int(value) or value > 10_000_000:
        return None
    new = round(value * rng.choice(LARGER))
    if new - value < 2:
        new = int(value) + 3
    if quantity["unit"] == "percent" and new > 100:
        return None
    if text == f"{int(value):,}":
        return f"{new:,}"
    if text == str(int(value)):
        # A year-like number would read as a date.
        return None if 1500 <= value <= 2100 else str(new)
    return number_word(new) if text.lower() == number_word(int(value)) else None
