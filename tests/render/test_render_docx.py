from __future__ import annotations

import io
import re
import subprocess
import sys
import uuid
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.errors import UnknownName
from quizgen.quiz import GlossaryWord, Item, Quiz, QuizArticle
from quizgen.render._word import ORDER
from quizgen.render.docx import key_docx, student_docx
from quizgen.render.keysheet import key_sheet
from quizgen.render.layout import Layout
from quizgen.render.sheet import Option, Question, Sheet, clean, student_sheet
from quizgen.versions import make_versions
from tests.consumers import program
from tests.render_samples import HOSTILE, hostile_quiz, pretend_language, sample_quiz

LAYOUTS = [Layout(), Layout(paper="us-letter", large_print=True, glossary="given")]
SECRETS = ("EXPLAINED", "CORRECTED", "OPEN-KEY", "Mr Brandt", "REFUTED", "MEANING")


def full_quiz() -> Quiz:
    """The sample with everything a handout can have."""
    quiz = sample_quiz()
    told = {"A ferry": "REFUTED"}
    return replace(
        quiz,
        items=tuple(replace(item, proof={"distractors": told}) for item in quiz.items),
        before_reading="What is a pier for?",
        glossary=(GlossaryWord("floating", "MEANING", "a1", 150, 158), GlossaryWord("quay")),
    )


@pytest.fixture
def full() -> Quiz:
    return full_quiz()


def words_of(content: bytes) -> str:
    """Return all text of a file, tables and footers too, as python-docx reads it."""
    document = Document(io.BytesIO(content))
    parts = [document.element.body, document.sections[0].footer._element]
    lines = []
    for part in parts:
        for paragraph in part.iter(qn("w:p")):
            pieces = [
                "\t" if node.tag == qn("w:tab") else node.text or ""
                for node in paragraph.iter(qn("w:t"), qn("w:tab"))
                if node.getparent().tag == qn("w:r")
            ]
            lines.append("".join(pieces))
    return "\n".join(lines)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def in_order(text: str, pieces: list[str]) -> str | None:
    """Return the first piece that does not stand after the one before it; None if all do."""
    position = 0
    for piece in pieces:
        wanted = squeezed(piece).strip()
        found = text.find(wanted, position)
        if found < 0:
            return piece
        position = found + len(wanted)
    return None


def name_line(sheet: Sheet) -> list[str]:
    return [*(sheet.labels[n] for n in ("name", "class", "date", "score")), f"/ {sheet.n_points}"]


def student_pieces(quiz: Quiz, layout: Layout) -> list[str]:
    """Return what the student's file must show, in its order."""
    sheet = student_sheet(quiz, layout)
    pieces = [*name_line(sheet), sheet.title, sheet.version]
    pieces += [sheet.labels["before_you_read"], sheet.warm_up]
    for article in sheet.articles:
        pieces += [article.heading, *article.facts]
        for number, paragraph in enumerate(article.paragraphs, 1):
            pieces += [str(number), paragraph]
        pieces.append(article.credit)
    if sheet.glossary:
        pieces += [sheet.labels["words_to_know"], sheet.glossary_instruction]
        pieces += [sheet.labels["glossary_word"], sheet.labels["glossary_meaning"]]
        pieces += [text for e in sheet.glossary for text in (e.word, e.place, e.meaning)]
    for section in sheet.sections:
        pieces += [section.heading, section.points, section.instruction]
        for question in section.questions:
            pieces += [str(question.number), *question.parts, question.points]
            pieces += room_pieces(question, sheet.labels, layout)
    return pieces


def room_pieces(question: Question, labels: Mapping[str, str], layout: Layout) -> list[str]:
    options = lettered(question.options)
    if question.shape == "true_false":
        return [labels["true"], labels["false"], labels["paragraph_number"]]
    if question.shape == "gap":
        return [option.text for option in question.options]
    if question.shape == "order":
        return [*options, labels["earliest"], labels["latest"]]
    if question.shape != "match":
        return options
    head = [labels[f"{name}_column"] for name in ("letter", "line")]
    if layout.large_print:  # the choices stand below, not beside
        return [*head, *lettered(question.premises), labels["choices_column"], *options]
    rows = [*head, labels["choices_column"]]
    for pair in zip_longest(question.premises, question.options):
        rows += lettered(part for part in pair if part)
    return rows


