"""Word handouts: real styles and headings, for a teacher to change; no keys in the student's.

Everything that repeats is a style (``Question``, ``Option``, ``Evidence`` …), so she changes the
look of all of them in one place. The styles are in :mod:`quizgen.render._word_styles`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.shared import Length, Mm
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from quizgen.errors import UnknownName
from quizgen.quiz import Quiz
from quizgen.render import _word, design
from quizgen.render._word_styles import MARGINS, TABLE_INSET, define_styles, text_width
from quizgen.render.keysheet import Answer, KeySheet, VersionTable, key_sheet
from quizgen.render.labels import load_labels
from quizgen.render.layout import DEFAULT_LAYOUT, PAPERS, Layout
from quizgen.render.sheet import ArticleText, GlossaryEntry, Question, Sheet, student_sheet

LINES_NUMBERED = 5  # every fifth, as in the PDF
GAP = "_" * 16
BLANK_LETTER = "_____"
TICK = "☐"


def student_docx(quiz: Quiz, layout: Layout = DEFAULT_LAYOUT) -> bytes:
    """Return the student's paper as a Word file; it holds no keys.

    Its lines are numbered by Word, and move when the text is changed.

    Raises:
        UnknownName: there is no such paper or language of labels.
    """
    sheet = student_sheet(quiz, layout)
    paper = _Paper(sheet, layout, sheet.labels["student_sheet"])
    _name_line(paper, sheet)
    paper.title(sheet)
    if sheet.warm_up:
        paper.add("Heading 1", sheet.labels["before_you_read"])
        paper.add("Prompt", sheet.warm_up, keep=True)
        paper.writing_lines(sheet.n_warm_up_lines, indented=False)
    _word.number_lines(paper.document.sections[0], every=LINES_NUMBERED)
    for article in sheet.articles:
        _article(paper, article)
    if sheet.glossary:
        paper.add("Heading 1", sheet.labels["words_to_know"])
        paper.add("Instruction", sheet.glossary_instruction)
        _glossary(paper, sheet.glossary)
    for section in sheet.sections:
        paper.add("Heading 1", section.heading, "\t", ("Label", section.points))
        paper.add("Instruction", section.instruction)
        for question in section.questions:
            _question(paper, question)
    return paper.saved()


def key_docx(quiz: Quiz, layout: Layout = DEFAULT_LAYOUT, versions: Sequence[Quiz] = ()) -> bytes:
    """Return the teacher's key as a Word file, numbered as the student's; by paragraphs only."""
    sheet = key_sheet(quiz, layout, versions=versions)
    labels = sheet.labels
    paper = _Paper(sheet, layout, labels["teacher_key"])
    paper.add("Banner", labels["teacher_key_banner"], "\t", sheet.footer[0])
    paper.title(sheet)
    if sheet.strip:
        paper.add("Strip", ("Label", f"{labels['quick_answers']} · {sheet.points_in_all}"))
        answers: list[str | tuple[str, str]] = []
        for number, short in sheet.strip:
            answers += [("Number", str(number)), f"\N{NO-BREAK SPACE}{short}    "]
        paper.add("Strip", *answers)
    for section in sheet.sections:
        paper.add("Heading 1", section.heading, "\t", ("Label", section.points))
        for answer in section.answers:
            _answer(paper, answer)
    if sheet.glossary:
        paper.add("Heading 1", labels["words_to_know"])
        paper.add("Instruction", labels["dictionary_note"])
        _glossary(paper, sheet.glossary)
    if sheet.versions is not None:
        paper.add("Heading 1", labels["all_versions"])
        paper.add("Instruction", labels["all_versions_how"])
        _versions(paper, sheet.versions)
    return paper.saved()


class _Paper:
    """A document in the making: what the two papers have in common."""

    def __init__(self, sheet: Sheet | KeySheet, layout: Layout, subject: str) -> None:
        if layout.paper not in PAPERS:
            raise UnknownName("paper", layout.paper, PAPERS)
        self.labels: Mapping[str, str] = sheet.labels
        named = [part for part in (sheet.title, sheet.version, subject) if part]
        self.document = _word.new_document(" – ".join(named), sheet.language)
        self.width = text_width(layout)
        define_styles(self.document, layout)
        section = self.document.sections[0]
        section.page_width, section.page_height = _word.page_size(layout.paper)
        section.left_margin, section.right_margin = MARGINS
        section.top_margin = section.bottom_margin = Mm(20)
        section.footer_distance = Mm(10)
        # By id, since python-docx looks through all styles for a name, once for each paragraph.
        self._ids = {style.name: style.style_id for style in self.document.styles}
        self._footer(sheet.footer, load_labels(layout.language).entries["page"])

    def _footer(self, parts: Sequence[str], page: str) -> None:
        footer = self.document.sections[0].footer.paragraphs[0]
        footer._p.style = self._ids["Footer"]
        footer.add_run(" · ".join(parts) + "\t")
        for piece in re.split(r"(\{pages?\})", page):
            if piece == "{page}":
                _word.field(footer, "PAGE")
            elif piece == "{pages}":
                _word.field(footer, "NUMPAGES")
            elif piece:
                footer.add_run(piece)

    def add(self, style: str, *runs: str | tuple[str, str], keep: bool = False) -> Paragraph:
        """Add a paragraph: texts, or pairs of a character style and a text.

        ``keep`` holds it on the page of the next one, where its style does not.
        """
        paragraph = self.document.add_paragraph()
        paragraph._p.style = self._ids[style]
        self.fill(paragraph, runs)
        if keep:
            paragraph.paragraph_format.keep_with_next = True
        return paragraph

    def fill(self, paragraph: Paragraph, runs: Iterable[str | tuple[str, str]]) -> None:
        for run in runs:
            style, text = ("", run) if isinstance(run, str) else run
            added = paragraph.add_run(text)
            if style:
                added._r.style = self._ids[style]

    def title(self, sheet: Sheet | KeySheet) -> None:
        self.add("Title", sheet.title)
        if sheet.version:
            self.add("Subtitle", sheet.version)

    def writing_lines(self, number: int, *, indented: bool = True) -> None:
        style = "Writing Line" if indented else "Wide Writing Line"
        for n in range(number):
            self.add(style, keep=n < number - 1)

    def table(self, head: Sequence[str], widths: Sequence[Length]) -> Table:
        """Add a table whose head is repeated on every page."""
        table: Table = self.document.add_table(rows=1, cols=len(head))
        table.alignment = WD_TABLE_ALIGNMENT.LEFT
        table.autofit = False
        properties = table._tbl.tblPr
        lines = _word.put(properties, "w:tblBorders")
        for side in ("bottom", "insideH"):
            lines.append(
                _word.element(
                    f"w:{side}", val="single", sz=4, space=0, color=design.RULE.lstrip("#")
                )
            )
        _word.put(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader")
        self._set_cells(table, 0, [("Label", text) for text in head])
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        return table

    def row(self, table: Table, cells: Sequence[str | tuple[str, str]]) -> None:
        _word.add_row(table)
        self._set_cells(table, len(table.rows) - 1, cells)

    def _set_cells(self, table: Table, row: int, cells: Sequence[str | tuple[str, str]]) -> None:
        _word.put(table.rows[row]._tr.get_or_add_trPr(), "w:cantSplit")
        for cell, column, text in zip(table.rows[row].cells, table.columns, cells, strict=True):
            if column.width is not None:
                cell.width = column.width
            self.cell(cell, text)

    def cell(self, cell: _Cell, text: str | tuple[str, str]) -> None:
        cell.paragraphs[0]._p.style = self._ids["Table Text"]
        self.fill(cell.paragraphs[0], [text])

    def keep_rows(self, table: Table) -> None:
        """Hold the rows of a short table together."""
        for row in table.rows[:-1]:
            for cell in row.cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = True

    def saved(self) -> bytes:
        _word.embed_fonts(self.document)
        return _word.saved(self.document)


def _name_line(paper: _Paper, sheet: Sheet) -> None:
    runs: list[str | tuple[str, str]] = []
    for name in ("name", "class", "date", "score"):
        runs += [("Label", f"{sheet.labels[name]} "), "\t", "  "]
    paper.add("Name Line", *runs[:-1], f" / {sheet.n_points}")


def _article(paper: _Paper, article: ArticleText) -> None:
    if article.heading:
        paper.add("Heading 1", article.heading)
    paper.add("Facts", " · ".join(article.facts))
    for number, paragraph in enumerate(article.paragraphs, 1):
        paper.add("Article", ("Number", str(number)), "\t", paragraph)
    if article.credit:
        paper.add("Credit", article.credit)


def _glossary(paper: _Paper, entries: Sequence[GlossaryEntry]) -> None:
    labels = paper.labels
    third = Length(paper.width // 3)
    table = paper.table(
        (labels["glossary_word"], labels["glossary_meaning"]), (third, Length(2 * third))
    )
    for entry in entries:
        paper.row(table, (("Strong", entry.word), entry.meaning))
        if entry.place:
            paper.fill(table.rows[-1].cells[0].paragraphs[0], [("Label", f"  {entry.place}")])
    paper.keep_rows(table)


def _question(paper: _Paper, question: Question) -> None:
    points = ("\t", ("Label", question.points)) if question.points else ()
    asked = paper.add(
        "Question", ("Number", str(question.number)), "\t", question.text(GAP), *points
    )
    room = question.options or question.premises or question.n_lines
    if not room and question.shape != "true_false":
        asked.paragraph_format.keep_with_next = False
    _room(paper, question)
    paper.writing_lines(question.n_lines)


def _room(paper: _Paper, question: Question) -> None:
    """Add what a student answers in, short of the lines to write on."""
    labels = paper.labels
    if question.shape == "true_false":
        ticks = "     ".join(f"{TICK} {labels[name]}" for name in ("true", "false"))
        paper.add("Ticks", ticks, "\t", ("Label", f"{labels['paragraph_number']} "), "______")
    elif question.shape == "match":
        if question.premises:
            _premises(paper, question)
            paper.add("Choices", ("Label", labels["choices_column"]))
        _options(paper, question)
    elif question.shape == "order":
        _options(paper, question, keep=True)
        _timeline(paper, len(question.options))
    elif question.shape == "choice":
        _options(paper, question)
    elif question.options:
        paper.add("Word Bank", "     ".join(option.text for option in question.options))


def _options(paper: _Paper, question: Question, *, keep: bool = False) -> None:
    last = len(question.options) - 1
    for n, option in enumerate(question.options):
        stays = keep or n < last
        paper.add("Option", ("Letter", option.letter), "\t", option.text, keep=stays)


def _premises(paper: _Paper, question: Question) -> None:
    labels = paper.labels
    narrow, wide = Mm(10), Mm(20)
    rest = Length(paper.width - narrow - wide - TABLE_INSET)
    table = paper.table(("", labels["letter_column"], labels["line_column"]), (narrow, wide, rest))
    _word.put(table._tbl.tblPr, "w:tblInd", w=TABLE_INSET.twips, type="dxa")
    for premise in question.premises:
        paper.row(table, (("Number", premise.letter), BLANK_LETTER, premise.text))
    paper.keep_rows(table)
    for cell in table.rows[-1].cells:
        cell.paragraphs[0].paragraph_format.keep_with_next = True


def _timeline(paper: _Paper, boxes: int) -> None:
    """Add boxes for letters with arrows between, from the earliest to the latest."""
    texts = [paper.labels["earliest"], *["", "→"] * (boxes - 1), "", paper.labels["latest"]]
    table = paper.document.add_table(rows=1, cols=len(texts))
    table.autofit = False
    _word.put(table._tbl.tblPr, "w:tblInd", w=TABLE_INSET.twips, type="dxa")
    for n, (column, text) in enumerate(zip(table.columns, texts, strict=True)):
        cell = column.cells[0]
        is_box = n % 2 == 1
        column.width = cell.width = Mm(11) if is_box else Mm(9) if text == "→" else Mm(20)
        paper.cell(cell, text if text == "→" else ("Label", text))
        if is_box:
            _frame(cell)
    paper.add("Table Text")


def _frame(cell: _Cell) -> None:
    borders = _word.put(cell._tc.get_or_add_tcPr(), "w:tcBorders")
    for side in ("top", "left", "bottom", "right"):
        borders.append(
            _word.element(f"w:{side}", val="single", sz=8, space=0, color=design.INK.lstrip("#"))
        )


def _answer(paper: _Paper, answer: Answer) -> None:
    labels = paper.labels
    question = answer.question
    paper.add("Question", ("Number", str(question.number)), "\t", question.text(GAP))
    letter: tuple[tuple[str, str], ...] = (("Letter", f"{answer.letter}  "),)
    paper.add("Answer", *(letter if answer.letter else ()), answer.answer, keep=True)
    for line in answer.solution:
        paper.add("Solution", line, keep=True)
    details = [
        (labels["also_right"], "; ".join(answer.accepted)),
        (labels["corrected"], answer.correction),
    ]
    _details(paper, details)
    for quote in answer.evidence:
        place = (("Label", f"{quote.place}  "),) if quote.place else ()
        paper.add("Evidence", *place, quote.text)
    details = [(labels["why"], answer.explanation)]
    details += [(wrong.label, wrong.reason) for wrong in answer.wrong]
    _details(paper, details)
    paper.add("Marking", f"{labels['marking']}: {answer.marking} · {answer.level}")


def _details(paper: _Paper, details: Iterable[tuple[str, str]]) -> None:
    for name, text in details:
        if text:
            paper.add("Detail", ("Label", f"{name}: "), text)


def _versions(paper: _Paper, versions: VersionTable) -> None:
    each = Length(paper.width // len(versions.columns))
    table = paper.table(versions.columns, [each] * len(versions.columns))
    for row in versions.rows:
        paper.row(table, row)
