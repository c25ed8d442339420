"""True or false: did this person say these words?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from quizgen.distractors import Distractor, for_speaker
from quizgen.facts import Facts, QuoteFact
from quizgen.items._proof import evidence_of, proof_of, rng_of
from quizgen.items._verdict import Swap, verdict
from quizgen.items.who_said import quote_fault
from quizgen.library import Library
from quizgen.quiz import Item
from quizgen.wording import quoted


def make(library: Library, facts: Facts, seed: int, refused: Counter[str]) -> Iterator[Item]:
    """Yield two statements an utterance: with its speaker, and with another of the article.

    The selection takes one of them, so that about half of a quiz's statements are true.
    """
    for fact in facts.quotes:
        if quote_fault(library, fact):
            continue
        quote = fact.quote
        item_id = f"{quote['quote_id']}-true-false"
        rng = rng_of(seed, item_id)
        speakers = {
            q["speaker_entity_id"]
            for q in library.quotes_of[quote["article_id"]]
            if q["quote_type"] != "indirect"
        }
        names = {
            e["name"]
            for e in library.entities_in(quote["article_id"], "person")
            if e["entity_id"] in speakers
        }
        wrong = [d for d in for_speaker(library, fact, rng) if d.text in names]
        if not wrong:
            refused["no other speaker to swap in"] += 1
            continue
        for other in (None, wrong[0]):
            yield _item(fact, other)


def _item(fact: QuoteFact, other: Distractor | None) -> Item:
    quote, name = fact.quote, fact.speaker["name"]
    swap = (
        Swap("speaker", name, other.text, quoted(other.text, fact.words, fact.verb))
        if other
        else None
    )
    return verdict(
        quote["quote_id"],
        quoted(name, fact.words, fact.verb),
        swap,
        level="infer",
        explanation=f"The article gives these words to {name}"
        + (f", not to {swap.new}." if swap else "."),
        evidence=evidence_of(fact.sentences, quote["sentence_id"]),
        proof=proof_of(
            rows=[quote["quote_id"], fact.speaker["entity_id"]],
            template="quoted_statement",
            unique="no other row holds the same words under another speaker",
            swap=swap.proof if swap else None,
            kind="statement",
            confidence=quote["confidence"],
        ),
    )
