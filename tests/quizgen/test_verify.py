"""The sceptic refuses every broken item, each for its own reason."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from quizgen.library import Library
from quizgen.quiz import Evidence, Item
from quizgen.verify import CHECKS, find_fault

VISIT = "Who visited Bergen on June 14, 2021?"


@pytest.fixture(scope="session")
def items(all_items: list[Item], library: Library) -> dict[str, Item]:
    """A sound item of each template."""
    found: dict[str, Item] = {}
    for item in all_items:
        if find_fault(item, library) is None:
            found.setdefault(item.proof["template"] + "-" + item.type, item)
            if item.question == VISIT:
                found["visit"] = item
            if item.type == "true_false":
                found.setdefault(f"statement-{item.key}", item)
    return found


def moved(item: Item, by: int) -> tuple[Evidence, ...]:
    e = item.evidence[0]
    return (Evidence(e.article_id, e.sentence_id, e.start + by, e.end + by, e.text),)


def proof(item: Item, **changes: Any) -> dict[str, Any]:
    return {**item.proof, **changes}


BROKEN: list[tuple[str, str, Any, str]] = [
    ("evidence shifted", "visit", lambda i: {"evidence": moved(i, 1)}, "not proven"),
    ("no evidence", "visit", lambda i: {"evidence": ()}, "not proven"),
    ("unknown row", "visit", lambda i: {"proof": proof(i, rows=["x"])}, "not proven"),
    ("another key", "visit", lambda i: {"key": "Tom Hansen"}, "not derivable again"),
    ("key in the stem", "visit",
     lambda i: {"question": "Who visited Maria in Bergen on June 14, 2021?"},
     "answer in the question"),
    ("pronoun", "visit", lambda i: {"question": "Who visited him in Bergen on June 14, 2021?"},
     "dangling pronoun"),
    ("most of whom", "visit", lambda i: {"question": "Most visited Bergen on June 14, 2021?"},
     "dangling pronoun"),
    ("this", "visit", lambda i: {"question": "Who visited this town on June 14, 2021?"},
     "dangling pronoun"),
    ("however", "visit", lambda i: {"question": "Who later visited Bergen on June 14, 2021?"},
     "dangling discourse word"),
    ("weekday", "visit", lambda i: {"question": "Who visited Bergen with friends on Monday?"},
     "relative time"),
    ("yesterday", "visit", lambda i: {"question": "Who visited Bergen with friends yesterday?"},
     "relative time"),
    ("the day before", "visit", lambda i: {"question": "Who visited Bergen the day before?"},
     "relative time"),
    ("last week", "visit", lambda i: {"question": "Who visited Bergen with friends last week?"},
     "relative time"),
    ("no year", "visit", lambda i: {"question": "Who visited Bergen with friends on June 14?"},
     "relative time"),
    ("month alone", "visit", lambda i: {"question": "Who visited Bergen with friends in June?"},
     "relative time"),
    ("the town", "visit", lambda i: {"question": "Who visited the town on June 14, 2021?"},
     "vague phrase"),
    ("second phrase", "visit",
     lambda i: {"question": "Who visited the Bergen council at the time?"}, "vague phrase"),
    ("hedge", "visit", lambda i: {"question": "Who possibly visited Bergen on June 14, 2021?"},
     "hedged or denied"),
    ("denial", "visit", lambda i: {"question": "Who did not visit Bergen on June 14, 2021?"},
     "hedged or denied"),
    ("percent of what", "visit", lambda i: {"question": "Who received 9 percent in Bergen town?"},
     "share of what is not said"),
    ("interview", "visit", lambda i: {"question": "Who gave an interview in Bergen town?"},
     "about the telling"),
    ("small letter", "visit", lambda i: {"question": "who visited Bergen on June 14, 2021?"},
     "badly formed"),
    ("two spaces", "visit", lambda i: {"question": "Who visited  Bergen on June 14, 2021?"},
     "badly formed"),
    ("doubled word", "visit", lambda i: {"question": "Who visited in in Bergen town?"},
     "badly formed"),
    ("no mark", "visit", lambda i: {"question": "Who visited Bergen on June 14, 2021"},
     "badly formed"),
    ("a digit in a name", "visit", lambda i: {"question": "Who visited Berg0en on June 14, 2021?"},
     "badly formed"),
    ("too long", "visit", lambda i: {"question": f"Who {'walked and '.join('abcdefghijklmn')}?"},
     "badly formed"),
    ("key twice", "visit", lambda i: {"options": (*i.options, i.key)}, "options of two kinds"),
    ("a place among people", "visit",
     lambda i: {"options": (i.key, "Bergen", "Tom Hansen")}, "options of two kinds"),
    ("unrefuted option", "visit", lambda i: {"options": (*i.options, "Peter Lindqvist")},
     "option may be true"),
    ("option in the evidence", "visit",
     lambda i: {"options": (*i.options, "Peter Lindqvist"),
                "proof": proof(i, distractors={**i.proof["distractors"], "Peter Lindqvist": ""}),
                "evidence": (*i.evidence, Evidence(
                    i.evidence[0].article_id, "", i.evidence[0].end + 1,
                    i.evidence[0].end + 16, "Peter Lindqvist"))},
     "option may be true"),
    ("false as true", "statement-False", lambda i: {"question": i.correction},
     "statement may be true"),
]  # fmt: skip


@pytest.mark.parametrize(("label", "which", "change", "expected"), BROKEN)
def test_a_broken_item_is_refused(
    items: dict[str, Item], library: Library, label: str, which: str, change: Any, expected: str
) -> None:
    item = items[which]
    assert find_fault(item, library) is None
    broken = replace(item, **change(item))
    assert find_fault(broken, library) == expected, label


def test_every_check_has_a_broken_item() -> None:
    assert {expected for *_, expected in BROKEN} == set(CHECKS)


def test_a_country_is_no_pronoun(items: dict[str, Item], library: Library) -> None:
    item = replace(items["visit"], question="Who visited US harbours on June 14, 2021?")
    assert find_fault(item, library) is None


def test_words_of_a_quotation_are_the_speakers(all_items: list[Item], library: Library) -> None:
    said = [i for i in all_items if i.type == "who_said" and "our last winter" in i.question]
    assert [find_fault(i, library) for i in said] == [None]
