"""Wrong answers: what could be right after all is not offered."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from quizgen.distractors import is_full_name, same_name, shares_word

from .quiz_tables import LYN, Did, Story, Who, items_of, rows_of


def people(*more: Who, tail: str, events: tuple[Did, ...] = (), near: str = "") -> Story:
    """A story in which Ana Ruiz did it, two others are safe, and ``tail`` tells of more."""
    return Story(
        "vale",
        "News of a vale",
        dt.date(2021, 6, 16),
        [[f"Ana Ruiz opened the Lyn Bridge in Marsund.{near}"],
         ["Tom Hale waited. Mara Lind slept."], [tail]],
        [Who("Ana Ruiz"), Who("Tom Hale"), Who("Mara Lind"), *more],
        [Did(1, "Ana Ruiz", "opened the Lyn Bridge in Marsund", "opened", "open"), *events],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("label", "story", "unsafe"),
    [
        ("alias", people(Who("Ana Maria Ruiz"), tail="Ana Maria Ruiz sang."), "Ana Maria Ruiz"),
        ("one word", people(Who("Brandt"), tail="Brandt sang."), "Brandt"),
        ("capitals", people(Who("Otto BRANDT"), tail="Otto BRANDT sang."), "Otto BRANDT"),
        ("in the paragraph", people(Who("Otto Brandt"), tail="They sang.",
                                    near=" Otto Brandt sang."), "Otto Brandt"),
        ("a part in the paragraph", people(Who("Otto Brandt"), tail="Otto Brandt sang.",
                                           near=" Mrs Brandt sang."), "Otto Brandt"),
        ("same verb", people(
            Who("Otto Brandt"), tail="Otto Brandt opened a shop.",
            events=(Did(3, "Otto Brandt", "opened a shop", "opened", "open",
                        None, {"actor": "Ana Ruiz"}),)), "Otto Brandt"),
    ],
)  # fmt: skip
def test_a_person_who_might_be_right_is_not_offered(label: str, story: Story, unsafe: str) -> None:
    item = items_of(rows_of(story))[0]["vale:e001-subject"]
    assert set(item.options) == {"Ana Ruiz", "Tom Hale", "Mara Lind"}, label
    assert unsafe not in item.proof["distractors"]


def test_who_took_part_in_an_event_of_the_same_type_is_not_offered() -> None:
    story = people(
        Who("Otto Brandt"), tail="Otto Brandt helped a shop.",
        events=(Did(3, "Otto Brandt", "helped a shop", "helped", "help",
                    None, {"event_type": "aid"}),),
    )  # fmt: skip
    first = story.events[0]._replace(more={"event_type": "aid"})
    story = replace(story, events=[first, *story.events[1:]])
    item = items_of(rows_of(story))[0]["vale:e001-subject"]
    assert set(item.options) == {"Ana Ruiz", "Tom Hale", "Mara Lind"}


def test_another_safe_person_is_offered() -> None:
    story = people(Who("Otto Brandt"), tail="Otto Brandt sang.")
    item = items_of(rows_of(story))[0]["vale:e001-subject"]
    assert set(item.options) == {"Ana Ruiz", "Tom Hale", "Mara Lind", "Otto Brandt"}
    assert item.proof["distractors"]["Otto Brandt"] == (
        "not in the paragraph of vale:s001, nor in a like event"
    )


def test_a_country_is_not_offered_beside_its_adjective() -> None:
    item = items_of(rows_of(LYN))[0]["lyn:e008-subject"]
    assert "Cordian" in item.question
    assert "Cordia" not in item.options


def bodies(*names: str, tail: str) -> set[str]:
    story = Story(
        "body",
        "News of a vale",
        dt.date(2021, 6, 16),
        [["Sea Watch planted nine trees in Marsund."], ["Red Lamp slept. Old Mill waited."], [tail]],
        [Who(n, "organisation") for n in ("Sea Watch", "Red Lamp", "Old Mill", *names)],
        [Did(1, "Sea Watch", "planted nine trees in Marsund", "planted", "plant")],
    )  # fmt: skip
    return set(items_of(rows_of(story))[0]["body:e001-subject"].options)


@pytest.mark.parametrize(
    ("label", "name", "tail", "offered"),
    [
        ("acronym", "SW", "SW slept.", False),
        ("shared word", "Watch Union", "Watch Union slept.", False),
        ("with the", "Lyn Union", "The Lyn Union slept.", False),
        ("without", "Lyn Union", "Lyn Union slept.", True),
    ],
)
def test_an_organisation_must_be_another_and_look_alike(
    label: str, name: str, tail: str, offered: bool
) -> None:
    expected = {"Sea Watch", "Red Lamp", "Old Mill"} | ({name} if offered else set())
    assert bodies(name, tail=tail) == expected, label


def test_too_few_wrong_answers_make_an_open_question() -> None:
    story = people(tail="They sang.")
    text = [["Ana Ruiz opened the Lyn Bridge in Marsund."], ["Tom Hale waited."]]
    story = replace(story, paragraphs=text)
    item = items_of(rows_of(story))[0]["vale:e001-subject"]
    assert (item.type, item.options, item.proof["distractors"]) == ("short_answer", (), {})


def test_a_date_is_offered_only_if_as_exact_as_the_key() -> None:
    items, _ = items_of(rows_of(LYN))
    options = {o for n in (1, 4, 5) for o in items[f"lyn:e00{n}-date"].options}
    assert options == {"May 3, 2021", "June 2, 2021", "June 14, 2021", "June 16, 2021"}


def test_a_person_near_the_quotation_is_not_offered_as_its_speaker() -> None:
    old = LYN.quotes[0].words
    sentences = [[s.replace("Tom Hale said.", "Tom Hale said to Mara Lind.") for s in p]
                 for p in LYN.paragraphs]  # fmt: skip
    items, _ = items_of(rows_of(replace(LYN, paragraphs=sentences)))
    item = items["lyn:q001-speaker"]
    assert old in item.question
    assert set(item.options) == {"Tom Hale", "Ana Ruiz", "Otto Brandt"}


def test_a_person_named_in_the_quotation_is_not_offered_as_its_speaker() -> None:
    said = "We will open the Brandt harbour before the end of the summer"
    sentences = [[s.replace(LYN.quotes[0].words, said) for s in p] for p in LYN.paragraphs]
    quotes = (LYN.quotes[0]._replace(words=said), LYN.quotes[1])
    items, _ = items_of(rows_of(replace(LYN, paragraphs=sentences, quotes=quotes)))
    assert set(items["lyn:q001-speaker"].options) == {"Tom Hale", "Ana Ruiz", "Mara Lind"}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ruiz", "Ana Ruiz", True),
        ("Ana Maria Ruiz", "Ana Ruiz", True),
        ("Lyn Bridge Union", "LBU", True),
        ("LBU", "Lyn Bridge Union", True),
        ("Ana Ruiz", "Eva Ruiz", False),
        ("Lyn Union", "LBU", False),
    ],
)
def test_names_that_may_be_one(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same


@pytest.mark.parametrize(
    ("name", "full"),
    [("Ana Ruiz", True), ("Ana van der Berg", True), ("J.K. Hale", True), ("Ruiz", False),
     ("ANA RUIZ", False), ("ana ruiz", False)],
)  # fmt: skip
def test_full_names(name: str, full: bool) -> None:
    assert is_full_name({"entity_type": "person", "name": name}) is full
    assert is_full_name({"entity_type": "place", "name": name})


def test_short_words_are_not_shared_names() -> None:
    assert not shares_word("Sea of Lyn", "Bay of Lyn")
    assert shares_word("Norder Company", "Lyn Company")
