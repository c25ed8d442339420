"""The choice: balanced, without doubles, and nothing gives away an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.quiz import ITEM_TYPES, LEVELS, Evidence, Item, Level
from quizgen.select import DEFAULT_MIX, parse_mix, select

LENGTHS = {"a": 600, "b": 600}
MARKED = [t for t in ITEM_TYPES if t != "discussion"]
NAMES = ("Ana Ruiz", "Tom Hale", "Mara Lind", "Otto Brandt")


def item(n: int, kind: str = "cloze", *, sentence: int | None = None, row: str | None = None,
         home: str = "a", key: str | None = None, level: str = "retrieve",
         options: Sequence[str] = ()) -> Item:  # fmt: skip
    at = n if sentence is None else sentence
    # Words of their own, so that no two questions are alike.
    return Item(
        f"i{n:02}",
        kind,  # type: ignore[arg-type]
        level,  # type: ignore[arg-type]
        " ".join(f"w{n}x{k}" for k in range(6)) + "?",
        key or (("True", "False")[n % 2] if kind == "true_false" else f"key{n}"),
        options=tuple(options),
        points=0 if kind == "discussion" else 1,
        evidence=(Evidence(home, f"{home}:s{at:03}", 30 * at, 30 * at + 9, "x"),),
        proof={"rows": [row or f"{home}:e{n:03}"], "template": "t", "kind": "person"},
    )


def talk(n: int) -> Item:
    return item(n, "discussion", level="discuss")


def choose(
    items: list[Item],
    limit: int = 99,
    seed: int = 0,
    mix: Mapping[Level, int] = DEFAULT_MIX,
    titles: Mapping[str, str | None] | None = None,
) -> tuple[list[Item], Counter[str]]:
    refused: Counter[str] = Counter()
    chosen = select(
        items, limit=limit, seed=seed, lengths=LENGTHS, refused=refused, mix=mix, titles=titles
    )
    return chosen, +refused


POOLS = st.lists(
    st.tuples(
        st.sampled_from(MARKED),
        st.sampled_from(LEVELS[:3]),
        st.integers(0, 9),
        st.integers(0, 20),
        st.sampled_from("ab"),
    ),
    max_size=25,
).map(
    lambda rows: [
        item(n, kind, sentence=sentence, row=f"{home}:e{event:03}", home=home, level=level)
        for n, (kind, level, sentence, event, home) in enumerate(rows)
    ]
)
MIXES = st.tuples(*[st.integers(0, 4)] * 3).filter(any).map(
    lambda shares: dict(zip(LEVELS, shares, strict=False))
)  # fmt: skip


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
    assert all(n <= 2 for n in sentences.values())
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
    items = [item(n, MARKED[n % len(MARKED)]) for n in range(3 * len(MARKED))]
    chosen, _ = choose(items, len(MARKED))
    assert Counter(i.type for i in chosen) == dict.fromkeys(MARKED, 1)
    few = [item(n, "who_said") for n in range(8)] + [item(n, "cloze") for n in (8, 9)]
    assert Counter(i.type for i in choose(few, 4)[0]) == {"who_said": 2, "cloze": 2}


def test_ways_of_asking_are_taken_in_turn_within_a_type() -> None:
    items = [item(n) for n in range(12)]
    items = [replace(i, proof={**i.proof, "template": "uvw"[n % 3]}) for n, i in enumerate(items)]
    chosen, _ = choose(items, 6)
    assert Counter(i.proof["template"] for i in chosen) == {"u": 2, "v": 2, "w": 2}


def test_all_parts_are_asked_before_one_is_asked_twice() -> None:
    items = [item(n) for n in range(18)]  # 30 characters each
    for seed in range(5):
        chosen, _ = choose(items, 3, seed)
        assert {3 * i.evidence[0].start // 600 for i in chosen} == {0, 1, 2}


def test_of_what_the_title_speaks_is_asked_first() -> None:
    items = [item(n) for n in range(6)]  # all in one part of the article
    items[4] = replace(items[4], question="Who opened the w4 harbour w5 w6?")
    for seed in range(5):
        (chosen,), _ = choose(items, 1, seed, titles={"a": "The harbour of Lyn"})
        assert chosen.item_id == "i04"


def statements(*keys: str) -> list[Item]:
    return [item(n, "true_false", key=key) for n, key in enumerate(keys)]


@pytest.mark.parametrize(
    ("label", "items", "n", "refused"),
    [
        ("none", [], 0, {}),
        ("fewer than asked for", [item(1), item(2)], 2, {}),
        ("one event", [item(1, row="a:e001"), item(2, row="a:e001")], 1, {"event already asked": 1}),
        ("event as a second row",
         [item(1, row="a:e001"),
          replace(item(2), proof={**item(2).proof, "rows": ["a:n001", "a:e001"]})], 1,
         {"event already asked": 1}),
        ("one person, two events",
         [replace(item(n), proof={**item(n).proof, "rows": [f"a:e00{n}", "person-ana-ruiz"]})
          for n in (1, 2)], 2, {}),
        ("three of a sentence", [item(n, sentence=1) for n in range(3)], 2,
         {"sentence already asked": 1}),
        ("key of the same sentence",
         [item(1, sentence=1, key="Lyn"),
          replace(item(2, sentence=1), question="Who saw Lyn in the w1 w2 w3?")], 1,
         {"gives away another answer": 1}),
        ("key elsewhere, on the same matter",
         [replace(item(1, key="Tom Hale"), question="Who painted nine houses in Ostby?"),
          replace(item(2), question="Where did Tom Hale paint nine houses of Ostby?")], 1,
         {"gives away another answer": 1}),
        ("key elsewhere, on another matter",
         [item(1, key="Tom Hale"), replace(item(2), question="Where did Tom Hale sing songs?")], 2,
         {}),
        ("questions alike",
         [replace(item(1), question="Who sang nine songs in Lyn?"),
          replace(item(2), question="Who sang ten songs in Lyn?")], 1,
         {"question too like another": 1}),
        ("one verdict", statements("True", "True", "True", "True"), 2,
         {"too many statements with one verdict": 2}),
        ("both verdicts", statements("True", "False", "True", "False"), 4, {}),
        ("more true than false", statements("True", "False", "True", "True", "True"), 4,
         {"too many statements with one verdict": 1}),
    ],
)  # fmt: skip
def test_clashes_are_counted(
    label: str, items: list[Item], n: int, refused: dict[str, int]
) -> None:
    chosen, counted = choose(items)
    assert (len(chosen), counted) == (n, refused), label


def test_what_is_over_is_counted() -> None:
    assert choose([item(n) for n in range(9)], 4)[1] == {"more than asked for": 5}


# -- levels -------------------------------------------------------------------------------------


def pool(n: int = 12) -> list[Item]:
    """Return items of every level, far more than asked for, without clashes."""
    levels = [level for level in LEVELS[:3] for _ in range(n)]
    return [
        replace(item(k % 60, level=level, row=f"a:e{k:03}"), item_id=f"i{k:03}",
                question=" ".join(f"w{k}x{m}" for m in range(6)) + "?",
                evidence=(Evidence("a", f"a:s{k:03}", k, k + 1, "x"),))
        for k, level in enumerate(levels)
    ]  # fmt: skip


@settings(deadline=None, max_examples=40)
@given(MIXES, st.integers(1, 3), st.integers(0, 3))
def test_levels_have_the_shares_asked_for(mix: dict[Level, int], times: int, seed: int) -> None:
    chosen, _ = choose(pool(), times * sum(mix.values()), seed, mix)
    wanted = {level: times * share for level, share in mix.items() if share}
    assert Counter(i.level for i in chosen) == wanted


def test_ten_questions_and_one_to_discuss() -> None:
    chosen, _ = choose([*pool(), *(talk(n) for n in range(50, 55))], 10)
    levels = Counter(i.level for i in chosen)
    assert levels == {"retrieve": 4, "infer": 4, "integrate": 2, "discuss": 1}


def test_a_level_that_is_wanting_is_made_up_for_by_others() -> None:
    items = [i for i in pool() if i.level != "integrate"]
    assert Counter(i.level for i in choose(items, 10)[0]) == {"retrieve": 5, "infer": 5}


def test_a_level_without_a_share_is_not_asked() -> None:
    chosen, _ = choose([*pool(), talk(50)], 10, mix={"infer": 1})
    assert {i.level for i in chosen} == {"infer"}
    assert len(chosen) == 10


@pytest.mark.parametrize(
    ("limit", "share", "n"), [(5, 1, 1), (10, 1, 1), (11, 1, 2), (10, 3, 3), (10, 0, 0)]
)
def test_prompts_to_discuss_come_on_top_and_last(limit: int, share: int, n: int) -> None:
    items = [*(talk(k) for k in range(50, 56)), *pool()]
    chosen, _ = choose(items, limit, mix={**DEFAULT_MIX, "discuss": share})
    assert [i.type == "discussion" for i in chosen] == [False] * limit + [True] * n


def test_where_nothing_is_marked_only_prompts_are_chosen() -> None:
    chosen, _ = choose([*pool(), talk(50), talk(51)], 1, mix={"discuss": 1})
    assert [i.type for i in chosen] == ["discussion"]


def big(n: int, rows: Sequence[int], **changes: object) -> Item:
    one = item(n, "matching", level="integrate")
    rows_ = [f"a:e{r:03}" for r in rows]
    proof = {"rows": rows_, "template": "matching_date", "kind": "date"}
    return replace(one, proof=proof, **changes)  # type: ignore[arg-type]


def test_in_a_thin_article_nothing_uses_up_several_questions() -> None:
    thin = [*(item(n) for n in range(3)), big(9, [0, 1, 2])]
    chosen, refused = choose(thin, mix={"retrieve": 1, "integrate": 1})
    assert [i.item_id for i in chosen] == ["i00", "i01", "i02"]
    assert refused == {"uses up several questions": 1}


def test_in_a_rich_article_what_belongs_together_is_asked_together() -> None:
    rich = [*(item(n) for n in range(8)), big(9, [0, 1, 2])]
    chosen, _ = choose(rich, 4, mix={"retrieve": 1, "integrate": 1})
    assert Counter(i.type for i in chosen) == {"matching": 1, "cloze": 3}


@pytest.mark.parametrize(
    ("text", "mix"),
    [
        ("retrieve=4,infer=4,integrate=2,discuss=1", DEFAULT_MIX),
        (" infer = 1 ", {"infer": 1}),
        ("retrieve=0,discuss=2", {"retrieve": 0, "discuss": 2}),
    ],
)
def test_a_mix_is_read(text: str, mix: dict[Level, int]) -> None:
    assert parse_mix(text) == mix


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("recall=1", "'recall' is no level; known: retrieve, infer, integrate, discuss."),
        ("", "'' is no level"),
        ("infer=1,", "'' is no level"),
        ("infer", "'infer' gives no whole number; write infer=4."),
        ("infer=-1", "'infer=-1' gives no whole number"),
        ("infer=1.5", "'infer=1.5' gives no whole number"),
        ("infer=", "'infer=' gives no whole number"),
        ("retrieve=0,infer=0", "all shares are 0"),
    ],
)
def test_a_mix_that_says_nothing_is_an_error(text: str, message: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        parse_mix(text)
    assert message in str(caught.value)


# -- places of the keys -------------------------------------------------------------------------


def longest_run(items: Sequence[Item]) -> int:
    """Return how often at most a key stands in the same place as the ones before it."""
    longest = run = 0
    last = None
    for i in items:
        place = i.options.index(i.key)
        run = run + 1 if place == last else 1
        longest, last = max(longest, run), place
    return longest


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(2, 4)), min_size=1, max_size=16),
    st.integers(0, 5),
)
def test_keys_do_not_stand_in_one_place_more_than_three_times_running(
    rows: list[tuple[int, int]], seed: int
) -> None:
    kinds = ("multiple_choice", "who_said")
    items = []
    for n, (at, size) in enumerate(rows):
        options = [f"o{n}x{k}" for k in range(size)]
        one = item(n, kinds[n % 2], key=options[at % size], options=options)
        items.append(one)
    chosen, _ = choose(items, seed=seed)
    assert len(chosen) == len(items)
    assert longest_run(chosen) <= 3
    before = {i.item_id: i for i in items}
    for i in chosen:
        # Only the order of the options is another one.
        assert sorted(i.options) == sorted(before[i.item_id].options)
        assert replace(i, options=()) == replace(before[i.item_id], options=())


def test_keys_stand_in_all_places_about_as_often() -> None:
    options = [[f"o{n}x{k}" for k in range(4)] for n in range(12)]
    items = [item(n, "who_said", key=o[0], options=o) for n, o in enumerate(options)]
    for seed in range(4):
        chosen, _ = choose(items, seed=seed)
        places = Counter(i.options.index(i.key) for i in chosen)
        assert set(places) == {0, 1, 2, 3}
        assert max(places.values()) - min(places.values()) <= 2


@pytest.mark.parametrize("kind", ["day", "month", "year", "number"])
def test_dates_and_numbers_keep_their_order(kind: str) -> None:
    options = ("1", "2", "3", "4")
    items = [item(n, "multiple_choice", key="2", options=options) for n in range(6)]
    items = [replace(i, proof={**i.proof, "kind": kind}) for i in items]
    assert [i.options for i in choose(items)[0]] == [options] * 6
