"""Wrong answers: what could be right after all is not offered."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from dataclasses import replace

import pytest

from quizgen.compose import make_quiz
from quizgen.distractors import for_number, shares_word
from quizgen.errors import NoItems
from quizgen.facts import find_facts
from quizgen.items.fictional import LOCALES, add_fictional
from quizgen.names import is_full_name, same_name
from quizgen.quiz import Item
from quizgen.verify import find_fault
from quizgen.wording import number_of

from .quiz_stories import FJORD, every_item
from .quiz_tables import (
    LYN,
    Did,
    Number,
    Part,
    Story,
    When,
    Who,
    library_of,
    retold,
    rows_of,
    tables_of,
)


def acts(sentence: int, name: str, verb: str = "sang", lemma: str = "sing") -> Did:
    return Did(sentence, name, verb, verb, lemma)


def people(*more: Who, tail: str, events: tuple[Did, ...] = (), near: str = "") -> Story:
    """A story in which Ana Ruiz did it, two others are safe, and ``tail`` tells of more."""
    return Story(
        "vale",
        "News of a vale",
        dt.date(2021, 6, 16),
        [[f"Ana Ruiz opened the Lyn Bridge in Marsund.{near}"],
         ["Tom Hale waited. Mara Lind slept."], [tail]],
        [Who("Ana Ruiz"), Who("Tom Hale"), Who("Mara Lind"), *more],
        [Did(1, "Ana Ruiz", "opened the Lyn Bridge in Marsund", "opened", "open"),
         acts(2, "Tom Hale", "waited", "wait"), acts(2, "Mara Lind", "slept", "sleep"), *events],
    )  # fmt: skip


def asked(story: Story) -> Item:
    return every_item(rows_of(story))[0]["vale:e001-subject"]


SAFE = {"Ana Ruiz", "Tom Hale", "Mara Lind"}


@pytest.mark.parametrize(
    ("label", "story", "unsafe"),
    [
        ("alias", people(Who("Ana Maria Ruiz"), tail="Ana Maria Ruiz sang.",
                         events=(acts(3, "Ana Maria Ruiz"),)), "Ana Maria Ruiz"),
        ("one word", people(Who("Brandt"), tail="Brandt sang.", events=(acts(3, "Brandt"),)),
         "Brandt"),
        ("capitals", people(Who("Otto BRANDT"), tail="Otto BRANDT sang.",
                            events=(acts(3, "Otto BRANDT"),)), "Otto BRANDT"),
        ("in the paragraph", people(Who("Otto Brandt"), tail="They sang.", near=" Otto Brandt sang.",
                                    events=(acts(1, "Otto Brandt"),)), "Otto Brandt"),
        ("a part in the paragraph", people(Who("Otto Brandt"), tail="Otto Brandt sang.",
                                           near=" Mrs Brandt sang.",
                                           events=(acts(3, "Otto Brandt"),)), "Otto Brandt"),
        ("same verb", people(
            Who("Otto Brandt"), tail="Otto Brandt opened a shop.",
            events=(Did(3, "Otto Brandt", "opened a shop", "opened", "open",
                        None, {"actor": "Ana Ruiz"}),)), "Otto Brandt"),
        ("only spoken of", people(Who("Otto Brandt"), tail="They sang of Otto Brandt."),
         "Otto Brandt"),
    ],
)  # fmt: skip
def test_a_person_who_might_be_right_is_not_offered(label: str, story: Story, unsafe: str) -> None:
    item = asked(story)
    assert set(item.options) == SAFE, label
    assert unsafe not in item.proof["distractors"]


@pytest.mark.parametrize("name", ["Otto Brandt", "Eva Moe"])
def test_who_stands_in_another_sentence_of_the_paragraph_is_not_offered(name: str) -> None:
    story = people(Who(name), tail="They sang.", events=(acts(2, name),))
    first = [f"{story.paragraphs[0][0]}", f"{name} sang."]
    later = [e._replace(sentence=e.sentence + 1) for e in story.events[1:-1]]
    story = replace(story, paragraphs=[first, *story.paragraphs[1:]],
                    events=[story.events[0], *later, story.events[-1]])  # fmt: skip
    assert set(asked(story).options) == SAFE


def test_who_took_part_in_an_event_of_the_same_type_is_not_offered() -> None:
    story = people(
        Who("Otto Brandt"), tail="Otto Brandt helped a shop.",
        events=(Did(3, "Otto Brandt", "helped a shop", "helped", "help",
                    None, {"event_type": "aid"}),),
    )  # fmt: skip
    first = story.events[0]._replace(more={"event_type": "aid"})
    story = replace(story, events=[first, *story.events[1:]])
    assert set(asked(story).options) == SAFE


def test_another_safe_person_is_offered() -> None:
    item = asked(people(Who("Otto Brandt"), tail="Otto Brandt sang.",
                        events=(acts(3, "Otto Brandt"),)))  # fmt: skip
    assert set(item.options) == {*SAFE, "Otto Brandt"}
    assert item.proof["distractors"]["Otto Brandt"] == (
        "not named in the paragraph that proves the answer, nor in a like event"
    )


def test_a_country_is_not_offered_beside_its_adjective() -> None:
    item = every_item(rows_of(LYN))[0]["lyn:e008-subject"]
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
    return set(every_item(rows_of(story))[0]["body:e001-subject"].options)


@pytest.mark.parametrize(
    ("label", "name", "tail", "offered"),
    [
        ("acronym", "SW", "SW slept.", False),
        ("shared word", "Watch Union", "Watch Union slept.", False),
        ("an ordinary word", "Group", "Group slept.", False),
        ("with the", "Lyn Union", "The Lyn Union slept.", False),
        ("without", "Lyn Union", "Lyn Union slept.", True),
    ],
)
def test_an_organisation_must_be_another_and_look_alike(
    label: str, name: str, tail: str, offered: bool
) -> None:
    expected = {"Sea Watch", "Red Lamp", "Old Mill"} | ({name} if offered else set())
    assert bodies(name, tail=tail) == expected, label


def few() -> Story:
    """Return a story with one person beside the one asked for."""
    story = people(tail="They sang.")
    text = [["Ana Ruiz opened the Lyn Bridge in Marsund."], ["Tom Hale waited."]]
    return replace(story, paragraphs=text, events=story.events[:2])


def test_too_few_wrong_answers_make_an_open_question() -> None:
    item = asked(few())
    assert (item.type, item.options, item.proof["distractors"]) == ("short_answer", (), {})


# -- dates and numbers --------------------------------------------------------------------------


def test_a_date_is_offered_only_if_as_exact_as_the_key() -> None:
    items, _ = every_item(rows_of(LYN))
    options = {o for n in (1, 4, 5) for o in items[f"lyn:e00{n}-date"].options}
    assert options == {"May 3, 2021", "June 2, 2021", "June 14, 2021", "June 16, 2021"}


@pytest.mark.parametrize(
    ("precision", "when", "near"),
    [
        ("day", When("June 14, 2021", "on", dt.date(2021, 6, 14)),
         {"June 7, 2021", "June 12, 2021", "June 13, 2021", "June 15, 2021", "June 16, 2021",
          "June 21, 2021"}),
        ("month", When("January 2021", "in", dt.date(2021, 1, 1), "month", dt.date(2021, 1, 31)),
         {"November 2020", "December 2020", "February 2021", "March 2021"}),
        ("year", When("2019", "in", dt.date(2019, 1, 1), "year", dt.date(2019, 12, 31)),
         {"2017", "2018", "2020", "2021"}),
    ],
)  # fmt: skip
def test_the_calendar_around_a_lone_date_is_offered(
    precision: str, when: When, near: set[str]
) -> None:
    predicate = f"opened the Lyn Bridge in Marsund {when.preposition} {when.text}"
    story = Story("vale", "News", dt.date(2021, 6, 16), [[f"Ana Ruiz {predicate}."]],
                  [Who("Ana Ruiz")], [Did(1, "Ana Ruiz", predicate, "opened", "open", when)])  # fmt: skip
    for seed in range(5):
        item = every_item(rows_of(story), seed=seed)[0]["vale:e001-date"]
        assert len(item.options) == 4
        assert set(item.options) - {item.key} <= near
        assert item.proof["kind"] == precision


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    ("text", "value", "wrong"),
    [
        ("44", 44, {"22", "26", "66", "88", "132"}),
        ("nine", 9, {"four", "five", "fourteen", "eighteen", "twenty-seven"}),
        ("1,200", 1200, {"600", "720", "1,800", "2,400", "3,600"}),
    ],
)
def test_wrong_numbers_are_far_from_the_key_and_written_alike(
    seed: int, text: str, value: float, wrong: set[str]
) -> None:
    story = Story("vale", "News", dt.date(2021, 6, 16), [[f"Ana Ruiz sold {text} boats."]],
                  [Who("Ana Ruiz")], [], numbers=(Number(1, text, value),))  # fmt: skip
    library = library_of(rows_of(story))
    found = [d.text for d in for_number(library, library.quantities[0], random.Random(seed))]
    assert len(found) == 3
    assert set(found) <= wrong
    values = [number_of(t) for t in found]
    assert len(set(values)) == 3


def test_a_number_that_looks_like_a_year_has_no_wrong_ones() -> None:
    story = Story("vale", "News", dt.date(2021, 6, 16), [["Ana Ruiz sold 1990 boats."]],
                  [Who("Ana Ruiz")], [], numbers=(Number(1, "1990", 1990),))  # fmt: skip
    library = library_of(rows_of(story))
    assert for_number(library, library.quantities[0], random.Random(0)) == []


# -- speakers -----------------------------------------------------------------------------------


def test_a_person_near_the_quotation_is_not_offered_as_its_speaker() -> None:
    story = retold(LYN, "Tom Hale said.", "Tom Hale said near Otto Brandt.")
    item = every_item(rows_of(story))[0]["lyn:q001-speaker"]
    assert set(item.options) == {"Tom Hale", "Ana Ruiz", "Mara Lind"}


def test_a_person_named_in_the_quotation_is_not_offered_as_its_speaker() -> None:
    said = "We will open the Lind harbour before the end of the summer"
    story = retold(LYN, LYN.quotes[0].words, said,
                   quotes=(LYN.quotes[0]._replace(words=said), LYN.quotes[1]))  # fmt: skip
    item = every_item(rows_of(story))[0]["lyn:q001-speaker"]
    assert set(item.options) == {"Tom Hale", "Ana Ruiz", "Otto Brandt"}


def test_other_speakers_come_before_those_who_only_act() -> None:
    speakers = {"Ida Moen", "Karl Seip", "Olga Dahl", "Rita Holm", "Eva Strand"}
    for seed in range(6):
        item = every_item(rows_of(FJORD), seed=seed)[0]["fjord:q001-speaker"]
        assert set(item.options) <= speakers


# -- invented names -----------------------------------------------------------------------------


def agent_story(*, country: str | None = None, gender: str | None = None) -> Story:
    """Return a story with one actor, asked for by name, and nobody to offer beside them."""
    sentence = "The old quay of Torhaven was repaired by Ana Ruiz on May 3, 2021."
    when = When("May 3, 2021", "on", dt.date(2021, 5, 3))
    return Story(
        "pier",
        "A pier",
        dt.date(2021, 6, 16),
        [[sentence], ["Tom Hale waited in Norland."]],
        [Who("Ana Ruiz", gender=gender), Who("Tom Hale"), Who("Torhaven", "place"),
         Who("Norland", "place", (), country)],
        [Did(1, "The old quay of Torhaven", "was repaired by Ana Ruiz on May 3, 2021", "repaired",
             "repair", when, {"auxiliaries": "was", "voice": "passive", "actor": "Ana Ruiz"},
             (Part("Ana Ruiz", "actor", "agent", "by", "Ana Ruiz"),))],
    )  # fmt: skip


def test_invented_names_are_offered_where_the_article_has_too_few() -> None:
    rows = rows_of(agent_story())
    library = library_of(rows)
    item = every_item(rows)[0]["pier:e001-agent"]
    assert (item.type, item.options) == ("short_answer", ())
    made = add_fictional(library, item, 0)
    names = made.proof["fictional"]
    assert made.type == "multiple_choice"
    assert len(names) == 3
    assert set(made.options) == {*names, "Ana Ruiz"}
    assert set(made.proof["distractors"]) == set(names)
    assert all("invented" in why for why in made.proof["distractors"].values())
    assert find_fault(made, library) is None
    # Only the choice is new.
    plain = replace(made, type=item.type, options=(), proof=item.proof)
    assert plain == item
    assert add_fictional(library, item, 0) == made
    assert add_fictional(library, item, 1).options != made.options


@pytest.mark.parametrize("country", [None, "NOR", "USA", "POL", "XXX"])
@pytest.mark.parametrize("gender", [None, "female", "male"])
def test_no_invented_name_is_one_of_the_article(country: str | None, gender: str | None) -> None:
    rows = rows_of(agent_story(country=country, gender=gender))
    library = library_of(rows)
    item = every_item(rows)[0]["pier:e001-agent"]
    for seed in range(10):
        made = add_fictional(library, item, seed)
        for name in made.proof["fictional"]:
            assert not same_name(name, "Ana Ruiz")
            assert not same_name(name, "Tom Hale")
        locale = LOCALES.get(country or "", "en_US")
        assert all(locale in why for why in made.proof["distractors"].values())


def test_a_lone_speaker_gets_invented_rivals() -> None:
    rows = {**rows_of(LYN), "quotes": rows_of(LYN)["quotes"][:1]}
    library = library_of(rows)
    made = add_fictional(library, every_item(rows)[0]["lyn:q001-speaker"], 0)
    assert (made.type, made.key) == ("who_said", "Tom Hale")
    assert set(made.options) == {"Tom Hale", *made.proof["fictional"]}
    assert find_fault(made, library) is None


def test_invented_names_stand_only_beside_one_person() -> None:
    items, _ = every_item(rows_of(FJORD, LYN))
    library = library_of(rows_of(FJORD, LYN))
    kept = [i for i in items.values() if i.options or i.proof["kind"] != "person"]
    assert [i for i in kept if add_fictional(library, i, 0) is not i] == []


def test_two_people_asked_for_together_get_no_invented_names() -> None:
    story = people(tail="They sang.")
    events = [Did(1, "Ana Ruiz and Tom Hale", "opened the Lyn Bridge in Marsund", "opened", "open")]
    story = replace(
        story, events=events,
        paragraphs=[["Ana Ruiz and Tom Hale opened the Lyn Bridge in Marsund."],
                    ["Mara Lind slept."], ["They sang."]],
    )  # fmt: skip
    rows = rows_of(story)
    item = every_item(rows)[0]["vale:e001-subject"]
    assert item.question == "Which two people opened the Lyn Bridge in Marsund?"
    # Beside single names the pair would be the odd one out.
    assert add_fictional(library_of(rows), item, 0) == item


def test_a_quiz_has_invented_names_only_if_allowed() -> None:
    tables = tables_of(rows_of(agent_story()))
    with pytest.raises(NoItems):
        make_quiz(tables, types=["multiple_choice"])
    (item,) = make_quiz(tables, types=["multiple_choice"], allow_fictional=True).items
    assert (item.question, item.key) == (
        "Who repaired the old quay of Torhaven on May 3, 2021?",
        "Ana Ruiz",
    )
    assert set(item.options) == {"Ana Ruiz", *item.proof["fictional"]}


# -- names --------------------------------------------------------------------------------------


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
    ("kind", "name", "full"),
    [
        ("person", "Ana Ruiz", True),
        ("person", "Ana van der Berg", True),
        ("person", "J.K. Hale", True),
        ("person", "Ruiz", False),
        ("person", "ANA RUIZ", False),
        ("person", "ana ruiz", False),
        ("person", "Mr. Hale", False),
        ("person", "Ana Ana", False),
        ("person", "Hale Police", False),
        ("organisation", "Norder Company", True),
        ("organisation", "Group", False),
        ("place", "Ostby", True),
        ("place", "South", False),
        ("organisation", "Iowans", False),
    ],
)
def test_full_names(kind: str, name: str, full: bool) -> None:
    assert is_full_name({"entity_type": kind, "name": name}) is full


def test_short_words_are_not_shared_names() -> None:
    assert not shares_word("Sea of Lyn", "Bay of Lyn")
    assert shares_word("Norder Company", "Lyn Company")


def test_facts_of_the_stories_are_found_without_a_refusal_of_their_names() -> None:
    refused: Counter[str] = Counter()
    find_facts(library_of(rows_of(FJORD)), refused)
    assert "name is uncertain" not in refused
