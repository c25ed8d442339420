"""Antecedents: whom a pronoun or a definite noun phrase stands for.

A log-linear model ranks what the article has mentioned so far, and *nobody of these* beside
it (Denis & Baldridge 2008 for the ranking; features after Lappin & Leass 1994 and, for speakers,
our own counts: in news the speaker behind a pronoun is the last named speaker 84 times in 100).
Its weights are trained on the coreference layer of GUM by :mod:`dataset.entities.train` and kept
as a table to read, ``antecedents.json``. The probability it gives is the mention's confidence.

Some things are no matter of weights: a pronoun never contradicts the gender or number the
article tells, never means another argument of its own verb, and never reaches across a
quotation mark.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from dataset import lexicon
from dataset.language import syntax

if TYPE_CHECKING:
    from dataset.language.view import Token

PRONOUNS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("he", "him", "his", "himself"), "he"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "she"),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), "they"),
    **dict.fromkeys(("it", "its", "itself"), "it"),
}
REFLEXIVE: Final = frozenset({"himself", "herself", "themselves", "itself"})
GENDER: Final[Mapping[str, str]] = {"he": "male", "she": "female"}
NOUN: Final = "noun"  # the kind of a definite noun phrase for one person: the senator
# What each kind may stand for. A singular *they* is left alone: too rare in news to tell.
STANDS_FOR: Final[Mapping[str, frozenset[str]]] = {
    NOUN: frozenset({"person"}),
    "he": frozenset({"person"}),
    "she": frozenset({"person"}),
    "they": frozenset({"group"}),
    "it": frozenset({"organisation", "place"}),
}
# Sentences looked back: in GUM 97 of 100 antecedents of he and she are nearer.
WINDOW: Final = 4
# Of those mentioned within them at most so many are compared, the last mentioned first. News
# never has half as many (see tests/benchmarks/adversarial.py); a list of names may have any.
MOST_NEAR: Final = 60
NOBODY: Final = -1
# How sure it is that *herself* is the subject of its clause.
SUBJECT_ITSELF: Final = 0.95
# Of two that *and* joins either may be meant, whatever the weights say.
EITHER: Final = 0.49
# One pronoun may have been given to the wrong person; two of three are no accident.
FEWEST_PRONOUNS: Final = 2
ALIKE: Final = 0.66


@dataclass(frozen=True, slots=True)
class Markable:
    """A place where something is mentioned. ``quotation`` is None outside quotation marks.

    ``number`` counts the article's sentences; so does ``sentence``, but outside quotation marks
    it leaves out those that are wholly quoted; ``paragraph`` counts its paragraphs. ``speaks``
    marks the subject of a verb of speech.
    ``gender`` is what the word itself tells; ``noun`` and ``described`` are those of a nominal.
    """

    head: Token
    start: int
    end: int
    form: str
    number: int
    sentence: int
    paragraph: int | None
    kind: str
    function: str
    speaks: bool
    quotation: int | None
    gender: str | None = None
    noun: str | None = None
    described: frozenset[str] = frozenset()


@dataclass(slots=True)
class Candidate:
    """Somebody or something an article has mentioned, as far as it has been read.

    ``nouns`` are the nouns it has been called by, ``described`` words that went with them.
    ``genders`` counts what titles and nouns tell of its gender, ``pronouns`` those surely its
    own, ``hint`` is what its given name makes likely.
    """

    entity_type: str
    is_named: bool
    markables: list[Markable] = field(default_factory=list)
    nouns: set[str] = field(default_factory=set)
    described: set[str] = field(default_factory=set)
    genders: Counter[str] = field(default_factory=Counter)
    pronouns: Counter[str] = field(default_factory=Counter)
    gender_known: str | None = None
    hint: str | None = None
    # Its mentions by quotation and by sentence, and those that speak: an article may name one
    # thousands of times.
    _in_quotation: dict[int | None, list[Markable]] = field(default_factory=dict)
    _in_sentence: dict[int, list[Markable]] = field(default_factory=dict)
    _speaking: list[Markable] = field(default_factory=list)

    def add(self, markable: Markable) -> None:
        """Take in a mention; they come in text order."""
        self.markables.append(markable)
        self._in_quotation.setdefault(markable.quotation, []).append(markable)
        self._in_sentence.setdefault(markable.number, []).append(markable)
        if markable.speaks:
            self._speaking.append(markable)

    def beside(self, markable: Markable) -> Sequence[Markable]:
        """Return its mentions in the sentence of another."""
        return self._in_sentence.get(markable.number, ())

    @property
    def gender(self) -> str | None:
        """What is known of its gender so far, if the evidence does not contradict itself."""
        if self.gender_known:
            return self.gender_known
        told = self.genders or self.pronouns
        return next(iter(told)) if len(told) == 1 else None

    @property
    def gender_told(self) -> str | None:
        """What the article tells for sure: by a title or noun, or by pronouns nearly all alike."""
        if self.gender_known or self.genders:
            return self.gender_known or self.gender
        for gender, count in self.pronouns.most_common(1):
            if count >= FEWEST_PRONOUNS and count >= ALIKE * self.pronouns.total():
                return gender
        return None

    def last_before(self, place: int, quotation: int | None) -> Markable | None:
        """Return its last mention before a token, on the same side of quotation marks."""
        for m in reversed(self._in_quotation.get(quotation, ())):
            if m.head.i < place:
                return m
        return None

    def last_speech(self, place: int) -> int | None:
        """Return where it last spoke before a token."""
        return next((m.head.i for m in reversed(self._speaking) if m.head.i < place), None)


class Candidates(list[Candidate]):
    """All candidates of an article, with who was mentioned last on each side of quotation marks."""

    def __init__(self, candidates: Iterable[Candidate] = ()) -> None:
        """Begin with candidates nobody has mentioned yet."""
        super().__init__(candidates)
        self._last: dict[int | None, dict[int, Markable]] = {}

    def mention(self, n: int, markable: Markable) -> None:
        """Take in a mention of a candidate; they come in text order."""
        self[n].add(markable)
        last = self._last.setdefault(markable.quotation, {})
        last.pop(n, None)  # so that the order is that of the last mentions
        last[n] = markable

    def near(self, markable: Markable) -> list[int]:
        """Return the candidates mentioned within :data:`WINDOW` before, in their order."""
        found: list[int] = []
        for n, last in reversed(self._last.get(markable.quotation, {}).items()):
            if markable.sentence - last.sentence > WINDOW or len(found) == MOST_NEAR:
                break
            found.append(n)
        return sorted(found)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a markable stands for: a place in the list of candidates, or :data:`NOBODY`."""

    candidate: int
    probability: float


