"""What it was that somebody did something to: the object of an event."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from quizgen.distractors import ENOUGH, for_object, kind_of, shuffled
from quizgen.facts import EventFact
from quizgen.items._asking import ask, only, rest_without, words_of
from quizgen.items._proof import (
    content_words,
    evidence_for,
    has_anchor,
    names_of,
    proof_of,
    rng_of,
    uniqueness_fault,
)
from quizgen.lexicon import is_human
from quizgen.library import Library, Row
from quizgen.quiz import Item
from quizgen.wording import state

MAX_KEY_WORDS: Final = 12
# A stem with fewer telling words than this, the verb's among them, could mean many things.
MIN_STEM_WORDS: Final = 4

# "What did the mayor open?" She opens many things: where, when, or for whom must be told.
MIN_REST_WORDS: Final = 2

WH: Final = {
    "person": "whom",
    "organisation": "which organisation",
    "country": "which country",
    None: "what",
}


def make(library: Library, fact: EventFact, seed: int, refused: Counter[str]) -> Iterator[Item]:
    """Yield an item: with options where the object is a name, else a short answer."""
    event = fact.event
    participants = library.participants_of[event["event_id"]]
    thing = only(participants, "object")
    if thing is None or event["voice"] == "passive":
        return
    if thing["form"] not in {"name", "nominal"} or _has(participants, "complement", "clause"):
        refused["object is no plain phrase"] += 1
        return
    rest = rest_without(library, fact, thing["start"], thing["end"])
    if rest is None:
        refused["object is no plain phrase"] += 1
        return
    entity = _named(library, fact, thing)
    kind = kind_of(entity) if entity else None
    key = words_of(library, fact, thing["start"], thing["end"])
    if entity is not None:
        if kind is None:
            refused["object is no plain phrase"] += 1
            return
        key = entity["name"]
    if len(key.split()) > MAX_KEY_WORDS or (entity is None and len(key.split()) < 2):
        refused["answer is too long or too short"] += 1
        return
    if _RELATIVE.search(rest):
        refused["object is no plain phrase"] += 1  # a comment … that compared
        return
    wh = "whom" if entity is None and is_human(thing["head"]) else WH[kind]
    question = ask(fact, wh, rest)
    beside = len(set(content_words(rest)))
    if (
        beside < MIN_REST_WORDS
        or len(content_words(question)) < MIN_STEM_WORDS
        or not has_anchor(library, fact, with_subject=True, with_date=True)
    ):
        refused["question would fit several events"] += 1
        return
    if uniqueness_fault(library, event, "target", event["target"], same_subject=True):
        refused["another event gives another answer"] += 1
        return
    item_id = f"{event['event_id']}-object"
    rng = rng_of(seed, item_id)
    wrong = for_object(library, fact, entity, rng) if entity else []
    enough = len(wrong) >= ENOUGH
    accept = names_of(entity, library, fact.article_id) if entity else [key, _bare(key)]
    yield Item(
        item_id=item_id,
        type="multiple_choice" if enough else "short_answer",
        level="retrieve",
        question=question,
        key=key,
        options=shuffled([key, *(d.text for d in wrong)], rng) if enough else (),
        accept=tuple(dict.fromkeys([key, *accept])),
        explanation=state(fact.subject, fact.predicate, source=fact.source_name),
        evidence=evidence_for(fact),
        proof=proof_of(
            rows=[*fact.rows, *([entity["entity_id"]] if entity else [])],
            template="object",
            edits=fact.edits,
            unique=f"no other row of {event['lemma']!r} with this subject has another object",
            distractors=wrong if enough else (),
            kind=kind or "thing",
            answer={"start": thing["start"], "end": thing["end"]},
            confidence=event["confidence"],
        ),
    )


_RELATIVE: Final = re.compile(r"\b(?:that|who|which|whose)\b")


def _has(participants: list[Row], *functions: str) -> bool:
    return any(p["function"] in functions for p in participants)


def _named(library: Library, fact: EventFact, thing: Row) -> Row | None:
    """Return the entity a phrase names, if it is a name and nothing else."""
    if thing["form"] != "name" or thing["entity_id"] is None:
        return None
    return library.entity(fact.article_id, thing["entity_id"])


def _bare(key: str) -> str:
    """Return a phrase without its article."""
    first, _, rest = key.partition(" ")
    return rest if first.lower() in {"the", "a", "an"} and rest else key
