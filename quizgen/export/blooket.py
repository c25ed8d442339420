"""Blooket's spreadsheet: one multiple-choice question a row.

Laid out as Blooket's import template is, whose headings also give the longest time, 300 seconds.
It states no limits of length, so none is kept but that of a spreadsheet's cell.
"""

from __future__ import annotations

from quizgen.export._sheet import (
    Limits,
    Row,
    answering_time,
    choice_questions,
    note_what_has_no_place,
    write_sheet,
)
from quizgen.export.question import Job

LIMITS = Limits("Blooket", choices=4)
HEADINGS = (
    "Question #",
    "Question Text",
    "Answer 1",
    "Answer 2",
    "Answer 3\n(Optional)",
    "Answer 4\n(Optional)",
    "Time Limit (sec)\n(Max: 300 seconds)",
    "Correct Answer(s)\n(Only include Answer #)",
)
TITLE = ("Blooket\nImport Template", *([None] * (len(HEADINGS) - 1)))
WIDTHS = (12, 60, 30, 30, 30, 30, 20, 24)


def write(job: Job) -> bytes:
    """Return the quiz as a sheet for Blooket."""
    rows: list[tuple[str, Row]] = []
    for question in job.questions:
        for part in choice_questions(job, question, LIMITS):
            texts = [choice.text for choice in part.choices]
            time = answering_time(part.stem(), *texts)
            answers = [*texts, *([None] * (LIMITS.choices - len(texts)))]
            right = texts.index(part.key) + 1
            rows.append((part.item_id, (len(rows) + 1, part.stem(), *answers, time, right)))
            job.losses.written_as[part.item_id] = "Multiple choice"
    note_what_has_no_place(job, LIMITS.tool)
    return write_sheet(job, (TITLE, HEADINGS), rows, WIDTHS)
