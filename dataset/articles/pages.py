"""Pages of print: from runs of characters to lines, columns and paragraphs in reading order.

::

    runs → without running heads, page numbers, line numbers
         → columns, in reading order; what spans them parts them
         → lines of each column, without footnotes
         → paragraphs, over ends of columns and pages

All lengths are points. Figures that are parts of the type size were chosen on pages printed by
Chromium, LibreOffice and Typst in one and two columns.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Any

Join = Callable[[str, str], str]

# Running heads, feet and page numbers stand among the outermost lines of a page.
OUTERMOST = 2  # lines at its top and at its bottom
REPEATED = 0.4  # of the pages; left and right pages may have different heads

# A gutter is white over at least this many lines on either side.
COLUMN_LINES = 4
GUTTER = 0.35  # of the type size; printed ones have 0.8 and more, hyphens may hang into them
MOST_GUTTERS = 12  # looked at on a page, the widest first
RUNNING_THROUGH = 0.08  # of a page's lines, captions and the like
SPANNING = 0.6  # of the page's text width: such a line belongs to no column
ALIGNED = 0.6  # of a column's lines begin at its left edge; those of a table's numbers do not

LARGER, SMALLER = 1.12, 0.9  # another size of type than the line before or the running text
FOOTNOTE = 0.92
WIDER_LEADING = 1.25
INDENT = (0.7, 6.0)  # of the type size
EARLY_END = 0.4  # of the column's width
# Justified: lines end within this many points of the edge, but for the last of a paragraph.
EXACT = 1.0
JUSTIFIED = 0.6  # of the lines; short paragraphs have many last lines
ROOM = 0.4  # of the type size: a space and a little more
DROP_CAP = 1.7
MOST_DROP_CAPS = 5  # in a column

_PAGE_NUMBER = re.compile(
    r"(?:page|p\.|seite|pagina|página)? ?(?:[0-9]{1,4}|[ivxlc]{1,7})"
    r"(?: ?(?:/|of|von|sur|de|di) ?[0-9]{1,4})?|[-–—] ?[0-9]{1,4} ?[-–—]",
    re.IGNORECASE,
)
# What browsers print at the top and at the bottom of a page.
_PRINTED = re.compile(
    r"[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4},? [0-9]{1,2}:[0-9]{2}(?: ?[AaPp]\.?[Mm]\.?)?\b.*"
)
_ADDRESS = re.compile(r"(?P<url>(?:https?|file)://[^\s…]+)(?: [0-9]+/[0-9]+)?")
_ENDS = re.compile(r"[.!?…:;][\"'”’»)\]]{0,3}$|[.!?…,][\"'”’»)\]]{1,3}$")
_ITEM = re.compile(r"(?:[•▪‣◦●○■–*-]|\(?[0-9]{1,2}[.)]) ")
_NOTE_MARK = re.compile(r"[0-9*†‡§¶,]{1,5}$")
_NOTE = re.compile(r"\(?[0-9]{1,3}[.)]? ?\S|[*†‡§¶]")
_LAST_WORD = 80  # characters; no word is longer
_WORD_BEFORE = re.compile(r"(?:[^\W\d_]{4,}|[.,;:!?)\]\"'”’»])$")


@dataclass(slots=True)
class Line:
    """Text on one baseline; ``bold`` is the share of bold characters."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: float = 0.0
    word: float = 0.0  # width of the first word
    numbered: bool = False  # begins with a raised number, as a footnote does


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together; ``page`` counts from 0 and is that of the first."""

    text: str
    size: float
    bold: bool
    page: int


@dataclass(slots=True)
class Layout:
    """The paragraphs of a document in reading order; ``body`` is the size of its running text.

    ``url`` is the address a browser printed at the foot of its pages, if any.
    """

    paragraphs: list[Paragraph] = field(default_factory=list)
    body: float = 0.0
    url: str | None = None


@dataclass(slots=True)
class _Column:
    """Lines of one column or of what spans columns, in order, with its place among them."""

    place: str
    page: int
    lines: list[Line]
    left: float = 0.0
    right: float = 0.0
    justified: bool = False


def lay_out(
    pages: Sequence[Sequence[Sequence[Any]]],
    make_join: Callable[[str], Join],
    stands_alone: Callable[[str], bool],
) -> Layout:
    """Return the paragraphs of the runs of pages, as :mod:`dataset.articles.pdfium` gives them.

    Args:
        pages: the runs of each page.
        stands_alone: whether a line is a paragraph of its own, as ``Date: …`` is; it is asked
            about the first page only.
        make_join: gives, for all the text, the function that makes of a line and the next one
            what the line is before that one: with a space at its end, or without its hyphen.
    """
    chains = [_chains(runs) for runs in pages]
    url = _drop_outer(chains)
    body = _body_size(line for page in chains for line in page)
    columns = []
    known = next((strip for page in chains if page and (strip := _gutter(page, body))), None)
    for number, page in enumerate(chains):
        known = (_gutter(page, body) if page else None) or known
        for place, found in _columns(page, body, known=known):
            lines = _without_notes(_lines(found), body)
            if lines:
                columns.append(_Column(place, number, lines))
    _set_edges(columns, body)
    join = make_join("\n".join(line.text for column in columns for line in column.lines))
    return Layout(list(_paragraphs(columns, body, join, stands_alone)), body, url)


def _chains(runs: Sequence[Sequence[Any]]) -> list[Line]:
    """Return the lines, or parts of lines, in which runs stand that go on from one another."""
    groups: list[list[Line]] = []
    for text, left, right, base, size, bold, attached, word in runs:
        run = Line(text, left, right, base, size, bold, word - left)
        if attached and groups:
            groups[-1].append(run)
        else:
            groups.append([run])
    return [line for group in groups if (line := _merged(group)).text]


def _merged(runs: list[Line]) -> Line:
    """Return one line of runs from left to right, without the marks of footnotes."""
    main = max(runs, key=lambda r: len(r.text) * (r.size >= 2))
    text, letters, bold, numbered = "", 0, 0.0, False
    previous: Line | None = None
    for run in runs:
        bare = run.text.strip()
        raised = run.size < 0.8 * main.size and run.base > main.base + 0.12 * main.size
        if raised and _NOTE_MARK.match(bare):
            if not text.strip():
                numbered = True
            elif _WORD_BEFORE.search(text.rstrip()[-_LAST_WORD:]):
                previous = run
                continue
        if previous is not None and run.left - previous.right > 0.15 * main.size:
            text += " "
        text += run.text
        letters += len(bare)
        bold += run.bold * len(bare)
        previous = run
    return Line(
        " ".join(text.split()),
        min(run.left for run in runs),
        max(run.right for run in runs),
        main.base,
        main.size,
        bold / max(letters, 1),
        runs[0].word,
        numbered,
    )


def _body_size(lines: Iterable[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], size), default=0.0)


def _drop_outer(pages: list[list[Line]]) -> str | None:
    """Take running heads, feet and page numbers out of ``pages``; return a printed address."""
    body = _body_size(line for page in pages for line in page)
    outer = [_outermost(page) for page in pages]
    seen: dict[tuple[str, int], set[int]] = defaultdict(set)
    for number, lines in enumerate(outer):
        for line in lines:
            for place in _places(line):
                seen[_shape(line.text), place].add(number)
    url = None
    for page, lines in zip(pages, outer, strict=True):
        gone, bare = set[int](), set[int]()
        for line in lines:
            shape = _shape(line.text)
            count = max(len(seen[shape, place]) for place in _places(line))
            address = _ADDRESS.fullmatch(line.text)
            small = line.size < FOOTNOTE * body
            if small and address and address["url"].startswith("http"):
                url = url or address["url"]
            if (
                count >= max(2, REPEATED * len(pages))
                or _PAGE_NUMBER.fullmatch(line.text)
                or (small and (address or _PRINTED.fullmatch(line.text)))
            ):
                gone.add(id(line))
                if small:  # the page's title stands beside the hour it was printed at
                    bare.add(round(line.base))
        page[:] = [
            line
            for line in page
            if id(line) not in gone
            and not (round(line.base) in bare and line.size < FOOTNOTE * body)
        ]
    return url


def _places(line: Line) -> tuple[int, int]:
    """Return two numbers for the height of a line; lines at almost the same height share one."""
    return 2 * int(line.base // 12), 2 * int((line.base + 6) // 12) + 1


def _shape(text: str) -> str:
    return re.sub(r"[0-9]+", "#", text)


def _outermost(page: list[Line]) -> list[Line]:
    bases = sorted({round(line.base) for line in page})
    if len(bases) < 2 * OUTERMOST:
        return [line for line in page if round(line.base) in (bases[0], bases[-1])] if page else []
    outer = {*bases[:OUTERMOST], *bases[-OUTERMOST:]}
    return [line for line in page if round(line.base) in outer]


def _columns(
    page: list[Line], body: float, place: str = "", known: tuple[float, float] | None = None
) -> list[tuple[str, list[Line]]]:
    """Return the columns of a page in reading order, each with its place (``""``: no column).

    ``known`` is the gutter of a page before; one with few lines, the last, may have the same.
    """
    if len(place) > 8 or not page:
        return [(place, page)] if page else []
    gutter = _gutter(page, body)
    if gutter is None and known is not None:
        x = sum(known) / 2
        through = (line for line in page if line.left < x < line.right)
        gutter = None if any(line.size < LARGER * body for line in through) else known
    if gutter is None:
        return [(place, page)]
    middle = sum(gutter) / 2
    left = [line for line in page if line.right <= middle]
    right = [line for line in page if line.left >= middle]
    if left and all(line.text.isdigit() for line in left):  # numbers of lines
        return _columns([line for line in page if line.right > middle], body, place)
    if right and all(line.text.isdigit() for line in right):
        return _columns([line for line in page if line.left < middle], body, place)
    spans = _across(page, middle, body)
    found: list[tuple[str, list[Line]]] = []
    spanning: list[Line] = []
    sides: dict[str, list[Line]] = {"L": [], "R": []}

    def close_band() -> None:
        for side, lines in sides.items():
            found.extend(_columns(lines, body, place + side))
            sides[side] = []

    for line in sorted(page, key=lambda line: -line.base):
        if id(line) in spans:
            close_band()
            spanning.append(line)
            continue
        if spanning:
            found.append((place, spanning))
            spanning = []
        sides["L" if line.right <= middle else "R"].append(line)
    close_band()
    return [*found, (place, spanning)] if spanning else found


def _across(page: list[Line], middle: float, body: float) -> set[int]:
    """Return the ids of what spans the columns, with the short lines of headlines that do."""
    spans = {id(line) for line in page if line.left < middle < line.right}
    rows: dict[int, list[Line]] = defaultdict(list)
    for line in sorted(page, key=lambda line: line.base):
        if line.size > LARGER * body:
            rows[round(line.size)].append(line)
    for lines in rows.values():
        for order in (lines, lines[::-1]):
            for one, other in pairwise(order):
                if id(one) in spans and abs(one.base - other.base) < 1.6 * one.size:
                    spans.add(id(other))
    return spans


def _gutter(page: list[Line], body: float) -> tuple[float, float] | None:
    """Return the widest strip that parts columns, or None; a few lines may run through it."""
    low, high = min(line.left for line in page), max(line.right for line in page)
    narrow = [
        line
        for line in page
        if line.right - line.left < SPANNING * (high - low) and line.size < LARGER * body
    ]
    edges = sorted([(line.left, 1) for line in narrow] + [(line.right, -1) for line in narrow])
    strips: list[tuple[float, float]] = []
    covered, opened = 0, None
    for place, change in edges:
        before, covered = covered, covered + change
        few = RUNNING_THROUGH * len(narrow)
        if before > few >= covered:
            opened = place
        elif before <= few < covered and opened is not None and place - opened >= GUTTER * body:
            strips.append((opened, place))
    strips.sort(key=lambda strip: strip[0] - strip[1])
    return next((strip for strip in strips[:MOST_GUTTERS] if _parts(page, strip)), None)


def _parts(page: list[Line], strip: tuple[float, float]) -> bool:
    """Return whether there are columns on both sides of a white strip."""
    middle = sum(strip) / 2
    sides = (
        [line for line in page if line.right <= middle],
        [line for line in page if line.left >= middle],
    )
    if any(len({round(line.base) for line in side}) < COLUMN_LINES for side in sides):
        return False
    numbers = any(all(line.text.isdigit() for line in side) for side in sides)
    tops = [max(line.base for line in side) for side in sides]
    feet = [min(line.base for line in side) for side in sides]
    shared = min(tops) - max(feet)
    if shared < 0.3 * min(top - foot for top, foot in zip(tops, feet, strict=True)):
        return False
    if numbers:
        return True
    edge = min(line.left for line in sides[1])
    aligned = sum(line.left - edge < 1.5 * line.size for line in sides[1])
    inside = [line for line in page if line.left < middle < line.right]
    inside = [line for line in inside if max(feet) <= line.base <= min(tops)]
    beside = sum(max(feet) <= line.base <= min(tops) for side in sides for line in side)
    return aligned >= ALIGNED * len(sides[1]) and 2 * len(inside) <= beside


def _lines(parts: list[Line]) -> list[Line]:
    """Return the lines of a column from top to bottom, parts on one baseline joined."""
    rows: list[list[Line]] = []
    for part in sorted(parts, key=lambda part: -part.base):
        row = rows[-1] if rows else None
        if row and abs(row[0].base - part.base) < 0.3 * min(row[0].size, part.size):
            row.append(part)
        else:
            rows.append([part])
    lines = []
    for row in rows:
        row.sort(key=lambda part: part.left)
        line = _merged(row)
        line.numbered = row[0].numbered
        lines.append(line)
    return _with_drop_caps(lines)


def _with_drop_caps(lines: list[Line]) -> list[Line]:
    """Put a large first letter before the line at its top, and its lines to its left edge."""
    caps = [line for line in lines if len(line.text) == 1 and line.text.isalpha()]
    for cap in caps[:MOST_DROP_CAPS]:
        beside = [
            line
            for line in lines
            if line is not cap
            and cap.size >= DROP_CAP * line.size
            and 0 <= line.left - cap.right < 1.5 * line.size
            and cap.base - 0.3 * line.size <= line.base <= cap.base + cap.size
        ]
        if not beside:
            continue
        first = max(beside, key=lambda line: line.base)
        first.text = cap.text + first.text
        for line in beside:
            line.left = cap.left
        lines.remove(cap)
    return lines


def _without_notes(lines: list[Line], body: float) -> list[Line]:
    """Return the lines of a column without the footnotes at its end."""
    end = len(lines)
    while end and lines[end - 1].size < FOOTNOTE * body:
        end -= 1
    if end == len(lines):
        return lines
    first = lines[end]
    return lines[:end] if first.numbered or _NOTE.match(first.text) else lines


def _set_edges(columns: list[_Column], body: float) -> None:
    """Give each column its edges; the right one is that of its like where it has few lines."""

    def edge(lines: Iterable[Line]) -> float:
        rights = [line for line in lines if abs(line.size - body) < 1]
        # Hyphens and stops may hang into the margin.
        whole = [line.right for line in rights if line.text[-1].isalnum()]
        return max(whole or [line.right for line in rights], default=0.0)

    like: dict[str, float] = defaultdict(float)
    for column in columns:
        like[column.place] = max(like[column.place], edge(column.lines))
    for column in columns:
        column.left = min(line.left for line in column.lines)
        # Left and right pages may have different margins.
        few = len(column.lines) < 2 * COLUMN_LINES
        column.right = like[column.place] if few else edge(column.lines)
        column.right = column.right or max(line.right for line in column.lines)
    for place in like:
        alike = [column for column in columns if column.place == place]
        full = [
            line.right > column.right - EXACT
            for column in alike
            for line in column.lines
            if abs(line.size - body) < 1
        ]
        for column in alike:
            column.justified = sum(full) >= max(COLUMN_LINES, JUSTIFIED * len(full))


def _paragraphs(
    columns: list[_Column], body: float, join: Join, stands_alone: Callable[[str], bool]
) -> Iterator[Paragraph]:
    leading = _leading(columns)
    current: list[Line] = []
    page = 0
    last: _Column | None = None
    for column in columns:
        for n, line in enumerate(column.lines):
            if current:
                if column.page == 0 and line.text[0].isupper() and stands_alone(line.text):
                    begins = True
                elif n:
                    begins = _begins(current, n, column, body, leading)
                else:
                    begins = last is None or _begins_over(current, line, column, last)
                if begins:
                    yield _paragraph(current, page, join)
                    current = []
            if not current:
                page = column.page
            current.append(line)
        last = column
    if current:
        yield _paragraph(current, page, join)


def _paragraph(lines: list[Line], page: int, join: Join) -> Paragraph:
    heads = [join(a.text, b.text) for a, b in pairwise(lines)]
    size = max(lines, key=lambda line: len(line.text)).size
    bold = min(line.bold for line in lines) > 0.9
    return Paragraph("".join([*heads, lines[-1].text]), size, bold, page)


def _leading(columns: list[_Column]) -> dict[int, float]:
    """Return the usual distance of baselines by size of type, rounded to a point."""
    found: dict[int, list[float]] = defaultdict(list)
    for column in columns:
        for above, line in pairwise(column.lines):
            step = above.base - line.base
            if _same_type(above, line) and 0 < step < 4 * line.size:
                found[round(line.size)].append(step)
    # Where paragraphs are short, most steps may be those between them.
    return {
        size: min(median(steps), sorted(steps)[len(steps) // 4] * 1.1)
        for size, steps in found.items()
    }


def _same_type(a: Line, b: Line) -> bool:
    return SMALLER < b.size / a.size < LARGER and abs(a.bold - b.bold) < 0.6


def _begins(
    current: list[Line], n: int, column: _Column, body: float, leading: dict[int, float]
) -> bool:
    """Return whether line ``n`` of a column begins a paragraph."""
    above, line = current[-1], column.lines[n]
    following = column.lines[n + 1] if n + 1 < len(column.lines) else None
    if not SMALLER < line.size / above.size < LARGER:
        return True
    if (above.bold > 0.9 and line.bold < 0.5) or (above.bold < 0.1 and line.bold > 0.9):
        return True
    step = above.base - line.base
    if step > WIDER_LEADING * leading.get(round(line.size), 1.5 * line.size):
        return True
    if line.size > LARGER * body:
        return False  # lines of a headline end anywhere
    if _is_indented(current, line, column, following):
        return True
    return _ended_early(above, line, column)


def _is_centred(above: Line, line: Line | None) -> bool:
    if line is None:
        return False
    moved = abs(above.left - line.left) > 0.5 * line.size
    return moved and abs((above.left + above.right) - (line.left + line.right)) < line.size


def _is_indented(current: list[Line], line: Line, column: _Column, following: Line | None) -> bool:
    above = current[-1]
    if _is_centred(above, line) and above.left > column.left + line.size:
        return False
    shift = (line.left - above.left) / line.size
    if INDENT[0] < shift < INDENT[1]:
        return not _ITEM.match(current[0].text)
    # Back at the margin after a paragraph that was set in from it.
    if shift < -INDENT[0]:
        return len(current) > 1
    # The only line of a paragraph, set in like the first line of this one.
    back = 0.0 if following is None else (line.left - following.left) / line.size
    return INDENT[0] < back < INDENT[1] and not _is_centred(line, following)


def _ended_early(above: Line, line: Line, column: _Column) -> bool:
    """Return whether the line above, of ``column``, ended before it was full.

    In justified text that can be seen; else the next line's first word had room on it.
    """
    room = column.right - above.right
    if column.justified and room > EXACT and _ENDS.search(above.text):
        return True
    if room < line.word + ROOM * line.size:
        return False
    if _ENDS.search(above.text):
        return True
    return room > EARLY_END * (column.right - column.left) and not line.text[0].islower()


def _begins_over(current: list[Line], line: Line, column: _Column, last: _Column) -> bool:
    """Return whether the first line of a column begins a paragraph."""
    above = current[-1]
    if not _same_type(above, line):
        return True
    if _ended_early(above, line, last):
        return True
    if line.text[0].islower() or above.text.endswith(("-", "\u00ad")):
        return False
    # The last line is full and ends a sentence. Most pages end within a paragraph, so it goes on
    # unless an indent says otherwise.
    return INDENT[0] < (line.left - column.left) / line.size < INDENT[1]
