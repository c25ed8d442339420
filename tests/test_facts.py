"""From rows to facts: what is told surely enough to be asked, and why the rest is refused."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dataset.tables import check, write_tables
from quizgen.facts import (
    Facts,
    find_claim_facts,
    find_event_facts,
    find_quote_facts,
    find_role_facts,
    find_sentence_facts,
)
from quizgen.lexicon import verbs

from .quiz_stories import CLAIM, FJORD, every_fact
from .quiz_tables import (
    LYN,
    NEST,
    Did,
    Pronoun,
    Role,
    Rows,
    Said,
    Story,
    When,
    Who,
    changed,
    library_of,
    retold,
    rows_of,
    tables_of,
)

MONDAY = dt.date(2021, 6, 14)
RUIZ, HALE = Who("Ana Ruiz", forms=("Ruiz",)), Who("Tom Hale", forms=("Hale",))
LIND = Who("Mara Lind", forms=("Lind",))

# Of LYN, with a subject that begins its sentence: all of it is fact.
TOWN = retold(
    LYN, "Mr. Hale has also", "Tom Hale has also",
    events=[e._replace(subject="Tom Hale") if e.sentence == 4 else e for e in LYN.events],
)  # fmt: skip


def events_of(rows: Rows) -> tuple[list[str], Counter[str]]:
    refused: Counter[str] = Counter()
    return [f.event["event_id"] for f in find_event_facts(library_of(rows), refused)], refused


def test_the_hand_made_tables_keep_the_contract(tmp_path: Path) -> None:
    write_tables(tables_of(rows_of(LYN, NEST, FJORD)), tmp_path)
    assert check(tmp_path) == []


def test_every_event_of_the_story_is_a_fact() -> None:
    refused: Counter[str] = Counter()
    facts = list(find_event_facts(library_of(rows_of(TOWN)), refused))
    assert refused == {}
    assert [(f.subject, f.predicate, f.rest, f.date, f.precision) for f in facts] == [
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
    assert [f.subject_entity and f.subject_entity["name"] for f in facts] == [
        "Ana Ruiz", "Ana Ruiz", "Tom Hale", "Mara Lind", "Otto Brandt", None, None, "Estria",
    ]  # fmt: skip
    # "has also praised": others may have, too.
    assert [f.event["event_id"] for f in facts if f.one_of_several] == ["lyn:e003"]


def test_edits_are_real_changes_with_their_reason() -> None:
    facts = list(find_event_facts(library_of(rows_of(TOWN)), Counter()))
    text = rows_of(TOWN)["articles"][0]["text"]
    assert [[(text[e.start : e.end], e.new, e.why) for e in f.edits] for f in facts] == [
        [("on Monday", "on June 14, 2021", "absolute date")],
        [("Ruiz", "Ana Ruiz", "full name")],
        # A date that is absolute already is not edited.
        [], [], [], [], [], [],
    ]  # fmt: skip


def test_every_kind_of_fact() -> None:
    facts, refused = every_fact(rows_of(FJORD))
    assert refused == {
        "sentence is a quotation": 5,
        "sentence is about what was to come": 1,  # a quotation in the future
        "pronoun is unclear": 3,  # They heard …
    }
    assert [len(getattr(facts, kind)) for kind in Facts.__slots__] == [7, 6, 1, 4, 10]
    assert [(f.person["name"], f.role) for f in facts.roles] == [
        ("Ida Moen", "bridge engineer from Ostby"),
        ("Karl Seip", "sheep farmer from Kelvik"),
        ("Olga Dahl", "editor of a newspaper"),
        ("Rita Holm", "head teacher at a village school"),
    ]
    (claim,) = facts.claims
    assert (claim.speaker["name"], claim.name, claim.verb) == ("Eva Strand", "Eva Strand", "say")
    assert claim.clause == "the ferry of Nes carried 1,200 passengers between Ostby and Torhaven"
    assert [f.sentence["sentence_id"] for f in facts.sentences] == [
        f"fjord:s{n:03}" for n in (1, 2, 3, 4, 5, 12, 13, 17, 18, 19)
    ]


def test_a_claim_of_a_named_speaker_stays_theirs() -> None:
    facts, _ = every_fact(rows_of(FJORD))
    (claimed,) = [f for f in facts.events if f.source]
    assert (claimed.source_name, claimed.rows) == ("Eva Strand", ["fjord:e006", "fjord:q007"])


# -- events -------------------------------------------------------------------------------------


def event(**changes: Any) -> Callable[[], Rows]:
    return lambda: changed(rows_of(TOWN), "events", "lyn:e001", **changes)


def told(old: str, new: str, **fields: Any) -> Callable[[], Rows]:
    return lambda: rows_of(retold(TOWN, old, new, **fields))


def participants(edit: Callable[[list[dict[str, Any]]], object]) -> Callable[[], Rows]:
    def make() -> Rows:
        rows = rows_of(TOWN)
        edit(rows["event_participants"])
        return rows

    return make


def another(at: int, **changes: Any) -> Callable[[], Rows]:
    """Add a participant to the first event, beside its subject (0) or its time (1)."""
    return participants(lambda rows: rows.append({**rows[at], **changes}))


def put(at: int, **changes: Any) -> Callable[[], Rows]:
    return participants(lambda rows: rows[at].update(changes))


def with_first(did: Did) -> dict[str, Any]:
    return {"events": [did, *TOWN.events[1:]]}


def longer(subject: str, predicate: str, trigger: str = "opened", **more: Any) -> dict[str, Any]:
    """Return the fields of a story whose first event reads so."""
    return with_first(Did(1, subject, predicate, trigger, "open", TOWN.events[0].when, more))


FIRST = "Ana Ruiz opened the Lyn Bridge in Marsund on Monday."
OPENED = "opened the Lyn Bridge in Marsund on Monday"

REFUSED_EVENTS: list[tuple[str, Callable[[], Rows], str]] = [
    ("planned", event(modality="planned"), "event is planned"),
    ("possible", event(modality="possible"), "event is possible"),
    ("conditional", event(modality="conditional"), "event is conditional"),
    ("requested", event(modality="requested"), "event is requested"),
    ("reported", event(modality="reported", reported_by="Tom Hale"), "event is reported"),
    ("negated", event(negated=True), "event is negated"),
    ("negated plan", event(negated=True, modality="planned"), "event is negated"),
    ("low confidence", event(confidence=0.59), "event is uncertain"),
    ("low confidence of the frame", event(frame_confidence=0.89), "event is uncertain"),
    ("no frame", event(frame_confidence=None), "event is uncertain"),
    ("empty verb", event(lemma="make"), "verb says too little"),
    ("empty verb, particle", event(lemma="turn up"), "verb says too little"),
    ("verb of accusing", event(lemma="accuse"), "verb says too little"),
    ("broken predicate", event(predicate_start=None, predicate_end=None), "clause is broken up"),
    ("progressive", event(aspect="progressive"), "event is not completed"),
    ("perfect progressive", event(aspect="perfect_progressive"), "event is not completed"),
    ("present tense", event(tense="present"), "event is not past"),
    ("future", event(tense="future"), "event is not past"),
    ("no tense", event(tense=None), "event is not past"),
    ("contracted", event(auxiliaries="’d"), "verb is contracted"),
    ("question", told("in Marsund on Monday.", "in Marsund on Monday?"),
     "sentence is no plain statement"),
    ("no end mark", told("in Marsund on Monday.", "in Marsund on Monday"),
     "sentence is no plain statement"),
    ("capital of a headline", told("Ana Ruiz opened", "Ana Ruiz Opened", **longer(
        "Ana Ruiz", "Opened the Lyn Bridge in Marsund on Monday", "Opened")),
     "sentence is a headline"),
    ("if", told("Ana Ruiz opened", "If Ana Ruiz opened"), "clause is not the main one"),
    ("after", told("Ana Ruiz opened", "After a storm, Ana Ruiz opened"),
     "clause is not the main one"),
    # Without it, is it true?
    ("a name in front", told("Ana Ruiz opened", "In Kelvik, Ana Ruiz opened"),
     "clause is not the main one"),
    ("fishermen heard that", told("Ana Ruiz opened", "Fishermen heard that Ana Ruiz opened"),
     "clause is not the main one"),
    ("no subject in the clause", event(subject_start=None, subject_end=None),
     "clause is not the main one"),
    ("who", told("Marsund on Monday.", "Marsund on Monday for sailors who had waited.",
                 **longer("Ana Ruiz", "opened the Lyn Bridge in Marsund on Monday for sailors")),
     "clause is cut"),
    ("more of a phrase", told("on Monday.", "on Monday to cheers."), "clause is cut"),
    ("no subject", put(0, function="object"), "subject is unclear"),
    ("subject outside", another(0, start=44, end=47), "subject is unclear"),
    ("he, whoever", put(0, form="pronoun", entity_id=None), "subject is a pronoun"),
    ("a clause", put(0, form="clause"), "subject is a clause"),
    ("no article", told("Ana Ruiz opened", "French mayor opened", **longer("French mayor", OPENED)),
     "subject lacks its article"),
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
    ("the date of something else", told(
        "opened the Lyn Bridge in Marsund on Monday.", "opened the Lyn Bridge during Monday’s fair.",
        **with_first(Did(1, "Ana Ruiz", "opened the Lyn Bridge during Monday’s fair", "opened",
                         "open", When("Monday", None, MONDAY)))),  # type: ignore[arg-type]
     "date is unclear"),
    ("a date before many words", told(
        FIRST, "On Monday, Ana Ruiz opened the longest bridge of the Lyn in Marsund.",
        **longer("Ana Ruiz", "opened the longest bridge of the Lyn in Marsund")),
     "date stands far off"),
    ("her, nobody linked", told("opened the Lyn Bridge in Marsund on Monday.",
                                "opened her bridge in Marsund on Monday.",
                                **longer("Ana Ruiz", "opened her bridge in Marsund on Monday")),
     "pronoun is unclear"),
]  # fmt: skip


@pytest.mark.parametrize(("label", "make", "reason"), REFUSED_EVENTS)
def test_an_event_that_is_not_sure_is_refused(
    label: str, make: Callable[[], Rows], reason: str
) -> None:
    found, refused = events_of(make())
    assert refused == {reason: 1}, label
    assert found == [f"lyn:e00{n}" for n in range(2, 9)]


@pytest.mark.parametrize(
    ("label", "make"),
    [
        ("fronted phrase", told(FIRST, "In spring, Ana Ruiz opened the Lyn Bridge.", **with_first(
            Did(1, "Ana Ruiz", "opened the Lyn Bridge", "opened", "open")))),
        ("second of two", told("Ana Ruiz opened", "The sailors sang, and Ana Ruiz opened")),
        ("what a comma adds", told("on Monday.", "on Monday, to cheers.")),
        ("a clause of time", told("on Monday.", "on Monday after a storm.")),
        ("told of a name", told("Bridge in Marsund on Monday.", "Bridge with Tom Hale who sang.",
                                **with_first(Did(1, "Ana Ruiz", "opened the Lyn Bridge with "
                                                 "Tom Hale", "opened", "open")))),
        ("a frame for statements", event(frame_confidence=0.9)),
        ("just sure enough", event(confidence=0.6)),
    ],
)  # fmt: skip
def test_a_main_and_whole_clause_is_a_fact(label: str, make: Callable[[], Rows]) -> None:
    found, refused = events_of(make())
    assert (found[0], refused) == ("lyn:e001", {}), label


@pytest.mark.parametrize(("frame", "sure"), [(0.95, True), (0.949, False)])
def test_a_clause_is_taken_apart_only_if_its_parts_are_sure(frame: float, sure: bool) -> None:
    rows = event(frame_confidence=frame)()
    fact = next(iter(find_event_facts(library_of(rows), Counter())))
    assert fact.can_be_taken_apart is sure


def test_the_first_short_paragraph_without_a_title_is_a_headline() -> None:
    paragraphs = [["Ana Ruiz opened the Lyn Bridge in Marsund."], ["Tom Hale sang a song."]]
    events = [
        Did(1, "Ana Ruiz", "opened the Lyn Bridge in Marsund", "opened", "open"),
        Did(2, "Tom Hale", "sang a song", "sang", "sing"),
    ]
    story = Story("one", "A title", LYN.date, paragraphs, [RUIZ, HALE], events)
    assert events_of(rows_of(story))[0] == ["one:e001", "one:e002"]
    rows = rows_of(story)
    rows["articles"][0]["title"] = None
    assert events_of(rows) == (["one:e002"], {"sentence is a headline": 1})


@pytest.mark.parametrize(
    ("label", "paragraphs", "expected"),
    [
        # Fishermen, or a firm of that name? The first sentence follows the title.
        ("first of all", [["Fishermen opened the Lyn Bridge in Marsund."]], None),
        ("first of a paragraph",
         [["Ana Ruiz left."], ["Fishermen opened the Lyn Bridge in Marsund."]], None),
        ("small elsewhere", [["Ana Ruiz met fishermen."],
                             ["Fishermen opened the Lyn Bridge in Marsund."]], "fishermen"),
        ("capital elsewhere", [["Ana Ruiz met Fishermen."],
                               ["Fishermen opened the Lyn Bridge in Marsund."]], "Fishermen"),
    ],
)  # fmt: skip
def test_a_first_word_is_a_name_only_if_the_article_shows_it(
    label: str, paragraphs: list[list[str]], expected: str | None
) -> None:
    did = Did(sum(map(len, paragraphs)), "Fishermen", "opened the Lyn Bridge in Marsund",
              "opened", "open")  # fmt: skip
    rows = rows_of(
        Story("one", "A title", LYN.date, [*paragraphs, ["Ana Ruiz slept."]], [RUIZ], [did])
    )
    rows["event_participants"][0].update(form="nominal", number="plural")
    refused: Counter[str] = Counter()
    found = [f.subject for f in find_event_facts(library_of(rows), refused)]
    assert found == ([expected] if expected else []), label
    assert refused == ({} if expected else {"first word may be a name": 1})


def reported(**changes: Any) -> Rows:
    return changed(rows_of(FJORD), "quotes", "fjord:q007", **changes)


@pytest.mark.parametrize(
    ("label", "make", "reason"),
    [
        ("of nobody", lambda: reported(speaker_entity_id=None), "speaker is not named"),
        ("unsure", lambda: reported(confidence=0.89), "quotation is uncertain"),
        ("denied", lambda: reported(cue="denied"), "event is reported"),
        ("no cue", lambda: reported(cue=None), "event is reported"),
        ("another speaker", lambda: changed(rows_of(FJORD), "events", "fjord:e006",
                                            reported_by="Karl Seip"), "event is reported"),
        ("a place", lambda: reported(speaker_entity_id="place-ostby", speaker="Ostby"),
         "speaker is not named beside the quotation"),
    ],
)  # fmt: skip
def test_a_claim_is_nobodys_fact_unless_its_speaker_is_sure(
    label: str, make: Callable[[], Rows], reason: str
) -> None:
    found, refused = events_of(make())
    assert refused == {reason: 1}, label
    assert "fjord:e006" not in found


def one_event(
    sentence: str,
    entities: list[Who],
    did: Did,
    *,
    before: str = "",
    pronouns: tuple[Pronoun, ...] = (),
) -> tuple[str, str]:
    """Return subject and predicate of a story of one sentence, and one of everybody's names."""
    names = [f"{who.name} left." for who in entities]
    lead = [before] if before else []
    did = did._replace(sentence=1 + len(lead))
    story = Story(
        "one", "A title", LYN.date, [[*lead, sentence], names], entities, [did], pronouns=pronouns
    )
    refused: Counter[str] = Counter()
    found = list(find_event_facts(library_of(rows_of(story)), refused))
    assert refused == {}
    return found[0].subject, found[0].predicate


