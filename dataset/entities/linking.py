"""Linking: the same person, place or body in several articles is one row of ``entities``.

Articles are linked in the order of their dates (then ids), whatever the order they came in,
and each entity joins what is known already or opens a new row. So an article dated after the
others changes no id, and one that shares no name with them changes nothing at all.

Places and bodies are the same if their names are. People need evidence besides: two articles
on a *John Smith* are about one man only if they share a description, a place or people they
both name; a surname alone needs more of it than a full name (:func:`_is_same_person`).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from dataset.entities import known
from dataset.entities.antecedents import ALIKE
from dataset.entities.names import PARTICLES
from dataset.entities.records import Entities, Entity, Office, fold
from dataset.entities.spelling import (
    consonants,
    is_misspelling,
    same_middle,
    sound_alike_in_full,
    sounds_alike,
)

# So many are shared that a pronoun must have been given to the wrong person somewhere.
COMPANIONS_AGAINST_GENDER: Final = 3
# A bare surname joins a full name if this many people of its article are known beside it.
COMPANIONS_FOR_A_SURNAME: Final = 2
# An article that names more people and bodies than this is a list: who stands in it with whom
# tells nothing, and to keep all with each would take room that grows with the square.
MOST_COMPANIONS: Final = 300


class Linked(NamedTuple):
    """Where an article's own ids lead: article_id → its id → the folder's row.

    None for an office (*the French President*) whose holder nobody tells: it has no row.
    """

    entities: list[Entity]
    ids: dict[str, dict[str, str | None]]


@dataclass(frozen=True, slots=True)
class _Profile:
    """What one article tells of an entity, as far as it bears on who it is."""

    entity: Entity
    words: tuple[str, ...]
    aliases: frozenset[str]
    roles: frozenset[str]
    nations: frozenset[str]
    companions: frozenset[str]
    places: frozenset[str]


@dataclass(slots=True)
class _Row:
    """A row of the folder as it grows; evidence of all its articles is kept together."""

    entity_id: str
    articles: list[Entity] = field(default_factory=list)
    names: set[tuple[str, ...]] = field(default_factory=set)
    aliases: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)
    nations: set[str] = field(default_factory=set)
    companions: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    genders: Counter[str] = field(default_factory=Counter)
    descriptions: set[str] = field(default_factory=set)
    more: int = 0

    def join(self, profile: _Profile) -> None:
        self.articles.append(profile.entity)
        self.names.add(profile.words)
        self.aliases |= profile.aliases
        self.roles |= profile.roles
        self.nations |= profile.nations
        self.companions |= profile.companions
        self.places |= profile.places
        if profile.entity.gender:
            self.genders[profile.entity.gender] += 1
        if profile.entity.description:
            self.descriptions.add(profile.entity.description)


class Linker:
    """Takes the entities of articles, in any order, and links them when all are there."""

    def __init__(self) -> None:
        self._articles: dict[str, tuple[dt.date | None, list[_Profile]]] = {}
        self._offices: dict[str, dict[str, tuple[Office, int]]] = {}

    def add(self, article_id: str, date: dt.date | None, entities: Entities) -> None:
        """Take in what an article mentions."""
        profiles = [p for p in _profiles(entities) if p.entity.entity_id not in entities.offices]
        self._articles[article_id] = (date, profiles)
        counts = {e.entity_id: e.n_mentions for e in entities.entities}
        self._offices[article_id] = {
            local: (office, counts[local]) for local, office in sorted(entities.offices.items())
        }

    def link(self) -> Linked:
        """Return the folder's rows, sorted by id, and where the articles' own ids lead."""
        folder = _Folder()
        ids: dict[str, dict[str, str | None]] = {}
        order = sorted(self._articles, key=self._order)
        for article_id in order:
            _, profiles = self._articles[article_id]
            ids[article_id] = dict(folder.take(article_id, profiles))
        for article_id in order:
            offices = self._offices[article_id]
            described = folder.described(ids[article_id].values()) if offices else {}
            for local, (office, mentions) in offices.items():
                ids[article_id][local] = folder.holder(office, mentions, described)
        return Linked(sorted(folder.entities(), key=lambda e: e.entity_id), ids)

    def _order(self, article_id: str) -> tuple[dt.date, str]:
        return self._articles[article_id][0] or dt.date.max, article_id


def _profiles(entities: Entities) -> list[_Profile]:
    forms: dict[str, set[str]] = defaultdict(set)
    for m in entities.mentions:
        if m.entity_id is not None and m.mention_type == "name":
            forms[m.entity_id].add(fold(m.text))
    people = {e.entity_id: fold(e.name) for e in entities.entities if e.entity_type == "person"}
    full = {k: name for k, name in people.items() if " " in name and k in entities.named}
    bodies = {
        e.entity_id: fold(e.name)
        for e in entities.entities
        if e.entity_type == "organisation" and e.is_named and not _is_generic(fold(e.name))
    }
    if len(full) + len(bodies) > MOST_COMPANIONS:
        full, bodies = {}, {}
    places = frozenset(
        e.country_iso3 or fold(e.name)
        for e in entities.entities
        if e.entity_type == "place" and e.is_named
    )
    nations = known.nations()
    profiles = []
    for e in entities.entities:
        told = fold(e.description or "").split()
        profiles.append(
            _Profile(
                entity=e,
                words=tuple(fold(e.name).split()),
                aliases=frozenset(forms[e.entity_id] | {fold(e.name)}),
                roles=frozenset(w for w in told if w in known.person_nouns()),
                nations=frozenset(nations[w] for w in told if w in nations),
                companions=frozenset(
                    [n for k, n in full.items() if k != e.entity_id]
                    + [n for k, n in bodies.items() if k != e.entity_id]
                ),
                places=places,
            )
        )
    return profiles


def _is_generic(name: str) -> bool:
    """Say whether many countries have a body of that name: the Foreign Ministry, Parliament."""
    return all(word in known.words_of_bodies() for word in name.split())


# People by the words of their descriptions, each with all words of that one.
_Described = dict[str, list[tuple[_Row, frozenset[str]]]]


class _Folder:
    """The rows so far, and where to look for one."""

    def __init__(self) -> None:
        self.rows: list[_Row] = []
        self.by_id: dict[str, int] = {}
        self.by_key: dict[tuple[str, str], dict[int, None]] = defaultdict(dict)

    def take(self, article_id: str, profiles: list[_Profile]) -> dict[str, str]:
        """Link the entities of one article; no two of them are the same."""
        ids: dict[str, str] = {}
        used: set[int] = set()
        met: list[tuple[_Profile, int]] = []
        # Full names first: a surname must not take the place of the one who bears it in full.
        for p in sorted(profiles, key=lambda p: (-len(p.words), p.entity.entity_id)):
            number = self._find(p, used)
            if number is None:
                number = len(self.rows)
                self.rows.append(_Row(self._new_id(p.entity, article_id)))
                self.by_id[self.rows[number].entity_id] = number
            used.add(number)
            self.rows[number].join(p)
            met.append((p, number))
            ids[p.entity.entity_id] = self.rows[number].entity_id
        for p, number in met:  # no sooner: two of one article are never the same
            for key in _keys(p):
                self.by_key[key][number] = None
        return ids

    def _new_id(self, entity: Entity, article_id: str) -> str:
        found = entity.entity_id
        return f"{found}-{article_id}" if found in self.by_id else found

    def _find(self, profile: _Profile, used: set[int]) -> int | None:
        if not profile.entity.is_named:
            return None
        near = {n for key in _keys(profile) for n in self.by_key.get(key, ())} - used
        same = [n for n in sorted(near) if _is_same(profile, self.rows[n])]
        if len(same) > 1 and profile.entity.entity_type == "person" and len(profile.words) == 1:
            return None  # whose surname it is, nothing tells
        # Of several the one with most in common; of as many, the first.
        return max(same, key=lambda n: (_shared(profile, self.rows[n]), -n), default=None)

    def described(self, here: Iterable[str | None]) -> _Described:
        """Return the people of an article by each word of what any article says they are."""
        found: _Described = defaultdict(list)
        for entity_id in sorted(set(filter(None, here))):
            row = self.rows[self.by_id[entity_id]]
            if row.articles[0].entity_type == "person":
                for told in row.descriptions:
                    words = frozenset(fold(told).split())
                    for word in words:
                        found[word].append((row, words))
        return found

    def holder(self, office: Office, mentions: int, described: _Described) -> str | None:
        """Return the one person of an article whom other articles give an office to, if any.

        It is called so with its nation or body: French President. Its mentions are counted as
        the person's.
        """
        beside = {fold(w) for w in office.described}
        told = described.get(fold(office.noun), ()) if beside else ()
        holders = {row.entity_id: row for row, words in told if beside <= words}
        if len(holders) != 1:
            return None
        (row,) = holders.values()
        row.more += mentions
        return row.entity_id

    def entities(self) -> Iterable[Entity]:
        for row in self.rows:
            yield _merged(row)


def _keys(profile: _Profile) -> list[tuple[str, str]]:
    kind = profile.entity.entity_type
    if kind == "person":
        return [(kind, consonants(profile.words[-1]))] if profile.words else []
    if profile.entity.is_country and profile.entity.country_iso3:
        return [(kind, profile.entity.country_iso3)]
    return [(kind, alias) for alias in sorted(profile.aliases)]


def _shared(profile: _Profile, row: _Row) -> int:
    """Return how much of what an article tells of an entity is known of a row."""
    return sum(
        len(ours & theirs)
        for ours, theirs in (
            (profile.roles, row.roles),
            (profile.nations, row.nations),
            (profile.companions, row.companions),
            (profile.places, row.places),
        )
    )


def _is_same(profile: _Profile, row: _Row) -> bool:
    kind = profile.entity.entity_type
    if row.articles[0].entity_type != kind or row.articles[0].is_named is False:
        return False
    if kind == "person":
        return _is_same_person(profile, row)
    if kind == "place" and profile.entity.is_country:
        return any(e.country_iso3 == profile.entity.country_iso3 for e in row.articles[:1])
    shared = profile.aliases & row.aliases
    if kind == "organisation" and all(_is_generic(name) for name in shared):
        # A House, a Foreign Ministry: the same if called just so, and about the same country.
        return profile.words in row.names and bool(profile.places & row.places)
    return bool(shared)


def _is_same_person(profile: _Profile, row: _Row) -> bool:
    """Say whether an article's person is one the folder knows.

    With the same full name (or a spelling of it): if they are
    called the same, or the articles name a person or body they share, or, unless they are
    called quite different things, a place. With a surname alone: if they are called the same
    and share a nation or place, or two companions are shared. Where genders differ, a place or
    one companion is not enough: but a gender may have been read amiss.
    """
    gender = profile.entity.gender
    roles = bool(profile.roles & row.roles)
    nations = bool(profile.nations & row.nations)
    if profile.nations and row.nations and not nations:
        return False
    companions = len(profile.companions & row.companions)
    places = bool(profile.places & row.places)
    if gender and row.genders and gender not in row.genders:
        return companions >= COMPANIONS_AGAINST_GENDER and _names_agree(profile, row)
    if _names_agree(profile, row):
        disjoint = bool(profile.roles) and bool(row.roles) and not roles
        return roles or nations or companions > 0 or (places and not disjoint)
    words = profile.words
    bare = any(words == o or _is_surname(words, o) or _is_surname(o, words) for o in row.names)
    if not bare:
        return False
    full = [o for o in (*row.names, profile.words) if len(o) > 1]
    if any(not _same_full_name(a, b) for a in full for b in full if a != b):
        return False  # two people of that surname already
    return (roles and (nations or places)) or companions >= COMPANIONS_FOR_A_SURNAME


def _names_agree(profile: _Profile, row: _Row) -> bool:
    return any(_same_full_name(profile.words, other) for other in row.names)


def _same_full_name(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if one == other:
        return len(one) > 1
    if len(one) < 2 or len(other) < 2 or not same_middle(one, other):
        return False
    if is_misspelling(" ".join(one), " ".join(other)):
        return True
    initial = min(len(one[0]), len(other[0])) == 1 and one[0][0] == other[0][0]
    return sound_alike_in_full(one, other) or (initial and sounds_alike(one[-1], other[-1]))


def _is_surname(one: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Say whether a name is the other's surname, with or without its particle."""
    if len(one) >= len(full) or not one:
        return False
    if full[-len(one) :] == one:
        return len(one) == 1 or one[0] in PARTICLES
    return False


def _majority(genders: Counter[str]) -> str | None:
    """Return the gender of nearly all articles that tell one."""
    for gender, count in genders.most_common(1):
        if count >= ALIKE * genders.total():
            return gender
    return None


def _merged(row: _Row) -> Entity:
    """Return one row of all articles; counts are summed.

    Of names the fullest is kept, of as full ones that of most articles, then the longest,
    then the first in the alphabet; of descriptions that of most articles, then as with names.
    """

    def commonest(values: Iterable[str]) -> str:
        counts = Counter(values)
        return min(counts, key=lambda v: (-counts[v], -len(v), v))

    same = row.articles
    words = max(len(fold(e.name).split()) for e in same)
    fullest = [e.name for e in same if len(fold(e.name).split()) == words]
    described = [e.description for e in same if e.description]
    first = same[0]
    return replace(
        first,
        entity_id=row.entity_id,
        name=commonest(fullest),
        description=commonest(described) if described else None,
        gender=_majority(row.genders),
        n_articles=len(same),
        n_mentions=sum(e.n_mentions for e in same) + row.more,
    )
