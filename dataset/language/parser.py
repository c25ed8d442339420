"""The spaCy component that runs the encoder: tags, trees, entities and their probabilities.

Everything comes from one ONNX graph in one forward pass a sentence. A sentence is always run
alone: int8 activations are scaled by what else is in the batch, so only this makes the
analysis of a sentence the same wherever it stands.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.attrs import DEP, HEAD, LEMMA, MORPH, POS, SENT_START, TAG
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from dataset.language.encoding import OUTPUT_NAMES, WordPieces, encode, pad
from dataset.language.trees import best_tree

Floats = npt.NDArray[np.float32]

# Key of ``Doc.user_data``: a SentenceScores for each sentence, in order.
SCORES = "sentence_scores"

# Labels of a verb's core arguments; together they are its frame.
CORE_LABELS = ("nsubj", "nsubj:pass", "obj", "obl:agent", "iobj", "csubj", "ccomp", "xcomp")

# Features that follow from the tag; the model has no head for them yet.
FEATURES = {
    "VBD": "Tense=Past|VerbForm=Fin",
    "VBZ": "Number=Sing|Person=3|Tense=Pres|VerbForm=Fin",
    "VBP": "Tense=Pres|VerbForm=Fin",
    "VBN": "Tense=Past|VerbForm=Part",
    "VBG": "VerbForm=Ger",
    "VB": "VerbForm=Inf",
    "MD": "VerbForm=Fin",
    "NN": "Number=Sing",
    "NNP": "Number=Sing",
    "NNS": "Number=Plur",
    "NNPS": "Number=Plur",
    "JJR": "Degree=Cmp",
    "JJS": "Degree=Sup",
    "RBR": "Degree=Cmp",
    "RBS": "Degree=Sup",
}
ENTITY_LABELS = {"PER": "PERSON", "LOC": "PLACE", "ORG": "ORG"}


@dataclass(frozen=True, slots=True)
class SentenceScores:
    """Probabilities of a sentence's analysis.

    ``words`` are the tokens' places in the Doc (white space left out). ``arcs[d, h]`` is the
    probability that word d has head h, both counted from 1, 0 being the root. ``core[d, h]``
    is the probability that d, if under h, is a core argument. ``label[d]`` is that of the
    label given, ``tag[d]`` that of the tag, ``entity[d]`` that of the entity tag.
    """

    words: tuple[int, ...]
    arcs: Floats
    core: Floats
    label: Floats
    tag: Floats
    entity: Floats


@dataclass(frozen=True, slots=True)
class _Analysis:
    heads: list[int]
    labels: list[str]
    xpos: list[str]
    upos: list[str]
    entities: list[tuple[int, int, str]]
    arcs: Floats
    core: Floats
    label: Floats
    tag: Floats
    entity: Floats


class Parser:
    """Runs the exported network over the sentences of a Doc."""

    def __init__(self, model: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        # Builds run one process a core; more threads here would only get in their way, and
        # the order of sums must not depend on the machine.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self.meta: dict[str, Any] = json.loads((model / "meta.json").read_text(encoding="utf-8"))
        self._pieces = WordPieces.from_file(model / "vocab.txt")
        self._session = onnxruntime.InferenceSession(
            str(model / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._core = [i for i, label in enumerate(self.meta["labels"]) if label in CORE_LABELS]
        self._root = self.meta["labels"].index("root")

    def __call__(self, doc: Doc) -> Doc:
        """Set tag, pos, morph, lemma, head, dep and ents, and the probabilities."""
        n = len(doc)
        names = [TAG, POS, MORPH, LEMMA, HEAD, DEP, SENT_START]
        values: Any = np.zeros((n, len(names)), dtype=np.uint64)
        strings = doc.vocab.strings
        spans: list[Span] = []
        scores: list[SentenceScores] = []
        for sentence in list(doc.sents) if n else []:
            words = [t for t in sentence if not t.is_space]
            if words:
                analysis = self._analyse([t.text for t in words])
                self._write(values, sentence, words, analysis, strings)
                for start, end, label in analysis.entities:
                    spans.append(Span(doc, words[start].i, words[end - 1].i + 1, label=label))
                scores.append(
                    SentenceScores(
                        tuple(t.i for t in words),
                        analysis.arcs,
                        analysis.core,
                        analysis.label,
                        analysis.tag,
                        analysis.entity,
                    )
                )
            else:
                self._write_space(values, sentence, strings)
        if n:
            doc.from_array(names, values)
        doc.set_ents(spans)
        doc.user_data[SCORES] = scores
        return doc

    def _write_space(self, values: Any, sentence: Span, strings: Any) -> None:
        for token in sentence:
            values[token.i, 0] = strings.add("_SP")
            values[token.i, 1] = strings["SPACE"]
            values[token.i, 3] = strings.add(token.text)
            values[token.i, 4] = np.int64(sentence.start - token.i).astype(np.uint64)
            values[token.i, 5] = strings.add("ROOT" if token.i == sentence.start else "dep")
            values[token.i, 6] = 1 if token.i == sentence.start else np.int64(-1).astype(np.uint64)

    def _write(
        self, values: Any, sentence: Span, words: list[Token], analysis: _Analysis, strings: Any
    ) -> None:
        place = {0: -1, **{i + 1: t.i for i, t in enumerate(words)}}
        for i, token in enumerate(words):
            xpos, upos, label = analysis.xpos[i], analysis.upos[i], analysis.labels[i]
            head = place[analysis.heads[i]]
            values[token.i, 0] = strings.add(xpos)
            values[token.i, 1] = strings[upos]
            features = FEATURES.get(xpos, "")
            values[token.i, 2] = token.doc.vocab.morphology.add(features) if features else 0
            values[token.i, 3] = strings.add(lemma_of(token.text, upos))
            offset = 0 if head < 0 else head - token.i
            values[token.i, 4] = np.int64(offset).astype(np.uint64)
            values[token.i, 5] = strings.add("ROOT" if label == "root" else label)
        for token in sentence:
            begins = token.i == sentence.start
            values[token.i, 6] = 1 if begins else np.int64(-1).astype(np.uint64)
            if token.is_space:
                values[token.i, 0] = strings.add("_SP")
                values[token.i, 1] = strings["SPACE"]
                values[token.i, 3] = strings.add(token.text)
                anchor = (
                    words[0].i if token.i < words[0].i else max(t.i for t in words if t.i < token.i)
                )
                values[token.i, 4] = np.int64(anchor - token.i).astype(np.uint64)
                values[token.i, 5] = strings.add("dep")

    def _analyse(self, words: Sequence[str]) -> _Analysis:
        inputs = pad([encode(words, self._pieces)], self._pieces.pad).as_inputs()
        arcs, labels, xpos, upos, entities = (
            a[0] for a in self._session.run(list(OUTPUT_NAMES), inputs)
        )
        p_arcs = _softmax(arcs, -1)
        p_labels = _softmax(labels, 0)
        heads = best_tree(np.log(np.maximum(p_arcs, 1e-12)))
        n = len(words)
        ids, ps = [], np.ones(n, dtype=np.float32)
        for d in range(1, n + 1):
            column = p_labels[:, d, heads[d]].copy()
            # The label "root" goes with the root and with nothing else.
            if heads[d] == 0:
                best = self._root
            else:
                column[self._root] = 0
                best = int(column.argmax())
            ids.append(best)
            ps[d - 1] = column[best] if heads[d] else 1.0
        p_xpos = _softmax(xpos[1:], -1)
        p_entities = _softmax(entities[1:], -1)
        tags = [self.meta["entities"][i] for i in p_entities.argmax(-1)]
        return _Analysis(
            heads=heads[1:].tolist(),
            labels=[self.meta["labels"][i] for i in ids],
            xpos=[self.meta["xpos"][i] for i in p_xpos.argmax(-1)],
            upos=[self.meta["upos"][i] for i in upos[1:].argmax(-1)],
            entities=_entities(tags),
            arcs=p_arcs,
            core=p_labels[self._core].sum(0),
            label=ps,
            tag=p_xpos.max(-1),
            entity=p_entities.max(-1),
        )


def _softmax(scores: Floats, axis: int) -> Floats:
    shifted = np.exp(scores - scores.max(axis=axis, keepdims=True))
    result: Floats = shifted / shifted.sum(axis=axis, keepdims=True)
    return result


def _entities(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """Return the spans of a tag sequence; an I- without its B- begins a new span."""
    found: list[tuple[int, int, str]] = []
    start, kind = -1, ""
    for i, tag in enumerate([*tags, "O"]):
        if start >= 0 and (not tag.startswith("I-") or tag[2:] != kind):
            found.append((start, i, ENTITY_LABELS[kind]))
            start = -1
        if tag != "O" and start < 0:
            start, kind = i, tag[2:]
    return found


@lru_cache(maxsize=100_000)
def lemma_of(form: str, upos: str) -> str:
    """Return the base form of a word in lower case; names and pronouns are kept as written.

    >>> lemma_of("met", "VERB"), lemma_of("’s", "AUX"), lemma_of("Belarus", "PROPN")
    ('meet', 'be', 'Belarus')
    """
    from lemminflect import getLemma

    plain = form.replace("’", "'")
    if upos == "AUX" and plain.lower() in CONTRACTED:
        return CONTRACTED[plain.lower()]
    if upos not in {"VERB", "AUX", "NOUN", "ADJ", "ADV"}:
        return form if upos == "PROPN" else plain.lower()
    lemmas = getLemma(plain.lower(), upos=upos)
    return lemmas[0] if lemmas else plain.lower()


CONTRACTED = {
    "'s": "be",
    "'m": "be",
    "'re": "be",
    "'ve": "have",
    "'d": "would",
    "'ll": "will",
    "ca": "can",
    "wo": "will",
    "sha": "shall",
    "am": "be",
    "is": "be",
    "are": "be",
    "was": "be",
    "were": "be",
}


@Language.factory(
    "parser_onnx",
    default_config={"model": str(Path(__file__).parent / "model")},
    requires=["token.is_sent_start"],
    assigns=["token.tag", "token.pos", "token.lemma", "token.dep", "token.head", "doc.ents"],
)
def create_parser(nlp: Language, name: str, model: str) -> Parser:  # noqa: ARG001
    """Make the component; ``model`` is a folder with encoder.onnx, vocab.txt and meta.json."""
    return Parser(Path(model))
