"""Reported speech without marks: what somebody is said to have said, and by which words.

A verb tells a clause (*said that …*), an infinitive (*vowed to …*) or an object with one
(*urged them to …*): its entry in the lexicon says which. A clause may also stand before or
around its attribution (*The bridge, she said, was old*), or be given to a source (*according
to the police*).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from dataset import lexicon
from dataset.analysis import Analysis
from dataset.language import syntax
from dataset.quotes.attribution import by_source, by_verb
from dataset.quotes.records import Attribution
from dataset.speech import is_denied, speaker_of, verb_cue

if TYPE_CHECKING:
    from dataset.language.view import Span, Token

MIN_WORDS: Final = 2
# Auxiliaries that leave open whether anything is said: might say, could argue.
_POSSIBLE: Final = {"could", "might", "may", "should", "must", "can", "would", "cannot"}
# Writers speak to their readers: nobody the article names.
_WRITERS: Final = {"i", "we", "you", "one"}
# Words above an infinitive that leave it open (wanted to say); what denies it: speech.DENYING.
_NOT_SAID: Final = {
    "hesitate", "want", "need", "have", "try", "unable", "like", "hope", "plan", "expect", "ready",
    "able", "reluctant",
}  # fmt: skip


class Reported(NamedTuple):
    """A stretch of reported words, as character offsets, and who reports them."""

    start: int
    end: int
    attribution: Attribution


def find_reported(analysis: Analysis, quoted: set[int]) -> Iterator[Reported]:
    """Yield the indirect quotations of an article's prose, in text order of their cues."""
    reader = _Reader(quoted)
    for _, span in analysis.prose():
        yield from reader.of_sentence(span)


