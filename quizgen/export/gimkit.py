"""Gimkit's spreadsheet: a question, its right answer and up to three wrong ones a row.

Laid out as Gimkit's import template is. It states no limits of length, so none is kept but that
of a spreadsheet's cell. Gimkit shuffles the answers and has no time for a single question.
"""

from __future__ import annotations

from quizgen.export._sheet import (
    Limits,
    Row,
    choice_questions,
    note_what_has_no_place,
    write_sheet,
)
from quizgen.export.question import Job

LIMITS = Limits("Gimkit", choices=4)
HEADINGS = (
    "Question",
    "Correct Answer",
    "Incorrect Answer 1",
    "Incorrect Answer 2 (Optional)",
    "Incorrect Answer 3 (Optional)",
)
TITLE = ("Gimkit Spreadsheet Import Template", *([None] * (len(HEADINGS) - 1)))
WIDTHS = (60, 30, 30, 30, 30)


def write(job: Job) -> bytes:
    """Return the quiz as a sheet for Gimkit."""
    rows: list[tuple[str, Row]] = []
    for question in job.questions:
        for part in choice_questions(job, question, LIMITS):
            wrong = [choice.text for choice in part.choices if not choice.right]
            empty = [None] * (LIMITS.choices - 1 - len(wrong))
            rows.append((part.item_id, (part.stem(), part.key, *wrong, *empty)))
            job.losses.written_as[part.item_id] = "Multiple choice"
    note_what_has_no_place(job, LIMITS.tool)
    return write_sheet(job, (TITLE, HEADINGS), rows, WIDTHS)
