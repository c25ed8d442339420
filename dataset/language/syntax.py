"""The syntax view: what the other rooms may ask of a parsed sentence.

Tokens are compared with ``==``: spaCy makes a new object each time one is asked for.

Only :mod:`dataset.language` knows the labels of Universal Dependencies and the probabilities
behind them; everything else asks in words of grammar.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from dataset.language.parser import CORE_LABELS, SCORES, SentenceScores

SUBJECT = frozenset({"nsubj", "nsubj:pass", "nsubj:outer"})
# What hangs on a noun without being part of its name or plain description.
LOOSE = frozenset({"acl", "acl:relcl", "appos", "parataxis", "conj", "cc", "punct", "cc:preconj"})
CLAUSE = frozenset({"ccomp", "advcl", "advcl:relcl", "acl", "acl:relcl", "parataxis", "csubj"})
RELATIVE = frozenset({"who", "whom", "which", "that", "whose"})


class Oblique(NamedTuple):
    """A phrase a preposition ties to a verb; ``preposition`` is None for bare ones (last week)."""

    preposition: str | None
    head: Token


def children(token: Token, *labels: str) -> list[Token]:
    """Return the children with one of the labels, in text order."""
    return [c for c in token.children if c.dep_ in labels]


def is_verb(token: Token) -> bool:
    """Say whether a token is a full verb (a copula's predicate is not)."""
    return token.pos_ == "VERB" and not children(token, "cop")


def auxiliaries(verb: Token) -> list[Token]:
    """Return the auxiliary verbs of a verb, in text order."""
    return children(verb, "aux", "aux:pass")


def is_finite(verb: Token) -> bool:
    """Say whether a verb, with its auxiliaries, makes a finite clause."""
    aux = auxiliaries(verb)
    if aux:
        return aux[0].tag_ in {"VBD", "VBZ", "VBP", "MD"}
    return verb.tag_ in {"VBD", "VBZ", "VBP"}


def is_passive(verb: Token) -> bool:
    """Say whether a verb stands in the passive."""
    return bool(children(verb, "aux:pass", "nsubj:pass"))


def own_subject(verb: Token) -> Token | None:
    """Return the head of the verb's own subject; None if it has none or two."""
    found = children(verb, *SUBJECT)
    return found[0] if len(found) == 1 else None


def subject(verb: Token) -> Token | None:
    """Return the head of the subject, for a verb joined by *and* also the first verb's."""
    found = own_subject(verb)
    if found is None and verb.dep_ == "conj" and is_verb(verb.head):
        first = verb.head
        # A shared subject needs the same voice: what is done to it differs from what it does.
        if is_passive(first) == is_passive(verb):
            return own_subject(first)
    return found


def objects(verb: Token) -> list[Token]:
    """Return the heads of the direct objects."""
    return children(verb, "obj")


def complements(verb: Token) -> list[Token]:
    """Return the heads of all core arguments but the subject: without them the verb is cut."""
    return [c for c in verb.children if c.dep_ in CORE_LABELS and c.dep_ not in SUBJECT]


def agent(verb: Token) -> Token | None:
    """Return the head of a passive's by-phrase."""
    found = children(verb, "obl:agent")
    return found[0] if len(found) == 1 else None


def obliques(verb: Token) -> list[Oblique]:
    """Return the prepositional and bare phrases of a verb, without a by-agent."""
    found = []
    for child in verb.children:
        if child.dep_.startswith("obl") and child.dep_ != "obl:agent":
            case = children(child, "case")
            words = [w for c in case for w in (c, *children(c, "fixed"))]
            words.sort(key=lambda t: t.i)
            found.append(Oblique(" ".join(w.lower_ for w in words) or None, child))
    return found


def particle(verb: Token) -> Token | None:
    """Return the particle of a phrasal verb (step *down*)."""
    found = children(verb, "compound:prt")
    return found[0] if found else None


def is_negated(verb: Token) -> bool:
    """Say whether the clause is denied (not, never, no longer, no one …)."""
    for child in verb.children:
        if child.lower_ in {"not", "n't", "n’t", "never", "neither", "hardly", "barely", "nor"}:
            return True
        if child.dep_ in {*SUBJECT, "obj", "obl"} and (
            child.lower_ in {"nobody", "none", "nothing", "no-one"}
            or any(d.lower_ in {"no", "neither"} for d in child.children)
        ):
            return True
    return bool(children(verb, "advmod")) and any(
        c.lower_ == "longer" and any(g.lower_ == "no" for g in c.children) for c in verb.children
    )


def marks(verb: Token) -> list[str]:
    """Return the words that subordinate the clause: that, if, because …, in lower case."""
    found = []
    for child in children(verb, "mark", "case"):
        found.append(" ".join([child.lower_, *(f.lower_ for f in children(child, "fixed"))]))
    for child in children(verb, "advmod"):
        if child.tag_ == "WRB":
            found.append(child.lower_)
    return found


def conjuncts(token: Token) -> list[Token]:
    """Return what is joined to a token by *and* or *or*, without itself."""
    return children(token, "conj")


def is_plural(noun: Token) -> bool:
    """Say whether a noun phrase is plural as a whole."""
    joined = conjuncts(noun)
    if joined and any(c.lower_ == "and" for j in joined for c in children(j, "cc")):
        return True
    return noun.tag_ in {"NNS", "NNPS"} or noun.lower_ in {"they", "we", "these", "those", "police"}


def is_pronoun(token: Token) -> bool:
    """Say whether a noun phrase's head is a pronoun or a bare determiner."""
    return token.pos_ in {"PRON", "DET"}


def has_relative_subject(verb: Token) -> bool:
    """Say whether the subject is a relative pronoun."""
    found = own_subject(verb)
    return found is not None and found.lower_ in RELATIVE and found.tag_ in {"WP", "WDT", "WP$"}


def phrase(noun: Token, *, loose: bool = False) -> Span:
    """Return a noun phrase without its preposition, as one stretch around its head.

    Relative clauses, appositions and what is joined by *and* are left out, unless ``loose``
    keeps the joined nouns.
    """
    sentence = noun.sent
    keep = {noun.i}
    queue = [noun]
    while queue:
        token = queue.pop()
        for child in token.children:
            if child.is_space or (token == noun and child.dep_ in {"case", "mark", "cop"}):
                continue
            if token == noun and child.dep_ in SUBJECT:
                continue
            dropped = child.dep_ in LOOSE and not (
                loose and child.dep_ in {"conj", "cc", "punct", "cc:preconj"}
            )
            # Hyphens and inner commas of "Oct. 2, 2020" or "large-scale" hold the phrase together.
            if child.dep_ == "punct" and child.tag_ in {"HYPH", "NFP"}:
                dropped = False
            if not dropped:
                keep.add(child.i)
                queue.append(child)
    start = end = noun.i
    while start - 1 >= sentence.start and start - 1 in keep:
        start -= 1
    while end + 1 < sentence.end and end + 1 in keep:
        end += 1
    while end > noun.i and noun.doc[end].text in {",", ";", ":", "-", "–", "—"}:
        end -= 1
    while start < noun.i and noun.doc[start].text in {",", ";", ":", "-", "–", "—"}:
        start += 1
    return noun.doc[start : end + 1]


def subtree(token: Token) -> list[Token]:
    """Return a token and all below it, in text order, without white space."""
    return [t for t in token.subtree if not t.is_space]


def ancestors(token: Token) -> Iterator[Token]:
    """Yield the heads above a token, nearest first."""
    while token.head != token:
        token = token.head
        yield token


def relation(token: Token) -> str:
    """Return how a clause hangs on its head.

    One of root, conjunct, complement, adverbial, relative, aside or other.
    """
    return {
        "ROOT": "root",
        "conj": "conjunct",
        "ccomp": "complement",
        "xcomp": "complement",
        "csubj": "complement",
        "advcl": "adverbial",
        "advcl:relcl": "relative",
        "acl:relcl": "relative",
        "acl": "relative",
        "parataxis": "aside",
    }.get(token.dep_, "other")


def scores_by_sentence(doc: Doc) -> dict[int, SentenceScores]:
    """Return the probabilities of each sentence under the place of each of its words."""
    found: dict[int, SentenceScores] = {}
    for scores in doc.user_data[SCORES]:
        for i in scores.words:
            found[i] = scores
    return found


def arc_probability(scores: SentenceScores, token: Token) -> float:
    """Return the probability that a token hangs where it hangs, with its label."""
    place = {w: n for n, w in enumerate(scores.words, 1)}
    d = place[token.i]
    h = 0 if token.head == token else place[token.head.i]
    return float(scores.arcs[d, h] * scores.label[d - 1])


def frame_probability(scores: SentenceScores, verb: Token) -> float:
    """Return the probability that the verb's core arguments are just the phrases given.

    The product of, for each argument, the probability that its phrase hangs on the verb as a
    core argument, by whichever word (in *opposition leader Tsikhanouskaya* the parser may be
    in doubt about the head and sure about the phrase), times that of its label; and, for all
    words outside, of 1 − P(arc)·P(core label). How it is calibrated: README, "How good is it".
    """
    place = {w: n for n, w in enumerate(scores.words, 1)}
    v = place[verb.i]
    total = 0.0
    inside: set[int] = set()
    for child in verb.children:
        if child.dep_ not in CORE_LABELS:
            continue
        span = [place[t.i] for t in phrase(child, loose=True) if t.i in place]
        hangs = sum(float(scores.arcs[d, v] * scores.core[d, v]) for d in span)
        total += math.log(max(min(hangs, 1.0), 1e-6))
        total += math.log(max(float(scores.label[place[child.i] - 1]), 1e-6))
        inside.update(span)
    for d in range(1, len(scores.words) + 1):
        if d != v and d not in inside:
            total += math.log(max(1.0 - float(scores.arcs[d, v] * scores.core[d, v]), 1e-6))
    return math.exp(total)
