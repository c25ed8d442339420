"""Weeks, months, seasons and years, and how many of them ago."""

from __future__ import annotations

import datetime as dt

from dataset.dates.rulebook import MONTH, SEASON, STEPS, YEAR, Groups, rule
from dataset.dates.spans import (
    FURTHEST_AHEAD,
    Context,
    Span,
    month_number,
    number_of,
    one_day,
    season_of,
    shifted,
    week_of,
    whole_month,
    whole_years,
)
from dataset.dates.words import NUMBER_PATTERN, ORDINALS, UNIT_PATTERN, YEAR_PATTERN


@rule(r"(?P<which>last|this|next) (?P<unit>week|weekend|month|years?)")
def _calendar_unit(g: Groups, context: Context) -> Span | None:
    step, unit = STEPS[g["which"] or ""], (g["unit"] or "").removesuffix("s")
    if unit != "weekend":
        return shifted(unit, step, context.anchor)
    if step > 0:
        return None  # on a Monday, "next weekend" may be the coming one or the one after
    sunday = week_of(context.anchor + dt.timedelta(weeks=step))[1]
    return sunday - dt.timedelta(days=1), sunday, "range"


@rule(
    rf"(?P<n>{NUMBER_PATTERN}) (?P<unit>{UNIT_PATTERN})s? ago",
    rf"(?P<n>{NUMBER_PATTERN}) (?P<unit>day)s? from (?P<ahead>now|today)",
    rf"in (?P<n>{NUMBER_PATTERN}) (?P<unit>day)s?'? (?P<ahead>time)",
)
def _ago(g: Groups, context: Context) -> Span | None:
    n = number_of(g["n"] or "")
    return shifted(g["unit"] or "", n if g.get("ahead") else -n, context.anchor)


@rule(rf"in (?P<n>{NUMBER_PATTERN}) weeks?(?:'s?)? time")
def _in_weeks(g: Groups, context: Context) -> Span | None:
    return one_day(context.anchor + dt.timedelta(weeks=number_of(g["n"] or "")))


@rule(rf"(?:the )?(?:last|past) (?P<n>{NUMBER_PATTERN}|few) days")
def _last_days(g: Groups, context: Context) -> Span | None:
    n = 3 if g["n"] == "few" else number_of(g["n"] or "")
    start = context.anchor - dt.timedelta(days=n)
    return start, context.anchor, "range"


@rule(rf"(?:the |a (?:[a-z]+ )?)?{SEASON}")
def _season_now(g: Groups, context: Context) -> Span | None:
    """Return the season that the anchor stands in; another one has two readings."""
    seasons = [season_of(g["season"] or "", context.anchor.year + step) for step in (-1, 0, 1)]
    if context.tense == "future":
        return next(s for s in seasons if s[1] >= context.anchor)
    if context.sure and context.tense == "past":
        return [s for s in seasons if s[0] <= context.anchor][-1]
    return next((s for s in seasons if s[0] <= context.anchor <= s[1]), None)


@rule("(?:the|over the) weekend")
def _weekend(_: Groups, context: Context) -> Span:
    """Return the weekend around the anchor or last before it; after "will" the next one."""
    monday = week_of(context.anchor)[0]
    saturday = monday + dt.timedelta(days=5)
    if context.tense != "future" and saturday > context.anchor:
        saturday -= dt.timedelta(weeks=1)
    return saturday, saturday + dt.timedelta(days=1), "range"


@rule(r"(?:(?:by|at) )?(?:the )?(?:end of (?:the|this) year|year[ -]end)")
def _year_end(_: Groups, context: Context) -> Span:
    """Return the last day of the anchor's year, as a range: the edge is vague."""
    end = dt.date(context.anchor.year, 12, 31)
    return end, end, "range"


@rule(
    rf"{MONTH},? (?:of )?{YEAR}",
    rf"{YEAR} {MONTH}",
)
def _month_year(g: Groups, _: Context) -> Span:
    return whole_month(int(g["year"] or 0), month_number(g["month"] or ""))


