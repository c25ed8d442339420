"""Whether a clause looks back or ahead, so that its weekday does too."""

from __future__ import annotations

import re
from typing import Literal

Tense = Literal["past", "future", "unclear"]

_CLAUSE_START = re.compile(
    r"[,;:()“”\"—–]|\b(?:said|says|told|announced|added|reported|and|but|who|which)\b"
    r"|\bthat\b(?! ?$)"
)
# "The next Tuesday" counts from a day the text spoke of; "every Tuesday" is none in particular.
_ELSEWHERE = re.compile(
    r"\b(?:the (?:next|following|previous|last|same|first|second|third)|that|every|each|one|most)"
    r"[ \t\r\n]{1,3}$"
)
_FUTURE = re.compile(
    r"\b(?:will|shall|won['’]t|(?:is|are|am) (?:to|due|set|expected|scheduled|going))\b|['’]ll\b"
)
_UNCLEAR = re.compile(
    r"\b(?:would|should|could|might|(?:was|were) (?:to|due|set|expected|scheduled|going)"
    r"|plans?|planned|scheduled|due|expected)\b"
)


def tense_before(sentence: str, text: str) -> Tense:
    """Return the tense of the clause that ends with ``text``, as far as its words show.

    "past" also where ``sentence`` does not hold ``text`` exactly once, for then the clause is
    not known; "unclear" for the future of the past ("would") and for days counted from others.

    >>> tense_before("He said on Monday that it will sail on Friday.", "Friday")
    'future'
    >>> tense_before("He said on Monday that it will sail on Friday.", "Monday")
    'past'
    """
    if not text or sentence.count(text) != 1:
        return "past"
    clause = _CLAUSE_START.split(sentence[: sentence.index(text)])[-1]
    if _ELSEWHERE.search(clause):
        return "unclear"
    if _FUTURE.search(clause):
        return "future"
    return "unclear" if _UNCLEAR.search(clause) else "past"
