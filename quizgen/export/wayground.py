"""The spreadsheet of Wayground, which was Quizizz: one question a row, with an explanation.

============================= ====================================================
asked by                      becomes
============================= ====================================================
a choice, True or False,      ``Multiple Choice``
a gap with a bank
a line of a matching          ``Multiple Choice``
question, what comes first
typed words, one gap          ``Fill-in-the-Blank``; its options are accepted answers
own words                     ``Open-Ended``, which a person marks; the key is in the explanation
several gaps                  nothing
============================= ====================================================

Several gaps are not asked one by one: with the others filled in, the questions would tell each
other's answers, and with the others empty, a gap may have a second right answer (*____ met
____*). The template states no limits of length, so none is kept but that of a cell.
"""

from __future__ import annotations

from dataclasses import replace

from quizgen.export._sheet import (
    MAX_CELL_CHARS,
    DoesNotFit,
    Limits,
    Row,
    answering_time,
    choice_questions,
    n_characters,
    note_what_has_no_place,
    reasons_against,
    within_length,
    write_sheet,
)
from quizgen.export.question import Job, Question

LIMITS = Limits("Wayground", choices=5)
HEADINGS = (
    "Question Text",
    "Question Type",
    *(f"Option {n}" for n in range(1, LIMITS.choices + 1)),
    "Correct Answer",
    "Time in seconds",
    "Image Link",
    "Answer explanation",
)
WIDTHS = (60, 18, 30, 30, 30, 30, 30, 10, 10, 10, 60)
SECONDS_TO_WRITE = 120


def write(job: Job) -> bytes:
    """Return the quiz as a sheet for Wayground."""
    rows: list[tuple[str, Row]] = []
    for question in job.questions:
        typed = question.kind == "gaps" and not question.choices and len(question.answers) == 1
        if typed or question.kind in {"typed", "essay"}:
            found = _written(job, question)
        else:
            parts = choice_questions(job, question, LIMITS)
            if len(question.premises) > 1 and question.notes and parts:
                # It is shown as soon as a question is answered.
                parts = [replace(part, notes=()) for part in parts]
                job.losses.shortened(
                    question.item_id,
                    "explanation and evidence are left out: they tell the answers of all lines",
                )
            found = [_chosen(job, part) for part in parts]
        rows += [(question.item_id, row) for row in found]
    note_what_has_no_place(job, LIMITS.tool, feedback=True)
    return write_sheet(job, (HEADINGS,), rows, WIDTHS)


def _chosen(job: Job, question: Question) -> Row:
    texts = [choice.text for choice in question.choices]
    reasons = [
        f"{job.labels('not_option', letters=', '.join(texts[n] for n in places))}: {reason}"
        for places, reason in reasons_against(question)
    ]
    job.losses.written_as[question.item_id] = "Multiple Choice"
    return (
        question.stem(),
        "Multiple Choice",
        *_options(texts),
        texts.index(question.key) + 1,
        answering_time(question.stem(), *texts),
        None,
        _explanation(job, question, reasons),
    )


def _written(job: Job, question: Question) -> list[Row]:
    """Return the row of a question that is answered in writing; none if it is left out."""
    own_words = question.kind == "essay"
    name = "Open-Ended" if own_words else "Fill-in-the-Blank"
    accepted = question.answers[0] if question.answers else ()
    try:
        question = within_length(job, question, LIMITS)
    except DoesNotFit as exc:
        job.losses.left_out(question.item_id, str(exc))
        return []
    options: list[str] = []
    more: list[str] = []
    if own_words:
        more = [f"{job.labels('answer')}: {text}" for text in accepted[:1]]
        more += [f"{job.labels('also_right')}: {text}" for text in accepted[1:]]
    else:
        options = [text for text in accepted if n_characters(text) <= LIMITS.choice]
        if accepted[0] not in options:
            job.losses.left_out(question.item_id, "the answer is too long for a cell")
            return []
        options = options[: LIMITS.choices]
        if len(options) < len(accepted):
            job.losses.shortened(
                question.item_id,
                f"{len(options)} of {len(accepted)} accepted answers are in the sheet, which has "
                f"room for {LIMITS.choices}",
            )
    job.losses.written_as[question.item_id] = name
    time = SECONDS_TO_WRITE if own_words else answering_time(question.stem())
    explanation = _explanation(job, question, more)
    return [(question.stem(), name, *_options(options), None, time, None, explanation)]


def _options(texts: list[str]) -> list[str | None]:
    return [*texts, *([None] * (LIMITS.choices - len(texts)))]


def _explanation(job: Job, question: Question, more: list[str]) -> str:
    """Return all feedback, a line each, as much as a cell can hold; report what is missing."""
    lines = [f"{note.label}: {note.text}" for note in question.notes]
    lines = [*more, *lines] if question.kind == "essay" else [*lines, *more]
    n = len(lines)
    while n_characters("\n".join(lines)) > MAX_CELL_CHARS:
        lines.pop()
    if len(lines) < n:
        job.losses.shortened(
            question.item_id, f"{n - len(lines)} of {n} notes are left out: too long for a cell"
        )
    return "\n".join(lines)
