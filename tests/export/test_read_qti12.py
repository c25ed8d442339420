"""QTI 1.2 read back: our own, and as Canvas, text2qti, Respondus and Blackboard write it."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from qti_package_maker.package_interface import QTIPackageInterface
from text2qti.config import Config
from text2qti.qti import QTI
from text2qti.quiz import Quiz as TextQuiz

from quizgen.export.question import kind_of
from quizgen.quiz import GAP, GAPS, Item, Quiz, gap_answers, letters_of, pairs_of
from quizgen.read.qti12 import read_questions
from quizgen.read.reading import FOREIGN_OPEN_KEY, Reading
from quizgen.render.sheet import clean
from tests.export.export_samples import HOSTILE, export, export_quiz, hostile_quiz, texts

few = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def document_of(content: bytes) -> bytes:
    """The one file of questions in a package."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        found = [package.read(name) for name in package.namelist()]
    (document,) = (data for data in found if b"<questestinterop" in data)
    return document


def read(document: bytes | str) -> Reading:
    data = document.encode() if isinstance(document, str) else document
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    reading = Reading()
    read_questions(etree.fromstring(data, parser), reading)
    return reading


def read_one(item: str) -> Item:
    reading = read(f"<questestinterop>{item}</questestinterop>")
    assert reading.losses == []
    (found,) = reading.items
    return found


def told(reading: Reading) -> list[tuple[str, str]]:
    return [(loss.outcome, loss.detail) for loss in reading.losses]


# Our own files.


def meaning(item: Item) -> dict[str, Any]:
    """What must not change: all but the order of lines, which is drawn anew, and the proof."""
    options = tuple(clean(option) for option in item.options)
    by_letter = {chr(ord("A") + n): option for n, option in enumerate(options)}
    same: dict[str, Any] = {
        "id": item.item_id,
        "type": item.type,
        "level": item.level,
        "points": item.points,
        "question": clean(GAPS.sub(GAP, item.question)),
        "correction": clean(item.correction or ""),
    }
    match kind_of(item):
        case "matching":
            partners = [by_letter[name] for _, name in pairs_of(item.key)]
            pairs = list(zip(map(clean, item.premises), partners, strict=True))
            return same | {"pairs": pairs, "options": set(options)}
        case "ordering":
            return same | {"order": [by_letter[name] for name in letters_of(item.key)]}
        case "essay" if not item.points:
            return same  # its key is for the teacher, who finds it in the quiz file
        case "choice" | "true_false":
            accept: tuple[str, ...] = (item.key,)
        case "gaps" if options and len(gap_answers(item)) == 1:
            accept = (item.key,)
        case _:
            accept = item.accept or (item.key,)
    said = tuple(dict.fromkeys(map(clean, accept)))
    if kind_of(item) == "essay":  # a bank without gaps is a part of the question
        same["question"] = same["question"].partition(" (Words: ")[0]
    shown = () if kind_of(item) in {"true_false", "essay"} else options
    return same | {"key": clean(item.key), "accept": said, "options": shown}


def check_round_trip(quiz: Quiz) -> Reading:
    content, report, _ = export(quiz, "qti12")
    reading = read(document_of(content))
    assert reading.losses == []
    written = {entry.item_id for entry in report.items if entry.written_as}
    want = {item.item_id: meaning(item) for item in quiz.items if item.item_id in written}
    assert {item.item_id: meaning(item) for item in reading.items} == want
    return reading


def test_our_own_quiz_comes_back() -> None:
    quiz = export_quiz()
    reading = check_round_trip(quiz)
    assert reading.title == quiz.title
    (article,) = reading.articles
    paragraphs = [article.text[a:b] for a, b in article.paragraphs]
    source = quiz.articles[0]
    assert paragraphs == [clean(source.text[a:b]) for a, b in source.paragraphs]
    assert article.title == source.title
    by_id = {item.item_id: item for item in reading.items}
    assert by_id["choice"].explanation == (
        "The first paragraph tells it. Evidence (Paragraph 1): “damaged by two storms in the winter”"
    )
    assert by_id["choice"].proof == quiz.items[10].proof
    assert by_id["false"].correction == "It is to open in May 2022."
    assert by_id["open-reason"].explanation.startswith("The relative clause says it.")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_come_back(text: str) -> None:
    check_round_trip(hostile_quiz(text))


