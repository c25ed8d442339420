"""Whose claim it is: the speaker that an event and a quotation agree on."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from quizgen.facts.phrases import antecedent
from quizgen.facts.refused import Refused
from quizgen.inflection import base_forms
from quizgen.lexicon import telling_verbs, verbs
from quizgen.library import Library, Row

MIN_QUOTE_CONFIDENCE: Final = 0.9


class Source(NamedTuple):
    """A named speaker, in words, and the quotation that names them."""

    entity: Row
    name: str
    quote_id: str
    sentences: tuple[Row, ...]


def source_of(library: Library, event: Row) -> Source:
    """Return whose claim an event is.

    Raises:
        Refused: no indirect quotation holds the event, or its speaker is not sure, or its verb
            does not tell what follows as the speaker's own claim.
    """
    article_id = event["article_id"]
    around = [
        q
        for q in library.quotes_of[article_id]
        if q["quote_type"] == "indirect" and q["start"] <= event["start"] < q["end"]
    ]
    if len(around) != 1 or telling_verb(around[0]["cue"]) is None:
        raise Refused("event is reported")
    quote = around[0]
    entity, sentences = speaker_of(library, quote)
    if event["reported_by"] != quote["speaker"] or entity["entity_type"] == "place":
        raise Refused("event is reported")
    return Source(entity, library.called(entity, article_id), quote["quote_id"], sentences)


def speaker_of(library: Library, quote: Row) -> tuple[Row, tuple[Row, ...]]:
    """Return a quotation's speaker as the article names it, and the sentences that show it.

    The speaker stands beside the quotation by name; or by a pronoun, if the last person named
    before it, a few sentences back at most, is the one it means.

    Raises:
        Refused: the speaker has no name, or nothing shows it near by.
    """
    article_id = quote["article_id"]
    entity = library.entity(article_id, quote["speaker_entity_id"])
    if entity is None:
        raise Refused("speaker is not named")
    if quote["confidence"] < MIN_QUOTE_CONFIDENCE:
        raise Refused("quotation is uncertain")
    if quote["cue_start"] is None or quote["speaker_start"] is None:
        raise Refused("speaker is not named beside the quotation")
    first = min(quote["start"], quote["speaker_start"], quote["cue_start"])
    last = max(quote["end"], quote["speaker_end"], quote["cue_end"])
    names = library.mentions_within(article_id, quote["speaker_start"], quote["speaker_end"])
    if not any(m["entity_id"] == quote["speaker_entity_id"] for m in names):
        by_start = {m["start"]: m for m in library.all_mentions_of[article_id]}
        pronoun = by_start.get(quote["speaker_start"])
        if pronoun is None or pronoun["entity_id"] != quote["speaker_entity_id"]:
            raise Refused("speaker is not named beside the quotation")
        name = antecedent(library, pronoun)
        if name is None:
            raise Refused("speaker is not named beside the quotation")
        first = min(first, name["start"])
    sentences = tuple(
        s for s in library.sentences_of[article_id] if s["start"] < last and first < s["end"]
    )
    return entity, sentences


def is_speech(cue: str | None) -> bool:
    """Say whether who stands with a cue spoke the words beside it, and did not only quote them.

    >>> is_speech("said"), is_speech("joked"), is_speech(":"), is_speech("quotes")
    (True, True, True, False)
    """
    if cue is None:
        return False
    if not re.search(r"\w", cue) or telling_verb(cue) is not None:
        return True
    word = cue.lower().split()[0]
    return any(lemma in verbs("speech_verbs") for lemma in base_forms(word))


@cache
def telling_verb(cue: str | None) -> str | None:
    """Return the verb that asks for the teller behind a cue; None if the cue is none of telling.

    >>> telling_verb("added"), telling_verb("according to"), telling_verb("denied")
    ('say', 'say', None)
    """
    if cue is None:
        return None
    words = cue.lower().split()
    known = telling_verbs()
    if " ".join(words) in known:
        return known[" ".join(words)]
    if len(words) > 1:
        words = [w for w in words if w not in {"has", "have", "had", "also"}]
    if not words:
        return None
    particle = "".join(f" {w}" for w in words[1:])  # pointed out
    return next(
        (known[base + particle] for base in base_forms(words[0]) if base + particle in known), None
    )
