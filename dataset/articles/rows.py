"""Rows of tables as articles: what JSON lines, CSV and Parquet have in common."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import IO, Any

from dataset.articles import content
from dataset.articles.columns import field_of, names_by_field, no_column
from dataset.articles.decode import decode_field, too_large
from dataset.articles.limits import LARGEST_FILE, ROWS_BEFORE_TEXT
from dataset.articles.names import REPLACEMENT, printable
from dataset.articles.place import Found, Place
from dataset.errors import InputError

# Halves of characters; the range left out stands for bytes that are no UTF-8.
_HALVES = re.compile("[\ud800-\udc7f\udd00-\udfff]")
_ENCODINGS = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}


class Rows:
    """Makes sources of the rows of one file.

    Args:
        place: the file.
        suffix: that says of a source that it is a row.
        header: names of the columns, if every row has the same.

    Raises:
        InputError: the columns lack that of the text, or one that was named.
    """

    def __init__(self, place: Place, suffix: str, header: Sequence[str] | None = None) -> None:
        self._place = place
        self._suffix = suffix
        self._fixed = header is not None
        self._names: tuple[str, ...] | None = None
        self._by_field: dict[str, list[str]] = {}
        self._missing = set(place.columns.values())  # not met in any row yet
        self._seen_text = False
        self._without: list[InputError] = []  # rows before the first that has a text
        self._all_names: dict[str, None] = {}
        if header is not None:
            self._names = tuple(header)
            self._by_field, faults = names_by_field(header, place.columns)
            if faults:
                raise place.error(next(iter(faults.values())))

    @property
    def wanted(self) -> list[str]:
        """The columns that are read, where every row has the same."""
        return list(dict.fromkeys(name for names in self._by_field.values() for name in names))

    def take(self, number: int, row: Mapping[str, Any]) -> Found:
        """Yield the source of a row, and what is wrong with it.

        Raises:
            InputError: the file's rows have no column for the text.
        """
        part = f":{number}"
        if not self._fixed:
            self._learn(row)
        if not self._by_field["text"]:
            yield from self._without_text(part)
            return
        text = next((v for n in self._by_field["text"] if (v := row.get(n))), None)
        self._seen_text = True
        yield from self._without
        self._without.clear()
        if isinstance(text, bytes):
            text = text.decode("utf-8", "surrogateescape")
        if text is None or (isinstance(text, str) and not text.strip()):
            column = printable(self._by_field["text"][0])
            yield self._place.error(f"has no text in `{column}`. Fill it or delete the row.", part)
            return
        if not isinstance(text, str):
            column = printable(self._by_field["text"][0])
            yield self._place.error(f"`{column}` is not a text. Put the article there.", part)
            return
        whole = _HALVES.sub(REPLACEMENT, text)
        data = whole.encode("utf-8", "surrogateescape")
        if len(data) > LARGEST_FILE:
            yield self._place.error(too_large(len(data)), part)
            return
        if whole != text:
            yield self._place.error(
                f"holds half a character, which is read as {REPLACEMENT}. Export it again.", part
            )
        fields = {}
        for field, names in self._by_field.items():
            if field == "text":
                continue
            try:
                fields[field] = next((v for n in names if (v := _field(field, row.get(n)))), None)
            except ValueError as exc:
                yield self._place.error(str(exc), part)
        stem = fields.pop("id", None) or f"{self._place.stem}-{number}"
        yield self._place.source(
            part,
            name=f"{stem}{self._suffix}",
            suffix=self._suffix,
            data=data,
            fields=tuple((field, value) for field, value in fields.items() if value),
        )

    def end(self) -> Iterator[InputError]:
        """Yield what only the last row decides."""
        if self._without:
            yield self._place.error(self._no_text())
        elif not self._fixed and self._missing and self._names is not None:
            for name in sorted(self._missing):
                yield self._place.error(no_column(name, list(self._all_names)))

    def _learn(self, row: Mapping[str, Any]) -> None:
        names = tuple(row)
        self._missing.difference_update(names)
        if names == self._names:
            return
        self._names = names
        self._by_field, _ = names_by_field(names, self._place.columns)
        if len(self._all_names) < ROWS_BEFORE_TEXT:  # for messages: some are enough
            self._all_names.update(dict.fromkeys(names[:ROWS_BEFORE_TEXT]))

    def _without_text(self, part: str) -> Found:
        _, faults = names_by_field(self._names or (), self._place.columns)
        error = self._place.error(faults["text"], part)
        if self._seen_text:
            yield error
            return
        self._without.append(error)
        if len(self._without) >= ROWS_BEFORE_TEXT:
            raise self._place.error(self._no_text())

    def _no_text(self) -> str:
        _, faults = names_by_field(list(self._all_names), self._place.columns)
        return faults.get("text", "has no row with a text. Fill the column or name another.")


def _field(field: str, value: Any) -> str | None:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "surrogateescape")
    if isinstance(value, str):
        value = decode_field(value)
    return field_of(field, value)


def as_text(stream: IO[bytes], place: Place) -> io.TextIOWrapper:
    """Return the lines of a table as text; bytes that are no UTF-8 come as lone surrogates.

    Raises:
        InputError: it is no text file.
    """
    reader = io.BufferedReader(_Peeked(stream), 1 << 16)
    head = reader.peek(content.HEAD)[: content.HEAD]
    kind = content.kind_of(head)
    if kind is not None:
        raise place.error(f"is no table but {content.NAMES[kind]}. Rename it to say so.")
    encoding = next((e for e, mark in _ENCODINGS.items() if head.startswith(mark)), None)
    if encoding is None and b"\0" in head:
        raise place.error("is not a text file. Export it as plain text (UTF-8) and try again.")
    if encoding is None:
        return io.TextIOWrapper(reader, "utf-8-sig", "surrogateescape", newline="")
    reader.read(2)
    return io.TextIOWrapper(reader, encoding, "replace", newline="")


class _Peeked(io.RawIOBase):
    """A stream to read on from, which is not closed with what reads it."""

    def __init__(self, stream: IO[bytes]) -> None:
        # One piece at a time: of what is damaged further on, nothing before it gets lost.
        self._read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
