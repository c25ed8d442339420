"""HTML of questions to the plain text of quizzes."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Elements that begin and end a line of their own, as far as questions have any.
BLOCKS = frozenset(
    (
        "address article aside blockquote br caption dd div dl dt fieldset figcaption figure "
        "footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table td th tr ul"
    ).split()
)
# What a plain text cannot show, with what a teacher calls it.
MEDIA = {
    "audio": "a sound",
    "canvas": "a drawing",
    "embed": "an embedded object",
    "iframe": "an embedded page",
    "img": "a picture",
    "math": "a formula",
    "object": "an embedded object",
    "svg": "a drawing",
    "table": "a table",
    "video": "a film",
}
SILENT = frozenset({"head", "script", "style", "template", "title"})


@dataclass(frozen=True, slots=True)
class PlainText:
    """The text of some HTML, a line a block, and what could not be kept of it."""

    text: str
    dropped: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """All of the text on one line."""
        return " ".join(self.text.split("\n"))


def plain_text(markup: str) -> PlainText:
    """Return the text that a reader of some HTML sees.

    >>> plain_text("<p>Who <b>won</b>?</p><p>2 &lt; 3 <img src='x'></p>")
    PlainText(text='Who won?\\n2 < 3', dropped=('a picture',))
    """
    from lxml import html

    if "<" not in markup and "&" not in markup:
        return PlainText(_tidy(markup))
    # Characters that no XML may hold would make lxml refuse or cut the text.
    cleaned = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", markup)
    if not cleaned.strip():
        return PlainText("")
    root = html.fragment_fromstring(cleaned, create_parent="div")
    pieces: list[str] = []
    dropped: dict[str, None] = {}

    def walk(element: html.HtmlElement) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in MEDIA:
            dropped[MEDIA[tag]] = None
        if tag and tag not in SILENT:
            # Line breaks of the source are spaces to a browser, unlike its <br>.
            if tag in BLOCKS:
                pieces.append("\n")
            pieces.append(re.sub(r"[ \t\r\n]+", " ", element.text or ""))
            for child in element:
                walk(child)
            if tag in BLOCKS:
                pieces.append("\n")
        pieces.append(re.sub(r"[ \t\r\n]+", " ", element.tail or ""))

    walk(root)
    return PlainText(_tidy("".join(pieces)), tuple(dropped))


def _tidy(text: str) -> str:
    lines = (re.sub(r" +", " ", line).strip(" ") for line in text.replace("\r", "").split("\n"))
    return "\n".join(line for line in lines if line)
