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

QUOTE_WORDS: Final = range(6, 26)
CLAIM_WORDS: Final = range(5, 27)
_PRESENT: Final = re.compile(r"\b(?:is|are|has|have|does|do|will|can|may|'s|’s|isn['’]t|aren['’]t)\b")
# What begins so is an infinitive, a question, or a clause that has lost its subject.
_NO_CLAUSE: Final = re.compile(
    r"(?:to|of|for|with|on|about|in|at|by|from|as|if|whether|how|why|what|who|when|where|not|"
    r"is|are|was|were|has|have|had|do|does|did|will|would|can|could|may|might|must|should|"
    r"and|but|or|while|because|although|though|\w+ing)\b",
    re.IGNORECASE,
)


# Marks of a transcript, of words left out or put in, or of a slip in typing.
_MARKS: Final = re.compile(
    r"[\[\]{}<>|/*#]|--|\.\.|…|―|[,;:]['’]?\.|\w[-–](?:it|he|she|they|we|you|and|but|that)\b|"
    r"\b(\w+) \1\b",
    re.IGNORECASE,
)
# An utterance that begins so goes on from one before it.
_GOES_ON: Final = re.compile(
    r"(?:And|But|Or|So|Because|Which|Then|That|This|These|Those|Yes|Yeah|No|Well|Also|Not|Nor)\b"
)
_POINTS: Final = re.compile(
    r"\b(?:this|these|those|that (?:same|kind|sort)|such|there's (?:one|another)|both)\b",
    re.IGNORECASE,
)
_HE: Final = re.compile(r"\b(?:he|she|him|her|his|hers)\b", re.IGNORECASE)
_THEY: Final = re.compile(r"\b(?:they|them|their|theirs)\b", re.IGNORECASE)
_NAME: Final = re.compile(r"(?<=\s)[A-Z][a-z]+|^(?!I\b|It\b|We\b|You\b|He\b|She\b|They\b)[A-Z][a-z]+")
MIN_WORDS_BEFORE_THEY: Final = 3


def _fault(words: str) -> str | None:
    """Return why an utterance cannot be printed by itself, or None.

    *I*, *we* and *you* are the speaker and whoever listened; anybody else must be told in it.
    """
    if _MARKS.search(words):
        return "quotation is broken"
    if _GOES_ON.match(words) or _POINTS.search(words):
        return "quotation goes on from another"
    he = _HE.search(words)
    if he and not _NAME.search(words[: he.start()]):
        return "quotation does not say who"
    they = _THEY.search(words)
    if they and len(words[: they.start()].split()) < MIN_WORDS_BEFORE_THEY:
        return "quotation does not say who"
    return None


@dataclass(frozen=True, slots=True)
class QuoteFact:
    """A whole utterance whose speaker is a named person.

    ``sentences`` are those that prove it: of the quotation, and of the speaker's name.
    """

    quote: Row
    sentences: tuple[Row, ...]
    speaker: Row


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
        raise Refused("quotation is a fragment")
    parts = [
        q
        for q in library.quotes_of[quote["article_id"]]
        if q["cue_start"] == quote["cue_start"] and q["quote_type"] != "indirect"
    ]
    if any(q["text"][:1].islower() for q in parts):
        raise Refused("quotation is interrupted")
    if n_words not in QUOTE_WORDS:
        raise Refused("quotation is too short or too long")
    fault = _fault(quote["text"])
    if fault:
        raise Refused(fault)
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
    if _PRESENT.search(quote["text"]):
        raise Refused("claim is in the present")  # said that it is: was it still, when asked?
    pronouns, shown = name_pronouns(library, article_id, start, end, set())
    if any(p["entity_id"] == speaker["entity_id"] for p in shown):
        raise Refused("claim is about its speaker")
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