@cache
def weights() -> Mapping[str, Mapping[str, float]]:
    """Return the trained weights: model (pronoun class) → feature → weight."""
    text = (resources.files("dataset.entities") / "antecedents.json").read_text("utf-8")
    models: dict[str, dict[str, float]] = json.loads(text)["weights"]
    return models


def model_of(kind: str) -> str:
    """Return the name of the model for a kind of pronoun: he and she share one."""
    return "person" if kind in GENDER else kind


def choose(
    markable: Markable,
    candidates: Candidates,
    trained: Mapping[str, Mapping[str, float]] | None = None,
) -> Choice:
    """Return what a pronoun most probably stands for."""
    if markable.head.lower_ in REFLEXIVE:
        return _subject_of_same_verb(markable, candidates)
    table = (weights() if trained is None else trained).get(model_of(markable.kind), {})
    options = features(markable, candidates)
    scores = {c: sum(table.get(f, 0.0) for f in names) for c, names in options.items()}
    top = max(scores.values())
    total = sum(math.exp(s - top) for s in scores.values())
    best = min(scores, key=lambda c: (-scores[c], -c))
    probability = math.exp(scores[best] - top) / total
    if best != NOBODY and _is_one_of_two(markable, candidates, best, options):
        probability = min(probability, EITHER)
    return Choice(best, probability)


