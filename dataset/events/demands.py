"""Demands: what a speaker says that somebody must do; and a speaker meant by a pronoun."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataset import lexicon
from dataset.entities import Entities
from dataset.events.participants import of_verb
from dataset.events.records import Found, Reality, Trigger
from dataset.events.when import When
from dataset.language import syntax

if TYPE_CHECKING:
    from dataset.language.view import Token

_THIRD: Final = frozenset({"he", "she", "it", "they"})


def by_speaker(trigger: Trigger, reality: Reality, entities: Entities) -> Trigger:
    """Put who says so in the place of a pronoun that means the same: *Hungary* said *it* will.

    It does if both are known to be one; or if neither is known to be anybody, but they agree in
    number and there is no other to be meant.
    """
    pronoun, speaker = trigger.subject, reality.speaker
    if pronoun is None or speaker is None or trigger.link != "own" or trigger.form == "noun":
        return trigger
    if pronoun.lower_ not in _THIRD or not speaker.i < pronoun.i:
        return trigger
    if speaker.pos_ not in {"NOUN", "PROPN"} or not _may_be(pronoun, speaker, entities):
        return trigger
    return trigger._replace(subject=speaker, link="speaker")


def _may_be(pronoun: Token, speaker: Token, entities: Entities) -> bool:
    meant, named = entities.referent_of(pronoun), entities.referent_of(speaker)
    if meant is not None and named is not None:
        return meant.entity_id == named.entity_id
    if meant is not None:
        return False
    if named is not None and entities.types[named.entity_id] == "person":
        return False  # it is no person
    plural = syntax.is_plural(speaker)
    if pronoun.lower_ in {"he", "she"}:
        return False  # a name of unknown gender, or somebody not surely known
    if pronoun.lower_ == "they":
        return plural or (named is not None and entities.types[named.entity_id] == "organisation")
    return not plural and speaker.lemma_.lower() not in lexicon.words("person_nouns")


def is_demanded(trigger: Trigger, reality: Reality) -> bool:
    """Say whether a clause is what its speaker demands of its subject: said *Keller must go*."""
    if reality.modality != "requested" or reality.speaker is None or trigger.subject is None:
        return False
    return trigger.form == "finite" and trigger.link == "own" and reality.speaker != trigger.subject


def of_demand(
    trigger: Trigger, reality: Reality, dated: When | None, entities: Entities
) -> tuple[list[Found], float]:
    """Return the participants of a demand, and the probability that none is missing.

    Who says that somebody must do something is its actor, who must do it the target.
    """
    speaker = reality.speaker
    assert speaker is not None
    found, whole = of_verb(trigger, "request", dated, entities)
    roles = {"actor": "target", "target": "topic"}
    found = [f._replace(role=roles.get(f.role, f.role)) for f in found]
    probability = syntax.arc_probability(speaker)
    asker = Found("actor", "speaker", speaker, syntax.phrase(speaker), None, probability, False)
    return [asker, *found], whole
