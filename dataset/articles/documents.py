"""What documents with a layout of their own (Word, PDF) have in common.

Their readers find paragraphs; header lines among these (``Date: …``, ``By …``) are read as in
plain text, for a document is often a text file with its title made bold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dataset.articles.article import Article, BlockKind
from dataset.articles.layout import Head, arrange, is_title, join_paragraphs
from dataset.articles.text import read_head

Paragraph = tuple[BlockKind | None, str]

# What programs write into a document's properties when its author gives it no title.
_NO_TITLE = re.compile(
    r"(?:microsoft (?:word|office word) - .*|(?:word|new|microsoft word) document"
    r"|(?:document|dokument|untitled|unnamed|unbenannt|sans titre)[ _-]?\d*|title|titel|titre"
    r"|about:blank|(?:file|https?)://.*|\S+\.(?:docx?|docm|dotx?|odt|rtf|pdf|html?|txt|tex|indd|md))",
    re.IGNORECASE,
)
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff\x00-\x08\x0e-\x1b\x7f]")
_SPACE = re.compile(r"\s+")


def plain(text: str) -> str:
    r"""Return one line of text without soft hyphens and other signs that nobody sees.

    >>> plain("sanc\u00adtions\tin\xa0force ")
    'sanctions in force'
    """
    return _SPACE.sub(" ", _UNSEEN.sub("", text)).strip()


def arrange_document(
    paragraphs: Sequence[Paragraph],
    head: Head,
    *,
    article_id: str,
    path: str,
    property_title: str | None = None,
) -> Article:
    """Return the article that ``paragraphs``, in reading order, make.

    Args:
        paragraphs: what the format says of each, and its text in one line; none is empty.
        head: what the format itself says; header lines among the paragraphs fill its gaps.
        article_id: key of the article.
        path: for messages, and for a date in the file's name.
        property_title: what the document's properties call it. It is taken if the document
            shows no title, unless a program wrote it by itself.

    Raises:
        InputError: if no paragraph is prose.
    """
    named = next((text for kind, text in paragraphs if kind == "title"), None)
    if named is not None:
        head.title = named
    text, pieces = join_paragraphs(_without_head_lines(paragraphs, head))
    article = arrange(text, pieces, head, article_id=article_id, path=path)
    title = plain(property_title or "")
    if article.title is None and title and not _NO_TITLE.fullmatch(title):
        article = replace(article, title=title)
    return article


def _without_head_lines(paragraphs: Sequence[Paragraph], head: Head) -> list[Paragraph]:
    """Read the header lines at the top and those just below the title; return the rest.

    They are left out of the text as front matter is, so that it is the same in all formats. A
    title that stands in one stays, as a title.
    """
    rest = _after_head_lines(paragraphs, head)
    place = next((n for n, (kind, _) in enumerate(rest) if kind == "title"), None)
    if place is None and head.title is not None:
        return [("title", head.title), *rest]
    if place is None:
        if len(rest) < 2 or rest[0][0] is not None or not is_title(rest[0][1]):
            return rest
        below = _after_head_lines(rest[1:], head)
        return rest if len(below) == len(rest) - 1 else [("title", _take(rest, head)), *below]
    return [*rest[: place + 1], *_after_head_lines(rest[place + 1 :], head)]


def _take(rest: Sequence[Paragraph], head: Head) -> str:
    head.title = head.title or rest[0][1]
    return rest[0][1]


def _after_head_lines(paragraphs: Sequence[Paragraph], head: Head) -> list[Paragraph]:
    lines = "\n".join(text for _, text in paragraphs)
    position, runs_on = read_head(lines, 0, head, [])
    count = lines[:position].count("\n")
    rest = list(paragraphs[count:])
    if runs_on:  # date 2021-05-03 Ferries sail.
        kind, text = rest[0]
        start = position - (lines.rfind("\n", 0, position) + 1)
        rest[0] = (kind, text[start:].strip())
    return rest