@few
@given(texts)
def test_any_text_comes_back(text: str) -> None:
    check_round_trip(hostile_quiz(text))


def test_a_quiz_read_is_a_quiz_file() -> None:
    from quizgen.quiz import loads

    reading = read(document_of(export(export_quiz(), "qti12")[0]))
    quiz = Quiz(reading.title, 0, tuple(reading.items), tuple(reading.articles))
    assert loads(quiz.to_json()) == quiz


@few
@given(st.data())
def test_a_damaged_file_is_read_or_reported_and_never_raises(data: st.DataObject) -> None:
    root = etree.fromstring(document_of(export(export_quiz(), "qti12")[0]))
    for _ in range(data.draw(st.integers(1, 12))):
        elements = [e for e in root.iter() if e.getparent() is not None]
        if not elements:
            break
        element = elements[data.draw(st.integers(0, len(elements) - 1))]
        match data.draw(st.sampled_from(["drop", "empty", "bare", "double"])):
            case "drop":
                element.getparent().remove(element)
            case "empty":
                element.clear()
            case "bare":
                element.attrib.clear()
            case "double" if len(list(element.iter())) < 30:
                element.addnext(etree.fromstring(etree.tostring(element)))
    reading = Reading()
    read_questions(root, reading)


# Files of other programs.


TEXT2QTI = """\
Quiz title: Piers & more

1.  What is 2+3 < 6?
... General.
+   Right.
-   Wrong.
a)  6
... Too many.
b)  1
*c) 5
... Yes.

2.  The sky is blue.
a)  True
*b) False

3.  Pick all.
[*] a
[*] b
[ ] c

4.  How many?
=   5 +- 1

5.  How many exactly?
=   12

6.  Capital of France?
*   Paris
*   paris city

7.  Why?
____

8.  Send it.
^^^^

Title: Named
Points: 2.5
9.  Which one?
*a) **this**
b) that

Text title: A text
Text: Read this *now*.
"""


def test_files_of_text2qti() -> None:
    config = Config()
    quiz = TextQuiz(TEXT2QTI, config=config, source_name="x")
    reading = read(QTI(quiz).assessment)
    assert reading.title == "Piers & more"
    assert [(i.type, i.question, i.key, i.options, i.accept, i.points) for i in reading.items] == [
        ("multiple_choice", "What is 2+3 < 6?", "5", ("6", "1", "5"), ("5",), 1),
        ("true_false", "The sky is blue.", "False", (), ("False",), 1),
        ("short_answer", "How many?", "5", (), ("5",), 1),
        ("short_answer", "How many exactly?", "12", (), ("12",), 1),
        ("short_answer", "Capital of France?", "Paris", (), ("Paris", "paris city"), 1),
        ("discussion", "Why?", FOREIGN_OPEN_KEY, (), (FOREIGN_OPEN_KEY,), 1),
        ("multiple_choice", "Which one?", "this", ("this", "that"), ("this",), 2),
    ]
    assert reading.items[0].explanation == "General. Right. Yes."
    assert reading.items[0].proof == {"distractors": {"6": "Too many."}}
    assert [(loss.place, loss.outcome, loss.detail) for loss in reading.losses] == [
        ("question 1 (Question)", "changed", "the feedback for wrong answers is gone"),
        (
            "question 3 (Question)",
            "left_out",
            "it has 2 right answers among 3; a question of a quiz file has one",
        ),
        (
            "question 4 (Question)",
            "changed",
            "its margin is gone: only the exact number is right",
        ),
        (
            "question 8 (Question)",
            "left_out",
            "a question that is answered with a file, which quiz files do not have",
        ),
        (
            "question 9 (Named)",
            "changed",
            "its 2.5 points are 2 now: quiz files have whole points",
        ),
    ]
    assert [(a.title, a.text) for a in reading.articles] == [("A text", "Read this now.")]


