"""Dates of a story: the article's own day, and expressions for days before and after it.

Written so that the conventions at the head of :mod:`dataset.dates` give one reading: a weekday is
the nearest past one (the article's own day included), or the next one in what is still to come.
*On the next day* is counted from the day told before it in the article.
"""

from __future__ import annotations

import datetime as dt
import random
import re

from dataset.synthesize.records import Day

_FIRST = dt.date(2015, 1, 1)
_DAYS = 3650  # ten years of news


class Calendar:
    """The days of one article. ``american`` writes *June 14* for *14 June*."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.today = _FIRST + dt.timedelta(days=rng.randrange(_DAYS))
        self.american = rng.random() < 0.4
        self._last: dt.date | None = None

    def day(self, *, future: bool = False, background: bool = False) -> Day:
        """Return a date expression for something past or to come; long past, if ``background``."""
        found = self._future() if future else self._before() if background else self._past()
        self._last = found.start if found.precision == "day" else None
        return found

    def next_day(self) -> Day:
        """Return *on the next day*; unresolved where no day was told before."""
        if self._last is None or self._last >= self.today:
            return self.day()
        following = self._last + dt.timedelta(days=1)
        self._last = following
        return Day("on", "the next day", following, following, "day")

    def write(self, day: dt.date, *, year: bool = False) -> str:
        """Return a date in this article's way."""
        text = f"{day:%B} {day.day}" if self.american else f"{day.day} {day:%B}"
        if not year:
            return text
        return f"{text}, {day.year}" if self.american else f"{text} {day.year}"

    def _past(self) -> Day:
        rng, today = self.rng, self.today
        kind = rng.random()
        if kind < 0.65:
            day = today - dt.timedelta(days=rng.randrange(6))
            return Day("on", f"{day:%A}", day, day, "day")
        if kind < 0.9:
            day = today - dt.timedelta(days=rng.randrange(8, 30))
            return Day("on", self.write(day), day, day, "day")
        monday = today - dt.timedelta(days=today.weekday() + 7)
        return Day(None, "last week", monday, monday + dt.timedelta(days=6), "week")

    def _before(self) -> Day:
        rng, today = self.rng, self.today
        kind = rng.random()
        if kind < 0.4:
            day = today - dt.timedelta(days=rng.randrange(60, 900))
            return Day("on", self.write(day, year=True), day, day, "day")
        if kind < 0.7:
            first = _months_before(today, rng.randrange(2, 6))
            return Day("in", f"{first:%B}", first, _last_of_month(first), "month")
        year = today.year - rng.randrange(1, 5)
        return Day("in", str(year), dt.date(year, 1, 1), dt.date(year, 12, 31), "year")

    def _future(self) -> Day:
        rng, today = self.rng, self.today
        kind = rng.random()
        if kind < 0.5:
            day = today + dt.timedelta(days=rng.randrange(1, 7))
            return Day("on", f"{day:%A}", day, day, "day")
        if kind < 0.75:
            day = today + dt.timedelta(days=rng.randrange(8, 60))
            return Day("on", self.write(day), day, day, "day")
        if kind < 0.9:
            monday = today + dt.timedelta(days=7 - today.weekday())
            return Day(None, "next week", monday, monday + dt.timedelta(days=6), "week")
        first = _months_before(today, -rng.randrange(2, 5))
        return Day("in", f"{first:%B}", first, _last_of_month(first), "month")


def fixed_day(preposition: str | None, text: str) -> Day | None:
    """Return what a frame's own *in 1968* or *in the 1990s* means; None for other words.

    >>> fixed_day("in", "the 1990s").precision
    'decade'
    """
    if preposition == "in" and text.isdigit() and len(text) == 4:
        year = int(text)
        return Day(preposition, text, dt.date(year, 1, 1), dt.date(year, 12, 31), "year")
    if preposition == "in" and re.fullmatch(r"the \d{3}0s", text):
        year = int(text[4:8])
        return Day(preposition, text, dt.date(year, 1, 1), dt.date(year + 9, 12, 31), "decade")
    return None


def _months_before(day: dt.date, months: int) -> dt.date:
    """Return the first day of the month some months before; after, if negative."""
    number = day.year * 12 + day.month - 1 - months
    return dt.date(number // 12, number % 12 + 1, 1)


def _last_of_month(first: dt.date) -> dt.date:
    return _months_before(first, -1) - dt.timedelta(days=1)
