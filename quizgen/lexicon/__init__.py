"""Lists of words that decide what is asked: data files beside this module."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Final, NamedTuple


def _lines(name: str) -> list[str]:
    text = (resources.files("quizgen.lexicon") / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line and not line.startswith("#")]


@cache
def verbs(name: str) -> frozenset[str]:
    """Return a list of words, such as ``empty_verbs`` (what each holds: there)."""
    return frozenset(_lines(name))


@cache
def telling_verbs() -> dict[str, str]:
    """Return the verb that asks for a teller, by the base form of the article's cue."""
    return dict(line.split("\t") for line in _lines("telling_verbs"))


_HUMAN: Final = re.compile(r"(?:ists?|ians?|m[ae]n|people|persons?)$")
_TRADE: Final = re.compile(r"(?:er|or|ant|ent|eer|ee|ess)s?$")


def is_human(head: str, *, trade: bool = False) -> bool:
    """Say whether a noun is one for people; with ``trade``, by the look of its ending, too.

    >>> is_human("voters"), is_human("economist"), is_human("bridge")
    (True, True, False)
    >>> is_human("baker"), is_human("baker", trade=True)
    (False, True)
    """
    word = head.lower()
    forms = {word, word.removesuffix("s"), word.removesuffix("es")}
    known = bool(forms & verbs("people")) or bool(_HUMAN.search(word))
    return known or (trade and bool(_TRADE.search(word)))


@cache
def first_names() -> frozenset[str]:
    """Return the first names that Faker knows for English-speaking countries."""
    from faker.providers.person.en import Provider as English
    from faker.providers.person.en_US import Provider as American

    return frozenset({*English.first_names, *American.first_names})


class HardWord(NamedTuple):
    """A rare word: the natural logarithm of its share of running words; its only meaning."""

    log_probability: float
    meaning: str | None


@cache
def hard_words() -> dict[str, HardWord]:
    """Return rare words of English in their base forms, from :mod:`quizgen.lexicon.derive`."""
    path = resources.files("quizgen.lexicon") / "hard_words.tsv"
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            word, log_probability, meaning = line.split("\t")
            found[word] = HardWord(float(log_probability), meaning or None)
    return found
