"""Sheets for Kahoot, Wayground, Blooket and Gimkit, read back as text by openpyxl and csv."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from export_samples import (
    HOSTILE,
    ITEMS,
    export,
    export_quiz,
    hostile_items,
    hostile_quiz,
    texts,
)
from hypothesis import HealthCheck, given, settings

from quizgen.errors import MissingExtra
from quizgen.export import EXPORTS
from quizgen.export._sheet import MAX_CELL_CHARS, TIMES, answering_time, guarded, unguarded
from quizgen.export.question import MAX_TYPED_WORDS
from quizgen.quiz import GAPS, Item, Quiz
from quizgen.render.sheet import clean

TOOLS = ("kahoot", "wayground", "blooket", "gimkit")
FILES = [(tool, suffix) for tool in TOOLS for suffix in EXPORTS[tool].suffixes]
N_HEAD = {"kahoot": 8, "wayground": 1, "blooket": 2, "gimkit": 2}
MOST_CHOICES = {"kahoot": 4, "wayground": 5, "blooket": 4, "gimkit": 4}

few = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


class Asked(NamedTuple):
    """A question as a class sees it; what is typed or written has no choices."""

    question: str
    choices: frozenset[str]
    right: frozenset[str]


def rows_of(content: bytes, suffix: str) -> list[list[Any]]:
    if suffix == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        return [list(row) for row in sheet.iter_rows(values_only=True)]
    reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return [[unguarded(cell) or None for cell in row] for row in reader]


def asked_of(tool: str, row: list[Any]) -> Asked:
    if tool == "gimkit":
        return Asked(row[0], frozenset(filter(None, row[1:])), frozenset([row[1]]))
    if tool == "wayground":
        options = row[2:7]
        question, right = row[0], row[7]
        if row[1] == "Open-Ended":
            return Asked(question, frozenset(), frozenset())
        if row[1] == "Fill-in-the-Blank":
            return Asked(question, frozenset(), frozenset(filter(None, options)))
    else:
        question, options, right = row[1], row[2:6], row[7]
    choices = frozenset(option for option in options if option is not None)
    return Asked(question, choices, frozenset([options[int(right) - 1]]))


def read(tool: str, content: bytes, suffix: str) -> list[Asked]:
    return [asked_of(tool, row) for row in rows_of(content, suffix)[N_HEAD[tool] :]]


def choices_in(quiz: Quiz) -> dict[str, list[Asked]]:
    """What of a quiz can be asked by one mark, by item: read from the quiz file alone."""
    found: dict[str, list[Asked]] = {}
    for item in quiz.items:
        question = clean(item.question)
        options = [clean(option) for option in item.options]
        letters = dict(zip("ABCDEFGH", options, strict=False))
        bank = frozenset(options)
        match item.type:
            case "multiple_choice" | "who_said" if options:
                found[item.item_id] = [Asked(question, bank, frozenset([clean(item.key)]))]
            case "cloze" if options and len(GAPS.findall(item.question)) == 1:
                shown = GAPS.sub("____", question)
                found[item.item_id] = [Asked(shown, bank, frozenset([clean(item.key)]))]
            case "true_false":
                both = frozenset(["True", "False"])
                found[item.item_id] = [Asked(question, both, frozenset([item.key]))]
            case "matching":
                pairs = dict(pair.split("-") for pair in item.key.split(", "))
                found[item.item_id] = [
                    Asked(f"{question} {clean(line)}", bank, frozenset([letters[pairs[str(n)]]]))
                    for n, line in enumerate(item.premises, 1)
                ]
            case "ordering":
                first = frozenset([letters[item.key[0]]])
                shown = f"{question} Which of these comes first?"
                found[item.item_id] = [Asked(shown, bank, first)]
    return found


def of(details: tuple[str, ...]) -> str:
    return "; ".join(details)


@pytest.mark.parametrize(("tool", "suffix"), FILES)
def test_what_is_asked_is_what_the_quiz_asks(tool: str, suffix: str) -> None:
    quiz = export_quiz()
    content, report, _ = export(quiz, tool, suffix)
    outcomes = {item.item_id: item for item in report.items}
    expected = {
        asked.question: asked
        for item_id, parts in choices_in(quiz).items()
        if outcomes[item_id].outcome != "left_out"
        for asked in parts
    }
    chosen = [asked for asked in read(tool, content, suffix) if asked.choices]
    assert len(chosen) == len(expected)
    for asked in chosen:
        question = asked.question
        if "…”" in question:  # the one that Kahoot has no room for
            (question,) = [q for q in expected if q.startswith(question.split("…")[0])]
        whole = expected.pop(question)
        assert asked.right == whole.right
        assert asked.right <= asked.choices
        assert asked.choices <= whole.choices
        assert len(asked.choices) == min(len(whole.choices), MOST_CHOICES[tool])
    assert expected == {}


@pytest.mark.parametrize("tool", TOOLS)
def test_every_question_is_in_the_sheet_or_named_with_a_reason(tool: str) -> None:
    _, report, _ = export(export_quiz(), tool)
    assert len(report.items) == len(ITEMS)
    for item in report.items:
        assert bool(item.written_as) is (item.outcome != "left_out"), item
        assert bool(item.details) is (item.outcome != "kept"), item
    left_out = {item.item_id for item in report.items if item.outcome == "left_out"}
    no_choices = {"open-name", "open-reason", "open-who", "gap-free", "gap-unknown", "talk"}
    gaps = {"gap-two", "gap-two-bank"}
    expected = {
        "kahoot": no_choices | gaps | {"choice-long"},
        "wayground": gaps,
        "blooket": no_choices | gaps,
        "gimkit": no_choices | gaps,
    }
    assert left_out == expected[tool]
    assert not any("points" in of(item.details) for item in report.items)
    assert any(note.startswith("Points are left out") for note in report.notes)
    assert any(note.startswith("The article is left out") for note in report.notes)
    told = any(note.startswith("Explanations and evidence are") for note in report.notes)
    assert told is (tool != "wayground")


def test_kahoot_sheet_is_laid_out_as_its_template() -> None:
    content, _, _ = export(export_quiz(), "kahoot", "xlsx")
    rows = rows_of(content, "xlsx")
    assert rows[1][1] == "Quiz template"
    assert rows[7] == [
        None,
        "Question - max 120 characters",
        *(f"Answer {n} - max 75 characters" for n in range(1, 5)),
        "Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs",
        "Correct answer(s) - choose at least one",
    ]
    assert [row[0] for row in rows[8:]] == list(range(1, len(rows) - 7))
    for row in rows[8:]:
        assert len(row[1]) <= 120
        assert all(len(answer) <= 75 for answer in row[2:6] if answer)
        assert row[6] in {5, 10, 20, 30, 60, 90, 120, 240}
        assert row[7] in {1, 2, 3, 4}


def test_other_sheets_have_the_headings_of_their_templates() -> None:
    quiz = export_quiz()
    heads = {tool: rows_of(export(quiz, tool, "csv")[0], "csv") for tool in TOOLS}
    assert heads["wayground"][0] == [
        *("Question Text", "Question Type", *(f"Option {n}" for n in range(1, 6))),
        *("Correct Answer", "Time in seconds", "Image Link", "Answer explanation"),
    ]
    assert heads["blooket"][0][0] == "Blooket\nImport Template"
    assert [cell.split("\n")[0] for cell in heads["blooket"][1]] == [
        *("Question #", "Question Text", "Answer 1", "Answer 2", "Answer 3", "Answer 4"),
        *("Time Limit (sec)", "Correct Answer(s)"),
    ]
    assert heads["gimkit"][0][0] == "Gimkit Spreadsheet Import Template"
    assert [cell.removesuffix(" (Optional)") for cell in heads["gimkit"][1]] == [
        *("Question", "Correct Answer"),
        *(f"Incorrect Answer {n}" for n in range(1, 4)),
    ]
    times = [int(row[8]) for row in heads["wayground"][1:]]
    times += [int(row[6]) for row in heads["blooket"][2:]]
    assert set(times) <= set(TIMES)


def test_wayground_accepts_all_answers_and_explains() -> None:
    content, _, _ = export(export_quiz(), "wayground")
    rows = {row[0]: row for row in rows_of(content, "xlsx")}
    typed = rows["Who would have built a wall?"]
    assert typed[1:8] == [
        *("Fill-in-the-Blank", "Olav Brandt", "Brandt", "Mr Brandt", None, None, None)
    ]
    assert typed[10] == "Why: He said so.\nEvidence (Paragraph 3): “would have built a wall”"
    gap = rows["The old pier was patched for ____ years."]
    assert gap[1:8] == ["Fill-in-the-Blank", "thirty", "30", None, None, None, None]
    own_words = rows["Why is the pier replaced?"]
    assert own_words[1:8] == ["Open-Ended", *[None] * 6]
    assert own_words[10].startswith("Answer: because two storms damaged it\nAlso right: two storms")
    talk = rows["A wall or a pier?"]
    assert (talk[1], talk[10]) == ("Open-Ended", None)
    choice = rows["What damaged the old pier?"]
    assert "Not A ferry: no ferry is told of" in choice[10]


def test_wayground_does_not_tell_the_other_lines_answers_after_the_first() -> None:
    pair = replace(
        next(item for item in ITEMS if item.item_id == "pair"), explanation="1: Marta; 2: Olav"
    )
    content, report, _ = export(export_quiz([pair]), "wayground")
    assert [row[10] for row in rows_of(content, "xlsx")[1:]] == [None, None]
    assert report.items[0].outcome == "shortened"
    assert "tell the answers of all lines" in of(report.items[0].details)


def test_an_explanation_too_long_for_a_cell_is_left_out_line_by_line() -> None:
    choice = replace(
        next(item for item in ITEMS if item.item_id == "choice"), explanation="x" * 32_750
    )
    content, report, _ = export(export_quiz([choice]), "wayground")
    (row,) = rows_of(content, "xlsx")[1:]
    assert row[10] == "Why: " + "x" * 32_750
    assert of(report.items[0].details) == "3 of 4 notes are left out: too long for a cell"


LONG = "y" * 121
LONG_ITEMS: list[tuple[str, Item, str, str]] = [
    (
        "question",
        Item("i", "multiple_choice", "infer", LONG, "a", options=("a", "b")),
        "left_out",
        "the question has 121 characters, Kahoot takes 120",
    ),
    (
        "statement",
        Item("i", "true_false", "infer", f"Olav said, “{LONG}”", "True"),
        "left_out",
        "the question has 134 characters, Kahoot takes 120",
    ),
    (
        "characters that count twice",
        Item("i", "multiple_choice", "infer", "😀" * 61, "a", options=("a", "b")),
        "left_out",
        "the question has 122 characters, Kahoot takes 120",
    ),
    (
        "right answer",
        Item("i", "multiple_choice", "infer", "?", "z" * 76, options=("z" * 76, "b")),
        "left_out",
        "the right answer has 76 characters, Kahoot takes 75",
    ),
    (
        "a wrong choice",
        Item("i", "multiple_choice", "infer", "?", "a", options=("z" * 76, "a", "b")),
        "shortened",
        "a wrong choice is left out, as it has 76 characters and Kahoot takes 75",
    ),
    (
        "all wrong choices",
        Item("i", "multiple_choice", "infer", "?", "a", options=("z" * 76, "a")),
        "left_out",
        "no wrong choice is left",
    ),
    (
        "one line",
        Item(
            "i", "matching", "infer", "Who?", "1-A, 2-B", options=("a", "b"), premises=(LONG, "short")
        ),
        "shortened",
        "line 1 is left out: the question has 126 characters, Kahoot takes 120",
    ),
    (
        "all lines",
        Item(
            "i", "matching", "infer", LONG, "1-A, 2-B", options=("a", "b"), premises=("one", "two")
        ),
        "left_out",
        "none of its lines is as Kahoot takes it",
    ),
    (
        "a quotation of which too little would stay",
        Item(
            "i", "who_said", "infer", f"Who said, “{LONG} is one word of many in this line”?", "a",
            options=("a", "b"),
        ),
        "left_out",
        "the question has 167 characters, Kahoot takes 120",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("item", "outcome", "detail"),
    [row[1:] for row in LONG_ITEMS],
    ids=[row[0] for row in LONG_ITEMS],
)
def test_what_is_too_long_is_named_with_its_length(item: Item, outcome: str, detail: str) -> None:
    content, report, _ = export(export_quiz([item]), "kahoot", "xlsx")
    assert report.items[0].outcome == outcome
    assert detail in of(report.items[0].details)
    for asked in read("kahoot", content, "xlsx"):
        assert len(asked.choices) > 1


def test_a_quotation_is_cut_between_words_inside_its_marks() -> None:
    item = next(item for item in ITEMS if item.item_id == "voice-long")
    content, report, _ = export(export_quiz([item]), "kahoot", "xlsx")
    ((question, _, right),) = read("kahoot", content, "xlsx")
    kept = re.fullmatch("Who said, “(.*)…”\\?", question)
    assert kept
    assert item.question.startswith(f"Who said, “{kept[1]} ")
    assert len(kept[1].split()) >= 8
    assert 110 < len(question) <= 120
    assert right == {"Marta Lindqvist"}
    assert report.items[0].outcome == "shortened"
    assert "the question has 177 characters" in of(report.items[0].details)


def test_quotations_that_begin_alike_are_not_cut_to_the_same_question() -> None:
    item = next(item for item in ITEMS if item.item_id == "voice-long")
    other = replace(
        item,
        item_id="other",
        question=item.question.replace("people on it", "boats"),
        key="Olav Brandt",
        accept=("Olav Brandt",),
    )
    content, report, _ = export(export_quiz([item, other]), "kahoot", "xlsx")
    assert read("kahoot", content, "xlsx") == []
    assert [item.outcome for item in report.items] == ["left_out", "left_out"]


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize(
    "options",
    [("Polish", "polish", "Greek"), ("a\u00a0b", "a b", "c"), ("caf\u00e9", "cafe\u0301", "tea")],
)
def test_a_wrong_choice_that_reads_like_the_right_one_is_left_out(
    tool: str, options: tuple[str, ...]
) -> None:
    right = options[0]
    item = Item("i", "multiple_choice", "infer", "Which?", right, options=options[::-1])
    content, report, _ = export(export_quiz([item]), tool)
    (asked,) = read(tool, content, EXPORTS[tool].suffixes[0])
    assert asked == Asked("Which?", frozenset([right, options[2]]), frozenset([right]))
    assert "reads like another" in of(report.items[0].details)


@pytest.mark.parametrize("tool", TOOLS)
def test_of_many_choices_the_right_one_always_stays(tool: str) -> None:
    options = tuple(f"choice {n}" for n in range(9))
    for right in options:
        item = Item("i", "multiple_choice", "infer", "Which?", right, options=options)
        content, _, _ = export(export_quiz([item]), tool)
        (asked,) = read(tool, content, EXPORTS[tool].suffixes[0])
        assert asked.right == {right}
        assert len(asked.choices) == MOST_CHOICES[tool]


@pytest.mark.parametrize("tool", TOOLS)
@few
@given(text=texts)
def test_any_text_is_read_back_as_it_is(tool: str, text: str) -> None:
    quiz = hostile_quiz(text)
    content, report, _ = export(quiz, tool)
    kept = {item.item_id for item in report.items if item.outcome != "left_out"}
    wanted = [asked for name, parts in choices_in(quiz).items() if name in kept for asked in parts]
    found = read(tool, content, EXPORTS[tool].suffixes[0])
    for asked in found:
        if asked.choices:
            (right,) = asked.right
            whole = next(
                one
                for one in wanted
                if (one.question, one.right) == (asked.question, {right})
                and asked.choices <= one.choices
            )
            wanted.remove(whole)
    # What is missing are lines of a matching question, which the report names.
    assert len(wanted) == sum(
        "is left out: " in detail and detail.startswith("line ")
        for item in report.items
        if item.item_id in kept
        for detail in item.details
    )
    item = next(item for item in quiz.items if item.item_id == "open-name")
    if tool == "wayground" and item.item_id in kept and len(item.key.split()) <= MAX_TYPED_WORDS:
        accepted = frozenset(clean(answer) for answer in item.accept)
        assert Asked(clean(item.question), frozenset(), accepted) in found


@pytest.mark.parametrize(
    ("tool", "text"), [(tool, text) for tool in TOOLS for text in (*HOSTILE, "=1+1", "-5", "'=x")]
)
def test_no_text_is_a_formula(tool: str, text: str) -> None:
    content, _, _ = export(hostile_quiz(text), tool, "xlsx")
    for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows():
        for cell in row:
            assert cell.data_type == ("n" if isinstance(cell.value, int | None) else "s")
            assert cell.hyperlink is None
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            assert b"<f>" not in archive.read(name)
    content, _, _ = export(hostile_quiz(text), tool, "csv")
    for raw in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
        for cell in raw:
            assert not re.match(r"\s*[=+\-@]", cell) or re.fullmatch(r"[+-]\d[\d.,]*%?", cell)


@given(text=texts)
def test_a_guarded_text_is_known_again(text: str) -> None:
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("'=1+1", "''=1+1"),
        ("@pier", "'@pier"),
        ("-5", "-5"),
        ("+4.2%", "+4.2%"),
        ("-5 degrees", "'-5 degrees"),
        ("-1+1|x", "'-1+1|x"),
        ("\u00a0=1", "'\u00a0=1"),
        ("＝1", "'＝1"),
        ("'tis", "'tis"),
        ("4 - 2", "4 - 2"),
        ("", ""),
    ],
)
def test_only_what_looks_like_a_formula_is_guarded(text: str, cell: str) -> None:
    assert guarded(text) == cell
    assert unguarded(cell) == text


def test_a_guarded_text_is_reported_in_csv_and_not_changed_in_xlsx() -> None:
    item = Item("i", "multiple_choice", "infer", "Which?", "@pier", options=("@pier", "-5", "b"))
    quiz = export_quiz([item], title="=Quiz")
    content, report, _ = export(quiz, "blooket", "csv")
    assert b",'@pier,-5,b," in content
    assert report.items[0].outcome == "converted"
    assert "apostrophe" in of(report.items[0].details)
    assert export(quiz, "blooket", "xlsx")[1].items[0].outcome == "kept"
    notes = export(quiz, "kahoot", "csv")[1].notes
    assert any(note.startswith("In the csv file, the title has an apostrophe") for note in notes)


@pytest.mark.parametrize("tool", TOOLS)
def test_csv_is_as_spreadsheets_read_it(tool: str) -> None:
    content, _, _ = export(export_quiz(), tool, "csv")
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert len({len(row) for row in rows}) == 1


@pytest.mark.parametrize("tool", TOOLS)
def test_a_text_that_no_cell_can_hold_is_left_out(tool: str) -> None:
    items = [
        Item(
            "long", "multiple_choice", "infer", "q" * (MAX_CELL_CHARS + 1), "a", options=("a", "b")
        ),
        Item("right", "multiple_choice", "infer", "?", "a" * 40_000, options=("a" * 40_000, "b")),
        Item("typed", "short_answer", "infer", "Who?", "a" * 40_000),
        Item("essay", "discussion", "discuss", "q" * 40_000, "-", points=0),
    ]
    content, report, _ = export(export_quiz(items), tool, "xlsx")
    assert {item.outcome for item in report.items} == {"left_out"}
    assert len(rows_of(content, "xlsx")) == N_HEAD[tool]


def digests(quiz: Quiz) -> dict[str, str]:
    return {
        f"{tool}.{suffix}": hashlib.sha256(export(quiz, tool, suffix)[0]).hexdigest()
        for tool, suffix in FILES
    }


OTHER = """
import sys
sys.path[:0] = {paths!r}
from export_samples import export_quiz
from test_export_sheets import digests
print(digests(export_quiz()))
"""


def test_the_same_quiz_gives_the_same_bytes_elsewhere() -> None:
    paths = [str(Path(__file__).parent), str(Path(__file__).parents[2])]
    done = subprocess.run(
        [sys.executable, "-c", OTHER.format(paths=paths)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"},
    )
    assert done.stdout.strip() == str(digests(export_quiz()))


@pytest.mark.parametrize("tool", TOOLS)
def test_a_quiz_without_questions_has_headings_only(tool: str) -> None:
    content, report, _ = export(export_quiz([]), tool, "xlsx")
    assert len(rows_of(content, "xlsx")) == N_HEAD[tool]
    assert report.items == ()


@pytest.fixture
def no_xlsxwriter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)


@pytest.mark.usefixtures("no_xlsxwriter")
@pytest.mark.parametrize("tool", TOOLS)
def test_without_the_library_csv_is_written_and_xlsx_says_what_to_install(tool: str) -> None:
    assert export(export_quiz(), tool, "csv")[0]
    with pytest.raises(MissingExtra, match=re.escape("pip install 'quizgen[sheets]'")) as caught:
        export(export_quiz(), tool, "xlsx")
    assert caught.value.extra == "sheets"


@pytest.mark.parametrize(
    "change", [lambda item: item, lambda item: replace(item, points=0)], ids=["marked", "unmarked"]
)
def test_points_make_no_difference_to_a_game(change: Callable[[Item], Item]) -> None:
    quiz = export_quiz([change(item) for item in hostile_items("x") if item.options])
    content, _, _ = export(quiz, "gimkit")
    assert len(read("gimkit", content, "csv")) == len(
        [asked for parts in choices_in(quiz).values() for asked in parts]
    )


def test_quotations_to_be_matched_are_cut_line_by_line() -> None:
    lines = tuple(
        f"“{start} pier has been patched for thirty years and nobody in the town remembers who built "
        "it or why it was built of stone.”"
        for start in ("Our old", "Their new")
    )
    item = Item(
        *("i", "matching", "infer", "Match each statement with its speaker.", "1-B, 2-A"),
        options=("Olav", "Marta"),
        premises=lines,
    )
    content, report, _ = export(export_quiz([item]), "kahoot", "xlsx")
    first, second = read("kahoot", content, "xlsx")
    assert first.question.startswith(
        "Match each statement with its speaker. “Our old pier has been"
    )
    assert first.question.endswith("…”")
    assert (first.right, second.right) == ({"Marta"}, {"Olav"})
    assert "the quotation is cut" in of(report.items[0].details)


@pytest.mark.parametrize("tool", TOOLS)
def test_an_answer_that_nobody_can_see_is_left_out(tool: str) -> None:
    item = Item("i", "multiple_choice", "infer", "Which?", "\u200b", options=("\u200b", "a", "b"))
    content, report, _ = export(export_quiz([item]), tool)
    assert of(report.items[0].details) == "nothing of the right answer is to be seen"
    assert read(tool, content, EXPORTS[tool].suffixes[0]) == []


@pytest.mark.parametrize("tool", TOOLS)
def test_a_prompt_before_reading_is_noted(tool: str) -> None:
    _, report, _ = export(replace(export_quiz(), before_reading="Think of a pier."), tool)
    assert report.notes[-1] == "The prompt before reading is left out."


def test_of_many_accepted_answers_the_best_are_kept() -> None:
    names = tuple(f"Olav {n}" for n in range(7))
    item = Item("i", "short_answer", "infer", "Who?", names[0], accept=names)
    content, report, _ = export(export_quiz([item]), "wayground")
    (asked,) = read("wayground", content, "xlsx")
    assert asked.right == set(names[:5])
    assert "5 of 7 accepted answers are in the sheet" in of(report.items[0].details)


@pytest.mark.parametrize(
    ("n_words", "seconds"), [(0, 20), (20, 20), (22, 30), (43, 30), (44, 60), (1000, 240)]
)
def test_there_is_time_to_read(n_words: int, seconds: int) -> None:
    assert answering_time(*["word"] * n_words) == seconds
