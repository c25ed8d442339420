"""Which articles a quiz is on: those asked for, those about somebody, those of one storyline."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from dataset.tables import write_tables
from quizgen.compose import make_quiz
from quizgen.errors import UnknownName
from quizgen.source import BuiltTables, Source, TableFolder
from quizgen.story import find_entity, storyline

from .quiz_stories import FJORD
from .quiz_tables import LYN, NEST, Rows, Story, Who, rows_of, tables_of


def told(article_id: str, *names: str) -> Story:
    """Return a story that names some people and does nothing else."""
    return Story(article_id, f"News {article_id}", dt.date(2021, 6, 16),
                 [[f"{name} slept." for name in names]], [Who(n) for n in names], [])  # fmt: skip


# wool and yarn tell of the same two; tin names one of them; lyn stands alone.
STORIES = (
    LYN,
    told("tin", "Ida Moen", "Per Aas"),
    told("wool", "Ida Moen", "Karl Seip"),
    told("yarn", "Karl Seip", "Ida Moen", "Olga Dahl"),
)


@pytest.fixture(params=["folder", "memory"])
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Source:
    tables = tables_of(rows_of(*STORIES))
    if request.param == "memory":
        return BuiltTables(tables)
    write_tables(tables, tmp_path)
    return TableFolder(tmp_path)


def ids(tables: Any, name: str = "articles") -> list[str]:
    return sorted(set(tables[name]["article_id"].to_pylist()))


def test_all_articles_are_chosen_if_none_is_named(source: Source) -> None:
    tables, entity_id = source.chosen([])
    assert (ids(tables), entity_id) == (["lyn", "tin", "wool", "yarn"], None)
    assert source.article_ids() == ["lyn", "tin", "wool", "yarn"]


def test_named_articles_are_chosen_with_their_rows_and_no_others(source: Source) -> None:
    tables, _ = source.chosen(["yarn", "lyn"])
    for name in ("articles", "sentences", "mentions"):
        assert ids(tables, name) == ["lyn", "yarn"]
    events = set(tables["events"]["event_id"].to_pylist())
    assert events == {f"lyn:e00{n}" for n in range(1, 9)}
    assert set(tables["event_participants"]["event_id"].to_pylist()) == events
    alone, _ = source.chosen(["yarn"])
    assert alone["events"].num_rows == alone["event_participants"].num_rows == 0


@pytest.mark.parametrize("wanted", [[], ["nest"], ["lyn", "fjord"], ["lyn", "nest", "fjord"]])
def test_memory_and_folder_give_the_same_tables_of_some_articles(
    tmp_path: Path, wanted: list[str]
) -> None:
    tables = tables_of(rows_of(LYN, NEST, FJORD))
    write_tables(tables, tmp_path)
    mixed = {
        name: table.take(pa.array(range(len(table))[::-1], pa.int64()))
        for name, table in tables.items()
    }
    from_folder = TableFolder(tmp_path).cut(wanted)
    assert BuiltTables(tables).cut(wanted) == from_folder
    # In whatever order the rows stand, the same ones are found.
    cut = BuiltTables(mixed).cut(wanted)
    assert {name: sorted(map(str, table.to_pylist())) for name, table in cut.items()} == {
        name: sorted(map(str, table.to_pylist())) for name, table in from_folder.items()
    }


def test_an_article_alone_gives_the_quiz_it_gives_among_others(tmp_path: Path) -> None:
    tables = tables_of(rows_of(LYN, NEST, FJORD))
    write_tables(tables, tmp_path)
    alone = make_quiz(tables_of(rows_of(FJORD)), questions=50).to_json()
    for source in (BuiltTables(tables), TableFolder(tmp_path)):
        assert make_quiz(source.of("fjord"), questions=50).to_json() == alone


@pytest.mark.parametrize("name", ["Karl Seip", "karl  SEIP", "Seip", "karl"])
def test_articles_about_somebody(source: Source, name: str) -> None:
    tables, entity_id = source.chosen([], about=name)
    assert (ids(tables), entity_id) == (["wool", "yarn"], "person-karl-seip")


def test_articles_about_somebody_among_those_named(source: Source) -> None:
    tables, entity_id = source.chosen(["tin", "yarn"], about="Ida Moen")
    assert (ids(tables), entity_id) == (["tin", "yarn"], "person-ida-moen")
    tables, _ = source.chosen(["tin", "yarn"], about="Karl Seip")
    assert ids(tables) == ["yarn"]


def test_articles_of_one_storyline(source: Source) -> None:
    tables, entity_id = source.chosen([], storyline=True)
    assert (ids(tables), entity_id) == (["wool", "yarn"], None)
    tables, entity_id = source.chosen([], about="Per Aas", storyline=True)
    assert (ids(tables), entity_id) == (["tin"], "person-per-aas")


@pytest.mark.parametrize(
    ("only", "more", "message"),
    [
        (["wol"], {}, "Unknown article 'wol'. Did you mean 'wool'?"),
        (["wool", "wol"], {}, "Unknown article 'wol'."),
        (["wool", "wol"], {"storyline": True}, "Unknown article 'wol'."),
        (["wool", "wol"], {"about": "Ida Moen"}, "Unknown article 'wol'."),
        ([], {"about": "Karl Sepi"}, "Did you mean 'Karl Seip'?"),
        ([], {"about": "Nobody"}, "Unknown person, place or organisation 'Nobody'."),
        ([], {"about": ""}, "Unknown person, place or organisation ''."),
    ],
)
def test_an_unknown_name_is_an_error(
    source: Source, only: list[str], more: dict[str, Any], message: str
) -> None:
    with pytest.raises(UnknownName) as caught:
        source.chosen(only, **more)
    assert message in str(caught.value)


def test_somebody_only_other_articles_name_leaves_no_article(source: Source) -> None:
    tables, entity_id = source.chosen(["tin"], about="Karl Seip")
    assert (ids(tables), entity_id) == ([], "person-karl-seip")


# -- who is meant -------------------------------------------------------------------------------


def entities(*stories: Story) -> list[dict[str, Any]]:
    return rows_of(*stories)["entities"]


def test_a_part_of_a_name_must_be_one_s_alone() -> None:
    rows = entities(told("a", "Ana Ruiz", "Eva Ruiz", "Tom Hale"))
    assert find_entity(rows, "hale")["name"] == "Tom Hale"
    with pytest.raises(UnknownName) as caught:
        find_entity(rows, "Ruiz")
    assert caught.value.known == ["Ana Ruiz", "Eva Ruiz"]


def test_a_whole_name_goes_before_a_part() -> None:
    rows = entities(told("a", "Ruiz", "Ana Ruiz"))
    assert find_entity(rows, "Ruiz")["name"] == "Ruiz"


def test_who_has_no_name_is_not_found_and_the_most_named_are_offered() -> None:
    rows = entities(told("a", "Ana Ruiz", "Tom Hale"), told("b", "Tom Hale"))
    rows.append({**rows[0], "entity_id": "person-mayor", "name": "the mayor", "is_named": False})
    with pytest.raises(UnknownName) as caught:
        find_entity(rows, "the mayor")
    assert caught.value.known == ["Tom Hale", "Ana Ruiz"]


# -- storylines ---------------------------------------------------------------------------------


def line(*stories: Story) -> list[str]:
    rows: Rows = rows_of(*stories)
    return storyline(rows["mentions"], {e["entity_id"]: e for e in rows["entities"]})


def test_two_shared_names_tie_articles_and_one_does_not() -> None:
    assert line(*STORIES) == ["wool", "yarn"]
    assert line(told("a", "Ana Ruiz"), told("b", "Ana Ruiz")) == ["b"]
    assert line() == []


def test_a_storyline_goes_on_from_article_to_article() -> None:
    chain = [told("a", "Ana Ruiz", "Tom Hale"), told("b", "Ana Ruiz", "Tom Hale", "Mara Lind"),
             told("c", "Tom Hale", "Mara Lind"), told("d", "Mara Lind", "Otto Brandt")]  # fmt: skip
    assert line(*chain) == ["a", "b", "c"]
    assert line(*reversed(chain)) == ["a", "b", "c"]


def test_of_storylines_the_largest_and_of_like_ones_the_last_by_id() -> None:
    one = [told(x, "Ana Ruiz", "Tom Hale") for x in "ab"]
    two = [told(x, "Mara Lind", "Otto Brandt") for x in "cde"]
    assert line(*one, *two) == ["c", "d", "e"]
    assert line(*one, *two[:2]) == ["c", "d"]


def test_places_tie_nothing() -> None:
    town = (Who("Ostby", "place"), Who("Kelvik", "place"), Who("Nes", "place"))
    stories = [
        Story(x, "News", dt.date(2021, 6, 16), [["Ostby, Kelvik and Nes slept."]], list(town), [])
        for x in "ab"
    ]
    assert len(line(*stories)) <= 1


def test_who_stands_in_most_articles_of_a_large_folder_ties_nothing() -> None:
    # Everybody writes of the same two: no story holds all of them together.
    crowd = [told(f"a{n:02}", "Ana Ruiz", "Tom Hale", f"Mia Nr{'abcdefghijklmnopqrstuvwxyz'[n]}")
             for n in range(21)]  # fmt: skip
    pair = [told(f"b{n}", "Mara Lind", "Otto Brandt", "Ana Ruiz") for n in range(2)]
    assert line(*crowd, *pair) == ["b0", "b1"]
    assert len(line(*crowd[:20])) == 20
