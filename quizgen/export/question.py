"""A quiz as other programs take it: the one core that all export formats are written from.

::

    Job                     a quiz, and what a writer needs to know beside it
    ├── ArticleText         (of the handout) heading, facts, paragraphs
    └── Question            one item, cleaned, its key spelled out
        ├── Choice          an answer to choose, right or wrong, and why it is wrong
        └── Note            a line of feedback: why, where it stands

Everything here is plain text of one line, without control characters, and holds no markup: what
looks like it is meant literally, so each writer escapes it for its format. Numbers are those of
the handout. An item that cannot be asked anywhere (two choices that read the same, nothing left
once cleaned) is reported and not in the job.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from quizgen.export.losses import Losses
from quizgen.marking import MarkingRule, marking_rule
from quizgen.quiz import (
    ORDERED_KINDS,
    Item,
    ItemType,
    Level,
    Quiz,
    gap_answers,
    letters_of,
    pairs_of,
)
from quizgen.render.keysheet import Answer, key_sheet
from quizgen.render.labels import Labels, load_labels
from quizgen.render.layout import DEFAULT_LAYOUT, Layout
from quizgen.render.sheet import ArticleText, clean, groups_of, letter, student_sheet

# How an item is answered: by one mark; by True or False; by words in the gaps of a sentence; by
# words typed, which a program can mark; by giving each line its partner; by putting lines in
# order; in own words, which a person marks (or nobody, if it has no points).
Kind = Literal["choice", "true_false", "gaps", "typed", "matching", "ordering", "essay"]

# Longer answers are seldom typed as the key has them: a person must mark them. (Keys of names
# and numbers have one to four words, those of reasons three and more.)
MAX_TYPED_WORDS = 4
OPEN_KINDS = frozenset(["reason", "open"])  # kinds of keys that everybody words in his own way


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer to choose. ``reason`` says why a wrong one is wrong; empty if not known."""

    text: str
    right: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A line of feedback, such as ``Why`` and the reason."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """One item as other programs take it.

    Attributes:
        number: its number on the handout.
        part: 0, or the number of this part of a question that a format takes in parts.
        item_id: unique in the quiz, and the same in all versions of it.
        type: the item's type; ``kind`` is how it is answered.
        parts: the question, cut at its gaps; one part if ``kind`` is not ``gaps``.
        choices: of ``choice``, ``true_false`` and of ``gaps`` with a bank, exactly one right
            (several gaps with a bank have none: ``answers`` tell).
        shuffled: whether choices may be shown in another order; dates and numbers have their own.
        answers: for each gap, or for what is typed or written by hand (one tuple), all right
            answers, the best first; empty if an essay has no key.
        premises: the lines of ``matching``; of the options, ``right[i]`` is the place of the
            partner of line i. Options may be left over, or used twice.
        options: of ``matching`` and ``ordering``, as shown; of ``ordering``, ``right`` are their
            places from first to last.
        points: whole points; ``rule`` tells what for.
        notes: feedback, in the order to show it; empty for an essay without points.
        solution: right answers that are typed or written by hand, as lines of feedback.
        marking: how a person marks it, in words.
        sources: places, in the quiz, of the articles that its evidence points at.
    """

    number: int
    item_id: str
    type: ItemType
    kind: Kind
    level: Level
    parts: tuple[str, ...]
    points: int
    rule: MarkingRule
    choices: tuple[Choice, ...] = ()
    shuffled: bool = True
    answers: tuple[tuple[str, ...], ...] = ()
    premises: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    right: tuple[int, ...] = ()
    notes: tuple[Note, ...] = ()
    solution: tuple[Note, ...] = ()
    marking: str = ""
    sources: tuple[int, ...] = ()
    part: int = 0

    def stem(self, gap: str = "____") -> str:
        """Return the question on one line, with ``gap`` in place of each gap."""
        return gap.join(self.parts)

    @property
    def key(self) -> str:
        """The text of the right choice. Raises ``ValueError`` unless there is exactly one."""
        (right,) = (choice.text for choice in self.choices if choice.right)
        return right

    @property
    def name(self) -> str:
        """What it is called where questions need names: ``3``, or ``3.2`` of a part."""
        return f"{self.number}.{self.part}" if self.part else str(self.number)

    @property
    def public_id(self) -> str:
        """The item's id, or a name made of it where no file could hold it as it is."""
        return (
            self.item_id if clean(self.item_id) == self.item_id else stable_hash(self.item_id)[:24]
        )

    @property
    def tags(self) -> tuple[str, ...]:
        """Type and level, as tags where questions have some; our readers know them again."""
        return (f"type:{self.type}", f"level:{self.level}")

    def feedback(self, separator: str = "\n") -> str:
        """Return all notes as plain text, one a line: ``Why: because …``."""
        return separator.join(f"{note.label}: {note.text}" for note in self.notes)


