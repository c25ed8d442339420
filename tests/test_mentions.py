"""Mentions: what the article calls its entities, and whom its nouns and pronouns mean."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

import dataset.language
from dataset.builder import read_text
from dataset.entities.antecedents import weights

Rows = Callable[[str], dict[str, list[dict[str, Any]]]]


def meant(rows: dict[str, list[dict[str, Any]]], form: str) -> list[tuple[str, str | None]]:
    """Return (text, name of the entity) of the mentions of a form, in text order."""
    names = {e["entity_id"]: e["name"] for e in rows["entities"]}
    found = [m for m in rows["mentions"] if m["mention_type"] == form]
    return [(m["text"], names.get(m["entity_id"])) for m in found]


@pytest.mark.parametrize(
    ("label", "prose", "expected"),
    [
        ("the subject goes on", "Maria Keller opened the bridge. She praised the engineers.",
         [("She", "Maria Keller")]),
        ("by gender", "Maria Keller met Mr. Tom Hale. He praised her.",
         [("He", "Tom Hale"), ("her", "Maria Keller")]),
        ("a noun tells the gender", "The spokesman Robin Hale met Kim Keller. He left early.",
         [("He", "Robin Hale")]),
        ("what comes later tells", "Robin Hale met Maria Lind. He left. Mr. Hale was tired.",
         [("He", "Robin Hale")]),
        ("possessive", "Maria Keller sold her house.", [("her", "Maria Keller")]),
        ("reflexive", "Maria Keller hurt herself.", [("herself", "Maria Keller")]),
        ("an argument of the same verb is somebody else",
         "Maria Keller praised her.", [("her", None)]),
        ("nobody has been named", "She opened the bridge.", [("She", None)]),
        ("expletive it", "Maria Keller said it was raining in Oslo.", []),
        ("not into a quotation", "Maria Keller opened the bridge. “She is late,” Tom Hale said.",
         [("She", None)]),
        ("not out of a quotation",
         "“We thank Maria Keller for the bridge,” Tom Hale said. She smiled.",
         [("We", "Tom Hale"), ("She", None)]),
        ("I is the speaker", "“I am tired,” Maria Keller said.", [("I", "Maria Keller")]),
        ("my is the speaker's", "“My bridge is safe,” said Tom Hale.", [("My", "Tom Hale")]),
        ("of two women, neither", "Maria Keller and Ana Lind left. She was tired.",
         [("She", None)]),
        ("long after", "Maria Keller opened the bridge. " + "The bridge cost money. " * 8
         + "She smiled.", [("She", None)]),
    ],
)  # fmt: skip
def test_whom_pronouns_mean(
    rows_of: Rows, label: str, prose: str, expected: list[tuple[str, str | None]]
) -> None:
    assert meant(rows_of(prose), "pronoun") == expected, label


@pytest.mark.parametrize(
    ("label", "prose", "expected"),
    [
        ("a role given with the name",
         "Mayor Maria Keller opened the bridge. The mayor praised the engineers.",
         [("The mayor", "Maria Keller")]),
        ("the last word of a body's name",
         "The Valley Council met in Oslo. The council praised the engineers.",
         [("The council", "The Valley Council")]),
        ("two bodies of that word",
         "The Valley Council met the Harbour Council. The council praised the engineers.", []),
        ("a role of another nation",
         "French President Anne Roux met Maria Keller. The German president stayed at home.",
         [("The German president", None)]),
        ("a noun again", "A teacher left the school. The teacher was tired.",
         [("A teacher", "A teacher"), ("The teacher", "A teacher")]),
        ("another noun of that kind", "A teacher left the school. Another teacher came.", []),
        ("by age", "A 26-year-old was arrested. The 26-year-old was tired.",
         [("A 26-year-old", "A 26-year-old"), ("The 26-year-old", "A 26-year-old")]),
        ("her husband is not she",
         "Maria Keller left with her husband. The husband was tired.",
         [("her husband", "her husband"), ("The husband", "her husband")]),
        ("no one", "No teacher left the school. No teacher was tired.", []),
        ("what somebody is to be", "Ana Lind was chosen as mayor. Tom Hale was chosen as mayor.",
         []),
    ],
)  # fmt: skip
def test_whom_nouns_mean(
    rows_of: Rows, label: str, prose: str, expected: list[tuple[str, str | None]]
) -> None:
    assert meant(rows_of(prose), "nominal") == expected, label


@pytest.mark.parametrize(
    ("label", "prose", "expected"),
    [
        ("before the name", "Prime Minister Maria Keller left.", "Prime Minister"),
        ("with its nation", "The French President Anne Roux left.", "French President"),
        ("after the name", "Maria Keller, the mayor of Oslo, left.", "mayor of Oslo"),
        ("before it in commas", "The mayor of Oslo, Maria Keller, left.", "mayor of Oslo"),
        ("behind is", "Maria Keller is a teacher from Oslo.", "teacher from Oslo"),
        ("behind is not", "Maria Keller is not a teacher.", None),
        ("kin", "His son Tom Hale left.", "son"),
        ("none", "Maria Keller left.", None),
        ("after meeting another",
         "Two hours after meeting the dentist Maria Keller said: “Good.”", None),
    ],
)  # fmt: skip
def test_descriptions_are_word_for_word(
    rows_of: Rows, label: str, prose: str, expected: str | None
) -> None:
    rows = rows_of(prose)
    (mention,) = [
        m for m in rows["mentions"] if m["text"] in {"Maria Keller", "Anne Roux", "Tom Hale"}
    ]
    assert mention["description"] == expected, label
    if expected is not None:
        text = rows["articles"][0]["text"]
        assert text[mention["description_start"] : mention["description_end"]] == expected


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("Mrs. Robin Keller left.", "female"),
        ("The spokesman Robin Keller left.", "male"),
        ("Robin Keller said she was tired. She sold her house.", "female"),
        ("Robin Keller left. She slept.", None),  # one pronoun may be another's
        ("Maria Keller left.", None),  # a given name is no evidence
    ],
)
def test_gender_is_only_what_the_article_tells(
    rows_of: Rows, prose: str, expected: str | None
) -> None:
    assert [e["gender"] for e in rows_of(prose)["entities"]] == [expected]


def test_the_weights_are_those_of_known_models() -> None:
    assert sorted(weights()) == ["it", "noun", "person", "they"]
    assert all(abs(w) < 5 for model in weights().values() for w in model.values())


WORDS = st.sampled_from(
    "Maria Keller said she he her “ ” , . and Mr. Hale Oslo the mayor praised his \n\n I we it".split(
        " "
    )
)


@given(st.lists(WORDS, min_size=3, max_size=40).map(" ".join))
@settings(deadline=None, max_examples=40)
def test_any_mixture_of_names_and_pronouns_keeps_the_contract(prose: str) -> None:
    nlp: Language = dataset.language.load()
    built = read_text(f"Title: News\n\nIt began. {prose} It ended.", name="a", nlp=nlp)
    (article,) = built.tables["articles"].to_pylist()
    ids = {e["entity_id"] for e in built.tables["entities"].to_pylist()}
    mentions = built.tables["mentions"].to_pylist()
    for m in mentions:
        assert article["text"][m["start"] : m["end"]] == m["text"]
        assert m["entity_id"] is None or m["entity_id"] in ids
        assert m["entity_id"] is not None or m["confidence"] <= 0.5
    assert ids == {m["entity_id"] for m in mentions} - {None}
