"""True or false: what a named speaker said, told without marks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from quizgen.distractors import for_speaker
from quizgen.facts import ClaimFact, Facts
from quizgen.items._proof import evidence_of, proof_of, rng_of
from quizgen.items._verdict import Swap, verdict
from quizgen.items.who_said import claim_fault
from quizgen.library import Library
from quizgen.quiz import Item
from quizgen.wording import attribute, tidy


def make(library: Library, facts: Facts, seed: int, refused: Counter[str]) -> Iterator[Item]:
    """Yield two statements a claim: with its source, and with another of the article."""
    for claim in facts.claims:
        fault = claim_fault(library, claim)
        if fault:
            refused[fault] += 1
            continue
        yield from _statements(library, claim, seed, refused)


def _statements(
    library: Library, claim: ClaimFact, seed: int, refused: Counter[str]
) -> Iterator[Item]:
    article_id = claim.quote["article_id"]
    rng = rng_of(seed, f"{claim.quote['quote_id']}-true-false")
    speakers = {
        e["name"]: library.called(e, article_id)
        for kind in ("person", "organisation")
        for e in library.entities_in(article_id, kind)
        if e["entity_id"] in library.speakers[article_id]
    }
    wrong = [d for d in for_speaker(library, claim, rng) if d.text in speakers]
    yield _statement(claim, None)
    if not wrong:
        refused["no other speaker to swap in"] += 1
        return
    yield _statement(claim, speakers[wrong[0].text])


def _statement(claim: ClaimFact, other: str | None) -> Item:
    """Return the statement with its own source, or with another, as the article calls it."""
    quote, clause = claim.quote, tidy(claim.clause)
    swap = Swap("speaker", claim.name, other, attribute(clause, other) + ".") if other else None
    return verdict(
        quote["quote_id"],
        attribute(clause, claim.name) + ".",
        swap,
        level="infer",
        explanation=f"The article gives this to {claim.name}"
        + (f", not to {swap.new}." if swap else "."),
        evidence=evidence_of(claim.sentences, quote["sentence_id"]),
        proof=proof_of(
            rows=[quote["quote_id"], claim.speaker["entity_id"]],
            template="claim_statement",
            edits=claim.edits,
            unique="no other row tells most of the same under another speaker",
            swap=swap.proof if swap else None,
            kind="statement",
            source=claim.name,
            confidence=quote["confidence"],
        ),
    )
