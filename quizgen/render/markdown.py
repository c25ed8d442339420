"""Markdown handouts: CommonMark that can be read as it is, pasted or converted.

The quiz's own text is escaped, so none of it becomes a heading, a link, a table, HTML or any
other markup, in CommonMark and in the usual extensions of it. It never stands between emphasis
marks, because whether those open and close depends on the characters beside them.
"""

from __future__ import annotations

import re

from quizgen.quiz import Quiz
from quizgen.render.sheet import (
    Answer,
    ArticleText,
    Question,
    clean,
    key_sheet,
    student_sheet,
)

# What means something wherever it stands: also tables, footnotes, formulas, attributes and
# mentions, and the bare addresses that some readers of Markdown turn into links.
_ANYWHERE = re.compile(r"[\\`*_{}\[\]<>&~|$^@#]|:(?=//)|(?<=www)\.", re.IGNORECASE)
# What means something at the start of a line only: lists, of the lettered kinds too, lines
# under headings, definitions.
_AT_START = re.compile(
    r"(?P<marker>[+\-=:%])|(?P<label>\(?(?:[0-9]+|[a-z]|[ivxlcdm]+))(?P<stop>[.)])(?= |$)",
    re.IGNORECASE,
)

_GAP = "_" * 12
_LINE = "_" * 40


def escape(text: str) -> str:
    r"""Return text as one line of Markdown that shows just that text.

    It is cleaned first (:func:`quizgen.render.sheet.clean`), so line breaks become spaces.

    >>> print(escape("# *Not* [a link](https://example.org)"))
    \# \*Not\* \[a link\](https\://example.org)
    >>> print(escape("1. May 2020"))
    1\. May 2020
    """
    text = clean(text)
    start = _AT_START.match(text)
    if start is None:
        return _ANYWHERE.sub(r"\\\g<0>", text)
    rest = _ANYWHERE.sub(r"\\\g<0>", text[start.end() :])
    return f"{start['label'] or ''}\\{start['marker'] or start['stop']}{rest}"


def student_markdown(quiz: Quiz) -> str:
    """Return the student's paper as Markdown; it holds no keys."""
    sheet = student_sheet(quiz)
    blank = escape(_GAP)
    blocks = [
        f"# {escape(sheet.title)}",
        f"Name {blank} Class {blank} Date {blank} Score {blank} / {sheet.n_points}",
    ]
    for article in sheet.articles:
        blocks += _article(article)
    for section in sheet.sections:
        blocks += [f"## {section.heading} ({section.points})", section.instruction]
        for question in section.questions:
            blocks += [_asked(question), *_room(question)]
    return _joined(blocks, sheet.quiz_id, sheet.made_by)


def key_markdown(quiz: Quiz) -> str:
    """Return the teacher's key as Markdown, numbered as :func:`student_markdown` numbers."""
    sheet = key_sheet(quiz)
    blocks = [
        f"# TEACHER KEY: {escape(sheet.title)}",
        f"Quick answers, {sheet.n_points} point{'' if sheet.n_points == 1 else 's'} in all:",
    ]
    if sheet.sections:
        blocks.append(" · ".join(f"**{n}** {escape(short)}" for n, short in sheet.strip()))
    for section in sheet.sections:
        blocks.append(f"## {section.heading} ({section.points})")
        for answer in section.answers:
            blocks += _answered(answer)
    return _joined(blocks, sheet.quiz_id, sheet.made_by)


def _article(article: ArticleText) -> list[str]:
    blocks = [f"## {escape(article.heading)}"] if article.heading else []
    blocks.append(" · ".join(escape(fact) for fact in article.facts))
    blocks += [f"**[{n}]** {escape(text)}" for n, text in enumerate(article.paragraphs, 1)]
    if article.credit:
        blocks.append(escape(article.credit))
    return blocks


def _asked(question: Question) -> str:
    points = f" ({question.points})" if question.points else ""
    return f"**{question.number}.** {escape(question.text(_GAP))}{points}"


def _room(question: Question) -> list[str]:
    """Return the blocks a student answers in."""
    options = question.options
    room = []
    if question.premises:
        room.append(
            "\n".join(f"- **{p.letter}** \\_\\_\\_ {escape(p.text)}" for p in question.premises)
        )
    if question.shape == "true_false":
        room.append("☐ True ☐ False")
    elif question.shape in {"choice", "match"}:
        room.append("\n".join(f"- **{o.letter}** {escape(o.text)}" for o in options))
    elif question.shape == "order":
        room.append("\n".join(f"- ☐ **{o.letter}** {escape(o.text)}" for o in options))
    elif options:
        room.append("Words: " + " · ".join(escape(o.text) for o in options))
    return room + [escape(_LINE)] * question.n_lines


def _answered(answer: Answer) -> list[str]:
    letter = f"**{answer.letter}** " if answer.letter else ""
    facts = [f"Answer: {letter}{escape(answer.answer)}"]
    if answer.accepted:
        facts.append("Also right: " + "; ".join(escape(text) for text in answer.accepted))
    if answer.correction:
        facts.append(f"Corrected: {escape(answer.correction)}")
    if answer.explanation:
        facts.append(f"Why: {escape(answer.explanation)}")
    facts.append(f"Marking: {answer.points}, {answer.level}")
    quotations = [
        f"> {quote.place or 'Article'}: {escape(quote.text)}" for quote in answer.evidence
    ]
    asked = f"**{answer.question.number}.** {escape(answer.question.text(_GAP))}"
    return [asked, *quotations, "\n".join(f"- {fact}" for fact in facts)]


def _joined(blocks: list[str], quiz_id: str, made_by: str) -> str:
    footer = f"Quiz {quiz_id} · {escape(made_by)}"
    return "\n\n".join([*blocks, "---", footer]) + "\n"
