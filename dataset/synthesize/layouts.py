"""Layouts: how an article stands in its file, and the text a reader makes of it.

Each layout writes the parts in its own order and says what the file's text is. A layout's plain
text is that of :mod:`dataset.articles`: of plain text the file itself, of Markdown the paragraphs
without mark-up. The test suite reads every layout back.
"""

from __future__ import annotations

import datetime as dt
import html
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from dataset.synthesize.calendar import Calendar
from dataset.synthesize.writer import Writer

SOURCE = "Fictional (quizgen synthesize)"


class Facts(NamedTuple):
    """What a layout needs to know of the article."""

    title: str
    template: str
    city: str
    author: str
    source: str
    calendar: Calendar


def _nothing(_writer: Writer, _facts: Facts) -> None:
    """Write no head and no dateline."""


def _plain(text: str, _facts: Facts) -> str:
    return text + "\n"


def _with_line_end(text: str) -> str:
    return text + "\n"


def _as_it_is(text: str) -> str:
    return text


def _with_plain_spaces(text: str) -> str:
    """Return what is left of a web page's text: every space is a plain one."""
    return text.replace("\u00a0", " ")


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout: suffix and date of the file's name, where the date is read, and its writers.

    ``head`` writes what stands above the prose, ``lead`` what stands before it on its first line.
    ``late`` puts the title below the first paragraph. ``wrap`` makes the file of plain text, and
    ``seen`` is what a reader gets back, with every character in its place. ``has_source`` tells
    that the file names its source, ``has_author`` its author.
    """

    name: str
    date_source: str
    suffix: str = ".txt"
    weight: int = 2
    dated_name: bool = False
    late: bool = False
    has_source: bool = False
    has_author: bool = False
    head: Callable[[Writer, Facts], None] = field(default=_nothing)
    lead: Callable[[Writer, Facts], None] = field(default=_nothing)
    wrap: Callable[[str, Facts], str] = field(default=_plain)
    seen: Callable[[str], str] = field(default=_with_line_end)


def notice(seed: int) -> str:
    """Return the sentence that marks every article as invented."""
    return (
        "This article is fictional: its people, places and events do not exist "
        f"(quizgen synthesize, seed {seed})."
    )


def _line(writer: Writer, kind: str, text: str) -> None:
    writer.kind = kind
    writer.start_sentence(capital=False)
    writer.put(text)
    writer.end_sentence()


def write_title(writer: Writer, facts: Facts) -> None:
    """Write the headline; its names are mentions too."""
    writer.kind = "title"
    writer.start_sentence()
    writer.write(facts.template)
    writer.end_sentence()


def _header(writer: Writer, facts: Facts) -> None:
    _line(writer, "dateline", "Title:")
    writer.put(" ")
    write_title(writer, facts)
    date = facts.calendar.write(facts.calendar.today, year=True)
    for line in (f"Date: {date}", f"Source: {facts.source}", f"Author: {facts.author}"):
        writer.put("\n")
        _line(writer, "dateline", line)
    writer.put("\n\n")


def _titled(writer: Writer, facts: Facts) -> None:
    write_title(writer, facts)
    writer.put("\n\n")


def _titled_below(writer: Writer, facts: Facts) -> None:
    write_title(writer, facts)
    for line in (f"Source: {facts.source}", f"Date: {facts.calendar.today.isoformat()}"):
        writer.put("\n")
        _line(writer, "dateline", line)
    writer.put("\n\n")


def _dateline(writer: Writer, facts: Facts) -> None:
    date = facts.calendar.write(facts.calendar.today, year=True)
    _line(writer, "dateline", f"{facts.city.upper()}, {date} —")
    writer.put(" ")


def _run_in(writer: Writer, facts: Facts) -> None:
    _line(writer, "dateline", f"date {facts.calendar.today.isoformat()}")
    writer.put(" ")


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _markdown(text: str, facts: Facts) -> str:
    head = "\n".join(
        (
            "---",
            f"title: {_quoted(facts.title)}",
            f"date: {facts.calendar.today.isoformat()}",
            f"source: {_quoted(facts.source)}",
            f"author: {_quoted(facts.author)}",
            "---",
        )
    )
    title, *paragraphs = text.split("\n\n")
    *prose, last = paragraphs
    return "\n\n".join((head, f"# {title}", *prose, f"*{last}*")) + "\n"


def _web_page(text: str, facts: Facts) -> str:
    title, *paragraphs = (html.escape(p, quote=False) for p in text.split("\n\n"))
    meta = {
        "og:site_name": facts.source,
        "article:published_time": facts.calendar.today.isoformat(),
        "author": facts.author,
    }
    head = [f'<meta property="{name}" content="{html.escape(v)}">' for name, v in meta.items()]
    return "\n".join(
        (
            "<!DOCTYPE html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f"<title>{title}</title>",
            *head,
            "</head>",
            "<body>",
            "<article>",
            f"<h1>{title}</h1>",
            *(f"<p>{paragraph}</p>" for paragraph in paragraphs),
            "</article>",
            "</body>",
            "</html>",
            "",
        )
    )


LAYOUTS = (
    Layout("header", "header", weight=3, head=_header, has_source=True, has_author=True),
    Layout("title_below", "header", weight=1, head=_titled_below, has_source=True),
    Layout("dateline", "dateline", weight=3, head=_titled, lead=_dateline),
    Layout("file_name", "filename", dated_name=True, head=_titled),
    Layout(
        "markdown",
        "header",
        suffix=".md",
        weight=3,
        head=_titled,
        wrap=_markdown,
        seen=_as_it_is,
        has_source=True,
        has_author=True,
    ),
    Layout(
        "web_page",
        "header",
        suffix=".html",
        head=_titled,
        wrap=_web_page,
        seen=_with_plain_spaces,
        has_source=True,
        has_author=True,
    ),
    Layout("run_in", "header", late=True, lead=_run_in),
)


def file_stem(number: int, city: str, date: dt.date, layout: Layout) -> str:
    """Return the file's name without suffix, which is the article's id: it sorts by number."""
    plain = unicodedata.normalize("NFKD", city.lower())
    place = "-".join(
        re.findall(r"[a-z]+", "".join(c for c in plain if not unicodedata.combining(c)))
    )
    stem = f"fictional-{number:06}-{place}"
    return f"{stem}-{date.isoformat()}" if layout.dated_name else stem
