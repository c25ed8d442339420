"""Questions that others wrote, read into a quiz file: from GIFT, Moodle XML, QTI and our own JSON.

One module a format, each with ``read(data, name) -> Reading``; what all share is in
:mod:`~quizgen.read.reading` (questions as files have them, made into items) and
:mod:`~quizgen.read.markup` (HTML to plain text). A format is found by what a file holds, not by
how it is called.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

from quizgen.errors import NoItems, QuizFileError, UnknownName
from quizgen.quiz import GlossaryWord, Item, Quiz, QuizArticle, software_version
from quizgen.read.evidence import with_evidence
from quizgen.read.reading import Reading, ReadLoss

__all__ = ["FORMATS", "QuizRead", "find_reader", "read_quiz"]

FORMATS = ("gift", "moodle", "qti", "json")
Record = TypeVar("Record", Item, QuizArticle)

MAX_BYTES = 200_000_000  # larger than any bank of questions in words


@dataclass(slots=True)
class QuizRead:
    """A quiz that was read, what could not be kept, and the files that could not be read."""

    quiz: Quiz
    losses: list[ReadLoss] = field(default_factory=list)
    problems: list[QuizFileError] = field(default_factory=list)


def find_reader(data: bytes, name: str = "") -> str:
    """Return which of :data:`FORMATS` a file is in, by its content.

    ``name`` stands in the message, and its suffix tells GIFT from JSON, which may begin alike.

    Raises:
        QuizFileError: it is none of them.
    """
    if data.startswith(b"PK\x03\x04"):
        return "qti"
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"{") and not name.lower().endswith((".gift", ".txt")):
        return "json"
    if head.startswith(b"<"):
        root = re.search(
            rb"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)[\s/>]", re.sub(rb"<[!?][^>]*>", b"", head)
        )
        tag = root[1].lower() if root else b""
        if tag == b"quiz":
            return "moodle"
        if tag in {b"questestinterop", b"manifest"} or tag.startswith((b"assessment", b"qti-")):
            return "qti"
        raise QuizFileError(
            f"{name}: its outermost element is <{tag.decode()}>; Moodle XML has <quiz>, QTI "
            "<questestinterop> or <assessmentItem>. Export it once more, as one of these."
        )
    if b"{" in data:
        return "gift"
    raise QuizFileError(
        f"{name}: is neither GIFT, Moodle XML, QTI nor a quiz file. Export it as one of these."
    )


def read_quiz(
    paths: Sequence[Path], *, format: str | None = None, title: str | None = None
) -> QuizRead:
    """Read files into one quiz, in their order.

    Args:
        paths: files in any of :data:`FORMATS`.
        format: one of these, where the content does not tell it.
        title: of the quiz; if None that of the first file that has one.

    Raises:
        UnknownName: there is no such format.
        NoItems: no question could be read.
        QuizFileError: none of the files could be read.
    """
    if format is not None and format not in FORMATS:
        raise UnknownName("format to read", format, FORMATS)
    quizzes: list[Quiz] = []
    losses: list[ReadLoss] = []
    problems: list[QuizFileError] = []
    for path in paths:
        try:
            quiz, lost = _read_file(path, format)
        except QuizFileError as exc:
            problems.append(exc)
            continue
        quizzes.append(quiz)
        losses += [replace(loss, place=f"{path}: {loss.place}") for loss in lost]
    if not quizzes:
        raise (
            problems[0]
            if len(problems) == 1
            else QuizFileError("\n".join(str(problem) for problem in problems))
        )
    merged = merge(quizzes, title=title)
    if not merged.items:
        why = f" First {losses[0].place}: {losses[0].detail}." if losses else ""
        raise NoItems(f"No question could be read.{why}")
    return QuizRead(merged.sealed(), losses, problems)


def _read_file(path: Path, format: str | None) -> tuple[Quiz, list[ReadLoss]]:
    from quizgen.quiz import load

    try:
        if path.stat().st_size > MAX_BYTES:
            raise QuizFileError(
                f"{path}: is larger than {MAX_BYTES // 1_000_000} MB. Export fewer questions."
            )
        data = path.read_bytes()
    except OSError as exc:
        raise QuizFileError(f"{path}: cannot be read: {exc.strerror or exc}") from exc
    found = format or find_reader(data, str(path))
    if found == "json":
        return load(path), []
    reader: Callable[[bytes, str], Reading] = import_module(f"quizgen.read.{found}").read
    reading = reader(data, str(path))
    quiz = Quiz(
        title=reading.title or path.stem,
        seed=0,
        items=tuple(with_evidence(item, reading.articles) for item in reading.items),
        articles=tuple(reading.articles),
        versions={"quizgen": software_version()},
    )
    return quiz, reading.losses


def merge(quizzes: Sequence[Quiz], *, title: str | None = None) -> Quiz:
    """Return one quiz with the items of several, in their order, each id once.

    An item or article whose id another one has is given a number behind it; an item or
    article that is the same is kept once.
    """
    if len(quizzes) == 1:
        (quiz,) = quizzes
        return quiz if title is None else replace(quiz, title=title)
    items: dict[str, Item] = {}
    articles: dict[str, QuizArticle] = {}
    glossary: dict[str, GlossaryWord] = {}
    for quiz in quizzes:
        renamed: dict[str, str] = {}
        for article in quiz.articles:
            new = _with_free_id(article, "article_id", articles)
            articles[new.article_id] = new
            renamed[article.article_id] = new.article_id
        for item in quiz.items:
            evidence = tuple(replace(e, article_id=renamed[e.article_id]) for e in item.evidence)
            moved = _with_free_id(replace(item, evidence=evidence), "item_id", items)
            items[moved.item_id] = moved
        for word in quiz.glossary:
            place = renamed[word.article_id] if word.article_id is not None else None
            glossary.setdefault(word.word, replace(word, article_id=place))
    first = quizzes[0]
    return Quiz(
        title=title or first.title,
        seed=first.seed,
        items=tuple(items.values()),
        articles=tuple(articles.values()),
        versions=first.versions,
        before_reading=next((q.before_reading for q in quizzes if q.before_reading), ""),
        glossary=tuple(glossary.values()),
    )


def _with_free_id(record: Record, name: str, taken: Mapping[str, Record]) -> Record:
    """Return a record under an id that nobody has, or that only its double has."""
    own: str = getattr(record, name)
    new, n = record, 1
    while taken.get(getattr(new, name), new) != new:
        n += 1
        changes: dict[str, Any] = {name: f"{own}-{n}"}
        new = replace(record, **changes)
    return new
