"""Put in order: events whose dates the article gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from string import ascii_uppercase
from typing import Final

from quizgen.facts import EventFact, Facts
from quizgen.items._asking import undated
from quizgen.items._proof import evidence_for, proof_of, rng_of
from quizgen.items.matching import dated_facts, fits_list
from quizgen.library import Library
from quizgen.quiz import Item

EVENTS: Final = range(3, 6)
ATTEMPTS: Final = 6


def make(library: Library, facts: Facts, seed: int, refused: Counter[str]) -> Iterator[Item]:  # noqa: ARG001
    """Yield an item an article that dates enough events; and one of all articles together."""
    groups = {article_id: dated_facts(facts, article_id) for article_id in library.articles}
    for article_id, dated in groups.items():
        yield from _items(library, f"{article_id}:ordering", dated, seed)
    if len(groups) > 1:
        every = [fact for dated in groups.values() for fact in dated]
        yield from _items(library, "all:ordering", every, seed)


def _items(library: Library, item_id: str, dated: list[EventFact], seed: int) -> Iterator[Item]:
    """Yield the item with several choices of events, for the sceptic may refuse one of a list."""
    for attempt in range(ATTEMPTS):
        yield from _item(library, f"{item_id}-{attempt + 1}", dated, seed)


def _item(library: Library, item_id: str, dated: list[EventFact], seed: int) -> Iterator[Item]:
    rng = rng_of(seed, item_id)
    candidates = [(f, line) for f in dated if fits_list(line := undated(library, f))]
    rng.shuffle(candidates)
    chosen: list[tuple[EventFact, str]] = []
    for fact, line in candidates:
        if len(chosen) < EVENTS.stop - 1 and all(_apart(fact, other) for other, _ in chosen):
            chosen.append((fact, line))
    if len(chosen) < EVENTS.start or len({line for _, line in chosen}) < len(chosen):
        return
    order = [line for _, line in sorted(chosen, key=lambda c: c[0].event["date_start"])]
    options = list(order)
    while options == order:
        rng.shuffle(options)
    key = ", ".join(ascii_uppercase[options.index(line)] for line in order)
    by_date = sorted((f for f, _ in chosen), key=lambda f: f.event["date_start"])
    yield Item(
        item_id=item_id,
        type="ordering",
        level="integrate",
        question="Put these events in order, the earliest first.",
        key=key,
        options=tuple(options),
        accept=(key,),
        points=len(order) - 1,
        explanation=_explained(by_date, order),
        evidence=tuple(e for f in by_date for e in evidence_for(f)[:1]),
        proof=proof_of(
            rows=[f.event["event_id"] for f in by_date],
            template="ordering",
            unique="each event ends before the next begins",
            kind="order",
            order=[f.event["event_id"] for f in by_date],
        ),
    )


def _apart(one: EventFact, other: EventFact) -> bool:
    """Say whether one event was over before the other began, and both are told apart."""
    a, b = one.event, other.event
    if one.sentence["sentence_id"] == other.sentence["sentence_id"]:
        return False
    return bool(a["date_end"] < b["date_start"] or b["date_end"] < a["date_start"])


def _explained(facts: list[EventFact], lines: list[str]) -> str:
    return " ".join(
        f"{f.event['date_start'].date().isoformat()}: {line}"
        for f, line in zip(facts, lines, strict=True)
    )
