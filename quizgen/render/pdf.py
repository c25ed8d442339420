"""PDF handouts, set by Typst: the same quiz gives the same bytes on every machine.

The pages are described in ``student.typ``, ``key.typ`` and ``common.typ`` beside this module.
Quiz text reaches them as JSON and is shown as strings, so it is never run as markup. PDF/UA-1
is enforced while compiling: a file that a screen reader could not read aloud is not made.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from functools import lru_cache
from typing import Any

from quizgen.errors import RenderError
from quizgen.quiz import Quiz, QuizArticle
from quizgen.render import design
from quizgen.render._typst import NotSettable, compile_pdf, named, query
from quizgen.render.keysheet import KeySheet, Lines, key_sheet
from quizgen.render.labels import load_labels
from quizgen.render.layout import DEFAULT_LAYOUT, Layout
from quizgen.render.sheet import Sheet, clean, student_sheet

# Longer than any word of a newspaper: such a string has no place to break and would run
# off the page, so it gets places to break.
_LONG_WORD = re.compile(r"[^\s\u200b]{40,}")
_CHUNK = 20


def student_pdf(quiz: Quiz, layout: Layout = DEFAULT_LAYOUT) -> bytes:
    """Return the student's paper as a PDF/UA-1 file; it holds no keys.

    The fonts that ship cover Latin, Greek, Cyrillic, Hebrew, Arabic, the common signs of
    Chinese and Japanese, emoji and more. For other writing the computer's own fonts are used,
    with a :class:`~quizgen.render._typst.SystemFonts` warning.

    Raises:
        UnknownName: there are no labels in that language.
        RenderError: a character is in no font; the message says where it stands.
    """
    return _pdf("student.typ", student_sheet(quiz, layout), quiz, layout)


def key_pdf(quiz: Quiz, layout: Layout = DEFAULT_LAYOUT, versions: Sequence[Quiz] = ()) -> bytes:
    """Return the teacher's key as a PDF/UA-1 file; see :func:`student_pdf`.

    Its evidence is given by paragraph and by line of the student's paper in the same layout.
    """
    sheet = key_sheet(quiz, layout, versions=versions, lines=line_numbers(quiz, layout))
    return _pdf("key.typ", sheet, quiz, layout)


def line_numbers(quiz: Quiz, layout: Layout = DEFAULT_LAYOUT) -> Lines:
    """Return what tells in which printed line of the student's paper a character stands.

    The lines are those Typst breaks, counted as in the margin; a character outside the
    paragraphs has none.
    """
    # Only the articles count; the rest of the sheet would make their pages begin elsewhere, but
    # not their lines.
    alone = replace(quiz, items=(), before_reading="", glossary=(), label=None)
    try:
        words = _lines_of_words(_data(student_sheet(alone, layout), layout, measure=True))
    except NotSettable:  # what cannot be set is told by the page itself
        return lambda _article_id, _offset: None
    first: dict[str, list[int]] = {}
    count = 0
    for article in quiz.articles:
        first[article.article_id] = []
        for start, end in article.paragraphs:
            first[article.article_id].append(count)
            count += len(_set_words(article.text[start:end]))

    def line(article_id: str, offset: int) -> int | None:
        article = quiz.article(article_id)
        paragraph = article.paragraph_of(offset)
        if paragraph is None:
            return None
        start, _ = article.paragraphs[paragraph - 1]
        before = article.text[start : offset + 1]
        index = first[article_id][paragraph - 1] + len(_set_words(before)) - 1
        return words[index] if 0 <= index < len(words) else None

    return line


def _set_words(text: str) -> list[str]:
    """Return the words as the template splits them: at spaces."""
    return _settable(clean(text)).split(" ") if clean(text) else [""]


@lru_cache(maxsize=8)
def _lines_of_words(data: str) -> tuple[int, ...]:
    """Return the number of the line that each word of the articles is set in."""
    numbers: list[int] = []
    last: tuple[int, float] | None = None
    for page, y in json.loads(query("student.typ", data, "words")):
        place = (page, round(y, 1))
        numbers.append((numbers[-1] if numbers else 0) + (place != last))
        last = place
    return tuple(numbers)


def _pdf(template: str, sheet: Sheet | KeySheet, quiz: Quiz, layout: Layout) -> bytes:
    try:
        return compile_pdf(template, _data(sheet, layout))
    except NotSettable as exc:
        raise RenderError(_refusal(quiz, exc)) from exc


def _data(sheet: Sheet | KeySheet, layout: Layout, *, measure: bool = False) -> str:
    """Return what a template reads, as JSON."""
    data = {
        **asdict(sheet),
        "page_label": load_labels(layout.language).entries["page"],
        "layout": {"paper": layout.paper, "large_print": layout.large_print},
        "measure": measure,
        "design": {
            **design.LIGHT,
            "text_font": design.TEXT_FONT,
            "head_font": design.HEAD_FONT,
        },
    }
    return json.dumps(_settable(data), ensure_ascii=False)


def _settable(value: Any) -> Any:
    """Return JSON data with all its strings made ready for setting."""
    if isinstance(value, str):
        # Composed letters are in the fonts where a letter and its loose accents may not be.
        return _LONG_WORD.sub(_breakable, unicodedata.normalize("NFC", value))
    if isinstance(value, dict):
        return {name: _settable(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_settable(part) for part in value]
    return value


def _breakable(match: re.Match[str]) -> str:
    word = match[0]
    return "\u200b".join(word[i : i + _CHUNK] for i in range(0, len(word), _CHUNK))


def _refusal(quiz: Quiz, error: NotSettable) -> str:
    """Say what cannot be set, where it stands and what to do."""
    for place, text in _places(quiz):
        missing = error.missing & set(unicodedata.normalize("NFC", clean(text)))
        if missing:
            return (
                f"{place}: no font has {named(frozenset(missing))}. Install a font that has it, "
                "take it out, or choose html or docx."
            )
    for place, text in _places(quiz):
        # Not for its characters: set by itself, the text that fails is found.
        alone = student_sheet(Quiz(title=text, seed=0, items=(), articles=()))
        try:
            compile_pdf("student.typ", _data(alone, DEFAULT_LAYOUT))
        except NotSettable:
            return f"{place}: {error}. Change it, or choose html or docx."
    return f"The PDF cannot be set: {error}. Choose html or docx."


def _places(quiz: Quiz) -> Iterator[tuple[str, str]]:
    """Yield every text of a quiz with the words that say where it stands."""
    yield "title", quiz.title
    yield "field before_reading", quiz.before_reading
    for word in quiz.glossary:
        yield f"glossary word {clean(word.word)!r}", f"{word.word} {word.meaning or ''}"
    for article in quiz.articles:
        yield from _places_in(article)
    for item in quiz.items:
        for name in ("question", "key", "correction", "explanation"):
            yield f"item {clean(item.item_id)}, field {name}", getattr(item, name) or ""
        for name in ("options", "premises", "accept"):
            yield f"item {clean(item.item_id)}, field {name}", " ".join(getattr(item, name))
        for evidence in item.evidence:
            yield f"item {clean(item.item_id)}, field evidence", evidence.text


def _places_in(article: QuizArticle) -> Iterator[tuple[str, str]]:
    name = f"article {clean(article.article_id)}"
    for field in ("title", "source", "author", "url"):
        yield f"{name}, field {field}", getattr(article, field) or ""
    for number, (start, end) in enumerate(article.paragraphs, 1):
        yield f"{name}, paragraph {number}", article.text[start:end]
