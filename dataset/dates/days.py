"""Single days: full dates, days of a month, days of the week, today and yesterday."""

from __future__ import annotations

import datetime as dt
from typing import Final

from dataset.dates.rulebook import DAY, MONTH, OPTIONAL_WEEKDAY, STEPS, WEEKDAY, YEAR, Groups, rule
from dataset.dates.spans import (
    Context,
    Span,
    date_or_none,
    month_number,
    nearest,
    number_of,
    one_day,
    week_of,
    weekday_number,
    whole_month,
)
from dataset.dates.words import DAY_WORDS


@rule(
    rf"{OPTIONAL_WEEKDAY}{MONTH} {DAY},? {YEAR}",
    rf"{OPTIONAL_WEEKDAY}{DAY}(?: |-|\. )(?:of )?{MONTH}(?:-|,? (?:of )?)"
    rf"{YEAR},?",
    rf"{YEAR},? {MONTH} {DAY}",
)
def _full_date(g: Groups, _: Context) -> Span | None:
    date = dt.date(int(g["year"] or 0), month_number(g["month"] or ""), number_of(g["day"] or ""))
    name = g.get("weekday")
    if name and date.weekday() != weekday_number(name):
        return None  # one of the two is a slip, and nothing says which
    return one_day(date)


@rule(r"(?P<year>[0-9]{4})([-/.])(?P<month>[0-9]{1,2})\2(?P<day>[0-9]{1,2})")
def _iso_date(g: Groups, _: Context) -> Span:
    return one_day(dt.date(*(int(g[key] or 0) for key in ("year", "month", "day"))))


@rule(rf"(?P<a>[0-9]{{1,2}})([-/.])(?P<b>[0-9]{{1,2}})\2{YEAR}")
def _numeric_date(g: Groups, _: Context) -> Span | None:
    a, b, year = int(g["a"] or 0), int(g["b"] or 0), int(g["year"] or 0)
    readings = {date for date in (date_or_none(year, a, b), date_or_none(year, b, a)) if date}
    return one_day(readings.pop()) if len(readings) == 1 else None


@rule(
    rf"{OPTIONAL_WEEKDAY}{MONTH} (?:the )?{DAY}",
    rf"{OPTIONAL_WEEKDAY}(?:the )?{DAY}(?: |-)(?:of )?{MONTH}",
)
def _month_day(g: Groups, context: Context) -> Span | None:
    month, day = month_number(g["month"] or ""), number_of(g["day"] or "")
    dt.date(2000, month, day)  # 31 June is no day of any year, whatever the anchor
    found = nearest(month, day, g["weekday"], context)
    return one_day(found) if found else None


@rule(rf"(?:the )?(?P<day>[0-3]?[0-9](?:st|nd|rd|th)|{'|'.join(sorted(DAY_WORDS, reverse=True))})")
def _day_alone(g: Groups, context: Context) -> Span | None:
    """Return the nearest day of that number: on the 29th."""
    anchor, number = context.anchor, number_of(g["day"] or "")
    firsts = [whole_month(anchor.year, anchor.month + step)[0] for step in (-1, 0, 1)]
    days = [d for f in firsts if (d := date_or_none(f.year, f.month, number))]
    if context.tense == "future":
        days = [d for d in days if d >= anchor]
    elif context.tense == "past":
        days = [d for d in days if d <= anchor]
    return one_day(min(days, key=lambda d: abs(d - anchor))) if days else None


@rule(rf"(?P<which>last|next) {WEEKDAY},? {MONTH} (?:the )?{DAY}")
def _weekday_and_day(g: Groups, context: Context) -> Span | None:
    return _month_day(g, context)


@rule(rf"(?P<which>(?:this )?past |(?:this )?coming |last |next |this )?{WEEKDAY}")
def _weekday_alone(g: Groups, context: Context) -> Span | None:
    anchor, which = context.anchor, (g["which"] or "").split()
    back = (anchor.weekday() - weekday_number(g["weekday"] or "")) % 7
    latest, soonest = anchor - dt.timedelta(days=back), anchor + dt.timedelta(days=-back % 7)
    before = anchor - dt.timedelta(days=back or 7)
    after = anchor + dt.timedelta(days=-back % 7 or 7)
    this_week = anchor.isocalendar()[:2]
    if not which:
        if latest == anchor and context.tense != "future":
            return one_day(anchor)  # it is Wednesday
        return {"past": one_day(latest), "future": one_day(soonest), "unclear": None}[context.tense]
    if which[-1] == "past":
        return one_day(before)
    if which[-1] == "coming":
        return one_day(after)
    if which[-1] == "last":
        return None if before.isocalendar()[:2] == this_week else one_day(before)
    if which[-1] == "next":
        return None if after.isocalendar()[:2] == this_week else one_day(after)
    same_week = week_of(anchor)[0] + dt.timedelta(days=weekday_number(g["weekday"] or ""))
    # "This Tuesday" written on a Sunday is rather the one to come.
    return one_day(same_week) if same_week >= anchor or anchor.weekday() < 5 else None


@rule(
    rf"{WEEKDAY},? (?:of )?(?P<which>last|this|next) week",
    rf"(?P<which>last|this|next) week(?:'s)?,? (?:on )?{WEEKDAY}",
)
def _weekday_of_week(g: Groups, context: Context) -> Span:
    weeks = STEPS[g["which"] or ""]
    monday = week_of(context.anchor)[0] + dt.timedelta(weeks=weeks)
    return one_day(monday + dt.timedelta(days=weekday_number(g["weekday"] or "")))


_NEAR_DAYS: Final = {
    "today": 0,
    "the time of writing": 0,
    "tonight": 0,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
    "yesterday": -1,
    "last night": -1,
    "the day before yesterday": -2,
    "tomorrow": 1,
    "the day after tomorrow": 2,
}


@rule("(?P<word>" + "|".join(_NEAR_DAYS) + ")")
def _near_day(g: Groups, context: Context) -> Span:
    return one_day(context.anchor + dt.timedelta(days=_NEAR_DAYS[g["word"] or ""]))
