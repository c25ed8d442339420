"""How many: the number of a subject or an object."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from quizgen.distractors import ENOUGH, for_number
from quizgen.facts import EventFact
from quizgen.items._asking import ask, only, rest_without, words_of
from quizgen.items._proof import evidence_for, has_anchor, proof_of, rng_of, uniqueness_fault
from quizgen.library import Library, Row, is_one_number
from quizgen.quiz import Item
from quizgen.wording import ask_subject, attribute, number_forms, number_of, state

MIN_VALUE = 4


def make(library: Library, fact: EventFact, seed: int, refused: Counter[str]) -> Iterator[Item]:
    """Yield an item for a number that begins the subject or the one object."""
    participants = library.participants_of[fact.event["event_id"]]
    thing = only(participants, "object") if fact.event["voice"] == "active" else None
    for row in (fact.subject_row, thing):
        if row is None:
            continue
        quantity = _leading(library, fact, row)
        if quantity is None:
            continue
        if quantity["hedge"] or not is_one_number(quantity) or quantity["value"] < MIN_VALUE:
            refused["number is a range or a part"] += 1
            continue
        yield from _item(library, fact, row, quantity, seed, refused)


def _leading(library: Library, fact: EventFact, row: Row) -> Row | None:
    text = library.text_of(fact.article_id, row["start"], row["end"])
    at = row["start"] + (len("the ") if text[:4].lower() == "the " else 0)
    for quantity in library.quantities_of[fact.article_id]:
        if quantity["start"] == at and quantity["end"] < row["end"]:
            return quantity
    return None


def _item(
    library: Library,
    fact: EventFact,
    row: Row,
    quantity: Row,
    seed: int,
    refused: Counter[str],
) -> Iterator[Item]:
    event = fact.event
    counted = words_of(library, fact, quantity["end"], row["end"])
    share = re.match(r"(?:percent|per cent|%)\s*of\s+", counted)
    if share:
        wh = f"what percentage of {counted[share.end() :]}"
    elif quantity["unit"] is None and re.match(r"[a-z]", counted):
        wh = f"how many {counted}"
    else:
        refused["number is no plain count"] += 1
        return
    asks_subject = row is fact.subject_row
    if asks_subject:
        question = attribute(ask_subject(wh, fact.predicate), fact.source_name)
    else:
        rest = rest_without(library, fact, row["start"], row["end"])
        if rest is None:
            refused["object is no plain phrase"] += 1
            return
        question = ask(fact, wh, rest)
    if not has_anchor(library, fact, with_subject=not asks_subject, with_date=True):
        refused["question would fit several events"] += 1
        return
    slot = "actor" if asks_subject and event["voice"] == "active" else "target"
    if uniqueness_fault(library, event, slot, event[slot]):
        refused["another event gives another answer"] += 1
        return
    key = quantity["text"] + (" percent" if share else "")
    item_id = f"{quantity['quantity_id']}-count"
    rng = rng_of(seed, item_id)
    wrong = for_number(library, quantity, rng)
    enough = len(wrong) >= ENOUGH
    tail = " percent" if share else ""
    options = sorted(
        [key, *(d.text + tail for d in wrong)], key=lambda o: number_of(o.removesuffix(tail)) or 0
    )
    accept = [f + tail for f in number_forms(quantity["text"], quantity["value"])]
    accept += [f.removesuffix(tail) + "%" for f in accept if tail]
    yield Item(
        item_id=item_id,
        type="multiple_choice" if enough else "short_answer",
        level="retrieve",
        question=question,
        key=key,
        options=tuple(options) if enough else (),
        accept=tuple(dict.fromkeys([key, *accept])),
        explanation=state(fact.subject, fact.predicate, source=fact.source_name),
        evidence=evidence_for(fact),
        proof=proof_of(
            rows=[*fact.rows, quantity["quantity_id"]],
            template="count",
            edits=fact.edits,
            unique=f"no other row of {event['lemma']!r} or alike has another {slot}",
            distractors=[d._replace(text=d.text + tail) for d in wrong] if enough else (),
            kind="number",
            confidence=event["confidence"],
        ),
    )
