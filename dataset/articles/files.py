"""Opening files: regular ones only, never a link put in their place, never waiting for a pipe."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

from dataset.errors import InputError

# A pipe or a device that took the file's place must not make us wait, nor a link lead elsewhere.
_CAREFULLY = (
    getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


def open_file(path: str | Path, shown: str) -> BinaryIO:
    """Return the regular file at ``path`` opened for reading.

    Args:
        path: where it is, links resolved: a link is refused.
        shown: the same, for messages.

    Raises:
        InputError: there is no such file, it is a folder or no regular file, or it may not be
            read.
    """
    try:
        mode = os.lstat(path).st_mode
        if stat.S_ISDIR(mode):
            raise InputError(shown, "is a folder, not a file. Give one of the files in it.")
        if not stat.S_ISREG(mode):
            raise not_regular(shown)
        file = open(  # noqa: SIM115 - the caller closes it
            path, "rb", opener=lambda name, flags: os.open(name, flags | _CAREFULLY)
        )
    except FileNotFoundError as exc:
        raise InputError(shown, "does not exist. Check the spelling of the path.") from exc
    except PermissionError as exc:
        raise InputError(shown, "may not be read. Change its permissions.") from exc
    except (OSError, ValueError) as exc:  # ValueError: a NUL in the path
        raise unreadable(shown, exc) from exc
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise not_regular(shown)
    return file


def not_regular(shown: str) -> InputError:
    """Return the error of a pipe, a socket or a device."""
    return InputError(shown, "is not a regular file. Save the article in a file.")


def unreadable(shown: str, exc: BaseException) -> InputError:
    """Return the error of a file that the system does not give."""
    reason = getattr(exc, "strerror", None) or exc
    return InputError(shown, f"cannot be read ({reason}). Copy it elsewhere.")
