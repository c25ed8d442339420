"""The caretaker: takes articles through the rooms and puts their rows into tables."""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from dataset.analysis import PROSE, Analysis, analyse
from dataset.articles import Inputs, Source, article_ids, read_source
from dataset.articles.article import Article
from dataset.corrections import apply_corrections, read_corrections
from dataset.entities import Linker, find_entities, with_first_persons
from dataset.errors import InputError, NothingBuilt
from dataset.events import find_article_dates, find_events, tie_quantities
from dataset.language import load, model_notices
from dataset.quantities import find_quantities
from dataset.quotes import find_article_marks, find_quotes, quoted_tokens
from dataset.readability import reading_grade
from dataset.schema import TABLES
from dataset.tables import RAW, as_row, make_table, write_tables

if TYPE_CHECKING:
    from spacy.language import Language

Progress = Callable[[int, int], None]

# The most that a mention is sure of if nobody can say whom it means.
UNKNOWN = 0.5

# Columns that give an entity's name for convenience, beside its id or instead of it.
NAME_COLUMNS = {
    "events": ("actor", "target", "place", "reported_by"),
    "quotes": ("speaker",),
}


@dataclass(frozen=True, slots=True)
class Built:
    """What a build gave: tables by name, and the problems in the order they were met.

    ``notices`` say what is less than usual about all of it, such as a model without
    probabilities; they stand in the ``problems`` table too.
    """

    tables: dict[str, pa.Table]
    problems: tuple[InputError, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def n_articles(self) -> int:
        """The number of articles built."""
        return len(self.tables["articles"])


@dataclass(slots=True)
class _Rows:
    """Rows gathered from the rooms, by table; entities wait for all articles.

    ``names`` are, by article, the names of its entities: they too are the folder's at last.
    """

    by_table: dict[str, list[dict[str, Any]]] = field(
        default_factory=lambda: {name: [] for name in TABLES}
    )
    linker: Linker = field(default_factory=Linker)
    names: dict[str, dict[str, str]] = field(default_factory=dict)

    def add(self, table: str, records: Iterable[Any]) -> None:
        self.by_table[table] += [as_row(r) for r in records]

    def link(self) -> None:
        """Put the folder's ids and names where the articles' own stand."""
        linked = self.linker.link()
        self.add("entities", linked.entities)
        names = {e.entity_id: e.name for e in linked.entities}
        renamed = {
            article_id: {
                own: names[found]
                for local, own in self.names[article_id].items()
                if (found := ids[local]) is not None
            }
            for article_id, ids in linked.ids.items()
        }
        for table, columns in _entity_columns().items():
            for row in self.by_table[table]:
                article_id = row.get("article_id") or row["event_id"].rpartition(":")[0]
                for column in columns:
                    if row[column] is not None:
                        row[column] = linked.ids[article_id][row[column]]
        for row in self.by_table["mentions"]:
            if row["entity_id"] is None:
                row["confidence"] = min(row["confidence"], UNKNOWN)
        for table, named in NAME_COLUMNS.items():
            for row in self.by_table[table]:
                for column in named:
                    row[column] = renamed[row["article_id"]].get(row[column], row[column])


def build(
    inputs: Sequence[str | Path],
    out: str | Path,
    *,
    model: str | Path | None = None,
    corrections: str | Path | None = None,
    progress: Progress | None = None,
) -> Built:
    """Build the tables of articles and write them into the folder ``out``.

    Args:
        inputs: files, folders and patterns; see :class:`dataset.articles.Inputs`.
        out: made if needed; tables already there are replaced.
        model: folder of another English model.
        corrections: file of :mod:`dataset.corrections`. They are applied to what goes into
            ``out``; the tables as extracted go into ``out/raw``.
        progress: called with (articles done, articles in all) after each.

    Returns:
        The tables and what could not be used, wholly or in part.

    Raises:
        NothingBuilt: no input gave an article; the message gives the reason of each.
        CorrectionError: the corrections cannot be read or do not fit; nothing is written.
        OutputError: ``out`` cannot be written.
    """
    wanted = [] if corrections is None else read_corrections(corrections)
    built = make_tables(inputs, model=model, progress=progress)
    if corrections is not None:
        extracted = built.tables
        built = replace(built, tables=apply_corrections(extracted, wanted))
        write_tables(extracted, Path(out) / RAW)
    write_tables(built.tables, Path(out))
    return built


def make_tables(
    inputs: Sequence[str | Path],
    *,
    model: str | Path | None = None,
    progress: Progress | None = None,
) -> Built:
    """Return the tables of articles without writing them; see :func:`build`."""
    names = [str(i) for i in inputs]
    problems: list[InputError] = []
    articles: list[Article] = []
    shown: dict[str, str] = {}
    with Inputs(names) as found:
        ids = article_ids(s for s in found.sources() if isinstance(s, Source))
        for source in found.sources():
            if isinstance(source, InputError):
                problems.append(source)
                continue
            shown[source.path] = source.shown
            try:
                articles.append(read_source(source, ids[source.origin]))
            except InputError as exc:
                problems.append(exc)
    if not articles:
        reasons = "\n".join(str(p) for p in problems) or "No input was given."
        raise NothingBuilt(reasons)
    for article in articles:
        problems += [InputError(article.path, warning) for warning in article.warnings]
    nlp = load(model)
    rows = _Rows()
    for n, analysis in enumerate(analyse(articles, nlp), 1):
        where = analysis.article.path
        problems += [InputError(where, p, stage="analyse") for p in analysis.problems]
        _take_through(analysis, rows, shown[where])
        if progress:
            progress(n, len(articles))
    return _finish(
        rows, problems, lambda path: shown.get(path) or _display_path(Path(path), names), nlp
    )


def read_text(text: str, *, name: str = "article", nlp: Language | None = None) -> Built:
    """Return the tables of one article given as text, for notebooks.

    Raises:
        InputError: the text holds no article.
    """
    from dataset.articles.text import read_text as parse

    article = parse(text, name, name)
    problems = [InputError(name, w) for w in article.warnings]
    nlp = nlp or load()
    rows = _Rows()
    for analysis in analyse([article], nlp):
        problems += [InputError(name, p, stage="analyse") for p in analysis.problems]
        _take_through(analysis, rows, name)
    return _finish(rows, problems, str, nlp)


def read_rows(analyses: Iterable[Analysis]) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of analysed articles by table, linked over all of them."""
    rows = _Rows()
    for analysis in analyses:
        _take_through(analysis, rows, analysis.article.path)
    rows.link()
    return rows.by_table


def _finish(
    rows: _Rows, problems: Iterable[InputError], display: Callable[[str], str], nlp: Language
) -> Built:
    """Make the tables of all rows; the same problem of the same path is told once."""
    rows.link()
    seen = {(p.path, p.stage, p.message): p for p in problems}
    shown = {(display(path), stage, message) for path, stage, message in seen}
    notices = model_notices(nlp)
    shown |= {(nlp.meta["name"], "analyse", notice) for notice in notices}
    rows.by_table["problems"] = [
        {"path": path, "stage": stage, "message": message} for path, stage, message in shown
    ]
    tables = {name: make_table(name, rows.by_table[name]) for name in TABLES}
    return Built(tables, tuple(seen.values()), notices)


@contextmanager
def _without_collections() -> Iterator[None]:
    """Put off the collector of cyclic garbage while an article is read.

    Reading makes many small objects and hardly any cycles; each full collection walks over the
    model and all rows so far, which took a seventh of the time of reading.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_without_collections()
def _take_through(analysis: Analysis, rows: _Rows, path: str) -> None:
    """Read every table's rows out of one analysed article."""
    dates = find_article_dates(analysis)
    marked = find_article_marks(analysis)
    quoted = quoted_tokens(analysis, marked)
    entities = find_entities(analysis, [(m.start, m.end) for m in marked])
    quotes = find_quotes(analysis, entities, marked, quoted)
    entities = with_first_persons(analysis, entities, quotes)
    events, participants = find_events(analysis, entities, dates, quotes)
    quantities = find_quantities(analysis, dates.tokens)
    article = analysis.article
    rows.add("articles", [_article_row(analysis, path)])
    rows.add("sentences", analysis.sentences)
    rows.linker.add(article.article_id, article.date, entities)
    rows.names[article.article_id] = dict(entities.names)
    rows.add("mentions", entities.mentions)
    rows.add("quotes", quotes)
    rows.add("events", events)
    rows.add("event_participants", participants)
    rows.add("quantities", tie_quantities(quantities, participants, events))


def _entity_columns() -> dict[str, list[str]]:
    """Return the columns that refer to entities, by table."""
    found = {
        name: [c.name for c in table.columns if c.references == "entities.entity_id"]
        for name, table in TABLES.items()
    }
    return {name: columns for name, columns in found.items() if columns}


def _article_row(analysis: Analysis, path: str) -> dict[str, Any]:
    article = analysis.article
    sentences = [
        [t.text for t in span if not (t.is_punct or t.is_space)] for _, span in analysis.prose()
    ]
    return {
        "article_id": article.article_id,
        "title": article.title,
        "date": article.date,
        "date_source": article.date_source,
        "source": article.source,
        "url": article.url,
        "author": article.author,
        "language": analysis.language,
        "text": article.text,
        # Words as a reader counts them: between white space, of prose.
        "n_words": sum(
            len(article.text[b.start : b.end].split()) for b in article.blocks if b.kind in PROSE
        ),
        "n_sentences": len(sentences),
        "reading_grade": reading_grade(sentences),
        "content_hash": hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest(),
        "path": path,
    }


def _display_path(path: Path, inputs: Iterable[str]) -> str:
    """Return a path relative to the folder it was found in, so that no machine's path shows."""
    for item in inputs:
        if os.path.isdir(item) and path.is_relative_to(item) and path != Path(item):
            return path.relative_to(item).as_posix()
    return path.name or path.as_posix()
