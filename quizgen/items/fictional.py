"""Invented names beside the article's own, where it names too few: only if a teacher allows it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any, Final

from quizgen.distractors import ENOUGH, WANTED, shuffled
from quizgen.items._proof import rng_of
from quizgen.library import Library
from quizgen.names import same_name
from quizgen.quiz import Item

# Faker's locale for a country's names, of those that write them in Latin letters.
LOCALES: Final = {
    "AUT": "de_AT", "BEL": "nl_BE", "BRA": "pt_BR", "CAN": "en_CA", "CHE": "de_CH", "CZE": "cs_CZ",
    "DEU": "de_DE", "DNK": "da_DK", "ESP": "es_ES", "EST": "et_EE", "FIN": "fi_FI", "FRA": "fr_FR",
    "GBR": "en_GB", "HRV": "hr_HR", "HUN": "hu_HU", "IND": "en_IN", "IRL": "en_IE", "ITA": "it_IT",
    "LTU": "lt_LT", "LVA": "lv_LV", "MEX": "es_MX", "NLD": "nl_NL", "NOR": "no_NO", "NZL": "en_NZ",
    "POL": "pl_PL", "PRT": "pt_PT", "ROU": "ro_RO", "SVK": "sk_SK", "SVN": "sl_SI", "SWE": "sv_SE",
    "TUR": "tr_TR", "USA": "en_US",
}  # fmt: skip
DEFAULT_LOCALE: Final = "en_US"
# Ways of asking for one person; beside a pair single names would be no choice.
_OF_ONE: Final = frozenset(["who_said", "who_told", "subject", "agent", "object"])


def add_fictional(library: Library, item: Item, seed: int) -> Item:
    """Return an open item on a person as a choice among invented names; others unchanged.

    The names are Faker's for the country the article speaks of most, of the key's gender if
    known; the proof marks them as invented. No name of the article is among them.
    """
    if item.options or item.proof["kind"] != "person" or item.proof["template"] not in _OF_ONE:
        return item
    article_id = item.evidence[0].article_id
    locale = _locale(library, article_id)
    taken = [e["name"] for e in library.entities_in(article_id, "person")]
    gender = next(
        (e["gender"] for e in library.entities_in(article_id, "person") if e["name"] == item.key),
        None,
    )
    fake = _faker(locale, f"{seed}:{item.item_id}")
    names: list[str] = []
    for _ in range(20 * WANTED):
        first = fake.first_name_female() if gender == "female" else fake.first_name_male()
        name = f"{first} {fake.last_name()}"
        if not any(same_name(name, other) for other in [*taken, *names]):
            names.append(name)
        if len(names) == WANTED:
            break
    if len(names) < ENOUGH:
        return item
    if len(item.key.split()) == 1:  # beside a lone surname stand surnames
        names = [n.split()[-1] for n in names]
    rng = rng_of(seed, f"{item.item_id}-fictional")
    told = dict.fromkeys(names, f"invented (Faker, {locale}); the article names nobody so")
    return replace(
        item,
        type="who_said" if item.type == "who_said" else "multiple_choice",
        options=shuffled([item.key, *names], rng),
        proof={**item.proof, "distractors": told, "fictional": names},
    )


def _locale(library: Library, article_id: str) -> str:
    """Return the locale of the country an article speaks of most."""
    counts: Counter[str] = Counter()
    for mention in library.mentions_of[article_id]:
        country = library.entities[mention["entity_id"]]["country_iso3"]
        if country in LOCALES:
            counts[country] += 1
    best = max(counts, key=lambda c: (counts[c], c), default=None)
    return LOCALES[best] if best else DEFAULT_LOCALE


def _faker(locale: str, seed: str) -> Any:
    from faker import Faker

    fake = Faker(locale)
    fake.seed_instance(seed)
    return fake
