"""Nominals: noun phrases for people and bodies that give no name: the mayor, a boy, protesters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dataset import lexicon
from dataset.analysis import Analysis
from dataset.entities.descriptions import is_person_noun
from dataset.language import syntax

if TYPE_CHECKING:
    from dataset.language.view import Span, Token

_DEFINITE: Final = frozenset({"the", "this", "that", "these", "those"})
_NOBODY: Final = frozenset({"no", "any", "every", "each", "neither", "either", "whatever", "what"})
_INDEFINITE: Final = frozenset(
    "a an another some one many several few most all both two "
    "three four five six seven eight nine ten dozens hundreds thousands".split()
)


@dataclass(frozen=True, slots=True)
class Nominal:
    """A noun phrase; ``definite`` if it points at somebody known, by *the* or a possessor.

    ``lemma`` is its noun's; ``described`` are its other content words, in lower case.
    """

    head: Token
    span: Span
    entity_type: str
    definite: bool
    lemma: str
    described: frozenset[str]


def find_nominals(analysis: Analysis, taken: set[int]) -> Iterator[Nominal]:
    """Yield the noun phrases for people and bodies in the prose and headlines, in text order.

    ``taken`` are the tokens of names and of what describes them: no mention of their own.
    """
    for sentence, span in zip(analysis.sentences, analysis.spans, strict=True):
        if sentence.kind == "dateline":
            continue
        for token in span:
            if token.i in taken or token.pos_ not in {"NOUN", "PROPN", "ADJ", "NUM"}:
                continue
            entity_type = _type_of(token)
            if entity_type is None or _is_no_mention(token, taken):
                continue
            phrase = syntax.phrase(token)
            if "\n" in phrase.text:
                continue
            yield Nominal(
                head=token,
                span=phrase,
                entity_type=entity_type,
                definite=_is_definite(token),
                lemma=phrase[-5:].text.lower() if is_age(token) else token.lemma_.lower(),
                described=frozenset(
                    t.lower_
                    for t in phrase
                    if t != token and t.pos_ in {"NOUN", "PROPN", "ADJ", "NUM"}
                ),
            )


def _type_of(token: Token) -> str | None:
    if is_age(token):
        return "person"
    if token.pos_ in {"ADJ", "NUM"}:
        return None
    plural = token.tag_ in {"NNS", "NNPS"}
    if is_person_noun(token):
        return "group" if plural or token.lower_ == "people" else "person"
    if token.lemma_.lower() in lexicon.words("group_nouns"):
        return "group" if plural else "organisation"
    return None


def is_age(token: Token) -> bool:
    """Say whether a word names somebody by age: the 26-year-*old*."""
    return token.lower_ == "old" and token.i > 3 and token.nbor(-2).lower_.startswith("year")


def _is_no_mention(token: Token, taken: set[int]) -> bool:
    """Say whether a noun stands before another, is said of somebody, or means nobody in particular.

    *Police* chief, chosen as *mayor*, *every* voter.
    """
    if any(c.lower_ in _NOBODY for c in token.children if c.i < token.i):
        return True
    if syntax.stands_before(token) or syntax.is_name_part(token):
        return True
    function = syntax.function(token)
    if function == "predicate" or _is_said_of(token):
        return True
    return function == "apposition" and token.head.i in taken


def _is_said_of(token: Token) -> bool:
    """Say whether *as* makes a noun what somebody is to be: chosen *as the next mayor*."""
    return any(syntax.is_preposition(c) and c.lower_ in {"as", "than"} for c in token.children)


def _is_definite(token: Token) -> bool:
    words = {c.lower_ for c in token.children if c.i < token.i}
    if words & _INDEFINITE:
        return False
    if words & _DEFINITE:
        return True
    possessed = any(syntax.is_possessor(c) for c in token.children)
    # A title without article stands for its bearer: French President visits Lithuania.
    return possessed or (token.text[0].isupper() and token.lower_ in lexicon.words("roles"))
