"""Facts: rows sure enough, and complete enough, to be asked about.

A row becomes a fact only if it is told as fact (asserted, not denied, nobody's claim), its
``confidence`` is high, and the pieces a question needs stand in one stretch. Everything else
is refused with a reason, which is counted and shown.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from quizgen.library import Library, Row, as_date
from quizgen.wording import Edit, apply_edits, date_phrase, drop_fillers, lower_determiner

# Measured on treebank sentences nobody trained on: of clauses at this probability or more,
# 96 in 100 have exactly the subject, objects and agent given (README, "How good is it").
MIN_FRAME: Final = 0.95
# That all of the row is right, every place and date and what is said of truth included. A statement
# is made of the article's own words, so a phrase that hangs elsewhere in the clause does no harm.
MIN_EVENT_CONFIDENCE: Final = 0.6
MIN_QUOTE_CONFIDENCE: Final = 0.9
# Below it a bare surname may be its namesake's.
MIN_MENTION_CONFIDENCE: Final = 0.9

HONORIFIC: Final = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx)\.?\s+$")
QUOTE_WORDS: Final = range(6, 41)
DATE_PRECISIONS: Final = ("day", "month", "year")


@cache
def verbs(name: str) -> frozenset[str]:
    """Return a list of verbs: ``empty_verbs`` or ``companion_verbs`` (what they are: there)."""
    text = (resources.files("quizgen") / f"{name}.txt").read_text(encoding="utf-8")
    return frozenset(w for w in text.split("\n") if w and not w.startswith("#"))


class Refused(Exception):
    """A row or an item is not asked; ``reason`` is the name of the check."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class EventFact:
    """An event told as fact, with the pieces its questions are made of.

    ``subject`` is its subject in words, full names put in; ``subject_entity`` the entity it
    names, if it names one and nothing else. ``predicate`` is the rest of the clause with its
    date absolute; ``rest`` what follows the verb, without the date. ``edits`` are the changes
    made to the article's words.
    """

    event: Row
    sentence: Row
    subject: str
    subject_row: Row
    subject_entity: Row | None
    predicate: str
    rest: str
    date: dt.date | None
    precision: str | None
    edits: tuple[Edit, ...]

    @property
    def article_id(self) -> str:
        """The article the event is told in."""
        article_id: str = self.event["article_id"]
        return article_id


@dataclass(frozen=True, slots=True)
class QuoteFact:
    """A quotation whose speaker is a named person."""

    quote: Row
    sentences: tuple[Row, ...]
    speaker: Row


def find_event_facts(library: Library, refused: Counter[str]) -> Iterator[EventFact]:
    """Yield the events that can be asked about, in text order."""
    for event in library.events:
        try:
            yield _event_fact(library, event)
        except Refused as exc:
            refused[exc.reason] += 1


def _event_fact(library: Library, event: Row) -> EventFact:
    if event["modality"] != "asserted" or event["negated"]:
        raise Refused(f"event is {event['modality'] if not event['negated'] else 'negated'}")
    if event["confidence"] < MIN_EVENT_CONFIDENCE or (event["frame_confidence"] or 0) < MIN_FRAME:
        raise Refused("event is uncertain")
    if event["lemma"].split()[0] in verbs("empty_verbs"):
        raise Refused("verb says too little")
    if event["predicate_start"] is None:
        raise Refused("clause is broken up")
    if "progressive" in event["aspect"]:
        raise Refused("event is not completed")
    if event["tense"] != "past" and event["aspect"] != "perfect":
        raise Refused("event is not past")
    sentence = library.sentences[event["sentence_id"]]
    if sentence["text"].rstrip()[-1:] not in {".", "”", '"', "’", "'"}:
        raise Refused("sentence is no plain statement")
    if event["trigger"][0].isupper() and event["start"] > sentence["start"]:
        raise Refused("sentence is a headline")  # Mayor Opens New Bridge
    participants = library.participants_of[event["event_id"]]
    subjects = [p for p in participants if p["function"] == "subject"]
    subject = _whole_subject(event, subjects)
    precision = event["date_precision"]
    date = as_date(event["date_start"]) if precision in DATE_PRECISIONS else None
    if event["date_text"] and date is None:
        raise Refused("date is unclear")
    text = library.articles[event["article_id"]]["text"]
    start, end = event["predicate_start"], event["predicate_end"]
    names = tuple(_full_names(library, event["article_id"], start, end))
    dates, lone = _absolute_date(library, event, text, date)
    predicate = drop_fillers(apply_edits(text, start, end, [*names, *dates]))
    removed = [Edit(e.start, e.end, "", e.why) for e in dates]
    rest = apply_edits(text, event["end"], end, [*names, *removed])
    if date and lone:
        # The date stands before the subject, or outside the stretch: it comes last.
        when = date_phrase(
            date, precision=precision, day_first=library.writes_day_first(event["article_id"])
        )
        predicate = f"{predicate} {when}"
    own = tuple(_full_names(library, event["article_id"], subject["start"], subject["end"]))
    words = apply_edits(text, subject["start"], subject["end"], own)
    # A date that stands there in full already is no change.
    made = tuple(e for e in (*own, *names, *dates) if text[e.start : e.end] != e.new)
    return EventFact(
        event=event,
        sentence=sentence,
        subject=lower_determiner(words),
        subject_row=subject,
        subject_entity=_named_subject(library, event["article_id"], subject),
        predicate=predicate,
        rest=drop_fillers(rest),
        date=date,
        precision=precision if date else None,
        edits=made,
    )


