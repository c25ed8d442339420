"""Training examples: windows of consecutive sentences as class numbers, and batches of them.

Needed for training only (torch).
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import torch
from torch import Tensor

from dataset.language.decoder import Name, names_of
from dataset.language.encoding import Encoded, WordPieces, encode, fill, mark
from dataset.language.gazetteer import Gazetteer
from dataset.language.treebank import ENTITY_TYPES, Sentence, lemma_rule

ENTITY_TAGS = ["O", *(f"{bio}-{kind}" for kind in ENTITY_TYPES for bio in "BI")]
IGNORED = -100
# Rarer rules and feature sets are noise or single irregular words.
FEWEST_RULES, FEWEST_FEATURES = 4, 3
# The window of an inference (dataset.language.parser) holds up to about this many words.
WINDOW_WORDS = 100
# Share of windows of one sentence: a title, a caption or a reply often stands alone.
ALONE = 0.35


@dataclass(frozen=True, slots=True)
class Inventory:
    """The closed sets of classes, in the order of the network's outputs."""

    labels: list[str]
    xpos: list[str]
    upos: list[str]
    features: list[str]
    lemmas: list[str]

    @classmethod
    def of(cls, sentences: Sequence[Sentence]) -> Inventory:
        """Collect the classes of the training sentences."""
        words = [w for s in sentences for w in s.words]
        rules = Counter(lemma_rule(w.form, w.lemma) for w in words if w.upos != "PROPN")
        features = Counter(w.features for w in words)
        return cls(
            labels=sorted({w.label for w in words}),
            xpos=sorted({w.xpos for w in words}),
            upos=sorted({w.upos for w in words}),
            features=sorted(f for f, n in features.items() if n >= FEWEST_FEATURES),
            lemmas=sorted(r for r, n in rules.items() if n >= FEWEST_RULES),
        )


@dataclass(slots=True)
class Example:
    """A sentence as class numbers; ``entities`` is None where nobody annotated them.

    ``names`` are its (start, end, type). ``has_tree`` is False where only names are learnt.
    """

    words: list[str]
    heads: list[int]
    labels: list[int]
    xpos: list[int]
    upos: list[int]
    features: list[int]
    lemmas: list[int]
    joined: list[bool]
    entities: list[int] | None
    names: list[tuple[int, int, str]]
    document: str
    opens: bool
    has_tree: bool = True
    proper: list[bool] = field(default_factory=list)

    def __len__(self) -> int:
        """Return the number of words."""
        return len(self.words)


def make_example(sentence: Sentence, inventory: Inventory, *, has_tree: bool = True) -> Example:
    """Turn a sentence into class numbers; classes unseen in training are ignored."""

    def numbers(values: Iterable[str], classes: list[str]) -> list[int]:
        place = {c: i for i, c in enumerate(classes)}
        return [place.get(v, IGNORED) for v in values]

    words = sentence.words
    tags: list[int] | None = None
    if sentence.entities is not None:
        tags = tags_of(sentence.entities, len(words))
    return Example(
        words=[w.form for w in words],
        heads=[w.head for w in words],
        labels=numbers((w.label for w in words), inventory.labels),
        xpos=numbers((w.xpos for w in words), inventory.xpos),
        upos=numbers((w.upos for w in words), inventory.upos),
        features=numbers((w.features for w in words), inventory.features),
        lemmas=numbers(
            ("" if w.upos == "PROPN" else lemma_rule(w.form, w.lemma) for w in words),
            inventory.lemmas,
        ),
        joined=[i > 0 and not words[i - 1].space_after for i in range(len(words))],
        entities=tags,
        names=list(sentence.entities or ()),
        document=sentence.document,
        opens=sentence.opens,
        has_tree=has_tree,
        proper=[w.xpos in {"NNP", "NNPS"} for w in words],
    )


def tags_of(names: Iterable[tuple[int, int, str]], n: int) -> list[int]:
    """Return the tag of each of ``n`` words."""
    tags = [0] * n
    for start, end, kind in names:
        for i in range(start, end):
            tags[i] = ENTITY_TAGS.index(("B-" if i == start else "I-") + kind)
    return tags


def spans_of(tags: Sequence[int]) -> list[Name]:
    """Return the names of a sequence of tag numbers."""
    return names_of([ENTITY_TAGS[t] for t in tags])


