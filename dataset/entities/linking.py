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
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

from dataset.entities.antecedents import ALIKE
from dataset.entities.names import PARTICLES
from dataset.entities.records import Entity, Office, fold
from dataset.entities.rows import Row, Rows, Words
from dataset.entities.spelling import (
    consonants,
    is_misspelling,
    same_middle,
    sound_alike_in_full,
    sounds_alike,
)
from dataset.entities.told import Profile, Told, is_generic

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


class Renamed(NamedTuple):
    """What differs between an article's own rows and the folder's.

    ``ids`` lead from its id to the folder's, None where there is no row; ``names`` from the name
    its tables use to the folder's name. What is not there stays.
    """

    ids: dict[str, str | None]
    names: dict[str, str]


# People, by number, under the words of their descriptions, each with all words of that one.
_Described = dict[str, list[tuple[int, frozenset[str]]]]


class Linker:
    """Links the entities of articles.

    First :meth:`add` each article, in any order, then :meth:`link`; after it :meth:`entities` and
    :meth:`renamed` tell what came of it. To be used by one thread.

    Args:
        folder: where is put what does not fit in memory; None for a few articles.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._rows = Rows(folder)

    def add(self, article_id: str, date: dt.date | None, told: str) -> None:
        """Take in what an article tells of its entities (:meth:`Told.as_json`)."""
        self._rows.add_told(article_id, (date or dt.date.max).isoformat(), told)

    def link(self) -> None:
        """Give each entity its row of the folder."""
        settle: list[str] = []
        for article_id, text in self._rows.all_told():
            told = Told.from_json(text)
            self._take(article_id, told)
            if told.offices:
                settle.append(article_id)
        for article_id in settle:
            self._settle(article_id, Told.from_json(self._rows.told(article_id)))
        self._rows.finish(_merged(row) for row in self._rows)

    def _take(self, article_id: str, told: Told) -> None:
        """Link the entities of one article; no two of them are the same."""
        ids: dict[str, int] = {}
        used: set[int] = set()
        met: list[tuple[Profile, int]] = []
        rows = self._rows
        # Full names first: a surname must not take the place of the one who bears it in full.
        for p in sorted(told.profiles(), key=lambda p: (-len(p.words), p.entity.entity_id)):
            number = self._find(p, used)
            if number is None:
                number = rows.add(Row(self._new_id(p.entity, article_id), p.entity))
            used.add(number)
            rows[number].join(p)
            met.append((p, number))
            ids[p.entity.entity_id] = number
        for p, number in met:  # no sooner: two of one article are never the same
            rows.add_keys(number, p.words, _keys(p))
        self._set(article_id, ids, told)

    def _settle(self, article_id: str, told: Told) -> None:
        """Find who holds the offices that an article takes for known."""
        linked = json.loads(self._rows.linked(article_id))
        ids: dict[str, int | None] = {local: number for local, (number, _) in linked.items()}
        described = self._described(number for number in ids.values() if number is not None)
        mentions = {e.entity_id: e.n_mentions for e in told.entities}
        for local, office in sorted(told.offices.items()):
            ids[local] = self._holder(office, mentions[local], described)
        self._set(article_id, ids, told)

    def _set(self, article_id: str, ids: Mapping[str, int | None], told: Told) -> None:
        order = [local for local in told.names if local in ids]
        order += [local for local in ids if local not in told.names]
        linked = {local: (ids[local], told.names.get(local)) for local in order}
        self._rows.set_linked(article_id, json.dumps(linked, ensure_ascii=False))

    def entities(self) -> Iterator[Entity]:
        """Yield the folder's rows, by id."""
        return self._rows.entities()

    def renamed(self, article_id: str) -> Renamed:
        """Return what differs between an article's own rows and the folder's."""
        ids: dict[str, str | None] = {}
        names: dict[str, str] = {}
        for local, (number, own) in json.loads(self._rows.linked(article_id)).items():
            if number is None:
                ids[local] = None
                continue
            entity_id, name = self._rows.final(number)
            if entity_id != local:
                ids[local] = entity_id
            if own is not None:
                names[own] = name
        return Renamed(ids, {own: name for own, name in names.items() if own != name})

    def close(self) -> None:
        """Throw the rows away."""
        self._rows.close()

    def _new_id(self, entity: Entity, article_id: str) -> str:
        found = entity.entity_id
        return found if self._rows.number_of(found) is None else f"{found}-{article_id}"

    def _find(self, profile: Profile, used: set[int]) -> int | None:
        if not profile.entity.is_named:
            return None
        person = profile.entity.entity_type == "person"
        near = {
            number
            for key in _keys(profile)
            for number, words in self._rows.near(key)
            if number not in used and (not person or _may_be_one(profile.words, words))
        }
        same = [n for n in sorted(near) if _is_same(profile, self._rows[n])]
        if len(same) > 1 and person and len(profile.words) == 1:
            return None  # whose surname it is, nothing tells
        # Of several the one with most in common; of as many, the first.
        return max(same, key=lambda n: (_shared(profile, self._rows[n]), -n), default=None)

    def _described(self, here: Iterable[int]) -> _Described:
        """Return the people of an article by each word of what any article says they are."""
        found: _Described = defaultdict(list)
        for number in sorted(set(here)):
            row = self._rows[number]
            if row.first.entity_type == "person":
                for told in row.described:
                    words = frozenset(fold(told).split())
                    for word in words:
                        found[word].append((number, words))
        return found

    def _holder(self, office: Office, mentions: int, described: _Described) -> int | None:
        """Return the one person of an article whom other articles give an office to, if any.

        It is called so with its nation or body: French President. Its mentions are counted as
        the person's.
        """
        beside = {fold(w) for w in office.described}
        told = described.get(fold(office.noun), ()) if beside else ()
        holders = {number for number, words in told if beside <= words}
        if len(holders) != 1:
            return None
        (number,) = holders
        self._rows[number].n_mentions += mentions
        return number


