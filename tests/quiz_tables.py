"""Tables of invented articles, written by hand: what the generator is tested on.

A story is a list of paragraphs of sentences and a few lines on what they say; every offset is
found in the text, so that no test depends on the parser.
"""

from __future__ import annotations

import copy
import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import pyarrow as pa

from dataset.schema import TABLES
from dataset.tables import make_table
from quizgen.facts import EventFact, QuoteFact, find_event_facts, find_quote_facts
from quizgen.items import Facts, make_items
from quizgen.library import Library
from quizgen.quiz import Item

Rows = dict[str, list[dict[str, Any]]]


class Who(NamedTuple):
    """An entity; ``forms`` are the shorter names the article also uses."""

    name: str
    kind: str = "person"
    forms: tuple[str, ...] = ()
    country: str | None = None
    gender: str | None = None


class When(NamedTuple):
    """The date of an event: its words and preposition, and the days it stands for."""

    text: str
    preposition: str
    first: dt.date
    precision: str = "day"
    last: dt.date | None = None


class Part(NamedTuple):
    """A participant of an event beside its subject and date; ``name`` if it is an entity's."""

    text: str
    role: str
    function: str
    preposition: str | None = None
    name: str | None = None


class Did(NamedTuple):
    """An event; ``predicate`` begins with the auxiliaries. ``more`` overrides columns."""

    sentence: int
    subject: str
    predicate: str
    trigger: str
    lemma: str
    when: When | None = None
    more: Mapping[str, Any] = {}
    parts: tuple[Part, ...] = ()


class Said(NamedTuple):
    sentence: int
    words: str
    speaker: str
    cue: str = "said"
    more: Mapping[str, Any] = {}


class Number(NamedTuple):
    sentence: int
    text: str
    value: float
    more: Mapping[str, Any] = {}


class Pronoun(NamedTuple):
    """The one pronoun of its form in a sentence, and whom it means."""

    sentence: int
    text: str
    name: str


class Role(NamedTuple):
    """What a sentence calls somebody beside the name."""

    sentence: int
    name: str
    description: str


@dataclass(frozen=True)
class Story:
    article_id: str
    title: str
    date: dt.date
    paragraphs: list[list[str]]
    entities: list[Who]
    events: list[Did]
    quotes: tuple[Said, ...] = ()
    numbers: tuple[Number, ...] = ()
    pronouns: tuple[Pronoun, ...] = ()
    roles: tuple[Role, ...] = ()


LYN = Story(
    article_id="lyn",
    title="Marsund gets its bridge",
    date=dt.date(2021, 6, 16),  # a Wednesday
    paragraphs=[
        ["Ana Ruiz opened the Lyn Bridge in Marsund on Monday.",
         "Ruiz thanked 44 engineers of the Norder Company."],
        ["“We will open the ferry harbour before the end of the summer,” Tom Hale said.",
         "Mr. Hale has also praised the carpenters of Kelvik."],
        ["Mara Lind signed a treaty with Otto Brandt on May 3, 2021.",
         "On June 2, 2021, Otto Brandt painted nine houses in Ostby."],
        ["“Nobody has asked the farmers of Torhaven about the road,” said Mara Lind."],
        ["Arland and Borland banned Cordian timber in May 2021.",
         "The harbour of Kelvik was closed in 2019."],
        ["Cordia and Dunmark waited."],
        ["Estria lowered a tax on Cordian wool in March 2020."],
    ],
    entities=[
        Who("Ana Ruiz", forms=("Ruiz",)),
        Who("Tom Hale", forms=("Hale",)),
        Who("Mara Lind"),
        Who("Otto Brandt"),
        Who("Norder Company", "organisation"),
        *(Who(name, "place") for name in ("Marsund", "Kelvik", "Ostby", "Torhaven")),
        *(Who(name, "place", (), name[:3].upper())
          for name in ("Arland", "Borland", "Cordia", "Dunmark", "Estria")),
    ],
    events=[
        Did(1, "Ana Ruiz", "opened the Lyn Bridge in Marsund on Monday", "opened", "open",
            When("Monday", "on", dt.date(2021, 6, 14))),
        Did(2, "Ruiz", "thanked 44 engineers of the Norder Company", "thanked", "thank"),
        Did(4, "Hale", "has also praised the carpenters of Kelvik", "praised", "praise", None,
            {"auxiliaries": "has", "aspect": "perfect", "tense": "present"}),
        Did(5, "Mara Lind", "signed a treaty with Otto Brandt on May 3, 2021", "signed", "sign",
            When("May 3, 2021", "on", dt.date(2021, 5, 3))),
        Did(6, "Otto Brandt", "painted nine houses in Ostby", "painted", "paint",
            When("June 2, 2021", "On", dt.date(2021, 6, 2))),
        Did(8, "Arland and Borland", "banned Cordian timber in May 2021", "banned", "ban",
            When("May 2021", "in", dt.date(2021, 5, 1), "month", dt.date(2021, 5, 31))),
        Did(9, "The harbour of Kelvik", "was closed in 2019", "closed", "close",
            When("2019", "in", dt.date(2019, 1, 1), "year", dt.date(2019, 12, 31)),
            {"auxiliaries": "was", "voice": "passive", "actor": None,
             "target": "the harbour of Kelvik"}),
        Did(11, "Estria", "lowered a tax on Cordian wool in March 2020", "lowered", "lower",
            When("March 2020", "in", dt.date(2020, 3, 1), "month", dt.date(2020, 3, 31))),
    ],
    quotes=(
        Said(3, "We will open the ferry harbour before the end of the summer", "Tom Hale"),
        Said(7, "Nobody has asked the farmers of Torhaven about the road", "Mara Lind"),
    ),
    numbers=(
        Number(2, "44", 44, {"noun": "engineers"}),
        Number(6, "nine", 9, {"noun": "houses"}),
    ),
)  # fmt: skip

