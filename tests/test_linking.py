"""Linking: one row for one person in all articles, two for two, and ids that stay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

import dataset.language
from dataset.analysis import analyse
from dataset.articles.text import read_text
from dataset.builder import make_tables
from dataset.entities import Entities, Told, find_entities
from dataset.entities import link as link_all

DAY = dt.date(2021, 6, 16)
Ids = Mapping[str, Mapping[str, str | None]]


def read(nlp: Language, texts: Mapping[str, str]) -> dict[str, Entities]:
    """Return the entities of articles of one line of prose each."""
    articles = [read_text(f"Title: News\n\n{text}", name, name) for name, text in texts.items()]
    return {a.article.article_id: find_entities(a) for a in analyse(articles, nlp)}


def link(found: Mapping[str, Entities]) -> Ids:
    return link_all({name: (DAY, Told.of(found[name])) for name in found}).ids


def people(nlp: Language, texts: Iterable[str]) -> list[str]:
    """Return the ids of the persons of articles a, b, c …"""
    found = read(nlp, dict(zip("abcdef", texts, strict=False)))
    linked = link_all({name: (DAY, Told.of(found[name])) for name in found})
    return [e.entity_id for e in linked.entities if e.entity_type == "person"]


KELLER = "person-maria-keller"


@pytest.mark.parametrize(
    ("label", "texts", "expected"),
    [
        ("the same role", ["Mayor Maria Keller left.", "Maria Keller, the mayor, came back."],
         [KELLER]),
        ("the same place", ["Maria Keller left Oslo.", "Maria Keller came to Oslo."], [KELLER]),
        ("the same company",
         ["Maria Keller praised Tom Hale.", "Tom Hale left. Maria Keller stayed."],
         [KELLER, "person-tom-hale"]),
        ("nothing in common", ["Maria Keller left Oslo.", "Maria Keller came to Lima."],
         [KELLER, f"{KELLER}-b"]),
        ("two nations", ["German Chancellor Maria Keller left Oslo.",
                         "Norwegian minister Maria Keller left Oslo."],
         [KELLER, f"{KELLER}-b"]),
        ("two genders", ["Mrs. Maria Keller left Oslo.", "Mr. Maria Keller left Oslo."],
         [KELLER, f"{KELLER}-b"]),
        ("two trades in one place", ["Maria Keller, a singer, left Oslo.",
                                     "Maria Keller, a dentist, left Oslo."],
         [KELLER, f"{KELLER}-b"]),
        ("a surname and its role",
         ["French President Anne Roux left Oslo.", "French President Roux came to Oslo."],
         ["person-anne-roux"]),
        ("a surname alone", ["Anne Roux left Oslo.", "Roux came to Oslo."],
         ["person-anne-roux", "person-roux"]),
        ("a surname in company",
         ["Anne Roux met Tom Hale and Ana Lind.", "Roux met Tom Hale. Ana Lind left."],
         ["person-ana-lind", "person-anne-roux", "person-tom-hale"]),
        ("a surname twice", ["Roux met Tom Hale. Ana Lind left.", "Ana Lind met Tom Hale and Roux."],
         ["person-ana-lind", "person-roux", "person-tom-hale"]),
        ("a surname twice, nothing else", ["Roux left Oslo.", "Roux came to Oslo."],
         ["person-roux", "person-roux-b"]),
        ("the full name later",
         ["Roux met Tom Hale. Ana Lind left.", "Anne Roux met Tom Hale and Ana Lind."],
         ["person-ana-lind", "person-roux", "person-tom-hale"]),
        ("two who bear the surname",
         ["Anne Roux met Tom Hale and Ana Lind. Paul Roux left.",
          "Roux met Tom Hale. Ana Lind left."],
         ["person-ana-lind", "person-anne-roux", "person-paul-roux", "person-roux",
          "person-tom-hale"]),
        ("another spelling",
         ["Alexander Petrenko left Kyiv.", "Aleksandr Petrenko came to Kyiv."],
         ["person-alexander-petrenko"]),
        ("father and son",
         ["The farmer Peter Keller II left Oslo.", "The farmer Peter Keller III came to Oslo."],
         ["person-peter-keller-ii", "person-peter-keller-iii"]),
    ],
)  # fmt: skip
def test_people_are_linked_on_evidence(
    nlp: Language, label: str, texts: list[str], expected: list[str]
) -> None:
    assert people(nlp, texts) == expected, label


def test_an_office_is_the_holder_s_whom_another_article_tells(nlp: Language) -> None:
    text = "The French President has left Oslo with his guests. Roux met Tom Hale. Ana Lind left."
    alone = link(read(nlp, {"a": text}))
    both = link(
        read(nlp, {"a": text, "b": "French President Anne Roux met Tom Hale and Ana Lind."})
    )
    (office,) = [k for k, v in alone["a"].items() if v is None]
    assert both["a"][office] == both["b"]["person-anne-roux"] == "person-roux"


def test_bodies_of_two_countries_are_two(nlp: Language) -> None:
    found = read(
        nlp,
        {
            "a": "The Foreign Ministry in Oslo wrote a letter. Norway is calm.",
            "b": "The Foreign Ministry in Lima wrote a letter. Peru is calm.",
            "c": "The European Union wrote a letter.",
            "d": "The European Union lost a letter.",
        },
    )
    ids = link(found)
    assert ids["a"]["organisation-foreign-ministry"] != ids["b"]["organisation-foreign-ministry"]
    assert ids["c"] == ids["d"]


# A few sentences whose names collide in every way the rules above know.
SENTENCES = [
    "Mayor Maria Keller left Oslo.",
    "Keller praised Tom Hale and Ana Lind.",
    "Peter Keller, a singer, came to Oslo.",
    "Maria Keller met Tom Hale in Lima.",
    "Mr. Hale thanked Ana Lind. He was tired.",
    "The mayor of Lima praised the European Union (EU).",
    "The EU thanked the United Kingdom. Britain was calm.",
    "French President Anne Roux left. The French President slept.",
]
UNRELATED = ["Ivo Brandt paints in Quito.", "The Quito Union met Ivo Brandt."]
ARTICLES = st.lists(
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3, unique=True).map(" ".join),
    min_size=2,
    max_size=5,
)


@given(ARTICLES, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=40)
def test_order_and_unrelated_articles_change_no_id_name_or_link(
    texts: list[str], rng: Random
) -> None:
    nlp = dataset.language.load()
    found = read(nlp, dict(zip("abcdef", texts, strict=False)))
    others = read(nlp, dict(zip("yz", UNRELATED, strict=True)))
    together = {**found, **others}
    order = list(together)
    rng.shuffle(order)
    # Whatever the dates of the others: before, among or after.
    days = {n: DAY + dt.timedelta(rng.choice([-9, 0, 9])) if n in others else DAY for n in order}
    one = link_all({name: (DAY, Told.of(found[name])) for name in found})
    two = link_all({name: (days[name], Told.of(together[name])) for name in order})
    assert {k: v for k, v in two.ids.items() if k in found} == one.ids
    assert {e.entity_id: e for e in one.entities}.items() <= {
        e.entity_id: e for e in two.entities
    }.items()


@given(ARTICLES)
@settings(deadline=None, max_examples=25)
def test_a_later_article_changes_no_id_of_those_before(texts: list[str]) -> None:
    nlp = dataset.language.load()
    found = read(nlp, dict(zip("abcdef", texts, strict=False)))
    *earlier, _ = found
    dated = {n: (DAY + dt.timedelta(i), Told.of(found[n])) for i, n in enumerate(found)}
    one, two = link_all({n: dated[n] for n in earlier}).ids, link_all(dated).ids
    for name in earlier:
        # An office may find its holder; nobody who has an id changes it.
        assert {k: v for k, v in one[name].items() if v is not None}.items() <= two[name].items()


def rows(folder: Path) -> dict[str, list[dict[str, Any]]]:
    tables = make_tables([folder]).tables
    return {name: table.to_pylist() for name, table in tables.items()}


def test_all_tables_lead_to_the_folder_s_rows(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("“It is safe,” said Roux. Roux praised Tom Hale and Ana Lind.")
    (tmp_path / "b.txt").write_text("Anne Roux met Tom Hale and Ana Lind.")
    found = rows(tmp_path)
    names = {e["entity_id"]: e["name"] for e in found["entities"]}
    assert names["person-roux"] == "Anne Roux"
    (quote,) = found["quotes"]
    assert (quote["speaker_entity_id"], quote["speaker"]) == ("person-roux", "Anne Roux")
    assert {p["entity_id"] for p in found["event_participants"] if p["text"] == "Roux"} == {
        "person-roux"
    }
    assert {e["actor"] for e in found["events"]} == {"Anne Roux", "Anne Roux; Tom Hale; Ana Lind"}
