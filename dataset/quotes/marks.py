"""Quotation marks: which stretches of a text stand between two of them.

Double marks (“ ” „ « » " '' ``) and single ones (‘ ’ ') are paired block by block. A mark that
is mistyped or has lost its partner never costs more than its own stretch. Single marks inside
double ones, and double ones inside single ones, belong to what is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from dataset.quotes.records import Marked

# What may stand right before a stretch and is no word.
LEADING: Final = "“\"„«'‘"
_OPENS: Final = "“„‟«‹"
_CLOSES: Final = "”»›"
_STRAIGHT: Final = '"＂'
# Two marks typed for one.
_DOUBLED: Final = ("''", "``", "’’", "‘‘")
_SINGLE: Final = "‘’'‚"
# What an opening single mark may stand behind, and a closing one before.
_BEFORE_SINGLE: Final = ' \t\n\xa0([{—–-“”"/'
_BEHIND_WORD: Final = ' \t\n\xa0)]}—–-.,;:!?…”"/'
_UTTERANCE_END: Final = ".,!?…"
# Words that lose their first letters to an apostrophe look like an opened quotation.
_CLIPPED = re.compile(r"(?:em|tis|twas|til|till|cause|bout|round|n)\b|\d", re.IGNORECASE)
# All that may be a mark; in between there is nothing to look at.
_CANDIDATE = re.compile(f"[{_OPENS}{_CLOSES}{_STRAIGHT}{_SINGLE}`]")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]*>")


class _Mark(NamedTuple):
    """A mark: where it stands, how wide it is, and what it can do there."""

    start: int
    end: int
    opens: bool
    closes: bool
    single: bool


def find_marked(text: str, blocks: Iterable[tuple[int, int]]) -> list[Marked]:
    """Return the stretches between quotation marks, block by block.

    ``blocks`` are the bounds of paragraphs. The comma before a closing mark is left out, for
    it belongs to the sentence around the quotation.

    >>> [m[:2] for m in find_marked('“One,” he said. "Two."', [(0, 22)])]
    [(1, 4), (17, 21)]
    """
    spans = list(blocks)
    found: list[Marked] = []
    for number, (start, end) in enumerate(spans):
        marks = list(_marks_in(text, start, end))
        following = spans[number + 1][0] if number + 1 < len(spans) else len(text)
        behind = text[following : following + 2]
        found += _pair(text, marks, end, number, behind)
    trimmed = (_trim(text, m) for m in found)
    return [m for m in trimmed if m.start < m.end]


def _marks_in(text: str, start: int, end: int) -> Iterable[_Mark]:
    """Yield the marks of a block, in order; what stands inside a markup tag is none."""
    tags = ((m.start(), m.end()) for m in _TAG.finditer(text, start, end))
    tag = next(tags, None)
    i = start
    while (candidate := _CANDIDATE.search(text, i, end)) is not None:
        i = candidate.start()
        if tag is not None and i >= tag[0]:
            i = max(i, tag[1])
            tag = next(tags, None)
            continue
        width = 2 if text[i : i + 2] in _DOUBLED and i + 2 <= end else 1
        c = text[i]
        before = text[i - 1] if i > start else " "
        behind = text[i + width] if i + width < end else " "
        mark = _double(c, width, before, behind) if width == 2 or c not in _SINGLE else None
        if mark is None and width == 1 and c in _SINGLE:
            mark = _single(text, i, before, behind)
        if mark is not None:
            yield _Mark(i, i + width, *mark)
        i += width


def _double(c: str, width: int, before: str, behind: str) -> tuple[bool, bool, bool] | None:
    """Return what a double mark can do: open, close, and that it is not single."""
    spaced = behind.isspace()
    if width == 2 or c in _STRAIGHT:
        opening = not spaced and (before.isspace() or before in "([{—–-‘'“")
        closing = not before.isspace()
        # Between letters, as in Ana"s, the mark may do either.
        return (opening or not spaced, closing or not opening, False)
    if c in "«»‹›":
        # French and Swiss usage point outwards, German and Danish inwards.
        if c in "»›" and before.isspace() and behind.isalnum():
            return (True, False, False)
        if c in "«‹" and not before.isspace() and before != "(" and not behind.isalnum():
            return (False, True, False)
        return (c in "«‹", c in "»›", False)
    if c in _CLOSES:
        return (False, True, False)
    if c in _OPENS:
        # An opening mark before a space, or before what ends a clause, is a closing one
        # mistyped, or the closing one of German low marks.
        return (not spaced, spaced or not before.isspace(), False)
    return None


def _single(text: str, i: int, before: str, behind: str) -> tuple[bool, bool, bool] | None:
    """Return what a single mark can do where it stands; None for an apostrophe."""
    c = text[i]
    can_open = c != "’" and before in _BEFORE_SINGLE and not behind.isspace()
    if can_open and c in "‘'" and _CLIPPED.match(text, i + 1):
        can_open = False
    can_close = c in "’'" and not before.isspace() and behind in _BEHIND_WORD
    if not (can_open or can_close):
        return None
    return (can_open, can_close and not can_open, True)


def _pair(text: str, marks: list[_Mark], end: int, number: int, behind: str) -> list[Marked]:
    """Pair the marks of a block; ``behind`` is how the next block begins."""
    found: list[Marked] = []
    reopens = behind in _DOUBLED or behind[:1] in {*_OPENS, *_STRAIGHT}
    opened: _Mark | None = None
    n = 0
    while n < len(marks):
        mark = marks[n]
        if mark.single:
            close = _single_partner(text, marks, n) if opened is None and mark.opens else None
            if close is not None:
                found.append(Marked(mark.end, marks[close].start, number, single=True))
                n = close
            elif opened is None and mark.opens and behind[:1] == "‘" == text[mark.start]:
                found.append(Marked(mark.end, end, number, False, goes_on=True, single=True))
                return found
        elif opened is None:
            if mark.opens and not _is_inch(text, mark):
                opened = mark
        elif _closes(text, opened, mark):
            found.append(Marked(opened.end, mark.start, number))
            opened = None
        elif mark.opens:
            # The one that stands open was never closed: only the later counts.
            opened = mark
        n += 1
    if opened is not None:
        found.append(Marked(opened.end, end, number, closed=False, goes_on=reopens))
    return found


def _closes(text: str, opened: _Mark, mark: _Mark) -> bool:
    """Say whether a mark that may close does, while another stands open."""
    if not mark.closes:
        return False
    if text[mark.start] in _OPENS and mark.opens:
        # “One“, he said: only low marks are closed by one that looks like this.
        return text[opened.start] in "„‚"
    # A straight mark behind a space that could open anew says the first was never closed.
    before = text[mark.start - 1]
    return not (text[mark.start] in _STRAIGHT and mark.opens and before.isspace())


def _is_inch(text: str, mark: _Mark) -> bool:
    """Say whether a straight mark behind a figure is that of inches or seconds."""
    if text[mark.start] not in _STRAIGHT + "'’" or mark.start == 0:
        return False
    behind = text[mark.end : mark.end + 1] or " "
    return text[mark.start - 1].isdigit() and behind in " ,.)"


def _single_partner(text: str, marks: list[_Mark], n: int) -> int | None:
    """Return the place of the mark that closes a single one; None if it opens nothing.

    A closing mark behind the end of an utterance wins, then one that does not stand behind an
    *s* like a possessive's apostrophe (the farmers’ union).
    """
    usable: list[int] = []
    doubles = 0
    for k in range(n + 1, len(marks)):
        mark = marks[k]
        if not mark.single:
            doubles += 1
            continue
        if mark.opens:
            break
        if doubles % 2 == 0:  # quotations inside it must be whole
            usable.append(k)
    for k in usable:
        if text[marks[k].start - 1] in _UTTERANCE_END:
            return k
        behind = text[marks[k].end : marks[k].end + 1]
        if behind in {",", ".", ";", ":", "!", "?"}:
            return k
    for k in usable:
        if text[marks[k].start - 1] not in "sSxz":
            return k
    return usable[0] if usable and text[marks[n].start] == "‘" else None


def _trim(text: str, marked: Marked) -> Marked:
    """Leave out white space and the comma that belongs to the sentence around the quotation."""
    start, end = marked.start, marked.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] == ","):
        end -= 1
    return marked._replace(start=start, end=end)
