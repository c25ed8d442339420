"""From rows to facts: what is told surely enough to be asked, and why the rest is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dataset.tables import check, write_tables
from quizgen.facts import find_event_facts, verbs
from quizgen.library import Library

from .quiz_tables import (
    LYN,
    NEST,
    Did,
    Rows,
    Said,
    Story,
    When,
    Who,
    changed,
    facts_of,
    library_of,
    retold,
    rows_of,
    tables_of,
)

MONDAY = dt.date(2021, 6, 14)


def test_the_hand_made_tables_keep_the_contract(tmp_path: Path) -> None:
    write_tables(tables_of(rows_of(LYN, NEST)), tmp_path)
    assert check(tmp_path) == []


def test_every_row_of_the_story_is_a_fact() -> None:
    facts, refused = facts_of(library_of(rows_of(LYN)))
    assert refused == {}
    assert [(f.subject, f.predicate, f.rest, f.date, f.precision) for f in facts.events] == [
        ("Ana Ruiz", "opened the Lyn Bridge in Marsund on June 14, 2021",
         "the Lyn Bridge in Marsund", MONDAY, "day"),
        ("Ana Ruiz", "thanked 44 engineers of the Norder Company",
         "44 engineers of the Norder Company", None, None),
        ("Tom Hale", "has praised the carpenters of Kelvik", "the carpenters of Kelvik",
         None, None),
        ("Mara Lind", "signed a treaty with Otto Brandt on May 3, 2021",
         "a treaty with Otto Brandt", dt.date(2021, 5, 3), "day"),
        ("Otto Brandt", "painted nine houses in Ostby on June 2, 2021",
         "nine houses in Ostby", dt.date(2021, 6, 2), "day"),
        ("Arland and Borland", "banned Cordian timber in May 2021", "Cordian timber",
         dt.date(2021, 5, 1), "month"),
        ("the harbour of Kelvik", "was closed in 2019", "", dt.date(2019, 1, 1), "year"),
        ("Estria", "lowered a tax on Cordian wool in March 2020", "a tax on Cordian wool",
         dt.date(2020, 3, 1), "month"),
    ]  # fmt: skip
    assert [f.subject_entity and f.subject_entity["name"] for f in facts.events] == [
        "Ana Ruiz", "Ana Ruiz", "Tom Hale", "Mara Lind", "Otto Brandt", None, None, "Estria",
    ]  # fmt: skip
    assert [f.speaker["name"] for f in facts.quotes] == ["Tom Hale", "Mara Lind"]
    assert [[s["sentence_id"] for s in f.sentences] for f in facts.quotes] == [
        ["lyn:s003"], ["lyn:s007"],
    ]  # fmt: skip


def test_edits_are_real_changes_with_their_reason() -> None:
    facts, _ = facts_of(library_of(rows_of(LYN)))
    text = rows_of(LYN)["articles"][0]["text"]
    assert [[(text[e.start : e.end], e.new, e.why) for e in f.edits] for f in facts.events] == [
        [("on Monday", "on June 14, 2021", "absolute date")],
        [("Ruiz", "Ana Ruiz", "full name")],
        [("Hale", "Tom Hale", "full name")],
        # A date that is absolute already is not edited.
        [], [], [], [], [],
    ]  # fmt: skip


def event(**changes: Any) -> Callable[[], Rows]:
    return lambda: changed(rows_of(LYN), "events", "lyn:e001", **changes)


def told(old: str, new: str, **fields: Any) -> Callable[[], Rows]:
    return lambda: rows_of(retold(LYN, old, new, **fields))


def participants(edit: Callable[[list[dict[str, Any]]], object]) -> Callable[[], Rows]:
    def make() -> Rows:
        rows = rows_of(LYN)
        edit(rows["event_participants"])
        return rows

    return make


def another(at: int, **changes: Any) -> Callable[[], Rows]:
    """Add a participant to the first event, beside its subject (0) or its time (1)."""
    return participants(lambda rows: rows.append({**rows[at], **changes}))


def put(at: int, **changes: Any) -> Callable[[], Rows]:
    return participants(lambda rows: rows[at].update(changes))


def with_first(did: Did) -> dict[str, Any]:
    return {"events": [did, *LYN.events[1:]]}


REFUSED_EVENTS: list[tuple[str, Callable[[], Rows], str]] = [
    ("planned", event(modality="planned"), "event is planned"),
    ("possible", event(modality="possible"), "event is possible"),
    ("conditional", event(modality="conditional"), "event is conditional"),
    ("requested", event(modality="requested"), "event is requested"),
    ("reported", event(modality="reported", reported_by="Tom Hale"), "event is reported"),
    ("negated", event(negated=True), "event is negated"),
    ("negated plan", event(negated=True, modality="planned"), "event is negated"),
    ("low confidence", event(confidence=0.59), "event is uncertain"),
    ("low confidence of the frame", event(frame_confidence=0.94), "event is uncertain"),
    ("empty verb", event(lemma="make"), "verb says too little"),
    ("empty verb, particle", event(lemma="turn up"),
     "verb says too little"),
    ("broken predicate", event(predicate_start=None, predicate_end=None), "clause is broken up"),
    ("progressive", event(aspect="progressive"), "event is not completed"),
    ("perfect progressive", event(aspect="perfect_progressive"), "event is not completed"),
    ("present tense", event(tense="present"), "event is not past"),
    ("future", event(tense="future"), "event is not past"),
    ("no tense", event(tense=None), "event is not past"),
    ("question", told("in Marsund on Monday.", "in Marsund on Monday?"),
     "sentence is no plain statement"),
    ("headline", told("Ana Ruiz opened", "Ana Ruiz Opened", **with_first(
        Did(1, "Ana Ruiz", "Opened the Lyn Bridge in Marsund on Monday", "Opened", "open",
            LYN.events[0].when))), "sentence is a headline"),
    ("no subject", put(0, function="object"), "subject is unclear"),
    ("two subjects", another(0, start=31, end=34), "subject is unclear"),
    ("a week", event(date_precision="week"), "date is unclear"),
    ("a range", event(date_precision="range"), "date is unclear"),
    ("words without a day", event(date_start=None, date_end=None, date_precision=None),
     "date is unclear"),
    ("two times", another(1, text="Monday", start=62, end=68, role="time"), "date is unclear"),
    ("no time", put(1, role="other"), "date is unclear"),
    ("another preposition", put(1, preposition="since"), "date is unclear"),
    ("other words", event(date_text="Friday"), "date is unclear"),
    ("more than the date hangs there", told(
        "on Monday.", "on Monday of the great storm.", **with_first(
            Did(1, "Ana Ruiz", "opened the Lyn Bridge in Marsund on Monday of the great storm",
                "opened", "open",
                When("Monday of the great storm", "on", MONDAY), {"date_text": "Monday"}))),
     "date is unclear"),
]  # fmt: skip


@pytest.mark.parametrize(("label", "make", "reason"), REFUSED_EVENTS)
def test_an_event_that_is_not_sure_is_refused(
    label: str, make: Callable[[], Rows], reason: str
) -> None:
    facts, refused = facts_of(library_of(make()))
    assert refused == {reason: 1}, label
    assert "lyn:e001" not in [f.event["event_id"] for f in facts.events]
    assert len(facts.events) == len(LYN.events) - 1


def quote(**changes: Any) -> Callable[[], Rows]:
    return lambda: changed(rows_of(LYN), "quotes", "lyn:q001", **changes)


def interrupted() -> Rows:
    rows = rows_of(LYN)
    first = rows["quotes"][0]
    start = first["start"] + first["text"].index("before")
    head, tail = first["text"].split(" before ")
    first.update(text=head, end=first["start"] + len(head))
    rest = {**first, "quote_id": "lyn:q009", "start": start, "text": f"before {tail}"}
    rows["quotes"].append({**rest, "end": start + len(rest["text"])})
    return rows


def said(words: str) -> Callable[[], Rows]:
    old = LYN.quotes[0].words
    return told(old, words, quotes=(Said(3, words, "Tom Hale"), LYN.quotes[1]))


REFUSED_QUOTES: list[tuple[str, Callable[[], Rows], str, int]] = [
    ("nobody", quote(speaker_entity_id=None), "speaker is not a named person", 1),
    ("an organisation", quote(speaker_entity_id="organisation-norder-company"),
     "speaker is not a named person", 1),
    ("a place", quote(speaker_entity_id="place-ostby"), "speaker is not a named person", 1),
    ("no cue", quote(cue=None, cue_start=None, cue_end=None),
     "speaker is not named beside the quotation", 1),
    ("from before", quote(speaker_mention=None, speaker_start=None, speaker_end=None),
     "speaker is not named beside the quotation", 1),
    ("low confidence", quote(confidence=0.899), "quotation is uncertain", 1),
    ("fragment", quote(quote_type="mixed"), "quotation is a fragment", 1),
    ("indirect", quote(quote_type="indirect"), "quotation is a fragment", 1),
    ("interrupted", interrupted, "quotation is interrupted", 2),
    ("five words", said("We will open the harbour"), "quotation is too short or too long", 1),
    ("41 words", said("We " + " ".join(["will"] * 40)), "quotation is too short or too long", 1),
]  # fmt: skip


@pytest.mark.parametrize(("label", "make", "reason", "n"), REFUSED_QUOTES)
def test_a_quotation_that_is_not_sure_is_refused(
    label: str, make: Callable[[], Rows], reason: str, n: int
) -> None:
    facts, refused = facts_of(library_of(make()))
    assert refused == {reason: n}, label
    assert [f.quote["quote_id"] for f in facts.quotes] == ["lyn:q002"]


@pytest.mark.parametrize("words", ["We will open the old harbour", "We " + "will " * 38 + "win"])
def test_six_and_forty_words_are_a_quotation(words: str) -> None:
    facts, _ = facts_of(library_of(said(words)()))
    assert len(facts.quotes) == 2


def one_event(
    sentence: str, entities: list[Who], did: Did, *, date: dt.date = dt.date(2021, 6, 16)
) -> tuple[str, str]:
    """Return subject and predicate of a story of one sentence, and one of everybody's names."""
    names = [f"{who.name} left." for who in entities]
    story = Story("one", "A title", date, [[sentence], names], entities, [did])
    library: Library = library_of(rows_of(story))
    refused: Any = {}
    (fact,) = find_event_facts(library, refused)
    return fact.subject, fact.predicate


