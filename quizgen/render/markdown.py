"""Markdown handouts: CommonMark that can be read as it is, pasted or converted.

The quiz's own text is escaped, so none of it becomes a heading, a link, a table, HTML or any
other markup, in CommonMark and in the usual extensions of it. It never stands between emphasis
marks, because whether those open and close depends on the characters beside them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from quizgen.quiz import Quiz
from quizgen.render.keysheet import Answer, VersionTable, key_sheet
from quizgen.render.layout import DEFAULT_LAYOUT, Layout
from quizgen.render.sheet import ArticleText, GlossaryEntry, Question, Sheet, clean, student_sheet

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


def student_markdown(quiz: Quiz, layout: Layout = DEFAULT_LAYOUT) -> str:
    """Return the student's paper as Markdown; it holds no keys."""
    sheet = student_sheet(quiz, layout)
    blocks = [_title(sheet.title, sheet.version), _name_line(sheet)]
    if sheet.warm_up:
        blocks += [f"## {_label(sheet.labels, 'before_you_read')}", escape(sheet.warm_up)]
        blocks += [escape(_LINE)] * sheet.n_warm_up_lines
    for article in sheet.articles:
        blocks += _article(article)
    if sheet.glossary:
        blocks += [
            f"## {_label(sheet.labels, 'words_to_know')}",
            escape(sheet.glossary_instruction),
            "\n".join(_word(entry, blank=escape(_LINE)) for entry in sheet.glossary),
        ]
    for section in sheet.sections:
        blocks += [f"## {_heading(section.heading, section.points)}", escape(section.instruction)]
        for question in section.questions:
            blocks += [_asked(question), *_room(question, sheet.labels)]
    return _joined(blocks, sheet.footer)


def key_markdown(quiz: Quiz, layout: Layout = DEFAULT_LAYOUT, versions: Sequence[Quiz] = ()) -> str:
    """Return the teacher's key as Markdown, numbered as :func:`student_markdown` numbers."""
    sheet = key_sheet(quiz, layout, versions=versions)
    banner = escape(sheet.labels["teacher_key_banner"]).upper()
    blocks = [
        _title(f"{banner}: {sheet.title}", sheet.version),
        f"{_label(sheet.labels, 'quick_answers')}, {escape(sheet.points_in_all)}:",
    ]
    if sheet.strip:
        blocks.append(" · ".join(f"**{n}** {escape(short)}" for n, short in sheet.strip))
    for section in sheet.sections:
        blocks.append(f"## {_heading(section.heading, section.points)}")
        for answer in section.answers:
            blocks += _answered(answer, sheet.labels)
    if sheet.glossary:
        blocks += [
            f"## {_label(sheet.labels, 'words_to_know')}",
            _label(sheet.labels, "dictionary_note"),
            "\n".join(_word(entry, blank="–") for entry in sheet.glossary),
        ]
    if sheet.versions is not None:
        blocks += [
            f"## {_label(sheet.labels, 'all_versions')}",
            _label(sheet.labels, "all_versions_how"),
            _table(sheet.versions),
        ]
    return _joined(blocks, sheet.footer)


def _label(labels: Mapping[str, str], name: str) -> str:
    return escape(labels[name])


def _title(title: str, version: str) -> str:
    return f"# {escape(title)}" + (f" – {escape(version)}" if version else "")


def _heading(name: str, points: str) -> str:
    return f"{escape(name)} ({escape(points)})"


def _name_line(sheet: Sheet) -> str:
    blank = escape(_GAP)
    fields = [f"{_label(sheet.labels, name)} {blank}" for name in ("name", "class", "date")]
    return " ".join([*fields, f"{_label(sheet.labels, 'score')} {blank} / {sheet.n_points}"])


def _article(article: ArticleText) -> list[str]:
    blocks = [f"## {escape(article.heading)}"] if article.heading else []
    blocks.append(" · ".join(escape(fact) for fact in article.facts))
    blocks += [f"**[{n}]** {escape(text)}" for n, text in enumerate(article.paragraphs, 1)]
    if article.credit:
        blocks.append(escape(article.credit))
    return blocks


def _word(entry: GlossaryEntry, *, blank: str) -> str:
    place = f" ({escape(entry.place)})" if entry.place else ""
    return f"- {escape(entry.word)}{place}: {escape(entry.meaning) or blank}"


def _asked(question: Question) -> str:
    points = f" ({escape(question.points)})" if question.points else ""
    return f"**{question.number}.** {escape(question.text(_GAP))}{points}"


def _room(question: Question, labels: Mapping[str, str]) -> list[str]:
    """Return the blanks a student answers in."""
    options = question.options
    lettered = "\n".join(f"- **{o.letter}** {escape(o.text)}" for o in options)
    room = []
    if question.premises:
        room.append(
            "\n".join(f"- **{p.letter}** \\_\\_\\_ {escape(p.text)}" for p in question.premises)
        )
    if question.shape == "true_false":
        ticks = " ".join(f"☐ {_label(labels, name)}" for name in ("true", "false"))
        room.append(f"{ticks} · {_label(labels, 'paragraph_number')} \\_\\_\\_")
    elif question.shape == "match":
        # Between two lists, which would be one to a reader of Markdown.
        room += [f"{_label(labels, 'choices_column')}:", lettered]
    elif question.shape == "choice":
        room.append(lettered)
    elif question.shape == "order":
        boxes = " → ".join("☐" for _ in options)
        room += [lettered, f"{_label(labels, 'earliest')} {boxes} {_label(labels, 'latest')}"]
    elif options:
        room.append(f"{_label(labels, 'bank')}: " + " · ".join(escape(o.text) for o in options))
    return room + [escape(_LINE)] * question.n_lines


def _answered(answer: Answer, labels: Mapping[str, str]) -> list[str]:
    letter = f"**{answer.letter}** " if answer.letter else ""
    facts = [f"{_label(labels, 'answer')}: {letter}{escape(answer.answer)}"]
    facts += [escape(line) for line in answer.solution]
    if answer.accepted:
        accepted = "; ".join(escape(text) for text in answer.accepted)
        facts.append(f"{_label(labels, 'also_right')}: {accepted}")
    if answer.correction:
        facts.append(f"{_label(labels, 'corrected')}: {escape(answer.correction)}")
    if answer.explanation:
        facts.append(f"{_label(labels, 'why')}: {escape(answer.explanation)}")
    facts += [f"{escape(wrong.label)}: {escape(wrong.reason)}" for wrong in answer.wrong]
    facts.append(f"{_label(labels, 'marking')}: {escape(answer.marking)} ({escape(answer.level)})")
    quotations = [
        f"> {escape(quote.place or labels['evidence'])}: {escape(quote.text)}"
        for quote in answer.evidence
    ]
    asked = f"**{answer.question.number}.** {escape(answer.question.text(_GAP))}"
    return [asked, *quotations, "\n".join(f"- {fact}" for fact in facts)]


def _table(versions: VersionTable) -> str:
    rows = [[escape(cell) for cell in row] for row in (versions.columns, *versions.rows)]
    rows.insert(1, ["---"] * len(versions.columns))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _joined(blocks: list[str], footer: Sequence[str]) -> str:
    return "\n\n".join([*blocks, "---", " · ".join(escape(part) for part in footer)]) + "\n"
