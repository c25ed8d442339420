"""What servers say of what they send: its kind, its encoding, and a name for it."""

from __future__ import annotations

import codecs
import re
from typing import Final
from urllib.parse import unquote, urlsplit

from dataset.articles.limits import LONGEST_NAME
from dataset.articles.names import printable, suffix_of

_KINDS: Final = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_BY_MARK = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Browsers read these as Windows-1252 or nothing, and so does decode.py.
_LEFT_ALONE = frozenset({"utf-8", "ascii", "iso8859-1", "cp1252"})


def kind_by_type(media_type: str) -> str | None:
    """Return the suffix of a ``Content-Type``, or None for what is no article.

    >>> kind_by_type("Text/HTML; charset=utf-8"), kind_by_type("image/png")
    ('.html', None)
    """
    return _KINDS.get(media_type.partition(";")[0].strip().lower())


def as_utf8(data: bytes, media_type: str) -> bytes:
    """Return text in UTF-8, where the ``Content-Type`` says what other encoding it has.

    >>> as_utf8("Łódź".encode("iso8859-2"), "text/html; charset=ISO-8859-2").decode()
    'Łódź'
    """
    match = _CHARSET.search(media_type)
    if match is None or data.startswith(_BY_MARK):
        return data
    try:
        found = codecs.lookup(match[1])
        if found.name in _LEFT_ALONE or not getattr(found, "_is_text_encoding", True):
            return data
        return data.decode(found.name).encode()
    except (LookupError, ValueError):  # an unknown name, or not what it says
        return data


def name_of(address: str, suffix: str) -> str:
    """Return a file name for an address: the last part of its path that says something.

    >>> name_of("https://a.org/2021/Talks%20in%20Oslo.html?x=1", ".html")
    'Talks in Oslo.html'
    >>> name_of("https://a.org/", ".html")
    'a.org.html'
    """
    try:
        parts = urlsplit(address)
        path, host = parts.path, parts.hostname
    except ValueError:  # brackets that are no address of IPv6
        path, host = address, None
    pieces = [p for piece in path.split("/") if (p := printable(unquote(piece)).strip())]
    names = [p for p in pieces if p.lower() not in ("index.html", "index.htm", "index.php")]
    name = names[-1].replace("/", " ") if names else host or "page"
    known = suffix_of(name)
    if known == suffix or (suffix == ".html" and known in (".htm", ".php", ".asp", ".aspx")):
        name = name[: -len(known)]
    return name[: LONGEST_NAME - len(suffix)] + suffix
