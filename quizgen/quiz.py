"""The quiz: what items consist of, and the file that keeps all of it.

``quiz.json`` is the lossless form: every other output is rendered from it, and a person may
edit it in between. :func:`load` checks an edited file against the schema and names the item
and the field that are wrong.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from importlib import resources
from pathlib import Path
from string import ascii_uppercase
from typing import Any, Literal, get_args

from quizgen.errors import QuizFileError

ItemType = Literal[
    "multiple_choice",
    "true_false",
    "cloze",
    "short_answer",
    "who_said",
    "matching",
    "ordering",
    "discussion",
]
Level = Literal["retrieve", "infer", "integrate", "discuss"]
ITEM_TYPES: tuple[ItemType, ...] = get_args(ItemType)
LEVELS: tuple[Level, ...] = get_args(Level)

FORMAT_VERSION = 1
# Kinds of keys whose options have an order of their own, which tells nothing of the key's place.
ORDERED_KINDS = frozenset(["day", "month", "year", "number", "date"])
GAP = "____"  # how a gap is written in the question of a cloze item
GAPS = re.compile(re.escape(GAP) + "_*")  # a person who edits a quiz may well draw a longer gap
GAP_SEPARATOR = "; "  # between the answers of several gaps, in a key
# The key of a question that has none, in our own discussions.
OPEN_KEY = "Open question: answers differ; look for reasons that point at the article."
MAX_MESSAGE_CHARS = 300


@dataclass(frozen=True, slots=True)
class Evidence:
    """The characters of an article that prove a key: ``articles.text[start:end] == text``."""

    article_id: str
    sentence_id: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """One question with its key and its proof.

    ``key`` is the right answer as printed; for ``true_false`` it is ``"True"`` or ``"False"``.
    ``options`` is empty for open items; what is to be ordered or matched stands there too, the
    numbered lines of a matching item in ``premises``, and the key tells how they go together, by
    letters (``"B, A, C"``, ``"1-B, 2-A"``); of several gaps it has the words in their order
    (``"4.2; 1987"``). ``accept`` lists every answer to be marked right,
    the key first. ``correction`` is the true statement, for false ones only. ``proof`` holds
    the rows, the template, the edits, the uniqueness search and what refutes each distractor.
    """

    item_id: str
    type: ItemType
    level: Level
    question: str
    key: str
    options: tuple[str, ...] = ()
    premises: tuple[str, ...] = ()
    accept: tuple[str, ...] = ()
    correction: str | None = None
    points: int = 1
    explanation: str = ""
    evidence: tuple[Evidence, ...] = ()
    proof: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class QuizArticle:
    """An article as the handout needs it.

    ``paragraphs`` are (start, end) offsets into ``text``: title, dateline and captions are
    left out, so the paragraphs' numbers, from 1, are those of the handout.
    ``date`` is ISO 8601 or None.
    """

    article_id: str
    text: str
    paragraphs: tuple[tuple[int, int], ...]
    title: str | None = None
    date: str | None = None
    source: str | None = None
    author: str | None = None
    url: str | None = None
    n_words: int = 0
    reading_grade: float | None = None

    def paragraph_of(self, offset: int) -> int | None:
        """Return the 1-based number of the paragraph that holds a character."""
        for number, (start, end) in enumerate(self.paragraphs, 1):
            if start <= offset < end:
                return number
        return None


@dataclass(frozen=True, slots=True)
class GlossaryWord:
    """A hard word of an article: ``text[start:end]`` is where it stands first.

    ``word`` is printed, in its base form where that is sure. ``meaning`` is None where the word
    has several: a teacher may fill it in. A word she adds herself needs no place.
    """

    word: str
    meaning: str | None = None
    article_id: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Quiz:
    """Items and everything needed to print them.

    ``versions`` are those of the software; ``label`` is the quiz's own version (A, B …), if
    there are several. ``before_reading`` is a prompt for the minutes before the article.
    ``seal`` is :meth:`content_hash` as it was when quizgen made the quiz.
    """

    title: str
    seed: int
    items: tuple[Item, ...]
    articles: tuple[QuizArticle, ...]
    refused: Mapping[str, int] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    label: str | None = None
    before_reading: str = ""
    glossary: tuple[GlossaryWord, ...] = ()
    seal: str | None = None
    format_version: int = FORMAT_VERSION

    def article(self, article_id: str) -> QuizArticle:
        """Return one of the quiz's articles. Raises ``KeyError`` if it has none such."""
        for article in self.articles:
            if article.article_id == article_id:
                return article
        raise KeyError(article_id)

    @property
    def is_edited(self) -> bool:
        """Whether anything that is asked or printed was changed since quizgen made the quiz."""
        return self.seal != self.content_hash()

    def content_hash(self) -> str:
        """Return 64 hexadecimal digits that differ when anything asked or printed does."""
        told = asdict(replace(self, seal=None, refused={}, versions={}))
        text = json.dumps(told, sort_keys=True)  # in ASCII, so that lone surrogates do no harm
        return hashlib.sha256(text.encode("ascii")).hexdigest()

    def sealed(self) -> Quiz:
        """Return the quiz with a seal that says: as quizgen made it."""
        return replace(self, seal=self.content_hash())

    def to_json(self) -> str:
        """Return the quiz file's text; the same quiz gives the same text."""
        return json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n"