NEST = Story(
    article_id="nest",
    title="A chapel in Vestby",
    date=dt.date(2022, 2, 1),
    paragraphs=[["Olga Dahl repaired a wooden chapel in Vestby on April 9, 2020."]],
    entities=[Who("Olga Dahl"), Who("Vestby", "place")],
    events=[
        Did(1, "Olga Dahl", "repaired a wooden chapel in Vestby on April 9, 2020", "repaired",
            "repair", When("April 9, 2020", "on", dt.date(2020, 4, 9))),
    ],
)  # fmt: skip

# What LYN has none of: passives with an agent, reasons, a pronoun, claims, roles, and a speaker
# of several utterances.
PIER = Story(
    article_id="pier",
    title="Hale promises a pier",
    date=dt.date(2022, 5, 20),
    paragraphs=[
        ["“We will build a longer harbour wall for the fishing boats,” Tom Hale said."],
        ["“The old lighthouse needs stronger windows before the winter,” Tom Hale said."],
        ["“Our ferry carried many thousand visitors to the wool market,” Tom Hale said."],
        ["“The farmers of Torhaven want a safer road to the market,” Mara Lind said."],
        ["“We repaired 27 fishing boats before the first winter storm,” Otto Brandt said."],
        ["Mara Lind said that the council of Torhaven had planted 120 oak trees near Kelvik."],
        ["The chapel of Kelvik was painted by Otto Brandt on May 3, 2021."],
        ["Mara Lind thanked Otto Brandt for the boats of Ostby on June 2, 2021."],
        ["Ana Ruiz closed the old road to Torhaven because of heavy snow."],
        ["Ana Ruiz has led the Norder Company in Kelvik since 1994."],
        ["Otto Brandt carved nine chairs for the school of Ostby on July 5, 2021."],
        ["Tom Hale sold the boat that he had built in Kelvik in a harsh winter."],
        ["At the gate stood Ida Moen, the librarian of Marsund.",
         "Beside the boats stood Lars Vik, a painter from Kelvik.",
         "There was Nora Strand, the director of the Torhaven museum."],
    ],
    entities=[
        Who("Tom Hale", gender="male"),
        *(Who(name) for name in ("Mara Lind", "Otto Brandt", "Ana Ruiz", "Lars Vik")),
        Who("Ida Moen", gender="female"),
        Who("Nora Strand", gender="female"),
        Who("Norder Company", "organisation"),
        *(Who(name, "place") for name in ("Kelvik", "Marsund", "Ostby", "Torhaven")),
    ],
    events=[
        Did(7, "The chapel of Kelvik", "was painted by Otto Brandt on May 3, 2021", "painted",
            "paint", When("May 3, 2021", "on", dt.date(2021, 5, 3)),
            {"auxiliaries": "was", "voice": "passive", "actor": "Otto Brandt",
             "target": "the chapel of Kelvik"},
            (Part("Otto Brandt", "actor", "agent", "by", "Otto Brandt"),)),
        Did(8, "Mara Lind", "thanked Otto Brandt for the boats of Ostby on June 2, 2021",
            "thanked", "thank", When("June 2, 2021", "on", dt.date(2021, 6, 2)),
            {"target": "Otto Brandt"},
            (Part("Otto Brandt", "target", "object", None, "Otto Brandt"),)),
        Did(9, "Ana Ruiz", "closed the old road to Torhaven because of heavy snow",
            "closed", "close", None, {"target": "the old road to Torhaven"},
            (Part("heavy snow", "reason", "oblique", "because of"),)),
        Did(10, "Ana Ruiz", "has led the Norder Company in Kelvik since 1994", "led", "lead",
            When("1994", "since", dt.date(1994, 1, 1), "range", dt.date(2022, 5, 20)),
            {"auxiliaries": "has", "aspect": "perfect", "tense": "present"}),
        Did(11, "Otto Brandt", "carved nine chairs for the school of Ostby on July 5, 2021",
            "carved", "carve", When("July 5, 2021", "on", dt.date(2021, 7, 5)),
            {"target": "nine chairs"}, (Part("nine chairs", "target", "object"),)),
        Did(12, "Tom Hale", "sold the boat that he had built in Kelvik in a harsh winter", "sold",
            "sell"),
        Did(6, "the council of Torhaven", "had planted 120 oak trees near Kelvik", "planted",
            "plant", None,
            {"auxiliaries": "had", "aspect": "perfect", "modality": "reported",
             "reported_by": "Mara Lind", "target": "120 oak trees"},
            (Part("120 oak trees", "target", "object"),)),
    ],
    quotes=(
        Said(1, "We will build a longer harbour wall for the fishing boats", "Tom Hale"),
        Said(2, "The old lighthouse needs stronger windows before the winter", "Tom Hale"),
        Said(3, "Our ferry carried many thousand visitors to the wool market", "Tom Hale"),
        Said(4, "The farmers of Torhaven want a safer road to the market", "Mara Lind"),
        Said(5, "We repaired 27 fishing boats before the first winter storm", "Otto Brandt"),
        Said(6, "the council of Torhaven had planted 120 oak trees near Kelvik", "Mara Lind",
             "said", {"quote_type": "indirect"}),
    ),
    numbers=(
        Number(5, "27", 27, {"noun": "fishing boats"}),
        Number(6, "120", 120, {"noun": "oak trees"}),
        Number(11, "nine", 9, {"noun": "chairs"}),
    ),
    pronouns=(Pronoun(12, "he", "Tom Hale"),),
    roles=(
        Role(13, "Ida Moen", "the librarian of Marsund"),
        Role(14, "Lars Vik", "a painter from Kelvik"),
        Role(15, "Nora Strand", "the director of the Torhaven museum"),
    ),
)  # fmt: skip

