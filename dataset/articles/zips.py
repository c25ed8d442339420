"""ZIP files that may be hostile: what is looked at before anything is unpacked.

Nothing is ever unpacked to the disk; members are read into memory, each up to a limit. A member
never gives more bytes than the archive's list says (``zipfile`` stops there), so sizes and ratio
are judged by the list, before any work is done.
"""

from __future__ import annotations

import zipfile
from typing import IO, Final

from dataset.errors import InputError

# A newspaper's archive for a century has about a million articles.
MOST_MEMBERS: Final = 1_000_000
# Text shrinks to a fifth or a tenth; nothing that is an article shrinks to a two-hundredth.
HIGHEST_RATIO: Final = 200
# Small members may shrink more (a page of blanks); they harm nobody.
RATIO_FROM: Final = 1_000_000  # bytes, unpacked


def open_zip(file: IO[bytes], path: str) -> zipfile.ZipFile:
    """Return the archive in ``file``.

    Raises:
        InputError: it is no ZIP file, is damaged or has too many members.
    """
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as exc:
        raise InputError(path, "is damaged or no ZIP file. Pack it again.") from exc
    if len(archive.infolist()) > MOST_MEMBERS:
        raise InputError(
            path, f"holds more than {MOST_MEMBERS:,} files. Split it into several archives."
        )
    return archive


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
    if member.flag_bits & 0x1:
        raise InputError(path, "is encrypted. Unpack it with its password and give the files.")
    if member.file_size > largest:
        raise InputError(
            path,
            f"has {member.file_size / 1e6:.1f} MB unpacked, more than the "
            f"{largest / 1e6:.0f} MB that are read. Split it into one file an article.",
        )
    if member.file_size > RATIO_FROM and member.file_size > HIGHEST_RATIO * member.compress_size:
        raise InputError(path, f"unpacks to more than {HIGHEST_RATIO} times its size; left out.")
    try:
        with archive.open(member) as stream:
            data = stream.read(largest + 1)
    except Exception as exc:  # zlib, lzma, bz2, struct and zipfile each have their own
        raise InputError(path, "is damaged and cannot be unpacked. Pack it again.") from exc
    if len(data) > largest:
        raise InputError(path, f"has more than {largest / 1e6:.0f} MB unpacked; left out.")
    return data
