"""Questions as files have them, made into items of a quiz.

Readers find :class:`Found` questions; :func:`item_of` makes items of them. What a quiz file
cannot hold (several right answers, pictures, negative points) is reported and never guessed: a
question whose key is not sure is left out.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from string import ascii_uppercase
from typing import Literal, cast, get_args

from quizgen.export.question import Kind, stable_hash
from quizgen.quiz import GAP_SEPARATOR, GAPS, OPEN_KEY, Item, ItemType, Level, QuizArticle
from quizgen.render.labels import in_all_languages
from quizgen.render.sheet import clean

FOREIGN_OPEN_KEY = "Open question: answers differ."
MOST_OPTIONS = len(ascii_uppercase)  # keys of matching and ordering items name them by letters

# The types of items that a question of a kind may become; the first is the usual one.
TYPES: dict[Kind, tuple[ItemType, ...]] = {
    "choice": ("multiple_choice", "who_said"),
    "true_false": ("true_false",),
    "gaps": ("cloze",),
    "typed": ("short_answer", "who_said"),
    "matching": ("matching",),
    "ordering": ("ordering",),
    "essay": ("discussion", "short_answer", "who_said", "cloze"),
}

Outcome = Literal["changed", "left_out"]

# What readers of several formats have to say.
SEVERAL_RIGHT = "several of its answers are right, or right in part"
COSTS_NOTHING = "wrong answers cost points there, and cost nothing here"
PART_MARKS = "an answer worth a part of the points is left out: {}"
ANY_TEXT = "an answer with a star for any text is left out: {}"


@dataclass(frozen=True, slots=True)
class ReadLoss:
    """What could not be kept of a question; ``place`` names it in its file."""

    place: str
    outcome: Outcome
    detail: str


@dataclass(frozen=True, slots=True)
class FoundChoice:
    """An answer to choose."""

    text: str
    right: bool
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A question as a file has it, in plain text.

    Attributes:
        place: what a message calls it, such as ``question 3 (Capital)``.
        kind: how it is answered.
        stem: the question; gaps are four underscores each.
        choices: of ``choice``, ``true_false`` (True first) and of one gap with a bank.
        answers: for each gap, or for what is typed or written by hand (one tuple), all right
            answers, the best first.
        pairs: lines and partners, of ``matching``; ``spare`` are partners left over.
        order: of ``ordering``, from first to last.
        bank: words given for several gaps.
        points: what it is worth; 1 if the file does not say.
        feedback: shown with the key, one or more lines. Of our own exports it has the key of an
            essay and the correction of a false statement, by the labels of any language.
        item_id, tags: as our own exports name and tag questions, if they are there.
        changed: what was dropped of it already.
    """

    place: str
    kind: Kind
    stem: str
    choices: tuple[FoundChoice, ...] = ()
    answers: tuple[tuple[str, ...], ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    spare: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    bank: tuple[str, ...] = ()
    points: Fraction = Fraction(1)
    feedback: str = ""
    item_id: str = ""
    tags: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A text to read, as files have it: a description without a question."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(slots=True)
class Reading:
    """What was read from one file: items with passages, and what could not be kept."""

    title: str = ""
    items: list[Item] = field(default_factory=list)
    articles: list[QuizArticle] = field(default_factory=list)
    losses: list[ReadLoss] = field(default_factory=list)
    _ids: set[str] = field(default_factory=set, repr=False)

    def left_out(self, place: str, detail: str) -> None:
        """Say that a question is not in the quiz."""
        self.losses.append(ReadLoss(place, "left_out", detail))

    def changed(self, place: str, detail: str) -> None:
        """Say that a question is in the quiz, but not all of it."""
        self.losses.append(ReadLoss(place, "changed", detail))

    def add(self, found: Found) -> None:
        """Add a question, or report why it cannot be one."""
        try:
            item = item_of(found)
        except Unreadable as exc:
            self.left_out(found.place, str(exc))
            return
        for detail in (*found.changed, *_changes(found)):
            self.changed(found.place, detail)
        if item.item_id in self._ids:
            self.left_out(found.place, f"stands there twice (id {item.item_id})")
            return
        self._ids.add(item.item_id)
        self.items.append(item)

    def add_passage(self, passage: Passage) -> None:
        """Add a text to read as an article."""
        paragraphs = [p for p in map(clean, passage.paragraphs) if p]
        if not paragraphs:
            return
        text = "\n\n".join(paragraphs)
        spans = []
        start = 0
        for paragraph in paragraphs:
            spans.append((start, start + len(paragraph)))
            start += len(paragraph) + 2
        self.articles.append(
            QuizArticle(
                article_id=f"passage-{stable_hash(passage.title, text)[:12]}",
                text=text,
                paragraphs=tuple(spans),
                title=clean(passage.title) or None,
                n_words=len(text.split()),
            )
        )


def number_in(text: str) -> Fraction:
    """Return the number a text is.

    Raises:
        ValueError: it is none, or has more digits or a larger exponent than a mark can need;
            with these, a short text would be a number that fills the memory.

    >>> number_in(" 0.5 "), number_in("1/2")
    (Fraction(1, 2), Fraction(1, 2))
    """
    if not re.fullmatch(r"\s*[+-]?[\d./]{1,40}(?:[eE][+-]?\d)?\s*", text, re.ASCII):
        raise ValueError(f"not a number: {text[:40]!r}")
    try:
        return Fraction(text)
    except ZeroDivisionError as exc:
        raise ValueError("division by zero") from exc


def without_wildcard(answer: str) -> str | None:
    r"""Return what is to be typed for an answer of Moodle's; None if a star stands for any text.

    >>> without_wildcard(r"4 \* 2"), without_wildcard("any*")
    ('4 * 2', None)
    """
    return None if re.search(r"(?<!\\)\*", answer) else answer.replace(r"\*", "*")


class Unreadable(Exception):
    """A question that cannot be an item; ``str()`` says why, in a teacher's words."""


def item_of(found: Found) -> Item:
    """Return an item of a question. Raises ``Unreadable``: its key is not sure, or not there."""
    stem = clean(found.stem)
    if not stem:
        raise Unreadable("the question has no text")
    told = _told(found.feedback)
    if found.kind == "essay" and not found.answers and told.answers:
        found = replace(found, answers=(told.answers,))
    type_ = cast(ItemType, _tag(found, "type", TYPES[found.kind]))
    if found.kind == "essay" and type_ == "discussion" and found.answers:
        type_ = "short_answer"  # it has a key
    base = Item(
        item_id=found.item_id or f"read-{stable_hash(*_identity(found))[:16]}",
        type=type_,
        level=cast(Level, _tag(found, "level", ("retrieve", *get_args(Level)))),
        question=stem,
        key="-",
        points=_whole_points(found),
        explanation=told.explanation,
        correction=told.correction if found.kind == "true_false" else None,
    )
    return _KEYED[found.kind](found, base)


@dataclass(frozen=True, slots=True)
class _Told:
    """What the lines of some feedback say."""

    explanation: str
    correction: str | None
    answers: tuple[str, ...]


def _told(feedback: str) -> _Told:
    """Sort the lines of feedback that our own exports write; of others, all is explanation."""
    names = {
        name: tuple(f"{label}: " for label in in_all_languages(name))
        for name in ("answer", "also_right", "corrected", "why")
    }
    answers, explanation, correction = [], [], None
    for line in filter(None, map(clean, feedback.split("\n"))):
        found = [n for n, starts in names.items() if line.startswith(starts)]
        rest = line.partition(": ")[2]
        match found:
            case ["answer" | "also_right"]:
                answers.append(rest)
            case ["corrected"]:
                correction = rest
            case ["why"]:
                explanation.append(rest)
            case _:
                explanation.append(line)
    return _Told(" ".join(explanation), correction, tuple(answers))


def _identity(found: Found) -> Sequence[str]:
    """Return what tells a question from others, when a file gives it no id."""
    texts = [c.text for c in found.choices] + [t for gap in found.answers for t in gap]
    return [
        found.kind,
        found.stem,
        *texts,
        *(t for pair in found.pairs for t in pair),
        *found.order,
    ]


def _tag(found: Found, name: str, known: Sequence[str]) -> str:
    """Return what a tag of our own exports says, or the first of the known values."""
    for tag in found.tags:
        key, _, value = tag.partition(":")
        if key.strip() == name and value.strip() in known:
            return value.strip()
    return known[0] if name != "level" or found.kind != "essay" or found.answers else "discuss"


def _whole_points(found: Found) -> int:
    return max(0, round(found.points)) or (1 if found.points > 0 else 0)


def _changes(found: Found) -> Iterable[str]:
    whole = _whole_points(found)
    if found.points != whole:
        yield f"its {float(found.points):g} points are {whole} now: quiz files have whole points"


def _texts(texts: Iterable[str], what: str) -> tuple[str, ...]:
    """Return cleaned texts, none empty and none twice."""
    cleaned = tuple(clean(text) for text in texts)
    if not all(cleaned):
        raise Unreadable(f"one of the {what} has no text")
    for place, text in enumerate(cleaned):
        if text in cleaned[:place]:
            raise Unreadable(f"two {what} read the same: {text}")
    return cleaned


def _accepted(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in map(clean, texts) if text))


