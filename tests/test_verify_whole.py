"""What the sceptic sees in a quiz as a whole: items that answer or repeat each other, patterns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from typing import Any

import pytest

from quizgen.quiz import Evidence, Item
from quizgen.verify import find_clash, find_pattern, gives_away
from quizgen.verify.whole import is_free, own_rows

NUMBERS = count(1)


def item(question: str, key: str, *, sentence: int | None = None, **more: Any) -> Item:
    """Return an open item with a row and a sentence of its own."""
    n = next(NUMBERS)
    at = 1000 + n if sentence is None else sentence
    made = Item(
        item_id=f"a:e{n:03}-x",
        type="short_answer",
        level="retrieve",
        question=question,
        key=key,
        evidence=(Evidence("a", f"a:s{at:03}", 0, 9, "x"),),
        proof={"rows": [f"a:e{n:03}", "person-x"], "template": "subject", "kind": "person"},
    )
    return replace(made, **more)


def rests_on(
    rows: Sequence[str], template: str = "subject", kind: str = "person"
) -> dict[str, Any]:
    return {"rows": list(rows), "template": template, "kind": kind}


WHO = item("Who opened the Lyn Bridge in Marsund?", "Ana Ruiz", sentence=1)
PAINT = item("What did Otto Brandt paint in Ostby?", "nine houses", sentence=2)


# What cannot stand together.


def test_items_on_different_matters_stand_together() -> None:
    assert find_clash(WHO, []) is None
    assert find_clash(WHO, [PAINT]) is None
    assert find_clash(PAINT, [WHO]) is None


@pytest.mark.parametrize("row", ["a:e100", "a:q100", "a:m100", "a:n100"])
def test_one_row_is_asked_once(row: str) -> None:
    one = replace(WHO, proof=rests_on([row, "person-ana-ruiz"]))
    two = replace(PAINT, proof=rests_on(["a:e200", row]))
    assert find_clash(one, [two]) == find_clash(two, [one]) == "event already asked"


def test_two_items_may_rest_on_one_person() -> None:
    rows = ["person-ana-ruiz", "place-marsund"]
    one = replace(WHO, proof=rests_on(["a:e100", *rows]))
    two = replace(PAINT, proof=rests_on(["a:e200", *rows]))
    assert find_clash(one, [two]) is None
    assert own_rows(one) == {"a:e100"}


def test_an_answer_told_in_another_question_clashes_both_ways() -> None:
    telling = item("When did Ana Ruiz open the Lyn Bridge in Marsund?", "1994")
    assert find_clash(telling, [WHO]) == "gives away another answer"
    assert find_clash(WHO, [telling]) == "gives away another answer"
    assert find_clash(WHO, [PAINT, telling]) == "gives away another answer"


def test_questions_in_nearly_the_same_words_clash() -> None:
    one = item("Who sang nine songs in Lyn?", "Ana Ruiz")
    two = item("Who sang ten songs in Lyn?", "Tom Hale")
    assert find_clash(one, [two]) == "question too like another"
    # Three words of five are the same: that is the limit.
    limit = item("Who wrote about Lyn?", "Mara Lind"), item("Who wrote about Ostby?", "Otto Brandt")
    assert find_clash(limit[0], [limit[1]]) is None


@pytest.mark.parametrize(
    "template",
    ["said_which", "not_said", "role", "ordering", "not_happened",
     "matching_role", "matching_speaker", "matching_date"],
)  # fmt: skip
def test_a_fixed_stem_is_like_itself(template: str) -> None:
    def asked(key: str, row: str, template: str) -> Item:
        question = "Which of these statements did Ana Ruiz make?"
        return item(question, key, proof=rests_on([row], template), type="multiple_choice")

    one, two = asked("“No road.”", "a:q101", template), asked("“A wall.”", "a:q102", template)
    assert find_clash(one, [two]) is None
    assert find_clash(one, [replace(two, type="short_answer")]) == "question too like another"
    plain = asked("“No road.”", "a:q101", "subject"), asked("“A wall.”", "a:q102", "subject")
    assert find_clash(plain[0], [plain[1]]) == "question too like another"


def test_a_third_item_of_one_sentence_is_too_many() -> None:
    questions = ["Who sang nine songs?", "What did a baker of Ostby sell?", "Why was Kelvik dark?"]
    one, two, three = (item(q, f"answer{n}", sentence=7) for n, q in enumerate(questions))
    assert find_clash(two, [one]) is None
    assert find_clash(three, [one, two]) == "sentence already asked"
    elsewhere = replace(three, evidence=(Evidence("a", "a:s008", 0, 9, "x"),))
    assert find_clash(elsewhere, [one, two]) is None
    # What only shows whose claim it is may be shown again.
    shown = replace(elsewhere, evidence=(*elsewhere.evidence, one.evidence[0]))
    assert find_clash(shown, [one, two]) is None


def test_what_is_to_be_discussed_clashes_with_nothing() -> None:
    talk = replace(WHO, type="discussion")
    assert find_clash(talk, [WHO, WHO, WHO]) is None
    assert find_clash(WHO, [talk, talk, talk]) == "sentence already asked"
    assert find_clash(WHO, [talk]) is None


# What gives away an answer.


def test_a_key_beside_words_of_its_question_is_given_away() -> None:
    telling = item("Which town thanked Ana Ruiz for the Lyn Bridge?", "Ostby")
    assert gives_away(telling, WHO)
    assert not gives_away(WHO, telling)


def test_a_key_on_another_matter_gives_nothing_away() -> None:
    assert not gives_away(item("Which songs did Ana Ruiz sing on Friday?", "nine"), WHO)


def test_one_common_word_is_not_enough_however_short_the_question() -> None:
    short = item("Who rowed?", "Ana Ruiz")
    assert not gives_away(item("Which boat rowed Ana Ruiz?", "a red one"), short)


def test_of_a_long_question_two_common_words_are_not_enough() -> None:
    # Of its six telling words 40 in 100 are 2.4.
    long = item("Who opened the narrow wooden bridge of Lyn in Marsund?", "Ana Ruiz")
    two = item("Which wooden bridge did Ana Ruiz paint?", "the Nes")
    three = item("Which wooden bridge did Ana Ruiz paint in Marsund?", "the Nes")
    assert not gives_away(two, long)
    assert gives_away(three, long)


def test_half_a_key_gives_nothing_away() -> None:
    assert not gives_away(item("Which Ruiz fund paid for the Lyn Bridge in Marsund?", "x"), WHO)


def test_a_key_among_options_on_the_same_matter_is_given_away() -> None:
    options = ("Ana Ruiz", "Tom Hale")
    same = item("Who painted the Lyn Bridge in Marsund?", "Tom Hale", options=options)
    other = item("Who wrote a book about cheese?", "Tom Hale", options=options)
    assert gives_away(same, WHO)
    assert not gives_away(other, WHO)


def test_in_a_question_on_the_same_sentence_a_key_is_given_away_by_itself() -> None:
    told = item("Why did Ana Ruiz rest?", "it was late", sentence=1)
    offered = item("Who came late?", "Tom Hale", sentence=1, options=("Ana Ruiz", "Tom Hale"))
    assert gives_away(told, WHO)
    assert not gives_away(replace(told, evidence=PAINT.evidence), WHO)
    assert not gives_away(offered, WHO)


def test_a_speaker_may_be_named_beside_the_quotation() -> None:
    said = item("Who said, “No road leads to Torhaven”?", "Ana Ruiz", sentence=1, type="who_said")
    assert not gives_away(item("Why did Ana Ruiz rest?", "it was late", sentence=1), said)
    assert gives_away(item("Did Ana Ruiz say that no road leads to Torhaven?", "x"), said)


def test_a_verdict_is_not_given_away() -> None:
    verdict = item("Nobody opened the Lyn Bridge.", "True", type="true_false", sentence=1)
    assert not gives_away(item("Is it true that nobody opened the Lyn Bridge?", "x"), verdict)


def test_a_key_of_stop_words_gives_nothing_away() -> None:
    assert not gives_away(WHO, item("Who opened the Lyn Bridge in Marsund?", "her"))


# Patterns of the keys.


def choice(place: int, *, kind: str = "person", **more: Any) -> Item:
    options = ["b", "c", "d"]
    options.insert(place, "a")
    return item(
        "Who?", "a", type="multiple_choice", options=tuple(options),
        proof=rests_on([], kind=kind), **more,
    )  # fmt: skip


PATTERN = "keys in one place one after the other"


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ([], None),
        ([0, 0, 0], None),
        ([0, 0, 0, 0], PATTERN),
        ([3, 3, 3, 3], PATTERN),
        ([1, 2, 2, 2, 2, 0], PATTERN),
        ([0, 0, 0, 1, 0, 0, 0], None),
        ([0, 1, 2, 3, 0, 1, 2, 3], None),
    ],
)
def test_a_key_stands_in_one_place_three_times_at_most(
    places: list[int], expected: str | None
) -> None:
    assert find_pattern([choice(p) for p in places]) == expected


def test_items_whose_order_is_not_free_neither_make_nor_break_a_run() -> None:
    dates = [choice(0, kind="day") for _ in range(5)]
    assert find_pattern(dates) is None
    mixed = [choice(2), choice(0, kind="number"), WHO, choice(2), choice(2), dates[0], choice(2)]
    assert find_pattern(mixed) == PATTERN


@pytest.mark.parametrize("kind", ["person", "country", "utterance", "happening", "role"])
@pytest.mark.parametrize("item_type", ["multiple_choice", "who_said"])
def test_names_and_statements_stand_in_any_order(kind: str, item_type: Any) -> None:
    assert is_free(replace(choice(0, kind=kind), type=item_type))


@pytest.mark.parametrize("kind", ["day", "month", "year", "number"])
def test_dates_and_numbers_stand_in_their_own(kind: str) -> None:
    assert not is_free(choice(0, kind=kind))


@pytest.mark.parametrize("item_type", ["cloze", "matching", "ordering", "true_false"])
def test_of_other_types_the_order_is_left_alone(item_type: Any) -> None:
    assert not is_free(replace(choice(0), type=item_type))


def test_an_item_without_options_or_kind_is_not_free() -> None:
    assert not is_free(replace(choice(0), options=()))
    assert not is_free(replace(choice(0), proof={"rows": []}))
