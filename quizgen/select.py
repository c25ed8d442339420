"""Selection: from all items that passed to a balanced quiz.

Levels are mixed as asked for, types taken in turn, all parts of the article covered before one
is asked twice, and what the headline is about comes first. No item answers another, none asks
what another has asked, and keys follow no pattern.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from quizgen.errors import OptionError
from quizgen.quiz import LEVELS, Item, Level
from quizgen.verify import find_clash, find_pattern
from quizgen.verify.whole import is_free, own_rows

# Of ten marked items: four to find, four to conclude, two to put together; and one to discuss.
DEFAULT_MIX: Final[Mapping[Level, int]] = {"retrieve": 4, "infer": 4, "integrate": 2, "discuss": 1}
PARTS: Final = 3  # an article is covered when its thirds are
# Items that use up this many rows are worth it only where there are rows to spare.
FEW_ROWS: Final = 1


def select(
    items: Iterable[Item],
    *,
    limit: int,
    seed: int,
    lengths: Mapping[str, int],
    refused: Counter[str],
    mix: Mapping[Level, int] = DEFAULT_MIX,
    titles: Mapping[str, str | None] | None = None,
) -> list[Item]:
    """Return at most ``limit`` marked items, and prompts to discuss as the mix has them.

    What is left out though it was sound is counted.

    Args:
        items: items that passed all checks.
        limit: a maximum, not a goal.
        seed: breaks ties; the same seed gives the same choice.
        lengths: characters of each article, to tell its parts.
        refused: gets the reasons of what is left out.
        mix: shares of the levels; a level without a share is not asked.
        titles: of the articles, to tell what they are about.
    """
    pool = [i for i in sorted(items, key=lambda i: i.item_id) if mix.get(i.level)]
    random.Random(f"{seed}:select").shuffle(pool)
    talk = [i for i in pool if i.type == "discussion"]
    marked = [i for i in pool if i.type != "discussion"]
    salience = {i.item_id: _salience(i, titles or {}) for i in pool}
    plain = [i for i in marked if _n_rows(i) <= FEW_ROWS]
    chosen, why = _fill(marked, limit, lengths, mix, salience)
    single, why_single = _fill(plain, limit, lengths, mix, salience)
    if len(single) > len(chosen):
        # The article is thin: a matching item would use up what gives several questions.
        chosen, why = single, why_single
        why["uses up several questions"] += len(marked) - len(plain)
    refused.update(why)
    shares = sum(n for level, n in mix.items() if level != "discuss")
    wanted = (
        limit
        if not shares or not marked
        else -(-len(chosen) * mix.get("discuss", 0) // max(1, shares))
    )
    chosen = _in_text_order(chosen, seed)
    return chosen + talk[: max(0, wanted)]


def _fill(
    pool: Sequence[Item],
    limit: int,
    lengths: Mapping[str, int],
    mix: Mapping[Level, int],
    salience: Mapping[str, int],
) -> tuple[list[Item], Counter[str]]:
    """Take the best item again and again; return the choice, and why the others are left out."""
    why: Counter[str] = Counter()
    left = list(pool)
    chosen: list[Item] = []
    levels: Counter[str] = Counter()
    types: Counter[str] = Counter()
    templates: Counter[str] = Counter()
    parts: Counter[tuple[str, int]] = Counter()
    verdicts: Counter[str] = Counter()
    while left and len(chosen) < limit:
        item = min(
            left,
            key=lambda i: (
                levels[i.level] / mix[i.level],
                types[i.type],
                templates[str(i.proof["template"])],
                parts[_part(i, lengths)],
                -salience[i.item_id],
                verdicts[i.key] if i.type == "true_false" else 0,
            ),
        )
        left.remove(item)
        reason = _one_sided(item, verdicts) or find_clash(item, chosen)
        if reason:
            why[reason] += 1
            continue
        chosen.append(item)
        levels[item.level] += 1
        types[item.type] += 1
        templates[str(item.proof["template"])] += 1
        parts[_part(item, lengths)] += 1
        if item.type == "true_false":
            verdicts[item.key] += 1
    why["more than asked for"] += len(left)
    return chosen, why


def _one_sided(item: Item, verdicts: Counter[str]) -> str | None:
    if item.type != "true_false":
        return None
    other = sum(verdicts.values()) - verdicts[item.key]
    return "too many statements with one verdict" if verdicts[item.key] > other + 1 else None


def _n_rows(item: Item) -> int:
    """Return how many events, quotations and roles an item takes from others."""
    return len(own_rows(item)) if item.proof["template"] in _SEVERAL else 1


_SEVERAL: Final = frozenset(
    "matching_role matching_speaker matching_date ordering said_which not_said not_happened".split()
)


def _salience(item: Item, titles: Mapping[str, str | None]) -> int:
    """Return how many words of the title an item shares: what the article is about."""
    title = titles.get(item.evidence[0].article_id) or ""
    words = {w for w in title.lower().split() if len(w) > 3}
    text = f"{item.question} {item.key}".lower()
    return sum(w in text for w in words)


def _part(item: Item, lengths: Mapping[str, int]) -> tuple[str, int]:
    evidence = item.evidence[0]
    length = max(1, lengths[evidence.article_id])
    return evidence.article_id, PARTS * evidence.start // length


def _in_text_order(chosen: Sequence[Item], seed: int) -> list[Item]:
    order = sorted(chosen, key=lambda i: (i.evidence[0].article_id, i.evidence[0].start, i.item_id))
    return with_places_balanced(order, str(seed))


def with_places_balanced(items: Sequence[Item], chance: str) -> list[Item]:
    """Return items with options turned until the keys' places are even and follow no pattern.

    Args:
        items: in the order they are printed in.
        chance: what the choice among equally good places hangs on, beside the item's id.
    """
    places: Counter[int] = Counter()
    balanced: list[Item] = []
    for item in items:
        if is_free(item):
            # The key goes where keys have stood least; of such places the item's own chance picks,
            # lest the first item of every quiz have its key in one place.
            order = list(range(len(item.options)))
            random.Random(f"{chance}:{item.item_id}:place").shuffle(order)
            for place in sorted(order, key=lambda p: places[p]):
                turned = _with_key_at(item, place)
                if find_pattern([*balanced, turned]) is None:
                    break
            places[turned.options.index(turned.key)] += 1
            item = turned
        balanced.append(item)
    return balanced


def _with_key_at(item: Item, place: int) -> Item:
    options = [o for o in item.options if o != item.key]
    options.insert(place, item.key)
    return replace(item, options=tuple(options))


def parse_mix(text: str) -> dict[Level, int]:
    """Return the mix that ``retrieve=4,infer=4,integrate=2,discuss=1`` names.

    Raises:
        OptionError: a level is unknown, or a share is no whole number of 0 or more.
    """
    mix: dict[Level, int] = {}
    for part in text.split(","):
        name, _, share = part.strip().partition("=")
        level = _level(name.strip())
        if not (share.strip().isascii() and share.strip().isdigit()):
            raise OptionError(f"{part.strip()!r} gives no whole number; write {name.strip()}=4.")
        mix[level] = int(share)
    check_mix(mix)
    return mix


def check_mix(mix: Mapping[Level, int]) -> None:
    """Check shares of levels.

    Raises:
        OptionError: a level is unknown, a share is no whole number of 0 or more, or all are 0.
    """
    for name, share in mix.items():
        _level(name)
        if not isinstance(share, int) or share < 0:
            raise OptionError(f"{name}: {share!r} is no whole number of 0 or more.")
    if not any(mix.values()):
        raise OptionError("all shares are 0, so nothing would be asked.")


def _level(name: str) -> Level:
    level = next((known for known in LEVELS if known == name), None)
    if level is None:
        raise OptionError(f"{name!r} is no level; known: {', '.join(LEVELS)}.")
    return level
