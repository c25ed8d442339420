"""The records of this room: what an article marks while it is written, and the article itself.

Everything counts characters of the article's own plain text, half open. The composer fills these
in as it writes; nothing is ever looked up in the finished text.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

EntityType = Literal["person", "place", "organisation", "group"]


@dataclass(slots=True)
class Entity:
    """Somebody or something of the story: how it is named, and what the article told of it.

    ``noun`` is the phrase that stands for it later (*the union chair*), ``appositive`` the one
    beside the first name, ``title`` the one before it (*Mayor*). ``seen`` and ``gendered`` tell
    whether the article has named it, and has shown its gender by a pronoun.
    """

    slot: str
    entity_type: EntityType
    name: str
    article: str = ""
    noun: str | None = None
    appositive: str | None = None
    title: str | None = None
    surname: str | None = None
    gender: str | None = None
    is_country: bool = False
    is_named: bool = True
    seen: bool = False
    gendered: bool = False
    description: str | None = None


class Phrase(NamedTuple):
    """A noun phrase as written: where it stands, its head, number, person, form and entity."""

    start: int
    end: int
    text: str
    head: str
    plural: bool
    person: int
    form: str
    entity: Entity | None

    @property
    def name(self) -> str:
        """The canonical name, or the words where they stand for nobody of the cast."""
        return self.text if self.entity is None else self.entity.name

    @property
    def label(self) -> str:
        """The canonical name of whoever has one, else the words: as ``events.actor`` has it."""
        return self.name if self.entity is None or self.entity.is_named else self.text


class Day(NamedTuple):
    """A date expression: its preposition, its words, and the days it means."""

    preposition: str | None
    text: str
    start: dt.date | None
    end: dt.date | None
    precision: str | None


@dataclass(slots=True)
class Part:
    """A participant, before it is a row."""

    role: str
    function: str
    preposition: str | None
    phrase: Phrase
    required: bool


@dataclass(slots=True)
class Happening:
    """An event, before it is a row. ``span``, ``clause`` and so on are pairs of offsets."""

    span: tuple[int, int]
    trigger: str
    lemma: str
    event_type: str
    clause: tuple[int, int]
    negated: bool = False
    modality: str = "asserted"
    reported_by: str | None = None
    content: str | None = None
    tense: str | None = None
    aspect: str | None = None
    voice: str | None = None
    auxiliaries: str | None = None
    particle: str | None = None
    subject: tuple[int, int] | None = None
    predicate: tuple[int, int] | None = None
    day: Day | None = None
    parts: list[Part] = field(default_factory=list)


class Mention(NamedTuple):
    """A mention: the stretch, what it means, and the description beside a name."""

    start: int
    end: int
    mention_type: str
    entity: Entity
    description: tuple[int, int] | None = None


class Quotation(NamedTuple):
    """A quotation, before it is a row; ``cue`` is a pair of offsets."""

    start: int
    end: int
    quote_type: str
    speaker: Phrase | None
    cue: tuple[int, int] | None


class Number(NamedTuple):
    """A quantity, before it is a row."""

    start: int
    end: int
    value: float
    hedge: str | None
    unit: str | None
    noun: str | None


@dataclass(slots=True)
class Marks:
    """All that was marked while an article was written."""

    sentences: list[tuple[int, int, str, int | None]] = field(default_factory=list)
    events: list[Happening] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    quotes: list[Quotation] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SyntheticArticle:
    """A fictional article: its file, and its gold rows by table.

    ``file_name`` is relative to the folder of articles; ``content`` is the file's text;
    ``rows`` has the tables of one article, ``entities`` among them with counts of this article;
    ``strata`` is its row of ``strata.csv``.
    """

    article_id: str
    file_name: str
    content: str
    rows: dict[str, list[dict[str, Any]]]
    strata: dict[str, str | int]
