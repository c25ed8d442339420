"""The article: what every reader returns and the rest of the builder takes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

DateSource = Literal["header", "dateline", "filename"]
BlockKind = Literal["title", "dateline", "lead", "body", "caption"]


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the text with one function; ``start``/``end`` are half-open code points.

    ``paragraph`` counts from 1 over the paragraphs of prose (lead and body); a title, a
    dateline or a caption has the number of the paragraph that follows it, or None at the end.
    """

    kind: BlockKind
    start: int
    end: int
    paragraph: int | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One article as read. Missing values are None, never empty strings.

    ``text`` is what was read, after decoding and extraction, and is never rewritten;
    ``blocks`` cover it in order without overlap, white space between them left out.
    """

    article_id: str
    path: str
    text: str
    blocks: tuple[Block, ...]
    title: str | None = None
    date: dt.date | None = None
    date_source: DateSource | None = None
    source: str | None = None
    url: str | None = None
    author: str | None = None
    warnings: tuple[str, ...] = field(default=())
