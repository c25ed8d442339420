"""How an article is laid out: where its title, dateline, prose and captions are.

The readers find the paragraphs and what their format knows of them; :func:`arrange` gives each
paragraph its kind, looks for a title and a dateline, and decides on the date.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from dataset.articles.article import Article, Block, BlockKind, DateSource
from dataset.dates import is_relative, resolve
from dataset.errors import InputError

PARAGRAPH_BREAK = "\n\n"  # in the text of formats whose own layout is not kept
LONGEST_TITLE = 200  # characters
# A title below the lead has no place to tell it by, so it must look the part.
LONGEST_LATE_TITLE = 120  # characters
# In that layout the title is the second paragraph, or the third after a caption.
LATE_TITLE_WITHIN = 3  # paragraphs
LONGEST_DATELINE = 90  # characters
# A year outside these in a file name is rather a running number.
FILE_NAME_YEARS = range(1800, 2101)

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_CAPTION = re.compile(
    r"[\[(]?(?:(?:file |stock |archive )?"
    r"(?:photos?|photograph|images?|picture|pictured|caption|illustration|graphic|video|map)"
    r"(?: (?:by|credit|courtesy of|caption)\b[^:\n]{0,60})?[ ]?[:/|]"
    r"|file (?:photo|picture|image)\b|(?:photo|image) (?:by|credit|courtesy of)\b)",
    re.IGNORECASE,
)
_NOT_IN_TITLE_END = tuple(".;:,…")
_ABBREVIATION = re.compile(r"\b(?:[A-Z]\.){2,}$")
_CLOSERS = "\"'”’»)]"
_DASH = re.compile(r"[ \t]*[—–][ \t\r\n]*|[ \t]+--?[ \t\r\n]+")
_AGENCY = re.compile(r"[ ]?\((?P<name>[A-Z][\w .&/-]{1,30})\)$")
_WORD = r"[^\W\d_][\w.'’-]*"
_PLACE = re.compile(rf"(?:{_WORD})(?:[ /]{_WORD}){{0,5}}(?:, ?{_WORD}(?: {_WORD}){{0,3}}){{0,2}}")
_SMALL_WORDS = frozenset(
    {"of", "the", "de", "del", "la", "le", "les", "los", "upon", "am", "an", "al", "el"}
)
_DATE_IN_NAME = re.compile(r"(?<!\d)(\d{4})(?:-(\d\d)-(\d\d)|(\d\d)(\d\d))(?!\d)")
_TIME = re.compile(
    r"(?<=\d)(?:T|,? )\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\.\d+)? ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d)?$"
)
_NUMERIC = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph before it has a kind; ``kind`` is what the format says of it, if anything."""

    start: int
    end: int
    kind: BlockKind | None = None


def join_paragraphs(
    paragraphs: Iterable[tuple[BlockKind | None, str]],
) -> tuple[str, list[Piece]]:
    r"""Return the text of paragraphs parted by blank lines, and where each stands in it.

    >>> join_paragraphs([("title", "At sea"), (None, "Ferries sail.")])[0]
    'At sea\n\nFerries sail.'
    """
    pieces, parts, position = [], [], 0
    for kind, content in paragraphs:
        pieces.append(Piece(position, position + len(content), kind))
        parts.append(content)
        position += len(content) + len(PARAGRAPH_BREAK)
    return PARAGRAPH_BREAK.join(parts), pieces


@dataclass(slots=True)
class Head:
    """What stands before an article, in header lines or front matter."""

    title: str | None = None
    date: dt.date | None = None
    date_given: bool = False  # also when it could not be read: then none is looked for elsewhere
    source: str | None = None
    author: str | None = None
    url: str | None = None
    warnings: list[str] = field(default_factory=list)

    def set_date(self, value: str, *, written: str, line: int | None) -> None:
        """Take ``value`` as the date, or warn that ``written`` on ``line`` is none."""
        if self.date_given:
            return
        self.date_given = True
        self.date = read_date(value)
        if self.date is None:
            fault = "can be read as two dates" if _two_readings(value) else "is not a calendar date"
            where = f"line {line}: " if line else ""
            self.warnings.append(f"{where}`{written}` {fault}. Write it as YYYY-MM-DD.")


