"""What bytes are, whatever their file is called: told by how they begin, as file(1) does."""

from __future__ import annotations

import codecs
import io
import json
import re
import zipfile
from typing import Final

# Enough for the marks of every format; that of a tar stands at byte 257.
HEAD: Final = 4_096  # bytes

NAMES: Final = {
    ".html": "a web page",
    ".pdf": "a PDF document",
    ".docx": "a Word document",
    ".zip": "a ZIP archive",
    ".gz": "a gzip file",
    ".bz2": "a bzip2 file",
    ".xz": "an xz file",
    ".tar": "a tar archive",
    ".warc": "a WARC file",
    ".parquet": "a Parquet file",
    ".jsonl": "a file of JSON lines",
}

_INK = re.compile(r"\S")
_PAGE = re.compile(r"<(?:!doctype\s++html|html)[\s>]", re.IGNORECASE)
_MARKS: Final = (
    (b"PK\x03\x04", ".zip"),
    (b"PK\x05\x06", ".zip"),
    (b"\x1f\x8b", ".gz"),
    (b"BZh", ".bz2"),
    (b"\xfd7zXZ\0", ".xz"),
    (b"PAR1", ".parquet"),
    (b"WARC/", ".warc"),
)


def kind_of(data: bytes) -> str | None:
    r"""Return the suffix that the first bytes of a file call for, or None for text or anything.

    >>> kind_of(b"%PDF-1.7 ..."), kind_of(b"\xef\xbb\xbf<!DOCTYPE html>"), kind_of(b"Ferries sail.")
    ('.pdf', '.html', None)
    """
    head = data[:HEAD]
    for mark, suffix in _MARKS:
        if head.startswith(mark):
            return suffix
    if head[257:262] == b"ustar":
        return ".tar"
    # Mailers and servers put lines before a PDF; its readers look for the mark in 1,024 bytes.
    if head.startswith(b"%PDF-") or (b"%PDF-" in head[:1024] and b"\0" in head):
        return ".pdf"
    text = _decoded(head)
    if _PAGE.match(text, _after_notes(text)):
        return ".html"
    return None


def _after_notes(text: str) -> int:
    """Return where a page begins: behind white space, an XML declaration and comments."""
    at = 0
    while True:
        ink = _INK.search(text, at)
        at = ink.start() if ink else len(text)
        for opening, closing in (("<?xml", ">"), ("<!--", "-->")):
            if text.startswith(opening, at) and (end := text.find(closing, at)) >= 0:
                at = end + len(closing)
                break
        else:
            return at


def is_word(data: bytes) -> bool:
    """Return whether a ZIP archive is a Word document."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "word/document.xml" in archive.NameToInfo
    except Exception:  # damaged in one of many ways: it is no Word document
        return False


def is_json_lines(head: bytes) -> bool:
    """Return whether bytes begin as JSON lines do: with an object on one line, or a long one."""
    line = head.removeprefix(codecs.BOM_UTF8).lstrip()
    if not line.startswith(b"{"):
        return False
    first, ended, _ = line.partition(b"\n")
    if not ended and len(head) >= HEAD:
        return re.match(rb'\{\s*"', first) is not None
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def _decoded(head: bytes) -> str:
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if head.startswith(mark):
            return head[2:].decode(encoding, "replace")
    return head.removeprefix(codecs.BOM_UTF8).decode("latin-1")
