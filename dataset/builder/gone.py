"""Whether what an article was read from is still there."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable


def file_of(origin: str) -> str | None:
    """Return the file that an origin (``Source.origin``) is or is a part of, if it is there."""
    while origin:
        if os.path.isfile(origin):
            return origin
        # Parts are named behind a slash (members of archives) or a colon (rows of tables).
        cut = max(origin.rfind("/"), origin.rfind(os.sep), origin.rfind(":"))
        if cut <= 0:
            return None
        origin = origin[:cut]
    return None


def files_of(origins: Iterable[str]) -> frozenset[str]:
    """Return the files that origins are or are parts of."""
    return frozenset(file for origin in origins if (file := file_of(origin)) is not None)


def is_gone(origin: str, looked_into: Collection[str]) -> bool:
    """Say whether an article that was not found again is not there any more.

    Its file is gone, or was looked into (:func:`files_of` what was found) and no longer has it.
    What came from the net or from standard input is never gone.
    """
    if origin == "-" or "://" in origin:
        return False
    file = file_of(origin)
    return file is None or (file != origin and file in looked_into)
