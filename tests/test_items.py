"""From facts to items: question, key, options, accepted answers, evidence and proof."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from quizgen.quiz import Evidence, Item

from .quiz_tables import LYN, NEST, Rows, changed, items_of, rows_of

PEOPLE = {"Ana Ruiz", "Tom Hale", "Mara Lind", "Otto Brandt"}
DAYS = ("May 3, 2021", "June 2, 2021", "June 14, 2021", "June 16, 2021")
TOWNS = {"Marsund", "Kelvik", "Ostby", "Torhaven"}


@pytest.fixture(scope="module")
def items() -> dict[str, Item]:
    return items_of(rows_of(LYN))[0]


def evidence(number: int) -> tuple[Evidence, ...]:
    row = rows_of(LYN)["sentences"][number]
    return (Evidence("lyn", row["sentence_id"], row["start"], row["end"], row["text"]),)


EXPECTED: list[tuple[str, str, str, str, set[str], tuple[str, ...], int, str, list[str]]] = [
    ("e001-subject", "multiple_choice", "Who opened the Lyn Bridge in Marsund on June 14, 2021?",
     "Ana Ruiz", PEOPLE, ("Ana Ruiz", "Ruiz"), 1, "subject", ["lyn:e001", "person-ana-ruiz"]),
    ("e003-subject", "multiple_choice", "Who has praised the carpenters of Kelvik?",
     "Tom Hale", PEOPLE, ("Tom Hale", "Hale"), 4, "subject", ["lyn:e003", "person-tom-hale"]),
    ("e004-subject", "multiple_choice", "Who signed a treaty with Otto Brandt on May 3, 2021?",
     "Mara Lind", PEOPLE - {"Otto Brandt"}, ("Mara Lind", "Lind"), 5, "subject",
     ["lyn:e004", "person-mara-lind"]),
    ("e006-subject", "short_answer", "Which two countries banned Cordian timber in May 2021?",
     "Arland and Borland", set(), ("Arland and Borland", "Borland and Arland"), 8,
     "subject_pair", ["lyn:e006", "place-arland", "place-borland"]),
    ("e008-subject", "multiple_choice", "Which country lowered a tax on Cordian wool in March 2020?",
     "Estria", {"Arland", "Borland", "Dunmark", "Estria"}, ("Estria",), 11, "subject",
     ["lyn:e008", "place-estria"]),
    ("e001-date", "multiple_choice", "On what date did Ana Ruiz open the Lyn Bridge in Marsund?",
     "June 14, 2021", set(DAYS),
     ("June 14, 2021", "14 June 2021", "Monday, June 14, 2021", "Monday 14 June 2021",
      "Jun 14, 2021", "14 Jun 2021", "June 14", "14 June", "2021-06-14"), 1, "date", ["lyn:e001"]),
    ("e006-date", "short_answer", "In which month did Arland and Borland ban Cordian timber?",
     "May 2021", set(), ("May 2021", "2021-05", "May"), 8, "date", ["lyn:e006"]),
    ("n001-gap", "cloze", "Ana Ruiz thanked ____ engineers of the Norder Company.",
     "44", set(), ("44", "forty-four"), 2, "gap_number", ["lyn:n001", "lyn:e002"]),
    ("n002-gap", "cloze", "Otto Brandt painted ____ houses in Ostby on June 2, 2021.",
     "nine", set(), ("nine", "9"), 6, "gap_number", ["lyn:n002", "lyn:e005"]),
    ("m011-gap", "cloze", "Otto Brandt painted nine houses in ____ on June 2, 2021.",
     "Ostby", TOWNS, ("Ostby",), 6, "gap_name", ["lyn:m011", "lyn:e005", "place-ostby"]),
    ("m009-gap", "cloze", "Mara Lind signed a treaty with ____ on May 3, 2021.",
     "Otto Brandt", {"Otto Brandt", "Ana Ruiz", "Tom Hale"}, ("Otto Brandt", "Brandt"), 5,
     "gap_name", ["lyn:m009", "lyn:e004", "person-otto-brandt"]),
    ("q001-speaker", "who_said",
     "Who said, “We will open the ferry harbour before the end of the summer”?",
     "Tom Hale", PEOPLE, ("Tom Hale", "Hale"), 3, "who_said", ["lyn:q001", "person-tom-hale"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "kind", "question", "key", "options", "accept", "sentence", "template", "rows"),
    EXPECTED,
)
def test_an_item_whole(
    items: dict[str, Item],
    name: str,
    kind: str,
    question: str,
    key: str,
    options: set[str],
    accept: tuple[str, ...],
    sentence: int,
    template: str,
    rows: list[str],
) -> None:
    item = items[f"lyn:{name}"]
    assert (item.type, item.question, item.key) == (kind, question, key)
    assert (set(item.options), item.accept) == (options, accept)
    assert item.evidence == evidence(sentence)
    assert (item.proof["template"], item.proof["rows"]) == (template, rows)
    assert set(item.proof["distractors"]) == options - {key}
    assert all(item.proof["distractors"].values())
    assert item.proof["confidence"] == 0.97
    assert (item.level, item.correction, item.points) == (
        "infer" if kind == "who_said" else "retrieve",
        None,
        1,
    )


def test_these_items_and_no_others(items: dict[str, Item]) -> None:
    assert [i.removeprefix("lyn:") for i in items] == [
        *(f"e00{n}-subject" for n in (1, 2, 3, 4, 5, 6, 8)),
        # The perfect does not go with a date, and what says little fits several events.
        *(f"e00{n}-date" for n in (1, 4, 5, 6, 8)),
        *(f"e00{n}-true-false" for n in (1, 2, 3, 4, 5, 6, 8)),
        "m002-gap", "n001-gap", "m007-gap", "m009-gap", "n002-gap", "m011-gap",
        "q001-speaker", "q002-speaker",
    ]  # fmt: skip


def test_what_gives_no_item_is_counted() -> None:
    assert items_of(rows_of(LYN))[1] == {
        "subject is no single name": 1,
        "question would fit several events": 3,
        "too few names for a word bank": 1,
    }


def test_dates_stand_in_their_order(items: dict[str, Item]) -> None:
    assert [items[f"lyn:e00{n}-date"].options for n in (1, 4, 5)] == [DAYS] * 3


@pytest.mark.parametrize("seed", range(6))
def test_a_false_statement_differs_in_one_slot_and_a_true_one_is_not_verbatim(seed: int) -> None:
    items, _ = items_of(rows_of(LYN), seed=seed)
    statements = [i for i in items.values() if i.type == "true_false"]
    assert statements
    for item in statements:
        if item.key == "True":
            assert item.correction is None
            assert item.question != item.evidence[0].text
            assert item.explanation == "The article says so."
        else:
            swap = item.proof["swap"]
            assert item.correction is not None
            assert item.correction.count(swap["old"]) == 1
            assert item.question == item.correction.replace(swap["old"], swap["new"])
            assert item.explanation == f"The article gives {swap['old']}, not {swap['new']}."


def test_a_number_is_only_made_larger() -> None:
    swapped = set()
    for seed in range(12):
        item = items_of(rows_of(LYN), seed=seed)[0]["lyn:e002-true-false"]
        if item.key == "False":
            swapped.add(int(item.proof["swap"]["new"]))
    assert swapped
    assert swapped <= {66, 88, 110, 132}


@pytest.mark.parametrize("seed", range(4))
def test_a_statement_in_the_words_of_the_article_is_only_asked_with_a_swap(seed: int) -> None:
    # The dates of the sixth and eighth events are absolute as they stand.
    items, refused = items_of(rows_of(LYN), seed=seed)
    assert [items[f"lyn:e00{n}-true-false"].key for n in (6, 8)] == ["False", "False"]
    rows = rows_of(LYN)
    rows["events"] = [e for e in rows["events"] if e["event_id"] != "lyn:e008"]
    items, refused = items_of(rows, seed=seed)
    assert "lyn:e006-true-false" not in items
    assert refused["true statement would be verbatim"] == 1


@pytest.mark.parametrize("hedge", ["about", "at least", "nearly"])
def test_a_hedged_number_is_not_swapped(hedge: str) -> None:
    rows = changed(rows_of(LYN), "quantities", "lyn:n001", hedge=hedge)
    keys = {items_of(rows, seed=s)[0]["lyn:e002-true-false"].key for s in range(6)}
    assert keys == {"True"}


def test_options_hold_the_key_once(items: dict[str, Item]) -> None:
    for item in items.values():
        assert item.accept[0] == item.key
        if item.options:
            assert item.options.count(item.key) == 1
            assert len(set(item.options)) == len(item.options)


def test_the_same_seed_gives_the_same_items_and_another_only_reorders() -> None:
    first, again, other = (items_of(rows_of(LYN), seed=s)[0] for s in (0, 0, 1))
    assert first == again
    assert first != other
    for item_id in first.keys() & other.keys():
        one, two = first[item_id], other[item_id]
        if one.type == "true_false":
            continue
        assert (one.question, one.key, one.accept) == (two.question, two.key, two.accept)
        assert sorted(one.options) == sorted(two.options)


def test_another_article_changes_no_item_of_the_first() -> None:
    alone, _ = items_of(rows_of(LYN))
    both, _ = items_of(rows_of(LYN, NEST))
    assert {k: v for k, v in both.items() if k.startswith("lyn:")} == alone
    assert both.keys() - alone.keys() == {
        f"nest:e001-{kind}" for kind in ("subject", "date", "true-false")
    }


def test_an_article_that_tells_otherwise_takes_the_question_away() -> None:
    rows = rows_of(LYN, NEST)
    rows = changed(rows, "events", "nest:e001", lemma="open")
    both, refused = items_of(rows)
    alone, _ = items_of(rows_of(LYN))
    gone = {k for k in alone if k not in both}
    assert gone == {"lyn:e001-subject", "lyn:e001-date"}
    assert refused["another event gives another answer"] >= 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ((("Ana Ruiz", "Ida Moen"), ("Ruiz", "Moen")), "Ida Moen"),
        ((("Otto Brandt", "Karl Seip"),), "Karl Seip"),
        ((("Ostby", "Fagernes"),), "Fagernes"),
        ((("Estria", "Ostland"),), "Ostland"),
        ((("44", "57"),), "57"),
    ],
)
def test_another_name_changes_that_name_only(old: tuple[tuple[str, str], ...], new: str) -> None:
    def swap(text: str) -> str:
        for one, other in old:
            text = text.replace(one, other)
        return text

    before, _ = items_of(rows_of(LYN))
    after, _ = items_of(rows_of(LYN, swap=swap))
    assert before.keys() == after.keys()
    for item_id, item in before.items():
        if item.type == "true_false":
            continue  # the swapped number itself is another one
        assert after[item_id].question == swap(item.question)
        assert after[item_id].key == swap(item.key)
        # Which three of the dates or names are offered does not depend on names.
        assert set(after[item_id].options) == set(map(swap, item.options))
    assert any(new in item.question + item.key for item in after.values())


def without(sentence: str) -> Rows:
    rows = rows_of(LYN)
    gone = {e["event_id"] for e in rows["events"] if e["sentence_id"] == sentence}
    # Mentions stay: the full name an article gives here is the key of items elsewhere.
    for name in ("events", "quotes", "quantities"):
        rows[name] = [r for r in rows[name] if r["sentence_id"] != sentence]
    rows["event_participants"] = [
        r for r in rows["event_participants"] if r["event_id"] not in gone
    ]
    return rows


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5, 6, 7, 8, 11])
def test_without_the_rows_of_its_sentence_an_item_is_gone(number: int) -> None:
    sentence = f"lyn:s{number:03}"
    before, _ = items_of(rows_of(LYN))
    assert any(i.evidence[0].sentence_id == sentence for i in before.values())
    after, _ = items_of(without(sentence))
    assert [i for i in after.values() if i.evidence[0].sentence_id == sentence] == []
    assert {k: (i.question, i.key) for k, i in after.items() if i.type != "true_false"}.items() <= {
        k: (i.question, i.key) for k, i in before.items()
    }.items()


REFUSED: list[tuple[str, Callable[[], Rows], str, str]] = [
    ("companions", lambda: changed(rows_of(LYN), "events", "lyn:e001", lemma="attend"),
     "e001-subject", "others may have come along"),
    ("a range of days", lambda: changed(
        rows_of(LYN), "events", "lyn:e001",
        date_end=rows_of(LYN)["articles"][0]["date"]),
     "e001-date", "event lasts longer than a day"),
    ("dated perfect", lambda: changed(
        rows_of(LYN), "events", "lyn:e001", aspect="perfect", tense="present"),
     "e001-date", "tense does not go with a date"),
    ("two speakers", lambda: changed(
        changed(rows_of(LYN), "quotes", "lyn:q002", text="We will open"),
        "quotes", "lyn:q002", text="We will open the ferry harbour before the end"),
     "q001-speaker", "quotation has two speakers"),
    ("one", lambda: changed(rows_of(LYN), "quantities", "lyn:n001", value=1.0),
     "n001-gap", "gap is too early or unclear"),
]  # fmt: skip


@pytest.mark.parametrize(("label", "make", "name", "reason"), REFUSED)
def test_an_unfair_question_is_refused_with_its_reason(
    label: str, make: Callable[[], Rows], name: str, reason: str
) -> None:
    items, refused = items_of(make())
    assert f"lyn:{name}" not in items, label
    assert refused[reason] >= 1


def test_had_opened_becomes_did_open_beside_a_date() -> None:
    rows = changed(rows_of(LYN), "events", "lyn:e001", aspect="perfect", auxiliaries="had")
    question = items_of(rows)[0]["lyn:e001-date"].question
    assert question == "On what date did Ana Ruiz open the Lyn Bridge in Marsund?"
