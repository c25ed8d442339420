"""Whole sentences as facts: the article's own words, attribution and all, made to stand alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from quizgen.facts.phrases import absolute_dates, full_names, name_pronouns, sentences_with
from quizgen.facts.refused import Refused, made_of
from quizgen.library import Library, Row
from quizgen.wording import Edit

# By the time a class reads it, it will have come or not.
_COMING: Final = re.compile(
    r"\b(?:will|won't|is going to|are going to|plans to|plan to|is set to)\b"
)
_FILLER: Final = re.compile(
    r"^(?:However|Meanwhile|In addition|Additionally|Moreover|Furthermore|Still|Also|Indeed|"
    r"Over all|Overall|Of course|In fact), |\b(?:also|already) (?=[a-z])"
)
SENTENCE_WORDS: Final = range(8, 31)
# What ties a sentence to the one before, or is no sentence.
_OPENERS: Final = re.compile(r"^(?:And|But|Or|So|Yet|Nor|Plus|Still|Then|This|That|These|Those)\b")


@dataclass(frozen=True, slots=True)
class SentenceFact:
    """A sentence of prose and the edits that make it stand alone.

    ``sentences`` are itself and those that show whom its pronouns mean.
    """

    sentence: Row
    edits: tuple[Edit, ...]
    sentences: tuple[Row, ...]

    @property
    def article_id(self) -> str:
        """The article the sentence stands in."""
        article_id: str = self.sentence["article_id"]
        return article_id


def find_sentence_facts(library: Library, refused: Counter[str]) -> Iterator[SentenceFact]:
    """Return the sentences that can be printed alone, in text order."""
    prose = (s for s in library.sentences.values() if s["kind"] in {"lead", "body"})
    return made_of(prose, partial(_sentence_fact, library), refused)


def _sentence_fact(library: Library, sentence: Row) -> SentenceFact:
    words = sentence["text"].strip()
    if len(words.split()) not in SENTENCE_WORDS:
        raise Refused("sentence is too short or too long")
    if not words.endswith((".", ".”", '."')) or _OPENERS.search(words) or not _is_plain(words):
        raise Refused("sentence does not stand alone")
    if library.is_headline(sentence):
        raise Refused("sentence is a headline")
    if _COMING.search(words):
        raise Refused("sentence is about what was to come")
    start, end = sentence["start"], sentence["end"]
    text = library.articles[sentence["article_id"]]["text"]
    marked = [
        q
        for q in library.quotes_of[sentence["article_id"]]
        if q["quote_type"] != "indirect" and q["start"] < end and start < q["end"]
    ]
    if any(q["quote_type"] == "direct" for q in marked):
        raise Refused("sentence is a quotation")
    quoted = [(q["start"], q["end"]) for q in marked]
    edits, shown = [], []
    at = start
    # What stands between marks is not to be changed.
    for first, last in [*quoted, (end, end)]:
        if at < first:
            pronouns, names = name_pronouns(library, sentence["article_id"], at, first, set())
            edits += pronouns
            shown += names
        at = max(at, last)
    edits += [
        *_fillers(text, start, end),
        *full_names(library, sentence["article_id"], start, end),
        *absolute_dates(library, sentence, start, end),
    ]
    kept = [e for e in edits if not any(a <= e.start and e.end <= b for a, b in quoted)]
    made = tuple(e for e in kept if text[e.start : e.end] != e.new)
    return SentenceFact(sentence, made, sentences_with(library, sentence, shown))


def _fillers(text: str, start: int, end: int) -> list[Edit]:
    """Return the edits that leave out words which only tie a sentence to the one before."""
    return [
        Edit(start + found.start(), start + found.end(), "", "filler")
        for found in _FILLER.finditer(text[start:end])
    ]


def _is_plain(words: str) -> bool:
    """Say whether a sentence is without brackets and the like, its quotations whole."""
    if re.search(r"[()\[\];:|]", words):
        return False
    return words.count("“") == words.count("”") and not words.count('"') % 2 and "''" not in words
