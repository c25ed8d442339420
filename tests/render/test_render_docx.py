from __future__ import annotations

import io
import re
import subprocess
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from consumers import program
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from render_samples import HOSTILE, hostile_quiz, pretend_language, sample_quiz

from quizgen.errors import UnknownName
from quizgen.quiz import GlossaryWord, Item, Quiz, QuizArticle
from quizgen.render._word import ORDER
from quizgen.render.docx import key_docx, student_docx
from quizgen.render.keysheet import key_sheet
from quizgen.render.layout import Layout
from quizgen.render.sheet import clean, student_sheet
from quizgen.versions import make_versions

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
        found = text.find(squeezed(piece).strip(), position)
        if found < 0:
            return piece
        position = found
    return None


def student_pieces(quiz: Quiz, layout: Layout) -> list[str]:
    """Return what the student's file must show, in its order."""
    sheet = student_sheet(quiz, layout)
    pieces = [sheet.title, sheet.warm_up]
    for article in sheet.articles:
        pieces += [article.heading, *article.paragraphs, article.credit]
    if sheet.glossary:
        pieces.append(sheet.glossary_instruction)
        pieces += [text for entry in sheet.glossary for text in (entry.word, entry.meaning)]
    for section in sheet.sections:
        pieces += [section.heading, section.instruction]
        for question in section.questions:
            pieces.append(question.parts[0])
            pieces += [premise.text for premise in question.premises]
            pieces += [option.text for option in question.options]
    return pieces


def key_pieces(quiz: Quiz, versions: list[Quiz], layout: Layout) -> list[str]:
    sheet = key_sheet(quiz, layout, versions=versions)
    pieces = [sheet.labels["teacher_key_banner"], sheet.title, sheet.points_in_all]
    for section in sheet.sections:
        pieces.append(section.heading)
        for answer in section.answers:
            pieces += [answer.question.parts[0], answer.answer, *answer.solution]
            pieces += [*answer.accepted, answer.correction, *(q.text for q in answer.evidence)]
            pieces += [answer.explanation, *(w.reason for w in answer.wrong), answer.marking]
    pieces += [text for entry in sheet.glossary for text in (entry.word, entry.meaning)]
    if sheet.versions:
        pieces += [cell for row in sheet.versions.rows for cell in row]
    return pieces


@pytest.mark.parametrize("layout", LAYOUTS, ids=["a4", "large letter"])
def test_files_show_everything_of_their_sheets_in_order(full: Quiz, layout: Layout) -> None:
    versions = make_versions(full, 2)
    student = squeezed(words_of(student_docx(versions[1], layout)))
    assert in_order(student, student_pieces(versions[1], layout)) is None
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


def test_tables_have_heads_and_rows_that_do_not_split(full: Quiz) -> None:
    versions = make_versions(full, 2)
    for content in (student_docx(full), key_docx(full, versions=versions)):
        tables = Document(io.BytesIO(content)).tables
        real = [t for t in tables if t.rows[0].cells[-1].text not in {"latest"}]
        assert len(real) == 2
        for table in real:
            assert table._tbl.tr_lst[0].find(f".//{qn('w:tblHeader')}") is not None
            assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in table._tbl.tr_lst)


def test_lines_of_the_article_are_numbered_and_no_others(full: Quiz) -> None:
    document = Document(io.BytesIO(student_docx(full)))
    (numbers,) = document.element.body.iter(qn("w:lnNumType"))
    assert (numbers.get(qn("w:countBy")), numbers.get(qn("w:restart"))) == ("5", "continuous")
    for paragraph in document.paragraphs:
        assert paragraph.style is not None
        off = paragraph.style.element.find(f".//{qn('w:suppressLineNumbers')}") is not None
        assert off == (paragraph.style.name != "Article"), paragraph.style.name


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
@settings(max_examples=40, deadline=None)
def test_any_text_is_shown_as_it_is(text: str) -> None:
    item = Item("i", "multiple_choice", "infer", f"q{text}q", text, options=(text, "other"))
    article = QuizArticle("a", f"a{text}a", ((0, len(text) + 2),), title=text)
    quiz = Quiz(text, 1, (item,), (article,))
    for content in (student_docx(quiz), key_docx(quiz)):
        words = words_of(content)
        # python-docx writes what looks like an escape of Word's as text, too.
        assert clean(f"q{text}q") in words


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_makes_no_markup_link_or_field(text: str) -> None:
    hostile, tame = hostile_quiz(f"q{text}q"), hostile_quiz("plain")
    for render in (student_docx, key_docx):
        shape = [el.tag for el in Document(io.BytesIO(render(hostile))).element.body.iter()]
        like = [el.tag for el in Document(io.BytesIO(render(tame))).element.body.iter()]
        assert shape == like
    parts = parts_of(student_docx(hostile))
    assert not [n for n, d in parts.items() if b"w:instrText" in d or b'TargetMode="External"' in d]


def test_libreoffice_shows_every_word_and_counts_the_pages(tmp_path: Path) -> None:
    full = full_quiz()
    versions = make_versions(full, 2)
    hostile = hostile_quiz(HOSTILE[0])
    files = {
        "student": student_docx(full),
        "key": key_docx(versions[1], versions=versions),
        "large": student_docx(full, LAYOUTS[1]),
        "hostile": student_docx(hostile),
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
    shown = {
        name: squeezed(
            subprocess.run(
                [program("pdftotext"), "-layout", str(tmp_path / f"{name}.pdf"), "-"],
                check=True, capture_output=True, encoding="utf-8",
            ).stdout
        )
        for name in files
    }  # fmt: skip
    pages = {name: max(map(int, re.findall(r"page \d+ of (\d+)", shown[name]))) for name in shown}
    assert (pages["student"], pages["key"]) == (3, 3)
    assert pages["large"] > pages["student"]
    for name, pieces in (
        ("student", student_pieces(full, LAYOUTS[0])),
        ("large", student_pieces(full, LAYOUTS[1])),
        ("key", key_pieces(versions[1], versions, LAYOUTS[0])),
    ):
        # Words only: lines may break, and tables stand side by side, anywhere between them.
        missing = {w for piece in pieces for w in piece.split()} - set(shown[name].split())
        assert not missing, name
    for secret in SECRETS:
        assert secret not in shown["student"]
    assert '#panic("x") $ * _ @ref // [x] <b> =1+1 \\ `' in shown["hostile"]
