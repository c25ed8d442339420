"""Why, or what for: the reason or purpose an event's clause gives."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from quizgen.facts import EventFact
from quizgen.facts.phrases import full_names, name_pronouns
from quizgen.facts.refused import Refused
from quizgen.items._asking import ask, rest_of, rest_without
from quizgen.items._proof import (
    content_words,
    evidence_for,
    has_anchor,
    proof_of,
    uniqueness_fault,
)
from quizgen.library import Library, Row
from quizgen.quiz import Item
from quizgen.wording import apply_edits, state

MAX_KEY_WORDS: Final = 16
MIN_STEM_WORDS: Final = 4
# Words that give a reason and nothing else; "after" and "as" also tell the time.
REASONS: Final = frozenset(
    ["because", "because of", "due to", "owing to", "as a result of", "in order to"]
)


def make(library: Library, fact: EventFact, seed: int, refused: Counter[str]) -> Iterator[Item]:  # noqa: ARG001
    """Yield a short-answer item for the one reason or purpose of an event."""
    event = fact.event
    given = [
        p for p in library.participants_of[event["event_id"]] if p["role"] in {"reason", "purpose"}
    ]
    if len(given) != 1:
        return
    key = _answer(library, fact, given[0])
    if key is None or len(key.split()) > MAX_KEY_WORDS:
        refused["reason is no plain phrase"] += 1
        return
    start, end = _stretch(library, fact, given[0])
    outside = start >= event["predicate_end"]
    rest = rest_of(library, fact) if outside else rest_without(library, fact, start, end)
    if rest is None or _IN_PART.search(rest):
        refused["reason is no plain phrase"] += 1
        return
    question = ask(fact, "why", rest)
    if len(content_words(question)) < MIN_STEM_WORDS or not has_anchor(
        library, fact, with_subject=True, with_date=True
    ):
        refused["question would fit several events"] += 1
        return
    if uniqueness_fault(library, event, "target", event["target"], same_subject=True):
        refused["another event gives another answer"] += 1
        return
    bare = re.sub(r"^(?:in order to|to|because of|because|due to|owing to)\s+", "", key)
    yield Item(
        item_id=f"{event['event_id']}-reason",
        type="short_answer",
        level="infer",
        question=question,
        key=key,
        accept=tuple(dict.fromkeys([key, bare])),
        explanation=state(fact.subject, fact.predicate, source=fact.source_name),
        evidence=evidence_for(fact),
        proof=proof_of(
            rows=fact.rows,
            template="reason",
            edits=fact.edits,
            unique="the clause gives one reason, and no other event of this subject is like it",
            kind="reason",
            answer={"start": start, "end": end},
            confidence=event["confidence"],
        ),
    )


# Then there are other reasons.
_IN_PART: Final = re.compile(r"\b(?:in part|partly|largely|mainly|mostly|only)$")


def _stretch(library: Library, fact: EventFact, row: Row) -> tuple[int, int]:
    """Return where a reason stands, the word that brings it in with it."""
    text = library.articles[fact.article_id]["text"]
    start = row["start"]
    if row["preposition"]:
        before = re.search(rf"{re.escape(row['preposition'])}\s+$", text[:start], re.IGNORECASE)
        if before:
            start = before.start()
    return start, row["end"]


def _answer(library: Library, fact: EventFact, row: Row) -> str | None:
    """Return the answer in words: to protect the harbour, because the radar had failed."""
    start, end = _stretch(library, fact, row)
    text = library.articles[fact.article_id]["text"]
    words = text[start:end].lower()
    if row["role"] == "purpose" and not re.match(r"(?:in order )?to\s", words):
        return None
    if row["role"] == "reason" and not any(words.startswith(f"{r} ") for r in REASONS):
        return None
    meant = {e["entity_id"] for e in (fact.subject_entity,) if e is not None}
    try:
        pronouns, _ = name_pronouns(library, fact.article_id, start, end, meant)
        if pronouns:
            return None
        names = list(full_names(library, fact.article_id, start, end))
    except Refused:
        return None
    return apply_edits(text, start, end, names)
