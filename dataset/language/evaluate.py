"""How good the analysis of the treebanks' development parts is.

Method: each paragraph's raw text goes in, rebuilt with the treebank's own spaces, a document at
a time; spaCy's ``Scorer`` aligns tokens by their characters, so that errors of tokens and
sentences count; punctuation is left out of UAS and LAS. Names are the named mentions of GUM's
entity layer (:mod:`dataset.language.treebank`). Clauses are the finite verbs the parser found;
a frame is right if it has exactly the treebank's subject, passive subject, objects and agent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.scorer import Scorer
from spacy.tokens import Doc, Span
from spacy.training import Example

from dataset.language import syntax
from dataset.language.confidence import clause_confidence, clause_signals, fit
from dataset.language.parser import ENTITY_LABELS
from dataset.language.scores import scores_of
from dataset.language.syntax import FRAME_LABELS
from dataset.language.treebank import Sentence, read_conllu, read_gum
from dataset.language.view import Doc as View

TREEBANKS = ("EWT", "GUM")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that stand together."""

    document: str
    sentences: list[Sentence]


def paragraphs_of(sentences: Sequence[Sentence]) -> Iterator[Paragraph]:
    """Group sentences as the treebank parts them."""
    group: list[Sentence] = []
    for sentence in sentences:
        if group and (sentence.opens or sentence.document != group[0].document):
            yield Paragraph(group[0].document, group)
            group = []
        group.append(sentence)
    if group:
        yield Paragraph(group[0].document, group)


def reference_doc(nlp: Language, paragraph: Paragraph) -> Doc:
    """Return the treebank's analysis of a paragraph; words keep the treebank's spaces."""
    words: list[str] = []
    spaces: list[bool] = []
    heads: list[int] = []
    starts: list[bool | int | None] = []
    for sentence in paragraph.sentences:
        offset = len(words)
        for i, word in enumerate(sentence.words):
            words.append(word.form)
            spaces.append(word.space_after)
            heads.append(offset + word.head - 1 if word.head else offset + i)
            starts.append(i == 0)
    every = [w for s in paragraph.sentences for w in s.words]
    doc = Doc(
        nlp.vocab,
        words=words,
        spaces=spaces,
        tags=[w.xpos for w in every],
        pos=[w.upos for w in every],
        morphs=[w.features if w.features != "_" else "" for w in every],
        lemmas=[w.lemma for w in every],
        heads=heads,
        deps=["ROOT" if w.label == "root" else w.label for w in every],
        sent_starts=starts,
    )
    if all(s.entities is not None for s in paragraph.sentences):
        spans, offset = [], 0
        for sentence in paragraph.sentences:
            for start, end, kind in sentence.entities or ():
                spans.append(Span(doc, offset + start, offset + end, label=ENTITY_LABELS[kind]))
            offset += len(sentence.words)
        doc.set_ents(spans)
    return doc


def read_part(ud: Path, name: str) -> list[Paragraph]:
    """Read the development part of a treebank."""
    if name == "EWT":
        return list(paragraphs_of(list(read_conllu(ud / "ewt" / "dev.conllu"))))
    files = sorted((ud / "gum" / "dev").glob("*.conllu"))
    return [p for f in files for p in paragraphs_of(read_gum(f))]


def read_examples(nlp: Language, paragraphs: Sequence[Paragraph]) -> list[Example]:
    """Read each paragraph's raw text and put it beside the treebank's analysis.

    The paragraphs of a document are read together, as the builder does.
    """
    examples = []
    for document, group in groupby(paragraphs, key=lambda p: p.document):
        references = [reference_doc(nlp, p) for p in group]
        texts = [r.text.rstrip() for r in references]
        whole = nlp("\n\n".join(texts))
        start = 0
        for reference, text in zip(references, texts, strict=True):
            span = whole.char_span(start, start + len(text), alignment_mode="expand")
            assert span is not None
            predicted = span.as_doc()
            predicted.user_data.update(span=span, document=document)
            examples.append(Example(predicted, reference))
            start += len(text) + 2
    return examples


