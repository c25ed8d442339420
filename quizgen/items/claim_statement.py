"""True or false: what a named speaker said, told without marks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from quizgen.distractors import Distractor, for_speaker
from quizgen.facts import ClaimFact, Facts
from quizgen.items._proof import evidence_of, proof_of, rng_of
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
        e["name"]: e
        for kind in ("person", "organisation")
        for e in library.entities_in(article_id, kind)
        if e["entity_id"] in library.speakers[article_id]
    }
    wrong = [d for d in for_speaker(library, claim, rng) if d.text in speakers]
    yield _statement(library, claim, None)
    if not wrong:
        refused["no other speaker to swap in"] += 1
        return
    yield _statement(library, claim, wrong[0])


def _statement(library: Library, claim: ClaimFact, swap: Distractor | None) -> Item:
    quote = claim.quote
    truth = attribute(tidy(claim.clause), claim.name) + "."
    other = swap.text if swap else ""
    if swap:
        entity = next(
            e
            for e in library.entities_in(quote["article_id"], claim.speaker["entity_type"])
            if e["name"] == swap.text
        )
        other = library.called(entity, quote["article_id"])
    return Item(
        item_id=f"{quote['quote_id']}-{'false' if swap else 'true'}",
        type="true_false",
        level="infer",
        question=attribute(tidy(claim.clause), other) + "." if swap else truth,
        key="False" if swap else "True",
        accept=("False",) if swap else ("True",),
        correction=truth if swap else None,
        explanation=f"The article gives this to {claim.name}"
        + (f", not to {other}." if swap else "."),
        evidence=evidence_of(claim.sentences, quote["sentence_id"]),
        proof=proof_of(
            rows=[quote["quote_id"], claim.speaker["entity_id"]],
            template="claim_statement",
            edits=claim.edits,
            unique="no other row tells most of the same under another speaker",
            swap={"slot": "speaker", "old": claim.name, "new": other} if swap else None,
            kind="statement",
            source=claim.name,
            confidence=quote["confidence"],
        ),
    )
