"""Which of these did somebody say: an utterance among those of others; and which did they not."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from quizgen.distractors import ENOUGH, WANTED, Distractor, shuffled
from quizgen.facts import Facts, QuoteFact
from quizgen.items._proof import evidence_of, proof_of, rng_of
from quizgen.items.who_said import by_speaker, quote_fault
from quizgen.library import Library, Row
from quizgen.names import same_name
from quizgen.quiz import Item, Level
from quizgen.wording import inner_quotation

OPTION_WORDS: Final = range(6, 27)
# Options much longer or shorter than the key would show it.
RATIO: Final = (0.6, 1.6)


def make(library: Library, facts: Facts, seed: int, refused: Counter[str]) -> Iterator[Item]:
    """Yield, for each speaker, an item on what they said and one on what they did not."""
    speakers = by_speaker(facts)
    for (article_id, _), own in speakers.items():
        fit = [f for f in own if _fits(f) and quote_fault(library, f) is None]
        others = [
            f
            for (article, _), facts_ in speakers.items()
            for f in facts_
            if article == article_id
            and _fits(f)
            and not same_name(f.speaker["name"], own[0].speaker["name"])
        ]
        for fact in fit:
            yield from _said(fact, others, seed, refused)
        if len(fit) >= WANTED and others:
            yield from _not_said(fit, others, seed)


def _said(
    fact: QuoteFact, others: Sequence[QuoteFact], seed: int, refused: Counter[str]
) -> Iterator[Item]:
    item_id = f"{fact.quote['quote_id']}-which"
    rng = rng_of(seed, item_id)
    wrong = _alike(fact, others, rng)
    if len(wrong) < ENOUGH:
        refused["too few utterances of others"] += 1
        return
    yield _choice(
        item_id,
        fact,
        wrong,
        rng,
        speaker=fact.speaker,
        template="said_which",
        level="infer",
        question=f"Which of these statements did {fact.speaker['name']} make?",
        explanation=f"The others are by {names_in_list([f.speaker['name'] for f in wrong])}.",
        unique="every other option stands under another speaker",
        confidence=fact.quote["confidence"],
    )


def _not_said(own: Sequence[QuoteFact], others: Sequence[QuoteFact], seed: int) -> Iterator[Item]:
    speaker = own[0].speaker
    item_id = f"{own[0].quote['article_id']}:{speaker['entity_id']}-not-said"
    rng = rng_of(seed, item_id)
    for odd in sorted(others, key=lambda f: str(f.quote["quote_id"])):
        said = _alike(odd, own, rng)
        if len(said) < WANTED:
            continue
        yield _choice(
            item_id,
            odd,
            said,
            rng,
            speaker=speaker,
            template="not_said",
            level="integrate",
            question=f"Which of these statements was NOT made by {speaker['name']}?",
            explanation=f"{odd.speaker['name']} said this.",
            unique=f"every other option stands under {speaker['name']}",
            confidence=min(f.quote["confidence"] for f in (odd, *said)),
        )
        return


def _choice(
    item_id: str,
    key_fact: QuoteFact,
    others: Sequence[QuoteFact],
    rng: random.Random,
    *,
    speaker: Row,
    template: str,
    level: Level,
    question: str,
    explanation: str,
    unique: str,
    confidence: float,
) -> Item:
    """Return the choice of one utterance among others; ``speaker`` is whom it asks about."""
    key = printed(key_fact)
    return Item(
        item_id=item_id,
        type="multiple_choice",
        level=level,
        question=question,
        key=key,
        options=shuffled([key, *(printed(f) for f in others)], rng),
        accept=(key,),
        explanation=explanation,
        evidence=evidence_of(key_fact.sentences, key_fact.quote["sentence_id"]),
        proof=proof_of(
            rows=[key_fact.quote["quote_id"], speaker["entity_id"],
                  *(f.quote["quote_id"] for f in others)],
            template=template,
            unique=unique,
            distractors=[Distractor(printed(f), f"said by {f.speaker['name']}") for f in others],
            kind="utterance",
            confidence=confidence,
        ),
    )  # fmt: skip


def _fits(fact: QuoteFact) -> bool:
    return len(fact.words.split()) in OPTION_WORDS


def _alike(fact: QuoteFact, others: Sequence[QuoteFact], rng: random.Random) -> list[QuoteFact]:
    """Return utterances of about the length of another's."""
    length = len(fact.words)
    low, high = RATIO[0] * length, RATIO[1] * length
    fit = [f for f in others if low <= len(f.words) <= high]
    rng.shuffle(fit)
    return fit[:WANTED]


def printed(fact: QuoteFact) -> str:
    """Return an utterance as an option."""
    inner = inner_quotation(fact.words).rstrip(".,;:")
    return f"“{inner}{'' if inner.endswith(('?', '!', '…')) else '.'}”"


def names_in_list(names: Sequence[str]) -> str:
    """Return names joined as in prose, each once.

    >>> names_in_list(["Ana Ruiz", "Tom Hale", "Ana Ruiz"])
    'Ana Ruiz and Tom Hale'
    """
    once = list(dict.fromkeys(names))
    return ", ".join(once[:-1]) + (" and " if len(once) > 1 else "") + once[-1]
