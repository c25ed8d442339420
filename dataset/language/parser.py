"""The spaCy component that runs the encoder: sentences, tags, trees, lemmas, names, probabilities.

Everything comes from one ONNX graph in one forward pass a window. A window is always run
alone: int8 activations are scaled by what else is in the batch, so only this makes an
analysis the same bytes for any batch and order of documents.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from spacy.attrs import DEP, HEAD, IDX, IS_SPACE, LEMMA, MORPH, POS, SENT_START, TAG
from spacy.language import Language
from spacy.tokens import Doc, Span

from dataset import lexicon
from dataset.language.boundaries import fuse, starts_in
from dataset.language.decoder import (
    Classes,
    Decoder,
    Floats,
    SentenceAnalysis,
    WordScores,
    softmax,
)
from dataset.language.encoding import OUTPUT_NAMES, WordPieces, encode, mark, pad
from dataset.language.gazetteer import Gazetteer
from dataset.language.lemmas import lemma_of
from dataset.language.scores import CALIBRATION, SCORES, SENTENCE_OF, SentenceScores
from dataset.language.windows import Window, bounds_of, read_windows

# Key of ``Doc.user_data``: the places of words before which a sentence was cut because it is
# too long for the encoder.
CUTS = "cuts"

ENTITY_LABELS = {"PER": "PERSON", "LOC": "PLACE", "ORG": "ORG"}
FILES = ("encoder.onnx", "vocab.txt", "gazetteer.tsv", "meta.json")


class _Scores(NamedTuple):
    """The network's scores of a window; arcs and starts are probabilities."""

    arcs: Floats
    labels: Floats
    words: WordScores
    starts: Floats


class _Name(NamedTuple):
    """A name in the Doc, with the log probability of each kind."""

    start: int
    end: int
    kind: str
    scores: Any


class Parser:
    """Runs the exported network over a Doc.

    Args:
        model: folder of the model's :data:`FILES`.
        encoder: name of the graph's file, for comparing one with another.
    """

    def __init__(self, model: Path, encoder: str = "encoder.onnx") -> None:
        import onnxruntime

        self._made_of = (model, encoder)
        options = onnxruntime.SessionOptions()
        # Builds run one process a core; more threads here would only get in their way, and
        # the order of sums must not depend on the machine.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self.meta: dict[str, Any] = json.loads((model / "meta.json").read_text(encoding="utf-8"))
        self._pieces = WordPieces.from_file(model / "vocab.txt")
        self._gazetteer = Gazetteer.from_file(model / "gazetteer.tsv")
        self._session = onnxruntime.InferenceSession(
            str(model / encoder), options, providers=["CPUExecutionProvider"]
        )
        fields = ("labels", "xpos", "upos", "features", "lemmas", "entities")
        self._decoder = Decoder(Classes(**{f: self.meta[f] for f in fields}))

    def __reduce__(self) -> tuple[type[Parser], tuple[Path, str]]:
        """Travel to other processes as the place of the model's files."""
        return Parser, self._made_of

    def __call__(self, doc: Doc) -> Doc:
        """Set sentences, tag, pos, morph, lemma, head, dep and ents, and the probabilities."""
        writer = _Writer(doc)
        texts = [t.text for t in doc]
        rules = _seen_by_rules(doc)
        cuts: list[int] = []

        def read(window: Window) -> tuple[_Scores, list[int]]:
            scores = self._run(doc, window, texts, rules[window.words])
            likely = np.flatnonzero(scores.starts > 0.5).tolist()
            starts = {_with_mark(doc, window.words, s) for s in likely}
            return scores, sorted(s for s in starts if not _closes(doc, window.words, s))

        def count(i: int) -> int:
            return len(self._pieces.split(texts[i]))

        for read_window in read_windows(doc, count, read):
            words, scores = read_window.window.words, read_window.result
            starts = read_window.starts
            for begin, end in zip(starts, [*starts[1:], read_window.used], strict=True):
                analysis = self._decoder.sentence(
                    begin, end, scores.arcs, scores.labels, scores.words
                )
                bounds = _bounds(scores.starts, read_window.window.opens, begin, end)
                writer.add(words[begin:end], analysis, bounds)
            if read_window.cut and read_window.used < len(doc):
                cuts.append(words[read_window.used - 1] + 1)
        writer.finish(self._decoder.kinds)
        doc.user_data[CUTS] = cuts
        doc.user_data[CALIBRATION] = self.meta.get("calibration")
        return doc

    def _run(
        self, doc: Doc, window: Window, texts: Sequence[str], rules: npt.NDArray[np.bool_]
    ) -> _Scores:
        words = [texts[i] for i in window.words]
        joined = [_is_tight(doc, window.words, n) for n in range(len(words))]
        marks = mark(words, self._gazetteer, joined, window.opens)
        inputs = pad([encode(words, self._pieces, marks)], self._pieces.pad)
        arcs, labels, *tags, starts = (
            a[0] for a in self._session.run(list(OUTPUT_NAMES), inputs.as_inputs())
        )
        return _Scores(
            softmax(arcs, -1),
            labels,
            WordScores(*(t[1:] for t in tags)),
            fuse(starts[1:], rules),
        )


