"""Bytes of a file to text: marks, encodings, and what is no text at all.

A byte-order mark decides; without one the file is UTF-8, and if it cannot be, Windows-1252 with
a warning. The five bytes that Windows-1252 leaves undefined become the control characters of
the same number, as browsers do, so nothing is lost and every byte stays one character.
"""

from __future__ import annotations

import codecs
import os
import re
from pathlib import Path

from dataset.articles.files import open_file, unreadable
from dataset.articles.limits import LARGEST_CONTROL_SHARE, LARGEST_FILE
from dataset.errors import InputError

# Longest first: the mark of UTF-16 LE begins that of UTF-32 LE.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"GIF8", "a GIF image"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
)
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1b\x7f]")
_MEND = "Export it as plain text (UTF-8) and try again."


def _windows_1252() -> dict[int, str]:
    table = {}
    for byte in range(0x80, 0xA0):
        try:
            table[byte] = bytes([byte]).decode("cp1252")
        except UnicodeDecodeError:
            table[byte] = chr(byte)
    return table


_WINDOWS_1252 = _windows_1252()


def read_bytes(path: str | Path, shown: str | None = None, *, largest: int = LARGEST_FILE) -> bytes:
    """Return the content of a file.

    Args:
        path: where it is, links resolved.
        shown: the same, for messages, where it is written otherwise.
        largest: bytes it may have.

    Raises:
        InputError: if there is no such file, it is a folder or no regular file, it may not be
            read, or it is too large.
    """
    name = str(path) if shown is None else shown
    try:
        with open_file(path, name) as file:
            data = file.read(largest + 1)
            size = max(len(data), os.fstat(file.fileno()).st_size)
    except OSError as exc:
        raise unreadable(name, exc) from exc
    if size > largest:
        raise InputError(name, too_large(size, largest))
    return data


def too_large(size: int, largest: int | None = None) -> str:
    """Return what is said of an article of more bytes than ``largest``, or ``LARGEST_FILE``."""
    largest = LARGEST_FILE if largest is None else largest
    return (
        f"has {size / 1e6:.1f} MB, more than the {largest / 1e6:.0f} MB an article may "
        "have. Split it into one file an article."
    )


def decode(data: bytes, path: str | Path) -> tuple[str, list[str]]:
    r"""Return the text in ``data`` without its byte-order mark, and warnings about it.

    Raises:
        InputError: if the data is no text, is empty, or breaks the encoding its mark promises.

    >>> decode("naïve\r\n".encode("utf-16"), "a.txt")
    ('naïve\r\n', [])
    >>> text, warnings = decode(b"na\xefve", "a.txt")
    >>> text, len(warnings)
    ('naïve', 1)
    """
    name = str(path)
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise InputError(name, f"is not a text file but {kind}. {_MEND}")
    text, warnings = _decode(data, name)
    controls = sum(1 for _ in _CONTROL.finditer(text))
    if "\0" in text or controls > LARGEST_CONTROL_SHARE * len(text):
        raise InputError(name, f"is not a text file. {_MEND}")
    if not text.strip():
        raise InputError(name, "is empty. Put the text of an article in it.")
    return text, warnings


def _decode(data: bytes, name: str) -> tuple[str, list[str]]:
    for mark, encoding, label in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), []
            except UnicodeDecodeError as exc:
                raise InputError(
                    name,
                    f"begins with the mark of {label} but is not {label}. Save it as UTF-8.",
                ) from exc
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        text = data.decode("latin-1").translate(_WINDOWS_1252)
    return text, [
        "is not UTF-8 and was read as Windows-1252. Save it as UTF-8 if letters look wrong."
    ]


def decode_field(value: str) -> str:
    r"""Return a short text in which lone surrogates stand for bytes that are no UTF-8.

    >>> decode_field("na\udcefve")
    'naïve'
    """
    if value.isascii():
        return value
    try:
        return _decode(value.encode("utf-8", "surrogateescape"), "")[0]
    except UnicodeEncodeError:  # half a character
        return value
