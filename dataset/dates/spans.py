"""Spans of days: what a date expression means, and the arithmetic of calendars behind it."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, get_args

from dataset.dates.tense import Tense, tense_of
from dataset.dates.words import DAY_WORDS, MONTHS, NUMBERS, SEASONS, WEEKDAYS

Precision = Literal[
    "day", "week", "month", "season", "year", "decade", "century", "range", "article"
]

# What `date_precision` can be, finest first. "range" has two ends of its own ("9-11 August", "from
# 2010 to 2015", a weekend, a quarter). "article" is never given here: the builder sets it where a
# day is known only from the article's own date.
PRECISIONS: Final[tuple[Precision, ...]] = get_args(Precision)

# A month or day that lies further ahead than this is more often last year's than next year's.
FURTHEST_AHEAD = 120  # days

Span = tuple[dt.date, dt.date, Precision]


@dataclass(frozen=True, slots=True)
class Interval:
    """The days an expression means, both ends included. Unpacks to ``start, end``."""

    start: dt.date
    end: dt.date
    precision: Precision
    text: str

    def __iter__(self) -> Iterator[dt.date]:
        yield self.start
        yield self.end


class AnchorNeeded(Exception):
    """Raised where a rule asks for an anchor and none was given."""


@dataclass(slots=True)
class Context:
    """What an expression is read against.

    ``given`` is the date of the article, ``text`` the expression as it stands in ``sentence``.
    ``told`` is the tense of the clause where a parser knows it, ``nested`` whether an expression
    of the same sentence is being resolved for another.
    """

    given: dt.date | None
    text: str = ""
    sentence: str = ""
    told: Tense | None = None
    nested: bool = False

    @property
    def sure(self) -> bool:
        """Whether a parser has seen the tense."""
        return self.told is not None

    @property
    def tense(self) -> Tense:
        """The tense of the clause; where the expression stands there twice, past if unlike."""
        if self.told is not None:
            return self.told
        found = {tense_of(self.sentence, p, p + len(self.text)) for p in self._places()}
        return found.pop() if len(found) == 1 else "past"

    @property
    def before(self) -> str:
        """What stands before the expression in its sentence."""
        places = self._places()
        return self.sentence[: places[0]] if len(places) == 1 else ""

    def _places(self) -> list[int]:
        places: list[int] = []
        place = self.sentence.find(self.text) if self.text else -1
        while place >= 0:
            places.append(place)
            place = self.sentence.find(self.text, place + 1)
        return places

    @property
    def anchor(self) -> dt.date:
        """The date of the article; :class:`AnchorNeeded` without one."""
        if self.given is None:
            raise AnchorNeeded
        return self.given


def month_number(name: str) -> int:
    """Return the number of a month by its name, in full or short."""
    return next(n for n, month in enumerate(MONTHS, 1) if month.startswith(name[:3]))


def weekday_number(name: str) -> int:
    """Return the number of a day of the week by its name, Monday being 0."""
    return next(n for n, day in enumerate(WEEKDAYS) if day.startswith(name[:3]))


def number_of(word: str) -> int:
    """Return the value of a number or ordinal in digits or words."""
    digits = "".join(filter(str.isdigit, word))
    return int(digits) if digits else DAY_WORDS.get(word) or NUMBERS[word]


def one_day(day: dt.date) -> Span:
    """Return the span of a single day."""
    return day, day, "day"


def week_of(day: dt.date) -> Span:
    """Return the week of a day, Monday to Sunday."""
    monday = day - dt.timedelta(days=day.weekday())
    return monday, monday + dt.timedelta(days=6), "week"


def whole_month(year: int, month: int) -> Span:
    """Return a month; ``month`` may lie outside 1 to 12 and counts into other years."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    last = calendar.monthrange(year, month)[1]
    return dt.date(year, month, 1), dt.date(year, month, last), "month"


def whole_years(first: int, last: int, precision: Precision) -> Span:
    """Return the span of some years."""
    return dt.date(first, 1, 1), dt.date(last, 12, 31), precision


def season_of(name: str, year: int) -> Span:
    """Return the northern season that begins in a year."""
    month = SEASONS[name]
    return whole_month(year, month)[0], whole_month(year, month + 2)[1], "season"


def shifted(unit: str, step: int, day: dt.date) -> Span:
    """Return the day, week, month or year that lies so many of them from a day's own."""
    if unit == "day":
        return one_day(day + dt.timedelta(days=step))
    if unit == "week":
        return week_of(day + dt.timedelta(weeks=step))
    if unit == "month":
        return whole_month(day.year, day.month + step)
    return whole_years(day.year + step, day.year + step, "year")


def date_or_none(year: int, month: int, day: int) -> dt.date | None:
    """Return a day; None if the calendar has no such day."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def nearest(month: int, day: int, name: str | None, context: Context) -> dt.date | None:
    """Return the day and month in the year nearest to the anchor, if that is not far ahead.

    ``name`` is that of its day of the week, if given.
    """
    anchor = context.anchor
    years = range(anchor.year - 1, anchor.year + 2)
    days = [date for year in years if (date := date_or_none(year, month, day))]
    if context.tense == "future":
        days = [date for date in days if date >= anchor]
    elif context.sure and context.tense == "past":
        days = [date for date in days if date <= anchor]
    if not days:
        return None
    found = min(days, key=lambda date: abs(date - anchor))
    if name is not None and found.weekday() != weekday_number(name):
        return None  # one of the two is a slip, and nothing says which
    settled = context.tense == "future" or context.sure or name is not None
    return found if settled or (found - anchor).days <= FURTHEST_AHEAD else None
