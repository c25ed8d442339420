"""True or false, and fill the gap: what a named speaker said, told without marks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from quizgen.distractors import Distractor, for_speaker
from quizgen.facts import ClaimFact, Facts, QuoteFact
from quizgen.items._proof import content_words, evidence_of, proof_of, rng_of
from quizgen.items.who_said import MIN_CONTENT_WORDS, quote_fault, shared_claim
from quizgen.library import Library, Row, is_one_number
from quizgen.quiz import GAP, Item
from quizgen.wording import Edit, apply_edits, attribute, number_forms, quoted, tidy

MIN_VALUE: Final = 3
FIRST_WORDS: Final = 2


def make(library: Library, facts: Facts, seed: int, refused: Counter[str]) -> Iterator[Item]:
    """Yield statements on claims, true and with another source, and gaps for their numbers."""
    for claim in facts.claims:
        if len(set(content_words(claim.clause))) < MIN_CONTENT_WORDS:
            refused["quotation says too little"] += 1
            continue
        if shared_claim(library, claim):
            refused["quotation has two speakers"] += 1
            continue
        yield from _statements(library, claim, seed, refused)
        for quantity in _numbers(library, claim.quote["article_id"], *_span(claim)):
            yield from _claim_gap(library, claim, quantity)
    for quote in facts.quotes:
        if quote_fault(library, quote) is None:
            for quantity in _numbers(library, quote.quote["article_id"], quote.start, quote.end):
                yield from _quote_gap(library, quote, quantity)


def _span(claim: ClaimFact) -> tuple[int, int]:
    return claim.quote["start"], claim.quote["end"]


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


def _numbers(library: Library, article_id: str, start: int, end: int) -> list[Row]:
    """Return the one number of a stretch; of several, one would be told beside the other."""
    inside = library.quantities_within(article_id, start, end)
    telling = [
        q
        for q in inside
        if q["hedge"] != "vague"
        and is_one_number(q)
        and (q["value"] >= MIN_VALUE or q["unit"] is not None)
    ]
    return telling if len(inside) == 1 else []


def _is_fair(statement: str) -> bool:
    at = statement.find(GAP)
    return at >= len(" ".join(statement.split()[:FIRST_WORDS])) and not any(
        c.isalnum() or c == "-" for c in (statement[at - 1], statement[at + len(GAP)])
    )


def _claim_gap(library: Library, claim: ClaimFact, quantity: Row) -> Iterator[Item]:
    quote = claim.quote
    text = library.articles[quote["article_id"]]["text"]
    gap = Edit(quantity["start"], quantity["end"], GAP, "gap")
    clause = apply_edits(text, *_span(claim), [*claim.edits, gap])
    # The clause's first letter as the claim has it.
    clause = claim.clause[:1] + clause[1:] if not clause.startswith(GAP) else clause
    statement = attribute(tidy(clause), claim.name) + "."
    if GAP not in statement or not _is_fair(statement):
        return
    yield _gap_item(
        statement,
        quantity,
        quote,
        "claim_gap",
        explanation=attribute(tidy(claim.clause), claim.name) + ".",
        sentences=claim.sentences,
        speaker=claim.speaker,
        edits=claim.edits,
        source=claim.name,
    )


def _quote_gap(library: Library, fact: QuoteFact, quantity: Row) -> Iterator[Item]:
    text = library.articles[fact.quote["article_id"]]["text"]
    gap = Edit(quantity["start"], quantity["end"], GAP, "gap")
    words = apply_edits(text, fact.start, fact.end, [gap])
    statement = quoted(fact.speaker["name"], words, fact.verb)
    if GAP not in statement or not _is_fair(statement):
        return
    yield _gap_item(
        statement,
        quantity,
        fact.quote,
        "quote_gap",
        explanation=quoted(fact.speaker["name"], fact.words, fact.verb),
        sentences=fact.sentences,
        speaker=fact.speaker,
        edits=(),
        source=None,
    )


def _gap_item(
    statement: str,
    quantity: Row,
    quote: Row,
    template: str,
    *,
    explanation: str,
    sentences: tuple[Row, ...],
    speaker: Row,
    edits: tuple[Edit, ...],
    source: str | None,
) -> Item:
    return Item(
        item_id=f"{quantity['quantity_id']}-said-gap",
        type="cloze",
        level="retrieve",
        question=statement,
        key=quantity["text"],
        accept=tuple(number_forms(quantity["text"], quantity["value"])),
        explanation=explanation,
        evidence=evidence_of(sentences, quote["sentence_id"]),
        proof=proof_of(
            rows=[quote["quote_id"], quantity["quantity_id"], speaker["entity_id"]],
            template=template,
            edits=edits,
            unique="one number stands there",
            kind="number",
            source=source,
            confidence=quote["confidence"],
        ),
    )
