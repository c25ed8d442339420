"""The view of a parsed text: its words and stretches as plain objects, read from a Doc once.

The rooms of the builder ask the same few things of the same words many thousand times. spaCy
makes a new object for each word asked for and looks each of its strings up anew; here both are
done once a text. Names and meanings are those of spaCy's Doc, Span and Token, of which this
has the part that the builder uses. A word is one object: ``is`` and ``==`` mean the same.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal, overload

import numpy as np
from spacy.attrs import (
    DEP,
    ENT_TYPE,
    HEAD,
    IDX,
    IS_PUNCT,
    IS_SPACE,
    LEMMA,
    LIKE_NUM,
    LOWER,
    ORTH,
    POS,
    SENT_START,
    SPACY,
    TAG,
)

from dataset.language.scores import CALIBRATION, SCORES, SENTENCE_OF, SentenceScores

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc as Parsed


class Token:
    """A word, mark or white space of a text.

    ``children`` are in text order; ``head`` of a root is itself. ``scores`` are the
    probabilities of its sentence (None where the model gave none), in which ``place`` is its
    number, from 1. ``found`` is what :func:`dataset.language.tree.remembered` knows of it.
    """

    __slots__ = (
        "children", "dep_", "doc", "ent_type_", "found", "head", "i", "idx", "is_punct",
        "is_space", "lemma_", "like_num", "lower_", "place", "pos_", "scores", "sent", "tag_",
        "text", "whitespace_",
    )  # fmt: skip

    children: Sequence[Token]
    doc: Doc
    found: dict[Any, Any]
    head: Token
    i: int
    idx: int
    is_punct: bool
    is_space: bool
    lemma_: str
    like_num: bool
    lower_: str
    place: int
    pos_: str
    scores: SentenceScores | None
    sent: Span
    tag_: str
    text: str
    dep_: str
    ent_type_: str
    whitespace_: str

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return self.text

    def nbor(self, distance: int = 1) -> Token:
        """Return the token some places on.

        Raises:
            IndexError: there is none.
        """
        place = self.i + distance
        if place < 0:
            raise IndexError(place)
        return self.doc.tokens[place]

    @property
    def lefts(self) -> list[Token]:
        """The children before the word."""
        return [c for c in self.children if c.i < self.i] if self.children else []

    @property
    def left_edge(self) -> Token:
        """The first word of the subtree."""
        return min(self.subtree, key=_place)

    @property
    def right_edge(self) -> Token:
        """The last word of the subtree."""
        return max(self.subtree, key=_place)

    @property
    def subtree(self) -> list[Token]:
        """The word and all below it, as one meets them from left to right in the tree."""
        if not self.children:
            return [self]
        before: list[Token] = []
        behind: list[Token] = []
        for child in self.children:
            (before if child.i < self.i else behind).extend(child.subtree)
        return [*before, self, *behind]


class Span:
    """A stretch of tokens; ``label_`` is the kind of a name."""

    __slots__ = ("_root", "_text", "doc", "end", "label_", "start")

    def __init__(self, doc: Doc, start: int, end: int, label: str = "") -> None:
        self.doc = doc
        self.start = start
        self.end = end
        self.label_ = label
        self._root: Token | None = None
        self._text: str | None = None

    def __len__(self) -> int:
        return self.end - self.start

    def __iter__(self) -> Iterator[Token]:
        return iter(self.doc.tokens[self.start : self.end])

    def __reversed__(self) -> Iterator[Token]:
        return reversed(self.doc.tokens[self.start : self.end])

    @overload
    def __getitem__(self, key: int) -> Token: ...
    @overload
    def __getitem__(self, key: slice) -> Span: ...
    def __getitem__(self, key: int | slice) -> Token | Span:
        if isinstance(key, slice):
            start, end, _ = key.indices(self.end - self.start)
            return Span(self.doc, self.start + start, self.start + max(start, end))
        place = self.start + key if key >= 0 else self.end + key
        if not self.start <= place < self.end:
            raise IndexError(key)
        return self.doc.tokens[place]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Span):
            return NotImplemented
        same = self.start == other.start and self.end == other.end and self.doc is other.doc
        return same and self.label_ == other.label_

    def __hash__(self) -> int:
        return hash((self.start, self.end, self.label_))

    def __repr__(self) -> str:
        return self.text

    @property
    def start_char(self) -> int:
        """The offset of the first character."""
        return self.doc.tokens[self.start].idx

    @property
    def end_char(self) -> int:
        """The offset behind the last character."""
        last = self.doc.tokens[self.end - 1]
        return last.idx + len(last.text)

    @property
    def text(self) -> str:
        """The words as they stand in the text."""
        if self._text is None:
            empty = self.start == self.end
            self._text = "" if empty else self.doc.text[self.start_char : self.end_char]
        return self._text

    @property
    def sent(self) -> Span:
        """The sentence in which the stretch begins."""
        return self.doc.tokens[self.start].sent

    @property
    def root(self) -> Token:
        """The word that stands highest in the tree; of several as high, the first."""
        if self._root is None:
            self._root = self._find_root()
        return self._root

    def _find_root(self) -> Token:
        words = self.doc.tokens[self.start : self.end]
        outer = []
        for word in words:
            above = word.head
            if above is word:
                return word
            if not self.start <= above.i < self.end:
                outer.append(word)
        if len(outer) == 1:
            return outer[0]
        return min(outer, key=_depth, default=words[0])


def _place(token: Token) -> int:
    return token.i


def _depth(token: Token) -> int:
    """Return how many words stand above one; marks and white space are below all words."""
    if (token.is_space or token.is_punct) and not token.children:
        return len(token.doc) - 1
    depth = 0
    while token.head is not token:
        token = token.head
        depth += 1
    return depth


class Doc:
    """A parsed text. ``calibration`` is that of :mod:`dataset.language.confidence`, if any."""

    __slots__ = ("_offsets", "calibration", "ents", "sents", "text", "tokens")

    def __init__(self, parsed: Parsed) -> None:
        """Read all that a parsed Doc says."""
        self.text: str = parsed.text
        self.tokens = _tokens_of(parsed)
        self.calibration: Sequence[float] | None = parsed.user_data.get(CALIBRATION)
        self._offsets = [token.idx for token in self.tokens]
        for token in self.tokens:
            token.doc = self
        starts = [*_starts_of_sentences(parsed), len(self.tokens)]
        self.sents = [Span(self, first, last) for first, last in pairwise(starts)]
        for sentence in self.sents:
            for token in sentence:
                token.sent = sentence
        self.ents = [Span(self, e.start, e.end, e.label_) for e in parsed.ents]
        if SENTENCE_OF in parsed.user_data:
            for scores in parsed.user_data[SCORES]:
                self._score(SentenceScores(*scores))

    def _score(self, scores: SentenceScores) -> None:
        for place, i in enumerate(scores.words.tolist(), 1):
            token = self.tokens[i]
            token.scores, token.place = scores, place

    def __len__(self) -> int:
        return len(self.tokens)

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    @overload
    def __getitem__(self, key: int) -> Token: ...
    @overload
    def __getitem__(self, key: slice) -> Span: ...
    def __getitem__(self, key: int | slice) -> Token | Span:
        if isinstance(key, slice):
            start, end, _ = key.indices(len(self.tokens))
            return Span(self, start, end if end > start else start)
        return self.tokens[key]

    def char_span(
        self,
        start: int,
        end: int,
        *,
        alignment_mode: Literal["strict", "contract", "expand"] = "strict",
    ) -> Span | None:
        """Return the tokens of a stretch of characters; None if there are none.

        Where the stretch begins or ends inside a token, ``contract`` leaves the token out,
        ``expand`` takes it in and ``strict`` gives None.
        """
        if not 0 <= start < len(self.text) or not 0 < end <= len(self.text):
            return None
        first = bisect_right(self._offsets, start) - 1
        last = bisect_right(self._offsets, end - 1) - 1
        one, other = self.tokens[first], self.tokens[last]
        cut_before, cut_behind = one.idx < start, end < other.idx + len(other.text)
        if alignment_mode == "contract":
            first, last = first + cut_before, last - cut_behind
            return None if last < first else Span(self, first, last + 1)
        if alignment_mode == "strict":
            whole = one.idx == start and other.idx + len(other.text) == end
            return Span(self, first, last + 1) if whole else None
        # A stretch that begins with the space behind a word begins behind the word.
        return Span(self, first + (start == one.idx + len(one.text)), last + 1)


# What is read of each word, as columns of numbers: keys of strings, what it is, where it stands.
_STRINGS = (ORTH, LOWER, LEMMA, POS, TAG, DEP, ENT_TYPE)
_FLAGS = (IS_PUNCT, IS_SPACE, LIKE_NUM)
_PLACES = (SPACY, IDX, HEAD)


def _starts_of_sentences(parsed: Parsed) -> list[int]:
    """Return the places of the words that sentences begin with."""
    begins = parsed.to_array([SENT_START]).ravel() == 1
    begins[:1] = True
    found: list[int] = begins.nonzero()[0].tolist()
    return found


def _tokens_of(parsed: Parsed) -> list[Token]:
    """Return the tokens of a parsed Doc, tied to their heads and children."""
    strings, flags, places = (parsed.to_array([*names]).T for names in (_STRINGS, _FLAGS, _PLACES))
    keys = strings.tolist()
    string_of = {key: parsed.vocab.strings[key] for key in set().union(*keys)}
    columns = [list(map(string_of.__getitem__, column)) for column in keys]
    columns += flags.astype(bool).tolist()
    columns += places.astype(np.int64).tolist()  # the head may stand before the word
    tokens = [Token() for _ in keys[0]]
    for i, (token, row) in enumerate(zip(tokens, zip(*columns, strict=True), strict=True)):
        token.i = i
        (
            token.text, token.lower_, token.lemma_, token.pos_, token.tag_, token.dep_,
            token.ent_type_, token.is_punct, token.is_space, token.like_num,
            spaced, token.idx, above,
        ) = row  # fmt: skip
        token.whitespace_ = " " if spaced else ""
        token.head = tokens[i + above]
        token.children = ()
        token.scores, token.place = None, 0
        token.found = {}
    for token in tokens:
        head = token.head
        if head is not token:
            head.children = [*head.children, token]
    return tokens
