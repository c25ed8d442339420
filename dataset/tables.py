"""Rows ↔ Parquet: building, writing, loading and checking the tables of the contract.

Files are written so that the same rows give the same bytes (same pyarrow): fixed levels,
rows sorted by key, a row group every :data:`ROW_GROUP` rows, no time stamps, no versions of
other libraries in the metadata.
"""

from __future__ import annotations

import bisect
import datetime as dt
import os
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from itertools import repeat
from operator import itemgetter
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dataset.errors import ContractError, OutputError
from dataset.schema import TABLES, Column, Table

if TYPE_CHECKING:
    import pandas as pd

# Rows a reader of one article must decode at most: small enough to skip the rest of a large
# folder, large enough that the file's index stays small. Articles carry their whole text.
ROW_GROUP = 4_096
ARTICLE_ROW_GROUP = 128
RAW = "raw"  # the folder beside corrected tables that holds them as extracted
MAX_FAULTS_PER_RULE = 20  # enough to see the pattern of a fault

Rows = Iterable[Mapping[str, Any]]


def as_row(record: Any) -> dict[str, Any]:
    """Return a dataclass record as a row; a mapping is copied."""
    names = _field_names(record.__class__)
    if names is None:
        return dict(record)
    return dict(zip(names, map(getattr, repeat(record), names), strict=True))


@cache
def _field_names(kind: type) -> tuple[str, ...] | None:
    """Return the fields of a kind of record; None for mappings."""
    return tuple(f.name for f in fields(kind)) if is_dataclass(kind) else None


class Tables(Mapping[str, pa.Table]):
    """Tables in memory: by name as pyarrow tables, as properties as pandas frames.

    What :func:`dataset.read` returns and ``quizgen.make`` takes::

        tables = dataset.read(text)
        tables.events  # pandas.DataFrame
        tables["events"]  # pyarrow.Table

    Each look at a property makes a new frame, which may be changed without harm.
    """

    def __init__(self, tables: Mapping[str, pa.Table]) -> None:
        self._tables = dict(tables)

    def __getitem__(self, name: str) -> pa.Table:
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def __repr__(self) -> str:
        held = ", ".join(f"{len(table)} {name}" for name, table in self._tables.items())
        return f"<Tables: {held}>"

    def _frame(self, name: str) -> pd.DataFrame:
        frame: pd.DataFrame = self._tables[name].to_pandas()
        return frame

    @property
    def articles(self) -> pd.DataFrame:
        """One row per article."""
        return self._frame("articles")

    @property
    def sentences(self) -> pd.DataFrame:
        """One row per sentence; titles and datelines too, marked."""
        return self._frame("sentences")

    @property
    def entities(self) -> pd.DataFrame:
        """One row per person, place, organisation or group."""
        return self._frame("entities")

    @property
    def mentions(self) -> pd.DataFrame:
        """One row per mention of an entity."""
        return self._frame("mentions")

    @property
    def events(self) -> pd.DataFrame:
        """One row per event clause or event noun."""
        return self._frame("events")

    @property
    def event_participants(self) -> pd.DataFrame:
        """One row per participant of an event."""
        return self._frame("event_participants")

    @property
    def quantities(self) -> pd.DataFrame:
        """One row per number with a unit."""
        return self._frame("quantities")

    @property
    def quotes(self) -> pd.DataFrame:
        """One row per quotation."""
        return self._frame("quotes")

    @property
    def problems(self) -> pd.DataFrame:
        """One row per input that could not be used, wholly or in part."""
        return self._frame("problems")


def make_table(name: str, rows: Rows) -> pa.Table:
    """Return rows as an Arrow table of the contract, sorted by key.

    Raises:
        ContractError: a column is missing or unknown, a level is unknown, a text is empty, or
            a null stands where none may. The first such row is named.
    """
    table = TABLES[name]
    records: list[Mapping[str, Any]] = [r if isinstance(r, dict) else as_row(r) for r in rows]
    wanted = {c.name for c in table.columns}
    for row in records:
        if row.keys() != wanted:
            missing, extra = sorted(wanted - row.keys()), sorted(row.keys() - wanted)
            raise ContractError(f"{name}: row lacks {missing}, has unknown {extra}")
    records.sort(key=itemgetter(*table.sort))
    arrays = [_make_array(table, column, records) for column in table.columns]
    return pa.Table.from_arrays(arrays, schema=table.arrow_schema)


