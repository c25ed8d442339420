"""Rows of ``entities`` and ``mentions``, and how names are compared and made into ids."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dataset.language.view import Token

# Letters that have no decomposition in Unicode.
_PLAIN_LETTERS = str.maketrans("łøđıß", "lodis")
POSSESSIVE = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class Entity:
    """A row of ``entities``; counts are of one article until the folder is linked."""

    entity_id: str
    name: str
    entity_type: str
    description: str | None
    country_iso3: str | None
    is_country: bool
    is_named: bool
    gender: str | None
    n_articles: int
    n_mentions: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A row of ``mentions``; ``entity_id`` is None where it is not sure who is meant."""

    mention_id: str
    article_id: str
    sentence_id: str
    entity_id: str | None
    start: int
    end: int
    text: str
    mention_type: str
    description: str | None
    description_start: int | None
    description_end: int | None
    confidence: float


class Office(NamedTuple):
    """What a phrase for somebody known consists of: its noun, and the words beside it."""

    noun: str
    described: frozenset[str]


class Referent(NamedTuple):
    """What a word stands for, and how surely."""

    entity_id: str
    confidence: float


@dataclass(slots=True)
class Entities:
    """The entities of one article, and look-ups the other rooms need.

    ``by_token`` leads from each token of a name, ``referents`` from the head of a noun phrase
    or a pronoun, to what it stands for. ``offices`` are the nouns and the words beside them of
    entities without a name that the article takes for known (*the French President*): most
    likely somebody it names elsewhere, and no rows of their own. ``named`` are the ids of what has
    a name.
    """

    entities: list[Entity]
    mentions: list[Mention]
    offices: dict[str, Office]
    by_token: dict[int, str]
    referents: dict[int, Referent]
    names: dict[str, str]
    types: dict[str, str]
    named: frozenset[str]

    def entity_of(self, token: Token) -> str | None:
        """Return the entity_id of the name that ends in or contains a token."""
        return self.by_token.get(token.i)

    def referent_of(self, token: Token) -> Referent | None:
        """Return what a name, noun or pronoun stands for; None where it is not known."""
        name = self.by_token.get(token.i)
        return Referent(name, 1.0) if name is not None else self.referents.get(token.i)

    def name_of(self, entity_id: str | None) -> str | None:
        """Return an entity's name; None for None."""
        return None if entity_id is None else self.names[entity_id]


@lru_cache(maxsize=65536)  # the same names are compared again and again
def fold(name: str) -> str:
    """Return a name in lower-case ASCII letters and spaces, for comparison.

    >>> fold("François-Philippe Nausėda’s")
    'francois philippe nauseda'
    """
    plain = unicodedata.normalize("NFKD", POSSESSIVE.sub("", name))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    plain = plain.translate(_PLAIN_LETTERS)
    return " ".join(re.findall(r"[^\W_]+", plain))


def slug(entity_type: str, name: str) -> str:
    """Return an entity's id: its type and folded name.

    Names without a Latin letter get a hash of the name, so that they stay apart.

    >>> slug("person", "Gitanas Nausėda")
    'person-gitanas-nauseda'
    """
    folded = fold(name).replace(" ", "-")
    if not folded.isascii() or not folded:
        folded = hashlib.sha256(name.encode()).hexdigest()[:12]
    return f"{entity_type}-{folded}"
