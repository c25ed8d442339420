"""CSV and TSV as streams of records, with limits that the standard library's reader lacks.

The ``csv`` module refuses fields of more than 128 KB unless a global is changed, and takes a
quotation mark that is never closed for a field as long as the rest of the file. This reads the
same grammar (RFC 4180, lenient): quotation marks count at the start of a field only, are
doubled inside, and fields in them may hold line ends.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import IO, TextIO

from dataset.articles.columns import ALIASES
from dataset.articles.limits import LONGEST_LINE, MOST_COLUMNS
from dataset.articles.place import Found, Place
from dataset.articles.rows import Rows, as_text
from dataset.errors import InputError

_DELIMITERS = (",", ";", "\t", "|")
_QUOTED = re.compile(r'"(?:[^"]|"")*"')


def read_table(stream: IO[bytes], place: Place) -> Found:
    """Yield the articles of a CSV or TSV file; the header is row 1, as spreadsheets count.

    What parts the fields (comma, semicolon, tab or bar) is seen in the header.
    """
    lines = as_text(stream, place)
    first = lines.readline(LONGEST_LINE + 1)
    while first and not first.strip():
        first = lines.readline(LONGEST_LINE + 1)
    if not first:
        yield place.error("is empty. Put a header and one article on each row.")
        return
    records = Records(first, lines, delimiter_of(first), place)
    header = next(records)
    if len(header) > MOST_COLUMNS:
        raise place.error(f"has more than {MOST_COLUMNS:,} columns. Keep those of the articles.")
    rows = Rows(place, ".csv", [name.strip() for name in header])
    n = 0
    for n, record in enumerate(records, start=2):
        if not any(field.strip() for field in record):
            continue
        if len(record) != len(header):
            yield place.error(
                f"has {len(record)} fields where the header has {len(header)}. Put quotation "
                "marks around texts that hold the sign between fields.",
                f":{n}",
            )
            continue
        yield from rows.take(n, dict(zip((h.strip() for h in header), record, strict=True)))
    if not n:
        yield place.error("has a header and no rows. Put one article on each row.")
    yield from rows.end()


def delimiter_of(header: str) -> str:
    """Return what parts the fields of a header.

    >>> delimiter_of('id;"text, whole";title'), delimiter_of("text")
    (';', ',')
    """
    counts = Counter(_QUOTED.sub("", header[:10_000]))
    return max(_DELIMITERS, key=lambda sign: counts[sign])


def is_table(line: str) -> bool:
    """Return whether a first line is the header of a table of articles, and no prose."""
    names = [n.strip().strip('"').lower() for n in line.strip().split(delimiter_of(line))]
    known = {alias for aliases in ALIASES.values() for alias in aliases}
    return sum(n in known for n in names) > 1 and any(n in ALIASES["text"] for n in names)


class Records(Iterator[list[str]]):
    """The records of a table as lists of fields; no record is longer than ``LONGEST_LINE``."""

    def __init__(self, first: str, lines: TextIO, delimiter: str, place: Place) -> None:
        self._first: str | None = first
        self._lines = lines
        self._delimiter = delimiter
        self._place = place
        self._number = 0
        self._length = 0  # characters of this record
        self._special = re.compile(rf"[{re.escape(delimiter)}\r\n]|\Z")

    def __next__(self) -> list[str]:
        """Return the next record.

        Raises:
            InputError: it is too long or its last quotation mark is never closed; then nothing
                that follows can be told apart, and the next call ends the table.
        """
        self._length = 0
        line = self._line()
        if not line:
            raise StopIteration
        self._number += 1
        record: list[str] = []
        at = 0
        while True:
            field, line, at = self._field(line, at)
            record.append(field)
            if not line.startswith(self._delimiter, at):
                return record
            at += 1

    def _field(self, line: str, at: int) -> tuple[str, str, int]:
        """Return a field, the line in which it ends, and where in it."""
        parts: list[str] = []
        if line.startswith('"', at):
            at += 1
            while True:
                end = line.find('"', at)
                if end < 0:
                    parts.append(line[at:])
                    line, at = self._line(), 0
                    if not line:
                        raise self._endless()
                elif line.startswith('"', end + 1):
                    parts.append(line[at : end + 1])
                    at = end + 2
                else:
                    parts.append(line[at:end])
                    at = end + 1
                    break
        match = self._special.search(line, at)
        end = match.start() if match else len(line)
        parts.append(line[at:end])
        return "".join(parts), line, end

    def _line(self) -> str:
        if self._first is not None:
            line, self._first = self._first, None
        else:
            line = self._lines.readline(LONGEST_LINE + 1)
        self._length += len(line)
        if self._length > LONGEST_LINE:
            raise self._endless()
        return line

    def _endless(self) -> InputError:
        return self._place.error(
            "opens a quotation mark that is not closed, or is far too long; it and the rows "
            "below it are left out. Double the marks inside texts.",
            f":{max(self._number, 1)}",
        )
