"""Google Forms: the request is held against the interface's own schema, the script is run."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from typing import Any

import jsonschema
import pytest
from export_samples import HOSTILE, ITEMS, export, export_quiz, hostile_items, hostile_quiz, texts
from googleapiclient.discovery_cache import get_static_doc
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from quizgen.export.question import Job, Question
from quizgen.quiz import Item, Quiz
from quizgen.render.sheet import clean
from tests.consumers import run_node

SUFFIXES = ("json", "gs")


@cache
def request_schema() -> jsonschema.Draft202012Validator:
    """JSON Schema of a request's body, from the discovery document that Google's client has.

    Stricter than the document: fields it does not name, and those only the service may set, are
    refused.
    """
    document = json.loads(get_static_doc("forms", "v1"))

    def converted(node: dict[str, Any]) -> dict[str, Any]:
        if "$ref" in node:
            return {"$ref": f"#/$defs/{node['$ref']}"}
        schema: dict[str, Any] = {"type": node["type"]}
        if "enum" in node:
            schema["enum"] = [v for v in node["enum"] if not v.endswith("_UNSPECIFIED")]
        if node.get("format") == "int32":
            schema |= {"minimum": -(2**31), "maximum": 2**31 - 1}
        if "items" in node:
            schema["items"] = converted(node["items"])
        if "properties" in node:
            fields = node["properties"].items()
            kept = {name: f for name, f in fields if not f.get("readOnly")}
            schema["properties"] = {name: converted(f) for name, f in kept.items()}
            required = [n for n, f in kept.items() if is_required(n, f)]
            schema |= {"additionalProperties": False, "required": required}
        elif node["type"] == "object":
            schema["additionalProperties"] = False
        return schema

    def is_required(name: str, field: dict[str, Any]) -> bool:
        # What is answered in own words has no key, whatever the document says.
        return field.get("description", "").startswith("Required") and name != "correctAnswers"

    schemas = {name: converted(node) for name, node in document["schemas"].items()}
    for name in ("Request", "Item"):
        schemas[name]["maxProperties"] = {"Request": 1, "Item": 3}[name]
    return jsonschema.Draft202012Validator(
        {"$ref": "#/$defs/BatchUpdateFormRequest", "$defs": schemas}
    )


def request_of(quiz: Quiz) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(export(quiz, "forms", "json")[0])
    return data


def read_request(content: bytes) -> dict[str, Any]:
    """Read a request as a form, in the words of the script's reader."""
    data = json.loads(content)
    request_schema().validate(data)
    settings, info, *created = data["requests"]
    assert settings["updateSettings"]["settings"] == {"quizSettings": {"isQuiz": True}}
    form = dict(info["updateFormInfo"]["info"], quiz=True, items=[])
    for place, request in enumerate(created):
        assert request["createItem"]["location"] == {"index": place}
        form["items"].append(read_item(request["createItem"]["item"]))
    return form


def read_item(item: dict[str, Any]) -> dict[str, Any]:
    read: dict[str, Any] = {"kind": "text", "title": item["title"]}
    assert "\n" not in item["title"]
    if "textItem" in item:
        return {**read, "text": item["description"]}
    question = item["questionItem"]["question"]
    grading = question.get("grading", {})
    right = [answer["value"] for answer in grading.get("correctAnswers", {}).get("answers", [])]
    if "choiceQuestion" in question:
        options = [option["value"] for option in question["choiceQuestion"]["options"]]
        assert len({*options}) == len(options)
        assert {*right} <= {*options}
        read |= {"kind": "radio", "options": [{"text": o, "right": o in right} for o in options]}
    else:
        paragraph = question["textQuestion"]["paragraph"]
        read["kind"] = "long" if paragraph else "short"
        if not paragraph:
            read["answers"] = right
    names = {"whenRight": "correct", "whenWrong": "incorrect", "generalFeedback": "feedback"}
    read |= {named: grading[name]["text"] for name, named in names.items() if name in grading}
    if grading:
        read["points"] = grading["pointValue"]
    return read


