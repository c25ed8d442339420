"""When it was: the date of an event told as fact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from quizgen.distractors import ENOUGH, dated
from quizgen.facts import EventFact
from quizgen.items._proof import evidence_for, has_anchor, proof_of, rng_of, uniqueness_fault
from quizgen.library import Library
from quizgen.quiz import Item
from quizgen.wording import (
    ask_adjunct,
    attribute,
    date_forms,
    format_date,
    state,
    wh_date,
)


def make(library: Library, fact: EventFact, seed: int, refused: Counter[str]) -> Iterator[Item]:
    """Yield a multiple-choice item, or a short-answer one where other dates are wanting."""
    event = fact.event
    if fact.date is None or fact.precision is None:
        return
    auxiliaries = (event["auxiliaries"] or "").split()
    if event["aspect"] == "perfect" and auxiliaries[:1] == ["had"]:
        # With a date the plain past is idiomatic: had announced → did … announce.
        auxiliaries = ["was" if a == "been" else a for a in auxiliaries[1:]]
        if event["voice"] == "passive" and fact.subject_row["number"] == "plural":
            auxiliaries = ["were" if a == "was" else a for a in auxiliaries]
    elif event["aspect"] != "simple" or event["tense"] != "past":
        refused["tense does not go with a date"] += 1
        return
    if event["date_start"] != event["date_end"] and fact.precision == "day":
        refused["event lasts longer than a day"] += 1
        return
    if not has_anchor(library, fact, with_subject=True, with_date=False):
        refused["question would fit several events"] += 1
        return
    if uniqueness_fault(library, event, "date_start", event["date_start"]):
        refused["another event gives another answer"] += 1
        return
    item_id = f"{event['event_id']}-date"
    rng = rng_of(seed, item_id)
    day_first = library.writes_day_first(fact.article_id)
    key = format_date(fact.date, precision=fact.precision, day_first=day_first)
    wrong = dated(library, fact, rng)
    enough = len(wrong) >= ENOUGH
    ordered = sorted([(fact.date, key), *((date, d.text) for date, d in wrong)])
    yield Item(
        item_id=item_id,
        type="multiple_choice" if enough else "short_answer",
        level="retrieve",
        question=attribute(
            ask_adjunct(
                wh_date(fact.precision).lower(),
                fact.subject,
                auxiliaries=auxiliaries,
                verb=event["trigger"],
                lemma=event["lemma"].split()[0],
                rest=fact.rest,
            ),
            fact.source_name,
        ),
        key=key,
        # Dates stand in their order, so that the place of the key tells nothing.
        options=tuple(text for _, text in ordered) if enough else (),
        accept=tuple(dict.fromkeys([key, *date_forms(fact.date, precision=fact.precision)])),
        explanation=state(fact.subject, fact.predicate, source=fact.source_name),
        evidence=evidence_for(fact),
        proof=proof_of(
            rows=fact.rows,
            template="date",
            edits=fact.edits,
            unique=f"no other row of {event['lemma']!r} or alike has another date",
            distractors=[d for _, d in wrong] if enough else (),
            kind=fact.precision,
            date=fact.date.isoformat(),
            confidence=event["confidence"],
        ),
    )
