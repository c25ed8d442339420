"""First persons: *I* and *we* inside quotation marks are the words of whoever speaks there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dataset.analysis import Analysis
from dataset.entities.records import Entities, Mention

if TYPE_CHECKING:
    from dataset.quotes import Quote

SINGULAR: Final = frozenset({"i", "me", "my", "mine", "myself"})
PLURAL: Final = frozenset({"we", "us", "our", "ours", "ourselves"})
FIRST_PERSONS: Final = SINGULAR | PLURAL
# *We* takes in the speaker, and others nobody names: never sure enough to be asked about.
PLURAL_FACTOR: Final = 0.6


def with_first_persons(analysis: Analysis, entities: Entities, quotes: Iterable[Quote]) -> Entities:
    """Return the entities with the first persons of quotations as mentions of the speakers.

    A mention is as sure as its quotation's row, a plural one less.
    """
    found: list[Mention] = []
    taken = {(m.start, m.end) for m in entities.mentions}
    for quote in quotes:
        if quote.speaker_entity_id is None or quote.quote_type == "indirect":
            continue  # in reported speech I is whoever reports it
        span = analysis.doc.char_span(quote.start, quote.end, alignment_mode="contract")
        for token in span or ():
            word = token.lower_
            here = (token.idx, token.idx + len(token))
            sentence = analysis.sentence_of(token)
            if word not in FIRST_PERSONS or here in taken or sentence is None:
                continue
            if word == "us" and token.text != "us":
                continue  # the US
            factor = PLURAL_FACTOR if word in PLURAL else 1.0
            found.append(
                Mention(
                    mention_id="",
                    article_id=sentence.article_id,
                    sentence_id=sentence.sentence_id,
                    entity_id=quote.speaker_entity_id,
                    start=here[0],
                    end=here[1],
                    text=token.text,
                    mention_type="pronoun",
                    description=None,
                    description_start=None,
                    description_end=None,
                    confidence=round(quote.confidence * factor, 4),
                )
            )
            taken.add(here)
    if not found:
        return entities
    counts = Counter(m.entity_id for m in found)
    mentions = sorted([*entities.mentions, *found], key=lambda m: (m.start, -m.end))
    return replace(
        entities,
        entities=[
            replace(e, n_mentions=e.n_mentions + counts[e.entity_id])
            if e.entity_id in counts
            else e
            for e in entities.entities
        ],
        mentions=[
            m if m.mention_id == mention_id else replace(m, mention_id=mention_id)
            for n, m in enumerate(mentions, 1)
            for mention_id in [f"{m.article_id}:m{n:03}"]
        ],
    )