def lettered(options: Iterable[Option]) -> list[str]:
    return [text for option in options for text in (option.letter, option.text)]


def key_pieces(quiz: Quiz, versions: list[Quiz], layout: Layout) -> list[str]:
    sheet = key_sheet(quiz, layout, versions=versions)
    pieces = [sheet.labels["teacher_key_banner"], sheet.title, sheet.version]
    pieces += [sheet.labels["quick_answers"], sheet.points_in_all]
    pieces += [text for number, short in sheet.strip for text in (str(number), short)]
    for section in sheet.sections:
        pieces += [section.heading, section.points]
        for answer in section.answers:
            pieces += [str(answer.question.number), *answer.question.parts]
            pieces += [answer.letter, answer.answer, *answer.solution]
            pieces += [*answer.accepted, answer.correction]
            pieces += [text for q in answer.evidence for text in (q.place, q.text)]
            pieces += [answer.explanation]
            pieces += [text for w in answer.wrong for text in (w.label, w.reason)]
            pieces += [answer.marking, answer.level]
    pieces += [text for entry in sheet.glossary for text in (entry.word, entry.meaning)]
    if sheet.versions:
        pieces += [cell for row in sheet.versions.rows for cell in row]
    return pieces


@pytest.mark.parametrize("layout", LAYOUTS, ids=["a4", "large letter"])
def test_files_show_everything_of_their_sheets_in_order(full: Quiz, layout: Layout) -> None:
    versions = make_versions(full, 2)
    student = squeezed(words_of(student_docx(versions[1], layout)))
    assert in_order(student, student_pieces(versions[1], layout)) is None
    assert student_sheet(versions[1], layout).footer[0] in student
    key = squeezed(words_of(key_docx(versions[1], layout, versions)))
    assert in_order(key, key_pieces(versions[1], versions, layout)) is None
    assert "Version B" in student
    assert "Version B" in key


def test_student_file_holds_no_key_in_any_of_its_parts(full: Quiz) -> None:
    parts = parts_of(student_docx(full))
    assert b"What damaged the old pier?" in parts["word/document.xml"]
    for secret in SECRETS:
        assert not [name for name, data in parts.items() if secret.encode() in data], secret
        assert secret in words_of(key_docx(full))


def test_facts_stand_under_a_title_that_is_the_article_s(full: Quiz) -> None:
    document = Document(io.BytesIO(student_docx(replace(full, title="A floating pier"))))
    shown = [(p.style.name, p.text.split("\t")[0]) for p in document.paragraphs if p.style]
    assert [(style, text[:18]) for style, text in shown[1:4]] == [
        ("Title", "A floating pier"), ("Facts", "The Elder Gazette "), ("Heading 1", "Before you read"),
    ]  # fmt: skip
    assert ("Heading 1", "Article") in shown
    assert [style for style, _ in shown].count("Facts") == 1


@pytest.mark.parametrize(
    ("boxes", "layout", "rows"),
    [(2, Layout(), [2]), (7, Layout(), [7]), (8, Layout(), [7, 1]), (6, Layout(large_print=True), [4, 2])],
)  # fmt: skip
def test_timeline_has_a_box_for_each_event_and_arrows_between(
    boxes: int, layout: Layout, rows: list[int]
) -> None:
    events = tuple(f"Event {n}" for n in range(boxes))
    quiz = replace(
        sample_quiz(), items=(Item("i", "ordering", "integrate", "Order.", "A", options=events),)
    )
    paragraphs = Document(io.BytesIO(student_docx(quiz, layout))).paragraphs
    shown = [p for p in paragraphs if p.style and p.style.name == "Timeline"]
    framed = [[r.style.name for r in p.runs if r.style].count("Answer Box") for p in shown]
    assert framed == rows
    assert sum(p.text.count("→") for p in shown) == boxes - 1
    assert shown[0].text.startswith("earliest")
    assert shown[-1].text.endswith("latest")