def run_scripts(contents: list[bytes]) -> list[dict[str, Any]]:
    scripts = json.dumps([content.decode("utf-8") for content in contents])
    forms: list[dict[str, Any]] = json.loads(run_node("forms_app.mjs", scripts))
    return forms


def read(quiz: Quiz, suffix: str) -> tuple[dict[str, Any], Job]:
    content, _, job = export(quiz, "forms", suffix)
    return (read_request(content) if suffix == "json" else run_scripts([content])[0]), job


def questions_of(form: dict[str, Any]) -> list[dict[str, Any]]:
    return [item for item in form["items"] if item["kind"] != "text"]


def of_item(form: dict[str, Any], job: Job, item_id: str) -> list[dict[str, Any]]:
    """The questions of a form that an item became."""
    place = 0
    for question in job.questions:
        n = parts_of(question)
        if question.item_id == item_id:
            return questions_of(form)[place : place + n]
        place += n
    raise AssertionError(item_id)


def parts_of(question: Question) -> int:
    return max(len(question.premises), len(question.answers) if question.kind == "gaps" else 0, 1)


def item_of(quiz: Quiz, item_id: str) -> Item:
    return next(item for item in quiz.items if item.item_id == item_id)


def right_options(question: dict[str, Any]) -> list[str]:
    return [option["text"] for option in question["options"] if option["right"]]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_form_asks_the_same_questions_with_the_same_right_answers_and_points(suffix: str) -> None:
    quiz = export_quiz()
    form, job = read(quiz, suffix)

    assert form["quiz"]
    assert form["title"] == "Pier quiz"
    for item in quiz.items:
        questions = of_item(form, job, item.item_id)
        if item.item_id == "pair-again":  # two points for three lines
            assert [q["points"] for q in questions] == [1, 1, 1]
        else:
            assert sum(q.get("points", 0) for q in questions) == item.points
        match item.type:
            case "multiple_choice" | "who_said" | "true_false" if (
                item.options or not item.accept[1:]
            ):
                (question,) = questions
                assert question["title"] == clean(item.question)
                options = list(item.options) or ["True", "False"]
                assert [option["text"] for option in question["options"]] == options
                assert right_options(question) == [item.key]
            case "matching":
                letters = [pair.partition("-")[2] for pair in item.key.split(", ")]
                partners = [item.options["ABC".index(name)] for name in letters]
                assert [right_options(q) for q in questions] == [[p] for p in partners]
                assert [q["title"] for q in questions] == [
                    f"{item.question} {premise}" for premise in item.premises
                ]
            case "ordering":
                (question,) = questions
                assert right_options(question) == [item.options["ABCD".index(item.key[0])]]
            case "short_answer" | "who_said":
                (question,) = questions
                assert question["title"] == clean(item.question)
                by_hand = item.proof.get("kind") == "reason"
                assert question["kind"] == ("long" if by_hand else "short")
                if suffix == "json" and not by_hand:
                    assert question["answers"] == list(item.accept)
            case "discussion":
                (question,) = questions
                assert question == {"kind": "long", "title": item.question}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_sentence_with_several_gaps_is_a_question_for_each(suffix: str) -> None:
    form, job = read(export_quiz(), suffix)

    first, second = of_item(form, job, "gap-two-bank")
    sentence = "(1) ____ is on the council, (2) ____ lands fish."
    assert [first["title"], second["title"]] == [f"{sentence} – Gap 1", f"{sentence} – Gap 2"]
    assert [right_options(first), right_options(second)] == [["Marta"], ["Olav"]]
    typed = of_item(form, job, "gap-two")
    assert [question["kind"] for question in typed] == ["short", "short"]
    if suffix == "json":
        assert [question["answers"] for question in typed] == [["May 2022", "2022"], ["4.2"]]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_article_stands_first_with_its_paragraphs_numbered(suffix: str) -> None:
    form, job = read(export_quiz(), suffix)

    (article,) = job.articles
    first, *others = form["items"]
    assert (first["kind"], first["title"]) == ("text", article.heading)
    lines = first["text"].split("\n\n")
    assert lines[1 : 1 + len(article.paragraphs)] == [
        f"{n} {text}" for n, text in enumerate(article.paragraphs, 1)
    ]
    assert all(item["kind"] != "text" for item in others)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_explanation_is_shown_to_all_and_what_is_wrong_to_those_who_chose_it(suffix: str) -> None:
    form, job = read(export_quiz(), suffix)

    (choice,) = of_item(form, job, "choice")
    told = (
        "Why: The first paragraph tells it. "
        "Evidence (Paragraph 1): “damaged by two storms in the winter”"
    )
    assert choice["correct"] == told
    assert choice["incorrect"] == f"{told} A ferry: no ferry is told of A fire: no fire is told of"
    (typed,) = of_item(form, job, "open-name")
    answers = "" if suffix == "json" else "Right answers: Olav Brandt; Brandt; Mr Brandt. "
    assert typed["feedback"].startswith(f"{answers}Why: He said so. Evidence")
    (written,) = of_item(form, job, "open-reason")
    assert written["feedback"].startswith("Right answers: because two storms damaged it; two")


