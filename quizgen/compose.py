"""From tables to a quiz: facts, items, the sceptic, the selection."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Final

from quizgen.errors import NoItems, UnknownName
from quizgen.facts import find_facts
from quizgen.glossary import find_glossary
from quizgen.items import OFF_BY_DEFAULT, make_items
from quizgen.items.fictional import add_fictional
from quizgen.library import Library, as_date
from quizgen.quiz import ITEM_TYPES, Item, Level, Quiz, QuizArticle, software_version
from quizgen.select import DEFAULT_MIX, select
from quizgen.verify import find_fault
from quizgen.warm_up import warm_up

if TYPE_CHECKING:
    import pyarrow as pa

DEFAULT_QUESTIONS: Final = 10
MAX_REASONS: Final = 6  # told where nothing can be asked


def make_quiz(
    tables: Mapping[str, pa.Table],
    *,
    questions: int = DEFAULT_QUESTIONS,
    seed: int = 0,
    types: Collection[str] | None = None,
    title: str | None = None,
    mix: Mapping[Level, int] | None = None,
    about: str | None = None,
    allow_fictional: bool = False,
    all_kinds: bool = False,
) -> Quiz:
    """Return a quiz over all articles of a set of tables.

    Args:
        tables: of the contract, by name (``dataset.tables.load_tables``).
        questions: a maximum; a thin article gives fewer. Prompts to discuss come on top.
        seed: picks among sound items and orders options; same seed, same quiz.
        types: item types to make; all if None.
        title: of the quiz; the article's, if there is one article.
        mix: shares of the levels (:data:`quizgen.select.DEFAULT_MIX` if None).
        about: entity_id; only items whose question, key or evidence is about it.
        all_kinds: also ask in ways that judges accept less often
            (:data:`quizgen.items.OFF_BY_DEFAULT`).
        allow_fictional: offer invented names where the article names too few people.

    Raises:
        UnknownName: a type does not exist.
        NoItems: nothing could be asked with certainty; the message counts the reasons.
    """
    wanted = check_types(types)
    shares = mix or DEFAULT_MIX
    library = Library.of(tables)
    refused: Counter[str] = Counter()
    facts = find_facts(library, refused)
    sound: list[Item] = []
    for made in make_items(library, facts, seed=seed, refused=refused):
        item = add_fictional(library, made, seed) if allow_fictional else made
        if not all_kinds and item.proof["template"] in OFF_BY_DEFAULT:
            refused["kind of question is off"] += 1
            continue
        if item.type not in wanted or (about and not _is_about(library, item, about)):
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
        mix=shares,
        titles={k: a["title"] for k, a in library.articles.items()},
    )
    only_talk = wanted == {"discussion"} or not any(n for k, n in shares.items() if k != "discuss")
    if not any(item.type != "discussion" or only_talk for item in chosen):
        raise NoItems(f"Nothing can be asked with certainty ({_main_reasons(refused)}).")
    asked = {e.article_id for item in chosen for e in item.evidence}
    articles = [_article(library, k) for k in sorted(library.articles) if k in asked]
    articles.sort(key=lambda a: (a.date or "", a.article_id))
    return Quiz(
        title=title or _title(articles),
        seed=seed,
        items=tuple(chosen),
        articles=tuple(articles),
        refused={reason: n for reason, n in sorted(refused.items()) if n},
        versions=_versions(),
        before_reading=warm_up(library, articles, chosen),
        glossary=find_glossary(library, articles, chosen),
    ).sealed()


def _main_reasons(refused: Counter[str]) -> str:
    """Return the commonest reasons of refusal in one line."""
    counted = sorted((r for r in refused.items() if r[1]), key=lambda r: (-r[1], r[0]))
    told = "; ".join(f"{n} × {reason}" for reason, n in counted[:MAX_REASONS])
    rest = len(counted) - MAX_REASONS
    return (told or "no facts found") + (f"; {rest} reasons more" if rest > 0 else "")


def _is_about(library: Library, item: Item, entity_id: str) -> bool:
    """Say whether an item's words, or its main evidence, name an entity."""
    if entity_id in item.proof["rows"]:
        return True
    e = item.evidence[0]
    return entity_id in library.meant_within(e.article_id, e.start, e.end)


def check_types(types: Collection[str] | None) -> frozenset[str]:
    """Return the item types to make.

    Raises:
        UnknownName: one does not exist.
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
    from dataset.schema import SCHEMA_VERSION

    return {"quizgen": software_version(), "tables": SCHEMA_VERSION}
