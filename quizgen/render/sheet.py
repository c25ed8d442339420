"""The handout before it has a format: what is printed where, in which order, by which number.

All formats are drawn from these records, so they cannot number, group or label a question
differently::

    Sheet                   the student's paper; holds no key, whatever draws it
    ├── ArticleText         heading, facts line, numbered paragraphs
    ├── GlossaryEntry       a hard word, its paragraph, its meaning or room for it
    └── Section             the questions of one type
        └── Question

The teacher's paper is in :mod:`quizgen.render.keysheet`. All strings are clean (see
:func:`clean`) and plain: each renderer escapes them for its format. What is not the quiz's own
is in the language of the labels.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any, Literal

from quizgen.quiz import GAP, GAPS, ITEM_TYPES, GlossaryWord, Item, ItemType, Quiz, QuizArticle
from quizgen.render.labels import Labels, load_labels
from quizgen.render.layout import DEFAULT_LAYOUT, Layout

Shape = Literal["choice", "true_false", "gap", "lines", "match", "order"]

# Easy to hard, and what is answered by a mark before what has to be written.
FIRST_TYPES: tuple[ItemType, ...] = (
    "multiple_choice",
    "who_said",
    "true_false",
    "cloze",
    "short_answer",
)
TYPE_ORDER: tuple[ItemType, ...] = (
    *FIRST_TYPES,
    *(name for name in ITEM_TYPES if name not in FIRST_TYPES),
)

WORDS_PER_MINUTE = 200
LINES: dict[ItemType, int] = {"short_answer": 2, "discussion": 3}  # one for all others
WARM_UP_LINES = 2
MAX_SOURCES = 3  # named in the footer

# Line separators of any kind, and tabs, are spaces to a handout: it breaks its own lines.
_SPACES = re.compile(r"[ \t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
# Controls no PDF can show and no text needs; halves of characters; the marks that turn the
# direction of what follows, which, when left open, would also turn the handout's own words;
# and the two code points that XML, and so Word, forbids.
_UNPRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True)
class ArticleText:
    """An article as printed. ``heading`` is empty when the sheet's title says it all."""

    heading: str
    facts: tuple[str, ...]
    paragraphs: tuple[str, ...]
    credit: str


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A hard word. ``place`` is its paragraph's number (¶3); ``meaning`` is empty if unknown."""

    word: str
    place: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Option:
    """A choice and the letter it is marked by, or a line and its number."""

    letter: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """What the student sees of an item.

    ``parts`` is the question split at its gaps, so it has one gap fewer than parts.
    ``premises`` are the numbered lines to be matched with the lettered ``options``.
    ``n_lines`` is how many lines to leave for writing. ``points`` is empty where the
    section's heading already tells them.
    """

    number: int
    type: ItemType
    shape: Shape
    parts: tuple[str, ...]
    options: tuple[Option, ...]
    premises: tuple[Option, ...]
    n_lines: int
    points: str

    def text(self, gap: str) -> str:
        """Return the question with ``gap`` in place of each gap."""
        return gap.join(self.parts)


@dataclass(frozen=True, slots=True)
class Section:
    """All questions of one type."""

    type: ItemType
    heading: str
    points: str
    instruction: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on the student's and on the teacher's paper.

    ``labels`` are the handout's own words by name, for what a format draws itself.
    ``footer`` is what stands on every page beside its number: the quiz, whose text it is.
    """

    language: str
    labels: Mapping[str, str]
    title: str
    version: str
    quiz_id: str
    footer: tuple[str, ...]

    def document_title(self, *more: str) -> str:
        """Return what a reader's window is headed with: title, version and more."""
        return " – ".join(part for part in (self.title, self.version, *more) if part)


@dataclass(frozen=True, slots=True)
class Sheet(Paper):
    """The student's paper.

    ``warm_up`` is empty where there is no prompt; so is ``glossary_instruction`` where there
    are no words.
    """

    n_points: int
    warm_up: str
    n_warm_up_lines: int
    articles: tuple[ArticleText, ...]
    glossary_instruction: str
    glossary: tuple[GlossaryEntry, ...]
    sections: tuple[Section, ...]


