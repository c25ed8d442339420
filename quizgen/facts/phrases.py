"""Stretches of an article made to stand alone: full names, absolute dates, known pronouns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from quizgen.facts.refused import Refused
from quizgen.library import Library, Row, as_date
from quizgen.names import is_clean
from quizgen.wording import Edit, date_phrase

# Below it a bare surname may be its namesake's.
MIN_MENTION_CONFIDENCE: Final = 0.9
DATE_PRECISIONS: Final = ("day", "month", "year")

HONORIFIC: Final = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx)\.?\s+$")
_PART_BEFORE: Final = re.compile(
    r"\b(?:during|of|for|from|to|by|until|since|after|before|the|a|an|this|that|and|or|between|"
    r"through|late|early|mid)\s+$",
    re.IGNORECASE,
)
PRONOUN: Final = re.compile(
    r"\b(?:he|she|it|they|him|her|them|his|hers|its|their|theirs|himself|herself|itself|"
    r"themselves)\b",
    re.IGNORECASE,
)


def full_names(library: Library, article_id: str, start: int, end: int) -> Iterator[Edit]:
    """Yield the edits that put a person's full name where the article has only part of it.

    Raises:
        Refused: it is not sure enough whose name it is.
    """
    text = library.articles[article_id]["text"]
    for mention in library.mentions_within(article_id, start, end):
        entity = library.entity(article_id, mention["entity_id"])
        if entity is None or entity["entity_type"] != "person":
            continue
        if mention["text"] == entity["name"]:
            if not is_clean(entity):
                raise Refused("name is uncertain")
            continue
        if mention["confidence"] < MIN_MENTION_CONFIDENCE:
            raise Refused("name is uncertain")
        if not is_clean(entity):
            raise Refused("name is uncertain")
        before, after = text[start : mention["start"]], text[mention["end"] : end]
        if library.is_modifier(mention) or before.endswith("-") or after.startswith("-"):
            if not _is_only_bearer(library, article_id, mention["text"]):
                raise Refused("name is uncertain")
            continue
        # Mr. Keller → Thomas Keller: the honorific goes with the surname alone.
        honorific = HONORIFIC.search(before)
        begin = start + honorific.start() if honorific else mention["start"]
        yield Edit(begin, mention["end"], entity["name"], "full name")


def _is_only_bearer(library: Library, article_id: str, name: str) -> bool:
    words = set(name.split())
    people = library.entities_in(article_id, "person")
    return sum(bool(words & set(p["name"].split())) for p in people) == 1


def absolute_dates(library: Library, sentence: Row, start: int, end: int) -> list[Edit]:
    """Return the edits that make the dates of a sentence's stretch absolute.

    Only times whose day, month or year the tables know are changed.
    """
    article_id = sentence["article_id"]
    text = library.articles[article_id]["text"]
    found: dict[tuple[int, int], Edit] = {}
    for event in library.events_in_sentence.get(sentence["sentence_id"], []):
        date = as_date(event["date_start"])
        if date is None or event["date_precision"] not in DATE_PRECISIONS:
            continue
        span = time_span(library, event, text)
        if span is not None and start <= span[0] and span[1] <= end:
            when = date_phrase(
                date,
                precision=event["date_precision"],
                day_first=library.writes_day_first(article_id),
            )
            found.setdefault(span, Edit(*span, when, "absolute date"))
    return list(found.values())


def time_span(library: Library, event: Row, text: str) -> tuple[int, int] | None:
    """Return where an event's date stands, its preposition with it; None if that is not clear."""
    words = event["date_text"]
    if not words:
        return None
    times = [
        p
        for p in library.participants_of[event["event_id"]]
        if p["role"] == "time" and (p["text"] in words or words in p["text"])
    ]
    if len(times) != 1:
        return None
    time = times[0]
    start, end = time["start"], time["end"]
    if time["preposition"]:
        before = re.search(rf"{re.escape(time['preposition'])}\s+$", text[:start], re.IGNORECASE)
        if before is None:
            return None
        start = before.start()
    if words not in text[start:end] and text[start:end] not in words:
        return None
    if len(text[start:end].split()) > len(words.split()) + 1:
        return None  # more than the date hangs there
    if _PART_BEFORE.search(text[:start]) or text[end : end + 2] in {"'s", "’s"}:
        return None  # "during Monday's debate": the date is part of another phrase
    return start, end


