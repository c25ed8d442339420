"""Whether a clause looks back or ahead, so that its weekday does too, as far as its words show."""

from __future__ import annotations

import re
from typing import Literal

Tense = Literal["past", "future", "unclear"]

_CLAUSE_START = re.compile(
    r"[,;:()“”\"—–]|\b(?:said|says|told|announced|added|reported|and|but|who|which)\b"
    r"|\bthat\b(?! ?$)"
)
_CLAUSE_END = re.compile(r"[;:()“”\"—–]|\b(?:but|who|which|that|after|when|because)\b")
# "The next Tuesday" counts from a day the text spoke of; "every Tuesday" is none in particular.
_ELSEWHERE = re.compile(
    r"\b(?:the (?:next|following|previous|last|same|first|second|third)|that|every|each|one|most)"
    r"[ \t\r\n]{1,3}$"
)
_FUTURE = re.compile(
    r"\b(?:will|shall|won['’]t|gonna|(?:is|are|am) (?:to|due|set|expected|scheduled|going)"
    r"|look(?:s|ing)? forward to)\b|['’](?:ll|m going|re going|s going)\b"
)
# "We are leaving on Friday" is told of a plan.
_PLANNED = re.compile(r"(?:\b(?:is|are|am)|['’](?:s|re|m)) (?:also |now |not )?[a-z]+ing\b")
_UNCLEAR = re.compile(
    r"\b(?:would|should|could|might|(?:was|were) (?:to|due|set|expected|scheduled|going)"
    r"|plans?|planned|scheduled|due|expected)\b"
)
# Irregular forms of the past; regular ones end in -ed.
_IRREGULAR = (
    "was|were|had|did|went|came|took|made|got|met|won|lost|left|held|began|saw|gave|found|led|sent"
    "|built|spoke|fell|rose|wrote|thought|felt|kept|told|said|ran|struck|shot|broke|brought|ate|bought"
    "|caught|chose|drew|drank|drove|fled|flew|forgot|fought|froze|grew|heard|hid|knew|laid|lay|lent|lit"
    "|paid|rang|rode|sang|sank|sold|shook|slept|sought|spent|stole|stood|swam|swore|taught|tore|threw"
    "|understood|woke|wore|withdrew|became|overcame|sat|arose|bore|beat|bit|blew|dug|hung|stuck|swept"
)
# What a clause needs to look anywhere by itself; without it, it goes on from the one before.
_VERB = re.compile(
    r"\b(?:is|are|am|be|been|has|have|do|does|can|may|must"
    rf"|{_IRREGULAR}|[a-z]{{2,}}ed|[a-z]{{3,}}s)\b|['’](?:s|re|m|ve|d)\b"
)
_PAST = re.compile(rf"\b(?:{_IRREGULAR}|[a-z]{{2,}}ed)\b")
_PRESENT = re.compile(r"\b(?:i|we|you|is|are|am|has|have|do|does)\b|['’](?:re|m|ve)\b")
_LISTED = 12  # words of a clause that may still be an item of a list


def tense_of(sentence: str, start: int, end: int) -> Tense:
    """Return the tense of the clause around an expression, as far as its words show.

    "past" also where ``start`` is negative, for then the clause is not known; "unclear" for the
    future of the past ("would"), for days counted from others, and for the present without a past
    ("I work on Wednesday").

    >>> sentence = "He said on Monday that it will sail on Friday."
    >>> tense_of(sentence, 11, 17), tense_of(sentence, 39, 45)
    ('past', 'future')
    >>> sentence = "On Friday, it will sail."
    >>> tense_of(sentence, 3, 9)
    'future'
    """
    if start < 0:
        return "past"
    bounds = list(_CLAUSE_START.finditer(sentence, 0, start))
    clause = sentence[bounds[-1].end() if bounds else 0 : start]
    if _ELSEWHERE.search(clause):
        return "unclear"
    if not _VERB.search(clause) and not _marked(clause):
        ahead = _CLAUSE_END.split(sentence[end:].lstrip(" ,"))[0]
        if _VERB.search(ahead) or _marked(ahead):
            clause = ahead  # on Friday we leave
        elif bounds and _goes_on(sentence, bounds):
            return "future"
    if _FUTURE.search(clause):
        return "future"
    if _UNCLEAR.search(clause):
        return "unclear"
    low = clause.lower()
    if _PLANNED.search(low) and not _PAST.search(low):
        return "future"
    return "unclear" if _PRESENT.search(low) and not _PAST.search(low) else "past"


def _goes_on(sentence: str, bounds: list[re.Match[str]]) -> bool:
    """Say whether what ends the last clause is listed: will go to Oslo in May, Rome in *June*."""
    for n in range(len(bounds) - 1, -1, -1):
        if bounds[n][0] not in {",", ";", "and"}:
            return False
        start = bounds[n - 1].end() if n else 0
        item = sentence[start : bounds[n].start()]
        if _FUTURE.search(item):
            return True
        if _VERB.search(item) or len(item.split()) > _LISTED:
            return False
    return False


def _marked(clause: str) -> bool:
    return bool(_FUTURE.search(clause) or _UNCLEAR.search(clause))
