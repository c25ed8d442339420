"""Events as facts: told by the article itself, or claimed by somebody it names."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from quizgen.facts.phrases import (
    DATE_PRECISIONS,
    absolute_dates,
    full_names,
    lower_first,
    name_pronouns,
    sentences_with,
    time_span,
)
from quizgen.facts.refused import Refused, made_of
from quizgen.facts.sources import Source, source_of
from quizgen.lexicon import verbs
from quizgen.library import Library, Row, as_date
from quizgen.wording import Edit, apply_edits, date_phrase, drop_fillers

# Measured on treebank sentences nobody trained on: of clauses at this probability or more,
# 96 in 100 have exactly the subject, objects and agent given (README, "How good is it").
MIN_FRAME: Final = 0.95
# A statement or a gap keeps the clause's words as they stand, whatever is what to the verb.
MIN_STATEMENT_FRAME: Final = 0.9
# That all of the row is right, every place and date and what is said of truth included. A statement
# is made of the article's own words, so a phrase that hangs elsewhere in the clause does no harm.
MIN_EVENT_CONFIDENCE: Final = 0.6
# Behind more words, a date that is put at the end seems to belong to the last of them.
MAX_WORDS_BEFORE_DATE: Final = 6


@dataclass(frozen=True, slots=True)
class EventFact:
    """An event, with the pieces its questions are made of.

    ``subject`` is its subject in words, full names put in; ``subject_entity`` the entity it
    names, if it names one and nothing else. ``predicate`` is the rest of the clause with its
    date absolute; ``rest`` what follows the verb, without the date. ``edits`` are the changes
    made to the article's words. ``one_of_several`` says that the article has an *also* there: the
    statement is true, but others may be as well. ``source`` is whose claim it is; None if the
    article's own. ``sentences`` are its own and those that show whom its pronouns mean.
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
    one_of_several: bool = False
    source: Source | None = None
    sentences: tuple[Row, ...] = ()

    @property
    def article_id(self) -> str:
        """The article the event is told in."""
        article_id: str = self.event["article_id"]
        return article_id

    @property
    def can_be_taken_apart(self) -> bool:
        """Subject, objects and agent are sure, so that one of them can be asked for."""
        return is_sure(self.event, MIN_FRAME)

    @property
    def source_name(self) -> str | None:
        """Whose claim it is, in words; None if the article's own."""
        return self.source.name if self.source else None

    @property
    def rows(self) -> list[str]:
        """The ids of the rows the fact rests on, the event's first."""
        return [self.event["event_id"], *([self.source.quote_id] if self.source else [])]


_ALSO: Final = re.compile(
    r"\b(?:also|too|as well|among others|including|in addition)\b", re.IGNORECASE
)


def is_sure(event: Row, least: float) -> bool:
    """Say whether an event's subject, objects and agent are right with some probability."""
    return (event["frame_confidence"] or 0) >= least


def find_event_facts(library: Library, refused: Counter[str]) -> Iterator[EventFact]:
    """Return the events that can be asked about, in text order."""
    return made_of(library.events, partial(_event_fact, library), refused)


