"""Gold rows: what was marked while an article was written, as rows of the contract.

Everything known is filled; what only a parser would tell is null. Confidence is 1.0 throughout.
Mentions are of the cast: phrases for people who are nobody's part (*the police*) have none, and
who quotes without a name is its own words, without an entity.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable
from typing import Any

from dataset.schema import PLOVER
from dataset.synthesize.records import Entity, Happening, Marks, Part, Phrase

CERTAIN = 1.0
Row = dict[str, Any]


def make_rows(
    text: str,
    marks: Marks,
    *,
    article_id: str,
    path: str,
    title: str,
    author: str | None,
    source: str,
    date: dt.date,
    date_source: str,
) -> dict[str, list[Row]]:
    """Return the rows of one article by table; ``entities`` count this article only."""
    places = _Places(article_id, marks)
    ids = _Ids(article_id)
    events, participants = _events(marks, places, ids)
    return {
        "articles": [
            {
                "article_id": article_id,
                "title": title,
                "date": date,
                "date_source": date_source,
                "source": source,
                "url": None,
                "author": author,
                "language": "en",
                "text": text,
                "content_hash": hashlib.sha256(text.encode()).hexdigest(),
                "path": path,
                **_measures(text, marks),
            }
        ],
        "sentences": [
            {
                "sentence_id": places.id_of(n),
                "article_id": article_id,
                "paragraph": paragraph,
                "kind": kind,
                "start": start,
                "end": end,
                "text": text[start:end],
            }
            for n, (start, end, kind, paragraph) in enumerate(marks.sentences)
        ],
        "mentions": _mentions(text, marks, places, ids),
        "entities": _entities(marks, ids),
        "events": events,
        "event_participants": participants,
        "quantities": _quantities(text, marks, places, events),
        "quotes": _quotes(text, marks, places, ids),
        "problems": [],
    }


class _Places:
    """Which sentence holds a character."""

    def __init__(self, article_id: str, marks: Marks) -> None:
        self.article_id = article_id
        self._spans = [(s, e) for s, e, _, _ in marks.sentences]

    def id_of(self, n: int) -> str:
        return f"{self.article_id}:s{n + 1:03}"

    def holding(self, start: int, end: int) -> tuple[int, int, int]:
        """Return number, start and end of the sentence a stretch begins in."""
        for n, (first, last) in enumerate(self._spans):
            if first <= start < last:
                return n, first, last
        raise AssertionError(f"{self.article_id}: {start}–{end} is in no sentence")


class _Ids:
    """Ids of entities: of the name where there is one, else of the article."""

    def __init__(self, article_id: str) -> None:
        from dataset.entities.records import slug

        self._slug = slug
        self._article_id = article_id

    def of(self, entity: Entity | None) -> str | None:
        if entity is None:
            return None
        if entity.is_named:
            return self._slug(entity.entity_type, entity.name)
        return f"{entity.entity_type}-{self._article_id}-{entity.slot}"


def _measures(text: str, marks: Marks) -> Row:
    from dataset.readability import reading_grade

    prose = [text[s:e] for s, e, kind, _ in marks.sentences if kind in {"lead", "body"}]
    words = [[w.strip("“”\"'‘’«»„.,;:!?()— ") for w in sentence.split()] for sentence in prose]
    return {
        "n_words": sum(len(sentence.split()) for sentence in prose),
        "n_sentences": len(prose),
        "reading_grade": reading_grade([[w for w in sentence if w] for sentence in words]),
    }


def _mentions(text: str, marks: Marks, places: _Places, ids: _Ids) -> list[Row]:
    rows = []
    found = sorted(marks.mentions, key=lambda m: (m.start, m.end))
    for number, mention in enumerate(found, 1):
        n, *_ = places.holding(mention.start, mention.end)
        described = mention.description
        rows.append(
            {
                "mention_id": f"{places.article_id}:m{number:03}",
                "article_id": places.article_id,
                "sentence_id": places.id_of(n),
                "entity_id": ids.of(mention.entity),
                "start": mention.start,
                "end": mention.end,
                "text": text[mention.start : mention.end],
                "mention_type": mention.mention_type,
                "description": text[slice(*described)] if described else None,
                "description_start": described[0] if described else None,
                "description_end": described[1] if described else None,
                "confidence": CERTAIN,
            }
        )
    return rows


def _entities(marks: Marks, ids: _Ids) -> list[Row]:
    count: Counter[str] = Counter()
    known: dict[str, Entity] = {}
    for mention in marks.mentions:
        entity_id = ids.of(mention.entity)
        assert entity_id is not None
        count[entity_id] += 1
        known[entity_id] = mention.entity
    return [
        {
            "entity_id": entity_id,
            "name": entity.name,
            "entity_type": entity.entity_type,
            "description": entity.description,
            "country_iso3": None,
            "is_country": entity.is_country,
            "is_named": entity.is_named,
            "gender": entity.gender if entity.gendered else None,
            "n_articles": 1,
            "n_mentions": count[entity_id],
        }
        for entity_id, entity in sorted(known.items())
    ]


def merge_entities(known: dict[str, Row], rows: Iterable[Row]) -> None:
    """Add the entities of an article to those of a folder, in place."""
    for row in rows:
        before = known.setdefault(row["entity_id"], row)
        if before is not row:
            before["n_articles"] += row["n_articles"]
            before["n_mentions"] += row["n_mentions"]
            for column in ("description", "gender"):
                before[column] = before[column] or row[column]


def _events(marks: Marks, places: _Places, ids: _Ids) -> tuple[list[Row], list[Row]]:
    events: list[Row] = []
    participants: list[Row] = []
    found = sorted(marks.events, key=lambda h: h.span)
    for number, happening in enumerate(found, 1):
        event_id = f"{places.article_id}:e{number:03}"
        n, first, last = places.holding(*happening.span)
        events.append(_event_row(event_id, places, n, happening, (first, last)))
        rows: dict[tuple[str, int, int], Row] = {}
        for part in happening.parts:
            row = _participant_row(event_id, part, ids)
            rows.setdefault((row["role"], row["start"], row["end"]), row)
        participants += rows.values()
    return events, participants


def _event_row(
    event_id: str, places: _Places, n: int, happening: Happening, sentence: tuple[int, int]
) -> Row:
    quad_class, intensity = PLOVER.get(happening.event_type, (None, None))
    day = happening.day
    clause = (max(happening.clause[0], sentence[0]), min(happening.clause[1], sentence[1]))
    verb = happening.voice is not None
    return {
        "event_id": event_id,
        "article_id": places.article_id,
        "sentence_id": places.id_of(n),
        "start": happening.span[0],
        "end": happening.span[1],
        "trigger": happening.trigger,
        "lemma": happening.lemma,
        "content": happening.content,
        "event_type": happening.event_type,
        "quad_class": quad_class,
        "intensity": intensity,
        "tense": happening.tense,
        "aspect": happening.aspect,
        "voice": happening.voice,
        "negated": happening.negated,
        "modality": happening.modality,
        "reported_by": happening.reported_by,
        "actor": _names(happening.parts, "actor"),
        "target": _names(happening.parts, "target"),
        "place": _names(happening.parts, "place"),
        "date_text": day.text if day else None,
        "date_start": day.start if day else None,
        "date_end": day.end if day else None,
        "date_precision": day.precision if day else None,
        "clause_start": clause[0],
        "clause_end": clause[1],
        "subject_start": happening.subject[0] if happening.subject else None,
        "subject_end": happening.subject[1] if happening.subject else None,
        "auxiliaries": happening.auxiliaries,
        "particle": happening.particle,
        "predicate_start": happening.predicate[0] if happening.predicate else None,
        "predicate_end": happening.predicate[1] if happening.predicate else None,
        "frame_confidence": CERTAIN if verb else None,
        "confidence": CERTAIN,
    }


def _names(parts: list[Part], role: str) -> str | None:
    """Return the names of who takes part in a role, each once."""
    return "; ".join(dict.fromkeys(p.phrase.label for p in parts if p.role == role)) or None


def _participant_row(event_id: str, part: Part, ids: _Ids) -> Row:
    phrase = part.phrase
    clause = phrase.form == "clause"
    return {
        "event_id": event_id,
        "role": part.role,
        "function": part.function,
        "preposition": part.preposition,
        "start": phrase.start,
        "end": phrase.end,
        "text": phrase.text,
        "head": phrase.head,
        "number": "plural" if phrase.plural else "singular",
        "person": None if clause else phrase.person,
        "form": phrase.form,
        "required": part.required,
        "entity_id": ids.of(phrase.entity),
    }


def _quantities(text: str, marks: Marks, places: _Places, events: list[Row]) -> list[Row]:
    rows = []
    for number, found in enumerate(sorted(marks.numbers, key=lambda q: q.start), 1):
        n, *_ = places.holding(found.start, found.end)
        holding = [
            e for e in events
            if e["voice"] and e["clause_start"] <= found.start and found.end <= e["clause_end"]
        ]  # fmt: skip
        # The innermost clause that holds the number.
        inner = min(holding, key=lambda e: e["clause_end"] - e["clause_start"], default=None)
        rows.append(
            {
                "quantity_id": f"{places.article_id}:n{number:03}",
                "article_id": places.article_id,
                "sentence_id": places.id_of(n),
                "event_id": inner["event_id"] if inner else None,
                "start": found.start,
                "end": found.end,
                "text": text[found.start : found.end],
                "value": float(found.value),
                "value_max": None,
                "hedge": found.hedge,
                "unit": found.unit,
                "noun": found.noun,
                "per": None,
                "whole": None,
            }
        )
    return rows


def _quotes(text: str, marks: Marks, places: _Places, ids: _Ids) -> list[Row]:
    rows = []
    for number, quote in enumerate(sorted(marks.quotes, key=lambda q: (q.start, q.end)), 1):
        n, *_ = places.holding(quote.start, quote.end)
        speaker: Phrase | None = quote.speaker
        rows.append(
            {
                "quote_id": f"{places.article_id}:q{number:03}",
                "article_id": places.article_id,
                "sentence_id": places.id_of(n),
                "start": quote.start,
                "end": quote.end,
                "text": text[quote.start : quote.end],
                "quote_type": quote.quote_type,
                "speaker": speaker.name if speaker else None,
                "speaker_entity_id": ids.of(speaker.entity) if speaker else None,
                "speaker_mention": speaker.text if speaker else None,
                "speaker_start": speaker.start if speaker else None,
                "speaker_end": speaker.end if speaker else None,
                "cue": text[slice(*quote.cue)] if quote.cue else None,
                "cue_start": quote.cue[0] if quote.cue else None,
                "cue_end": quote.cue[1] if quote.cue else None,
                "confidence": CERTAIN,
            }
        )
    return rows