@pytest.mark.parametrize(
    ("label", "sentence", "subject", "predicate", "when", "expected"),
    [
        ("object", "Ruiz met Hale.", "Ruiz", "met Hale", None, ("Ana Ruiz", "met Tom Hale")),
        ("possessive", "Ruiz met Hale’s son.", "Ruiz", "met Hale’s son", None,
         ("Ana Ruiz", "met Tom Hale’s son")),
        ("honorific", "Ruiz met Mr. Hale.", "Ruiz", "met Mr. Hale", None,
         ("Ana Ruiz", "met Tom Hale")),
        ("honorific of the subject", "Mr. Hale met Ruiz.", "Mr. Hale", "met Ruiz", None,
         ("Tom Hale", "met Ana Ruiz")),
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
        ("fronted", "On Monday, Ruiz met Hale.", "Ruiz", "met Hale",
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


def test_a_pronoun_is_named_where_the_last_person_before_it_is_meant() -> None:
    did = Did(2, "He", "met Ana Ruiz", "met", "meet",
              more={"actor": "Tom Hale"})  # fmt: skip
    story = Story("one", "A title", LYN.date, [["Tom Hale sang.", "He met Ana Ruiz."]],
                  [RUIZ, HALE], [did], pronouns=(Pronoun(2, "He", "Tom Hale"),))  # fmt: skip
    rows = rows_of(story)
    rows["event_participants"][0].update(form="pronoun", entity_id="person-tom-hale")
    (fact,) = find_event_facts(library_of(rows), Counter())
    assert (fact.subject, fact.predicate) == ("Tom Hale", "met Ana Ruiz")
    assert [(e.new, e.why) for e in fact.edits] == [("Tom Hale", "name for pronoun")]
    # The sentence that names him is shown beside it.
    assert [s["sentence_id"] for s in fact.sentences] == ["one:s001", "one:s002"]


@pytest.mark.parametrize(
    ("label", "paragraph", "meant", "confidence"),
    [
        ("another person between", ["Tom Hale sang.", "Ana Ruiz slept.", "He met Mara Lind."],
         "Tom Hale", 0.98),
        ("unsure", ["Tom Hale sang.", "He met Mara Lind."], "Tom Hale", 0.89),
        ("three sentences back", ["Tom Hale sang.", "It rained.", "It snowed.", "It thawed.",
                                  "He met Mara Lind."], "Tom Hale", 0.98),
    ],
)  # fmt: skip
def test_a_pronoun_that_may_be_anothers_is_refused(
    label: str, paragraph: list[str], meant: str, confidence: float
) -> None:
    n = len(paragraph)
    story = Story("one", "A title", LYN.date, [paragraph, ["Ana Ruiz left."]], [RUIZ, HALE, LIND],
                  [Did(n, "He", "met Mara Lind", "met", "meet")],
                  pronouns=(Pronoun(n, "He", meant),))  # fmt: skip
    rows = rows_of(story)
    rows["event_participants"][0].update(form="pronoun", entity_id="person-tom-hale")
    rows["mentions"][-1]["confidence"] = confidence
    assert events_of(rows) == ([], {"pronoun is unclear": 1}), label


def test_it_and_they_are_never_named() -> None:
    did = Did(1, "Ana Ruiz", "opened it", "opened", "open")
    story = Story("one", "A title", LYN.date, [["Tom Hale sang.", "Ana Ruiz opened it."]],
                  [RUIZ, HALE], [did._replace(sentence=2)],
                  pronouns=(Pronoun(2, "it", "Tom Hale"),))  # fmt: skip
    assert events_of(rows_of(story)) == ([], {"pronoun is unclear": 1})


# -- quotations ---------------------------------------------------------------------------------


def quotes_of(rows: Rows) -> tuple[dict[str, str], Counter[str]]:
    refused: Counter[str] = Counter()
    facts = find_quote_facts(library_of(rows), refused)
    return {f.quote["quote_id"]: f.words for f in facts}, refused


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
    return told_in(LYN, old, words, quotes=(Said(3, words, "Tom Hale"), LYN.quotes[1]))


def told_in(story: Story, old: str, new: str, **fields: Any) -> Callable[[], Rows]:
    return lambda: rows_of(retold(story, old, new, **fields))


GOES_ON, WHO, TELLS = (
    "quotation goes on from another",
    "quotation does not say who",
    "quotation tells its speaker",
)
REFUSED_QUOTES: list[tuple[str, Callable[[], Rows], str, int]] = [
    ("nobody", quote(speaker_entity_id=None), "speaker is not named", 1),
    ("an organisation", quote(speaker_entity_id="organisation-norder-company"),
     "speaker is not named beside the quotation", 1),
    ("no cue", quote(cue=None, cue_start=None, cue_end=None),
     "speaker is not named beside the quotation", 1),
    ("from before", quote(speaker_mention=None, speaker_start=None, speaker_end=None),
     "speaker is not named beside the quotation", 1),
    ("low confidence", quote(confidence=0.899), "quotation is uncertain", 1),
    ("fragment", quote(quote_type="mixed"), "quotation is a fragment", 1),
    ("interrupted", interrupted, "quotation is interrupted", 2),
    ("five words", said("We will open the harbour"), "quotation is too short or too long", 1),
    ("28 words", said("We " + " ".join(["will sing"] * 13) + " soon"),
     "quotation is too short or too long", 1),
    ("words put in", said("We will open the [old] harbour of the town"), "quotation is broken", 1),
    ("words left out", said("We will open … the harbour of the town"), "quotation is broken", 1),
    ("a word twice", said("We will open the the harbour of Kelvik"), "quotation is broken", 1),
    *((f"begins with {w}", said(f"{w} the harbour opens before the summer"), GOES_ON, 1)
      for w in ("And", "But", "So", "That", "Yes")),
    ("this", said("We will open this harbour before the summer"), GOES_ON, 1),
    ("also", said("We will also open the harbour before summer"), GOES_ON, 1),
    ("tomorrow", said("We will open the ferry harbour tomorrow morning"), GOES_ON, 1),
    ("he", said("We know that he opened the ferry harbour"), WHO, 1),
    ("they", said("They will open the ferry harbour before summer"), WHO, 1),
    ("a first name alone", said("We know that David opened the ferry harbour"), WHO, 1),
    ("my husband", said("We know my husband will open the ferry harbour"), TELLS, 1),
    ("as your mayor", said("We build harbours and I stand firm as your mayor"), TELLS, 1),
]  # fmt: skip


@pytest.mark.parametrize(("label", "make", "reason", "n"), REFUSED_QUOTES)
def test_a_quotation_that_is_not_sure_is_refused(
    label: str, make: Callable[[], Rows], reason: str, n: int
) -> None:
    found, refused = quotes_of(make())
    assert refused == {reason: n}, label
    assert list(found) == ["lyn:q002"]


@pytest.mark.parametrize(
    "words",
    [
        "We will open the old harbour",
        "We " + " ".join(["will sing"] * 13),
        "It is time to open the harbour of Kelvik",  # this it stands for nothing before
    ],
)
def test_words_that_stand_alone_are_a_quotation(words: str) -> None:
    assert quotes_of(said(words)())[0]["lyn:q001"] == words


def test_months_and_places_are_no_first_names() -> None:
    words = "We will open the old harbour in April"
    assert quotes_of(said(words)())[0]["lyn:q001"] == words
    words = "The farmers of Georgia want a safer harbour"
    story = retold(LYN, LYN.quotes[0].words, words,
                   quotes=(Said(3, words, "Tom Hale"), LYN.quotes[1]),
                   entities=[*LYN.entities, Who("Georgia", "place", (), "GEO")])  # fmt: skip
    assert quotes_of(rows_of(story))[0]["lyn:q001"] == words


NORDER = "The Norder Company sold its ferry in the harbour"


@pytest.mark.parametrize(
    ("label", "words", "pronoun", "kept"),
    [
        ("told before it", NORDER, ("its", "Norder Company"), True),
        ("nobody knows", NORDER, None, False),
        ("somebody else", NORDER, ("its", "Kelvik"), False),
        ("told after it", "For its ferry the Norder Company got nothing", ("its", "Norder Company"),
         False),
        ("the one person told", "Mara Lind knows that she will open the harbour",
         ("she", "Mara Lind"), True),
        # Of two people, it is too often the other.
        ("one of two", "Mara Lind told Ana Ruiz that she would open the harbour",
         ("she", "Mara Lind"), False),
        ("somebody else than told", "Mara Lind knows that she will open the harbour",
         ("she", "Ana Ruiz"), False),
    ],
)  # fmt: skip
def test_what_a_pronoun_of_a_quotation_means_must_be_told_in_it(
    label: str, words: str, pronoun: tuple[str, str] | None, kept: bool
) -> None:
    story = retold(
        LYN, LYN.quotes[0].words, words,
        quotes=(Said(3, words, "Tom Hale"), LYN.quotes[1]),
        pronouns=(Pronoun(3, *pronoun),) if pronoun else (),
    )  # fmt: skip
    found, refused = quotes_of(rows_of(story))
    assert ("lyn:q001" in found) is kept, label
    assert refused == ({} if kept else {WHO: 1})


def test_an_organisation_is_no_speaker_of_an_utterance() -> None:
    old = LYN.quotes[0].words
    story = retold(LYN, f"“{old},” Tom Hale said.", f"“{old},” the Norder Company said.",
                   quotes=(Said(3, old, "Norder Company"), LYN.quotes[1]))  # fmt: skip
    found, refused = quotes_of(rows_of(story))
    assert (list(found), refused) == (["lyn:q002"], {"speaker is not a named person": 1})


def uttered(sentences: list[str]) -> Story:
    """Return a story in which Tom Hale says some sentences between one pair of marks."""
    told_ = [f"“{sentences[0]}", *sentences[1:-1], f"{sentences[-1].rstrip('.')},” Tom Hale said."]
    return Story("one", "A title", LYN.date, [told_, ["Ana Ruiz left."]], [RUIZ, HALE], [])


def utterance_rows(sentences: list[str]) -> Rows:
    rows = rows_of(uttered(sentences))
    text = rows["articles"][0]["text"]
    start, end, by = text.index("“") + 1, text.index(",” Tom"), text.index("Tom Hale")
    rows["quotes"] = [{
        **rows_of(LYN)["quotes"][0], "quote_id": "one:q001", "article_id": "one",
        "sentence_id": "one:s001", "start": start, "end": end, "text": text[start:end],
        "speaker_start": by, "speaker_end": by + 8, "cue_start": by + 9, "cue_end": by + 13,
    }]  # fmt: skip
    return rows


WALL = "The ferry harbour of the town needs a higher wall of grey stone."


@pytest.mark.parametrize(
    ("sentences", "kept"),
    [
        # The whole, if it stands alone.
        (["We need a boat.", WALL], f"We need a boat. {WALL}"[:-1]),
        (["But we saw nothing.", WALL, "She knows the town well."], WALL),
        (["But we saw nothing.", WALL, "We know the town well."],
         f"{WALL} We know the town well"),
    ],
)  # fmt: skip
def test_of_an_utterance_the_sentences_that_stand_alone_are_kept(
    sentences: list[str], kept: str
) -> None:
    rows = utterance_rows(sentences)
    (fact,) = find_quote_facts(library_of(rows), Counter())
    assert fact.words == kept
    assert rows["articles"][0]["text"][fact.start : fact.end].strip() == kept


@pytest.mark.parametrize(
    ("sentences", "reason"),
    [
        (["But we saw nothing.", "This is a wall.", "So we left."], GOES_ON),
        (["She knows the town well.", "And they know the harbour."], WHO),
        # A short sentence lives on those around it.
        (["But we saw nothing.", "The ferry harbour needs a wall."], GOES_ON),
        (["We saw " + "a wall and " * 14 + "nothing.", "But we left."], "quotation is too short or too long"),
    ],
)  # fmt: skip
def test_an_utterance_without_a_sentence_that_stands_alone_is_refused(
    sentences: list[str], reason: str
) -> None:
    assert quotes_of(utterance_rows(sentences)) == ({}, {reason: 1})


def test_a_cue_that_only_quotes_is_none_of_speech() -> None:
    old = LYN.quotes[0].words
    story = retold(LYN, "Tom Hale said.", "Tom Hale quotes.",
                   quotes=(Said(3, old, "Tom Hale", "quotes"), LYN.quotes[1]))  # fmt: skip
    found, refused = quotes_of(rows_of(story))
    assert (list(found), refused) == (["lyn:q002"], {"cue is none of speech": 1})


def test_words_in_the_account_of_another_are_refused() -> None:
    old = LYN.quotes[0].words
    sentence = f"“{old},” Tom Hale said, Mara Lind recalled."
    story = retold(LYN, f"“{old},” Tom Hale said.", sentence)
    rows = rows_of(story)
    (first,) = [q for q in rows["quotes"] if q["quote_id"] == "lyn:q001"]
    text = rows["articles"][0]["text"]
    by = text.index("Mara Lind recalled")
    rows["quotes"].append({
        **first, "quote_id": "lyn:q009", "quote_type": "indirect", "speaker": "Mara Lind",
        "speaker_entity_id": "person-mara-lind", "speaker_mention": "Mara Lind",
        "speaker_start": by, "speaker_end": by + 9, "cue": "recalled", "cue_start": by + 10,
        "cue_end": by + 18,
    })  # fmt: skip
    found, refused = quotes_of(rows)
    assert (list(found), refused) == (["lyn:q002"], {"words are told by another": 1})


def test_a_speaker_with_a_first_name_only_is_refused() -> None:
    words = LYN.quotes[0].words
    story = Story("one", "A title", LYN.date, [[f"“{words},” Mary said."]], [Who("Mary")], [],
                  (Said(1, words, "Mary"),))  # fmt: skip
    assert quotes_of(rows_of(story)) == ({}, {"speaker has a first name only": 1})


def test_what_a_speaker_wrote_was_not_said() -> None:
    for cue, verb in (("wrote", "wrote"), ("tweeted", "wrote"), ("added", "said")):
        old = LYN.quotes[0].words
        story = retold(LYN, "Tom Hale said.", f"Tom Hale {cue}.",
                       quotes=(Said(3, old, "Tom Hale", cue), LYN.quotes[1]))  # fmt: skip
        facts = find_quote_facts(library_of(rows_of(story)), Counter())
        assert next(iter(facts)).verb == verb


# -- claims -------------------------------------------------------------------------------------

HEAD = "Tom Hale sang."


def claims_of(
    sentence: str,
    words: str,
    speaker: str = "Mara Lind",
    cue: str = "said",
    *,
    before: str = HEAD,
    pronouns: tuple[Pronoun, ...] = (),
    **more: Any,
) -> tuple[list[tuple[str, str]], Counter[str]]:
    """Return verb and clause of the claim a sentence tells, and why it is refused."""
    entities = [RUIZ, HALE, LIND, Who("Norder Company", "organisation"), Who("Kelvik", "place"),
                Who("Arland", "place", (), "ARL")]  # fmt: skip
    story = Story("one", "A title", LYN.date, [[before, sentence], ["Ana Ruiz left."]], entities,
                  [], (Said(2, words, speaker, cue, {**CLAIM, **more}),),
                  pronouns=pronouns)  # fmt: skip
    refused: Counter[str] = Counter()
    found = list(find_claim_facts(library_of(rows_of(story)), refused))
    return [(f.verb, f.clause) for f in found], refused


@pytest.mark.parametrize(
    ("label", "sentence", "words", "speaker", "cue", "expected"),
    [
        ("that", "Mara Lind said that the piers of Kelvik were weak.",
         "the piers of Kelvik were weak", "Mara Lind", "said",
         ("say", "the piers of Kelvik were weak")),
        ("without that", "Mara Lind said the piers of Kelvik were weak.",
         "the piers of Kelvik were weak", "Mara Lind", "said",
         ("say", "the piers of Kelvik were weak")),
        ("warned", "Mara Lind warned that the piers of Kelvik were weak.",
         "the piers of Kelvik were weak", "Mara Lind", "warned",
         ("warn", "the piers of Kelvik were weak")),
        ("pointed out", "Mara Lind pointed out that the piers of Kelvik were weak.",
         "the piers of Kelvik were weak", "Mara Lind", "pointed out",
         ("point out", "the piers of Kelvik were weak")),
        ("a surname", "Mara Lind said that Ruiz had sold the piers.", "Ruiz had sold the piers",
         "Mara Lind", "said", ("say", "Ana Ruiz had sold the piers")),
        ("an organisation", "The Norder Company said that the piers of Kelvik were weak.",
         "the piers of Kelvik were weak", "Norder Company", "said",
         ("say", "the piers of Kelvik were weak")),
        ("a country", "Arland said that the piers of Kelvik were weak.",
         "the piers of Kelvik were weak", "Arland", "said",
         ("say", "the piers of Kelvik were weak")),
    ],
)  # fmt: skip
def test_a_claim_told_without_marks(
    label: str, sentence: str, words: str, speaker: str, cue: str, expected: tuple[str, str]
) -> None:
    assert claims_of(sentence, words, speaker, cue) == ([expected], {}), label


@pytest.mark.parametrize(
    ("label", "sentence", "words", "speaker", "cue", "reason"),
    [
        ("denied", "Mara Lind denied that the piers of Kelvik were weak.",
         "the piers of Kelvik were weak", "Mara Lind", "denied", "cue tells no claim"),
        ("hoped", "Mara Lind hoped that the piers of Kelvik were safe.",
         "the piers of Kelvik were safe", "Mara Lind", "hoped", "cue tells no claim"),
        ("a town", "Kelvik said that the piers of stone were weak.",
         "the piers of stone were weak", "Kelvik", "said", "speaker is not a named person"),
        ("four words", "Mara Lind said that the piers were weak.", "the piers were weak",
         "Mara Lind", "said", "quotation is too short or too long"),
        ("marks inside", "Mara Lind said that the piers were “very weak”.",
         "the piers were “very weak”", "Mara Lind", "said", "quotation is a fragment"),
        ("infinitive", "Mara Lind said to leave the weak piers alone.",
         "to leave the weak piers alone", "Mara Lind", "said", "claim is no clause"),
        ("whether", "Mara Lind said whether the piers of Kelvik were weak.",
         "whether the piers of Kelvik were weak", "Mara Lind", "said", "claim is no clause"),
        ("no subject", "Mara Lind warned of it: the piers of Kelvik were weak.",
         "the piers of Kelvik were weak", "Mara Lind", "warned", "claim is no clause"),
    ],
)  # fmt: skip
def test_what_is_no_claim_of_a_named_speaker_is_refused(
    label: str, sentence: str, words: str, speaker: str, cue: str, reason: str
) -> None:
    assert claims_of(sentence, words, speaker, cue) == ([], {reason: 1}), label


@pytest.mark.parametrize(
    ("meant", "before", "expected"),
    [
        # "she had sold" of Mara Lind herself: the name in the question would be the answer.
        ("Mara Lind", HEAD, ([], {"claim is about its speaker": 1})),
        ("Ana Ruiz", "Ana Ruiz slept.", ([], {"pronoun is unclear": 1})),
    ],
)
def test_a_claim_with_a_pronoun(
    meant: str, before: str, expected: tuple[list[tuple[str, str]], dict[str, int]]
) -> None:
    found = claims_of(
        "Mara Lind said that she had sold the old piers.", "she had sold the old piers",
        before=before, pronouns=(Pronoun(2, "she", meant),),
    )  # fmt: skip
    assert found == expected


def test_a_claim_before_its_speaker_has_its_pronoun_named() -> None:
    found = claims_of(
        "He had sold the old piers of Kelvik, Mara Lind said.",
        "He had sold the old piers of Kelvik",
        pronouns=(Pronoun(2, "He", "Tom Hale"),),
    )
    # Without "that" and without a subject the tables know, it may be anything.
    assert found == ([], {"claim is no clause": 1})
    found = claims_of(
        "Mara Lind said that he sold the old piers of Kelvik.", "he sold the old piers of Kelvik",
        pronouns=(Pronoun(2, "he", "Tom Hale"),),
    )  # fmt: skip
    assert found == ([], {"pronoun is unclear": 1})  # the last one named is the speaker


# -- roles --------------------------------------------------------------------------------------


def roles_in(
    sentence: str, role: str, *, kind: str = "person", confidence: float = 0.98
) -> tuple[list[tuple[str, str]], Counter[str]]:
    who = Who("Ana Ruiz", kind)
    story = Story("one", "A title", LYN.date, [[sentence]], [who], [],
                  roles=(Role(1, "Ana Ruiz", role),))  # fmt: skip
    rows = rows_of(story)
    rows["mentions"][0]["confidence"] = confidence
    refused: Counter[str] = Counter()
    found = find_role_facts(library_of(rows), refused)
    return [(f.person["name"], f.role) for f in found], refused


@pytest.mark.parametrize(
    "role",
    ["baker from Ostby", "the mayor of Ostby", "Ostby harbour engineer", "professor of music"],
)
def test_a_role_beside_a_name(role: str) -> None:
    assert roles_in(f"At the gate stood Ana Ruiz, {role}.", role) == ([("Ana Ruiz", role)], {})


ALONE = "role does not stand alone"


@pytest.mark.parametrize(
    ("sentence", "role", "reason"),
    [
        ("Baker Ana Ruiz left.", "Baker", "role is too short or too long"),
        ("Ana Ruiz, her old teacher, left.", "her old teacher", ALONE),
        ("Ana Ruiz, his adviser on trade, left.", "adviser on trade", ALONE),
        ("Ana Ruiz, another harbour engineer, left.", "another harbour engineer", ALONE),
        ("Ana Ruiz, mother of a baker, left.", "mother of a baker", ALONE),
        ("Ana Ruiz, supporter of a baker, left.", "supporter of a baker", ALONE),
        ("Ana Ruiz, the country’s leader, left.", "country’s leader", ALONE),
        ("Harbour engineers Ana Ruiz left.", "Harbour engineers", ALONE),
        ("Ana Ruiz, baker (of bread), left.", "baker (of bread)", ALONE),
        ("Ana Ruiz, an old bridge, left.", "old bridge", "role is none of a person"),
        ("AFL-CIO President Ana Ruiz left.", "CIO President", "role is cut off"),
        ("Former President Ana Ruiz left.", "Former President", "role is common knowledge"),
    ],
)
def test_a_role_that_says_nothing_by_itself_is_refused(
    sentence: str, role: str, reason: str
) -> None:
    assert roles_in(sentence, role) == ([], {reason: 1})


def test_a_role_is_that_of_a_person_whose_name_is_sure() -> None:
    sentence, role = "Ana Ruiz, baker from Ostby, left.", "baker from Ostby"
    assert roles_in(sentence, role, kind="organisation") == ([], {"role is not a person's": 1})
    assert roles_in(sentence, role, confidence=0.89) == ([], {"name is uncertain": 1})


def test_of_two_roles_the_fuller_is_told() -> None:
    sentences = ["Ana Ruiz, baker from Ostby, left.", "Ana Ruiz, a baker of bread and cakes, sang."]
    roles = (
        Role(1, "Ana Ruiz", "baker from Ostby"),
        Role(2, "Ana Ruiz", "baker of bread and cakes"),
    )
    story = Story("one", "A title", LYN.date, [sentences], [RUIZ], [], roles=roles)
    found = find_role_facts(library_of(rows_of(story)), Counter())
    assert [f.role for f in found] == ["baker of bread and cakes"]


# -- sentences ----------------------------------------------------------------------------------


def sentences_in(
    sentence: str, *, title: str | None = "A title", **fields: Any
) -> tuple[list[str], Counter[str]]:
    """Return the edits of a sentence's fact, and why it is none."""
    story = Story("one", "A title", LYN.date, [[sentence], ["Ana Ruiz left."]],
                  [RUIZ, Who("Tom Hale", forms=("Hale",))], [], **fields)  # fmt: skip
    rows = rows_of(story)
    rows["articles"][0]["title"] = title
    refused: Counter[str] = Counter()
    found = find_sentence_facts(library_of(rows), refused)
    refused["sentence is too short or too long"] -= 1  # Ana Ruiz left.
    return [e.why for f in found for e in f.edits], +refused


@pytest.mark.parametrize(
    ("label", "sentence", "edits"),
    [
        ("as it stands", "A store by the quay keeps 750 barrels of oil.", []),
        ("surname", "A store by the quay keeps 750 barrels for Ruiz.", ["full name"]),
        ("filler", "Meanwhile, a store by the quay keeps 750 barrels of oil.", ["filler"]),
        ("also", "A store by the quay also keeps 750 barrels of oil.", ["filler"]),
    ],
)
def test_a_sentence_that_can_be_printed_alone(label: str, sentence: str, edits: list[str]) -> None:
    assert sentences_in(sentence) == (edits, {}), label


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("A store by the quay was full.", "sentence is too short or too long"),
        ("A store " + "by the quay " * 10 + "was full.", "sentence is too short or too long"),
        ("But a store by the quay keeps 750 barrels.", "sentence does not stand alone"),
        ("A store by the quay keeps 750 barrels of oil", "sentence does not stand alone"),
        ("A store (by the quay) keeps 750 barrels of oil.", "sentence does not stand alone"),
        ("A store by the quay: it keeps 750 barrels.", "sentence does not stand alone"),
        ("A store by the quay “keeps 750 barrels of oil.", "sentence does not stand alone"),
        ("A store by the quay will keep 750 barrels.", "sentence is about what was to come"),
        ("A store by the quay keeps 750 of its barrels.", "pronoun is unclear"),
    ],
)
def test_a_sentence_that_needs_others_is_refused(sentence: str, reason: str) -> None:
    assert sentences_in(sentence) == ([], {reason: 1})


def test_a_headline_and_a_quotation_are_no_sentences() -> None:
    sentence = "A store by the quay keeps 750 barrels of oil."
    assert sentences_in(sentence, title=None) == ([], {"sentence is a headline": 1})
    words = "A store by the quay keeps 750 barrels"
    quoted = sentences_in(f"“{words},” Tom Hale said.", quotes=(Said(1, words, "Tom Hale"),))
    assert quoted == ([], {"sentence is a quotation": 1})


def test_the_lists_of_verbs_hold_base_forms() -> None:
    assert {"say", "be", "have"} <= verbs("empty_verbs")
    assert {"attend", "leave"} <= verbs("companion_verbs")
    both = verbs("empty_verbs") | verbs("companion_verbs")
    assert [v for v in both if v != v.strip().lower() or not v.isalpha()] == []
