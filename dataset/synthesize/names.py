"""Names: invented people, places and organisations, by locale.

Given names and surnames are Faker's. Its towns are real ones in many locales, so towns are made
here of a surname and an ending (``templates/places.txt``), countries of two halves. A surname that
is also a word of the templates is drawn again, and no two people of an article share one unless
that is asked for.
"""

from __future__ import annotations

import random
import re
import threading
from functools import cache
from typing import Any

from dataset.synthesize.grammar import Role, read_rows, used_words
from dataset.synthesize.records import Entity

# Letters, with one hyphen or apostrophe inside at most.
_NAME = re.compile(r"[^\W\d_]{2,}(?:[-'’][^\W\d_]{2,})?")
_TRIES = 200


@cache
def locales() -> dict[str, tuple[str, ...]]:
    """Return the endings of towns by locale."""
    return {locale: tuple(endings.split()) for locale, endings in read_rows("places.txt")}


@cache
def _halves() -> tuple[tuple[str, ...], tuple[str, ...]]:
    first, second = (tuple(cells[0].split()) for cells in read_rows("countries.txt"))
    return first, second


class _Fakers(threading.local):
    """Each thread's own instances of Faker, which are slow to make, by locale.

    They hold the state of their random numbers, which articles set anew.
    """

    def __init__(self) -> None:
        self.by_locale: dict[str, Any] = {}

    def of(self, locale: str) -> Any:
        """Return the instance for a locale."""
        if locale not in self.by_locale:
            from faker import Faker

            self.by_locale[locale] = Faker(locale)
        return self.by_locale[locale]


_FAKERS = _Fakers()


class Names:
    """Draws the names of one article; the same seed draws the same ones."""

    def __init__(self, rng: random.Random, locale: str) -> None:
        self.rng = rng
        self.locale = locale
        self._fake = _FAKERS.of(locale)
        self._fake.seed_instance(rng.getrandbits(32))
        self._taken: set[str] = set()

    def given_name(self, gender: str) -> str:
        """Return a given name no one else of the article has."""
        wanted = (
            f"first_romanized_name_{gender}" if self.locale == "ja_JP" else f"first_name_{gender}"
        )
        return self._draw(getattr(self._fake, wanted), short=False)

    def surname(self, gender: str) -> str:
        """Return a surname no one else of the article has."""
        wanted = "last_romanized_name" if self.locale == "ja_JP" else f"last_name_{gender}"
        return self._draw(getattr(self._fake, wanted), short=True)

    def town(self) -> str:
        """Return an invented town."""
        stem = self._draw(
            getattr(self._fake, "last_romanized_name" if self.locale == "ja_JP" else "last_name"),
            short=True,
        )
        stem = re.split(r"[-'’]", stem)[0]
        stem = re.sub(r"[aeiouáéíóúyæøåäöü]+$", "", stem) or stem
        ending = self.rng.choice(locales()[self.locale])
        if ending.endswith("_"):
            return f"{ending[:-1]}{stem}" if ending.endswith("-_") else f"{ending[:-1]} {stem}"
        # No letter three times in a row.
        return re.sub(r"(.)\1\1", r"\1\1", stem + ending)

    def country(self) -> str:
        """Return an invented country."""
        first, second = _halves()
        return self.rng.choice(first) + self.rng.choice(second)

    def _draw(self, draw: Any, *, short: bool) -> str:
        for _ in range(_TRIES):
            name = str(draw())
            fits = _NAME.fullmatch(name) and name[0].isupper() and not name.isupper()
            if not fits or name.lower() in used_words() or (short and len(name) > 12):
                continue
            if not any(name in other or other in name for other in self._taken):
                self._taken.add(name)
                return name
        raise AssertionError(f"{self.locale}: no name left")


def make_cast(roles: tuple[Role, ...], names: Names, *, same_surname: bool) -> dict[str, Entity]:
    """Return the cast of an article by slot: places, organisations, people and groups.

    ``same_surname`` gives the first two people one surname: a hard case.
    """
    cast: dict[str, Entity] = {}
    for slot in ("city", "town"):
        cast[slot] = Entity(slot, "place", names.town())
    land = names.country()
    cast["land"] = Entity("land", "place", land, is_country=True)
    first_surname: str | None = None
    for role in roles:
        if role.kind == "person":
            gender = names.rng.choice(("female", "male"))
            surname = names.surname(gender)
            if same_surname and first_surname is not None and role.slot == "p2":
                surname = first_surname
            first_surname = first_surname or surname
            noun, appositive, *title = role.fields
            cast[role.slot] = Entity(
                role.slot, "person", f"{names.given_name(gender)} {surname}",
                noun=noun, appositive=appositive, title=title[0] if title and title[0] else None,
                surname=surname, gender=gender,
            )  # fmt: skip
        elif role.kind == "org":
            name, noun = role.fields
            full = re.sub(
                r"\{(\w+)\}",
                lambda m: names.surname("male") if m[1] == "surname" else cast[m[1]].name,
                name,
            )
            article, bare = ("the", full[4:]) if full.startswith("the ") else ("", full)
            cast[role.slot] = Entity(role.slot, "organisation", bare, article=article, noun=noun)
        else:
            noun = role.fields[0]
            cast[role.slot] = Entity(role.slot, "group", noun, noun=noun, is_named=False)
    return cast
