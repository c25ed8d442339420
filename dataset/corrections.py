"""Corrections: what a reader of the articles says of the rows, applied to the tables.

The file is a table of its own (CSV, UTF-8), one line a value:

==========  =========================================================================
``table``   the table of the row
``row``     its key; the parts of a longer key are joined by ``/``
``column``  the column; ``(row)`` adds or removes the whole row
``was``     the value as extracted, which must be there still; empty for null
``value``   the value as it should be, in the form of the CSV mirrors; ``added`` or
            ``removed`` for ``(row)``
``reason``  why, in a few words
``rule``    the rule of review it rests on (see the card of the dataset)
==========  =========================================================================

``was`` guards the file: if the extraction changes, a correction that no longer fits is told
instead of being put on another row. What follows from other columns is never written down: texts
follow from their offsets, quad class and intensity from the type, participants go with their
event, and quantities lose the event that is removed.

An added row takes its other values from its other lines; it has the confidence 0, since the
analysis did not find it, and what nobody gave is null. Confidences stay those of the analysis.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from dataset.errors import ContractError, CorrectionError
from dataset.schema import PLOVER, TABLES, Column, Table
from dataset.tables import make_table

FIELDS: Final = ("table", "row", "column", "was", "value", "reason", "rule")
WHOLE_ROW: Final = "(row)"
NEW_CONFIDENCE: Final = 0.0

Rows = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Correction:
    """A line of the file: a value to change, or a row to add or remove."""

    table: str
    row: str
    column: str
    was: str
    value: str
    reason: str
    rule: str
    where: str  # file and line, for messages


def read_corrections(path: str | Path) -> list[Correction]:
    """Return the corrections of a file, in its order.

    Raises:
        CorrectionError: it cannot be read, a column is missing, or a line names no table or
            column of the contract, no reason or no rule, or repeats another.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as exc:
        reason = getattr(exc, "strerror", None) or "not UTF-8"
        raise CorrectionError(f"{path}: cannot be read ({reason}).") from exc
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        return _read_lines(lines, path)
    except csv.Error as exc:
        raise CorrectionError(f"{path}:{lines.line_num}: is not CSV ({exc}).") from exc


def _read_lines(lines: Any, path: Path) -> list[Correction]:
    header: list[str] = next(lines, [])
    if tuple(header) != FIELDS:
        raise CorrectionError(f"{path}:1: the columns must be {', '.join(FIELDS)}.")
    found: dict[tuple[str, str, str], Correction] = {}
    for values in lines:
        where = f"{path}:{lines.line_num}"
        if len(values) != len(FIELDS):
            raise CorrectionError(f"{where}: has {len(values)} values, not {len(FIELDS)}.")
        correction = Correction(**dict(zip(FIELDS, values, strict=True)), where=where)
        _check(correction)
        key = (correction.table, correction.row, correction.column)
        if key in found:
            raise CorrectionError(f"{where}: says again what {found[key].where} says. Keep one.")
        found[key] = correction
    return list(found.values())


def _check(c: Correction) -> None:
    if c.table not in TABLES:
        raise CorrectionError(f"{c.where}: there is no table `{c.table}`.")
    if not c.reason or not c.rule:
        raise CorrectionError(f"{c.where}: a reason and a rule are needed.")
    table = TABLES[c.table]
    if c.column == WHOLE_ROW:
        if c.value not in {"added", "removed"}:
            raise CorrectionError(f"{c.where}: `{WHOLE_ROW}` is `added` or `removed`.")
    elif c.column in _given_columns(table):
        if c.was == c.value:
            raise CorrectionError(f"{c.where}: changes nothing. Remove the line.")
    else:
        raise CorrectionError(
            f"{c.where}: `{c.column}` of {c.table} cannot be corrected; columns that can be are "
            f"{', '.join(_given_columns(table))}."
        )


def _given_columns(table: Table) -> list[str]:
    """Return the columns a correction may name: no keys, and nothing that follows from others."""
    derived = {span.text for span in table.spans} | {"quad_class", "intensity", "article_id"}
    return [c.name for c in table.columns if c.name not in {*table.key, *derived}]


