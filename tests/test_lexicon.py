"""The data files of the lexicon: read whole, known columns, no line twice."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources

import pytest

from dataset import lexicon
from dataset.schema import LEVELS

FOLDER = resources.files("dataset.lexicon")
FILES = sorted(p.name for p in FOLDER.iterdir() if p.name.endswith((".tsv", ".txt")))


def lines_of(name: str) -> list[str]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def rows_of(name: str) -> list[dict[str, str]]:
    header, *lines = (line.split("\t") for line in lines_of(name))
    return [dict(zip(header, line, strict=True)) for line in lines]


def test_every_file_is_known() -> None:
    assert FILES == [
        "container_nouns.txt",
        "countries.tsv",
        "cue_nouns.txt",
        "cue_verbs.tsv",
        "discourse_phrases.txt",
        "event_frames.tsv",
        "event_nouns.tsv",
        "fixed_objects.tsv",
        "gender_nouns.tsv",
        "given_names.tsv",
        "group_nouns.txt",
        "hedges.tsv",
        "institutions.txt",
        "modal_words.tsv",
        "noun_classes.tsv",
        "office_words.txt",
        "operators.tsv",
        "person_nouns.txt",
        "phrase_prepositions.tsv",
        "roles.txt",
        "units.tsv",
        "verb_classes.tsv",
    ]


@pytest.mark.parametrize("name", FILES)
def test_files_say_what_they_are_and_hold_no_line_twice(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8").startswith("# ")
    lines = lines_of(name)
    assert [line for line in lines if lines.count(line) > 1] == []
    assert [line for line in lines if line != line.rstrip(" ") or line != line.lstrip()] == []


@pytest.mark.parametrize(
    ("name", "columns", "key"),
    [
        (
            "countries.tsv",
            ["iso3", "name", "aliases", "adjectives", "people", "capitals"],
            ["iso3"],
        ),
        ("gender_nouns.tsv", ["gender", "words"], ["gender"]),
        ("given_names.tsv", ["gender", "names"], ["gender", "names"]),
        ("cue_verbs.tsv", ["lemma", "speech", "addressee", "content"], ["lemma"]),
        (
            "event_frames.tsv",
            ["lemma", "with", "object", "event_type"],
            ["lemma", "with", "object"],
        ),
        ("event_nouns.tsv", ["event_type", "nouns"], ["event_type"]),
        ("modal_words.tsv", ["word", "modality"], ["word"]),
        ("noun_classes.tsv", ["class", "nouns"], ["class"]),
        ("operators.tsv", ["lemma", "force"], ["lemma"]),
        ("verb_classes.tsv", ["class", "lemma"], ["class", "lemma"]),
    ],
)
def test_tables_have_their_columns_and_unique_keys(
    name: str, columns: list[str], key: list[str]
) -> None:
    assert lines_of(name)[0].split("\t") == columns
    keys = [tuple(row[k] for k in key) for row in rows_of(name)]
    assert keys
    assert [k for k in keys if keys.count(k) > 1] == []


def test_cues_have_known_frames() -> None:
    rows = rows_of("cue_verbs.tsv")
    assert {row["speech"] for row in rows} == {"yes", "marks", "no"}
    assert {row["addressee"] for row in rows} == {"yes", "no"}
    assert {c for row in rows for c in row["content"].split(";")} == {
        "", "clause", "to", "object to", "object of", "object",
    }  # fmt: skip
    # Only what is said can be told without marks.
    assert [r["lemma"] for r in rows if r["content"] and r["speech"] == "no"] == []
    cues = lexicon.cues()
    assert len(cues) == len(rows)
    assert cues["believe"] == lexicon.Cue("believe", speech=False, addressee=False)
    assert cues["tell"] == lexicon.Cue(
        "tell", speech=True, addressee=True, content=frozenset({"clause", "object to"})
    )


def test_frames_give_levels_of_the_contract_by_classes_that_exist() -> None:
    frames = lexicon.event_frames()
    classes = {name for names in lexicon.noun_classes().values() for name in names}
    assert len(frames) == len(rows_of("event_frames.tsv"))
    assert sorted(set(frames.values()) - set(LEVELS["event_type"])) == ["="]
    assert sorted({c for _, _, c in frames} - classes) == ["", "-", "event", "someone"]
    # Only an object that names an event has a category to give.
    assert [k for k, v in frames.items() if v == "=" and k[2] not in {"event", "protest"}] == []
    assert frames["abduct", "", ""] == "assault"


def test_event_nouns_have_one_category_each() -> None:
    nouns = [w for r in rows_of("event_nouns.tsv") for w in r["nouns"].split(" ")]
    assert [w for w in nouns if nouns.count(w) > 1] == []
    assert sorted(set(lexicon.event_nouns().values()) - set(LEVELS["event_type"])) == []


def test_modal_words_give_modalities() -> None:
    assert sorted(set(lexicon.modal_words().values()) - set(LEVELS["modality"])) == []


def test_operators_have_a_known_force() -> None:
    assert set(lexicon.operators().values()) == {"commit", "plan", "warn", "phase", "attempt"}


def test_countries_have_codes_of_three_capitals_and_each_name_means_one() -> None:
    rows = rows_of("countries.tsv")
    codes = [row["iso3"] for row in rows]
    assert [c for c in codes if not (len(c) == 3 and c.isascii() and c.isupper())] == []
    names = [n for row in rows for n in [row["name"], *filter(None, row["aliases"].split(";"))]]
    assert [n for n in names if names.count(n) > 1 or n != n.strip()] == []
    assert len(lexicon.countries()) == len(names)
    assert lexicon.countries()["Norway"] == "NOR"


@pytest.mark.parametrize("column", ["adjectives", "people", "capitals"])
def test_each_demonym_and_capital_means_one_country(column: str) -> None:
    cells = [word for row in rows_of("countries.tsv") for word in row[column].split(";") if word]
    assert [w for w in cells if cells.count(w) > 1 or w != w.strip()] == []
    names = {
        n for row in rows_of("countries.tsv") for n in (row["name"], *row["aliases"].split(";"))
    }
    assert sorted(names & set(cells)) == []


@pytest.mark.parametrize(
    ("look_up", "word", "code"),
    [
        (lexicon.countries, "Kosovo", "XKX"),
        (lexicon.countries, "Serbia", "SRB"),
        (lexicon.countries, "Turkey", "TUR"),
        (lexicon.countries, "Ivory Coast", "CIV"),
        (lexicon.demonyms, "French", "FRA"),
        (lexicon.demonyms, "Poles", "POL"),
        (lexicon.demonyms, "Kosovar", "XKX"),
        (lexicon.peoples, "Belarusians", "BLR"),
        (lexicon.capitals, "Kyiv", "UKR"),
        (lexicon.capitals, "Kiev", "UKR"),
    ],
)
def test_what_a_country_is_called_has_its_code(
    look_up: Callable[[], dict[str, str]], word: str, code: str
) -> None:
    assert look_up()[word] == code


def test_given_names_and_gender_nouns_have_one_gender_each() -> None:
    for words in (lexicon.given_names(), lexicon.gender_nouns()):
        assert set(words.values()) == {"female", "male"}
    for name, column in (("given_names.tsv", "names"), ("gender_nouns.tsv", "words")):
        cells = [w for row in rows_of(name) for w in row[column].split(" ")]
        assert len(set(cells)) == len(cells)
    assert lexicon.given_names()["maria"] == "female"
    assert lexicon.gender_nouns()["spokesman"] == "male"
    assert "hillary" not in lexicon.given_names()  # in as many languages a man's


def test_verb_classes_are_the_documented_ones() -> None:
    classes = lexicon.verb_classes()
    assert sorted(classes) == [
        "acting",
        "adjectival",
        "demanding",
        "giving",
        "light",
        "making",
        "meeting",
        "naming",
        "planning",
        "prepositional",
        "requesting",
        "saying",
        "stance",
        "state",
        "stative",
        "supposing",
    ]
    assert "be" in classes["stative"]


def test_roles_are_lower_case_words() -> None:
    assert lexicon.words("roles") == frozenset(lines_of("roles.txt"))
    assert [w for w in lexicon.words("roles") if w != w.lower() or " " in w] == []
