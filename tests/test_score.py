"""Scores: what is found, what agrees, in all and by stratum."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dataset.errors import InputError
from dataset.score import JUDGED, as_json, as_markdown, score
from dataset.tables import load_tables, make_table, write_table


def change(folder: Path, table: str, key: str, **values: object) -> None:
    """Change a row of a folder, or drop it if no values are given."""
    name = f"{table.removesuffix('s')}_id"
    rows = load_tables(folder)[table].to_pylist()
    kept = [r | values if r[name] == key else r for r in rows if values or r[name] != key]
    assert kept != rows, "the row to change is not there"
    write_table(make_table(table, kept), folder / f"{table}.parquet")


@pytest.fixture
def held(good: Path, tmp_path: Path) -> Path:
    import shutil

    return Path(shutil.copytree(good, tmp_path / "held"))


def test_same_tables_agree_in_all(good: Path, held: Path) -> None:
    for one in score(good, held):
        assert one.rows == one.held == one.found == one.right > 0
        assert one.precision == one.recall == 1
        assert {one.agree[c] for c in JUDGED[one.table]} == {one.found}


def test_missing_row_costs_recall(good: Path, held: Path) -> None:
    change(good, "events", "a:e001")
    events, quotes = score(good, held)

    assert (events.rows, events.held, events.found) == (
        events.held - 1,
        events.rows + 1,
        events.rows,
    )
    assert events.precision == 1
    assert events.recall == events.rows / events.held
    assert quotes.recall == 1


def test_row_too_many_costs_precision(good: Path, held: Path) -> None:
    change(held, "quotes", "a:q001")
    _, quotes = score(good, held)

    assert (quotes.rows, quotes.held, quotes.found) == (1, 0, 0)
    assert quotes.precision == 0
    assert quotes.recall is None


def test_other_value_is_found_but_not_right(good: Path, held: Path) -> None:
    change(held, "events", "a:e002", actor="Bandits")
    events, _ = score(good, held)

    assert events.found == events.rows
    assert events.right == events.rows - 1
    assert events.agree["actor"] == events.found - 1
    assert events.agree["target"] == events.found


def test_sure_rows_are_those_of_confidence_nine_tenths(good: Path, held: Path) -> None:
    change(good, "events", "a:e002", confidence=0.9)
    change(good, "events", "a:e001", confidence=0.899)
    change(good, "events", "a:e003", confidence=0.5)
    change(held, "events", "a:e002", actor="Bandits")
    events, _ = score(good, held)

    assert (events.sure, events.sure_right) == (1, 0)


@pytest.mark.parametrize(
    ("start", "end", "found"), [(0, 0, 1), (-6, 0, 1), (0, 40, 0)], ids=["same", "a bit", "half"]
)
def test_quotation_is_found_if_half_of_both_together_is_shared(
    start: int, end: int, found: int, good: Path, held: Path
) -> None:
    row = load_tables(held)["quotes"].to_pylist()[0]
    text = load_tables(held)["articles"]["text"][0].as_py()
    a, b = row["start"] + start, row["end"] + end
    if (start, end) != (0, 0):
        change(held, "quotes", "a:q001", start=a, end=b, text=text[a:b])
    _, quotes = score(good, held)

    assert quotes.found == found


def test_strata_are_scored_apart(good: Path, held: Path, tmp_path: Path) -> None:
    strata = tmp_path / "strata.csv"
    strata.write_text("article_id,layout,locale,year\na,plain,,1\nb,mail,sv,1\n", "utf-8")

    assert [(s.table, s.stratum) for s in score(good, held, by=strata)] == [
        ("events", "all"),
        ("events", "layout=plain"),
        ("quotes", "all"),
        ("quotes", "layout=plain"),
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [("layout\nplain\n", "has no column `article_id`"), (None, "cannot be read")],
)
def test_bad_strata_are_told(
    content: str | None, message: str, good: Path, held: Path, tmp_path: Path
) -> None:
    path = tmp_path / "strata.csv"
    if content is not None:
        path.write_text(content, "utf-8")
    with pytest.raises(InputError, match=message):
        score(good, held, by=path)


def test_other_articles_are_told(good: Path, held: Path) -> None:
    change(held, "articles", "a", content_hash="0" * 64)
    with pytest.raises(InputError, match="the text of a differs"):
        score(good, held)
    change(held, "articles", "a", article_id="b")
    with pytest.raises(InputError, match="no article in common"):
        score(good, held)


def test_both_forms_tell_the_same(good: Path, held: Path) -> None:
    change(held, "events", "a:e002", actor="Bandits")
    scores = score(good, held)
    [events, _] = json.loads(as_json(scores))

    assert events["columns"]["actor"] == pytest.approx(1 - 1 / events["found"])
    assert f"| events | all | {events['rows']} | {events['held_right']} | 100.0 |" in as_markdown(
        scores
    )
