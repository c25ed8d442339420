"""The handout before it has a format: what is printed where, in which order, by which number.

Markdown and PDF are both drawn from these records, so they cannot number, group or label a
question differently::

    Sheet                   the student's paper; holds no key, whatever draws it
    ├── ArticleText         heading, facts line, numbered paragraphs
    └── Section             the questions of one type
        └── Question
    KeySheet                the teacher's paper
    └── KeySection
        └── Answer          the question again, its key and the proof
            └── Quotation   the words of the article that prove it

All strings are clean (see :func:`clean`) and plain: each renderer escapes them for its format.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from string import ascii_uppercase
from typing import Literal

from quizgen.quiz import GAP, ITEM_TYPES, Evidence, Item, ItemType, Quiz, QuizArticle

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

HEADINGS: dict[ItemType, str] = {
    "multiple_choice": "Multiple choice",
    "who_said": "Who said it?",
    "true_false": "True or false?",
    "cloze": "Fill the gaps",
    "short_answer": "Short answers",
    "matching": "Match",
    "ordering": "Put in order",
    "discussion": "Think and discuss",
}
INSTRUCTIONS: dict[Shape, str] = {
    "choice": "Circle the letter of the right answer.",
    "true_false": "Tick True or False for each statement.",
    "gap": "Complete each sentence with words or numbers from the article.",
    "lines": "Answer in a few words.",
    "match": "Write the letter that belongs to each line. One letter is left over.",
    "order": "Number the boxes in the order in which things happened: 1 is the first.",
}
MIXED_INSTRUCTION = "Circle the letter of the right answer, or write the answer on the lines."
BANK_INSTRUCTION = "Complete each sentence. Choose from the words under it."
SOME_BANKS_INSTRUCTION = (
    "Complete each sentence with words or numbers from the article, or from those given."
)
WHO_SAID_OPEN = "Write the name of the person who said it."
DISCUSSION = "Give your own view, with reasons. There is no single right answer."

WORDS_PER_MINUTE = 200
LINES: dict[ItemType, int] = {"short_answer": 2, "discussion": 4}  # one for all others
# Longer answers would turn the quick strip, read at a glance while marking, into prose.
MAX_STRIP_CHARS = 28

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

# Line separators of any kind, and tabs, are spaces to a handout: it breaks its own lines.
_SPACES = re.compile(r"[ \t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
# Controls no PDF can show and no text needs; halves of characters; and the marks that turn the
# direction of what follows, which, when left open, would also turn the handout's own words.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_QUOTE_MARKS = frozenset('“”"„«»')
# A person who edits a quiz may well draw a longer gap.
_GAPS = re.compile(re.escape(GAP) + "_*")


@dataclass(frozen=True, slots=True)
class ArticleText:
    """An article as printed. ``heading`` is empty when the sheet's title says it all."""

    heading: str
    facts: tuple[str, ...]
    paragraphs: tuple[str, ...]
    credit: str


