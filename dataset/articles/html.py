"""Web pages as saved: trafilatura finds the article in them, their head says the rest.

``Article.text`` is what a reader of the page sees of the article: paragraphs parted by blank
lines, without menus, notices, captions, comments and scripts. trafilatura collapses paragraphs
that are word for word the same.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dataset.articles.article import Article, BlockKind
from dataset.articles.layout import Head, arrange, join_paragraphs
from dataset.articles.limits import MOST_ATTRIBUTES, MOST_TAGS
from dataset.errors import InputError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Where pages name these things, in the order of trust: the first that is there is taken. The
# values are those of the attributes ``property``, ``name`` and ``itemprop`` of ``<meta>``.
META = {
    "title": ("og:title", "twitter:title", "dc.title"),
    "source": ("og:site_name", "application-name", "dc.publisher"),
    "author": ("author", "article:author", "dc.creator"),
    "url": ("og:url",),
    "date": ("article:published_time", "datepublished", "pubdate", "date", "dc.date"),
}

_SPACE = re.compile(r"\s+")
_TAG = re.compile(r"<[A-Za-z]")
_OPENING = re.compile(r"<[a-zA-Z][^<>]*+")  # a tag with what stands in it
_SILENT = logging.NullHandler()
# Names of trafilatura's tree (after the Text Encoding Initiative).
_PARAGRAPHS = frozenset({"p", "head", "item"})


def read_html(text: str, article_id: str, path: str) -> Article:
    """Return the article in a page; its title is the first ``<h1>``, else what its head names.

    Lower headings are captions. The date is that of the page's head, of its JSON-LD or of a
    ``<time>`` marked as publication, never one that merely stands on the page.

    Raises:
        InputError: if no article is found in the page.
    """
    import trafilatura
    from lxml import etree

    if sum(1 for _ in _TAG.finditer(text)) > MOST_TAGS:
        raise InputError(
            path, f"has more than {MOST_TAGS:,} elements. Save the text of the article as .txt."
        )
    if any(len(m.group().split()) > MOST_ATTRIBUTES for m in _OPENING.finditer(text)):
        raise InputError(
            path,
            f"has an element of more than {MOST_ATTRIBUTES:,} attributes. Save the text of the "
            "article as .txt.",
        )
    # What it notes of pages is no news to users; without a handler it would go to stderr.
    logging.getLogger("trafilatura").addHandler(_SILENT)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    head, body = Head(), None
    try:
        page = trafilatura.load_html(text)
        if page is not None:
            head = _read_head(page)
            found = trafilatura.bare_extraction(
                page, include_comments=False, include_tables=False, with_metadata=False
            )
            body = getattr(found, "body", None)
    except (etree.LxmlError, ValueError, RecursionError) as exc:
        raise InputError(path, "is no web page that can be read. Save it again.") from exc
    if body is None:
        raise InputError(
            path, "holds no article that can be found. Save its text as .txt and try again."
        )
    paragraphs = list(_paragraphs(body))
    title = next((content for kind, content in paragraphs if kind == "title"), None)
    head.title = title or head.title
    plain, pieces = join_paragraphs(paragraphs)
    return arrange(plain, pieces, head, article_id=article_id, path=path)


def _paragraphs(body: HtmlElement) -> Iterator[tuple[BlockKind | None, str]]:
    """Yield the paragraphs of trafilatura's tree; the first main heading is the title."""
    seen_title = False
    for element in body.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "quote" and not any(e.tag in _PARAGRAPHS for e in element.iter()):
            kind: BlockKind | None = None  # a quotation without paragraphs of its own
        elif element.tag not in _PARAGRAPHS or any(
            e.tag in _PARAGRAPHS for e in element.iterdescendants()
        ):
            continue
        elif element.tag == "head":
            kind = "title" if element.get("rend") == "h1" and not seen_title else "caption"
        else:
            kind = None
        content = _SPACE.sub(" ", "".join(element.itertext())).strip()
        if content:
            seen_title = seen_title or kind == "title"
            yield kind, content


def _read_head(page: HtmlElement) -> Head:
    """Return what the page's head, JSON-LD and ``<time>`` say of the article."""
    meta: dict[str, str] = {}
    for element in page.iter("meta"):
        value = _SPACE.sub(" ", element.get("content") or "").strip()
        for attribute in ("property", "name", "itemprop"):
            if value and (name := element.get(attribute)):
                meta.setdefault(name.lower(), value)

    def first(key: str) -> str | None:
        return next((meta[name] for name in META[key] if name in meta), None)

    head = Head(
        title=first("title"), source=first("source"), author=first("author"), url=first("url")
    )
    if head.author and re.match(r"https?://", head.author):
        head.author = None  # Open Graph asks for the address of a profile
    if head.url is None:
        links = (e.get("href") for e in page.iter("link") if e.get("rel") == "canonical")
        head.url = next((link for link in links if link), None)
    date = first("date") or _linked_date(page) or _marked_time(page)
    if date:
        head.set_date(date, written=date, line=_line_of(page, date))
    if head.title is None:
        title = _SPACE.sub(" ", page.findtext(".//title") or "").strip()
        head.title = title or None
    return head


def _linked_date(page: HtmlElement) -> str | None:
    """Return ``datePublished`` of the page's JSON-LD, or None."""
    for script in page.iter("script"):
        if (script.get("type") or "").lower() != "application/ld+json":
            continue
        try:
            found = _published(json.loads(script.text or ""))
        except (ValueError, RecursionError):
            continue
        if found:
            return found
    return None


def _published(data: Any) -> str | None:
    if isinstance(data, dict):
        date = data.get("datePublished")
        if isinstance(date, str) and date.strip():
            return date.strip()
        return _published(data.get("@graph"))
    if isinstance(data, list):
        return next((date for item in data if (date := _published(item))), None)
    return None


def _marked_time(page: HtmlElement) -> str | None:
    """Return the time of an element that says it is the publication's, or None."""
    for element in page.iter("time"):
        marked = element.get("itemprop") == "datePublished" or element.get("pubdate") is not None
        if marked and (value := element.get("datetime")):
            return str(value)
    return None


def _line_of(page: HtmlElement, date: str) -> int:
    for element in page.iter("meta", "time", "script"):
        if date in (element.get("content"), element.get("datetime")) or date in (
            element.text or ""
        ):
            return int(element.sourceline or 1)
    return 1
