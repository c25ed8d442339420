"""The sceptic: passes sound items of every template, and refuses each fault by its own check."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from quizgen.facts import find_facts
from quizgen.items import make_items
from quizgen.items.fictional import add_fictional
from quizgen.library import Library
from quizgen.quiz import Evidence, Item
from quizgen.verify import CHECKS, find_fault
from quizgen.verify.proof import _DERIVATIONS

from .quiz_tables import CUP, LYN, NEST, PIER, Rows, changed, library_of, rows_of

Change = Callable[[Item], dict[str, Any]]

STORIES = {story.article_id: story for story in (LYN, NEST, PIER, CUP)}


def made_from(rows: Rows, *, seed: int = 0) -> dict[str, Item]:
    """Return every item made of some rows, by id, sound or not."""
    library = library_of(rows)
    refused: Counter[str] = Counter()
    facts = find_facts(library, refused)
    items = list(make_items(library, facts, seed=seed, refused=refused))
    return {item.item_id: item for item in items}


@cache
def library_for(name: str) -> Library:
    return library_of(rows_of(STORIES[name]))


@cache
def items_for(name: str) -> dict[str, Item]:
    return made_from(rows_of(STORIES[name]))


def home_of(item_id: str) -> str:
    return item_id.split(":", maxsplit=1)[0]


def named(item_id: str) -> Item:
    """Return the item of an id, or the first whose id begins so."""
    items = items_for(home_of(item_id))
    found = items.get(item_id) or next((i for n, i in items.items() if n.startswith(item_id)), None)
    assert found, f"no item {item_id}"
    return found


def faults(item: Item, library: Library | None = None) -> list[str]:
    """Return the names of all checks an item fails."""
    known = library or library_for(home_of(item.item_id))
    return [name for name, holds in CHECKS.items() if not holds(item, known)]


def spoiled(item_id: str, change: Change) -> Item:
    item = named(item_id)
    assert faults(item) == [], "spoilt before it was spoilt"
    broken = replace(item, **change(item))
    assert broken != item
    return broken


# What may be done to an item.


def asks(old: str, new: str) -> Change:
    """Put other words into the question."""

    def change(item: Item) -> dict[str, Any]:
        assert item.question.count(old) == 1, f"{old!r} is not asked"
        return {"question": item.question.replace(old, new)}

    return change


def who(words: str) -> Change:
    """Put words into the frame of a question for a speaker, which may hold any."""
    return asks("Who said, ", f"Who {words}, ")


def lists(old: str, new: str) -> Change:
    """Put other words into a line of a list, and into what the proof says of the line."""

    def renamed(value: Any) -> Any:
        if isinstance(value, dict):
            return {k.replace(old, new): v for k, v in value.items()}
        return value

    def change(item: Item) -> dict[str, Any]:
        assert sum(old in line for line in (*item.options, *item.premises)) == 1
        return {
            "options": tuple(o.replace(old, new) for o in item.options),
            "premises": tuple(p.replace(old, new) for p in item.premises),
            "proof": {k: renamed(v) for k, v in item.proof.items()},
        }

    return change


def line_ends(tail: str) -> Change:
    """Put something in place of the stop of a line that is not the key."""

    def change(item: Item) -> dict[str, Any]:
        line = next(o for o in item.options if o != item.key)
        return lists(line, line.removesuffix(".") + tail)(item)

    return change


def keyed(key: str) -> Change:
    """Ask openly, and take something else for the key."""
    return lambda item: {"key": key, "options": (), "accept": (key,)}


def keyed_among_others(key: str) -> Change:
    """Take one of the wrong options for the key, and offer the right one no more."""
    return lambda item: {
        "key": key,
        "options": tuple(o for o in item.options if o != item.key),
        "accept": (key,),
    }


def key_cut_to(words: str) -> Change:
    """Print only some words of an utterance that is the key."""
    key = f"“{words}”"
    return lambda item: {
        "key": key,
        "options": tuple(key if o == item.key else o for o in item.options),
        "accept": (key,),
    }


def proof(**changes: Any) -> Change:
    return lambda item: {"proof": {**item.proof, **changes}}


def rests_on(*rows: str) -> Change:
    return proof(rows=list(rows))


def offers(*others: str) -> Change:
    """Offer other options beside the key, each refuted in the proof."""
    return lambda item: {
        "options": (item.key, *others),
        "proof": {**item.proof, "distractors": dict.fromkeys(others, "said so")},
    }


def also_shows(*numbers: int) -> Change:
    """Show other sentences of the story as evidence, too."""

    def change(item: Item) -> dict[str, Any]:
        home = item.evidence[0].article_id
        rows = [library_for(home).sentences[f"{home}:s{n:03}"] for n in numbers]
        more = (Evidence(home, r["sentence_id"], r["start"], r["end"], r["text"]) for r in rows)
        return {"evidence": (*item.evidence, *more)}

    return change


def shifted(item: Item) -> dict[str, Any]:
    e = item.evidence[0]
    return {"evidence": (replace(e, start=e.start + 1, end=e.end + 1), *item.evidence[1:])}


def told_by_the_evidence(item: Item) -> dict[str, Any]:
    """Swap a number for another that stands in the evidence, too."""
    swap = item.proof["swap"]
    return {
        "question": item.question.replace(swap["new"], "nine"),
        "proof": {**item.proof, "swap": {**swap, "new": "nine"}},
        **also_shows(6)(item),
    }


def edited(old: str, new: str) -> Change:
    """Let a planned edit put in other words, and the question have them."""
    return lambda item: {
        "question": item.question.replace(old, new),
        "explanation": item.explanation.replace(old, new),
        "proof": {
            **item.proof,
            "edits": [{**e, "new": e["new"].replace(old, new)} for e in item.proof["edits"]],
        },
    }


# Sound items to spoil.
WHO = "lyn:e001-subject"  # Who opened the Lyn Bridge in Marsund on June 14, 2021?
OPEN = "nest:e001-subject"  # Who repaired a wooden chapel in Vestby on April 9, 2020?
DATE = "lyn:e001-date"
MONTH = "lyn:e006-date"
TWO = "lyn:e006-subject"  # Which two countries banned Cordian timber in May 2021?
TREATY = "lyn:e004-subject"  # Who signed a treaty with Otto Brandt on May 3, 2021?
TRUE, FALSE = "lyn:e001-true", "lyn:e001-false"
MANY = "lyn:e002-false"  # Ana Ruiz thanked <more than 44> engineers of the Norder Company.
COUNT = "pier:n003-count"
SAID = "pier:q004-speaker"  # Mara Lind
WHICH = "pier:q001-which"
HE = "pier:e006-subject"  # Who sold the boat that he had built in Kelvik in a harsh winter?
CLAIM = "pier:n002-said-gap"
ROLE = "pier:m026-role"
EXCEPTION = "pier:not-happened"
TALK = "pier:voices"
THIEF = "cup:e001-subject"  # open: nobody else does anything there
DATES = "lyn:matching-date"
ORDER = "pier:ordering"

OWN_WORDS = "“The old lighthouse needs stronger windows before the winter.”"
LINDS_WORDS = "“The farmers of Torhaven want a safer road to the market.”"
BRANDTS_WORDS = "“We repaired 27 fishing boats before the first winter storm.”"

# By check: what makes of a sound item one that this check refuses, and no other.
SPOILED: dict[str, list[tuple[str, str, Change]]] = {
    "not proven": [
        ("a row nobody has", WHO, lambda i: rests_on(*i.proof["rows"], "lyn:e999")(i)),
        ("no rows", TALK, rests_on()),
        ("evidence shifted by one", WHO, shifted),
        ("evidence in other words", WHO,
         lambda i: {"evidence": (replace(i.evidence[0], text="Ana Ruiz opened a bridge."),)}),
        ("one of two pieces of evidence is wrong", WHO,
         lambda i: {"evidence": (*i.evidence, replace(i.evidence[0], start=0))}),
    ],
    "not derivable again": [
        ("another subject", OPEN, keyed("Lars Vik")),
        ("the row of the subject left out", WHO, rests_on("lyn:e001")),
        ("half a pair", TWO, keyed("Arland")),
        ("another day", DATE, keyed("June 15, 2021")),
        ("the same day of another month", DATE, keyed("July 14, 2021")),
        ("the same day of another year", DATE, keyed("June 14, 2020")),
        ("less exact", DATE, keyed("June 2021")),
        ("more exact", MONTH, keyed("May 3, 2021")),
        ("true, with a correction", FALSE, lambda i: {"key": "True", "accept": ("True",)}),
    ],
    "words put in without proof": [
        ("another day", WHO, edited("June 14", "June 7")),
        ("another name", "lyn:e002-true", edited("Ana Ruiz", "Mara Lind")),
        ("a name nobody bears", "lyn:e002-true", edited("Ana Ruiz", "Ana Marie Ruiz")),
    ],
    "accepts another answer": [
        ("another name", WHO, lambda i: {"accept": (*i.accept, "Tom Hale")}),
        ("another day", DATE, lambda i: {"accept": (*i.accept, "June 15, 2021")}),
        ("another number", COUNT, lambda i: {"accept": (*i.accept, "ten")}),
        ("words beyond the key", "pier:e003-reason",
         lambda i: {"accept": (*i.accept, "because of rain")}),
    ],
    "words lost or won": [
        ("the truth in a line to choose", EXCEPTION, line_ends(" in Ostby.")),
        ("a word won", WHO, asks("the Lyn", "the new Lyn")),
        ("a word twice", WHO, asks("Bridge", "Bridge Lyn")),
        ("the place lost", WHO, asks(" in Marsund", "")),
        ("another year", WHO, asks("2021", "2020")),
        ("another verb", WHO, asks("opened", "closed")),
        ("others' words in a quotation", SAID, asks("safer road", "safer street")),
        ("no quotation at all", SAID, lambda i: {"question": "Who spoke of farmers and roads?"}),
    ],
    "answer in the question": [
        ("the surname", SAID, who("in the Lind Company said")),
        ("the first name", SAID, who("beside Mara Berg said")),
    ],
    "answer in the title": [
        ("one of two people", HE, lambda i: {"options": (i.key, "Otto Brandt")}),
        ("an open question", HE, lambda i: {"options": ()}),
    ],
    "dangling pronoun": [
        ("this", ROLE, asks("the article", "this article")),
        ("their", SAID, who("in their town said")),
        ("it", SAID, who("said of it")),
        ("himself", SAID, who("himself said")),
        ("others", SAID, who("of others said")),
        ("there", SAID, who("there said")),
        ("small us", SAID, who("of us said")),
        ("such", SAID, who("in such towns said")),
        ("more than what", SAID, who("with more said")),
        ("one for a noun", SAID, who("in a yellow one said")),
        ("most of whom", CLAIM, asks("According", "Most have left, according")),
        ("in a line to order", ORDER, lists("the school of Ostby", "this school of Ostby")),
        ("in a line to match", DATES, lists("in Marsund", "in this town")),
    ],
    "dangling discourse word": [
        ("also", SAID, who("also said")),
        ("however", SAID, who("however said")),
        ("recently", SAID, who("recently said")),
        ("already", SAID, who("already said")),
        ("only", SAID, who("only said")),
        ("since then", SAID, who("since that fair said")),
        ("in a line to order", ORDER, lists("thanked", "then thanked")),
        ("in a line to match", DATES, lists("opened", "later opened")),
    ],
    "relative time": [
        ("weekday", SAID, who("said on Monday")),
        ("yesterday", SAID, who("said yesterday")),
        ("next summer", SAID, who("said next summer")),
        ("last week", SAID, who("said last week")),
        ("last Monday", SAID, who("said last Monday")),
        ("days ago", SAID, who("said nine days ago")),
        ("month and day alone", SAID, who("said on June 14")),
        ("day and month alone", SAID, who("said on 14 June")),
        ("month alone", SAID, who("said in June")),
    ],
    "vague phrase": [
        ("the hall", SAID, who("said in the hall")),
        ("the old hall", SAID, who("said in the old hall")),
        ("the second of two phrases", SAID, who("said at the Kelvik Fair in the town")),
        ("placed by no name", SAID, who("said in the hall near bridges")),
        ("placed by a month", SAID, who("said at the fair in May 2021")),
        ("in a line to order", ORDER, lists("the school of Ostby", "the school")),
        ("a name only tells where", SAID,
         lambda i: {**who("near the Torhaven farmer said")(i), **also_shows(15)(i)}),
    ],
    "hedged or denied": [
        ("possibly", SAID, who("possibly said")),
        ("never", SAID, who("never said")),
        ("not", SAID, who("did not say")),
        ("n't", SAID, who("didn’t say")),
        ("would", SAID, who("would have said")),
        ("may", SAID, who("may have said")),
        ("will", SAID, who("will have said")),
    ],
    "share of what is not said": [
        ("percent", SAID, who("with 9 percent said")),
        ("per cent", SAID, who("with 9 per cent said")),
        ("%", SAID, who("with 9% said")),
    ],
    "about the telling": [
        ("told", SAID, who("told farmers")),
        ("reporters", SAID, who("said to reporters")),
        ("interview", SAID, who("said in an interview")),
        ("news conference", SAID, who("said at a news conference")),
    ],
    "wrong question word": [
        ("a year for a day", DATE, asks("On what date", "In which year")),
        ("who for a number", COUNT, asks("How many", "Who")),
        ("which country for a person", WHO, asks("Who", "Which country")),
    ],
    "badly formed": [
        ("no mark", ROLE, asks("Vik?", "Vik")),
        ("stop for a mark", ROLE, asks("Vik?", "Vik.")),
        ("mark for a stop", TRUE, asks("2021.", "2021?")),
        ("two marks", ROLE, asks("role or", "role? Or")),
        ("small letter", SAID, asks("Who said", "who said")),
        ("two spaces", SAID, asks("Who said", "Who  said")),
        ("line break", SAID, asks("Who said", "Who\nsaid")),
        ("open quotation", ROLE, asks("Lars", "“Lars")),
        ("bracket", SAID, who("(once) said")),
        ("dash", SAID, who("– once – said")),
        ("semicolon", SAID, who("rose; and said")),
        ("doubled word", SAID, who("said said")),
        ("a name twice", ROLE, asks("Lars Vik?", "Lars Vik beside Lars Vik?")),
        ("no comma behind a state", SAID, who("in Ostby, D.C. once said")),
        ("zero in a name", SAID, who("in Mars0und said")),
        ("four words", ROLE, lambda i: {"question": "What is Lars Vik?"}),
        ("27 words", SAID, who(f"said {' and '.join('abcdefghijklm')}")),
        ("a headline", ROLE, lambda i: {"question": "Which Role Does Every Paper Give Lars Vik?"}),
        ("two gaps", CLAIM, asks("Mara Lind", "Mara Lind ____")),
        ("no mark to discuss", TALK, asks("say?", "say.")),
        ("46 words to discuss", TALK, asks("say?", f"say {'very ' * 30}?")),
    ],
    "garbled letters": [
        ("in the question", SAID, who("in NiÃ±o said")),
        ("a letter lost", SAID, who("in Pe\ufffda said")),
    ],
    "options of two kinds": [
        ("key missing", WHO, lambda i: {"options": tuple(o for o in i.options if o != i.key)}),
        ("key twice", WHO, lambda i: {"options": (*i.options, i.key)}),
        ("option twice", WHO, offers("Tom Hale", "TOM HALE")),
        ("a town among people", WHO, offers("Tom Hale", "Ostby")),
        ("nobody known", WHO, offers("Tom Hale", "Olaf Nobody")),
        ("a month among days", DATE, offers("May 2021", "June 2, 2021")),
        ("a figure among words", COUNT, offers("fourteen", "20")),
        ("a town among countries", "lyn:e008-subject", offers("Arland", "Ostby")),
        ("an utterance without its last mark", WHICH, offers(LINDS_WORDS, BRANDTS_WORDS[:-1])),
        ("an utterance without its first mark", WHICH, offers(LINDS_WORDS, BRANDTS_WORDS[1:])),
        ("a line without its stop", EXCEPTION, line_ends("")),
    ],
    "option may be true": [
        ("nothing refutes them", WHO, proof(distractors={})),
        ("nothing refutes one", TREATY, lambda i: {"options": (*i.options, "Otto Brandt")}),
        ("in the evidence", TREATY, offers("Tom Hale", "Otto Brandt")),
        ("in what is also shown", WHO, also_shows(5)),
        ("a number of the evidence", "pier:n002-count",
         lambda i: {**offers("27", "72")(i), **also_shows(5)(i)}),
        ("the speaker's own words", WHICH, offers(OWN_WORDS, BRANDTS_WORDS)),
        ("words nobody said", WHICH, offers(OWN_WORDS.replace("old", "new"), BRANDTS_WORDS)),
    ],
    "too few other speakers": [
        ("one of two people", SAID, lambda i: {"options": (i.key, "Otto Brandt")}),
        ("an open question", SAID, lambda i: {"options": ()}),
    ],
    "length gives the key away": [
        ("by far the shortest", WHICH, key_cut_to("We will build a longer harbour")),
        ("by far the longest", WHICH, offers("“The farmers of Torhaven”", "“We repaired 27”")),
    ],
    "gender gives the key away": [
        ("he, and a woman among the options", HE, offers("Otto Brandt", "Ida Moen")),
    ],
    "game of suffering": [
        ("never, in a question", SAID, who("after a suicide said")),
        ("a number beside the dead", CLAIM, asks("According", "After nine deaths, according")),
    ],
    "wrong culprit": [
        ("others offered as the thief", THIEF, offers("Ida Moen", "Lars Vik")),
    ],
    "statement may be true": [
        ("the truth itself", FALSE, lambda i: {"question": i.correction}),
        ("no swap", FALSE, proof(swap=None)),
        ("another swap than was made", FALSE, proof(swap={"slot": "date", "old": "x", "new": "y"})),
        ("more changed than the slot", FALSE, asks("Ana Ruiz", "Ana Marie Ruiz")),
        ("the number stands in the evidence", MANY, told_by_the_evidence),
        ("the speaker stands in the evidence", "pier:q001-false", also_shows(4, 5)),
    ],
}  # fmt: skip


def test_every_check_has_items_to_refuse() -> None:
    assert set(SPOILED) == set(CHECKS)
    assert all(SPOILED.values())


@pytest.mark.parametrize("check", CHECKS)
def test_a_check_alone_refuses_its_items(check: str) -> None:
    items = {label: spoiled(name, change) for label, name, change in SPOILED[check]}
    assert {k: faults(i) for k, i in items.items()} == {k: [check] for k in items}
    assert {find_fault(i, library_for(home_of(i.item_id))) for i in items.values()} == {check}


def test_the_first_of_two_faults_is_named() -> None:
    item = spoiled(SAID, who("also said of it"))
    assert faults(item) == ["dangling pronoun", "dangling discourse word"]
    assert find_fault(item, library_for("pier")) == "dangling pronoun"


def test_an_item_without_evidence_is_not_proven() -> None:
    for story in STORIES:
        for item in items_for(story).values():
            bare = replace(item, evidence=())
            assert find_fault(bare, library_for(story)) == "not proven"


def test_evidence_of_another_library_is_not_proven() -> None:
    assert find_fault(named(WHO), library_for("nest")) == "not proven"


# What is sound.


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("seed", range(4))
def test_every_item_of_a_plain_story_is_sound(story: str, seed: int) -> None:
    items = made_from(rows_of(STORIES[story]), seed=seed)
    found = {name: faults(item, library_for(story)) for name, item in items.items()}
    assert found
    assert {name: why for name, why in found.items() if why} == {}
    assert {find_fault(item, library_for(story)) for item in items.values()} == {None}


@pytest.mark.parametrize("template", _DERIVATIONS)
def test_every_way_of_asking_has_a_sound_item(template: str) -> None:
    made = [i for s in STORIES for i in items_for(s).values() if i.proof["template"] == template]
    assert made
    assert [] in [faults(item) for item in made]


@pytest.mark.parametrize(
    "words",
    [
        "in the US said",
        "on Monday, June 14, 2021, said",
        "on 14 June 2021 said",
        "in May 2021 said",
        "since 2019 said",
        "at the harbour of Ostby said",
        "at the farm near Ostby said",
        "in the European Fair said",
        "in the world said",
        "as the first woman said",
        "with more than nine farmers said",
        "as one of nine farmers said",
        "with 9 percent of farmers said",
        "of both Kelvik and Ostby said",
        "after nine deaths said",
        "after a fraud said",
    ],
)
def test_what_only_looks_faulty_passes(words: str) -> None:
    assert faults(spoiled(SAID, who(words))) == []


def test_words_between_marks_are_the_speakers() -> None:
    words = "They may not have told us of it yesterday, nor of the 9 percent or this town"
    rows = changed(rows_of(PIER), "quotes", "pier:q004", text=words)
    item = replace(named(SAID), question=f"Who said, “{words}”?")
    assert faults(item, library_of(rows)) == []


def test_an_end_mark_may_stand_before_the_closing_marks() -> None:
    asked = asks("market”?", "market?”")
    assert faults(spoiled(SAID, asked)) == []


def test_a_phrase_of_the_printed_title_is_settled() -> None:
    item = spoiled(SAID, who("near the pier said"))
    assert faults(item) == []
    # With two articles no title stands above the questions.
    assert faults(item, library_of(rows_of(PIER, NEST))) == ["vague phrase"]


def test_of_an_institution_there_is_one_in_a_place() -> None:
    museum = spoiled(SAID, who("near the Torhaven museum said"))
    assert faults(replace(museum, **also_shows(15)(museum))) == []


def test_what_an_article_speaks_of_all_the_time_is_settled() -> None:
    item = spoiled(SAID, who("near the boats said"))
    assert faults(item) == []
    assert faults(spoiled(SAID, who("near the chairs said"))) == ["vague phrase"]


def test_a_hedge_stays_in_a_whole_sentence_and_in_a_claim() -> None:
    for name in ("pier:q006-speaker", "pier:n002-sentence-gap"):
        item = named(name)
        text = item.evidence[0].text.replace("had planted", "would plant")
        rows = rows_of(PIER)
        assert "would plant" in text
        article = rows["articles"][0]
        article["text"] = article["text"].replace("had planted", "would plant")
        hedged = replace(
            item,
            question=item.question.replace("had planted", "would plant"),
            evidence=(replace(item.evidence[0], text=text),),
        )
        assert faults(hedged, library_of(rows)) == []


# Pronouns, by the tables.


def row_of_he() -> str:
    (row,) = (m for m in rows_of(PIER)["mentions"] if m["text"] == "he")
    return str(row["mention_id"])


def test_he_may_be_the_one_who_is_asked_for() -> None:
    assert " he " in named(HE).question
    assert faults(named(HE)) == []


@pytest.mark.parametrize("meant", ["person-mara-lind", None])
def test_he_may_not_be_somebody_else(meant: str | None) -> None:
    rows = changed(rows_of(PIER), "mentions", row_of_he(), entity_id=meant)
    assert faults(named(HE), library_of(rows)) == ["dangling pronoun"]


def test_he_may_not_be_two_people() -> None:
    rows = rows_of(PIER)
    (he,) = (m for m in rows["mentions"] if m["text"] == "he")
    rows["mentions"].append({**he, "mention_id": "pier:m099", "entity_id": "person-otto-brandt",
                             "start": he["start"] + 1})  # fmt: skip
    assert faults(named(HE), library_of(rows)) == ["dangling pronoun"]


def test_he_without_a_row_dangles() -> None:
    rows = rows_of(PIER)
    rows["mentions"] = [m for m in rows["mentions"] if m["text"] != "he"]
    assert faults(named(HE), library_of(rows)) == ["dangling pronoun"]


@pytest.mark.parametrize(
    ("gender", "expected"),
    [("female", ["gender gives the key away"]), ("male", []), (None, [])],
)
def test_he_leaves_no_woman_among_the_options(gender: str | None, expected: list[str]) -> None:
    assert "Mara Lind" in named(HE).options
    rows = changed(rows_of(PIER), "entities", "person-mara-lind", gender=gender)
    assert faults(named(HE), library_of(rows)) == expected


# Options, by the tables.


@pytest.mark.parametrize("alias", ["Ana Maria Ruiz", "Ruiz Ana", "Ruiz"])
def test_an_alias_of_the_key_is_no_wrong_option(alias: str) -> None:
    rows = rows_of(LYN)
    rows["entities"].append({**rows["entities"][0], "entity_id": "p-2", "name": alias})
    rows["mentions"].append(
        {**rows["mentions"][0], "mention_id": "x", "entity_id": "p-2", "text": alias}
    )
    item = spoiled(WHO, offers("Tom Hale", alias))
    assert faults(item, library_of(rows)) == ["option may be true"]


def test_a_role_that_the_person_has_too_is_no_wrong_option() -> None:
    (librarian,) = (
        m for m in rows_of(PIER)["mentions"] if m["description"] == "the librarian of Marsund"
    )
    rows = changed(rows_of(PIER), "mentions", librarian["mention_id"], entity_id="person-lars-vik")
    assert faults(named(ROLE), library_of(rows)) == ["option may be true"]


def test_an_utterance_of_the_same_speaker_is_no_wrong_option() -> None:
    rows = changed(rows_of(PIER), "quotes", "pier:q004", speaker_entity_id="person-tom-hale")
    assert faults(named(WHICH), library_of(rows)) == ["option may be true"]


def test_an_utterance_of_an_unknown_speaker_is_no_wrong_option() -> None:
    rows = changed(rows_of(PIER), "quotes", "pier:q004", speaker_entity_id=None)
    assert faults(named(WHICH), library_of(rows)) == ["option may be true"]


def test_beside_a_lone_surname_stand_surnames() -> None:
    rows = rows_of(PIER, swap=lambda text: text.replace("Mara Lind", "Lind"))
    item = made_from(rows)["pier:q004-speaker"]
    assert item.key == "Lind"
    assert set(item.options) <= {"Lind", "Hale", "Brandt", "Ruiz", "Vik", "Moen", "Strand"}
    assert faults(item, library_of(rows)) == []
    full = replace(item, **offers("Tom Hale", "Otto Brandt")(item))
    assert faults(full, library_of(rows)) == ["options of two kinds"]


def test_numbers_are_as_long_as_they_are() -> None:
    assert faults(spoiled(COUNT, offers("twenty-seven", "thirty-eight"))) == []


def test_another_day_of_the_evidence_makes_a_statement_false_still() -> None:
    item = spoiled(FALSE, also_shows(5, 6))
    assert item.proof["swap"]["new"] in " ".join(e.text for e in item.evidence)
    assert faults(item) == []


def test_of_the_dead_only_what_is_true_and_when_it_was_is_asked() -> None:
    killing = {"open": "kill", "opened": "killed"}

    def swap(text: str) -> str:
        return killing.get(text, text.replace("opened the Lyn Bridge", "killed the Lyn Wolf"))

    rows = rows_of(LYN, swap=swap)
    items, library = made_from(rows), library_of(rows)
    assert (
        items["lyn:e001-date"].question == "On what date did Ana Ruiz kill the Lyn Wolf in Marsund?"
    )
    found = {n: faults(i, library) for n, i in items.items() if n.startswith("lyn:e001-")}
    assert found == {
        "lyn:e001-subject": ["game of suffering"],
        "lyn:e001-date": [],
        "lyn:e001-true": [],
        "lyn:e001-false": ["game of suffering"],
    }


def test_invented_names_pass_if_the_proof_says_so() -> None:
    item = add_fictional(library_for("nest"), named(OPEN), 0)
    assert len(item.options) > 2
    assert faults(item) == []
    told = {k: v for k, v in item.proof.items() if k != "fictional"}
    assert faults(replace(item, proof=told)) == ["options of two kinds"]


# The key, by the tables: for each way of asking, what follows from the rows no more.


def other_letters(item: Item) -> dict[str, Any]:
    """Match the first two lines with each other's answers."""
    first, second, *rest = item.key.split(", ")
    return {"key": ", ".join([f"1-{second[-1]}", f"2-{first[-1]}", *rest])}