@pytest.mark.parametrize(
    ("number", "layout", "columns"),
    [(8, Layout(), [8]), (9, Layout(), [8, 2]), (5, Layout(large_print=True), [4, 2])],
)
def test_many_versions_are_shown_some_at_a_time_with_the_first(
    quiz: Quiz, number: int, layout: Layout, columns: list[int]
) -> None:
    versions = make_versions(quiz, number)
    tables = Document(io.BytesIO(key_docx(versions[0], layout, versions))).tables
    assert [len(table.columns) for table in tables] == columns
    heads = [[cell.text for cell in table.rows[0].cells] for table in tables]
    assert [head[0] for head in heads] == ["A"] * len(tables)
    assert [name for head in heads for name in head[1:]] == [v.label for v in versions[1:]]


def test_words_without_meaning_leave_room_to_write(full: Quiz) -> None:
    def heights(layout: Layout) -> list[float | None]:
        table = Document(io.BytesIO(student_docx(full, layout))).tables[0]
        return [row.height and round(row.height.mm, 0) for row in table.rows]

    assert heights(Layout()) == [None, 9, 9]
    assert heights(Layout(glossary="given")) == [None, None, 9]


def test_what_repeats_is_a_style(full: Quiz) -> None:
    document = Document(io.BytesIO(student_docx(full)))
    styles = [p.style.name for p in document.paragraphs if p.style is not None]
    for name in ("Title", "Heading 1", "Instruction", "Question", "Option", "Article"):
        assert name in styles
    assert styles.count("Question") == len(full.items)
    headings = [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 1"]
    assert [h.split("\t")[0] for h in headings] == [
        "Before you read", "A floating pier", "Words to know", "Multiple choice", "Who said it?",
        "True or false?", "Fill the gaps", "Short answers", "Match", "Put in order",
        "Think and discuss",
    ]  # fmt: skip
    # No direct formatting of letters: whoever changes a style changes all of it.
    runs = document.element.body.iter(qn("w:rPr"))
    assert {child.tag for run in runs for child in run} == {qn("w:rStyle")}


def stays_with_next(paragraph: Any) -> bool:
    own = paragraph.paragraph_format.keep_with_next
    style = paragraph.style
    while own is None and style is not None:
        own, style = style.paragraph_format.keep_with_next, style.base_style
    return bool(own)


def test_questions_stay_with_their_options_and_lines(full: Quiz) -> None:
    paragraphs = Document(io.BytesIO(student_docx(full))).paragraphs
    for paragraph, following in pairwise(paragraphs):
        assert paragraph.style is not None
        assert following.style is not None
        name, after = paragraph.style.name, following.style.name
        if name in {"Title", "Heading 1", "Instruction"}:
            assert stays_with_next(paragraph), paragraph.text
        if after in {"Option", "Writing Line", "Ticks", "Word Bank"} and name in {
            "Question", "Option", "Writing Line",
        }:  # fmt: skip
            assert stays_with_next(paragraph), paragraph.text
        if after == "Question" and name != "Instruction":  # which may stand on the next page
            assert not stays_with_next(paragraph), paragraph.text


def test_answers_of_a_key_stay_whole(full: Quiz) -> None:
    paragraphs = Document(io.BytesIO(key_docx(full))).paragraphs
    names = [p.style.name for p in paragraphs if p.style]
    inside = {"Question", "Answer", "Solution", "Detail", "Evidence"}
    assert inside < set(names)
    for paragraph, name in zip(paragraphs, names, strict=True):
        if name in inside | {"Marking"}:
            assert stays_with_next(paragraph) == (name != "Marking"), paragraph.text


@pytest.mark.parametrize("layout", LAYOUTS, ids=["a4", "large letter"])
def test_tables_have_a_style_heads_and_rows_that_do_not_split(full: Quiz, layout: Layout) -> None:
    versions = make_versions(full, 2)
    styles = []
    for content in (student_docx(full, layout), key_docx(full, layout, versions)):
        for table in Document(io.BytesIO(content)).tables:
            styles.append(table.style.name if table.style else None)
            heads = [row.find(f".//{qn('w:tblHeader')}") is not None for row in table._tbl.tr_lst]
            assert heads == [True] + [False] * (len(heads) - 1)
            assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in table._tbl.tr_lst)
    assert styles == ["Ruled Table", "Matching Table", "Ruled Table", "Ruled Table"]


