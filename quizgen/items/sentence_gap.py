"""Fill the gap in a whole sentence of the article: its number, or a name, with a word bank."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from quizgen.distractors import ENOUGH, for_sentence_gap, kind_of
from quizgen.facts import Facts, SentenceFact
from quizgen.facts.phrases import MIN_MENTION_CONFIDENCE
from quizgen.items._gaps import (
    OPENERS,
    answer_stands_beside,
    closing,
    is_early,
    name_gap,
    number_gap,
)
from quizgen.items._proof import evidence_of, names_of, proof_of, rng_of
from quizgen.library import Library, Row, is_one_number
from quizgen.names import is_full_name
from quizgen.quiz import GAP, Item
from quizgen.wording import Edit, apply_edits, capitalise

# Two terms, three men: so small numbers are seldom the point, and easily guessed.
MIN_VALUE: Final = 4
_CLOSED: Final = closing([*OPENERS, "and", "or", "but"])
_OPENED: Final = re.compile(rf"\b(?:{'|'.join(OPENERS)}) (?:the )?{GAP}")
# A person may also be what a clause begins with.
_BEGINS_CLAUSE: Final = re.compile(
    rf"\b(?:said|says|that|because|when|while|after|before) {GAP} [a-z]"
)


def make(library: Library, facts: Facts, seed: int, refused: Counter[str]) -> Iterator[Item]:
    """Yield an item a number and name of a sentence that can be printed alone."""
    for fact in facts.sentences:
        start, end = fact.sentence["start"], fact.sentence["end"]
        for quantity in library.quantities_within(fact.article_id, start, end):
            yield from _number(library, fact, quantity, refused)
        for mention in library.mentions_within(fact.article_id, start, end):
            yield from _name(library, fact, mention, seed, refused)


def _gapped(library: Library, fact: SentenceFact, row: Row) -> str | None:
    """Return the sentence with a gap over a row's stretch; None if that is no fair gap."""
    text = library.articles[fact.article_id]["text"]
    start, end = fact.sentence["start"], fact.sentence["end"]
    kept = [e for e in fact.edits if e.end <= row["start"] or row["end"] <= e.start]
    if any(e.why not in {"full name", "name for pronoun"} for e in fact.edits if e not in kept):
        return None
    gap = Edit(row["start"], row["end"], GAP, "gap")
    statement = capitalise(apply_edits(text, start, end, [*kept, gap]))
    if is_early(statement):
        return None
    # Glued to a letter or another digit the gap would be part of a word.
    if re.search(rf"[\w-]{GAP}|{GAP}[-\w'’]|(?:No\.|#) ?{GAP}", statement):
        return None
    return statement


def _is_whole(statement: str, kind: str) -> bool:
    """Say whether a gap stands for a whole phrase, not for part of a longer name."""
    if kind == "person" and _BEGINS_CLAUSE.search(statement):
        return True
    return bool(_OPENED.search(statement) and _CLOSED.search(statement))


def _truth(library: Library, fact: SentenceFact) -> str:
    text = library.articles[fact.article_id]["text"]
    return capitalise(apply_edits(text, fact.sentence["start"], fact.sentence["end"], fact.edits))


def _number(
    library: Library, fact: SentenceFact, quantity: Row, refused: Counter[str]
) -> Iterator[Item]:
    telling = quantity["value"] >= MIN_VALUE or quantity["unit"] is not None
    if quantity["hedge"] == "vague" or not telling:
        return
    if not is_one_number(quantity):
        refused["number is a range or a part"] += 1
        return
    statement, truth = _gapped(library, fact, quantity), _truth(library, fact)
    once = len(re.findall(rf"(?<!\w){re.escape(quantity['text'])}(?!\w)", truth)) == 1
    if statement is None or not once:
        refused["gap is too early or unclear"] += 1
        return
    yield number_gap(
        statement,
        quantity,
        item_id=f"{quantity['quantity_id']}-sentence-gap",
        explanation=truth,
        evidence=evidence_of(fact.sentences, fact.sentence["sentence_id"]),
        proof=proof_of(
            rows=[quantity["quantity_id"]],
            template="sentence_gap",
            edits=fact.edits,
            unique="one number stands there",
            kind="number",
        ),
    )


def _name(
    library: Library, fact: SentenceFact, mention: Row, seed: int, refused: Counter[str]
) -> Iterator[Item]:
    entity = library.entity(fact.article_id, mention["entity_id"])
    if entity is None or mention["confidence"] < MIN_MENTION_CONFIDENCE:
        refused["name is uncertain"] += 1
        return
    kind = kind_of(entity)
    if kind not in {"person", "country"} or not is_full_name(entity):
        # Bodies hold each other, and have too many names.
        return
    statement = _gapped(library, fact, mention)
    if statement is None or not _is_whole(statement, kind):
        refused["gap is part of a longer phrase"] += 1
        return
    if answer_stands_beside(statement, entity):
        refused["answer stands beside the gap"] += 1
        return
    item_id = f"{mention['mention_id']}-sentence-gap"
    rng = rng_of(seed, item_id)
    wrong = for_sentence_gap(library, entity, fact, rng)
    if len(wrong) < ENOUGH:
        refused["too few names for a word bank"] += 1
        return
    yield name_gap(
        statement,
        entity,
        wrong,
        rng,
        item_id=item_id,
        accept=names_of(entity, library, fact.article_id),
        explanation=_truth(library, fact),
        evidence=evidence_of(fact.sentences, fact.sentence["sentence_id"]),
        proof=proof_of(
            rows=[mention["mention_id"], entity["entity_id"]],
            template="sentence_gap_name",
            edits=fact.edits,
            unique="none of the other names stands in the paragraph",
            distractors=wrong,
            kind=kind,
        ),
    )
