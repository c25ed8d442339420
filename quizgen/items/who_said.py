"""Who said it: the speaker of a direct quotation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from quizgen.distractors import ENOUGH, for_speaker, shuffled
from quizgen.facts import QuoteFact
from quizgen.items._proof import evidence_of, names_of, proof_of, rng_of
from quizgen.library import Library
from quizgen.quiz import Item
from quizgen.wording import ask_speaker


def make(library: Library, fact: QuoteFact, seed: int, refused: Counter[str]) -> Iterator[Item]:
    """Yield one item; with options if the article names enough other people."""
    quote, speaker = fact.quote, fact.speaker
    same = {
        q["speaker_entity_id"]
        for q in library.quotes
        if _letters(quote["text"]) in _letters(q["text"])
        or _letters(q["text"]) in _letters(quote["text"])
    }
    if same != {speaker["entity_id"]}:
        refused["quotation has two speakers"] += 1
        return
    item_id = f"{quote['quote_id']}-speaker"
    rng = rng_of(seed, item_id)
    wrong = for_speaker(library, fact, rng)
    wrong = [d for d in wrong if d.text.split()[-1].lower() not in quote["text"].lower()]
    enough = len(wrong) >= ENOUGH
    key = speaker["name"]
    yield Item(
        item_id=item_id,
        type="who_said",
        level="infer",
        question=ask_speaker(quote["text"]),
        key=key,
        options=shuffled([key, *(d.text for d in wrong)], rng) if enough else (),
        accept=tuple(names_of(speaker, library, quote["article_id"])),
        explanation=f"The article gives these words to {key}: “{quote['speaker_mention']}” "
        f"with “{quote['cue']}”.",
        evidence=evidence_of(fact.sentences),
        proof=proof_of(
            rows=[quote["quote_id"], speaker["entity_id"]],
            template="who_said",
            unique="no other row holds the same words under another speaker",
            distractors=wrong if enough else (),
            kind="person",
            confidence=quote["confidence"],
        ),
    )


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text.lower())