def _choice(found: Found, base: Item) -> Item:
    options = _texts((c.text for c in found.choices), "choices")
    right = [text for text, c in zip(options, found.choices, strict=True) if c.right]
    if len(right) != 1 or len(options) < 2:
        n = len(right)
        raise Unreadable(
            f"it has {n or 'no'} right answer{'s'[: n != 1]} among {len(options)}; "
            "a question of a quiz file has one"
        )
    told = [(t, clean(c.feedback)) for t, c in zip(options, found.choices, strict=True)]
    reasons = {text: reason for text, reason in told if reason and text != right[0]}
    return replace(
        base,
        options=options,
        key=right[0],
        accept=(right[0],),
        proof={"distractors": reasons} if reasons else {},
    )


def _true_false(found: Found, base: Item) -> Item:
    right = [name for name, c in zip(("True", "False"), found.choices, strict=True) if c.right]
    if len(right) != 1:
        raise Unreadable("it does not say whether it is true")
    key = right[0]
    return replace(base, key=key, accept=(key,))


def _gaps(found: Found, base: Item) -> Item:
    n = len(GAPS.findall(base.question))
    if n != len(found.answers):
        raise Unreadable(f"it has {n} gaps, and answers for {len(found.answers)}")
    if n == 1 and found.choices:
        return _choice(found, base)
    rows = [_accepted(gap) for gap in found.answers]
    if not all(rows):
        raise Unreadable("a gap has no answer")
    if n > 1 and any(GAP_SEPARATOR in text for row in rows for text in row):
        raise Unreadable("an answer of one of several gaps holds a semicolon")
    # Each gap's variants once, the others at their best: a key a combination would be too many.
    best = tuple(row[0] for row in rows)
    combined = [best] + [
        (*best[:at], text, *best[at + 1 :]) for at, row in enumerate(rows) for text in row[1:]
    ]
    accept = tuple(GAP_SEPARATOR.join(words) for words in combined)
    options = _texts(found.bank, "words given") if found.bank else ()
    if options and any(word not in options for word in best):
        raise Unreadable("the words given do not hold an answer")
    return replace(base, key=accept[0], accept=accept, options=options)


