"""To think and talk about: prompts without a key, and without points."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from quizgen.facts import Facts
from quizgen.items._proof import evidence_of, proof_of
from quizgen.items.said_which import names_in_list
from quizgen.library import Library, Row
from quizgen.quiz import OPEN_KEY, Item

MAX_NAMES: Final = 4


def make(library: Library, facts: Facts, seed: int, refused: Counter[str]) -> Iterator[Item]:  # noqa: ARG001
    """Yield, for each article, prompts on whose voice is heard and on what one side claims."""
    for article_id in library.articles:
        quotes = [f for f in facts.quotes if f.quote["article_id"] == article_id]
        names = list(dict.fromkeys(f.speaker["name"] for f in quotes))
        if names:
            said = names_in_list(names[:MAX_NAMES])
            yield _item(
                f"{article_id}:voices",
                f"The article quotes {said}. Whose point of view is missing, and what might "
                "they say?",
                [f.quote for f in quotes][:1],
                quotes[0].sentences,
            )
        claims = [c for c in facts.claims if c.quote["article_id"] == article_id]
        if claims:
            claim = claims[0]
            yield _item(
                f"{claim.quote['quote_id']}-claim",
                f"{claim.speaker['name']} is the source for the statement that {claim.clause}. "
                "How could a reporter check it?",
                [claim.quote],
                claim.sentences,
            )


def _item(item_id: str, question: str, rows: Sequence[Row], sentences: Sequence[Row]) -> Item:
    return Item(
        item_id=item_id,
        type="discussion",
        level="discuss",
        question=question,
        key=OPEN_KEY,
        accept=(OPEN_KEY,),
        points=0,
        explanation="Not marked.",
        evidence=evidence_of(sentences[:1]),
        proof=proof_of(
            rows=[r["quote_id"] for r in rows], template="discussion", unique="open", kind="open"
        ),
    )
