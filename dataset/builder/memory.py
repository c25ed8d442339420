"""Tables in memory: one text in a notebook, or a few articles for a quiz."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

import pyarrow as pa

from dataset.articles import Inputs, article_ids
from dataset.articles.source import Source
from dataset.articles.text import read_text as read_plain
from dataset.builder.merge import Member, MemorySink, merge
from dataset.builder.rooms import ArticleRows, take_through
from dataset.builder.shard import Entry, Problem, Shard, entry_of, told_once
from dataset.builder.work import Task, read_tasks, take_article
from dataset.entities import Linker
from dataset.errors import InputError, NothingBuilt
from dataset.language import load, model_notices
from dataset.tables import Tables

if TYPE_CHECKING:
    from spacy.language import Language

    from dataset.analysis import Analysis


@dataclass(frozen=True, slots=True)
class Made:
    """Tables in memory, the problems in the order of their paths, and notices of all of it."""

    tables: Tables
    problems: tuple[InputError, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def n_articles(self) -> int:
        """The number of articles."""
        return len(self.tables["articles"])


def read(
    text: str, *, name: str = "article", model: str | None = None, nlp: Language | None = None
) -> Tables:
    """Return the tables of one article given as plain text, for notebooks.

    Args:
        text: the article, as it would stand in a ``.txt`` file: with a title line, header
            lines (``Date: 2021-06-16``), or nothing but prose.
        name: what its key is made of, as of a file's name.
        model: folder of another English model, or name of a spaCy pipeline.
        nlp: a loaded pipeline, in place of ``model``.

    Raises:
        InputError: the text holds no article.
        ModelError: there is no such model.

    >>> tables = read("“We sail at noon,” said Ana Ruiz, the captain.")
    >>> tables.quotes[["speaker", "text"]].to_dict("records")
    [{'speaker': 'Ana Ruiz', 'text': 'We sail at noon'}]
    """
    return read_text(text, name=name, nlp=nlp or load(model)).tables


def read_text(text: str, *, name: str = "article", nlp: Language | None = None) -> Made:
    """Return the tables of one article given as text, with problems and notices.

    Raises:
        InputError: the text holds no article.
    """
    article = read_plain(text, name, name)
    nlp = nlp or load()
    pair = take_article(article, nlp, name, name, "")
    return _made([pair], [], nlp)


def make_tables(
    inputs: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    *,
    model: str | os.PathLike[str] | None = None,
    columns: Mapping[str, str] | None = None,
    stdin: IO[bytes] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Made:
    """Return the tables of articles without writing them; for as many as fit in memory.

    The same tables as :func:`dataset.build` would write; see there for the arguments.

    Raises:
        NothingBuilt: no input gave an article; the message gives the reason of each.
        ModelError: there is no such model.
    """
    given = [inputs] if isinstance(inputs, str | os.PathLike) else list(inputs)
    sources: list[Source] = []
    problems: list[Problem] = []
    with Inputs([os.fspath(i) for i in given], columns=columns, stdin=stdin) as found:
        for item in found.sources():
            if isinstance(item, Source):
                sources.append(item)
            else:
                problems.append(Problem.of(item, found.shown(item)))
    if not sources:
        raise NothingBuilt("\n".join(str(p.as_error()) for p in problems) or "No input was given.")
    ids = article_ids(sources)
    tasks = [Task(source, ids[source.origin], "") for source in sources]
    nlp = load(None if model is None else os.fspath(model))
    pairs = []
    for n, pair in enumerate(read_tasks(tasks, nlp), 1):
        pairs.append(pair)
        if progress:
            progress(n, len(tasks))
    if not any(rows for _, rows in pairs):
        problems += [p for entry, _ in pairs for p in entry.problems]
        raise NothingBuilt("\n".join(str(p.as_error()) for p in problems))
    return _made(pairs, problems, nlp)


def read_rows(analyses: Iterable[Analysis]) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of analysed articles by table, linked over all of them."""
    pairs = []
    for analysis in analyses:
        rows = take_through(analysis, analysis.article.path)
        pairs.append((entry_of(rows, "", ()), rows))
    tables = _merged(pairs, [], [])
    return {name: table.to_pylist() for name, table in tables.items()}


def _made(
    pairs: Sequence[tuple[Entry, ArticleRows | None]], problems: list[Problem], nlp: Language
) -> Made:
    problems = [*problems, *(p for entry, _ in pairs for p in entry.problems)]
    notices = model_notices(nlp)
    tables = _merged(pairs, problems, [(nlp.meta["name"], notice) for notice in notices])
    return Made(Tables(tables), told_once(problems), notices)


def _merged(
    pairs: Sequence[tuple[Entry, ArticleRows | None]],
    problems: Sequence[Problem],
    notices: Sequence[tuple[str, str]],
) -> Mapping[str, pa.Table]:
    shard = Shard.of(pairs)
    sink = MemorySink()
    linker = Linker()
    try:
        merge(
            [Member(entry.article_id, "") for entry, rows in pairs if rows],
            problems,
            notices=notices,
            open_shard=lambda _: shard,
            linker=linker,
            sink=sink,
        )
    finally:
        linker.close()
    return sink.tables()
