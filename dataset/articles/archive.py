"""ZIP and tar archives of articles: members are read one after the other, nothing is unpacked.

Names of members are only ever text; links, devices and archives within are told and left alone.
"""

from __future__ import annotations

import io
import os
import stat
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from dataset.articles.decode import too_large
from dataset.articles.formats import ARCHIVES, KNOWN, ROWS, SUFFIXES
from dataset.articles.limits import (
    HIGHEST_RATIO,
    LARGEST_PARQUET_MEMBER,
    LARGEST_TAR_HEADER,
    LARGEST_UNPACKED,
    MOST_MEMBERS,
    RATIO_FROM,
    largest_of,
)
from dataset.articles.names import is_aside, is_hidden, member_name, suffix_of
from dataset.articles.place import Found, Place, to_the_end
from dataset.articles.salvage import salvaged
from dataset.articles.zips import check_member, open_zip, read_member
from dataset.errors import InputError

_BLOCK = tarfile.BLOCKSIZE


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A member that is read: how it is shown, unique in its archive; its file name; its suffix."""

    shown: str
    name: str
    suffix: str


class Members:
    """What the members of one archive are called, and which of them are articles."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._seen: set[int] = set()  # hashes: names of a million members would fill the memory
        self.met = False  # anything that is an article, or a problem

    def wanted(self, name: str, *, link: bool, special: bool) -> _Wanted | None:
        """Return what a member is called, or None if it is left aside.

        Raises:
            InputError: it would be an article but for what it is.
        """
        shown = member_name(name)
        suffix = suffix_of(shown)
        last = shown.rpartition("/")[2]
        if suffix not in SUFFIXES or any(map(is_hidden, shown.split("/"))) or is_aside(last):
            return None
        self.met = True
        shown = self._once(shown)
        path = f"{self._place.path}/{shown}"
        if link:
            raise InputError(
                path, "is a link; links in archives are not followed. Pack the file itself."
            )
        if special:
            raise InputError(path, "is not a regular file. Pack the article as a file.")
        if suffix in ARCHIVES:
            raise InputError(path, "is an archive in an archive. Unpack it and give it by itself.")
        return _Wanted(shown, last, suffix)

    def _once(self, shown: str) -> str:
        """Tell members of the same name apart, by a number."""
        found, n = shown, 1
        while hash(found) in self._seen:
            n += 1
            found = f"{shown} ({n})"
        self._seen.add(hash(found))
        if len(self._seen) > MOST_MEMBERS:
            raise TooMany(self._place.path, f"holds more than {MOST_MEMBERS:,} articles. Split it.")
        return found

    def found(self, member: _Wanted, open_: Callable[[], IO[bytes]]) -> Found:
        """Yield the articles of a member."""
        shown, name, suffix = member.shown, member.name, member.suffix
        if suffix in ROWS:
            from dataset.articles.containers import open_rows

            inner = self._place.inside(shown, name[: -len(suffix)])
            yield from to_the_end(lambda: open_rows(open_(), suffix, inner), inner)
        else:
            yield self._place.source(f"/{shown}", name=name, suffix=suffix, data=open_().read())

    def end(self) -> Found:
        """Yield an error if nothing was met."""
        if not self.met:
            yield self._place.error(f"holds no articles. Pack files that end in {KNOWN}.")


def _largest(suffix: str) -> int | None:
    """Return how many bytes a member may have, or None for those that are read as they come."""
    if suffix == ".parquet":
        return LARGEST_PARQUET_MEMBER
    return None if suffix in ROWS else largest_of(suffix)


class TooMany(InputError):
    """An archive is left at this point."""


def read_zip(file: IO[bytes], place: Place) -> Found:
    """Yield the articles of a ZIP archive, in its order.

    Of an archive whose list is lost, as when it was cut off, members are found one by one.
    """
    members = Members(place)
    try:
        archive = open_zip(file, place.path)
    except InputError as exc:
        if file.seek(0) == 0 and file.read(4) != b"PK\3\4":
            raise
        yield from _salvage(file, members)
        yield InputError(
            place.path,
            f"{exc.message.partition('.')[0]}; only what stands whole at its begin was read. "
            "Copy or pack it again.",
        )
        return
    total, packed = 0, file.seek(0, os.SEEK_END)
    with archive:
        for member in archive.filelist:
            try:
                mode = member.external_attr >> 16 if member.create_system == 3 else 0
                if member.is_dir():
                    continue
                wanted = members.wanted(
                    member.filename,
                    link=stat.S_ISLNK(mode),
                    special=stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFLNK),
                )
                if wanted is None:
                    continue
                path = f"{place.path}/{wanted.shown}"
                check_member(member, path, largest=_largest(wanted.suffix))
                total += member.file_size
                if total > LARGEST_UNPACKED or total > max(RATIO_FROM, HIGHEST_RATIO * packed):
                    raise TooMany(
                        place.path,
                        f"unpacks to more than {HIGHEST_RATIO} times its size or "
                        f"{LARGEST_UNPACKED / 1e9:.0f} GB; the rest is left out. Split it.",
                    )
                yield from members.found(wanted, _opener(archive, member, path, wanted.suffix))
            except TooMany as exc:
                yield exc
                return
            except InputError as exc:
                yield exc
    yield from members.end()


