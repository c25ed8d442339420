"""Questions of others, and our own files, read back into a quiz."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from expected import Asked, asked
from export_samples import HOSTILE, ITEMS, export, export_quiz, hostile_quiz, texts
from hypothesis import HealthCheck, given, settings

from quizgen.errors import NoItems, QuizFileError, UnknownName
from quizgen.outputs import write
from quizgen.quiz import Item, Quiz, QuizArticle, gap_answers, load, loads
from quizgen.read import find_reader, gift, merge, moodle, read_quiz
from quizgen.read.evidence import with_evidence
from quizgen.read.reading import Reading
from quizgen.render.sheet import clean
from tests.render_samples import sample_quiz

READERS = {"gift": gift.read, "moodle": moodle.read}


def read_back(quiz: Quiz, name: str) -> tuple[Reading, str]:
    content, _, _ = export(quiz, name)
    return READERS[name](content, f"q.{name}"), content.decode()


@pytest.mark.parametrize("name", READERS)
def test_our_own_file_gives_the_quiz_again(name: str) -> None:
    reading, _ = read_back(export_quiz(), name)

    split = {"gap-two", "gap-two-bank"} if name == "gift" else set()
    found = {item.item_id: asked(item) for item in reading.items}
    assert {i.item_id: asked(i) for i in ITEMS if i.item_id not in split} == {
        k: v for k, v in found.items() if k.partition("/")[0] not in split
    }
    assert reading.losses == []
    assert reading.title == "Pier quiz"
    levels = {i.item_id: i.level for i in ITEMS}
    assert all(item.level == levels[item.item_id.partition("/")[0]] for item in reading.items)


@pytest.mark.parametrize("name", READERS)
def test_article_explanation_and_correction_come_back(name: str) -> None:
    reading, _ = read_back(export_quiz(), name)
    by_id = {item.item_id: item for item in reading.items}
    (article,) = reading.articles

    assert article.title == "A floating pier"
    assert [article.text[a:b] for a, b in article.paragraphs] == [
        clean(a.text[start:end]) for a in export_quiz().articles for start, end in a.paragraphs
    ]
    assert by_id["choice"].explanation == (
        "The first paragraph tells it. "
        "Evidence (Paragraph 1): “damaged by two storms in the winter”"
    )
    assert by_id["choice"].proof["distractors"] == {
        "A ferry": "no ferry is told of",
        "A fire": "no fire is told of",
    }
    assert by_id["false"].correction == "It is to open in May 2022."
    assert by_id["open-reason"].accept == ("because two storms damaged it", "two storms")


@pytest.mark.parametrize("name", READERS)
def test_reading_twice_changes_nothing_more(name: str) -> None:
    once, _ = read_back(export_quiz(), name)
    quiz = Quiz("Pier quiz", 0, tuple(once.items), tuple(once.articles))
    twice, _ = read_back(quiz, name)

    def told(items: list[Item]) -> dict[str, tuple[Asked, str]]:
        return {i.item_id: (asked(i), i.explanation) for i in items}

    assert told(twice.items) == told(once.items)


@pytest.mark.parametrize("name", ["gift", "moodle", "qti12", "qti21", "qti3"])
def test_keys_point_at_the_words_of_the_article_again(tmp_path: Path, name: str) -> None:
    (path,) = write(export_quiz(), tmp_path / f"q.{name}", format=name)

    quiz = read_quiz([path]).quiz

    (article,) = quiz.articles
    wanted = {item.item_id: [e.text for e in item.evidence] for item in ITEMS if item.evidence}
    found = {item.item_id: item for item in quiz.items}
    for item_id, texts_of_it in wanted.items():
        if item_id in found:
            evidence = found[item_id].evidence
            assert [e.text for e in evidence] == texts_of_it
            assert all(article.text[e.start : e.end] == e.text for e in evidence)
            assert "Evidence" not in found[item_id].explanation
    assert found["choice"].explanation == "The first paragraph tells it."
    assert loads(quiz.to_json()) == quiz


def test_evidence_that_stands_twice_or_nowhere_stays_words() -> None:
    article = QuizArticle("a", "It moves. It moves. It floats.", ((0, 30),))
    told = "Evidence: “It moves.” Evidence (Paragraph 9): “It sinks.” Evidence: “It floats.”"
    item = with_evidence(Item("i", "true_false", "infer", "?", "True", explanation=told), [article])

    assert item.explanation == "Evidence: “It moves.” Evidence (Paragraph 9): “It sinks.”"
    assert [e.text for e in item.evidence] == ["It floats."]


def check_round_trip(quiz: Quiz, name: str) -> None:
    _, report, _ = export(quiz, name)
    changed = {i.item_id for i in report.items if i.outcome == "left_out" or "->" in str(i.details)}
    reading, _ = read_back(quiz, name)
    found = {item.item_id: squeezed(asked(item)) for item in reading.items}
    for item in quiz.items:
        gaps = len(gap_answers(item))
        if item.item_id in changed or (name == "gift" and gaps > 1):
            continue
        if gaps > 1 and any("; " in clean(text) for gap in gap_answers(item) for text in gap):
            continue  # only a line break kept the answers apart, and no file keeps that
        wanted = squeezed(asked(item))
        if gaps > 1:
            wanted = replace(wanted, points=gaps * max(1, round(item.points / gaps)))
        assert found[item.item_id] == wanted


def squeezed(told: Asked) -> Asked:
    """Plain answers keep no double blanks, nor those at their ends."""

    def tight(value: object) -> object:
        if isinstance(value, str):
            return " ".join(value.replace("\ufeff", " ").split())
        return type(value)(map(tight, value))  # type: ignore[call-arg, call-overload]

    return replace(
        told,
        question=str(tight(told.question)),
        choices=tight(told.choices),
        right=tight(told.right),
    )


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_comes_back(text: str, name: str) -> None:
    check_round_trip(hostile_quiz(text), name)


@given(texts)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_text_comes_back(text: str) -> None:
    for name in READERS:
        check_round_trip(hostile_quiz(text), name)


GIFT = r"""
// a comment before all
$CATEGORY: course/Week 12

