"""A prompt for the minutes before the article: what the class knows of those it names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Final

from quizgen.items.said_which import names_in_list
from quizgen.library import Library, Row
from quizgen.quiz import Item, QuizArticle

MAX_NAMES: Final = 3
MIN_TIMES: Final = 2  # what is named once is no topic
KINDS: Final = ("person", "place", "organisation", "group")


def warm_up(library: Library, articles: Sequence[QuizArticle], items: Collection[Item]) -> str:
    """Return a prompt about the names that stand in the articles most often; "" if none does.

    A name that is the answer to a question is left out, since it would stand out here.
    """
    answers = {text for item in items if item.points for text in item.accept}
    times: Counter[str] = Counter()
    called: dict[str, str] = {}
    for article in articles:
        for kind in KINDS:
            for entity in library.entities_in(article.article_id, kind):
                if entity["name"] in answers:
                    continue
                own = entity["entity_id"]
                times[own] += library.times_named(article.article_id, entity)
                called.setdefault(own, _called(library, entity, article))
    commonest = sorted(times, key=lambda e: (-times[e], called[e]))[:MAX_NAMES]
    names = names_in_list([called[e] for e in commonest if times[e] >= MIN_TIMES] or [""])
    if not names:
        return ""
    what = "article names" if len(articles) == 1 else "articles name"
    return (
        f"The {what} {names}. Before you read, write down what you know already, and one "
        "question you would like to see answered."
    )


def _called(library: Library, entity: Row, article: QuizArticle) -> str:
    """Return a name with *the* where the article mostly writes so: *the Belarus vote* is no reason.

    (:meth:`quizgen.library.Library.called` asks for one such place, since it words one sentence.)
    """
    before = library.articles_before(entity, article.article_id)
    return f"the {entity['name']}" if 2 * sum(before) > len(before) else str(entity["name"])
