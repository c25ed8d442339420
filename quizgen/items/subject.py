"""Who or what did it: the subject of an event told as fact."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from quizgen.distractors import ENOUGH, for_subject, kind_of, shuffled
from quizgen.facts import EventFact
from quizgen.items._proof import (
    evidence_for,
    has_anchor,
    names_of,
    proof_of,
    rng_of,
    uniqueness_fault,
)
from quizgen.lexicon import verbs
from quizgen.library import Library, Row
from quizgen.quiz import Item
from quizgen.wording import WH_BY_TYPE, WH_FOR_TWO, ask_subject, attribute, state


def make(library: Library, fact: EventFact, seed: int, refused: Counter[str]) -> Iterator[Item]:
    """Yield a multiple-choice item, or a short-answer one where options are wanting."""
    event = fact.event
    if event["lemma"].split()[0] in verbs("companion_verbs"):
        refused["others may have come along"] += 1
        return
    asked = _asked(library, fact)
    if asked is None:
        refused["subject is no single name"] += 1
        return
    if not has_anchor(library, fact, with_subject=False, with_date=True):
        refused["question would fit several events"] += 1
        return
    slot = "target" if event["voice"] == "passive" else "actor"
    if uniqueness_fault(library, event, slot, event[slot]):
        refused["another event gives another answer"] += 1
        return
    item_id = f"{event['event_id']}-subject"
    rng = rng_of(seed, item_id)
    wrong = for_subject(library, fact, rng) if len(asked.entities) == 1 else []
    enough = len(wrong) >= ENOUGH
    yield Item(
        item_id=item_id,
        type="multiple_choice" if enough else "short_answer",
        level="retrieve",
        question=attribute(ask_subject(asked.wh.lower(), fact.predicate), fact.source_name),
        key=asked.key,
        options=shuffled([asked.key, *(d.text for d in wrong)], rng) if enough else (),
        accept=asked.accept,
        explanation=state(fact.subject, fact.predicate, source=fact.source_name),
        evidence=evidence_for(fact),
        proof=proof_of(
            rows=[*fact.rows, *(e["entity_id"] for e in asked.entities)],
            template="subject" if len(asked.entities) == 1 else "subject_pair",
            edits=fact.edits,
            unique=f"no other row of {event['lemma']!r} or alike has another {slot}",
            distractors=wrong if enough else (),
            kind=asked.kind,
            confidence=event["confidence"],
        ),
    )


class _Asked(NamedTuple):
    """What is asked for: one entity, or two joined by *and*."""

    entities: tuple[Row, ...]
    kind: str
    wh: str
    key: str
    accept: tuple[str, ...]


def _asked(library: Library, fact: EventFact) -> _Asked | None:
    entity = fact.subject_entity
    if entity is not None:
        kind = kind_of(entity)
        if kind is None:
            return None
        names = tuple(names_of(entity, library, fact.article_id))
        return _Asked((entity,), kind, WH_BY_TYPE[kind], entity["name"], names)
    row = fact.subject_row
    mentions = library.mentions_within(fact.article_id, row["start"], row["end"])
    if len(mentions) != 2:
        return None
    text = library.text_of(fact.article_id, row["start"], row["end"])
    joined = r"\s+and\s+(?:the\s+)?".join(re.escape(m["text"]) for m in mentions)
    if not re.fullmatch(rf"(?:the\s+)?{joined}", text, re.IGNORECASE):
        return None
    one, two = (library.entity(fact.article_id, m["entity_id"]) for m in mentions)
    if one is None or two is None or one is two:
        return None
    kind = kind_of(one)
    if kind is None or kind != kind_of(two):
        return None
    forms = [names_of(e, library, fact.article_id) for e in (one, two)]
    accept = [f"{a} and {b}" for a in forms[0] for b in forms[1]]
    accept += [f"{b} and {a}" for a in forms[0] for b in forms[1]]
    key = f"{one['name']} and {two['name']}"
    if one["name"] in fact.subject and two["name"] in fact.subject:
        key = fact.subject  # with its article: the UK and Canada
        accept.append(" and ".join(reversed(fact.subject.split(" and "))))
    return _Asked((one, two), kind, WH_FOR_TWO[kind], key, tuple(dict.fromkeys([key, *accept])))