def test_files_of_qti_package_maker(tmp_path: Path) -> None:
    maker = QTIPackageInterface("piers", verbose=False, allow_mixed=True)
    maker.add_item("MC", ("What broke the pier?", ["A storm", "A fire"], "A storm"))
    maker.add_item("MATCH", ("Who is it?", ["the chair", "the fisher"], ["Marta", "Olav"]))
    path = tmp_path / "qti12-piers.zip"
    maker.save_package("canvas_qti_v1_2", str(path))
    reading = read(document_of(path.read_bytes()))
    assert reading.losses == []
    choice, match = reading.items
    assert (choice.type, choice.key, set(choice.options)) == (
        "multiple_choice",
        "A storm",
        {"A storm", "A fire"},
    )
    options = dict(zip("AB", match.options, strict=True))
    assert match.question == "Who is it?"
    partners = [options[letter] for _, letter in pairs_of(match.key)]
    assert dict(zip(match.premises, partners, strict=True)) == {
        "the chair": "Marta",
        "the fisher": "Olav",
    }


def canvas(type_: str, presentation: str, processing: str, more: str = "") -> str:
    return f"""
    <questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"><assessment title="Bank">
    <section ident="root_section"><item ident="i1" title="Question">
      <itemmetadata><qtimetadata>
        <qtimetadatafield><fieldlabel>question_type</fieldlabel>
          <fieldentry>{type_}</fieldentry></qtimetadatafield>
        <qtimetadatafield><fieldlabel>points_possible</fieldlabel>
          <fieldentry>2.0</fieldentry></qtimetadatafield>
      </qtimetadata></itemmetadata>
      <presentation>{presentation}</presentation>
      <resprocessing><outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE"
        vartype="Decimal"/></outcomes>{processing}</resprocessing>{more}
    </item></section></assessment></questestinterop>"""


def label(name: str, text: str, kind: str = "text/plain") -> str:
    return (
        f'<response_label ident="{name}"><material><mattext texttype="{kind}">{text}</mattext>'
        "</material></response_label>"
    )


def stem(text: str) -> str:
    return f'<material><mattext texttype="text/html">{text}</mattext></material>'


def gives(response: str, answer: str, points: str, action: str = "Add") -> str:
    return (
        f'<respcondition><conditionvar><varequal respident="{response}">{answer}</varequal>'
        f'</conditionvar><setvar varname="SCORE" action="{action}">{points}</setvar></respcondition>'
    )


def one_list(*labels: str, cardinality: str = "Single") -> str:
    return (
        f'<response_lid ident="response1" rcardinality="{cardinality}"><render_choice>'
        f"{''.join(labels)}</render_choice></response_lid>"
    )


TYPED = '<response_str ident="response1" rcardinality="Single"><render_fib/></response_str>'
GAPS_OF_CANVAS = stem("&lt;div&gt;Roses are [c1], violets [are] [c2].&lt;/div&gt;") + "".join(
    f'<response_lid ident="response_{name}"><material><mattext>{name}</mattext></material>'
    f"<render_choice>{label(a, a)}{label(b, b)}</render_choice></response_lid>"
    for name, a, b in (("c1", "red", "Red"), ("c2", "blue", "Blue"))
)


def test_gaps_of_canvas_take_all_answers_though_only_the_first_is_scored() -> None:
    scored = gives("response_c1", "red", "50.00") + gives("response_c2", "blue", "50.00")
    reading = read(canvas("fill_in_multiple_blanks_question", GAPS_OF_CANVAS, scored))
    (item,) = reading.items
    assert item.question == "Roses are ____, violets [are] ____."
    assert item.accept == ("red; blue", "Red; blue", "red; Blue")
    assert item.points == 2


def test_dropdowns_of_canvas_with_words_of_their_own_lose_them() -> None:
    scored = gives("response_c1", "red", "50.00") + gives("response_c2", "Blue", "50.00")
    reading = read(canvas("multiple_dropdowns_question", GAPS_OF_CANVAS, scored))
    (item,) = reading.items
    assert (item.key, item.options) == ("red; Blue", ())
    assert told(reading) == [
        ("changed", "the words to choose from are gone: each gap has its own there")
    ]


def test_one_dropdown_of_canvas_is_a_gap_with_a_bank() -> None:
    presentation = stem("Roses are [c1].") + (
        f'<response_lid ident="response_c1"><material><mattext>c1</mattext></material>'
        f"<render_choice>{label('1', 'red')}{label('2', 'blue')}</render_choice></response_lid>"
    )
    scored = gives("response_c1", "1", "100.00")
    (item,) = read(canvas("multiple_dropdowns_question", presentation, scored)).items
    assert (item.type, item.question, item.key, item.options) == (
        "cloze",
        "Roses are ____.",
        "red",
        ("red", "blue"),
    )


