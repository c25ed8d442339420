"""Evidence that our own exports tell in words, turned back into places of an article.

An export says ``Evidence (Paragraph 3): “…”`` in the feedback, and has the article among the
questions. Where the quoted words stand in one place of one article, a key can point at them
again; otherwise they stay words of the explanation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from quizgen.quiz import Evidence, Item, QuizArticle
from quizgen.render.labels import in_all_languages


def with_evidence(item: Item, articles: Sequence[QuizArticle]) -> Item:
    """Return an item whose explanation no longer tells what its evidence shows.

    >>> article = QuizArticle("a", "It floats. It moves.", ((0, 20),))
    >>> told = "So he said. Evidence (Paragraph 1): “It moves.”"
    >>> item = Item("i", "cloze", "infer", "It ____.", "moves", explanation=told)
    >>> found = with_evidence(item, [article])
    >>> found.explanation, found.evidence
    ('So he said.', (Evidence(article_id='a', sentence_id='', start=11, end=20, text='It moves.'),))
    """
    names = "|".join(map(re.escape, in_all_languages("evidence")))
    first, *rest = re.split(rf"((?:^|(?<= ))(?:{names})(?: \([^()]*\))?: )", item.explanation)
    kept, found = [first], []
    for label, words in zip(rest[::2], rest[1::2], strict=True):
        place = _place_of(words.strip(" "), articles)
        if place is None:
            kept.append(label + words)
        else:
            found.append(place)
    explanation = "".join(kept).strip(" ")
    return replace(item, explanation=explanation, evidence=(*item.evidence, *found))


def _place_of(quoted: str, articles: Sequence[QuizArticle]) -> Evidence | None:
    """Return the one place where some words stand; None if there is none, or another."""
    # Exports put marks around words that bring none of their own.
    forms = [quoted, quoted[1:-1]] if quoted[:1] == "“" and quoted[-1:] == "”" else [quoted]
    for words in filter(None, forms):
        places = [(a, a.text.find(words)) for a in articles if words in a.text]
        if len(places) == 1 and places[0][0].text.count(words) == 1:
            article, start = places[0]
            return Evidence(article.article_id, "", start, start + len(words), words)
    return None