def _event_fact(library: Library, event: Row) -> EventFact:
    if event["negated"]:
        raise Refused("event is negated")
    if event["modality"] not in {"asserted", "reported"}:
        raise Refused(f"event is {event['modality']}")
    if event["confidence"] < MIN_EVENT_CONFIDENCE or not is_sure(event, MIN_STATEMENT_FRAME):
        raise Refused("event is uncertain")
    if event["lemma"].split()[0] in verbs("empty_verbs"):
        raise Refused("verb says too little")
    if event["predicate_start"] is None:
        raise Refused("clause is broken up")
    if "progressive" in event["aspect"]:
        raise Refused("event is not completed")
    lasting = event["aspect"] in {"state", "habit"}
    if event["tense"] != "past" and not lasting and not _is_perfect(event):
        raise Refused("event is not past")
    if re.match(r"['’]", event["auxiliaries"] or ""):
        raise Refused("verb is contracted")
    sentence = library.sentences[event["sentence_id"]]
    if sentence["text"].rstrip()[-1:] not in {".", "”", '"', "’", "'"}:
        raise Refused("sentence is no plain statement")
    if library.is_headline(sentence):
        raise Refused("sentence is a headline")
    if event["trigger"][0].isupper() and event["start"] > sentence["start"]:
        raise Refused("sentence is a headline")  # Mayor Opens New Bridge
    source = source_of(library, event) if event["modality"] == "reported" else None
    article_id = event["article_id"]
    text = library.articles[article_id]["text"]
    begins = library.quote[source.quote_id]["start"] if source else sentence["start"]
    lead_in = library.mentions_within(article_id, begins, event["subject_start"] or begins)
    if lead_in or not _is_main(text, event, begins):  # in Oregon, …: without it, is it true?
        raise Refused("clause is not the main one")
    if not _is_whole(library, text, event):
        raise Refused("clause is cut")
    subject = _whole_subject(library, event)
    precision = event["date_precision"]
    date = as_date(event["date_start"]) if precision in DATE_PRECISIONS else None
    if event["date_text"] and date is None and not _lasts_since(event):
        raise Refused("date is unclear")
    start, end = event["predicate_start"], event["predicate_end"]
    entity = _named_subject(library, article_id, subject)
    meant = {e["entity_id"] for e in (entity, source.entity if source else None) if e}
    if _lacks_article(library, article_id, subject):
        raise Refused("subject lacks its article")
    own_source = {source.entity["entity_id"]} if source else set()
    if subject["form"] == "pronoun" and subject["entity_id"] in own_source:
        raise Refused("subject is a pronoun")  # according to her, she … did
    whole = name_pronouns(library, article_id, subject["start"], subject["end"], own_source)
    told = {
        m["entity_id"]
        for m in library.mentions_within(article_id, subject["start"], subject["end"])
    } | {n["entity_id"] for n in whole[1]}
    pronouns, shown = name_pronouns(library, article_id, start, end, meant | told)
    names = (*pronouns, *full_names(library, article_id, start, end))
    dates, lone = _absolute_date(library, event, text, date)
    others = [
        e
        for e in absolute_dates(library, sentence, start, end)
        if not any(d.start < e.end and e.start < d.end for d in dates)
    ]
    predicate = drop_fillers(apply_edits(text, start, end, [*names, *dates, *others]))
    removed = [Edit(e.start, e.end, "", e.why) for e in dates]
    rest = apply_edits(text, event["end"], end, [*names, *removed, *others])
    if date and lone:
        # The date stands before the subject, or outside the stretch: it comes last.
        when = date_phrase(
            date, precision=precision, day_first=library.writes_day_first(article_id)
        )
        if len(predicate.split()) > MAX_WORDS_BEFORE_DATE:
            raise Refused("date stands far off")  # it would seem to date something else
        predicate = f"{predicate} {when}"
    own = (*whole[0], *full_names(library, article_id, subject["start"], subject["end"]))
    words = apply_edits(text, subject["start"], subject["end"], own)
    named_first = any(e.start == subject["start"] for e in own)
    # A date that stands there in full already is no change.
    made = tuple(e for e in (*own, *names, *dates, *others) if text[e.start : e.end] != e.new)
    return EventFact(
        event=event,
        sentence=sentence,
        subject=words if named_first else lower_first(library, article_id, subject["start"], words),
        subject_row=subject,
        subject_entity=entity,
        predicate=predicate,
        rest=drop_fillers(rest),
        date=date,
        precision=precision if date else None,
        edits=made,
        one_of_several=bool(_ALSO.search(text[event["subject_start"] : end])),
        source=source,
        sentences=sentences_with(library, sentence, [*whole[1], *shown]),
    )


# Before a main clause's subject stands nothing, or a phrase that a comma closes.
_OPENING: Final = re.compile(
    r"(?:[A-Z][\w’'-]*(?:\s+[\w’'$%,-]+){0,9},\s+)?(?:[Tt]he\s+|[Aa]n?\s+)?"
)
_OPENS_A_CLAUSE: Final = re.compile(
    r"(?:If|When|While|After|Before|As|Because|Since|Although|Though|Unless|Once|Until|Whether|"
    r"Even|According|But|And|Yet|So|Instead|Conversely)\b"
)
# After a whole predicate comes a mark, or the end.
_CLOSING: Final = re.compile(
    r"\s*(?:[.,;:!?)—–”\"]|$|\n)|"
    r"\s+(?:but|and|while|although|though|as|when|after|before|because|including)\b"
)
_RELATIVE: Final = re.compile(r"\s+(?:who|which|whose)\b")


