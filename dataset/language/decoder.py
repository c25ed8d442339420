"""From the network's scores of a window to the analysis of its sentences (numpy)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dataset.language.syntax import CORE_LABELS, FRAME_LABELS
from dataset.language.trees import best_tree

Floats = npt.NDArray[np.float32]
Name = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Classes:
    """The classes of the network's outputs, as its metadata lists them."""

    labels: list[str]
    xpos: list[str]
    upos: list[str]
    features: list[str]
    lemmas: list[str]
    entities: list[str]


@dataclass(frozen=True, slots=True)
class WordScores:
    """The scores of a window's words (words x classes), without the root."""

    xpos: Floats
    upos: Floats
    features: Floats
    lemmas: Floats
    entities: Floats


@dataclass(frozen=True, slots=True)
class SentenceAnalysis:
    """A decoded sentence; heads are 1-based, 0 for the root. ``names`` are over its words."""

    heads: list[int]
    labels: list[str]
    xpos: list[str]
    upos: list[str]
    features: list[str]
    lemmas: list[str]
    names: list[tuple[Name, npt.NDArray[np.float64]]]
    arcs: Floats
    frame: Floats
    core: Floats
    label: Floats
    tag: Floats


def softmax(scores: Floats, axis: int) -> Floats:
    """Return probabilities along an axis."""
    shifted = np.exp(scores - scores.max(axis=axis, keepdims=True))
    result: Floats = shifted / shifted.sum(axis=axis, keepdims=True)
    return result


def names_of(tags: Sequence[str]) -> list[Name]:
    """Return the names of a tag sequence (B-, I-, O); an I- without its B- begins a new name."""
    found: list[Name] = []
    start, kind = -1, ""
    for i, tag in enumerate([*tags, "O"]):
        if start >= 0 and (tag[0] != "I" or tag[2:] != kind):
            found.append((start, i, kind))
            start = -1
        if tag != "O" and start < 0:
            start, kind = i, tag[2:]
    return found