# Marks that close what stands before them, if no space parts the two.
CLOSING = frozenset("” » ) ] } ’ '' \" ' . , ; : ! ? …".split())
# Marks that open what stands behind them, if a space or nothing stands before them.
OPENING = frozenset("“ „ « ( [ ‘ '' `` \" '".split())


def _closes(doc: Doc, words: Sequence[int], start: int) -> bool:
    """Say whether a word closes the sentence before it and so cannot begin one."""
    return doc[words[start]].text in CLOSING and _is_tight(doc, words, start)


def _with_mark(doc: Doc, words: Sequence[int], start: int) -> int:
    """Return where a sentence begins: at the marks that open it, not behind."""
    first = start
    while first > 0 and doc[words[first - 1]].text in OPENING and _is_tight(doc, words, first):
        first -= 1
    return start if _is_tight(doc, words, first) else first


def _is_tight(doc: Doc, words: Sequence[int], n: int) -> bool:
    """Say whether no space stands between a word of a window and the one before it."""
    return n > 0 and words[n] == words[n - 1] + 1 and not doc[words[n - 1]].whitespace_


def _seen_by_rules(doc: Doc) -> npt.NDArray[np.bool_]:
    """Say of each token whether a sentence begins in it, as the rules see it."""
    if not len(doc):
        return np.zeros(0, dtype=bool)
    offsets = doc.to_array([IDX]).astype(np.int64)
    starts = np.array(sorted(starts_in(doc.text, bounds_of(doc))), dtype=np.int64)
    found = np.zeros(len(doc), dtype=bool)
    # The token that holds the offset is the last that begins at or before it.
    found[np.searchsorted(offsets, starts, side="right") - 1] = True
    return found


def _bounds(starts: Floats, opens: Sequence[bool], begin: int, end: int) -> float:
    """Return the probability that a sentence begins and ends where it was said to."""
    p = 1.0 if opens[begin] or not begin else float(starts[begin])
    if end < len(opens) and not opens[end]:
        p *= float(starts[end])
    return p * float(np.prod(1.0 - starts[begin + 1 : end]))


