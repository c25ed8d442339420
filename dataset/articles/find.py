"""Finding: inputs as users write them become sources, one an article, in an order that stays.

Files of their own are not opened here. Only the names of one folder are held at a time, so
what is found may have any size.
"""

from __future__ import annotations

import glob
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from dataset.articles import content, web
from dataset.articles.columns import check_columns
from dataset.articles.delimited import is_table
from dataset.articles.files import open_file
from dataset.articles.formats import ARCHIVES, KNOWN, ROWS, SINGLE, SUFFIXES, unknown_suffix
from dataset.articles.limits import LARGEST_DOCUMENT, LARGEST_STDIN
from dataset.articles.media import as_utf8, kind_by_type, name_of
from dataset.articles.names import is_aside, printable, suffix_of
from dataset.articles.place import Found, Place
from dataset.articles.source import Source
from dataset.articles.walk import File, Met, Walk, is_wanted
from dataset.errors import InputError

STDIN = "-"
_PIECE = 1 << 20


def find_sources(
    inputs: Iterable[str],
    *,
    columns: Mapping[str, str] | None = None,
    stdin: IO[bytes] | None = None,
) -> Found:
    """Yield the source of each article in ``inputs``, and an error for each thing without use.

    To go through them twice, take :class:`Inputs`, which says what inputs may be.
    """
    with Inputs(inputs, columns=columns, stdin=stdin) as found:
        yield from found.sources()


class Inputs:
    """What a user gave, to be gone through once or several times.

    An input is a file, a folder (searched to its depth), a pattern the shell left alone, ``-``
    for standard input or an address on the net. Of folders and patterns only files with a known
    suffix are taken, sorted by path; hidden files and the like of README and LICENSE are left
    out. The latter are also left out where several inputs are given, for a shell that expands
    ``news/*`` names them too.

    Links that are inputs are followed, and so are links within a folder that stay in it; links
    that lead out of it are told. Each file comes once.

    What comes from standard input or the net is kept in a temporary file until :meth:`close`.

    Args:
        inputs: as they were written.
        columns: the columns of tables by our fields; see :mod:`dataset.articles.columns`.
        stdin: standard input; if None, that of the process.
        fetch: gets what stands at an address.

    Raises:
        InputError: ``columns`` names a field we do not have.
    """

    def __init__(
        self,
        inputs: Iterable[str],
        *,
        columns: Mapping[str, str] | None = None,
        stdin: IO[bytes] | None = None,
        fetch: Callable[[str], web.Fetched] = web.fetch,
    ) -> None:
        self._given = list(inputs)
        self._columns = dict(columns or {})
        check_columns(self._columns)
        self._stdin = stdin
        self._fetch = fetch
        self._files: list[IO[bytes]] = []
        self._pages: IO[bytes] | None = None
        self._kept: dict[str, _Kept | InputError] = {}
        self._folders = [item for item in self._given if item and os.path.isdir(item)]

    def __enter__(self) -> Inputs:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Forget what standard input and the net gave."""
        for file in self._files:
            file.close()
        self._files.clear()
        self._pages = None
        self._kept.clear()

    def sources(self) -> Found:
        """Yield all sources and errors; the same ones each time, if no file has changed."""
        walk = Walk()
        once: set[str] = set()
        for item in self._given:
            if item == STDIN or web.is_address(item):
                if item not in once:
                    once.add(item)
                    yield from self._remembered(item)
                continue
            try:
                for path in self._expand(item, walk):
                    if isinstance(path, InputError):
                        yield path
                    else:
                        yield from self._file(*path)
            except InputError as exc:
                yield exc

    def _expand(self, item: str, walk: Walk) -> Iterator[File | InputError]:
        """Yield the files of one input, with their real paths, that did not come before."""
        path = Path(item)
        shown = printable(str(path) if item else item)
        if item and os.path.isdir(item):
            found = False
            for file in walk.folder(path):
                found = True
                if file is not None:
                    yield file
            if not found:
                raise InputError(shown, f"holds no articles. Put files in it that end in {KNOWN}.")
        elif item and os.path.lexists(item):
            if is_aside(path.name) and len(self._given) > 1:
                return
            if path.suffix and suffix_of(path.name) not in SUFFIXES:
                raise InputError(shown, unknown_suffix(printable(path.suffix)))
            yield from filter(None, [walk.file(path)])
        elif glob.has_magic(item):
            found = False
            for match in sorted(map(Path, glob.glob(item, recursive=True))):
                files = walk.folder(match) if match.is_dir() else _matched(match, walk)
                for file in files:
                    found = True
                    if file is not None:
                        yield file
            if not found:
                raise InputError(
                    shown,
                    f"no file matches the pattern. Articles end in {KNOWN}; check the folder.",
                )
        else:
            raise InputError(shown, "does not exist. Check the spelling of the path.")

    def _file(self, path: Path, real: str) -> Found:
        """Yield what one file holds: itself, or if it holds many, its articles."""
        shown, display = printable(str(path)), printable(self._display(path))
        suffix = suffix_of(path.name)
        if suffix not in ROWS and suffix not in ARCHIVES:
            yield Source(shown, display, printable(path.name), real, suffix)
            return
        try:
            file = open_file(real, shown)
        except InputError as exc:
            yield exc
            return
        stem = path.name[: -len(suffix)]
        with file:
            yield from _opened(file, suffix, Place(shown, display, real, stem, self._columns))

    def shown(self, error: InputError) -> str:
        """Return where an error is as the tables show it (see ``Source.shown``)."""
        if error.path == STDIN or web.is_address(error.path):
            return error.path
        return printable(self._display(Path(error.path)))

    def _display(self, path: Path) -> str:
        """Return a path relative to the folder it was found in, so that no machine's path shows."""
        for folder in self._folders:
            if path.is_relative_to(folder) and path != Path(folder):
                return path.relative_to(folder).as_posix()
        return path.name or path.as_posix()

    def _remembered(self, item: str) -> Found:
        """Yield what standard input or an address holds, which is asked once."""
        if item not in self._kept:
            try:
                self._kept[item] = self._take_stdin() if item == STDIN else self._take_page(item)
            except InputError as exc:
                self._kept[item] = exc
        kept = self._kept[item]
        if isinstance(kept, InputError):
            yield InputError(kept.path, kept.message)
        elif item == STDIN:
            yield from _stream(kept.file, self._columns)
        else:
            kept.file.seek(kept.start)
            yield from _page(item, kept.file.read(kept.size), kept.media_type, kept.url)

    def _take_stdin(self) -> _Kept:
        stream = self._stdin
        if stream is None:
            stream = getattr(sys.stdin, "buffer", None)
        if stream is None:
            raise InputError(STDIN, "there is no standard input. Give a file instead.")
        file = self._new_file()
        size = 0
        try:
            while piece := stream.read(_PIECE):
                size += file.write(piece)
                if size > LARGEST_STDIN:
                    raise InputError(
                        STDIN,
                        f"has more than {LARGEST_STDIN / 1e9:.0f} GB. Save it in a file first.",
                    )
        except (OSError, ValueError) as exc:
            raise InputError(STDIN, "cannot be read. Give a file instead.") from exc
        return _Kept(file, 0, size)

    def _take_page(self, item: str) -> _Kept:
        fetched = self._fetch(item)
        if self._pages is None:
            self._pages = self._new_file()
        start = self._pages.seek(0, os.SEEK_END)
        size = self._pages.write(fetched.data)
        return _Kept(self._pages, start, size, fetched.media_type, fetched.url)

    def _new_file(self) -> IO[bytes]:
        file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by close()
        self._files.append(file)
        return file


