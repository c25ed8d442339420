"""Questions that ask for part of a predicate: what is left of the clause when it is taken out."""

from __future__ import annotations

from typing import Final

from quizgen.facts import EventFact
from quizgen.library import Library, Row
from quizgen.wording import Edit, apply_edits, ask_adjunct, attribute, drop_fillers, state

# What may follow a phrase that is taken out: the end, or a word that begins another phrase.
OPENERS: Final = frozenset(
    "in on at to of for from with by as after before during against over under about between "
    "into through within near toward towards around across since until despite because without "
    "among amid".split()
)


def rest_without(library: Library, fact: EventFact, start: int, end: int) -> str | None:
    """Return what follows the verb without a stretch of it; None if what is left is unclear."""
    event = fact.event
    text = library.articles[fact.article_id]["text"]
    last = event["predicate_end"]
    if not event["end"] <= start < end <= last:
        return None
    after = text[end:last].split()
    if after and after[0].lower() not in OPENERS:
        return None
    inside = [e for e in fact.edits if event["end"] <= e.start and e.end <= last]
    kept = [e for e in inside if e.end <= start or e.start >= end]
    if any(e.start < end and start < e.end for e in kept):
        return None
    added = fact.predicate[len(_whole(text, fact)) :]
    left = apply_edits(text, event["end"], last, [*kept, Edit(start, end, "", "asked for")])
    return drop_fillers(f"{left}{added}")


def rest_of(library: Library, fact: EventFact) -> str:
    """Return all that follows the verb."""
    event = fact.event
    text = library.articles[fact.article_id]["text"]
    last = event["predicate_end"]
    inside = [e for e in fact.edits if event["end"] <= e.start and e.end <= last]
    added = fact.predicate[len(_whole(text, fact)) :]
    return drop_fillers(f"{apply_edits(text, event['end'], last, inside)}{added}")


def _whole(text: str, fact: EventFact) -> str:
    """Return the predicate as edited in place: what the fact's own has beyond it was added."""
    first, last = fact.event["predicate_start"], fact.event["predicate_end"]
    inside = [e for e in fact.edits if first <= e.start and e.end <= last]
    return drop_fillers(apply_edits(text, first, last, inside))


def undated(library: Library, fact: EventFact) -> str:
    """Return the statement of an event without its date, as a line of a list."""
    event = fact.event
    text = library.articles[fact.article_id]["text"]
    first = event["predicate_start"]
    inside = [e for e in fact.edits if first <= e.start and e.end <= event["end"]]
    verb = apply_edits(text, first, event["end"], inside)
    return state(fact.subject, drop_fillers(f"{verb} {fact.rest}"), source=fact.source_name)


def words_of(library: Library, fact: EventFact, start: int, end: int) -> str:
    """Return a stretch of the fact's clause in words, full names and absolute dates put in."""
    text = library.articles[fact.article_id]["text"]
    inside = [e for e in fact.edits if start <= e.start and e.end <= end]
    return apply_edits(text, start, end, inside)


def ask(fact: EventFact, wh: str, rest: str) -> str:
    """Ask for what is not the subject, and say whose claim it is."""
    event = fact.event
    question = ask_adjunct(
        wh,
        fact.subject,
        auxiliaries=(event["auxiliaries"] or "").split(),
        verb=event["trigger"],
        lemma=event["lemma"].split()[0],
        rest=rest,
    )
    return attribute(question, fact.source_name)


def only(rows: list[Row], function: str) -> Row | None:
    """Return the one participant of a function; None if there is none, or more."""
    found = [r for r in rows if r["function"] == function]
    return found[0] if len(found) == 1 else None
