"""Who said it: the speaker of words between marks, or of a claim told without them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from quizgen.distractors import ENOUGH, Distractor, for_speaker, kind_of, shuffled
from quizgen.facts import ClaimFact, Facts, QuoteFact
from quizgen.items._proof import content_words, evidence_of, names_of, proof_of, rng_of
from quizgen.library import Library
from quizgen.quiz import Item
from quizgen.wording import WH_BY_TYPE, Edit, ask_speaker, ask_teller, past

# "It was great fun" could be anybody's, about anything.
MIN_CONTENT_WORDS: Final = 4


def make(library: Library, facts: Facts, seed: int, refused: Counter[str]) -> Iterator[Item]:
    """Yield an item a quotation or claim; with options if the article names enough others."""
    for fact in facts.quotes:
        yield from _words(library, fact, seed, refused)
    for claim in facts.claims:
        yield from _claim(library, claim, seed, refused)


def _words(library: Library, fact: QuoteFact, seed: int, refused: Counter[str]) -> Iterator[Item]:
    fault = quote_fault(library, fact)
    if fault:
        refused[fault] += 1
        return
    quote = fact.quote
    yield _item(
        library,
        fact,
        ask_speaker(fact.words, fact.verb),
        seed,
        template="who_said",
        unique="no other row holds the same words under another speaker",
        explanation=f"The article gives these words to {fact.speaker['name']}: "
        f"“{quote['speaker_mention']}” with “{quote['cue']}”.",
    )


def quote_fault(library: Library, fact: QuoteFact) -> str | None:
    """Return why a quotation's speaker cannot be asked for, or None."""
    quote, speaker = fact.quote, fact.speaker
    same = {
        q["speaker_entity_id"]
        for q in library.quotes_of[quote["article_id"]]
        if _letters(fact.words) in _letters(q["text"])
        or _letters(q["text"]) in _letters(fact.words)
    }
    if same != {speaker["entity_id"]}:
        return "quotation has two speakers"
    words = set(_words_in(fact.words))
    if words & {
        w for name in names_of(speaker, library, quote["article_id"]) for w in _words_in(name)
    }:
        return "quotation names its speaker"
    if len(set(content_words(fact.words))) < MIN_CONTENT_WORDS:
        return "quotation says too little"
    return None


def _claim(library: Library, fact: ClaimFact, seed: int, refused: Counter[str]) -> Iterator[Item]:
    kind = kind_of(fact.speaker)
    if kind is None:
        refused["speaker is not a named person"] += 1
        return
    fault = claim_fault(library, fact)
    if fault:
        refused[fault] += 1
        return
    yield _item(
        library,
        fact,
        ask_teller(WH_BY_TYPE[kind], fact.verb, fact.clause),
        seed,
        template="who_told",
        unique="no other row tells most of the same under another speaker",
        explanation=f"{fact.speaker['name']} {past(fact.verb)} that {fact.clause}.",
        edits=fact.edits,
    )


def claim_fault(library: Library, fact: ClaimFact) -> str | None:
    """Return why a claim's maker cannot be asked for, or None: somebody else said much the same."""
    words = set(content_words(fact.clause))
    if len(words) < MIN_CONTENT_WORDS:
        return "quotation says too little"
    for other in library.quotes_of[fact.quote["article_id"]]:
        if other["speaker_entity_id"] == fact.quote["speaker_entity_id"]:
            continue
        shared = words & set(content_words(other["text"]))
        if 2 * len(shared) >= len(words):
            return "quotation has two speakers"
    return None


def _item(
    library: Library,
    fact: QuoteFact | ClaimFact,
    question: str,
    seed: int,
    *,
    template: str,
    unique: str,
    explanation: str,
    edits: tuple[Edit, ...] = (),
) -> Item:
    quote, speaker = fact.quote, fact.speaker
    item_id = f"{quote['quote_id']}-speaker"
    rng = rng_of(seed, item_id)
    wrong = [d for d in for_speaker(library, fact, rng) if not _in_question(d, question)]
    # Without others to choose from the sceptic refuses it, unless a teacher allows invented names.
    enough = len(wrong) >= ENOUGH
    key = speaker["name"]
    return Item(
        item_id=item_id,
        type="who_said",
        level="infer",
        question=question,
        key=key,
        options=shuffled([key, *(d.text for d in wrong)], rng) if enough else (),
        accept=tuple(names_of(speaker, library, quote["article_id"])),
        explanation=explanation,
        evidence=evidence_of(fact.sentences, fact.quote["sentence_id"]),
        proof=proof_of(
            rows=[quote["quote_id"], speaker["entity_id"]],
            template=template,
            edits=edits,
            unique=unique,
            distractors=wrong if enough else (),
            kind=kind_of(speaker) or "person",
            confidence=quote["confidence"],
        ),
    )


def _in_question(distractor: Distractor, question: str) -> bool:
    """Say whether the question names somebody: they would hardly speak of themselves so."""
    return distractor.text.split()[-1].lower() in _words_in(question)


def _words_in(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", re.sub(r"['’]s\b", "", text.lower()))


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text.lower())


def by_speaker(facts: Facts) -> dict[tuple[str, str], list[QuoteFact]]:
    """Return whole utterances by article and speaker, in text order."""
    found: dict[tuple[str, str], list[QuoteFact]] = {}
    for fact in facts.quotes:
        key = fact.quote["article_id"], fact.speaker["entity_id"]
        found.setdefault(key, []).append(fact)
    return found
