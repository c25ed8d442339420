"""Recipients: whom an event is done to where only a thing is named: a ban on *Keller's* party."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataset import lexicon
from dataset.entities import Entities
from dataset.events.kinds import is_party, is_somebodys
from dataset.events.records import LIKELY
from dataset.language import syntax

if TYPE_CHECKING:
    from dataset.language.view import Token

# What ties a party to a thing that concerns it: a ban *on* exports, the demands *of* teachers.
CONCERNING: Final = frozenset(
    {"of", "against", "on", "to", "with", "for", "from", "by", "over", "between"}
)
# Only with nouns of these classes does *with* lead to whom they concern: talks with Keller.
_JOINING: Final = frozenset({"talks", "relations", "deal", "trade", "truce", "drill"})


def governed(verb: Token, depth: int = 3) -> list[Token]:
    """Return the things a verb and the infinitives below it govern: agreed to *talks*."""
    things = [o.head for o in syntax.obliques(verb) if o.preposition in CONCERNING | {"in"}]
    clause = syntax.content_clause(verb)
    if clause is not None and depth:
        things += [*syntax.objects(clause), *governed(clause, depth - 1)]
    return things


def recipients_of(
    thing: Token, entities: Entities, depth: int = 3, *, words: bool = False
) -> list[syntax.Oblique]:
    """Return the parties that hang on a noun for a thing, nearest first: whom it concerns.

    In *demands for talks with the rebels* it is the rebels, in *an invitation to meet Keller*
    Keller. Where it is answered by ``words``, whose it is comes first: rejected *Keller's* call for
    talks with the rebels.
    """
    ties = [o for o in syntax.noun_obliques(thing) if o.preposition in CONCERNING]
    if not _JOINING & set(lexicon.noun_classes().get(thing.lemma_.lower(), ())):
        ties = [o for o in ties if o.preposition != "with"]
    owners = []
    owner = syntax.possessor(thing)
    if owner is not None and not syntax.is_pronoun(owner):
        owners.append(syntax.Oblique(None, owner))
    named = []
    deal = "deal" in lexicon.noun_classes().get(thing.lemma_.lower(), ())
    if is_somebodys(thing) or (words and not deal):  # the Iran deal is not Iran's
        named = [c for c in syntax.compounds(thing) if entities.entity_of(c) is not None]
    if is_somebodys(thing):
        named += [c for c in syntax.adjectives(thing) if c.text in lexicon.adjectives()]
    owners += [syntax.Oblique(None, c) for c in named]
    ties = [*owners, *ties] if words else [*ties, *owners]
    for clause in thing.children:
        if syntax.is_participial(clause):
            by = syntax.agent(clause)
            ties += [syntax.Oblique("by", by)] if by is not None else []
            if "demand" in lexicon.noun_classes().get(thing.lemma_.lower(), ()):
                ties += [syntax.Oblique(None, o) for o in syntax.own_subjects(clause)]
            if clause.tag_ == "VB":  # an invitation to meet Keller; not: remarks calling her …
                ties += [syntax.Oblique(None, o) for o in syntax.objects(clause)]
            ties += [o for o in syntax.obliques(clause) if o.preposition in CONCERNING]
    ties = [o for o in ties if not syntax.is_pronoun(o.head)]
    if "talks" in lexicon.noun_classes().get(thing.lemma_.lower(), ()):
        ties = [o for o in ties if o.preposition != "by"]  # a meeting led by Keller
    ties = [o for o in ties if syntax.arc_probability(o.head) >= LIKELY]
    found = [o for o in ties if is_party(o.head, entities) or o.head.text in lexicon.adjectives()]
    if not found and depth:
        below = [tie.head for tie in ties]
        below += [c for head in below for c in syntax.conjuncts(head)]
        for head in below:
            found = found or recipients_of(head, entities, depth - 1)
    return found[:1]
