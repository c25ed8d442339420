"""Word handouts: real styles and headings, for a teacher to change; no keys in the student's.

Everything that repeats is a style (``Question``, ``Option``, ``Evidence`` …), so she changes the
look of all of them in one place. The styles are in :mod:`quizgen.render._word_styles`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest

from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.oxml.ns import qn
from docx.shared import Length, Mm
from docx.table import Table
from docx.text.paragraph import Paragraph

from quizgen.quiz import Quiz
from quizgen.render import _word
from quizgen.render._word_styles import MARGINS, ROW_FOR_WRITING, define_styles, measures
from quizgen.render.keysheet import Answer, KeySheet, VersionTable, key_sheet
from quizgen.render.labels import load_labels
from quizgen.render.layout import DEFAULT_LAYOUT, Layout
from quizgen.render.sheet import ArticleText, GlossaryEntry, Question, Sheet, student_sheet

LINES_NUMBERED = 5  # every fifth, as in the PDF
LINE_NUMBERS = Mm(8)  # from the text: the paragraphs' own numbers stand at its edge
GAP = "_" * 16
BLANK_LETTER = "_____"
BLANK_NUMBER = "______"
NO_BREAK = "\N{NO-BREAK SPACE}"
BOX = NO_BREAK * 9  # its style draws the frame
TICK = "☐"
APART = "     "
SHORT = 30  # characters of a choice that leave room for the lines beside it
BOXES_IN_ROW, LARGE_BOXES_IN_ROW = 7, 4
VERSIONS_IN_ROW, LARGE_VERSIONS_IN_ROW = 8, 4
# Of each part of the footer: one that is higher than its page hangs LibreOffice. Sources are
# named in full above their articles.
MAX_FOOTER_CHARS = 160
# Of a table that stays on one page: LibreOffice hangs on two rows, held together, of a page each.
MAX_KEPT_CHARS = 1500
MAX_KEPT_ROWS = 24
LARGE_SHARE = 4  # a page of large print holds a fourth

Run = str | tuple[str, str]  # a text, or a character style and a text
Cell = tuple[str, Sequence[Run]]  # a paragraph style and its texts


def student_docx(quiz: Quiz, layout: Layout = DEFAULT_LAYOUT) -> bytes:
    """Return the student's paper as a Word file; it holds no keys.

    Its lines are numbered by Word, and move when the text is changed.

    Raises:
        UnknownName: there are no labels in that language.
    """
    sheet = student_sheet(quiz, layout)
    paper = _Paper(sheet, layout, sheet.labels["student_sheet"])
    _name_lines(paper, sheet)
    paper.title(sheet)
    for article in sheet.articles:
        if not article.heading:  # the title is the article's, and so are the facts under it
            paper.add("Facts", " · ".join(article.facts))
    if sheet.warm_up:
        paper.add("Heading 1", sheet.labels["before_you_read"])
        paper.add("Prompt", sheet.warm_up)
        paper.writing_lines(sheet.n_warm_up_lines, indented=False)
    for article in sheet.articles:
        _article(paper, article, after_lines=bool(sheet.warm_up))
    if sheet.glossary:
        paper.add("Heading 1", sheet.labels["words_to_know"])
        paper.add("Instruction", sheet.glossary_instruction)
        _glossary(paper, sheet.glossary)
    for section in sheet.sections:
        paper.add("Heading 1", section.heading, "\t", ("Label", section.points))
        paper.add("Instruction", section.instruction)
        for question in section.questions:
            _question(paper, question)
    _word.number_lines(paper.document.sections[0], every=LINES_NUMBERED, distance=LINE_NUMBERS)
    return paper.saved()


def key_docx(quiz: Quiz, layout: Layout = DEFAULT_LAYOUT, versions: Sequence[Quiz] = ()) -> bytes:
    """Return the teacher's key as a Word file, numbered as the student's; by paragraphs only."""
    sheet = key_sheet(quiz, layout, versions=versions)
    labels = sheet.labels
    paper = _Paper(sheet, layout, labels["teacher_key"])
    paper.add("Banner", labels["teacher_key_banner"], "\t", sheet.footer[0])
    paper.title(sheet)
    if sheet.strip:
        points = f"{labels['quick_answers']} · {sheet.points_in_all}"
        paper.add("Strip", ("Label", points), keep=True)
        answers: list[Run] = []
        for number, short in sheet.strip:
            unbroken = f"{NO_BREAK}{short}".replace(" ", NO_BREAK)
            answers += [("Number", str(number)), unbroken, APART]
        paper.add("Strip", *answers[:-1])
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
        self.labels: Mapping[str, str] = sheet.labels
        self.document = _word.new_document(sheet.document_title(subject), sheet.language)
        self.is_large = layout.large_print
        self.sizes = measures(layout)
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
        cut = [p if len(p) <= MAX_FOOTER_CHARS else f"{p[: MAX_FOOTER_CHARS - 1]}…" for p in parts]
        footer.add_run(" · ".join(cut) + "\t")
        for piece in re.split(r"(\{pages?\})", page):
            if piece == "{page}":
                _word.field(footer, "PAGE")
            elif piece == "{pages}":
                _word.field(footer, "NUMPAGES")
            elif piece:  # "page 2 of 3" stays on one line
                footer.add_run(piece.replace(" ", NO_BREAK))

    def add(self, style: str, *runs: Run, keep: bool = False) -> Paragraph:
        """Add a paragraph of texts.

        ``keep`` holds it on the page of the next one, where its style does not.
        """
        paragraph = self.document.add_paragraph()
        paragraph._p.style = self._ids[style]
        self.fill(paragraph, runs)
        if keep:
            paragraph.paragraph_format.keep_with_next = True
        return paragraph

    def fill(self, paragraph: Paragraph, runs: Iterable[Run]) -> None:
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

    def table(self, style: str, head: Sequence[str], widths: Sequence[Length]) -> Table:
        """Add a table whose head is repeated on every page."""
        table: Table = self.document.add_table(rows=1, cols=len(head))
        table._tblPr.style = self._ids[style]
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        _word.put(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader")
        self._set_cells(table, 0, [("Table Head", [text]) for text in head])
        return table

    def row(self, table: Table, cells: Sequence[Cell]) -> None:
        _word.add_row(table)
        self._set_cells(table, len(table.rows) - 1, cells)

    def _set_cells(self, table: Table, row: int, cells: Sequence[Cell]) -> None:
        _word.put(table.rows[row]._tr.get_or_add_trPr(), "w:cantSplit")
        pairs = zip(table.rows[row].cells, table.columns, cells, strict=True)
        for cell, column, (style, runs) in pairs:
            if column.width is not None:
                cell.width = column.width
            cell.paragraphs[0]._p.style = self._ids[style]
            self.fill(cell.paragraphs[0], runs)

    def keep_rows(self, table: Table, *, with_next: bool) -> None:
        """Hold the rows of a table together, and with what follows it, if they fit a page."""
        letters = sum(len(text.text or "") for text in table._tbl.iter(qn("w:t")))
        share = LARGE_SHARE if self.is_large else 1
        if letters * share > MAX_KEPT_CHARS or len(table.rows) * share > MAX_KEPT_ROWS:
            return
        for row in table.rows if with_next else table.rows[:-1]:
            for cell in row.cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = True

    def saved(self) -> bytes:
        _word.embed_fonts(self.document)
        return _word.saved(self.document)


def _name_lines(paper: _Paper, sheet: Sheet) -> None:
    fields = [("Label", f"{sheet.labels[name]} ") for name in ("name", "class", "date", "score")]
    score = ("Label", f" / {sheet.n_points}")
    for row in (fields[:2], fields[2:]) if paper.is_large else (fields,):
        runs: list[Run] = []
        for field in row:
            runs += [field, "\t", APART]
        # The last line ends at the margin, or before the score.
        paper.add("Name Line", *runs[:-1], *([score] if row[-1] == fields[-1] else ()))


def _article(paper: _Paper, article: ArticleText, *, after_lines: bool) -> None:
    if article.heading:
        paper.add("Heading 1", article.heading)
        paper.add("Facts", " · ".join(article.facts))
    elif after_lines:
        paper.add("Heading 1", paper.labels["article_text"])
    for number, paragraph in enumerate(article.paragraphs, 1):
        paper.add("Article", ("Number", str(number)), "\t", paragraph)
    if article.credit:
        paper.add("Credit", article.credit)


def _glossary(paper: _Paper, entries: Sequence[GlossaryEntry]) -> None:
    labels = paper.labels
    words = Length(int((0.4 if paper.is_large else 0.3) * paper.sizes.width))
    widths = (words, Length(paper.sizes.width - words))
    table = paper.table(
        "Ruled Table", (labels["glossary_word"], labels["glossary_meaning"]), widths
    )
    for entry in entries:
        word: list[Run] = [("Strong", entry.word)]
        if entry.place:
            word.append(("Label", f"  {entry.place}"))
        paper.row(table, (("Table Text", word), ("Table Text", [entry.meaning])))
        if not entry.meaning:
            row = table.rows[-1]
            row.height, row.height_rule = ROW_FOR_WRITING, WD_ROW_HEIGHT_RULE.AT_LEAST
    paper.keep_rows(table, with_next=False)


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
        ticks: list[Run] = []
        for name in ("true", "false"):
            ticks += [("Tick Box", TICK), f" {labels[name]}{APART}"]
        paper.add("Ticks", *ticks, "\t", ("Label", f"{labels['paragraph_number']} "), BLANK_NUMBER)
    elif question.shape == "match" and question.premises:
        _matching(paper, question)
    elif question.shape == "order":
        _options(paper, question, keep=True)
        _timeline(paper, len(question.options))
    elif question.shape in {"choice", "match"}:
        _options(paper, question, keep=question.n_lines > 0)
    elif question.options:
        bank: list[Run] = []
        for option in question.options:
            bank += [option.text, ("Label", f"{APART}·{APART}")]
        paper.add("Word Bank", *bank[:-1], keep=question.n_lines > 0)


def _options(paper: _Paper, question: Question, *, keep: bool = False) -> None:
    last = len(question.options) - 1
    for n, option in enumerate(question.options):
        stays = keep or n < last
        paper.add("Option", ("Letter", option.letter), "\t", option.text, keep=stays)


def _matching(paper: _Paper, question: Question) -> None:
    """Add numbered lines with blanks, and what to choose from: beside them if it is short."""
    labels, sizes = paper.labels, paper.sizes
    beside = not paper.is_large and all(len(option.text) <= SHORT for option in question.options)
    width = Length(sizes.width - sizes.indent)
    head = [labels["letter_column"], labels["line_column"]]
    widths = [Length(2 * sizes.indent + sizes.letter)]
    choices = Length(int(0.38 * width) if beside else 0)
    widths.append(Length(width - widths[0] - choices))
    if beside:
        head.append(labels["choices_column"])
        widths.append(choices)
    table = paper.table("Matching Table", head, widths)
    _word.put(table._tbl.tblPr, "w:tblInd", w=sizes.indent.twips, type="dxa")
    for premise, option in zip_longest(question.premises, question.options if beside else ()):
        # A number shares its cell with the blank, and so its line with all that is in the row.
        cells: list[Cell] = [("Table Option", ()), ("Table Text", ())]
        if premise:
            cells[0] = ("Table Option", (("Number", premise.letter), "\t", BLANK_LETTER))
            cells[1] = ("Table Text", (premise.text,))
        if beside:
            choice = (("Letter", option.letter), "\t", option.text) if option else ()
            cells.append(("Table Option", choice))
        paper.row(table, cells)
    paper.keep_rows(table, with_next=not beside)
    if not beside:
        paper.add("Choices", ("Label", labels["choices_column"]))
        _options(paper, question)


def _timeline(paper: _Paper, boxes: int) -> None:
    """Add boxes for letters with arrows between, from the earliest to the latest.

    A row is a paragraph of its own, since LibreOffice swallows boxes where it breaks a line.
    """
    in_row = LARGE_BOXES_IN_ROW if paper.is_large else BOXES_IN_ROW
    for first in range(0, boxes, in_row):
        last = min(first + in_row, boxes)
        runs: list[Run] = [] if first else [("Label", f"{paper.labels['earliest']}  ")]
        for n in range(first, last):
            runs += [("Answer Box", BOX), "  →  " if n < boxes - 1 else "  "]
        if last == boxes:
            runs.append(("Label", paper.labels["latest"]))
        paper.add("Timeline", *runs, keep=last < boxes)


def _answer(paper: _Paper, answer: Answer) -> None:
    labels = paper.labels
    question = answer.question
    paper.add("Question", ("Number", str(question.number)), "\t", question.text(GAP))
    letter: tuple[tuple[str, str], ...] = (("Letter", f"{answer.letter}  "),)
    paper.add("Answer", *(letter if answer.letter else ()), answer.answer)
    for line in answer.solution:
        paper.add("Solution", line)
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
    """Add the table across versions; many are shown some at a time, each time with the first."""
    most = LARGE_VERSIONS_IN_ROW if paper.is_large else VERSIONS_IN_ROW
    for start in range(1, len(versions.columns), most - 1):
        if start > 1:
            paper.add("Table Text")  # or Word would make one table of the two
        shown = [0, *range(start, min(start + most - 1, len(versions.columns)))]
        each = Length(paper.sizes.width // len(shown))
        head = [versions.columns[n] for n in shown]
        table = paper.table("Ruled Table", head, [each] * len(shown))
        for row in versions.rows:
            paper.row(table, [("Table Text", [row[n]]) for n in shown])
        paper.keep_rows(table, with_next=False)
