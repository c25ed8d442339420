"""What the spreadsheets of Kahoot, Wayground, Blooket and Gimkit have in common.

::

    choice_questions        the questions of a quiz that such a tool can ask, and how
    ├── Limits              what the tool takes
    └── quotation cut       the one text that may be shortened
    answering_time          seconds a question is shown
    write_sheet             rows as xlsx, or as csv
    guarded, unguarded      texts that a spreadsheet would take for a formula

A tool of this kind asks questions with one right choice, by its own clock and for its own
points. What it cannot ask is left out with the reason; no text is cut but a quotation whose
speaker is asked for.

A text that looks like a formula is text in an xlsx file, whatever it begins with. A csv file has
no way to say so: a program that evaluates formulas does so in quotation marks too. Such a text
gets an apostrophe before it, as in the CSV mirrors of the dataset, unless it is a number; the
report names the questions, since the tool shows the apostrophe. :func:`unguarded` takes it away
again, from these texts and no others.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from quizgen.errors import RenderError
from quizgen.export._extras import need
from quizgen.export.degrade import as_choices, with_fewer_choices
from quizgen.export.question import Job, Question

Cell = str | int | None
Row = tuple[Cell, ...]

# "Total number of characters that a cell can contain" (Excel specifications and limits).
MAX_CELL_CHARS = 32_767

# Pupils of ten years read 130 to 150 words a minute (Hasbrouck and Tindal, oral reading fluency,
# 2017); then they have to find the answer.
WORDS_PER_MINUTE = 130
SECONDS_TO_THINK = 10
# Kahoot's times, which the other tools take too. Below 20 a game is one of reflexes.
TIMES = (20, 30, 60, 90, 120, 240)

# A shorter piece of a quotation seldom tells who said it.
MIN_QUOTED_WORDS = 8

CREATED = datetime(1980, 1, 1)  # of every file, so that the same quiz gives the same bytes

# What spreadsheets take for the beginning of a formula (OWASP, "CSV Injection"; the last four are
# those of East Asian keyboards), also behind blanks that some of them trim.
_FORMULA = re.compile(r"'*[\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]")
# A number is what it says, evaluated or not.
_NUMBER = re.compile(r"[+-]\d[\d.,]*%?")
_WHY_GUARDED = "a spreadsheet would take it for a formula."

_QUOTATION = re.compile("(?P<before>[^“]*“)(?P<quotation>.*)(?P<after>”[^”]*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a tool takes: so many characters of a question and of a choice, so many choices."""

    tool: str
    choices: int
    question: int = MAX_CELL_CHARS
    choice: int = MAX_CELL_CHARS


class DoesNotFit(Exception):
    """A question is too long for a tool; ``str()`` says by how much, in a teacher's words."""


def n_characters(text: str) -> int:
    """Return how long spreadsheets and web forms hold a text to be: in units of UTF-16.

    >>> n_characters("pier"), n_characters("😀")
    (4, 2)
    """
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def choice_questions(job: Job, question: Question, limits: Limits) -> list[Question]:
    """Return a question as such a tool can ask it, each with one right choice; report the rest.

    Nothing is returned if the question is left out.
    """
    item_id, losses = question.item_id, job.losses
    # As many points as lines, lest the report speak of points that the tool does not have.
    parts = as_choices(job, replace(question, points=max(1, len(question.premises))))
    if not parts:
        losses.left_out(item_id, _why_not(question, limits.tool))
        return []
    fitting: list[Question] = []
    for part in parts:
        try:
            fitting.append(_fitted(job, part, limits))
        except DoesNotFit as exc:
            if len(parts) == 1:
                losses.left_out(item_id, str(exc))
            else:
                losses.shortened(item_id, f"line {part.part} is left out: {exc}")
    if not fitting and len(parts) > 1:
        losses.left_out(item_id, f"none of its lines is as {limits.tool} takes it")
    return fitting


def numbered_rows(job: Job, limits: Limits, written_as: str) -> list[tuple[str, Row]]:
    """Return a row for each question: number, question, choices, seconds, the right one's number.

    ``written_as`` is what the tool calls such a question.
    """
    rows: list[tuple[str, Row]] = []
    for question in job.questions:
        for part in choice_questions(job, question, limits):
            texts = [choice.text for choice in part.choices]
            time = answering_time(part.stem(), *texts)
            answers = [*texts, *([None] * (limits.choices - len(texts)))]
            right = texts.index(part.key) + 1
            rows.append((part.item_id, (len(rows) + 1, part.stem(), *answers, time, right)))
            job.losses.written_as[part.item_id] = written_as
    return rows