@dataclass(frozen=True, slots=True)
class Job:
    """What a writer of an export format is given.

    ``suffix`` is that of the file to write, in lower case and without its dot. ``uid`` is the
    same for all versions of a quiz and stays when its questions are edited; ``digest`` differs
    when anything in the quiz does. ``revised`` is when the quiz was last edited by hand, None if
    it is as quizgen made it. ``losses`` takes what the writer cannot keep.
    """

    quiz: Quiz
    title: str
    uid: str
    digest: str
    version: str
    language: str
    labels: Labels
    warm_up: str
    articles: tuple[ArticleText, ...]
    questions: tuple[Question, ...]
    suffix: str
    revised: datetime | None
    losses: Losses = field(default_factory=Losses)

    def identifier(self, *parts: str, prefix: str = "i") -> str:
        """Return an identifier that stays when texts are edited: a letter and 24 hex digits."""
        return prefix + stable_hash(self.uid, *parts)[:24]


def stable_hash(*parts: str) -> str:
    """Return 64 hex digits that depend on the parts and where each ends, and nothing else."""
    told = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "backslashreplace")  # a lone surrogate has no UTF-8
        told.update(len(data).to_bytes(8, "big") + data)
    return told.hexdigest()


def prepare(
    quiz: Quiz,
    *,
    suffix: str = "",
    layout: Layout = DEFAULT_LAYOUT,
    revised: datetime | None = None,
) -> Job:
    """Return a quiz as export formats are written from; see :class:`Job`.

    Raises:
        UnknownName: there are no labels in the layout's language.
    """
    labels = load_labels(layout.language)
    sheet = student_sheet(quiz, layout)
    losses = Losses()
    answers = [a for section in key_sheet(quiz, layout).sections for a in section.answers]
    items = [item for group in groups_of(quiz) for _, item in group]
    questions = []
    for item, answer in zip(items, answers, strict=True):
        named = {evidence.article_id for evidence in item.evidence}
        sources = tuple(n for n, a in enumerate(quiz.articles) if a.article_id in named)
        question = replace(_question(item, answer, labels), sources=sources)
        fault = _fault(question)
        if fault:
            losses.left_out(item.item_id, fault)
        else:
            questions.append(question)
    if sheet.glossary:
        losses.note("The glossary is left out: hard words are for the handout.")
    return Job(
        quiz=quiz,
        title=sheet.title,
        uid=stable_hash("quiz", str(quiz.seed), *sorted(a.article_id for a in quiz.articles)),
        digest=sheet.quiz_id,
        version=sheet.version,
        language=sheet.language,
        labels=labels,
        warm_up=sheet.warm_up,
        articles=sheet.articles,
        questions=tuple(questions),
        suffix=suffix,
        revised=revised,
        losses=losses,
    )


def kind_of(item: Item) -> Kind:
    """Return how an item is answered."""
    match item.type:
        case "true_false":
            return "true_false"
        case "matching" if item.premises and item.options:
            return "matching"
        case "ordering" if len(item.options) > 1:
            return "ordering"
        case "multiple_choice" | "who_said" if item.options:
            return "choice"
        case "cloze" if gap_answers(item):
            return "gaps"
        case "discussion" | "matching" | "ordering":
            return "essay"
    if item.points == 0 or item.proof.get("kind") in OPEN_KINDS:
        return "essay"
    typed = item.type != "cloze" and len(item.key.split()) <= MAX_TYPED_WORDS
    return "typed" if typed else "essay"


