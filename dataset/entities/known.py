"""What the lexicon knows, folded as names are for comparison, and gathered once."""

from __future__ import annotations

from functools import cache

from dataset import lexicon
from dataset.entities.records import fold


@cache
def countries() -> frozenset[str]:
    """Return the folded names of countries."""
    return frozenset(fold(name) for name in lexicon.countries())


@cache
def nations() -> dict[str, str]:
    """Return codes by all that is said of a country: its names, adjectives and people, folded."""
    both = {**lexicon.countries(), **lexicon.demonyms()}
    return {fold(name): code for name, code in both.items()}


@cache
def seats() -> frozenset[str]:
    """Return the folded names of parliaments and seats of power."""
    return frozenset(fold(name) for name in lexicon.words("institutions"))


@cache
def person_nouns() -> frozenset[str]:
    """Return the nouns that mean a person: roles, trades, kin and all others."""
    return lexicon.words("person_nouns") | lexicon.words("roles")


@cache
def words_of_bodies() -> frozenset[str]:
    """Return the words that bodies of many countries are called by: the Foreign Ministry."""
    return lexicon.words("group_nouns") | lexicon.words("office_words") | _COMMON_IN_BODIES


_COMMON_IN_BODIES = frozenset(
    "of the for and on central national federal royal constitutional election electoral foreign "
    "affairs house representatives upper lower public prosecutor office".split()
)