class Decoder:
    """Turns scores into trees, tags and names.

    Args:
        classes: of the network's outputs.

    ``kinds`` are the kinds of names, in the order of their scores.
    """

    def __init__(self, classes: Classes) -> None:
        self.classes = classes
        self._root = classes.labels.index("root")
        self._frame = [i for i, label in enumerate(classes.labels) if label in FRAME_LABELS]
        self._core = [i for i, label in enumerate(classes.labels) if label in CORE_LABELS]
        self.kinds = [tag[2:] for tag in classes.entities if tag.startswith("B-")]
        self._begin = [classes.entities.index(f"B-{k}") for k in self.kinds]
        self._inside = [classes.entities.index(f"I-{k}") for k in self.kinds]
        # A tag that goes on with a name must follow one of the same kind.
        self._allowed = np.zeros((len(classes.entities), len(classes.entities)))
        for begin, inside in zip(self._begin, self._inside, strict=True):
            self._allowed[:, inside] = -np.inf
            self._allowed[[begin, inside], inside] = 0.0

    def sentence(
        self,
        begin: int,
        end: int,
        arcs: Floats,
        labels: Floats,
        words: WordScores,
    ) -> SentenceAnalysis:
        """Decode the words ``begin`` to ``end`` of a window.

        Args:
            begin: first word, from 0.
            end: one past the last word.
            arcs: probabilities over the whole window, (1 + words) x (1 + words).
            labels: scores over the whole window, (1 + words) x labels x (1 + words).
            words: scores of the window's words.
        """
        n = end - begin
        own = np.arange(begin + 1, end + 1)
        places = np.concatenate(([0], own))
        inner = np.zeros((n + 1, n + 1), dtype=np.float32)
        inner[1:] = arcs[np.ix_(own, places)]
        tree = best_tree(np.log(np.maximum(inner, 1e-12)))[1:]
        heads = tree.tolist()
        p_labels = softmax(labels[begin + 1 : end + 1][:, :, places], 1)
        at_head = p_labels[np.arange(n), :, tree].T.copy()
        # The label "root" goes with the root and with nothing else.
        at_head[self._root] = np.where(tree == 0, 2.0, -1.0)
        best = at_head.argmax(0)
        label = np.minimum(at_head[best, np.arange(n)], 1.0)
        frame, core = np.zeros((2, n + 1, n + 1), dtype=np.float32)
        frame[1:] = p_labels[:, self._frame].sum(1)
        core[1:] = p_labels[:, self._core].sum(1)
        p_xpos = softmax(words.xpos[begin:end], -1)
        classes = self.classes
        given = [classes.labels[i] for i in best]
        xpos = [classes.xpos[i] for i in p_xpos.argmax(-1)]
        self._make_finite(heads, given, xpos, label, at_head)
        return SentenceAnalysis(
            heads=heads,
            labels=given,
            xpos=xpos,
            upos=[classes.upos[i] for i in words.upos[begin:end].argmax(-1)],
            features=[classes.features[i] for i in words.features[begin:end].argmax(-1)],
            lemmas=[classes.lemmas[i] for i in words.lemmas[begin:end].argmax(-1)],
            names=self._names(np.log(softmax(words.entities[begin:end], -1) + 1e-9)),
            arcs=inner,
            frame=frame,
            core=core,
            label=np.concatenate(([1.0], label)).astype(np.float32),
            tag=np.concatenate(([1.0], p_xpos.max(-1))).astype(np.float32),
        )

    def _make_finite(
        self, heads: list[int], labels: list[str], xpos: list[str], label: Floats, at_head: Floats
    ) -> None:
        """Give a whole sentence whose verb was read as a participle its finite verb, in place.

        A passive needs an auxiliary, except in headlines, which have no full stop, and it has
        no direct object: *The town built bridges.*
        """
        root = heads.index(0)
        if xpos[root] != "VBN" or "." not in xpos:
            return
        children = [d for d, h in enumerate(heads) if h == root + 1]
        if any(labels[d].startswith(("aux", "cop")) for d in children):
            return
        if not any(labels[d] == "obj" for d in children):
            return
        subjects = [d for d in children if labels[d] == "nsubj:pass"]
        if len(subjects) != 1 or any(labels[d] == "nsubj" for d in children):
            return
        (subject,) = subjects
        xpos[root], labels[subject] = "VBD", "nsubj"
        both = [self.classes.labels.index(name) for name in ("nsubj", "nsubj:pass")]
        label[subject] = min(1.0, float(at_head[both, subject].sum()))

    def _names(self, scores: Floats) -> list[tuple[Name, npt.NDArray[np.float64]]]:
        """Return the names of the likeliest tag sequence (Viterbi 1967).

        With each goes the score of every kind.
        """
        n, k = scores.shape
        if not (scores.argmax(-1) != 0).any():
            return []
        first = scores[0].astype(np.float64)
        first[self._inside] = -np.inf
        total, back = first, np.zeros((n, k), dtype=np.int64)
        for i in range(1, n):
            ways = total[:, None] + self._allowed
            back[i] = ways.argmax(0)
            total = ways.max(0) + scores[i]
        tag = int(total.argmax())
        tags = [tag]
        for i in range(n - 1, 0, -1):
            tag = int(back[i, tag])
            tags.append(tag)
        tags.reverse()
        spans = names_of([self.classes.entities[t] for t in tags])
        return [(span, self._kind_scores(scores, span)) for span in spans]

    def _kind_scores(self, scores: Floats, span: Name) -> npt.NDArray[np.float64]:
        start, end, _ = span
        values = [
            scores[start, b] + scores[start + 1 : end, i].sum()
            for b, i in zip(self._begin, self._inside, strict=True)
        ]
        return np.array(values, dtype=np.float64)
