"""Wrong answers that are wrong for sure.

Only the article's own names, dates and numbers are offered. Each comes with what refutes it,
which goes into the item's proof; a candidate nothing refutes is not offered.
"""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple, TypeVar

from quizgen.facts import ClaimFact, EventFact, QuoteFact, SentenceFact
from quizgen.library import Library, Row, as_date
from quizgen.names import is_full_name, name_words, same_name
from quizgen.wording import format_date, number_like, number_of

WANTED: Final = 3
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
        and library.takes_article(e, article_id) == library.takes_article(entity, article_id)
    ]


def label(entity: Row, like: Row) -> str:
    """Return a name in the form of the key: a surname beside a surname.

    A full name beside a lone surname would show which is the odd one out.
    """
    name: str = entity["name"]
    lone = like["entity_type"] == "person" and len(like["name"].split()) == 1
    return name.split()[-1] if lone else name


def shares_word(one: str, other: str) -> bool:
    """Say whether two names share a telling word: one may be part of the other.

    >>> shares_word("European Commission", "European Union"), shares_word("Oslo", "Norway")
    (True, False)
    """
    return bool({w for w in name_words(one) if len(w) >= STEM} & set(name_words(other)))


def for_subject(library: Library, fact: EventFact, rng: random.Random) -> list[Distractor]:
    """Return names that did not do what the event tells.

    Left out are names that stand in the paragraph of the evidence, in any form (Canada,
    Canadian), or take part in any event of the same verb or type: one of them might have done
    it too.
    """
    assert fact.subject_entity is not None
    return _pick(_apart(library, fact, fact.subject_entity), rng)


def _apart(library: Library, fact: EventFact, key: Row) -> list[Distractor]:
    involved = _involved(library, fact.event)
    return [
        d._replace(refuted_by=f"{d.refuted_by}, nor in a like event")
        for d, entity_id in _elsewhere(library, fact.sentence, key)
        if entity_id not in involved
    ]


def _elsewhere(library: Library, sentence: Row, key: Row) -> Iterator[tuple[Distractor, str]]:
    """Yield names of the key's kind that do not stand in the sentence's paragraph in any form."""
    article_id = sentence["article_id"]
    around = [
        s for s in library.sentences_of[article_id] if s["paragraph"] == sentence["paragraph"]
    ]
    paragraph = " ".join(s["text"] for s in around)
    here: set[str] = set()
    for s in around:
        here |= library.meant_within(article_id, s["start"], s["end"])
    found: list[str] = []
    acting = library.acting[article_id]
    for entity in others_of_kind(library, key, article_id):
        name = entity["name"]
        if entity["entity_id"] in here or _stands_in(name, paragraph):
            continue
        if entity["entity_type"] == "person" and entity["entity_id"] not in acting:
            continue  # who is only spoken of is no likely doer
        if same_name(name, key["name"]) or any(same_name(name, other) for other in found):
            continue
        found.append(name)
        proof = "not named in the paragraph that proves the answer"
        yield Distractor(label(entity, key), proof), entity["entity_id"]


def for_sentence_gap(
    library: Library, entity: Row, fact: SentenceFact, rng: random.Random
) -> list[Distractor]:
    """Return names for the word bank of a sentence's gap: none stands in its paragraph."""
    return _pick([d for d, _ in _elsewhere(library, fact.sentence, entity)], rng)


def for_object(
    library: Library, fact: EventFact, entity: Row, rng: random.Random
) -> list[Distractor]:
    """Return names to which the event did not happen: none of the paragraph or a like event."""
    return _pick(_apart(library, fact, entity), rng)


def _stands_in(name: str, text: str) -> bool:
    """Say whether a word of a text begins like a name: Lithuanian like Lithuania."""
    stems = [w[:STEM] for w in name_words(name) if len(w) >= STEM or w == name.lower()]
    return any(word.startswith(tuple(stems)) for word in name_words(text)) if stems else False


def _involved(library: Library, event: Row) -> set[str]:
    """Return the entities of all events that might be told in other words as this one."""
    found: set[str] = set()
    for other in library.like_events(event):
        found |= library.meant_within(
            other["article_id"], other["clause_start"], other["clause_end"]
        )
    return found


def for_speaker(
    library: Library, fact: QuoteFact | ClaimFact, rng: random.Random
) -> list[Distractor]:
    """Return people of the article who did not say it: other speakers, then others who act.

    Who stands in the sentences of the evidence is left out, and so is everybody if nobody else
    is given a word: then there is nothing to tell apart.
    """
    article_id = fact.quote["article_id"]
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
        proof = f"the article gives these words to {fact.speaker['name']}"
        if entity["entity_id"] in library.speakers[article_id]:
            first.append(Distractor(label(entity, fact.speaker), proof))
        elif entity["entity_id"] in library.acting[article_id]:
            later.append(Distractor(label(entity, fact.speaker), proof))
    if not first:
        return []
    rng.shuffle(first)
    # A spokesman among spokesmen: what is said must not fit one role only.
    own = _role_words(library, article_id, fact.speaker["name"])
    first.sort(key=lambda d: -len(own & _role_words(library, article_id, d.text)))
    chosen = first[:WANTED]
    return chosen + _pick(later, rng)[: WANTED - len(chosen)]