def _make_array(table: Table, column: Column, rows: list[Mapping[str, Any]]) -> pa.Array:
    values = [row[column.name] for row in rows]
    for row, value in zip(rows, values, strict=True) if _may_have_fault(column, values) else ():
        fault = _fault_of(column, value)
        if fault:
            key = ", ".join(str(row[k]) for k in table.key)
            raise ContractError(f"{table.name}: row {key}, column {column.name}: {fault}")
    if column.type == "category":
        codes = {level: i for i, level in enumerate(column.all_levels)}
        indices = pa.array([None if v is None else codes[v] for v in values], pa.int8())
        return pa.DictionaryArray.from_arrays(indices, pa.array(column.all_levels, pa.string()))
    if column.type == "date":
        midnight = [None if v is None else dt.datetime(v.year, v.month, v.day) for v in values]
        return pa.array(midnight, column.arrow_type)
    return pa.array(values, column.arrow_type)


def _may_have_fault(column: Column, values: list[Any]) -> bool:
    """Say whether any value of a column may be a fault: cheap, for nearly never one is."""
    if column.all_levels:
        return not set(values) <= {*column.all_levels, *([None] if column.nullable else [])}
    return "" in values or (not column.nullable and None in values)


def _fault_of(column: Column, value: Any) -> str | None:
    if value is None:
        return None if column.nullable else "is null, but every row must have it"
    if value == "":
        return "is an empty string; missing values are null"
    if column.all_levels and value not in column.all_levels:
        return f"{value!r} is no level; levels are {', '.join(column.all_levels)}"
    return None


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, where they are not there.

    Raises:
        OutputError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise OutputError(f"{folder}: the folder cannot be made ({exc.strerror}).") from exc


@contextmanager
def write_whole(path: Path) -> Iterator[IO[bytes]]:
    """Yield a file that takes the place of ``path`` when all is written, or not at all.

    Raises:
        OutputError: the folder cannot be written.
    """
    try:
        handle, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    except OSError as exc:
        raise OutputError(f"{path}: cannot be written ({exc.strerror}).") from exc
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.chmod(part, 0o644)  # mkstemp makes it private; a table is for sharing
        os.replace(part, path)
    except OSError as exc:
        raise OutputError(f"{path}: cannot be written ({exc.strerror}).") from exc
    finally:
        Path(part).unlink(missing_ok=True)


class TableWriter:
    """Writes one table as Parquet in pieces; the bytes depend on the rows alone, not on the pieces.

    Args:
        name: of the table.
        file: open for writing; it stays open.
        schema: the contract's if None; another has other metadata.
    """

    def __init__(self, name: str, file: IO[bytes], schema: pa.Schema | None = None) -> None:
        self._rows_a_group = ARTICLE_ROW_GROUP if name == "articles" else ROW_GROUP
        self._schema = TABLES[name].arrow_schema if schema is None else schema
        self._waiting: list[pa.Table] = [self._schema.empty_table()]
        self._n_waiting = 0
        self._n_groups = 0
        self._writer = pq.ParquetWriter(
            file,
            self._schema,
            compression="zstd",
            compression_level=9,
            version="2.6",
            write_statistics=True,
            write_page_checksum=True,
            store_schema=True,
        )

    def write(self, table: pa.Table) -> None:
        """Take the next rows; they are written as soon as they fill a row group."""
        self._waiting.append(table.replace_schema_metadata(self._schema.metadata))
        self._n_waiting += len(table)
        while self._n_waiting >= self._rows_a_group:
            self._write_group()

    def _write_group(self) -> None:
        waiting = pa.concat_tables(self._waiting)
        group = waiting.slice(0, self._rows_a_group).combine_chunks()
        rest = waiting.slice(len(group))
        self._waiting, self._n_waiting = [rest], len(rest)
        self._writer.write_table(group, row_group_size=self._rows_a_group)
        self._n_groups += 1

    def close(self) -> None:
        """Write what waits, and the end of the file."""
        if self._n_waiting or not self._n_groups:
            self._write_group()
        self._writer.close()

    def abandon(self) -> None:
        """Write no more; what is in the file is of no use."""
        # pyarrow would write the end of the file when the writer goes, and complain if it can't.
        self._writer.is_open = False


