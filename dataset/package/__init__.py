"""A folder of tables as a dataset that others can find, load and trust.

::

    about.toml        what nobody can compute: title, version, licence (written by hand)
    NEWS.md           what changed in the data, newest first (written by hand)
    README.md         the card: prose by hand, figures and front matter by :mod:`card`
    CODEBOOK.md       every column, from the contract
    csv/*.csv         mirrors of the tables                     (:mod:`mirror`)
    datapackage.json  Frictionless Data Package, version 2       (:mod:`datapackage`)
    croissant.json    Croissant 1.0 of MLCommons                 (:mod:`croissant`)
    SHA256SUMS        a hash a file                              (:mod:`checksums`)

Everything but the first two and the card's prose is generated: from :mod:`dataset.schema` and the
tables, so nothing can disagree.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dataset.package.about import About, read_about
from dataset.package.card import CARD, fill_card
from dataset.package.checksums import check_sums, write_sums
from dataset.package.croissant import make_croissant
from dataset.package.datapackage import make_datapackage
from dataset.package.mirror import as_csv
from dataset.schema import TABLES, codebook
from dataset.tables import RAW, is_table_folder, load_tables, make_folder, write_whole

__all__ = ["About", "check_sums", "package", "read_about"]

CSV = "csv"


def package(folder: str | Path) -> None:
    """Write everything that describes a folder of tables beside them.

    Without ``about.toml`` the folder's name is the title, and nothing is said of licence and
    version. A card is filled in where there is one.

    Raises:
        ContractError: a table is missing.
        InputError: ``about.toml`` or the card cannot be used.
        OutputError: the folder cannot be written.
    """
    folder = Path(folder)
    tables = load_tables(folder)
    about = read_about(folder)
    make_folder(folder / CSV)
    for name in TABLES:
        _write(folder / CSV / f"{name}.csv", as_csv(tables[name]))
    _write(folder / "CODEBOOK.md", codebook())
    levels = [""] + ([f"{RAW}/"] if is_table_folder(folder / RAW) else [])
    _write_json(folder / "datapackage.json", make_datapackage(folder, about, levels))
    _write_json(folder / "croissant.json", make_croissant(folder, about))
    card = folder / CARD
    if card.is_file():
        _write(card, fill_card(card.read_text(encoding="utf-8"), folder, about, tables))
    write_sums(folder)


def _write(path: Path, text: str) -> None:
    with write_whole(path) as file:
        file.write(text.encode("utf-8"))


def _write_json(path: Path, value: Mapping[str, Any]) -> None:
    _write(path, json.dumps(value, ensure_ascii=False, indent=2) + "\n")
