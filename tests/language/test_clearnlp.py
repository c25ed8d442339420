"""Two schemes, one view: labels of spaCy's English models become Universal Dependencies."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, Span

from dataset.language import syntax
from dataset.language.clearnlp import is_clearnlp, to_universal
from dataset.language.view import Doc as View

VOCAB = spacy.blank("en").vocab
FILE = Path(__file__).with_name("schemes.txt")


class Pair(NamedTuple):
    words: list[str]
    tags: list[str]
    parts: list[str]
    clear: list[tuple[int, str]]
    universal: list[tuple[int, str]]
    names: list[tuple[int, int]]


def read_pairs() -> list[Pair]:
    pairs = []
    for block in FILE.read_text(encoding="utf-8").split("\n\n"):
        lines = [line.split() for line in block.splitlines() if not line.startswith("#")]
        if not lines:
            continue
        pair = Pair([], [], [], [], [], [])
        for n, (form, tag, part, head, label, other, name) in enumerate(lines):
            if form.startswith("["):
                pair.names.append((n, n + 1))
            if form.endswith("]"):
                pair.names[-1] = (pair.names[-1][0], n + 1)
            pair.words.append(form.strip("[]"))
            pair.tags.append(tag)
            pair.parts.append(part)
            pair.clear.append((int(head), label))
            pair.universal.append(
                (int(head if other == "=" else other), label if name == "=" else name)
            )
        pairs.append(pair)
    return pairs


PAIRS = read_pairs()


def make_doc(pair: Pair, arcs: list[tuple[int, str]]) -> Doc:
    doc = Doc(
        VOCAB,
        words=pair.words,
        tags=pair.tags,
        pos=pair.parts,
        lemmas=[{"is": "be", "was": "be", "were": "be"}.get(w, w) for w in pair.words],
        heads=[head - 1 if head else n for n, (head, _) in enumerate(arcs)],
        deps=[label for _, label in arcs],
    )
    doc.set_ents([Span(doc, a, b, label="PERSON") for a, b in pair.names])
    return doc


def view(doc: Doc) -> list[dict[str, Any]]:
    """Return the syntax view of every verb, as words."""

    def shown(value: Any) -> Any:
        if isinstance(value, syntax.Part):
            # The schemes hang marks differently, and marks mean nothing here.
            return (value.preposition, value.head.text, value.span.text.strip("“”, "))
        if isinstance(value, tuple):
            return [shown(v) for v in value]
        return value if isinstance(value, str | bool | float | None) else value.text

    found = []
    for sentence in View(doc).sents:
        for clause in syntax.clauses(sentence):
            found.append({f: shown(getattr(clause, f)) for f in clause.__slots__})
    return found


@pytest.mark.parametrize("pair", PAIRS, ids=[" ".join(p.words[:4]) for p in PAIRS])
def test_labels_become_universal(pair: Pair) -> None:
    doc = to_universal(make_doc(pair, pair.clear))
    found = [(0 if t.head == t else t.head.i + 1, t.dep_) for t in doc]
    for word, part, real, wanted in zip(pair.words, pair.parts, found, pair.universal, strict=True):
        if part != "PUNCT":
            assert (word, real) == (word, wanted)


@pytest.mark.parametrize("pair", PAIRS, ids=[" ".join(p.words[:4]) for p in PAIRS])
def test_both_schemes_give_one_view(pair: Pair) -> None:
    assert view(to_universal(make_doc(pair, pair.clear))) == view(make_doc(pair, pair.universal))


def test_the_pairs_differ_and_say_something() -> None:
    assert len(PAIRS) >= 20
    assert sum(p.clear != p.universal for p in PAIRS) >= 16
    assert sum(len(view(make_doc(p, p.universal))) for p in PAIRS) >= 20
    assert sum(is_clearnlp(label for _, label in p.clear) for p in PAIRS) >= 16
    assert not any(is_clearnlp(label for _, label in p.universal) for p in PAIRS)


LABELS = (
    "acl acomp advcl advmod agent amod appos attr aux auxpass case cc ccomp compound conj csubj "
    "csubjpass dative dep det dobj expl intj mark meta neg nmod npadvmod nsubj nsubjpass nummod "
    "oprd parataxis pcomp pobj poss preconj predet prep prt punct quantmod relcl xcomp odd"
).split()
WORDS = "is was because of Maria Keller ran there out and 52".split()
PARTS = "VERB AUX NOUN PROPN ADP ADJ ADV".split()


@st.composite
def docs(draw: st.DrawFn) -> Doc:
    n = draw(st.integers(1, 12))
    order = draw(st.permutations(range(n)))
    heads = [0] * n
    for k, i in enumerate(order):
        heads[i] = i if k == 0 else order[draw(st.integers(0, k - 1))]
    doc = Doc(
        VOCAB,
        words=[draw(st.sampled_from(WORDS)) for _ in range(n)],
        pos=[draw(st.sampled_from(PARTS)) for _ in range(n)],
        heads=heads,
        deps=["ROOT" if heads[i] == i else draw(st.sampled_from(LABELS)) for i in range(n)],
    )
    a = draw(st.integers(0, n - 1))
    doc.set_ents([Span(doc, a, draw(st.integers(a + 1, n)), label="PERSON")])
    return doc


@given(docs())
@settings(deadline=None, max_examples=200)
def test_any_tree_becomes_a_tree(doc: Doc) -> None:
    words = [t.text for t in doc]
    bounds = [(s.start, s.end) for s in doc.sents]
    to_universal(doc)
    assert [t.text for t in doc] == words
    assert [(s.start, s.end) for s in doc.sents] == bounds
    for sentence in doc.sents:
        assert [t.dep_ for t in sentence if t.head == t] == ["ROOT"]
        for token in sentence:
            assert sentence.root in (token, *token.ancestors)
            assert token.dep_ not in {"dobj", "pobj", "prep", "attr", "odd"}
