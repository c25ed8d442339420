"""ZIP files that may be hostile: what is looked at before anything is unpacked.

Nothing is ever unpacked to the disk; members are read into memory, each up to a limit. A member
never gives more bytes than the archive's list says (``zipfile`` stops there), so sizes and ratio
are judged by the list, before any work is done.
"""

from __future__ import annotations

import os
import struct
import zipfile
from typing import IO, Final

from dataset.articles.limits import HIGHEST_RATIO, MOST_MEMBERS, RATIO_FROM
from dataset.errors import InputError

# What the list says of a member takes about this much: 46 bytes, its name, times and owners.
_LISTED: Final = 400  # bytes
_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")


def open_zip(file: IO[bytes], path: str) -> zipfile.ZipFile:
    """Return the archive in ``file``.

    Raises:
        InputError: it is no ZIP file, is damaged or has too many members.
    """
    if _list_size(file) > MOST_MEMBERS * _LISTED:  # before a list of gigabytes is read
        raise _too_many(path)
    try:
        archive = zipfile.ZipFile(file)
    except Exception as exc:  # zipfile raises BadZipFile, and whatever its parts stumble over
        raise InputError(path, "is damaged or no ZIP file. Pack it again.") from exc
    if len(archive.filelist) > MOST_MEMBERS:
        archive.close()
        raise _too_many(path)
    return archive


def _too_many(path: str) -> InputError:
    return InputError(
        path, f"holds more than {MOST_MEMBERS:,} files. Split it into several archives."
    )


def _list_size(file: IO[bytes]) -> int:
    """Return how many bytes the archive's end says its list has; 0 if it has no end."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _END.size - 0xFFFF - 20 - _END_64.size))
    tail = file.read()
    file.seek(0)
    at = tail.rfind(b"PK\5\6")
    if at < 0 or at + _END.size > len(tail):
        return 0
    listed = int(_END.unpack_from(tail, at)[5])
    at = tail.rfind(b"PK\6\6", 0, at)
    if listed == 0xFFFFFFFF and at >= 0 and at + _END_64.size <= len(tail):
        listed = int(_END_64.unpack_from(tail, at)[8])
    return min(listed, size)


def check_member(member: zipfile.ZipInfo, path: str, *, largest: int | None) -> None:
    """Judge a member by the archive's list.

    Raises:
        InputError: it is encrypted, larger than ``largest`` bytes, or shrunk as only bombs are.
    """
    if member.flag_bits & 0x1:
        raise InputError(path, "is encrypted. Unpack it with its password and give the files.")
    if largest is not None and member.file_size > largest:
        raise InputError(
            path,
            f"has {member.file_size / 1e6:.1f} MB unpacked, more than the "
            f"{largest / 1e6:.0f} MB that are read. Split it into one file an article.",
        )
    if member.file_size > RATIO_FROM and member.file_size > HIGHEST_RATIO * member.compress_size:
        raise InputError(path, f"unpacks to more than {HIGHEST_RATIO} times its size; left out.")


def read_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: str, *, largest: int
) -> bytes:
    """Return the bytes of one member.

    Args:
        archive: as :func:`open_zip` gave it.
        member: of its list.
        path: of the member, for messages.
        largest: bytes it may have unpacked.

    Raises:
        InputError: it is encrypted, too large, shrunk as only bombs are, or damaged.
    """
    check_member(member, path, largest=largest)
    try:
        with archive.open(member) as stream:
            data = stream.read(largest + 1)
    except Exception as exc:  # zlib, lzma, bz2, struct and zipfile each have their own
        raise InputError(path, "is damaged and cannot be unpacked. Pack it again.") from exc
    if len(data) > largest:
        raise InputError(path, f"has more than {largest / 1e6:.0f} MB unpacked; left out.")
    return data
