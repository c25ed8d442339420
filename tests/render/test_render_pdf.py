from __future__ import annotations

import io
import re
import warnings
from dataclasses import replace
from typing import Any

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from render_samples import HOSTILE, hostile_quiz

from quizgen.errors import RenderError, UnknownName
from quizgen.quiz import Item, Quiz
from quizgen.render.pdf import MissingGlyphs, key_pdf, student_pdf


def read(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def numbered(text: str) -> list[tuple[str, str]]:
    return re.findall(r"^(\d) (?!points?\b)([^_\n]*[a-z.?”]) ?(?:_|$)", text, re.MULTILINE)


def test_student_pdf_shows_the_article_and_the_questions(quiz: Quiz) -> None:
    text = read(student_pdf(quiz))
    for part in (
        "Name Class Date Score / 9",
        "Pier quiz",
        "The Elder Gazette · 30 September 2020 · 420 words · 3 minutes to read",
        "1 What damaged the old pier?",
        "A A ferry B A fire",
        "True  False",
        "The pier will cost ________________ million crowns.",
        "1987 4.2 30",
        "quizgen 9.8.7",
        "page 1 of 2",
    ):
        assert part in re.sub(r"[\xa0 ]+", " ", text) or part in text


def test_student_pdf_holds_no_key(quiz: Quiz) -> None:
    text = read(student_pdf(quiz))
    for secret in ("EXPLAINED", "CORRECTED", "OPEN-KEY", "Mr Brandt", "Paragraph 1", "KEY"):
        assert secret not in text


def test_key_pdf_shows_answers_and_proofs(quiz: Quiz) -> None:
    text = read(key_pdf(quiz))
    for part in (
        "TEACHER KEY",
        "1 C 2 B 3 False 4 True 5 4.2 6 Olav Brandt",
        "Also right: Mr Brandt",
        "Corrected: CORRECTED: it is to open in May 2022.",
        "Paragraph 2: “is to open in May 2022”",
        "Why: EXPLAINED-CHOICE",
        "2 points · integrate",
    ):
        assert part in re.sub(r"[\xa0\u200b ]+", " ", text)


def test_key_pdf_has_the_numbers_of_the_student_pdf(quiz: Quiz) -> None:
    questions = numbered(read(student_pdf(quiz)).split("Multiple choice")[1])
    answers = numbered(read(key_pdf(quiz)).split("Multiple choice")[1])
    assert questions == answers
    assert [int(n) for n, _ in questions] == list(range(1, 10))


@pytest.mark.parametrize(("paper", "width"), [("a4", 595), ("us-letter", 612)])
def test_pdf_is_tagged_titled_and_of_the_paper_asked_for(
    quiz: Quiz, paper: str, width: int
) -> None:
    reader = PdfReader(io.BytesIO(student_pdf(quiz, paper=paper)))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert reader.metadata is not None
    assert reader.metadata.title == "Pier quiz – student sheet"
    assert int(reader.pages[0].mediabox.width) == width
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


def test_unknown_paper(quiz: Quiz) -> None:
    with pytest.raises(UnknownName, match="Did you mean 'us-letter'"):
        student_pdf(quiz, paper="usletter")


def test_same_quiz_same_bytes(quiz: Quiz) -> None:
    assert student_pdf(quiz) == student_pdf(replace(quiz))
    assert key_pdf(quiz) == key_pdf(replace(quiz))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_printed_as_text(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MissingGlyphs)
        student, key = student_pdf(hostile_quiz(text)), key_pdf(hostile_quiz(text))
    if text is HOSTILE[0]:
        for content in (student, key):
            assert '#panic("x") $ * _ @ref // [x] <b> =1+1 \\ `' in read(content)


# All scripts and blocks, so that most examples have characters no built-in font has.
@given(text=st.text(st.characters(exclude_categories=()), min_size=1, max_size=30))
@settings(max_examples=60, deadline=None)
def test_any_text_can_be_printed(text: str) -> None:
    item = Item("i", "multiple_choice", "infer", text, text, options=(text, "other"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MissingGlyphs)
        assert key_pdf(Quiz(text, 1, (item,), ())).startswith(b"%PDF-")


def test_characters_without_a_glyph_are_replaced_with_a_warning(quiz: Quiz) -> None:
    with pytest.warns(MissingGlyphs, match=r"中 \(U\+4E2D\).*replaced by") as caught:
        content = student_pdf(replace(quiz, title="In 中文 e"))
    assert "In \ufffd\ufffd e" in read(content)
    assert caught[0].filename == __file__


def test_accents_are_kept_where_the_fonts_have_the_letter(quiz: Quiz) -> None:
    assert "café ê\n" in read(student_pdf(replace(quiz, title="cafe\u0301 e\u0302")))


def test_a_letter_stays_when_only_its_marks_are_missing(quiz: Quiz) -> None:
    item = Item("i", "discussion", "discuss", "Is it e\u0e34 here?", "x")
    with pytest.warns(MissingGlyphs):
        content = student_pdf(replace(quiz, items=(item,)))
    assert "Is it e here?" in read(content)


def test_word_of_ten_thousand_letters_stays_on_the_page(quiz: Quiz) -> None:
    item = Item("i", "short_answer", "infer", "w" * 10_000, "x")
    assert read(student_pdf(replace(quiz, items=(item,)))).count("w") > 10_000


def test_long_item_goes_over_the_page_instead_of_off_it(quiz: Quiz) -> None:
    question = "word " * 1500 + "last?"
    item = Item("i", "short_answer", "infer", question, "x")
    assert "last?" in read(student_pdf(replace(quiz, items=(item,))))


def test_items_are_not_broken_across_pages(quiz: Quiz) -> None:
    options = ("first option of this question", "second one", "third one", "fourth and last one")
    items = tuple(
        Item(f"i{n}", "multiple_choice", "infer", f"Question {n}-?", options[0], options)
        for n in range(30)
    )
    reader = PdfReader(io.BytesIO(student_pdf(replace(quiz, items=items))))
    pages = [page.extract_text() for page in reader.pages]
    assert len(pages) > 2
    for page in pages:
        assert page.count("-?") == page.count("first option") == page.count("fourth and last")


class PanicException(BaseException):
    """As the compiler raises it; its own class cannot be imported."""


@pytest.mark.parametrize(
    "error", [typst.TypstError("no such thing"), PanicException("index out of bounds")]
)
def test_failure_of_the_compiler_is_a_render_error(
    quiz: Quiz, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    error.message, error.diagnostic = "no such thing", ""

    def fail(*_: object, **__: object) -> bytes:
        raise error

    monkeypatch.setattr(typst, "compile", fail)
    with pytest.raises(RenderError, match=r"cannot be set: (no such|the compiler failed)"):
        student_pdf(quiz)


def test_interrupt_is_not_swallowed(quiz: Quiz, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(typst, "compile", interrupt)
    with pytest.raises(KeyboardInterrupt):
        student_pdf(quiz)


def test_text_that_breaks_the_compiler_is_set_without_its_unusual_characters(
    quiz: Quiz, monkeypatch: pytest.MonkeyPatch
) -> None:
    compile_ = typst.compile

    def fragile(*args: Any, sys_inputs: dict[str, str], **options: Any) -> bytes:
        if "ש" in sys_inputs["data"]:
            raise PanicException
        return compile_(*args, sys_inputs=sys_inputs, **options)

    monkeypatch.setattr(typst, "compile", fragile)
    with pytest.warns(MissingGlyphs):
        content = student_pdf(replace(quiz, title="ש é – “ř”"))
    assert "\ufffd é – “ř”" in read(content)


def test_empty_quiz() -> None:
    assert "Reading quiz" in read(student_pdf(Quiz("", 1, (), ())))
    assert "TEACHER KEY" in read(key_pdf(Quiz("", 1, (), ())))
