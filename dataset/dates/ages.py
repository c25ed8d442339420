"""Decades and centuries."""

from __future__ import annotations

from dataset.dates.rulebook import Groups, rule
from dataset.dates.spans import Context, Span, number_of, whole_years
from dataset.dates.words import CENTURY_PATTERN, DECADES, ORDINALS


@rule(
    r"(?P<first>[12][0-9]{2}0)'?s",
    r"'?(?P<short>[3-9]0)'?s",
    "(?P<word>" + "|".join(DECADES) + ")",
)
def _decade(g: Groups, _: Context) -> Span | None:
    if g.get("word"):
        first = DECADES[g["word"] or ""]
    else:
        first = int(g["first"] or 0) if g.get("first") else 1900 + int(g["short"] or 0)
    if first == 1900:
        return None
    if first % 100 == 0 and first < 1900:
        return whole_years(first, first + 99, "century")
    return whole_years(first, first + 9, "decade")


@rule(rf"(?:(?P<half>first|second) half of the )?(?P<n>{CENTURY_PATTERN})[ -]century")
def _century(g: Groups, _: Context) -> Span | None:
    name = g["n"] or ""
    n = ORDINALS.get(name) or number_of(name)
    first = (n - 1) * 100
    if not 1 <= n <= 30:
        return None
    if g["half"]:
        first += 50 * (g["half"] == "second")
        return whole_years(max(first, 1), first + 49, "range")
    return whole_years(max(first, 1), first + 99, "century")


@rule("(?:the )?(?:last|past|previous) century")
def _last_century(_: Groups, context: Context) -> Span:
    first = context.anchor.year // 100 * 100 - 100
    return whole_years(first, first + 99, "century")


@rule(
    rf"(?P<a>{CENTURY_PATTERN})(?: (?:to|through|and)|-)(?: the)? (?P<b>{CENTURY_PATTERN})"
    r" centur(?:y|ies)"
)
def _centuries(g: Groups, context: Context) -> Span | None:
    """Return the span of neighbouring centuries: the 12th to 16th centuries."""
    first = _century({"n": g["a"], "half": None}, context)
    last = _century({"n": g["b"], "half": None}, context)
    if first is None or last is None or first[0] >= last[0]:
        return None
    return first[0], last[1], "range"


def narrow(span: Span, modifier: str) -> Span | None:
    """Return the early or late part of a decade or century: half, and a quarter.

    Of all else the whole comes back, for "early 2019" has no edge.
    """
    start, end, precision = span
    part = {"decade": 5, "century": 25}.get(precision)
    if part is None:
        return span
    if modifier == "mid":
        return None
    if modifier.startswith("early"):
        return whole_years(start.year, start.year + part - 1, "range")
    return whole_years(end.year - part + 1, end.year, "range")
