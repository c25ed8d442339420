"""Types: the PLOVER category of a clause or noun, by frames held as data.

A frame is a verb, a particle or preposition, and a class of nouns (``event_frames.tsv``). On
it work operators (2021 manual): what is refused is REJECT, what is asked for REQUEST, what is
offered or planned AGREE if it is cooperation, else THREATEN, whatever the content.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from dataset import lexicon
from dataset.language import syntax
from dataset.language.tree import remembered
from dataset.schema import PLOVER

if TYPE_CHECKING:
    from dataset.language.view import Token

OTHER: Final = "other"
# Frames may ask for an object that names a happening, of whatever type.
_EVENT: Final = "event"
_SAME: Final = "="
# Nobody and nothing; a name, a pronoun or a noun for a person.
_NONE: Final = "-"
_SOMEONE: Final = "someone"

# Cooperation that is still to come is a promise of it; so is a concession, in the gold of 2016.
PROMISED: Final = frozenset({"consult", "support", "cooperate", "aid", "concede"})
# Hostility that is still to come is a threat.
THREATENED: Final = frozenset({"sanction", "coerce", "assault", "reject"})


def verb_type(verb: Token) -> str:
    """Return the category of a verb with what it governs, leaving aside whether it happened."""
    own = _frame(verb)
    force = lexicon.operators().get(verb.lemma_)
    if force is None:
        return own
    content = content_type(verb)
    if content is None:
        return own
    if force == "commit":
        return "threaten" if content in THREATENED else "agree"
    if force == "plan":
        return promised(content)
    if force == "warn":
        return "threaten" if content in THREATENED else own
    return content  # began to withdraw, tried to kill


def content_type(verb: Token) -> str | None:
    """Return the category of the clause a verb governs; None if it governs none."""
    clause = syntax.content_clause(verb)
    return None if clause is None or not syntax.is_verb(clause) else verb_type(clause)


def noun_type(noun: Token) -> str:
    """Return the category of an event noun, with the noun before it (air strike) or without."""
    nouns = lexicon.event_nouns()
    for before in syntax.compounds(noun):
        found = nouns.get(f"{before.lemma_}-{noun.lemma_}".lower())
        if found is not None:
            return found
    return nouns.get(noun.lemma_.lower(), OTHER)


def promised(event_type: str) -> str:
    """Return the category of something that is still to come."""
    if event_type in PROMISED:
        return "agree"
    return "threaten" if event_type in THREATENED else event_type


def final_type(event_type: str, *, future: bool, negated: bool, stance: bool) -> str:
    """Return the category of a clause, given whether it happened.

    ``future`` tells that it is still to come, ``stance`` that it is held in the present: *will
    not sign* and *does not recognise* refuse, *did not sign* tells of nothing.
    """
    cooperative = PLOVER.get(event_type, ("", 0.0))[0].endswith("cooperation")
    if negated and cooperative and (future or stance):
        return "reject"
    if negated:
        return event_type
    return promised(event_type) if future else event_type


def merges_object(verb: Token, noun: Token) -> bool:
    """Say whether a noun names the same happening as the verb: *held* talks, *rejected* calls."""
    classes = lexicon.verb_classes()
    if noun_type(noun) == OTHER and verb.lemma_ not in classes["light"]:
        return _frame(verb) != OTHER
    return True


@remembered
def _frame(verb: Token) -> str:
    frames = lexicon.event_frames()
    lemma = verb.lemma_
    if lemma not in lexicon.framed_verbs():
        return OTHER
    particle = syntax.particle(verb)
    ties = [(o.preposition, o.head) for o in syntax.obliques(verb) if o.preposition]
    taken = syntax.objects(verb)
    if syntax.is_passive(verb) or (verb.tag_ == "VBN" and not syntax.auxiliaries(verb)):
        subject = syntax.subject(verb)
        taken = [*taken, *([subject] if subject is not None else [])]
        if syntax.is_participial(verb):
            taken.append(verb.head)
    words = [particle.lower_] if particle is not None else []
    withs: list[tuple[str, list[Token]]] = []
    for word in words:
        withs += [(f"{word} {p}", [h]) for p, h in ties]
        withs.append((word, taken))
    if not words:
        withs += [(p, [h]) for p, h in ties]
        withs += [(p, taken) for p, _ in ties]
    withs.append(("", taken))
    if not taken:
        found = frames.get((lemma, words[0] if words else "", _NONE))
        if found is not None:
            return found
    for tie, heads in withs:
        for name, noun in _classes(heads):
            found = frames.get((lemma, tie, name))
            if found is not None:
                return noun_type(noun) if found == _SAME else found
    for tie, _ in withs:
        found = frames.get((lemma, tie, ""))
        # A particle changes the sense: what is freed up is not freed.
        if found is not None and (tie or not words):
            return found
    return OTHER


def _classes(heads: Iterable[Token]) -> Iterator[tuple[str, Token]]:
    """Yield the classes of nouns, those of all they join and of what they contain, nearest first.

    *Thousands of tons of aid* and *aid deliveries* are aid as well.
    """
    table = lexicon.noun_classes()
    for head in heads:
        for noun in _contained(head):
            lemma = noun.lemma_.lower()
            for before in syntax.compounds(noun):
                for name in table.get(f"{before.lemma_}-{noun.lemma_}".lower(), ()):
                    yield name, noun
            for name in table.get(lemma, ()):
                yield name, noun
            if lemma in lexicon.event_nouns():
                yield _EVENT, noun
            person = lemma in lexicon.words("person_nouns")
            if noun.pos_ == "PROPN" or person or (noun.pos_ == "PRON" and lemma != "it"):
                yield _SOMEONE, noun


def _contained(head: Token) -> Sequence[Token]:
    found = [head, *syntax.conjuncts(head)]
    for noun in list(found):
        found += reversed(syntax.compounds(noun))
        for preposition, inner in syntax.noun_obliques(noun):
            if preposition == "of" and noun.lemma_.lower() in lexicon.words("container_nouns"):
                found += [inner, *syntax.compounds(inner)]
    return found
