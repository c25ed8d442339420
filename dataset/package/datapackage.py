"""``datapackage.json``: the Data Package standard, version 2 (datapackage.org).

Two things follow what frictionless 5.21 does with Parquet: no ``bytes``, which it always finds
wrong there, and levels as ``enum``, since it does not look at ``categories``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from dataset.corrections import FIELDS
from dataset.package.about import About
from dataset.package.checksums import sha256
from dataset.schema import TABLES, Column, Table

_PROFILE: Final = "https://datapackage.org/profiles/2.0"
_TYPES: Final = {
    "string": "string",
    "category": "string",
    "int": "integer",
    "float": "number",
    "bool": "boolean",
}


def make_datapackage(folder: Path, about: About, levels: Iterable[str]) -> dict[str, Any]:
    """Return the descriptor of a folder of tables.

    Args:
        folder: the tables, with their mirrors in ``csv/``.
        about: what is known of the dataset besides.
        levels: prefixes of folders with tables: ``""``, and ``raw/`` where there is one.
    """
    found: dict[str, Any] = {
        "$schema": f"{_PROFILE}/datapackage.json",
        "name": about.name,
        "title": about.title,
        "description": about.description,
        "version": about.version,
        "created": f"{about.date}T00:00:00Z" if about.date else "",
        "homepage": about.homepage,
        "keywords": list(about.keywords),
        "contributors": [{"title": about.author, "roles": ["creator"]}] if about.author else [],
        "licenses": list(_licenses(about)),
    }
    return {
        **{key: value for key, value in found.items() if value},
        "resources": [
            *(
                _resource(folder, t, f"{level}{t.name}.parquet", level)
                for level in levels
                for t in TABLES.values()
            ),
            *(_resource(folder, t, f"csv/{t.name}.csv", "") for t in TABLES.values()),
            *_corrections(folder),
        ],
    }


def _licenses(about: About) -> Iterator[dict[str, str]]:
    if about.license:
        whole = {"name": about.license, "title": about.license_title, "path": about.license_url}
        yield {key: value for key, value in whole.items() if value}


def _resource(folder: Path, table: Table, path: str, level: str) -> dict[str, Any]:
    is_csv = path.endswith(".csv")
    name = _resource_name(table.name, is_csv=is_csv, level=level)
    return {
        "name": name,
        "type": "table",
        "title": table.name.replace("_", " "),
        "description": f"One row per {table.row}"
        + (", as extracted" if level else ", as CSV" if is_csv else ""),
        "path": path,
        "format": "csv" if is_csv else "parquet",
        "mediatype": "text/csv" if is_csv else "application/vnd.apache.parquet",
        **({"encoding": "utf-8"} if is_csv else {}),
        "hash": f"sha256:{sha256(folder / path)}",
        **({"bytes": (folder / path).stat().st_size} if is_csv else {}),
        "schema": _schema(table, is_csv=is_csv, level=level),
    }


def _resource_name(table: str, *, is_csv: bool, level: str) -> str:
    return "_".join(filter(None, [level.strip("/"), table, "csv" if is_csv else ""]))


def _schema(table: Table, *, is_csv: bool, level: str) -> dict[str, Any]:
    return {
        "$schema": f"{_PROFILE}/tableschema.json",
        "fieldsMatch": "exact",
        "fields": [_field(c, is_csv=is_csv) for c in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
        "foreignKeys": [
            {
                "fields": [c.name],
                "reference": {
                    "resource": _resource_name(other, is_csv=is_csv, level=level),
                    "fields": [column],
                },
            }
            for c in table.columns
            if c.references
            for other, _, column in [c.references.partition(".")]
        ],
    }


def _field(column: Column, *, is_csv: bool) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if not column.nullable:
        constraints["required"] = True
    if column.all_levels:
        constraints["enum"] = list(column.all_levels)
    if column.unit == "code points":
        constraints["minimum"] = 0
    if column.name == "confidence":  # never null: frictionless takes a missing number for NaN
        constraints |= {"minimum": 0, "maximum": 1}
    date = "date" if is_csv else "datetime"  # Parquet has midnights, see dataset.schema
    return {
        "name": column.name,
        "type": date if column.type == "date" else _TYPES[column.type],
        "description": column.description,
        **({"unit": column.unit} if column.unit else {}),
        **({"constraints": constraints} if constraints else {}),
    }


def _corrections(folder: Path) -> Iterator[dict[str, Any]]:
    path = folder / "corrections.csv"
    if path.is_file():
        yield {
            "name": "corrections",
            "type": "table",
            "title": "corrections",
            "description": "One row per value that a reader of the articles found wrong in the "
            "tables as extracted",
            "path": path.name,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "hash": f"sha256:{sha256(path)}",
            "bytes": path.stat().st_size,
            "schema": {
                "$schema": f"{_PROFILE}/tableschema.json",
                "fields": [{"name": name, "type": "string"} for name in FIELDS],
                "missingValues": [""],
                "primaryKey": ["table", "row", "column"],
            },
        }
