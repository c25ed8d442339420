"""Date expressions: where they stand in a sentence, and which days they mean.

:func:`find_dates` finds them, :func:`resolve` turns one into an :class:`Interval`, and
:func:`is_relative` says whether the article's date is needed for that. Precision comes before
coverage: where English leaves two readings open, nothing comes back.

Conventions, those of edited news:

==============================  ====================================================
expression                      meaning
==============================  ====================================================
Tuesday                         the nearest Tuesday in the past, the anchor included;
                                after "will" in the same clause, the next one
last Friday, next Friday        the one of the week before or after; None where the
                                current week has one on that side too (two readings)
August 9, in August             the nearest year; None if that is far in the future
last week, this week            Monday to Sunday
three years ago, a month ago    the whole calendar year or month
three weeks ago                 the Monday-to-Sunday week that many weeks before
the early 1980s, late 1980s     1980 to 1984, 1985 to 1989
early 2019, late in August      all of 2019, all of August: the edge is vague, the frame is not
the 1800s, the 2000s            1800 to 1899, 2000 to 2009; "the 1900s" has two readings
the 19th century                1800 to 1899
last summer                     June to August of the northern year, most recently ended
8/9/2020                        None: American or British? 13/9/2020 is clear
==============================  ====================================================

Expressions that lean on an earlier sentence ("the next day", "two years later", "that year"),
repeated times ("every Sunday") and spans up to now ("the past two weeks") are not resolved.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, get_args

from dataset._date_finder import FINDER
from dataset._date_tense import Tense, tense_before
from dataset._date_words import (
    CENTURY_PATTERN,
    DAY_PATTERN,
    DECADES,
    MONTH_PATTERN,
    MONTHS,
    NUMBER_PATTERN,
    NUMBERS,
    ORDINALS,
    PART_PATTERN,
    SEASON_PATTERN,
    SEASONS,
    SHORT_WEEKDAY_PATTERN,
    UNIT_PATTERN,
    WEEKDAY_PATTERN,
    WEEKDAYS,
    YEAR_PATTERN,
)

Precision = Literal[
    "day", "week", "month", "season", "year", "decade", "century", "range", "article"
]

# What `date_precision` can be, finest first. "range" has two ends of its own ("9-11 August", "from
# 2010 to 2015", a weekend, a quarter). "article" is never given here: the builder sets it where a
# day is known only from the article's own date.
PRECISIONS: Final[tuple[Precision, ...]] = get_args(Precision)

LONGEST_EXPRESSION = 80  # characters

# A month or day that lies further ahead than this is more often last year's than next year's.
FURTHEST_AHEAD = 120  # days


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


class _AnchorNeeded(Exception):
    """Raised where a rule asks for an anchor and none was given."""


@dataclass(frozen=True, slots=True)
class _Context:
    given: dt.date | None
    tense: Tense = "past"

    @property
    def anchor(self) -> dt.date:
        if self.given is None:
            raise _AnchorNeeded
        return self.given


_Span = tuple[dt.date, dt.date, Precision]
_Groups = dict[str, str | None]
_Rule = Callable[[_Groups, _Context], "_Span | None"]

# ---------------------------------------------------------------------------------------------
# Public functions


def resolve(text: str, anchor: dt.date | None, sentence: str = "") -> Interval | None:
    """Return the days ``text`` means, or None when that is not certain.

    ``text`` is one date expression, not a sentence; "in", "on", "during" before it and "'s"
    after it do no harm. "since", "until", "before", "after" and "by" are another statement
    than the date itself: keep them out, or nothing comes back.

    Args:
        text: the expression, as :func:`find_dates` gives it.
        anchor: the date of the article; without it only absolute expressions resolve.
        sentence: the sentence around it, if at hand; a weekday, day or month in a clause
            with "will" lies ahead, and one with "would" is left alone.

    >>> resolve("from 9 to 11 August 2020", None)
    Interval(start=datetime.date(2020, 8, 9), end=datetime.date(2020, 8, 11), precision='range', \
text='from 9 to 11 August 2020')
    >>> start, end = resolve("last week", dt.date(2020, 9, 30))
    >>> str(start), str(end)
    ('2020-09-21', '2020-09-27')
    >>> resolve("last week", None) is None
    True
    """
    if len(text) > LONGEST_EXPRESSION:
        return None
    try:
        span = _resolve(_normalise(text), _Context(anchor, tense_before(sentence, text)))
    except (_AnchorNeeded, ValueError, OverflowError):
        return None  # no anchor, no such day (31 June), or beyond the years 1 to 9999
    return None if span is None else Interval(*span, text)


def is_relative(text: str) -> bool:
    """Return whether the article's date is needed to understand ``text``.

    False for an expression that is not known, and for one that leans on an earlier sentence.

    >>> [is_relative(text) for text in ("Tuesday", "9 August", "9 August 2020", "the next day")]
    [True, True, False, False]
    """
    if len(text) > LONGEST_EXPRESSION:
        return False
    try:
        _resolve(_normalise(text), _Context(None))
    except _AnchorNeeded:
        return True
    except (ValueError, OverflowError):
        return False
    return False


def find_dates(text: str) -> list[tuple[int, int]]:
    """Return the half-open spans of the date expressions in ``text``, in order, disjoint.

    Not all of them resolve: "next Friday" is found whether or not it has one reading. Bare
    years and months need a preposition or the like before them, which stays outside the span.

    >>> text = "Since May 2019 it met on Friday, and from Monday to Wednesday it voted."
    >>> [text[start:end] for start, end in find_dates(text)]
    ['May 2019', 'Friday', 'from Monday to Wednesday']
    """
    return [match.span() for match in FINDER.finditer(text)]


# ---------------------------------------------------------------------------------------------
# Patterns. `_resolve` matches them against normalised, lower-case text; quantifiers are bounded
# and rules match whole expressions, so the time is linear in the text.

_SUBSTITUTE = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "–": "-", "—": "-", "−": "-"})
_LEAD = re.compile(
    r"(?:(?:in|on|during|at) )?"
    r"(?:the (?:month|year) of |the year )?"
    r"(?:the )?"
    r"(?:(?P<modifier>early|earlier|late|later|mid)"
    r"(?:[ -](?:in|on))?(?: the)?[ -])?"
    r"(?:(?:early )?(?:hours|morning|afternoon|evening|night) of )?"
)
_TAIL = re.compile(rf" {PART_PATTERN}$")
_RANGE = re.compile(
    r"(?:from (?P<a>.+?) (?:to|until|till|through) |between (?P<c>.+?) and )(?P<b>.+)"
)
_PLAIN_RANGE = re.compile(r"(?P<a>.+?)(?: ?-+ ?| to | through )(?P<b>.+)")

_MONTH = f"(?P<month>{MONTH_PATTERN})"
_YEAR = f"(?P<year>{YEAR_PATTERN})"
_WEEKDAY = f"(?P<weekday>{WEEKDAY_PATTERN})"
_SEASON = f"(?P<season>{SEASON_PATTERN})"
_DAY = f"(?P<day>{DAY_PATTERN})"
_FROM_DAY, _TO_DAY = f"(?P<a>{DAY_PATTERN})", f"(?P<b>{DAY_PATTERN})"

_RULES: list[tuple[re.Pattern[str], _Rule]] = []


def _rule(*patterns: str) -> Callable[[_Rule], _Rule]:
    """Register a rule: it runs where one of the patterns matches the whole expression."""

    def register(function: _Rule) -> _Rule:
        for pattern in patterns:
            _RULES.append((re.compile(pattern), function))
        return function

    return register


def _normalise(text: str) -> str:
    folded = " ".join(text.translate(_SUBSTITUTE).lower().split()).strip(' ,.;:()[]"')
    return folded.removesuffix("'s").replace("half-", "half ")


def _resolve(text: str, context: _Context) -> _Span | None:
    found = _match(text, context)
    if found is None and (lead := _LEAD.match(text)) and lead.end():
        found = _match(text[lead.end() :], context)
        if found is not None and (modifier := lead["modifier"]):
            found = _narrow(found, modifier)
    if found is None and _TAIL.search(text):
        found = _resolve(_TAIL.sub("", text), context)
        return found if found and found[2] == "day" else None
    return found if found is not None else _resolve_range(text, context)


def _match(text: str, context: _Context) -> _Span | None:
    for pattern, rule in _RULES:
        if match := pattern.fullmatch(text):
            return rule(match.groupdict(), context)
    return None


def _narrow(span: _Span, modifier: str) -> _Span | None:
    """Return half a decade; of all else the whole, for "early 2019" has no edge."""
    start, end, precision = span
    if precision != "decade":
        return span
    if modifier == "mid":
        return None
    if modifier.startswith("early"):
        return _years(start.year, start.year + 4, "range")
    return _years(start.year + 5, end.year, "range")


# ---------------------------------------------------------------------------------------------
# Helpers


def _month(name: str) -> int:
    return next(n for n, month in enumerate(MONTHS, 1) if month.startswith(name[:3]))


def _weekday(name: str) -> int:
    return next(n for n, day in enumerate(WEEKDAYS) if day.startswith(name[:3]))


def _number(word: str) -> int:
    digits = "".join(filter(str.isdigit, word))
    return int(digits) if digits else NUMBERS[word]


def _day(day: dt.date) -> _Span:
    return day, day, "day"


def _week(day: dt.date) -> _Span:
    monday = day - dt.timedelta(days=day.weekday())
    return monday, monday + dt.timedelta(days=6), "week"


def _whole_month(year: int, month: int) -> _Span:
    """Return a month; ``month`` may lie outside 1 to 12 and counts into other years."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    last = calendar.monthrange(year, month)[1]
    return dt.date(year, month, 1), dt.date(year, month, last), "month"


