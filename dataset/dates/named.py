"""Days and times with a name of their own: feasts, and a few dates that everybody knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final

from dataset.dates.rulebook import STEPS, Groups, rule
from dataset.dates.spans import FURTHEST_AHEAD, Context, Span, one_day
from dataset.dates.words import EASTER_DAYS, FIXED_DAYS, MOVING_DAYS, NAMED_DAY_PATTERN, PERIODS


def easter(year: int) -> dt.date:
    """Return Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher's rule).

    >>> str(easter(2024))
    '2024-03-31'
    """
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    h = (19 * a + b - d - (b - f + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    leap = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * leap) // 451
    month, day = divmod(h + leap - 7 * m + 114, 31)
    return dt.date(year, month, day + 1)


def _nth_weekday(year: int, month: int, weekday: int, n: int) -> dt.date:
    """Return the nth such day of a month; the last one for n = -1."""
    if n > 0:
        first = dt.date(year, month, 1)
        return first + dt.timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))
    last = dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
    return last - dt.timedelta(days=(last.weekday() - weekday) % 7)


def _day_of(name: str) -> Callable[[int], dt.date]:
    """Return the function that tells which day of a year a name means."""
    if name in FIXED_DAYS:
        month, day = FIXED_DAYS[name]
        return lambda year: dt.date(year, month, day)
    if name in MOVING_DAYS:
        month, weekday, n, after = MOVING_DAYS[name]
        return lambda year: _nth_weekday(year, month, weekday, n) + dt.timedelta(days=after)
    return lambda year: easter(year) + dt.timedelta(days=EASTER_DAYS[name])


_OF_YEAR: Final = (
    r"(?:,? (?:in |of )?(?P<year>(?:1[89]|20)[0-9]{2})|,? (?:of )?(?P<near>last|this|next) year)?"
)


@rule(
    r"(?:(?P<which>last|this|next|this past|this coming) )?"
    rf"(?P<name>{NAMED_DAY_PATTERN}){_OF_YEAR}",
    rf"(?P<near>last|this|next) year(?:'s)? (?P<name>{NAMED_DAY_PATTERN})",
)
def _named_day(g: Groups, context: Context) -> Span | None:
    day_of = _day_of((g["name"] or "").removeprefix("the "))
    if g.get("year"):
        return one_day(day_of(int(g["year"] or 0)))
    anchor = context.anchor
    if g["near"]:
        return one_day(day_of(anchor.year + STEPS[g["near"] or ""]))
    days = [day_of(year) for year in range(anchor.year - 1, anchor.year + 2)]
    before, after = [d for d in days if d < anchor][-1], next(d for d in days if d > anchor)
    which = (g.get("which") or "").removeprefix("this ")
    if which in {"last", "past"}:
        return one_day(before)
    if which in {"next", "coming"}:
        return one_day(after)
    if which == "this":
        return one_day(day_of(anchor.year))
    if context.tense == "future":
        return one_day(next(d for d in days if d >= anchor))
    if context.sure and context.tense == "past":
        return one_day([d for d in days if d <= anchor][-1])
    nearest = min(days, key=lambda d: abs(d - anchor))
    return one_day(nearest) if (nearest - anchor).days <= FURTHEST_AHEAD else None


@rule("(?:the )?(?P<name>" + "|".join(PERIODS) + ")(?:-related)?")
def _period(g: Groups, _: Context) -> Span:
    start, end = (dt.date.fromisoformat(d) for d in PERIODS[g["name"] or ""])
    return (start, end, "range") if start < end else one_day(start)
