"""Item types: one module a way of asking, fact → item with proof.

Each has ``make(library, fact, seed, refused)`` if it asks about one event, and
``make(library, facts, seed, refused)`` if it looks at all facts. A new way of asking is a new
module and a line in :data:`QUESTION_MAKERS` or :data:`FACT_MAKERS`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from quizgen.facts import EventFact, Facts
from quizgen.items import (
    agent,
    claim_statement,
    cloze,
    date,
    discussion,
    exception,
    matching,
    number,
    ordering,
    quoted_statement,
    reason,
    role,
    said_gap,
    said_which,
    sentence_gap,
    since,
    subject,
    thing,
    true_false,
    who_said,
)
from quizgen.library import Library
from quizgen.quiz import Item

EventMaker = Callable[[Library, EventFact, int, "Counter[str]"], Iterator[Item]]
FactMaker = Callable[[Library, Facts, int, "Counter[str]"], Iterator[Item]]

# These take the clause apart, and need its parts to be sure.
QUESTION_MAKERS: tuple[EventMaker, ...] = (
    subject.make,
    agent.make,
    thing.make,
    date.make,
    since.make,
    number.make,
    reason.make,
)
FACT_MAKERS: tuple[FactMaker, ...] = (
    who_said.make,
    said_which.make,
    quoted_statement.make,
    claim_statement.make,
    said_gap.make,
    role.make,
    sentence_gap.make,
    matching.make,
    ordering.make,
    exception.make,
    discussion.make,
)


# Ways of asking that strict judges accepted in fewer than 85 of 100 (CONTRIBUTING, "Judging"):
# made only if somebody asks for them.
OFF_BY_DEFAULT: frozenset[str] = frozenset(
    "claim_statement count date gap_name gap_number matching_role not_said object role said_which "
    "sentence_gap sentence_gap_name subject true_false who_told".split()
)


def make_items(
    library: Library, facts: Facts, *, seed: int, refused: Counter[str]
) -> Iterator[Item]:
    """Yield every item the facts allow; what is refused is counted by reason."""
    for fact in facts.events:
        if fact.one_of_several:
            refused["article says also"] += 1
        elif fact.can_be_taken_apart:
            for make in QUESTION_MAKERS:
                yield from make(library, fact, seed, refused)
        yield from true_false.make(library, fact, seed, refused)
        if not fact.one_of_several:
            yield from cloze.make(library, fact, seed, refused)
    for make_all in FACT_MAKERS:
        yield from make_all(library, facts, seed, refused)
