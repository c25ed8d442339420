"""QTI 2 and 3 read: our own packages, what others write, and files made to do harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

import pytest
from expected import asked
from export_samples import HOSTILE, export, export_quiz, hostile_quiz, texts
from hypothesis import HealthCheck, given, settings

from quizgen.archive import pack
from quizgen.errors import QuizFileError
from quizgen.quiz import Item, Quiz, loads
from quizgen.read.qti import MAX_DOCUMENT, read
from quizgen.read.reading import Reading
from quizgen.render.sheet import clean

FORMATS = ("qti21", "qti3")


def packed(files: Mapping[str, str | bytes]) -> bytes:
    """Return a zip file, without the hour: the names of tests that have it in them must stay."""
    return pack({name: c.encode() if isinstance(c, str) else c for name, c in files.items()})


def read_item(xml: str) -> Reading:
    return read(xml.encode(), "item.xml")


def only(reading: Reading) -> Item:
    assert [loss for loss in reading.losses if loss.outcome == "left_out"] == []
    (item,) = reading.items
    return item


def told(reading: Reading) -> list[tuple[str, str]]:
    return [(loss.outcome, loss.detail) for loss in reading.losses]


def check_round_trip(quiz: Quiz, name: str) -> Reading:
    content, report, _ = export(quiz, name)
    reading = read(content, "quiz.zip")
    kept = {i.item_id: i for i in reading.items}
    for item, told_ in zip(quiz.items, report.items, strict=True):
        if told_.outcome == "left_out":
            assert item.item_id not in kept
            continue
        if item.item_id not in kept and "; " in clean(item.key):
            assert ("left_out", "an answer of one of several gaps holds a semicolon") in told(
                reading
            )
            continue
        again = kept[item.item_id]
        assert asked(again) == asked(item)
        assert again.level == item.level
        assert (again.correction or "") == clean(item.correction or "")
    loads(Quiz("t", 0, tuple(reading.items), tuple(reading.articles)).to_json())
    return reading


@pytest.mark.parametrize("name", FORMATS)
def test_our_own_packages_come_back(name: str) -> None:
    quiz = export_quiz()
    reading = check_round_trip(quiz, name)
    items = {i.item_id: i for i in reading.items}

    assert reading.title == quiz.title
    assert reading.losses == []
    assert (
        items["open-name"].explanation
        == "He said so. Evidence (Paragraph 3): “would have built a wall”"
    )
    assert items["true"].explanation == ""
    assert items["choice"].proof == {
        "distractors": {"A ferry": "no ferry is told of", "A fire": "no fire is told of"}
    }
    (passage,), (article,) = reading.articles, quiz.articles
    assert passage.title == article.title
    assert [passage.text[a:b] for a, b in passage.paragraphs] == [
        article.text[a:b] for a, b in article.paragraphs
    ]


def test_a_single_item_of_ours_keeps_its_id() -> None:
    content, _, job = export(export_quiz(), "qti3")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        item = package.read(f"items/{job.identifier('voice')}.xml")

    assert only(read(item, "voice.xml")).item_id == "voice"


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_come_back(text: str, name: str) -> None:
    check_round_trip(hostile_quiz(text), name)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts)
def test_any_text_comes_back(text: str) -> None:
    check_round_trip(hostile_quiz(text), "qti21")


def test_what_stands_before_the_text_is_reported() -> None:
    content, _, _ = export(replace(export_quiz(), before_reading="What do piers do?"), "qti3")

    assert told(read(content, "quiz.zip")) == [("changed", "the prompt before reading is left out")]


# -- what others write ---------------------------------------------------------------------------

V2 = 'xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1"'


def item_xml(declared: str, body: str, more: str = "", attributes: str = 'title="Capital"') -> str:
    return (
        f'<assessmentItem {V2} identifier="q" {attributes} adaptive="false" timeDependent="false">'
        f"{declared}<outcomeDeclaration identifier='SCORE' cardinality='single' baseType='float'/>"
        f"<itemBody>{body}</itemBody>{more}</assessmentItem>"
    )


def answer(
    *correct: str,
    base: str = "identifier",
    cardinality: str = "single",
    mapping: str = "",
    name: str = "R",
) -> str:
    values = "".join(f"<value>{text}</value>" for text in correct)
    told_ = f"<correctResponse>{values}</correctResponse>" if correct else ""
    return (
        f'<responseDeclaration identifier="{name}" cardinality="{cardinality}" baseType="{base}">'
        f"{told_}{mapping}</responseDeclaration>"
    )


def mapped(**worth: float) -> str:
    entries = "".join(f'<mapEntry mapKey="{k}" mappedValue="{v}"/>' for k, v in worth.items())
    return f'<mapping defaultValue="0">{entries}</mapping>'


CHOICES = (
    '<choiceInteraction responseIdentifier="R" shuffle="true" maxChoices="1"><prompt>Which is in Norway?</prompt>'
    '<simpleChoice identifier="x"><p>Oslo</p></simpleChoice><simpleChoice identifier="y"><![CDATA[Bonn & Kiel]]></simpleChoice>'
    '<simpleChoice identifier="z">Rome<feedbackInline outcomeIdentifier="F" identifier="z" showHide="show">In Italy.</feedbackInline></simpleChoice>'
    "</choiceInteraction>"
)


def test_a_choice_with_text_before_it_and_feedback_in_it() -> None:
    reading = read_item(
        item_xml(
            answer("x", mapping=mapped(x=2)),
            f"<p>Look at the map.</p><div>{CHOICES}</div>",
            '<modalFeedback outcomeIdentifier="F" identifier="right" showHide="show"><p>By the fjord.</p></modalFeedback>'
            '<modalFeedback outcomeIdentifier="F" identifier="incorrect_fb" showHide="show">Try again.</modalFeedback>',
        )
    )
    item = only(reading)

    assert (item.question, item.options, item.key) == (
        "Look at the map. Which is in Norway?",
        ("Oslo", "Bonn & Kiel", "Rome"),
        "Oslo",
    )
    assert (item.points, item.explanation) == (2, "By the fjord.")
    assert item.proof == {"distractors": {"Rome": "In Italy."}}
    assert told(reading) == [("changed", "feedback to wrong answers is left out")]


def test_prefixes_and_other_namespaces_are_read() -> None:
    xml = (
        item_xml(answer("y"), CHOICES)
        .replace("<", "<q:")
        .replace("<q:/", "</q:")
        .replace("<q:!", "<!")
    )
    xml = xml.replace(V2, 'xmlns:q="http://www.imsglobal.org/xsd/imsqti_v2p2"')

    assert only(read_item(xml)).key == "Bonn & Kiel"


def test_rules_tell_what_is_right_where_nothing_else_does() -> None:
    rule = (
        "<responseProcessing><responseCondition><responseIf><match><variable identifier='R'/>"
        "<baseValue baseType='identifier'>z</baseValue></match><setOutcomeValue identifier='SCORE'>"
        "<baseValue baseType='float'>3</baseValue></setOutcomeValue></responseIf></responseCondition></responseProcessing>"
    )
    item = only(read_item(item_xml(answer(), CHOICES, rule)))

    assert (item.key, item.points) == ("Rome", 3)


@pytest.mark.parametrize(
    ("label", "declared", "body", "reason"),
    [
        ("no key", answer(), CHOICES, "it does not say which answer is right"),
        ("two keys", answer("x", "y", cardinality="multiple"), CHOICES, "it has 2 right answers among 3; a question of a quiz file has one"),
        ("two rewarded", answer("x", mapping=mapped(x=1, y=1)), CHOICES, "it gives points for several answers"),
        ("key and points disagree", answer("x", mapping=mapped(y=1)), CHOICES, "its key and its points disagree"),
        ("key is no choice", answer("w"), CHOICES, "its key 'w' is none of the choices"),
        ("anything goes", answer("x", mapping='<mapping defaultValue="1"><mapEntry mapKey="x" mappedValue="1"/></mapping>'), CHOICES, "it gives points for any answer"),
        ("undeclared", "", CHOICES, "its answer 'R' is not declared"),
        ("drawn anew", answer("x") + '<templateDeclaration identifier="N" cardinality="single" baseType="integer"/>', CHOICES, "its numbers or words are drawn anew each time"),
        ("a text only", "", "<p>Read this.</p>", "it has no place for an answer"),
        ("two at once", answer("x"), CHOICES + CHOICES, "it asks 2 things at once"),
        ("a picture", answer("0 0", base="point"), '<selectPointInteraction responseIdentifier="R"><prompt>Where?</prompt></selectPointInteraction>', "it is a question of pointing at a picture"),
        ("of its own", answer(), '<customInteraction responseIdentifier="R"/>', "it is a question of a kind that only its own program knows"),
        ("typed without key", answer(base="string"), '<p>Where? <textEntryInteraction responseIdentifier="R"/></p>', "it does not say what is right in a gap"),
    ],
)  # fmt: skip
def test_a_key_that_is_not_sure_is_left_out(
    label: str, declared: str, body: str, reason: str
) -> None:
    reading = read_item(item_xml(declared, body))

    assert (reading.items, told(reading)) == ([], [("left_out", reason)]), label


def test_what_is_included_from_elsewhere_is_reported() -> None:
    include = '<include xmlns="http://www.w3.org/2001/XInclude" href="text.xml"/>'

    reading = read_item(item_xml(answer("x"), f"<p>Read.</p>{include}{CHOICES}"))

    assert told(reading) == [("changed", "a text from another file is left out")]


def test_true_and_false_are_known_by_their_words() -> None:
    body = (
        '<choiceInteraction responseIdentifier="R" maxChoices="1"><prompt>Oslo is in Norway.</prompt>'
        '<simpleChoice identifier="c1">False</simpleChoice><simpleChoice identifier="c2">TRUE</simpleChoice></choiceInteraction>'
    )

    item = only(read_item(item_xml(answer("c2"), body)))
    assert (item.type, item.key) == ("true_false", "True")


def test_words_are_typed_into_a_sentence_or_below_a_question() -> None:
    entry = '<textEntryInteraction responseIdentifier="R" expectedLength="9"/>'
    declared = answer("Oslo", base="string", mapping=mapped(oslo=1, Oslo=1, Olso=0.5))

    gap = read_item(item_xml(declared, f"<p>The fjord is at {entry}, they say.</p>"))
    typed = read_item(item_xml(declared, f"<p>Where is it?</p><p>{entry}</p>"))

    assert only(gap).question == "The fjord is at ____, they say."
    assert (only(gap).type, only(gap).accept) == ("cloze", ("Oslo", "oslo"))
    assert (only(typed).type, only(typed).question) == ("short_answer", "Where is it?")
    assert told(typed) == [("changed", "part marks for other answers are left out")]


def test_words_are_dragged_into_gaps() -> None:
    body = (
        '<gapMatchInteraction responseIdentifier="R"><prompt>Fill in.</prompt><gapText identifier="w1" matchMax="1">fjord</gapText>'
        '<gapText identifier="w2" matchMax="1">hill</gapText><gapText identifier="w3" matchMax="1">lake</gapText>'
        '<p>The <gap identifier="g1"/> lies below the <gap identifier="g2"/>.</p></gapMatchInteraction>'
    )
    item = only(
        read_item(
            item_xml(answer("w1 g1", "w2 g2", base="directedPair", cardinality="multiple"), body)
        )
    )

    assert item.question == "Fill in. The ____ lies below the ____."
    assert (item.key, item.options) == ("fjord; hill", ("fjord", "hill", "lake"))


def match(*pairs: str) -> str:
    def half(**texts: str) -> str:
        inner = "".join(
            f'<simpleAssociableChoice identifier="{k}" matchMax="1">{v}</simpleAssociableChoice>'
            for k, v in texts.items()
        )
        return f"<simpleMatchSet>{inner}</simpleMatchSet>"

    body = f'<matchInteraction responseIdentifier="R"><prompt>Match.</prompt>{half(a="Norway", b="Italy")}{half(o="Oslo", r="Rome", k="Kiel")}</matchInteraction>'
    return item_xml(answer(*pairs, base="directedPair", cardinality="multiple"), body)


@pytest.mark.parametrize("pairs", [("a o", "b r"), ("o a", "r b")])
def test_lines_are_matched_whichever_end_stands_first(pairs: tuple[str, ...]) -> None:
    item = only(read_item(match(*pairs)))

    assert asked(item).right == (("Italy", "Rome"), ("Norway", "Oslo"))
    assert sorted(item.options) == ["Kiel", "Oslo", "Rome"]


@pytest.mark.parametrize(
    ("pairs", "reason"),
    [
        (("a o", "a r", "b r"), "a line has several right partners"),
        (("a o",), "it does not say what goes with 'Italy'"),
        (("a o", "b q"), "its key 'b q' is no pair of what is to be matched"),
    ],
)
def test_lines_without_one_partner_are_left_out(pairs: tuple[str, ...], reason: str) -> None:
    assert told(read_item(match(*pairs))) == [("left_out", reason)]


def test_a_test_gives_order_weights_and_texts() -> None:
    test = (
        f'<assessmentTest {V2} identifier="t" title="Cities"><testPart identifier="p" navigationMode="linear" submissionMode="simultaneous">'
        '<assessmentSection identifier="s" title="All" visible="true"><selection select="1"/>'
        f'<rubricBlock view="candidate"><h1>Norway</h1><p>{"Oslo lies on a fjord. " * 5}</p><p>{"It is old. " * 12}</p></rubricBlock>'
        '<assessmentItemRef identifier="i2" href="q/two%20b.xml"><weight identifier="W" value="2.5"/></assessmentItemRef>'
        '<assessmentItemRef identifier="i1" href="q/one.xml"/><assessmentItemRef identifier="i0" href="q/none.xml"/>'
        "</assessmentSection></testPart></assessmentTest>"
    )
    files = {
        "q/one.xml": item_xml(answer("x"), CHOICES),
        "q/two b.xml": item_xml(answer("y"), f"<p>Two.</p>{CHOICES}"),
        "q/three.xml": item_xml(answer("z"), f"<p>Three.</p>{CHOICES}"),
        "q/four.xml": "<assessmentItem",
        "test.xml": test,
        "picture.png": b"\x89PNG",
    }
    reading = read(packed(files), "cities.zip")

    assert reading.title == "Cities"
    assert [(i.key, i.points) for i in reading.items] == [
        ("Bonn & Kiel", 2),
        ("Oslo", 1),
        ("Rome", 1),
    ]
    assert [(a.title, len(a.paragraphs)) for a in reading.articles] == [("Norway", 2)]
    details = [detail for _, detail in told(reading)]
    assert details[0].startswith("is no well-formed XML")
    assert details[1:] == [
        "1 of its questions are drawn by chance; all are kept",
        "its 2.5 points are 2 now: quiz files have whole points",
        "its file q/none.xml is not in the package",
    ]


# -- files made to do harm -----------------------------------------------------------------------

LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
BOMB = b"<assessmentItem>" + b" " * 5_000_000 + b"</assessmentItem>"


def locked(content: bytes) -> bytes:
    """A zip file whose members claim to be encrypted."""
    data = bytearray(content)
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("label", "data", "said"),
    [
        ("laughs", f"{LAUGHS}<assessmentItem>&b;</assessmentItem>".encode(), "declares entities"),
        ("secrets", b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]><assessmentItem>&f;</assessmentItem>', "declares entities"),
        ("laughs in a zip", packed({"a.xml": f"{LAUGHS}<assessmentItem/>"}), "a.xml: declares entities"),
        ("no xml", b"<assessmentItem", "is no well-formed XML"),
        ("undeclared", b"<assessmentItem>&nbsp;</assessmentItem>", "is no well-formed XML"),
        ("too deep", b"<a>" * 5000 + b"</a>" * 5000, "is no well-formed XML"),
        ("up and out", packed({"../../evil.xml": "<assessmentItem/>"}), "would stand outside"),
        ("from the root", packed({"/etc/evil.xml": "<assessmentItem/>"}), "would stand outside"),
        ("from a drive", packed({"..\\evil.xml": "<assessmentItem/>"}), "would stand outside"),
        ("a bomb", packed({"a.xml": BOMB}), "a.xml: unpacks to more than"),
        ("a huge document", b"<a>" + b"x" * MAX_DOCUMENT + b"</a>", "is larger than"),
        ("a cut zip", packed({"a.xml": "<assessmentItem/>"})[:40], "is a damaged zip file"),
        ("a broken zip", b"PK\x03\x04", "is a damaged zip file"),
        ("locked", locked(packed({"a.xml": "<assessmentItem/>"})), "is locked with a password"),
        ("nothing in it", packed({"a.txt": "hello"}), "holds no QTI questions"),
        ("another language", b"<html><body/></html>", "holds no QTI questions"),
        ("empty", b"", "is no well-formed XML"),
    ],
)  # fmt: skip
def test_harmful_files_give_one_clear_error(label: str, data: bytes, said: str) -> None:
    with pytest.raises(QuizFileError) as caught:
        read(data, "given.zip")

    message = str(caught.value)
    assert message.startswith("given.zip"), label
    assert said in message, label
    assert "\n" not in message
    assert message.endswith("."), label


def test_lies_about_sizes_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quizgen.read.qti.MAX_DOCUMENTS", 1000)
    many = {f"{n}.xml": item_xml(answer("x"), CHOICES) for n in range(9)}

    with pytest.raises(QuizFileError, match="Export fewer questions at once"):
        read(packed(many), "given.zip")


def test_any_damage_is_one_clear_error_or_a_report() -> None:
    content, _, _ = export(export_quiz(), "qti21")
    for place in range(0, len(content), 211):
        damaged = content[:place] + bytes([content[place] ^ 0x55]) + content[place + 1 :]
        with suppress(QuizFileError):
            read(damaged, "given.zip")
