"""Building a folder of tables: any number of articles, by many hands, with nothing lost.

The inputs are gone through twice: once for the names, since an article's key must differ from
all others; once for the content. What is not read yet goes to the workers a few articles at a
time and comes back as shards (:mod:`dataset.builder.shard`); when all are there, they are merged
(:mod:`dataset.builder.merge`). A build that is stopped, however, goes on from its shards when
the same command runs again, and gives the same bytes.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, Protocol

from dataset.articles import Inputs, article_ids, content_of
from dataset.articles.source import Source
from dataset.builder.fingerprint import key_of, software_key
from dataset.builder.gone import files_of, is_gone
from dataset.builder.log import NO_LOG, Log
from dataset.builder.merge import Member, merge
from dataset.builder.shard import Problem, told_once
from dataset.builder.work import ARTICLES_A_SHARD, Job, Report, Task, do
from dataset.builder.workspace import Known, Manifest, StagedTables, Workspace, put_in_place
from dataset.corrections import apply_corrections, read_corrections
from dataset.entities import Linker
from dataset.errors import InputError, NothingBuilt, OutputError
from dataset.tables import RAW, Tables, load_tables, write_tables

if TYPE_CHECKING:
    from dataset.corrections import Correction

Progress = Callable[[int, int], None]

# Bytes of articles out of containers that wait for a worker, at most; files wait as their names.
MOST_WAITING: Final = 8_000_000


class Crew(Protocol):
    """Whoever does the jobs."""

    def run(self, jobs: Iterator[Job]) -> Generator[Report, None, None]:
        """Yield the report of each job, in any order."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build gave.

    Attributes:
        folder: where the tables are.
        n_articles: in the tables.
        n_read: articles that were read now; the others were read before.
        n_removed: articles that were in the tables and are not any more.
        problems: what could not be used, wholly or in part, sorted by path.
        notices: what is less than usual about all of it, such as a model without probabilities;
            they stand in the ``problems`` table too.
    """

    folder: Path
    n_articles: int
    n_read: int = 0
    n_removed: int = 0
    problems: tuple[InputError, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def tables(self) -> Tables:
        """The tables, read from the folder anew at each look."""
        return Tables(load_tables(self.folder))


def build(
    inputs: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    out: str | os.PathLike[str],
    *,
    model: str | os.PathLike[str] | None = None,
    jobs: int | None = None,
    append: bool = False,
    prune: bool = False,
    columns: Mapping[str, str] | None = None,
    corrections: str | os.PathLike[str] | None = None,
    cluster: str | None = None,
    stdin: IO[bytes] | None = None,
    progress: Progress | None = None,
    log: Log = NO_LOG,
) -> Built:
    """Build the tables of articles and write them into the folder ``out``.

    Articles that the folder's last build read, with the same content and the same software, are
    not read again. Memory does not grow with the number of articles, save for a few hundred
    bytes each for their names (and for corrections, which need the tables in memory). The
    tables are the same bytes whatever the order of inputs, the number of jobs, and the
    interruptions on the way.

    Args:
        inputs: files, folders, patterns, addresses, archives; see
            :func:`dataset.articles.find_sources`.
        out: made if needed; tables already there are replaced.
        model: folder of another English model, or name of a spaCy pipeline.
        jobs: processes that read articles; as many as there are cores if None.
        append: keep the articles that are in the folder and not among the inputs.
            An article whose file was moved with the folder it is in is taken for the same.
        prune: with ``append``, remove those of them whose input is gone: files that do not
            exist any more, parts that their archive or table has no longer.
        columns: of articles in tables: our name of a column to theirs, ``{"text": "body"}``.
        corrections: file of :mod:`dataset.corrections`. They are applied to what goes into
            ``out``; the tables as extracted go into ``out/raw``.
        cluster: address of a Dask scheduler whose workers read the articles; they must see the
            inputs and ``out`` under the same paths.
        stdin: what the input ``-`` reads.
        progress: called with (articles done, articles in all) after each.
        log: is told what happens.

    Raises:
        NothingBuilt: no input gave an article; the message gives the reason of each.
        CorrectionError: the corrections cannot be read or do not fit; the tables stay as they
            were.
        ModelError: there is no such model.
        OutputError: ``out`` cannot be written, or another build is at work there.
    """
    given = [inputs] if isinstance(inputs, str | os.PathLike) else list(inputs)
    wanted = None if corrections is None else read_corrections(os.fspath(corrections))
    with (
        Inputs([os.fspath(i) for i in given], columns=columns, stdin=stdin) as found,
        Workspace(Path(out)).locked() as workspace,
    ):
        run = _Build(
            workspace,
            found,
            model=None if model is None else os.fspath(model),
            progress=progress,
            log=log,
        )
        return run.build(jobs=jobs, cluster=cluster, append=append, prune=prune, corrections=wanted)


class Inline:
    """Does the jobs in this process, one after the other."""

    def __init__(self, tick: Callable[[], None]) -> None:
        self._tick = tick

    def run(self, jobs: Iterator[Job]) -> Generator[Report, None, None]:
        """Yield the report of each job."""
        for job in jobs:
            ticked = 0

            def beat(number: int, _step: str, _size: int) -> None:
                nonlocal ticked
                while ticked < number:
                    self._tick()
                    ticked += 1

            yield do(job, beat)
            for _ in range(len(job.tasks) - ticked):
                self._tick()


def _n_cores() -> int:
    """Return the number of cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Build:
    """One build, from the inputs to the tables in their place."""

    def __init__(
        self,
        workspace: Workspace,
        inputs: Inputs,
        *,
        model: str | None,
        progress: Progress | None,
        log: Log,
    ) -> None:
        self._workspace = workspace
        self._inputs = inputs
        self._model = model
        self._progress = progress
        self._log = log
        self._software = software_key(model)
        self._done = self._total = self._n_read = 0
        self._known: dict[str, Known] = {}  # by article_id
        self._members: dict[str, Member] = {}
        self._problems: list[Problem] = []  # of articles
        self._found_problems: list[Problem] = []  # of inputs that hold no article

    def build(
        self,
        *,
        jobs: int | None,
        cluster: str | None,
        append: bool,
        prune: bool,
        corrections: Sequence[Correction] | None,
    ) -> Built:
        """Read, merge, and put the tables in their place."""
        notices = self._notices()
        before = self._workspace.manifest()
        was_there = {
            k.article_id
            for k in before.articles
            if (place := self._workspace.find(k.key)) and place.is_built
        }
        kept = {k.origin: k for k in before.articles} if append else {}
        self._log("start", reusable=len(kept))
        ids = self._name(kept, prune=prune)
        self._read(ids, jobs, cluster)
        for known in kept.values():
            self._keep(known, before)
        if append:
            self._found_problems += self._still_true(before.problems)
        problems = told_once(self._all_problems())
        if not self._members:
            raise NothingBuilt("\n".join(map(str, problems)) or "No input was given.")
        self._write(corrections, notices)
        gone = was_there - self._members.keys()
        self._log("done", articles=len(self._members), read=self._n_read, problems=len(problems))
        return Built(
            self._workspace.out,
            n_articles=len(self._members),
            n_read=self._n_read,
            n_removed=len(gone),
            problems=problems,
            notices=notices,
        )

    def _notices(self) -> tuple[str, ...]:
        """Say what is less than usual with a model; the shipped one needs no look."""
        if self._model is None:
            return ()
        from dataset.language import load, model_notices

        return model_notices(load(self._model))

    def _all_problems(self) -> Iterator[Problem]:
        yield from self._found_problems
        yield from self._problems

    def _name(self, kept: dict[str, Known], *, prune: bool) -> dict[str, str]:
        """Return the ids of all articles found, by origin; what they replace is not kept."""
        origins: set[str] = set()

        def found() -> Iterator[Source]:
            for source in self._inputs.sources():
                if isinstance(source, Source):
                    origins.add(source.origin)
                    yield replace(source, data=None, fields=())

        first = list(found())
        self._total = len(first)
        old = {origin: k for origin, k in kept.items() if origin not in origins}
        looked_into = files_of(origins) if old else frozenset()
        # Moved with the folder it is in: the same place in it, and the old file is gone.
        moved = {s.shown for s in first if s.origin not in kept}
        for origin, known in list(old.items()):
            if (prune or known.shown in moved) and is_gone(origin, looked_into):
                del old[origin]
        for origin in [o for o in kept if o not in old]:
            del kept[origin]
        others = (Source(k.path, k.shown, k.name, k.origin, k.suffix) for k in old.values())
        ids = article_ids([*first, *others])
        taken = {k.article_id for k in old.values()}
        for source in first:
            if ids[source.origin] in taken:  # of an article that keeps its id
                ids[source.origin] += f"-{hashlib.sha1(source.origin.encode()).hexdigest()[:12]}"
        return ids

    def _read(self, ids: Mapping[str, str], jobs: int | None, cluster: str | None) -> None:
        """Have every article read that is not read yet."""
        todo = self._jobs(ids)
        ahead = list(islice(todo, 2))
        todo = chain(ahead, todo)
        crew: Crew
        if cluster is not None:
            from dataset.builder.cluster import Cluster

            crew = Cluster(cluster, self._tick)
        elif len(ahead) < 2 or jobs == 1:
            crew = Inline(self._tick)
        else:
            from dataset.builder.processes import Processes

            crew = Processes(jobs or _n_cores(), self._tick)
        with closing(crew.run(todo)) as reports:
            for report in reports:
                self._workspace.learn(report.name, report.entries)
                for entry in report.entries:
                    self._n_read += entry.is_built
                    self._take(entry.article_id, report.name, entry.is_built, entry.problems)
                self._log("read", articles=len(report.entries), done=self._done, of=self._total)

    def _jobs(self, ids: Mapping[str, str]) -> Iterator[Job]:
        """Yield what is to be read, a few articles at a time."""
        tasks: list[Task] = []
        waiting = 0
        for source in self._inputs.sources():
            if isinstance(source, InputError):
                self._found_problems.append(Problem.of(source, self._inputs.shown(source)))
                self._log("problem", message=str(source))
                continue
            article_id = ids.get(source.origin)
            if article_id is None:
                message = "came up while the build was at work. Build again to have it."
                error = InputError(source.path, message)
                self._found_problems.append(Problem.of(error, source.shown))
                continue
            key = self._key(source, article_id)
            self._known[article_id] = Known(
                *(source.origin, source.path, source.shown, source.name, source.suffix),
                article_id,
                key,
            )
            place = self._workspace.find(key) if key else None
            if place is not None:
                # The user may have written the same path in another way then.
                problems = [replace(p, path=source.path) for p in place.problems]
                self._take(article_id, place.shard, place.is_built, problems)
                self._tick()
                continue
            tasks.append(Task(source, article_id, key))
            waiting += len(source.data or b"")
            if len(tasks) == ARTICLES_A_SHARD or waiting > MOST_WAITING:
                yield self._job(tasks)
                tasks, waiting = [], 0
        if tasks:
            yield self._job(tasks)

    def _job(self, tasks: Sequence[Task]) -> Job:
        return Job(self._workspace.shards, tuple(tasks), self._model)

    def _key(self, source: Source, article_id: str) -> str:
        """Return the key of an article's rows; empty if it cannot be read, which is told later."""
        try:
            data = content_of(source)
        except InputError:
            return ""
        return key_of(source, article_id, data, self._software)

    def _tick(self) -> None:
        self._done += 1
        if self._progress:
            self._progress(self._done, self._total)

    def _take(
        self, article_id: str, shard: str, is_built: bool, problems: Iterable[Problem]
    ) -> None:
        """Take note of an article that was read, now or before."""
        for problem in problems:
            self._problems.append(problem)
            self._log("problem", message=str(problem.as_error()))
        if is_built:
            self._members[article_id] = Member(article_id, shard)

    def _keep(self, known: Known, before: Manifest) -> None:
        """Keep an article of the folder that is not among the inputs.

        Raises:
            OutputError: its rows are not there any more, or were made by other software.
        """
        if not known.key:
            return  # could not be read then
        place = self._workspace.find(known.key)
        if before.software != self._software or place is None:
            raise OutputError(
                f"{self._workspace.out}: its articles were read by another version or another "
                "model, so none can be added to them. Give all articles again, without --append."
            )
        self._known[known.article_id] = known
        self._take(known.article_id, place.shard, place.is_built, place.problems)

    def _still_true(self, problems: Iterable[Problem]) -> list[Problem]:
        """Return earlier problems of inputs, but those that were looked at again."""
        told = {p.path for p in self._found_problems} | {k.path for k in self._known.values()}
        return [p for p in problems if p.path not in told]

    def _write(self, corrections: Sequence[Correction] | None, notices: Sequence[str]) -> None:
        """Merge all shards, and put the tables in their place."""
        workspace = self._workspace
        self._log("merge", articles=len(self._members))
        linker = Linker(workspace.folder)
        try:
            with StagedTables(workspace) as staged:
                merge(
                    self._members.values(),
                    self._all_problems(),
                    notices=[(self._model or "", notice) for notice in notices],
                    open_shard=workspace.open,
                    linker=linker,
                    sink=staged,
                )
        finally:
            linker.close()
        corrected = workspace.staged / "corrected"
        if corrections is not None:
            tables = apply_corrections(load_tables(workspace.staged), corrections)
            write_tables(tables, corrected)
        known = sorted(self._known.values(), key=lambda k: k.article_id)
        workspace.write_manifest(
            Manifest(self._software, tuple(known), tuple(self._found_problems))
        )
        if corrections is not None:
            put_in_place(workspace.staged, workspace.out / RAW)
            put_in_place(corrected, workspace.out)
        else:
            put_in_place(workspace.staged, workspace.out)
        workspace.tidy(m.shard for m in self._members.values())
