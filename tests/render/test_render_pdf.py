from __future__ import annotations

import io
import re
import subprocess
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from quizgen.errors import RenderError, UnknownName
from quizgen.quiz import GlossaryWord, Item, Quiz, QuizArticle
from quizgen.render._typst import SystemFonts
from quizgen.render.layout import Layout
from quizgen.render.pdf import key_pdf, line_numbers, student_pdf
from quizgen.versions import make_versions
from tests.consumers import program
from tests.render_samples import HOSTILE, PARAGRAPHS, hostile_quiz, pretend_language

SECRETS = ("EXPLAINED", "CORRECTED", "OPEN-KEY", "Mr Brandt", "Paragraph 1", "KEY", "REFUTED")
LAYOUTS = [Layout(), Layout(paper="us-letter"), Layout(large_print=True)]


def read(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def squeezed(text: str) -> str:
    return re.sub(r"[\xa0\u200b\s]+", " ", text)


def numbered(text: str) -> list[tuple[str, str]]:
    return re.findall(r"^(\d) (?!points?\b)([^_\n]*[a-z.?”]) ?(?:_|$)", text, re.MULTILINE)


def run(name: str, *arguments: str | Path) -> str:
    """Return what a program of poppler says of a file."""
    done = subprocess.run(
        [program(name), *map(str, arguments)], capture_output=True, check=True, encoding="utf-8"
    )
    return done.stdout


@pytest.fixture
def full(quiz: Quiz) -> Quiz:
    """The sample with everything a handout can have."""
    glossary = (GlossaryWord("floating", "MEANING", "a1", 150, 158), GlossaryWord("quay"))
    return replace(quiz, before_reading="What is a pier for?", glossary=glossary)


def test_student_pdf_shows_the_article_and_the_questions(full: Quiz) -> None:
    text = squeezed(read(student_pdf(full)))
    for part in (
        "Name Class Date Score / 9",
        "Pier quiz",
        "Before you read What is a pier for?",
        "The Elder Gazette · 30 September 2020 · 420 words · 3 minutes to read · reading level",
        "Words to know",
        "1 What damaged the old pier?",
        "A A ferry B A fire",
        "True False",
        "The pier will cost ________________ million crowns.",
        "1987 4.2 30",
        "Letter Line 1 chairs the council",
        "Choose from A Olav",
        "earliest → latest",
        "student sheet · Text: The Elder Gazette · quizgen 9.8.7",
        "page 1 of ",
    ):
        assert part in text


def test_student_pdf_holds_no_key_in_any_of_its_bytes(full: Quiz) -> None:
    told = {"A ferry": "REFUTED"}
    items = tuple(replace(item, proof={"distractors": told}) for item in full.items)
    content = student_pdf(replace(full, items=items))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        streams = [o.read_bytes() for o in pdf.objects if isinstance(o, pikepdf.Stream)]
        streams += [str(o).encode() for o in pdf.objects]
    everything = b"\n".join([content, *streams])
    assert b"student sheet" in everything
    for secret in (*SECRETS, "MEANING"):
        assert secret not in read(content)
        assert secret.encode() not in everything
        assert secret.encode("utf-16-be") not in everything


def test_key_pdf_shows_answers_and_proofs(full: Quiz) -> None:
    text = squeezed(read(key_pdf(full)))
    for part in (
        "Teacher key",
        "1 C 2 B 3 False 4 True 5 4.2 6 Olav Brandt",
        "Also right: Mr Brandt",
        "Corrected: CORRECTED: it is to open in May 2022.",
        "Paragraph 2, line 4 “is to open in May 2022”",
        "Why: EXPLAINED-CHOICE",
        "1 – B Marta 2 – A Olav",
        "Marking: 2 points for this answer",
        "floating ¶1 MEANING",
    ):
        assert part in text


def test_key_pdf_has_the_table_across_versions(quiz: Quiz) -> None:
    versions = make_versions(quiz, 3)
    text = squeezed(read(key_pdf(versions[1], versions=versions)))
    assert "Version B" in text
    assert re.search(r"All versions Each row .* A B C \d+: ", text)
    assert "All versions" not in read(key_pdf(quiz))


def test_key_pdf_has_the_numbers_of_the_student_pdf(quiz: Quiz) -> None:
    questions = numbered(read(student_pdf(quiz)).split("Multiple choice")[1])
    answers = numbered(read(key_pdf(quiz)).split("Multiple choice")[1])
    assert questions[:6] == answers[:6]
    assert [int(n) for n, _ in questions[:6]] == list(range(1, 7))


@pytest.mark.parametrize("layout", LAYOUTS, ids=["a4", "letter", "large"])
def test_pdf_is_tagged_titled_and_of_the_paper_asked_for(full: Quiz, layout: Layout) -> None:
    versions = make_versions(full, 2)
    for content in (student_pdf(versions[1], layout), key_pdf(versions[1], layout, versions)):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            assert str(pdf.Root.Lang) == "en-GB"
            assert pdf.Root.MarkInfo.Marked
            assert "/StructTreeRoot" in pdf.Root
            assert str(pdf.docinfo.Title).startswith("Pier quiz – Version B – ")
            with pdf.open_metadata() as meta:
                assert meta["pdfuaid:part"] == "1"
            width = 612 if layout.paper == "us-letter" else 595
            assert all(int(page.mediabox[2]) == width for page in pdf.pages)


@pytest.mark.parametrize("layout", LAYOUTS, ids=["a4", "letter", "large"])
def test_poppler_finds_text_tags_and_embedded_fonts(
    full: Quiz, layout: Layout, tmp_path: Path
) -> None:
    versions = make_versions(full, 2)
    for name, content in (
        ("student", student_pdf(full, layout)),
        ("key", key_pdf(versions[0], layout, versions)),
    ):
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(content)
        about = run("pdfinfo", path)
        assert re.search(r"^Tagged: +yes$", about, re.MULTILINE)
        assert re.search(r"^JavaScript: +no$", about, re.MULTILINE)
        structure = run("pdfinfo", "-struct-text", path)
        for tag in ("H1", "P", "Table", "THead", "TH", "TD"):
            assert re.search(rf"^ *{tag}\b", structure, re.MULTILINE), tag
        assert "What damaged the old pier?" in squeezed(structure)
        fonts = [line.split() for line in run("pdffonts", path).splitlines()[2:]]
        assert {"Literata", "Figtree"} <= {f[0].partition("+")[2].partition("-")[0] for f in fonts}
        # name, type (two words), encoding, embedded, subset, unicode
        assert all(font[4:7] == ["yes", "yes", "yes"] for font in fonts)
        text = squeezed(run("pdftotext", path, "-"))
        assert "What damaged the old pier?" in text


def test_unknown_paper_and_language(quiz: Quiz) -> None:
    with pytest.raises(UnknownName, match="Did you mean 'us-letter'"):
        student_pdf(quiz, Layout(paper="usletter"))  # type: ignore[arg-type]
    with pytest.raises(UnknownName, match="Unknown language of labels 'eng'"):
        student_pdf(quiz, Layout(language="eng"))


def test_every_word_of_a_page_is_the_quiz_s_or_a_label(
    full: Quiz, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With labels of a made-up language, in brackets, no word of the templates is left."""
    versions = make_versions(full, 2)
    layout = pretend_language(monkeypatch)
    plain = "QUIZ"
    made = [
        replace(
            v,
            title=plain,
            before_reading=plain,
            glossary=(GlossaryWord(plain, plain),),
            articles=(QuizArticle("a1", plain, ((0, 4),), plain),),
            items=tuple(
                replace(
                    i, question=f"{plain} ____", key=plain, correction=None, evidence=(),
                    accept=(plain,), explanation=plain,
                    options=tuple(plain + "I" * n for n, _ in enumerate(i.options)),
                    premises=tuple(plain + "I" * n for n, _ in enumerate(i.premises)),
                )
                for i in v.items
            ),
        )
        for v in versions
    ]  # fmt: skip
    for content in (student_pdf(made[1], layout), key_pdf(made[1], layout, made)):
        text, found = squeezed(read(content)), 1
        while found:  # labels may have labels in them
            text, found = re.subn(r"⟦[^⟦⟧]*⟧", " ", text)
        words = set(re.findall(r"[A-Za-z]{2,}", text))
        assert not {w for w in words if not w.startswith(plain)} - {"quizgen"}


def test_same_quiz_same_bytes(full: Quiz) -> None:
    versions = make_versions(full, 2)
    for layout in LAYOUTS:
        assert student_pdf(full, layout) == student_pdf(replace(full), layout)
        assert key_pdf(full, layout, versions) == key_pdf(replace(full), layout, versions)


def printed_lines(content: bytes, tmp_path: Path) -> list[str]:
    """Return the article's lines as poppler sees them, and check them against the margin."""
    path = tmp_path / "lines.pdf"
    path.write_bytes(content)
    inside = run("pdftotext", "-layout", path, "-").split("Kincaid)")[1]
    lines = []
    for line in inside.split("Multiple choice")[0].splitlines()[1:]:
        text = re.sub(r"^ ?\d{1,2} +", "", line).strip()  # the paragraph's number
        if not text or text.startswith(("Quiz ", "By Ines")):
            continue
        number = len(lines) + 1
        if number % 5 == 0:
            assert re.search(rf" {number}$", text), f"line {number}: {text}"
            text = text.removesuffix(str(number)).strip()
        lines.append(text)
    return lines


@pytest.mark.parametrize("layout", LAYOUTS, ids=["a4", "letter", "large"])
def test_line_numbers_are_those_in_the_margin(quiz: Quiz, layout: Layout, tmp_path: Path) -> None:
    article = quiz.articles[0]
    body = " ".join(f"{p} " * 6 for p in PARAGRAPHS).strip().replace("  ", " ")
    text = f"{body}\n\n{body}"
    long = replace(article, text=text, paragraphs=((0, len(body)), (len(body) + 2, len(text))))
    made = replace(quiz, articles=(long,), items=quiz.items[4:5])
    made = replace(made, items=(replace(made.items[0], evidence=()),))
    lines = printed_lines(student_pdf(made, layout), tmp_path)
    number = line_numbers(made, layout)
    assert len(lines) > 20
    position = 0
    for n, line in enumerate(lines, 1):
        for word in line.split():
            position = text.index(word, position)
            last = position + len(word) - 1
            assert (number("a1", position), number("a1", last)) == (n, n), word
            position = last + 1
    assert text[position:] == ""


def test_a_character_outside_the_paragraphs_has_no_line(quiz: Quiz) -> None:
    number = line_numbers(quiz)
    assert number("a1", 0) is None
    assert number("a1", quiz.articles[0].paragraphs[0][0]) == 1


def printed_or_refused(make: Callable[[Quiz], bytes], quiz: Quiz) -> bytes | str:
    """Return a paper, or why there is none."""
    try:
        return make(quiz)
    except RenderError as exc:
        return str(exc)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_printed_as_text_or_refused(text: str) -> None:
    hostile = hostile_quiz(text)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SystemFonts)
        papers = [printed_or_refused(make, hostile) for make in (student_pdf, key_pdf)]
    for paper in papers:
        if text == HOSTILE[7]:  # private use and other characters that no font has
            assert isinstance(paper, str)
            assert re.match(r"title: no font has .* \(U\+[0-9A-F]{4,}\)", paper)
        else:
            assert isinstance(paper, bytes), paper
            shown = text if text in HOSTILE[:2] else ""
            assert squeezed(shown) in squeezed(read(paper))


def test_chinese_japanese_and_emoji_are_printed_without_the_computer_s_fonts(quiz: Quiz) -> None:
    title = "In 中文 and 日本語 あ, 😀 👍"
    assert title in squeezed(read(student_pdf(replace(quiz, title=title))))


# All scripts and blocks, so that most examples have characters no built-in font has.
@given(text=st.text(st.characters(exclude_categories=()), min_size=1, max_size=30))
@settings(max_examples=60, deadline=None)
def test_any_text_is_printed_or_refused_with_its_place(text: str) -> None:
    item = Item("i", "multiple_choice", "infer", text, text, options=(text, "other"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SystemFonts)
        paper = printed_or_refused(key_pdf, Quiz("tame", 1, (item,), ()))
    if isinstance(paper, str):
        assert paper.startswith("item i, field question: ")
    else:
        assert paper.startswith(b"%PDF-")


def test_what_no_font_has_is_refused_with_its_place(quiz: Quiz) -> None:
    article = quiz.articles[0]
    text = f"{article.text} \ue123"
    start = article.paragraphs[2][0]
    strange = replace(article, text=text, paragraphs=(*article.paragraphs[:2], (start, len(text))))
    with pytest.raises(RenderError) as caught:
        student_pdf(replace(quiz, articles=(strange,)))
    assert str(caught.value) == (
        "article a1, paragraph 3: no font has \ue123 (U+E123). Install a font that has it, take it "
        "out, or choose html or docx."
    )


def test_accents_are_kept_where_the_fonts_have_the_letter(quiz: Quiz) -> None:
    assert "café ê\n" in read(student_pdf(replace(quiz, title="cafe\u0301 e\u0302")))


def test_marks_nobody_sees_are_dropped(quiz: Quiz) -> None:
    title = read(student_pdf(replace(quiz, title="soft\u00adly \u2060no\ufe0fw")))
    assert "softly now" in title.replace("\u00ad", "").replace("\u2060", "").replace("\ufe0f", "")


def test_word_of_ten_thousand_letters_stays_on_the_page(quiz: Quiz) -> None:
    item = Item("i", "short_answer", "infer", "w" * 10_000, "x")
    assert read(student_pdf(replace(quiz, items=(item,)))).count("w") > 10_000


def test_empty_quiz() -> None:
    empty = Quiz("", 1, (), ())
    assert "Reading quiz" in read(student_pdf(empty))
    assert "Teacher key" in read(key_pdf(empty))


class PanicException(BaseException):
    """What the compiler raises, by its name, when it panics."""


def broken(monkeypatch: pytest.MonkeyPatch, error: BaseException, mark: str) -> None:
    """Let the compiler fail on every text that has a mark in it."""
    compile_ = typst.Compiler

    class Broken:
        def __init__(self, *args: object, sys_inputs: dict[str, str], **options: object) -> None:
            if mark in sys_inputs["data"]:
                raise error
            self.compiler = compile_(*args, sys_inputs=sys_inputs, **options)  # type: ignore[arg-type]

        def compile(self, **options: object) -> object:
            return self.compiler.compile(**options)  # type: ignore[call-overload]

    monkeypatch.setattr(typst, "Compiler", Broken)


def test_text_that_the_compiler_fails_on_is_found(
    quiz: Quiz, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(monkeypatch, PanicException(), "wall or a pier")
    with pytest.raises(RenderError) as caught:
        student_pdf(quiz)
    assert str(caught.value) == (
        "item talk, field question: the typesetter fails on this text. Change it, or choose html "
        "or docx."
    )


def test_lines_that_the_compiler_fails_on_are_not_numbered(
    quiz: Quiz, monkeypatch: pytest.MonkeyPatch
) -> None:
    def panic(*_arguments: object, **_options: object) -> str:
        raise PanicException

    monkeypatch.setattr(typst, "query", panic)
    fresh = replace(quiz, title="not set before")
    assert line_numbers(fresh)("a1", quiz.articles[0].paragraphs[0][0]) is None
    assert "Paragraph 2 “is to open in May 2022”" in squeezed(read(key_pdf(fresh)))


def test_another_error_of_the_compiler_is_told(quiz: Quiz, monkeypatch: pytest.MonkeyPatch) -> None:
    error = typst.TypstError("no such thing")
    error.message, error.diagnostic = "no such thing", ""
    broken(monkeypatch, error, '"n_points": 9')
    with pytest.raises(RenderError, match=r"^The PDF cannot be set: no such thing\."):
        student_pdf(quiz)


def test_interrupt_is_not_swallowed(quiz: Quiz, monkeypatch: pytest.MonkeyPatch) -> None:
    broken(monkeypatch, KeyboardInterrupt(), "Pier")
    with pytest.raises(KeyboardInterrupt):
        student_pdf(quiz)
