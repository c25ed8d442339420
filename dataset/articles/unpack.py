"""Compressed streams unpacked as they are read, stopped where they are bombs."""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from collections.abc import Callable
from typing import IO, Any, Final, Protocol

from dataset.articles.limits import HIGHEST_RATIO, LARGEST_UNPACKED, MOST_XZ_MEMORY, RATIO_FROM
from dataset.errors import InputError

_PIECE = 1 << 16


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = -1) -> bytes: ...


class _Gzip:
    """zlib's decompressor with the face of those of bz2 and lzma."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, max(max_length, 0))


_KINDS: Final[dict[str, Callable[[], _Decompressor]]] = {
    ".gz": _Gzip,
    ".bz2": bz2.BZ2Decompressor,
    ".xz": lambda: lzma.LZMADecompressor(memlimit=MOST_XZ_MEMORY),
}


class _Unpacked(io.RawIOBase):
    """What a compressed stream holds; several one after the other are one."""

    def __init__(self, stream: IO[bytes], path: str, kind: str) -> None:
        self._stream = stream
        self._path = path
        self._new = _KINDS[kind]
        self._inner = self._new()
        self._read = self._given = 0
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._next(len(buffer)) if len(buffer) else b""
        except (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError) as exc:
            raise InputError(
                self._path, "is damaged and cannot be unpacked further. Pack it again."
            ) from exc
        self._given += len(data)
        self._stop_bombs()
        buffer[: len(data)] = data
        return len(data)

    def _next(self, most: int) -> bytes:
        while not self._ended:
            if self._inner.eof:
                rest = self._inner.unused_data or self._input()
                # Tapes are filled up with zeros; other bytes behind the end do not matter.
                if not rest.lstrip(b"\0") or (self._new is _Gzip and rest[:1] != b"\x1f"):
                    self._ended = True
                    return b""
                self._inner = self._new()
                data = self._inner.decompress(rest, most)
            elif self._inner.needs_input:
                piece = self._input()
                data = self._inner.decompress(piece, most)
                if not piece and not data and not self._inner.eof:
                    raise InputError(
                        self._path,
                        "ends in the middle; what stands before it was read. Copy it again.",
                    )
            else:
                data = self._inner.decompress(b"", most)
            if data:
                return data
        return b""

    def _input(self) -> bytes:
        piece = self._stream.read(_PIECE)
        self._read += len(piece)
        return piece

    def _stop_bombs(self) -> None:
        if self._given > RATIO_FROM and self._given > HIGHEST_RATIO * self._read:
            raise InputError(
                self._path,
                f"unpacks to more than {HIGHEST_RATIO} times its size; the rest is left out. "
                "Unpack it and give the files, if you trust it.",
            )
        if self._given > LARGEST_UNPACKED:
            raise InputError(
                self._path,
                f"unpacks to more than {LARGEST_UNPACKED / 1e9:.0f} GB; the rest is left out. "
                "Split it.",
            )


def unpacked(stream: IO[bytes], path: str, kind: str) -> io.BufferedReader:
    """Return what a compressed stream (``.gz``, ``.bz2``, ``.xz``) holds, to be read on.

    Reading raises :class:`InputError` where the stream is damaged, cut off, or a bomb.
    """
    return io.BufferedReader(_Unpacked(stream, path, kind), 1 << 17)
