"""Nouns that name happenings, and who takes part: *Keller's arrest in Oslo*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataset.entities import Entities
from dataset.events.constituents import owner_span, without_preposition
from dataset.events.kinds import is_party, is_place
from dataset.events.records import LIKELY, Found, Trigger
from dataset.events.when import When
from dataset.language import syntax

if TYPE_CHECKING:
    from dataset.language.view import Span, Token

# Nouns whose possessor suffers what they name: Navalny's arrest.
_PATIENT: Final = frozenset({"coerce", "assault", "sanction", "retreat"})
_GRIPS: Final = frozenset({"grip", "grips", "midst", "throe", "throes", "middle"})


def of_noun(
    trigger: Trigger, event_type: str, dated: When | None, entities: Entities
) -> list[Found]:
    """Return the participants of a noun that names a happening: *Keller's arrest in Oslo*."""
    noun = trigger.word
    found: list[Found] = []

    def add(role: str, head: Token, preposition: str | None, span: Span | None = None) -> None:
        probability = syntax.arc_probability(head)
        if probability >= LIKELY:
            span = syntax.full_phrase(head) if span is None else span
            found.append(Found(role, "modifier", head, span, preposition, probability, False))

    suffers = event_type in _PATIENT
    ties = syntax.noun_obliques(noun)
    names_target = any(p in {"of", "on", "against"} for p, _ in ties)
    owner = trigger.subject
    if owner is not None and not (dated and dated.covers(owner)) and is_party(owner, entities):
        add("target" if suffers and not names_target else "actor", owner, None, owner_span(owner))
    for preposition, head in ties:
        if dated and dated.covers(head):
            continue
        party = is_party(head, entities)
        if preposition in {"in", "at", "near", "outside", "across"} and is_place(head, entities):
            add("place", head, preposition)
        elif (preposition == "by" and party) or (preposition == "between" and party):
            add("actor", head, preposition)
        elif preposition == "with" and party:
            add("actor" if event_type == "consult" else "target", head, preposition)
        elif preposition == "of" and party:
            patient = suffers or owner is not None or event_type == "other"
            add("target" if patient else "actor", head, preposition)
        elif preposition in {"against", "on"} and party:
            add("target", head, preposition)
        elif preposition in {"about", "over", "on"}:
            add("topic", head, preposition)
    grip = _in_the_grip(noun)
    if grip is not None:
        add("place" if is_place(grip, entities) else "target", grip, None)
    if dated is not None:
        span = without_preposition(dated.dated.span, dated.preposition)
        found.append(
            Found("time", "modifier", dated.head, span, dated.preposition, dated.probability, False)
        )
    return found


def _in_the_grip(noun: Token) -> Token | None:
    """Return what a happening has hold of: *the town* is in the grip of a strike."""
    above = noun.head
    held = syntax.preposition_of(noun) == "of" and above.lemma_.lower() in _GRIPS
    if not held or syntax.preposition_of(above) != "in":
        return None
    return syntax.own_subject(above) if syntax.copula(above) is not None else None
