"""The teacher's paper before it has a format: answers, proofs, marking, other versions.

::

    KeySheet
    ├── KeySection
    │   └── Answer          the question again, its key and the proof
    │       ├── Quotation   the words of the article that prove it
    │       └── Refutation  why other options are wrong
    ├── GlossaryEntry       the hard words with what is known of their meanings
    └── VersionTable        every question's number and answer in every version

Numbers are those of :mod:`quizgen.render.sheet`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from quizgen.marking import marking_rule
from quizgen.quiz import Evidence, Item, Quiz, letters_of, pairs_of
from quizgen.render.labels import Labels, load_labels
from quizgen.render.layout import DEFAULT_LAYOUT, Layout
from quizgen.render.sheet import (
    GlossaryEntry,
    Paper,
    Question,
    clean,
    glossary_of,
    groups_of,
    head_of,
    letter,
    questions_of,
    section_points,
)

Lines = Callable[[str, int], int | None]  # article_id, offset → number of the printed line

# Longer answers would turn the quick strip, read at a glance while marking, into prose.
MAX_STRIP_CHARS = 28

_QUOTE_MARKS = frozenset('“”"„«»')


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of an article that prove a key, and where they stand in the handout.

    ``text`` is in quotation marks, unless it brings its own.
    """

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Refutation:
    """Why options are wrong; ``label`` names them by their letters."""

    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An item as its marker needs it.

    ``short`` is the answer for the quick strip; ``letter`` is empty unless it is a lettered
    choice. ``solution`` spells out, line by line, an answer that is a row of letters.
    """

    question: Question
    short: str
    letter: str
    answer: str
    solution: tuple[str, ...]
    accepted: tuple[str, ...]
    correction: str
    evidence: tuple[Quotation, ...]
    explanation: str
    wrong: tuple[Refutation, ...]
    marking: str
    level: str


@dataclass(frozen=True, slots=True)
class KeySection:
    """All answers of one type."""

    heading: str
    points: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class VersionTable:
    """Numbers and short answers of the same questions in several versions.

    ``columns`` are the versions; each row has a cell for each column, such as ``"3: B"``.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class KeySheet(Paper):
    """The teacher's paper, numbered as the student's."""

    points_in_all: str
    strip: tuple[tuple[int, str], ...]
    sections: tuple[KeySection, ...]
    glossary: tuple[GlossaryEntry, ...]
    versions: VersionTable | None


def key_sheet(
    quiz: Quiz,
    layout: Layout = DEFAULT_LAYOUT,
    *,
    versions: Sequence[Quiz] = (),
    lines: Lines | None = None,
) -> KeySheet:
    """Return the teacher's paper of a quiz; its numbers are those of the student's.

    Args:
        quiz: what the key is for.
        layout: as of the student's paper.
        versions: all versions of the quiz, itself too, for the table across them.
        lines: tells the printed line of a character, where the student's lines are numbered.
    """
    labels = load_labels(layout.language)
    groups = groups_of(quiz)
    known = layout.glossary != "none" and any(word.meaning for word in quiz.glossary)
    return KeySheet(
        **head_of(quiz, labels, "teacher_key"),
        points_in_all=labels.counted("points_in_all", sum(item.points for item in quiz.items)),
        strip=tuple(
            (number, _short(item, labels))
            for group in groups
            for number, item in group
            if item.points
        ),
        sections=tuple(
            KeySection(
                heading=labels(group[0][1].type),
                points=section_points([item for _, item in group], labels),
                answers=tuple(
                    _answer(quiz, question, item, labels, lines)
                    for question, (_, item) in zip(questions_of(group, labels), group, strict=True)
                ),
            )
            for group in groups
        ),
        glossary=glossary_of(quiz, meanings=True) if known else (),
        versions=_version_table(versions, labels) if len(versions) > 1 else None,
    )


def _short(item: Item, labels: Labels) -> str:
    short = _letter_of(item) or _in_words(item, labels)
    if len(short) > MAX_STRIP_CHARS:
        short = short[: MAX_STRIP_CHARS - 1].rstrip() + "…"
    return short


def _in_words(item: Item, labels: Labels) -> str:
    """Return the key; that of a true-or-false item is a word of the handout's own."""
    if item.type == "true_false":
        return labels("true" if item.key == "True" else "false")
    return clean(item.key)