@dataclass(frozen=True, slots=True)
class Dateline:
    """The dateline at the start of a paragraph: where it ends, where prose begins, its date."""

    end: int
    prose: int
    date_text: str | None


def folded(title: str) -> str:
    """Return a title with what differs between two printings of it levelled."""
    return " ".join(title.replace("’", "'").replace("‘", "'").casefold().split())


def read_date(value: str) -> dt.date | None:
    """Return the one day ``value`` names in full, with or without a time of day, or None.

    >>> read_date("Wednesday, 30 September 2020"), read_date("2020-13-45"), read_date("tomorrow")
    (datetime.date(2020, 9, 30), None, None)
    """
    found = resolve(_TIME.sub("", value.strip()), None)
    return found.start if found and found.precision == "day" else None


def _two_readings(value: str) -> bool:
    """Tell 9/8/2020, which is a date in two ways, from 32/8/2020, which is none."""
    if not _NUMERIC.fullmatch(value):
        return False
    first, second, _ = map(int, re.split(r"[-/.]", value))
    return 1 <= first <= 12 and 1 <= second <= 12


def file_name_date(path: str) -> dt.date | None:
    """Return the first calendar date in the file name, as YYYY-MM-DD or YYYYMMDD.

    >>> file_name_date("news/20200930-talks.txt"), file_name_date("2020-13-45.txt")
    (datetime.date(2020, 9, 30), None)
    """
    for match in _DATE_IN_NAME.finditer(PurePath(path).name):
        year, month, day = (int(group) for group in match.groups() if group)
        if year in FILE_NAME_YEARS:
            try:
                return dt.date(year, month, day)
            except ValueError:
                continue
    return None


def is_caption(text: str) -> bool:
    """Return whether a paragraph begins as the caption of a picture does."""
    return _CAPTION.match(text) is not None


def is_title(text: str) -> bool:
    """Return whether a first paragraph, with another one after it, is a title.

    >>> is_title("Ferry service to the islands resumes"), is_title("The ferry sails again.")
    (True, False)
    """
    bare = text.rstrip(_CLOSERS + " ")
    return (
        len(text) <= LONGEST_TITLE
        and len(text.splitlines()) == 1
        and any(map(str.isalpha, text))
        and (not bare.endswith(_NOT_IN_TITLE_END) or _ABBREVIATION.search(bare) is not None)
        and not is_caption(text)
        and find_dateline(text) is None
    )


def _is_late_title(text: str) -> bool:
    return (
        is_title(text)
        and len(text) <= LONGEST_LATE_TITLE
        and len(text.split()) > 1
        and not text[0].islower()
        and not text.rstrip(" ").endswith(tuple('"”»'))  # rather a quotation on its own
    )


def find_dateline(text: str) -> Dateline | None:
    """Return the dateline with which a paragraph begins, or None.

    A dash must close it, unless it is the whole paragraph and has a date. A place without a
    date or an agency must be in capitals, for "Ferries - old and new - ..." is prose.

    >>> find_dateline("OSLO, 3 May 2021 – Ferries sail again.")
    Dateline(end=18, prose=19, date_text='3 May 2021')
    >>> find_dateline("NATO – the alliance – said so.") is None
    True
    """
    if len(text) <= LONGEST_DATELINE and (alone := _read_dateline(text)) and alone[1]:
        return Dateline(len(text), len(text), alone[1])
    for dash in _DASH.finditer(text[: LONGEST_DATELINE + 5]):
        rest = text[dash.end() :]
        if not rest or rest[0].islower():
            continue
        if (parts := _read_dateline(text[: dash.start()])) and any(parts):
            end = dash.start() + len(dash.group().rstrip())
            return Dateline(end, dash.end(), parts[1])
    return None


def _read_dateline(text: str) -> tuple[bool, str | None] | None:
    """Return whether place or agency make ``text`` a dateline, and the date in it."""
    rest = text.strip()
    agency = _AGENCY.search(rest)
    if agency:
        rest = rest[: agency.start()]
    commas = [match.end() for match in re.finditer(r",[ ]?", rest)]
    for cut in (0, *commas):
        if _is_day(rest[cut:]):
            place = rest[:cut].rstrip(", ")
            return (bool(agency), rest[cut:]) if not place or _is_place(place) else None
    if agency and not rest:
        return True, None
    if not _is_place(rest):
        return None
    city = rest.split(",")[0]
    return bool(agency) or (city.isupper() and len(city) > 3), None


