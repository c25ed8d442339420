"""Plain text, as people paste it: with header lines, with a title, or with nothing at all.

Three layouts are known. Header lines (``Title: …``, ``Date: …``, ``Source: …``, ``Author: …``,
``By …``, ``URL: …``) may stand above an article, in any order. A first line ``date YYYY-MM-DD``
may run straight into the lead; the title then stands below it. Otherwise the title, if there is
one, comes first.
"""

from __future__ import annotations

import re
from dataclasses import replace

from dataset.articles.article import Article, Block
from dataset.articles.layout import Head, Piece, arrange, folded, is_title
from dataset.paragraphs import paragraphs

_LINE = re.compile(
    r"(?P<key>title|headline|date|published|source|author|by|url|link)[ \t]*:[ \t]*(?P<value>\S.*)",
    re.IGNORECASE,
)
_RUNNING_DATE = re.compile(
    r"date(?:[ \t]*:)?[ \t]+(?P<value>\d{4}[-/.]\d{1,2}[-/.]\d{1,2})(?:[ \t]+(?=\D)|[ \t]*$)",
    re.IGNORECASE,
)
_NAME = r"[A-Z][\w.'’-]*"
_BYLINE = re.compile(
    rf"[Bb][Yy][ ](?P<value>{_NAME}(?:,?[ ](?:{_NAME}|and|de|da|van|von|der|al|bin)){{0,9}})"
)
_FIELDS = {
    "title": "title",
    "headline": "title",
    "source": "source",
    "author": "author",
    "by": "author",
    "url": "url",
    "link": "url",
}


def read_text(text: str, article_id: str, path: str, head: Head | None = None) -> Article:
    r"""Return the article in ``text``, which it keeps unchanged, line ends included.

    A header date that is no date becomes a warning and leaves the date None; a date is never
    guessed. Without a title line the title is None.

    Args:
        text: the article.
        article_id: its key.
        path: where it is, for messages; a date may stand in its name.
        head: what is known of it from elsewhere, such as a table's columns; it goes before what
            stands in the text. With a title in it, no header lines are looked for, and a first
            paragraph that says the same is the title.

    Raises:
        InputError: if there is no prose.

    >>> article = read_text("date 2021-05-03 Ferries sail.\n\nBack at sea\n\nAll is well.", "f", "")
    >>> article.title, str(article.date), article.date_source
    ('Back at sea', '2021-05-03', 'header')
    >>> [(block.kind, block.paragraph) for block in article.blocks]
    [('dateline', 1), ('lead', 1), ('title', 2), ('body', 2)]
    """
    head, blocks = head or Head(), list[Block]()
    if head.title is not None:
        pieces = _pieces(text, 0)
        if pieces and folded(text[pieces[0].start : pieces[0].end]) == folded(head.title):
            pieces[0] = replace(pieces[0], kind="title")
        return arrange(text, pieces, head, article_id=article_id, path=path)
    position, late_title = read_head(text, 0, head, blocks)
    pieces = _pieces(text, position)
    if not late_title and head.title is None and len(pieces) > 1:
        first = pieces[0]
        if is_title(_first_line(text, first)):
            line = _first_line(text, first)
            after, late = read_head(text, first.start + len(line), head, extra := list[Block]())
            if extra and not late:  # header lines below the title
                head.title = line
                blocks += [Block("title", first.start, first.start + len(line)), *extra]
                pieces = _pieces(text, after)
    return arrange(
        text,
        pieces,
        head,
        article_id=article_id,
        path=path,
        head_blocks=blocks,
        late_title=late_title,
    )


def _pieces(text: str, position: int) -> list[Piece]:
    return [Piece(position + start, position + end) for start, end in paragraphs(text[position:])]


def _first_line(text: str, piece: Piece) -> str:
    return text[piece.start : piece.end].splitlines()[0].rstrip()


def is_head_line(line: str) -> bool:
    """Return whether a line is a header line with its key.

    >>> is_head_line("Date: 2021-05-03"), is_head_line("By Ana Lind"), is_head_line("By the sea")
    (True, True, False)
    """
    return bool(_LINE.fullmatch(line) or _BYLINE.fullmatch(line))


def read_head(text: str, position: int, head: Head, blocks: list[Block]) -> tuple[int, bool]:
    """Read header lines from ``position`` into ``head``, for this reader and others.

    Lines are added to ``blocks``: the value of a title as a title, all else as dateline.

    Returns:
        Where the header lines end, and whether prose runs on from the last one.
    """
    first = len((text[:position] + ".").splitlines())
    for number, line in enumerate(text[position:].splitlines(keepends=True), start=first):
        content = line.strip()
        start = position + len(line) - len(line.lstrip())
        if match := _RUNNING_DATE.match(content):
            end = start + match.end("value")
            head.set_date(match["value"], written=text[start:end], line=number)
            blocks.append(Block("dateline", start, end))
            if match.end() < len(content):
                return end, True
        elif match := _LINE.fullmatch(content) or _BYLINE.fullmatch(content):
            _take(match, content, start, number, head, blocks)
        elif content:
            return position, False
        position += len(line)
    return position, False


def _take(
    match: re.Match[str], content: str, start: int, line: int, head: Head, blocks: list[Block]
) -> None:
    value = match["value"]
    key = match["key"].lower() if "key" in match.re.groupindex else "by"
    if key in ("date", "published"):
        head.set_date(value, written=content, line=line)
    elif getattr(head, _FIELDS[key]) is None:
        setattr(head, _FIELDS[key], value)
        if _FIELDS[key] == "title":
            label = len(content[: match.start("value")].rstrip())
            blocks.append(Block("dateline", start, start + label))
            blocks.append(Block("title", start + match.start("value"), start + len(content)))
            return
    blocks.append(Block("dateline", start, start + len(content)))
