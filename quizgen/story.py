"""Which articles belong together: those about a person, and those of one storyline."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Final

from quizgen.errors import UnknownName

if TYPE_CHECKING:
    import pyarrow as pa

# Two articles that share so many named people and organisations tell of one story.
MIN_SHARED: Final = 2
# Whoever stands in more than this share of a large folder ties nothing together.
MAX_SHARE: Final = 0.5
SMALL_FOLDER: Final = 20
MOST_NAMED: Final = 20  # names offered where one is not known


def find_entity(entities: list[dict[str, Any]], name: str) -> dict[str, Any]:
    """Return the entity a name means, of rows of the table ``entities``.

    The name may be the full one, in any case, or a part that only one entity bears.

    Raises:
        UnknownName: nobody is called so, or several are; the message offers who there is.
    """
    named = [e for e in entities if e["is_named"]]
    wanted = " ".join(name.lower().split())
    found = [e for e in named if e["name"].lower() == wanted]
    if not found:
        words = set(wanted.split())
        found = [e for e in named if words and words <= set(e["name"].lower().split())]
    if len(found) == 1:
        return found[0]
    most = sorted(named, key=lambda e: (-e["n_mentions"], e["name"]))[:MOST_NAMED]
    raise UnknownName("person, place or organisation", name, [e["name"] for e in found or most])


def naming_articles(mentions: pa.Table, entity_id: str) -> list[str]:
    """Return the ids of the articles that name an entity, in order."""
    import pyarrow.compute as pc

    own = (pc.field("entity_id") == entity_id) & (pc.field("mention_type") == "name")
    return sorted(set(mentions.filter(own)["article_id"].to_pylist()))


def storyline(mentions: list[dict[str, Any]], entities: dict[str, dict[str, Any]]) -> list[str]:
    """Return the articles of the largest storyline, in order of id.

    Articles are tied if they name :data:`MIN_SHARED` people or organisations in common.
    """
    named: dict[str, set[str]] = defaultdict(set)
    for row in mentions:
        entity = entities.get(row["entity_id"] or "")
        ties = entity is not None and entity["entity_type"] in {"person", "organisation"}
        if ties and row["mention_type"] == "name":
            named[row["article_id"]].add(row["entity_id"])
    spread = Counter(e for own in named.values() for e in own)
    if len(named) > SMALL_FOLDER:
        common = {e for e, n in spread.items() if n > MAX_SHARE * len(named)}
        named = defaultdict(set, {a: own - common for a, own in named.items()})
    holders: dict[str, list[str]] = defaultdict(list)
    for article_id in sorted(named):
        for entity_id in named[article_id]:
            holders[entity_id].append(article_id)
    shared: Counter[tuple[str, str]] = Counter()
    for articles in holders.values():
        shared.update((a, b) for i, a in enumerate(articles) for b in articles[i + 1 :])
    group = {a: a for a in named}

    def root(article_id: str) -> str:
        while group[article_id] != article_id:
            article_id = group[article_id]
        return article_id

    for (a, b), n in sorted(shared.items()):
        if n >= MIN_SHARED:
            one, two = sorted((root(a), root(b)))
            group[two] = one
    stories: dict[str, list[str]] = defaultdict(list)
    for article_id in sorted(named):
        stories[root(article_id)].append(article_id)
    return max(stories.values(), key=lambda s: (len(s), s[0]), default=[])