def apply_corrections(
    tables: Mapping[str, pa.Table], corrections: Iterable[Correction]
) -> dict[str, pa.Table]:
    """Return tables with corrections applied; tables without any are the same objects.

    Raises:
        CorrectionError: a correction fits no row, the row's value is not what it was, or the
            corrected row would break the contract.
    """
    by_table: dict[str, list[Correction]] = {}
    for correction in corrections:
        by_table.setdefault(correction.table, []).append(correction)
    if not by_table:
        return dict(tables)
    rows = {name: _by_key(TABLES[name], table) for name, table in tables.items()}
    touched = set(by_table)
    # Participants and quantities hang on events, so these go first.
    for name in sorted(by_table, key=list(TABLES).index):
        for correction in sorted(by_table[name], key=lambda c: c.column != WHOLE_ROW):
            _apply(correction, rows, touched)
    texts = {row["article_id"]: row["text"] for row in rows["articles"].values()}
    for name in by_table:
        _derive(TABLES[name], rows, texts)
    try:
        return {
            name: make_table(name, rows[name].values()) if name in touched else table
            for name, table in tables.items()
        }
    except ContractError as exc:
        raise CorrectionError(f"the corrections break the contract: {exc}") from exc


def _by_key(table: Table, rows: pa.Table) -> Rows:
    return {_key_of(table, row): row for row in rows.to_pylist()}


def _key_of(table: Table, row: Mapping[str, Any]) -> str:
    return "/".join(str(row[k]) for k in table.key)


def _apply(c: Correction, rows: dict[str, Rows], touched: set[str]) -> None:
    table, own = TABLES[c.table], rows[c.table]
    if c.column == WHOLE_ROW and c.value == "added":
        if c.row in own:
            raise CorrectionError(f"{c.where}: {c.row} is there already. Correct it instead.")
        own[c.row] = _new_row(table, c)
        return
    if c.row not in own:
        raise CorrectionError(
            f"{c.where}: {c.table} has no row {c.row}. Look for the row it is now, or remove the "
            "line."
        )
    if c.column == WHOLE_ROW:
        del own[c.row]
        if c.table == "events":
            _forget_event(c.row, rows, touched)
        return
    column = table.column(c.column)
    now = as_written(own[c.row][c.column])
    if now != c.was:
        raise CorrectionError(
            f"{c.where}: {c.column} of {c.row} is {now!r} now, not {c.was!r}. Read the row again "
            "and mend or remove the line."
        )
    own[c.row][c.column] = _read(column, c.value, c)


def _forget_event(event_id: str, rows: dict[str, Rows], touched: set[str]) -> None:
    for key in [k for k, r in rows["event_participants"].items() if r["event_id"] == event_id]:
        del rows["event_participants"][key]
        touched.add("event_participants")
    for row in rows["quantities"].values():
        if row["event_id"] == event_id:
            row["event_id"] = None
            touched.add("quantities")


def _new_row(table: Table, c: Correction) -> dict[str, Any]:
    """Return a row that has its key, and of its other values what no line need give."""
    row: dict[str, Any] = {column.name: None for column in table.columns}
    parts = c.row.split("/")
    if len(parts) != len(table.key):
        raise CorrectionError(f"{c.where}: the key of {c.table} is {'/'.join(table.key)}.")
    for name, value in zip(table.key, parts, strict=True):
        row[name] = _read(table.column(name), value, c)
    for column in table.columns:
        if not column.nullable and column.type == "bool":
            row[column.name] = False
    if "article_id" in row:
        row["article_id"] = c.row.partition(":")[0]
    if "confidence" in row:
        row["confidence"] = NEW_CONFIDENCE
    return row


def _derive(table: Table, rows: dict[str, Rows], texts: Mapping[str, str]) -> None:
    """Fill in what follows from other columns of a table."""
    for row in rows[table.name].values() if table.spans else ():
        article_id = row.get("article_id") or str(row["event_id"]).partition(":")[0]
        text = texts.get(article_id, "")
        for span in table.spans:
            if span.text is not None:
                start, end = row[span.start], row[span.end]
                row[span.text] = None if start is None or end is None else text[start:end]
        if table.name == "events":
            row["quad_class"], row["intensity"] = PLOVER.get(row["event_type"], (None, None))


def as_written(value: Any) -> str:
    """Return a value as the CSV mirrors have it: null is empty, days are ISO dates.

    >>> as_written(None), as_written(True), as_written(dt.datetime(2020, 9, 30)), as_written(12)
    ('', 'true', '2020-09-30', '12')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return str(value)


def _read(column: Column, written: str, c: Correction) -> Any:
    if written == "":
        return None
    try:
        match column.type:
            case "int":
                return int(written)
            case "float":
                return float(written)
            case "bool":
                return {"true": True, "false": False}[written]
            case "date":
                return dt.datetime.fromisoformat(written)
            case _:
                return written
    except (ValueError, KeyError):
        raise CorrectionError(
            f"{c.where}: {written!r} is no {column.type}, which {column.name} must be."
        ) from None
