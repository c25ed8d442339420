"""The hard words of an article: rare, in the dictionary, no names, and no answers."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

from quizgen.inflection import dictionary_forms
from quizgen.items._proof import content_words
from quizgen.lexicon import HardWord, hard_words
from quizgen.library import Library
from quizgen.quiz import GlossaryWord, Item, QuizArticle
from quizgen.wording import number_of

MAX_WORDS: Final = 8  # five to eight are what packs for schools pre-teach
# A word whose meaning can be printed is of more help than one a little rarer.
MEANING_BONUS: Final = 1.5

# In small letters throughout: what begins with a capital is a name, or begins a sentence.
_WORD: Final = re.compile(r"(?<![\w’'-])[a-z]{5,}(?![\w’'-])")


def find_glossary(
    library: Library, articles: Sequence[QuizArticle], items: Collection[Item]
) -> tuple[GlossaryWord, ...]:
    """Return the hardest words of the articles, at most eight, in the order they stand in.

    A word is hard if every base form it may have is rare. It is printed in its base form, and
    with a meaning, only where it has but one. Words of names, and words of the answers to be
    found, are left out.
    """
    answers = {
        w for item in items if item.points for text in item.accept for w in content_words(text)
    }
    found: dict[str, tuple[float, GlossaryWord]] = {}
    for article in articles:
        for start, end in article.paragraphs:
            names = library.mentions_within(article.article_id, start, end)
            for match in _WORD.finditer(article.text, start, end):
                named = any(m["start"] < match.end() and match.start() < m["end"] for m in names)
                entry = _entry(match[0])
                if named or entry is None or match[0] in answers or entry[0] in answers:
                    continue
                word, hardness, meaning = entry
                gloss = GlossaryWord(word, meaning, article.article_id, *match.span())
                found.setdefault(word, (hardness, gloss))
    hardest = sorted(found.values(), key=lambda f: (-f[0], f[1].word))[:MAX_WORDS]
    places = {article.article_id: n for n, article in enumerate(articles)}
    return tuple(
        sorted((g for _, g in hardest), key=lambda g: (places[g.article_id or ""], g.start))
    )


def _entry(form: str) -> tuple[str, float, str | None] | None:
    """Return how a word is printed, how hard it is and what it means; None if it is not hard."""
    if number_of(form) is not None:
        return None
    known = hard_words()
    forms = dictionary_forms(form) | ({form} if form in known else frozenset())
    entries: list[HardWord] = [known[f] for f in forms if f in known]
    if not forms or len(entries) < len(forms):
        return None
    hardness = -max(e.log_probability for e in entries)
    if len(forms) > 1:
        return form, hardness, None
    (word,) = forms
    meaning = entries[0].meaning
    return word, hardness + (MEANING_BONUS if meaning else 0), meaning
