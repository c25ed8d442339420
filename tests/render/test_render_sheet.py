from __future__ import annotations

from dataclasses import asdict, replace

import pytest

from quizgen.quiz import GlossaryWord, Item, Quiz, QuizArticle
from quizgen.render.keysheet import Quotation, Refutation, key_sheet
from quizgen.render.labels import load_labels
from quizgen.render.layout import Layout
from quizgen.render.sheet import GlossaryEntry, clean, quiz_id, student_sheet
from quizgen.versions import make_versions
from tests.render_samples import pretend_language


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
    assert key_sheet(quiz).strip == (
        (1, "C"),
        (2, "B"),
        (3, "False"),
        (4, "True"),
        (5, "4.2"),
        (6, "Olav Brandt"),
        (7, "1-B, 2-A"),
        (8, "B, A"),
    )


def test_quick_strip_shortens_long_answers(quiz: Quiz) -> None:
    long = replace(quiz, items=(Item("i", "short_answer", "infer", "Why?", "word " * 20),))
    ((_, short),) = key_sheet(long).strip
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
        "reading level: grade 7.5 (Flesch–Kincaid)",
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
    assert key_sheet(replace(quiz, items=(item,))).strip == ((1, "AB"),)


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
    assert load_labels("en").printed_date(iso) == printed


def test_clean() -> None:
    assert clean("\x00a\r\n\u2028b \ud800\u202ec\x7f\t") == "a b c"


def test_quiz_id_differs_when_anything_does(quiz: Quiz) -> None:
    assert quiz_id(quiz) != quiz_id(replace(quiz, seed=8))
    assert len(quiz_id(replace(quiz, title="\ud800"))) == 8


MEANT = GlossaryWord("floating", "resting on water", "a1", 150, 158)
BLANK = GlossaryWord("landed", None, "a1", 400, 406)


def test_glossary_is_blank_unless_meanings_are_asked_for(quiz: Quiz) -> None:
    made = replace(quiz, glossary=(MEANT, BLANK))
    place = "¶1"
    blank, given, none = (
        student_sheet(made, Layout(glossary=style)) for style in ("blank", "given", "none")
    )
    assert blank.glossary == (
        GlossaryEntry("floating", place, ""),
        GlossaryEntry("landed", "¶3", ""),
    )
    assert given.glossary[0] == GlossaryEntry("floating", place, "resting on water")
    assert blank.glossary_instruction.startswith("Write what each word means")
    assert given.glossary_instruction != blank.glossary_instruction
    assert (none.glossary, none.glossary_instruction) == ((), "")


def test_meanings_not_asked_for_stand_in_the_key_only(quiz: Quiz) -> None:
    made = replace(quiz, glossary=(MEANT,))
    assert "resting on water" not in str(student_sheet(made))
    assert key_sheet(made).glossary == (GlossaryEntry("floating", "¶1", "resting on water"),)
    assert key_sheet(made, Layout(glossary="none")).glossary == ()
    assert key_sheet(replace(quiz, glossary=(BLANK,))).glossary == ()


def test_a_word_the_teacher_added_needs_no_place(quiz: Quiz) -> None:
    made = replace(quiz, glossary=(GlossaryWord("quay"),))
    assert student_sheet(made).glossary == (GlossaryEntry("quay", "", ""),)


def test_warm_up_is_printed_if_there_is_one(quiz: Quiz) -> None:
    assert student_sheet(quiz).warm_up == ""
    assert student_sheet(replace(quiz, before_reading=" Think\n!")).warm_up == "Think !"


def test_key_says_why_options_are_wrong_and_groups_the_same_reason(quiz: Quiz) -> None:
    told = {"A ferry": "not named", "A fire": "not named", "The tide": "is no storm"}
    (choice,) = (i for i in quiz.items if i.item_id == "choice")
    made = replace(quiz, items=(replace(choice, proof={"distractors": told}),))
    (answer,) = key_sheet(made).sections[0].answers
    assert answer.wrong == (
        Refutation("Not A, B", "not named"),
        Refutation("Not D", "is no storm"),
    )
    assert "is no storm" not in str(student_sheet(made))