def _why_not(question: Question, tool: str) -> str:
    match question.kind:
        case "essay" if not question.points:
            return f"it is for discussion: it has no right answer that {tool} could show"
        case "essay":
            return f"it is answered in one's own words, and {tool} has multiple choice only"
        case "gaps" if len(question.answers) > 1:
            return f"it has several gaps, and {tool} takes one answer a question"
        case _:
            return f"the answer is to be typed, and {tool} has multiple choice only"


def _fitted(job: Job, question: Question, limits: Limits) -> Question:
    """Return a question within a tool's limits. Raises ``DoesNotFit``: there is no way."""
    tool, item_id, losses = limits.tool, question.item_id, job.losses
    question = within_length(job, question, limits)
    if n_characters(question.key) > limits.choice:
        raise DoesNotFit(
            f"the right answer has {n_characters(question.key)} characters, "
            f"{tool} takes {limits.choice}"
        )
    if not _seen(question.key):
        raise DoesNotFit("nothing of the right answer is to be seen")
    kept = []
    # The right one first, so that it stays whatever reads like it.
    read = {_as_read(question.key)}
    for choice in question.choices:
        if choice.right:
            kept.append(choice)
        elif n_characters(choice.text) > limits.choice:
            losses.shortened(
                item_id,
                f"a wrong choice is left out, as it has {n_characters(choice.text)} characters "
                f"and {tool} takes {limits.choice}",
            )
        elif _as_read(choice.text) in read or not _seen(choice.text):
            losses.shortened(
                item_id, f"a wrong choice is left out, as it reads like another: {choice.text}"
            )
        else:
            read.add(_as_read(choice.text))
            kept.append(choice)
    if len(kept) < 2:
        raise DoesNotFit("no wrong choice is left")
    return with_fewer_choices(replace(question, choices=tuple(kept)), limits.choices, losses)


def within_length(job: Job, question: Question, limits: Limits) -> Question:
    """Return a question that is not too long, its quotation cut if its speaker is asked for.

    Raises:
        DoesNotFit: it is too long, and no quotation can be cut.
    """
    stem, most = question.stem(), limits.question
    if n_characters(stem) <= most:
        return question
    cut = _with_shorter_quotation(job, question, most)
    if not cut:
        raise DoesNotFit(
            f"the question has {n_characters(stem)} characters, {limits.tool} takes {most}"
        )
    job.losses.shortened(
        question.item_id,
        f"the quotation is cut, as the question has {n_characters(stem)} characters and "
        f"{limits.tool} takes {most}",
    )
    return replace(question, parts=(cut,))


def _with_shorter_quotation(job: Job, question: Question, most: int) -> str:
    """Return a question who said something with less of what was said; "" if it has none."""
    found = _QUOTATION.fullmatch(question.stem())
    if found is None or question.type not in {"who_said", "matching"}:
        return ""
    before, after = found["before"], f"…{found['after']}"
    room = most - n_characters(before + after)
    # Words end at blanks here: a dash or an apostrophe is inside one.
    ends = [m.start() for m in re.finditer(r"\s", found["quotation"])]
    for end in reversed(ends):
        kept = found["quotation"][:end].rstrip(" .,;:–—-")
        if len(kept.split()) < MIN_QUOTED_WORDS:
            return ""
        if n_characters(kept) <= room:
            # Two quotations that begin alike would be the same question with two answers.
            return f"{before}{kept}{after}" if _n_quoting(job, kept) == 1 else ""
    return ""


def _n_quoting(job: Job, words: str) -> int:
    """Return in how many of the texts whose speaker is asked for some words stand."""
    asked = [q.stem() for q in job.questions if q.type == "who_said"]
    asked += [premise for q in job.questions for premise in q.premises]
    return sum(words in text for text in asked)


def _as_read(text: str) -> str:
    """Return what makes a text look different from another to pupils, and to a lax program."""
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


def _seen(text: str) -> bool:
    return any(unicodedata.category(char)[0] not in "ZC" for char in text)