def student_sheet(quiz: Quiz, layout: Layout = DEFAULT_LAYOUT) -> Sheet:
    """Return the student's paper of a quiz, which holds nothing of its keys."""
    labels = load_labels(layout.language)
    shown = layout.glossary != "none" and bool(quiz.glossary)
    given = layout.glossary == "given" and any(word.meaning for word in quiz.glossary)
    return Sheet(
        **head_of(quiz, labels, "student_sheet"),
        n_points=sum(item.points for item in quiz.items),
        warm_up=clean(quiz.before_reading),
        n_warm_up_lines=WARM_UP_LINES,
        articles=tuple(
            _article(quiz, number, article, labels)
            for number, article in enumerate(quiz.articles, 1)
        ),
        glossary_instruction=labels("words_given" if given else "words_blank") if shown else "",
        glossary=glossary_of(quiz, meanings=given) if shown else (),
        sections=tuple(
            Section(
                type=group[0][1].type,
                heading=labels(group[0][1].type),
                points=section_points([item for _, item in group], labels),
                instruction=_instruction([item for _, item in group], labels),
                questions=questions_of(group, labels),
            )
            for group in groups_of(quiz)
        ),
    )


def quiz_id(quiz: Quiz) -> str:
    """Return eight hexadecimal digits that differ when anything in the quiz does.

    They stand on both papers, so that a key found in a drawer can be matched to its sheet.
    """
    # A lone surrogate has no UTF-8, but has a JSON escape.
    return hashlib.sha256(quiz.to_json().encode("utf-8", "backslashreplace")).hexdigest()[:8]


def clean(text: str) -> str:
    r"""Return text that every format can show: one line, without control characters.

    Tabs and line breaks become single spaces; other control characters, halves of surrogate
    pairs and marks that override the direction of writing are dropped.

    >>> clean(" a\tb\x07\n c ")
    'a b c'
    """
    return _SPACES.sub(" ", _UNPRINTABLE.sub("", _SPACES.sub(" ", text))).strip(" ")


def head_of(quiz: Quiz, labels: Labels, name: str) -> dict[str, Any]:
    """Return the fields of a :class:`Paper`; ``name`` is the label of which paper it is."""
    number = quiz_id(quiz)
    return {
        "language": labels("text_language"),
        "labels": labels.plain(),
        # PDF/UA has no documents without a title.
        "title": clean(quiz.title) or labels("untitled"),
        "version": _version(quiz, labels),
        "quiz_id": number,
        "footer": _footer(quiz, labels, name, number),
    }


def _version(quiz: Quiz, labels: Labels) -> str:
    """Return *Version B*, or nothing of a quiz that comes in one version."""
    return labels("version", version=clean(quiz.label)) if quiz.label else ""


def _footer(quiz: Quiz, labels: Labels, name: str, number: str) -> tuple[str, ...]:
    """Return what stands at the foot of every page: which quiz, which paper, whose text."""
    sources = [clean(a.source or a.author or "") for a in quiz.articles]
    sources = [source for source in dict.fromkeys(sources) if source]
    named = ", ".join(sources[:MAX_SOURCES])
    if len(sources) > MAX_SOURCES:
        named = labels("and_more", sources=named, n=len(sources) - MAX_SOURCES)
    whose = "text_from" if len(quiz.articles) == 1 else "texts_from"
    parts = (
        labels("quiz", quiz_id=number),
        _version(quiz, labels),
        labels(name),
        labels(whose, sources=named) if named else "",
        clean(f"quizgen {quiz.versions.get('quizgen', '')}"),
    )
    return tuple(part for part in parts if part)


def glossary_of(quiz: Quiz, *, meanings: bool) -> tuple[GlossaryEntry, ...]:
    """Return the hard words in the order of the quiz file, with or without their meanings."""
    return tuple(
        GlossaryEntry(
            word=clean(word.word),
            place=_place_of(quiz, word),
            meaning=clean(word.meaning or "") if meanings else "",
        )
        for word in quiz.glossary
    )


def _place_of(quiz: Quiz, word: GlossaryWord) -> str:
    for number, article in enumerate(quiz.articles, 1):
        if article.article_id == word.article_id and word.start is not None:
            paragraph = article.paragraph_of(word.start)
            if paragraph is not None:
                return f"{number}, ¶{paragraph}" if len(quiz.articles) > 1 else f"¶{paragraph}"
    return ""