UNPROVEN: dict[str, tuple[str, Change]] = {
    "subject": (OPEN, keyed("Lars Vik")),
    "subject_pair": (TWO, keyed("Arland and Cordia")),
    "agent": ("pier:e001-agent", rests_on("pier:e001")),
    "object": ("pier:e002-object", keyed("Ana Ruiz")),
    "reason": ("pier:e003-reason", keyed("because of a storm")),
    "since": ("pier:e004-since", keyed("1995")),
    "date": (DATE, keyed("June 2, 2021")),
    "count": (COUNT, rests_on("pier:e005")),
    "gap_number": ("lyn:n001-gap", rests_on("lyn:e002")),
    "gap_name": ("lyn:m009-gap", rests_on("lyn:e004")),
    "sentence_gap": ("lyn:n001-sentence-gap", rests_on("lyn:e002")),
    "sentence_gap_name": ("lyn:m009-sentence-gap", rests_on("lyn:e004")),
    "who_said": (SAID, keyed_among_others("Otto Brandt")),
    "who_told": ("pier:q006-speaker", keyed_among_others("Otto Brandt")),
    "said_which": (WHICH, keyed(BRANDTS_WORDS)),
    "not_said": ("pier:person-tom-hale-not-said", asks("Tom Hale", "Mara Lind")),
    "quoted_statement": ("pier:q001-true", asks("Tom Hale", "Mara Lind")),
    "claim_statement": ("pier:q006-true", asks("Mara Lind", "Tom Hale")),
    "claim_gap": (CLAIM, rests_on("pier:q006", "person-mara-lind")),
    "quote_gap": ("pier:n001-said-gap", asks("Otto Brandt", "Mara Jane Lind")),
    "true_false": (FALSE, lambda i: {"key": "True", "accept": ("True",)}),
    "role": (ROLE, asks("Lars Vik", "Ida Moen")),
    "matching_date": (DATES, other_letters),
    "matching_role": ("pier:matching-role", other_letters),
    "matching_speaker": ("pier:matching-speaker", other_letters),
    "ordering": (ORDER, lambda i: {"key": ", ".join(reversed(i.key.split(", ")))}),
    "not_happened": (
        EXCEPTION,
        lambda i: proof(statements={**i.proof["statements"], "Ana Ruiz slept.": "pier:e001"})(i),
    ),
    "discussion": (TALK, lambda i: {"points": 1}),
}


