"""From tables to a quiz, and from real and invented articles read by the parser."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from dataset.builder import make_tables, read_text
from quizgen.compose import make_quiz
from quizgen.errors import NoItems, UnknownName
from quizgen.items import OFF_BY_DEFAULT
from quizgen.library import Library
from quizgen.quiz import ITEM_TYPES, LEVELS, Item, Level, Quiz, loads
from quizgen.source import BuiltTables
from quizgen.verify import find_clash, find_fault, find_pattern

from .quiz_stories import FJORD, every_item
from .quiz_tables import LYN, NEST, changed, library_of, rows_of, tables_of
from .quizgen.conftest import ARTICLE

SEED = Path(__file__).parents[1] / "seeds" / "2020-09-30-macron-tsikhanouskaya-vilnius.txt"


def templates(quiz: Quiz) -> set[str]:
    return {i.proof["template"] for i in quiz.items}


def marked(quiz: Quiz) -> list[Item]:
    return [i for i in quiz.items if i.type != "discussion"]


def test_a_quiz_whole() -> None:
    quiz = make_quiz(tables_of(rows_of(LYN)), questions=50, all_kinds=True)
    assert (quiz.title, quiz.seed) == ("Marsund gets its bridge", 0)
    (article,) = quiz.articles
    row = rows_of(LYN)["articles"][0]
    assert (article.text, article.date, article.n_words) == (
        row["text"], "2021-06-16", row["n_words"],
    )  # fmt: skip
    printed = [article.text[start:end] for start, end in article.paragraphs]
    assert printed == [" ".join(p) for p in LYN.paragraphs]
    assert len(marked(quiz)) >= 6
    assert all(quiz.refused.values())
    assert loads(quiz.to_json()) == quiz


@pytest.mark.parametrize("questions", [1, 3, 5])
def test_the_number_of_questions_is_a_maximum_and_prompts_come_on_top(questions: int) -> None:
    quiz = make_quiz(tables_of(rows_of(FJORD)), questions=questions)
    kinds = [i.type == "discussion" for i in quiz.items]
    assert kinds == [False] * questions + [True]
    assert quiz.items[-1].points == 0
    assert quiz.refused["more than asked for"] > 0


@pytest.mark.parametrize("kind", ITEM_TYPES)
def test_only_the_types_asked_for_are_made(kind: str) -> None:
    quiz = make_quiz(tables_of(rows_of(FJORD)), types=[kind])
    assert {i.type for i in quiz.items} == {kind}


@pytest.mark.parametrize("kind", ["matchin", "who_sed", ""])
def test_an_unknown_type_is_an_error(kind: str) -> None:
    with pytest.raises(UnknownName, match=f"Unknown item type '{kind}'"):
        make_quiz(tables_of(rows_of(LYN)), types=[kind])


def test_the_same_seed_gives_the_same_quiz_and_another_another() -> None:
    tables = tables_of(rows_of(FJORD))
    assert make_quiz(tables, seed=3).to_json() == make_quiz(tables, seed=3).to_json()
    chosen = {tuple(sorted(i.item_id for i in make_quiz(tables, questions=4, seed=s).items))
              for s in range(5)}  # fmt: skip
    assert len(chosen) > 1


# -- kinds --------------------------------------------------------------------------------------


def kinds_in_any_quiz(**more: Any) -> set[str]:
    """Return the ways of asking that quizzes on the story use, by type and seed."""
    tables = tables_of(rows_of(FJORD, LYN))
    found = set()
    for seed in range(2):
        for kind in ITEM_TYPES[:-1]:  # but prompts to discuss
            found |= templates(make_quiz(tables, questions=99, seed=seed, types=[kind], **more))
    return found


def test_kinds_that_judges_refuse_are_made_only_if_asked_for() -> None:
    plain = kinds_in_any_quiz()
    assert plain & OFF_BY_DEFAULT == set()
    assert OFF_BY_DEFAULT & kinds_in_any_quiz(all_kinds=True) != set()
    quiz = make_quiz(tables_of(rows_of(FJORD)), questions=99)
    assert quiz.refused["kind of question is off"] > 0
    assert "kind of question is off" not in make_quiz(
        tables_of(rows_of(FJORD)), questions=99, all_kinds=True
    ).refused  # fmt: skip


# Every way of asking that the stories give rise to, by what the sceptic says of its items.
KINDS = sorted({i.proof["template"] for i in every_item(rows_of(FJORD, LYN))[0].values()})


@pytest.mark.parametrize("kind", KINDS)
def test_the_sceptic_passes_an_item_of_every_kind(kind: str) -> None:
    rows = rows_of(FJORD, LYN)
    library = library_of(rows)
    found = [i for i in every_item(rows)[0].values() if i.proof["template"] == kind]
    faults = Counter(find_fault(i, library) for i in found)
    assert None in faults, (kind, faults)


def test_each_kind_of_prompt_to_discuss_passes_the_sceptic() -> None:
    rows = rows_of(FJORD)
    items, _ = every_item(rows)
    library = library_of(rows)
    assert [find_fault(items[f"fjord:{k}"], library) for k in ("voices", "q007-claim")] == [
        None,
        None,
    ]


# -- levels -------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", LEVELS[:3])
def test_a_level_can_be_asked_alone(level: Level) -> None:
    quiz = make_quiz(tables_of(rows_of(FJORD)), mix={level: 1})
    assert {i.level for i in quiz.items} == {level}


def test_only_prompts_to_discuss_can_be_asked_for() -> None:
    quiz = make_quiz(tables_of(rows_of(FJORD)), mix={"discuss": 1})
    assert {i.type for i in quiz.items} == {"discussion"}
    quiz = make_quiz(tables_of(rows_of(FJORD)), types=["discussion"])
    assert {i.type for i in quiz.items} == {"discussion"}


def test_levels_are_mixed_as_asked_for() -> None:
    tables = tables_of(rows_of(FJORD))
    mix: dict[Level, int] = {"retrieve": 1, "infer": 3}
    quiz = make_quiz(tables, questions=8, mix=mix, all_kinds=True)
    assert Counter(i.level for i in quiz.items) == {"retrieve": 2, "infer": 6}


@pytest.mark.parametrize("seed", range(6))
def test_a_quiz_is_balanced_and_its_items_leave_each_other_alone(seed: int) -> None:
    for story in (FJORD, LYN):
        quiz = make_quiz(tables_of(rows_of(story)), questions=20, seed=seed, all_kinds=True)
        sentences = Counter(i.evidence[0].sentence_id for i in marked(quiz))
        assert max(sentences.values()) <= 2
        verdicts = Counter(i.key for i in quiz.items if i.type == "true_false")
        assert abs(verdicts["True"] - verdicts["False"]) <= 2
        assert find_pattern(quiz.items) is None
        items = marked(quiz)
        for n, item in enumerate(items):
            assert find_clash(item, [*items[:n], *items[n + 1 :]]) in {
                None,
                "sentence already asked",  # two of a sentence are allowed
            }
        order = [(e.article_id, e.start) for e in (i.evidence[0] for i in items)]
        assert order == sorted(order)


# -- articles -----------------------------------------------------------------------------------


def test_two_articles_have_a_title_of_their_own() -> None:
    tables = tables_of(rows_of(LYN, NEST, FJORD))
    quiz = make_quiz(tables, questions=50)
    asked = {e.article_id for i in quiz.items for e in i.evidence}
    assert {"lyn", "fjord"} <= asked
    assert {a.article_id for a in quiz.articles} == asked
    assert quiz.title == f"Quiz on {len(asked)} articles"
    assert make_quiz(tables, title="Bridges").title == "Bridges"


def test_one_article_of_two_is_asked_alone() -> None:
    source = BuiltTables(tables_of(rows_of(LYN, FJORD)))
    quiz = make_quiz(source.of("fjord"), questions=50)
    assert {e.article_id for i in quiz.items for e in i.evidence} == {"fjord"}
    assert quiz.items == make_quiz(tables_of(rows_of(FJORD)), questions=50).items


@pytest.mark.parametrize(
    ("entity_id", "name"),
    [("person-rita-holm", "Holm"), ("person-nils-voll", "Voll"), ("place-ostby", "Ostby")],
)
def test_a_quiz_about_somebody_asks_what_names_them(entity_id: str, name: str) -> None:
    quiz = make_quiz(
        tables_of(rows_of(FJORD)), questions=50, about=entity_id, all_kinds=True,
    )  # fmt: skip
    assert quiz.items
    for item in quiz.items:
        assert name in item.evidence[0].text or entity_id in item.proof["rows"]
    assert len(quiz.items) < len(make_quiz(tables_of(rows_of(FJORD)), questions=50,
                                           all_kinds=True).items)  # fmt: skip


def test_nothing_to_ask_is_said_with_the_reasons() -> None:
    rows = changed(rows_of(NEST), "events", "nest:e001", modality="planned")
    with pytest.raises(NoItems) as caught:
        make_quiz(tables_of(rows))
    message = str(caught.value)
    assert message.startswith("Nothing can be asked with certainty (")
    assert "1 × event is planned" in message
    rows = rows_of(NEST)
    for name in ("events", "event_participants", "sentences", "mentions"):
        rows[name] = []
    with pytest.raises(NoItems) as caught:
        make_quiz(tables_of(rows))
    assert str(caught.value) == "Nothing can be asked with certainty (no facts found)."


def test_every_item_of_a_quiz_passes_the_sceptic() -> None:
    rows = rows_of(LYN, NEST, FJORD)
    library = library_of(rows)
    for seed in range(3):
        quiz = make_quiz(tables_of(rows), questions=50, seed=seed, all_kinds=True)
        assert {find_fault(i, library) for i in quiz.items} == {None}


# -- a real article -----------------------------------------------------------------------------


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


# -- an invented article, read by the parser ----------------------------------------------------


@pytest.fixture(scope="session")
def bergen(nlp: Language) -> dict[str, Any]:
    return read_text(ARTICLE, name="bergen", nlp=nlp).tables


@pytest.fixture(scope="session")
def sound(bergen: dict[str, Any]) -> dict[str, Item]:
    """Return the items the sceptic passes, by their question."""
    rows = {name: table.to_pylist() for name, table in bergen.items()}
    library = Library.of(bergen)
    items = every_item(rows)[0].values()
    return {i.question: i for i in items if find_fault(i, library) is None}


def test_the_subject_is_asked_with_the_date_made_absolute(sound: dict[str, Item]) -> None:
    item = sound["Who visited Bergen on June 14, 2021?"]
    assert item.key == "Maria Keller"
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
    item = sound["Who said, “We will open the bridge before the end of the summer”?"]
    assert item.key == "Maria Keller"
    assert {"Tom Hansen", "Maria Keller"} <= set(item.options)


def test_commas_of_a_place_and_a_date_cut_nothing_off(sound: dict[str, Item]) -> None:
    assert sound["Who met Jonas Vik in Molde, Norway, on June 2, 2021?"].key == "Eva Strand"


def test_another_s_praise_is_not_asked_for_though_it_was_also_given(sound: dict[str, Item]) -> None:
    assert [q for q in sound if "criticized" in q and q.startswith("Who")] == []


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
    items = make_quiz(tables, questions=99, all_kinds=True).items
    asked = [i.question for i in items if "harbour of Narvik" in i.question]
    # A whole sentence of the article keeps what it says of who says so.
    assert [q for q in asked if not q.startswith(("Fishermen said", "According to fish"))] == [], (
        label
    )


def test_another_name_in_the_article_changes_no_key(nlp: Language) -> None:
    def items(text: str) -> dict[str, str]:
        tables = read_text(text, name="bergen", nlp=nlp).tables
        made = every_item({name: table.to_pylist() for name, table in tables.items()})[0]
        return {i.question: i.key for i in made.values() if i.key not in {"True", "False"}
                and i.type not in {"matching", "ordering"} and "NOT" not in i.question}  # fmt: skip

    before = items(ARTICLE)
    after = {
        q.replace("Ingrid Voll", "Anna Berg"): k.replace("Ingrid Voll", "Anna Berg")
        for q, k in items(ARTICLE.replace("Anna Berg", "Ingrid Voll")).items()
    }
    # Sentences are read with their neighbours, so an item may come or go; no key may change.
    shared = before.keys() & after.keys()
    assert {q: before[q] for q in shared} == {q: after[q] for q in shared}
    assert len(shared) >= 0.8 * len(before)
    assert any("Anna Berg" in q or "Anna Berg" in before[q] for q in shared)


def test_without_its_sentence_an_item_is_gone(nlp: Language) -> None:
    cut = ARTICLE.replace("Jonas Vik opened a museum in Trondheim on May 17, 2021.", "")
    tables = read_text(cut, name="bergen", nlp=nlp).tables
    quiz = make_quiz(tables, questions=99, all_kinds=True)
    assert [i.question for i in quiz.items if "museum" in i.question] == []


def test_an_article_beside_it_changes_no_key(tmp_path: Path) -> None:
    (tmp_path / "bergen.txt").write_text(ARTICLE, encoding="utf-8")
    alone = make_quiz(make_tables([tmp_path]).tables, questions=99, all_kinds=True)
    (tmp_path / "other.txt").write_text(
        "Olga Dahl painted nine houses in Narvik on May 3, 2021. Kari Moe left.", encoding="utf-8"
    )
    both = make_quiz(make_tables([tmp_path]).tables, questions=99, all_kinds=True)
    keys = {i.item_id: (i.question, i.key) for i in alone.items}
    mine = {
        i.item_id: (i.question, i.key)
        for i in both.items
        if {e.article_id for e in i.evidence} == {"bergen"}
    }
    shared = mine.keys() & keys.keys()
    assert len(shared) >= 5
    assert {k: mine[k] for k in shared} == {k: keys[k] for k in shared}
