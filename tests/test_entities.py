"""Entities: which names are one, what is known of them, and ids that never change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from faker import Faker
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

import dataset.language
from dataset import lexicon
from dataset.analysis import from_doc
from dataset.articles.text import read_text
from dataset.builder import make_tables
from dataset.entities import find_entities, fold, slug

PROSE = len("Title: News from the valley\nDate: 2021-06-16\n\n")  # where rows_of puts the prose
Rows = Callable[[str], dict[str, list[dict[str, Any]]]]


def named(nlp: Language, text: str) -> list[tuple[str, str, list[str]]]:
    """Return (type, name, mentions) of the entities of a text whose names are marked.

    [Maria Keller/PERSON] marks a name, so that these rules are tested without a recogniser.
    """
    plain, marks = "", []
    for piece in text.split("["):
        name, slash, rest = piece.partition("/")
        if not slash:
            plain += piece
            continue
        label, _, rest = rest.partition("]")
        marks.append((len(plain), len(plain) + len(name), label))
        plain += name + rest
    doc: Doc = nlp.make_doc(plain)
    for token in doc:
        token.is_sent_start = token.i == 0 or doc[token.i - 1].text == "."
    doc.set_ents([doc.char_span(a, b, label=label) for a, b, label in marks])
    found = find_entities(from_doc(read_text(plain, "a", "a"), doc))
    return [
        (e.entity_type, e.name, [m.text for m in found.mentions if m.entity_id == e.entity_id])
        for e in found.entities
    ]


@pytest.mark.parametrize(
    ("label", "text", "expected"),
    [
        ("surname", "[Maria Keller/PERSON] came. [Keller/PERSON] left.",
         [("person", "Maria Keller", ["Maria Keller", "Keller"])]),
        ("surname first", "[Keller/PERSON] came. [Maria Keller/PERSON] left.",
         [("person", "Maria Keller", ["Keller", "Maria Keller"])]),
        ("possessive", "[Maria Keller/PERSON] came. [Keller’s/PERSON] bridge is safe.",
         [("person", "Maria Keller", ["Maria Keller", "Keller’s"])]),
        ("surname taken for a place", "[Maria Keller/PERSON] came. [Keller/PLACE] left.",
         [("person", "Maria Keller", ["Maria Keller", "Keller"])]),
        ("two people of one surname",
         "[Maria Keller/PERSON] came. [Peter Keller/PERSON] stayed. [Keller/PERSON] left.",
         [("person", "Maria Keller", ["Maria Keller"]),
          ("person", "Peter Keller", ["Peter Keller"])]),
        ("the one called so before the other came",
         "[Maria Keller/PERSON] came. [Keller/PERSON] sat. [Peter Keller/PERSON] left. "
         "[Keller/PERSON] sang.",
         [("person", "Maria Keller", ["Maria Keller", "Keller", "Keller"]),
          ("person", "Peter Keller", ["Peter Keller"])]),
        ("told apart by the form of address",
         "[Maria Keller/PERSON] came. [Peter Keller/PERSON] sat. Mr. [Keller/PERSON] left.",
         [("person", "Maria Keller", ["Maria Keller"]),
          ("person", "Peter Keller", ["Peter Keller", "Keller"])]),
        ("father and son",
         "[Peter Keller Sr./PERSON] came. [Peter Keller Jr./PERSON] left.",
         [("person", "Peter Keller Jr.", ["Peter Keller Jr."]),
          ("person", "Peter Keller Sr.", ["Peter Keller Sr."])]),
        ("middle initial", "[Peter J. Keller/PERSON] came. [Peter Keller/PERSON] left.",
         [("person", "Peter J. Keller", ["Peter J. Keller", "Peter Keller"])]),
        ("husband and wife of one name in two endings",
         "[Anna Petrovskaya/PERSON] came. [Ivan Petrovski/PERSON] left.",
         [("person", "Anna Petrovskaya", ["Anna Petrovskaya"]),
          ("person", "Ivan Petrovski", ["Ivan Petrovski"])]),
        ("two ways out of another script",
         "[Nina Tikhanovskaya/PERSON] came. [Tsikhanouskaya/PERSON] left.",
         [("person", "Nina Tikhanovskaya", ["Nina Tikhanovskaya", "Tsikhanouskaya"])]),
        ("a digit slipped in",
         "[Peter Brandenko/PERSON] came. [Brandenk0o/PERSON] left.",
         [("person", "Peter Brandenko", ["Peter Brandenko", "Brandenk0o"])]),
        ("first name alone", "[Maria Keller/PERSON] came. [Maria/PERSON] left.",
         [("person", "Maria Keller", ["Maria Keller", "Maria"])]),
        ("two of one first name",
         "[Maria Keller/PERSON] came. [Maria Lind/PERSON] sat. [Maria/PERSON] left.",
         [("person", "Maria Keller", ["Maria Keller"]), ("person", "Maria Lind", ["Maria Lind"])]),
        ("acronym", "The [Northern Farmers Union/ORG] met. The [NFU/ORG] left.",
         [("organisation", "Northern Farmers Union", ["Northern Farmers Union", "NFU"])]),
        ("acronym with stops", "The [Northern Farmers Union/ORG] met. The [N.F.U./ORG] left.",
         [("organisation", "Northern Farmers Union", ["Northern Farmers Union", "N.F.U."])]),
        ("acronym of two",
         "The [Northern Farmers Union/ORG] and [New Fishing Unit/ORG] met. The [NFU/ORG] left.",
         [("organisation", "New Fishing Unit", ["New Fishing Unit"]),
          ("organisation", "Northern Farmers Union", ["Northern Farmers Union"])]),
        ("acronym told in brackets",
         "The [Valley Farmers/ORG] ([VAFA/ORG]) met. [VAFA/ORG] left.",
         [("organisation", "Valley Farmers", ["Valley Farmers", "VAFA", "VAFA"])]),
        ("one word of a body's name", "The [Valley Commission/ORG] met. The [Commission/ORG] left.",
         [("organisation", "Valley Commission", ["Valley Commission", "Commission"])]),
        ("two houses", "The [White House/ORG] wrote. The [House/ORG] voted.",
         [("organisation", "House", ["House"]), ("organisation", "White House", ["White House"])]),
        ("a seat of power", "The [Kremlin/PERSON] wrote.",
         [("organisation", "Kremlin", ["Kremlin"])]),
        ("a form of address", "[Mrs. Maria Keller/PERSON] left.",
         [("person", "Maria Keller", ["Maria Keller"])]),
        ("an office in front", "[Norwegian President Maria Keller/PERSON] left.",
         [("person", "Maria Keller", ["Maria Keller"])]),
        ("a nickname", "[Ana/PERSON] “Nan” [Lind/PERSON] left.",
         [("person", "Ana “Nan” Lind", ["Ana “Nan” Lind"])]),
        ("two middle names", "[George W. Brandt/PERSON] met [George H. W. Brandt/PERSON].",
         [("person", "George H. W. Brandt", ["George H. W. Brandt"]),
          ("person", "George W. Brandt", ["George W. Brandt"])]),
        ("a country and a city of its name", "[Mexico/PLACE] left [Mexico City/PLACE].",
         [("place", "Mexico", ["Mexico"]), ("place", "Mexico City", ["Mexico City"])]),
        ("a nation in front", "The [Norwegian Fish Council/ORG] met. The [Fish Council/ORG] left.",
         [("organisation", "Norwegian Fish Council", ["Norwegian Fish Council", "Fish Council"])]),
        ("a company named after a person",
         "[Henry Brandt/PERSON] founded [Brandt Motor Company/ORG]. [Brandt/ORG] grew.",
         [("organisation", "Brandt Motor Company", ["Brandt Motor Company", "Brandt"]),
          ("person", "Henry Brandt", ["Henry Brandt"])]),
        ("a city and its newspaper", "[Bergen/PLACE] reads the [Bergen Post/ORG].",
         [("organisation", "Bergen Post", ["Bergen Post"]), ("place", "Bergen", ["Bergen"])]),
        ("one country by two names", "The [United Kingdom/PLACE] won. [Britain/PLACE] sang.",
         [("place", "United Kingdom", ["United Kingdom", "Britain"])]),
        ("a people", "Many [Norwegians/PERSON] sang.", [("group", "Norwegians", ["Norwegians"])]),
        ("a country's adjective", "The [Norwegian/PLACE] police sang.", []),
        ("no acronym", "The [Northern Farmers Union/ORG] met. The [OSC/ORG] left.",
         [("organisation", "Northern Farmers Union", ["Northern Farmers Union"]),
          ("organisation", "OSC", ["OSC"])]),
        ("article before the name", "[The Valley Post/ORG] wrote. [Valley Post/ORG] sells well.",
         [("organisation", "Valley Post", ["The Valley Post", "Valley Post"])]),
        ("misspelt once",
         "[Peter Lindqvist/PERSON] came. [Peter Lindqvist/PERSON] sat. "
         "[Peter Lindquist/PERSON] left.",
         [("person", "Peter Lindqvist",
           ["Peter Lindqvist", "Peter Lindqvist", "Peter Lindquist"])]),
        ("spelt in two ways",
         "[Peter Lindqvist/PERSON] came. [Peter Lindquist/PERSON] left.",
         [("person", "Peter Lindqvist", ["Peter Lindqvist", "Peter Lindquist"])]),
        ("one letter apart", "[Peter Lindmann/PERSON] came. [Peter Lindemal/PERSON] left.",
         [("person", "Peter Lindemal", ["Peter Lindemal"]),
          ("person", "Peter Lindmann", ["Peter Lindmann"])]),
        ("short names one letter apart",
         "[Marin/PERSON] came. [Marin/PERSON] sat. [Maren/PERSON] left.",
         [("person", "Maren", ["Maren"]), ("person", "Marin", ["Marin", "Marin"])]),
        ("without its accent", "[Žofia Nováková/PERSON] came. [Zofia Novakova/PERSON] left.",
         [("person", "Žofia Nováková", ["Žofia Nováková", "Zofia Novakova"])]),
        ("a country is a place", "[Norway/ORG] won. [Norway/ORG] sang.",
         [("place", "Norway", ["Norway", "Norway"])]),
        ("majority", "[Vale/PLACE] won. [Vale/ORG] sang. [Vale/ORG] left.",
         [("organisation", "Vale", ["Vale", "Vale", "Vale"])]),
        ("no capital", "[the mayor/PERSON] came.", []),
        ("across lines", "[Maria\nKeller/PERSON] came.", []),
    ],
)  # fmt: skip
def test_names_of_one_article(
    nlp: Language, label: str, text: str, expected: list[tuple[str, str, list[str]]]
) -> None:
    assert named(nlp, text) == expected, label


NAMES = [Faker("en_GB"), Faker("no_NO"), Faker("pl_PL"), Faker("tr_TR")]


@given(st.integers(0, 10_000), st.sampled_from(NAMES))
@example(332, NAMES[0])  # Frederick Bishop is no bishop
@settings(deadline=None, max_examples=30)
def test_the_surname_leads_to_the_full_name(seed: int, names: Faker) -> None:
    names.seed_instance(seed)
    first, last = names.first_name().split()[0], names.last_name()
    assume(last.lower() not in lexicon.words("roles"))  # Lord alone is a title
    text = f"[{first} {last}/PERSON] came. [{last}/PERSON] left."
    assert named(dataset.language.load(), text) == [
        ("person", f"{first} {last}", [f"{first} {last}", last])
    ]


ALIKE = (
    "Keller,M. Keller,Maria Keller,Maria J. Keller,Mariya Keller,Keler,Kellner,Maria,Keller Jr.,"
    "Tsikhanouskaya,Tikhanovskaya,Nina Tikhanovskaya,Nina Tsikhanouskaya,Brandenko,Brandenk0o,"
    "the Brandenko,Northern Farmers Union,NFU,N.F.U.,the Northern Farmers Union,Union,U.S.,"
    "United States,America,Mexico,Mexico City,House,White House,Norwegian House"
).split(",")


@given(
    st.lists(
        st.tuples(st.sampled_from(ALIKE), st.sampled_from(["PERSON", "ORG", "PLACE"])),
        min_size=1,
        max_size=10,
    )
)
@settings(deadline=None, max_examples=100)
def test_any_names_find_one_place_each(names: list[tuple[str, str]]) -> None:
    nlp = dataset.language.load()
    found = named(nlp, " . ".join(f"[{name}/{label}] left" for name, label in names))
    mentions = [m for *_, forms in found for m in forms]
    assert len(mentions) <= len(names)
    assert len({(kind, name) for kind, name, _ in found}) == len(found)
    assert all(forms for *_, forms in found)


@pytest.mark.parametrize(
    ("label", "prose", "expected"),
    [
        ("role before the name", "Prime Minister Maria Keller visited Norway.",
         [("Maria Keller", "person", "Prime Minister", None), ("Norway", "place", None, "NOR")]),
        ("role after the name", "Maria Keller, the mayor of Oslo, came.",
         [("Maria Keller", "person", "mayor of Oslo", None), ("Oslo", "place", None, "NOR")]),
        ("no role", "Maria Keller visited Belarus.",
         [("Maria Keller", "person", None, None), ("Belarus", "place", None, "BLR")]),
    ],
)  # fmt: skip
def test_what_an_article_tells_of_an_entity(
    rows_of: Rows, label: str, prose: str, expected: list[tuple[str | None, ...]]
) -> None:
    columns = ("name", "entity_type", "description", "country_iso3")
    assert [tuple(e[c] for c in columns) for e in rows_of(prose)["entities"]] == expected, label


def test_entities_and_mentions_are_whole_rows(rows_of: Rows) -> None:
    rows = rows_of("Maria Keller came. Keller left.")
    assert rows["entities"] == [
        {
            "entity_id": "person-maria-keller",
            "name": "Maria Keller",
            "entity_type": "person",
            "description": None,
            "country_iso3": None,
            "is_country": False,
            "is_named": True,
            "gender": None,
            "n_articles": 1,
            "n_mentions": 2,
        }
    ]
    common = {
        "article_id": "a",
        "entity_id": "person-maria-keller",
        "mention_type": "name",
        "description": None,
        "description_start": None,
        "description_end": None,
    }
    first, second = (s["sentence_id"] for s in rows["sentences"][-2:])
    assert rows["mentions"] == [
        {**common, "mention_id": "a:m001", "sentence_id": first,
         "start": PROSE, "end": PROSE + 12, "text": "Maria Keller", "confidence": 0.98},
        {**common, "mention_id": "a:m002", "sentence_id": second,
         "start": PROSE + 19, "end": PROSE + 25, "text": "Keller", "confidence": 0.95},
    ]  # fmt: skip


def test_ids_are_the_same_in_all_articles_and_stay_when_one_is_added(tmp_path: Path) -> None:
    texts = {
        "b.txt": "Maria Keller came to Oslo. Keller left.",
        "c.txt": "Peter Lindqvist came. Maria Keller met him in Oslo.",
        "a.txt": "Mayor Maria Keller left Oslo. Peter Keller stayed.",
    }
    keyed = []
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
        tables = make_tables([tmp_path]).tables
        keyed.append({m["mention_id"]: m["entity_id"] for m in tables["mentions"].to_pylist()})
    assert keyed[0].items() < keyed[1].items() < keyed[2].items()
    entities = {e["entity_id"]: e for e in tables["entities"].to_pylist()}
    assert {k: (e["n_articles"], e["n_mentions"]) for k, e in entities.items()} == {
        "person-maria-keller": (3, 4),
        "person-peter-keller": (1, 1),
        "person-peter-lindqvist": (1, 2),  # by name and as him
        "place-oslo": (3, 3),
    }
    assert entities["person-maria-keller"]["description"] == "Mayor"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Maria Keller", "person-maria-keller"),
        ("Keller’s", "person-keller"),
        ("Łukasz Żak", "person-lukasz-zak"),
        ("Jean-Luc O'Neil", "person-jean-luc-o-neil"),
    ],
)
def test_ids_are_slugs(name: str, expected: str) -> None:
    assert slug("person", name) == expected


def test_names_in_other_scripts_have_ids_of_their_own() -> None:
    ids = {slug("person", name) for name in ("Щука", "Щуко", "北京", "東京")}
    assert len(ids) == 4
    assert all(i.isascii() for i in ids)


@given(st.text(max_size=20))
def test_folding_twice_changes_nothing_more(name: str) -> None:
    folded = fold(name)
    assert folded == " ".join(folded.split())
    assert fold(folded) == folded
