"""The records of this room: rows, triggers and dated phrases."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from dataset.dates import Interval

if TYPE_CHECKING:
    from dataset.language.view import Span, Token


# A phrase less surely tied to its verb is left out of the row: "opened a museum in Bergen" may be
# about a museum in Bergen opened from afar. What is in the row makes it as unsure as itself.
LIKELY: Final = 0.5


@dataclass(frozen=True, slots=True)
class Event:
    """A row of ``events``."""

    event_id: str
    article_id: str
    sentence_id: str
    start: int
    end: int
    trigger: str
    lemma: str
    content: str | None
    event_type: str
    quad_class: str | None
    intensity: float | None
    tense: str | None
    aspect: str | None
    voice: str | None
    negated: bool
    modality: str
    reported_by: str | None
    actor: str | None
    target: str | None
    place: str | None
    date_text: str | None
    date_start: dt.date | None
    date_end: dt.date | None
    date_precision: str | None
    clause_start: int
    clause_end: int
    subject_start: int | None
    subject_end: int | None
    auxiliaries: str | None
    particle: str | None
    predicate_start: int | None
    predicate_end: int | None
    frame_confidence: float | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Participant:
    """A row of ``event_participants``."""

    event_id: str
    role: str
    function: str | None
    preposition: str | None
    start: int
    end: int
    text: str
    head: str
    number: str | None
    person: int | None
    form: str
    required: bool
    entity_id: str | None


class Dated(NamedTuple):
    """A date expression of a sentence: its tokens and what it means."""

    span: Span
    interval: Interval | None
    relative: bool


@dataclass(slots=True)
class Dates:
    """The date expressions of an article, by sentence and by token."""

    by_sentence: dict[str, list[Dated]]
    tokens: set[int]


class Trigger(NamedTuple):
    """A word that names an event, the form of its clause, and who is its subject.

    ``form``: finite, participle (*the farmers **blocking** the road*, *…, **killing** two*),
    infinitive (*is ready to **sign***) or noun. ``subject`` heads the phrase that is, or would
    be, the subject; ``link`` how it is found: own, shared (*came and **saw***), relative,
    controlled, or none.
    """

    word: Token
    form: str
    subject: Token | None
    link: str
    passive: bool


class Reality(NamedTuple):
    """Whether an event is told as fact: a row's ``negated``, ``modality``, ``reported_by``.

    ``future`` tells that it is still to come; ``speaker`` heads the phrase for who says so in the
    same sentence, by a verb that governs the clause.
    """

    negated: bool
    modality: str
    reported_by: str | None
    future: bool = False
    speaker: Token | None = None


class Found(NamedTuple):
    """A participant before it is a row: role, function, head, words, and how surely it is one."""

    role: str
    function: str
    head: Token
    span: Span
    preposition: str | None
    probability: float
    required: bool