class _Reader:
    def __init__(self, quoted: set[int]) -> None:
        self.quoted = quoted

    def of_sentence(self, span: Span) -> Iterator[Reported]:
        for token in span:
            if token.i in self.quoted:
                continue
            found = None
            if syntax.is_preposition(token):
                found = self._of_source(token, span)
            elif token.pos_ in {"VERB", "AUX"}:
                found = self._of_verb(token, span)
            if found is not None:
                yield found

    # -- verbs -----------------------------------------------------------------------------

    def _of_verb(self, verb: Token, span: Span) -> Reported | None:
        cue = verb_cue(verb, self.quoted)
        if cue is None or not cue.content or not self._is_told(verb):
            return None
        content, pattern = self._clause_of(verb, cue, span)
        if not content:
            content, pattern = self._around(verb, cue, span)
        if not content:
            return None
        speaker = speaker_of(verb, self.quoted)
        if speaker is None and not syntax.is_passive(verb):
            return None
        if speaker is not None and speaker.lower_ in _WRITERS:
            return None
        return _reported(content, by_verb(verb, speaker, pattern))

    def _is_told(self, verb: Token) -> bool:
        """Say whether something is said at all: no denial of it, no possibility, no order."""
        if is_denied(verb):
            return False
        if any(a.lower_ in _POSSIBLE for a in syntax.auxiliaries(verb)):
            return False
        marks = syntax.marks(verb)
        if {"if", "unless", "whether"} & set(marks):
            return False
        if "to" in marks:
            above = verb.head
            return above != verb and above.lemma_ not in _NOT_SAID and not syntax.is_negated(above)
        return True

    def _clause_of(self, verb: Token, cue: lexicon.Cue, span: Span) -> tuple[list[Token], str]:
        """Return the words of the clause or infinitive a verb tells, and its pattern."""
        below = [c for c in verb.children if syntax.relation(c) == "complement"]
        for clause in below:
            if clause.i in self.quoted:
                continue
            finite = syntax.is_told_clause(clause)
            if finite and "clause" in cue.content:
                return self._words(clause, verb, span), "clause"
        for clause in below:
            if clause.i in self.quoted or clause.i < verb.i:
                continue
            marks = syntax.marks(clause)
            taken = [o for o in syntax.objects(verb) if o.i < clause.i]
            if "to" in marks:
                if "object to" in cue.content and taken:
                    first = syntax.phrase(taken[0], loose=True).start
                    return self._from(first, clause, verb, span), "infinitive"
                if "to" in cue.content and not taken:
                    return self._words(clause, verb, span), "infinitive"
        for preposition, noun in syntax.obliques(verb):
            if noun.i < verb.i or f"{verb.lemma_} {preposition}" != cue.lemma:
                continue
            words = [
                t
                for t in self._words(noun, verb, span)
                if not (syntax.is_preposition(t) and t.head == noun)
            ]
            if "object" in cue.content:
                return words, "object"
            for clause in verb.children:
                if (
                    "object to" in cue.content
                    and clause.i > noun.i
                    and "to" in syntax.marks(clause)
                ):
                    return self._from(syntax.phrase(noun).start, clause, verb, span), "infinitive"
        if "object of" in cue.content:
            for child in verb.children:
                if child.i > verb.i and "of" in syntax.marks(child):
                    taken = [o for o in syntax.objects(verb) if o.i < child.i]
                    start = syntax.phrase(taken[0] if taken else child, loose=True).start
                    return self._from(start, child, verb, span), "object"
        return [], ""

    def _from(self, start: int, clause: Token, verb: Token, span: Span) -> list[Token]:
        words = self._words(clause, verb, span)
        return [*span.doc[start : words[0].i], *words] if words and start < words[0].i else words

    def _words(self, clause: Token, verb: Token, span: Span) -> list[Token]:
        """Return the words below a clause's head without *that* and what goes on from the cue."""
        below = {t.i for t in syntax.subtree(clause)}
        if verb.i in below:
            return []
        words = [t for t in span if t.i in below]
        # One stretch around the clause's head: what the parser hung on it from afar is not its.
        if clause.i > verb.i:
            words = [t for t in words if t.i > verb.i]
        else:
            words = [t for t in words if t.i < verb.i]
        that = next((t for t in words if t.lower_ == "that" and syntax.is_mark(t, clause)), None)
        if that is not None:
            # said, apparently for the first time, that she …: what is told begins behind it
            words = [t for t in words if t.i > that.i]
        while words and (words[0].is_punct or syntax.is_conjunction(words[0])):
            words = words[1:]
        return words

    def _around(self, verb: Token, cue: lexicon.Cue, span: Span) -> tuple[list[Token], str]:
        """Return the words of the sentence an aside attributes: The bridge, she said, was old."""
        if "clause" not in cue.content or syntax.relation(verb) not in {"aside", "root"}:
            return [], ""
        if not syntax.is_finite(verb) or (syntax.complements(verb) and not cue.addressee):
            return [], ""
        below = {t.i for t in syntax.subtree(verb) if not t.is_punct}
        first, last = min(below), max(below)
        subject = syntax.subject_beside(verb)
        if subject is not None:
            phrase = syntax.phrase(subject)
            first, last = min(first, phrase.start), max(last, phrase.end - 1)
        before = [t for t in span if t.i < first]
        behind = [t for t in span if t.i > last]
        words_before = [t for t in before if not t.is_punct]
        words_behind = [t for t in behind if not t.is_punct]
        if not words_before or span.doc[first - 1].text != ",":
            return [], ""
        if any(t.i in self.quoted for t in before):
            # Only what stands between the quotation and the aside may be reported.
            return [], ""
        if not words_behind:
            return _without_lead(before), "tail"
        if span.doc[last + 1].text != ",":
            return [], ""
        if not any(t.pos_ in {"NOUN", "PROPN", "PRON", "VERB"} for t in words_before):
            return behind, "around"
        return [*_without_lead(before), *span.doc[first : last + 1], *behind], "around"

    # -- sources ---------------------------------------------------------------------------

    def _of_source(self, word: Token, span: Span) -> Reported | None:
        """Read *according to the police, …* at its first word."""
        found = by_source(word, "source")
        if found is None or found.speaker is None:
            return None
        noun = found.speaker
        if noun.i in self.quoted or noun.pos_ in {"NUM", "SYM"}:
            return None
        below = [t.i for t in syntax.subtree(noun) if t.i >= word.i]
        first, last = word.i, max(below)
        before = [t for t in span if t.i < first]
        behind = [t for t in span if t.i > last]
        if word == found.last and not (before and before[-1].text == ","):
            return None  # forty miles per hour
        if not any(not t.is_punct for t in before):
            content = behind
        elif not any(not t.is_punct for t in behind):
            content = _without_lead(before)
        elif before[-1].text == "," and behind[0].text == ",":
            content = [*_without_lead(before), *word.doc[first : last + 1], *behind]
        else:
            return None
        if not any(t.pos_ in {"VERB", "AUX"} for t in content):
            return None
        return _reported(content, found)


def _reported(content: list[Token], attribution: Attribution) -> Reported | None:
    """Return a stretch without the marks and spaces around it; None for less than two words."""
    tokens = [t for t in content if not t.is_space]
    while tokens and tokens[-1].is_punct and tokens[-1].text not in {")", "]", "%"}:
        tokens = tokens[:-1]
    while tokens and (tokens[0].is_punct and tokens[0].text not in {"(", "[", "$"}):
        tokens = tokens[1:]
    if sum(not t.is_punct for t in tokens) < MIN_WORDS:
        return None
    return Reported(tokens[0].idx, tokens[-1].idx + len(tokens[-1]), attribution)


def _without_lead(words: list[Token]) -> list[Token]:
    """Leave out the conjunction a sentence begins with: But the bridge was old, she said."""
    while words and (syntax.is_conjunction(words[0]) or words[0].is_punct):
        words = words[1:]
    return words
