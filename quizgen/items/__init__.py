"""Item types: one module each, fact → item with proof.

A new type is a new module with ``make(library, facts, seed, refused)`` and a line in
:data:`MAKERS`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from quizgen.facts import EventFact, QuoteFact
from quizgen.items import cloze, date, subject, true_false, who_said
from quizgen.library import Library
from quizgen.quiz import Item


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts of a library, by kind."""

    events: Sequence[EventFact]
    quotes: Sequence[QuoteFact]


def make_items(
    library: Library, facts: Facts, *, seed: int, refused: Counter[str]
) -> Iterator[Item]:
    """Yield every item the facts allow; what is refused is counted by reason."""
    for make in EVENT_MAKERS:
        for fact in facts.events:
            yield from make(library, fact, seed, refused)
    for quote in facts.quotes:
        yield from who_said.make(library, quote, seed, refused)


EventMaker = Callable[[Library, EventFact, int, "Counter[str]"], Iterator[Item]]
EVENT_MAKERS: tuple[EventMaker, ...] = (subject.make, date.make, true_false.make, cloze.make)
