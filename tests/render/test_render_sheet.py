from __future__ import annotations

from dataclasses import asdict, replace

import pytest

from quizgen.quiz import Item, Quiz, QuizArticle
from quizgen.render.sheet import (
    Quotation,
    clean,
    key_sheet,
    printed_date,
    quiz_id,
    student_sheet,
)


def numbers(quiz: Quiz) -> list[tuple[int, str]]:
    return [(q.number, q.text("_")) for s in student_sheet(quiz).sections for q in s.questions]


def test_groups_follow_a_fixed_order_and_numbers_run_through(quiz: Quiz) -> None:
    sheet = student_sheet(quiz)
    assert [(s.heading, [q.number for q in s.questions]) for s in sheet.sections] == [
        ("Multiple choice", [1]),
        ("Who said it?", [2]),
        ("True or false?", [3, 4]),
        ("Fill the gaps", [5]),
        ("Short answers", [6]),
        ("Match", [7]),
        ("Put in order", [8]),
        ("Think and discuss", [9]),
    ]


def test_key_numbers_are_the_students(quiz: Quiz) -> None:
    key = key_sheet(quiz)
    assert numbers(quiz) == [
        (a.question.number, a.question.text("_")) for s in key.sections for a in s.answers
    ]


def test_quick_strip_gives_letters_for_choices_and_words_for_the_rest(quiz: Quiz) -> None:
    assert key_sheet(quiz).strip() == [
        (1, "C"),
        (2, "B"),
        (3, "False"),
        (4, "True"),
        (5, "4.2"),
        (6, "Olav Brandt"),
        (7, "1-B, 2-A"),
        (8, "B, A"),
        (9, "OPEN-KEY"),
    ]


def test_quick_strip_shortens_long_answers(quiz: Quiz) -> None:
    long = replace(quiz, items=(Item("i", "short_answer", "infer", "Why?", "word " * 20),))
    ((_, short),) = key_sheet(long).strip()
    assert short == "word word word word word wo…"


def test_student_sheet_holds_no_key(quiz: Quiz) -> None:
    sheet = str(asdict(student_sheet(quiz)))
    for secret in ("EXPLAINED", "CORRECTED", "OPEN-KEY", "Mr Brandt", "A-B"):
        assert secret not in sheet


def test_evidence_names_the_paragraph_of_the_handout(quiz: Quiz) -> None:
    answers = [a for s in key_sheet(quiz).sections for a in s.answers]
    assert [a.evidence for a in answers[:3]] == [
        (Quotation("Paragraph 1", "“damaged by two storms in the winter”"),),
        (Quotation("Paragraph 3", "“A pier that floats is a pier that moves,” he said"),),
        (Quotation("Paragraph 2", "“is to open in May 2022”"),),
    ]


def test_evidence_of_several_articles_names_the_article(quiz: Quiz) -> None:
    other = replace(quiz.articles[0], article_id="a0", title=None)
    sheet = key_sheet(replace(quiz, articles=(other, *quiz.articles)))
    assert sheet.sections[0].answers[0].evidence[0].place == "Article 2, paragraph 1"
    headings = [
        a.heading for a in student_sheet(replace(quiz, articles=(other, *quiz.articles))).articles
    ]
    assert headings == ["Article 1", "Article 2: A floating pier"]


def test_evidence_outside_and_across_paragraphs(quiz: Quiz) -> None:
    text = quiz.articles[0].text
    first = quiz.items[4]
    ((start, _), (_, end), *_) = quiz.articles[0].paragraphs
    spans = [(0, 5), (start, end)]
    proof = tuple(replace(first.evidence[0], start=a, end=b, text=text[a:b]) for a, b in spans)
    sheet = key_sheet(replace(quiz, items=(replace(first, evidence=proof),)))
    places = [q.place for q in sheet.sections[0].answers[0].evidence]
    assert places == ["Outside the numbered paragraphs", "Paragraphs 1–2"]


def test_facts_of_an_article(quiz: Quiz) -> None:
    (printed,) = student_sheet(quiz).articles
    assert printed.facts == (
        "The Elder Gazette",
        "30 September 2020",
        "420 words",
        "3 minutes to read",
        "reading grade 7.5",
    )
    assert printed.credit == "By Ines Holm · https://example.org/pier"


def test_article_of_which_nothing_is_known(quiz: Quiz) -> None:
    bare = QuizArticle("a", "One two.", ((0, 8),))
    (printed,) = student_sheet(replace(quiz, articles=(bare,))).articles
    assert (printed.heading, printed.facts) == ("", ("2 words", "1 minute to read"))


def test_title_is_not_repeated(quiz: Quiz) -> None:
    (printed,) = student_sheet(replace(quiz, title="A floating pier")).articles
    assert printed.heading == ""


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("It cost ____ crowns.", ("It cost ", " crowns.")),
        ("____ and _______.", ("", " and ", ".")),
        ("a __ b", ("a __ b",)),
    ],
)
def test_gaps(quiz: Quiz, question: str, parts: tuple[str, ...]) -> None:
    sheet = student_sheet(replace(quiz, items=(Item("c", "cloze", "infer", question, "x"),)))
    assert sheet.sections[0].questions[0].parts == parts


@pytest.mark.parametrize(
    ("items", "points", "instruction"),
    [
        (
            (Item("1", "cloze", "infer", "____", "x", ("x", "y")),),
            "1 point",
            "Complete each sentence. Choose from the words under it.",
        ),
        (
            (
                Item("1", "who_said", "infer", "“Hm.”", "x"),
                Item("2", "who_said", "infer", "a", "x"),
            ),
            "1 point each",
            "Write the name of the person who said it.",
        ),
        (
            (
                Item("1", "multiple_choice", "infer", "a", "x", ("x", "y")),
                Item("2", "multiple_choice", "infer", "a", "x", points=2),
            ),
            "3 points",
            "Circle the letter of the right answer, or write the answer on the lines.",
        ),
    ],
)
def test_instructions_fit_the_items(
    quiz: Quiz, items: tuple[Item, ...], points: str, instruction: str
) -> None:
    (section,) = student_sheet(replace(quiz, items=items)).sections
    assert (section.points, section.instruction) == (points, instruction)


def test_letters_go_on_after_z(quiz: Quiz) -> None:
    options = tuple(str(i) for i in range(28))
    item = Item("i", "multiple_choice", "infer", "Which?", "27", options)
    assert key_sheet(replace(quiz, items=(item,))).strip() == [(1, "AB")]


@pytest.mark.parametrize(
    ("iso", "printed"),
    [
        ("2020-09-30", "30 September 2020"),
        ("2020-01-02T23:59:00+02:00", "2 January 2020"),
        ("2020-02", "February 2020"),
        ("2020-13", "2020-13"),
        ("2020", "2020"),
        ("last week", "last week"),
        ("", ""),
    ],
)
def test_printed_date(iso: str, printed: str) -> None:
    assert printed_date(iso) == printed


def test_clean() -> None:
    assert clean("\x00a\r\n\u2028b \ud800\u202ec\x7f\t") == "a b c"


def test_quiz_id_differs_when_anything_does(quiz: Quiz) -> None:
    assert quiz_id(quiz) != quiz_id(replace(quiz, seed=8))
    assert len(quiz_id(replace(quiz, title="\ud800"))) == 8
