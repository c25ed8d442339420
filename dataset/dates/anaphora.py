"""Expressions that lean on a date before them in the same sentence: that year, the next day.

Where that date stands in another sentence, nothing is resolved: which one is meant takes more than
its place in the text.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Final

from dataset.dates.finder import FINDER
from dataset.dates.spans import Context, Span, number_of, shifted, whole_years
from dataset.dates.words import MONTH_PATTERN, NUMBER_PATTERN, YEAR_PATTERN

_SAME: Final = re.compile(
    r"(?:later |earlier )?(?:in )?(?:that|the same|that same|that very)(?: same)? "
    r"(?P<unit>day|week|month|year)"
)
_NEXT: Final = re.compile(
    r"the (?P<which>next|following|previous|preceding) "
    r"(?P<unit>day|morning|afternoon|evening|night|week|month|year)"
)
_LATER: Final = re.compile(
    rf"(?:just |only |about |some )?(?P<n>{NUMBER_PATTERN}) (?P<unit>day|week|month|year)s? "
    r"(?P<way>later|earlier|before|after|prior)"
)
_MONTH_OF: Final = re.compile(rf"(?:in )?(?P<month>{MONTH_PATTERN}) (?:of )?(?:the same|that) year")
_YEAR: Final = re.compile(rf"\b{YEAR_PATTERN}\b")
_TENS: Final = re.compile(r"'?(?P<n>[0-9]{2})")
_CENTURY_BEFORE: Final = re.compile(r"(?P<first>1[0-9]{3}|20[0-9]{2}) ?[-\u2013\u2014/] ?$")
# Resolves an expression as it stands in the text, against the date of the article.
Plain = Callable[[str, "dt.date | None"], "Span | None"]
_FINENESS: Final = {"day": 0, "week": 1, "month": 2, "year": 3}


def resolve_anaphor(text: str, context: Context, plain: Plain) -> Span | None:
    """Return what an expression means that counts from another date of its sentence.

    ``plain`` resolves that other date, without asking for what it leans on.
    """
    if found := _TENS.fullmatch(text):
        first = _CENTURY_BEFORE.search(context.before)  # 1890 - *91*
        year = int(first["first"][:2] + found["n"]) if first else 0
        return whole_years(year, year, "year") if first and year > int(first["first"]) else None
    if found := _MONTH_OF.fullmatch(text):
        years = {*_YEAR.findall(context.before)}
        return plain(f"{found['month']} {years.pop()}", None) if len(years) == 1 else None
    if found := _SAME.fullmatch(text):
        if found["unit"] == "year" and len(years := {*_YEAR.findall(context.before)}) == 1:
            return plain(years.pop(), None)
        before = _antecedent(context, plain, found["unit"])
        return None if before is None else shifted(found["unit"], 0, before[0])
    if found := _NEXT.fullmatch(text):
        unit = found["unit"] if found["unit"] in _FINENESS else "day"
        before = _antecedent(context, plain, unit)
        step = 1 if found["which"] in {"next", "following"} else -1
        return None if before is None else shifted(unit, step, before[0])
    if found := _LATER.fullmatch(text):
        before = _antecedent(context, plain, found["unit"])
        n = number_of(found["n"]) * (1 if found["way"] in {"later", "after"} else -1)
        return None if before is None else shifted(found["unit"], n, before[0])
    return None


def _antecedent(context: Context, plain: Plain, unit: str) -> Span | None:
    """Return the one date before the expression that is at least as fine as a unit."""
    found = [plain(m[0], context.given) for m in FINDER.finditer(context.before)]
    known = {span for span in found if span is not None}
    if len(known) != 1 or None in found:
        return None
    (span,) = known
    fine = _FINENESS.get(span[2])
    return span if fine is not None and fine <= _FINENESS[unit] else None
