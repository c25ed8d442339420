"""By whom: the agent of a passive clause, asked for in the active."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from quizgen.distractors import ENOUGH, for_object, kind_of, shuffled
from quizgen.facts import EventFact
from quizgen.items._asking import only, rest_without
from quizgen.items._proof import (
    evidence_for,
    has_anchor,
    names_of,
    proof_of,
    rng_of,
    uniqueness_fault,
)
from quizgen.library import Library
from quizgen.quiz import Item
from quizgen.wording import WH_BY_TYPE, ask_subject, attribute, past, state


def make(library: Library, fact: EventFact, seed: int, refused: Counter[str]) -> Iterator[Item]:
    """Yield an item for the one named agent of a simple past passive: was closed by Ana Ruiz."""
    event = fact.event
    auxiliaries = (event["auxiliaries"] or "").split()
    if event["voice"] != "passive" or auxiliaries not in (["was"], ["were"]):
        return
    agent = only(library.participants_of[event["event_id"]], "agent")
    entity = library.entity(fact.article_id, agent["entity_id"]) if agent else None
    if agent is None or entity is None or agent["form"] != "name":
        return
    kind = kind_of(entity)
    text = library.articles[fact.article_id]["text"]
    by = re.search(r"\bby\s+$", text[: agent["start"]])
    if kind is None or by is None:
        return
    rest = rest_without(library, fact, by.start(), agent["end"])
    if rest is None or not has_anchor(library, fact, with_subject=True, with_date=True):
        refused["question would fit several events"] += 1
        return
    if uniqueness_fault(library, event, "actor", event["actor"]):
        refused["another event gives another answer"] += 1
        return
    verb = past(event["lemma"].split()[0])
    predicate = " ".join(w for w in (verb, fact.subject, rest) if w)
    item_id = f"{event['event_id']}-agent"
    rng = rng_of(seed, item_id)
    wrong = for_object(library, fact, entity, rng)
    enough = len(wrong) >= ENOUGH
    key = entity["name"]
    yield Item(
        item_id=item_id,
        type="multiple_choice" if enough else "short_answer",
        level="infer",
        question=attribute(ask_subject(WH_BY_TYPE[kind].lower(), predicate), fact.source_name),
        key=key,
        options=shuffled([key, *(d.text for d in wrong)], rng) if enough else (),
        accept=tuple(names_of(entity, library, fact.article_id)),
        explanation=state(fact.subject, fact.predicate, source=fact.source_name),
        evidence=evidence_for(fact),
        proof=proof_of(
            rows=[*fact.rows, entity["entity_id"]],
            template="agent",
            edits=fact.edits,
            unique=f"no other row of {event['lemma']!r} or alike has another actor",
            distractors=wrong if enough else (),
            kind=kind,
            answer={"start": agent["start"], "end": agent["end"]},
            confidence=event["confidence"],
        ),
    )
