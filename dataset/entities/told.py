"""What one article tells of its entities, as far as linking needs it: small, and plain data.

A builder reads articles in many processes and at many times, and links them when all are there.
So what an article tells travels as JSON; :class:`Told` is what becomes of it again.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from dataset.entities import known
from dataset.entities.records import Entities, Entity, Office, fold

# An article that names more people and bodies than this is a list: who stands in it with whom
# tells nothing, and to keep all with each would take room that grows with the square.
MOST_COMPANIONS: Final = 300

# The fields of an Entity that differ within an article; each is of one article.
_FIELDS = (
    *("entity_id", "name", "entity_type", "description", "country_iso3"),
    *("is_country", "is_named", "gender", "n_mentions"),
)


@dataclass(frozen=True, slots=True)
class Profile:
    """What one article tells of an entity, as far as it bears on who it is."""

    entity: Entity
    words: tuple[str, ...]
    aliases: frozenset[str]
    roles: frozenset[str]
    nations: frozenset[str]
    companions: frozenset[str]
    places: frozenset[str]


@dataclass(frozen=True, slots=True)
class Told:
    """What an article tells of its entities.

    ``forms`` are the folded names each is mentioned by, in order; ``offices`` the entities that
    have no name and no row of their own; ``names`` lead from each of the article's own ids to
    the name its tables use; ``named`` are the ids of what has a full name.
    """

    entities: tuple[Entity, ...]
    forms: dict[str, tuple[str, ...]]
    offices: dict[str, Office]
    names: dict[str, str]
    named: frozenset[str]

    @classmethod
    def of(cls, found: Entities) -> Told:
        """Return what the entities of an article tell."""
        forms: dict[str, set[str]] = defaultdict(set)
        for m in found.mentions:
            if m.entity_id is not None and m.mention_type == "name":
                forms[m.entity_id].add(fold(m.text))
        return cls(
            entities=tuple(found.entities),
            forms={k: tuple(sorted(v)) for k, v in forms.items()},
            offices=dict(found.offices),
            names=dict(found.names),
            named=found.named,
        )

    def as_json(self) -> str:
        """Return it as JSON, the same for the same article."""
        return json.dumps(
            {
                "entities": [[getattr(e, f) for f in _FIELDS] for e in self.entities],
                "forms": self.forms,
                "offices": {k: [o.noun, sorted(o.described)] for k, o in self.offices.items()},
                "names": self.names,
                "named": sorted(self.named),
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )

    @classmethod
    def from_json(cls, text: str) -> Told:
        """Return what :meth:`as_json` wrote."""
        data: dict[str, Any] = json.loads(text)
        return cls(
            entities=tuple(
                Entity(**dict(zip(_FIELDS, values, strict=True)), n_articles=1)
                for values in data["entities"]
            ),
            forms={k: tuple(v) for k, v in data["forms"].items()},
            offices={k: Office(noun, frozenset(d)) for k, (noun, d) in data["offices"].items()},
            names=data["names"],
            named=frozenset(data["named"]),
        )

    def profiles(self) -> Iterator[Profile]:
        """Yield the profile of each entity that may have a row of the folder."""
        people = {e.entity_id: fold(e.name) for e in self.entities if e.entity_type == "person"}
        full = {k: name for k, name in people.items() if " " in name and k in self.named}
        bodies = {
            e.entity_id: fold(e.name)
            for e in self.entities
            if e.entity_type == "organisation" and e.is_named and not is_generic(fold(e.name))
        }
        if len(full) + len(bodies) > MOST_COMPANIONS:
            full, bodies = {}, {}
        places = frozenset(
            e.country_iso3 or fold(e.name)
            for e in self.entities
            if e.entity_type == "place" and e.is_named
        )
        nations = known.nations()
        for e in self.entities:
            if e.entity_id in self.offices:
                continue
            told = fold(e.description or "").split()
            name = fold(e.name)
            yield Profile(
                entity=e,
                words=tuple(name.split()),
                aliases=frozenset(self.forms.get(e.entity_id, ())) | {name},
                roles=frozenset(w for w in told if w in known.person_nouns()),
                nations=frozenset(nations[w] for w in told if w in nations),
                companions=frozenset(
                    name
                    for named in (full, bodies)
                    for other, name in named.items()
                    if other != e.entity_id
                ),
                places=places,
            )


def is_generic(name: str) -> bool:
    """Say whether many countries have a body of that name: the Foreign Ministry, Parliament."""
    return all(word in known.words_of_bodies() for word in name.split())
