"""Lists of words that decide what is asked: data files beside this module."""

from __future__ import annotations

from functools import cache
from importlib import resources


def _lines(name: str) -> list[str]:
    text = (resources.files("quizgen.facts") / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line and not line.startswith("#")]


@cache
def verbs(name: str) -> frozenset[str]:
    """Return a list of words, such as ``empty_verbs`` (what each holds: there)."""
    return frozenset(_lines(name))


@cache
def telling_verbs() -> dict[str, str]:
    """Return the verb that asks for a teller, by the base form of the article's cue."""
    return dict(line.split("\t") for line in _lines("telling_verbs"))
