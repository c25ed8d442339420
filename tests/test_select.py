"""The choice: balanced, without doubles, and nothing gives away an answer."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.quiz import Evidence, Item
from quizgen.select import MAX_PER_SENTENCE, TYPE_ORDER, select

LENGTHS = {"a": 600, "b": 600}


def item(n: int, kind: str = "cloze", *, sentence: int | None = None, row: str | None = None,
         home: str = "a", key: str | None = None) -> Item:  # fmt: skip
    at = n if sentence is None else sentence
    # Words of their own, so that no two questions are alike.
    return Item(
        f"i{n:02}",
        kind,  # type: ignore[arg-type]
        "retrieve",
        " ".join(f"w{n}x{k}" for k in range(6)) + "?",
        key or (("True", "False")[n % 2] if kind == "true_false" else f"key{n}"),
        evidence=(Evidence(home, f"{home}:s{at:03}", 30 * at, 30 * at + 9, "x"),),
        proof={"rows": [row or f"{home}:e{n:03}"], "template": "t", "kind": "person"},
    )


def choose(items: list[Item], limit: int = 99, seed: int = 0) -> tuple[list[Item], Counter[str]]:
    refused: Counter[str] = Counter()
    chosen = select(items, limit=limit, seed=seed, lengths=LENGTHS, refused=refused)
    return chosen, +refused


POOLS = st.lists(
    st.tuples(
        st.sampled_from(TYPE_ORDER), st.integers(0, 9), st.integers(0, 20), st.sampled_from("ab")
    ),
    max_size=25,
).map(
    lambda rows: [
        item(n, kind, sentence=sentence, row=f"{home}:e{event:03}", home=home)
        for n, (kind, sentence, event, home) in enumerate(rows)
    ]
)


@settings(deadline=None, max_examples=60)
@given(POOLS, st.integers(1, 12), st.integers(0, 3))
def test_limits_hold_and_nothing_is_lost(items: list[Item], limit: int, seed: int) -> None:
    chosen, refused = choose(items, limit, seed)
    assert len(chosen) <= limit
    assert len(chosen) + sum(refused.values()) == len(items)
    assert bool(chosen) == bool(items)
    rows = Counter(i.proof["rows"][0] for i in chosen)
    assert all(n == 1 for n in rows.values())
    sentences = Counter(i.evidence[0].sentence_id for i in chosen)
    assert all(n <= MAX_PER_SENTENCE for n in sentences.values())
    verdicts = Counter(i.key for i in chosen if i.type == "true_false")
    assert abs(verdicts["True"] - verdicts["False"]) <= 2
    order = [(i.evidence[0].article_id, i.evidence[0].start, i.item_id) for i in chosen]
    assert order == sorted(order)


@settings(deadline=None, max_examples=40)
@given(POOLS, st.integers(0, 3), st.randoms(use_true_random=False))
def test_the_order_of_the_items_does_not_matter(items: list[Item], seed: int, rng: object) -> None:
    mixed = list(items)
    rng.shuffle(mixed)  # type: ignore[attr-defined]
    assert choose(items, 6, seed) == choose(mixed, 6, seed)


def test_another_seed_may_choose_others() -> None:
    items = [item(n) for n in range(15)]
    assert len({tuple(i.item_id for i in choose(items, 4, seed)[0]) for seed in range(5)}) > 1


def test_types_are_taken_in_turn() -> None:
    items = [item(n, TYPE_ORDER[n % 5]) for n in range(15)]
    assert Counter(i.type for i in choose(items, 5)[0]) == dict.fromkeys(TYPE_ORDER, 1)


def test_all_parts_are_asked_before_one_is_asked_twice() -> None:
    items = [item(n) for n in range(18)]  # 30 characters each
    for seed in range(5):
        chosen, _ = choose(items, 3, seed)
        assert {3 * i.evidence[0].start // 600 for i in chosen} == {0, 1, 2}


def statements(*keys: str) -> list[Item]:
    return [item(n, "true_false", key=key) for n, key in enumerate(keys)]


@pytest.mark.parametrize(
    ("label", "items", "n", "refused"),
    [
        ("none", [], 0, {}),
        ("fewer than asked for", [item(1), item(2)], 2, {}),
        ("one event", [item(1, row="a:e001"), item(2, row="a:e001")], 1, {"event already asked": 1}),
        ("event as a second row",
         [item(1, row="a:e001"), replace(item(2), proof={"rows": ["a:n001", "a:e001"]})], 1,
         {"event already asked": 1}),
        ("three of a sentence", [item(n, sentence=1) for n in range(3)], 2,
         {"sentence already asked": 1}),
        ("key of the same sentence",
         [item(1, sentence=1, key="Lyn"),
          replace(item(2, sentence=1), question="Who saw Lyn in the w1 w2 w3?")], 1,
         {"gives away another answer": 1}),
        ("open key elsewhere",
         [item(1, key="Tom Hale"), replace(item(2), question="Where did Tom Hale sing songs?")], 1,
         {"gives away another answer": 1}),
        ("key among options elsewhere",
         [replace(item(1, key="Tom Hale"), options=("Tom Hale", "Ana Ruiz")),
          replace(item(2), question="Where did Tom Hale sing songs?")], 2, {}),
        ("questions alike",
         [replace(item(1), question="Who sang nine songs in Lyn?"),
          replace(item(2), question="Who sang ten songs in Lyn?")], 1,
         {"question too like another": 1}),
        ("one verdict", statements("True", "True", "True", "True"), 2,
         {"too many statements with one verdict": 2}),
        ("both verdicts", statements("True", "False", "True", "False"), 4, {}),
    ],
)  # fmt: skip
def test_clashes_are_counted(
    label: str, items: list[Item], n: int, refused: dict[str, int]
) -> None:
    chosen, counted = choose(items)
    assert (len(chosen), counted) == (n, refused), label


def test_what_is_over_is_counted() -> None:
    assert choose([item(n) for n in range(9)], 4)[1] == {"more than asked for": 5}
