"""Members of a ZIP archive whose list is lost, found by the header that stands before each."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import IO

from dataset.articles.limits import HIGHEST_RATIO, LARGEST_FILE, RATIO_FROM

_LOCAL = struct.Struct("<4s5H3L2H")
_STORED, _DEFLATED = 0, 8
_PIECE = 1 << 16


def salvaged(file: IO[bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each member from the begin of ``file`` on, while they are whole.

    It ends at the first that is cut off, damaged, encrypted or too large, or packed in another
    way than nearly all are.
    """
    file.seek(0)
    while True:
        head = file.read(_LOCAL.size)
        if len(head) < _LOCAL.size:
            return
        mark, _, flags, method, _, _, crc, packed, _, name_size, more = _LOCAL.unpack(head)
        if mark != b"PK\3\4" or flags & 0x1 or method not in (_STORED, _DEFLATED):
            return
        name = file.read(name_size).decode("utf-8" if flags & 0x800 else "cp437", "replace")
        file.seek(more, 1)
        start = file.tell()
        streamed = bool(flags & 0x8)  # the sizes stand behind the member
        if method == _STORED:
            data = None if streamed or packed > LARGEST_FILE else file.read(packed)
            if data is None or len(data) < packed:
                return
        else:
            inflated = _inflated(file)
            if inflated is None:
                return
            data, used = inflated
            file.seek(start + used)
            if streamed:
                crc = _descriptor(file)
        if crc is None or zlib.crc32(data) != crc:
            return
        yield name, data


def _inflated(file: IO[bytes]) -> tuple[bytes, int] | None:
    """Return a member and how many bytes it took, or None where it breaks a limit or off."""
    inner, parts, size, read = zlib.decompressobj(-15), list[bytes](), 0, 0
    try:
        while not inner.eof:
            piece = inner.unconsumed_tail or file.read(_PIECE)
            if not piece:
                return None
            if not inner.unconsumed_tail:
                read += len(piece)
            parts.append(inner.decompress(piece, _PIECE))
            size += len(parts[-1])
            if size > LARGEST_FILE or (size > RATIO_FROM and size > HIGHEST_RATIO * read):
                return None
    except zlib.error:
        return None
    return b"".join(parts), read - len(inner.unused_data)


def _descriptor(file: IO[bytes]) -> int | None:
    """Return the check sum that stands behind a member; its mark is optional."""
    data = file.read(16)
    if len(data) < 12:
        return None
    marked = data.startswith(b"PK\7\10")
    if not marked:
        file.seek(-4 if len(data) == 16 else 0, 1)
    return int(struct.unpack_from("<L", data, 4 if marked else 0)[0])
