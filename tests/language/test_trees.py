"""The best tree is a tree, has one root, and no other tree is better."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.language.trees import best_tree


def is_tree(heads: list[int]) -> bool:
    """Say whether all words hang, over others or not, on one word under the root."""
    for start in range(1, len(heads)):
        at, steps = start, 0
        while at and steps <= len(heads):
            at, steps = heads[at], steps + 1
        if at:
            return False
    return heads[0] == 0 and heads[1:].count(0) == 1


def total(scores: np.ndarray, heads: list[int]) -> float:
    return sum(float(scores[d, h]) for d, h in enumerate(heads) if d)


def best_by_trial(scores: np.ndarray) -> float:
    n = len(scores)
    trials = ([0, *heads] for heads in product(range(n), repeat=n - 1))
    return max(total(scores, heads) for heads in trials if is_tree(heads))


def scores_of(n_words: int) -> st.SearchStrategy[np.ndarray]:
    n = n_words + 1
    row = st.lists(st.floats(-30, 0, width=32), min_size=n, max_size=n)
    return st.lists(row, min_size=n, max_size=n).map(np.array)


@given(st.integers(1, 4).flatmap(scores_of))
@settings(deadline=None, max_examples=150)
def test_no_tree_of_few_words_is_better(scores: np.ndarray) -> None:
    heads = best_tree(scores).tolist()
    assert is_tree(heads)
    assert total(scores, heads) == pytest.approx(best_by_trial(scores))


@given(st.integers(1, 40), st.integers(0, 2**32 - 1), st.floats(0.01, 10))
@settings(deadline=None, max_examples=60)
def test_random_scores_always_give_a_tree(n_words: int, seed: int, spread: float) -> None:
    scores = -np.abs(np.random.default_rng(seed).normal(size=(n_words + 1, n_words + 1))) * spread
    assert is_tree(best_tree(scores).tolist())


@pytest.mark.parametrize(
    ("label", "scores", "expected"),
    [
        ("one word", [[0, 0], [-5, -1]], [0, 0]),
        ("all alike", [[0] * 4] * 4, None),
        ("a cycle is broken where it costs least",
         [[0, 0, 0], [-4, 0, -1], [-2, -1, 0]], [0, 2, 0]),
        ("two words want the root", [[0, 0, 0], [-1, 0, -9], [-2, -3, 0]], [0, 0, 1]),
        ("probabilities at the floor", np.log(np.full((4, 4), 1e-12)), None),
    ],
)  # fmt: skip
def test_known_trees(label: str, scores: object, expected: list[int] | None) -> None:
    heads = best_tree(np.array(scores, dtype=float)).tolist()
    assert is_tree(heads), label
    assert expected is None or heads == expected, label


def test_scores_are_left_alone() -> None:
    scores = np.array([[0.0, 0, 0], [-4, 0, -1], [-2, -1, 0]])
    before = scores.copy()
    best_tree(scores)
    assert np.array_equal(scores, before)