@rule(rf"{MONTH}(?:,? (?:of )?(?P<which>last|this|next) year)")
def _month_of_near_year(g: Groups, context: Context) -> Span:
    step = STEPS[g["which"] or ""]
    return whole_month(context.anchor.year + step, month_number(g["month"] or ""))


@rule(rf"(?P<which>last |this |next )?{MONTH}")
def _month_alone(g: Groups, context: Context) -> Span | None:
    anchor, month, which = (
        context.anchor,
        month_number(g["month"] or ""),
        (g["which"] or "").strip(),
    )
    back = (anchor.month - month) % 12
    ahead = -back % 12
    if which == "this":
        return whole_month(anchor.year, month)
    if which == "last":  # "last May" in June is five weeks or a year ago
        return whole_month(anchor.year, anchor.month - (back or 12)) if back != 1 else None
    if which:
        return whole_month(anchor.year, anchor.month + (ahead or 12)) if ahead != 1 else None
    if context.tense == "future":
        return whole_month(anchor.year, anchor.month + ahead)
    if context.sure and context.tense == "past":
        return whole_month(anchor.year, anchor.month - back)
    if back <= 6:
        return whole_month(anchor.year, anchor.month - back)
    return whole_month(anchor.year, anchor.month + ahead) if ahead * 30 < FURTHEST_AHEAD else None


@rule(
    rf"{SEASON},? (?:of |in )?{YEAR}(?:[-/](?P<next>[0-9]{{2}}|{YEAR_PATTERN}))?",
)
def _season_of_year(g: Groups, _: Context) -> Span | None:
    name, year = g["season"] or "", int(g["year"] or 0)
    if name != "winter":
        return None if g["next"] else season_of(name, year)
    # A winter has two years; with one of them named, either its start or its end is meant.
    follows = g["next"] and int(g["next"]) % 100 == (year + 1) % 100
    return season_of(name, year) if follows else None


@rule(rf"(?P<which>last|this|next) {SEASON}")
def _near_season(g: Groups, context: Context) -> Span | None:
    anchor, name, which = context.anchor, g["season"] or "", g["which"]
    seasons = [season_of(name, year) for year in range(anchor.year - 2, anchor.year + 2)]
    if which == "last":
        last = [season for season in seasons if season[1] < anchor][-1]
        # In October, "last summer" is this year's to some and last year's to others.
        return last if last[1].year < anchor.year or last[0].year < anchor.year else None
    if which == "next":
        first = next(season for season in seasons if season[0] > anchor)
        return first if first[0].year > anchor.year else None
    return None if name == "winter" else season_of(name, anchor.year)


@rule(
    rf"{YEAR}",
    r"(?P<year>[1-9][0-9]{2,3}) (?:ad|a\.d\.?|ce)",
    r"ad ?(?P<year>[0-9]{1,4})",
)
def _year(g: Groups, _: Context) -> Span:
    year = int(g["year"] or 0)
    return whole_years(year, year, "year")


@rule(r"'(?P<year>[0-9]{2})")
def _short_year(g: Groups, context: Context) -> Span:
    """Return the latest year of those two digits that is not ten years ahead: the class of '71."""
    limit = context.anchor.year + 10
    year = limit - (limit - int(g["year"] or 0)) % 100
    return whole_years(year, year, "year")


@rule(r"(?P<year>[1-9][0-9]{2})")
def _early_year(g: Groups, context: Context) -> Span | None:
    """Return a year of three digits; alone, without a sentence, it may be any number."""
    year = int(g["year"] or 0)
    return whole_years(year, year, "year") if context.sentence else None


@rule(
    rf"(?P<n>first|second|third|fourth) quarter (?:of |in )?{YEAR}",
    rf"q(?P<n>[1-4]) {YEAR}",
    rf"(?P<half>first|second) half of {YEAR}",
)
def _part_of_year(g: Groups, _: Context) -> Span:
    year, name = int(g["year"] or 0), g.get("n") or g.get("half") or ""
    length = 6 if g.get("half") else 3
    n = int(name) if name.isdigit() else ORDINALS[name]
    return whole_month(year, (n - 1) * length + 1)[0], whole_month(year, n * length)[1], "range"
