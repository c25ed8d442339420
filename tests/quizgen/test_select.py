"""A balanced quiz from sound items."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from quizgen.quiz import Evidence, Item
from quizgen.select import MAX_PER_SENTENCE, select

KINDS = ("who_said", "multiple_choice", "true_false", "short_answer", "cloze")


def item(n: int, kind: str, sentence: int, event: int) -> Item:
    # Words of their own, so that no two questions are alike.
    return Item(
        item_id=f"i{n}",
        type=kind,  # type: ignore[arg-type]
        level="retrieve",
        question=" ".join(f"w{n}x{k}" for k in range(6)) + "?",
        key=("True", "False")[n % 2] if kind == "true_false" else f"key{n}",
        evidence=(Evidence("a", f"a:s{sentence:03}", 50 * sentence, 50 * sentence + 9, "x"),),
        proof={"rows": [f"a:e{event:03}"], "template": "t", "kind": "person"},
    )


POOLS = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(0, 9), st.integers(0, 20)), max_size=30
).map(lambda rows: [item(n, *row) for n, row in enumerate(rows)])


def choose(items: list[Item], limit: int, seed: int) -> tuple[list[Item], Counter[str]]:
    refused: Counter[str] = Counter()
    return select(items, limit=limit, seed=seed, lengths={"a": 600}, refused=refused), refused


@given(POOLS, st.integers(1, 12), st.integers(0, 3))
def test_limits_hold_and_nothing_is_lost(items: list[Item], limit: int, seed: int) -> None:
    chosen, refused = choose(items, limit, seed)
    assert len(chosen) <= limit
    assert len(chosen) + sum(refused.values()) == len(items)
    events = [i.proof["rows"][0] for i in chosen]
    assert len(events) == len(set(events))
    sentences = Counter(i.evidence[0].sentence_id for i in chosen)
    assert all(n <= MAX_PER_SENTENCE for n in sentences.values())
    verdicts = Counter(i.key for i in chosen if i.type == "true_false")
    assert abs(verdicts["True"] - verdicts["False"]) <= 2


@given(POOLS, st.integers(0, 3))
def test_the_order_of_items_does_not_matter(items: list[Item], seed: int) -> None:
    assert choose(items, 6, seed) == choose(items[::-1], 6, seed)


def test_types_are_taken_in_turn() -> None:
    items = [item(n, "who_said", n, n) for n in range(8)]
    items += [item(n, "cloze", n, n) for n in range(8, 10)]
    chosen, _ = choose(items, 4, 0)
    assert Counter(i.type for i in chosen) == {"who_said": 2, "cloze": 2}


def test_a_question_that_holds_anothers_answer_is_left_out() -> None:
    first = item(1, "cloze", 1, 1)
    second = item(2, "cloze", 1, 2)
    from dataclasses import replace

    second = replace(second, question=f"{first.key} w1 w2 w3 w4?")
    chosen, refused = choose([first, second], 5, 0)
    assert len(chosen) == 1
    assert refused["gives away another answer"] == 1
