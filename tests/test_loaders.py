"""Loaders: shipped tables and own ones, as data frames with useful types."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import dataset
from dataset.errors import ContractError
from dataset.loaders import load
from dataset.schema import TABLES

DTYPES = {
    "string": {"str", "string"},
    "category": {"category"},
    "date": {"datetime64[ms]"},
    "float": {"float64"},
    "int": {"int32", "Int32"},
    "bool": {"bool", "boolean"},
}


@pytest.mark.parametrize("name", TABLES)
def test_every_table_has_a_loader_with_its_codebook(name: str) -> None:
    loader = getattr(dataset, f"load_{name}")
    docstring = " ".join(loader.__doc__.split())

    assert loader().equals(load(name))
    for column in TABLES[name].columns:
        assert f"{column.name} ({column.type}" in docstring
        assert " ".join(column.description.split()) in docstring


@pytest.mark.parametrize("name", TABLES)
def test_types_are_those_of_the_contract(name: str) -> None:
    frame = load(name)
    wrong = [c.name for c in TABLES[name].columns if str(frame[c.name].dtype) not in DTYPES[c.type]]

    assert wrong == []


def test_missing_integers_and_truths_stay_what_they_are() -> None:
    sentences = load("sentences")

    assert sentences["paragraph"].dtype == "Int32"
    assert load("events")["date_start"].isna().any()


@pytest.mark.parametrize(
    ("engine", "kind"), [("pandas", pd.DataFrame), ("pyarrow", pa.Table), ("polars", pl.DataFrame)]
)
def test_engines_give_the_same_rows(engine: str, kind: type) -> None:
    frame = load("quotes", engine=engine)  # type: ignore[call-overload]

    assert isinstance(frame, kind)
    assert list(
        frame["quote_id"].to_pylist() if engine == "pyarrow" else frame["quote_id"]
    ) == list(load("quotes")["quote_id"])


def test_levels_differ_by_the_corrections_only() -> None:
    checked, raw = load("events"), load("events", level="raw")
    corrections = pd.read_csv(dataset.data_folder() / "corrections.csv", dtype=str)
    changed = set(corrections.loc[corrections["table"] == "events", "row"])
    untouched = ~checked["event_id"].isin(changed)
    same = raw[raw["event_id"].isin(checked.loc[untouched, "event_id"])]

    assert changed
    assert checked[untouched].reset_index(drop=True).equals(same.reset_index(drop=True))


def test_own_folder_is_loaded(good: Path) -> None:
    assert list(load("articles", folder=good)["article_id"]) == ["a"]
    with pytest.raises(ContractError, match="raw"):
        load("articles", folder=good, level="raw")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"name": "event"}, "There is no table 'event'. Did you mean 'events'? Known: articles, "),
        ({"name": "events", "engine": "duckdb"}, "There is no engine 'duckdb'. Known: pandas, "),
        ({"name": "events", "level": "clean"}, "There is no level 'clean'. Known: checked, raw."),
    ],
)
def test_unknown_names_are_told_with_the_known(arguments: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match="There is no") as caught:
        load(**arguments)  # type: ignore[call-overload]

    assert str(caught.value).startswith(message)