@dataclass(frozen=True, slots=True)
class _Kept:
    """Where something is that can be asked for only once."""

    file: IO[bytes]
    start: int
    size: int
    media_type: str = ""
    url: str = ""


def _opened(file: IO[bytes], suffix: str, place: Place) -> Found:
    from dataset.articles.containers import open_container

    return open_container(file, suffix, place)


def _stream(file: IO[bytes], columns: Mapping[str, str]) -> Found:
    """Yield what standard input holds, known by its content alone."""
    file.seek(0)
    head = file.read(content.HEAD)
    kind = content.kind_of(head)
    if kind is None and content.is_json_lines(head):
        kind = ".jsonl"
    elif kind is None and is_table(head.partition(b"\n")[0].decode("utf-8-sig", "replace")):
        kind = ".csv"
    file.seek(0)
    data = b""
    if kind in (None, ".html", ".pdf", ".zip"):
        data = file.read(LARGEST_DOCUMENT + 1)
        if kind == ".zip" and content.is_word(data):
            kind = ".docx"
        file.seek(0)
    if kind in (None, ".html", ".pdf", ".docx"):
        suffix = kind or ""
        yield Source(STDIN, STDIN, f"stdin{suffix}", STDIN, suffix, data)
    else:
        assert kind is not None
        yield from _opened(file, kind, Place(STDIN, STDIN, STDIN, "stdin", columns))


def _page(item: str, data: bytes, media_type: str, url: str) -> Found:
    """Yield the article that stood at an address."""
    shown = web.without_secrets(item)
    kind = content.kind_of(data)
    if kind == ".zip" and content.is_word(data):
        kind = ".docx"
    suffix = kind or kind_by_type(media_type)
    if suffix is None and not media_type:
        suffix = suffix_of(name_of(url, "")) or ".html"
    if suffix not in SINGLE:
        what = content.NAMES.get(suffix or "") or f"`{printable(media_type)[:60]}`"
        yield InputError(shown, f"is no page but {what}. Save it and give the file.")
        return
    if suffix in (".html", ".txt", ".md"):
        data = as_utf8(data, media_type)
    yield Source(shown, shown, name_of(url, suffix), shown, suffix, data, (("url", url),))


def _matched(path: Path, walk: Walk) -> Iterator[Met]:
    if is_wanted(path.name):
        try:
            yield walk.file(path)
        except InputError as exc:
            yield exc