def answering_time(*texts: str) -> int:
    """Return the seconds to read some texts and find the answer, one of :data:`TIMES`.

    >>> answering_time("Who has landed his catch there?", "Olav", "Marta")
    20
    """
    n_words = sum(len(text.split()) for text in texts)
    needed = SECONDS_TO_THINK + n_words * 60 / WORDS_PER_MINUTE
    return next((time for time in TIMES if time >= needed), TIMES[-1])


def reasons_against(question: Question) -> list[tuple[list[int], str]]:
    """Return why wrong choices are wrong, each reason with the places of those it holds for."""
    places: dict[str, list[int]] = {}
    for place, choice in enumerate(question.choices):
        if choice.reason:
            places.setdefault(choice.reason, []).append(place)
    return [(found, reason) for reason, found in places.items()]


def note_what_has_no_place(job: Job, tool: str, *, feedback: bool = False) -> None:
    """Say what no question of a tool can keep; ``feedback`` if it has a place for that."""
    note = job.losses.note
    note(f"Points are left out: {tool} has its own, for right and quick answers.")
    note("The article is left out: pupils need it beside the game, or before it.")
    if not feedback:
        note(f"Explanations and evidence are left out: the sheet of {tool} has no place for them.")
    note("The levels of the questions are left out.")
    if job.warm_up:
        note("The prompt before reading is left out.")


def guarded(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula in a csv file.

    >>> guarded("=1+1"), guarded("-5"), guarded("4 - 2")
    ("'=1+1", '-5', '4 - 2')
    """
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def unguarded(text: str) -> str:
    """Return the text that :func:`guarded` was given.

    >>> unguarded("'=1+1"), unguarded("'tis")
    ('=1+1', "'tis")
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def csv_file(rows: Iterable[Row], *, on_guard: Callable[[int], object]) -> bytes:
    """Return rows as a csv file: UTF-8 with the mark that Excel looks for, CRLF.

    ``on_guard`` is called with the number of each row, from 0, that has a guarded text.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for number, row in enumerate(rows):
        cells = [guarded(cell) if isinstance(cell, str) else cell for cell in row]
        if cells != list(row):
            on_guard(number)
        writer.writerow(cells)
    return out.getvalue().encode("utf-8-sig")


def write_sheet(
    job: Job, head: Sequence[Row], rows: Sequence[tuple[str, Row]], widths: Sequence[int]
) -> bytes:
    """Return a sheet as the file the job asks for, ``csv`` or else ``xlsx``.

    Args:
        job: takes the report of texts changed in a csv file.
        head: rows above the questions; the last one has the headings.
        rows: a row for each question, with the id of its item.
        widths: of the columns, in characters.
    """
    if job.suffix == "csv":
        return _as_csv(job, head, rows)
    return _as_xlsx(head, [row for _, row in rows], widths)


def _as_csv(job: Job, head: Sequence[Row], rows: Sequence[tuple[str, Row]]) -> bytes:
    def report(number: int) -> None:
        if number < len(head):
            job.losses.note(f"In the csv file, the title has an apostrophe first: {_WHY_GUARDED}")
        else:
            job.losses.converted(
                rows[number - len(head)][0],
                f"in the csv file, a text has an apostrophe first: {_WHY_GUARDED} Delete it once "
                "imported, or use xlsx",
            )

    return csv_file([*head, *(row for _, row in rows)], on_guard=report)


def _as_xlsx(head: Sequence[Row], rows: Sequence[Row], widths: Sequence[int]) -> bytes:
    xlsxwriter = need("xlsxwriter", extra="sheets", what="A spreadsheet (.xlsx)")
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True})
    book.set_properties({"created": CREATED})
    sheet = book.add_worksheet()
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    title = book.add_format({"bold": True})
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(len(head), 0)
    for number, row in enumerate((*head, *rows)):
        above = title if number < len(head) - 1 else heading
        for column, cell in enumerate(row):
            _write_cell(sheet, number, column, cell, above if number < len(head) else plain)
    book.close()
    return written.getvalue()


def _write_cell(sheet: Any, row: int, column: int, cell: Cell, look: Any) -> None:
    if isinstance(cell, int):
        sheet.write_number(row, column, cell, look)
    elif cell and sheet.write_string(row, column, cell, look) != 0:
        # It would have been cut; callers keep within MAX_CELL_CHARS.
        raise RenderError(f"Row {row + 1} has a text of {len(cell):,} characters: too long a cell.")
