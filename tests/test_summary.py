"""The summary for the terminal: what it says, how wide it is, and that no name can harm it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dataset.errors import ContractError
from dataset.schema import TABLES
from dataset.summary import WIDTH, columns, fit, summarise
from dataset.tables import load_tables, make_table, write_tables

DATA = Path(__file__).parents[1] / "data"
Rows = dict[str, list[dict[str, Any]]]


def rewrite(folder: Path, change: Callable[[Rows], None]) -> Path:
    """Change the rows of a folder of tables."""
    rows = {name: table.to_pylist() for name, table in load_tables(folder).items()}
    change(rows)
    write_tables({name: make_table(name, rows[name]) for name in TABLES}, folder)
    return folder


def part(summary: str, head: str) -> list[str]:
    """Return the lines of a part, without the margin."""
    lines: list[str] = []
    for line in summary.splitlines():
        if line.startswith(head):
            lines = [line[14:]]
        elif lines and line.startswith(" " * 14):
            lines.append(line[14:])
        elif lines:
            break
    return lines


def test_small_folder_is_told_whole(good: Path) -> None:
    summary = summarise(good)
    assert part(summary, "Articles")[:2] == [
        "1 article, 2021-06-16",
        "27 words, 4 sentences, language en",
    ]
    assert part(summary, "Speakers") == ["Maria Keller                       1  1 direct"]
    assert part(summary, "Quotations") == ["direct 1"]
    assert part(summary, "Dates") == ["day 2, without a date 1"]
    assert part(summary, "Not read") == ["none"]
    assert any(
        line.startswith("protest ") and line.endswith("#" * 24) for line in part(summary, "Events")
    )


def test_every_part_of_the_real_folder_fits_the_screen() -> None:
    lines = summarise(DATA).splitlines()
    assert [line.split("  ")[0] for line in lines if not line.startswith(" ")] == [
        "Articles", "Rows", "Speakers", "Quotations", "Events", "Modality", "Who on whom", "Dates",
        "Confidence", "Missing", "Not read",
    ]  # fmt: skip
    assert len(lines) <= 60
    assert max(map(columns, lines)) <= WIDTH


def test_missing_values_are_told_worst_first(good: Path) -> None:
    assert part(summarise(good), "Missing")[0] == "articles: source 100 %, author 100 %, url 100 %"


def test_folder_without_rows_says_none(tmp_path: Path) -> None:
    write_tables({name: make_table(name, []) for name in TABLES}, tmp_path)
    summary = summarise(tmp_path)
    assert part(summary, "Articles") == [
        "0 articles, without dates",
        "0 words, 0 sentences, language none",
    ]
    for head in (
        "Speakers",
        "Quotations",
        "Events",
        "Modality",
        "Who on whom",
        "Dates",
        "Confidence",
        "Missing",
    ):
        assert part(summary, head) == ["none"]


def test_problems_are_listed_and_the_rest_counted(good: Path) -> None:
    def add(rows: Rows) -> None:
        rows["problems"] = [
            {"path": f"p{n}.txt", "stage": "read", "message": "is empty."} for n in range(6)
        ]

    assert part(summarise(rewrite(good, add)), "Not read") == [
        *(f"p{n}.txt: is empty." for n in range(4)),
        "2 more problems, see the table",
    ]


HOSTILE = (
    "\x1b[31mRed\x1b[0m \x07bell",
    "\x1b]0;title\x07 and \x9b31m",
    "one\r\ntwo\ttabs\x00",
    "\u202eright to left\u202c \u2066x",
    "w" * 300,
    "李明" * 80,
    "مريم " * 60,
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_names_cannot_reach_the_terminal(good: Path, text: str) -> None:
    def change(rows: Rows) -> None:
        for row in rows["entities"]:
            row["name"] = text
        for row in rows["articles"]:
            row |= {"title": text, "source": text}
        rows["problems"] = [{"path": text, "stage": "read", "message": text}]

    summary = summarise(rewrite(good, change))
    lines = summary.split("\n")
    assert max(map(columns, lines)) <= WIDTH
    assert len(lines) <= 61
    assert {unicodedata.category(c) for line in lines for c in line} & {
        "Cc",
        "Cf",
        "Cs",
        "Co",
        "Zl",
        "Zp",
    } == set()


def test_folder_that_is_none_is_said_in_a_line(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match=r"articles\.parquet: the table is missing"):
        summarise(tmp_path)


@pytest.mark.parametrize(
    ("text", "most", "shown"), [("Ann", 3, "Ann"), ("Anna", 3, "An…"), ("李明李明", 5, "李明…")]
)
def test_text_is_cut_to_columns(text: str, most: int, shown: str) -> None:
    assert fit(text, most) == shown
    assert columns(shown) <= most
