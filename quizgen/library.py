"""The tables as the generator reads them: rows by key, and the look-ups facts need."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pyarrow as pa

Row = Mapping[str, Any]

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
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.participants:
            found[row["event_id"]].append(row)
        return found

    @cached_property
    def _referring(self) -> dict[str, list[Row]]:
        """Mentions of every form that lead to an entity, by article_id, in text order."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.mentions:
            if row["entity_id"] is not None:
                found[row["article_id"]].append(row)
        return found

    @cached_property
    def mentions_of(self) -> dict[str, list[Row]]:
        """Mentions by name, by article_id, in text order."""
        found: dict[str, list[Row]] = defaultdict(list)
        for article_id, rows in self._referring.items():
            found[article_id] = [r for r in rows if r["mention_type"] == "name"]
        return found

    @cached_property
    def _entities_of(self) -> dict[str, dict[str, Row]]:
        """By article_id and entity_id, the entities as the article has them.

        Another article may call them more fully or otherwise: no key may come from there.
        """
        return {
            article_id: dict(self._as_named(rows)) for article_id, rows in self.mentions_of.items()
        }

    def _as_named(self, mentions: list[Row]) -> Iterator[tuple[str, Row]]:
        by_entity: dict[str, list[Row]] = defaultdict(list)
        for row in mentions:
            by_entity[row["entity_id"]].append(row)
        for entity_id, rows in by_entity.items():
            entity = self.entities[entity_id]
            forms = Counter(POSSESSIVE.sub("", " ".join(r["text"].split())) for r in rows)
            fullest = max(forms, key=lambda f: (len(f.split()), forms[f], len(f), f))
            told = [r["description"] for r in rows if r["description"]]
            yield (
                entity_id,
                {
                    **entity,
                    "name": entity["name"] if entity["name"] in forms else fullest,
                    "description": max(told, key=len, default=None),
                },
            )

    def entity(self, article_id: str, entity_id: str | None) -> Row | None:
        """Return an entity as an article names it; None if it does not name it."""
        return self._entities_of.get(article_id, {}).get(entity_id or "")

    def mentions_within(self, article_id: str, start: int, end: int) -> list[Row]:
        """Return the names of an article that lie inside a stretch of its text."""
        return [m for m in self.mentions_of[article_id] if start <= m["start"] and m["end"] <= end]

    def meant_within(self, article_id: str, start: int, end: int) -> set[str]:
        """Return the entities meant inside a stretch, by name, noun or pronoun."""
        rows = self._referring[article_id]
        return {m["entity_id"] for m in rows if start <= m["start"] and m["end"] <= end}

    def entities_in(self, article_id: str, entity_type: str) -> list[Row]:
        """Return the entities of a type that an article names, in order of first mention."""
        rows = self._entities_of.get(article_id, {}).values()
        return [r for r in rows if r["entity_type"] == entity_type]

    def text_of(self, article_id: str, start: int, end: int) -> str:
        """Return a stretch of an article's text."""
        text: str = self.articles[article_id]["text"]
        return text[start:end]

    def paragraphs(self, article_id: str) -> list[tuple[int, int]]:
        """Return the stretches of an article's paragraphs of prose."""
        bounds: dict[int, list[int]] = {}
        for row in self.sentences.values():
            if row["article_id"] == article_id and row["kind"] in {"lead", "body"}:
                span = bounds.setdefault(row["paragraph"], [row["start"], row["end"]])
                span[0], span[1] = min(span[0], row["start"]), max(span[1], row["end"])
        return [(start, end) for _, (start, end) in sorted(bounds.items())]

    def writes_day_first(self, article_id: str) -> bool:
        """Say whether an article writes 9 August rather than August 9, by its dated events."""
        texts = [
            e["date_text"] for e in self.events if e["article_id"] == article_id and e["date_text"]
        ]
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


def _in_text_order(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda r: (r["article_id"], r["start"], r["end"]))


def only_article(tables: Mapping[str, pa.Table], article_id: str) -> dict[str, pa.Table]:
    """Return the tables cut down to one article (entities are kept: they belong to the folder)."""
    import pyarrow.compute as pc

    cut: dict[str, pa.Table] = {}
    for name, table in tables.items():
        if "article_id" in table.column_names:
            table = table.filter(pc.equal(table["article_id"], article_id))
        cut[name] = table
    events = cut["events"]["event_id"]
    participants = cut["event_participants"]
    cut["event_participants"] = participants.filter(
        pc.is_in(participants["event_id"], value_set=events.combine_chunks())
    )
    return cut