def _letter_of(item: Item) -> str:
    lettered = item.type in {"multiple_choice", "who_said"} and item.key in item.options
    return letter(item.options.index(item.key)) if lettered else ""


def _answer(
    quiz: Quiz, question: Question, item: Item, labels: Labels, lines: Lines | None
) -> Answer:
    return Answer(
        question=question,
        short=_short(item, labels),
        letter=_letter_of(item),
        answer=_in_words(item, labels),
        solution=_solution(item),
        accepted=tuple(clean(text) for text in item.accept if text != item.key),
        correction=clean(item.correction or ""),
        evidence=tuple(_quotation(quiz, evidence, labels, lines) for evidence in item.evidence),
        explanation=clean(item.explanation) if item.points else "",
        wrong=_refutations(item, question, labels),
        marking=_marking(item, labels),
        level=labels(f"level_{item.level}"),
    )


def _solution(item: Item) -> tuple[str, ...]:
    """Return the lines of a matching or ordering key in words."""
    options = {letter(i): clean(o) for i, o in enumerate(item.options)}
    if item.type == "matching":
        return tuple(f"{n} – {a} {options[a]}" for n, a in pairs_of(item.key) if a in options)
    if item.type == "ordering":
        return tuple(f"{a} {options[a]}" for a in letters_of(item.key) if a in options)
    return ()


def _refutations(item: Item, question: Question, labels: Labels) -> tuple[Refutation, ...]:
    """Return why wrong options are wrong; those with the same reason share a line."""
    told = item.proof.get("distractors")
    if not isinstance(told, Mapping):  # a teacher may have thrown the proof away
        return ()
    by_reason: dict[str, list[str]] = {}
    for place, option in enumerate(item.options):
        reason = told.get(option)
        if option != item.key and isinstance(reason, str) and clean(reason):
            name = letter(place) if question.shape == "choice" else clean(option)
            by_reason.setdefault(clean(reason), []).append(name)
    return tuple(
        Refutation(labels("not_option", letters=", ".join(names)), reason)
        for reason, names in by_reason.items()
    )


def _marking(item: Item, labels: Labels) -> str:
    rule = marking_rule(item)
    each = _points(rule.each, labels)
    return labels(f"rule_{rule.per}", points=each, each=each)


def _points(each: Fraction, labels: Labels) -> str:
    if each.denominator == 1:
        return labels.counted("point", each.numerator)
    return labels.counted("point", 1).replace("1", str(each), 1)


def _quotation(quiz: Quiz, evidence: Evidence, labels: Labels, lines: Lines | None) -> Quotation:
    """Quote a proof, with the numbers that stand in the student's margins."""
    place = []
    last = max(evidence.start, evidence.end - 1)
    for number, article in enumerate(quiz.articles, 1):
        if article.article_id != evidence.article_id:
            continue
        if len(quiz.articles) > 1:
            place.append(labels("article", n=number))
        paragraphs = article.paragraph_of(evidence.start), article.paragraph_of(last)
        place.append(_range("paragraph", *paragraphs, labels) or labels("unnumbered"))
        if lines is not None:
            at = lines(article.article_id, evidence.start), lines(article.article_id, last)
            place.append(_range("line", *at, labels))
        break
    text = ", ".join(part for part in place if part)
    quote = clean(evidence.text)
    if not _QUOTE_MARKS & set(quote):
        quote = f"“{quote}”"
    return Quotation(place=text[:1].upper() + text[1:], text=quote)


def _range(name: str, first: int | None, last: int | None, labels: Labels) -> str:
    if first is None:
        return ""
    if last is None or last == first:
        return labels(name, n=first)
    return labels(f"{name}s", first=first, last=last)


def _version_table(versions: Sequence[Quiz], labels: Labels) -> VersionTable:
    """Return one row a question, in the order of the first version."""
    cells: list[dict[str, str]] = [
        {
            item.item_id: f"{number}: {_short(item, labels)}"
            for group in groups_of(version)
            for number, item in group
            if item.points
        }
        for version in versions
    ]
    return VersionTable(
        columns=tuple(clean(version.label or "") for version in versions),
        rows=tuple(tuple(column.get(item_id, "") for column in cells) for item_id in cells[0]),
    )
