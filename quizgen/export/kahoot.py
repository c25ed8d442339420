"""Kahoot's spreadsheet: one multiple-choice question a row.

The sheet is laid out as Kahoot's template is: a preamble in column B, the headings in row 8, the
number of each question in column A. The headings tell the limits: 120 characters a question, 75
a choice, the times there are. Kahoot reads xlsx files; a csv file of the same layout is for
other programs that read its template.
"""

from __future__ import annotations

from quizgen.export._sheet import (
    Limits,
    Row,
    note_what_has_no_place,
    numbered_rows,
    write_sheet,
)
from quizgen.export.question import Job

LIMITS = Limits("Kahoot", choices=4, question=120, choice=75)
HEADINGS = (
    None,
    "Question - max 120 characters",
    "Answer 1 - max 75 characters",
    "Answer 2 - max 75 characters",
    "Answer 3 - max 75 characters",
    "Answer 4 - max 75 characters",
    "Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs",
    "Correct answer(s) - choose at least one",
)
WIDTHS = (5, 60, 30, 30, 30, 30, 15, 15)
N_ROWS_ABOVE = 7


def write(job: Job) -> bytes:
    """Return the quiz as a sheet for Kahoot."""
    rows = numbered_rows(job, LIMITS, "Quiz")
    note_what_has_no_place(job, LIMITS.tool)
    if job.suffix == "csv":
        job.losses.note("Kahoot itself imports xlsx files only.")
    return write_sheet(job, (*_preamble(job), HEADINGS), rows, WIDTHS)


def _preamble(job: Job) -> list[Row]:
    lines = (None, "Quiz template", job.title, job.version)
    told = [*lines, *([None] * (N_ROWS_ABOVE - len(lines)))]
    return [(None, line or None, *([None] * (len(HEADINGS) - 2))) for line in told]
