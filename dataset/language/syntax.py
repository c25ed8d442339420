"""The syntax view: what the other rooms may ask of a parsed sentence.

Its words are those of :mod:`dataset.language.view`.

Only :mod:`dataset.language` knows the labels of Universal Dependencies and the probabilities
behind them; everything else asks in words of grammar.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dataset import lexicon
from dataset.language.phrases import close_apposition as close_apposition
from dataset.language.phrases import closes as closes
from dataset.language.phrases import full_phrase as full_phrase
from dataset.language.phrases import is_opening
from dataset.language.phrases import is_somebody as is_somebody
from dataset.language.phrases import mark_start as mark_start
from dataset.language.phrases import phrase as phrase
from dataset.language.phrases import shares_modifier as shares_modifier
from dataset.language.scores import scores_of
from dataset.language.tree import SUBJECT, children, remembered

if TYPE_CHECKING:
    from dataset.language.view import Span, Token

# The arguments of a verb that make its frame, and all that completes it.
FRAME_LABELS = SUBJECT | {"obj", "obl:agent"}
CORE_LABELS = FRAME_LABELS | {"iobj", "csubj", "csubj:pass", "ccomp", "xcomp"}
# Where a model gives no probabilities: the share that a good parser without them gets right
# (a spaCy CNN had .84 of the frames and .87 of the arcs of EWT's test part right).
FALLBACK_FRAME, FALLBACK_ARC = 0.84, 0.87
RELATIVE = frozenset({"who", "whom", "which", "that", "whose"})


class Oblique(NamedTuple):
    """A phrase a preposition ties to a verb; ``preposition`` is None for bare ones (last week)."""

    preposition: str | None
    head: Token


@remembered
def is_verb(token: Token) -> bool:
    """Say whether a token is a full verb (a copula's predicate is not)."""
    return token.pos_ == "VERB" and not children(token, "cop")


@remembered
def auxiliaries(verb: Token) -> list[Token]:
    """Return the auxiliary verbs of a verb, in text order."""
    return children(verb, "aux", "aux:pass")


@remembered
def is_finite(verb: Token) -> bool:
    """Say whether a verb, with its auxiliaries, makes a finite clause."""
    aux = auxiliaries(verb)
    if aux:
        return aux[0].tag_ in {"VBD", "VBZ", "VBP", "MD"}
    return verb.tag_ in {"VBD", "VBZ", "VBP"}


@remembered
def shares_auxiliary(verb: Token) -> bool:
    """Say whether a verb joined by *and* takes over an auxiliary: was closed and *sold*."""
    first = verb.head
    if not is_joined(verb) or not is_verb(first) or auxiliaries(verb) or own_subject(verb):
        return False
    return bool(auxiliaries(first)) and is_finite(first) and verb.tag_ == first.tag_


@remembered
def is_passive(verb: Token) -> bool:
    """Say whether a verb stands in the passive; *arrested and charged* share an auxiliary."""
    if children(verb, "aux:pass"):
        return True
    if verb.tag_ != "VBN" or auxiliaries(verb):
        return False  # a past tense that the parser took for a participle
    if children(verb, "nsubj:pass"):
        return True
    return is_joined(verb) and is_verb(verb.head) and is_passive(verb.head)


def is_as_long_as(verb: Token) -> bool:
    """Say whether a clause is a condition that begins *as long as* or *so long as*."""
    return _is_marked(verb, "long", "as")


def even_if(verb: Token) -> bool:
    """Say whether the *if* of a clause grants something: even if."""
    return _is_marked(verb, "even", "if")


def _is_marked(verb: Token, before: str, word: str) -> bool:
    """Say whether a clause is subordinated by a word right behind another."""
    return any(
        c.lower_ == word and c.i and c.nbor(-1).lower_ == before for c in children(verb, "mark")
    )


def own_subject(verb: Token) -> Token | None:
    """Return the head of the verb's own subject; None if it has none or two."""
    found = own_subjects(verb)
    return found[0] if len(found) == 1 else None


@remembered
def own_subjects(verb: Token) -> list[Token]:
    """Return the heads of all subjects of the verb itself; two are one too many."""
    return children(verb, *SUBJECT)


def subject(verb: Token) -> Token | None:
    """Return the head of the subject, for a verb joined by *and* also the first verb's.

    In *the inspector resigned and was charged* it is one subject, though of two voices.
    """
    found = own_subject(verb)
    if found is None and is_joined(verb) and is_verb(verb.head):
        return own_subject(verb.head)
    return found


def one_subject(found: list[Token]) -> Token | None:
    """Return the head of a verb's subjects; None where there are several.

    In *spokeswoman Ana Lind said* the parser may make two subjects of one phrase: the
    last, with the name, is its head.
    """
    for before, after in itertools.pairwise(found):
        if phrase(before).end != phrase(after).start:
            return None
    return found[-1] if found else None


def subject_beside(verb: Token) -> Token | None:
    """Return the name right before or behind a finite verb that has no subject.

    In *The bridge, Maria Keller said, was old* the parser may take the name for an apposition, in
    *said Ana* for the object.
    """
    if verb.i > verb.sent.start and not is_joined(verb):
        head = verb.nbor(-1)
        while head.head != head and head.head.i < verb.i and head.dep_ in {"flat", "compound"}:
            head = head.head
        start = phrase(head).start
        alone = start == verb.sent.start or (start > 0 and verb.doc[start - 1].is_punct)
        if alone and head.pos_ in {"PROPN", "NOUN", "PRON"} and phrase(head).end == verb.i:
            return head
    if verb.i > verb.sent.start and verb.nbor(-1).is_punct:
        behind = [
            c for c in children(verb, "obj", "iobj", "xcomp") if phrase(c).start == verb.i + 1
        ]
        if len(behind) == 1 and behind[0].pos_ in {"PROPN", "NOUN", "PRON"}:
            return behind[0]
    return None


def controller(verb: Token) -> Token | None:
    """Return whose act a verb without a subject tells: *Ana* left, *saying* so; None if unknown.

    That of an infinitive is the object of the verb above, if it has one (*asked Ben to say*),
    or its subject; of a participle the noun it hangs on or the subject of the clause.
    """
    for _ in range(4):
        above = verb.head
        if above == verb:
            return None
        label = verb.dep_
        if label == "acl":
            return above
        if label == "xcomp":
            taken = objects(above)
            if taken and above.lemma_ != "promise":
                return taken[0]
        elif label not in {"advcl", "conj", "parataxis", "ccomp"}:
            return None
        if label == "advcl":
            # Keller came and Ben left, saying so: whoever stands nearest
            joined = [c for c in children(above, "conj") if c.i < verb.i and own_subject(c)]
            above = joined[-1] if joined and above.i < verb.i else above
        found = one_subject(own_subjects(above)) or lost_subject(above)
        if found is not None:
            return found
        verb = above
    return None


def lost_subject(verb: Token) -> Token | None:
    """Return the noun before a finite verb that a clause in front of it took for its own.

    *After meeting Macron said*: without a comma the parser may give the name to *meeting*, as
    its object or its subject, but a finite verb that is joined to no other has a subject.
    """
    if own_subjects(verb) or is_joined(verb) or not is_finite(verb) or verb.i == verb.sent.start:
        return None
    for clause in children(verb, "advcl"):
        for taken in (*objects(clause), *own_subjects(clause)):
            if not is_finite(clause) and taken.i > clause.i and phrase(taken).end == verb.i:
                return taken
    return None


@remembered
def objects(verb: Token) -> list[Token]:
    """Return the heads of the direct objects.

    The treebanks call a person asked, urged or warned an indirect object even where there is
    no other: *urged parents to go*. It counts as one here, unless a clause says what was told.
    """
    found = children(verb, "obj")
    if not found and not children(verb, "ccomp"):
        found = children(verb, "iobj")
    return found


def indirect_object(verb: Token) -> Token | None:
    """Return the head of the receiver: *gave the school* laptops, *told reporters* so."""
    found = children(verb, "iobj")
    return found[0] if len(found) == 1 and found != objects(verb) else None


@remembered
def complements(verb: Token) -> list[Token]:
    """Return the heads of all core arguments but the subject: without them the verb is cut."""
    return [c for c in verb.children if c.dep_ in CORE_LABELS and c.dep_ not in SUBJECT]


def agent(verb: Token) -> Token | None:
    """Return the head of a passive's by-phrase."""
    found = children(verb, "obl:agent")
    return found[0] if len(found) == 1 else None


@remembered
def obliques(verb: Token) -> list[Oblique]:
    """Return the prepositional and bare phrases of a verb, without a by-agent.

    *In response to* and the like (``lexicon/phrase_prepositions.tsv``) are one preposition.
    """
    found = []
    for child in verb.children:
        if child.dep_.startswith("obl") and child.dep_ != "obl:agent":
            found.append(_unfolded(Oblique(preposition_of(child), child)))
    return found


def _unfolded(oblique: Oblique) -> Oblique:
    """Return an oblique whose noun is part of a preposition with that preposition."""
    known = lexicon.phrase_prepositions()
    preposition, noun = oblique
    if preposition is None or len(list(noun.lefts)) > 1 + preposition.count(" ") + 1:
        return oblique
    article = next((f"{c.lower_} " for c in noun.lefts if c.pos_ == "DET"), "")
    for tie, inner in noun_obliques(noun):
        whole = f"{preposition} {article}{noun.lower_} {tie}"
        if whole in known:
            return Oblique(whole, inner)
    return oblique


@remembered
def particle(verb: Token) -> Token | None:
    """Return the particle of a phrasal verb (step *down*)."""
    found = [c for c in verb.children if c.dep_ == "compound:prt" or c.tag_ == "RP"]
    if not found and verb.i + 1 < len(verb.doc):
        # went under, pulled back: adverbs to the treebanks
        after = verb.nbor(1)
        adverb = after.head == verb and after.dep_ == "advmod" and after.lower_ in _PARTICLES
        beyond = after.nbor(1).pos_ if after.i + 1 < len(verb.doc) else ""
        free = after.lower_ in _NEVER_PREPOSITIONS
        if adverb and (free or beyond not in {"DET", "NOUN", "PROPN", "ADJ", "NUM", "PRON"}):
            found = [after]
    return found[0] if found else None


_NEVER_PREPOSITIONS = frozenset({"apart", "aside", "away", "back", "forward", "out", "together"})
_PARTICLES = frozenset(
    "ahead along apart around aside away back down forward off on out over through together under "
    "up".split()
)


@remembered
def is_negated(verb: Token) -> bool:
    """Say whether the clause is denied (not, never, no longer, no one …)."""
    for noun in own_subjects(verb):
        if any(c.lower_ == "not" and c.i < noun.i for c in noun.children):
            # not one of them came; not all of them did
            return not any(c.lower_ in {"all", "every", "both"} for c in (noun, *noun.children))
    for child in verb.children:
        if child.lower_ in {"not", "n't", "n’t", "never", "neither", "hardly", "nor"}:
            if child.i + 1 < len(child.doc) and child.nbor(1).lower_ in {"only", "just", "merely"}:
                continue  # not only did they leave
            return True
        if child.dep_ in {*SUBJECT, "obj", "obl"} and (
            child.lower_ in {"nobody", "none", "nothing", "no-one"}
            or any(d.lower_ in {"no", "neither"} for d in child.children)
        ):
            return True
    return bool(children(verb, "advmod")) and any(
        c.lower_ == "longer" and any(g.lower_ == "no" for g in c.children) for c in verb.children
    )


@remembered
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


def appositions(noun: Token) -> list[Token]:
    """Return the heads of what renames a noun: *Lukashenko, the president*."""
    return children(noun, "appos")


@remembered
def is_plural(noun: Token, *, alone: bool = False) -> bool:
    """Say whether a noun phrase is plural as a whole, or ``alone``, without what is joined."""
    joined = [] if alone else conjuncts(noun)
    if joined and any(c.lower_ == "and" for j in joined for c in children(j, "cc")):
        return True
    return noun.tag_ in {"NNS", "NNPS"} or noun.lower_ in {"they", "we", "these", "those", "police"}


def is_pronoun(token: Token) -> bool:
    """Say whether a noun phrase's head is a pronoun or a bare determiner."""
    return token.pos_ in {"PRON", "DET"}


@remembered
def function(token: Token) -> str:
    """Return what a noun or pronoun is in its sentence.

    One of subject, object, agent, oblique, possessor, apposition, conjunct, predicate or other.
    """
    if children(token, "cop"):
        return "predicate"
    return {
        "nsubj": "subject",
        "nsubj:pass": "subject",
        "nsubj:outer": "subject",
        "obj": "object",
        "iobj": "object",
        "obl:agent": "agent",
        "nmod:poss": "possessor",
        "appos": "apposition",
        "conj": "conjunct",
    }.get(token.dep_, "oblique" if token.dep_.startswith(("obl", "nmod")) else "other")


def copula_subject(noun: Token) -> Token | None:
    """Return the subject that is said to be a noun: *Keller* is the mayor; None if denied."""
    if not children(noun, "cop") or is_negated(noun):
        return None
    return own_subject(noun)


def governing_clause(token: Token) -> Token | None:
    """Return the nearest head above a token that is a verb or a predicate with a copula."""
    for above in ancestors(token):
        if above.pos_ in {"VERB", "AUX"} or children(above, "cop"):
            return above
    return None


def has_relative_subject(verb: Token) -> bool:
    """Say whether the subject is a relative pronoun."""
    found = own_subject(verb)
    return found is not None and found.lower_ in RELATIVE and found.tag_ in {"WP", "WDT", "WP$"}


def is_joined(token: Token) -> bool:
    """Say whether a token is the second or a later one of what *and* joins."""
    return token.dep_ == "conj"


def shares_subject(verb: Token) -> bool:
    """Say whether a verb joined by *and* takes over the first verb's subject."""
    return is_joined(verb) and own_subject(verb) is None


def goes_on(verb: Token) -> list[Token]:
    """Return what only follows a clause: clauses joined to it, asides, and their *and*."""
    return children(verb, "conj", "parataxis", "cc")


def adverbs(verb: Token) -> list[Token]:
    """Return the adverbs of a verb."""
    return children(verb, "advmod")


def is_expletive(token: Token) -> bool:
    """Say whether a subject is an empty *there* or *it*."""
    return token.dep_ == "expl"


def is_relative_clause(token: Token) -> bool:
    """Say whether a token heads a finite relative clause."""
    return token.dep_ == "acl:relcl"


def is_possessor(token: Token) -> bool:
    """Say whether a token is whose something is: *the council's* bridge."""
    return token.dep_ == "nmod:poss"


def is_count(token: Token) -> bool:
    """Say whether a number counts the noun it hangs on."""
    return token.dep_ == "nummod"


def is_preposition(token: Token) -> bool:
    """Say whether a token ties the noun it hangs on to what governs it."""
    return token.dep_ == "case"


def is_name_part(token: Token) -> bool:
    """Say whether a token goes on with the name it hangs on."""
    return token.dep_ in {"flat", "compound"}


def stands_before(token: Token) -> bool:
    """Say whether a token describes the noun it hangs on from before: *Prime Minister* Keller."""
    return token.dep_ in {"nmod:desc", "compound", "amod"}


def is_of_its_own(token: Token) -> bool:
    """Say whether a noun that hangs on another means something else, or names it anew."""
    return token.dep_ in {"nmod:desc", "appos", "conj", "nmod", "nmod:poss"}


# That a phrase is right though a word of it hangs on one outside.
CUT = 0.5
# That what may hang on a noun or on the verb above it hangs where the parser has it.
LOOSE_END = 0.9
_ATTACHED = frozenset({"nmod", "conj", "acl"})


def inner_probability(span: Span) -> float:
    """Return the probability that what hangs on nouns inside a phrase, and what is joined, does."""
    sure = 1.0
    cut = loose = False
    i, end, root = span.start, span.end, span.root
    for t in span:
        label = t.dep_
        if i <= t.head.i < end:
            if label in _ATTACHED:
                sure *= arc_probability(t)
        elif t is not root and not t.is_punct:
            # Where a word's head stands outside, the phrase was cut: a list of absurd [and false]
            # remarks.
            cut = True
        # needs a permit to build: the permit's, or the need's? efforts on it as mere show
        if label == "acl":
            loose = loose or "to" in marks(t)
        elif t.lower_ == "as" and label in {"case", "mark"}:
            loose = True
    part = (
        i > 1 and span[0].like_num and span.doc[i - 1].lower_ == "in" and span.doc[i - 2].like_num
    )
    cut = cut or part  # six in | ten farmers
    return sure * (CUT if cut else 1.0) * (LOOSE_END if loose else 1.0)


def fixed_object(verb: Token) -> Token | None:
    """Return the object that makes one word with its verb: take *place*."""
    for noun in objects(verb):
        alone = not any(c.dep_ in {"det", "amod", "nummod", "nmod:poss"} for c in noun.children)
        if alone and (verb.lemma_, noun.lower_) in lexicon.fixed_objects():
            return noun
    return None


@remembered
def subtree(token: Token) -> list[Token]:
    """Return a token and all below it, in text order, without white space."""
    return [t for t in token.subtree if not t.is_space]


@remembered
def ancestors(token: Token) -> list[Token]:
    """Return the heads above a token, nearest first."""
    found = []
    while (above := token.head) != token:
        found.append(above)
        token = above
    return found


def relation(token: Token) -> str:
    """Return how a clause hangs on its head.

    One of root, conjunct, complement, adverbial, relative, aside or other.
    """
    return _RELATIONS.get(token.dep_, "other")


_RELATIONS = {
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
}


def is_mark(token: Token, clause: Token) -> bool:
    """Say whether a token is the word that subordinates a clause: *that*, *whether*."""
    return token.dep_ == "mark" and token.head == clause


def is_conjunction(token: Token) -> bool:
    """Say whether a token joins what hangs on the same head: and, but, or."""
    return token.dep_ == "cc"


def is_told_clause(clause: Token) -> bool:
    """Say whether a complement can hold what somebody says: a finite clause, no infinitive.

    *That*, *if* and *whether* begin one, question words too (*when to leave*); a predicate with
    a finite copula (*was safe*) is one.
    """
    if clause.dep_ != "ccomp":
        return False
    if {"that", "if", "whether"} & set(marks(clause)):
        return True
    copulas = children(clause, "cop")
    finite = {"VBD", "VBZ", "VBP", "MD"}
    return is_finite(clause) or any(c.tag_ in finite for c in (*copulas, *auxiliaries(clause)))


@remembered
def arc_probability(token: Token) -> float:
    """Return the probability that a token hangs where it hangs, with its label."""
    scores = scores_of(token)
    if scores is None:
        return FALLBACK_ARC
    d = token.place
    h = 0 if token.head == token else token.head.place
    return float(scores.arcs[d, h] * scores.label[d])


def hanging_probability(token: Token, *heads: Token) -> float:
    """Return the probability that a token hangs on one of some words, whatever the label."""
    scores = scores_of(token)
    if scores is None:
        return FALLBACK_ARC
    return float(sum(scores.arcs[token.place, h.place] for h in heads))


@remembered
def frame_probability(verb: Token, *, complete: bool = False) -> float:
    """Return the probability that the verb's arguments are just the phrases given.

    The product of, for each argument, the probability that its phrase hangs on the verb as an
    argument, by whichever word (in *opposition leader Tsikhanouskaya* the parser may be in
    doubt about the head and sure about the phrase), times that of its label; and, for all
    words outside, of 1 − P(arc)·P(argument). The arguments are those of the frame (subject,
    object, passive subject, agent), or with ``complete`` clauses and indirect objects too.
    How it is calibrated: :mod:`dataset.language.confidence`.
    """
    scores = scores_of(verb)
    if scores is None:
        return FALLBACK_FRAME
    v = verb.place
    labels, kind = (CORE_LABELS, scores.core) if complete else (FRAME_LABELS, scores.frame)
    # As few calls of numpy as can be: each costs more than the few numbers it works on.
    hangs = scores.arcs[:, v] * kind[:, v]
    inside = {0, v}
    total = 0.0
    for child in verb.children:
        if child.dep_ not in labels:
            continue
        span = [t.place for t in phrase(child, loose=True) if not t.is_space]
        total += math.log(max(min(float(np.add.reduce(hangs.take(span))), 1.0), 1e-6))
        total += math.log(max(float(scores.label[child.place]), 1e-6))
        inside.update(span)
    outside = hangs.take([n for n in range(len(hangs)) if n not in inside])
    total += float(np.add.reduce(np.log(np.maximum(1.0 - outside, 1e-6))))
    return math.exp(total)


# -- the view as a whole ---------------------------------------------------------------------


class Part(NamedTuple):
    """A part of a clause: its head, its whole phrase, how surely it hangs there.

    ``span`` leaves out the preposition of an oblique and what only adds to a noun (relative
    clauses, appositions), and keeps what is joined to it; of a clause it is all of it.
    """

    head: Token
    span: Span
    probability: float
    preposition: str | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """What a verb's clause consists of. ``shared`` tells a subject taken from the first verb.

    ``purposes``, ``reasons`` and ``conditions`` are clauses that say so by their conjunction;
    ``adverbials`` are the other adverbial clauses, ``joined`` the clauses that go on from it.
    ``modified`` is the noun of a relative or participial clause. ``probability`` is that of
    the frame: subject, objects, passive subject and agent.
    """

    verb: Token
    relation: str
    subject: Part | None
    passive_subject: Part | None
    shared: bool
    objects: tuple[Part, ...]
    indirect_object: Part | None
    agent: Part | None
    obliques: tuple[Part, ...]
    complements: tuple[Part, ...]
    purposes: tuple[Part, ...]
    reasons: tuple[Part, ...]
    conditions: tuple[Part, ...]
    adverbials: tuple[Part, ...]
    joined: tuple[Part, ...]
    modified: Token | None
    auxiliaries: tuple[Token, ...]
    particle: Token | None
    negated: bool
    marks: tuple[str, ...]
    probability: float


def read_clause(verb: Token) -> Clause:
    """Return the view of a verb's clause."""
    found = subject(verb)
    passive = is_passive(verb)
    own = None if found is None else _noun_part(found)
    by = agent(verb)
    indirect = indirect_object(verb)
    adverbial: dict[str, list[Part]] = {k: [] for k in ("purpose", "reason", "condition", "other")}
    for clause in children(verb, "advcl"):
        adverbial[adverbial_kind(clause)].append(_clause_part(clause))
    relative = relation(verb) == "relative"
    return Clause(
        verb=verb,
        relation=relation(verb),
        subject=None if passive else own,
        passive_subject=own if passive else None,
        shared=found is not None and own_subject(verb) is None,
        objects=tuple(map(_noun_part, objects(verb))),
        indirect_object=None if indirect is None else _noun_part(indirect),
        agent=None if by is None else _noun_part(by),
        obliques=tuple(_noun_part(o.head, o.preposition) for o in obliques(verb)),
        complements=tuple(
            _clause_part(c) for c in children(verb, "ccomp", "xcomp", "csubj", "csubj:pass")
        ),
        purposes=tuple(adverbial["purpose"]),
        reasons=tuple(adverbial["reason"]),
        conditions=tuple(adverbial["condition"]),
        adverbials=tuple(adverbial["other"]),
        joined=tuple(_clause_part(c) for c in conjuncts(verb)),
        modified=verb.head if relative else None,
        auxiliaries=tuple(auxiliaries(verb)),
        particle=particle(verb),
        negated=is_negated(verb),
        marks=tuple(marks(verb)),
        probability=frame_probability(verb),
    )


def clauses(sentence: Span) -> Iterator[Clause]:
    """Yield the view of every full verb of a sentence, in text order."""
    for token in sentence:
        if is_verb(token):
            yield read_clause(token)


def adverbial_kind(clause: Token) -> str:
    """Return purpose, reason, condition or other, for an adverbial clause.

    *Since* and *as* may tell of time as well: they count as other.
    """
    words = set(marks(clause))
    if clause.tag_ == "VBG" and not auxiliaries(clause) and "to" in words:
        return "other"  # led to them leaving
    if words & {"because", "given that", "in that", "inasmuch as"}:
        return "reason"
    if words & {"if", "unless", "in case", "provided that", "as long as", "whether"}:
        return "condition"
    infinitive = "to" in words and not is_finite(clause)
    if infinitive or words & {"in order", "so as", "in order to", "so as to", "so that", "lest"}:
        return "purpose"
    return "other"


def _noun_part(head: Token, preposition: str | None = None) -> Part:
    return Part(head, phrase(head, loose=True), arc_probability(head), preposition)


def _clause_part(head: Token) -> Part:
    inside = [t.i for t in subtree(head)]
    span = head.doc[inside[0] : inside[-1] + 1]
    return Part(head, span, arc_probability(head))


# -- nouns that name happenings, and verbs without a subject of their own ---------------------


@remembered
def preposition_of(noun: Token) -> str | None:
    """Return the preposition, of one or more words, that ties a noun phrase; None for none."""
    words = [w for c in children(noun, "case") for w in (c, *children(c, "fixed"))]
    words = [w for w in sorted(words, key=lambda t: t.i) if w.tag_ != "POS"]
    if words and words[-1].i - words[0].i >= len(words):
        words = words[-1:]  # with a master's in law: two prepositions, and a noun taken for none
    return " ".join(w.lower_ for w in words) or None


@remembered
def noun_obliques(noun: Token) -> list[Oblique]:
    """Return the prepositional phrases that hang on a noun: the attack *on the village*."""
    return [Oblique(preposition_of(c), c) for c in children(noun, "nmod") if preposition_of(c)]


def possessor(noun: Token) -> Token | None:
    """Return whose a noun is: *the council's* bridge."""
    found = children(noun, "nmod:poss")
    return found[0] if len(found) == 1 else None


def compounds(noun: Token) -> list[Token]:
    """Return the nouns before a noun that say of what kind it is: *hunger* strike."""
    return children(noun, "compound")


def adjectives(noun: Token) -> list[Token]:
    """Return the adjectives of a noun."""
    return children(noun, "amod")


def is_attribute(token: Token) -> bool:
    """Say whether a token describes the noun it stands before: *wounded* soldiers."""
    return token.dep_ in {"amod", "compound", "nmod:desc"}


@remembered
def infinitive_below(word: Token) -> Token | None:
    """Return the infinitive that completes a verb or adjective: is ready *to sign*."""
    found = [c for c in children(word, "xcomp", "ccomp", "advcl") if _is_infinitive(c)]
    found = [c for c in found if c.i > word.i and not children(c, *SUBJECT)]
    return found[0] if found else None


def _is_infinitive(verb: Token) -> bool:
    return "to" in marks(verb) and not is_finite(verb)


def is_bare_complement(verb: Token) -> bool:
    """Say whether a verb completes the one above without a subject: try *to go*, stop *going*."""
    return verb.dep_ == "xcomp"


@remembered
def content_clause(verb: Token) -> Token | None:
    """Return the head of the clause or infinitive a verb governs: vowed *to leave*, that …."""
    found = children(verb, "xcomp", "ccomp")
    found = [c for c in found if c.pos_ in {"VERB", "AUX"} or (children(c, "cop") and c.i > verb.i)]
    return found[0] if found else None


def copula(predicate: Token) -> Token | None:
    """Return the *be* of a predicate that is no verb: *is* ready."""
    found = children(predicate, "cop", "aux:pass")
    return found[0] if found else None


def antecedent(clause: Token) -> Token | None:
    """Return the noun that a relative or participial clause tells about."""
    while is_joined(clause) and is_verb(clause):
        clause = clause.head
    return clause.head if clause.dep_ in {"acl", "acl:relcl"} else None


def is_participial(clause: Token) -> bool:
    """Say whether a clause without finite verb tells about a noun: the road *leading north*."""
    return clause.dep_ == "acl"


def is_adverbial(clause: Token) -> bool:
    """Say whether a clause tells the circumstances of another."""
    return clause.dep_ == "advcl"


def has_relative_clause(noun: Token) -> bool:
    """Say whether a finite relative clause tells which of its kind a noun is."""
    return any(c.dep_ == "acl:relcl" for c in noun.children)


def other_antecedent(noun: Token) -> Token | None:
    """Return the noun above that a relative clause may tell about as well.

    In *remarks about the strikes that drew anger* that is the remarks.
    """
    above = noun.head
    if not noun.dep_.startswith("nmod") or above.pos_ not in {"NOUN", "PROPN", "PRON"}:
        return None
    return above


def gerund_clauses(verb: Token) -> list[Oblique]:
    """Return the clauses a preposition ties to a verb: charged *with stealing*."""
    asked = [
        Oblique(marks(c)[0], c)
        for c in children(verb, "advcl")
        if c.i > verb.i and len(marks(c)) == 2 and marks(c)[1] == "whether"
    ]
    return asked + [
        Oblique(marks(c)[0], c)
        for c in children(verb, "advcl")
        if c.i > verb.i and len(marks(c)) == 1 and _is_gerund(c)
        if c.lemma_ not in {"follow", "include", "regard", "concern", "accord"}  # prepositions
    ]


def _is_gerund(verb: Token) -> bool:
    """Say whether a clause has the form of a gerund: *leaving*, *having left*."""
    aux = sorted([*auxiliaries(verb), *children(verb, "cop")], key=lambda t: t.i)
    return (aux[0] if aux else verb).tag_ == "VBG"


def asks(verb: Token) -> bool:
    """Say whether a verb only leads to a question behind a colon or mark (asked: “Did he?”)."""
    return any(
        c.dep_ in {"ccomp", "parataxis"}
        and any(
            t.text == ":" or is_opening(t.text) for t in verb.doc[verb.i + 1 : c.left_edge.i + 1]
        )
        for c in verb.children
        if c.i > verb.i
    )


def predicate_complement(verb: Token) -> Token | None:
    """Return what completes a verb like a predicate: became *mayor*, called it *dangerous*."""
    kinds = {"NOUN", "PROPN", "ADJ"}
    found = [c for c in children(verb, "xcomp") if c.pos_ in kinds and c.i > verb.i]
    return found[0] if len(found) == 1 and not children(found[0], "mark", "cop") else None


def is_relative_word(token: Token) -> bool:
    """Say whether a token is *who*, *which* or *that* in the place of a noun."""
    return token.lower_ in RELATIVE and token.tag_ in {"WP", "WDT", "WP$"}


def person(noun: Token) -> int:
    """Return the grammatical person of a noun phrase: 1 for *I* and *we*, 2 for *you*, else 3."""
    if noun.lower_ in {"i", "we", "me", "us", "myself", "ourselves"}:
        return 1
    return 2 if noun.lower_ in {"you", "yourself", "yourselves"} else 3