def _typed(found: Found, base: Item) -> Item:
    accept = _accepted(text for gap in found.answers for text in gap)
    if not accept:
        raise Unreadable("it has no answer")
    return replace(base, key=accept[0], accept=accept)


def _essay(found: Found, base: Item) -> Item:
    accept = _accepted(text for gap in found.answers for text in gap)
    open_key = OPEN_KEY if "type:discussion" in found.tags else FOREIGN_OPEN_KEY
    key = accept[0] if accept else open_key
    proof = {"kind": "open"}
    return replace(base, key=key, accept=accept or (key,), proof=proof)


def _letters(options: Sequence[str]) -> dict[str, str]:
    if len(options) > MOST_OPTIONS:
        raise Unreadable(f"it has {len(options)} answers; quiz files name up to {MOST_OPTIONS}")
    return dict(zip(options, ascii_uppercase, strict=False))


def _matching(found: Found, base: Item) -> Item:
    premises = _texts((line for line, _ in found.pairs), "lines")
    partners = [clean(partner) for _, partner in found.pairs]
    shown = list(dict.fromkeys([*partners, *map(clean, found.spare)]))
    if len(premises) < 2 or not all(shown):
        raise Unreadable("it has fewer than two lines with partners")
    options = _shuffled(shown, base.item_id)
    letters = _letters(options)
    key = ", ".join(f"{n}-{letters[partner]}" for n, partner in enumerate(partners, 1))
    return replace(base, premises=premises, options=options, key=key, accept=(key,))


def _ordering(found: Found, base: Item) -> Item:
    order = _texts(found.order, "lines")
    if len(order) < 2:
        raise Unreadable("it has fewer than two lines")
    options = _shuffled(order, base.item_id)
    letters = _letters(options)
    key = ", ".join(letters[text] for text in order)
    return replace(base, options=options, key=key, accept=(key,))


def _shuffled(texts: Sequence[str], seed: str) -> tuple[str, ...]:
    """Return texts in an order that tells nothing, the same each time, and not as given."""
    shuffled = list(texts)
    rng = random.Random(seed)
    while len(set(texts)) > 1 and shuffled == list(texts):
        rng.shuffle(shuffled)
    return tuple(shuffled)


_KEYED = {
    "choice": _choice,
    "true_false": _true_false,
    "gaps": _gaps,
    "typed": _typed,
    "matching": _matching,
    "ordering": _ordering,
    "essay": _essay,
}