def test_gaps_of_new_quizzes_with_a_word_bank_have_one_right_word_each() -> None:
    bank = GAPS_OF_CANVAS.replace("response_label ", "response_label answer_type='wordbank' ")
    scored = gives("response_c1", "red", "50.00") + gives("response_c2", "Blue", "50.00")
    reading = read(canvas("fill_in_multiple_blanks_question", bank, scored))
    assert reading.items[0].accept == ("red; Blue",)


@pytest.mark.parametrize(
    ("attributes", "detail"),
    [
        (
            "scoring_algorithm='TextRegex'",
            "what is typed is not compared as it stands, but by a pattern",
        ),
        ("answer_type='dropdown'", "some of its gaps are typed, and some chosen for"),
    ],
)
def test_gaps_of_new_quizzes_that_are_not_sure(attributes: str, detail: str) -> None:
    one = GAPS_OF_CANVAS.replace("response_label ", f"response_label {attributes} ", 2)
    reading = read(canvas("fill_in_multiple_blanks_question", one, ""))
    assert told(reading) == [("left_out", detail)]


def test_a_gap_without_a_place_is_left_out() -> None:
    presentation = GAPS_OF_CANVAS.replace("[c2]", "")
    reading = read(canvas("fill_in_multiple_blanks_question", presentation, ""))
    assert told(reading) == [("left_out", "it has 1 gaps, and answers for 2")]


@pytest.mark.parametrize(
    ("labelled", "processing", "detail"),
    [
        ("no key", "", "it does not say which answer is right"),
        (
            "two keys",
            gives("response1", "1", "100", "Set") + gives("response1", "2", "100", "Set"),
            "it has 2 right answers among 3; a question of a quiz file has one",
        ),
        (
            "part marks",
            gives("response1", "1", "100", "Set") + gives("response1", "2", "50", "Set"),
            "2 of its answers are given points",
        ),
        (
            "a key that is not there",
            gives("response1", "9", "100", "Set"),
            "its right answer is none of its answers",
        ),
        (
            "a way to count that is not followed",
            gives("response1", "1", "100", "Multiply"),
            "its marking has a rule that quizgen does not follow (multiply)",
        ),
        (
            "a rule unknown",
            '<respcondition><conditionvar><varinside respident="response1">1</varinside>'
            '</conditionvar><setvar varname="SCORE">100</setvar></respcondition>'
            + gives("response1", "1", "100", "Set"),
            "its marking has a rule that quizgen does not follow (varinside)",
        ),
        (
            "points that are no number",
            gives("response1", "1", "many", "Set"),
            "its marking gives many points",
        ),
    ],
)
def test_a_key_that_is_not_sure_is_left_out(labelled: str, processing: str, detail: str) -> None:
    presentation = stem("Which?") + one_list(label("1", "a"), label("2", "b"), label("3", "c"))
    reading = read(canvas("multiple_choice_question", presentation, processing))
    assert reading.items == [], labelled
    assert told(reading) == [("left_out", detail)]


