"""One analysed article through every room: its rows of every table, and what it tells of entities.

Rows are the article's own: ids of entities are those of the article, names as it has them. What
the folder makes of them is decided when all articles are there (:mod:`dataset.builder.merge`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from dataset.analysis import PROSE, Analysis
from dataset.entities import Told, find_entities, with_first_persons
from dataset.events import find_article_dates, find_events, tie_quantities
from dataset.quantities import find_quantities
from dataset.quotes import find_article_marks, find_quotes, quoted_tokens
from dataset.readability import reading_grade
from dataset.schema import TABLES
from dataset.tables import as_row

# The tables whose rows each come from one article; the other two are made of all of them.
OF_ARTICLES: Final = tuple(name for name in TABLES if name not in ("entities", "problems"))

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ArticleRows:
    """The rows of one article by table (:data:`OF_ARTICLES`), and what it tells of entities."""

    article_id: str
    date: dt.date | None
    rows: dict[str, list[Row]]
    told: Told


def take_through(analysis: Analysis, shown: str) -> ArticleRows:
    """Read every table's rows out of one analysed article; ``shown`` is its ``path``."""
    dates = find_article_dates(analysis)
    marked = find_article_marks(analysis)
    quoted = quoted_tokens(analysis, marked)
    entities = find_entities(analysis, [(m.start, m.end) for m in marked])
    quotes = find_quotes(analysis, entities, marked, quoted)
    entities = with_first_persons(analysis, entities, quotes)
    events, participants = find_events(analysis, entities, dates, quotes)
    quantities = find_quantities(analysis, dates.tokens)
    found: dict[str, Iterable[Any]] = {
        "articles": [_article_row(analysis, shown)],
        "sentences": analysis.sentences,
        "mentions": entities.mentions,
        "events": events,
        "event_participants": participants,
        "quantities": tie_quantities(quantities, participants, events),
        "quotes": quotes,
    }
    return ArticleRows(
        article_id=analysis.article.article_id,
        date=analysis.article.date,
        rows={name: [as_row(r) for r in found[name]] for name in OF_ARTICLES},
        told=Told.of(entities),
    )


def _article_row(analysis: Analysis, shown: str) -> Row:
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
        "path": shown,
    }
