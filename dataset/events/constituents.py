"""Constituents: the words of a participant, exactly, and which joined nouns are one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dataset import lexicon
from dataset.events.when import When
from dataset.language import syntax

if TYPE_CHECKING:
    from dataset.language.view import Span, Token


def members(head: Token) -> list[Token]:
    """Return the heads of what *and* or *or* joins to a noun, with it: two actors are two rows."""
    joined = [c for c in syntax.conjuncts(head) if c.pos_ not in {"VERB", "AUX"}]
    # at home and *in schools* are no two homes; nor is one of them the object of the verb
    own = syntax.preposition_of(head)
    joined = [c for c in joined if syntax.preposition_of(c) in {None, own}]
    if joined and is_one(head):
        return [head]
    return [head, *(m for c in joined for m in members(c))]


def is_one(head: Token) -> bool:
    """Say whether joined nouns are one participant: one person, or all told of in one phrase."""
    return _one_person(head, syntax.conjuncts(head)[0]) or syntax.shares_modifier(head)


def _one_person(first: Token, second: Token) -> bool:
    """Say whether two nouns with one article mean one person: *a governor and former* senator."""
    persons = lexicon.words("person_nouns")
    singular = first.tag_ == "NN" and second.tag_ == "NN"
    both = first.lemma_.lower() in persons and second.lemma_.lower() in persons
    articles = [any(c.pos_ in {"DET", "PRON"} for c in n.lefts) for n in (first, second)]
    # speaker and senator Keller: a bare noun is no one alone
    bare = first.tag_ == "NN" and first.lemma_.lower() in persons and not articles[0]
    named = second.pos_ == "PROPN" or syntax.close_apposition(second) is not None
    return (singular and both and not articles[1]) or (bare and named)


def without_date(span: Span, head: Token, dated: When | None) -> Span:
    """Return a phrase without the verb's date that the parser hung on a noun of it."""
    if dated is None or not dated.stray:
        return span
    cut = next((i for i in range(head.i + 1, span.end) if _begins(i, span, dated)), span.end)
    return span.doc[span.start : cut]


def _begins(i: int, span: Span, dated: When) -> bool:
    """Say whether a date, or the preposition before it, begins at a token."""
    first = dated.dated.span.start
    return i == first or (i == first - 1 and syntax.is_preposition(span.doc[i]))


def without_preposition(dated: Span, preposition: str | None) -> Span:
    """Return a date expression without the preposition it may begin with."""
    n = len(preposition.split()) if preposition else 0
    if n and dated[:n].text.lower() == preposition:
        return dated[n:]
    return dated


def owner_span(owner: Token) -> Span:
    """Return a possessor's phrase without its 's."""
    span = syntax.phrase(owner)
    while len(span) > 1 and span[-1].tag_ == "POS":
        span = span[:-1]
    return span


def _only_adds(below: Token, clause: Token) -> bool:
    """Say whether what hangs on a clause rather goes on from the one above it.

    That is so of a participle behind a comma (said that it failed, *calling it a slip*) and of
    what is joined in another form (is preparing to go and *packing*).
    """
    if syntax.is_adverbial(below) and below.tag_ == "VBG" and below.i > clause.i:
        words = [t for t in syntax.subtree(below) if not t.is_punct]
        return bool(words[0].i > clause.i + 1 and words[0].nbor(-1).text == ",")
    return syntax.is_joined(below) and clause.tag_ == "VB" and below.tag_ in {"VBG", "VBZ", "VBD"}


def clause_span(clause: Token, verb: Token, *, after: str | None = None) -> Span:
    """Return the words of a clause below a verb, on its side of it, without what goes on.

    ``after`` is the preposition the words stand behind.
    """
    gone = [c for c in syntax.goes_on(clause) if c.is_punct]
    gone += [c for c in clause.children if _only_adds(c, clause)]
    dropped = {t.i for c in gone for t in syntax.subtree(c)}
    inside = [t.i for t in syntax.subtree(clause) if t.i not in dropped]
    inside = [i for i in inside if (i > verb.i) == (clause.i > verb.i)]
    first = last = clause.i
    held = set(inside)
    while first - 1 in held or (first - 1 > inside[0] and clause.doc[first - 1].is_space):
        first -= 1
    while last + 1 in held or (last + 1 < inside[-1] and clause.doc[last + 1].is_space):
        if clause.doc[last + 1].text in {"–", "—", "--", "-"} and clause.doc[last].whitespace_:
            break  # what stands behind a dash is an aside
        last += 1
    while clause.doc[first].is_punct and first < clause.i:
        first += 1
    if not syntax.is_finite(clause):
        # works (when she can) *to help*: an infinitive begins with its own word
        first = max(first, syntax.mark_start(clause, first))
    if after is not None and clause.doc[first].lower_ == after:
        first += 1
    words = clause.doc[first : last + 1]
    loose_ends = {"CCONJ", "ADP", "PUNCT", "SCONJ", "SPACE"}
    while words.end - 1 > clause.i and words[-1].pos_ in loose_ends and not syntax.closes(words):
        if words[-1].pos_ in {"ADP", "SCONJ"} and words[-1].head.i < words[-1].i:
            break  # look it up
        words = words[:-1]
    while words[-1].is_punct and words.end - 1 > clause.i and not syntax.closes(words):
        words = words[:-1]
    return words
