"""CSV mirrors: the same rows for spreadsheets, and for whoever has no reader of Parquet.

UTF-8, one line end, empty is missing, days are ISO dates, booleans ``true`` and ``false``. A text
that begins as a formula does in a spreadsheet gets an apostrophe before it, the sign that keeps
it text; so ``csv`` alone differs from the Parquet there.
"""

from __future__ import annotations

import csv
import io
from typing import Any

import pyarrow as pa

from dataset.corrections import as_written

# What spreadsheets take for the beginning of a formula (OWASP, "CSV Injection").
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def as_csv(table: pa.Table) -> str:
    """Return a table as CSV with a header."""
    columns = [table[name].to_pylist() for name in table.column_names]
    rows = ([_cell(value) for value in row] for row in zip(*columns, strict=True))
    return "".join(_line(row) for row in (table.column_names, *rows))


def _line(cells: list[str]) -> str:
    # Python before 3.13 quotes a carriage return only where one ends its lines.
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue().removesuffix("\r\n") + "\n"


def _cell(value: Any) -> str:
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return as_written(value)
