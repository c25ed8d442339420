"""GIFT as gift-pegjs reads it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from typing import Any

import pytest
from expected import asked
from export_samples import HOSTILE, ITEMS, export, export_quiz, hostile_items, hostile_quiz, texts
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from quizgen.quiz import Item, Quiz, gap_answers
from quizgen.read import gift
from tests.consumers import run_node

# gift-pegjs leaves escaped signs of a partner as it marks them inside itself.
PARTNER_MARK = re.compile(r"&&0(\d\d);|&&(1\d\d);")


EMBEDDED = {"gap-bank", "gap-free"}  # words stand on both sides of their gap


def parsed(*files: bytes) -> list[list[dict[str, Any]]]:
    found = json.loads(run_node("gift.mjs", json.dumps([file.decode() for file in files])))
    errors = [entry for entry in found if isinstance(entry, str)]
    assert errors == []
    return found  # type: ignore[no-any-return]


def shown(text: dict[str, str]) -> str:
    """Return what a reader sees of a text with a format."""
    if text["format"] == "plain":
        return text["text"]
    assert text["format"] == "html"
    assert not re.search(r"<(?!/?(p|b|h4|small)>)", text["text"])
    return html.unescape(re.sub(r"<[^>]+>", "", text["text"]))


def partner(text: str) -> str:
    return PARTNER_MARK.sub(lambda m: chr(int(m[1] or m[2])), text)


def questions(file: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [q for q in file if q["type"] not in {"Category", "Description"}]


def tag(question: dict[str, Any], name: str) -> str:
    (value,) = (t.partition(":")[2] for t in question["tags"] if t.startswith(f"{name}:"))
    return str(value)


def squeezed(value: Any) -> Any:
    """Return texts as plain answers keep them: spaces of all kinds are one."""
    if isinstance(value, str):
        return " ".join(value.replace("->", "→").replace("\ufeff", " ").split())
    return type(value)(map(squeezed, value))


def as_asked(question: dict[str, Any]) -> tuple[str, frozenset[str], tuple[object, ...], int]:
    """Return question, choices, what is right and points, as in :func:`expected.asked`."""
    stem = shown(question["stem"])
    if tag(question, "type") == "cloze" and question["type"] != "Essay":
        stem = stem.replace("_____", "____")
        if question["hasEmbeddedAnswers"]:  # gift-pegjs itself puts blanks around a gap
            stem = re.sub(" ?____ ?", "____", stem)
    points = int(tag(question, "points"))
    match question["type"]:
        case "MC":
            right = [shown(c["text"]) for c in question["choices"] if c["isCorrect"]]
            choices = frozenset(shown(c["text"]) for c in question["choices"])
            gapped = tag(question, "type") == "cloze"
            return stem, choices, ((tuple(right),) if gapped else tuple(right)), points
        case "Short":
            assert all(c["isCorrect"] and c["weight"] == 100 for c in question["choices"])
            answers = tuple(shown(c["text"]).replace("\\*", "*") for c in question["choices"])
            gapped = tag(question, "type") == "cloze"
            return stem, frozenset(), ((answers,) if gapped else answers), points
        case "TF":
            return stem, frozenset(), (str(question["isTrue"]),), points
        case "Matching":
            pairs = [(p["subquestion"], partner(p["subanswer"])) for p in question["matchPairs"]]
            choices = frozenset(p for _, p in pairs)
            if tag(question, "type") == "ordering":
                assert [p["text"] for p, _ in pairs] == [str(n + 1) for n in range(len(pairs))]
                return stem, choices, tuple(p for _, p in pairs), points
            lines = tuple(sorted((shown(left), p) for left, p in pairs if left["text"]))
            return stem, choices, lines, points
        case "Essay":
            told = question["globalFeedback"]
            lines = (
                re.findall(r"<p><b>(?:Answer|Also right):</b> (.*?)</p>", told["text"])
                if told
                else []
            )
            return stem, frozenset(), tuple(html.unescape(line) for line in lines), points
    raise AssertionError(question["type"])


def test_the_sample_is_read_with_the_same_questions_answers_and_points() -> None:
    content, report, _ = export(export_quiz(), "gift")
    (file,) = parsed(content)

    found = {q["id"]: as_asked(q) for q in questions(file)}
    whole = [item for item in ITEMS if not item.item_id.startswith("gap-two")]
    wanted = {}
    for item in whole:
        a = asked(item)
        right = () if item.type == "discussion" else a.right
        words = re.sub(" ?____ ?", "____", a.question) if item.item_id in EMBEDDED else a.question
        wanted[item.item_id] = (words, a.choices, right, a.points)

    assert {k: found[k] for k in wanted} == wanted
    assert found["gap-two/1"] == (
        "It is to open in____and costs […] million.", frozenset(), (("May 2022", "2022"),), 1,
    )  # fmt: skip
    assert found["gap-two/2"][2] == (("4.2",),)
    assert found["gap-two-bank/2"][1:3] == (frozenset({"Olav", "Marta", "Ines"}), (("Olav",),))
    assert len(found) == len(whole) + 4
    assert {i.item_id for i in report.items if i.outcome == "left_out"} == set()


@pytest.mark.parametrize(
    ("question", "written"),
    [
        ("It cost ____, they say.", "It cost {"),
        ("“____” is a word.", "“{"),
    ],
)
def test_no_blank_comes_to_the_signs_around_a_gap(question: str, written: str) -> None:
    item = Item("i", "cloze", "retrieve", question, "4")
    content, _, _ = export(export_quiz([item]), "gift")

    assert f"::[html]{written}" in content.decode()
    assert [i.question for i in gift.read(content, "q.gift").items] == [question]


def test_what_gift_cannot_hold_is_told_item_by_item() -> None:
    _, report, _ = export(export_quiz(), "gift")
    told = {item.item_id: item for item in report.items}

    assert {i.item_id for i in report.lossy} == {
        "open-name", "open-reason", "gap-two", "gap-two-bank", "choice-two", "pair", "pair-again",
        "row", "talk",
    }  # fmt: skip
    assert told["row"].written_as == "matching"
    assert told["row"].details[0] == (
        "ordering is asked as matching of places and events, each right place worth the same"
    )
    assert told["gap-two"].details == (
        "its 2 gaps are asked for one by one",
        "its points (2) are in a tag: GIFT has none, and Moodle gives 1",
    )


def test_the_article_stands_above_the_questions() -> None:
    content, _, job = export(export_quiz(), "gift")
    (file,) = parsed(content)

    assert [q["type"] for q in file[:2]] == ["Category", "Description"]
    assert file[0]["title"] == "$course$/top/Pier quiz"
    text = shown(file[1]["stem"])
    assert all(paragraph in text for paragraph in job.articles[0].paragraphs)


def test_proof_and_reasons_are_in_the_feedback() -> None:
    content, _, _ = export(export_quiz(), "gift")
    by_id = {q["id"]: q for q in questions(parsed(content)[0])}

    assert shown(by_id["choice"]["globalFeedback"]) == (
        "Why: The first paragraph tells it."
        "Evidence (Paragraph 1): “damaged by two storms in the winter”"
    )
    reasons = {shown(c["text"]): c["feedback"] for c in by_id["choice"]["choices"]}
    assert shown(reasons["A ferry"]) == "no ferry is told of"
    assert reasons["Two storms"] is None
    assert shown(by_id["false"]["globalFeedback"]).startswith(
        "Corrected: It is to open in May 2022."
    )
    assert by_id["true"]["globalFeedback"] is None


def test_same_quiz_same_bytes() -> None:
    assert export(export_quiz(), "gift")[0] == export(export_quiz(), "gift")[0]


def check_hostile(files: Iterable[tuple[Quiz, list[dict[str, Any]]]]) -> None:
    for quiz, file in files:
        items = {item.item_id: item for item in quiz.items}
        for question in questions(file):
            item_id = question["id"].partition("/")[0]
            stem, choices, right, points = as_asked(question)
            wanted = asked(items[item_id])
            if "/" in question["id"]:
                at = int(question["id"].partition("/")[2]) - 1
                assert squeezed(right) == squeezed((wanted.right[at],))
                continue
            asked_for = wanted.question
            if question["hasEmbeddedAnswers"]:
                asked_for = re.sub(" ?____ ?", "____", asked_for)
            assert squeezed(stem) == squeezed(asked_for), (item_id, stem)
            assert squeezed(choices) == squeezed(wanted.choices)
            assert squeezed(right) == squeezed(wanted.right), (item_id, right)
            assert points == wanted.points


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_read_as_text(text: str) -> None:
    quiz = hostile_quiz(text)
    content, report, _ = export(quiz, "gift")
    (file,) = parsed(content)

    assert len(questions(file)) == sum(max(1, len(gap_answers(item))) for item in quiz.items)
    assert [i for i in report.items if i.outcome == "left_out"] == []
    check_hostile([(quiz, file)])


@given(st.lists(texts, min_size=30, max_size=30))
@settings(
    max_examples=4,
    deadline=None,
    phases=[Phase.generate],  # a batch has nothing to shrink
    suppress_health_check=list(HealthCheck),
)
def test_any_text_is_read_as_text(many: list[str]) -> None:
    quizzes = [export_quiz(writable(hostile_items(text))) for text in many]
    quizzes = [quiz for quiz in quizzes if quiz.items]
    files = parsed(*(export(quiz, "gift")[0] for quiz in quizzes))

    check_hostile(zip(quizzes, files, strict=True))


def writable(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Items that no format refuses, since their texts differ once cleaned."""
    _, report, _ = export(export_quiz(items), "gift")
    refused = {i.item_id for i in report.items if i.outcome == "left_out"}
    return tuple(item for item in items if item.item_id not in refused)