def test_short_tables_stay_on_one_page_and_long_ones_do_not(full: Quiz) -> None:
    """LibreOffice hangs on rows of a page each that are held together."""

    def held(meaning: str) -> list[bool]:
        words = (GlossaryWord("quay", meaning), GlossaryWord("mole", meaning))
        content = student_docx(replace(full, glossary=words), Layout(glossary="given"))
        rows = Document(io.BytesIO(content)).tables[0].rows
        return [stays_with_next(row.cells[0].paragraphs[0]) for row in rows]

    assert held("a wall in the sea") == [True, True, False]
    assert held("w" * 2000) == [True, False, False]  # the head never stands alone


def test_part_of_a_footer_is_cut_before_it_fills_the_page(full: Quiz) -> None:
    wordy = replace(full, articles=(replace(full.articles[0], source="w" * 4000),))
    document = Document(io.BytesIO(student_docx(wordy)))
    text = document.sections[0].footer.paragraphs[0].text
    assert "www…" in text
    assert len(text) < 400
    assert any("w" * 4000 in p.text for p in document.paragraphs)


def is_counted(style: Any) -> bool:
    while style is not None:
        found = style.element.find(f".//{qn('w:suppressLineNumbers')}")
        if found is not None:
            return found.get(qn("w:val")) == "0"
        style = style.base_style
    return True


def test_lines_of_the_article_are_numbered_and_no_others(full: Quiz) -> None:
    document = Document(io.BytesIO(student_docx(full)))
    (numbers,) = document.element.body.iter(qn("w:lnNumType"))
    assert (numbers.get(qn("w:countBy")), numbers.get(qn("w:restart"))) == ("5", "continuous")
    for paragraph in document.paragraphs:
        assert paragraph.style is not None
        assert is_counted(paragraph.style) == (paragraph.style.name == "Article")
    assert not is_counted(document.styles["Normal"])  # what a teacher adds counts for nothing
    assert not list(Document(io.BytesIO(key_docx(full))).element.body.iter(qn("w:lnNumType")))


def test_page_size_of_print_and_language(full: Quiz) -> None:
    small = Document(io.BytesIO(student_docx(full)))
    large = Document(io.BytesIO(student_docx(full, LAYOUTS[1])))
    assert [round(d.sections[0].page_width.mm) for d in (small, large)] == [210, 216]  # type: ignore[union-attr]
    assert [d.styles["Normal"].font.size.pt for d in (small, large)] == [10.5, 18]  # type: ignore[attr-defined]
    assert small.core_properties.language == "en-GB"
    assert {t.get(qn("w:val")) for t in small.styles.element.iter(qn("w:lang"))} == {"en-GB"}
    with pytest.raises(UnknownName, match="Did you mean 'us-letter'"):
        student_docx(full, Layout(paper="usletter"))  # type: ignore[arg-type]


