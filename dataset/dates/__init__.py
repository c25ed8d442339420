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
last July                       the most recent one; None in August (last month?)
last week, this week            Monday to Sunday
three years ago, a month ago    the whole calendar year or month
three weeks ago                 the Monday-to-Sunday week that many weeks before
the last 14 days                from that many days ago to the anchor
the early 1980s, late 1980s     1980 to 1984, 1985 to 1989
the late 19th century           1875 to 1899
early 2019, late in August      all of 2019, all of August: the edge is vague, the frame is not
the 1800s, the 2000s            1800 to 1899, 2000 to 2009; "the 1900s" has two readings
'71, the '60s                   the latest such year that is not ten years ahead; 1960 to 1969
the 19th century                1800 to 1899
last summer                     June to August of the northern year, most recently ended
the summer                      that of the anchor, in June to August
Thanksgiving, Easter Monday     the nearest, like August 9
9/11, World War II              11 September 2001, 1 September 1939 to 2 September 1945
that year, the next day         counted from the one date before it in the sentence
8/9/2020                        None: American or British? 13/9/2020 is clear
==============================  ====================================================

Expressions that lean on an earlier sentence, repeated times ("every Sunday") and spans up to now
that are counted in years ("the past two years") are not resolved.

Modules: ``finder`` (where), ``tense`` (past or future clause), ``rulebook`` and its rules ``days``,
``units``, ``ages``, ``named``, ``ranges``; ``anaphora``; ``spans`` (records, calendar), ``words``.
"""

from __future__ import annotations

import datetime as dt
import re

# Each of these modules enters its rules into the rulebook, in this order.
from dataset.dates import ages, days, named, units  # noqa: F401
from dataset.dates.ages import narrow
from dataset.dates.anaphora import resolve_anaphor
from dataset.dates.finder import FINDER, HINT
from dataset.dates.ranges import resolve_range
from dataset.dates.rulebook import match
from dataset.dates.spans import PRECISIONS, AnchorNeeded, Context, Interval, Precision, Span
from dataset.dates.tense import Tense
from dataset.dates.words import PART_PATTERN

__all__ = ["PRECISIONS", "Interval", "Precision", "find_dates", "is_relative", "resolve"]

LONGEST_EXPRESSION = 80  # characters


def resolve(
    text: str, anchor: dt.date | None, sentence: str = "", *, tense: Tense | None = None
) -> Interval | None:
    """Return the days ``text`` means, or None when that is not certain.

    ``text`` is one date expression, not a sentence; "in", "on", "during" before it and "'s"
    after it do no harm. "since", "until", "before", "after" and "by" are another statement
    than the date itself: keep them out, or nothing comes back.

    Args:
        text: the expression, as :func:`find_dates` gives it.
        anchor: the date of the article; without it only absolute expressions resolve.
        sentence: the sentence around it, if at hand; a weekday, day or month in a clause
            with "will" lies ahead, and one with "would" is left alone.
        tense: that of the clause, where a parser knows it; then the sentence is not asked, and
            "in November", told in the past, is the most recent one.

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
        span = _read(_normalise(text), Context(anchor, text, sentence, tense))
    except (AnchorNeeded, ValueError, OverflowError):
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
        _read(_normalise(text), Context(None))
    except AnchorNeeded:
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
    return [m.span() for m in FINDER.finditer(text)] if HINT.search(text) else []


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


def _normalise(text: str) -> str:
    folded = " ".join(text.translate(_SUBSTITUTE).lower().split()).strip(' ,.;:()[]"')
    if re.search(r"[0-9]0's$", folded):
        return folded  # the 1930's
    return folded.removesuffix("'s").replace("half-", "half ")


def _plain(text: str, anchor: dt.date | None) -> Span | None:
    return _read(_normalise(text), Context(anchor, nested=True))


def _read(text: str, context: Context) -> Span | None:
    found = match(text, context)
    if found is None and (lead := _LEAD.match(text)) and lead.end():
        found = match(text[lead.end() :], context)
        if found is not None and (modifier := lead["modifier"]):
            found = narrow(found, modifier)
    if found is None and _TAIL.search(text):
        found = _read(_TAIL.sub("", text), context)
        return found if found and found[2] == "day" else None
    if found is None and not context.nested:
        found = resolve_anaphor(text, context, _plain)
    return found if found is not None else resolve_range(text, context)