def _article(quiz: Quiz, number: int, article: QuizArticle, labels: Labels) -> ArticleText:
    heading = clean(article.title or "")
    if len(quiz.articles) > 1:
        name = "article_with_title" if heading else "article"
        heading = labels(name, n=number, title=heading)
    elif heading == clean(quiz.title):
        heading = ""
    paragraphs = tuple(clean(article.text[start:end]) for start, end in article.paragraphs)
    n_words = article.n_words or sum(len(p.split()) for p in paragraphs)
    facts = [
        clean(article.source or ""),
        labels.printed_date(clean(article.date or "")),
        labels.counted("word", n_words),
        labels.counted("minute_to_read", max(1, math.ceil(n_words / WORDS_PER_MINUTE))),
    ]
    if article.reading_grade is not None and math.isfinite(article.reading_grade):
        facts.append(labels("reading_grade", grade=f"{article.reading_grade:.1f}"))
    author = clean(article.author or "")
    credit = [labels("by_author", author=author) if author else "", clean(article.url or "")]
    return ArticleText(
        heading=heading,
        facts=tuple(fact for fact in facts if fact),
        paragraphs=paragraphs,
        credit=" · ".join(part for part in credit if part),
    )


def groups_of(quiz: Quiz) -> list[list[tuple[int, Item]]]:
    """Return the items by type, each with its number."""
    groups = [[item for item in quiz.items if item.type == name] for name in TYPE_ORDER]
    result = []
    number = 1
    for group in groups:
        if group:
            result.append(list(enumerate(group, number)))
            number += len(group)
    return result


def _shape(item: Item) -> Shape:
    if item.type == "true_false":
        return "true_false"
    if item.type == "cloze" and GAP in item.question:
        return "gap"
    if item.type in {"multiple_choice", "who_said"} and item.options:
        return "choice"
    if item.type == "matching" and item.options:
        return "match"
    if item.type == "ordering" and item.options:
        return "order"
    return "lines"


def _n_lines(item: Item) -> int:
    if _shape(item) not in {"lines", "match"} or item.premises:
        return 0
    return LINES.get(item.type, 1)


def letter(index: int) -> str:
    """Return A … Z, AA, AB … for 0, 1, …."""
    rounds, rest = divmod(index, len(ascii_uppercase))
    return (letter(rounds - 1) if rounds else "") + ascii_uppercase[rest]


def _parts(item: Item) -> tuple[str, ...]:
    if item.type != "cloze":
        return (clean(item.question),)
    # Cleaned as a whole, lest the spaces before and after a gap be lost.
    return tuple(GAPS.split(clean(item.question)))


def questions_of(group: Sequence[tuple[int, Item]], labels: Labels) -> tuple[Question, ...]:
    """Return the questions of items of one type."""
    uniform = len({item.points for _, item in group}) == 1
    return tuple(
        Question(
            number=number,
            type=item.type,
            shape=_shape(item),
            parts=_parts(item),
            options=(
                ()
                if item.type == "true_false"
                else tuple(Option(letter(i), clean(o)) for i, o in enumerate(item.options))
            ),
            premises=tuple(Option(str(n), clean(p)) for n, p in enumerate(item.premises, 1)),
            n_lines=_n_lines(item),
            points="" if uniform else labels.counted("point", item.points),
        )
        for number, item in group
    )


def section_points(items: Sequence[Item], labels: Labels) -> str:
    """Return what the heading of a section says of its points."""
    total = sum(item.points for item in items)
    if total == 0:
        return labels("not_marked")
    if len(items) > 1 and len({item.points for item in items}) == 1:
        return labels.counted("points_each", items[0].points)
    return labels.counted("point", total)


def _instruction(items: Sequence[Item], labels: Labels) -> str:
    shapes = {_shape(item) for item in items}
    match items[0].type:
        case "discussion":
            return labels("how_discussion")
        case "cloze" if shapes == {"gap"}:
            banks = {bool(item.options) for item in items}
            if banks == {True}:
                return labels("how_gap_bank")
            return labels("how_gap_some_banks" if len(banks) > 1 else "how_gap")
        case "who_said" if shapes == {"lines"}:
            return labels("how_who_said_open")
        case "matching" if any(len(item.options) <= len(item.premises) for item in items):
            return labels("how_match_even")
        case _:
            return labels(f"how_{shapes.pop()}" if len(shapes) == 1 else "how_mixed")