@pytest.mark.parametrize(
    ("type_", "presentation", "processing", "detail"),
    [
        (
            "ordering_question",
            one_list(label("1", "a"), label("2", "b"), cardinality="Ordered"),
            gives("response1", "1", "100"),
            "its right order does not have each of its lines once",
        ),
        (
            "ordering_question",
            one_list(label("1", "a"), label("2", "b"), cardinality="Ordered"),
            "",
            "it has no right orders",
        ),
        (
            "true_false_question",
            one_list(label("1", "Sure"), label("2", "Never")),
            gives("response1", "1", "100"),
            "its answers are not True and False",
        ),
        (
            "matching_question",
            "".join(
                f"<response_lid ident='r{n}'>{stem('l')}<render_choice>{label('1', 'a')}{label('2', 'b')}"
                "</render_choice></response_lid>"
                for n in (1, 2)
            ),
            gives("r1", "1", "50"),
            "its line “l” has no right answers",
        ),
        (
            "matching_question",
            "".join(
                f"<response_lid ident='r{n}'>{stem('l')}<render_choice>{label('1', 'a')}{label('2', 'b')}"
                "</render_choice></response_lid>"
                for n in (1, 2)
            ),
            gives("r1", "1", "50") + gives("r1", "2", "20"),
            "some of its answers are given a part of the points",
        ),
        (
            "multiple_choice_question",
            one_list(label("1", "a"), label("1", "b")),
            gives("response1", "1", "100"),
            "two of its answers have one name",
        ),
        (
            "multiple_choice_question",
            one_list(),
            gives("response1", "1", "100"),
            "it has no answers",
        ),
        (
            "short_answer_question",
            TYPED,
            "",
            "it does not say which answer is right",
        ),
        (
            "short_answer_question",
            TYPED,
            gives("response1", "a", "100").replace("varequal", "varsubstring"),
            "it is right if a part of the answer is",
        ),
        (
            "numerical_question",
            TYPED,
            gives("response1", "3", "100").replace("varequal", "vargte"),
            "its right answer is a range of numbers",
        ),
        (
            "hot_spot_question",
            one_list(label("1", "a")),
            "",
            "a question of pointing at a picture, which quiz files do not have",
        ),
        (
            "",
            "<response_xy ident='r'><render_hotspot/></response_xy>",
            "",
            "it is answered by pointing or drawing, which quiz files do not have",
        ),
        (
            "",
            one_list(label("1", "a")) + TYPED,
            "",
            "it is answered in a way that quiz files do not have",
        ),
    ],
)
def test_what_no_item_can_be_is_left_out(
    type_: str, presentation: str, processing: str, detail: str
) -> None:
    reading = read(canvas(type_, stem("Well?") + presentation, processing))
    assert reading.items == []
    assert told(reading) == [("left_out", detail)]


def test_an_order_goes_by_its_numbers_where_it_has_some() -> None:
    lines = one_list(label("1", "a"), label("2", "b"), label("3", "c"), cardinality="Ordered")
    scored = (
        "<respcondition><conditionvar><varequal respident='response1' index='2'>1</varequal>"
        "<varequal respident='response1' index='1'>3</varequal>"
        "<varequal respident='response1' index='3'>2</varequal></conditionvar>"
        "<setvar varname='SCORE'>100</setvar></respcondition>"
    )
    (item,) = read(canvas("ordering_question", stem("Order.") + lines, scored)).items
    options = dict(zip("ABC", item.options, strict=True))
    assert [options[letter] for letter in letters_of(item.key)] == ["c", "a", "b"]


def test_answers_that_earn_less_or_cost_points_are_told_of() -> None:
    scored = gives("response1", "Oslo", "100") + gives("response1", "Bergen", "50")
    scored += gives("response1", "Rome", "50", "Subtract") + gives(
        "response1", "oslo!", "100"
    ).replace("<varequal", "<varequal case='Yes'")
    (item,) = read(canvas("short_answer_question", stem("Capital?") + TYPED, scored)).items
    assert item.accept == ("Oslo", "oslo!")
    choices = one_list(label("1", "a"), label("2", "b"))
    scored = gives("response1", "1", "100") + gives("response1", "2", "25", "Subtract")
    reading = read(canvas("", stem("Which?") + choices, scored))
    assert told(reading) == [("changed", "wrong answers cost points there; here they cost nothing")]


def test_numbers_are_right_only_if_they_are_given_points() -> None:
    scored = gives("response1", "12.0", "100") + gives("response1", "13", "0", "Set")
    reading = read(canvas("numerical_question", stem("How many?") + TYPED, scored))
    assert reading.items[0].accept == ("12",)


def test_false_may_stand_before_true() -> None:
    choices = one_list(label("1", "False"), label("2", "True"))
    scored = gives("response1", "1", "100")
    (item,) = read(canvas("true_false_question", stem("It sank.") + choices, scored)).items
    assert (item.type, item.key) == ("true_false", "False")


def test_markup_that_is_not_escaped_is_read_too() -> None:
    question = (
        "<material><mattext texttype='text/html'>Who <b xmlns='http://www.w3.org/1999/xhtml'>won</b>?"
        "<!-- a -->!</mattext><matimage uri='a.png'/></material>"
    )
    choices = one_list(label("1", "a"), label("2", "b"))
    scored = gives("response1", "1", "100")
    reading = read(canvas("multiple_choice_question", question + choices, scored))
    assert reading.items[0].question == "Who won?!"
    assert told(reading) == [("changed", "a picture is gone")]