class _Writer:
    """Collects what was found and writes it into the Doc in one go."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self._columns = [TAG, POS, MORPH, LEMMA, HEAD, DEP, SENT_START]
        self._values: Any = np.zeros((len(doc), len(self._columns)), dtype=np.uint64)
        self._scores: list[SentenceScores] = []
        self._sentence_of = np.full(len(doc), -1, dtype=np.int32)
        self._names: list[_Name] = []
        self._features: dict[str, int] = {"": 0, "_": 0}

    def add(self, words: Sequence[int], analysis: SentenceAnalysis, bounds: float) -> None:
        """Take in a sentence."""
        doc, values = self._doc, self._values
        strings = doc.vocab.strings
        for i, (place, head) in enumerate(zip(words, analysis.heads, strict=True)):
            features = analysis.features[i]
            if features not in self._features:
                self._features[features] = doc.vocab.morphology.add(features)
            upos, xpos, label = analysis.upos[i], analysis.xpos[i], analysis.labels[i]
            offset = words[head - 1] - place if head else 0
            lemma = lemma_of(doc[place].text, upos, xpos, analysis.lemmas[i])
            values[place] = (
                strings.add(xpos),
                strings.add(upos),
                self._features[features],
                strings.add(lemma),
                np.int64(offset).astype(np.uint64),
                strings.add("ROOT" if label == "root" else label),
                _NO if i else 1,
            )
        for (start, end, kind), scores in analysis.names:
            self._names.append(_Name(words[start], words[end - 1] + 1, kind, scores))
        self._sentence_of[list(words)] = len(self._scores)
        self._scores.append(
            SentenceScores(
                words=np.array(words, dtype=np.int32),
                arcs=analysis.arcs,
                frame=analysis.frame,
                core=analysis.core,
                label=analysis.label,
                tag=analysis.tag,
                bounds=bounds,
            )
        )

    def finish(self, kinds: Sequence[str]) -> None:
        """Write everything into the Doc."""
        doc = self._doc
        if len(doc):
            self._fill_spaces()
            doc.from_array(self._columns, self._values)
        names = agree_on_kinds(doc, self._names, kinds)
        doc.set_ents([Span(doc, n.start, n.end, label=ENTITY_LABELS[n.kind]) for n in names])
        doc.user_data[SCORES] = self._scores
        doc.user_data[SENTENCE_OF] = self._sentence_of

    def _fill_spaces(self) -> None:
        """Hang white space on the word before it, or on the first word."""
        strings = self._doc.vocab.strings
        spaces = self._doc.to_array([IS_SPACE]).astype(bool)
        first = int(np.argmin(spaces))
        words = np.maximum.accumulate(np.where(spaces, first, np.arange(len(spaces))))
        for i in np.flatnonzero(spaces).tolist():
            word = int(words[i])
            alone = i == word  # a text without words
            self._values[i] = (
                strings.add("_SP"),
                strings["SPACE"],
                0,
                strings.add(self._doc[i].text),
                np.int64(word - i).astype(np.uint64),
                strings.add("ROOT" if alone else "dep"),
                1 if alone else _NO,
            )
        if first:
            # The sentence begins with the white space before its first word.
            self._values[0, 6], self._values[first, 6] = 1, _NO


_NO = np.int64(-1).astype(np.uint64)


def agree_on_kinds(doc: Doc, names: Iterable[_Name], kinds: Sequence[str]) -> Iterator[_Name]:
    """Give all mentions of a name in a document one kind: the likeliest over all of them.

    The name of a country is a place, unless it is part of a longer name of a person in the
    document (*Michael Jordan … Jordan*).
    """
    found = list(names)
    totals: dict[str, Any] = defaultdict(lambda: np.zeros(len(kinds)))
    keys: list[str] = []
    parts: set[str] = set()
    for name in found:
        words = [t.text for t in doc[name.start : name.end]]
        keys.append(" ".join(words).casefold())
        totals[keys[-1]] += name.scores
        if name.kind == "PER" and len(words) > 1:
            parts.update(words)
    countries = lexicon.countries()
    for name, key in zip(found, keys, strict=True):
        kind = kinds[int(totals[key].argmax())]
        text = doc[name.start : name.end].text
        if kind == "PER" and text in countries and text not in parts:
            kind = "LOC"
        yield name._replace(kind=kind)


@Language.factory(
    "parser_onnx",
    default_config={"model": str(Path(__file__).parent / "model"), "encoder": "encoder.onnx"},
    assigns=[
        "token.is_sent_start", "token.tag", "token.pos", "token.morph", "token.lemma",
        "token.dep", "token.head", "doc.ents",
    ],
)  # fmt: skip
def create_parser(nlp: Language, name: str, model: str, encoder: str) -> Parser:  # noqa: ARG001
    """Make the component; ``model`` is a folder with the model's files, ``encoder`` its graph."""
    return Parser(Path(model), encoder)
