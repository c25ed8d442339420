"""What documents with a layout of their own (Word, PDF) have in common.

Their readers find paragraphs; header lines among these (``Date: …``, ``By …``) are read as in
plain text, for a document is often a text file with its title made bold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dataset.articles.article import Article, Block, BlockKind
from dataset.articles.layout import Head, Piece, arrange, is_title, join_paragraphs
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
    text, pieces = join_paragraphs(paragraphs)
    named = next((i for i, piece in enumerate(pieces) if piece.kind == "title"), None)
    if named is not None:
        head.title = paragraphs[named][1]
    blocks: list[Block] = []
    pieces = _without_head_lines(text, pieces, head, blocks)
    article = arrange(text, pieces, head, article_id=article_id, path=path, head_blocks=blocks)
    title = plain(property_title or "")
    if article.title is None and title and not _NO_TITLE.fullmatch(title):
        article = replace(article, title=title)
    return article


def _without_head_lines(
    text: str, pieces: list[Piece], head: Head, blocks: list[Block]
) -> list[Piece]:
    """Read the header lines at the top and those just below the title.

    Blocks of the former go to ``blocks``; the pieces that are left are returned.
    """
    position, _ = read_head(text, 0, head, blocks)
    pieces = [piece for piece in pieces if piece.start >= position]
    named = next((n for n, piece in enumerate(pieces) if piece.kind == "title"), None)
    if named is None:
        first = text[pieces[0].start : pieces[0].end] if len(pieces) > 1 else ""
        if head.title is not None or not is_title(first):
            return pieces
        named = 0
    position, _ = read_head(text, pieces[named].end, head, below := list[Block]())
    if not below:
        return pieces
    if head.title is None:
        head.title = text[pieces[named].start : pieces[named].end]
    return [
        replace(piece, kind="title" if n == named else "dateline")
        if named <= n and piece.start < position
        else piece
        for n, piece in enumerate(pieces)
    ]