def _whole_subject(event: Row, rows: list[Row]) -> Row:
    """Return the row of a subject; of one that joins several, a row of all of it."""
    start, end = event["subject_start"], event["subject_end"]
    if not rows or start is None or any(r["start"] < start or end < r["end"] for r in rows):
        raise Refused("subject is unclear")
    if any(r["form"] not in {"name", "nominal"} for r in rows):
        raise Refused("subject is a pronoun")
    if len(rows) == 1:
        return rows[0]
    return {**rows[0], "start": start, "end": end, "number": "plural", "entity_id": None}


def _named_subject(library: Library, article_id: str, subject: Row) -> Row | None:
    """Return the entity a subject names; none for *he* or *the mayor*, whoever they are."""
    names = library.mentions_within(article_id, subject["start"], subject["end"])
    if not any(m["entity_id"] == subject["entity_id"] for m in names):
        return None
    return library.entity(article_id, subject["entity_id"])


def _full_names(library: Library, article_id: str, start: int, end: int) -> Iterator[Edit]:
    """Yield the edits that put a person's full name where the article has only part of it."""
    for mention in library.mentions_within(article_id, start, end):
        entity = library.entity(article_id, mention["entity_id"])
        if entity is None or entity["entity_type"] != "person":
            continue
        if mention["text"] != entity["name"]:
            if mention["confidence"] < MIN_MENTION_CONFIDENCE:
                raise Refused("name is uncertain")
            # Mr. Keller → Thomas Keller: the honorific goes with the surname alone.
            text = library.articles[article_id]["text"]
            honorific = HONORIFIC.search(text[start : mention["start"]])
            begin = start + honorific.start() if honorific else mention["start"]
            yield Edit(begin, mention["end"], entity["name"], "full name")


def _absolute_date(
    library: Library, event: Row, text: str, date: dt.date | None
) -> tuple[list[Edit], bool]:
    """Return the edit that makes the date absolute, and whether it must be added at the end."""
    if not date:
        return [], False
    words = event["date_text"]
    times = [
        p
        for p in library.participants_of[event["event_id"]]
        if p["role"] == "time" and (p["text"] in words or words in p["text"])
    ]
    if len(times) != 1:
        raise Refused("date is unclear")
    time = times[0]
    start, end = time["start"], time["end"]
    if time["preposition"]:
        before = re.search(rf"{re.escape(time['preposition'])}\s+$", text[:start], re.IGNORECASE)
        if before is None:
            raise Refused("date is unclear")
        start = before.start()
    if event["date_text"] not in text[start:end] and text[start:end] not in event["date_text"]:
        raise Refused("date is unclear")
    if len(text[start:end].split()) > len(event["date_text"].split()) + 1:
        raise Refused("date is unclear")  # more than the date hangs there
    inside = event["predicate_start"] <= start and end <= event["predicate_end"]
    when = date_phrase(
        date,
        precision=event["date_precision"],
        day_first=library.writes_day_first(event["article_id"]),
    )
    return ([Edit(start, end, when, "absolute date")] if inside else []), not inside


def find_quote_facts(library: Library, refused: Counter[str]) -> Iterator[QuoteFact]:
    """Yield the quotations whose speaker can be asked for, in text order."""
    for quote in library.quotes:
        try:
            yield _quote_fact(library, quote)
        except Refused as exc:
            refused[exc.reason] += 1


def _quote_fact(library: Library, quote: Row) -> QuoteFact:
    article_id = quote["article_id"]
    speaker = library.entity(article_id, quote["speaker_entity_id"])
    if speaker is None or speaker["entity_type"] != "person":
        raise Refused("speaker is not a named person")
    if quote["cue_start"] is None or quote["speaker_start"] is None:
        raise Refused("speaker is not named beside the quotation")
    names = library.mentions_within(article_id, quote["speaker_start"], quote["speaker_end"])
    if not any(m["entity_id"] == quote["speaker_entity_id"] for m in names):
        # “…,” he said: whoever he is, the evidence would not show it.
        raise Refused("speaker is not named beside the quotation")
    if quote["confidence"] < MIN_QUOTE_CONFIDENCE:
        raise Refused("quotation is uncertain")
    if quote["quote_type"] != "direct":
        raise Refused("quotation is a fragment")
    parts = [
        q
        for q in library.quotes
        if q["article_id"] == quote["article_id"] and q["cue_start"] == quote["cue_start"]
    ]
    if any(q["text"][:1].islower() for q in parts):
        raise Refused("quotation is interrupted")
    if len(quote["text"].split()) not in QUOTE_WORDS:
        raise Refused("quotation is too short or too long")
    first = min(quote["start"], quote["speaker_start"], quote["cue_start"])
    last = max(quote["end"], quote["speaker_end"], quote["cue_end"])
    sentences = tuple(
        s
        for s in library.sentences.values()
        if s["article_id"] == quote["article_id"] and s["start"] < last and first < s["end"]
    )
    return QuoteFact(quote, tuple(sorted(sentences, key=lambda s: s["start"])), speaker)
