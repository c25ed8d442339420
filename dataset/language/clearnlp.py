"""From the labels of spaCy's English models to Universal Dependencies.

``en_core_web_*`` were trained on OntoNotes in the CLEAR style (Choi and Palmer 2012, *Guidelines
for the CLEAR Style Constituent to Dependency Conversion*; ``spacy.explain`` glosses the labels).
There a preposition governs its noun and *be* its predicate; in Universal Dependencies
(universaldependencies.org/en) words of content govern words of grammar. Rewriting a Doc once
spares the rest of the package to know two schemes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from spacy.attrs import DEP, HEAD, POS, SENT_START
from spacy.tokens import Doc

# Labels that only the CLEAR style has.
_TELLING = frozenset(
    {"dobj", "pobj", "nsubjpass", "auxpass", "attr", "acomp", "prep", "pcomp", "relcl", "npadvmod"}
)
# Labels that differ in name only, and what becomes of those whose pattern was not found.
_RENAMED = {
    "acomp": "xcomp",
    "agent": "advmod",
    "attr": "xcomp",
    "auxpass": "aux:pass",
    "csubjpass": "csubj:pass",
    "dative": "iobj",
    "dobj": "obj",
    "intj": "discourse",
    "meta": "discourse",
    "neg": "advmod",
    "nsubjpass": "nsubj:pass",
    "oprd": "xcomp",
    "pcomp": "advcl",
    "pobj": "obl",
    "poss": "nmod:poss",
    "preconj": "cc:preconj",
    "predet": "det:predet",
    "prep": "advmod",
    "prt": "compound:prt",
    "quantmod": "advmod",
    "relcl": "acl:relcl",
}
# Labels of both schemes, and those that the rewriting itself gives.
_KEPT = frozenset(
    "ROOT acl advcl advmod amod appos aux case cc ccomp compound conj csubj dep det expl mark nmod "
    "nsubj nummod parataxis punct xcomp "
    "obl obl:agent obl:unmarked nmod:unmarked nmod:desc flat cop".split()
)
# Prepositions of several words; the first governs the others.
_FIXED = frozenset(
    {"because of", "due to", "according to", "instead of", "such as", "rather than", "owing to",
     "prior to", "as of", "as to"}
)  # fmt: skip
# Adverbs that can be all a clause says of its subject: She is here.
_PLACES = frozenset({"here", "there", "away", "back", "over", "out", "off", "up", "down", "home"})
_PREDICATES = frozenset({"VERB", "AUX", "ADJ", "ADV"})


def is_clearnlp(labels: Iterable[str]) -> bool:
    """Say whether labels are of the CLEAR style."""
    return any(label in _TELLING for label in labels)


def to_universal(doc: Doc) -> Doc:
    """Rewrite heads, labels and the part of speech of copulas, in place; return the Doc.

    A sentence whose rewriting gives no tree keeps its heads; its labels are renamed.
    """
    heads = [t.head.i for t in doc]
    labels = [t.dep_ for t in doc]
    parts = [t.pos_ for t in doc]
    starts = {s.start for s in doc.sents}
    for sentence in doc.sents:
        graph = _Graph(doc, sentence.start, sentence.end, heads, labels, parts)
        graph.rewrite()
        if graph.is_tree():
            for i in range(sentence.start, sentence.end):
                heads[i], labels[i], parts[i] = graph.heads[i], graph.labels[i], graph.parts[i]
        else:
            for i in range(sentence.start, sentence.end):
                labels[i] = _renamed(labels[i])
    strings = doc.vocab.strings
    rows = [
        (
            np.int64(head - i).astype(np.uint64),
            strings.add("ROOT" if head == i else label),
            strings.add(part) if part else 0,
            np.int64(1 if i in starts else -1).astype(np.uint64),
        )
        for i, (head, label, part) in enumerate(zip(heads, labels, parts, strict=True))
    ]
    if rows:
        values: Any = np.array(rows, dtype=np.uint64)
        doc.from_array([HEAD, DEP, POS, SENT_START], values)
    return doc


def _renamed(label: str) -> str:
    return _RENAMED.get(label, label if label in _KEPT else "dep")


class _Graph:
    """A sentence whose arcs are being moved; a root is its own head."""

    def __init__(
        self, doc: Doc, start: int, end: int, heads: list[int], labels: list[str], parts: list[str]
    ) -> None:
        self.doc = doc
        self.places = range(start, end)
        self.heads = {i: heads[i] if start <= heads[i] < end else i for i in self.places}
        self.labels = {i: labels[i] for i in self.places}
        self.parts = {i: parts[i] for i in self.places}

    def rewrite(self) -> None:
        self._chains()
        for i in self._deepest_first():
            nested = self.labels[i] == "pcomp" and self.parts[i] == "ADP"  # because *of*
            if nested or self.labels[i] in {"prep", "agent", "dative"}:
                self._preposition(i)
            if self.labels[i] == "aux" and self.doc[i].tag_ == "TO":
                self.labels[i] = "mark"
        for i in self._deepest_first():
            self._copula(i)
        self._names()
        self._adverbial_nouns()
        for i in self.places:
            self.labels[i] = _renamed(self.labels[i])
        self._fixed()

    def children(self, i: int, *labels: str) -> list[int]:
        return [
            c
            for c in self.places
            if self.heads[c] == i and c != i and (not labels or self.labels[c] in labels)
        ]

    def is_tree(self) -> bool:
        roots = [i for i in self.places if self.heads[i] == i]
        if len(roots) != 1:
            return False
        for i in self.places:
            seen = set()
            while self.heads[i] != i:
                if i in seen:
                    return False
                seen.add(i)
                i = self.heads[i]
        return True

    def _deepest_first(self) -> list[int]:
        def depth(i: int) -> int:
            n = 0
            while self.heads[i] != i and n <= len(self.places):
                i, n = self.heads[i], n + 1
            return n

        return sorted(self.places, key=lambda i: (-depth(i), i))

    def _replace(self, old: int, new: int) -> None:
        """Put ``new`` where ``old`` hangs, and ``old`` under it with all its other children."""
        label, head = self.labels[old], self.heads[old]
        for child in self.children(old):
            if child != new:
                self.heads[child] = new
        self.heads[new] = new if head == old else head
        self.labels[new] = label
        self.heads[old] = new

    def _chains(self) -> None:
        """A, B and C: the first governs the others, and *and* goes with what follows it."""
        for i in self.places:
            seen = {i}
            while self.labels[i] == "conj" and self.labels[self.heads[i]] == "conj":
                if self.heads[i] in seen:
                    break
                seen.add(self.heads[i])
                self.heads[i] = self.heads[self.heads[i]]
        for i in self.places:
            if self.labels[i] == "cc" or self.doc[i].text == ",":
                first = self.heads[i]
                if self.labels[first] == "conj":
                    first = self.heads[first]
                later = [c for c in self.children(first, "conj") if c > i]
                if later and (self.labels[i] == "cc" or first < i):
                    self.heads[i] = later[0]

    def _preposition(self, i: int) -> None:
        """Put a preposition below its object; deeper prepositions are settled already."""
        label, governor = self.labels[i], self.heads[i]
        objects = self.children(i, "pobj", "pcomp", "obl", "nmod", "advcl", "acl")
        if not objects or governor == i:
            return
        found = objects[0]
        clause = self.labels[found] in {"pcomp", "advcl", "acl"} and self.parts[found] in {
            "VERB",
            "AUX",
        }
        predicate = self.parts[governor] in _PREDICATES
        self._replace(i, found)
        self.labels[i] = "mark" if clause else "case"
        if clause:
            self.labels[found] = "advcl" if predicate else "acl"
        elif label == "agent":
            self.labels[found] = "obl:agent"
        else:
            self.labels[found] = "obl" if predicate else "nmod"

    def _copula(self, i: int) -> None:
        """Put *be* below what it says of its subject."""
        token = self.doc[i]
        if token.lemma_ not in {"be", "’s", "'s"} and token.lower_ not in _BE:
            return
        if self.labels[i] in {"aux", "auxpass"}:
            return
        if self.children(i, "expl"):
            for child in self.children(i, "attr"):
                self.labels[child] = "nsubj"  # There is a house: the house is what there is.
            self.parts[i] = "VERB"
            return
        found = self.children(i, "attr") or self.children(i, "acomp", "oprd")
        if not found:
            found = [c for c in self.children(i, "obl") if c > i]
        if not found:
            adverbs = self.children(i, "advmod")
            found = [c for c in adverbs if c > i and self.doc[c].lower_ in _PLACES]
        if not found or not self.children(i, "nsubj", "csubj"):
            return
        self._replace(i, found[0])
        self.labels[i] = "cop"
        self.parts[i] = "AUX"

    def _names(self) -> None:
        """Let the first word of a person's name govern the others."""
        for entity in self.doc.ents:
            if entity.label_ not in {"PERSON", "PER"} or len(entity) < 2:
                continue
            inside = [i for i in range(entity.start, entity.end) if i in self.heads]
            if len(inside) != len(entity) or any(self.parts[i] != "PROPN" for i in inside):
                continue
            tops = [i for i in inside if self.heads[i] not in inside or self.heads[i] == i]
            if len(tops) != 1:
                continue
            first = inside[0]
            if tops[0] != first:
                self._replace(tops[0], first)
            for i in inside[1:]:
                self.heads[i], self.labels[i] = first, "flat"
            for i in self.children(first, "compound"):
                self.labels[i] = "nmod:desc"  # President Maria Keller

    def _adverbial_nouns(self) -> None:
        for i in self.places:
            if self.labels[i] == "npadvmod":
                predicate = self.parts[self.heads[i]] in _PREDICATES
                self.labels[i] = "obl:unmarked" if predicate else "nmod:unmarked"

    def _fixed(self) -> None:
        for i in self.places:
            following = i + 1
            if following not in self.heads or self.labels[i] not in {"case", "advmod", "mark"}:
                continue
            words = f"{self.doc[i].lower_} {self.doc[following].lower_}"
            if words in _FIXED and self.labels[following] == "case":
                noun = self.heads[following]
                self.heads[i], self.labels[i] = noun, "case"
                self.heads[following], self.labels[following] = i, "fixed"


_BE = frozenset({"be", "am", "is", "are", "was", "were", "been", "being", "’m", "'m", "’re", "'re"})