def test_every_way_of_asking_has_an_item_that_does_not_follow() -> None:
    assert set(UNPROVEN) == set(_DERIVATIONS)


@pytest.mark.parametrize("template", UNPROVEN)
def test_a_key_that_does_not_follow_is_refused(template: str) -> None:
    name, change = UNPROVEN[template]
    assert named(name).proof["template"] == template
    assert faults(spoiled(name, change)) == ["not derivable again"]


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("pier:e002-object", proof(answer={"start": 0, "end": 3})),
        (DATES, lambda i: {"premises": i.premises[::-1]}),
        (DATES, lambda i: {"options": tuple(o for o in i.options if o != i.proof["spare"])}),
        (DATES, lambda i: {"proof": {**i.proof, "pairs": dict.fromkeys(i.premises, i.options[0])}}),
        (ORDER, lambda i: proof(order=i.proof["order"][:-1])(i)),
        (ORDER, lambda i: proof(order=i.proof["order"][::-1])(i)),
        (ORDER, lambda i: {"key": ", ".join("A" for _ in i.options)}),
    ],
)
def test_an_item_whose_parts_do_not_fit_is_not_derivable(name: str, change: Change) -> None:
    assert "not derivable again" in faults(spoiled(name, change))


@pytest.mark.parametrize(
    ("name", "table", "key", "changes"),
    [
        ("pier:e004-since", "events", "pier:e004", {"date_start": None}),
        (DATE, "events", "lyn:e001", {"date_start": None}),
        (DATE, "events", "lyn:e001", {"date_precision": "month"}),
        (SAID, "quotes", "pier:q004", {"speaker_entity_id": None}),
        (SAID, "quotes", "pier:q004", {"speaker_entity_id": "person-otto-brandt"}),
        (WHICH, "quotes", "pier:q001", {"speaker_entity_id": None}),
        ("pier:q006-true", "quotes", "pier:q006", {"speaker_entity_id": None}),
        ("pier:q004-true", "quotes", "pier:q004", {"speaker_entity_id": "person-otto-brandt"}),
        ("pier:q006-true", "quotes", "pier:q006", {"speaker_entity_id": "person-otto-brandt"}),
        ("pier:matching-speaker", "quotes", "pier:q004", {"speaker_entity_id": None}),
        (CLAIM, "quotes", "pier:q006", {"speaker_entity_id": "person-otto-brandt"}),
        (DATES, "events", "lyn:e001", {"date_precision": "month"}),
        (ORDER, "events", "pier:e001", {"date_end": None}),
        (ORDER, "events", "pier:e001", {"date_end": dt.datetime(2022, 1, 1)}),
    ],
)
def test_a_key_falls_with_its_row(name: str, table: str, key: str, changes: dict[str, Any]) -> None:
    home = STORIES[home_of(name)]
    assert faults(named(name)) == []
    changed_library = library_of(changed(rows_of(home), table, key, **changes))
    assert "not derivable again" in faults(named(name), changed_library)


