"""The core that all export formats are written from: kinds, faults, degradation, the report."""

from __future__ import annotations

from dataclasses import replace

import pytest
from export_samples import ITEMS, export_quiz

from quizgen.export.degrade import as_choices, split_gaps, whole_shares, with_fewer_choices
from quizgen.export.escape import cdata, entities, html_text
from quizgen.export.losses import Losses
from quizgen.export.question import Job, Question, prepare, stable_hash
from quizgen.quiz import Item
from quizgen.versions import make_versions

JOB = prepare(export_quiz())


def question(item_id: str, job: Job = JOB) -> Question:
    return next(q for q in job.questions if q.item_id == item_id)


def item(item_id: str, **changes: object) -> Item:
    (found,) = (i for i in ITEMS if i.item_id == item_id)
    return replace(found, **changes)  # type: ignore[arg-type]


def test_questions_stand_in_the_order_and_with_the_numbers_of_the_handout() -> None:
    assert [q.number for q in JOB.questions] == list(range(1, len(ITEMS) + 1))
    assert JOB.questions[0].type == "multiple_choice"
    assert JOB.questions[-1].type == "discussion"


@pytest.mark.parametrize(
    ("item_id", "kind"),
    [
        ("choice", "choice"), ("voice", "choice"), ("true", "true_false"), ("gap-bank", "gaps"),
        ("gap-two", "gaps"), ("gap-unknown", "essay"), ("open-name", "typed"),
        ("open-who", "typed"), ("open-reason", "essay"), ("pair", "matching"),
        ("row", "ordering"), ("talk", "essay"),
    ],
)  # fmt: skip
def test_kind_is_how_an_item_is_answered(item_id: str, kind: str) -> None:
    assert question(item_id).kind == kind


def test_a_long_answer_is_marked_by_a_person() -> None:
    long = item("open-name", key="one two three four five", accept=("one two three four five",))

    assert prepare(export_quiz([long])).questions[0].kind == "essay"


@pytest.mark.parametrize(
    ("made", "fault"),
    [
        (item("choice", options=("Two storms", "A fire\x07", "A fire"), accept=()),
         "two choices read the same: A fire"),
        (item("choice", question="\x07"),
         "a text is empty once characters that cannot be shown are dropped"),
        (item("pair", premises=("a", "a\x00")), "two lines read the same: a"),
        (item("row", options=("a", "b", "c", "c\u202e")), "two choices read the same: c"),
        (item("open-name", key="\x1b", accept=("\x1b",)),
         "a text is empty once characters that cannot be shown are dropped"),
    ],
)  # fmt: skip
def test_what_no_program_could_ask_is_left_out_and_told(made: Item, fault: str) -> None:
    job = prepare(export_quiz([made, item("true")]))

    assert [q.item_id for q in job.questions] == ["true"]
    assert [(loss.outcome, loss.detail) for loss in job.losses.found] == [("left_out", fault)]


def test_ids_are_the_same_in_all_versions_and_stay_when_texts_change() -> None:
    a, b = make_versions(export_quiz(), 2)
    edited = replace(export_quiz(title="New"), items=tuple(
        replace(i, question=i.question + "!") for i in ITEMS))  # fmt: skip

    uids = {prepare(q).uid for q in (a, b, edited, export_quiz())}
    assert len(uids) == 1
    assert len({prepare(q).digest for q in (a, b, edited, export_quiz())}) == 4
    assert JOB.identifier("x", "y") != JOB.identifier("xy")
    assert stable_hash("a", "b") != stable_hash("ab")
    assert prepare(replace(export_quiz(), seed=8)).uid not in uids


def test_matching_becomes_a_choice_for_each_line() -> None:
    job = prepare(export_quiz())
    parts = as_choices(job, question("pair-again", job))

    assert [p.stem() for p in parts] == [
        "Who said what? thirty years", "Who said what? it moves", "Who said what? it opens in May",
    ]  # fmt: skip
    assert [p.key for p in parts] == ["Marta", "Olav", "Marta"]
    assert [(p.name, p.points) for p in parts] == [("18.1", 1), ("18.2", 1), ("18.3", 1)]
    assert [loss.detail for loss in job.losses.found] == [
        "matching is asked as 3 multiple-choice questions, one a line; "
        "it has 3 points instead of 2"
    ]  # fmt: skip


def test_ordering_becomes_a_choice_of_the_first() -> None:
    job = prepare(export_quiz())
    (part,) = as_choices(job, question("row", job))

    assert part.stem() == (
        "Put these events in order, the earliest first. Which of these comes first?"
    )
    assert part.key == "Olav landed his first catch"
    assert job.losses.found[0].outcome == "converted"


def test_what_is_written_does_not_become_a_choice() -> None:
    for name in ("open-name", "open-reason", "gap-free", "gap-two", "talk"):
        assert as_choices(prepare(export_quiz()), question(name)) == ()


def test_gaps_are_asked_one_by_one() -> None:
    first, second = split_gaps(prepare(export_quiz()), question("gap-two-bank"))

    assert first.stem() == "____ is on the council, […] lands fish."
    assert second.stem() == "[…] is on the council, ____ lands fish."
    assert (first.key, second.key) == ("Marta", "Olav")


def test_fewer_choices_keep_the_right_one_and_the_order() -> None:
    losses = Losses()
    fewer = with_fewer_choices(question("choice-six"), 3, losses)

    assert [c.text for c in fewer.choices] == ["1981", "1983", "1987"]
    assert losses.found[0].detail == (
        "3 of 5 wrong choices left out, as there may be 3 choices"
    )  # fmt: skip
    assert with_fewer_choices(question("choice"), 4, losses) == question("choice")


@pytest.mark.parametrize(
    ("points", "parts", "shares"), [(4, 2, (2, True)), (2, 3, (1, False)), (5, 2, (2, False))]
)
def test_shares_are_whole(points: int, parts: int, shares: tuple[int, bool]) -> None:
    assert whole_shares(points, parts) == shares


def test_report_tells_the_worst_and_all_details() -> None:
    losses = Losses()
    losses.written_as |= {"a": "essay", "b": "essay"}
    losses.converted("a", "one")
    losses.shortened("a", "two")
    losses.left_out("b", "gone")
    losses.note("n")
    losses.note("n")
    report = losses.report("x", {k: (n, "cloze", "?") for n, k in enumerate("abc", 1)})

    assert [(i.item_id, i.outcome, i.written_as, i.details) for i in report.items] == [
        ("a", "shortened", "essay", ("one", "two")),
        ("b", "left_out", "", ("gone",)),
        ("c", "kept", "", ()),
    ]
    assert report.to_data()["counts"] == {"kept": 1, "converted": 0, "shortened": 1, "left_out": 1}
    assert report.notes == ("n",)


def test_escapes() -> None:
    assert html_text("\u00a0<\u3000") == "&#160;&lt;&#12288;"
    assert cdata("]]>") == "<![CDATA[]]]]><![CDATA[>]]>"
    assert entities("~a_b__c é") == "&#126;a_b&#95;&#95;c &#233;"