def _opener(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: str, suffix: str
) -> Callable[[], IO[bytes]]:
    def open_() -> IO[bytes]:
        largest = _largest(suffix)
        if largest is None:
            return archive.open(member)
        return io.BytesIO(read_member(archive, member, path, largest=largest))

    return open_


def _salvage(file: IO[bytes], members: Members) -> Found:
    for name, data in salvaged(file):
        try:
            if wanted := members.wanted(name, link=False, special=False):
                yield from members.found(wanted, lambda data=data: io.BytesIO(data))  # type: ignore[misc]
        except InputError as exc:
            yield exc


def read_tar(stream: IO[bytes], place: Place) -> Found:
    """Yield the articles of a tar archive, in its order, read from its begin to its end once.

    ``tarfile`` keeps a list of all members and takes names of any length into memory; so only
    its understanding of headers is used.
    """
    members = Members(place)
    header: dict[str, str] = {}  # what was said of the next member
    any_header = False
    while True:
        try:
            member = tarfile.TarInfo.frombuf(_exactly(stream, _BLOCK, place), "utf-8", "replace")
        except tarfile.HeaderError as exc:
            if type(exc).__name__ == "EOFHeaderError":
                break
            if type(exc).__name__ == "EmptyHeaderError" and any_header:
                break  # some writers leave out the zeros at the end
            said = "is damaged; the rest is left out." if any_header else "is no tar archive."
            yield place.error(f"{said} Pack it again.")
            return
        any_header = True
        size = 0 if member.type in _WITHOUT_DATA else max(member.size, 0)
        if member.type in _HEADERS:
            if size > LARGEST_TAR_HEADER:
                yield place.error("has a header of more than 1 MB; the rest is left out.")
                return
            data = _exactly(stream, size, place)
            _skip(stream, -size % _BLOCK, place)
            if member.type == tarfile.GNUTYPE_LONGNAME:
                header["path"] = data.split(b"\0")[0].decode("utf-8", "replace")
            elif member.type in (tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE):
                header |= _attributes(data)
            continue
        name = header.get("path", member.name)
        if (told := header.get("size", "")).isascii() and told.isdigit():
            size = int(told[:20])
        header = {}
        left = _Part(stream, size, place)
        try:
            wanted = (
                None
                if member.isdir()
                else members.wanted(
                    name,
                    link=member.issym() or member.islnk(),
                    special=not member.isreg() or member.type == tarfile.GNUTYPE_SPARSE,
                )
            )
            if wanted:
                yield from members.found(wanted, _part_opener(left, wanted, size, place))
        except TooMany as exc:
            yield exc
            return
        except InputError as exc:
            yield exc
            if left.broken:
                return
        _skip(stream, left.left + -size % _BLOCK, place)
    yield from members.end()


_HEADERS = frozenset(
    {
        *(tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK),
        *(tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE),
    }
)


# Whatever size their headers tell.
_WITHOUT_DATA = frozenset(
    {
        *(tarfile.LNKTYPE, tarfile.SYMTYPE, tarfile.DIRTYPE),
        *(tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE),
    }
)


class _Part(io.RawIOBase):
    """The bytes of one member, of a stream that goes on behind them."""

    def __init__(self, stream: IO[bytes], size: int, place: Place) -> None:
        # One piece at a time: of what is damaged further on, nothing before it gets lost.
        self._read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
        self._place = place
        self.left = size
        self.broken = False  # the stream itself ended, or cannot be read on

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        wanted = min(len(buffer), self.left)
        if not wanted:
            return 0
        try:
            data = self._read(wanted)
        except InputError:
            self.broken = True
            raise
        if not data:
            self.broken = True
            raise _cut_off(self._place)
        self.left -= len(data)
        buffer[: len(data)] = data
        return len(data)


def _part_opener(part: _Part, wanted: _Wanted, size: int, place: Place) -> Callable[[], IO[bytes]]:
    def open_() -> IO[bytes]:
        largest = _largest(wanted.suffix)
        if largest is None:
            return io.BufferedReader(part)
        if size > largest:
            raise InputError(f"{place.path}/{wanted.shown}", too_large(size, largest))
        return io.BytesIO(part.read(-1) or b"")

    return open_


def _attributes(data: bytes) -> dict[str, str]:
    """Return what a header of POSIX says: lines of ``LENGTH KEY=VALUE``."""
    found = {}
    while data:
        length, _, _ = data.partition(b" ")
        if not length.isdigit() or not 0 < int(length[:9]) <= len(data):
            break
        line, data = data[: int(length)], data[int(length) :]
        key, _, value = line[len(length) + 1 :].rstrip(b"\n").partition(b"=")
        if key in (b"path", b"size"):
            found[key.decode()] = value.decode("utf-8", "replace")
    return found


def _exactly(stream: IO[bytes], size: int, place: Place) -> bytes:
    data = stream.read(size)
    while 0 < len(data) < size and (more := stream.read(size - len(data))):
        data += more
    if 0 < len(data) < size:
        raise _cut_off(place)
    return data


def _skip(stream: IO[bytes], size: int, place: Place) -> None:
    while size > 0:
        data = stream.read(min(size, 1 << 20))
        if not data:
            raise _cut_off(place)
        size -= len(data)


def _cut_off(place: Place) -> InputError:
    return place.error("ends in the middle; what stands before it was read. Copy it again.")
