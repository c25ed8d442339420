"""Wrong answers that are wrong for sure.

Only the article's own names, dates and numbers are offered. Each comes with what refutes it,
which goes into the item's proof; a candidate nothing refutes is not offered.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from quizgen.facts import EventFact, QuoteFact
from quizgen.library import Library, Row, as_date
from quizgen.wording import format_date

WANTED: Final = 3
PARTICLES: Final = frozenset("de da do dos du del della la le van von der den bin al el".split())
INITIALS: Final = 3  # J.K., DJ: longer words in capitals are headings
STEM: Final = 5  # letters a name shares with its adjective: Lithuania, Lithuanian
ENOUGH: Final = 2  # two good ones beat three with a weak one


class Distractor(NamedTuple):
    """A wrong option and why it is wrong."""

    text: str
    refuted_by: str


def kind_of(entity: Row) -> str | None:
    """Return the kind an entity is asked for as; None if it cannot be asked for.

    A country that acts is asked for as a country; another place is not an actor.
    """
    if entity["entity_type"] == "place":
        return "country" if entity["is_country"] else None
    if entity["entity_type"] in {"person", "organisation"}:
        kind: str = entity["entity_type"]
        return kind
    return None


def others_of_kind(library: Library, entity: Row, article_id: str) -> list[Row]:
    """Return the article's other entities of the same kind, in order of first mention."""
    kind = kind_of(entity)
    return [
        e
        for e in library.entities_in(article_id, entity["entity_type"])
        if e["entity_id"] != entity["entity_id"]
        and kind_of(e) == kind
        and is_full_name(e)
        and (kind == "person" or not shares_word(e["name"], entity["name"]))
        and takes_article(library, e, article_id) == takes_article(library, entity, article_id)
    ]


def label(entity: Row, like: Row) -> str:
    """Return a name in the form of the key: a surname beside a surname.

    A full name beside a lone surname would show which is the odd one out.
    """
    name: str = entity["name"]
    lone = like["entity_type"] == "person" and len(like["name"].split()) == 1
    return name.split()[-1] if lone else name


def takes_article(library: Library, entity: Row, article_id: str) -> bool:
    """Say whether an article puts *the* before a name: options must all do so, or none."""
    text = library.articles[article_id]["text"]
    return any(
        re.search(r"\bthe\s+$", text[max(0, m["start"] - 8) : m["start"]], re.IGNORECASE)
        for m in library.mentions_of[article_id]
        if m["entity_id"] == entity["entity_id"]
    )


def shares_word(one: str, other: str) -> bool:
    """Say whether two names share a telling word: one may be part of the other.

    >>> shares_word("European Commission", "European Union"), shares_word("Oslo", "Norway")
    (True, False)
    """
    return bool({w for w in _words(one) if len(w) >= STEM} & set(_words(other)))


def is_full_name(entity: Row) -> bool:
    """Say whether a person is named in full: a lone word may be half a name, or none.

    Words in capitals or without any are no names either, but for particles (van, de).
    """
    if entity["entity_type"] != "person":
        return True
    words = entity["name"].split()
    return len(words) > 1 and all(
        w.lower() in PARTICLES
        or (w[0].isupper() and (not w.isupper() or len(w.replace(".", "")) <= INITIALS))
        for w in words
    )


def same_name(one: str, other: str) -> bool:
    """Say whether two names may be one: equal, or one's words within the other's.

    >>> same_name("Macron", "Emmanuel Macron"), same_name("Angela Merkel", "Charles Michel")
    (True, False)
    """
    a, b = set(_words(one)), set(_words(other))
    initials = "".join(w[0] for w in _words(one)), "".join(w[0] for w in _words(other))
    acronym = initials[0] == "".join(_words(other)) or initials[1] == "".join(_words(one))
    return a <= b or b <= a or acronym


def _words(name: str) -> list[str]:
    return re.findall(r"\w+", name.lower())


def for_subject(library: Library, fact: EventFact, rng: random.Random) -> list[Distractor]:
    """Return names that did not do what the event tells.

    Left out are names that stand in the paragraph of the evidence, in any form (Canada,
    Canadian), or take part in any event of the same verb or type: one of them might have done
    it too.
    """
    assert fact.subject_entity is not None
    article_id = fact.article_id
    here = library.meant_within(article_id, fact.sentence["start"], fact.sentence["end"])
    involved = _involved(library, fact.event)
    paragraph = " ".join(
        s["text"]
        for s in library.sentences.values()
        if s["article_id"] == article_id and s["paragraph"] == fact.sentence["paragraph"]
    )
    found: list[Distractor] = []
    for entity in others_of_kind(library, fact.subject_entity, article_id):
        if entity["entity_id"] in here | involved or _stands_in(entity["name"], paragraph):
            continue
        if same_name(entity["name"], fact.subject_entity["name"]):
            continue
        if any(same_name(entity["name"], d.text) for d in found):
            continue
        proof = f"not in the paragraph of {fact.sentence['sentence_id']}, nor in a like event"
        found.append(Distractor(label(entity, fact.subject_entity), proof))
    return _pick(found, rng)


