"""Hard words of an article, the list they come from, and the prompt before reading."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from quizgen.compose import make_quiz
from quizgen.glossary import MAX_WORDS, find_glossary
from quizgen.inflection import dictionary_forms
from quizgen.lexicon import hard_words
from quizgen.quiz import GlossaryWord, Item, QuizArticle
from quizgen.warm_up import warm_up

from .quiz_stories import FJORD, every_item
from .quiz_tables import LYN, NEST, library_of, rows_of, tables_of


def glossary_of(text: str, *, key: str = "Ana Ruiz") -> tuple[GlossaryWord, ...]:
    """Return the glossary of a text in an article of which nothing else is known."""
    library = library_of(rows_of(LYN))
    article = QuizArticle("lyn", text, ((0, len(text)),))
    library.mentions_of["lyn"].clear()
    item = Item("i", "cloze", "infer", "?", key, accept=(key,))
    return find_glossary(library, [article], [item])


def words(text: str, **options: str) -> list[str]:
    return [g.word for g in glossary_of(text, **options)]


@pytest.mark.parametrize(
    ("label", "text", "found"),
    [
        ("common words are not hard", "the people went home after the game", []),
        ("rare ones are", "the mediation ended in a landslide", ["mediation", "landslide"]),
        ("each once", "mediation after mediation", ["mediation"]),
        ("in base form", "they mediate two turnouts", ["mediate", "turnout"]),
        ("names are left out", "the Mediation of Landslide", []),
        ("so are parts of words", "pre-mediation and landslide-like", []),
        ("and what no dictionary has", "the frumblings and glorpiness", []),
        ("and numbers", "eleven and seventeen", []),
        ("a common base form is enough", "they were leaving", []),
    ],
)
def test_which_words_are_hard(label: str, text: str, found: list[str]) -> None:
    assert words(text) == found, label


def test_a_word_of_an_answer_is_no_word_of_the_glossary() -> None:
    text = "the mediation ended in a landslide"
    assert words(text, key="a landslide") == ["mediation"]


def test_at_most_eight_and_in_the_order_of_the_text() -> None:
    hard = [w for w in hard_words() if dictionary_forms(w) == {w} and len(w) > 9][:400:20]
    found = words(" ".join(reversed(hard)))
    assert len(found) == MAX_WORDS < len(hard)
    assert found == [w for w in reversed(hard) if w in found]


def test_a_word_points_at_its_characters() -> None:
    text = "two mediators met"
    (word,) = glossary_of(text)
    assert (word.word, text[word.start : word.end]) == ("mediator", "mediators")


def test_only_a_word_of_one_meaning_has_one() -> None:
    for word, (log_probability, meaning) in hard_words().items():
        assert re.fullmatch(r"[a-z]{6,}", word)
        assert -17.5 <= log_probability <= -12.6
        assert meaning is None or (meaning == meaning.strip() != "" and len(meaning) <= 80), word
    meant = [w for w, entry in hard_words().items() if entry.meaning]
    assert len(meant) > 1000
    assert "mediation" not in meant  # two senses


def test_a_quiz_has_glossary_and_prompt_and_they_are_no_answers() -> None:
    made = make_quiz(tables_of(rows_of(LYN)), questions=30, all_kinds=True)
    answers = {a.lower() for i in made.items if i.points for a in i.accept}
    for word in made.glossary:
        article = made.article(str(word.article_id))
        assert article.paragraph_of(int(word.start or 0)) is not None
        assert word.word not in answers
    for answer in answers:
        assert answer not in made.before_reading.lower()


def test_the_prompt_names_whom_the_article_names_most() -> None:
    library = library_of(rows_of(LYN))
    article = make_quiz(tables_of(rows_of(LYN))).articles[0]
    prompt = warm_up(library, [article], [])
    assert prompt.startswith("The article names ")
    assert prompt.endswith("one question you would like to see answered.")
    named = re.findall(r"names (.*?)\. Before", prompt)[0]
    for name in re.split(r", | and ", named):
        assert name.removeprefix("the ") in article.text


def test_a_name_that_is_an_answer_is_not_in_the_prompt() -> None:
    library = library_of(rows_of(LYN))
    article = make_quiz(tables_of(rows_of(LYN))).articles[0]
    named = re.findall(r"names (.*?)[,.] ", warm_up(library, [article], []))[0]
    item = replace(
        next(iter(every_item(rows_of(LYN))[0].values())), key=named, accept=(named,), points=1
    )
    assert named not in warm_up(library, [article], [item])


def test_several_articles_share_a_prompt_and_none_gives_none() -> None:
    rows = rows_of(FJORD, NEST, LYN)
    articles = make_quiz(tables_of(rows), questions=50, all_kinds=True).articles
    assert len(articles) > 1
    assert warm_up(library_of(rows), articles, []).startswith("The articles name ")
    assert warm_up(library_of(rows), [], []) == ""