@dataclass(slots=True)
class Window:
    """Consecutive sentences of a document, encoded."""

    sentences: list[Example]
    encoded: Encoded

    @property
    def n_words(self) -> int:
        """The number of words."""
        return len(self.encoded.first) - 1


def make_window(sentences: list[Example], pieces: WordPieces, gazetteer: Gazetteer) -> Window:
    """Encode consecutive sentences."""
    words = [w for s in sentences for w in s.words]
    joined = [j for s in sentences for j in s.joined]
    opens = [s.opens and i == 0 for s in sentences for i in range(len(s))]
    return Window(sentences, encode(words, pieces, mark(words, gazetteer, joined, opens)))


def group_sentences(
    sentences: Iterable[Example], rng: random.Random | None
) -> Iterator[list[Example]]:
    """Yield runs of consecutive sentences of one document, of random length with ``rng``."""
    for _, document in groupby(sentences, key=lambda s: s.document):
        run: list[Example] = []
        limit = _limit(rng)
        for sentence in document:
            if run and sum(map(len, run)) + len(sentence) > limit:
                yield run
                run, limit = [], _limit(rng)
            run.append(sentence)
        if run:
            yield run


def _limit(rng: random.Random | None) -> int:
    if rng is None:
        return WINDOW_WORDS
    return 0 if rng.random() < ALONE else rng.randint(20, WINDOW_WORDS)


def make_batches(
    windows: Sequence[Window], rng: random.Random | None, budget: int
) -> Iterator[list[Window]]:
    """Yield groups of similar length of at most ``budget`` pieces; shuffled with ``rng``."""
    order = list(windows)
    if rng:
        rng.shuffle(order)
    groups: list[list[Window]] = []
    for i in range(0, len(order), 2000):
        group: list[Window] = []
        longest = 0
        for window in sorted(order[i : i + 2000], key=lambda w: len(w.encoded.pieces)):
            longest = max(longest, len(window.encoded.pieces))
            if group and (len(group) + 1) * longest > budget:
                groups.append(group)
                group, longest = [], len(window.encoded.pieces)
            group.append(window)
        if group:
            groups.append(group)
    if rng:
        rng.shuffle(groups)
    yield from groups


@dataclass(slots=True)
class Targets:
    """Class numbers of a batch, with a row for the root that is always ignored.

    ``sentence`` numbers the sentence of each word, -1 for root and padding; ``starts`` is 1
    where a sentence begins, ignored at the window's own beginning.
    """

    heads: Tensor
    labels: Tensor
    xpos: Tensor
    upos: Tensor
    features: Tensor
    lemmas: Tensor
    entities: Tensor
    starts: Tensor
    sentence: Tensor

    @classmethod
    def of(cls, batch: Sequence[Window]) -> Targets:
        """Collect and pad the targets of a batch."""

        def padded(rows: list[list[int]], padding: int = IGNORED) -> Tensor:
            return torch.from_numpy(fill([[padding, *row] for row in rows], padding))

        def tree(name: str) -> Tensor:
            return padded(
                [
                    [n for s in w.sentences for n in (getattr(s, name) if s.has_tree else _none(s))]
                    for w in batch
                ]
            )

        heads: list[list[int]] = []
        starts: list[list[int]] = []
        sentence: list[list[int]] = []
        entities: list[list[int]] = []
        for window in batch:
            heads.append([])
            starts.append([])
            sentence.append([])
            entities.append([])
            for n, s in enumerate(window.sentences):
                offset = len(heads[-1])
                own = [h + offset if h else 0 for h in s.heads] if s.has_tree else _none(s)
                heads[-1].extend(own)
                starts[-1].extend([1 if offset else IGNORED, *[0] * (len(s) - 1)])
                sentence[-1].extend([n] * len(s))
                entities[-1].extend(s.entities if s.entities is not None else _none(s))
        return cls(
            heads=padded(heads),
            labels=tree("labels"),
            xpos=tree("xpos"),
            upos=tree("upos"),
            features=tree("features"),
            lemmas=tree("lemmas"),
            entities=padded(entities),
            starts=padded(starts),
            sentence=padded(sentence, -1),
        )


def _none(sentence: Example) -> list[int]:
    return [IGNORED] * len(sentence)
