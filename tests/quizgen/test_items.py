"""From rows to items: what is asked, with which key, and on what evidence."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from dataset.build import make_tables, read_text
from quizgen.library import Library
from quizgen.make import make_quiz
from quizgen.quiz import Item
from quizgen.verify import find_fault

from .conftest import ARTICLE


def by_question(items: list[Item]) -> dict[str, Item]:
    return {item.question: item for item in items}


@pytest.fixture(scope="session")
def sound(all_items: list[Item], library: Library) -> dict[str, Item]:
    return by_question([i for i in all_items if find_fault(i, library) is None])


def test_the_subject_is_asked_with_the_date_made_absolute(sound: dict[str, Item]) -> None:
    item = sound["Who visited Bergen on June 14, 2021?"]
    assert item.key == "Maria Keller"
    assert item.type == "multiple_choice"
    assert item.options.count("Maria Keller") == 1
    # Peter Lindqvist stands in the same paragraph: he is no certain wrong answer.
    assert "Peter Lindqvist" not in item.options
    assert item.accept[:2] == ("Maria Keller", "Keller")
    assert item.evidence[0].text.endswith("visited Bergen on Monday.")
    assert [e["why"] for e in item.proof["edits"]] == ["absolute date"]


def test_two_joined_subjects_are_asked_for_together(sound: dict[str, Item]) -> None:
    item = sound["Which two countries announced a ban on Russian timber?"]
    assert item.key == "Sweden and Denmark"
    assert "Denmark and Sweden" in item.accept


def test_a_date_is_asked_with_did_and_other_dates_as_options(sound: dict[str, Item]) -> None:
    item = sound["On what date did Jonas Vik open a museum in Trondheim?"]
    assert item.key == "May 17, 2021"
    assert {"17 May 2021", "2021-05-17"} <= set(item.accept)
    days = [dt.datetime.strptime(o, "%B %d, %Y") for o in item.options]
    assert days == sorted(days)


def test_a_full_name_stands_where_the_article_has_a_surname(sound: dict[str, Item]) -> None:
    said = "Who said, “We will open the bridge before the end of the summer”?"
    assert sound[said].key == "Maria Keller"
    assert set(sound[said].options) == {"Maria Keller", "Tom Hansen", "Anna Berg"} or (
        "Maria Keller" in sound[said].options
    )


def test_commas_of_a_place_and_a_date_cut_nothing_off(sound: dict[str, Item]) -> None:
    assert sound["Who met Jonas Vik in Molde, Norway, on June 2, 2021?"].key == "Eva Strand"


def test_every_sound_item_points_at_its_proof(sound: dict[str, Item], library: Library) -> None:
    assert len(sound) >= 8
    for item in sound.values():
        for evidence in item.evidence:
            text = library.articles[evidence.article_id]["text"]
            assert text[evidence.start : evidence.end] == evidence.text
        assert item.accept[0] == item.key
        assert set(item.options) - {item.key} == set(item.proof["distractors"])


@pytest.mark.parametrize(
    ("label", "sentence"),
    [
        ("planned", "Olga Dahl will visit the harbour of Narvik on July 3, 2021."),
        ("possible", "Olga Dahl may have visited the harbour of Narvik in 2019."),
        ("negated", "Olga Dahl did not visit the harbour of Narvik in 2019."),
        ("conditional", "If Olga Dahl visited the harbour of Narvik, the fishermen stayed away."),
        ("reported", "Fishermen said that Olga Dahl visited the harbour of Narvik in 2019."),
        ("according", "According to fishermen, Olga Dahl visited the harbour of Narvik in 2019."),
        ("alleged", "Olga Dahl allegedly visited the harbour of Narvik in 2019."),
        ("quoted", "“Olga Dahl visited the harbour of Narvik in 2019,” fishermen said."),
        ("pronoun", "She visited the harbour of Narvik in 2019."),
    ],
)
def test_what_is_not_told_as_fact_is_not_asked(nlp: Language, label: str, sentence: str) -> None:
    tables = read_text(f"{ARTICLE}\n{sentence}\n", name="bergen", nlp=nlp).tables
    asked = [i.question for i in make_quiz(tables, questions=99).items]
    assert [q for q in asked if "harbour of Narvik" in q and "said" not in q] == [], label


def test_another_name_in_the_article_changes_no_key(nlp: Language) -> None:
    def items(text: str) -> list[tuple[str, str]]:
        quiz = make_quiz(read_text(text, name="bergen", nlp=nlp).tables, questions=99)
        return sorted((i.question, i.key) for i in quiz.items)

    swapped = items(ARTICLE.replace("Anna Berg", "Ingrid Voll"))
    renamed = [
        (q.replace("Ingrid Voll", "Anna Berg"), k.replace("Ingrid Voll", "Anna Berg"))
        for q, k in swapped
    ]
    # Sentences are read with their neighbours, so an item may come or go; no key may change.
    before, after = dict(items(ARTICLE)), dict(renamed)
    shared = before.keys() & after.keys()
    assert {q: before[q] for q in shared} == {q: after[q] for q in shared}
    assert len(shared) >= 0.8 * len(before)
    assert any("Anna Berg" in q or "Anna Berg" in before[q] for q in shared)


def test_without_its_sentence_an_item_is_gone(nlp: Language) -> None:
    cut = ARTICLE.replace("Jonas Vik opened a museum in Trondheim on May 17, 2021.", "")
    quiz = make_quiz(read_text(cut, name="bergen", nlp=nlp).tables, questions=99)
    assert [i.question for i in quiz.items if "museum" in i.question] == []


def test_another_article_changes_no_key(tmp_path: Path) -> None:

    (tmp_path / "bergen.txt").write_text(ARTICLE, encoding="utf-8")
    alone = make_quiz(make_tables([tmp_path]).tables, questions=99)
    (tmp_path / "other.txt").write_text(
        "Olga Dahl painted nine houses in Narvik on May 3, 2021. Kari Moe left.", encoding="utf-8"
    )
    both = make_quiz(make_tables([tmp_path]).tables, questions=99)
    keys = {i.item_id: i.key for i in alone.items}
    mine = {i.item_id: i.key for i in both.items if i.evidence[0].article_id == "bergen"}
    assert {k: v for k, v in mine.items() if k in keys and keys[k] != v} == {}


def test_refusals_are_counted(tables: dict[str, Any]) -> None:
    quiz = make_quiz(tables, questions=1)
    assert len(quiz.items) == 1
    assert quiz.refused["more than asked for"] >= 5
    assert Counter(quiz.refused) == Counter({k: v for k, v in quiz.refused.items() if v > 0})
