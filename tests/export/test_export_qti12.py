"""QTI 1.2 packages, as Canvas's importers take them."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from lxml import etree
from qti_package_maker.common.package_integrity import check_package

from quizgen.export.losses import LossReport
from quizgen.export.qti12 import MAX_FEEDBACK, MAX_TEXT, MAX_TITLE
from quizgen.export.question import kind_of
from quizgen.quiz import GAPS, Evidence, Item, Quiz, gap_answers, letters_of, pairs_of
from quizgen.render.sheet import clean
from tests.export.canvas_readers import Seen, classic, items_of, new, squeezed
from tests.export.export_samples import (
    HOSTILE,
    ITEMS,
    export,
    export_quiz,
    hostile_items,
    hostile_quiz,
    texts,
)

TYPES = {
    "choice": ("multiple_choice_question", "choice"),
    "true_false": ("true_false_question", "choice"),
    "typed": ("short_answer_question", "fill_blank"),
    "matching": ("matching_question", "match"),
    "ordering": ("ordering_question", "ordering"),
    "essay": ("essay_question", "essay"),
}
MAY_NOT_SHOW = "signs such as < and & in its"

few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def said(text: str) -> str:
    return squeezed(clean(text))


def types_of(item: Item) -> tuple[str, str]:
    """The types an item has in Classic and in New Quizzes."""
    kind = kind_of(item)
    if kind != "gaps":
        return TYPES[kind]
    if len(gap_answers(item)) == 1:
        return TYPES["choice" if item.options else "typed"]
    if item.options:
        return ("multiple_dropdowns_question", "dropdown")
    return ("fill_in_multiple_blanks_question", "fill_blank")


def expected(item: Item, type_: str) -> Seen:
    """What a class must see of an item, from the item alone."""
    seen = Seen("", type_, said(GAPS.sub("____", item.question)), float(item.points))
    options = [said(option) for option in item.options]
    gaps = gap_answers(item)
    match kind_of(item):
        case "choice":
            seen.choices, seen.right = options, [said(item.key)]
        case "true_false":
            seen.choices, seen.right = ["True", "False"], [item.key]
        case "gaps" if len(gaps) == 1 and options:
            seen.choices, seen.right = options, [said(item.key)]
        case "gaps" if len(gaps) == 1:
            seen.right = list(dict.fromkeys(map(said, gaps[0])))
        case "gaps":
            seen.gap_right = [list(dict.fromkeys(map(said, gap))) for gap in gaps]
            seen.gaps = [options or right for right in seen.gap_right]
        case "typed":
            seen.right = list(dict.fromkeys(map(said, item.accept or (item.key,))))
        case "matching":
            partners = [options[ord(name) - ord("A")] for _, name in pairs_of(item.key)]
            seen.choices = options
            seen.pairs = list(zip(map(said, item.premises), partners, strict=True))
        case "ordering":
            seen.choices = options
            seen.right = [options[ord(name) - ord("A")] for name in letters_of(item.key)]
        case "essay" if options:
            seen.stem += f" (Words: {'; '.join(options)})"
    told = item.proof.get("distractors", {})
    if types_of(item)[0] != "multiple_choice_question":
        told = {}
    seen.comments = {said(t): said(told[t]) for t in item.options if said(told.get(t, ""))}
    return seen


def asked(content: bytes, quiz: Quiz, report: LossReport) -> list[tuple[Item, Seen, Seen]]:
    """Each item with what Classic and New Quizzes make of it; texts come before all questions."""
    in_file = {
        field[1].text: item
        for item in items_of(content)
        for field in item.iterfind(".//{*}qtimetadatafield")
        if field[0].text == "quizgen_item_id"
    }
    kept = [item for item, r in zip(quiz.items, report.items, strict=True) if r.written_as]
    assert set(in_file) == {item.item_id for item in kept}
    return [(i, classic(in_file[i.item_id]), new(in_file[i.item_id])) for i in kept]


def with_reasons(text: str) -> Quiz:
    """The hostile quiz, in which the reasons why answers are wrong are hostile too."""
    quiz = hostile_quiz(text)
    items = []
    for item in quiz.items:
        reasons = {option: text for option in item.options if option != item.key}
        items.append(replace(item, proof={**item.proof, "distractors": reasons}))
    return replace(quiz, items=tuple(items))


def check(quiz: Quiz) -> None:
    content, report, job = export(quiz, "qti12")
    of = {r.item_id: r for r in report.items}
    triples = asked(content, quiz, report)
    assert len(triples) == len(job.questions)
    for item, old, fresh in triples:
        details = of[item.item_id].details
        dim = any(MAY_NOT_SHOW in detail for detail in details)
        for seen, type_ in zip((old, fresh), types_of(item), strict=True):
            for gaps in (seen.gaps, seen.gap_right):
                gaps[:] = [[squeezed(text) for text in gap] for gap in gaps]
            for name in ("choices", "right"):
                setattr(seen, name, [squeezed(text) for text in getattr(seen, name)])
            want = expected(item, type_)
            seen.name = seen.feedback = ""
            seen.pairs = [(squeezed(a), squeezed(b)) for a, b in seen.pairs]
            if dim:  # the report says that these may differ; how many there are may not
                assert len(seen.choices) == len(want.choices)
                assert len(seen.right) == len(want.right)
                assert [a for a, _ in seen.pairs] == [a for a, _ in want.pairs]
                seen.choices, seen.right, seen.pairs = want.choices, want.right, want.pairs
            assert seen == want, item.item_id
        assert of[item.item_id].written_as == old.type


def test_a_class_gets_the_same_questions_answers_and_points() -> None:
    quiz = export_quiz()
    check(quiz)
    report = export(quiz, "qti12")[1]
    assert report.notes == ()
    assert [(r.item_id, r.outcome, r.details) for r in report.lossy] == [
        (
            "row",
            "converted",
            (
                "in New Quizzes, the order counts as a whole; "
                "in Classic Quizzes, each line is given its place and counts",
            ),
        )
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_text_says_is_never_markup_gap_or_formula(text: str) -> None:
    check(with_reasons(text))


@few
@given(texts)
@example("[gap1]")
@example("&lt;b&gt;")
@example("x\\\\(a\\[$$$")
def test_any_text_is_shown_as_it_is(text: str) -> None:
    check(with_reasons(text))


def test_brackets_of_a_text_are_no_gaps_and_editing_is_warned_of() -> None:
    item = replace(
        next(i for i in ITEMS if i.item_id == "gap-two"), question="[gap2] ____ [gap1] ____"
    )
    quiz = export_quiz([item])
    check(quiz)
    (report,) = export(quiz, "qti12")[1].items
    assert report.details == ("words in brackets may become gaps when it is edited in Canvas",)


def test_no_text_is_run_or_lost_by_the_sanitizer() -> None:
    content, _, _ = export(hostile_quiz("<script>alert(1)</script>"), "qti12")
    for item in items_of(content):
        for mattext in item.iterfind(".//{*}mattext"):
            if mattext.get("texttype") == "text/html":
                assert "<script" not in mattext.text


def test_feedback_tells_why_and_where_and_the_key_of_what_a_person_marks() -> None:
    quiz = export_quiz()
    content, report, _ = export(quiz, "qti12")
    told = {
        item.item_id: (old.feedback, new.feedback)
        for item, old, new in asked(content, quiz, report)
    }
    for old, fresh in told.values():
        assert old == fresh
    assert told["choice"][0] == (
        "Why: The first paragraph tells it. Evidence (Paragraph 1): "
        "“damaged by two storms in the winter”"
    )
    assert told["open-reason"][0].startswith(
        "Answer: because two storms damaged it Also right: two storms Marking: 2 points for "
    )
    assert told["talk"][0] == ""


def test_feedback_shows_whatever_signs_are_in_it() -> None:
    quiz = export_quiz([replace(ITEMS[10], explanation="a < b & c", evidence=())])
    content, report, _ = export(quiz, "qti12")
    ((_, old, fresh),) = asked(content, quiz, report)
    assert old.feedback == fresh.feedback == "Why: a < b & c"


def test_the_article_stands_first_with_its_paragraphs_numbered() -> None:
    quiz = export_quiz()
    content, _, job = export(quiz, "qti12")
    first, second = items_of(content)[:2]
    for reader in (classic, new):
        assert reader(first).type in {"text_only_question", "stimulus"}
        assert reader(first).points == 0
        for paragraph in job.articles[0].paragraphs:
            assert paragraph in reader(first).stem
        assert reader(second).type != reader(first).type
    assert first.find(".//{*}mattext").text.count("<li>") == 3


def test_a_long_article_is_cut_between_paragraphs_and_goes_on_counting() -> None:
    paragraphs = [f"{n} " + "word " * 900 for n in range(12)]
    text = "\n".join(paragraphs)
    spans, start = [], 0
    for paragraph in paragraphs:
        spans.append((start, start + len(paragraph)))
        start += len(paragraph) + 1
    quiz = export_quiz()
    long = replace(quiz.articles[0], text=text, paragraphs=tuple(spans))
    quiz = replace(quiz, articles=(long,), items=tuple(replace(i, evidence=()) for i in quiz.items))
    content, report, _ = export(quiz, "qti12")
    bodies = [
        x.find(".//{*}mattext").text
        for x in items_of(content)
        if classic(x).type == "text_only_question"
    ]
    assert len(bodies) > 3
    assert all(len(body) <= MAX_TEXT for body in bodies)
    starts = [int(re.search(r'<ol start="(\d+)"', body)[1]) for body in bodies]  # type: ignore[index]
    counts = [body.count("<li>") for body in bodies]
    assert [s + c for s, c in zip(starts, counts, strict=True)] == [*starts[1:], 13]
    assert report.notes == ()


def test_a_paragraph_longer_than_canvas_takes_is_told_of() -> None:
    quiz = export_quiz()
    text = "x" * (MAX_TEXT + 1)
    long = replace(quiz.articles[0], text=text, paragraphs=((0, len(text)),))
    quiz = replace(quiz, articles=(long,), items=tuple(replace(i, evidence=()) for i in quiz.items))
    (note,) = export(quiz, "qti12")[1].notes
    assert "has a paragraph of more than 16384 characters" in note


def test_feedback_too_long_for_canvas_loses_its_last_lines_and_says_so() -> None:
    quiz = export_quiz()
    text = quiz.articles[0].text
    quote = Evidence(quiz.articles[0].article_id, "s1", 0, 400, text[:400])
    item = replace(ITEMS[10], explanation="word " * 900, evidence=(quote,) * 3)
    content, report, _ = export(replace(quiz, items=(item,)), "qti12")
    body = items_of(content)[-1].find(".//{*}itemfeedback//{*}mattext").text
    assert len(body) <= MAX_FEEDBACK
    (entry,) = report.items
    assert entry.outcome == "shortened"
    assert "lines of feedback left out, as Canvas takes 5120 characters" in entry.details[0]


def test_a_title_too_long_for_canvas_is_cut_and_told_of() -> None:
    content, report, _ = export(export_quiz(title="x" * 300), "qti12")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        (name,) = (n for n in package.namelist() if n.endswith("assessment_meta.xml"))
        title = etree.fromstring(package.read(name)).findtext("{*}title")
    assert len(title) == MAX_TITLE
    assert report.notes == ("The title is cut to 255 characters, which is all Canvas takes.",)


def test_settings_tell_the_points_and_leave_the_order_alone() -> None:
    quiz = replace(export_quiz(), before_reading="What is a pier <for>?")
    content, _, _ = export(quiz, "qti12")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        (name,) = (n for n in package.namelist() if n.endswith("assessment_meta.xml"))
        root = etree.fromstring(package.read(name))
    settings_ = {etree.QName(e).localname: e.text or "" for e in root}
    assert float(settings_["points_possible"]) == sum(item.points for item in quiz.items)
    assert settings_["title"] == "Pier quiz"
    assert settings_["quiz_type"] == "assignment"
    assert settings_["available"] == settings_["shuffle_answers"] == "false"
    assert settings_["description"] == (
        "<p>Read the article, then answer the questions.</p>"
        "<p><strong>Before you read:</strong> What is a pier &lt;for&gt;?</p>"
    )


def test_the_package_holds_together(tmp_path: Path) -> None:
    for number, quiz in enumerate([export_quiz(), *map(hostile_quiz, HOSTILE[:4])]):
        path = tmp_path / f"{number}.zip"
        path.write_bytes(export(quiz, "qti12")[0])
        assert check_package(str(path)) == []


def test_answers_have_numbers_for_names_each_its_own() -> None:
    content, _, _ = export(export_quiz(), "qti12")
    names = []
    for item in items_of(content):
        labels = [label.get("ident") for label in item.iterfind(".//{*}response_label")]
        names += dict.fromkeys(name for name in labels if name != "answer1")
    assert all(name.isdigit() for name in names)
    assert len(names) == len(set(names))


def test_the_same_quiz_gives_the_same_bytes() -> None:
    quiz = hostile_quiz(HOSTILE[2])
    assert export(quiz, "qti12")[0] == export(quiz, "qti12")[0]


def test_names_of_questions_stay_when_texts_are_edited_or_questions_moved() -> None:
    def names(quiz: Quiz) -> set[str]:
        return {item.get("ident") for item in items_of(export(quiz, "qti12")[0])}

    items = hostile_items("x")
    before = names(export_quiz(items))
    assert names(export_quiz(list(reversed(hostile_items("y"))))) == before


def test_versions_of_a_quiz_do_not_take_each_other_s_place_in_canvas() -> None:
    contents = [export(replace(export_quiz(), label=label), "qti12")[0] for label in ("A", "B")]
    names = [{item.get("ident") for item in items_of(content)} for content in contents]
    assert not names[0] & names[1]
    for content, title in zip(contents, ("Version A", "Version B"), strict=True):
        (assessment,) = items_of(content)[0].iterancestors("{*}assessment")
        assert assessment.get("title") == f"Pier quiz – {title}"
