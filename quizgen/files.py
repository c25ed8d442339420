"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from quizgen.errors import RenderError


def write_all(contents: Mapping[Path, bytes], *, make_folders: bool = False) -> None:
    """Write several files so that none is ever seen half-written.

    All are written to temporary files beside their targets and flushed to the disk before the
    first one takes its name; existing files are replaced. ``make_folders`` makes their folders.

    Raises:
        RenderError: a file cannot be written. The temporary files are gone by then, and
            unless it was the renaming itself that failed, no target was touched.
    """
    temporary: dict[Path, Path] = {}
    path = Path()
    try:
        for path, content in contents.items():
            if path.is_dir():
                raise IsADirectoryError
            if make_folders:
                path.parent.mkdir(parents=True, exist_ok=True)
            # The name is short, since one derived from the target's could be too long.
            temporary[path] = path.parent / f".quizgen-{secrets.token_hex(8)}.tmp"
            _write_flushed(temporary[path], content)
        _rename(temporary)
    except OSError as exc:
        path = Path(exc.filename2 or path)  # the target of a renaming
        raise RenderError(f"{path}: cannot be written: {_mend(path, exc)}") from exc
    finally:
        for leftover in temporary.values():
            with suppress(OSError):
                leftover.unlink(missing_ok=True)


def _rename(temporary: Mapping[Path, Path]) -> None:
    """Give files their names; Ctrl-C waits, lest a new quiz stand beside an old key."""
    interrupt: KeyboardInterrupt | None = None
    waiting = [(part, path) for path, part in temporary.items()]
    while waiting:
        try:
            while waiting:
                part, path = waiting[0]
                # After Ctrl-C it may have its name already.
                if interrupt is None or part.exists():
                    os.replace(part, path)
                del waiting[0]
        except KeyboardInterrupt as exc:
            interrupt = exc
    if interrupt is not None:
        raise interrupt


def _write_flushed(path: Path, content: bytes) -> None:
    # "x", as nothing may be there already; unlike tempfile's, such files get the usual rights.
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _mend(path: Path, error: OSError) -> str:
    """Say what is wrong and what to do about it."""
    if isinstance(error, IsADirectoryError):
        return "it is a folder. Give the name of a file."
    if not path.parent.exists():
        return f"there is no folder {path.parent}. Create it, or choose another."
    if isinstance(error, NotADirectoryError):
        return f"{path.parent} is a file, not a folder. Choose another place."
    if isinstance(error, PermissionError):
        return f"the folder {path.parent} may not be written to. Choose another."
    return f"{error.strerror or error}. Choose another place."
