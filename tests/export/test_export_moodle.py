"""Moodle XML as Moodle's reader takes it apart: lxml, its list of shares, its pattern of gaps."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from expected import Asked, asked
from export_samples import HOSTILE, ITEMS, export, export_quiz, hostile_quiz, texts
from hypothesis import HealthCheck, given, settings
from lxml import etree
from lxml import html as lxml_html

from quizgen.export.moodle import PERMITTED_FRACTIONS
from quizgen.quiz import Item, Quiz, gap_answers

# The patterns of Moodle's qtype_multianswer, written as one: an answer ends before ~ # or }
# that stands behind no backslash and begins no entity.
ALTERNATIVE = r"(?P<share>=|%-?[0-9]+(?:[.,][0-9]*)?%)?(?P<answer>.+?(?<!\\|&)(?=[~#}]|$))"
GAP = re.compile(
    r"\{\s*(?P<weight>[0-9]*)\s*:\s*(?P<kind>MULTICHOICE|SHORTANSWER)\s*:(?P<body>.*?)(?<!\\)\}",
    re.DOTALL,
)
TAGS = {"p", "b", "h4", "small", "div"}


def questions(content: bytes) -> list[Any]:
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, huge_tree=False))
    assert root.tag == "quiz"
    return [q for q in root.iterchildren() if q.get("type") not in {"category", "description"}]


def shown(element: Any) -> str:
    """Return what a pupil sees of an element with a format, and check that it is no markup."""
    text = element.findtext("text") or ""
    if element.get("format") != "html":
        return str(text)
    return seen(text)


def seen(markup: str) -> str:
    root = lxml_html.fragment_fromstring(markup, create_parent="div")
    assert {e.tag for e in root.iter()} <= TAGS
    assert not any(e.attrib for e in root.iter())
    return str(root.text_content())


def tag(question: Any, name: str) -> str:
    tags = [t.findtext("text") for t in question.iterfind("tags/tag")]
    (value,) = (t.partition(":")[2] for t in tags if t.startswith(f"{name}:"))
    return str(value)


def unstarred(text: str) -> str:
    """Return a typed answer, in which every star is escaped."""
    assert not re.search(r"(?<!\\)\*", text)
    return text.replace("\\*", "*")


def as_asked(question: Any) -> Asked:
    type_ = tag(question, "type")
    stem = shown(question.find("questiontext"))
    grade = question.findtext("defaultgrade")
    points = int(grade) if grade else -1
    answers = question.findall("answer")
    shares = [float(a.get("fraction")) for a in answers]
    choices: frozenset[str] = frozenset()
    right: tuple[object, ...] = ()
    if question.get("type") != "ordering":
        assert all(any(abs(s - p) <= 1e-5 for p in PERMITTED_FRACTIONS) for s in shares)
    match question.get("type"):
        case "multichoice":
            assert question.findtext("single") == "true"
            choices = frozenset(map(shown, answers))
            right = tuple(shown(a) for a, s in zip(answers, shares, strict=True) if s > 0)
        case "truefalse":
            right = tuple(str(a.findtext("text") == "true") for a, s in
                          zip(answers, shares, strict=True) if s > 0)  # fmt: skip
        case "shortanswer":
            assert question.findtext("usecase") == "0"
            assert set(shares) == {100.0}
            right = tuple(unstarred(shown(a)) for a in answers)
        case "matching":
            subs = question.findall("subquestion")
            lines = [(shown(s), s.findtext("answer/text")) for s in subs]
            choices = frozenset(partner for _, partner in lines)
            right = tuple(sorted(line for line in lines if line[0]))
        case "ordering":
            assert shares == [float(n + 1) for n in range(len(answers))]
            right = tuple(map(shown, answers))
            choices = frozenset(right)  # type: ignore[arg-type]
        case "essay":
            told = re.findall(
                r"<p><b>(?:Answer|Also right):</b> (.*?)</p>", question.findtext("graderinfo/text")
            )
            right = tuple(map(html.unescape, told))
        case "cloze":
            assert grade is None
            stem, choices, right, points = cloze(question.findtext("questiontext/text"))
    if type_ == "cloze" and question.get("type") in {"multichoice", "shortanswer"}:
        right = (right,)
        assert stem.count("_____") == 1
        stem = stem.replace("_____", "____")
    return Asked(type_, stem, choices, right, points)


def cloze(markup: str) -> tuple[str, frozenset[str], tuple[object, ...], int]:
    gaps = list(GAP.finditer(markup))
    right: list[tuple[str, ...]] = []
    choices: set[str] = set()
    for gap in gaps:
        found = [
            (m["share"], html.unescape(m["answer"]).replace("\\}", "}").replace("\\#", "#"))
            for m in re.finditer("~?" + ALTERNATIVE, gap["body"], re.DOTALL)
        ]
        if gap["kind"] == "MULTICHOICE":  # its choices are HTML
            found = [(share, seen(text)) for share, text in found]
            choices |= {text for _, text in found}
        else:
            assert all(share == "=" for share, _ in found)
            found = [(share, unstarred(text)) for share, text in found]
        right.append(tuple(text for share, text in found if share == "="))
    stem = seen(GAP.sub("____", markup))
    return stem, frozenset(choices), tuple(right), sum(int(g["weight"]) for g in gaps)


def test_the_sample_is_read_with_the_same_questions_answers_and_points() -> None:
    content, report, _ = export(export_quiz(), "moodle")

    found = {q.findtext("idnumber"): as_asked(q) for q in questions(content)}

    assert found == {item.item_id: asked(item) for item in ITEMS}
    assert {i.item_id for i in report.lossy} == {"row"}


def test_each_kind_has_its_native_type() -> None:
    content, report, _ = export(export_quiz(), "moodle")
    types = {q.findtext("idnumber"): q.get("type") for q in questions(content)}

    assert {i.item_id: i.written_as for i in report.items} == types
    assert {k: types[k] for k in ("gap-free", "gap-bank", "gap-two", "open-reason", "row")} == {
        "gap-free": "shortanswer",
        "gap-bank": "multichoice",
        "gap-two": "cloze",
        "open-reason": "essay",
        "row": "ordering",
    }


def test_article_evidence_and_reasons_are_there() -> None:
    content, _, job = export(export_quiz(), "moodle")
    root = etree.fromstring(content)
    category, description = root[0], root[1]

    assert category.findtext("category/text") == "$course$/top/Pier quiz"
    text = shown(description.find("questiontext"))
    assert all(paragraph in text for paragraph in job.articles[0].paragraphs)
    by_id = {q.findtext("idnumber"): q for q in questions(content)}
    assert "“damaged by two storms" in shown(by_id["choice"].find("generalfeedback"))
    assert shown(by_id["choice"].find("answer/feedback")) == "no ferry is told of"


def test_wrong_answers_cost_nothing_and_dates_keep_their_order() -> None:
    (item,) = (i for i in ITEMS if i.item_id == "choice-six")
    years = export_quiz([Item(**{**vars_of(item), "proof": {"kind": "year"}})])
    (question,) = questions(export(years, "moodle")[0])

    assert question.findtext("shuffleanswers") == "false"
    assert question.findtext("penalty") == "0"
    assert {float(a.get("fraction")) for a in question.iterfind("answer")} == {0.0, 100.0}


def vars_of(item: Item) -> dict[str, Any]:
    return {name: getattr(item, name) for name in Item.__slots__}


def test_points_that_gaps_cannot_share_are_told() -> None:
    (item,) = (i for i in ITEMS if i.item_id == "gap-two")
    three = export_quiz([Item(**{**vars_of(item), "points": 3})])
    _, report, _ = export(three, "moodle")

    assert report.items[0].details == ("it has 4 points instead of 3",)


def test_a_long_id_has_a_short_stand_in() -> None:
    (item,) = (i for i in ITEMS if i.item_id == "choice")
    long = export_quiz([Item(**{**vars_of(item), "item_id": "x" * 200})])
    (question,) = questions(export(long, "moodle")[0])

    assert len(question.findtext("idnumber")) == 25


def check(quiz: Quiz) -> None:
    content, report, _ = export(quiz, "moodle")
    left = {i.item_id for i in report.items if i.outcome == "left_out"}
    found = {q.findtext("idnumber"): as_asked(q) for q in questions(content)}
    for item in quiz.items:
        if item.item_id in left:
            continue
        expected = asked(item)
        points = expected.points
        gaps = len(gap_answers(item))
        if gaps > 1:
            points = gaps * max(1, round(points / gaps))
        assert found[item.item_id] == Asked(
            expected.type, expected.question, expected.choices, expected.right, points
        )


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_read_as_text(text: str) -> None:
    check(hostile_quiz(text))


@given(texts)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_text_is_read_as_text(text: str) -> None:
    check(hostile_quiz(text))


def test_same_quiz_same_bytes() -> None:
    assert export(export_quiz(), "moodle")[0] == export(export_quiz(), "moodle")[0]
