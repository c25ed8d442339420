"""Shards: the rows of a few articles in one file, written whole or not at all.

A shard is what one piece of work leaves behind. It is named by what went into it, so the same
articles give the same file wherever and whenever they are read, and a build that was stopped
finds what it has already. It holds the articles' own rows (:mod:`dataset.builder.rooms`): they
need not be read again when other articles join the folder.

The file is a row of Arrow streams (one a table, and one of what the articles tell of their
entities), a JSON index of them and of the articles, the length of that index, and a digest of
all before it, so that a file damaged on the disk is noticed and made again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from dataset.builder.rooms import OF_ARTICLES, ArticleRows
from dataset.errors import InputError
from dataset.schema import TABLES
from dataset.tables import make_table, write_whole

SUFFIX: Final = ".shard"
_DIGEST: Final = 16  # bytes
_TOLD: Final = "told"


class DamagedShard(Exception):
    """A file is no whole shard; what it held must be read again."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be used, wholly or in part: as told, and as the table shows it."""

    path: str
    shown: str
    stage: str
    message: str
    line: int | None = None

    @classmethod
    def of(cls, error: InputError, shown: str) -> Problem:
        """Return the problem an error tells of."""
        return cls(error.path, shown, error.stage, error.message, error.line)

    def as_error(self) -> InputError:
        """Return the error it was made from."""
        return InputError(self.path, self.message, stage=self.stage, line=self.line)


def told_once(problems: Iterable[Problem]) -> tuple[InputError, ...]:
    """Return problems as errors, each once, sorted by what they say (path first)."""
    errors = {str(error): error for error in (p.as_error() for p in problems)}
    return tuple(errors[text] for text in sorted(errors))


@dataclass(frozen=True, slots=True)
class Entry:
    """One article of a shard.

    ``key`` is that of all that went into its rows; empty if the article should be tried again
    another time. ``counts`` are its rows by table, None if it could not be read. ``date`` is
    ISO 8601.
    """

    article_id: str
    key: str
    date: str | None = None
    counts: dict[str, int] | None = None
    problems: tuple[Problem, ...] = field(default=())

    @property
    def is_built(self) -> bool:
        """Whether there are rows of it."""
        return self.counts is not None


def entry_of(rows: ArticleRows, key: str, problems: Iterable[Problem]) -> Entry:
    """Return the entry of an article that was read."""
    return Entry(
        article_id=rows.article_id,
        key=key,
        date=rows.date.isoformat() if rows.date else None,
        counts={name: len(rows.rows[name]) for name in OF_ARTICLES},
        problems=tuple(problems),
    )


def by_key(article_id: str) -> str:
    """Return what articles sort by where the key of a row is ``<article_id>:…``."""
    return f"{article_id}:"


