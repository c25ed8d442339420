"""Reading: a source becomes an article by the reader that its suffix and its content call for."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import replace

from dataset.articles import content
from dataset.articles.article import Article
from dataset.articles.decode import decode, read_bytes, too_large
from dataset.articles.formats import ROWS, unknown_suffix
from dataset.articles.html import read_html
from dataset.articles.layout import PARAGRAPH_BREAK, Head, folded
from dataset.articles.limits import largest_of
from dataset.articles.markdown import read_markdown
from dataset.articles.source import Source
from dataset.articles.text import read_text
from dataset.errors import InputError
from dataset.paragraphs import paragraphs

Reader = Callable[[bytes, str, str], Article]

# Extras by the module that is missing without them.
EXTRAS = {"pypdfium2": "pdf", "warcio": "warc"}


def _of_text(reader: Callable[[str, str, str], Article]) -> Reader:
    def read(data: bytes, article_id: str, path: str) -> Article:
        text, warnings = decode(data, path)
        article = reader(text, article_id, path)
        return replace(article, warnings=(*warnings, *article.warnings))

    return read


def _of_module(module: str, function: str) -> Reader:
    """Return a reader whose module, with the library it needs, is imported when it is used."""

    def read(data: bytes, article_id: str, path: str) -> Article:
        try:
            reader: Reader = getattr(importlib.import_module(module), function)
            return reader(data, article_id, path)
        except ImportError as exc:
            raise missing(exc, path) from exc

    return read


# Data, article_id, path -> Article. A new format is a new module and a line here.
READERS: dict[str, Reader] = {
    "": _of_text(read_text),
    ".txt": _of_text(read_text),
    ".text": _of_text(read_text),
    ".md": _of_text(read_markdown),
    ".markdown": _of_text(read_markdown),
    ".html": _of_text(read_html),
    ".htm": _of_text(read_html),
    ".docx": _of_module("dataset.articles.word", "read_word"),
    ".pdf": _of_module("dataset.articles.pdf", "read_pdf"),
}


def missing(exc: ImportError, path: str) -> InputError:
    """Return the error of a library that is not installed, with the command that mends it."""
    name = (exc.name or "").partition(".")[0]
    extra = EXTRAS.get(name)
    if extra is None:
        return InputError(path, f"cannot be read, for {exc.name or exc} is not installed here.")
    return InputError(
        path, f'needs the library {name}. Install it: pip install "quizgen[{extra}]".'
    )


def content_of(source: Source) -> bytes:
    """Return the bytes of a source.

    Raises:
        InputError: they cannot be read, or are too many.
    """
    largest = largest_of(source.suffix)
    if source.data is None:
        return read_bytes(source.origin, source.path, largest=largest)
    if len(source.data) > largest:
        raise InputError(source.path, too_large(len(source.data), largest))
    return source.data


def read_source(source: Source, article_id: str) -> Article:
    """Return the article that was found at ``source``, with ``article_id`` as its key.

    The suffix picks the reader; where the content is plainly of another kind, that one reads
    it, and a warning tells.

    Raises:
        InputError: it cannot be read, or holds no article.
    """
    data = content_of(source)
    try:
        if source.suffix in ROWS:
            article = _read_row(source, data, article_id)
        else:
            article = _read_whole(source, data, article_id)
    except InputError as exc:
        raise InputError(source.path, exc.message, line=exc.line) from exc
    except Exception as exc:
        # The libraries below read what anyone may have made; a fault in one of them costs this
        # article and no other.
        raise InputError(
            source.path, f"cannot be read ({type(exc).__name__}). Save it again, or as .txt."
        ) from exc
    return replace(article, path=source.path)


def _read_row(source: Source, data: bytes, article_id: str) -> Article:
    given = dict(source.fields)
    head = Head(
        title=given.get("title"),
        source=given.get("source"),
        author=given.get("author"),
        url=given.get("url"),
    )
    if date := given.get("date"):
        head.set_date(date, written=f"date: {date}", line=None)
    text, warnings = decode(data, source.path)
    if head.title is not None and not _begins_with(text, head.title):
        # As in all other formats the title is part of the text.
        text = f"{head.title}{PARAGRAPH_BREAK}{text}"
    # No path: the date in the name of a table is that of its export, not of an article.
    article = read_text(text, article_id, "", head)
    return replace(article, warnings=(*warnings, *article.warnings))


def _begins_with(text: str, title: str) -> bool:
    """Say whether the first paragraph of a text is its title."""
    return any(folded(text[start:end]) == folded(title) for start, end in paragraphs(text)[:1])


def _read_whole(source: Source, data: bytes, article_id: str) -> Article:
    suffix, warning = _judged(source, data)
    reader = READERS.get(suffix)
    if reader is None:
        raise InputError(source.path, unknown_suffix(suffix))
    article = reader(data, article_id, source.name)
    if warning:
        article = replace(article, warnings=(warning, *article.warnings))
    address = dict(source.fields).get("url")
    return replace(article, url=article.url or address)


def _judged(source: Source, data: bytes) -> tuple[str, str | None]:
    """Return the suffix that the content deserves, and a warning if the name says another."""
    kind = content.kind_of(data)
    if kind == ".zip" and content.is_word(data):
        kind = ".docx"
    named = {".htm": ".html"}.get(source.suffix, source.suffix)
    if kind not in READERS or kind == named:
        return source.suffix, None
    if not source.suffix:
        return kind, None
    told = f"ends in {source.suffix} but is {content.NAMES[kind]}, and was read as one."
    return kind, f"{told} Rename it to end in {kind}."