# A bad act, and bystanders who do nothing that is told.
CUP = Story(
    article_id="cup",
    title="A cup is missing",
    date=dt.date(2022, 2, 1),
    paragraphs=[
        ["Olga Dahl stole a silver cup from the chapel of Vestby on April 9, 2020."],
        ["At the gate stood Ida Moen and Lars Vik."],
    ],
    entities=[*(Who(name) for name in ("Olga Dahl", "Ida Moen", "Lars Vik")),
              Who("Vestby", "place")],
    events=[
        Did(1, "Olga Dahl", "stole a silver cup from the chapel of Vestby on April 9, 2020",
            "stole", "steal", When("April 9, 2020", "on", dt.date(2020, 4, 9))),
    ],
)  # fmt: skip


def slug(who: Who) -> str:
    return f"{who.kind}-{who.name.lower().replace(' ', '-')}"


def rows_of(*stories: Story, swap: Callable[[str], str] = lambda text: text) -> Rows:
    """Return the rows of all tables; ``swap`` is applied to every text of the stories."""
    rows: Rows = {name: [] for name in TABLES}
    for story in stories:
        _add(rows, _swapped(story, swap))
    counts = Counter(m["entity_id"] for m in rows["mentions"])
    homes = {(m["entity_id"], m["article_id"]) for m in rows["mentions"]}
    for row in rows["entities"]:
        row["n_mentions"] = counts[row["entity_id"]]
        row["n_articles"] = sum(e == row["entity_id"] for e, _ in homes)
    return rows


def _swapped(value: Any, swap: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return swap(value)
    if isinstance(value, Story):
        return Story(**{k: _swapped(getattr(value, k), swap) for k in Story.__annotations__})
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(_swapped(v, swap) for v in value))
    if isinstance(value, list | tuple):
        return type(value)(_swapped(v, swap) for v in value)
    return value


