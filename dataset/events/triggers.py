"""Triggers: which words of a sentence name happenings, and who is the subject of each.

Finite clauses and those of participles (*…, killing two*; *the men blocking the road*), and
nouns that name events (*the arrest of Ben*). An infinitive is the content of the verb above it
(*refused to meet*), no happening by itself, unless that is a mere modal (*is ready to sign*).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from dataset import lexicon
from dataset.events.records import Trigger
from dataset.events.types import OTHER, verb_type
from dataset.language import syntax
from dataset.language.tree import remembered
from dataset.speech import cue_of

if TYPE_CHECKING:
    from dataset.language.view import Span, Token

# What ties a gerund to its clause where it tells what happened too. Others (*before*, *without*,
# *for*) leave open whether it did.
_HAPPENED: Final = frozenset({"after", "since", "while", "when", "upon", "on", "by", "following"})


# Nouns with which a participle makes one predicate: have trouble *sleeping*.
_DOING: Final = frozenset(
    "difficulty trouble problem time fun luck experience success mistake hour day week month year "
    "business point use career life job".split()
)


def find_triggers(span: Span) -> Iterator[Trigger]:
    """Yield the words of a sentence that name happenings, in text order."""
    for token in span:
        if token.pos_ == "VERB":
            found = _of_verb(token)
        elif token.pos_ == "NOUN":
            found = _of_noun(token)
        else:
            continue
        if found is not None:
            yield found


# -- verbs -----------------------------------------------------------------------------------


def _of_verb(verb: Token) -> Trigger | None:
    if not syntax.is_verb(verb) or "'" in verb.text or "’" in verb.text:
        return None
    if _describes(verb) or _is_semi_auxiliary(verb) or _is_as_told(verb):
        return None
    if _tells_or_is(verb) or any(o.tag_ in {"WP", "WRB"} for o in _asked(verb)):
        return None
    if syntax.is_finite(verb) or syntax.shares_auxiliary(verb):
        return _finite(verb)
    if modal_word_above(verb) is not None:
        return _infinitive(verb)
    if verb.tag_ in {"VBG", "VBN"}:
        return _participle(verb)
    return None


def _asked(verb: Token) -> list[Token]:
    """Return the objects that a question or free relative leaves open: *what* he did."""
    return [o for o in syntax.objects(verb) if not syntax.is_relative_word(o)]


def _tells_or_is(verb: Token) -> bool:
    """Say whether a verb only tells (said that …), or only is (seems)."""
    classes = lexicon.verb_classes()
    if verb.lemma_ in classes["stative"] or verb.lemma_ in classes["saying"]:
        return True
    particle = syntax.particle(verb)
    if particle is not None and f"{verb.lemma_} {particle.lower_}" in classes["stative"]:
        return True
    cue = cue_of(verb)
    if cue is None:
        return False
    tells = any(syntax.is_told_clause(c) for c in syntax.complements(verb))
    if tells and not syntax.asks(verb):
        return verb.lemma_ not in classes["acting"]
    if not cue.speech or "clause" not in cue.content:
        return False
    if tells or syntax.content_clause(verb) is not None:
        return verb.lemma_ not in classes["acting"]
    return not syntax.objects(verb) and verb_type(verb) == OTHER


def _finite(verb: Token) -> Trigger | None:
    if modal_word(verb):
        return None  # is expected to meet: meet is the happening
    subject = syntax.subject(verb) or syntax.one_subject(syntax.own_subjects(verb))
    passive = syntax.is_passive(verb)
    if subject is None:
        return None
    link = "shared" if syntax.shares_subject(verb) else "own"
    if syntax.is_relative_word(subject):
        clause = subject.head
        noun = syntax.antecedent(clause)
        if noun is None or noun.i > verb.i:
            return None
        return Trigger(verb, "finite", noun, "relative", passive)
    if syntax.is_expletive(subject) or subject.pos_ in {"VERB", "ADJ", "ADV"}:
        return None
    if subject.tag_ in {"WP", "WDT", "WRB", "DT", "EX"}:
        return None  # what happened; this led to
    return Trigger(verb, "finite", subject, link, passive)


def _participle(verb: Token) -> Trigger | None:
    if syntax.is_attribute(verb) or syntax.is_bare_complement(verb):
        return None
    if verb.lemma_ in lexicon.verb_classes()["prepositional"]:
        return None  # starting in 1945, based on a book
    passive = verb.tag_ == "VBN" and not _is_having(verb)
    first = verb
    while syntax.is_joined(first) and syntax.is_verb(first.head) and first.head.tag_ == verb.tag_:
        first = first.head
    marks = set(syntax.marks(first))
    if syntax.is_participial(first):
        # Nouns alone: a "decision to leave" and "plans for ending it" are content.
        if marks or first.i < first.head.i or first.head.pos_ not in {"NOUN", "PROPN"}:
            return None
        if lexicon.event_nouns().get(first.head.lemma_.lower()) and not passive:
            return None
        if first.head.lemma_.lower() in _DOING:
            return None
        return Trigger(verb, "participle", first.head, "controlled", passive)
    if syntax.is_adverbial(first) and (not marks or marks & _HAPPENED):
        if passive and marks:
            return None
        own = syntax.own_subject(first)
        subject = own or syntax.controller(first)
        if subject is not None and syntax.is_relative_word(subject):
            subject = syntax.antecedent(subject.head)
        if subject is None or syntax.is_expletive(subject) or subject.pos_ == "VERB":
            return None
        return Trigger(verb, "participle", subject, "own" if own else "controlled", passive)
    return None


def _is_having(verb: Token) -> bool:
    """Say whether a participle is active: *having left*."""
    auxiliaries = syntax.auxiliaries(verb)
    lemmas = [a.lemma_ for a in auxiliaries]
    return "have" in lemmas and "be" not in lemmas


def _is_as_told(verb: Token) -> bool:
    """Say whether a clause only says that there is a saying: as the theory *goes*."""
    if verb.lemma_ not in {"go", "run"}:
        return False
    subject = syntax.own_subject(verb)
    told = {"theory", "saying", "reasoning", "logic", "thinking", "adage", "joke"}
    words = lexicon.words("cue_nouns") | told
    return subject is not None and subject.lemma_ in words


def _describes(verb: Token) -> bool:
    """Say whether a participle tells what somebody is like: *opposed to* it."""
    if syntax.agent(verb) is not None or verb.tag_ != "VBN":
        return False
    classes = lexicon.verb_classes()
    return any(f"{verb.lemma_} {p}" in classes["adjectival"] for p, _ in syntax.obliques(verb))


def _is_semi_auxiliary(verb: Token) -> bool:
    """Say whether a verb only colours the infinitive below it: *happen* to think, *got* to go."""
    last = verb.i + 1 == len(verb.doc)
    if verb.lower_ in {"got", "gotten"} and not last and verb.nbor(1).lower_ == "to":
        return True
    if syntax.infinitive_below(verb) is None:
        return False
    return verb.lemma_ in {"happen", "tend", "come", "need", "ought"}


@remembered
def modal_word(word: Token) -> str | None:
    """Return what a predicate makes of its infinitive (is *ready*, are *expected*): a modality."""
    going = word.lower_ == "going" and bool(syntax.auxiliaries(word))
    if not (going or syntax.copula(word) is not None) or syntax.infinitive_below(word) is None:
        return None
    if syntax.agent(word) is not None:
        return None
    return lexicon.modal_words().get(word.lower_)


@remembered
def modal_word_above(verb: Token) -> Token | None:
    """Return the predicate that works as a modal of an infinitive: is *ready* to sign."""
    above = verb.head
    if above == verb or not modal_word(above):
        return None
    return above if syntax.infinitive_below(above) == verb else None


def _infinitive(verb: Token) -> Trigger | None:
    above = modal_word_above(verb)
    subject = syntax.subject(above) if above is not None else None
    if subject is None or above is None:
        return None
    link = "own"
    if syntax.is_relative_word(subject):
        subject, link = syntax.antecedent(subject.head), "relative"
    if subject is None or syntax.is_expletive(subject) or subject.pos_ == "VERB":
        return None
    if subject.tag_ in {"WP", "WDT", "DT", "EX"}:
        return None
    passive = bool(syntax.is_passive(verb))
    return Trigger(verb, "infinitive", subject, link, passive)


# -- nouns -----------------------------------------------------------------------------------


def _of_noun(noun: Token) -> Trigger | None:
    if noun.lemma_.lower() not in lexicon.event_nouns():
        return None
    if syntax.is_attribute(noun) or syntax.copula(noun) is not None or noun.text.istitle():
        return None
    if any(c.lower_ in {"no", "any", "every", "each", "another", "such"} for c in noun.children):
        return None  # none, or none in particular
    return Trigger(noun, "noun", syntax.possessor(noun), "own", passive=False)