def _is_main(text: str, event: Row, begins: int) -> bool:
    """Say whether a clause is what its sentence, or the claim it stands in, mainly says.

    Statements taken out of side clauses are true, but seldom what anybody would ask about, and
    half of what they mean stands elsewhere.
    """
    if event["subject_start"] is None:
        return False
    before = text[begins : event["subject_start"]]
    if before.endswith((", and ", ", but ", "; ")) and not _OPENS_A_CLAUSE.match(before):
        return True  # the second of two
    return bool(_OPENING.fullmatch(before)) and not _OPENS_A_CLAUSE.match(before)


def _is_whole(library: Library, text: str, event: Row) -> bool:
    """Say whether nothing that belongs to the clause is left out behind its predicate.

    The leader refused to help members | who had left: without the rest it would not be true.
    """
    end = event["predicate_end"]
    if _CLOSING.match(text[end : end + 20]):
        return True
    # What is told of somebody named restricts nothing: … Ana Ruiz, who …
    named = any(m["end"] == end for m in library.mentions_within(event["article_id"], 0, end))
    return named and bool(_RELATIVE.match(text[end : end + 10]))


def _is_perfect(event: Row) -> bool:
    """Say whether a clause is in the perfect: what lasts and recurs shows it by its auxiliary."""
    if event["aspect"] == "perfect":
        return True
    first = (event["auxiliaries"] or "").split()[:1]
    return event["aspect"] in {"state", "habit"} and first in (["has"], ["have"])


def _lasts_since(event: Row) -> bool:
    """Say whether a clause tells since when something lasts: ruled since 1994."""
    return event["date_precision"] == "range" and _is_perfect(event)


def _whole_subject(library: Library, event: Row) -> Row:
    """Return the row of a subject; of one that joins several, a row of all of it."""
    participants = library.participants_of[event["event_id"]]
    rows = [p for p in participants if p["function"] == "subject"]
    start, end = event["subject_start"], event["subject_end"]
    if not rows or start is None or any(r["start"] < start or end < r["end"] for r in rows):
        raise Refused("subject is unclear")
    pronoun = any(r["form"] == "pronoun" for r in rows)
    if pronoun and (len(rows) > 1 or rows[0]["entity_id"] is None):
        raise Refused("subject is a pronoun")
    if any(r["form"] == "clause" for r in rows):
        raise Refused("subject is a clause")
    if len(rows) == 1:
        return rows[0]
    return {**rows[0], "start": start, "end": end, "number": "plural", "entity_id": None}


def _lacks_article(library: Library, article_id: str, subject: Row) -> bool:
    """Say whether a noun stands without its article: French President met.

    It is a headline's or a dateline's way of writing.
    """
    if subject["form"] == "pronoun" or subject["number"] != "singular":
        return False
    names = library.mentions_within(article_id, subject["start"], subject["end"])
    if any(m["end"] == subject["end"] for m in names):
        return False  # President Ana Ruiz
    first = subject["text"].split()[0]
    owner = first.endswith(("'s", "’s", "s'", "s’"))
    return first[0].isupper() and not owner and first.lower() not in _DETERMINERS


_DETERMINERS: Final = frozenset(
    "the a an this that these those each every some any no one another my your his her its our "
    "their more most less about nearly almost over under at".split()
)


def _named_subject(library: Library, article_id: str, subject: Row) -> Row | None:
    """Return the entity a subject names; none for *he* or *the mayor*, whoever they are."""
    if subject["form"] == "pronoun":
        return library.entity(article_id, subject["entity_id"])
    names = library.mentions_within(article_id, subject["start"], subject["end"])
    if not any(m["entity_id"] == subject["entity_id"] for m in names):
        return None
    return library.entity(article_id, subject["entity_id"])


def _absolute_date(
    library: Library, event: Row, text: str, date: dt.date | None
) -> tuple[list[Edit], bool]:
    """Return the edit that makes the date absolute, and whether it must be added at the end."""
    if not date:
        return [], False
    span = time_span(library, event, text)
    if span is None:
        raise Refused("date is unclear")
    start, end = span
    inside = event["predicate_start"] <= start and end <= event["predicate_end"]
    when = date_phrase(
        date,
        precision=event["date_precision"],
        day_first=library.writes_day_first(event["article_id"]),
    )
    return ([Edit(start, end, when, "absolute date")] if inside else []), not inside