def test_pictures_are_told_of_and_plain_text_is_not_markup() -> None:
    picture = stem("Which? &lt;img src='a.png'&gt;")
    choices = one_list(label("1", "&lt;b&gt;"), label("2", "&lt;b&gt;x&lt;/b&gt;", "text/html"))
    right = gives("response1", "1", "100", "Set")
    reading = read(canvas("multiple_choice_question", picture + choices, right))
    assert reading.items[0].options == ("<b>", "x")
    assert told(reading) == [("changed", "a picture is gone")]


def test_one_right_answer_of_those_to_tick_is_a_choice() -> None:
    choices = one_list(label("1", "a"), label("2", "b"), cardinality="Multiple")
    right = (
        "<respcondition><conditionvar><and><varequal respident='response1'>2</varequal>"
        "<not><varequal respident='response1'>1</varequal></not></and></conditionvar>"
        "<setvar varname='SCORE'>100</setvar></respcondition>"
    )
    reading = read(canvas("multiple_answers_question", stem("Tick.") + choices, right))
    assert reading.items[0].key == "b"
    assert told(reading) == [("changed", "several answers could be ticked; now one is chosen")]


def test_questions_elsewhere_are_told_of() -> None:
    reading = read(
        "<questestinterop><assessment><section title='Bank'><selection_ordering><selection>"
        "<sourcebank_ref>b1</sourcebank_ref></selection></selection_ordering></section>"
        "<section title='Some'><selection_ordering><selection><selection_number>3"
        "</selection_number></selection></selection_ordering><itemref linkrefid='q7'/></section>"
        "</assessment></questestinterop>"
    )
    assert [(loss.place, loss.detail) for loss in reading.losses] == [
        ("reference q7", "it stands in another file"),
        ("section Bank", "its questions stand in a bank that is not in this file"),
        ("section Some", "3 of its questions are drawn by chance; all are kept"),
    ]


def test_respondus() -> None:
    item = read_one(
        """
        <item title="Capital" ident="QUE_1"><itemmetadata><qtimetadata><qtimetadatafield>
          <fieldlabel>qmd_questiontype</fieldlabel><fieldentry>Multiple-choice</fieldentry>
          </qtimetadatafield></qtimetadata></itemmetadata>
        <presentation><material><mattext texttype="text/html"><![CDATA[<p>Capital of <b>Norway</b>?</p>]]>
          </mattext></material>
        <response_lid ident="QUE_1_RL" rcardinality="Single" rtiming="No"><render_choice>
          <response_label ident="QUE_1_A1"><material><mattext texttype="text/html"><![CDATA[Oslo]]>
            </mattext></material></response_label>
          <response_label ident="QUE_1_A2"><material><mattext texttype="text/html"><![CDATA[Bergen]]>
            </mattext></material></response_label>
        </render_choice></response_lid></presentation>
        <resprocessing><outcomes><decvar vartype="Decimal" defaultval="0" varname="QUE_SCORE"
          maxvalue="4.00" minvalue="0"/></outcomes>
        <respcondition title="Correct"><conditionvar><varequal respident="QUE_1_RL">QUE_1_A1</varequal>
          </conditionvar><setvar action="Set" varname="QUE_SCORE">4.00</setvar>
          <displayfeedback linkrefid="QUE_1_A1_F"/></respcondition>
        <respcondition title="Wrong"><conditionvar><varequal respident="QUE_1_RL">QUE_1_A2</varequal>
          </conditionvar><setvar action="Set" varname="QUE_SCORE">0</setvar>
          <displayfeedback linkrefid="QUE_1_A2_F"/></respcondition></resprocessing>
        <itemfeedback ident="QUE_1_A1_F"><material><mattext>Since 1814.</mattext></material></itemfeedback>
        <itemfeedback ident="QUE_1_A2_F"><material><mattext>Long ago.</mattext></material></itemfeedback>
        </item>"""
    )
    assert (item.question, item.key, item.options, item.points) == (
        "Capital of Norway?",
        "Oslo",
        ("Oslo", "Bergen"),
        4,
    )
    assert item.explanation == "Since 1814."
    assert item.proof == {"distractors": {"Bergen": "Long ago."}}


