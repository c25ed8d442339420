"""Folders searched to their depth, in the order of names, each file once, links judged."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dataset.articles.files import not_regular, unreadable
from dataset.articles.formats import SUFFIXES
from dataset.articles.names import is_aside, is_hidden, printable, suffix_of
from dataset.errors import InputError

# A file as it is written, and where it is in truth.
File = tuple[Path, str]
# None stands for a file that came before.
Met = File | InputError | None


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder to search, and how many were searched before the one it was reached from."""

    path: Path
    real: str
    before: int


def is_wanted(name: str) -> bool:
    """Return whether a folder's file is taken for one of articles."""
    return suffix_of(name) in SUFFIXES and not is_hidden(name) and not is_aside(name)


class Walk:
    """What was found so far.

    Of a folder its place alone is remembered: a file came before if it lies in such a folder
    and nothing between them is hidden. So memory does not grow with the files.
    """

    def __init__(self) -> None:
        self._files: set[str] = set()  # given by name, or through a link
        self._roots: dict[str, int] = {}

    def file(self, path: Path) -> File | None:
        """Return a file that was given by name, or None if it came before.

        Raises:
            InputError: it is no regular file, or a link to nothing.
        """
        shown = printable(str(path))
        try:
            mode = os.stat(path).st_mode
        except OSError as exc:
            raise _of_link(shown, exc) if path.is_symlink() else unreadable(shown, exc) from exc
        if not stat.S_ISREG(mode):
            raise not_regular(shown)
        return self._once(path, os.path.realpath(path), len(self._roots))

    def folder(self, folder: Path) -> Iterator[Met]:
        """Yield the files of a folder and of those in it, by name."""
        top = os.path.realpath(folder)
        if self._came(top, len(self._roots)):
            yield None
            return
        before = self._roots[top] = len(self._roots)
        # A stack, for folders may be deeper than Python's calls.
        todo = [self._listed(_Folder(folder, top, before), top)]
        while todo:
            for item in todo[-1]:
                if not isinstance(item, _Folder):
                    yield item
                elif item.before and self._came(item.real, item.before):
                    yield None
                else:
                    todo.append(self._listed(item, top))
                    break
            else:
                todo.pop()

    def _once(self, path: Path, real: str, before: int) -> File | None:
        if real in self._files or (
            is_wanted(os.path.basename(real)) and self._came(os.path.dirname(real), before)
        ):
            return None
        self._files.add(real)
        return path, real

    def _came(self, real: str, before: int) -> bool:
        """Return whether a folder lies open in one of the first ``before`` that were searched."""
        if not self._roots:
            return False
        while True:
            if self._roots.get(real, before) < before:
                return True
            above, name = os.path.split(real)
            if is_hidden(name) or above == real:
                return False
            real = above

    def _listed(self, folder: _Folder, top: str) -> Iterator[Met | _Folder]:
        """Yield the files of one folder, and the folders in it."""
        names, folders, links, others = [], set(), set(), set()
        try:
            with os.scandir(folder.path) as entries:
                for entry in entries:
                    name = entry.name
                    if is_hidden(name):
                        continue
                    if entry.is_symlink():
                        links.add(name)
                    elif entry.is_dir(follow_symlinks=False):
                        folders.add(name)
                    elif not is_wanted(name):
                        continue
                    elif not entry.is_file(follow_symlinks=False):
                        others.add(name)
                    names.append(name)
        except OSError as exc:
            reason = exc.strerror or exc
            yield InputError(
                printable(str(folder.path)),
                f"cannot be searched ({reason}). Change its permissions.",
            )
            return
        for name in sorted(names):
            path, inner = folder.path / name, os.path.join(folder.real, name)
            if name in folders:
                yield _Folder(path, inner, folder.before)
            elif name in links:
                yield from self._link(path, inner, top)
            elif name in others:
                yield not_regular(printable(str(path)))
            elif inner in self._files:
                yield None
            else:
                yield path, inner

    def _link(self, path: Path, real: str, top: str) -> Iterator[Met | _Folder]:
        shown = printable(str(path))
        try:
            mode = os.stat(real).st_mode
            target = os.path.realpath(real)
        except (OSError, ValueError) as exc:
            if is_wanted(path.name):
                yield _of_link(shown, exc)
            return
        if not stat.S_ISDIR(mode) and not is_wanted(path.name):
            return
        if not target.startswith(os.path.join(top, "")) and target != top:
            yield InputError(
                shown, "is a link that leads out of the folder. Give its target as an input."
            )
        elif stat.S_ISDIR(mode):
            if self._came(target, len(self._roots)):
                yield None
            else:
                self._roots[target] = before = len(self._roots)
                yield _Folder(path, target, before)
        elif not stat.S_ISREG(mode):
            yield not_regular(shown)
        else:
            yield self._once(path, target, len(self._roots))


def _of_link(shown: str, exc: Exception) -> InputError:
    if getattr(exc, "errno", None) == errno.ELOOP:
        return InputError(shown, "is a link that leads in a circle. Delete it.")
    if isinstance(exc, FileNotFoundError):
        return InputError(shown, "is a link to nothing. Give it a target, or delete it.")
    return unreadable(shown, exc)