def write_table(table: pa.Table, path: Path) -> None:
    """Write one table as Parquet, whole or not at all.

    Raises:
        OutputError: the folder cannot be written.
    """
    with write_whole(path) as file:
        writer = TableWriter(path.stem, file, table.schema)
        try:
            writer.write(table)
            writer.close()
        except BaseException:
            writer.abandon()
            raise


def write_tables(tables: Mapping[str, pa.Table], folder: Path) -> None:
    """Write all tables of the contract into ``folder``, which is made if needed.

    Tables are first written beside their place and then moved there one after the other, so
    that a crash leaves whole files only.
    """
    make_folder(folder)
    for name in TABLES:
        write_table(tables[name], folder / f"{name}.parquet")


def load_table(
    folder: str | Path,
    name: str,
    *,
    where: pc.Expression | None = None,
    columns: Sequence[str] | None = None,
) -> pa.Table:
    """Return one table of a folder, or the rows for which an expression holds, or some columns.

    Raises:
        ContractError: it is missing or is no Parquet file.
    """
    path = Path(folder) / f"{name}.parquet"
    if not path.is_file():
        raise ContractError(
            f"{path}: the table is missing. Build the folder with `dataset build … --out {folder}`."
        )
    try:
        # Opened once: given a path, pyarrow opens it again and again, and may meet two files if
        # a build puts a new one in its place meanwhile.
        with path.open("rb") as file:
            return pq.read_table(
                file, filters=where, columns=None if columns is None else [*columns]
            )
    except (pa.ArrowException, OSError) as exc:
        raise ContractError(f"{path}: not a readable Parquet file ({exc}).") from exc


def load_tables(
    folder: str | Path, *, articles: Collection[str] | None = None
) -> dict[str, pa.Table]:
    """Return all tables of a folder, by name, or what they hold on some articles.

    With ``articles`` (ids) only the row groups that may hold them are read, and ``entities``
    keeps what they mention; ``problems`` is then empty. See :func:`load_table`.
    """
    if articles is None:
        return {name: load_table(folder, name) for name in TABLES}
    tables: dict[str, pa.Table] = {}
    ids = sorted(articles)
    for name, table in TABLES.items():
        if name == "problems":
            tables[name] = table.arrow_schema.empty_table()
        elif name == "entities":
            continue
        else:
            tables[name] = _of_articles(folder, name, ids)
    links = (("mentions", "entity_id"), ("event_participants", "entity_id"),
             ("quotes", "speaker_entity_id"))  # fmt: skip
    meant = {e for name, column in links for e in tables[name][column].to_pylist()}
    tables["entities"] = _read_some(
        folder, "entities", "entity_id", {e: (e, e) for e in sorted(meant - {None})}
    )
    return {name: tables[name] for name in TABLES}


def _of_articles(folder: str | Path, name: str, ids: list[str]) -> pa.Table:
    """Return the rows of some articles."""
    if "article_id" in {c.name for c in TABLES[name].columns}:
        return _read_some(folder, name, "article_id", {key: (key, key) for key in ids})
    # Keyed by event. ";" follows ":" in Unicode: these two enclose all ids of an article's events.
    return _read_some(folder, name, "event_id", {key: (f"{key}:", f"{key};") for key in ids})


