"""From tables to a quiz, and once from a real article."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from dataset.build import read_text
from quizgen.errors import NoItems, UnknownName
from quizgen.library import Library
from quizgen.make import MADE_TYPES, make_quiz
from quizgen.quiz import Quiz, loads
from quizgen.verify import find_fault

from .quiz_tables import LYN, NEST, library_of, rows_of, tables_of

SEED = Path(__file__).parents[1] / "seeds" / "2020-09-30-macron-tsikhanouskaya-vilnius.txt"


def test_a_quiz_whole() -> None:
    quiz = make_quiz(tables_of(rows_of(LYN)), questions=50)
    assert (quiz.title, quiz.seed) == ("Marsund gets its bridge", 0)
    (article,) = quiz.articles
    row = rows_of(LYN)["articles"][0]
    assert (article.text, article.date, article.n_words) == (
        row["text"], "2021-06-16", row["n_words"],
    )  # fmt: skip
    printed = [article.text[start:end] for start, end in article.paragraphs]
    assert printed == [" ".join(p) for p in LYN.paragraphs]
    assert {i.type for i in quiz.items} <= set(MADE_TYPES)
    assert len(quiz.items) >= 6
    assert all(quiz.refused.values())
    assert loads(quiz.to_json()) == quiz


@pytest.mark.parametrize("questions", [1, 3, 5])
def test_the_number_of_questions_is_a_maximum(questions: int) -> None:
    quiz = make_quiz(tables_of(rows_of(LYN)), questions=questions)
    assert len(quiz.items) == questions
    assert quiz.refused["more than asked for"] > 0


@pytest.mark.parametrize("kind", MADE_TYPES)
def test_only_the_types_asked_for_are_made(kind: str) -> None:
    quiz = make_quiz(tables_of(rows_of(LYN)), types=[kind])
    assert {i.type for i in quiz.items} == {kind}


@pytest.mark.parametrize("kind", ["matching", "who_sed", ""])
def test_an_unknown_type_is_an_error(kind: str) -> None:
    with pytest.raises(UnknownName, match=f"Unknown item type '{kind}'"):
        make_quiz(tables_of(rows_of(LYN)), types=[kind])


def test_the_same_seed_gives_the_same_quiz() -> None:
    tables = tables_of(rows_of(LYN))
    assert make_quiz(tables, seed=3).to_json() == make_quiz(tables, seed=3).to_json()
    assert make_quiz(tables, seed=3).to_json() != make_quiz(tables, seed=4).to_json()


def test_two_articles_have_a_title_of_their_own() -> None:
    tables = tables_of(rows_of(LYN, NEST))
    quiz = make_quiz(tables, questions=50)
    assert quiz.title == "Quiz on 2 articles"
    assert [a.article_id for a in quiz.articles] == ["lyn", "nest"]
    assert make_quiz(tables, title="Bridges").title == "Bridges"


def test_one_article_of_two_is_asked_alone() -> None:
    tables = tables_of(rows_of(LYN, NEST))
    quiz = make_quiz(only_article(tables, "nest"), questions=50)
    assert {e.article_id for i in quiz.items for e in i.evidence} == {"nest"}
    lone = make_quiz(only_article(tables, "lyn"), questions=50)
    assert lone.items == make_quiz(tables_of(rows_of(LYN)), questions=50).items


def test_nothing_to_ask_is_said_with_the_reasons() -> None:
    rows = rows_of(NEST)
    rows["events"][0]["modality"] = "planned"
    with pytest.raises(NoItems) as caught:
        make_quiz(tables_of(rows))
    assert str(caught.value) == "Nothing can be asked with certainty (1 × event is planned)."
    for name in ("events", "event_participants"):
        rows[name] = []
    with pytest.raises(NoItems) as caught:
        make_quiz(tables_of(rows))
    assert str(caught.value) == "Nothing can be asked with certainty (no facts found)."


def test_every_item_of_a_quiz_passes_the_sceptic() -> None:
    library = library_of(rows_of(LYN, NEST))
    for seed in range(3):
        quiz = make_quiz(tables_of(rows_of(LYN, NEST)), questions=50, seed=seed)
        assert {find_fault(i, library) for i in quiz.items} == {None}


@pytest.fixture(scope="session")
def real(nlp: Language) -> dict[str, Any]:
    return read_text(SEED.read_text(encoding="utf-8"), name="vilnius", nlp=nlp).tables


@pytest.fixture(scope="session")
def real_quiz(real: dict[str, Any]) -> Quiz:
    return make_quiz(real, questions=50)


def test_a_real_article_gives_a_question_for_a_speaker(real_quiz: Quiz) -> None:
    said = [i for i in real_quiz.items if i.type == "who_said"]
    assert "Emmanuel Macron" in {i.key for i in said}


def test_every_item_of_a_real_article_holds(real: dict[str, Any], real_quiz: Quiz) -> None:
    library = Library.of(real)
    quotes = {q["quote_id"]: q for q in library.quotes}
    for item in real_quiz.items:
        assert find_fault(item, library) is None
        for e in item.evidence:
            assert library.articles[e.article_id]["text"][e.start : e.end] == e.text
        if item.type == "who_said":
            assert quotes[item.proof["rows"][0]]["speaker"] == item.key
        if item.type == "true_false" and item.key == "True":
            assert item.question not in {e.text for e in item.evidence}