def test_words_of_a_bank_are_refuted_by_themselves(quiz: Quiz) -> None:
    (gap,) = (i for i in quiz.items if i.item_id == "gap")
    proof = {"distractors": {"1987": "a year"}}
    (answer,) = key_sheet(replace(quiz, items=(replace(gap, proof=proof),))).sections[0].answers
    assert answer.wrong == (Refutation("Not 1987", "a year"),)


@pytest.mark.parametrize("proof", [{}, {"distractors": ["A ferry"]}, {"distractors": {"A": 1}}])
def test_a_proof_that_a_teacher_cut_short_does_no_harm(
    quiz: Quiz, proof: dict[str, object]
) -> None:
    items = tuple(replace(item, proof=proof) for item in quiz.items)
    assert all(
        not a.wrong for s in key_sheet(replace(quiz, items=items)).sections for a in s.answers
    )


def test_letters_of_matching_and_ordering_are_spelled_out(quiz: Quiz) -> None:
    answers = {a.question.type: a for s in key_sheet(quiz).sections for a in s.answers}
    assert answers["matching"].solution == ("1 – B Marta", "2 – A Olav")
    assert answers["ordering"].solution == ("B Storms", "A Vote")


def test_marking_rules_name_what_a_part_is_worth(quiz: Quiz) -> None:
    answers = {a.question.type: a for s in key_sheet(quiz).sections for a in s.answers}
    assert answers["matching"].marking == "1/2 point for each line with its right letter."
    assert answers["ordering"].marking.startswith("1 point for each arrow")
    assert answers["short_answer"].marking.startswith("2 points for this answer")
    assert answers["true_false"].marking == "1 point for the right answer, none otherwise."
    assert answers["discussion"].marking.startswith("Not marked.")


def test_key_names_lines_where_they_are_known(quiz: Quiz) -> None:
    sheet = key_sheet(quiz, lines=lambda _, offset: offset // 100)
    places = [q.place for s in sheet.sections for a in s.answers for q in a.evidence]
    assert places[:2] == ["Paragraph 1, line 1", "Paragraph 3, line 4"]


def test_table_across_versions_has_every_question_in_every_version(quiz: Quiz) -> None:
    versions = make_versions(quiz, 3)
    tables = [key_sheet(v, versions=versions).versions for v in versions]
    assert tables[0] is not None
    assert tables == [tables[0]] * 3
    assert tables[0].columns == ("A", "B", "C")
    for column, version in enumerate(versions):
        cells = sorted(row[column] for row in tables[0].rows)
        assert cells == sorted(f"{n}: {short}" for n, short in key_sheet(version).strip)
    assert key_sheet(quiz, versions=[quiz]).versions is None


def test_footer_names_quiz_version_paper_and_whose_text_it_is(quiz: Quiz) -> None:
    footer = student_sheet(replace(quiz, label="B")).footer
    assert footer[1:] == ("Version B", "student sheet", "Text: The Elder Gazette", "quizgen 9.8.7")
    assert footer[0].startswith("Quiz ")
    names = ["The Elder Gazette", *"VWXY"]
    many = [replace(quiz.articles[0], article_id=n, source=n) for n in names]
    shown = student_sheet(replace(quiz, articles=tuple(many))).footer[2]
    assert shown == "Texts: The Elder Gazette, V, W and 2 more"
    unknown = replace(quiz.articles[0], source=None, author=None)
    assert len(student_sheet(replace(quiz, articles=(unknown,))).footer) == 3


def test_no_word_of_the_papers_is_written_elsewhere_than_in_the_labels(
    quiz: Quiz, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a made-up language all that is not the quiz's own has its brackets."""
    made_up = pretend_language(monkeypatch)
    tame = replace(quiz, label="B", before_reading="q", glossary=(MEANT,))
    for sheet in (student_sheet(tame, made_up), key_sheet(tame, made_up, versions=[tame, tame])):
        for text in own_words(sheet):
            assert text.startswith("⟦"), text


def own_words(sheet: object) -> list[str]:
    """Return the headings, instructions and the like of a sheet."""
    found: list[str] = []
    for section in sheet.sections:  # type: ignore[attr-defined]
        found += [section.heading, section.points]
        found += [getattr(section, "instruction", section.heading)]
        for answer in getattr(section, "answers", ()):
            found += [answer.marking, answer.level, *(q.place for q in answer.evidence)]
            found += [wrong.label for wrong in answer.wrong]
    return found + list(sheet.footer[:4])  # type: ignore[attr-defined]