def _question(item: Item, answer: Answer, labels: Labels) -> Question:
    kind = kind_of(item)
    told = item.proof.get("distractors")
    reasons = told if isinstance(told, dict) else {}
    base = Question(
        number=answer.question.number,
        item_id=item.item_id,
        type=item.type,
        kind=kind,
        level=item.level,
        parts=answer.question.parts if kind == "gaps" else (answer.question.text("____"),),
        points=item.points,
        rule=marking_rule(item),
        shuffled=item.proof.get("kind") not in ORDERED_KINDS,
        notes=_notes(answer, labels) if item.points else (),
        marking=answer.marking,
    )
    options = tuple(clean(option) for option in item.options)
    match kind:
        case "choice" | "gaps":
            gaps = gap_answers(item) if kind == "gaps" else ()
            single = kind == "choice" or len(gaps) == 1
            return replace(
                base,
                choices=tuple(
                    Choice(
                        text,
                        single and option == item.key,
                        _reason(reasons.get(option)) if option != item.key else "",
                    )
                    for option, text in zip(item.options, options, strict=True)
                ),
                answers=tuple(tuple(dict.fromkeys(map(clean, words))) for words in gaps),
            )
        case "true_false":
            said = item.key == "True"
            choices = (Choice(labels("true"), said), Choice(labels("false"), not said))
            return replace(base, choices=choices)
        case "typed":
            return _with_answers(base, item, labels)
        case "matching":
            places = {letter(n): n for n in range(len(options))}
            return replace(
                base,
                premises=tuple(clean(premise) for premise in item.premises),
                options=options,
                right=tuple(places[name] for _, name in pairs_of(item.key)),
            )
        case "ordering":
            places = {letter(n): n for n in range(len(options))}
            order = tuple(places[name] for name in letters_of(item.key))
            return replace(base, options=options, right=order)
        case "essay":
            if options:
                # They are a bank of words, which belongs to the question.
                bank = f"({labels('bank')}: {'; '.join(options)})"
                base = replace(base, parts=(f"{base.stem()} {bank}",))
            return _with_answers(base, item, labels) if item.points else base


def _with_answers(question: Question, item: Item, labels: Labels) -> Question:
    """Return a question with what may be typed or written, the best first."""
    accepted = tuple(dict.fromkeys(map(clean, item.accept or (item.key,))))
    names = [labels("answer"), *[labels("also_right")] * (len(accepted) - 1)]
    solution = tuple(Note(*line) for line in zip(names, accepted, strict=True))
    return replace(question, answers=(accepted,), solution=solution)


def _reason(told: object) -> str:
    return clean(told) if isinstance(told, str) else ""


def _notes(answer: Answer, labels: Labels) -> tuple[Note, ...]:
    """Return why the key is right, where it stands, and what a false statement should say."""
    notes = [
        Note(labels("corrected"), answer.correction),
        Note(labels("why"), answer.explanation),
        *(
            Note(f"{labels('evidence')} ({quote.place})" if quote.place else labels("evidence"),
                 quote.text)
            for quote in answer.evidence
        ),
    ]  # fmt: skip
    return tuple(note for note in notes if note.text)


def _fault(question: Question) -> str:
    """Return why no program could ask a question; "" if it can be asked."""
    shown = [question.stem(), *(c.text for c in question.choices)]
    shown += [*question.premises, *question.options]
    shown += [text for accepted in question.answers for text in accepted]
    if not all(shown):
        return "a text is empty once characters that cannot be shown are dropped"
    if _twice(question.premises):
        return f"two lines read the same: {_twice(question.premises)}"
    both = _twice([c.text for c in question.choices]) or _twice(question.options)
    return f"two choices read the same: {both}" if both else ""


def _twice(texts: Sequence[str]) -> str:
    """Return a text that stands there twice; "" if there is none."""
    return next((text for place, text in enumerate(texts) if text in texts[:place]), "")
