"""Since when: the year in which something began that still lasts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from quizgen.facts import EventFact
from quizgen.items._asking import ask, rest_without
from quizgen.items._proof import evidence_for, has_anchor, proof_of, uniqueness_fault
from quizgen.library import Library
from quizgen.quiz import Item
from quizgen.wording import state


def make(library: Library, fact: EventFact, seed: int, refused: Counter[str]) -> Iterator[Item]:  # noqa: ARG001
    """Yield a short-answer item for the year after *since*."""
    event = fact.event
    times = [
        p
        for p in library.participants_of[event["event_id"]]
        if p["role"] == "time" and p["preposition"] == "since"
    ]
    if len(times) != 1 or not re.fullmatch(r"\d{4}", times[0]["text"]):
        return
    year = times[0]["text"]
    text = library.articles[fact.article_id]["text"]
    before = re.search(r"since\s+$", text[: times[0]["start"]])
    if before is None or text[event["start"] : times[0]["start"]].count("since") != 1:
        return
    rest = rest_without(library, fact, before.start(), times[0]["end"])
    if rest is None or not has_anchor(library, fact, with_subject=True, with_date=True):
        refused["question would fit several events"] += 1
        return
    if uniqueness_fault(library, event, "date_start", event["date_start"]):
        refused["another event gives another answer"] += 1
        return
    yield Item(
        item_id=f"{event['event_id']}-since",
        type="short_answer",
        level="retrieve",
        question=ask(fact, "since which year", rest),
        key=year,
        accept=(year, f"since {year}"),
        explanation=state(fact.subject, fact.predicate, source=fact.source_name),
        evidence=evidence_for(fact),
        proof=proof_of(
            rows=fact.rows,
            template="since",
            edits=fact.edits,
            unique=f"no other row of {event['lemma']!r} or alike begins on another date",
            kind="year",
            answer={"start": times[0]["start"], "end": times[0]["end"]},
            confidence=event["confidence"],
        ),
    )