@dataclass(frozen=True, slots=True)
class Option:
    """A choice and the letter it is marked by."""

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

    heading: str
    points: str
    instruction: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The student's paper."""

    title: str
    quiz_id: str
    made_by: str
    n_points: int
    articles: tuple[ArticleText, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of an article that prove a key, and where they stand in the handout.

    ``text`` is in quotation marks, unless it brings its own.
    """

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An item as its marker needs it.

    ``short`` is the answer for the quick strip; ``letter`` is empty unless it is a lettered
    choice.
    """

    question: Question
    short: str
    letter: str
    answer: str
    accepted: tuple[str, ...]
    correction: str
    evidence: tuple[Quotation, ...]
    explanation: str
    points: str
    level: str


@dataclass(frozen=True, slots=True)
class KeySection:
    """All answers of one type."""

    heading: str
    points: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class KeySheet:
    """The teacher's paper, numbered as the student's."""

    title: str
    quiz_id: str
    made_by: str
    n_points: int
    sections: tuple[KeySection, ...]

    def strip(self) -> list[tuple[int, str]]:
        """Return the number and the short answer of every question, in order."""
        return [(a.question.number, a.short) for s in self.sections for a in s.answers]


def student_sheet(quiz: Quiz) -> Sheet:
    """Return the student's paper of a quiz, which holds nothing of its keys."""
    return Sheet(
        title=_title(quiz),
        quiz_id=quiz_id(quiz),
        made_by=_made_by(quiz),
        n_points=sum(item.points for item in quiz.items),
        articles=tuple(
            _article(quiz, number, article) for number, article in enumerate(quiz.articles, 1)
        ),
        sections=tuple(
            Section(
                heading=HEADINGS[group[0][1].type],
                points=_section_points([item for _, item in group]),
                instruction=_instruction([item for _, item in group]),
                questions=_questions(group),
            )
            for group in _groups(quiz)
        ),
    )


def key_sheet(quiz: Quiz) -> KeySheet:
    """Return the teacher's paper of a quiz; its numbers are those of :func:`student_sheet`."""
    return KeySheet(
        title=_title(quiz),
        quiz_id=quiz_id(quiz),
        made_by=_made_by(quiz),
        n_points=sum(item.points for item in quiz.items),
        sections=tuple(
            KeySection(
                heading=HEADINGS[group[0][1].type],
                points=_section_points([item for _, item in group]),
                answers=tuple(
                    _answer(quiz, question, item)
                    for question, (_, item) in zip(_questions(group), group, strict=True)
                ),
            )
            for group in _groups(quiz)
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


def printed_date(text: str) -> str:
    """Return an ISO 8601 date or time as it is printed; anything else as it is.

    >>> printed_date("2020-09-30T08:15:00Z"), printed_date("2020-09"), printed_date("spring")
    ('30 September 2020', 'September 2020', 'spring')
    """
    text = clean(text)
    try:
        if re.fullmatch(r"\d{4}-\d{2}", text, re.ASCII):
            day = date.fromisoformat(f"{text}-01")
            return f"{MONTHS[day.month - 1]} {day.year}"
        day = date.fromisoformat(text[:10])
    except ValueError:
        return text
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _title(quiz: Quiz) -> str:
    # PDF/UA has no documents without a title.
    title = clean(quiz.title) or "Reading quiz"
    return f"{title} (version {clean(quiz.label)})" if quiz.label else title


def _made_by(quiz: Quiz) -> str:
    return clean(f"quizgen {quiz.versions.get('quizgen', '')}")


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _article(quiz: Quiz, number: int, article: QuizArticle) -> ArticleText:
    heading = clean(article.title or "")
    if len(quiz.articles) > 1:
        heading = f"Article {number}: {heading}" if heading else f"Article {number}"
    elif heading == clean(quiz.title):
        heading = ""
    paragraphs = tuple(clean(article.text[start:end]) for start, end in article.paragraphs)
    n_words = article.n_words or sum(len(p.split()) for p in paragraphs)
    minutes = max(1, math.ceil(n_words / WORDS_PER_MINUTE))
    facts = [
        clean(article.source or ""),
        printed_date(article.date or ""),
        _counted(n_words, "word"),
        f"{_counted(minutes, 'minute')} to read",
    ]
    if article.reading_grade is not None and math.isfinite(article.reading_grade):
        facts.append(f"reading grade {article.reading_grade:.1f}")
    author = clean(article.author or "")
    credit = [f"By {author}" if author else "", clean(article.url or "")]
    return ArticleText(
        heading=heading,
        facts=tuple(fact for fact in facts if fact),
        paragraphs=paragraphs,
        credit=" · ".join(part for part in credit if part),
    )


def _groups(quiz: Quiz) -> list[list[tuple[int, Item]]]:
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


def _letter(index: int) -> str:
    """Return A … Z, AA, AB … for 0, 1, …."""
    rounds, rest = divmod(index, len(ascii_uppercase))
    return (_letter(rounds - 1) if rounds else "") + ascii_uppercase[rest]


def _parts(item: Item) -> tuple[str, ...]:
    if item.type != "cloze":
        return (clean(item.question),)
    # Cleaned as a whole, lest the spaces before and after a gap be lost.
    return tuple(_GAPS.split(clean(item.question)))


def _questions(group: Sequence[tuple[int, Item]]) -> tuple[Question, ...]:
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
                else tuple(Option(_letter(i), clean(o)) for i, o in enumerate(item.options))
            ),
            premises=tuple(Option(str(n), clean(p)) for n, p in enumerate(item.premises, 1)),
            n_lines=_n_lines(item),
            points="" if uniform else _counted(item.points, "point"),
        )
        for number, item in group
    )


def _section_points(items: Sequence[Item]) -> str:
    total = sum(item.points for item in items)
    if total == 0:
        return "not marked"
    if len(items) > 1 and len({item.points for item in items}) == 1:
        return f"{_counted(items[0].points, 'point')} each"
    return _counted(total, "point")


def _instruction(items: Sequence[Item]) -> str:
    shapes = {_shape(item) for item in items}
    match items[0].type:
        case "discussion":
            return DISCUSSION
        case "cloze" if shapes == {"gap"}:
            banks = {bool(item.options) for item in items}
            if banks == {True}:
                return BANK_INSTRUCTION
            return SOME_BANKS_INSTRUCTION if banks == {True, False} else INSTRUCTIONS["gap"]
        case "who_said" if shapes == {"lines"}:
            return WHO_SAID_OPEN
        case _:
            return INSTRUCTIONS[shapes.pop()] if len(shapes) == 1 else MIXED_INSTRUCTION


def _answer(quiz: Quiz, question: Question, item: Item) -> Answer:
    key = clean(item.key)
    letter = ""
    if question.shape == "choice" and item.key in item.options:
        letter = _letter(item.options.index(item.key))
    short = letter or key
    if len(short) > MAX_STRIP_CHARS:
        short = short[: MAX_STRIP_CHARS - 1].rstrip() + "…"
    return Answer(
        question=question,
        short=short,
        letter=letter,
        answer=key,
        accepted=tuple(clean(text) for text in item.accept if text != item.key),
        correction=clean(item.correction or ""),
        evidence=tuple(_quotation(quiz, evidence) for evidence in item.evidence),
        explanation=clean(item.explanation),
        points=_counted(item.points, "point"),
        level=item.level,
    )


def _quotation(quiz: Quiz, evidence: Evidence) -> Quotation:
    """Quote a proof, with the paragraph numbers that stand in the student's margin."""
    place = []
    for number, article in enumerate(quiz.articles, 1):
        if article.article_id != evidence.article_id:
            continue
        if len(quiz.articles) > 1:
            place.append(f"Article {number}")
        first = article.paragraph_of(evidence.start)
        last = article.paragraph_of(max(evidence.start, evidence.end - 1))
        if first is None:
            place.append("outside the numbered paragraphs")
        elif last is None or last == first:
            place.append(f"paragraph {first}")
        else:
            place.append(f"paragraphs {first}–{last}")
        break
    text = ", ".join(place)
    quote = clean(evidence.text)
    if not _QUOTE_MARKS & set(quote):
        quote = f"“{quote}”"
    return Quotation(place=text[:1].upper() + text[1:], text=quote)
