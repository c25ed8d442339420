"""Loaders: the tables as data frames, those that ship with the package or anybody's own.

``load("events")`` and ``load_events()`` are the same. What ships are the tables of the dataset's
articles, checked row by row by hand; with ``level="raw"`` they come as extracted.
"""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol, overload

from dataset.errors import ContractError
from dataset.schema import TABLES, Table

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

Level = Literal["checked", "raw"]
LEVELS: Final = ("checked", "raw")
ENGINES: Final = ("pandas", "pyarrow", "polars")

# In a wheel the data lies inside the package, in a clone beside it.
_HOMES: Final = (Path(__file__).parent / "data", Path(__file__).parents[1] / "data")


def data_folder() -> Path:
    """Return the folder of the tables that ship with the package.

    Raises:
        ContractError: they are not there, as after a part of the package was copied.
    """
    for home in _HOMES:
        if (home / "articles.parquet").is_file():
            return home
    raise ContractError("the tables that ship with quizgen are missing. Install it again.")


@overload
def load(
    name: str,
    *,
    folder: str | Path | None = ...,
    engine: Literal["pandas"] = ...,
    level: Level = ...,
) -> pd.DataFrame: ...
@overload
def load(
    name: str,
    *,
    folder: str | Path | None = ...,
    engine: Literal["pyarrow"],
    level: Level = ...,
) -> pa.Table: ...
@overload
def load(
    name: str,
    *,
    folder: str | Path | None = ...,
    engine: Literal["polars"],
    level: Level = ...,
) -> pl.DataFrame: ...
def load(
    name: str,
    *,
    folder: str | Path | None = None,
    engine: str = "pandas",
    level: str = "checked",
) -> Any:
    """Return one table as a data frame, with the dtypes of :mod:`dataset.schema`.

    Args:
        name: ``articles``, ``sentences``, ``entities``, ``mentions``, ``events``,
            ``event_participants``, ``quantities``, ``quotes`` or ``problems``.
        folder: of tables, as ``dataset build`` writes them; the shipped ones if not given.
        engine: ``pandas``, ``pyarrow`` or ``polars`` (which must be installed).
        level: ``checked``, or ``raw`` for the tables as extracted, which a folder has if it was
            built with corrections.

    Raises:
        ValueError: there is no such table, engine or level; known ones are named.
        ContractError: the folder has no such table.
        ImportError: Polars is not installed.

    >>> load("quotes")["quote_type"].dtype.name
    'category'
    """
    _known("table", name, TABLES)
    _known("engine", engine, ENGINES)
    _known("level", level, LEVELS)
    from dataset.tables import RAW, load_table

    home = data_folder() if folder is None else Path(folder)
    table = load_table(home / RAW if level == "raw" else home, name)
    if engine == "pyarrow":
        return table
    if engine == "polars":
        try:
            import polars
        except ImportError as exc:
            raise ImportError("Polars is not installed. Run `pip install polars`.") from exc
        return polars.from_arrow(table)
    return table.to_pandas()


def _known(what: str, given: str, known: Any) -> None:
    if given in known:
        return
    from rapidfuzz import process

    close = process.extractOne(given, list(known), score_cutoff=60)
    hint = f" Did you mean {close[0]!r}?" if close else ""
    raise ValueError(f"There is no {what} {given!r}.{hint} Known: {', '.join(known)}.")


class Loader(Protocol):
    """A function that loads one table; see :func:`load` for its arguments."""

    @overload
    def __call__(
        self,
        *,
        folder: str | Path | None = ...,
        engine: Literal["pandas"] = ...,
        level: Level = ...,
    ) -> pd.DataFrame: ...
    @overload
    def __call__(
        self, *, folder: str | Path | None = ..., engine: Literal["pyarrow"], level: Level = ...
    ) -> pa.Table: ...
    @overload
    def __call__(
        self, *, folder: str | Path | None = ..., engine: Literal["polars"], level: Level = ...
    ) -> pl.DataFrame: ...


def _make_loader(table: Table) -> Loader:
    def loader(
        *, folder: str | Path | None = None, engine: Any = "pandas", level: Any = "checked"
    ) -> Any:
        return load(table.name, folder=folder, engine=engine, level=level)

    loader.__name__ = loader.__qualname__ = f"load_{table.name}"
    loader.__doc__ = _docstring(table)
    return loader


def _docstring(table: Table) -> str:
    """Return the codebook of a table as the docstring of its loader."""
    lines = [
        f"Return the table ``{table.name}``: one row per {table.row}.",
        "",
        *textwrap.wrap(
            "The shipped table is under CC BY 4.0 (The quizgen authors). Arguments and errors are "
            "those of :func:`dataset.load`. Missing is null (``NA``, ``NaT``, ``NaN``). Key: "
            f"{', '.join(table.key)}.",
            96,
        ),
        "",
        "Columns:",
    ]
    for column in table.columns:
        meaning = column.description
        if column.unit:
            meaning += f" [{column.unit}]"
        if column.all_levels:
            meaning += f". Levels: {', '.join(column.all_levels)}"
        if column.references:
            meaning += f". Refers to {column.references}"
        null = ", may be missing" if column.nullable else ""
        lines += textwrap.wrap(
            f"{column.name} ({column.type}{null}): {meaning}.",
            96,
            initial_indent="    ",
            subsequent_indent="        ",
        )
    return "\n".join(lines) + "\n"


load_articles = _make_loader(TABLES["articles"])
load_sentences = _make_loader(TABLES["sentences"])
load_entities = _make_loader(TABLES["entities"])
load_mentions = _make_loader(TABLES["mentions"])
load_events = _make_loader(TABLES["events"])
load_event_participants = _make_loader(TABLES["event_participants"])
load_quantities = _make_loader(TABLES["quantities"])
load_quotes = _make_loader(TABLES["quotes"])
load_problems = _make_loader(TABLES["problems"])
