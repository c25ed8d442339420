"""Ranges: days, months and years that share their month or year; then any two dates."""

from __future__ import annotations

import datetime as dt
import re

from dataset.dates.rulebook import FROM_DAY, MONTH, TO_DAY, YEAR, Groups, match, rule
from dataset.dates.spans import Context, Span, month_number, nearest, number_of, whole_years
from dataset.dates.words import WEEKDAY_PATTERN, YEAR_PATTERN

_RANGE = re.compile(
    r"(?:from (?P<a>.+?) (?:to|until|till|through) |between (?P<c>.+?) and )(?P<b>.+)"
)
_PLAIN_RANGE = re.compile(r"(?P<a>.+?)(?: ?-+ ?| to | through )(?P<b>.+)")
_JOIN = r" ?(?:-+|to|and|through|or) ?"


@rule(
    rf"{MONTH} {FROM_DAY}{_JOIN}{TO_DAY}(?:,? {YEAR})?",
    rf"{FROM_DAY}{_JOIN}{TO_DAY} (?:of )?{MONTH}(?:,? {YEAR})?",
)
def _days_of_month(g: Groups, context: Context) -> Span | None:
    month, a, b = month_number(g["month"] or ""), number_of(g["a"] or ""), number_of(g["b"] or "")
    if g["year"]:
        start: dt.date | None = dt.date(int(g["year"]), month, a)
    else:
        start = nearest(month, a, None, context)
    end = start and dt.date(start.year, month, b)
    return (start, end, "range") if start and end and start < end else None


@rule(
    rf"(?P<a>{YEAR_PATTERN}) ?-+ ?(?P<b>{YEAR_PATTERN}|[0-9]{{2}})",
    rf"(?P<a>{YEAR_PATTERN})(?: to | and | through )(?P<b>{YEAR_PATTERN})",
)
def _year_range(g: Groups, _: Context) -> Span | None:
    a, b = int(g["a"] or 0), g["b"] or ""
    last = int(b) if len(b) == 4 else a // 100 * 100 + int(b)
    return whole_years(a, last, "range") if a < last else None


_WEEKDAY_ONLY = re.compile(WEEKDAY_PATTERN)
_TRAILING_YEAR = re.compile(rf"(?:,? |,? in ){YEAR_PATTERN}$")


def resolve_range(text: str, context: Context) -> Span | None:
    """Return the range of two dates; the first takes the year of the second if it has none."""
    if found := _RANGE.fullmatch(text):
        a, b = found["a"] or found["c"], found["b"]
        if (whole := match(f"{a} to {b}", context)) is not None:
            return whole
    elif found := _PLAIN_RANGE.fullmatch(text):
        a, b = found["a"], found["b"]
    else:
        return None
    if (year := _TRAILING_YEAR.search(b)) and not re.search(r"[0-9]{4}", a):
        a += f" {year[0][-4:]}"
        b = f"{b[: year.start()]} {year[0][-4:]}"
    weekdays = [_WEEKDAY_ONLY.fullmatch(side) is not None for side in (a, b)]
    if any(weekdays) and not all(weekdays):
        return None  # "from Monday to Wednesday, May 3": that week's Monday, not the anchor's
    first, last = match(a, context), match(b, context)
    if first is None or last is None or "range" in (first[2], last[2]):
        return None
    start, end = first[0], last[1]
    if start > end and all(weekdays):
        if context.tense == "past":
            start -= dt.timedelta(weeks=1)
        else:
            end += dt.timedelta(weeks=1)
    return (start, end, "range") if start < end else None
