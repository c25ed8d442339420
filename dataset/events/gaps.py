"""Gaps: signs that a row lacks something of its clause, each with an example beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from dataset import lexicon
from dataset.entities import Entities
from dataset.events.kinds import is_party
from dataset.events.records import Found, Trigger
from dataset.language import syntax

if TYPE_CHECKING:
    from dataset.language.view import Token

# That something is missing where there is a sign of it.
MISSING: Final = 0.5


def gaps(trigger: Trigger, found: list[Found], entities: Entities) -> Iterator[str]:
    """Yield a word for each sign that participants of a clause are missing from those found."""
    verb = trigger.word
    if _lacks_complement(trigger, found):
        yield "complement"  # called it ___, asked her ___
    heads = {f.head.i for f in found}
    if any(c.pos_ == "VERB" and c.i not in heads for c in syntax.complements(verb)):
        yield "clause"
    if _shares_object(verb, found):
        yield "object"
    if any(c.i > a.i > verb.i for a in syntax.adverbs(verb) for c in a.children):
        yield "adverb"  # veered close to an admission, stopped short of it
    for part in found:
        held = [c for c in part.head.children if "that" in syntax.marks(c)]
        if any(c.i >= part.span.end and not syntax.is_relative_clause(c) for c in held):
            yield "content"  # frustration (last week) that nothing was done
    if _is_view(verb, entities):
        yield "view"
    if _is_not_until(verb):
        yield "until"


def _lacks_complement(trigger: Trigger, found: list[Found]) -> bool:
    verb = trigger.word
    rest = [f for f in found if f.role != "time" and f.function not in {"subject", "agent"}]
    bare = [f for f in rest if f.preposition in {None, "as"}]
    if verb.lemma_ in lexicon.verb_classes()["naming"]:
        return len(bare) < (1 if trigger.passive else 2)
    told = any(f.role == "topic" or f.preposition for f in rest)
    return verb.lemma_ == "ask" and not told


def _shares_object(verb: Token, found: list[Found]) -> bool:
    """Say whether a verb without an object stands right before one it may share: *hurt* and …."""
    joined = syntax.conjuncts(verb)
    if not joined or joined[0].i > verb.i + 2 or any(f.head.i > verb.i for f in found):
        return False
    return bool(syntax.objects(joined[0]) or syntax.obliques(joined[0]))


def _is_view(verb: Token, entities: Entities) -> bool:
    """Say whether a clause may be somebody's view: *for Keller*, it is a slip."""
    subject = syntax.own_subject(verb)
    return subject is not None and any(
        preposition == "for" and head.i < subject.i and is_party(head, entities)
        for preposition, head in syntax.obliques(verb)
    )


def _is_not_until(verb: Token) -> bool:
    """Say whether a denial only tells when: *not until* May is in May."""
    if not syntax.is_negated(verb):
        return False
    ties = {preposition for preposition, _ in syntax.obliques(verb)}
    return "until" in ties or any("until" in syntax.marks(c) for c in verb.children)
