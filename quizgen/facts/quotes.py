"""Quotations as facts: words or claims whose speaker is named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from quizgen.facts.phrases import (
    absolute_dates,
    full_names,
    lower_first,
    name_pronouns,
)
from quizgen.facts.refused import Refused, made_of
from quizgen.facts.sources import is_speech, speaker_of, telling_verb
from quizgen.lexicon import first_names
from quizgen.library import Library, Row
from quizgen.names import is_lone_first_name
from quizgen.wording import MONTHS, Edit, apply_edits

QUOTE_WORDS: Final = range(6, 28)
MIN_PART_WORDS: Final = 9  # of sentences taken out of a longer utterance
CLAIM_WORDS: Final = range(5, 27)
# What begins so is an infinitive, a question, or a clause that has lost its subject.
_NO_CLAUSE: Final = re.compile(
    r"(?:to|of|for|with|on|about|in|at|by|from|as|if|whether|how|why|what|who|when|where|not|"
    r"is|are|was|were|has|have|had|do|does|did|will|would|can|could|may|might|must|should|"
    r"and|but|or|while|because|although|though|\w+ing)\b",
    re.IGNORECASE,
)


# Marks of a transcript, of words left out or put in, or of a slip in typing.
_MARKS: Final = re.compile(
    r"[\[\]{}<>|/*#]|--|\s[‘'][a-z]{1,4}\b(?!['’])|\.['’]|\.\.|…|―|[,;:]['’]?\.|\w[-–](?:it|he|she|they|we|you|and|but|that)\b|"
    r"\b(\w+) \1\b",
    re.IGNORECASE,
)
# An utterance that begins so goes on from one before it.
_GOES_ON: Final = re.compile(
    r"(?:And|But|Or|So|Because|Which|Then|That|This|These|Those|Yes|Yeah|No|Well|Also|Not|Nor|"
    r"Especially|Very|Maybe|Perhaps|Okay|OK|Oh|Look|Listen|Sure|Absolutely|Exactly|Unfortunately|"
    r"Never|Even|Just|Only|Right|Now|Thanks|Thank|Unless|Having|In that|With that)\b"
)
_POINTS: Final = re.compile(
    r"\b(?:this|these|those|that (?:same|kind|sort)|such|there's (?:one|another)|both|also|other|"
    r"others|another|beforehand|instead|too|said that|nearby|here|the thing|"
    r"else|that(?:['’]s| is| was| would| will)|ones?(?! of)(?!-)|"
    r"there(?!['’]s| is| are| was| were| will| has| have| can| may| should| must))\b",
    re.IGNORECASE,
)
# *That* which points, and does not begin a clause: fight that, that fear.
_TAKES_THAT: Final = (
    r"(?:(?:sa(?:y|ys|id)|thinks?|thought|believes?|knows?|knew|hopes?|feels?|assess|argues?|agrees?|"
    r"means?|shows?|suggests?|ensures?|possible|clear|sure|likely|important|fact|idea|sense|view|"
    r"evidence|doubt|question|concerned|worried|glad|proud|afraid|convinced|so|such|all|ones?)\s+)"
)
_AFTER_THAT: Final = (
    r"(?:the|an?|all|any|some|every|no|not|our|my|your|his|her|their|its|I|we|you|he|she|it|they|"
    r"there|people|is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|does|"
    r"did|do|many|most|more|if|when|what|who|in|on|for|by|as|[A-Z]\w+|\w+s|\w+ed)\b"
)
_THAT: Final = re.compile(
    rf"(?P<before>{_TAKES_THAT})?\bthat\b(?!\s+{_AFTER_THAT})|"
    r"\b(?:of|in|at|for|with|from|by|like|about) that\b"
)
_OPENING_MARK: Final = re.compile(r"(?:^|[\s“])['‘](?=\w)")
_CLOSING_MARK: Final = re.compile(r"(?<=[\w.,!?])['’](?=[\s.,!?]|$)")
_HE: Final = re.compile(r"\b(?:he|she|him|her|his|hers|himself|herself)\b", re.IGNORECASE)
_THIRD: Final = re.compile(r"\b(?:they|them|their|theirs|it|its)\b", re.IGNORECASE)
_WHEN: Final = re.compile(
    r"\b(?:yesterday|today|tomorrow|tonight|(?:last|this|next) (?:\w+day|week|month|year|night))\b",
    re.IGNORECASE,
)
# The speaker says who they are.
_WHO_I_AM: Final = re.compile(
    r"\bI(?:['’]m| am) an? (?:proud|woman|man|\w+an)\b|"
    r"\bas (?:an?|your) (?:\w+ )?(?:mayor|governor|senator|president|mother|father|woman|man)\b|"
    r"\bmy time as\b|\bwhen I was (?:an?|the|secretary|mayor|governor|president|senator)\b|"
    r"\bmy (?:husband|wife|son|daughter|father|mother|brother|sister)\b|"
    r"\b(?:my|our) (?:campaign|administration)\b",
    re.IGNORECASE,
)
# It is time to act: this *it* stands for nothing before.
_EMPTY_IT: Final = re.compile(
    r"\bit(?=(?:['’]s| is| was| would be| will be| ought to be| may be| seems)\b"
    r"(?:\s+(?!an?\b|the\b|my\b|our\b|your\b|going\b|about\b|supposed\b|meant\b)[\w’'-]+){0,2}"
    r"\s+(?:to|that)\b)",
    re.IGNORECASE,
)


def _fault(library: Library, article_id: str, start: int, words: str) -> str | None:
    """Return why a stretch of an utterance cannot be printed by itself, or None.

    *I*, *we* and *you* are the speaker and whoever listened; anybody and anything else must be
    told in it before a pronoun stands for it.
    """
    if len(words.split()) not in QUOTE_WORDS:
        return "quotation is too short or too long"
    opened = len(_OPENING_MARK.findall(words))
    if _MARKS.search(words) or (opened and opened != len(_CLOSING_MARK.findall(words))):
        return "quotation is broken"
    if _GOES_ON.match(words) or any(p.search(words) for p in (_POINTS, _WHEN)):
        return "quotation goes on from another"
    # After "possible that" comes a clause; "all that" needs nothing else.
    if any(found.groupdict()["before"] is None for found in _THAT.finditer(words)):
        return "quotation goes on from another"
    if _WHO_I_AM.search(words):
        return "quotation tells its speaker"
    people = {
        m["entity_id"]
        for m in library.mentions_within(article_id, start, start + len(words))
        if library.entities[m["entity_id"]]["entity_type"] == "person"
    }
    he = _HE.search(words)
    # Of two people named, *he* is too often the other; of one, he is that one or nobody told.
    if he and not (
        len(people) == 1 and _is_introduced(library, article_id, start, start + he.start())
    ):
        return "quotation does not say who"
    if _has_lone_first_name(library, article_id, start, words):
        return "quotation does not say who"
    for pronoun in _THIRD.finditer(_EMPTY_IT.sub("  ", words)):
        if not _is_introduced(library, article_id, start, start + pronoun.start()):
            return "quotation does not say who"
    return None


def _is_introduced(library: Library, article_id: str, start: int, at: int) -> bool:
    """Say whether the pronoun at a character means somebody or something told since ``start``."""
    pronoun = next((m for m in library.all_mentions_of[article_id] if m["start"] == at), None)
    if pronoun is None or pronoun["entity_id"] is None:
        return False
    return pronoun["entity_id"] in library.introduced_within(article_id, start, at)


def _has_lone_first_name(library: Library, article_id: str, start: int, words: str) -> bool:
    """Say whether somebody is called by a first name: which David?

    Months and places bear first names, too (April, Virginia).
    """
    others = {
        m["start"]
        for m in library.mentions_within(article_id, start, start + len(words))
        if library.entities[m["entity_id"]]["entity_type"] != "person"
    }
    return any(
        name[1] in first_names()
        and name[1] not in MONTHS
        and start + name.start() not in others
        and not re.search(r"[A-Z][a-z]+\s+$", words[: name.start()])
        for name in re.finditer(r"\b([A-Z][a-z]+)\b(?!\s+[A-Z])", words)
    )


def _best_stretch(library: Library, quote: Row) -> tuple[int, int]:
    """Return the longest run of an utterance's sentences that stands alone.

    Raises:
        Refused: none does; the reason is that of the whole.
    """
    article_id = quote["article_id"]
    text = library.articles[article_id]["text"]
    sentences = [
        (max(s["start"], quote["start"]), min(s["end"], quote["end"]))
        for s in library.sentences_of[article_id]
        if s["start"] < quote["end"] and quote["start"] < s["end"]
    ] or [(quote["start"], quote["end"])]
    runs = [
        (first[0], last[1])
        for at, first in enumerate(sentences)
        for last in sentences[at:]
        if text[first[0] : last[1]].strip()
    ]
    runs.sort(key=lambda r: (r[0] - r[1], r[0]))
    for start, end in runs:
        part = text[start:end].split()
        if (start, end) != runs[0] and len(part) < MIN_PART_WORDS:
            continue  # a short sentence lives on those around it
        if _fault(library, article_id, start, text[start:end].strip()) is None:
            return start, end
    raise Refused(_fault(library, article_id, quote["start"], quote["text"]) or "quotation is cut")


@dataclass(frozen=True, slots=True)
class QuoteFact:
    """Words of a named person that stand alone: an utterance, or sentences of it.

    ``start`` and ``end`` are where they stand in the article. ``sentences`` are those that prove
    it: of the quotation, and of the speaker's name.
    """

    quote: Row
    sentences: tuple[Row, ...]
    speaker: Row
    start: int
    end: int
    words: str

    @property
    def verb(self) -> str:
        """What the speaker did with the words: said or wrote them."""
        return "wrote" if _WRITTEN.search(self.quote["cue"] or "") else "said"


_WRITTEN: Final = re.compile(
    r"\b(?:wr[io]tes?|written|writing|tweet\w*|post(?:ed|ing|s)?|blog\w*)\b"
)


def _is_told_by_another(library: Library, quote: Row, sentences: tuple[Row, ...]) -> bool:
    """Say whether somebody else speaks in a quotation's sentences: it may be their account."""
    first = min(s["start"] for s in sentences)
    last = max(s["end"] for s in sentences)
    return any(
        other["start"] < last
        and first < other["end"]
        and other["speaker_entity_id"] not in {None, quote["speaker_entity_id"]}
        for other in library.quotes_of[quote["article_id"]]
    )