def _read_some(
    folder: str | Path, name: str, column: str, wanted: Mapping[str, tuple[str, str]]
) -> pa.Table:
    """Return the rows whose key lies between two others, reading only groups that may hold them.

    Rows are sorted by that key, so their groups are found by halving; a filter would look at the
    statistics of every column of every group.
    """
    path = Path(folder) / f"{name}.parquet"
    if not path.is_file():
        return load_table(folder, name)  # which says what is missing
    try:
        with pq.ParquetFile(path, memory_map=True) as file:
            groups = {g for pair in wanted.values() for g in _groups(file.metadata, column, *pair)}
            table = file.read_row_groups(sorted(groups), use_threads=False)
    except (pa.ArrowException, OSError) as exc:
        raise ContractError(f"{path}: not a readable Parquet file ({exc}).") from exc
    keys = table[column]
    if column == "event_id":
        keys = pc.list_element(pc.split_pattern(keys, ":", max_splits=1), 0)
    return table.filter(pc.is_in(keys, value_set=pa.array(wanted, pa.string())))


def _groups(metadata: pq.FileMetaData, column: str, low: str, high: str) -> range:
    """Return the row groups in which keys between two others may stand."""
    at = metadata.schema.names.index(column)
    n = metadata.num_row_groups
    if any(metadata.row_group(g).column(at).statistics is None for g in (0, n - 1) if n):
        return range(n)  # a table without rows has no least and no greatest

    def bound(group: int) -> tuple[str, str]:
        found = metadata.row_group(group).column(at).statistics
        return found.min, found.max

    first = bisect.bisect_left(range(n), low, key=lambda g: bound(g)[1])
    last = bisect.bisect_right(range(n), high, key=lambda g: bound(g)[0])
    return range(first, max(first, last))


def is_table_folder(path: Path) -> bool:
    """Say whether ``path`` is a folder that holds tables of the contract."""
    return path.is_dir() and (path / "articles.parquet").is_file()


@dataclass(frozen=True, slots=True)
class Fault:
    """A broken promise: which table, where in it, and what is wrong."""

    table: str
    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.table}: {self.where}: {self.message}"


def check(folder: str | Path) -> list[Fault]:
    """Return every fault of a folder of tables; an empty list means the contract is kept.

    Checked are: all tables there, columns and types, no null where none may be, no empty
    strings, levels known, keys unique, rows sorted, references resolve, offsets inside the
    article, ``text[start:end]`` equal to the row's text, spans inside their sentence,
    confidence within 0 and 1, date_start not after date_end.

    At most :data:`MAX_FAULTS_PER_RULE` faults are listed for one rule and column.
    """
    faults: list[Fault] = []
    tables: dict[str, pa.Table] = {}
    for name, table in TABLES.items():
        try:
            tables[name] = load_table(Path(folder), name)
        except ContractError as exc:
            faults.append(Fault(name, "file", str(exc)))
            continue
        faults += _check_columns(table, tables[name])
    if faults:
        return faults  # the rows of tables with other columns cannot be judged
    rows = {name: t.to_pylist() for name, t in tables.items()}
    for name, table in TABLES.items():
        faults += _check_rows(table, rows[name], rows)
    return faults


def _check_columns(table: Table, found: pa.Table) -> list[Fault]:
    faults: list[Fault] = []
    wanted = table.arrow_schema
    if found.column_names != wanted.names:
        missing = [n for n in wanted.names if n not in found.column_names]
        extra = [n for n in found.column_names if n not in wanted.names]
        what = f"missing {missing}, unknown {extra}" if missing or extra else "in another order"
        return [Fault(table.name, "columns", what)]
    for column in table.columns:
        field = found.schema.field(column.name)
        if field.type != column.arrow_type:
            faults.append(
                Fault(table.name, column.name, f"is {field.type}, must be {column.arrow_type}")
            )
        elif column.type == "category":
            levels = found[column.name].combine_chunks()
            listed = levels.dictionary.to_pylist() if len(found) else list(column.all_levels)
            if listed != list(column.all_levels):
                faults.append(Fault(table.name, column.name, "levels differ from the contract"))
        elif column.type == "string" and pc.any(pc.equal(found[column.name], "")).as_py():
            faults.append(Fault(table.name, column.name, "has empty strings"))
        if not column.nullable and found[column.name].null_count:
            n = found[column.name].null_count
            faults.append(Fault(table.name, column.name, f"{n} nulls, but none may be"))
    return faults


