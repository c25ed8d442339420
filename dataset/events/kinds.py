"""Kinds: what a noun phrase may be in an event: a party, a place, a time, an amount."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataset import lexicon
from dataset.dates.words import MONTHS, WEEKDAYS
from dataset.entities import Entities
from dataset.language import syntax

if TYPE_CHECKING:
    from dataset.language.view import Token

_CALENDAR: Final = frozenset({*WEEKDAYS, *MONTHS} - {"may", "march"})


def is_place(head: Token, entities: Entities) -> bool:
    """Say whether a noun names a place, or is a noun for one."""
    entity = entities.entity_of(head)
    if entity is not None:
        return entities.types[entity] == "place"
    return head.pos_ == "NOUN" and "place" in lexicon.noun_classes().get(head.lemma_.lower(), ())


def is_party(head: Token, entities: Entities) -> bool:
    """Say whether a noun can act or suffer: a name, a person, a body of people, a pronoun."""
    if is_calendar(head):
        return False
    if entities.entity_of(head) is not None or head.pos_ == "PROPN":
        return True
    if head.pos_ == "PRON":
        return head.lower_ not in {"it", "this", "that", "itself", "which", "what"}
    if head.pos_ not in {"NOUN", "ADJ", "NUM"}:
        return False
    lemma = head.lemma_.lower()
    if lexicon.names_people(lemma):
        return True
    if "party" in lexicon.noun_classes().get(lemma, ()):
        return True
    return any(
        preposition == "of" and is_party(inner, entities)
        for preposition, inner in syntax.noun_obliques(head)
        if lemma in lexicon.words("container_nouns") or head.pos_ == "NUM"
    )


def is_calendar(head: Token) -> bool:
    """Say whether a name is that of a day or a month."""
    return head.pos_ == "PROPN" and head.lemma_.lower() in _CALENDAR


def is_medium(head: Token) -> bool:
    """Say whether a noun is where one speaks or writes to the public: on *television*."""
    return "medium" in lexicon.noun_classes().get(head.lemma_.lower(), ())


def is_time(head: Token) -> bool:
    """Say whether a noun is a point or stretch of time: Monday, *night*, three *years*."""
    lemma = head.lemma_.lower()
    named = "time" in lexicon.noun_classes().get(lemma, ())
    clock = {"a.m.", "p.m.", "am", "pm", "o'clock", "o’clock"}
    if head.lower_ in clock or (
        head.pos_ == "NUM" and any(c.lower_ in clock for c in head.children)
    ):
        return True
    if is_calendar(head) or (named and head.pos_ == "NOUN"):
        return True
    parts = lexicon.words("container_nouns") | {"end", "beginning", "start", "middle", "course"}
    whole = [inner for p, inner in syntax.noun_obliques(head) if p == "of"]
    return lemma in parts and any(is_time(inner) for inner in whole)


def is_amount(head: Token) -> bool:
    """Say whether a noun phrase is a sum or a share: $400,000, 5 %."""
    return head.tag_ in {"$", "SYM"} or head.lower_ in {"%", "percent"}


def is_comment(preposition: str | None, head: Token) -> bool:
    """Say whether a phrase comments on a clause and is no part of it: *for instance*."""
    words = f"{preposition or ''} {syntax.phrase(head).text.lower()}"
    return words.strip() in lexicon.words("discourse_phrases")


def is_measure(thing: Token) -> bool:
    """Say whether a noun is a measure or a happening, and no thing: a *curfew*, not a *bridge*."""
    lemma = thing.lemma_.lower()
    classes = {*lexicon.noun_classes().get(lemma, ())}
    kinds = {"restriction", "sanctions", "troops", "weapons", "goods", "money", "peacekeeper"}
    return lemma in lexicon.event_nouns() or bool(kinds & classes)


def is_somebodys(thing: Token) -> bool:
    """Say whether a noun names what somebody does, says or owns: an *Italian* proposal."""
    lemma = thing.lemma_.lower()
    known = lemma in lexicon.words("cue_nouns") or lemma in lexicon.event_nouns()
    return known or bool(
        {"goods", "sanctions", "restriction"} & {*lexicon.noun_classes().get(lemma, ())}
    )