class Shard:
    """Rows of a few articles, each article's together, in the order of :func:`by_key`.

    Args:
        entries: of the articles, built or not, in that order.
        tables: by name; a table that is asked for later may be missing from a mapping that
            reads it then.
        told: what each built article tells, as JSON.
    """

    def __init__(
        self, entries: Sequence[Entry], tables: Mapping[str, pa.Table], told: Sequence[str]
    ) -> None:
        self.entries = entries
        self._tables = tables
        self._told = told
        built = [e for e in entries if e.counts is not None]
        self._place = {e.article_id: n for n, e in enumerate(built)}
        self._days = {e.article_id: e.date for e in built}
        self._starts = {
            name: list(accumulate((e.counts[name] for e in built if e.counts), initial=0))
            for name in OF_ARTICLES
        }
        # Articles sort by their ids, all else by keys made of them; "a-b:1" < "a:1", "a" < "a-b".
        self._row = {a: n for n, a in enumerate(sorted(self._place))}

    @classmethod
    def of(cls, articles: Iterable[tuple[Entry, ArticleRows | None]]) -> Shard:
        """Return the shard of articles just read, in any order."""
        order = sorted(articles, key=lambda pair: by_key(pair[0].article_id))
        read = [rows for _, rows in order if rows is not None]
        tables = {
            name: make_table(name, [row for rows in read for row in rows.rows[name]])
            for name in OF_ARTICLES
        }
        return cls([entry for entry, _ in order], tables, [r.told.as_json() for r in read])

    def told(self, article_id: str) -> str:
        """Return what an article tells of its entities, as JSON (:class:`Told`)."""
        return self._told[self._place[article_id]]

    def counts(self, name: str, article_id: str) -> int:
        """Return how many rows of a table an article has."""
        n = self._place[article_id]
        starts = self._starts[name]
        return starts[n + 1] - starts[n]

    def rows(self, name: str, first: str, last: str) -> pa.Table:
        """Return the rows of a table of neighbouring articles, from ``first`` to ``last``."""
        starts = self._starts[name]
        begin, end = starts[self._place[first]], starts[self._place[last] + 1]
        return self._tables[name].slice(begin, end - begin)

    def article(self, article_id: str) -> pa.Table:
        """Return an article's one row of ``articles``."""
        return self._tables["articles"].slice(self._row[article_id], 1)

    def day(self, article_id: str) -> dt.date | None:
        """Return the date of an article."""
        date = self._days[article_id]
        return dt.date.fromisoformat(date) if date else None

    def is_next(self, article_id: str, other: str) -> bool:
        """Say whether the rows of another article come right after those of one."""
        return self._place[other] == self._place[article_id] + 1

    def write(self, path: Path) -> None:
        """Write it, whole or not at all.

        Raises:
            OutputError: the folder cannot be written.
        """
        streams: dict[str, tuple[int, int]] = {}
        written = bytearray()
        told = pa.table({_TOLD: pa.array(self._told, pa.string())})
        for name, table in {**self._tables, _TOLD: told}.items():
            data = _as_stream(table)
            streams[name] = (len(written), len(data))
            written += data
        index = json.dumps(
            {"streams": streams, "articles": [asdict(e) for e in self.entries]},
            ensure_ascii=False,
            separators=(",", ":"),
        ).encode("utf-8", "surrogatepass")
        written += index + len(index).to_bytes(8, "little")
        with write_whole(path) as file:
            file.write(written + hashlib.blake2b(written, digest_size=_DIGEST).digest())

    @classmethod
    def read(cls, path: Path) -> Shard:
        """Return the shard in a file; tables are decoded when they are first asked for.

        Raises:
            DamagedShard: it is not there, or not as it was written.
        """
        data, index = _read(path)
        tables = _Streams(data, index["streams"])
        entries = _entries(index)
        return cls(entries, tables, tables[_TOLD][_TOLD].to_pylist())


def read_entries(path: Path) -> list[Entry]:
    """Return the articles of a shard.

    Raises:
        DamagedShard: it is not there, or not as it was written.
    """
    return _entries(_read(path)[1])


def _entries(index: Mapping[str, Any]) -> list[Entry]:
    return [
        Entry(**{**values, "problems": tuple(Problem(**p) for p in values["problems"])})
        for values in index["articles"]
    ]


def _read(path: Path) -> tuple[bytes, dict[str, Any]]:
    try:
        data = path.read_bytes()
    except OSError as exc:
        raise DamagedShard(path.name) from exc
    body, digest = data[:-_DIGEST], data[-_DIGEST:]
    if len(body) < 8 or hashlib.blake2b(body, digest_size=_DIGEST).digest() != digest:
        raise DamagedShard(path.name)
    length = int.from_bytes(body[-8:], "little")
    index: dict[str, Any] = json.loads(body[-8 - length : -8].decode("utf-8", "surrogatepass"))
    return body, index


def _as_stream(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd", use_threads=False)
    # Descriptions of columns would be repeated in each of a hundred thousand files.
    plain = pa.schema([pa.field(f.name, f.type) for f in table.schema])
    with pa.ipc.new_stream(sink, plain, options=options) as writer:
        writer.write_table(pa.Table.from_arrays(table.columns, schema=plain))
    found: bytes = sink.getvalue().to_pybytes()
    return found


@cache
def _schema(name: str) -> pa.Schema:
    return TABLES[name].arrow_schema


class _Streams(dict[str, pa.Table]):
    """The tables of a file, decoded when they are first asked for."""

    def __init__(self, data: bytes, streams: Mapping[str, Sequence[int]]) -> None:
        super().__init__()
        self._data = pa.py_buffer(data)
        self._streams = streams

    def __missing__(self, name: str) -> pa.Table:
        begin, length = self._streams[name]
        options = pa.ipc.IpcReadOptions(use_threads=False)
        with pa.ipc.open_stream(self._data.slice(begin, length), options=options) as reader:
            table = reader.read_all()
        if name in TABLES:
            table = pa.Table.from_arrays(table.columns, schema=_schema(name))
        self[name] = table
        return table
