"""True or false: a statement of the article in other words, or with one checkable swap.

Swapped is a slot that holds one value only: the date of an event, or a number that is given
exactly. Another doer is not offered: that others did it too is seldom denied. A number is
only made larger, since "twelve names" cannot be meant by "eight", while "five" might.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from quizgen.distractors import for_date
from quizgen.facts import EventFact
from quizgen.items._proof import evidence_of, has_anchor, proof_of, rng_of, uniqueness_fault
from quizgen.library import Library, Row, is_one_number
from quizgen.quiz import Item
from quizgen.wording import Edit, apply_edits, drop_fillers, format_date, number_word, state

# How much larger a swapped number is: too far to be rounding, near enough to be plausible.
LARGER = (1.5, 2, 2.5, 3)


class _Swap(NamedTuple):
    slot: str
    old: str
    new: str
    statement: str


def make(library: Library, fact: EventFact, seed: int, refused: Counter[str]) -> Iterator[Item]:
    """Yield one item a fact: a swap or, if the seed says so and the words differ, the truth."""
    event = fact.event
    if not has_anchor(library, fact, with_subject=True, with_date=True):
        refused["question would fit several events"] += 1
        return
    item_id = f"{event['event_id']}-true-false"
    rng = rng_of(seed, item_id)
    truth = state(fact.subject, fact.predicate)
    swaps = [
        s
        for s in (
            _swap_date(library, fact, rng),
            _swap_number(library, fact, rng),
        )
        if s is not None and s.statement != truth
    ]
    reworded = bool(fact.edits)
    want_true = rng.random() < 0.5
    swap = rng.choice(swaps) if swaps and not (want_true and reworded) else None
    if swap is None and not reworded:
        refused["true statement would be verbatim"] += 1
        return
    yield Item(
        item_id=item_id,
        type="true_false",
        level="retrieve",
        question=swap.statement if swap else truth,
        key="False" if swap else "True",
        accept=("False",) if swap else ("True",),
        correction=truth if swap else None,
        explanation=(
            f"The article gives {swap.old}, not {swap.new}." if swap else "The article says so."
        ),
        evidence=evidence_of([fact.sentence]),
        proof=proof_of(
            rows=[event["event_id"]],
            template="true_false",
            edits=fact.edits,
            unique="one slot swapped; it holds one value only" if swap else "stated",
            swap={"slot": swap.slot, "old": swap.old, "new": swap.new} if swap else None,
            kind="statement",
            confidence=event["confidence"],
        ),
    )


def _swap_date(library: Library, fact: EventFact, rng: random.Random) -> _Swap | None:
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
    statement = state(fact.subject, fact.predicate.replace(old, new))
    return _Swap("date", old, new, statement)


def _swap_number(library: Library, fact: EventFact, rng: random.Random) -> _Swap | None:
    event = fact.event
    start, end = event["predicate_start"], event["predicate_end"]
    inside = [
        q
        for q in library.quantities
        if q["article_id"] == fact.article_id and start <= q["start"] and q["end"] <= end
    ]
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
    return _Swap("number", quantity["text"], new, state(fact.subject, predicate))


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