def _is_day(text: str) -> bool:
    """Return whether ``text`` is a date with a day and a month, with or without its year."""
    if not re.search(r"\d", text):
        return False
    found = resolve(text, None)
    return (found is not None and found.precision == "day") or (
        is_relative(text) and re.search(r"[A-Za-z]{3}", text) is not None and "ago" not in text
    )


def _is_place(text: str) -> bool:
    words = re.findall(_WORD, text)
    capitals = all(word[0].isupper() or word in _SMALL_WORDS for word in words)
    return bool(words) and capitals and _PLACE.fullmatch(text) is not None


def arrange(
    text: str,
    pieces: Iterable[Piece],
    head: Head,
    *,
    article_id: str,
    path: str,
    head_blocks: Iterable[Block] = (),
    late_title: bool = False,
) -> Article:
    """Return the article made of ``pieces``, paragraphs in text order below ``head_blocks``.

    The date is the header's, else the dateline's, else the file name's; a header date that
    cannot be read leaves it None. ``late_title`` says the lead stands above the title.

    Half of a surrogate pair is no character and nothing that a table can hold: it becomes U+FFFD.

    Raises:
        InputError: if no piece is prose.
    """
    if _SURROGATE.search(text):
        text = _SURROGATE.sub("\ufffd", text)
        head.warnings.append(
            "holds halves of characters (surrogates); each is replaced by \ufffd. "
            "Save the text again as UTF-8."
        )
    todo = [
        replace(piece, kind="caption")
        if piece.kind is None and is_caption(text[piece.start : piece.end])
        else piece
        for piece in pieces
    ]
    if head.title is None:
        _mark_title(text, todo, head, late=late_title)
    named = file_name_date(path)
    blocks, dateline_date = list(head_blocks), None
    seen_prose = seen_dateline = False
    for piece in todo:
        if piece.kind is not None:
            blocks.append(Block(piece.kind, piece.start, piece.end))
            continue
        start = piece.start
        line = None if seen_prose or seen_dateline else find_dateline(text[start : piece.end])
        if line:
            seen_dateline = True
            blocks.append(Block("dateline", start, start + line.end))
            found = resolve(line.date_text, named) if line.date_text else None
            dateline_date = found.start if found and found.precision == "day" else None
            start += line.prose
        if start < piece.end:
            blocks.append(Block("body" if seen_prose else "lead", start, piece.end))
            seen_prose = True
    if not seen_prose:
        raise InputError(path, "has no prose. Put the text of an article in it.")
    date, date_source = _decide_date(head, dateline_date, named)
    return Article(
        article_id=article_id,
        path=path,
        text=text,
        blocks=_number(blocks),
        title=head.title,
        date=date,
        date_source=date_source,
        source=head.source,
        url=head.url,
        author=head.author,
        warnings=tuple(head.warnings),
    )


def _mark_title(text: str, pieces: list[Piece], head: Head, *, late: bool) -> None:
    """Give the piece that is the title its kind, in place."""
    open_to_it = range(1, LATE_TITLE_WITHIN) if late else range(1)
    for index in open_to_it:
        if index + 1 >= len(pieces) or pieces[index].kind is not None:
            continue
        content = text[pieces[index].start : pieces[index].end]
        if _is_late_title(content) if late else is_title(content):
            pieces[index] = replace(pieces[index], kind="title")
            head.title = content
            return


def _decide_date(
    head: Head, dateline: dt.date | None, named: dt.date | None
) -> tuple[dt.date | None, DateSource | None]:
    if head.date_given:
        return head.date, "header" if head.date else None
    if dateline:
        return dateline, "dateline"
    return (named, "filename") if named else (None, None)


def _number(blocks: list[Block]) -> tuple[Block, ...]:
    """Count the paragraphs of prose; every other block has the number of the one after it."""
    number = sum(block.kind in ("lead", "body") for block in blocks)
    following: int | None = None
    numbered = []
    for block in reversed(blocks):
        if block.kind in ("lead", "body"):
            following, number = number, number - 1
        numbered.append(replace(block, paragraph=following))
    return tuple(reversed(numbered))
