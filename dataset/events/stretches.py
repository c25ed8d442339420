"""Stretches: where the clause of an event stands, and where its predicate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dataset.entities import Entities
from dataset.events.records import Dated
from dataset.language import syntax
from dataset.language.tree import remembered

if TYPE_CHECKING:
    from dataset.language.view import Token


@remembered
def clause(verb: Token) -> tuple[int, int]:
    """Return the first and last token of the clause, without clauses joined to it."""
    dropped = {t.i for c in syntax.goes_on(verb) for t in syntax.subtree(c)}
    own = [t.i for t in syntax.subtree(verb) if t.i not in dropped]
    first = last = verb.i
    inside = set(own)
    doc = verb.doc.tokens
    while first - 1 in inside or (first - 1 >= own[0] and doc[first - 1].is_space):
        first -= 1
    while last + 1 in inside or (last + 1 <= own[-1] and doc[last + 1].is_space):
        last += 1
    while doc[last].is_punct and last > verb.i and doc[last].text not in {")", "”", '"'}:
        last -= 1
    while (doc[first].is_punct and doc[first].text not in '“"(') or doc[first].is_space:
        first += 1
    return first, last


def predicate(verb: Token, dates_here: list[Dated], entities: Entities) -> tuple[int, int] | None:
    """Return the first and last token of the predicate; None where it is broken up."""
    doc = verb.doc.tokens
    if syntax.relation(verb) == "relative":
        return None  # something of it stands before its subject: what the board found
    group = {t.i for t in (*syntax.auxiliaries(verb), *syntax.adverbs(verb))}
    first = verb.i
    while first - 1 in group:
        first -= 1
    if any(a.i < first for a in syntax.auxiliaries(verb)):
        return None
    inside = {t.i for t in syntax.subtree(verb)}
    joined = {t.i for c in syntax.goes_on(verb) for t in syntax.subtree(c)}
    held: set[int] | None = None
    last = verb.i
    for i in range(verb.i + 1, verb.sent.end):
        token = doc[i]
        if token.is_space:
            continue
        if i not in inside or i in joined or _adds_only(token):
            break
        if _breaks(token):
            if held is None:
                held = _held_commas(verb, dates_here, entities)
            if i in held:
                last = i
                continue
            if token.text in {"(", "[", "“", '"', "‘"}:
                return None  # what a bracket or a quotation would leave out may matter
            rest = [doc[j] for j in range(i + 1, verb.sent.end) if j in inside - joined]
            if any(syntax.is_joined(t) and verb.i < t.head.i < i for t in rest):
                return None  # the comma stands inside an enumeration
            break
        last = i
    if any(c.i < first or c.i > last for c in syntax.complements(verb)):
        return None  # what the verb needs was cut off
    if doc[last].pos_ in {"ADP", "CCONJ", "SCONJ", "DET", "PART"} and last > verb.i:
        particle = syntax.particle(verb)
        if particle is None or particle.i != last:
            return None
    return first, last


def _adds_only(token: Token) -> bool:
    """Say whether a token begins what tells more about a thing that is settled already.

    A relative clause on a name (Tsikhanouskaya who left) and *including …* do: without
    them the clause stays true.
    """
    if token.lower_ == "including":
        return True
    clause = token
    while clause.i >= token.i and syntax.subtree(clause)[0] == token:
        if syntax.is_relative_clause(clause):
            return clause.head.pos_ == "PROPN"
        if clause.head == clause:
            break
        clause = clause.head
    return False


def _held_commas(verb: Token, dates_here: list[Dated], entities: Entities) -> set[int]:
    """Return the commas that cut nothing off.

    They stand inside dates (Tuesday, September 29, 2020) and places (Vilnius, Lithuania,).
    """
    doc = verb.doc
    held: set[int] = set()
    for dated in dates_here:
        held.update(range(dated.span.start, dated.span.end))
    for token in verb.sent:
        if token.text != ",":
            continue
        before = doc[token.i - 1] if token.i else token
        after = doc[token.i + 1] if token.i + 1 < len(doc) else token
        places = [entities.entity_of(t) for t in (before, after)]
        both = all(p is not None and entities.types[p] == "place" for p in places)
        if not both or syntax.relation(after) == "conjunct":
            continue
        held.add(token.i)
        end = after.i
        while end + 1 < len(doc) and entities.entity_of(doc[end]) == places[1]:
            end += 1
        # The comma that closes "Vilnius, Lithuania," – if the clause goes on.
        if doc[end].text == ",":
            held.add(end)
    return held


def _breaks(token: Token) -> bool:
    """Say whether a mark ends the stretch: not the hyphen, apostrophe or sign inside a phrase."""
    inside = token.tag_ in {"HYPH", "POS"} or token.text in {"%", "&", "#", "/", "@"}
    return bool(token.is_punct) and not inside