def _years(first: int, last: int, precision: Precision) -> _Span:
    return dt.date(first, 1, 1), dt.date(last, 12, 31), precision


def _season(name: str, year: int) -> _Span:
    month = SEASONS[name]
    return _whole_month(year, month)[0], _whole_month(year, month + 2)[1], "season"


def _date_or_none(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _nearest(month: int, day: int, weekday: str | None, context: _Context) -> dt.date | None:
    """Return the day and month in the year nearest to the anchor, if that is not far ahead."""
    anchor = context.anchor
    days = [
        date
        for year in range(anchor.year - 1, anchor.year + 2)
        if (date := _date_or_none(year, month, day))
        and (weekday is None or date.weekday() == _weekday(weekday))
    ]
    if context.tense == "future":
        days = [date for date in days if date >= anchor]
    if not days:
        return None
    nearest = min(days, key=lambda date: abs(date - anchor))
    sure = context.tense == "future" or weekday or (nearest - anchor).days <= FURTHEST_AHEAD
    return nearest if sure else None


# ---------------------------------------------------------------------------------------------
# Rules: days

_OPTIONAL_WEEKDAY = rf"(?:(?P<weekday>{WEEKDAY_PATTERN}|{SHORT_WEEKDAY_PATTERN}),? (?:the )?)?"


@_rule(
    rf"{_OPTIONAL_WEEKDAY}{_MONTH} {_DAY},? {_YEAR}",
    rf"{_OPTIONAL_WEEKDAY}{_DAY}(?: |-|\. )(?:of )?{_MONTH}(?:-|,? (?:of )?)"
    rf"{_YEAR},?",
    rf"{_YEAR},? {_MONTH} {_DAY}",
)
def _full_date(g: _Groups, _: _Context) -> _Span | None:
    date = dt.date(int(g["year"] or 0), _month(g["month"] or ""), _number(g["day"] or ""))
    weekday = g.get("weekday")
    if weekday and date.weekday() != _weekday(weekday):
        return None  # one of the two is a slip, and nothing says which
    return _day(date)


@_rule(r"(?P<year>[0-9]{4})([-/.])(?P<month>[0-9]{1,2})\2(?P<day>[0-9]{1,2})")
def _iso_date(g: _Groups, _: _Context) -> _Span:
    return _day(dt.date(*(int(g[key] or 0) for key in ("year", "month", "day"))))


@_rule(rf"(?P<a>[0-9]{{1,2}})([-/.])(?P<b>[0-9]{{1,2}})\2{_YEAR}")
def _numeric_date(g: _Groups, _: _Context) -> _Span | None:
    a, b, year = int(g["a"] or 0), int(g["b"] or 0), int(g["year"] or 0)
    readings = {date for date in (_date_or_none(year, a, b), _date_or_none(year, b, a)) if date}
    return _day(readings.pop()) if len(readings) == 1 else None


@_rule(
    rf"{_OPTIONAL_WEEKDAY}{_MONTH} (?:the )?{_DAY}",
    rf"{_OPTIONAL_WEEKDAY}(?:the )?{_DAY}(?: |-)(?:of )?{_MONTH}",
)
def _month_day(g: _Groups, context: _Context) -> _Span | None:
    month, day = _month(g["month"] or ""), _number(g["day"] or "")
    dt.date(2000, month, day)  # 31 June is no day of any year, whatever the anchor
    found = _nearest(month, day, g["weekday"], context)
    return _day(found) if found else None


@_rule(rf"(?P<which>(?:this )?past |(?:this )?coming |last |next |this )?{_WEEKDAY}")
def _weekday_alone(g: _Groups, context: _Context) -> _Span | None:
    anchor, which = context.anchor, (g["which"] or "").split()
    back = (anchor.weekday() - _weekday(g["weekday"] or "")) % 7
    latest, soonest = anchor - dt.timedelta(days=back), anchor + dt.timedelta(days=-back % 7)
    before = anchor - dt.timedelta(days=back or 7)
    after = anchor + dt.timedelta(days=-back % 7 or 7)
    this_week = anchor.isocalendar()[:2]
    if not which:
        return {"past": _day(latest), "future": _day(soonest), "unclear": None}[context.tense]
    if which[-1] == "past":
        return _day(before)
    if which[-1] == "coming":
        return _day(after)
    if which[-1] == "last":
        return None if before.isocalendar()[:2] == this_week else _day(before)
    if which[-1] == "next":
        return None if after.isocalendar()[:2] == this_week else _day(after)
    same_week = _week(anchor)[0] + dt.timedelta(days=_weekday(g["weekday"] or ""))
    # "This Tuesday" written on a Sunday is rather the one to come.
    return _day(same_week) if same_week >= anchor or anchor.weekday() < 5 else None


@_rule(
    rf"{_WEEKDAY},? (?:of )?(?P<which>last|this|next) week",
    rf"(?P<which>last|this|next) week(?:'s)?,? (?:on )?{_WEEKDAY}",
)
def _weekday_of_week(g: _Groups, context: _Context) -> _Span:
    weeks = {"last": -1, "this": 0, "next": 1}[g["which"] or ""]
    monday = _week(context.anchor)[0] + dt.timedelta(weeks=weeks)
    return _day(monday + dt.timedelta(days=_weekday(g["weekday"] or "")))


_NEAR_DAYS: Final = {
    "today": 0,
    "tonight": 0,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
    "this day": 0,
    "yesterday": -1,
    "last night": -1,
    "the day before yesterday": -2,
    "tomorrow": 1,
    "the day after tomorrow": 2,
}


@_rule("(?P<word>" + "|".join(_NEAR_DAYS) + ")")
def _near_day(g: _Groups, context: _Context) -> _Span:
    return _day(context.anchor + dt.timedelta(days=_NEAR_DAYS[g["word"] or ""]))


# Rules: weeks, months, seasons, years


@_rule(r"(?P<which>last|this|next) (?P<unit>week|weekend|month|year)")
def _calendar_unit(g: _Groups, context: _Context) -> _Span | None:
    step = {"last": -1, "this": 0, "next": 1}[g["which"] or ""]
    return _shifted(g["unit"] or "", step, context.anchor)


@_rule(
    rf"(?P<n>{NUMBER_PATTERN}) (?P<unit>{UNIT_PATTERN})s? ago",
    rf"(?P<n>{NUMBER_PATTERN}) (?P<unit>day)s? from (?P<ahead>now|today)",
)
def _ago(g: _Groups, context: _Context) -> _Span | None:
    n = _number(g["n"] or "")
    return _shifted(g["unit"] or "", n if g.get("ahead") else -n, context.anchor)


def _shifted(unit: str, step: int, anchor: dt.date) -> _Span | None:
    if unit == "day":
        return _day(anchor + dt.timedelta(days=step))
    if unit == "week":
        return _week(anchor + dt.timedelta(weeks=step))
    if unit == "weekend":
        if step > 0:
            return None  # on a Monday, "next weekend" may be the coming one or the one after
        sunday = _week(anchor + dt.timedelta(weeks=step))[1]
        return sunday - dt.timedelta(days=1), sunday, "range"
    if unit == "month":
        return _whole_month(anchor.year, anchor.month + step)
    return _years(anchor.year + step, anchor.year + step, "year")


@_rule(
    rf"{_MONTH},? (?:of )?{_YEAR}",
    rf"{_YEAR} {_MONTH}",
)
def _month_year(g: _Groups, _: _Context) -> _Span:
    return _whole_month(int(g["year"] or 0), _month(g["month"] or ""))


@_rule(rf"{_MONTH}(?:,? (?:of )?(?P<which>last|this|next) year)")
def _month_of_near_year(g: _Groups, context: _Context) -> _Span:
    step = {"last": -1, "this": 0, "next": 1}[g["which"] or ""]
    return _whole_month(context.anchor.year + step, _month(g["month"] or ""))


@_rule(rf"(?P<which>last |this |next )?{_MONTH}")
def _month_alone(g: _Groups, context: _Context) -> _Span | None:
    anchor, month, which = context.anchor, _month(g["month"] or ""), (g["which"] or "").strip()
    back = (anchor.month - month) % 12
    ahead = -back % 12
    if which == "this":
        return _whole_month(anchor.year, month)
    if which:  # "last May" in June is five weeks or a year ago; clear once the year has changed
        year = anchor.year - 1 if which == "last" else anchor.year + 1
        other_side = month >= anchor.month if which == "last" else month <= anchor.month
        return _whole_month(year, month) if other_side else None
    if context.tense == "future":
        return _whole_month(anchor.year, anchor.month + ahead)
    if back <= 6:
        return _whole_month(anchor.year, anchor.month - back)
    return _whole_month(anchor.year, anchor.month + ahead) if ahead * 30 < FURTHEST_AHEAD else None


@_rule(
    rf"{_SEASON},? (?:of |in )?{_YEAR}(?:[-/](?P<next>[0-9]{{2}}|{YEAR_PATTERN}))?",
)
def _season_of_year(g: _Groups, _: _Context) -> _Span | None:
    name, year = g["season"] or "", int(g["year"] or 0)
    if name != "winter":
        return None if g["next"] else _season(name, year)
    # A winter has two years; with one of them named, either its start or its end is meant.
    follows = g["next"] and int(g["next"]) % 100 == (year + 1) % 100
    return _season(name, year) if follows else None


@_rule(rf"(?P<which>last|this|next) {_SEASON}")
def _near_season(g: _Groups, context: _Context) -> _Span | None:
    anchor, name, which = context.anchor, g["season"] or "", g["which"]
    seasons = [_season(name, year) for year in range(anchor.year - 2, anchor.year + 2)]
    if which == "last":
        last = [season for season in seasons if season[1] < anchor][-1]
        # In October, "last summer" is this year's to some and last year's to others.
        return last if last[1].year < anchor.year or last[0].year < anchor.year else None
    if which == "next":
        first = next(season for season in seasons if season[0] > anchor)
        return first if first[0].year > anchor.year else None
    return None if name == "winter" else _season(name, anchor.year)


@_rule(
    rf"{_YEAR}",
    r"(?P<year>[1-9][0-9]{2,3}) (?:ad|a\.d\.?|ce)",
    r"ad ?(?P<year>[0-9]{1,4})",
)
def _year(g: _Groups, _: _Context) -> _Span:
    year = int(g["year"] or 0)
    return _years(year, year, "year")


@_rule(
    rf"(?P<n>first|second|third|fourth) quarter (?:of |in )?{_YEAR}",
    rf"q(?P<n>[1-4]) {_YEAR}",
    rf"(?P<half>first|second) half of {_YEAR}",
)
def _part_of_year(g: _Groups, _: _Context) -> _Span:
    year, name = int(g["year"] or 0), g.get("n") or g.get("half") or ""
    length = 6 if g.get("half") else 3
    n = int(name) if name.isdigit() else ORDINALS[name]
    return _whole_month(year, (n - 1) * length + 1)[0], _whole_month(year, n * length)[1], "range"


# Rules: decades and centuries


@_rule(
    r"(?P<first>[12][0-9]{2}0)'?s",
    r"'?(?P<short>[3-9]0)'?s",
    "(?P<word>" + "|".join(DECADES) + ")",
)
def _decade(g: _Groups, _: _Context) -> _Span | None:
    if g.get("word"):
        first = DECADES[g["word"] or ""]
    else:
        first = int(g["first"] or 0) if g.get("first") else 1900 + int(g["short"] or 0)
    if first == 1900:
        return None
    if first % 100 == 0 and first < 1900:
        return _years(first, first + 99, "century")
    return _years(first, first + 9, "decade")


@_rule(rf"(?:(?P<half>first|second) half of the )?(?P<n>{CENTURY_PATTERN})[ -]century")
def _century(g: _Groups, _: _Context) -> _Span | None:
    name = g["n"] or ""
    n = ORDINALS.get(name) or _number(name)
    first = (n - 1) * 100
    if not 1 <= n <= 30:
        return None
    if g["half"]:
        first += 50 * (g["half"] == "second")
        return _years(max(first, 1), first + 49, "range")
    return _years(max(first, 1), first + 99, "century")


# Rules: ranges. Days, months and years that share their month or year; then any two dates.

_JOIN = r" ?(?:-+|to|and|through|or) ?"


@_rule(
    rf"{_MONTH} {_FROM_DAY}{_JOIN}{_TO_DAY}(?:,? {_YEAR})?",
    rf"{_FROM_DAY}{_JOIN}{_TO_DAY} (?:of )?{_MONTH}(?:,? {_YEAR})?",
)
def _days_of_month(g: _Groups, context: _Context) -> _Span | None:
    month, a, b = _month(g["month"] or ""), _number(g["a"] or ""), _number(g["b"] or "")
    if g["year"]:
        start: dt.date | None = dt.date(int(g["year"]), month, a)
    else:
        start = _nearest(month, a, None, context)
    end = start and dt.date(start.year, month, b)
    return (start, end, "range") if start and end and start < end else None


@_rule(
    rf"(?P<a>{YEAR_PATTERN}) ?-+ ?(?P<b>{YEAR_PATTERN}|[0-9]{{2}})",
    rf"(?P<a>{YEAR_PATTERN})(?: to | and | through )(?P<b>{YEAR_PATTERN})",
)
def _year_range(g: _Groups, _: _Context) -> _Span | None:
    a, b = int(g["a"] or 0), g["b"] or ""
    last = int(b) if len(b) == 4 else a // 100 * 100 + int(b)
    return _years(a, last, "range") if a < last else None


_WEEKDAY_ONLY = re.compile(WEEKDAY_PATTERN)
_TRAILING_YEAR = re.compile(rf"(?:,? |,? in ){YEAR_PATTERN}$")


def _resolve_range(text: str, context: _Context) -> _Span | None:
    """Return the range of two dates; the first takes the year of the second if it has none."""
    if match := _RANGE.fullmatch(text):
        a, b = match["a"] or match["c"], match["b"]
        if (whole := _match(f"{a} to {b}", context)) is not None:
            return whole
    elif match := _PLAIN_RANGE.fullmatch(text):
        a, b = match["a"], match["b"]
    else:
        return None
    if (year := _TRAILING_YEAR.search(b)) and not re.search(r"[0-9]{4}", a):
        a += f" {year[0][-4:]}"
        b = f"{b[: year.start()]} {year[0][-4:]}"
    weekdays = [_WEEKDAY_ONLY.fullmatch(side) is not None for side in (a, b)]
    if any(weekdays) and not all(weekdays):
        return None  # "from Monday to Wednesday, May 3": that week's Monday, not the anchor's
    first, last = _match(a, context), _match(b, context)
    if first is None or last is None or "range" in (first[2], last[2]):
        return None
    start, end = first[0], last[1]
    if start > end and all(weekdays):
        if context.tense == "past":
            start -= dt.timedelta(weeks=1)
        else:
            end += dt.timedelta(weeks=1)
    return (start, end, "range") if start < end else None
