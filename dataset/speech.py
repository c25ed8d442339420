"""Speech: which verbs attribute words to someone, and to whom."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import TYPE_CHECKING, Final

from dataset import lexicon
from dataset.language import syntax
from dataset.language.tree import remembered

if TYPE_CHECKING:
    from dataset.language.view import Token

# Subjects that say nothing: a clause stands behind them, or a thing just named.
NOBODY: Final = frozenset({"that", "this", "which", "what", "there", "these", "those"})


@remembered
def cue_of(verb: Token) -> lexicon.Cue | None:
    """Return the lexicon's entry for a verb with its particle (*point out*), else without.

    A preposition right behind the verb counts like a particle: *call for*.
    """
    cues = lexicon.cues()
    if verb.lemma_ not in _first_words():
        return None
    particle = syntax.particle(verb)
    if particle is not None:
        found = cues.get(f"{verb.lemma_} {particle.lower_}")
        if found is not None:
            return found
    if verb.i + 1 < len(verb.doc):
        behind = verb.nbor(1)
        if behind.tag_ in {"IN", "TO", "RP"}:
            found = cues.get(f"{verb.lemma_} {behind.lower_}")
            if found is not None:
                return found
    return cues.get(verb.lemma_)


@cache
def _first_words() -> frozenset[str]:
    return frozenset(words.partition(" ")[0] for words in lexicon.cues())


def verb_cue(token: Token, quoted: Collection[int]) -> lexicon.Cue | None:
    """Return the lexicon's entry for a verb outside quotation marks; None for other tokens."""
    if token.i in quoted or token.pos_ not in {"VERB", "AUX"}:
        return None
    return cue_of(token)


# Verbs that say of what they govern that it is not said: denied saying, declined to say.
DENYING: Final = frozenset({"deny", "refuse", "decline", "fail", "forget", "avoid", "neglect"})


def is_denied(cue: Token) -> bool:
    """Say whether a cue is negated, or governed by a verb that denies it."""
    governed = cue.tag_ in {"VB", "VBG"} and cue.head.i < cue.i
    return syntax.is_negated(cue) or (governed and cue.head.lemma_ in DENYING)


def speaker_of(cue: Token, quoted: Collection[int]) -> Token | None:
    """Return the head of the phrase that says who speaks; None if there is none, or no person."""
    speaker = _speaker(cue, quoted)
    if speaker is None or speaker.i in quoted or speaker.lower_ in NOBODY:
        return None
    if speaker.lower_ == "it" and not _may_speak(speaker):
        return None
    return speaker


def _may_speak(it: Token) -> bool:
    """Say whether *it* may be somebody: not in *it is said*, *it was noted that*."""
    verb = it.head
    return not syntax.is_passive(verb) and not syntax.is_expletive(it)


def _speaker(cue: Token, quoted: Collection[int]) -> Token | None:
    if syntax.is_passive(cue):
        return syntax.agent(cue)
    # “The bridge,” said Ana, “is safe”: what stands between marks is nobody who speaks.
    own = [s for s in syntax.own_subjects(cue) if s.i not in quoted]
    if not own and cue.tag_ in {"VBN", "VBD"} and syntax.relation(cue) == "adverbial":
        return syntax.agent(cue)  # asked about it, Ana said …: not she who asked
    speaker: Token | None = None
    if own:
        speaker = syntax.one_subject(own)
    elif not syntax.own_subjects(cue):
        speaker = syntax.subject(cue) or syntax.lost_subject(cue)
    if speaker is None and syntax.is_finite(cue):
        speaker = syntax.subject_beside(cue)
    elif speaker is None:
        speaker = _noun_before(cue) or _teller(cue) or syntax.controller(cue)
        speaker = None if speaker is None else _giver(speaker, cue)
    if speaker is not None and speaker.tag_ in {"WP", "WDT"}:
        # "Ana, who said “…”": the noun the clause hangs on
        clause = speaker.head
        while syntax.is_joined(clause):
            clause = clause.head
        speaker = clause.head if syntax.relation(clause) == "relative" else None
    return speaker


def _teller(cue: Token) -> Token | None:
    """Return who goes on telling behind a told clause: *Ana* said Ben had left, *calling* it ….

    The parser hangs the participle on the nearest verb; the one who tells is likelier.
    """
    verb = cue.head
    if cue.tag_ != "VBG" or syntax.relation(cue) != "adverbial" or cue.i == cue.sent.start:
        return None
    if cue.nbor(-1).text != "," or cue_of(verb) is not None or verb.i > cue.i:
        return None
    for above in syntax.ancestors(verb):
        told = cue_of(above) if above.pos_ == "VERB" and above.i < verb.i else None
        if told is not None and (told.speech or told.marks):
            return syntax.subject(above)
    return None


def _noun_before(cue: Token) -> Token | None:
    """Return who stands right before a participle: it led to *the union* saying so."""
    if cue.tag_ != "VBG" or cue.i == cue.sent.start:
        return None
    noun = cue.nbor(-1)
    while noun.head.i < cue.i and syntax.is_name_part(noun):
        noun = noun.head
    beside = noun.pos_ in {"NOUN", "PROPN"} and syntax.phrase(noun).end == cue.i
    return noun if beside and syntax.is_somebody(noun) else None


def _giver(noun: Token, cue: Token) -> Token | None:
    """Return who gives out what a participle hangs on: *Ana issued* a statement *saying* so.

    Somebody who can speak does so (*a man shouting*), and so does what is written where nobody
    is said to give it out (*an email urging*); anything else has its clause's subject.
    """
    word = noun.lemma_.lower()
    written = word in lexicon.words("cue_nouns")
    speaks = syntax.is_somebody(noun)
    if syntax.relation(cue) == "adverbial" or (speaks and not written):
        return noun
    verb = noun.head
    taken = verb != noun and noun in syntax.objects(verb) and verb.i < cue.i
    giver = (syntax.subject(verb) or syntax.controller(verb)) if taken else None
    return giver or (noun if written or speaks else None)
