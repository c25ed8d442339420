"""A piece of work: a few articles to be read into one shard, in whatever process has time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dataset.analysis import analyse
from dataset.articles import read_source
from dataset.articles.article import Article
from dataset.articles.source import Source
from dataset.builder.rooms import ArticleRows, take_through
from dataset.builder.shard import (
    SUFFIX,
    DamagedShard,
    Entry,
    Problem,
    Shard,
    entry_of,
    read_entries,
)
from dataset.errors import InputError

if TYPE_CHECKING:
    from spacy.language import Language

# So few that a stop loses some seconds of work, and the last piece keeps nobody waiting long; so
# many that the files of a newspaper's archive can be listed.
ARTICLES_A_SHARD: Final = 8

# Called with the number of the article that is begun, the step ("read" or "analyse") and the
# characters to be read in it (0 where they are not known yet).
Heartbeat = Callable[[int, str, int], None]


@dataclass(frozen=True, slots=True)
class Task:
    """An article to be read: where it is, its id, and the key of all that goes into its rows.

    ``failed`` says why it must not be tried: it ended the process that tried it before.
    """

    source: Source
    article_id: str
    key: str
    failed: str | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """Articles to be read into one shard of a folder, with a model."""

    folder: Path
    tasks: tuple[Task, ...]
    model: str | None = None

    @property
    def name(self) -> str:
        """File name of the shard: by what goes into it."""
        keys = "\n".join(task.key + (task.failed or "") for task in self.tasks)
        return hashlib.sha256(keys.encode()).hexdigest()[:24] + SUFFIX


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a job: the shard's file and its articles."""

    name: str
    entries: tuple[Entry, ...] = field(default=())


def do(job: Job, beat: Heartbeat | None = None, nlp: Language | None = None) -> Report:
    """Read the articles of a job and write their shard, unless it is there already.

    Raises:
        OutputError: the shard cannot be written.
        ModelError: there is no such model.
    """
    path = job.folder / job.name
    try:
        return Report(job.name, tuple(read_entries(path)))
    except DamagedShard:
        pass  # or not there yet
    if nlp is None:
        from dataset.language import load

        nlp = load(job.model)
    shard = Shard.of(read_tasks(job.tasks, nlp, beat))
    shard.write(path)
    return Report(job.name, tuple(shard.entries))


def read_tasks(
    tasks: Iterable[Task], nlp: Language, beat: Heartbeat | None = None
) -> Iterator[tuple[Entry, ArticleRows | None]]:
    """Yield each article's entry, and its rows if it could be read."""
    for number, task in enumerate(tasks):
        source = task.source
        if task.failed:
            error = InputError(source.path, task.failed, stage="analyse")
            yield Entry(task.article_id, "", problems=(Problem.of(error, source.shown),)), None
            continue
        if beat:
            beat(number, "read", 0)
        try:
            article = read_source(source, task.article_id)
            if beat:
                beat(number, "analyse", len(article.text))
            yield take_article(article, nlp, source.path, source.shown, task.key)
        except InputError as exc:
            told = (Problem.of(exc, source.shown),)
            yield Entry(task.article_id, task.key, problems=told), None
        except Exception as exc:  # a fault of ours must not cost the other articles
            fault = InputError(
                source.path,
                f"cannot be read because of a fault in this program ({type(exc).__name__}: "
                f"{_one_line(exc)}). Please report it; the other articles are built.",
                stage="analyse",
            )
            yield Entry(task.article_id, "", problems=(Problem.of(fault, source.shown),)), None


def take_article(
    article: Article, nlp: Language, path: str, shown: str, key: str
) -> tuple[Entry, ArticleRows]:
    """Return the entry and the rows of an article; ``path`` is told in its problems."""
    problems = [InputError(path, warning) for warning in article.warnings]
    (analysis,) = analyse([article], nlp)
    problems += [InputError(path, p, stage="analyse") for p in analysis.problems]
    rows = take_through(analysis, shown)
    return entry_of(rows, key, (Problem.of(p, shown) for p in problems)), rows


def without(job: Job, number: int, why: str) -> Job:
    """Return a job in which one article is not tried any more."""
    tasks = list(job.tasks)
    tasks[number] = replace(tasks[number], failed=why)
    return replace(job, tasks=tuple(tasks))


def _one_line(exc: BaseException) -> str:
    return " ".join(str(exc).split())[:200]
