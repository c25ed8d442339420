"""Corrections by hand: applied where they fit, told where they do not, never put on another row."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from dataset.builder import build
from dataset.corrections import FIELDS, apply_corrections, read_corrections
from dataset.errors import CorrectionError
from dataset.tables import RAW, check, load_tables, write_tables

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes lines of corrections; reason and rule are filled in."""

    def write(*lines: tuple[str, ...]) -> Path:
        path = tmp_path / "corrections.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(FIELDS)
            writer.writerows((*line, "read again", "E1")[: len(FIELDS)] for line in lines)
        return path

    return write


def corrected(good: Path, path: Path) -> dict[str, pa.Table]:
    return apply_corrections(load_tables(good), read_corrections(path))


def rows(tables: dict[str, pa.Table], name: str, key: str) -> list[dict[str, object]]:
    return [r for r in tables[name].to_pylist() if key in (r.get("event_id"), r.get("quote_id"))]


def test_value_is_changed_and_what_follows_from_it(good: Path, write: Write) -> None:
    tables = corrected(good, write(("events", "a:e002", "event_type", "assault", "mobilize")))
    [event] = rows(tables, "events", "a:e002")

    assert (event["event_type"], event["quad_class"], event["intensity"]) == (
        "mobilize",
        "material_conflict",
        -5.5,
    )


def test_everything_else_stays(good: Path, write: Write) -> None:
    before = load_tables(good)
    after = corrected(good, write(("events", "a:e002", "event_type", "assault", "mobilize")))

    others = [r for r in before["events"].to_pylist() if r["event_id"] != "a:e002"]

    assert [n for n in before if n != "events" and not before[n].equals(after[n])] == []
    assert [r for r in after["events"].to_pylist() if r["event_id"] != "a:e002"] == others


def test_event_goes_with_its_participants_and_its_quantities(good: Path, write: Write) -> None:
    before = load_tables(good)
    assert rows(before, "event_participants", "a:e001")
    assert "a:e001" in before["quantities"]["event_id"].to_pylist()
    tables = corrected(good, write(("events", "a:e001", "(row)", "", "removed")))

    assert rows(tables, "events", "a:e001") == []
    assert rows(tables, "event_participants", "a:e001") == []
    assert tables["quantities"]["event_id"].null_count == len(tables["quantities"])


def test_added_row_stands_in_text_order_and_is_of_no_confidence(good: Path, write: Write) -> None:
    text = load_tables(good)["articles"]["text"][0].as_py()
    start = text.index("safe")
    tables = corrected(
        good,
        write(
            ("quotes", "a:q001a", "(row)", "", "added"),
            ("quotes", "a:q001a", "sentence_id", "", "a:s005"),
            ("quotes", "a:q001a", "start", "", str(start)),
            ("quotes", "a:q001a", "end", "", str(start + 4)),
            ("quotes", "a:q001a", "quote_type", "", "mixed"),
        ),
    )
    row = tables["quotes"].to_pylist()[1]

    assert row["quote_id"] == "a:q001a"
    assert (row["article_id"], row["text"], row["confidence"], row["speaker"]) == (
        "a",
        "safe",
        0.0,
        None,
    )


def test_corrected_tables_keep_the_contract(good: Path, write: Write, tmp_path: Path) -> None:
    path = write(
        ("events", "a:e001", "(row)", "", "removed"),
        ("events", "a:e002", "negated", "false", "true"),
    )
    write_tables(corrected(good, path), tmp_path / "out")

    assert check(tmp_path / "out") == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        pytest.param(("event", "a:e001", "tense", "past", ""), "there is no table `event`", id="no such table"),
        pytest.param(("events", "a:e099", "tense", "past", ""), "events has no row a:e099", id="no such row"),
        pytest.param(("events", "a:e001", "mood", "", "x"), "`mood` of events cannot be", id="no such column"),
        pytest.param(("events", "a:e001", "event_id", "a:e001", "b"), "`event_id` of events cannot be", id="key"),
        pytest.param(("events", "a:e001", "trigger", "x", "y"), "`trigger` of events cannot", id="what follows"),
        pytest.param(("events", "a:e001", "tense", "present", ""), "is 'past' now", id="other value now"),
        pytest.param(("events", "a:e001", "tense", "past", "past"), "changes nothing", id="no change"),
        pytest.param(("events", "a:e001", "tense", "past", "perfect"), "'perfect' is no level", id="no level"),
        pytest.param(("quotes", "a:q001", "start", "136", "x"), "'x' is no int", id="no number"),
        pytest.param(("events", "a:e001", "modality", "asserted", ""), "is null, but", id="null"),
        pytest.param(("events", "a:e001", "(row)", "", "gone"), "`(row)` is `added` or `removed`", id="neither"),
        pytest.param(("events", "a:e001", "(row)", "", "added"), "is there already", id="there already"),
        pytest.param(("events", "a:e001", "tense", "past", "", "", "E5"), "a reason and a rule", id="no reason"),
        pytest.param(("event_participants", "a:e001", "(row)", "", "added"), "the key of event_", id="short key"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told(
    line: tuple[str, ...], message: str, good: Path, write: Write
) -> None:
    with pytest.raises(CorrectionError) as caught:
        corrected(good, write(line))

    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_line_is_named(good: Path, write: Write) -> None:
    path = write(
        ("events", "a:e001", "negated", "false", "true"), ("events", "a:e9", "tense", "past", "")
    )
    with pytest.raises(CorrectionError, match=r"corrections\.csv:3: "):
        corrected(good, path)


def test_one_value_is_corrected_once(write: Write) -> None:
    line = ("events", "a:e001", "negated", "false", "true")
    with pytest.raises(CorrectionError, match="says again what"):
        read_corrections(write(line, line))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"row,column\n", ":1: the columns must be table, row,"),
        (b"\xff\xfe", "cannot be read (not UTF-8)"),
        (b'table,row,column,was,value,reason,rule\n"a', "is not CSV"),
        (b"table,row,column,was,value,reason,rule\nevents,a\n", ":2: has 2 values, not 7"),
    ],
)
def test_broken_file_is_told(content: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    path.write_bytes(content)
    with pytest.raises(CorrectionError) as caught:
        read_corrections(path)

    assert message in str(caught.value)


def test_build_writes_both_levels_and_nothing_if_a_correction_fails(
    write: Write, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("Farmers marched in Oslo on 3 May 2021.\n", "utf-8")
    path = write(("events", "a:e001", "negated", "false", "true"))
    build([tmp_path / "a.txt"], tmp_path / "out", corrections=path)

    assert load_tables(tmp_path / "out")["events"]["negated"].to_pylist() == [True]
    assert load_tables(tmp_path / "out" / RAW)["events"]["negated"].to_pylist() == [False]
    with pytest.raises(CorrectionError):
        build(
            [tmp_path / "a.txt"],
            tmp_path / "other",
            corrections=write(("events", "a:e007", "negated", "false", "true")),
        )
    assert [p.name for p in (tmp_path / "other").iterdir()] == [".build"], "what was read is kept"