_THINGS: Final = frozenset(["it", "they", "them", "itself", "themselves"])
# A pronoun's name must stand near enough to be shown as evidence beside it.
MAX_SENTENCES_BACK: Final = 2


def antecedent(library: Library, mention: Row) -> Row | None:
    """Return the name a pronoun surely stands for; None if that is not sure.

    Two things must agree: the tables' own link, at :data:`MIN_MENTION_CONFIDENCE`, and that the
    last person named before it, a few sentences back at most, is that one. Names inside
    quotations do not count: who is spoken of there is seldom who speaks next.
    """
    if mention["mention_type"] != "pronoun" or mention["confidence"] < MIN_MENTION_CONFIDENCE:
        return None
    article_id, at = mention["article_id"], mention["start"]
    spoken = [
        (q["start"], q["end"])
        for q in library.quotes_of[article_id]
        if q["quote_type"] != "indirect"
    ]
    before = [
        m
        for m in library.mentions_of[article_id]
        if m["end"] <= at
        and not any(a <= m["start"] < b for a, b in spoken)
        and library.entities[m["entity_id"]]["entity_type"] == "person"
    ]
    if not before or before[-1]["entity_id"] != mention["entity_id"]:
        return None
    between = [
        s
        for s in library.sentences_of[article_id]
        if before[-1]["end"] <= s["start"] and s["start"] <= at
    ]
    return before[-1] if len(between) <= MAX_SENTENCES_BACK else None


def name_pronouns(
    library: Library, article_id: str, start: int, end: int, known: set[str]
) -> tuple[list[Edit], list[Row]]:
    """Return the edits that put names for a stretch's pronouns, and the names that show it.

    Nothing is put for a pronoun that means somebody named before it in the stretch, or one of
    ``known``: the reader sees who it is.

    Raises:
        Refused: whom a pronoun means is not sure, or it cannot be replaced (her, them).
    """
    text = library.articles[article_id]["text"]
    by_start = {m["start"]: m for m in library.all_mentions_of[article_id]}
    edits: list[Edit] = []
    shown: list[Row] = []
    named = set(known)
    for found in PRONOUN.finditer(text[start:end]):
        at = start + found.start()
        mention = by_start.get(at)
        if mention is None or mention["entity_id"] is None:
            raise Refused("pronoun is unclear")
        word = found[0].lower()
        if word in _THINGS:
            raise Refused("pronoun is unclear")  # a third of these mean something else
        # Whoever it is, who reads the stretch sees it there.
        if mention["entity_id"] in library.introduced_within(article_id, start, at):
            continue
        if mention["confidence"] < MIN_MENTION_CONFIDENCE:
            raise Refused("pronoun is unclear")
        if mention["entity_id"] in named:
            continue
        entity = library.entity(article_id, mention["entity_id"])
        name = antecedent(library, mention)
        if entity is None or name is None or word not in {"he", "she", "his"}:
            raise Refused("pronoun is unclear")
        if word == "his" and entity["name"].endswith("s"):
            raise Refused("pronoun is unclear")
        mark = "’s" if "’" in text else "'s"
        new = entity["name"] + (mark if word == "his" else "")
        edits.append(Edit(at, at + len(word), new, "name for pronoun"))
        shown.append(name)
        named.add(entity["entity_id"])
    return edits, shown


def sentences_with(library: Library, sentence: Row, names: list[Row]) -> tuple[Row, ...]:
    """Return a sentence and those in which some names stand, in text order."""
    ids = {sentence["sentence_id"], *(n["sentence_id"] for n in names)}
    return tuple(s for s in library.sentences_of[sentence["article_id"]] if s["sentence_id"] in ids)


def lower_first(library: Library, article_id: str, start: int, words: str) -> str:
    """Take the capital from a word that has it only for beginning a sentence.

    Raises:
        Refused: whether it is a name cannot be told.
    """
    first = re.match(r"[\w’']+", words)
    if first is None or not first[0][:1].isupper():
        return words
    article = library.articles[article_id]["text"]
    name = library.mentions_at(article_id, start) or (first[0].isupper() and first[0] != "A")
    if name:
        return words
    lower = first[0][0].lower() + first[0][1:]
    known = lower in {"the", "a", "an"} or re.search(rf"\b{re.escape(lower)}\b", article)
    if known:
        return lower + words[first.end() :]
    # It stands in capitals elsewhere within a sentence: a name nobody listed.
    if re.search(rf"[a-z0-9,] {re.escape(first[0])}\b", article):
        return words
    raise Refused("first word may be a name")
