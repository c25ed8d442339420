"""The contract itself: what refers to what exists, and the codebook tells all of it."""

from __future__ import annotations

import json

import pyarrow as pa
import pytest

from dataset.schema import LEVELS, PLOVER, SCHEMA_VERSION, TABLES, Column, Table, codebook

COLUMNS = [pytest.param(t, c, id=f"{t.name}.{c.name}") for t in TABLES.values() for c in t.columns]
ALL_TABLES = [pytest.param(t, id=t.name) for t in TABLES.values()]


def test_the_tables_of_the_contract() -> None:
    assert list(TABLES) == [
        "articles",
        "sentences",
        "entities",
        "mentions",
        "events",
        "event_participants",
        "quantities",
        "quotes",
        "problems",
    ]


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_columns_are_described_and_point_at_something(table: Table, column: Column) -> None:
    assert column.description
    assert table.column(column.name) is column
    assert (column.type == "category") == (column.levels is not None)
    if column.references:
        other, field = column.references.split(".")
        assert TABLES[other].key == (field,)


@pytest.mark.parametrize("table", ALL_TABLES)
def test_keys_sort_orders_and_spans_name_columns(table: Table) -> None:
    names = [c.name for c in table.columns]
    assert len(set(names)) == len(names)
    assert set(table.key) == set(table.sort)
    assert all(not table.column(name).nullable for name in table.key)
    for span in table.spans:
        assert {span.start, span.end} <= set(names)
        assert span.text is None or span.text in names
        assert span.within is None or "sentence_id" in names
    with pytest.raises(KeyError, match="no_such_column"):
        table.column("no_such_column")


@pytest.mark.parametrize("table", ALL_TABLES)
def test_the_arrow_schema_carries_the_codebook(table: Table) -> None:
    schema = table.arrow_schema
    assert schema.names == [c.name for c in table.columns]
    assert schema.metadata[b"version"] == SCHEMA_VERSION.encode()
    assert schema.metadata[b"description"] == f"One row per {table.row}".encode()
    for column in table.columns:
        field = schema.field(column.name)
        expected = {b"description": column.description.encode()}
        if column.unit:
            expected[b"unit"] = column.unit.encode()
        if column.levels:
            expected[b"levels"] = json.dumps(LEVELS[column.levels]).encode()
        if column.references:
            expected[b"references"] = column.references.encode()
        assert (field.type, field.nullable) == (column.arrow_type, column.nullable)
        assert field.metadata == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("string", pa.string()),
        ("int", pa.int32()),
        ("float", pa.float64()),
        ("bool", pa.bool_()),
        ("date", pa.timestamp("ms")),
        ("category", pa.dictionary(pa.int8(), pa.string())),
    ],
)
def test_arrow_types(kind: str, expected: pa.DataType) -> None:
    assert Column("x", kind, "").arrow_type == expected  # type: ignore[arg-type]


@pytest.mark.parametrize("name", LEVELS)
def test_levels_are_few_different_and_used(name: str) -> None:
    levels = LEVELS[name]
    assert len(set(levels)) == len(levels) <= 127
    assert all(levels)
    assert any(c.levels == name for t in TABLES.values() for c in t.columns)


def test_plover_has_sixteen_types_in_four_quads() -> None:
    assert len(PLOVER) == 16
    assert LEVELS["event_type"] == (*PLOVER, "other")
    assert {quad for quad, _ in PLOVER.values()} == set(LEVELS["quad_class"])
    for quad, intensity in PLOVER.values():
        assert -10 <= intensity <= 10
        assert intensity == 0 or (intensity > 0) == quad.endswith("cooperation")


def test_the_codebook_has_a_line_for_every_column() -> None:
    lines = codebook().splitlines()
    assert [line[3:] for line in lines if line.startswith("## ")] == list(TABLES)
    told = [line.split("`")[1] for line in lines if line.startswith("| `")]
    assert told == [c.name for t in TABLES.values() for c in t.columns]
    assert (
        "| `hedge` | category | yes | what softens it; vague: only its order is told (dozens): `about`, `at least`, `at most`, "
        "`more than`, `less than`, `nearly`, `vague` |"
    ) in lines
