"""The hidden folder of a build, beside the tables: what is read already, and who is at work.

::

    OUT/.build/lock               held by the one build that may write here
    OUT/.build/manifest.parquet   the articles of the tables: where they are from, their keys
    OUT/.build/shards/            their rows, a few articles a file
    OUT/.build/staged/            tables being written, until all are whole

All of it may be deleted while no build runs: the next one then reads every article anew.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, astuple, dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from dataset.builder.shard import SUFFIX, DamagedShard, Entry, Problem, Shard, read_entries
from dataset.errors import OutputError
from dataset.schema import TABLES
from dataset.tables import RAW, TableWriter, make_folder, write_whole

if TYPE_CHECKING:
    from typing import IO

NAME: Final = ".build"


@dataclass(frozen=True, slots=True)
class Known:
    """An article of the folder: where it is from (see ``Source``), its id and its key."""

    origin: str
    path: str
    shown: str
    name: str
    suffix: str
    article_id: str
    key: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the tables of a folder are made of, and with what software.

    ``problems`` are those of inputs in which no article was found; those of articles stand in
    their shards.
    """

    software: str = ""
    articles: tuple[Known, ...] = ()
    problems: tuple[Problem, ...] = field(default=())


class Place(NamedTuple):
    """Where the rows of an article are, if there are any, and what was wrong with it."""

    shard: str
    is_built: bool
    problems: tuple[Problem, ...]


