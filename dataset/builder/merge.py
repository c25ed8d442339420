"""Merging: from shards, in any order, to the tables of a folder, linked and sorted.

What the articles tell of their entities is linked first (:mod:`dataset.entities.linking`). Then
the rows are written in the order of their keys; on the way each article's own ids and names of
entities become the folder's. A shard is read when one of its articles is next and is forgotten
soon after, so memory does not grow with the folder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, Final, NamedTuple, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from dataset.builder.rooms import OF_ARTICLES
from dataset.builder.shard import Problem, Shard, by_key
from dataset.entities import Linker
from dataset.entities.linking import Renamed
from dataset.schema import TABLES
from dataset.tables import ROW_GROUP, as_row, make_table

# The most that a mention is sure of if nobody can say whom it means.
UNKNOWN: Final = 0.5

# Columns that give an entity's name for convenience, beside its id or instead of it.
NAME_COLUMNS: Final = {
    "events": ("actor", "target", "place", "reported_by"),
    "quotes": ("speaker",),
}
# Columns that refer to entities, by table.
ENTITY_COLUMNS: Final = {
    name: tuple(c.name for c in TABLES[name].columns if c.references == "entities.entity_id")
    for name in OF_ARTICLES
}

# Articles whose rows are renamed in one go: each step over a column has its price.
ARTICLES_AT_ONCE: Final = 128
# Shards kept open. In a folder built at once each is needed once; after many additions the
# next article is often in one that was needed lately.
OPEN_SHARDS: Final = 64


class Member(NamedTuple):
    """An article of the folder, and the shard that holds its rows."""

    article_id: str
    shard: str


class Sink(Protocol):
    """Takes rows of tables, in their order."""

    def write(self, name: str, table: pa.Table) -> None:
        """Take the next rows of a table."""


class MemorySink:
    """Keeps the tables in memory."""

    def __init__(self) -> None:
        self._parts: dict[str, list[pa.Table]] = {name: [] for name in TABLES}

    def write(self, name: str, table: pa.Table) -> None:
        """Take the next rows of a table."""
        self._parts[name].append(table)

    def tables(self) -> dict[str, pa.Table]:
        """Return all tables of the contract."""
        return {
            name: pa.concat_tables(
                [TABLES[name].arrow_schema.empty_table(), *parts]
            ).combine_chunks()
            for name, parts in self._parts.items()
        }


def merge(
    members: Iterable[Member],
    problems: Iterable[Problem],
    *,
    notices: Iterable[tuple[str, str]] = (),
    open_shard: Callable[[str], Shard],
    linker: Linker,
    sink: Sink,
) -> None:
    """Link the articles and write all tables into a sink.

    Args:
        members: the articles of the folder, each once.
        problems: what could not be used; the same of the same path is told once.
        notices: what is less than usual about all of it: whose fault it is, and the notice.
        open_shard: returns the shard with a name.
        linker: a new one.
        sink: takes the rows of each table in order, tables in any order.
    """
    opened = lru_cache(OPEN_SHARDS)(open_shard)
    everybody = sorted(members, key=lambda m: by_key(m.article_id))
    for member in everybody:
        shard = opened(member.shard)
        linker.add(member.article_id, shard.day(member.article_id), shard.told(member.article_id))
    linker.link()
    # Of articles alone the order is that of their ids: "a" < "a-b", but "a-b:s1" < "a:s1". Where
    # no id begins another the two are one, and each shard is opened once for both.
    by_id = sorted(everybody)
    at_once = by_id == everybody
    for batch in _batched(everybody, ARTICLES_AT_ONCE):
        for name, table in _rows_of(batch, opened, linker):
            sink.write(name, table)
        if at_once:
            sink.write("articles", _articles_of(batch, opened))
    for batch in () if at_once else _batched(by_id, ARTICLES_AT_ONCE):
        sink.write("articles", _articles_of(batch, opened))
    for rows in _batched(linker.entities(), ROW_GROUP):
        sink.write("entities", make_table("entities", map(as_row, rows)))
    told = {(p.shown, p.stage, p.message) for p in problems}
    told |= {(whose, "analyse", notice) for whose, notice in notices}
    names = [c.name for c in TABLES["problems"].columns]
    sink.write(
        "problems", make_table("problems", (dict(zip(names, row, strict=True)) for row in told))
    )


def _batched(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def _articles_of(batch: Sequence[Member], opened: Callable[[str], Shard]) -> pa.Table:
    return pa.concat_tables([opened(m.shard).article(m.article_id) for m in batch])


def _rows_of(
    batch: Sequence[Member], opened: Callable[[str], Shard], linker: Linker
) -> Iterator[tuple[str, pa.Table]]:
    """Yield the next rows of each table but ``articles``, as the folder has them."""
    renamed = {m.article_id: linker.renamed(m.article_id) for m in batch}
    runs = list(_runs(batch, opened))
    for name in OF_ARTICLES:
        if name == "articles":
            continue
        table = pa.concat_tables([shard.rows(name, first, last) for shard, first, last in runs])
        owners = pa.array(
            [m.article_id for m in batch for _ in range(opened(m.shard).counts(name, m.article_id))]
        )
        yield name, _rename(name, table.combine_chunks(), owners, renamed)


def _runs(
    batch: Sequence[Member], opened: Callable[[str], Shard]
) -> Iterator[tuple[Shard, str, str]]:
    """Yield stretches of neighbours in one shard: the shard, first and last article."""
    first = last = batch[0]
    for member in batch[1:]:
        shard = opened(member.shard)
        if member.shard == last.shard and shard.is_next(last.article_id, member.article_id):
            last = member
            continue
        yield opened(first.shard), first.article_id, last.article_id
        first = last = member
    yield opened(first.shard), first.article_id, last.article_id


def _rename(name: str, table: pa.Table, owners: pa.Array, renamed: dict[str, Renamed]) -> pa.Table:
    """Put the folder's ids and names where the articles' own stand."""
    ids = _changes((a, own, new) for a, r in renamed.items() for own, new in r.ids.items())
    names = _changes((a, own, new) for a, r in renamed.items() for own, new in r.names.items())
    for columns, changes in (
        (ENTITY_COLUMNS[name], ids),
        (NAME_COLUMNS.get(name, ()), names),
    ):
        for column in columns:
            place = table.column_names.index(column)
            changed = _replace(table.column(place), owners, changes)
            table = table.set_column(place, table.schema.field(place), changed)
    if name == "mentions":
        place = table.column_names.index("confidence")
        sure = table.column(place)
        unknown = pc.is_null(table["entity_id"])
        capped = pc.if_else(unknown, pc.min_element_wise(sure, UNKNOWN), sure)
        table = table.set_column(place, table.schema.field(place), capped)
    return table


_PART: Final = "\0"  # stands in no id


class _Changes(NamedTuple):
    """What stands in the articles, each with its article before it, and what is to stand there."""

    old: pa.Array
    new: pa.Array


def _changes(changes: Iterable[tuple[str, str, str | None]]) -> _Changes:
    """Return changes, given as article, its own id or name and the folder's, to look up in."""
    told = list(changes)
    old = pa.array([f"{article}{_PART}{own}" for article, own, _ in told], pa.string())
    return _Changes(old, pa.array([new for _, _, new in told], pa.string()))


def _replace(column: pa.ChunkedArray, owners: pa.Array, changes: _Changes) -> pa.ChunkedArray:
    """Return a column with the values that an article's changes name replaced."""
    if not len(changes.old) or not len(column):
        return column
    whose = pc.binary_join_element_wise(owners, column.combine_chunks(), _PART)
    found = pc.index_in(whose, value_set=changes.old)
    new = pc.take(changes.new, found)
    return pc.if_else(pc.is_valid(found), new, column)
