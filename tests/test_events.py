"""Events: which clauses are events, told as what, with whom, where and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dataset.schema import PLOVER

Rows = Callable[[str], dict[str, list[dict[str, Any]]]]
MONDAY = dt.datetime(2021, 6, 14)


def some(rows: list[dict[str, Any]], *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[c] for c in columns) for row in rows]


# label, prose, rows as (lemma, actor, target, voice)
WHO: list[tuple[str, str, list[tuple[str | None, ...]]]] = [
    ("active", "The council closed the bridge.",
     [("close", "The council", "the bridge", "active")]),
    ("no object", "Farmers marched in Oslo.", [("march", "Farmers", None, "active")]),
    ("passive with agent", "The village was attacked by soldiers.",
     [("attack", "soldiers", "The village", "passive")]),
    ("passive without agent", "The bridge was closed.",
     [("close", None, "The bridge", "passive")]),
    ("names", "Peter Lindqvist praised Maria Keller. Keller thanked Lindqvist.",
     [("praise", "Peter Lindqvist", "Maria Keller", "active"),
      ("thank", "Maria Keller", "Peter Lindqvist", "active")]),
    ("shared subject", "The council closed the bridge and opened a school.",
     [("close", "The council", "the bridge", "active"),
      ("open", "The council", "a school", "active")]),
    ("two actors", "Maria Keller and Peter Lindqvist closed the bridge.",
     [("close", "Maria Keller; Peter Lindqvist", "the bridge", "active")]),
    ("particle", "The council took over the school.",
     [("take over", "The council", "the school", "active")]),
    ("pronouns nobody resolves", "She closed the bridge. They opened a school.",
     [("close", "She", "the bridge", "active"), ("open", "They", "a school", "active")]),
    ("a pronoun that is sure", "Maria Keller came to Oslo. She praised the farmers.",
     [("come", "Maria Keller", None, "active"), ("praise", "Maria Keller", "the farmers", "active")]),
    ("there", "There was a fire in Oslo.", [("fire", None, None, None)]),
    ("there, with nothing told of it", "There was a fire.", []),
    ("state", "The mayor has a boat. The council remains powerful.", []),
    ("relative clause", "The mayor, who opened the bridge, is tired.",
     [("open", "The mayor", "the bridge", "active")]),
    ("relative clause, passive", "The bridge which was closed by the council is old.",
     [("close", "the council", "The bridge", "passive")]),
    ("participle behind a noun", "Farmers blocking the road sang. The plan made by the council is bad.",
     [("block", "Farmers", "the road", "active"), ("sing", "Farmers", None, "active"),
      ("make", "the council", "The plan", "passive")]),
    ("participle behind a clause", "A bomb exploded, killing three soldiers.",
     [("explode", "A bomb", None, "active"), ("kill", "A bomb", "three soldiers", "active")]),
    ("shared auxiliary", "The bridge was closed and repaired.",
     [("close", None, "The bridge", "passive"), ("repair", None, "The bridge", "passive")]),
    ("an infinitive is content", "Norway refused to close the bridge.",
     [("refuse", "Norway", None, "active")]),
    ("an infinitive tells whom it is refused", "Norway refused to pay the farmers.",
     [("refuse", "Norway", "the farmers", "active")]),
    ("a date between subject and verb", "Peter Lindqvist on Monday opened the bridge.",
     [("open", "Peter Lindqvist", "the bridge", "active")]),
    ("joined inside a phrase", "Local and foreign observers praised the mayors of Oslo and Bergen.",
     [("praise", "Local and foreign observers", "the mayors of Oslo and Bergen", "active")]),
    ("control of the object", "The council asked Maria Keller to close the bridge.",
     [("ask", "The council", "Maria Keller", "active")]),
    ("a modal word", "Norway is ready to send troops.",
     [("send", "Norway", "troops", "active")]),
    ("those who meet are all actors", "Maria Keller met with Peter Lindqvist in Oslo.",
     [("meet", "Maria Keller; Peter Lindqvist", None, "active")]),
    ("an event noun", "Peter Lindqvist’s arrest angered farmers.",
     [("arrest", None, "Peter Lindqvist", None),
      ("anger", "Peter Lindqvist’s arrest", "farmers", "active")]),
    ("inside a quotation", "Maria Keller said: “The council closed the bridge.”",
     [("close", "The council", "the bridge", "active")]),
    ("reporting verb", "Maria Keller said nothing. The mayor spoke.",
     [("speak", "The mayor", None, "active")]),
]  # fmt: skip


@pytest.mark.parametrize(("prose", "expected"), [pytest.param(*r[1:], id=r[0]) for r in WHO])
def test_who_did_what_to_whom(
    rows_of: Rows, prose: str, expected: list[tuple[str | None, ...]]
) -> None:
    assert some(rows_of(prose)["events"], "lemma", "actor", "target", "voice") == expected


# label, prose, rows as (trigger, modality, reported_by, negated)
REALITY: list[tuple[str, str, list[tuple[str | bool | None, ...]]]] = [
    ("fact", "The council closed the bridge.", [("closed", "asserted", None, False)]),
    ("denied", "The council did not close the bridge.", [("close", "asserted", None, True)]),
    ("never", "The council never closed the bridge.", [("closed", "asserted", None, True)]),
    ("nobody", "No farmers attacked the village.", [("attacked", "asserted", None, True)]),
    ("will", "The council will close the bridge.", [("close", "planned", None, False)]),
    ("will not", "The council will not close the bridge.", [("close", "planned", None, True)]),
    ("could", "The council could close the bridge.", [("close", "possible", None, False)]),
    ("might", "The council might close the bridge.", [("close", "possible", None, False)]),
    ("should", "The council should close the bridge.", [("close", "possible", None, False)]),
    ("if", "If the council opens the school, the town will close the bridge.",
     [("opens", "conditional", None, False), ("close", "conditional", None, False)]),
    ("unless", "The town will close the bridge unless the river falls.",
     [("close", "conditional", None, False), ("falls", "conditional", None, False)]),
    ("said that", "Maria Keller said that the council had closed the bridge.",
     [("closed", "reported", "Maria Keller", False)]),
    ("said without that", "Maria Keller said the council closed the bridge.",
     [("closed", "reported", "Maria Keller", False)]),
    ("a noun said", "The mayor said that the council had closed the bridge.",
     [("closed", "reported", "The mayor", False)]),
    ("a pronoun said", "She said that the council had closed the bridge.",
     [("closed", "reported", None, False)]),
    ("thought", "The mayor believes that the council closed the bridge.",
     [("closed", "reported", "The mayor", False)]),
    ("according to", "According to Maria Keller, the council closed the bridge.",
     [("closed", "reported", "Maria Keller", False)]),
    ("hedged", "The council reportedly closed the bridge.",
     [("closed", "possible", None, False)]),
]  # fmt: skip


@pytest.mark.parametrize(("prose", "expected"), [pytest.param(*r[1:], id=r[0]) for r in REALITY])
def test_told_as_fact_or_not(
    rows_of: Rows, prose: str, expected: list[tuple[str | bool | None, ...]]
) -> None:
    columns = ("trigger", "modality", "reported_by", "negated")
    assert some(rows_of(prose)["events"], *columns) == expected


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("The council closed the bridge.", ("past", "simple", None)),
        ("The council has closed the bridge.", ("present", "perfect", "has")),
        ("The council is closing the bridge.", ("present", "progressive", "is")),
        ("The council was closing the bridge.", ("past", "progressive", "was")),
        ("The council had closed the bridge.", ("past", "perfect", "had")),
        ("The council has been closing the bridge.",
         ("present", "perfect_progressive", "has been")),
        ("The council will close the bridge.", ("future", "simple", "will")),
        ("The council could close the bridge.", (None, "simple", "could")),
        ("The bridge has been closed.", ("present", "perfect", "has been")),
    ],
)  # fmt: skip
def test_tense_and_aspect(rows_of: Rows, prose: str, expected: tuple[str | None, ...]) -> None:
    assert some(rows_of(prose)["events"], "tense", "aspect", "auxiliaries") == [expected]


@pytest.mark.parametrize(
    ("label", "prose", "expected"),
    [
        ("day of the week", "Farmers marched in Oslo on Monday.",
         ("Oslo", "Monday", MONDAY, MONDAY, "day")),
        ("full date", "Farmers marched on June 3, 2021.",
         (None, "June 3, 2021", dt.datetime(2021, 6, 3), dt.datetime(2021, 6, 3), "day")),
        ("year", "Farmers marched in 2019.",
         (None, "2019", dt.datetime(2019, 1, 1), dt.datetime(2019, 12, 31), "year")),
        ("since", "The ministry has closed the bridge since Monday.",
         (None, "Monday", MONDAY, dt.datetime(2021, 6, 16), "range")),
        ("since, of a deed that is over", "The ministry closed the bridge since Monday.", (None,) * 5),
        ("until", "The ministry closed the bridge until Monday.", (None,) * 5),
        ("no date", "Farmers marched in Oslo.", ("Oslo", None, None, None, None)),
    ],
)  # fmt: skip
def test_where_and_when(rows_of: Rows, label: str, prose: str, expected: tuple[Any, ...]) -> None:
    columns = ("place", "date_text", "date_start", "date_end", "date_precision")
    assert some(rows_of(prose)["events"], *columns) == [expected], label


@pytest.mark.parametrize(
    ("prose", "event_type"),
    [
        ("Soldiers attacked the village.", "assault"),
        ("Police arrested Peter Lindqvist.", "coerce"),
        ("Norway condemned the attack.", "accuse"),
        ("The council rejected the plan.", "reject"),
        ("Ministers met in Oslo.", "consult"),
        ("Farmers marched in Oslo.", "protest"),
        ("The mayor praised the farmers.", "support"),
        ("The council painted the bridge.", "other"),
    ],
)
def test_event_types_are_plovers(rows_of: Rows, prose: str, event_type: str) -> None:
    quad_class, intensity = PLOVER.get(event_type, (None, None))
    columns = ("event_type", "quad_class", "intensity")
    assert some(rows_of(prose)["events"], *columns) == [(event_type, quad_class, intensity)]


@pytest.mark.parametrize(
    ("label", "prose", "expected"),
    [
        ("simple", "The council closed the bridge.", ["closed the bridge"]),
        ("auxiliaries", "The council has not closed the bridge.", ["has not closed the bridge"]),
        ("comma cuts off", "The council closed the bridge, although farmers needed it.",
         ["closed the bridge"]),
        ("comma in a date", "The council rejected the plan on Tuesday, June 15, 2021.",
         ["rejected the plan on Tuesday, June 15, 2021"]),
        ("comma in a place", "The council closed the bridge in Bergen, Norway, on Monday.",
         ["closed the bridge in Bergen, Norway, on Monday"]),
        ("what is joined", "The council closed the bridge and opened a school.",
         ["closed the bridge", "opened a school"]),
        ("a bracket breaks it up", "The council closed the bridge (and the road) on Monday.",
         [None]),
    ],
)  # fmt: skip
def test_the_predicate_is_one_stretch(
    rows_of: Rows, label: str, prose: str, expected: list[str | None]
) -> None:
    rows = rows_of(prose)
    text = rows["articles"][0]["text"]
    found = [
        None if a is None else text[a:b]
        for a, b in some(rows["events"], "predicate_start", "predicate_end")
    ]
    assert found[: len(expected)] == expected, label
    assert len(found) == len(expected) or label == "comma cuts off"


def test_the_clause_leaves_out_what_is_joined_to_it(rows_of: Rows) -> None:
    rows = rows_of("The council closed the bridge, and farmers marched in Oslo.")
    text = rows["articles"][0]["text"]
    clauses = [text[a:b] for a, b in some(rows["events"], "clause_start", "clause_end")]
    assert clauses[0] == "The council closed the bridge"
    assert clauses[1].endswith("farmers marched in Oslo")


def test_participants_are_rows_of_their_own(rows_of: Rows) -> None:
    rows = rows_of("Maria Keller attacked farmers in Oslo on Monday.")
    assert [e["event_id"] for e in rows["events"]] == ["a:e001"]
    columns = ("event_id", "role", "function", "preposition", "text", "head", "number")
    found = some(rows["event_participants"], *columns, "entity_id")
    assert found[0] == (
        "a:e001", "actor", "subject", None, "Maria Keller", "Maria", "singular",
        "person-maria-keller",
    )  # fmt: skip
    assert found[-1][:5] == ("a:e001", "time", "oblique", "on", "Monday")


def test_the_agent_of_a_passive_is_its_actor(rows_of: Rows) -> None:
    rows = rows_of("The village was attacked by soldiers.")["event_participants"]
    assert some(rows, "role", "function", "preposition", "text", "number") == [
        ("target", "subject", None, "The village", "singular"),
        ("actor", "agent", "by", "soldiers", "plural"),
    ]


def test_confidence_is_a_probability(rows_of: Rows) -> None:
    rows = rows_of("Soldiers attacked the village. Farmers marched in Oslo on Monday.")
    assert len(rows["events"]) == 2
    assert all(0 < e["confidence"] <= 1 for e in rows["events"])


def test_titles_are_no_events(rows_of: Rows) -> None:
    rows = rows_of("Farmers marched in Oslo.")
    assert [s["kind"] for s in rows["sentences"]].count("title") == 1
    (event,) = rows["events"]
    assert event["sentence_id"] == rows["sentences"][-1]["sentence_id"]


# label, prose, rows as (lemma, event_type, modality, negated, reported_by)
TOLD: list[tuple[str, str, list[tuple[Any, ...]]]] = [
    ("not only", "Not only did the council close the bridge, it sold the school.",
     [("close", "coerce", "asserted", False, None), ("sell", "other", "asserted", False, None)]),
    ("not all", "Not all farmers left Oslo.", [("leave", "other", "possible", False, None)]),
    ("should have", "The mayor should have closed the bridge.",
     [("close", "coerce", "possible", False, None)]),
    ("a denial above", "The mayor does not think that the council closed the bridge.",
     [("close", "coerce", "reported", True, "The mayor")]),
    ("what was not said", "Maria Keller never said that the council closed the bridge.",
     [("close", "coerce", "possible", False, "Maria Keller")]),
    ("until, still to come", "The council will wait until Maria Keller leaves Oslo.",
     [("wait", "other", "planned", False, None), ("leave", "other", "conditional", False, None)]),
    ("whom one wants", "The minister wants a mayor who closes bridges.",
     [("close", "coerce", "possible", False, None)]),
    ("what one hopes", "Maria Keller hopes that the council closes the bridge.",
     [("close", "coerce", "possible", False, "Maria Keller")]),
    ("whether", "The mayor asked whether the council had closed the bridge.",
     [("ask", "request", "asserted", False, None),
      ("close", "coerce", "possible", False, "The mayor")]),
    ("a demand", "The council must close the bridge, Maria Keller said.",
     [("close", "request", "requested", False, "Maria Keller")]),
    ("the nearest tells", "“Farmers closed the bridge,” Ana Lind said, according to a transcript.",
     [("close", "coerce", "reported", False, "Ana Lind")]),
    ("a threat with a condition",
     "The council warned it would close the bridge unless the farmers left.",
     [("warn", "threaten", "asserted", False, None),
      ("close", "threaten", "conditional", False, "The council"),
      ("leave", "other", "conditional", False, "The council")]),
]  # fmt: skip


@pytest.mark.parametrize(("prose", "expected"), [pytest.param(*r[1:], id=r[0]) for r in TOLD])
def test_what_is_meant_by_what_is_told(
    rows_of: Rows, prose: str, expected: list[tuple[Any, ...]]
) -> None:
    columns = ("lemma", "event_type", "modality", "negated", "reported_by")
    assert some(rows_of(prose)["events"], *columns) == expected


# label, prose, lemma of the event, its participants as (role, preposition, text)
PARTS: list[tuple[str, str, str, list[tuple[str | None, ...]]]] = [
    ("threat", "Norway threatened to ban exports.", "threaten",
     [("actor", None, "Norway"), ("topic", None, "to ban exports")]),
    ("whom a refusal hits", "Norway refused to send troops to Sweden.", "refuse",
     [("actor", None, "Norway"), ("topic", None, "to send troops to Sweden"),
      ("target", "to", "Sweden")]),
    ("whose words", "The council rejected Peter Lindqvist’s call for talks.", "reject",
     [("actor", None, "The council"), ("target", None, "Peter Lindqvist"),
      ("topic", None, "Peter Lindqvist’s call for talks")]),
    ("a measure in a place", "Ministers lifted the curfew in Oslo.", "lift",
     [("actor", None, "Ministers"), ("topic", None, "the curfew"), ("place", "in", "Oslo"),
      ("target", "in", "Oslo")]),
    ("accused of", "The council accused Peter Lindqvist of burning the bridge.", "accuse",
     [("actor", None, "The council"), ("target", None, "Peter Lindqvist"),
      ("topic", "of", "burning the bridge")]),
    ("means", "Maria Keller was interviewed by telephone.", "interview",
     [("target", None, "Maria Keller"), ("instrument", "by", "telephone")]),
    ("medium", "The council’s decision drew criticism on Twitter.", "draw",
     [("actor", None, "The council’s decision"), ("target", None, "criticism"),
      ("place", "on", "Twitter")]),
    ("where a visit was to", "Maria Keller met Peter Lindqvist during a visit to Oslo.", "meet",
     [("actor", None, "Maria Keller"), ("actor", None, "Peter Lindqvist"),
      ("time", "during", "a visit to Oslo"), ("place", "to", "Oslo")]),
    ("a fixed object", "The rally took place in Oslo.", "take place",
     [("actor", None, "The rally"), ("place", "in", "Oslo")]),
    ("a preposition of three words", "The council opened the bridge in response to the protest.",
     "open", [("actor", None, "The council"), ("target", None, "the bridge"),
              ("reason", "in response to", "the protest")]),
    ("a comment", "The council closed the bridge, at least in theory.", "close",
     [("actor", None, "The council"), ("target", None, "the bridge")]),
    ("a comment with an owner", "The council, for its part, closed the bridge.", "close",
     [("actor", None, "The council"), ("target", None, "the bridge")]),
    ("gift", "The council gave farmers new tractors.", "give",
     [("actor", None, "The council"), ("target", None, "farmers"), ("topic", None, "new tractors")]),
    ("gift, passive", "Farmers were given new tractors.", "give",
     [("target", None, "Farmers"), ("topic", None, "new tractors")]),
    ("in the grip", "The country is in the grip of a strike.", "strike",
     [("place", None, "The country")]),
    ("whom a promise is about", "Ministers agreed to meet Maria Keller.", "agree",
     [("actor", None, "Ministers"), ("topic", None, "to meet Maria Keller"),
      ("target", None, "Maria Keller")]),
    ("a pronoun for the speaker", "Norway said it closed the bridge.", "close",
     [("actor", None, "Norway"), ("target", None, "the bridge")]),
    ("it is no person", "Peter Lindqvist said it closed the bridge.", "close",
     [("actor", None, "it"), ("target", None, "the bridge")]),
    ("she is not who says so", "“She closed the bridge,” said Maria Keller.", "close",
     [("actor", None, "She"), ("target", None, "the bridge")]),
    ("an aside behind a comma",
     "The minister declined to answer, explaining that the law forbade it.", "decline",
     [("actor", None, "The minister"), ("topic", None, "to answer")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("prose", "lemma", "expected"), [pytest.param(*r[1:], id=r[0]) for r in PARTS]
)
def test_roles_and_exact_words(
    rows_of: Rows, prose: str, lemma: str, expected: list[tuple[str | None, ...]]
) -> None:
    rows = rows_of(prose)
    (event_id,) = (e["event_id"] for e in rows["events"] if e["lemma"] == lemma)
    parts = [p for p in rows["event_participants"] if p["event_id"] == event_id]
    found = some(parts, "role", "preposition", "text")
    assert sorted(found, key=str) == sorted(expected, key=str)


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("On Monday the council closed the bridge and opened a school.", [MONDAY, MONDAY]),
        ("The farmers met the minister in November.", [dt.datetime(2020, 11, 1)]),
        ("The farmers will meet the minister in November.", [dt.datetime(2021, 11, 1)]),
        ("Peter Lindqvist on Monday opened the bridge.", [MONDAY]),
        ("The council opened the bridge in 2019 and 2020.", [None]),
        ("The council opened the bridge, including a road built in 2019.", [None]),
    ],
)  # fmt: skip
def test_dates_of_clauses(rows_of: Rows, prose: str, expected: list[dt.datetime | None]) -> None:
    events = rows_of(prose)["events"]
    assert [e["date_start"] for e in events if e["lemma"] != "build"] == expected


@given(st.lists(st.sampled_from([r[1] for r in (*WHO, *REALITY, *TOLD)]), min_size=1, max_size=4))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_offsets_hold_for_any_sentences_together(rows_of: Rows, prose: list[str]) -> None:
    rows = rows_of(" ".join(prose))
    text = rows["articles"][0]["text"]
    sentences = {s["sentence_id"]: s for s in rows["sentences"]}
    for event in rows["events"]:
        sentence = sentences[event["sentence_id"]]
        assert text[event["start"] : event["end"]] == event["trigger"]
        assert sentence["start"] <= event["clause_start"] <= event["start"]
        assert event["end"] <= event["clause_end"] <= sentence["end"]
        assert 0 < event["confidence"] <= 1
    for part in rows["event_participants"]:
        assert text[part["start"] : part["end"]] == part["text"] == part["text"].strip()
        assert part["head"] in part["text"]