class Workspace:
    """The hidden folder of the tables in ``out``; to be used inside :meth:`locked`."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.folder = out / NAME
        self.shards = self.folder / "shards"
        self.staged = self.folder / "staged"
        self._places: dict[str, Place] = {}
        self._made: list[Path] = []

    @contextmanager
    def locked(self) -> Iterator[Workspace]:
        """Hold the folder for one build; it is made if needed.

        The lock belongs to the process: it ends with it, however that ends.

        Raises:
            OutputError: another build is at work here, or the folder cannot be written.
        """
        from filelock import FileLock, Timeout

        # What we make and find no use for is taken away again.
        self._made = [p for p in (self.shards, self.folder, self.out) if not p.exists()]
        make_folder(self.out)
        make_folder(self.shards)
        lock = FileLock(self.folder / "lock", timeout=0, thread_local=False)
        try:
            lock.acquire()
        except Timeout:
            raise OutputError(
                f"{self.out}: another build is at work in this folder. Wait for it to end, or "
                "choose another folder."
            ) from None
        except OSError as exc:
            raise OutputError(f"{self.out}: cannot be written ({exc.strerror}).") from exc
        try:
            self._clean()
            self._scan()
            yield self
        finally:
            self._leave()
            lock.release()
            if not self.shards.exists():
                for folder in self._made:  # for nothing, and empty again
                    with suppress(OSError):
                        folder.rmdir()

    def _clean(self) -> None:
        """Remove what a build that was stopped left half-written."""
        with suppress(OSError):
            shutil.rmtree(self.staged, ignore_errors=True)
            for folder in (self.shards, self.folder, self.out, self.out / RAW):
                for path in folder.glob(".*.part"):
                    path.unlink(missing_ok=True)

    def _leave(self) -> None:
        """Take away what was made for nothing: no article was ever read here."""
        if self._manifest.exists() or any(place.is_built for place in self._places.values()):
            return
        shutil.rmtree(self.shards, ignore_errors=True)
        shutil.rmtree(self.staged, ignore_errors=True)
        with suppress(OSError):
            (self.folder / "lock").unlink()

    def _scan(self) -> None:
        """Learn which articles are read already; damaged shards go."""
        for path in sorted(self.shards.glob(f"*{SUFFIX}")):
            try:
                self.learn(path.name, read_entries(path))
            except DamagedShard:
                path.unlink(missing_ok=True)

    def learn(self, shard: str, entries: Iterable[Entry]) -> None:
        """Take note of the articles of a shard."""
        for entry in entries:
            if entry.key:
                self._places[entry.key] = Place(shard, entry.is_built, entry.problems)

    def find(self, key: str) -> Place | None:
        """Return where the rows of a key are, or None if they are not read yet."""
        return self._places.get(key)

    def open(self, shard: str) -> Shard:
        """Return a shard.

        Raises:
            OutputError: it was damaged since it was written.
        """
        try:
            return Shard.read(self.shards / shard)
        except DamagedShard as exc:
            (self.shards / shard).unlink(missing_ok=True)
            raise OutputError(
                f"{self.shards / shard}: was damaged after it was written. Run the same command "
                "again; the articles in it are then read anew."
            ) from exc

    @property
    def _manifest(self) -> Path:
        return self.folder / "manifest.parquet"

    def manifest(self) -> Manifest:
        """Return what the tables are made of; nothing if there is no manifest, or a damaged one."""
        try:
            table = pq.read_table(self._manifest)
            told = table.schema.metadata or {}
            problems = [
                Problem(**p) for p in pa.ipc.open_stream(told[b"problems"]).read_all().to_pylist()
            ]
            articles = tuple(Known(**row) for row in table.to_pylist())
            return Manifest(told[b"software"].decode(), articles, tuple(problems))
        except (OSError, KeyError, TypeError, pa.ArrowException):
            return Manifest()

    def write_manifest(self, manifest: Manifest) -> None:
        """Write down what the tables are made of."""
        sink = pa.BufferOutputStream()
        problems = pa.Table.from_pylist(
            [asdict(p) for p in manifest.problems],
            schema=pa.schema(
                [(f.name, pa.int64() if f.name == "line" else pa.string()) for f in fields(Problem)]
            ),
        )
        with pa.ipc.new_stream(sink, problems.schema) as writer:
            writer.write_table(problems)
        names = [f.name for f in fields(Known)]
        columns = list(zip(*map(astuple, manifest.articles), strict=True)) or [()] * len(names)
        table = pa.table(
            {n: pa.array(c, pa.string()) for n, c in zip(names, columns, strict=True)}
        ).replace_schema_metadata(
            {"software": manifest.software, "problems": sink.getvalue().to_pybytes()}
        )
        with write_whole(self._manifest) as file:
            pq.write_table(table, file, compression="zstd")

    def tidy(self, keep: Iterable[str]) -> None:
        """Remove what is of no use any more: all but the shards that the tables are made of."""
        shutil.rmtree(self.staged, ignore_errors=True)
        kept = set(keep)
        for path in self.shards.glob(f"*{SUFFIX}"):
            if path.name not in kept:
                path.unlink(missing_ok=True)


class StagedTables:
    """All tables of a folder on the way there: written aside, then put in place together.

    A reader meets whole files only, the old ones or the new ones; those that others refer to
    change first.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._folder = workspace.staged
        self._stack = ExitStack()
        self._writers: dict[str, TableWriter] = {}

    def __enter__(self) -> StagedTables:
        make_folder(self._folder)
        for name in TABLES:
            file: IO[bytes] = self._stack.enter_context(
                write_whole(self._folder / f"{name}.parquet")
            )
            self._writers[name] = TableWriter(name, file)
        return self

    def write(self, name: str, table: pa.Table) -> None:
        """Take the next rows of a table."""
        self._writers[name].write(table)

    def __exit__(self, *raised: object) -> None:
        try:
            if raised[0] is None:
                for writer in self._writers.values():
                    writer.close()
        except BaseException as exc:
            raised = (type(exc), exc, exc.__traceback__)
            raise
        finally:
            if raised[0] is not None:
                for writer in self._writers.values():
                    writer.abandon()
            self._stack.__exit__(*raised)  # type: ignore[arg-type]


def put_in_place(staged: Path, out: Path) -> None:
    """Move staged tables to where readers look for them.

    Raises:
        OutputError: the folder cannot be written.
    """
    make_folder(out)
    try:
        for name in TABLES:
            os.replace(staged / f"{name}.parquet", out / f"{name}.parquet")
        with suppress(OSError):  # not every system can
            handle = os.open(out, os.O_RDONLY)
            try:
                os.fsync(handle)  # the new names are safe on the disk, too
            finally:
                os.close(handle)
    except OSError as exc:
        raise OutputError(f"{out}: cannot be written ({exc.strerror}).") from exc
