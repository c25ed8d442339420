"""Blooket's spreadsheet: one multiple-choice question a row.

Laid out as Blooket's import template is, whose headings also give the longest time, 300 seconds.
It states no limits of length, so none is kept but that of a spreadsheet's cell.
"""

from __future__ import annotations

from quizgen.export._sheet import (
    Limits,
    note_what_has_no_place,
    numbered_rows,
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
    rows = numbered_rows(job, LIMITS, "Multiple choice")
    note_what_has_no_place(job, LIMITS.tool)
    return write_sheet(job, (TITLE, HEADINGS), rows, WIDTHS)
