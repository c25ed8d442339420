"""Sentence boundaries: a spaCy component around nupunkt, within the blocks of an article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from dataset.paragraphs import paragraphs

# Key of ``Doc.user_data``: (start, end) spans no sentence may cross. A caller that knows the
# layout of the article gives them; otherwise they are the text's paragraphs.
BLOCKS = "blocks"

# Longer stretches are tables or lists; the parser's window and its training end here.
MAX_TOKENS = 120

_CLOSING = re.compile(r"[\"”’»'\)\]]+")
_OPENS_LOWER = re.compile(r"[\s\"“‘«(]*[a-z]")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) of the sentences of a paragraph, white space stripped.

    >>> text = "He met Mr. Raab. “We agree,” he said."
    >>> [text[a:b] for a, b in sentence_spans(text)]
    ['He met Mr. Raab.', '“We agree,” he said.']
    """
    from nupunkt import sent_spans

    spans: list[tuple[int, int]] = []
    for start, end in sent_spans(text):
        # A closing mark left at the start of the next sentence belongs to this one.
        closing = _CLOSING.match(text, start)
        if spans and closing and closing.end() < len(text) and text[closing.end()].isspace():
            spans[-1] = (spans[-1][0], closing.end())
            start = closing.end()
        # “Will you go?” she asked.  The question mark does not end the sentence.
        if spans and _OPENS_LOWER.match(text, start):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    stripped = []
    for start, end in spans:
        piece = text[start:end]
        start += len(piece) - len(piece.lstrip())
        end -= len(piece) - len(piece.rstrip())
        if start < end:
            stripped.append((start, end))
    return stripped


@Language.component("sentences", assigns=["token.is_sent_start"])
def mark_sentences(doc: Doc) -> Doc:
    """Set sentence starts; a sentence never crosses a block, nor has over MAX_TOKENS words."""
    starts = set()
    for start, end in doc.user_data.get(BLOCKS) or paragraphs(doc.text):
        for first, _ in sentence_spans(doc.text[start:end]):
            starts.add(start + first)
    length = 0
    for token in doc:
        length += 1
        begins = token.i == 0 or length > MAX_TOKENS
        # A tokenizer's word may begin before the boundary; the first word after it counts.
        begins = begins or any(s in starts for s in _offsets(token.idx, len(token)))
        begins = begins and not token.is_space
        if begins and token.i:
            length = 1
        token.is_sent_start = begins or token.i == 0
    return doc


def _offsets(start: int, length: int) -> Iterator[int]:
    yield from range(start, start + length)