def dated(
    library: Library, fact: EventFact, rng: random.Random
) -> list[tuple[dt.date, Distractor]]:
    """Return other dates, as exact as the key and outside the event's days.

    Those of the article come first, then the days, months or years around the key.
    """
    assert fact.date is not None
    assert fact.precision is not None
    own: set[dt.date] = set()
    for other in library.events_of[fact.article_id]:
        date = as_date(other["date_start"])
        if date is not None and other["date_precision"] == fact.precision:
            own.add(date)
    published = as_date(library.articles[fact.article_id]["date"])
    if published and fact.precision == "day":
        own.add(published)
    chosen = _pick(sorted(own - {fact.date}), rng)
    near = [d for d in _neighbours(fact.date, fact.precision) if d not in chosen]
    rng.shuffle(near)
    chosen += near[: WANTED - len(chosen)]
    day_first = library.writes_day_first(fact.article_id)

    def written(date: dt.date) -> str:
        return format_date(date, precision=str(fact.precision), day_first=day_first)

    proof = f"the article dates it {written(fact.date)}"
    return [(d, Distractor(written(d), proof)) for d in chosen]


def _neighbours(date: dt.date, precision: str) -> list[dt.date]:
    """Return the calendar's neighbours of a date: near enough to be taken for it."""
    if precision == "day":
        return [date + dt.timedelta(days=n) for n in (-7, -2, -1, 1, 2, 7)]
    if precision == "month":
        months = [date.year * 12 + date.month - 1 + n for n in (-2, -1, 1, 2)]
        return [dt.date(m // 12, m % 12 + 1, 1) for m in months]
    return [dt.date(date.year + n, 1, 1) for n in (-2, -1, 1, 2)]


def for_date(library: Library, fact: EventFact, rng: random.Random) -> list[Distractor]:
    """Return the dates of :func:`dated` without their values."""
    return [distractor for _, distractor in dated(library, fact, rng)]


def _role_words(library: Library, article_id: str, name: str) -> set[str]:
    """Return the words of the roles that an article gives somebody."""
    ids = {e["entity_id"] for e in library.entities_in(article_id, "person") if e["name"] == name}
    told = [
        m["description"]
        for m in library.mentions_of[article_id]
        if m["entity_id"] in ids and m["description"]
    ]
    return {w for role in told for w in re.findall(r"[a-z]{4,}", role.lower())}


# How far off a wrong number is: too far to be rounding, near enough to be plausible.
FACTORS: Final = (0.5, 0.6, 1.5, 2.0, 3.0)


def for_number(library: Library, quantity: Row, rng: random.Random) -> list[Distractor]:
    """Return other whole numbers, written as the key is: the article's own of its size first."""
    value = quantity["value"]
    if value != int(value):
        return []
    article_id = quantity["article_id"]
    like = [
        q["value"]
        for q in library.quantities_of[article_id]
        if q["unit"] == quantity["unit"] and q["value"] == int(q["value"]) and not q["value_max"]
    ]
    own = sorted({v for v in like if v != value and 0.3 <= v / value <= 4 and v >= 2})
    chosen = _pick(own, rng)[:1]
    made = [float(round(value * f)) for f in FACTORS]
    rng.shuffle(made)
    texts: dict[str, Distractor] = {}
    for other in [*chosen, *made]:
        near = abs(other - value) < max(2, value / 5)
        beside = any(abs(other - v) < max(1, v / 10) for v in like if v != other)
        text = number_like(other, quantity["text"])
        if near or beside or other < 2 or text is None or len(texts) == WANTED:
            continue
        if any(abs(other - o) < max(2, o / 10) for o in _values(texts)):
            continue
        texts[text] = Distractor(text, f"the article says {quantity['text']}")
    return list(texts.values())


def _values(texts: Iterable[str]) -> list[float]:
    return [v for v in map(number_of, texts) if v is not None]


def for_gap(library: Library, entity: Row, fact: EventFact, rng: random.Random) -> list[Distractor]:
    """Return names for a word bank: of the same kind, and not in the sentence with the gap."""
    involved = _involved(library, fact.event)
    here = library.meant_within(fact.article_id, fact.sentence["start"], fact.sentence["end"])
    found: list[Distractor] = []
    for other in others_of_kind(library, entity, fact.article_id):
        name = other["name"]
        if shares_word(name, entity["name"]) or same_name(name, entity["name"]):
            continue
        if other["entity_id"] in here | involved:
            continue
        if not any(same_name(name, d.text) for d in found):
            found.append(
                Distractor(
                    label(other, entity),
                    "not named in the sentence with the gap, nor in a like event",
                )
            )
    return _pick(found, rng)


T = TypeVar("T")


def _pick(found: Sequence[T], rng: random.Random) -> list[T]:
    chosen = list(found)
    rng.shuffle(chosen)
    return chosen[:WANTED]


def shuffled(options: Iterable[str], rng: random.Random) -> tuple[str, ...]:
    """Return options in a seeded order."""
    order = sorted(options)
    rng.shuffle(order)
    return tuple(order)
