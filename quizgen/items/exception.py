"""Which of these did NOT happen: three statements of the article, and one that is false."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from quizgen.distractors import WANTED, Distractor, shuffled
from quizgen.facts import EventFact, Facts
from quizgen.items._proof import evidence_for, has_anchor, proof_of, rng_of
from quizgen.items.matching import fits_list
from quizgen.items.true_false import swapped
from quizgen.library import Library
from quizgen.quiz import Item
from quizgen.wording import state

RATIO: Final = (0.6, 1.6)  # of lengths: the odd one must not look odd


def make(library: Library, facts: Facts, seed: int, refused: Counter[str]) -> Iterator[Item]:  # noqa: ARG001
    """Yield at most one item an article."""
    for article_id in library.articles:
        own = [
            f
            for f in facts.events
            if f.article_id == article_id
            and f.source is None
            and f.event["tense"] == "past"
            and has_anchor(library, f, with_subject=True, with_date=True)
            and fits_list(_line(f))
        ]
        item = _item(library, article_id, own, seed)
        if item is not None:
            yield item


def _line(fact: EventFact) -> str:
    return state(fact.subject, fact.predicate)


def _item(library: Library, article_id: str, own: list[EventFact], seed: int) -> Item | None:
    item_id = f"{article_id}:not-happened"
    rng = rng_of(seed, item_id)
    order = list(own)
    rng.shuffle(order)
    for odd in order:
        swap = swapped(library, odd, seed)
        if swap is None:
            continue
        low, high = (r * len(swap.statement) for r in RATIO)
        told = {
            _line(f): f
            for f in order
            if f.sentence["sentence_id"] != odd.sentence["sentence_id"]
            and low <= len(_line(f)) <= high
        }
        if len(told) < WANTED:
            continue
        chosen = dict(list(told.items())[:WANTED])
        rows = [odd.event["event_id"], *(f.event["event_id"] for f in chosen.values())]
        return Item(
            item_id=item_id,
            type="multiple_choice",
            level="integrate",
            question="Which of these did NOT happen, according to the article?",
            key=swap.statement,
            options=shuffled([swap.statement, *chosen], rng),
            accept=(swap.statement,),
            explanation=f"The article gives {swap.old}, not {swap.new}.",
            evidence=evidence_for(odd)[:1]
            + tuple(e for f in chosen.values() for e in evidence_for(f)[:1]),
            proof=proof_of(
                rows=rows,
                template="not_happened",
                edits=[e for f in (odd, *chosen.values()) for e in f.edits],
                unique="the other statements are the article's own",
                distractors=[Distractor(line, "the article says so") for line in chosen],
                kind="happening",
                swap=swap.proof,
                statements={swap.statement: rows[0]}
                | {line: f.event["event_id"] for line, f in chosen.items()},
            ),
        )
    return None
