"""The table of all questions, read back by csv and pandas."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from export_samples import (
    HOSTILE,
    export,
    export_quiz,
    hostile_quiz,
    texts,
)
from hypothesis import given, settings

from quizgen.export._sheet import unguarded
from quizgen.quiz import Evidence, Item, Quiz, QuizArticle
from quizgen.render.sheet import clean
from quizgen.versions import make_versions


def rows_of(content: bytes) -> list[dict[str, str]]:
    reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return [{name: unguarded(cell) for name, cell in row.items()} for row in reader]


def items_of(rows: list[dict[str, str]]) -> dict[str, Item]:
    """Read the items from the table as a stranger would, by the names of its columns."""

    def numbered(row: Mapping[str, str], name: str) -> tuple[str, ...]:
        return tuple(cell for column, cell in row.items() if column.startswith(name) and cell)

    return {
        row["item_id"]: Item(
            row["item_id"],
            row["type"],  # type: ignore[arg-type]
            row["level"],  # type: ignore[arg-type]
            row["question"],
            row["key"],
            options=numbered(row, "option_"),
            premises=numbered(row, "line_"),
            accept=tuple(json.loads(row["accepted"])),
            correction=row["correction"] or None,
            points=int(row["points"]),
            explanation=row["explanation"],
            evidence=tuple(
                Evidence(
                    part["article_id"],
                    part["sentence_id"],
                    part["start"],
                    part["end"],
                    part["text"],
                )
                for part in json.loads(row["evidence"])
            ),
        )
        for row in rows
    }


def cleaned(item: Item) -> Item:
    return replace(
        item,
        question=clean(item.question),
        key=clean(item.key),
        options=tuple(map(clean, item.options)),
        premises=tuple(map(clean, item.premises)),
        accept=tuple(map(clean, item.accept)),
        correction=clean(item.correction or "") or None,
        explanation=clean(item.explanation),
        evidence=tuple(replace(part, text=clean(part.text)) for part in item.evidence),
        proof={},
    )


def cleaned_items(quiz: Quiz, left_out: set[str]) -> dict[str, Item]:
    return {i.item_id: cleaned(i) for i in quiz.items if i.item_id not in left_out}


def test_every_item_can_be_read_back_exactly() -> None:
    quiz = export_quiz()
    content, report, _ = export(quiz, "csv")
    found = items_of(rows_of(content))
    assert found == cleaned_items(quiz, set())
    assert {i.item_id: i.points for i in quiz.items} == {n: i.points for n, i in found.items()}
    assert {item.outcome for item in report.items} == {"kept"}
    assert {item.item_id: item.written_as for item in report.items} == {
        item.item_id: item.type for item in quiz.items
    }


def test_columns_are_those_that_are_documented() -> None:
    content, _, _ = export(export_quiz(), "csv")
    assert list(rows_of(content)[0]) == [
        *("number", "item_id", "type", "level", "question"),
        *(f"option_{n}" for n in range(1, 7)),
        *("line_1", "line_2", "line_3"),
        *("key", "accepted", "points", "explanation", "correction", "evidence", "version"),
    ]


def test_numbers_are_those_of_the_handout() -> None:
    content, _, job = export(export_quiz(), "csv")
    numbers = {row["item_id"]: row["number"] for row in rows_of(content)}
    assert numbers == {q.item_id: str(q.number) for q in job.questions}
    assert [int(row["number"]) for row in rows_of(content)] == list(range(1, 21))


def test_evidence_has_its_place() -> None:
    content, _, _ = export(export_quiz(), "csv")
    row = next(row for row in rows_of(content) if row["item_id"] == "open-name")
    (part,) = json.loads(row["evidence"])
    article = export_quiz().articles[0]
    assert article.text[part["start"] : part["end"]] == part["text"] == "would have built a wall"
    assert (part["article_id"], part["paragraph"]) == ("a1", 3)


def test_evidence_outside_the_paragraphs_has_none() -> None:
    quiz = export_quiz()
    text = quiz.articles[0].text
    item = replace(quiz.items[0], evidence=(Evidence("a1", "s", 0, 4, text[:4]),))
    content, _, _ = export(replace(quiz, items=(item,)), "csv")
    (row,) = rows_of(content)
    assert json.loads(row["evidence"])[0]["paragraph"] is None


def test_versions_keep_the_ids_of_their_items() -> None:
    versions = make_versions(export_quiz(), 2)
    tables = [rows_of(export(version, "csv")[0]) for version in versions]
    assert [{row["version"] for row in rows} for rows in tables] == [{"A"}, {"B"}]
    for version, rows in zip(versions, tables, strict=True):
        assert items_of(rows) == cleaned_items(version, set())
    assert {row["item_id"] for row in tables[0]} == {row["item_id"] for row in tables[1]}


def test_pandas_reads_texts_and_numbers() -> None:
    quiz = hostile_quiz("NA")
    content, _, _ = export(quiz, "csv")
    table = pd.read_csv(io.BytesIO(content), encoding="utf-8-sig", dtype=str, keep_default_na=False)
    assert table.to_dict("records") == rows_of(content)
    plain = pd.read_csv(io.BytesIO(export(export_quiz(), "csv")[0]), encoding="utf-8-sig")
    assert plain["points"].sum() == sum(item.points for item in export_quiz().items)
    options = plain.set_index("item_id").filter(regex="^option_").loc["choice"].dropna()
    assert list(options) == ["A ferry", "A fire", "Two storms", "The tide"]


@settings(max_examples=60, deadline=None)
@given(text=texts)
def test_any_text_is_read_back_as_it_is(text: str) -> None:
    quiz = replace(hostile_quiz(text), label=text)
    content, report, _ = export(quiz, "csv")
    left_out = {item.item_id for item in report.items if item.outcome == "left_out"}
    rows = rows_of(content)
    assert items_of(rows) == cleaned_items(quiz, left_out)
    assert {row["version"] for row in rows} <= {clean(text)}


@pytest.mark.parametrize("text", [*HOSTILE, "=1+1", "'=1+1", "-5", "'-5", "''", "+", "@a"])
def test_no_cell_looks_like_a_formula(text: str) -> None:
    content, report, _ = export(hostile_quiz(text), "csv")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    cells = [cell for row in rows for cell in row]
    assert not any(
        cell.lstrip()[:1] in set("=+-@") and not is_number(cell) for cell in cells if cell
    )
    guarded = [cell for cell in cells if cell != unguarded(cell)]
    told = [note for note in report.notes if "apostrophe" in note]
    assert bool(told) is bool(guarded)


def is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def test_what_is_not_in_the_table_is_noted() -> None:
    quiz = replace(export_quiz(), before_reading="Think of a pier.")
    _, report, _ = export(quiz, "csv")
    assert report.notes == (
        "The articles are left out.",
        "Proofs are left out, and so is why each wrong choice is wrong; quiz.json has them.",
        "The prompt before reading is left out.",
    )


def test_file_is_as_spreadsheets_read_it() -> None:
    content, _, _ = export(export_quiz(), "csv")
    assert content.startswith(b"\xef\xbb\xbfnumber,item_id,")
    assert content.count(b"\r\n") == content.count(b"\n") == 21
    assert content == export(export_quiz(), "csv")[0]


def test_a_quiz_without_questions_has_a_header_only() -> None:
    content, report, _ = export(export_quiz([]), "csv")
    assert rows_of(content) == []
    assert report.items == ()


def test_articles_without_titles_are_no_matter() -> None:
    bare: Any = QuizArticle("a1", "", ())
    content, _, _ = export(replace(export_quiz(), articles=(bare,), items=()), "csv")
    assert content
