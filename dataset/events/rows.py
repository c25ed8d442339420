"""Rows of participants: what a phrase is, and whom it stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataset.entities import Entities
from dataset.events.records import Found, Participant
from dataset.language import syntax

if TYPE_CHECKING:
    from dataset.language.view import Span, Token

# A pronoun or noun phrase less sure than this is nobody's in a participant's row.
SURE_REFERENT: Final = 0.9
_PARTISANS: Final = frozenset(
    {"republican", "democrat", "conservative", "liberal", "independent", "socialist"}
)


def as_rows(event_id: str, found: list[Found], entities: Entities) -> list[Participant]:
    """Return the rows of participants, one a role and stretch."""
    rows: dict[tuple[str, int, int], Participant] = {}
    for part in found:
        span = part.span
        row = Participant(
            event_id=event_id,
            role=part.role,
            function=part.function,
            preposition=part.preposition,
            start=span.start_char,
            end=span.end_char,
            text=span.text,
            head=part.head.text,
            number="plural" if syntax.is_plural(part.head, alone=True) else "singular",
            person=None if part.head.pos_ == "VERB" else syntax.person(part.head),
            form=_form(part.head, entities),
            required=part.required,
            entity_id=entity_of(part, entities),
        )
        rows.setdefault((row.role, row.start, row.end), row)
    return list(rows.values())


def _form(head: Token, entities: Entities) -> str:
    if head.pos_ in {"VERB", "AUX"}:
        return "clause"
    if syntax.is_pronoun(head):
        return "pronoun"
    named = entities.entity_of(head) is not None or head.pos_ == "PROPN"
    return "name" if named else "nominal"


def entity_of(part: Found, entities: Entities) -> str | None:
    """Return what a phrase stands for: a name and nothing else, or a surely known noun."""
    head = part.head
    if head.lower_ in _PARTISANS:
        return None  # the Ohio Republican is somebody with a name
    known = entities.referent_of(head)
    if head.tag_ == "NNS" and known and entities.types[known.entity_id] == "person":
        return None  # donors, among them Keller
    if part.role == "time":
        return None
    named = syntax.close_apposition(head)
    entity = entities.entity_of(head if named is None else named)
    if entity is not None:
        head = head if named is None else named
        return entity if _is_name_phrase(part.span, head, entities, entity) else None
    if syntax.has_relative_clause(head) and not syntax.is_pronoun(head):
        return None  # the candidate who wins: whoever that is
    referent = entities.referent_of(head)
    if referent is None or referent.confidence < SURE_REFERENT:
        return None
    return referent.entity_id


def _is_name_phrase(phrase: Span, head: Token, entities: Entities, entity: str) -> bool:
    """Say whether a phrase means the entity itself, and not something of or like it.

    Before a person's name a role may stand (Lithuanian President Gitanas Nausėda); other names
    stand alone but for their article: in *the US Treasury* the name *Treasury* is not all.
    """
    outside = [t for t in phrase if entities.entity_of(t) != entity and t.pos_ != "DET"]
    if entities.types[entity] != "person":
        return not outside
    return all(t.i < head.i and not (syntax.is_possessor(t) or syntax.is_count(t)) for t in outside)
