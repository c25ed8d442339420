"""PDF documents: prints of web pages, and what word processors and typesetters make.

``Article.text`` is the running text in reading order, paragraphs parted by blank lines, with
words joined that line ends had cut; running heads and feet, page numbers and footnotes are left
out. Text is where PDFium says it is; what the page is meant to be, :mod:`dataset.articles.pages`
concludes from its layout.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from dataset.articles.article import Article, BlockKind
from dataset.articles.documents import Paragraph, arrange_document, plain
from dataset.articles.helper import Helper, HelperFailed
from dataset.articles.hyphens import make_join
from dataset.articles.layout import LONGEST_TITLE, Head, find_dateline
from dataset.articles.limits import LARGEST_DOCUMENT
from dataset.articles.pages import LARGER, SMALLER, Layout, lay_out
from dataset.articles.text import is_head_line
from dataset.errors import InputError

# A page takes a hundredth of a second; a file of 500 pages took three.
LONGEST_READING: Final = 9.0  # seconds
# A headline; what is a little larger is rather a summary above the text.
TITLE = 1.15  # times the size of the running text
MASTHEAD_WORDS = 3  # a paper's name above the headline has no more, and the headline has
LONGEST_HEADING = 12  # words
_PROSE_LENGTH = 80  # characters, from which a larger paragraph that ends a sentence is prose

_ENDS = re.compile(r"[.!?…:;,][\"'”’»)\]]{0,3}$|[\"”»]$")
_ITEM = re.compile(r"(?:[•▪‣◦●○■–*-]|\(?[0-9]{1,2}[.)]) ")
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
_FAULTS = {
    "encrypted": "is encrypted. Open it with its password and print it to a PDF without one.",
    "damaged": "is a damaged PDF. Print or export it again and try that file.",
    "pages": "has more than 500 pages. Print the pages of one article to a PDF of their own.",
    "text": "has more text than a book. Print the pages of one article to a PDF of their own.",
    "memory": "needs too much memory to be read. Print it to a new PDF and try that file.",
}


def read_pdf(data: bytes, article_id: str, path: str) -> Article:
    """Return the article in a PDF; its title is what is in the largest type on page 1.

    Headings, small type and what stands above the title are captions. If nothing is larger than
    the running text, title, dateline and header lines are looked for as in plain text. The
    document's own title is taken only if its pages show none; its author and dates are those of
    the file and are not taken. An address that a browser printed at the foot is the ``url``.

    Raises:
        InputError: if the package for PDF is missing; if the file is no PDF, is damaged,
            encrypted, too large, or takes longer than ``LONGEST_READING``; if it has no text.
    """
    if b"%PDF-" not in data[:1024]:
        raise InputError(path, "is not a PDF. Print or export the article as PDF.")
    if len(data) > LARGEST_DOCUMENT:
        raise InputError(
            path,
            f"has {len(data) / 1e6:.1f} MB, more than the {LARGEST_DOCUMENT / 1e6:.0f} MB a PDF "
            "may have. Print the pages of one article to a PDF of their own.",
        )
    answer = _ask(data, path)
    layout = lay_out([_opened(runs) for _, _, runs in answer["pages"]], make_join, is_head_line)
    if not any(any(map(str.isalpha, p.text)) for p in layout.paragraphs):
        raise InputError(
            path, "has no text, only pictures. Run it through text recognition (OCR) first."
        )
    return arrange_document(
        list(_kinds(layout)),
        Head(url=layout.url),
        article_id=article_id,
        path=path,
        property_title=answer["title"],
    )


def _ask(data: bytes, path: str) -> Mapping[str, Any]:
    if importlib.util.find_spec("pypdfium2_raw") is None:
        raise InputError(
            path, 'needs the package pypdfium2 to be read: pip install "quizgen[pdf]".'
        )
    try:
        answer = _helper().ask(data)
    except HelperFailed as exc:
        if exc.timed_out:
            raise InputError(
                path,
                f"takes longer than {LONGEST_READING:.0f} seconds to read. Print it to a new PDF "
                "and try that file.",
            ) from exc
        raise InputError(path, _FAULTS["damaged"]) from exc
    except OSError as exc:
        raise InputError(path, "cannot be read: no process can be started for it.") from exc
    if "fault" in answer:
        raise InputError(path, _FAULTS[answer["fault"]])
    return answer


@cache
def _helper() -> Helper:
    return Helper(Path(__file__).with_name("pdfium.py"), LONGEST_READING)


def _opened(runs: Sequence[Sequence[Any]]) -> list[list[Any]]:
    return [[text.translate(_LIGATURES), *rest] for text, *rest in runs]


def _kinds(layout: Layout) -> list[Paragraph]:
    """Return the paragraphs with what their type and place say of them."""
    found = [p for p in layout.paragraphs if plain(p.text)]
    title = _title_place(layout)
    kinds: list[Paragraph] = []
    seen_prose = False
    for n, paragraph in enumerate(found):
        text = plain(paragraph.text)
        larger = paragraph.size > LARGER * layout.body
        ends = _ENDS.search(text) is not None
        kind: BlockKind | None = None
        if n == title:
            kind = "title"
        elif title is not None and n < title:
            kind = "caption"
        elif find_dateline(text) and not seen_prose:
            kind = None
        elif larger:
            kind = None if ends and len(text) >= _PROSE_LENGTH else "caption"
        elif paragraph.size < SMALLER * layout.body:
            kind = "caption"
        elif not ends and not _ITEM.match(text) and (title is not None or n):
            short = len(text.split()) <= LONGEST_HEADING
            kind = "caption" if short else None
        seen_prose = seen_prose or kind is None
        kinds.append((kind, text))
    return kinds


def _title_place(layout: Layout) -> int | None:
    """Return which paragraph is the title by its type, or None."""
    first = [
        (n, p)
        for n, p in enumerate(p for p in layout.paragraphs if plain(p.text))
        if p.page == 0
        and p.size > TITLE * layout.body
        and len(p.text) <= LONGEST_TITLE
        and any(map(str.isalpha, p.text))
    ]
    if not first:
        return None
    place, largest = max(first, key=lambda found: (round(found[1].size), -found[0]))
    if len(largest.text.split()) <= MASTHEAD_WORDS:
        below = [(n, p) for n, p in first if n > place and len(p.text.split()) > MASTHEAD_WORDS + 1]
        if below:
            n, headline = max(below, key=lambda found: (round(found[1].size), -found[0]))
            if headline.size > 1.3 * layout.body:
                return n
    return place
