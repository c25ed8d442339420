"""Facts: rows sure enough, and complete enough, to be asked about.

A row becomes a fact only if its ``confidence`` is high, if the rows it rests on agree, and if
the pieces a question needs stand in one stretch. What somebody claims stays theirs. Everything
else is refused with a reason, which is counted and shown::

    Facts
    ├── EventFact       who did what, when: the article's own word, or a named speaker's
    ├── QuoteFact       words between marks and the person who said them
    ├── ClaimFact       what a named speaker said, told without marks
    ├── RoleFact        a person and the role the article gives beside the name
    └── SentenceFact    a whole sentence that can be printed alone
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from quizgen.facts.events import EventFact, find_event_facts
from quizgen.facts.quotes import ClaimFact, QuoteFact, find_claim_facts, find_quote_facts
from quizgen.facts.refused import Refused
from quizgen.facts.roles import RoleFact, find_role_facts
from quizgen.facts.sentences import SentenceFact, find_sentence_facts
from quizgen.library import Library

__all__ = [
    "ClaimFact",
    "EventFact",
    "Facts",
    "QuoteFact",
    "Refused",
    "RoleFact",
    "SentenceFact",
    "find_claim_facts",
    "find_event_facts",
    "find_facts",
    "find_quote_facts",
    "find_role_facts",
    "find_sentence_facts",
]


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts of a library, by kind, each in text order."""

    events: Sequence[EventFact] = ()
    quotes: Sequence[QuoteFact] = ()
    claims: Sequence[ClaimFact] = ()
    roles: Sequence[RoleFact] = ()
    sentences: Sequence[SentenceFact] = ()


def find_facts(library: Library, refused: Counter[str]) -> Facts:
    """Return the facts of a library; ``refused`` gets the reasons of what is left out."""
    return Facts(
        events=list(find_event_facts(library, refused)),
        quotes=list(find_quote_facts(library, refused)),
        claims=list(find_claim_facts(library, refused)),
        roles=list(find_role_facts(library, refused)),
        sentences=list(find_sentence_facts(library, refused)),
    )