def software_version() -> str:
    """Return the version of quizgen, for ``Quiz.versions``."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("quizgen")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "unknown"


@cache
def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a quiz file, which ships as ``quizgen/quiz.schema.json``."""
    text = (resources.files("quizgen") / "quiz.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def load(path: Path) -> Quiz:
    """Read a quiz file.

    Raises:
        QuizFileError: it cannot be read, is no JSON, or breaks the schema; the message
            names the item and the field.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as exc:
        raise QuizFileError(f"{path}: cannot be read as UTF-8 text ({exc})") from exc
    return loads(text, name=str(path))


def loads(text: str, *, name: str = "quiz") -> Quiz:
    """Read a quiz from its JSON text; ``name`` stands in error messages. See :func:`load`."""
    import jsonschema

    try:
        data = json.loads(text)
    except json.JSONDecodeError as exc:
        raise QuizFileError(f"{name}:{exc.lineno}: not JSON: {exc.msg}") from exc
    except (ValueError, RecursionError) as exc:  # a number too long, lists too deep
        raise QuizFileError(f"{name}: not JSON that can be read: {exc}") from exc
    version = data.get("format_version") if isinstance(data, dict) else None
    if type(version) is int and version > FORMAT_VERSION:
        raise QuizFileError(
            f"{name}: field format_version: was written by a newer quizgen (version {version} of "
            f"the format; this one reads {FORMAT_VERSION}). Update quizgen: pip install -U quizgen."
        )
    validator = jsonschema.Draft202012Validator(json_schema())
    # By position, so that the first error reported is the first one in the file.
    errors = sorted(
        validator.iter_errors(data),
        key=lambda e: [(p, "") if isinstance(p, int) else (-1, p) for p in e.absolute_path],
    )
    if errors:
        message = errors[0].message
        if len(message) > MAX_MESSAGE_CHARS:  # it repeats the faulty value, however long
            message = message[: MAX_MESSAGE_CHARS - 1] + "…"
        raise QuizFileError(f"{name}: {_place(data, list(errors[0].absolute_path))}: {message}")
    quiz = _from_data(data)
    _check_references(quiz, name)
    return quiz


def _place(data: Any, path: list[Any]) -> str:
    """Say where an error is, by item id where there is one."""
    if path[:1] == ["items"] and len(path) > 1:
        item = data["items"][path[1]]
        label = item.get("item_id", f"number {path[1] + 1}") if isinstance(item, dict) else path[1]
        rest = ".".join(str(p) for p in path[2:])
        return f"item {label}" + (f", field {rest}" if rest else "")
    return "field " + ".".join(str(p) for p in path) if path else "the file"


def _check_references(quiz: Quiz, name: str) -> None:
    known: dict[str, QuizArticle] = {}
    for article in quiz.articles:
        place = f"{name}: article {article.article_id}"
        if article.article_id in known:
            raise QuizFileError(f"{place}: the id is used twice")
        known[article.article_id] = article
        for start, end in article.paragraphs:
            if not start <= end <= len(article.text):
                raise QuizFileError(
                    f"{place}, field paragraphs: {start}-{end} is no part of the text, "
                    f"which has {len(article.text)} characters"
                )
    for word in quiz.glossary:
        place = f"{name}: glossary word {word.word!r}"
        if word.article_id is not None and word.article_id not in known:
            raise QuizFileError(f"{place}, field article_id: no article {word.article_id!r}")
    for item in quiz.items:
        place = f"{name}: item {item.item_id}"
        arranged = item.type in {"matching", "ordering"}  # the key tells how, not which one
        if item.options and not arranged:
            words = [gap[0] for gap in gap_answers(item)] or [item.key]
            strange = next((word for word in words if word not in item.options), None)
            if strange is not None:
                raise QuizFileError(f"{place}, field key: {strange!r} is not one of the options")
        wanted = _arrangement_fault(item)
        if wanted:
            raise QuizFileError(f"{place}, field key: {item.key!r} must {wanted}")
        if item.type == "true_false" and item.key not in {"True", "False"}:
            raise QuizFileError(f"{place}, field key: must be 'True' or 'False'")
        if item.accept and item.accept[0] != item.key:
            raise QuizFileError(f"{place}, field accept: must list the key {item.key!r} first")
        for evidence in item.evidence:
            source = known.get(evidence.article_id)
            if source is None:
                raise QuizFileError(f"{place}, field evidence: no article {evidence.article_id!r}")
            if source.text[evidence.start : evidence.end] != evidence.text:
                raise QuizFileError(
                    f"{place}, field evidence: characters {evidence.start}-{evidence.end} of "
                    f"{evidence.article_id} are not {evidence.text!r}"
                )
    ids = [item.item_id for item in quiz.items]
    for item_id in ids:
        if ids.count(item_id) > 1:
            raise QuizFileError(f"{name}: item {item_id}: the id is used twice")


def pairs_of(key: str) -> list[tuple[str, str]]:
    """Return the lines and letters of a matching item's key.

    >>> pairs_of("1-B, 2-A")
    [('1', 'B'), ('2', 'A')]
    """
    parts = (part.partition("-") for part in letters_of(key))
    return [(line, letter) for line, _, letter in parts]


def letters_of(key: str) -> list[str]:
    """Return the letters of an ordering item's key, the first first.

    >>> letters_of("B, A, C")
    ['B', 'A', 'C']
    """
    return key.split(", ")


def gap_answers(item: Item) -> tuple[tuple[str, ...], ...]:
    """Return all right answers for each gap of a cloze item, the key's first.

    Nothing is returned where nobody can know which gap a key means: a question without a gap,
    or one with several whose key does not have as many parts (see :data:`GAP_SEPARATOR`).

    >>> gap_answers(Item("i", "cloze", "retrieve", "In ____ it cost ____.", "May; 4.2"))
    (('May',), ('4.2',))
    """
    n = len(GAPS.findall(item.question)) if item.type == "cloze" else 0
    accepted = tuple(dict.fromkeys((item.key, *item.accept)))
    if n <= 1:
        return (accepted,) * n
    rows = [text.split(GAP_SEPARATOR) for text in accepted]
    if len(rows[0]) != n or not all(rows[0]):
        return ()
    rows = [row for row in rows if len(row) == n and all(row)]
    return tuple(tuple(dict.fromkeys(column)) for column in zip(*rows, strict=True))


def _arrangement_fault(item: Item) -> str:
    """Return what the key of a matching or ordering item must do and does not; "" if it does."""
    letters = set(ascii_uppercase[: len(item.options)])
    if item.type == "matching" and item.premises and item.options:
        pairs = pairs_of(item.key)
        lines = [str(n) for n in range(1, len(item.premises) + 1)]
        if [n for n, _ in pairs] != lines or not {x for _, x in pairs} <= letters:
            return "give each line the letter of an option, such as '1-B, 2-A'"
    if item.type == "ordering" and item.options:
        given = letters_of(item.key)
        if set(given) != letters or len(given) != len(item.options):
            return "hold the letter of each option once, such as 'B, A, C'"
    return ""


def _from_data(data: dict[str, Any]) -> Quiz:
    items = tuple(
        Item(
            **{
                **item,
                "options": tuple(item.get("options", ())),
                "premises": tuple(item.get("premises", ())),
                "accept": tuple(item.get("accept", ())),
                "evidence": tuple(Evidence(**e) for e in item.get("evidence", ())),
            }
        )
        for item in data["items"]
    )
    articles = tuple(
        QuizArticle(**{**a, "paragraphs": tuple((p[0], p[1]) for p in a["paragraphs"])})
        for a in data["articles"]
    )
    glossary = tuple(GlossaryWord(**word) for word in data.get("glossary", ()))
    return Quiz(**{**data, "items": items, "articles": articles, "glossary": glossary})
