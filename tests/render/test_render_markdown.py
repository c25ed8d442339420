from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from quizgen.quiz import GlossaryWord, Quiz
from quizgen.render.layout import Layout
from quizgen.render.markdown import escape, key_markdown, student_markdown
from quizgen.render.sheet import clean
from quizgen.versions import make_versions
from tests.render_samples import HOSTILE, hostile_quiz, pretend_language

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
# The letters of markup, and enough else for it to mean something.
MARKUP = st.text(st.sampled_from("#*_`~[]()<>!&;:|\\-+=.1a$@^{}/\"' \n\twhtps"), max_size=40)
ANY_TEXT = st.one_of(
    MARKUP, st.text(max_size=40), st.text(st.characters(exclude_categories=()), max_size=20)
)
IN_PLACE = ["{}", "**1** {}", "- {}", "> {}", "# {}"]


def flat(tokens: list[Token]) -> list[Token]:
    return [t for token in tokens for t in (token, *flat(token.children or []))]


def shown(markdown: str) -> str:
    return "".join(t.content for t in flat(READER.parse(markdown)) if t.type == "text")


def kinds(markdown: str) -> Counter[str]:
    return Counter(t.type for t in flat(READER.parse(markdown)) if not t.type.startswith("text"))


@pytest.mark.parametrize("place", IN_PLACE)
@given(text=ANY_TEXT)
@settings(max_examples=120, deadline=None)
def test_escaped_text_is_shown_as_it_is_and_is_no_markup(place: str, text: str) -> None:
    markdown = place.format(escape(text))
    before = "1 " if place.startswith("**") else ""
    # The reader drops spaces of any kind at the ends of a line.
    assert shown(markdown).strip() == (before + clean(text)).strip()
    # Text without a visible character makes no paragraph, with or without us.
    assert kinds(markdown) == kinds(place.format("x" if clean(text).strip() else escape(text)))


@given(text=ANY_TEXT)
@settings(max_examples=40, deadline=None)
def test_no_text_changes_the_structure_of_a_handout(text: str) -> None:
    # Letters at both ends, so that empty text, which leaves blocks out, is no difference.
    hostile, tame = hostile_quiz(f"q{text}q"), hostile_quiz("plain")
    for render in (student_markdown, key_markdown):
        assert kinds(render(hostile)) == kinds(render(tame))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_makes_no_markup(text: str) -> None:
    quiz = hostile_quiz(text)
    for render in (student_markdown, key_markdown):
        markdown = render(quiz)
        forbidden = {"html_block", "html_inline", "link_open", "image", "code_inline", "fence"}
        assert forbidden.isdisjoint(kinds(markdown))
        assert "table_open" not in kinds(markdown)
        markdown.encode()


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("Mr. Smith paid £5 (in May).", "Mr. Smith paid £5 (in May)."),
        ("2020. A year", "2020\\. A year"),
        ("A) one", "A\\) one"),
        ("iv. four", "iv\\. four"),
        ("(1) one", "(1\\) one"),
        ("- 5 degrees", "\\- 5 degrees"),
        ("a - b = c + d", "a - b = c + d"),
        ("C#", "C\\#"),
        ("www.example.org", "www\\.example.org"),
        ("", ""),
    ],
)
def test_only_what_would_be_markup_is_escaped(text: str, escaped: str) -> None:
    assert escape(text) == escaped


def test_student_markdown_holds_no_key(quiz: Quiz) -> None:
    text = student_markdown(quiz)
    for secret in ("EXPLAINED", "CORRECTED", "OPEN-KEY", "Mr Brandt", "A-B", "> "):
        assert secret not in text


def test_key_markdown_of_one_item(quiz: Quiz) -> None:
    (false,) = (item for item in quiz.items if item.item_id == "false")
    key = key_markdown(replace(quiz, items=(false,)))
    assert key.splitlines()[4:-4] == [
        "**1** False",
        "",
        "## True or false? (1 point)",
        "",
        "**1.** The pier is to open in June 2022.",
        "",
        "> Paragraph 2: “is to open in May 2022”",
        "",
        "- Answer: False",
        "- Corrected: CORRECTED: it is to open in May 2022.",
        "- Marking: 1 point for the right answer, none otherwise. (stands in the text)",
    ]


def test_same_quiz_same_text(quiz: Quiz) -> None:
    assert student_markdown(quiz) == student_markdown(replace(quiz))
    assert key_markdown(quiz) == key_markdown(replace(quiz))


def test_empty_quiz() -> None:
    empty = Quiz("", 1, (), ())
    assert student_markdown(empty).startswith("# Reading quiz\n")
    assert key_markdown(empty).startswith("# TEACHER KEY: Reading quiz\n")


def test_no_word_of_the_papers_is_written_elsewhere_than_in_the_labels(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    layout = pretend_language(monkeypatch)
    tame = hostile_quiz("QUIZ")
    tame = replace(tame, before_reading="QUIZ", glossary=(GlossaryWord("QUIZ", "QUIZ"),), label="Q")
    for text in (student_markdown(tame, layout), key_markdown(tame, layout, [tame, tame])):
        found = 1
        while found:  # labels may have labels in them
            text, found = re.subn(r"⟦[^⟦⟧]*⟧", " ", text)
        words = set(re.findall(r"[A-Za-z]{2,}", text))
        assert not {w for w in words if not w.startswith("QUIZ")} - {"quizgen"}


def test_glossary_warm_up_and_versions(quiz: Quiz) -> None:
    made = replace(quiz, before_reading="Think.", glossary=(GlossaryWord("quay", "a landing"),))
    student = student_markdown(made)
    assert "## Before you read\n\nThink.\n" in student
    assert "- quay: \\_" in student
    assert "a landing" not in student
    assert "- quay: a landing" in student_markdown(made, Layout(glossary="given"))
    versions = make_versions(made, 2)
    key = key_markdown(versions[1], versions=versions)
    assert key.startswith("# TEACHER KEY: Pier quiz – Version B\n")
    tables = [t for t in READER.parse(key) if t.type == "table_open"]
    assert len(tables) == 1
