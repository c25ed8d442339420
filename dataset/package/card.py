"""The card of a dataset: ``README.md`` with the front matter that dataset hubs read.

The prose is written by hand. Front matter is made from ``about.toml`` and the tables, and so is
what stands between ``<!-- sizes -->`` and ``<!-- /sizes -->``, ``quality``, ``types``, ``version``
and ``citation`` likewise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import yaml

from dataset.errors import InputError
from dataset.package.about import About
from dataset.schema import SCHEMA_VERSION, TABLES
from dataset.tables import RAW, is_table_folder

CARD = "README.md"
_FRONT: Final = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
# As the hub of Hugging Face names them.
_FEATURES: Final = {
    "string": "string",
    "category": "string",
    "int": "int32",
    "float": "float64",
    "bool": "bool",
    "date": "timestamp[ms]",
}
_SIZES: Final = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"))
_LARGEST: Final = "100K<n<1M"

Tables = Mapping[str, pa.Table]


def fill_card(text: str, folder: Path, about: About, tables: Tables) -> str:
    """Return a card with its front matter and its marked parts made anew.

    Raises:
        InputError: a mark is unknown, or is opened and not closed.
    """
    makers: dict[str, Callable[[], str]] = {
        "sizes": lambda: _sizes(tables),
        "quality": lambda: _quality(folder),
        "version": lambda: f"Version {about.version} of {about.date}; contract {SCHEMA_VERSION}.\n",
        "citation": lambda: f"> {about.citation}\n",
    }
    path = str(folder / CARD)
    for mark in re.findall(r"<!-- (\w+) -->", text):
        if mark not in makers:
            raise InputError(path, f"mark `{mark}` is unknown. Known: {', '.join(makers)}.")
        part = re.compile(rf"(<!-- {mark} -->\n).*?(<!-- /{mark} -->)", re.DOTALL)
        made = makers[mark]()
        text, n = part.subn(lambda m, made=made: f"{m[1]}{made}{m[2]}", text)  # type: ignore[misc]
        if n != 1:
            raise InputError(path, f"mark `{mark}` must be opened and closed once.")
    return _front_matter(about, tables) + _FRONT.sub("", text).lstrip("\n")


def _sizes(tables: Tables) -> str:
    lines = ["| table | one row per | rows | columns |", "|---|---|---|---|"]
    lines += [
        f"| `{name}` | {TABLES[name].row} | {len(table):,} | {table.num_columns} |"
        for name, table in tables.items()
    ]
    return "\n".join(lines) + "\n"


def _quality(folder: Path) -> str:
    if not is_table_folder(folder / RAW):
        return "There are no tables as extracted to compare with.\n"
    from dataset.score import as_markdown, score

    return as_markdown(score(folder / RAW, folder))


def _front_matter(about: About, tables: Tables) -> str:
    rows = sum(map(len, tables.values()))
    matter: dict[str, Any] = {
        "pretty_name": about.title,
        "license": about.license.lower(),
        "language": [about.language],
        "size_categories": [next((name for most, name in _SIZES if rows < most), _LARGEST)],
        "task_categories": ["token-classification", "question-answering"],
        "source_datasets": ["original"],
        "tags": list(about.keywords),
        "configs": [
            {
                "config_name": name,
                **({"default": True} if name == "events" else {}),
                "data_files": [{"split": "train", "path": f"{name}.parquet"}],
            }
            for name in tables
        ],
        "dataset_info": [
            {
                "config_name": name,
                "features": [
                    {"name": c.name, "dtype": _FEATURES[c.type]} for c in TABLES[name].columns
                ],
                "splits": [{"name": "train", "num_examples": len(table)}],
            }
            for name, table in tables.items()
        ],
    }
    found = {key: value for key, value in matter.items() if value}
    return f"---\n{yaml.safe_dump(found, sort_keys=False, allow_unicode=True)}---\n"
