"""All questions with their keys and proofs, one a row: for spreadsheets and for programs.

Texts are those of the quiz file, without line breaks and control characters; keys and accepted
answers are written as there: the letters of ``matching`` and ``ordering`` (``1-B, 2-A``) count
the options of the row, the words of several gaps stand one after the other (``4.2; 1987``).

=========================== =================================================================
column                      content
=========================== =================================================================
number                      on the handout of this version
item_id                     unique in the quiz, the same in all its versions
type, level                 as in the quiz file
question                    gaps are drawn as in the quiz file, by underscores
option_1 … option_n         choices, a bank of words, what is to be matched or ordered; as many
                            columns as the quiz needs, empty where a question has fewer
line_1 … line_n             the numbered lines of a matching question
key                         the right answer; ``True`` or ``False`` in any language
accepted                    all answers to be marked right: a JSON array of texts
points                      whole points, 0 if it is not marked
explanation, correction     empty if there is none
evidence                    a JSON array of objects: ``text``, ``article_id``, ``sentence_id``,
                            ``paragraph`` (its number or null), ``start`` and ``end`` (characters
                            of the article's text)
version                     A, B … of a quiz that comes in versions
=========================== =================================================================

The file is UTF-8 with a byte order mark, for Excel. A text that a spreadsheet would take for a
formula has an apostrophe before it; ``quizgen.export._sheet.unguarded`` tells which ones. Read it
with pandas so that every text stays what it is::

    pd.read_csv("quiz.csv", encoding="utf-8-sig", dtype=str, keep_default_na=False)
"""

from __future__ import annotations

import json

from quizgen.export._sheet import Row, csv_file
from quizgen.export.question import Job, Question
from quizgen.quiz import Item, Quiz
from quizgen.render.sheet import clean


def write(job: Job) -> bytes:
    """Return all questions of the quiz, one a row."""
    items = {item.item_id: item for item in job.quiz.items}
    chosen = [(question, items[question.item_id]) for question in job.questions]
    n_options = max((len(item.options) for _, item in chosen), default=0)
    n_lines = max((len(item.premises) for _, item in chosen), default=0)
    rows: list[Row] = [
        (
            *("number", "item_id", "type", "level", "question"),
            *(f"option_{n}" for n in range(1, n_options + 1)),
            *(f"line_{n}" for n in range(1, n_lines + 1)),
            *("key", "accepted", "points", "explanation", "correction", "evidence", "version"),
        )
    ]
    for question, item in chosen:
        rows.append(_row(job.quiz, question, item, n_options, n_lines))
        job.losses.written_as[item.item_id] = item.type
    _note(job)
    guarded: list[int] = []
    content = csv_file(rows, on_guard=guarded.append)
    if guarded:
        job.losses.note(
            "Texts that a spreadsheet would take for a formula have an apostrophe before them, "
            f"in {len(guarded)} of {len(chosen)} rows."
        )
    return content


def _row(quiz: Quiz, question: Question, item: Item, n_options: int, n_lines: int) -> Row:
    return (
        question.number,
        question.public_id,
        item.type,
        item.level,
        clean(item.question),
        *_padded(item.options, n_options),
        *_padded(item.premises, n_lines),
        clean(item.key),
        _json([clean(text) for text in item.accept]),
        item.points,
        clean(item.explanation),
        clean(item.correction or ""),
        _json(
            [
                {
                    "text": clean(part.text),
                    "article_id": clean(part.article_id),
                    "sentence_id": clean(part.sentence_id),
                    "paragraph": quiz.article(part.article_id).paragraph_of(part.start),
                    "start": part.start,
                    "end": part.end,
                }
                for part in item.evidence
            ]
        ),
        clean(quiz.label or ""),
    )


def _padded(texts: tuple[str, ...], n: int) -> list[str]:
    return [*map(clean, texts), *([""] * (n - len(texts)))]


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False)


def _note(job: Job) -> None:
    note = job.losses.note
    note("The articles are left out.")
    note("Proofs are left out, and so is why each wrong choice is wrong; quiz.json has them.")
    if job.warm_up:
        note("The prompt before reading is left out.")