@dataclass(frozen=True, slots=True)
class ClaimFact:
    """What a named speaker said, told without marks; ``clause`` in words that stand alone.

    ``verb`` is the verb to ask with: say, claim, warn. ``name`` is the speaker's in running text.
    """

    quote: Row
    sentences: tuple[Row, ...]
    speaker: Row
    verb: str
    clause: str
    edits: tuple[Edit, ...]
    name: str


def find_quote_facts(library: Library, refused: Counter[str]) -> Iterator[QuoteFact]:
    """Return the quotations whose speaker can be asked for, in text order."""
    marked = (q for q in library.quotes if q["quote_type"] != "indirect")
    return made_of(marked, partial(_quote_fact, library), refused)


def _quote_fact(library: Library, quote: Row) -> QuoteFact:
    speaker, sentences = speaker_of(library, quote)
    if speaker["entity_type"] != "person":
        raise Refused("speaker is not a named person")
    if quote["quote_type"] == "mixed":
        raise Refused("quotation is a fragment")
    if not is_speech(quote["cue"]):
        raise Refused("cue is none of speech")
    if is_lone_first_name(speaker):
        raise Refused("speaker has a first name only")
    parts = [
        q
        for q in library.quotes_of[quote["article_id"]]
        if q["cue_start"] == quote["cue_start"] and q["quote_type"] != "indirect"
    ]
    if any(q["text"][:1].islower() for q in parts):
        raise Refused("quotation is interrupted")
    if _is_told_by_another(library, quote, sentences):
        raise Refused("words are told by another")
    start, end = _best_stretch(library, quote)
    words = " ".join(library.text_of(quote["article_id"], start, end).split())
    return QuoteFact(quote, sentences, speaker, start, end, words)


