"""Fill the gap: the number in what a named speaker said, between marks or told without them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from quizgen.facts import ClaimFact, Facts, QuoteFact
from quizgen.items._gaps import is_early, number_gap
from quizgen.items._proof import evidence_of, proof_of
from quizgen.items.who_said import claim_fault, quote_fault
from quizgen.library import Library, Row, is_one_number
from quizgen.quiz import GAP, Item
from quizgen.wording import Edit, apply_edits, attribute, quoted, tidy

MIN_VALUE: Final = 3
FIRST_WORDS: Final = 2  # they are the speaker's


def make(library: Library, facts: Facts, seed: int, refused: Counter[str]) -> Iterator[Item]:  # noqa: ARG001
    """Yield an item for each claim and each quotation that holds one number."""
    for claim in facts.claims:
        if claim_fault(library, claim) is None:
            for quantity in _numbers(
                library, claim.quote, claim.quote["start"], claim.quote["end"]
            ):
                yield from _claim_gap(library, claim, quantity)
    for quote in facts.quotes:
        if quote_fault(library, quote) is None:
            for quantity in _numbers(library, quote.quote, quote.start, quote.end):
                yield from _quote_gap(library, quote, quantity)


def _numbers(library: Library, quote: Row, start: int, end: int) -> list[Row]:
    """Return the one number of a stretch; of several, one would be told beside the other."""
    inside = library.quantities_within(quote["article_id"], start, end)
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
    return not is_early(statement, FIRST_WORDS) and not any(
        c.isalnum() or c == "-" for c in (statement[at - 1], statement[at + len(GAP)])
    )


def _claim_gap(library: Library, claim: ClaimFact, quantity: Row) -> Iterator[Item]:
    quote = claim.quote
    text = library.articles[quote["article_id"]]["text"]
    gap = Edit(quantity["start"], quantity["end"], GAP, "gap")
    clause = apply_edits(text, quote["start"], quote["end"], [*claim.edits, gap])
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
    return number_gap(
        statement,
        quantity,
        item_id=f"{quantity['quantity_id']}-said-gap",
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