::Capital:: What is Norway's capital? {
  =Oslo # Yes, since 1814.
  ~Bergen
  ~%-50%Trondheim # That was long ago.
  ####See the map.
}

Two and two make {=4 =four =%50%five} in all.

The sun rises in the east. {T#no#yes}

// [tag:easy]
How many legs has a spider? {#8:0}

How many miles is it? {#100:5}

Match them. {
  =cat -> kitten
  =dog -> puppy
  = -> calf
}

Write about the sea. {}

::Both:: Which are even? {~%50%2 ~%50%4 ~%-100%3}

[html]<p>Who wrote <i>Emma</i>?</p><img src="x.png"> {=Jane Austen =Austen}

Two keys {=a =b ~c}

[markdown]Escapes \{\} \= \~ \# \: {=a\=b ~c\:d}

Anything goes {=*}

A text to read before the questions.

An open brace { here
"""


def test_gift_of_others_is_read() -> None:
    reading = gift.read(GIFT.encode(), "old.gift")
    by_question = {item.question: item for item in reading.items}

    assert reading.title == "Week 12"
    capital = by_question["What is Norway's capital?"]
    assert (capital.type, capital.key, capital.options) == (
        "multiple_choice", "Oslo", ("Oslo", "Bergen", "Trondheim"),
    )  # fmt: skip
    assert capital.explanation == "See the map."
    assert capital.proof["distractors"] == {"Trondheim": "That was long ago."}
    gap = by_question["Two and two make ____ in all."]
    assert (gap.type, gap.accept) == ("cloze", ("4", "four"))
    assert by_question["The sun rises in the east."].key == "True"
    assert by_question["How many legs has a spider?"].key == "8"
    match = by_question["Match them."]
    assert asked(match).right == (("cat", "kitten"), ("dog", "puppy"))
    assert asked(match).choices == {"kitten", "puppy", "calf"}
    assert by_question["Write about the sea."].type == "discussion"
    assert by_question["Who wrote Emma?"].accept == ("Jane Austen", "Austen")
    assert by_question["Escapes {} = ~ # :"].options == ("a=b", "c:d")
    assert [a.text for a in reading.articles] == ["A text to read before the questions."]


def test_what_gift_has_and_a_quiz_cannot_hold_is_told() -> None:
    losses = gift.read(GIFT.encode(), "old.gift").losses
    open_brace = 1 + GIFT[: GIFT.index("An open brace")].count("\n")

    assert {(loss.place.split(",")[0], loss.outcome, loss.detail) for loss in losses} == {
        ("question 1 (Capital)", "changed",
         "wrong answers cost points there, and cost nothing here"),
        ("question 2", "changed", "an answer worth a part of the points is left out: five"),
        ("question 5", "changed",
         "answers within 5 are right there; only exact ones here"),
        ("question 8 (Both)", "left_out", "several of its answers are right, or right in part"),
        ("question 9", "changed", "a picture is left out"),
        ("question 10", "left_out",
         "it has 2 right answers among 3; a question of a quiz file has one"),
        ("question 12", "left_out", "it has no answer"),
        (f"line {open_brace}", "left_out", "a brace has no partner"),
    }  # fmt: skip


MOODLE = """<?xml version="1.0"?>
<quiz>
<question type="category"><category><text>$course$/top/Old/Sea</text></category></question>
<question type="multichoice"><name><text>Ship</text></name>
 <questiontext format="html"><text>&lt;p&gt;Which is a &lt;b&gt;ship&lt;/b&gt;?&lt;/p&gt;</text></questiontext>
 <defaultgrade>2.0000000</defaultgrade><penalty>0.3333333</penalty><single>true</single>
 <answer fraction="100"><text>Fram</text><feedback><text>Yes</text></feedback></answer>
 <answer fraction="-33.33333"><text>Oslo</text><feedback><text>A city</text></feedback></answer>
</question>
<question type="multichoice"><name><text>Two</text></name>
 <questiontext format="plain_text"><text>a &lt; b?</text></questiontext><single>false</single>
 <answer fraction="50"><text>x</text></answer><answer fraction="50"><text>y</text></answer>
</question>
<question type="cloze"><name><text>Gaps</text></name><questiontext format="html"><text><![CDATA[
 <p>The {1:MULTICHOICE:=Fram#well~Oslo~%0%Viking} sailed to the {2:SA:=Arctic~=North \\} Pole~%50%sea}.</p>]]></text></questiontext>
</question>
<question type="cloze"><name><text>One</text></name><questiontext format="html"><text><![CDATA[
 It sank in {:SHORTANSWER:=1912~=nineteen twelve}.]]></text></questiontext>
</question>
<question type="numerical"><name><text>Depth</text></name>
 <questiontext format="html"><text>How deep?</text></questiontext>
 <answer fraction="100"><text>30</text><tolerance>2</tolerance></answer></question>
<question type="calculated"><name><text>Calc</text></name>
 <questiontext format="html"><text>{a}+{b}</text></questiontext></question>
<question type="truefalse"><name><text>TF</text></name>
 <questiontext format="html"><text>Water is wet.</text></questiontext><defaultgrade>0.5</defaultgrade>
 <answer fraction="0"><text>false</text></answer><answer fraction="100"><text>true</text></answer></question>
<question type="description"><name><text>Read this</text></name>
 <questiontext format="html"><text><![CDATA[<p>First.</p><p>Second &amp; last.</p>]]></text></questiontext></question>
</quiz>"""


def test_moodle_xml_of_others_is_read() -> None:
    reading = moodle.read(MOODLE.encode(), "old.xml")
    by_question = {item.question: item for item in reading.items}

    assert reading.title == "Sea"
    ship = by_question["Which is a ship?"]
    assert (ship.key, ship.options, ship.points) == ("Fram", ("Fram", "Oslo"), 2)
    assert ship.proof == {"distractors": {"Oslo": "A city"}}
    assert by_question["It sank in ____."].accept == ("1912", "nineteen twelve")
    assert by_question["Water is wet."].key == "True"
    assert by_question["How deep?"].key == "30"
    (article,) = reading.articles
    assert article.text == "First.\n\nSecond & last."
    told = {(loss.place, loss.outcome, loss.detail) for loss in reading.losses}
    assert told == {
        ("question 1 (Ship)", "changed", "wrong answers cost points there, and cost nothing here"),
        ("question 2 (Two)", "left_out", "several of its answers are right, or right in part"),
        ("question 3 (Gaps)", "left_out",
         "some gaps have words to choose from, and others have none"),
        ("question 5 (Depth)", "changed", "answers within 2 are right there; only exact ones here"),
        ("question 6 (Calc)", "left_out", "questions of the type 'calculated' cannot be read"),
        ("question 7 (TF)", "changed", "its 0.5 points are 1 now: quiz files have whole points"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("x.xml", b"<quiz><question>", "x.xml:1: is no well-formed XML"),
        ("x.xml", b"<html><body/></html>", "its outermost element is <html>"),
        ("x.gift", b"no braces at all", "is neither GIFT, Moodle XML, QTI nor a quiz file"),
        ("x.gift", b"caf\xe9 {=a}", "x.gift:1: is no UTF-8 text. Save it as UTF-8."),
        ("x.json", b"{not json", "not JSON"),
        ("x.xml", b'<!DOCTYPE q [<!ENTITY a "b">]><quiz>&a;</quiz>', "declares entities"),
    ],
)
def test_what_cannot_be_read_is_one_clear_line(
    tmp_path: Path, name: str, data: bytes, message: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises((QuizFileError, NoItems)) as caught:
        read_quiz([path])
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_entities_of_a_file_are_not_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    data = (
        f'<!DOCTYPE quiz [<!ENTITY x SYSTEM "{secret.as_uri()}">]><quiz>'
        '<question type="truefalse"><name><text>n</text></name><questiontext format="html">'
        "<text>a &x; b</text></questiontext><answer fraction='100'><text>true</text></answer>"
        "</question></quiz>"
    )
    with pytest.raises(QuizFileError, match=r"x\.xml: declares entities") as caught:
        moodle.read(data.encode(), "x.xml")

    assert "SECRET" not in str(caught.value)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"PK\x03\x04", "qti"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- c --><quiz>", "moodle"),
        (b"<questestinterop xmlns='x'>", "qti"),
        (b"<q:assessmentItem xmlns:q='x'>", "qti"),
        (b"<qti-assessment-item>", "qti"),
        (b'{"title": "x"}', "json"),
        (b"Who? {=a}", "gift"),
    ],
)
def test_format_is_found_by_content(data: bytes, found: str) -> None:
    assert find_reader(data, "x") == found


def test_files_are_read_into_one_quiz(tmp_path: Path) -> None:
    (tmp_path / "old.gift").write_text(GIFT)
    (tmp_path / "own.json").write_text(sample_quiz().to_json())
    (tmp_path / "bad.xml").write_text("<quiz>")

    got = read_quiz([tmp_path / n for n in ("old.gift", "own.json", "bad.xml")], title="Mixed")

    assert got.quiz.title == "Mixed"
    assert next(i for i in got.quiz.items if i.item_id == "choice").evidence
    assert len(got.quiz.items) == 9 + len(sample_quiz().items)
    assert ["bad.xml:1" in str(problem) for problem in got.problems] == [True]
    assert all(str(tmp_path / "old.gift") in loss.place for loss in got.losses)
    assert loads(got.quiz.to_json()) == got.quiz
    assert not got.quiz.is_edited


def test_ids_that_clash_get_a_number() -> None:
    one = export_quiz(ITEMS[:2])
    other = replace(one, items=(ITEMS[0], replace(ITEMS[1], question="Another?")))

    merged = merge([one, other])

    assert [i.item_id for i in merged.items] == ["open-name", "open-reason", "open-reason-2"]
    assert len(merged.articles) == 1


def test_articles_that_clash_keep_their_evidence(tmp_path: Path) -> None:
    one = export_quiz(ITEMS[:1])
    other_article = replace(one.articles[0], title="Changed")
    other = replace(one, articles=(other_article,), items=(replace(ITEMS[0], item_id="x"),))

    merged = merge([one, other])

    assert [a.article_id for a in merged.articles] == ["a1", "a1-2"]
    assert [i.evidence[0].article_id for i in merged.items] == ["a1", "a1-2"]
    path = tmp_path / "m.json"
    path.write_text(merged.to_json())
    assert load(path) == merged


def test_unknown_format_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match=r"format to read 'gfit'\. Did you mean 'gift'"):
        read_quiz([tmp_path / "x"], format="gfit")


def nested(depth: int) -> str:
    return "<div>" * depth + "deep" + "</div>" * depth


@pytest.mark.parametrize(
    "body",
    [
        "{1:SHORTANSWER:" * 20_000,
        "{" + " " * 100_000,
        "{1:SA:=" + "\\" * 50_000,
        "&amp;" * 50_000,
        "_" * 100_000,
    ],
    ids=["open gaps", "spaces", "backslashes", "entities", "underscores"],
)
def test_hostile_length_takes_no_long_time(body: str) -> None:
    xml = (
        '<quiz><question type="cloze"><name><text>n</text></name><questiontext format="html">'
        f"<text><![CDATA[{body}]]></text></questiontext></question></quiz>"
    )
    # Where a pattern was not linear, this would take minutes.
    moodle.read(xml.encode(), "x.xml")
    gift.read(f"Q {{={body}}}".encode(), "x.gift")
    gift.read(f"Q {body} {{}}".encode(), "x.gift")
    assert gift.read(f"Q {body}".encode(), "x.gift").items == []


def test_deep_markup_is_read_as_far_as_it_goes() -> None:
    xml = (
        '<quiz><question type="essay"><name><text>n</text></name><questiontext format="html">'
        f"<text><![CDATA[Why? {nested(20_000)}]]></text></questiontext></question></quiz>"
    )
    reading = moodle.read(xml.encode(), "x.xml")

    assert [item.question.partition(" ")[0] for item in reading.items] == ["Why?"]
