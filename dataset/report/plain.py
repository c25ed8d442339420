"""Text of articles made fit to be shown: in a terminal, on a page, in a figure."""

from __future__ import annotations

import unicodedata

# Marks on one letter: enough for any language, too few to cover the lines around it.
MAX_MARKS = 3


def plain(text: str, most: int | None = None) -> str:
    """Return a text on one line, without control characters, cut with an ellipsis if long.

    What goes: escapes that colour or move a terminal's text, marks that turn the direction of
    writing, private and unassigned characters.

    >>> plain("Ann\\x1b[31m Lee\\n(mayor)")
    'Ann[31m Lee (mayor)'
    >>> plain("Commission of the Valley", 14)
    'Commission of…'
    """
    kept, marks = [], 0
    for letter in " ".join(text.split()):
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if letter.isprintable() and marks <= MAX_MARKS:
            kept.append(letter)
    text = "".join(kept)
    return text if most is None or len(text) <= most else text[: most - 1].rstrip() + "…"


def count(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> count(1, "event"), count(1200, "event")
    ('1 event', '1,200 events')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def percent(share: float) -> str:
    """Return a share in percent that is 0 or 100 only if it is all or nothing.

    >>> [percent(share) for share in (0, 0.001, 0.25, 0.998, 1)]
    ['0 %', '<1 %', '25 %', '>99 %', '100 %']
    """
    if 0 < share < 0.01:
        return "<1 %"
    return ">99 %" if 0.99 < share < 1 else f"{100 * share:.0f} %"