def _stands_in(name: str, text: str) -> bool:
    """Say whether a word of a text begins like a name: Lithuanian like Lithuania."""
    stems = [w[:STEM] for w in _words(name) if len(w) >= STEM or w == name.lower()]
    return any(word.startswith(tuple(stems)) for word in _words(text)) if stems else False


def _involved(library: Library, event: Row) -> set[str]:
    """Return the entities of all events that might be told in other words as this one."""
    found: set[str] = set()
    for other in library.events:
        same_type = event["event_type"] != "other" and other["event_type"] == event["event_type"]
        if other["lemma"] == event["lemma"] or same_type:
            found |= library.meant_within(
                other["article_id"], other["clause_start"], other["clause_end"]
            )
    return found


def for_speaker(library: Library, fact: QuoteFact, rng: random.Random) -> list[Distractor]:
    """Return people of the article who did not say it: other speakers first."""
    article_id = fact.quote["article_id"]
    speakers = {
        q["speaker_entity_id"]
        for q in library.quotes
        if q["article_id"] == article_id and q["speaker_entity_id"]
    }
    near: set[str] = set()
    for s in fact.sentences:
        near |= library.meant_within(article_id, s["start"], s["end"])
    first: list[Distractor] = []
    later: list[Distractor] = []
    for entity in others_of_kind(library, fact.speaker, article_id):
        if same_name(entity["name"], fact.speaker["name"]) or entity["entity_id"] in near:
            continue
        if any(same_name(entity["name"], d.text) for d in first + later):
            continue
        proof = f"the cue {fact.quote['cue']!r} names {fact.quote['speaker_mention']!r} only"
        if entity["entity_id"] in speakers:
            first.append(Distractor(label(entity, fact.speaker), proof))
        elif entity["description"] or entity["n_mentions"] > 1:
            later.append(Distractor(label(entity, fact.speaker), proof))
    chosen = _pick(first, rng)
    return chosen + _pick(later, rng)[: WANTED - len(chosen)]


def for_date(library: Library, fact: EventFact, rng: random.Random) -> list[Distractor]:
    """Return other dates of the article, as exact as the key and outside the event's days."""
    assert fact.date is not None
    day_first = library.writes_day_first(fact.article_id)
    found: dict[dt.date, Distractor] = {}
    for other in library.events:
        date = as_date(other["date_start"])
        if date is None or other["date_precision"] != fact.precision or date == fact.date:
            continue
        if other["article_id"] == fact.article_id:
            text = format_date(date, precision=other["date_precision"], day_first=day_first)
            proof = f"{fact.event['event_id']} is dated {fact.date.isoformat()}"
            found.setdefault(date, Distractor(text, proof))
    published = as_date(library.articles[fact.article_id]["date"])
    if published and fact.precision == "day" and published != fact.date:
        text = format_date(published, day_first=day_first)
        proof = f"{fact.event['event_id']} is dated {fact.date.isoformat()}"
        found.setdefault(published, Distractor(text, proof))
    return _pick([found[d] for d in sorted(found)], rng)


def for_gap(library: Library, entity: Row, fact: EventFact, rng: random.Random) -> list[Distractor]:
    """Return names for a word bank: of the same kind, and not in the sentence with the gap."""
    involved = _involved(library, fact.event)
    here = library.meant_within(fact.article_id, fact.sentence["start"], fact.sentence["end"])
    found: list[Distractor] = []
    with_article = takes_article(library, entity, fact.article_id)
    for other in library.entities_in(fact.article_id, entity["entity_type"]):
        name = other["name"]
        if takes_article(library, other, fact.article_id) != with_article:
            continue
        if not is_full_name(other):
            continue
        if shares_word(name, entity["name"]):
            continue
        if other["entity_id"] in here | involved or same_name(name, entity["name"]):
            continue
        if other["is_country"] != entity["is_country"]:
            continue  # a city and its country may both be right
        if not any(same_name(name, d.text) for d in found):
            found.append(
                Distractor(
                    label(other, entity),
                    f"not in {fact.sentence['sentence_id']} nor in a like event",
                )
            )
    return _pick(found, rng)


def _pick(found: Sequence[Distractor], rng: random.Random) -> list[Distractor]:
    chosen = list(found)
    rng.shuffle(chosen)
    return chosen[:WANTED]


def shuffled(options: Iterable[str], rng: random.Random) -> tuple[str, ...]:
    """Return options in a seeded order."""
    order = sorted(options)
    rng.shuffle(order)
    return tuple(order)
