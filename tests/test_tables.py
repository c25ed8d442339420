"""Tables: what may not be made, what is written, how it is read, what the checker finds."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dataset import tables as module
from dataset.errors import ContractError, OutputError
from dataset.schema import LEVELS, TABLES, Column
from dataset.tables import (
    Fault,
    check,
    is_table_folder,
    load_table,
    load_tables,
    make_table,
    write_tables,
)

from .quiz_tables import LYN, NEST, rows_of, tables_of

PROBLEM = {"path": "a.txt", "stage": "read", "message": "is empty."}
ENTITY = {
    "entity_id": "person-maria-keller",
    "name": "Maria Keller",
    "entity_type": "person",
    "description": None,
    "country_iso3": None,
    "is_country": False,
    "is_named": True,
    "gender": None,
    "n_articles": 1,
    "n_mentions": 2,
}
SENTENCE = {
    "sentence_id": "a:s001",
    "article_id": "a",
    "paragraph": None,
    "kind": "title",
    "start": 0,
    "end": 3,
    "text": "Big",
}


@pytest.mark.parametrize(
    ("label", "name", "row", "message"),
    [
        ("missing column", "problems", {"path": "a.txt", "stage": "read"},
         "problems: row lacks ['message'], has unknown []"),
        ("unknown column", "problems", {**PROBLEM, "line": 3},
         "problems: row lacks [], has unknown ['line']"),
        ("unknown level", "problems", {**PROBLEM, "stage": "later"},
         "problems: row a.txt, later, is empty., column stage: 'later' is no level; "
         "levels are read, analyse, write"),
        ("empty string", "entities", {**ENTITY, "description": ""},
         "entities: row person-maria-keller, column description: is an empty string; "
         "missing values are null"),
        ("null", "entities", {**ENTITY, "name": None},
         "entities: row person-maria-keller, column name: is null, but every row must have it"),
        ("null number", "entities", {**ENTITY, "n_mentions": None},
         "entities: row person-maria-keller, column n_mentions: is null, "
         "but every row must have it"),
    ],
)  # fmt: skip
def test_rows_that_break_the_contract_make_no_table(
    label: str, name: str, row: dict[str, Any], message: str
) -> None:
    with pytest.raises(ContractError) as caught:
        make_table(name, [row])
    assert str(caught.value) == message, label


def test_null_is_kept_where_it_may_be() -> None:
    assert make_table("entities", [ENTITY]).to_pylist() == [ENTITY]


def test_rows_are_sorted_by_key() -> None:
    other = {**ENTITY, "entity_id": "person-anna-berg"}
    made = make_table("entities", [ENTITY, other])
    assert made["entity_id"].to_pylist() == ["person-anna-berg", "person-maria-keller"]


def test_the_same_rows_give_the_same_bytes_in_any_order(good: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    shuffled = {}
    for name, table in load_tables(good).items():
        rows = table.to_pylist()
        random.Random(5).shuffle(rows)
        shuffled[name] = make_table(name, rows)
    module.write_tables(shuffled, again)
    for name in TABLES:
        file = f"{name}.parquet"
        assert (again / file).read_bytes() == (good / file).read_bytes(), name


def test_a_table_read_back_is_the_table_written(tmp_path: Path) -> None:
    table = make_table("sentences", [SENTENCE])
    module.write_table(table, tmp_path / "sentences.parquet")
    found = load_table(tmp_path, "sentences")
    assert found.equals(table)
    assert found.schema.equals(table.schema, check_metadata=True)


def dtype_of(column: Column) -> str:
    nullable = {"int": "Int32", "bool": "boolean"}
    plain = {
        "string": "str",
        "int": "int32",
        "float": "float64",
        "bool": "bool",
        "date": "datetime64[ms]",
        "category": "category",
    }
    return (nullable if column.nullable else {}).get(column.type, plain[column.type])


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("filled", [True, False], ids=["with rows", "empty"])
def test_bare_read_parquet_gives_useful_dtypes(good: Path, name: str, filled: bool) -> None:
    path = good / f"{name}.parquet"
    if not filled:
        module.write_table(make_table(name, []), path)
    frame = pd.read_parquet(path)
    columns = TABLES[name].columns
    assert frame.dtypes.astype(str).to_dict() == {c.name: dtype_of(c) for c in columns}
    if len(frame):  # Parquet keeps levels beside the rows, so without rows there are none
        levels = {c.name: list(frame[c.name].cat.categories) for c in columns if c.levels}
        assert levels == {c.name: list(LEVELS[c.levels]) for c in columns if c.levels}
    assert isinstance(frame.index, pd.RangeIndex)


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize(("home", "function"), [(os, "replace"), (pq.ParquetWriter, "write_table")])
def test_a_write_that_fails_leaves_what_was_there(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    home: Any,
    function: str,
    error: BaseException,
) -> None:
    path = tmp_path / "problems.parquet"
    path.write_bytes(b"what was there")

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(home, function, fail)
    wanted = OutputError if isinstance(error, OSError) else KeyboardInterrupt
    with pytest.raises(wanted) as caught:
        module.write_table(make_table("problems", [PROBLEM]), path)
    assert [p.name for p in tmp_path.iterdir()] == ["problems.parquet"]
    assert path.read_bytes() == b"what was there"
    if isinstance(error, OSError):
        assert str(caught.value) == f"{path}: cannot be written (No space left on device)."


def test_a_folder_that_cannot_be_made_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    folder = tmp_path / "file" / "tables"
    with pytest.raises(OutputError) as caught:
        module.write_tables({}, folder)
    assert str(caught.value) == f"{folder}: the folder cannot be made (Not a directory)."
    with pytest.raises(OutputError) as caught:
        module.write_table(make_table("problems", []), folder / "problems.parquet")
    assert str(caught.value) == f"{folder}/problems.parquet: cannot be written (Not a directory)."


def test_files_are_for_sharing(good: Path) -> None:
    assert {oct(p.stat().st_mode & 0o777) for p in good.iterdir()} == {"0o644"}


def test_a_folder_of_tables_is_known_by_its_articles(good: Path, tmp_path: Path) -> None:
    assert is_table_folder(good)
    assert not is_table_folder(tmp_path)
    assert not is_table_folder(good / "articles.parquet")


# -- the checker -------------------------------------------------------------------------------

Break = Callable[[pa.Table], pa.Table]


def put(column: str, value: Any, row: int = 0) -> Break:
    """Return a change that puts a value into one cell."""

    def change(table: pa.Table) -> pa.Table:
        i = table.schema.get_field_index(column)
        field = table.schema.field(i)
        values = table[column].to_pylist()
        values[row] = value
        return table.set_column(i, field.with_nullable(True), pa.array(values, field.type))

    return change


def all_of(*changes: Break) -> Break:
    def change(table: pa.Table) -> pa.Table:
        for one in changes:
            table = one(table)
        return table

    return change


def retype(column: str, kind: pa.DataType) -> Break:
    def change(table: pa.Table) -> pa.Table:
        i = table.schema.get_field_index(column)
        return table.set_column(i, column, table[column].cast(kind))

    return change


def relevel(column: str, levels: list[str]) -> Break:
    def change(table: pa.Table) -> pa.Table:
        i = table.schema.get_field_index(column)
        codes = table[column].combine_chunks().indices
        new = pa.DictionaryArray.from_arrays(codes, pa.array(levels))
        return table.set_column(i, table.schema.field(i), new)

    return change


def day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text)


# Of ARTICLE in conftest.py.
FAULTS: list[tuple[str, str, Break, str, str]] = [
    ("duplicate key", "quotes", lambda t: t.take([0, 0]), "row a:q001", "the key is used twice"),
    ("dangling reference", "mentions", put("entity_id", "person-nobody"), "row a:m001",
     "entity_id 'person-nobody' is not in entities"),
    ("dangling event", "quantities", put("event_id", "a:e999"), "row a:n001",
     "event_id 'a:e999' is not in events"),
    ("text is not its span", "quotes", put("text", "The bridge"), "row a:q001",
     "text[136:160] is 'The bridge is safe again', text is 'The bridge'"),
    ("cue is not its span", "quotes", put("cue", "told"), "row a:q001",
     "text[163:167] is 'said', cue is 'told'"),
    ("span outside the article", "quotes", put("end", 9999), "row a:q001",
     "start–end 136–9999 lies outside the article"),
    ("span of nothing", "quotes", put("end", 136), "row a:q001",
     "start–end 136–136 lies outside the article"),
    ("negative offset", "quotes", put("start", -3), "row a:q001",
     "start–end -3–160 lies outside the article"),
    ("span outside its sentence", "events", put("clause_end", 100), "row a:e001",
     "clause_start–clause_end 46–100 lies outside its sentence"),
    ("half a span", "quotes", put("cue_start", None), "row a:q001",
     "cue_start and cue_end must both be given or both be null"),
    ("empty string", "articles", put("title", ""), "title", "has empty strings"),
    ("levels in another order", "quotes",
     relevel("quote_type", ["mixed", "indirect", "direct"]), "quote_type",
     "levels differ from the contract"),
    ("unknown level", "quotes",
     relevel("quote_type", ["direct", "indirect", "mixed", "overheard"]), "quote_type",
     "levels differ from the contract"),
    ("missing column", "quotes", lambda t: t.drop_columns(["cue"]), "columns",
     "missing ['cue'], unknown []"),
    ("unknown column", "quotes", lambda t: t.append_column("mood", pa.array(["good"])), "columns",
     "missing [], unknown ['mood']"),
    ("columns in another order", "problems",
     lambda t: t.select(["stage", "path", "message"]), "columns", "in another order"),
    ("wrong type", "quotes", retype("start", pa.int64()), "start", "is int64, must be int32"),
    ("null", "quotes", put("text", None), "text", "1 nulls, but none may be"),
    ("unsorted", "entities", lambda t: t.take([1, 0, *range(2, len(t))]),
     "row group-a-003", "rows are not sorted by key"),
    ("confidence too high", "quotes", put("confidence", 1.5), "row a:q001",
     "confidence 1.5 is not in 0 to 1"),
    ("confidence is no number", "quotes", put("confidence", float("nan")), "row a:q001",
     "confidence nan is not in 0 to 1"),
    ("half a date interval", "events", put("date_end", None), "row a:e001",
     "date_start and date_end are no interval"),
    ("date interval backwards", "events",
     all_of(put("date_start", day("2021-06-14")), put("date_end", day("2021-06-13"))),
     "row a:e001", "date_start and date_end are no interval"),
]  # fmt: skip


def test_a_built_folder_keeps_the_contract(good: Path) -> None:
    assert check(good) == []


@pytest.mark.parametrize(
    ("name", "change", "where", "message"), [pytest.param(*f[1:], id=f[0]) for f in FAULTS]
)
def test_the_checker_finds_each_fault(
    good: Path, name: str, change: Break, where: str, message: str
) -> None:
    path = good / f"{name}.parquet"
    pq.write_table(change(load_table(good, name)), path)
    assert check(good) == [Fault(name, where, message)]


def test_the_checker_finds_a_missing_file(good: Path) -> None:
    (good / "quotes.parquet").unlink()
    assert check(str(good)) == [
        Fault(
            "quotes",
            "file",
            f"{good}/quotes.parquet: the table is missing. "
            f"Build the folder with `dataset build … --out {good}`.",
        )
    ]


def test_the_checker_finds_a_file_that_is_no_table(good: Path) -> None:
    (good / "quotes.parquet").write_bytes(b"PAR1 but no more")
    (fault,) = check(good)
    assert (fault.table, fault.where) == ("quotes", "file")
    assert fault.message.startswith(f"{good}/quotes.parquet: not a readable Parquet file (")


def test_the_checker_lists_the_first_faults_of_a_kind(good: Path) -> None:
    n = module.MAX_FAULTS_PER_RULE + 5
    rows = [{**PROBLEM, "path": "a.txt"}] * n
    pq.write_table(make_table("problems", rows), good / "problems.parquet")
    one = Fault("problems", "row a.txt, read, is empty.", "the key is used twice")
    assert check(good) == [
        *[one] * module.MAX_FAULTS_PER_RULE,
        Fault("problems", "…", "and more of this kind"),
    ]


def test_a_fault_reads_as_one_line() -> None:
    assert str(Fault("quotes", "row a:q001", "is wrong")) == "quotes: row a:q001: is wrong"


@pytest.mark.parametrize("wanted", [["a02"], ["a00", "a19"], ["a05", "a06", "nobody"], []])
def test_some_articles_are_read_as_if_the_rest_were_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wanted: list[str]
) -> None:
    """Of tables in many small row groups come the rows that a filter of all would give."""
    monkeypatch.setattr("dataset.tables.ROW_GROUP", 3)
    monkeypatch.setattr("dataset.tables.ARTICLE_ROW_GROUP", 2)
    ids = [f"a{n:02}" for n in range(20)]
    rows = rows_of(*(replace(LYN, article_id=name) for name in ids))
    write_tables(tables_of(rows), tmp_path)
    whole = load_tables(tmp_path)

    some = load_tables(tmp_path, articles=wanted)

    assert list(some) == list(whole)
    for name, table in some.items():
        if name == "entities":
            meant = {m["entity_id"] for m in some["mentions"].to_pylist()}
            kept = [r for r in whole[name].to_pylist() if r["entity_id"] in meant]
        elif name == "event_participants":
            kept = [r for r in whole[name].to_pylist() if r["event_id"].split(":")[0] in wanted]
        elif name == "problems":
            kept = []
        else:
            kept = [r for r in whole[name].to_pylist() if r["article_id"] in wanted]
        assert table.to_pylist() == kept, name
        assert table.schema.equals(whole[name].schema, check_metadata=True)


def test_some_articles_of_a_folder_without_events(tmp_path: Path) -> None:
    rows = rows_of(NEST)
    rows["events"], rows["event_participants"] = [], []
    write_tables(tables_of(rows), tmp_path)
    assert load_tables(tmp_path, articles=["nest"])["events"].num_rows == 0


def test_some_articles_of_a_folder_that_lacks_a_table(tmp_path: Path) -> None:
    write_tables(tables_of(rows_of(NEST)), tmp_path)
    (tmp_path / "quotes.parquet").unlink()
    with pytest.raises(ContractError, match=r"quotes\.parquet: the table is missing"):
        load_tables(tmp_path, articles=["nest"])
