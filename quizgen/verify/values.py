"""What a printed date or number stands for, so that two ways of writing one are not two answers."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

MONTHS: Final = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
)
_UNITS: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def date_value(text: str) -> tuple[str | None, frozenset[int]]:
    """Return a date's month and its numbers: a day and a year, or a year."""
    months = re.findall(MONTHS, text)
    return (months[0] if months else None), frozenset(map(int, re.findall(r"\d+", text)))


def reads_as(text: str, when: dt.datetime, precision: str) -> bool:
    """Say whether a text is a date, no more and no less exactly."""
    month, numbers = date_value(text)
    wanted = {when.year} | ({when.day} if precision == "day" else set())
    named = MONTHS.split("|")[when.month - 1]
    return numbers == wanted and month == (None if precision == "year" else named)


def number_value(text: str) -> float | None:
    """Return the value of a number in digits or words; None of what is neither.

    >>> number_value("1,500"), number_value("forty-four"), number_value("dozens")
    (1500.0, 44.0, None)
    """
    plain = text.lower().replace(",", "").removesuffix(" percent").removesuffix("%")
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return float(plain)
    if plain in _UNITS:
        return float(_UNITS.index(plain))
    tens, _, ones = plain.partition("-")
    if tens in _TENS and (not ones or ones in _UNITS[1:10]):
        return float(20 + 10 * _TENS.index(tens) + (_UNITS.index(ones) if ones else 0))
    return None