def _subject_of_same_verb(markable: Markable, candidates: Candidates) -> Choice:
    """Return whom *herself* means: whoever is the subject of its clause, or nobody known."""
    for n in candidates.near(markable):
        last = _possible(markable, candidates[n])
        if last is not None and last.function == "subject" and last.sentence == markable.sentence:
            clause = syntax.governing_clause(markable.head)
            if clause is not None and clause == syntax.governing_clause(last.head):
                return Choice(n, SUBJECT_ITSELF)
    return Choice(NOBODY, 1.0)


def _is_one_of_two(
    markable: Markable, candidates: Candidates, best: int, options: Iterable[int]
) -> bool:
    """Say whether the choice stands beside another as good: *Maria* and *Ana* left. *She* …."""
    chosen = candidates[best].last_before(markable.head.i, markable.quotation)
    for n in options:
        if n in {NOBODY, best} or candidates[n].is_named != candidates[best].is_named:
            continue
        other = candidates[n].last_before(markable.head.i, markable.quotation)
        if chosen is None or other is None or other.sentence != chosen.sentence:
            continue
        joined = syntax.is_joined(other.head) and other.head.head == chosen.head
        joined = joined or (syntax.is_joined(chosen.head) and chosen.head.head == other.head)
        gender = candidates[n].gender or candidates[n].hint
        if joined and markable.gender in (None, gender or markable.gender):
            return True
    return False


def features(markable: Markable, candidates: Candidates) -> dict[int, list[str]]:
    """Return the features of each candidate that is possible, and of :data:`NOBODY`."""
    kinds = STANDS_FOR[markable.kind]
    possible = [
        (n, candidates[n], last)
        for n in candidates.near(markable)
        if candidates[n].entity_type in kinds
        and (last := _possible(markable, candidates[n])) is not None
    ]
    # Nearest first; of two in one sentence the subject counts as nearer.
    possible.sort(key=lambda p: -p[2].head.i)
    spoke = {n: c.last_speech(markable.head.i) for n, c, _ in possible}
    told = sorted((n for n in spoke if spoke[n] is not None), key=lambda n: -(spoke[n] or 0))
    speakers = {n: place for place, n in enumerate(told)}
    most = max((len(c.markables) for _, c, _ in possible), default=0)
    found: dict[int, list[str]] = {NOBODY: _nobody(markable, possible)}
    for rank, (n, c, last) in enumerate(possible):
        found[n] = list(_features(markable, c, last, rank, len(possible)))
        if len(c.markables) == most and most > 1:
            found[n].append("most mentioned")
        if n in speakers:
            found[n].append(f"speaker {min(speakers[n], 2)}")
            if markable.speaks:
                found[n].append(f"speaks again {min(speakers[n], 2)}")
    return found


def _possible(markable: Markable, candidate: Candidate) -> Markable | None:
    """Return the mention a pronoun may go back to; None if the candidate cannot be meant."""
    if candidate.entity_type not in STANDS_FOR[markable.kind]:
        return None
    if markable.gender and candidate.gender not in (None, markable.gender):
        return None
    if markable.kind == NOUN and nations_differ(markable.described, candidate.described):
        return None
    last = candidate.last_before(markable.head.i, markable.quotation)
    if last is None or markable.sentence - last.sentence > WINDOW:
        return None
    reflexive = markable.head.lower_ in REFLEXIVE
    beside = candidate.beside(markable)
    if not reflexive and any(
        _share_verb(markable, m) for m in beside if m.sentence == markable.sentence
    ):
        return None
    if any(m.start < markable.end and markable.start < m.end for m in beside):
        return None  # one stands inside the other: *her* husband is not she
    owns = markable.function == "possessor" and markable.head.head == last.head
    return None if owns else last