def formatted(text: str) -> str:
    return (
        '<material><mat_extension><mat_formattedtext type="HTML">'
        f"{text}</mat_formattedtext></mat_extension></material>"
    )


def blackboard(type_: str, question: str, responses: str, processing: str) -> str:
    return f"""
      <item title="" maxattempts="0"><itemmetadata>
        <bbmd_questiontype>{type_}</bbmd_questiontype>
        <qmd_absolutescore_max>10.0</qmd_absolutescore_max></itemmetadata>
      <presentation><flow class="Block"><flow class="QUESTION_BLOCK"><flow class="FORMATTED_TEXT_BLOCK">
        {formatted(question)}</flow></flow>{responses}</flow></presentation>
      <resprocessing scoremodel="SumOfScores"><outcomes><decvar varname="SCORE" vartype="Decimal"
        defaultval="0" minvalue="0" maxvalue="10.0"/></outcomes>{processing}
        <respcondition title="incorrect"><conditionvar><other/></conditionvar>
          <setvar variablename="SCORE" action="Set">0</setvar>
          <displayfeedback linkrefid="incorrect" feedbacktype="Response"/></respcondition>
      </resprocessing>
      <itemfeedback ident="correct" view="All"><flow_mat class="Block"><flow_mat
        class="FORMATTED_TEXT_BLOCK">{formatted("Well read.")}</flow_mat></flow_mat></itemfeedback>
      <itemfeedback ident="incorrect" view="All"><flow_mat class="Block"/></itemfeedback></item>"""


def correct(tests: str) -> str:
    return (
        f'<respcondition title="correct"><conditionvar>{tests}</conditionvar>'
        '<setvar variablename="SCORE" action="Set">SCORE.max</setvar>'
        '<displayfeedback linkrefid="correct" feedbacktype="Response"/></respcondition>'
    )


def test_blackboard_choice() -> None:
    labels = "".join(
        f'<flow_label class="Block"><response_label ident="{n}" shuffle="Yes" rarea="Ellipse">'
        f'<flow_mat class="FORMATTED_TEXT_BLOCK">{formatted(text)}</flow_mat></response_label></flow_label>'
        for n, text in (("a1", "&lt;p&gt;Storms&lt;/p&gt;"), ("a2", "Fire"))
    )
    responses = (
        '<flow class="RESPONSE_BLOCK"><response_lid ident="response" rcardinality="Single" rtiming="No">'
        f'<render_choice shuffle="No" minnumber="0" maxnumber="0">{labels}</render_choice>'
        "</response_lid></flow>"
    )
    item = read_one(
        blackboard(
            "Multiple Choice",
            "&lt;p&gt;What &amp;amp; who?&lt;/p&gt;",
            responses,
            correct('<varequal respident="response" case="No">a1</varequal>'),
        )
    )
    assert (item.question, item.key, item.options, item.points, item.explanation) == (
        "What & who?",
        "Storms",
        ("Storms", "Fire"),
        10,
        "Well read.",
    )


def test_blackboard_true_false_has_names_and_no_texts() -> None:
    responses = (
        '<flow class="RESPONSE_BLOCK"><response_lid ident="response" rcardinality="Single">'
        '<render_choice><flow_label class="Block"><response_label ident="true"><flow_mat/>'
        '</response_label><response_label ident="false"><flow_mat/></response_label></flow_label>'
        "</render_choice></response_lid></flow>"
    )
    test = '<varequal respident="response" case="No">false</varequal>'
    item = read_one(blackboard("True/False", "It sank.", responses, correct(test)))
    assert (item.type, item.question, item.key) == ("true_false", "It sank.", "False")


def test_blackboard_gap() -> None:
    responses = (
        '<flow class="RESPONSE_BLOCK"><response_str ident="response" rcardinality="Single">'
        '<render_fib charset="us-ascii" encoding="UTF_8" rows="0" columns="127"/></response_str></flow>'
    )
    tests = (
        '<varequal respident="response" case="No">May</varequal>'
        '<varequal respident="response" case="No">in May</varequal>'
    )
    item = read_one(blackboard("Fill in the Blank", "It opens in ____.", responses, correct(tests)))
    assert (item.type, item.question, item.accept) == (
        "cloze",
        "It opens in ____.",
        ("May", "in May"),
    )