@pytest.mark.parametrize(
    ("place", "wrong"),
    [
        (("choiceQuestion", "type"), "RADIOS"),
        (("choiceQuestion", "shuffled"), False),
        (("grading", "pointValue"), 1.5),
        (("grading", "whenRight"), "text"),
        (("required",), "no"),
    ],
)
def test_schema_refuses_what_the_interface_does_not_know(
    place: tuple[str, ...], wrong: object
) -> None:
    request = request_of(export_quiz([item for item in ITEMS if item.item_id == "choice"]))
    request_schema().validate(request)

    node = request["requests"][-1]["createItem"]["item"]["questionItem"]["question"]
    for name in place[:-1]:
        node = node[name]
    node[place[-1]] = wrong

    with pytest.raises(jsonschema.ValidationError):
        request_schema().validate(request)


@pytest.mark.parametrize("broken", ["setAnswers", "setDisplayText"])
def test_form_app_of_the_tests_has_no_methods_that_forms_has_not(broken: str) -> None:
    script = export(export_quiz(), "forms", "gs")[0].decode()
    changed = script.replace("setText", broken)

    with pytest.raises(AssertionError, match=f"{broken} is not a function"):
        run_scripts([changed.encode()])


@settings(max_examples=10, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(said=st.lists(texts, min_size=8, max_size=8, unique=True))
def test_any_text_is_read_as_it_is_and_adds_no_answer(said: list[str]) -> None:
    reads_as_it_is(said)


def test_texts_of_other_formats_are_read_as_they_are() -> None:
    reads_as_it_is(list(HOSTILE))


def reads_as_it_is(said: list[str]) -> None:
    quizzes = [hostile_quiz(text) for text in said]
    requests = [export(quiz, "forms", "json") for quiz in quizzes]
    scripts = [export(quiz, "forms", "gs") for quiz in quizzes]
    run = run_scripts([content for content, _, _ in scripts])
    for (content, report, job), form in zip(requests, run, strict=True):
        left_out = {item.item_id for item in report.items if item.outcome == "left_out"}
        asked = [q for q in job.questions if q.item_id not in left_out]
        wanted = [part for question in asked for part in expected(question)]
        for written in (read_request(content), form):
            assert written["title"] == (job.title if job.title.strip() else "Reading quiz")
            shown = questions_of(written)
            answers = [question.pop("answers", None) for question in shown]
            keys = ("kind", "title", "options")
            assert [{k: q[k] for k in keys if k in q} for q in shown] == [
                part for part, _ in wanted
            ]
            if written is not form:
                assert answers == [right for _, right in wanted]


def expected(question: Question) -> list[tuple[dict[str, Any], list[str] | None]]:
    """What a form asks for an item, told by the quiz alone, and what may be typed."""

    def radio(title: str, options: tuple[str, ...], right: str) -> dict[str, Any]:
        shown = [{"text": text, "right": text == right} for text in options]
        return {"kind": "radio", "title": title, "options": shown}

    stem = question.stem()
    choices = tuple(choice.text for choice in question.choices)
    match question.kind:
        case "choice" | "true_false":
            return [(radio(stem, choices, question.key), None)]
        case "gaps" if len(question.answers) == 1 and choices:
            return [(radio(stem, choices, question.key), None)]
        case "gaps" if len(question.answers) == 1:
            return [({"kind": "short", "title": stem}, list(question.answers[0]))]
        case "gaps":
            first, second, third = question.parts
            sentence = f"{first}(1) ____{second}(2) ____{third}"
            titles = [f"{sentence} – Gap {n}" for n in (1, 2)]
            if choices:
                return [
                    (radio(title, choices, accepted[0]), None)
                    for title, accepted in zip(titles, question.answers, strict=True)
                ]
            return [
                ({"kind": "short", "title": title}, list(accepted))
                for title, accepted in zip(titles, question.answers, strict=True)
            ]
        case "matching":
            return [
                (radio(f"{stem} {premise}", question.options, question.options[right]), None)
                for premise, right in zip(question.premises, question.right, strict=True)
            ]
        case "ordering":
            title = f"{stem} Which of these comes first?"
            return [(radio(title, question.options, question.options[question.right[0]]), None)]
        case "typed":
            return [({"kind": "short", "title": stem}, list(question.answers[0]))]
        case _:
            return [({"kind": "long", "title": stem}, None)]


def test_choices_that_differ_only_in_kinds_of_spaces_are_left_out() -> None:
    items = [
        replace(item, options=("1987", "19 87", "19\u00a087"))
        for item in ITEMS
        if item.item_id == "choice-six"
    ]
    form, _ = read(export_quiz(items), "json")
    _, report, _ = export(export_quiz(items), "forms", "json")

    assert questions_of(form) == []
    (item,) = report.items
    assert item.outcome == "left_out"
    assert item.details == ("two choices read the same in Forms: 19\u00a087",)


def test_what_forms_cannot_hold_is_reported_item_by_item() -> None:
    _, report, _ = export(export_quiz(), "forms", "json")
    lossy = {item.item_id: item.details for item in report.lossy}

    assert lossy == {
        "gap-two": ("2 gaps are asked as 2 questions",),
        "gap-two-bank": ("2 gaps are asked as 2 questions",),
        "pair": ("matching is asked as 2 multiple-choice questions, one a line",),
        "pair-again": (
            "matching is asked as 3 multiple-choice questions, one a line; it has 3 points "
            "instead of 2",
        ),
        "row": ("ordering is asked as a choice of what comes first; the rest is not asked",),
    }
    written = {item.item_id: item.written_as for item in report.items}
    assert written["talk"] == "Paragraph"
    assert written["open-name"] == "Short answer"
    assert written["pair"] == "Multiple choice"


def test_script_reports_each_item_whose_right_answers_it_cannot_set() -> None:
    _, report, _ = export(export_quiz(), "forms", "gs")

    by_hand = {
        item.item_id
        for item in report.items
        if any("a script cannot set" in detail for detail in item.details)
    }
    assert by_hand == {"open-name", "open-who", "gap-free", "gap-two"}


def test_hostile_items_are_all_asked() -> None:
    items = hostile_items("x")
    form, job = read(export_quiz(items), "json")

    assert len(questions_of(form)) == sum(parts_of(question) for question in job.questions)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_same_quiz_gives_the_same_bytes(suffix: str) -> None:
    first, again = (export(export_quiz(), "forms", suffix)[0] for _ in range(2))
    assert first == again
