"""From tables to a quiz: facts, items, the sceptic, the selection."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Final

from quizgen.errors import NoItems, UnknownName
from quizgen.facts import find_facts
from quizgen.items import make_items
from quizgen.library import Library, as_date
from quizgen.quiz import ITEM_TYPES, Item, Level, Quiz, QuizArticle
from quizgen.select import DEFAULT_MIX, select
from quizgen.verify import find_fault

if TYPE_CHECKING:
    import pyarrow as pa

DEFAULT_QUESTIONS: Final = 10


def make_quiz(
    tables: Mapping[str, pa.Table],
    *,
    questions: int = DEFAULT_QUESTIONS,
    seed: int = 0,
    types: Collection[str] | None = None,
    title: str | None = None,
    mix: Mapping[Level, int] | None = None,
) -> Quiz:
    """Return a quiz over all articles of a set of tables.

    Args:
        tables: of the contract, by name (``dataset.tables.load_tables``).
        questions: a maximum; a thin article gives fewer.
        seed: picks among sound items and orders options; same seed, same quiz.
        types: item types to make; all if None.
        mix: shares of the levels (:data:`quizgen.select.DEFAULT_MIX` if None).
        title: of the quiz; the article's, if there is one article.

    Raises:
        UnknownName: a type does not exist or is not made yet.
        NoItems: nothing could be asked with certainty; the message counts the reasons.
    """
    wanted = check_types(types)
    library = Library.of(tables)
    refused: Counter[str] = Counter()
    facts = find_facts(library, refused)
    sound: list[Item] = []
    for item in make_items(library, facts, seed=seed, refused=refused):
        if item.type not in wanted:
            continue
        fault = find_fault(item, library)
        if fault:
            refused[fault] += 1
        else:
            sound.append(item)
    chosen = select(
        sound,
        limit=questions,
        seed=seed,
        lengths={k: len(a["text"]) for k, a in library.articles.items()},
        refused=refused,
        mix=mix or DEFAULT_MIX,
        titles={k: a["title"] for k, a in library.articles.items()},
    )
    if not any(item.type != "discussion" for item in chosen):
        reasons = "; ".join(f"{n} × {reason}" for reason, n in sorted(refused.items()) if n)
        raise NoItems(f"Nothing can be asked with certainty ({reasons or 'no facts found'}).")
    asked = {e.article_id for item in chosen for e in item.evidence}
    articles = [_article(library, k) for k in sorted(library.articles) if k in asked]
    return Quiz(
        title=title or _title(articles),
        seed=seed,
        items=tuple(chosen),
        articles=tuple(articles),
        refused={reason: n for reason, n in sorted(refused.items()) if n},
        versions=_versions(),
    )


def check_types(types: Collection[str] | None) -> frozenset[str]:
    """Return the item types to make.

    Raises:
        UnknownName: one does not exist, or is not made yet.
    """
    for name in types or ():
        if name not in ITEM_TYPES:
            raise UnknownName("item type", name, ITEM_TYPES)
    return frozenset(types or ITEM_TYPES)


def _title(articles: list[QuizArticle]) -> str:
    if len(articles) == 1:
        return articles[0].title or articles[0].article_id
    return f"Quiz on {len(articles)} articles"


def _article(library: Library, article_id: str) -> QuizArticle:
    row = library.articles[article_id]
    date = as_date(row["date"])
    return QuizArticle(
        article_id=article_id,
        text=row["text"],
        paragraphs=tuple(library.paragraphs(article_id)),
        title=row["title"],
        date=date.isoformat() if date else None,
        source=row["source"],
        author=row["author"],
        url=row["url"],
        n_words=row["n_words"],
        reading_grade=row["reading_grade"],
    )


def _versions() -> dict[str, str]:
    from importlib.metadata import PackageNotFoundError, version

    from dataset.schema import SCHEMA_VERSION

    try:
        own = version("quizgen")
    except PackageNotFoundError:  # run from a checkout that is not installed
        own = "unknown"
    return {"quizgen": own, "tables": SCHEMA_VERSION}
