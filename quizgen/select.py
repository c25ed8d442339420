"""Selection: from all items that passed to a balanced quiz.

One item an event or quotation, at most two a sentence, no item that gives away another's
answer, types taken in turn, and all parts of the article covered before one is asked twice.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from quizgen.quiz import Item

MAX_PER_SENTENCE: Final = 2
# Quotations and questions come first: they ask for more than a gap does.
TYPE_ORDER: Final = ("who_said", "multiple_choice", "true_false", "short_answer", "cloze")
PARTS: Final = 3  # an article is covered when its thirds are
MAX_SIMILARITY: Final = 0.6  # of two questions' words


def select(
    items: Iterable[Item],
    *,
    limit: int,
    seed: int,
    lengths: dict[str, int],
    refused: Counter[str],
) -> list[Item]:
    """Return at most ``limit`` items; what is left out though it was sound is counted.

    Args:
        items: items that passed all checks.
        limit: a maximum, not a goal.
        seed: breaks ties; the same seed gives the same choice.
        lengths: characters of each article, to tell its parts.
        refused: gets the reasons of what is left out.
    """
    rng = random.Random(f"{seed}:select")
    pools: dict[str, list[Item]] = defaultdict(list)
    for item in sorted(items, key=lambda i: i.item_id):
        pools[item.type].append(item)
    for pool in pools.values():
        rng.shuffle(pool)
    chosen: list[Item] = []
    covered: Counter[tuple[str, int]] = Counter()
    verdicts: Counter[str] = Counter()
    while len(chosen) < limit and any(pools.values()):
        progress = False
        for kind in TYPE_ORDER:
            # The pool in the order of parts asked least, so that all of the text is covered.
            pools[kind].sort(key=lambda i: covered[_part(i, lengths)])
            while pools[kind] and len(chosen) < limit:
                item = pools[kind].pop(0)
                reason = _clash(item, chosen, verdicts)
                if reason:
                    refused[reason] += 1
                    continue
                chosen.append(item)
                covered[_part(item, lengths)] += 1
                if item.type == "true_false":
                    verdicts[item.key] += 1
                progress = True
                break
        if not progress:
            break
    refused["more than asked for"] += sum(map(len, pools.values()))
    chosen.sort(key=lambda i: (i.evidence[0].article_id, i.evidence[0].start, i.item_id))
    return chosen


def _part(item: Item, lengths: dict[str, int]) -> tuple[str, int]:
    evidence = item.evidence[0]
    length = max(1, lengths[evidence.article_id])
    return evidence.article_id, PARTS * evidence.start // length


def _clash(item: Item, chosen: Sequence[Item], verdicts: Counter[str]) -> str | None:
    if (
        item.type == "true_false"
        and verdicts[item.key] > sum(verdicts.values()) - verdicts[item.key] + 1
    ):
        return "too many statements with one verdict"
    sentence = item.evidence[0].sentence_id
    if sum(c.evidence[0].sentence_id == sentence for c in chosen) >= MAX_PER_SENTENCE:
        return "sentence already asked"
    for other in chosen:
        if set(item.proof["rows"][:1]) & set(other.proof["rows"]) or set(
            other.proof["rows"][:1]
        ) & set(item.proof["rows"]):
            return "event already asked"
        if set(_events(item)) & set(_events(other)):
            return "event already asked"
        if _gives_away(item, other) or _gives_away(other, item):
            return "gives away another answer"
        if _similarity(item.question, other.question) > MAX_SIMILARITY:
            return "question too like another"
    return None


def _events(item: Item) -> list[str]:
    return [r for r in item.proof["rows"] if re.search(r":e\d+$", r)]


def _gives_away(one: Item, other: Item) -> bool:
    """Say whether one question holds another's answer: of the same sentence, or an open one."""
    if other.type == "true_false":
        return False
    key = other.key.lower()
    if key not in one.question.lower():
        return False
    same = one.evidence[0].sentence_id == other.evidence[0].sentence_id
    return same or (not other.options and len(key.split()) > 1)


def _similarity(one: str, other: str) -> float:
    a, b = set(re.findall(r"\w+", one.lower())), set(re.findall(r"\w+", other.lower()))
    return len(a & b) / max(1, len(a | b))
