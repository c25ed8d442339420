"""The rulebook: which rule resolves which expression.

Patterns match whole, normalised, lower-case expressions; quantifiers are bounded, so the time is
linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from dataset.dates.spans import Context, Span
from dataset.dates.words import (
    DAY_PATTERN,
    MONTH_PATTERN,
    SEASON_PATTERN,
    SHORT_WEEKDAY_PATTERN,
    WEEKDAY_PATTERN,
    YEAR_PATTERN,
)

Groups = dict[str, str | None]
Rule = Callable[[Groups, Context], "Span | None"]

MONTH = f"(?P<month>{MONTH_PATTERN})"
YEAR = f"(?P<year>{YEAR_PATTERN})"
WEEKDAY = f"(?P<weekday>{WEEKDAY_PATTERN})"
OPTIONAL_WEEKDAY = rf"(?:(?P<weekday>{WEEKDAY_PATTERN}|{SHORT_WEEKDAY_PATTERN}),? (?:the )?)?"
SEASON = f"(?P<season>{SEASON_PATTERN})"
DAY = f"(?P<day>{DAY_PATTERN})"
FROM_DAY, TO_DAY = f"(?P<a>{DAY_PATTERN})", f"(?P<b>{DAY_PATTERN})"
STEPS: Final = {"last": -1, "this": 0, "next": 1}

_RULES: list[tuple[re.Pattern[str], Rule]] = []


def rule(*patterns: str) -> Callable[[Rule], Rule]:
    """Register a rule: it runs where one of the patterns matches the whole expression."""

    def register(function: Rule) -> Rule:
        for pattern in patterns:
            _RULES.append((re.compile(pattern), function))
        return function

    return register


def match(text: str, context: Context) -> Span | None:
    """Return what the first rule that matches makes of an expression."""
    found = _first(text)
    return None if found is None else found[0](dict(found[1]), context)


@lru_cache(maxsize=4096)  # articles name the same few days and years again and again
def _first(text: str) -> tuple[Rule, tuple[tuple[str, str | None], ...]] | None:
    for pattern, function in _RULES:
        if found := pattern.fullmatch(text):
            return function, tuple(found.groupdict().items())
    return None