def _limited(faults: Iterator[Fault]) -> Iterator[Fault]:
    for n, fault in enumerate(faults):
        if n == MAX_FAULTS_PER_RULE:
            yield Fault(fault.table, "…", "and more of this kind")
            return
        yield fault


def _check_rows(
    table: Table, rows: list[dict[str, Any]], all_rows: dict[str, list[dict[str, Any]]]
) -> Iterator[Fault]:
    def name_of(row: dict[str, Any]) -> str:
        return "row " + ", ".join(str(row[k]) for k in table.key)

    def duplicate_keys() -> Iterator[Fault]:
        seen: set[tuple[Any, ...]] = set()
        for row in rows:
            key = tuple(row[k] for k in table.key)
            if key in seen:
                yield Fault(table.name, name_of(row), "the key is used twice")
            seen.add(key)

    def unsorted() -> Iterator[Fault]:
        order = [tuple(row[k] for k in table.sort) for row in rows]
        for row, before, here in zip(rows[1:], order, order[1:], strict=False):
            if here < before:
                yield Fault(table.name, name_of(row), "rows are not sorted by key")
                return

    def dangling(column: Column, references: str) -> Iterator[Fault]:
        other, field = references.split(".")
        known = {r[field] for r in all_rows[other]}
        for row in rows:
            value = row[column.name]
            if value is not None and value not in known:
                yield Fault(table.name, name_of(row), f"{column.name} {value!r} is not in {other}")

    yield from _limited(duplicate_keys())
    yield from unsorted()
    for column in table.columns:
        if column.references:
            yield from _limited(dangling(column, column.references))
    texts = {r["article_id"]: r["text"] for r in all_rows["articles"]}
    sentences = {r["sentence_id"]: r for r in all_rows["sentences"]}
    events = {r["event_id"]: r for r in all_rows["events"]}

    def wrong_spans() -> Iterator[Fault]:
        for row in rows:
            home = row if "article_id" in row else events.get(row["event_id"])
            text = texts.get(home["article_id"]) if home else None
            if text is None:
                continue  # reported as dangling
            for span in table.spans:
                fault = _span_fault(
                    row,
                    span.start,
                    span.end,
                    span.text,
                    text,
                    sentences.get(row.get("sentence_id", "")) if span.within else None,
                )
                if fault:
                    yield Fault(table.name, name_of(row), fault)

    def wrong_values() -> Iterator[Fault]:
        for row in rows:
            confidence = row.get("confidence")
            if confidence is not None and not 0 <= confidence <= 1:
                yield Fault(table.name, name_of(row), f"confidence {confidence} is not in 0 to 1")
            first, last = row.get("date_start"), row.get("date_end")
            if (first is None) != (last is None) or (first and first > last):
                yield Fault(table.name, name_of(row), "date_start and date_end are no interval")

    if table.spans:
        yield from _limited(wrong_spans())
    yield from _limited(wrong_values())


def _span_fault(
    row: dict[str, Any],
    start_name: str,
    end_name: str,
    text_name: str | None,
    text: str,
    sentence: dict[str, Any] | None,
) -> str | None:
    start, end = row[start_name], row[end_name]
    wanted = row[text_name] if text_name else None
    if start is None and end is None and wanted is None:
        return None
    if start is None or end is None:
        return f"{start_name} and {end_name} must both be given or both be null"
    if not 0 <= start < end <= len(text):
        return f"{start_name}–{end_name} {start}–{end} lies outside the article"
    if text_name and text[start:end] != wanted:
        return f"text[{start}:{end}] is {text[start:end]!r}, {text_name} is {wanted!r}"
    if sentence and not sentence["start"] <= start < end <= sentence["end"]:
        return f"{start_name}–{end_name} {start}–{end} lies outside its sentence"
    return None
