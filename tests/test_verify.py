"""The sceptic: passes a sound item of every template, and names what is broken in others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from quizgen.library import Library
from quizgen.quiz import Evidence, Item
from quizgen.verify import CHECKS, find_fault

from .quiz_tables import LYN, NEST, items_of, library_of, rows_of

Change = Callable[[Item], dict[str, Any]]

WHO, PAIR, DATE, SAID = "e001-subject", "e006-subject", "e001-date", "q001-speaker"
NUMBER, NAME, STATEMENT, OPEN = "n001-gap", "m011-gap", "e001-true-false", "e006-date"


@pytest.fixture(scope="module")
def library() -> Library:
    return library_of(rows_of(LYN, NEST))


@pytest.fixture(scope="module")
def items() -> dict[str, Item]:
    return items_of(rows_of(LYN))[0]


@pytest.mark.parametrize("name", [WHO, PAIR, DATE, SAID, NUMBER, NAME, STATEMENT, OPEN])
def test_a_sound_item_passes(items: dict[str, Item], library: Library, name: str) -> None:
    assert find_fault(items[f"lyn:{name}"], library) is None


def test_every_item_of_the_story_passes_with_any_seed() -> None:
    library = library_of(rows_of(LYN))
    for seed in range(4):
        items, _ = items_of(rows_of(LYN), seed=seed)
        assert {find_fault(i, library) for i in items.values()} == {None}


def ask(question: str) -> Change:
    return lambda item: {"question": question}


def proof(**changes: Any) -> Change:
    return lambda item: {"proof": {**item.proof, **changes}}


def offer(*options: str, refuted: bool = True) -> Change:
    """Offer other options beside the key."""
    return lambda item: {
        "options": (item.key, *options),
        "proof": {
            **item.proof,
            "distractors": dict.fromkeys(options, "said so") if refuted else {},
        },
    }


def shifted(item: Item) -> dict[str, Any]:
    e = item.evidence[0]
    return {"evidence": (replace(e, start=e.start + 1, end=e.end + 1),)}


def elsewhere(item: Item) -> dict[str, Any]:
    e = item.evidence[0]
    return {"evidence": (Evidence("nowhere", e.sentence_id, e.start, e.end, e.text),)}


def other_evidence(_item: Item) -> dict[str, Any]:
    row = rows_of(LYN)["sentences"][10]
    return {
        "evidence": (Evidence("lyn", row["sentence_id"], row["start"], row["end"], row["text"]),)
    }


def keyed(key: str) -> Change:
    return lambda item: {"key": key}


BROKEN: list[tuple[str, str, Change, str]] = [
    ("no evidence", WHO, lambda i: {"evidence": ()}, "not proven"),
    ("evidence shifted by one", WHO, shifted, "not proven"),
    ("evidence of no article", WHO, elsewhere, "not proven"),
    ("unknown row", WHO, proof(rows=["lyn:e001", "lyn:e999"]), "not proven"),
    ("another subject", WHO, keyed("Tom Hale"), "not derivable again"),
    ("row of another event", WHO, proof(rows=["lyn:e002"]), "not derivable again"),
    ("no event", WHO, proof(rows=["person-ana-ruiz"]), "not derivable again"),
    ("half a pair", PAIR, keyed("Arland"), "not derivable again"),
    ("another day", DATE, keyed("June 15, 2021"), "not derivable again"),
    ("another month", DATE, keyed("July 14, 2021"), "not derivable again"),
    ("less exact", DATE, keyed("June 2021"), "not derivable again"),
    ("more exact", OPEN, keyed("May 3, 2021"), "not derivable again"),
    ("another speaker", SAID, keyed("Mara Lind"), "not derivable again"),
    ("no quotation", SAID, proof(rows=["person-tom-hale"]), "not derivable again"),
    ("speaker not in the evidence", SAID, other_evidence, "not derivable again"),
    ("another number", NUMBER, keyed("45"), "not derivable again"),
    ("no number", NUMBER, proof(rows=["lyn:e002"]), "not derivable again"),
    ("another gap", NAME, keyed("Kelvik"), "not derivable again"),
    ("no mention", NAME, proof(rows=["lyn:e005"]), "not derivable again"),
    ("true, with a correction", STATEMENT, keyed("True"), "not derivable again"),
    ("key in the stem", WHO, ask("Who opened the Ruiz Bridge on June 14, 2021?"), "answer in the question"),
    ("number in the stem", NUMBER, ask("Ana Ruiz thanked ____ engineers of Group 44."), "answer in the question"),
    ("day in the stem", DATE, ask("On what date did Ana Ruiz open Bridge 14 of Lyn?"), "answer in the question"),
    ("pronoun", WHO, ask("Who opened it in Marsund on June 14, 2021?"), "dangling pronoun"),
    ("possessive", WHO, ask("Who opened their Lyn Bridge in Marsund?"), "dangling pronoun"),
    ("this", WHO, ask("Who opened this Lyn Bridge in Marsund?"), "dangling pronoun"),
    ("others", WHO, ask("Who opened others near Lyn in Marsund?"), "dangling pronoun"),
    ("small us", WHO, ask("Who met us in Marsund on June 14, 2021?"), "dangling pronoun"),
    ("most of whom", NUMBER, ask("Most have thanked ____ engineers in Marsund."), "dangling pronoun"),
    ("however", WHO, ask("Who however opened Lyn Bridge in Marsund?"), "dangling discourse word"),
    ("also", WHO, ask("Who also opened Lyn Bridge in Marsund?"), "dangling discourse word"),
    ("recently", WHO, ask("Who recently opened Lyn Bridge in Marsund?"), "dangling discourse word"),
    ("weekday", WHO, ask("Who opened Lyn Bridge in Marsund on Monday?"), "relative time"),
    ("yesterday", WHO, ask("Who opened Lyn Bridge in Marsund yesterday?"), "relative time"),
    ("the day before", WHO, ask("Who opened Lyn Bridge the day before?"), "relative time"),
    ("last Monday", WHO, ask("Who opened Lyn Bridge last Monday?"), "relative time"),
    ("days ago", WHO, ask("Who opened Lyn Bridge nine days ago?"), "relative time"),
    ("month and day alone", WHO, ask("Who opened Lyn Bridge on June 14?"), "relative time"),
    ("day and month alone", WHO, ask("Who opened Lyn Bridge on 14 June?"), "relative time"),
    ("month alone", WHO, ask("Who opened Lyn Bridge in June?"), "relative time"),
    ("the town", WHO, ask("Who opened the old bridge on June 14, 2021?"), "vague phrase"),
    ("the second of two", WHO, ask("Who opened the Lyn Bridge in the town?"), "vague phrase"),
    ("possibly", WHO, ask("Who possibly opened Lyn Bridge in Marsund?"), "hedged or denied"),
    ("not", WHO, ask("Who did not open Lyn Bridge in Marsund?"), "hedged or denied"),
    ("will", WHO, ask("Who will open Lyn Bridge in Marsund?"), "hedged or denied"),
    ("may", WHO, ask("Who may have opened Lyn Bridge in Marsund?"), "hedged or denied"),
    ("percent", WHO, ask("Who received 9 percent in Marsund?"), "share of what is not said"),
    ("per cent", WHO, ask("Who received 9 per cent in Marsund?"), "share of what is not said"),
    ("%", WHO, ask("Who received 9% in Marsund town?"), "share of what is not said"),
    ("interview", WHO, ask("Who gave an interview in Marsund?"), "about the telling"),
    ("reporters", WHO, ask("Who met nine reporters in Marsund?"), "about the telling"),
    ("two marks", WHO, ask("Who opened Lyn Bridge? In Marsund?"), "badly formed"),
    ("no mark", WHO, ask("Who opened Lyn Bridge in Marsund"), "badly formed"),
    ("stop for a mark", WHO, ask("Who opened Lyn Bridge in Marsund."), "badly formed"),
    ("small letter", WHO, ask("who opened Lyn Bridge in Marsund?"), "badly formed"),
    ("two spaces", WHO, ask("Who opened  Lyn Bridge in Marsund?"), "badly formed"),
    ("bracket", WHO, ask("Who opened Lyn Bridge (in Marsund)?"), "badly formed"),
    ("open quotation", WHO, ask("Who opened “Lyn Bridge in Marsund?"), "badly formed"),
    ("doubled word", WHO, ask("Who opened Lyn Bridge in in Marsund?"), "badly formed"),
    ("four words", WHO, ask("Who opened Lyn Bridge?"), "badly formed"),
    ("27 words", WHO, ask(f"Who saw {' and '.join('abcdefghijklm')}?"), "badly formed"),
    ("zero in a name", WHO, ask("Who opened Lyn Bridge in Mars0und?"), "badly formed"),
    ("gap missing", NUMBER, ask("Ana Ruiz thanked engineers in Marsund."), "badly formed"),
    ("two gaps", NUMBER, ask("Ana Ruiz thanked ____ engineers, ____ men."), "badly formed"),
    ("key missing", WHO, lambda i: {"options": ("Tom Hale", "Mara Lind")}, "options of two kinds"),
    ("key twice", WHO, lambda i: {"options": (*i.options, i.key)}, "options of two kinds"),
    ("option twice", WHO, offer("Tom Hale", "TOM HALE"), "options of two kinds"),
    ("a town among people", WHO, offer("Tom Hale", "Ostby"), "options of two kinds"),
    ("nobody known", WHO, offer("Tom Hale", "Olaf Nobody"), "options of two kinds"),
    ("a month among days", DATE, offer("May 2021", "June 2, 2021"), "options of two kinds"),
    ("a town among countries", "e008-subject", offer("Arland", "Ostby"), "options of two kinds"),
    ("unrefuted", WHO, offer("Tom Hale", "Mara Lind", refuted=False), "option may be true"),
    ("in the evidence", "e004-subject", offer("Tom Hale", "Otto Brandt"), "option may be true"),
    ("equal to the correction", STATEMENT, lambda i: {"question": i.correction}, "statement may be true"),
    ("no correction", STATEMENT, lambda i: {"correction": None}, "not derivable again"),
    ("no swap", STATEMENT, proof(swap=None), "statement may be true"),
    ("swap not made", STATEMENT, ask("Ana Ruiz opened the Lyn Bridge in Marsund in 2020."), "statement may be true"),
    ("number in the evidence", STATEMENT, lambda i: {
        "question": "Ana Ruiz opened Bridge Lyn in Marsund on May 3, 2021.",
        "proof": {**i.proof, "swap": {"slot": "number", "old": "9", "new": "Lyn"}}},
     "statement may be true"),
]  # fmt: skip


@pytest.mark.parametrize(("label", "name", "change", "expected"), BROKEN)
def test_a_broken_item_is_refused_for_its_fault(
    items: dict[str, Item],
    library: Library,
    label: str,
    name: str,
    change: Change,
    expected: str,
) -> None:
    item = items[f"lyn:{name}"]
    assert find_fault(replace(item, **change(item)), library) == expected, label


def test_an_alias_of_the_key_is_no_wrong_option() -> None:
    rows = rows_of(LYN)
    rows["entities"].append({**rows["entities"][0], "entity_id": "p-2", "name": "Ana Maria Ruiz"})
    rows["mentions"].append(
        {**rows["mentions"][0], "mention_id": "x", "entity_id": "p-2", "text": "Ana Maria Ruiz"}
    )
    item = items_of(rows_of(LYN))[0]["lyn:e001-subject"]
    broken = replace(item, **offer("Tom Hale", "Ana Maria Ruiz")(item))
    assert find_fault(broken, library_of(rows)) == "option may be true"


def test_every_check_has_a_broken_item() -> None:
    assert {expected for *_, expected in BROKEN} == set(CHECKS)


@pytest.mark.parametrize(
    "question",
    [
        "Who opened US harbours in Marsund on June 14, 2021?",
        "Who opened Lyn Bridge on Monday, June 14, 2021?",
        "Who opened Lyn Bridge in May 2021?",
        "Who opened the harbour of Ostby in 2021?",
        "Who opened the world in Marsund town?",
        "Who won 9 percent of Ostby votes?",
        "Who called Marsund or Lyn “the town it was yesterday”?",
    ],
)
def test_what_only_looks_broken_passes(
    items: dict[str, Item], library: Library, question: str
) -> None:
    assert find_fault(replace(items["lyn:e001-subject"], question=question), library) is None


def test_a_phrase_of_the_printed_title_is_settled(items: dict[str, Item]) -> None:
    item = replace(items["lyn:e001-subject"], question="Who opened the bridge on June 14, 2021?")
    assert find_fault(item, library_of(rows_of(LYN))) is None
    # With two articles no title stands above the questions.
    assert find_fault(item, library_of(rows_of(LYN, NEST))) == "vague phrase"