def test_blackboard_matching_by_place() -> None:
    lines = "".join(
        f'<flow class="Block"><flow class="FORMATTED_TEXT_BLOCK">{formatted(text)}</flow>'
        f'<response_lid ident="{name}" rcardinality="Single"><render_choice>'
        + "".join(f'<flow_label><response_label ident="{name}{n}"/></flow_label>' for n in range(3))
        + "</render_choice></response_lid></flow>"
        for name, text in (("l1", "the chair"), ("l2", "the fisher"))
    )
    right = "".join(
        f'<flow class="Block"><flow class="FORMATTED_TEXT_BLOCK">{formatted(text)}</flow></flow>'
        for text in ("Olav", "Marta", "Ines")
    )
    responses = (
        f'<flow class="RESPONSE_BLOCK">{lines}</flow><flow class="RIGHT_MATCH_BLOCK">{right}</flow>'
    )
    scored = "".join(
        f'<respcondition><conditionvar><varequal respident="{name}" case="No">{answer}</varequal>'
        '</conditionvar><setvar variablename="SCORE" action="Add">5</setvar></respcondition>'
        for name, answer in (("l1", "l11"), ("l2", "l20"))
    )
    item = read_one(blackboard("Matching", "Who is it?", responses, scored))
    options = dict(zip("ABC", item.options, strict=True))
    assert item.question == "Who is it?"
    assert item.premises == ("the chair", "the fisher")
    assert [options[letter] for _, letter in pairs_of(item.key)] == ["Marta", "Olav"]
    assert set(item.options) == {"Olav", "Marta", "Ines"}


def test_the_specification_s_order_and_gaps() -> None:
    order = read_one(
        """<item ident="i1"><presentation><flow><material><mattext>Order the days.</mattext></material>
        <response_lid ident="OB01" rcardinality="Ordered"><render_choice>"""
        + "".join(label(n, t) for n, t in (("A", "Monday"), ("B", "Friday"), ("C", "Tuesday")))
        + """</render_choice></response_lid></flow></presentation><resprocessing><outcomes><decvar
        varname="SCORE" vartype="Integer"/></outcomes><respcondition><conditionvar>
        <varequal respident="OB01">A</varequal><varequal respident="OB01">C</varequal>
        <varequal respident="OB01">B</varequal></conditionvar><setvar action="Add" varname="SCORE">5
        </setvar></respcondition></resprocessing></item>"""
    )
    options = dict(zip("ABC", order.options, strict=True))
    assert [options[letter] for letter in letters_of(order.key)] == ["Monday", "Tuesday", "Friday"]
    gaps = read_one(
        """<item ident="i2"><presentation><flow><material><mattext>Roses are</mattext></material>
        <response_str ident="F1"><render_fib/></response_str><material><mattext>and violets</mattext>
        </material><response_str ident="F2"><render_fib/></response_str></flow></presentation>
        <resprocessing><respcondition><conditionvar><and><varequal respident="F1">red</varequal>
        <varequal respident="F2">blue</varequal></and></conditionvar><setvar varname="SCORE">1</setvar>
        </respcondition></resprocessing></item>"""
    )
    assert (gaps.question, gaps.key) == ("Roses are ____ and violets ____", "red; blue")


def test_a_file_of_text_only_and_one_of_nothing() -> None:
    assert read("<questestinterop/>").items == []
    item = "<item title='T'><presentation><material><mattext>Read.</mattext></material></presentation></item>"
    reading = read(f"<questestinterop>{item}</questestinterop>")
    assert [(a.title, a.text) for a in reading.articles] == [("T", "Read.")]
    assert reading.losses == []
    assert re.fullmatch("passage-[0-9a-f]{12}", reading.articles[0].article_id)


def test_items_of_a_bank_are_read_though_two_have_one_name() -> None:
    quiz = export_quiz()
    document = document_of(export(replace(quiz, items=quiz.items[10:11]), "qti12")[0]).decode()
    twice = document.replace("assessment ident", "objectbank ident").replace(
        "</assessment>", "</objectbank>"
    )
    item = re.search(r"<item .*?</item>", twice[twice.index("Question 1") - 60 :], re.DOTALL)
    assert item is not None
    twice = twice.replace("</section>", item[0] + "</section>")
    reading = read(twice)
    assert len(reading.items) == 1
    assert told(reading) == [("left_out", "stands there twice (id choice)")]