@pytest.mark.parametrize("changes", [{"negated": True}, {"modality": "possible"}])
def test_what_a_line_tells_must_be_told_as_fact(changes: dict[str, Any]) -> None:
    item = named(EXCEPTION)
    line = next(o for o in item.options if o != item.key)
    rows = changed(rows_of(PIER), "events", item.proof["statements"][line], **changes)
    assert faults(item, library_of(rows)) == ["not derivable again"]


# The words, by the tables.


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("pier:e002-subject", asks("thanked", "scolded")),
        (TWO, asks("timber", "timber and wool")),
        ("pier:e001-agent", asks("chapel", "chapel school")),
        ("pier:e002-object", asks("Ostby", "Kelvik")),
        ("pier:e003-reason", asks("old ", "")),
        ("pier:e004-since", asks(" in Kelvik", "")),
        ("pier:e005-date", asks("nine ", "")),
        (COUNT, asks("chairs", "chairs and tables")),
        ("lyn:n001-gap", asks("engineers", "engineers and carpenters")),
        ("lyn:m009-gap", asks("a treaty", "a secret treaty")),
        ("lyn:n001-sentence-gap", asks("thanked", "thanked all")),
        ("lyn:m009-sentence-gap", asks("a treaty", "a secret treaty")),
        (SAID, asks("safer road", "safe road")),
        ("pier:q006-speaker", asks("oak ", "")),
        ("pier:q001-true", asks("longer", "shorter")),
        ("pier:q001-false", lambda i: {
            "question": i.question.replace("longer", "shorter"),
            "correction": i.correction and i.correction.replace("longer", "shorter")}),
        ("pier:q006-true", asks("oak ", "")),
        (CLAIM, asks("oak ", "")),
        ("pier:n001-said-gap", asks("fishing ", "")),
        (TRUE, asks("the Lyn", "the old Lyn")),
        (FALSE, lambda i: {
            "question": i.question.replace("the Lyn", "the old Lyn"),
            "correction": i.correction and i.correction.replace("the Lyn", "the old Lyn")}),
    ],
)  # fmt: skip
def test_words_that_come_and_go_are_refused_in_every_frame(name: str, change: Change) -> None:
    assert faults(spoiled(name, change)) == ["words lost or won"]