def _add(rows: Rows, story: Story) -> None:
    name = story.article_id
    text = "\n\n".join([story.title, *(" ".join(p) for p in story.paragraphs)])
    rows["articles"].append({
        "article_id": name, "title": story.title, "date": story.date, "date_source": "header",
        "source": None, "url": None, "author": None, "language": "en", "text": text,
        "n_words": len(text.split()), "n_sentences": sum(map(len, story.paragraphs)),
        "reading_grade": 6.5, "content_hash": hashlib.sha256(text.encode()).hexdigest(),
        "path": f"{name}.txt",
    })  # fmt: skip
    sentences: list[dict[str, Any]] = [{
        "sentence_id": f"{name}:s000", "article_id": name, "paragraph": None, "kind": "title",
        "start": 0, "end": len(story.title), "text": story.title,
    }]  # fmt: skip
    at = len(story.title)
    for number, paragraph in enumerate(story.paragraphs, 1):
        for sentence in paragraph:
            at = text.index(sentence, at)
            sentences.append({
                "sentence_id": f"{name}:s{len(sentences):03}", "article_id": name,
                "paragraph": number, "kind": "lead" if number == 1 else "body",
                "start": at, "end": at + len(sentence), "text": sentence,
            })  # fmt: skip
            at += len(sentence)
    rows["sentences"] += sentences
    for who in story.entities:
        if not any(e["entity_id"] == slug(who) for e in rows["entities"]):
            rows["entities"].append({
                "entity_id": slug(who), "name": who.name, "entity_type": who.kind,
                "description": None, "country_iso3": who.country,
                "is_country": who.country is not None, "is_named": True, "gender": who.gender,
                "n_articles": 0, "n_mentions": 0,
            })  # fmt: skip
    mentions = list(_mentions(story, sentences[1:]))
    rows["mentions"] += mentions
    for number, pronoun in enumerate(story.pronouns, 1):
        home = sentences[pronoun.sentence]
        found = re.search(rf"\b{pronoun.text}\b", home["text"])
        assert found, pronoun
        entity = next(slug(w) for w in story.entities if w.name == pronoun.name)
        rows["mentions"].append({
            **mentions[0], "mention_id": f"{name}:m{len(mentions) + number:03}",
            "sentence_id": home["sentence_id"], "entity_id": entity,
            "start": home["start"] + found.start(), "end": home["start"] + found.end(),
            "text": pronoun.text, "mention_type": "pronoun",
        })  # fmt: skip
    for role in story.roles:
        home = sentences[role.sentence]
        start = home["start"] + home["text"].index(role.description)
        mention = next(
            m
            for m in mentions
            if m["sentence_id"] == home["sentence_id"] and m["text"] == role.name
        )
        mention["description"] = role.description
        mention["description_start"] = start
        mention["description_end"] = start + len(role.description)
    for number, did in enumerate(story.events, 1):
        _add_event(rows, mentions, sentences[did.sentence], f"{name}:e{number:03}", did)
    for number, count in enumerate(story.numbers, 1):
        home = sentences[count.sentence]
        start = home["start"] + home["text"].index(count.text)
        rows["quantities"].append({
            "quantity_id": f"{name}:n{number:03}", "article_id": name,
            "sentence_id": home["sentence_id"], "event_id": None, "start": start,
            "end": start + len(count.text), "text": count.text, "value": float(count.value),
            "value_max": None, "hedge": None, "unit": None, "noun": None, "per": None,
            "whole": None, **count.more,
        })  # fmt: skip
    for number, said in enumerate(story.quotes, 1):
        home = sentences[said.sentence]
        start = home["start"] + home["text"].index(said.words)
        by = home["start"] + home["text"].rindex(said.speaker)
        cue = home["start"] + home["text"].rindex(said.cue)
        entity = next(m["entity_id"] for m in mentions if m["start"] == by)
        rows["quotes"].append({
            "quote_id": f"{name}:q{number:03}", "article_id": name,
            "sentence_id": home["sentence_id"], "start": start, "end": start + len(said.words),
            "text": said.words, "quote_type": "direct", "speaker": said.speaker,
            "speaker_entity_id": entity, "speaker_mention": said.speaker, "speaker_start": by,
            "speaker_end": by + len(said.speaker), "cue": said.cue, "cue_start": cue,
            "cue_end": cue + len(said.cue), "confidence": 0.97, **said.more,
        })  # fmt: skip


