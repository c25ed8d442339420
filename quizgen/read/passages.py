"""Texts to read that stand among the questions of a file."""

from __future__ import annotations

import re

from quizgen.read.reading import Passage

# What our exports put before the heading of an article, and before each paragraph.
_OWN_NUMBER = re.compile(r"00\.\d+ ?")


def passage_of(title: str, text: str) -> Passage:
    """Return a description, a line a paragraph, as a text to read.

    Where the lines are numbered from 1, as in our own exports, only those are paragraphs; what
    stands around them (heading, date, source) is none.

    >>> passage_of("00.1 A pier", "A pier\\n420 words\\n1. It floats.\\n2. It moves.")
    Passage(title='A pier', paragraphs=('It floats.', 'It moves.'))
    """
    numbered: list[str] = []
    lines = text.split("\n")
    for line in lines:
        start = f"{len(numbered) + 1}. "
        if line.startswith(start):
            numbered.append(line[len(start) :])
    own = _OWN_NUMBER.match(title)
    paragraphs = tuple(numbered) if numbered and (own or len(numbered) == len(lines)) else lines
    return Passage(_OWN_NUMBER.sub("", title, count=1) if own else title, tuple(paragraphs))