def find_claim_facts(library: Library, refused: Counter[str]) -> Iterator[ClaimFact]:
    """Return the claims told without marks whose maker can be asked for, in text order."""
    unmarked = (q for q in library.quotes if q["quote_type"] == "indirect")
    return made_of(unmarked, partial(_claim_fact, library), refused)


def _claim_fact(library: Library, quote: Row) -> ClaimFact:
    verb = telling_verb(quote["cue"])
    if verb is None:
        raise Refused("cue tells no claim")
    speaker, sentences = speaker_of(library, quote)
    if is_lone_first_name(speaker):
        raise Refused("speaker has a first name only")
    if speaker["entity_type"] == "place" and not speaker["is_country"]:
        raise Refused("speaker is not a named person")
    article_id, start, end = quote["article_id"], quote["start"], quote["end"]
    if len(quote["text"].split()) not in CLAIM_WORDS:
        raise Refused("quotation is too short or too long")
    if re.search(r"[“”\"]", quote["text"]):
        raise Refused("quotation is a fragment")
    if not _is_clause(library, quote):
        raise Refused("claim is no clause")
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
    name = library.called(speaker, article_id)
    return ClaimFact(quote, sentences, speaker, verb, clause, made, name)


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
        e["subject_start"] == start
        for e in library.events_in_sentence.get(quote["sentence_id"], [])
    )
    return known or bool(re.search(r"\b(?:said|says)\s+$", text[:start]))