def _mentions(story: Story, sentences: list[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    forms = {form: slug(who) for who in story.entities for form in (who.name, *who.forms)}
    pattern = "|".join(re.escape(f) for f in sorted(forms, key=len, reverse=True))
    number = 0
    for sentence in sentences:
        for found in re.finditer(rf"\b(?:{pattern})\b", sentence["text"]):
            number += 1
            yield {
                "mention_id": f"{story.article_id}:m{number:03}",
                "article_id": story.article_id,
                "sentence_id": sentence["sentence_id"],
                "entity_id": forms[found[0]],
                "start": sentence["start"] + found.start(),
                "end": sentence["start"] + found.end(),
                "text": found[0],
                "mention_type": "name",
                "description": None,
                "description_start": None,
                "description_end": None,
                "confidence": 0.98,
            }


def _add_event(
    rows: Rows, mentions: list[dict[str, Any]], home: dict[str, Any], event_id: str, did: Did
) -> None:
    first = home["start"]
    predicate = first + home["text"].index(did.predicate)
    subject = first + home["text"].index(did.subject)
    trigger = predicate + did.predicate.index(did.trigger)
    when = did.when
    rows["events"].append({
        "event_id": event_id, "article_id": home["article_id"],
        "sentence_id": home["sentence_id"], "start": trigger, "end": trigger + len(did.trigger),
        "trigger": did.trigger, "lemma": did.lemma, "content": None, "event_type": "other", "quad_class": None,
        "intensity": None, "tense": "past", "aspect": "simple", "voice": "active",
        "negated": False, "modality": "asserted", "reported_by": None, "actor": did.subject,
        "target": None, "place": None, "date_text": when.text if when else None,
        "date_start": when.first if when else None,
        "date_end": (when.last or when.first) if when else None,
        "date_precision": when.precision if when else None, "clause_start": first,
        "clause_end": home["end"] - 1, "subject_start": subject,
        "subject_end": subject + len(did.subject), "auxiliaries": None, "particle": None,
        "predicate_start": predicate,
        "predicate_end": predicate + len(did.predicate), "frame_confidence": 0.97,
        "confidence": 0.97, **did.more,
    })  # fmt: skip
    entity = next(
        (m["entity_id"] for m in mentions if m["start"] == subject and m["text"] == did.subject),
        None,
    )
    role = "target" if did.more.get("voice") == "passive" else "actor"
    pieces = [(role, "subject", None, subject, did.subject, entity)]
    if when:
        at = first + home["text"].index(when.text)
        pieces.append(("time", "oblique", when.preposition, at, when.text, None))
    for part in did.parts:
        at = predicate + did.predicate.index(part.text)
        owner = next((m["entity_id"] for m in mentions if m["text"] == part.name), None)
        pieces.append((part.role, part.function, part.preposition, at, part.text, owner))
    for role, function, preposition, start, text, entity_id in pieces:
        rows["event_participants"].append({
            "event_id": event_id, "role": role, "function": function, "preposition": preposition,
            "start": start, "end": start + len(text), "text": text, "head": text.split()[-1],
            "number": "singular", "person": 3, "required": True,
            "form": "name" if entity_id or text in {did.subject, when and when.text} else "nominal",
            "entity_id": entity_id,
        })  # fmt: skip


def tables_of(rows: Rows) -> dict[str, pa.Table]:
    """Return the tables of the contract."""
    return {name: make_table(name, rows[name]) for name in TABLES}


def library_of(rows: Rows) -> Library:
    return Library.of(tables_of(rows))


def changed(rows: Rows, table: str, key: str, **changes: Any) -> Rows:
    """Return a copy of rows in which one row, named by its key, holds other values."""
    new = copy.deepcopy(rows)
    found = [r for r in new[table] if r[TABLES[table].key[0]] == key]
    assert found, f"no row {key}"
    found[0].update(changes)
    return new


def retold(story: Story, old: str, new: str, **fields: Any) -> Story:
    """Return a story with one sentence (or a part of it) in other words."""
    paragraphs = [[s.replace(old, new) for s in p] for p in story.paragraphs]
    assert paragraphs != story.paragraphs, f"{old!r} is not told"
    return Story(**{**vars(story), "paragraphs": paragraphs, **fields})


def facts_of(library: Library) -> tuple[Facts, Counter[str]]:
    refused: Counter[str] = Counter()
    events: list[EventFact] = list(find_event_facts(library, refused))
    quotes: list[QuoteFact] = list(find_quote_facts(library, refused))
    return Facts(events, quotes), refused


def items_of(rows: Rows, *, seed: int = 0) -> tuple[dict[str, Item], Counter[str]]:
    """Return all items by id, also those the sceptic would refuse, and what was refused."""
    library = library_of(rows)
    facts, _ = facts_of(library)
    refused: Counter[str] = Counter()
    items = list(make_items(library, facts, seed=seed, refused=refused))
    found = {item.item_id: item for item in items}
    assert len(found) == len(items), "two items have one id"
    return found, refused