RUIZ, HALE = Who("Ana Ruiz", forms=("Ruiz",)), Who("Tom Hale", forms=("Hale",))


@pytest.mark.parametrize(
    ("label", "sentence", "subject", "predicate", "when", "expected"),
    [
        ("object", "Ruiz met Hale.", "Ruiz", "met Hale", None, ("Ana Ruiz", "met Tom Hale")),
        ("possessive", "Ruiz met Hale’s son.", "Ruiz", "met Hale’s son", None,
         ("Ana Ruiz", "met Tom Hale’s son")),
        ("honorific", "Ruiz met Mr. Hale.", "Ruiz", "met Mr. Hale", None,
         ("Ana Ruiz", "met Tom Hale")),
        ("office stays", "Ruiz met Mayor Hale.", "Ruiz", "met Mayor Hale", None,
         ("Ana Ruiz", "met Mayor Tom Hale")),
        ("full already", "Ana Ruiz met Tom Hale.", "Ana Ruiz", "met Tom Hale", None,
         ("Ana Ruiz", "met Tom Hale")),
        ("within a phrase", "The daughter of Ruiz met Hale.", "The daughter of Ruiz", "met Hale",
         None, ("the daughter of Ana Ruiz", "met Tom Hale")),
        ("weekday", "Ruiz met Hale on Monday.", "Ruiz", "met Hale on Monday",
         When("Monday", "on", MONDAY), ("Ana Ruiz", "met Tom Hale on June 14, 2021")),
        ("yesterday", "Ruiz met Hale yesterday.", "Ruiz", "met Hale yesterday",
         When("yesterday", "", dt.date(2021, 6, 15)),
         ("Ana Ruiz", "met Tom Hale on June 15, 2021")),
        ("fronted", "On Monday Ruiz met Hale.", "Ruiz", "met Hale",
         When("Monday", "On", MONDAY), ("Ana Ruiz", "met Tom Hale on June 14, 2021")),
        ("amid", "Ruiz met on Monday with Hale.", "Ruiz", "met on Monday with Hale",
         When("Monday", "on", MONDAY), ("Ana Ruiz", "met on June 14, 2021 with Tom Hale")),
        ("last year", "Ruiz met Hale last year.", "Ruiz", "met Hale last year",
         When("last year", "", dt.date(2020, 1, 1), "year", dt.date(2020, 12, 31)),
         ("Ana Ruiz", "met Tom Hale in 2020")),
        ("day first", "Ruiz met Hale on 4 May.", "Ruiz", "met Hale on 4 May",
         When("4 May", "on", dt.date(2021, 5, 4)), ("Ana Ruiz", "met Tom Hale on 4 May 2021")),
    ],
)  # fmt: skip
def test_names_in_full_and_dates_absolute(
    label: str,
    sentence: str,
    subject: str,
    predicate: str,
    when: When | None,
    expected: tuple[str, str],
) -> None:
    if when:
        when = when._replace(preposition=when.preposition or None)  # type: ignore[arg-type]
    did = Did(1, subject, predicate, "met", "meet", when)
    assert one_event(sentence, [RUIZ, HALE], did) == expected, label


def test_the_lists_of_verbs_hold_base_forms() -> None:
    assert {"say", "be", "have"} <= verbs("empty_verbs")
    assert {"attend", "leave"} <= verbs("companion_verbs")
    both = verbs("empty_verbs") | verbs("companion_verbs")
    assert [v for v in both if v != v.strip().lower() or not v.isalpha()] == []
