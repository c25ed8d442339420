"""What a folder of tables holds: the head of the report, and of the terminal's summary."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pandas as pd

from dataset.report.numbers import read
from dataset.report.plain import plain
from dataset.schema import SCHEMA_VERSION


@dataclass(frozen=True, slots=True)
class Overview:
    """A folder in a few figures.

    ``articles`` has a row for each: title, date, source, n_words, n_sentences, events, quotes,
    by date. ``problems`` has what was not read: path, stage, message.
    """

    name: str
    articles: pd.DataFrame
    problems: pd.DataFrame
    first: pd.Timestamp | None
    last: pd.Timestamp | None
    n_words: int
    n_sentences: int
    n_events: int
    n_quotes: int
    n_people: int
    sources: tuple[str, ...]
    languages: tuple[str, ...]
    grades: tuple[float, float, float] | None  # lowest, median, highest


def look(folder: str | Path) -> Overview:
    """Return an overview of a folder of tables."""
    home = str(folder)
    columns = ["title", "date", "source", "language", "n_words", "n_sentences", "reading_grade"]
    articles = read(home, "articles", "article_id", *columns)
    for table in ("events", "quotes"):
        found = read(home, table, "article_id")["article_id"].value_counts()
        articles[table] = articles["article_id"].map(found).fillna(0).astype("int64")
    articles["title"] = articles["title"].fillna(articles["article_id"])
    articles = articles.sort_values(["date", "article_id"], ignore_index=True)
    entities = read(home, "entities", "entity_type", "is_named")
    people = entities[(entities["entity_type"] == "person") & entities["is_named"]]
    dates = articles["date"].dropna()
    grades = articles["reading_grade"].dropna()
    return Overview(
        name=plain(Path(folder).resolve().name),
        articles=articles,
        problems=read(home, "problems", "path", "stage", "message").astype("object"),
        first=dates.min() if len(dates) else None,
        last=dates.max() if len(dates) else None,
        n_words=int(articles["n_words"].sum()),
        n_sentences=int(articles["n_sentences"].sum()),
        n_events=int(articles["events"].sum()),
        n_quotes=int(articles["quotes"].sum()),
        n_people=len(people),
        sources=tuple(sorted({plain(source) for source in articles["source"].dropna()})),
        languages=tuple(sorted({plain(language) for language in articles["language"]})),
        grades=(grades.min(), grades.median(), grades.max()) if len(grades) else None,
    )


def versions() -> str:
    """Return which program and which contract this is, for the foot of a report."""
    try:
        ours = version("quizgen")
    except PackageNotFoundError:  # run from a checkout
        ours = "(not installed)"
    return f"quizgen {ours}, contract of the tables {SCHEMA_VERSION}"
