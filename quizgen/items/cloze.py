"""Fill the gap: a name, with a word bank, or a number, in a statement of the article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from quizgen.distractors import ENOUGH, for_gap, kind_of
from quizgen.facts import EventFact
from quizgen.facts.phrases import MIN_MENTION_CONFIDENCE
from quizgen.items._gaps import (
    OPENERS,
    answer_stands_beside,
    closing,
    is_early,
    name_gap,
    number_gap,
)
from quizgen.items._proof import evidence_for, has_anchor, names_of, proof_of, rng_of
from quizgen.items.true_false import is_slight
from quizgen.library import Library, Row, is_one_number
from quizgen.names import is_full_name
from quizgen.quiz import GAP, Item
from quizgen.wording import Edit, apply_edits, drop_fillers, state

_OPENERS: Final = [*OPENERS, "and", "or"]
_CLOSED: Final = closing(_OPENERS)


def make(library: Library, fact: EventFact, seed: int, refused: Counter[str]) -> Iterator[Item]:
    """Yield an item for each number and each name in the predicate that makes a fair gap."""
    event = fact.event
    start, end = event["predicate_start"], event["predicate_end"]
    if not has_anchor(library, fact, with_subject=True, with_date=True):
        refused["question would fit several events"] += 1
        return
    if is_slight(library, fact):
        refused["statement is slight"] += 1
        return
    for quantity in library.quantities_within(fact.article_id, start, end):
        yield from _number(library, fact, quantity, refused)
    for mention in library.mentions_within(fact.article_id, start, end):
        yield from _name(library, fact, mention, seed, refused)


def _statement(library: Library, fact: EventFact, start: int, end: int) -> str | None:
    """Return the statement with a gap over a stretch of the predicate."""
    text = library.articles[fact.article_id]["text"]
    event = fact.event
    first, last = event["predicate_start"], event["predicate_end"]
    inside = [e for e in fact.edits if first <= e.start and e.end <= last]
    kept = [e for e in inside if e.end <= start or e.start >= end]
    gapped = drop_fillers(apply_edits(text, first, last, [*kept, Edit(start, end, GAP, "gap")]))
    whole = drop_fillers(apply_edits(text, first, last, inside))
    if not fact.predicate.startswith(whole) or GAP not in gapped:
        return None
    statement = state(fact.subject, gapped + fact.predicate[len(whole) :], source=fact.source_name)
    return None if is_early(statement) else statement


def _is_whole_phrase(statement: str, trigger: str) -> bool:
    """Say whether a gap stands for a whole phrase, not for part of a longer name.

    Before it stands a preposition, with or without *the*, or the verb itself.
    """
    before = statement[: statement.index(GAP)].split()
    if before and before[-1] == "the":
        before.pop()
    opened = bool(before) and before[-1] in {*_OPENERS, trigger}
    return opened and bool(_CLOSED.search(statement))


def _number(
    library: Library, fact: EventFact, quantity: Row, refused: Counter[str]
) -> Iterator[Item]:
    statement = _statement(library, fact, quantity["start"], quantity["end"])
    if statement is None or quantity["value"] < 2:
        refused["gap is too early or unclear"] += 1
        return
    if not is_one_number(quantity):
        refused["number is a range or a part"] += 1
        return
    if not any(c.isdigit() for c in quantity["text"]) and quantity["unit"] is None:
        refused["gap does not call for a number"] += 1  # two boats, or grey boats
        return
    yield number_gap(
        statement,
        quantity,
        item_id=f"{quantity['quantity_id']}-gap",
        explanation=state(fact.subject, fact.predicate, source=fact.source_name),
        evidence=evidence_for(fact),
        proof=proof_of(
            rows=[quantity["quantity_id"], *fact.rows],
            template="gap_number",
            edits=fact.edits,
            unique="one number stands there",
            kind="number",
            source=fact.source_name,
            confidence=fact.event["confidence"],
        ),
    )


def _name(
    library: Library, fact: EventFact, mention: Row, seed: int, refused: Counter[str]
) -> Iterator[Item]:
    entity = library.entity(fact.article_id, mention["entity_id"])
    if entity is None or mention["confidence"] < MIN_MENTION_CONFIDENCE:
        refused["name is uncertain"] += 1
        return
    if kind_of(entity) not in {"person", "country"} or not is_full_name(entity):
        # A city and the state around it may both be right, and so may a body and its part.
        refused["name is no clear answer"] += 1
        return
    statement = _statement(library, fact, mention["start"], mention["end"])
    if statement is not None and not _is_whole_phrase(statement, fact.event["trigger"]):
        refused["gap is part of a longer phrase"] += 1
        return
    if statement is None:
        refused["gap is too early or unclear"] += 1
        return
    if answer_stands_beside(statement, entity):
        refused["answer stands beside the gap"] += 1
        return
    item_id = f"{mention['mention_id']}-gap"
    rng = rng_of(seed, item_id)
    wrong = for_gap(library, entity, fact, rng)
    if len(wrong) < ENOUGH:
        refused["too few names for a word bank"] += 1
        return
    yield name_gap(
        statement,
        entity,
        wrong,
        rng,
        item_id=item_id,
        accept=names_of(entity, library, fact.article_id),
        explanation=state(fact.subject, fact.predicate, source=fact.source_name),
        evidence=evidence_for(fact),
        proof=proof_of(
            rows=[mention["mention_id"], *fact.rows, entity["entity_id"]],
            template="gap_name",
            edits=fact.edits,
            unique="none of the other names stands in the sentence or in a like event",
            distractors=wrong,
            kind=entity["entity_type"],
            source=fact.source_name,
            confidence=fact.event["confidence"],
        ),
    )
