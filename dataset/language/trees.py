"""Spanning trees: the best tree given the score of every arc.

Greedy heads need not form a tree; this does (Chu and Liu 1965; Edmonds 1967), with exactly
one word under the root, as Universal Dependencies wants it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float64]
Heads = npt.NDArray[np.int64]

# The best root is nearly always among the likeliest few; trying all would be quadratic.
ROOTS_TRIED = 4


def best_tree(scores: Scores) -> Heads:
    """Return the head of each position; ``scores[d, h]`` is the log probability of h as head.

    Position 0 is the root, whose own head is given as 0. The tree has one child of the root.

    >>> best_tree(np.log([[1, 1, 1], [0.1, 0.1, 0.8], [0.2, 0.7, 0.1]]))
    array([0, 2, 0])
    """
    n = len(scores)
    scores = np.array(scores, dtype=np.float64)
    np.fill_diagonal(scores, -np.inf)
    heads: Heads = scores.argmax(1)
    heads[0] = 0
    if _is_tree(heads) and (heads[1:] == 0).sum() == 1:
        return heads
    best, best_score = heads, -np.inf
    for root in np.argsort(-scores[1:, 0])[:ROOTS_TRIED] + 1:
        rooted = scores.copy()
        rooted[1:, 0] = -np.inf
        rooted[root] = -np.inf
        rooted[root, 0] = 0.0
        heads = _edmonds(rooted)
        total = scores[np.arange(1, n), heads[1:]].sum()
        if total > best_score:
            best, best_score = heads, total
    return best


def _is_tree(heads: Heads) -> bool:
    return _cycle(heads) is None


def _cycle(heads: Heads) -> list[int] | None:
    """Return the positions of a cycle that does not pass through the root, or None."""
    colour = np.zeros(len(heads), dtype=np.int64)
    colour[0] = -1
    for start in range(1, len(heads)):
        path: list[int] = []
        at = start
        while colour[at] == 0:
            colour[at] = start
            path.append(at)
            at = int(heads[at])
        if colour[at] == start:
            return path[path.index(at) :]
        colour[path] = -1
    return None


def _edmonds(scores: Scores) -> Heads:
    heads: Heads = scores.argmax(1)
    heads[0] = 0
    cycle = _cycle(heads)
    if cycle is None:
        return heads
    # Contract the cycle into one new last position, solve, and break it where it is entered.
    inside = np.zeros(len(scores), dtype=bool)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)
    m = len(outside)
    small = np.full((m + 1, m + 1), -np.inf)
    small[:m, :m] = scores[np.ix_(outside, outside)]
    members = np.array(cycle)
    kept = scores[members, heads[members]]
    # The gain of giving a member this head instead of its head in the cycle.
    entering = scores[np.ix_(members, outside)] - kept[:, None]
    small[m, :m] = entering.max(0)
    entered = members[entering.argmax(0)]
    leaving = scores[np.ix_(outside, members)]
    small[:m, m] = leaving.max(1)
    left = members[leaving.argmax(1)]
    small_heads = _edmonds(small)
    for i in range(1, m):
        head = int(small_heads[i])
        heads[outside[i]] = left[i] if head == m else outside[head]
    head = int(small_heads[m])
    heads[entered[head]] = outside[head]
    return heads