def test_a_reason_may_stand_outside_the_predicate() -> None:
    rows = rows_of(PIER)
    (event,) = (e for e in rows["events"] if e["event_id"] == "pier:e003")
    end = event["predicate_end"] - len(" because of heavy snow")
    rows = changed(rows, "events", "pier:e003", predicate_end=end)
    item = made_from(rows)["pier:e003-reason"]
    assert item.question == named("pier:e003-reason").question
    assert faults(item, library_of(rows)) == []
    lost = replace(item, question=item.question.replace("old ", ""))
    assert faults(lost, library_of(rows)) == ["words lost or won"]


@pytest.mark.parametrize("word", ["not", "never", "only"])
def test_a_word_that_the_clause_has_may_not_be_left_out(word: str) -> None:
    rows = rows_of(LYN)
    story = replace(LYN, paragraphs=[[s.replace("Ana Ruiz opened", f"Ana Ruiz {word} opened")
                                      for s in p] for p in LYN.paragraphs])  # fmt: skip
    did = story.events[0]._replace(predicate=f"{word} {LYN.events[0].predicate}")
    story = replace(story, events=[did, *story.events[1:]])
    library = library_of(rows_of(story))
    row = library.sentences["lyn:s001"]
    shown = Evidence("lyn", "lyn:s001", row["start"], row["end"], row["text"])
    time = next(p for p in library.participants_of["lyn:e001"] if p["role"] == "time")
    edit = {"start": time["start"] - 3, "end": time["end"], "new": "on June 14, 2021",
            "why": "absolute date"}  # fmt: skip
    item = named(WHO)
    item = replace(item, evidence=(shown,), proof={**item.proof, "edits": [edit]})
    assert rows != rows_of(story)
    assert faults(item, library) == ["words lost or won"]