def _share_verb(pronoun: Markable, other: Markable) -> bool:
    """Say whether two are arguments of one verb: in *Ana saw her*, she saw somebody else."""
    if "possessor" in (pronoun.function, other.function):
        return False
    arguments = {"subject", "object", "agent", "oblique"}
    both = {pronoun.function, other.function} <= arguments
    return both and pronoun.head.head == other.head.head


def _nobody(markable: Markable, possible: Sequence[tuple[int, Candidate, Markable]]) -> list[str]:
    found = ["nobody", f"nobody of {min(len(possible), 3)}"]
    if markable.quotation is not None:
        found.append("nobody in quotation")
    if markable.function == "subject":
        found.append("nobody, subject")
    if markable.kind == "it":
        verb = syntax.governing_clause(markable.head)
        clausal = verb is not None and any(
            syntax.relation(c) == "complement" for c in verb.children
        )
        found.append("nobody, it with a clause" if clausal else "nobody, it")
    return found


def _features(
    markable: Markable, candidate: Candidate, last: Markable, rank: int, n: int
) -> Iterable[str]:
    distance = markable.sentence - last.sentence
    yield f"distance {min(distance, 4)}"
    yield f"rank {min(rank, 3)}"
    yield f"rank {min(rank, 2)} at distance {min(distance, 2)}"
    if n == 1:
        yield "alone"
    yield f"last {last.function} at distance {min(distance, 2)}"
    yield f"last {last.form}"
    if markable.paragraph != last.paragraph:
        yield "other paragraph"
    if markable.function == last.function:
        yield f"parallel {markable.function}"
    yield f"mentioned {min(len(candidate.markables), 4)}"
    yield "named" if candidate.is_named else "unnamed"
    if last.kind == markable.kind:
        yield "same pronoun"
    if markable.kind == NOUN:
        yield from _of_noun(markable, candidate)
    if wanted := markable.gender:
        if candidate.gender == wanted:
            yield "gender known"
        elif candidate.hint == wanted:
            yield "gender likely"
        elif candidate.hint is not None:
            yield "gender unlikely"
        else:
            yield "gender unknown"
    if distance == 0:
        yield from _within_sentence(markable, last)
    elif distance == 1 and last.function == "subject" and _is_main(last):
        yield "main subject before"
        if markable.function == "subject" and _is_main(markable):
            yield "main subject goes on"


def _of_noun(markable: Markable, candidate: Candidate) -> Iterable[str]:
    if markable.noun in candidate.nouns:
        yield "called so"
        if markable.described <= candidate.described:
            yield "called just so"
    elif candidate.nouns:
        yield "called otherwise"
    else:
        yield "called nothing"
    if markable.described & candidate.described:
        yield "shares a word"


def nations_differ(one: Iterable[str], other: Iterable[str]) -> bool:
    """Say whether two descriptions are of different nations: the *French*, the *German* leader."""
    names = lexicon.demonyms()
    nations = [{names[w.title()] for w in words if w.title() in names} for words in (one, other)]
    return bool(nations[0] and nations[1] and not nations[0] & nations[1])


def _within_sentence(markable: Markable, last: Markable) -> Iterable[str]:
    own = syntax.governing_clause(markable.head)
    other = syntax.governing_clause(last.head)
    if own is not None and other is not None:
        if own == other:
            yield f"same clause, {markable.function} after {last.function}"
        elif any(t == other for t in syntax.ancestors(own)):
            yield f"clause below, {last.function}"
        else:
            yield "clause beside"
    if markable.head.lower_ in REFLEXIVE:
        yield f"reflexive of {last.function}"


def _is_main(markable: Markable) -> bool:
    verb = syntax.governing_clause(markable.head)
    return verb is not None and syntax.relation(verb) in {"root", "conjunct"}


def gender_of_noun(words: Iterable[str]) -> str | None:
    """Return the gender nouns and titles tell, if they agree: spokeswoman, Mrs, king."""
    found = {g for w in words if (g := lexicon.gender_nouns().get(w))}
    return found.pop() if len(found) == 1 else None
