"""Which column of a table is which field of an article."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from dataset.articles.limits import LONGEST_FIELD
from dataset.articles.names import printable
from dataset.errors import InputError

# Our fields, and what columns of others are called that hold them, in the order of trust.
ALIASES: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("id", "article_id"),
    "text": ("text", "body", "content", "article"),
    "title": ("title", "headline"),
    "date": ("date", "published", "publish_date"),
    "source": ("source", "publisher"),
    "author": ("author", "byline"),
    "url": ("url", "link"),
}

_SPACE = re.compile(r"\s+")
_COMPACT_DATE = re.compile(r"((?:1[89]|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
_SHOWN = 20  # names of columns in a message


def parse_columns(pairs: Iterable[str]) -> dict[str, str]:
    """Return the mapping that ``--column text=body`` and the like give.

    Raises:
        InputError: one is no pair, or names a field we do not have, or one twice.

    >>> parse_columns(["text=body", "title=Head line"])
    {'text': 'body', 'title': 'Head line'}
    """
    columns: dict[str, str] = {}
    for pair in pairs:
        field, equals, name = pair.partition("=")
        if not equals or not name or not field:
            raise InputError(
                f"--column {printable(pair)}", "is no pair. Write FIELD=NAME, like text=body."
            )
        if field in columns:
            raise InputError(f"--column {printable(pair)}", f"`{field}` is given twice.")
        columns[field] = name
    check_columns(columns)
    return columns


def check_columns(columns: Mapping[str, str]) -> None:
    """Refuse a mapping from fields we do not have.

    Raises:
        InputError: with the fields there are.
    """
    for field, name in columns.items():
        if field not in ALIASES:
            known = ", ".join(ALIASES)
            raise InputError(
                f"--column {printable(field)}={printable(name)}",
                f"`{printable(field)}` is no field of an article.{_meant(field, ALIASES)} "
                f"Fields are {known}.",
            )


def names_by_field(
    names: Sequence[str], columns: Mapping[str, str]
) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Return which of a table's columns may hold each field, and the faults of the mapping.

    A field that ``columns`` maps has that column alone; others have all that bear one of the
    field's names in any case, in the order of trust. A fault is a message, by its field, that
    names the columns there are.
    """
    folded: dict[str, str] = {}
    for name in names:
        folded.setdefault(name.strip().lower(), name)
    there = set(names)
    found: dict[str, list[str]] = {}
    faults: dict[str, str] = {}
    for field, aliases in ALIASES.items():
        if field in columns:
            found[field] = [columns[field]] if columns[field] in there else []
            if not found[field]:
                faults[field] = no_column(columns[field], names)
        else:
            found[field] = [folded[alias] for alias in aliases if alias in folded]
    if not found["text"] and "text" not in columns:
        there_are = _there(names)
        faults["text"] = (
            f"has no column for the text. {there_are} Say which with --column text=NAME."
        )
    return found, faults


def no_column(name: str, names: Sequence[str]) -> str:
    """Return what is said of a column that is mapped and not there."""
    return f"has no column `{printable(name)}`.{_meant(name, names)} {_there(names)}"


def _there(names: Sequence[str]) -> str:
    if not names:
        return "It has no columns at all."
    shown = ", ".join(f"`{printable(name)[:50]}`" for name in names[:_SHOWN])
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"Its columns are {shown}{more}."


def _meant(name: str, names: Iterable[str]) -> str:
    from rapidfuzz import process, utils

    close = process.extractOne(
        name, list(names)[:_SHOWN], processor=utils.default_process, score_cutoff=70
    )
    return f" Did you mean `{printable(close[0])[:50]}`?" if close else ""


def field_of(field: str, value: Any) -> str | None:
    """Return the value of a field beside the text as one line, or None where there is none.

    Numbers and dates are written out; of a list of texts (authors) all are taken, of an object
    the ``name`` (as news interfaces give a source).

    Raises:
        ValueError: it is none of these, or too long; the message says so.
    """
    text = _plain(value)
    if text is None:
        raise ValueError(f"`{field}` is not a text; it is left out.")
    text = _SPACE.sub(" ", printable(_SPACE.sub(" ", text))).strip()
    if len(text) > LONGEST_FIELD:
        raise ValueError(
            f"`{field}` has more than {LONGEST_FIELD:,} characters; it is left out. "
            "Say which column it is with --column."
        )
    if field == "date":
        text = _COMPACT_DATE.sub(r"\1-\2-\3", text) if _COMPACT_DATE.fullmatch(text) else text
    return text or None


def _plain(value: Any) -> str | None:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return "" if value != value else str(value)  # a gap in a column of numbers is a NaN
    if isinstance(value, dt.date):  # and moments, which are dates too
        return value.isoformat()
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(item for item in value if item.strip())
    if isinstance(value, dict):
        name = value.get("name")
        return name if isinstance(name, str) else None
    return None
