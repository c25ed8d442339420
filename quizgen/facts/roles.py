"""What people are: the role or trade an article gives beside a name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from quizgen.facts.phrases import MIN_MENTION_CONFIDENCE, PRONOUN
from quizgen.facts.refused import Refused, made_of
from quizgen.lexicon import is_human, verbs
from quizgen.library import Library, Row

# Another what? A role that counts on others, or that a court has yet to settle.
_TIES: Final = re.compile(
    r"^(?:another|other|next|fellow|same|alleged|accused|suspected|convicted|own|only|first|second|"
    r"last|late|one|two|both|longtime rival|rival|older|younger|elder|his|her|their)\b",
    re.IGNORECASE,
)
_OF: Final = re.compile(
    r"(?:,|(?<![\s,]))\s+(?:of|for|at|in|from|with|to|and|on|under|during|since)\s"
)
_WHOSE: Final = re.compile(
    r"\b(?:his|her|their|its|my|our|your|whose)\s+(?:[\w-]+\s+)?$", re.IGNORECASE
)
# An attitude or a membership is no role, and a word may have been cut from a name.
_NO_ROLE: Final = re.compile(
    r"\b(?:guy|supporter|rival|ally|loyalist|critic|fan|predecessor|successor|winner|member|"
    r"opponent|challenger|nearby|since|favorite|colleague)\b",
    re.IGNORECASE,
)
_KIN: Final = re.compile(
    r"\b(?:father|mother|son|daughter|brother|sister|wife|husband|widow|cousin|uncle|aunt|niece|"
    r"nephew|grand\w+|parents?|child|children|friend|fianc[eé]e?|girlfriend|boyfriend|victim)\b",
    re.IGNORECASE,
)
ROLE_WORDS: Final = range(2, 13)


@dataclass(frozen=True, slots=True)
class RoleFact:
    """A person and the words the article puts beside the name."""

    person: Row
    mention: Row
    role: str
    sentence: Row


def find_role_facts(library: Library, refused: Counter[str]) -> Iterator[RoleFact]:
    """Return one role a person and article, the fullest, in text order."""
    told: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for mention in library.mentions:
        if mention["description"] and mention["entity_id"] and mention["mention_type"] == "name":
            told[mention["article_id"], mention["entity_id"]].append(mention)
    fullest = (
        max(rows, key=lambda m: (len(m["description"]), -m["start"])) for rows in told.values()
    )
    return made_of(fullest, partial(_role_fact, library), refused)


def _role_fact(library: Library, mention: Row) -> RoleFact:
    person = library.entity(mention["article_id"], mention["entity_id"])
    if person is None or person["entity_type"] != "person":
        raise Refused("role is not a person's")
    if mention["confidence"] < MIN_MENTION_CONFIDENCE:
        raise Refused("name is uncertain")
    role = " ".join(mention["description"].split())
    words = role.split()
    if len(words) not in ROLE_WORDS:
        raise Refused("role is too short or too long")
    if PRONOUN.search(role) or re.search(r"[“”\"()]", role):
        raise Refused("role does not stand alone")
    if any(p.search(role) for p in (_TIES, _KIN, _NO_ROLE)) or _is_plural(role):
        raise Refused("role does not stand alone")
    text = library.articles[mention["article_id"]]["text"]
    if not is_human(_head(role), trade=True):
        raise Refused("role is none of a person")
    if _WHOSE.search(text[: mention["description_start"]]):
        raise Refused("role does not stand alone")  # her adviser: whose?
    if text[mention["description_start"] - 1 : mention["description_start"]] in {"-", "/", "&"}:
        raise Refused("role is cut off")  # AFL-CIO President
    if re.match(r"[a-z]\w*['’]s\b", role):
        raise Refused("role does not stand alone")  # the country's leader: of which?
    plain = {re.sub(r"['’]s?$", "", w).lower() for w in words}
    if plain <= verbs("offices") | {"a", "an", "the", "of", "for", "and"}:
        # Anybody knows who the President is: nothing to read for.
        raise Refused("role is common knowledge")
    return RoleFact(person, mention, role, library.sentences[mention["sentence_id"]])


def _is_plural(role: str) -> bool:
    """Say whether a role is that of several: district leaders, members of the council."""
    head = _head(role)
    return head.lower().endswith("s") and not head.lower().endswith("ss")


def _head(role: str) -> str:
    """Return the last word before what a role is of or for."""
    return _OF.split(role)[0].split()[-1].rstrip(",")


def same_role(one: str, other: str) -> bool:
    """Say whether one of two roles may hold for the other's bearer: most words are the same.

    >>> same_role("city council president", "president of the city council")
    True
    >>> same_role("mayor of Ostby", "head of the harbour")
    False
    """
    a, b = _telling(one), _telling(other)
    return not a or not b or 2 * len(a & b) >= min(len(a), len(b))


def _telling(role: str) -> set[str]:
    return {w for w in re.findall(r"\w+", role.lower()) if len(w) > 3 or w[:1].isdigit()}
