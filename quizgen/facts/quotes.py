"""Quotations as facts: words or claims whose speaker is named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from quizgen.facts.phrases import absolute_dates, full_names, lower_first, name_pronouns
from quizgen.facts.refused import Refused
from quizgen.facts.sources import speaker_of, telling_verb
from quizgen.library import Library, Row
from quizgen.wording import Edit, apply_edits

QUOTE_WORDS: Final = range(6, 41)
FRAGMENT_WORDS: Final = range(5, 31)
CLAIM_WORDS: Final = range(5, 27)
# What begins so is an infinitive, a question, or a clause that has lost its subject.
_NO_CLAUSE: Final = re.compile(
    r"(?:to|of|for|with|on|about|in|at|by|from|as|if|whether|how|why|what|who|when|where|not|"
    r"is|are|was|were|has|have|had|do|does|did|will|would|can|could|may|might|must|should|"
    r"and|but|or|while|because|although|though|\w+ing)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class QuoteFact:
    """A quotation whose speaker is a named person: an utterance, or a stretch of one.

    ``sentences`` are those that prove it: of the quotation, and of the speaker's name.
    """

    quote: Row
    sentences: tuple[Row, ...]
    speaker: Row

    @property
    def is_fragment(self) -> bool:
        """Only part of an utterance stands between the marks."""
        return bool(self.quote["quote_type"] == "mixed")


@dataclass(frozen=True, slots=True)
class ClaimFact:
    """What a named speaker said, told without marks; ``clause`` in words that stand alone.

    ``verb`` is the verb to ask with: say, claim, warn.
    """

    quote: Row
    sentences: tuple[Row, ...]
    speaker: Row
    verb: str
    clause: str
    edits: tuple[Edit, ...]


def find_quote_facts(library: Library, refused: Counter[str]) -> Iterator[QuoteFact]:
    """Yield the quotations whose speaker can be asked for, in text order."""
    for quote in library.quotes:
        if quote["quote_type"] == "indirect":
            continue
        try:
            yield _quote_fact(library, quote)
        except Refused as exc:
            refused[exc.reason] += 1


def _quote_fact(library: Library, quote: Row) -> QuoteFact:
    speaker, sentences = speaker_of(library, quote)
    if speaker["entity_type"] != "person":
        raise Refused("speaker is not a named person")
    n_words = len(quote["text"].split())
    if quote["quote_type"] == "mixed":
        if n_words not in FRAGMENT_WORDS:
            raise Refused("quotation is a fragment")
        return QuoteFact(quote, sentences, speaker)
    parts = [
        q
        for q in library.quotes_of[quote["article_id"]]
        if q["cue_start"] == quote["cue_start"] and q["quote_type"] != "indirect"
    ]
    if any(q["text"][:1].islower() for q in parts):
        raise Refused("quotation is interrupted")
    if n_words not in QUOTE_WORDS:
        raise Refused("quotation is too short or too long")
    return QuoteFact(quote, sentences, speaker)


def find_claim_facts(library: Library, refused: Counter[str]) -> Iterator[ClaimFact]:
    """Yield the claims told without marks whose maker can be asked for, in text order."""
    for quote in library.quotes:
        if quote["quote_type"] != "indirect":
            continue
        try:
            yield _claim_fact(library, quote)
        except Refused as exc:
            refused[exc.reason] += 1


def _claim_fact(library: Library, quote: Row) -> ClaimFact:
    verb = telling_verb(quote["cue"])
    if verb is None:
        raise Refused("cue tells no claim")
    speaker, sentences = speaker_of(library, quote)
    if speaker["entity_type"] == "place" and not speaker["is_country"]:
        raise Refused("speaker is not a named person")
    article_id, start, end = quote["article_id"], quote["start"], quote["end"]
    if len(quote["text"].split()) not in CLAIM_WORDS:
        raise Refused("quotation is too short or too long")
    if re.search(r"[“”\"]", quote["text"]):
        raise Refused("quotation is a fragment")
    if not _is_clause(library, quote):
        raise Refused("claim is no clause")
    pronouns, shown = name_pronouns(library, article_id, start, end, {speaker["entity_id"]})
    text = library.articles[article_id]["text"]
    sentence = library.sentences[quote["sentence_id"]]
    edits = [*pronouns, *full_names(library, article_id, start, end)]
    edits += absolute_dates(library, sentence, start, end)
    clause = lower_first(library, article_id, start, apply_edits(text, start, end, edits))
    made = tuple(e for e in edits if text[e.start : e.end] != e.new)
    ids = {s["sentence_id"] for s in sentences} | {n["sentence_id"] for n in shown}
    sentences = tuple(s for s in library.sentences_of[article_id] if s["sentence_id"] in ids)
    return ClaimFact(quote, sentences, speaker, verb, clause, made)


def _is_clause(library: Library, quote: Row) -> bool:
    """Say whether a claim is a clause with a subject of its own.

    The tables give indirect quotations as clauses, infinitives and sources; it is a clause if
    *that* stands before it, or if a subject they know begins it and no other word does.
    """
    article_id, start = quote["article_id"], quote["start"]
    if _NO_CLAUSE.match(quote["text"]):
        return False
    text = library.articles[article_id]["text"]
    if re.search(r"\bthat\s+$", text[:start]):
        return True
    known = any(
        e["subject_start"] == start for e in library.events_in_sentence.get(quote["sentence_id"], [])
    )
    return known or bool(re.search(r"\b(?:said|says)\s+$", text[:start]))