def test_footer_has_the_quiz_and_fields_for_the_pages(full: Quiz) -> None:
    footer = Document(io.BytesIO(student_docx(full))).sections[0].footer
    fields = [f.get(qn("w:instr")) for f in footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    text = footer.paragraphs[0].text
    assert text.startswith("Quiz ")
    assert "Text: The Elder Gazette" in text


def test_fonts_are_embedded_as_the_standard_says(full: Quiz) -> None:
    parts = parts_of(student_docx(full))
    table = parts["word/fontTable.xml"].decode()
    keys = re.findall(r'w:fontKey="\{([0-9A-F-]{36})\}"', table)
    names = sorted(n for n in parts if n.endswith(".odttf"))
    assert len(keys) == len(set(keys)) == len(names) == 5
    order = re.findall(r"fonts/[^\"]*\.odttf", parts["word/_rels/fontTable.xml.rels"].decode())
    assert sorted(f"word/{target}" for target in order) == names
    plain = []
    for name in names:
        data = parts[name]
        for key in keys:
            mask = uuid.UUID(key).bytes[::-1] * 2
            head = bytes(a ^ b for a, b in zip(data, mask, strict=False))
            if head[:4] == b"\x00\x01\x00\x00":  # a TrueType font
                plain.append(head + data[32:])
    assert len(plain) == 5
    assert b"obfuscatedFont" in parts["[Content_Types].xml"]
    assert b"w:embedTrueTypeFonts" in parts["word/settings.xml"]


def misplaced(content: bytes) -> Iterator[str]:
    """Yield the properties whose children do not stand in the order of the schema."""
    for name, data in parts_of(content).items():
        if not re.fullmatch(r"word/(document|styles|settings|footer\d*)\.xml", name):
            continue
        from lxml import etree

        for parent in etree.fromstring(data).iter():
            tag = "w:" + str(parent.tag).rpartition("}")[2]
            if tag in ORDER and str(parent.tag).startswith("{http://schemas.openxmlformats"):
                tags = ["w:" + str(c.tag).rpartition("}")[2] for c in parent]
                known = [t for t in tags if t in ORDER[tag]]
                if known != sorted(dict.fromkeys(known), key=ORDER[tag].index):
                    yield f"{name}: {tag}: {known}"


@pytest.mark.parametrize("layout", LAYOUTS, ids=["a4", "large letter"])
def test_properties_stand_in_the_order_that_word_wants(full: Quiz, layout: Layout) -> None:
    versions = make_versions(full, 2)
    assert list(misplaced(student_docx(full, layout))) == []
    assert list(misplaced(key_docx(full, layout, versions))) == []


def test_same_quiz_same_bytes_without_dates_or_names(full: Quiz) -> None:
    assert student_docx(full) == student_docx(replace(full))
    assert key_docx(full) == key_docx(replace(full))
    with zipfile.ZipFile(io.BytesIO(student_docx(full))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    about = Document(io.BytesIO(student_docx(full))).core_properties
    assert (about.author, about.last_modified_by, about.comments) == ("quizgen", "quizgen", "")
    assert about.title == "Pier quiz – student sheet"
    assert sorted(parts_of(student_docx(full))) == [
        "[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "word/_rels/document.xml.rels",
        "word/_rels/fontTable.xml.rels", "word/document.xml", "word/fontTable.xml",
        *(f"word/fonts/{name}.odttf" for name in (
            "Figtree-Bold", "Figtree-Regular", "Literata-Bold", "Literata-Italic", "Literata-Regular",
        )),
        "word/footer1.xml", "word/settings.xml", "word/styles.xml", "word/theme/theme1.xml",
        "word/webSettings.xml",
    ]  # fmt: skip
    assert b"rsidRoot" not in parts_of(student_docx(full))["word/settings.xml"]


def test_no_word_of_the_papers_is_written_elsewhere_than_in_the_labels(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    layout = pretend_language(monkeypatch)
    tame = hostile_quiz("QUIZ")
    tame = replace(
        tame,
        before_reading="QUIZ",
        glossary=(GlossaryWord("QUIZ", "QUIZ"),),
        label="Q",
        articles=(QuizArticle("a1", "QUIZ", ((0, 4),), "QUIZ"),),
    )
    for content in (student_docx(tame, layout), key_docx(tame, layout, [tame, tame])):
        text, found = words_of(content), 1
        while found:  # labels may have labels in them
            text, found = re.subn(r"⟦[^⟦⟧]*⟧", " ", text)
        words = set(re.findall(r"[A-Za-z]{2,}", text))
        assert not {w for w in words if not w.startswith("QUIZ")} - {"quizgen"}


@given(text=st.text(st.characters(exclude_categories=()), min_size=1, max_size=40))
@settings(max_examples=20, deadline=None)
def test_any_text_is_shown_as_it_is(text: str) -> None:
    item = Item("i", "multiple_choice", "infer", f"q{text}q", text, options=(text, "other"))
    article = QuizArticle("a", f"a{text}a", ((0, len(text) + 2),), title=text)
    quiz = Quiz(text, 1, (item,), (article,))
    for content in (student_docx(quiz), key_docx(quiz)):
        assert clean(f"q{text}q") in words_of(content)


def test_every_code_point_is_shown_as_it_is() -> None:
    texts = [
        "".join(map(chr, range(start, start + 0x1000)))
        for start in range(0, sys.maxunicode, 0x1000)
    ]
    whole = "".join(texts)
    paragraphs = tuple((n * 0x1000, (n + 1) * 0x1000) for n in range(len(texts)))
    quiz = Quiz("all", 1, (), (QuizArticle("a", whole, paragraphs),))
    shown = Document(io.BytesIO(student_docx(quiz))).paragraphs
    article = [p.text.split("\t", 1)[1] for p in shown if p.style and p.style.name == "Article"]
    assert article == [clean(text) for text in texts]


def test_empty_quiz() -> None:
    empty = Quiz("", 1, (), ())
    assert "Reading quiz" in words_of(student_docx(empty))
    assert "Teacher key" in words_of(key_docx(empty))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_makes_no_markup_link_or_field(text: str) -> None:
    hostile = hostile_quiz(f"q{text}q")
    tame = hostile_quiz("p" * len(clean(f"q{text}q")))  # length decides where choices stand
    for render in (student_docx, key_docx):
        shape = [el.tag for el in Document(io.BytesIO(render(hostile))).element.body.iter()]
        like = [el.tag for el in Document(io.BytesIO(render(tame))).element.body.iter()]
        assert shape == like
    parts = parts_of(student_docx(hostile))
    assert not [n for n, d in parts.items() if b"w:instrText" in d or b'TargetMode="External"' in d]


def missing_word(shown: str, pieces: list[str]) -> str | None:
    """Return the first word of the pieces that does not come after the one before it, if any.

    Between them may stand what a page adds: its footer, numbers of lines, the words of labels.
    """
    words = iter(re.findall(r"[^\s:]+", shown))  # labels of a key end in a colon
    wanted = (word for piece in pieces for word in re.findall(r"[^\s:]+", piece))
    return next((word for word in wanted if word not in words), None)


def test_libreoffice_shows_every_word_in_order_with_our_fonts_and_page_numbers(
    tmp_path: Path,
) -> None:
    full = full_quiz()
    versions = make_versions(full, 2)
    long = replace(
        hostile_quiz("w" * 4000), glossary=(GlossaryWord("w" * 4000), GlossaryWord("v" * 4000))
    )
    files = {
        "student": student_docx(full),
        "key": key_docx(versions[1], versions=versions),
        "large": student_docx(full, LAYOUTS[1]),
        "hostile": student_docx(hostile_quiz(HOSTILE[0])),
        "linked": student_docx(hostile_quiz(HOSTILE[1])),
        "long": student_docx(long),
    }
    for name, content in files.items():
        (tmp_path / f"{name}.docx").write_bytes(content)
    subprocess.run(
        [
            program("soffice"), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
            "--convert-to", "pdf", "--outdir", str(tmp_path),
            *(str(tmp_path / f"{name}.docx") for name in files),
        ],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip

    def poppler(tool: str, name: str, *options: str) -> str:
        path = str(tmp_path / f"{name}.pdf")
        command = [program(tool), *options, path, *(["-"] if tool == "pdftotext" else [])]
        done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
        return done.stdout

    shown = {name: poppler("pdftotext", name, "-raw") for name in files}
    for name, text in shown.items():
        pages = int(re.search(r"Pages: +(\d+)", poppler("pdfinfo", name))[1])  # type: ignore[index]
        numbers = re.findall(r"page\s(\d+)\sof\s(\d+)", text)
        assert numbers == [(str(n), str(pages)) for n in range(1, pages + 1)], name
        fonts = poppler("pdffonts", name)
        assert "Literata" in fonts
        assert "Figtree" in fonts
    assert missing_word(shown["student"], student_pieces(full, LAYOUTS[0])) is None
    assert missing_word(shown["large"], student_pieces(full, LAYOUTS[1])) is None
    assert missing_word(shown["key"], key_pieces(versions[1], versions, LAYOUTS[0])) is None
    for secret in SECRETS:
        assert secret not in shown["student"]
    assert clean(HOSTILE[0]) in squeezed(shown["hostile"])
    assert clean(HOSTILE[1]) in squeezed(shown["linked"])
    with pikepdf.open(tmp_path / "linked.pdf") as pdf:
        assert not [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/URI" in o]
