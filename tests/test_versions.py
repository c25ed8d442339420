"""Versions of a quiz: the same items in another order, and keys that are still right."""

from __future__ import annotations

import re
from dataclasses import replace
from string import ascii_uppercase

import pytest

from quizgen.compose import make_quiz
from quizgen.quiz import Item, Quiz, loads
from quizgen.verify import find_fault
from quizgen.versions import make_versions

from .quiz_stories import FJORD, every_item
from .quiz_tables import LYN, library_of, rows_of, tables_of

ORDERED = {"day", "month", "year", "number", "date"}


@pytest.fixture(scope="module")
def quiz() -> Quiz:
    """A quiz with every item of two stories, sound or not."""
    rows = rows_of(FJORD, LYN)
    made = make_quiz(tables_of(rows), questions=50)
    articles = make_quiz(tables_of(rows), questions=50, all_kinds=True).articles
    return replace(made, items=tuple(every_item(rows)[0].values()), articles=articles)


@pytest.fixture(scope="module")
def versions(quiz: Quiz) -> list[Quiz]:
    return make_versions(quiz, 4)


def answer(item: Item) -> object:
    """Return what an item's key says, in words instead of letters."""
    options = dict(zip(ascii_uppercase, item.options, strict=False))
    if item.type == "matching":
        pairs = re.findall(r"(\d+)-([A-Z])", item.key)
        return {item.premises[int(n) - 1]: options[letter] for n, letter in pairs}
    if item.type == "ordering":
        return [options[letter] for letter in item.key.split(", ")]
    return item.key


def test_one_version_is_the_quiz_itself(quiz: Quiz) -> None:
    assert make_versions(quiz, 1) == [quiz]


def test_versions_are_labelled_and_the_first_is_in_the_quiz_s_order(
    quiz: Quiz, versions: list[Quiz]
) -> None:
    assert [v.label for v in versions] == ["A", "B", "C", "D"]
    assert versions[0] == replace(quiz, label="A")
    assert [v.label for v in make_versions(quiz, 26)][-1] == "Z"


def test_a_version_has_the_same_items_and_keys_that_are_still_right(
    quiz: Quiz, versions: list[Quiz]
) -> None:
    before = {i.item_id: i for i in quiz.items}
    for version in versions:
        assert len(version.items) == len(quiz.items)
        for item in version.items:
            one = before[item.item_id]
            assert sorted(item.options) == sorted(one.options)
            assert answer(item) == answer(one)
            assert item.accept[0] == item.key
            same = replace(item, options=one.options, key=one.key, accept=one.accept)
            assert same == one


def test_matching_and_ordering_keys_move_with_their_options(
    quiz: Quiz, versions: list[Quiz]
) -> None:
    kinds = {i.item_id: i for i in quiz.items if i.type in {"matching", "ordering"}}
    turned = {
        i.item_id
        for version in versions[1:]
        for i in version.items
        if i.item_id in kinds and i.options != kinds[i.item_id].options
    }
    # Dates are not turned: they stand in their order.
    assert turned == {k for k, i in kinds.items() if i.proof["kind"] != "date"}


def test_dates_and_numbers_keep_their_order(quiz: Quiz, versions: list[Quiz]) -> None:
    before = {i.item_id: i.options for i in quiz.items if i.proof["kind"] in ORDERED}
    for version in versions:
        own = {i.item_id: i.options for i in version.items if i.proof["kind"] in ORDERED}
        assert own == before


def test_neighbours_have_other_orders_and_the_same_quiz_the_same_versions(
    quiz: Quiz, versions: list[Quiz]
) -> None:
    orders = [[i.item_id for i in v.items] for v in versions]
    assert all(a != b for n, a in enumerate(orders) for b in orders[n + 1 :])
    assert make_versions(quiz, 4) == versions
    assert make_versions(quiz, 2)[1] == versions[1]


def test_every_version_is_a_good_quiz_file(versions: list[Quiz]) -> None:
    for version in versions:
        assert loads(version.to_json()) == version


def test_turned_items_are_as_sound_as_before(quiz: Quiz, versions: list[Quiz]) -> None:
    library = library_of(rows_of(FJORD, LYN))
    before = {i.item_id: find_fault(i, library) for i in quiz.items}
    for version in versions:
        assert {i.item_id: find_fault(i, library) for i in version.items} == before


@pytest.mark.parametrize("seed", range(4))
def test_keys_of_a_version_do_not_stand_in_one_place_more_than_three_times_running(
    seed: int,
) -> None:
    made = make_quiz(tables_of(rows_of(FJORD, LYN)), questions=30, seed=seed, types=["who_said"])
    assert len(made.items) > 3
    for version in make_versions(made, 10):
        run, last = 0, None
        for item in version.items:
            place = item.options.index(item.key)
            run, last = (run + 1 if place == last else 1), place
            assert run <= 3, version.label
