"""The tables as the generator reads them: rows by key, and the look-ups facts need."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from quizgen.lexicon import first_names

if TYPE_CHECKING:
    import pyarrow as pa

Row = Mapping[str, Any]

# What may stand between a name and its noun: the Ruiz re-election *campaign*.
_ADJOINS: Final = re.compile(r"\s+(?:(?!(?:of|in|on|at|for|to|and|or|who|that|with)\b)[\w-]+\s+)?")
# A first paragraph no longer than this, in an article without a title, is its headline.
MAX_HEADLINE_WORDS: Final = 18
POSSESSIVE: Final = re.compile(r"['’]s?$")


@dataclass(frozen=True)
class Library:
    """Rows of a folder of tables; every list is in text order within an article."""

    articles: dict[str, Row]
    sentences: dict[str, Row]
    entities: dict[str, Row]
    mentions: list[Row]
    events: list[Row]
    participants: list[Row]
    quantities: list[Row]
    quotes: list[Row]

    @classmethod
    def of(cls, tables: Mapping[str, pa.Table]) -> Library:
        """Index the tables of the contract."""
        rows = {name: table.to_pylist() for name, table in tables.items()}
        return cls(
            articles={r["article_id"]: r for r in rows["articles"]},
            sentences={r["sentence_id"]: r for r in rows["sentences"]},
            entities={r["entity_id"]: r for r in rows["entities"]},
            mentions=_in_text_order(rows["mentions"]),
            events=_in_text_order(rows["events"]),
            participants=rows["event_participants"],
            quantities=_in_text_order(rows["quantities"]),
            quotes=_in_text_order(rows["quotes"]),
        )

    @cached_property
    def participants_of(self) -> dict[str, list[Row]]:
        """Participants by event_id."""
        return _grouped(self.participants, "event_id")

    @cached_property
    def events_of(self) -> dict[str, list[Row]]:
        """Events by article_id, in text order."""
        return _grouped(self.events, "article_id")

    @cached_property
    def event(self) -> dict[str, Row]:
        """Events by event_id."""
        return {r["event_id"]: r for r in self.events}

    @cached_property
    def events_in_sentence(self) -> dict[str, list[Row]]:
        """Events by sentence_id, in text order."""
        return _grouped(self.events, "sentence_id")

    @cached_property
    def _events_by_kind(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.events:
            found[f"lemma {row['lemma']}"].append(row)
            if row["event_type"] != "other":
                found[f"type {row['event_type']}"].append(row)
        return found

    def like_events(self, event: Row) -> list[Row]:
        """Return the events of the same verb or PLOVER type, itself too, in text order."""
        rows = self._events_by_kind.get(f"lemma {event['lemma']}", [])
        rows = rows + self._events_by_kind.get(f"type {event['event_type']}", [])
        return _in_text_order({r["event_id"]: r for r in rows}.values())

    @cached_property
    def quotes_of(self) -> dict[str, list[Row]]:
        """Quotations by article_id, in text order."""
        return _grouped(self.quotes, "article_id")

    @cached_property
    def quote(self) -> dict[str, Row]:
        """Quotations by quote_id."""
        return {r["quote_id"]: r for r in self.quotes}

    @cached_property
    def quantities_of(self) -> dict[str, list[Row]]:
        """Quantities by article_id, in text order."""
        return _grouped(self.quantities, "article_id")

    @cached_property
    def quantity(self) -> dict[str, Row]:
        """Quantities by quantity_id."""
        return {r["quantity_id"]: r for r in self.quantities}

    @cached_property
    def mention(self) -> dict[str, Row]:
        """Mentions by mention_id."""
        return {r["mention_id"]: r for r in self.mentions}

    @cached_property
    def sentences_of(self) -> dict[str, list[Row]]:
        """Sentences by article_id, in text order."""
        return _grouped(_in_text_order(self.sentences.values()), "article_id")

    @cached_property
    def all_mentions_of(self) -> dict[str, list[Row]]:
        """Mentions of every form, whoever is meant, by article_id, in text order."""
        return _grouped(self.mentions, "article_id")

    @cached_property
    def _referring(self) -> dict[str, list[Row]]:
        """Mentions of every form that lead to an entity, by article_id, in text order."""
        return _grouped((r for r in self.mentions if r["entity_id"] is not None), "article_id")

    @cached_property
    def mentions_of(self) -> dict[str, list[Row]]:
        """Mentions by name, by article_id, in text order."""
        rows = (r for own in self._referring.values() for r in own)
        return _grouped((r for r in rows if r["mention_type"] == "name"), "article_id")

    @cached_property
    def _entities_of(self) -> dict[str, dict[str, Row]]:
        """By article_id and entity_id, the entities as the article has them.

        Another article may call them more fully or otherwise: no key may come from there.
        """
        return {
            article_id: dict(self._as_named(rows)) for article_id, rows in self.mentions_of.items()
        }

    def _as_named(self, mentions: list[Row]) -> Iterator[tuple[str, Row]]:
        for entity_id, rows in _grouped(mentions, "entity_id").items():
            entity = self.entities[entity_id]
            forms = Counter(POSSESSIVE.sub("", " ".join(r["text"].split())) for r in rows)
            fullest = max(forms, key=lambda f: (len(f.split()), forms[f], len(f), f))
            if entity["name"] in forms:
                fullest = entity["name"]
            if entity["entity_type"] == "person":
                fullest = _usual_name(forms) or fullest
            told = [r["description"] for r in rows if r["description"]]
            yield (
                entity_id,
                {
                    **entity,
                    "name": fullest,
                    "description": max(told, key=len, default=None),
                },
            )

    def entity(self, article_id: str, entity_id: str | None) -> Row | None:
        """Return an entity as an article names it; None if it does not name it."""
        return self._entities_of.get(article_id, {}).get(entity_id or "")

    def mentions_within(self, article_id: str, start: int, end: int) -> list[Row]:
        """Return the names of an article that lie inside a stretch of its text."""
        return [m for m in self.mentions_of[article_id] if start <= m["start"] and m["end"] <= end]

    def quantities_within(self, article_id: str, start: int, end: int) -> list[Row]:
        """Return the quantities of an article that lie inside a stretch of its text."""
        return [
            q for q in self.quantities_of[article_id] if start <= q["start"] and q["end"] <= end
        ]

    def times_named(self, article_id: str, entity: Row) -> int:
        """Return how often an article names an entity; other articles do not count."""
        own = entity["entity_id"]
        return sum(m["entity_id"] == own for m in self.mentions_of[article_id])

    def mentions_at(self, article_id: str, start: int) -> list[Row]:
        """Return the names of an article that begin at a character."""
        return [m for m in self.mentions_of[article_id] if m["start"] == start]

    def meant_within(self, article_id: str, start: int, end: int) -> set[str]:
        """Return the entities meant inside a stretch, by name, noun or pronoun."""
        rows = self._referring[article_id]
        return {m["entity_id"] for m in rows if start <= m["start"] and m["end"] <= end}

    def introduced_within(self, article_id: str, start: int, end: int) -> set[str]:
        """Return the entities that a name or noun brings up inside a stretch."""
        return {
            m["entity_id"]
            for m in self._referring[article_id]
            if start <= m["start"] and m["end"] <= end and m["mention_type"] != "pronoun"
        }

    def is_modifier(self, mention: Row) -> bool:
        """Say whether a name stands before the noun it belongs to: the Ruiz campaign.

        It does if a participant's head follows it with nothing between that ends a phrase.
        """
        text = self.articles[mention["article_id"]]["text"]
        for event in self.events_in_sentence.get(mention["sentence_id"], []):
            for p in self.participants_of[event["event_id"]]:
                if not p["start"] <= mention["start"] or not mention["end"] < p["end"]:
                    continue
                head = text.find(p["head"], mention["end"], p["end"])
                noun = not p["head"].endswith("ing")  # Ruiz *moving* ahead
                if noun and head >= 0 and _ADJOINS.fullmatch(text[mention["end"] : head]):
                    return True
        # Without a participant to tell: the … name noun.
        before = text[max(0, mention["start"] - 4) : mention["start"]]
        after = text[mention["end"] : mention["end"] + 12]
        return bool(re.search(r"\b(?:the|an?)\s+$", before, re.IGNORECASE)) and bool(
            re.match(r"\s+[a-z]\w+", after)
        )

    @cached_property
    def acting(self) -> dict[str, set[str]]:
        """Entities that do or say something, by article_id: not those only spoken of."""
        found: dict[str, set[str]] = defaultdict(set)
        for event in self.events:
            for p in self.participants_of[event["event_id"]]:
                if p["entity_id"] and p["function"] == "subject" and event["voice"] == "active":
                    found[event["article_id"]].add(p["entity_id"])
        for article_id, speakers in self.speakers.items():
            found[article_id] |= speakers
        return found

    @cached_property
    def speakers(self) -> dict[str, set[str]]:
        """Entities whose words are given, in any form, by article_id."""
        found: dict[str, set[str]] = defaultdict(set)
        for quote in self.quotes:
            if quote["speaker_entity_id"]:
                found[quote["article_id"]].add(quote["speaker_entity_id"])
        return found

    def entities_in(self, article_id: str, entity_type: str) -> list[Row]:
        """Return the entities of a type that an article names, in order of first mention."""
        rows = self._entities_of.get(article_id, {}).values()
        return [r for r in rows if r["entity_type"] == entity_type]

    def text_of(self, article_id: str, start: int, end: int) -> str:
        """Return a stretch of an article's text."""
        text: str = self.articles[article_id]["text"]
        return text[start:end]

    def takes_article(self, entity: Row, article_id: str) -> bool:
        """Say whether an article puts *the* before a name, be it once."""
        return any(self.articles_before(entity, article_id))

    def articles_before(self, entity: Row, article_id: str) -> list[bool]:
        """Say of each place where an article names an entity whether *the* stands before it."""
        text = self.articles[article_id]["text"]
        return [
            re.search(r"\bthe\s+$", text[max(0, m["start"] - 8) : m["start"]], re.IGNORECASE)
            is not None
            for m in self.mentions_of[article_id]
            if m["entity_id"] == entity["entity_id"]
        ]

    def called(self, entity: Row, article_id: str) -> str:
        """Return a name as it stands in running text: the European Union, Ana Ruiz."""
        name: str = entity["name"]
        takes = entity["entity_type"] != "person" and not name.lower().startswith("the ")
        return f"the {name}" if takes and self.takes_article(entity, article_id) else name

    def paragraphs(self, article_id: str) -> list[tuple[int, int]]:
        """Return the stretches of an article's paragraphs of prose."""
        bounds: dict[int, list[int]] = {}
        for row in self.sentences_of[article_id]:
            if row["kind"] in {"lead", "body"}:
                span = bounds.setdefault(row["paragraph"], [row["start"], row["end"]])
                span[0], span[1] = min(span[0], row["start"]), max(span[1], row["end"])
        return [(start, end) for _, (start, end) in sorted(bounds.items())]

    def headline(self, article_id: str) -> str:
        """Return an article's title, or the short first paragraph that serves as one."""
        title = self.articles[article_id]["title"]
        if title:
            return str(title)
        paragraphs = self.paragraphs(article_id)
        first = self.text_of(article_id, *paragraphs[0]) if paragraphs else ""
        return first if len(first.split()) <= MAX_HEADLINE_WORDS else ""

    def is_headline(self, sentence: Row) -> bool:
        """Say whether a sentence is the headline of an article that has no title of its own."""
        article_id = sentence["article_id"]
        if self.articles[article_id]["title"]:
            return False
        return sentence["paragraph"] == 1 and sentence["text"].strip() in self.headline(article_id)

    def writes_day_first(self, article_id: str) -> bool:
        """Say whether an article writes 9 August rather than August 9, by its dated events."""
        return self._day_first[article_id]

    @cached_property
    def _day_first(self) -> dict[str, bool]:
        return {article_id: self._counts_day_first(article_id) for article_id in self.articles}

    def _counts_day_first(self, article_id: str) -> bool:
        texts = [e["date_text"] for e in self.events_of[article_id] if e["date_text"]]
        day_first = sum(bool(re.search(r"\b\d{1,2} [A-Z]", t)) for t in texts)
        return day_first > sum(bool(re.search(r"[a-z] \d{1,2}\b", t)) for t in texts)


def as_date(value: Any) -> dt.date | None:
    """Return a cell of a date column as a date."""
    if value is None:
        return None
    return value.date() if isinstance(value, dt.datetime) else value


def is_one_number(quantity: Row) -> bool:
    """Say whether a quantity is one number, no range and no part of another."""
    return quantity["value_max"] is None and quantity["whole"] is None


def _usual_name(forms: Counter[str]) -> str | None:
    """Return a person's fullest name that begins with a first name, else the commonest full one.

    The longest alone may hold a word too many: a title, an account's "Real", a headline's verb.
    """
    full = [f for f in forms if len(f.split()) > 1]
    given = [f for f in full if f.split()[0] in first_names()]
    if given:
        return max(given, key=lambda f: (len(f.split()), forms[f], len(f), f))
    return max(full, key=lambda f: (forms[f], len(f), f), default=None)


def _grouped(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
    """Return rows by the value of a column, in their order; an empty list where there are none."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[column]].append(row)
    return found


def _in_text_order(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda r: (r["article_id"], r["start"], r["end"]))
