"""Speech: which verbs attribute words to someone, and to whom."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from dataset import lexicon
from dataset.language import syntax

if TYPE_CHECKING:
    from spacy.tokens import Token


def cue_of(verb: Token) -> lexicon.Cue | None:
    """Return the lexicon's entry for a verb with its particle (*point out*), else without."""
    particle = syntax.particle(verb)
    name = f"{verb.lemma_} {particle.lower_}" if particle else verb.lemma_
    return lexicon.cues().get(name) or lexicon.cues().get(verb.lemma_)


def is_cue(token: Token, quoted: Collection[int]) -> bool:
    """Say whether a token outside quotation marks is a verb whose words are somebody's."""
    if token.i in quoted or token.pos_ not in {"VERB", "AUX"}:
        return False
    cue = cue_of(token)
    return cue is not None and cue.speech


def speaker_of(cue: Token, quoted: Collection[int]) -> Token | None:
    """Return the head of the phrase that says who speaks; None if there is none, or no person."""
    passive = syntax.is_passive(cue)
    speaker = syntax.agent(cue) if passive else syntax.subject(cue)
    if speaker is None and not passive:
        # “The bridge,” said Ana, “is safe”: what stands between marks is nobody who speaks.
        outside = [s for s in syntax.own_subjects(cue) if s.i not in quoted]
        speaker = outside[0] if len(outside) == 1 else syntax.lost_subject(cue)
    if speaker is not None and not passive and speaker.tag_ in {"WP", "WDT"}:
        # "Ana, who said “…”": the noun the clause hangs on
        speaker = cue.head if syntax.relation(cue) == "relative" else None
    if speaker is None or speaker.i in quoted or speaker.lower_ in {"it", "that", "this", "which"}:
        return None
    return speaker