def link(articles: Mapping[str, tuple[dt.date | None, Told]]) -> Linked:
    """Return the rows of a few articles, sorted by id, and where the articles' own ids lead."""
    linker = Linker()
    for article_id, (date, told) in articles.items():
        linker.add(article_id, date, told.as_json())
    linker.link()
    ids: dict[str, dict[str, str | None]] = {}
    for article_id in articles:
        renamed = linker.renamed(article_id).ids
        own = [e.entity_id for e in articles[article_id][1].entities]
        ids[article_id] = {local: renamed.get(local, local) for local in own}
    linked = Linked(list(linker.entities()), ids)
    linker.close()
    return linked


def _keys(profile: Profile) -> list[tuple[str, str]]:
    kind = profile.entity.entity_type
    if kind == "person":
        return [(kind, consonants(profile.words[-1]))] if profile.words else []
    if profile.entity.is_country and profile.entity.country_iso3:
        return [(kind, profile.entity.country_iso3)]
    return [(kind, alias) for alias in sorted(profile.aliases)]


def _shared(profile: Profile, row: Row) -> int:
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


def _is_same(profile: Profile, row: Row) -> bool:
    kind = profile.entity.entity_type
    if row.first.entity_type != kind or row.first.is_named is False:
        return False
    if kind == "person":
        return _is_same_person(profile, row)
    if kind == "place" and profile.entity.is_country:
        return row.first.country_iso3 == profile.entity.country_iso3
    shared = profile.aliases & row.aliases
    if kind == "organisation" and all(is_generic(name) for name in shared):
        # A House, a Foreign Ministry: the same if called just so, and about the same country.
        return profile.words in row.names and bool(profile.places & row.places)
    return bool(shared)


def _is_same_person(profile: Profile, row: Row) -> bool:
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


def _may_be_one(words: Words, other: Words) -> bool:
    """Say whether two names can be one person's at all, whatever else is known."""
    alike = words == other or _same_full_name(words, other)
    return alike or _is_surname(words, other) or _is_surname(other, words)


def _names_agree(profile: Profile, row: Row) -> bool:
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


def _merged(row: Row) -> Entity:
    """Return one row of all articles; counts are summed.

    Of names the fullest is kept, of as full ones that of most articles, then the longest,
    then the first in the alphabet; of descriptions that of most articles, then as with names.
    """

    def commonest(counts: Mapping[str, int]) -> str:
        return min(counts, key=lambda v: (-counts[v], -len(v), v))

    words = max(len(fold(name).split()) for name in row.called)
    fullest = {name: n for name, n in row.called.items() if len(fold(name).split()) == words}
    return replace(
        row.first,
        entity_id=row.entity_id,
        name=commonest(fullest),
        description=commonest(row.described) if row.described else None,
        gender=_majority(row.genders),
        n_articles=row.n_articles,
        n_mentions=row.n_mentions,
    )