def score(examples: Sequence[Example], *, named: bool) -> dict[str, float]:
    """Return the scores in percent."""
    scores: dict[str, Any] = {}
    scores.update(Scorer.score_tokenization(examples))
    scores.update(Scorer.score_token_attr(examples, "tag"))
    scores.update(Scorer.score_token_attr(examples, "pos"))
    scores.update(Scorer.score_token_attr(examples, "morph", getter=lambda t, _: str(t.morph)))
    scores.update(
        Scorer.score_deps(
            examples,
            "dep",
            getter=lambda t, _: t.dep_,
            ignore_labels=("p", "punct"),
        )
    )
    scores.update(Scorer.score_spans(examples, "sents", has_annotation=None))
    shown = {
        "tokens F": scores["token_f"],
        "sentences F": scores["sents_f"],
        "XPOS": scores["tag_acc"],
        "UPOS": scores["pos_acc"],
        "features": scores["morph_acc"],
        "UAS": scores["dep_uas"],
        "LAS": scores["dep_las"],
        "verb lemmas": verb_lemmas(examples),
    }
    if named:
        shown["names typed F"] = Scorer.score_spans(examples, "ents")["ents_f"]
        shown["names untyped F"] = untyped(examples)
    return {k: round(100 * v, 2) for k, v in shown.items()}


def verb_lemmas(examples: Sequence[Example]) -> float:
    """Return the share of the treebank's verbs, where the tokens agree, with its lemma."""
    right = total = 0
    for example in examples:
        for token in example.reference:
            if token.pos_ != "VERB":
                continue
            found = example.alignment.y2x[token.i]
            if len(found) == 1:
                total += 1
                right += example.predicted[int(found[0])].lemma_.lower() == token.lemma_.lower()
    return right / max(1, total)


def untyped(examples: Sequence[Example]) -> float:
    """Return F of the bounds of names."""
    right = found = wanted = 0
    for example in examples:
        guess = {(e.start_char, e.end_char) for e in example.predicted.ents}
        real = {(e.start_char, e.end_char) for e in example.reference.ents}
        right, found, wanted = right + len(guess & real), found + len(guess), wanted + len(real)
    return 2 * right / max(1, found + wanted)


@dataclass(frozen=True, slots=True)
class Clause:
    """A finite clause: what its confidence is made of, and whether its frame is the treebank's.

    ``signals`` are empty where the model gives no probabilities.
    """

    document: str
    confidence: float
    signals: list[float]
    right: bool


def clauses_of(examples: Sequence[Example]) -> list[Clause]:
    """Return the finite clauses the parser found, with or without a frame."""
    found = []
    parsed: Doc | None = None
    for example in examples:
        span: Span = example.predicted.user_data["span"]
        if parsed is not span.doc:  # the sentences of a Doc follow one another
            parsed = span.doc
            view = View(parsed)
        alignment = example.alignment.x2y
        for verb in view[span.start : span.end]:
            if not syntax.is_verb(verb) or not syntax.is_finite(verb):
                continue
            frame = {(c.dep_, c.i - span.start) for c in verb.children if c.dep_ in FRAME_LABELS}
            mapped = {}
            for place in {verb.i - span.start, *(i for _, i in frame)}:
                there = alignment[place]
                mapped[place] = int(there[0]) if len(there) == 1 else -1
            own = mapped[verb.i - span.start]
            gold: set[tuple[str, int]] = set()
            if own >= 0:
                gold = {
                    (c.dep_, c.i) for c in example.reference[own].children if c.dep_ in FRAME_LABELS
                }
            right = own >= 0 and {(label, mapped[i]) for label, i in frame} == gold
            signals = clause_signals(verb) if scores_of(verb) else []
            document = example.predicted.user_data["document"]
            found.append(Clause(document, clause_confidence(verb), signals, right))
    return found


def halves(clauses: Sequence[Clause]) -> tuple[list[Clause], list[Clause]]:
    """Part clauses in two by document, as the hash of its name is odd or even."""
    first: list[Clause] = []
    second: list[Clause] = []
    for clause in clauses:
        digest = hashlib.sha256(clause.document.encode()).digest()
        (first if digest[0] % 2 else second).append(clause)
    return first, second


def fit_confidence(nlp: Language, ud: Path) -> list[float]:
    """Return the coefficients of :mod:`dataset.language.confidence`, from the first half."""
    clauses = [c for name in TREEBANKS for c in clauses_of(read_examples(nlp, read_part(ud, name)))]
    half, _ = halves(clauses)
    return fit([c.signals for c in half], [c.right for c in half])
