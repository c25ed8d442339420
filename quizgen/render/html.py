"""A web page to read, answer and check without a network, and the key as a page to print.

The student's page is whole without its script: an article and a worksheet. The script
(``web/quiz.js``) adds checking, from a block of JSON that only a page with answers has. The key
in it is no secret: any reader can dig it out, so there is ``Layout.answers``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from quizgen.quiz import Quiz
from quizgen.render.keysheet import Answer, KeySheet, VersionTable, key_sheet
from quizgen.render.labels import Labels, load_labels
from quizgen.render.layout import DEFAULT_LAYOUT, Layout
from quizgen.render.sheet import (
    ArticleText,
    GlossaryEntry,
    Section,
    Sheet,
    student_sheet,
)
from quizgen.render.web.answers import answer_data, evidence_pieces
from quizgen.render.web.page import (
    NOTHING,
    Html,
    bdi,
    data_block,
    join,
    page,
    tag,
    text,
)
from quizgen.render.web.questions import area, field, question_html

# Instructions that name a pencil; with a script the page has its own words for them.
PENCIL = ("how_choice", "how_true_false", "how_match", "how_match_even", "how_order")

# The labels the script needs, on any page and on one that checks.
SCRIPT_LABELS = (
    "colours",
    "colours_system",
    "colours_light",
    "colours_dark",
    "print",
    "start_again",
    "start_again_yes",
    "start_again_no",
    "cleared",
    "kept_here",
    "move_up",
    "move_down",
    "moved",
    "question",
)
CHECKING_LABELS = (
    "check",
    "check_all",
    "answer_first",
    "right",
    "wrong",
    "partly_right",
    "no_answer",
    "compare",
    "means_the_same",
    "is_different",
    "own_judgement",
    "right_choice",
    "your_choice",
    "answer",
    "also_right",
    "corrected",
    "why",
    "evidence",
    "show_in_article",
    "back_to_question",
    "all_checked",
    "to_judge",
)


def student_html(quiz: Quiz, layout: Layout = DEFAULT_LAYOUT) -> str:
    """Return the student's page, which checks answers if ``layout.answers``."""
    sheet = student_sheet(quiz, layout)
    labels = load_labels(layout.language)
    body = join(
        tag("a", text(labels("to_the_article")), class_="skip", href="#article"),
        tag("a", text(labels("to_the_questions")), class_="skip", href="#questions"),
        _masthead(sheet, on_paper_only=layout.answers),
        tag(
            "main",
            _warm_up(sheet),
            tag("div", _reading(quiz, sheet, layout), _work(sheet, labels), class_="columns"),
        ),
        _footer(sheet),
        data_block("quiz-data", _data(quiz, sheet, layout, labels)),
    )
    return page(
        sheet.document_title(),
        body,
        language=sheet.language,
        large_print=layout.large_print,
        scripted=True,
    )


def key_html(quiz: Quiz, layout: Layout = DEFAULT_LAYOUT, versions: Sequence[Quiz] = ()) -> str:
    """Return the teacher's page: answers, proofs, marking and a table across versions."""
    sheet = key_sheet(quiz, layout, versions=versions)
    labels = sheet.labels
    body = join(
        tag(
            "header",
            tag("p", text(labels["teacher_key_banner"]), class_="banner"),
            _title(sheet),
            class_="masthead",
        ),
        tag(
            "main",
            _strip(sheet),
            *(
                tag(
                    "section",
                    _heading(section.heading, section.points),
                    *(_answer(answer, labels) for answer in section.answers),
                    class_="part",
                )
                for section in sheet.sections
            ),
            _key_glossary(sheet.glossary, labels),
            _versions(sheet.versions, labels) if sheet.versions else NOTHING,
            class_="key",
        ),
        _footer(sheet),
    )
    return page(
        sheet.document_title(labels["teacher_key_banner"]),
        body,
        language=sheet.language,
        large_print=layout.large_print,
        scripted=False,
    )


def _data(quiz: Quiz, sheet: Sheet, layout: Layout, labels: Labels) -> dict[str, Any]:
    """Return what the script is told; nothing of the key on a page without answers."""
    data: dict[str, Any] = {
        "quiz": sheet.quiz_id,
        "labels": {name: labels.entries[name] for name in SCRIPT_LABELS},
    }
    if layout.answers:
        by_type = {
            section.type: sum(item.points for item in quiz.items if item.type == section.type)
            for section in sheet.sections
        }
        key = answer_data(quiz, key_sheet(quiz, layout), labels)
        data["labels"] |= {name: labels.entries[name] for name in CHECKING_LABELS}
        data["checked"] = labels.counted("questions_checked", len(key))
        data["score"] = labels.counted("score_so_far", sheet.n_points)
        data["key"] = key
        data["sections"] = [
            {
                "heading": section.heading,
                "score": labels.counted("score_so_far", by_type[section.type]),
                "questions": [q.number for q in section.questions],
            }
            for section in sheet.sections
            if by_type[section.type]
        ]
    return data


def _masthead(sheet: Sheet, *, on_paper_only: bool) -> Html:
    """Return the title, and lines for the student's name where the page may be handed in."""
    labels = sheet.labels
    fields = [
        tag(
            "label",
            tag("span", text(labels[name])),
            field(name=name),
            class_=name,
        )
        for name in ("name", "class", "date")
    ]
    score = tag(
        "p",
        text(labels["score"]),
        tag("span", class_="line"),
        text(f"/ {sheet.n_points}"),
        class_="score on-paper",
    )
    return tag(
        "header",
        tag("div", *fields, score, class_="who on-paper" if on_paper_only else "who"),
        _title(sheet),
        class_="masthead",
    )


def _title(sheet: Sheet | KeySheet) -> Html:
    return tag(
        "div",
        tag("h1", text(sheet.title), dir="auto"),
        _paragraph(sheet.version, "version"),
        class_="title",
    )


def _warm_up(sheet: Sheet) -> Html:
    if not sheet.warm_up:
        return NOTHING
    return tag(
        "section",
        tag("h2", text(sheet.labels["before_you_read"])),
        tag("p", text(sheet.warm_up), dir="auto", id="warm-up"),
        area(sheet.n_warm_up_lines, name="warm-up", aria_labelledby="warm-up"),
        class_="warm-up",
    )


def _reading(quiz: Quiz, sheet: Sheet, layout: Layout) -> Html:
    """Return the articles and the hard words, a pane with a scroll bar where there is room."""
    several = len(sheet.articles) > 1
    jumps = tag(
        "nav",
        tag(
            "ol",
            *(
                tag("li", tag("a", text(article.heading), href=f"#article-{n}", dir="auto"))
                for n, article in enumerate(sheet.articles, 1)
            ),
        ),
        class_="jumps",
        aria_label=sheet.labels["articles"],
    )
    return tag(
        "section",
        jumps if several else NOTHING,
        *(
            _article(quiz, n, article, answers=layout.answers)
            for n, article in enumerate(sheet.articles, 1)
        ),
        _glossary(sheet),
        class_="reading",
        id="article",
        tabindex=0,
        aria_label=sheet.labels["articles" if several else "article_text"],
    )


def _article(quiz: Quiz, number: int, article: ArticleText, *, answers: bool) -> Html:
    source = quiz.articles[number - 1]
    paragraphs = []
    for n, (span, shown) in enumerate(zip(source.paragraphs, article.paragraphs, strict=True), 1):
        pieces = evidence_pieces(quiz, source, span, shown) if answers else [(shown, [])]
        content = join(
            *(
                tag("span", text(piece), data_evidence=" ".join(map(str, numbers)))
                if numbers
                else text(piece)
                for piece, numbers in pieces
            )
        )
        paragraphs.append(
            tag(
                "div",
                tag("span", text(str(n)), class_="number"),
                tag("p", content, dir="auto"),
                class_="paragraph",
            )
        )
    return tag(
        "article",
        tag("h2", text(article.heading), dir="auto", tabindex=-1, id=f"article-{number}")
        if article.heading
        else NOTHING,
        tag("p", join(*map(bdi, article.facts), by=" · "), class_="facts"),
        *paragraphs,
        _paragraph(article.credit, "credit"),
    )


def _glossary(sheet: Sheet) -> Html:
    if not sheet.glossary:
        return NOTHING
    labels = sheet.labels
    rows = []
    for n, entry in enumerate(sheet.glossary, 1):
        blank = field(name=f"word-{n}", aria_labelledby=f"word-{n}")
        rows.append((entry, f"word-{n}", bdi(entry.meaning) if entry.meaning else blank))
    return tag(
        "section",
        tag("h2", text(labels["words_to_know"])),
        tag("p", text(sheet.glossary_instruction), class_="instruction"),
        _words(rows),
        class_="glossary",
    )


def _words(rows: Sequence[tuple[GlossaryEntry, str, Html]]) -> Html:
    """Return a list of words; each row is a word, its id on the page and its meaning."""
    return tag(
        "dl",
        *(
            tag(
                "div",
                tag("dt", bdi(entry.word, id=name), _place(entry.place)),
                tag("dd", meaning),
            )
            for entry, name, meaning in rows
        ),
        class_="words",
    )


def _place(place: str) -> Html:
    return join(text(" "), tag("span", text(place), class_="place")) if place else NOTHING


def _work(sheet: Sheet, labels: Labels) -> Html:
    return tag(
        "section",
        tag(
            "div",
            tag("h2", text(sheet.labels["questions"]), id="questions", tabindex=-1),
            class_="work-head",
        ),
        *(_section(section, sheet.labels, labels) for section in sheet.sections),
        class_="work",
        aria_labelledby="questions",
    )


def _section(section: Section, plain: Mapping[str, str], labels: Labels) -> Html:
    on_screen = {plain[name]: plain[f"{name}_on_screen"] for name in PENCIL}
    if section.instruction in on_screen:
        instruction = join(
            tag("span", text(section.instruction), class_="on-paper"),
            tag("span", text(on_screen[section.instruction]), class_="scripted"),
        )
    else:
        instruction = text(section.instruction)
    return tag(
        "section",
        _heading(section.heading, section.points, level="h3"),
        tag("p", instruction, class_="instruction"),
        *(question_html(question, plain, labels) for question in section.questions),
        class_="part",
    )


def _heading(heading: str, points: str, *, level: str = "h2") -> Html:
    return tag(
        "div",
        tag(level, text(heading)),
        tag("p", text(points), class_="points"),
        class_="part-head",
    )


def _paragraph(content: str, class_: str) -> Html:
    return tag("p", text(content), class_=class_, dir="auto") if content else NOTHING


def _footer(sheet: Sheet | KeySheet) -> Html:
    return tag("footer", tag("p", join(*map(bdi, sheet.footer), by=" · ")))


def _strip(sheet: KeySheet) -> Html:
    if not sheet.strip:
        return NOTHING
    cells = [
        tag("li", tag("b", text(str(number)), class_="number"), text(" "), bdi(short))
        for number, short in sheet.strip
    ]
    return tag(
        "section",
        tag(
            "div",
            tag("h2", text(sheet.labels["quick_answers"])),
            tag("p", text(sheet.points_in_all), class_="points"),
            class_="part-head",
        ),
        tag("ol", *cells),
        class_="strip",
    )


def _answer(answer: Answer, labels: Mapping[str, str]) -> Html:
    question = answer.question
    gap = tag("span", class_="gap")
    asked = [text(question.parts[0])]
    for part in question.parts[1:]:
        asked += [gap, text(part)]
    rows: list[tuple[str, Html]] = []
    lead = [tag("span", text(answer.letter), class_="letter"), text(" ")] if answer.letter else []
    rows.append(
        (
            labels["answer"],
            join(
                tag("b", *lead, bdi(answer.answer), class_="the-answer"),
                *(
                    tag("span", text(line), class_="solution", dir="auto")
                    for line in answer.solution
                ),
            ),
        )
    )
    if answer.accepted:
        rows.append((labels["also_right"], join(*map(bdi, answer.accepted), by="; ")))
    if answer.correction:
        rows.append((labels["corrected"], bdi(answer.correction)))
    if answer.evidence:
        quotes = [
            tag("span", tag("span", text(q.place), class_="place"), text(" "), bdi(q.text))
            for q in answer.evidence
        ]
        rows.append((labels["evidence"], tag("div", *quotes, class_="quotes")))
    if answer.explanation:
        rows.append((labels["why"], bdi(answer.explanation)))
    rows += [(wrong.label, bdi(wrong.reason)) for wrong in answer.wrong]
    level = tag("span", text(answer.level), class_="place")
    rows.append((labels["marking"], join(text(answer.marking), level, by=" ")))
    return tag(
        "article",
        tag(
            "h3",
            tag("span", text(str(question.number)), class_="number"),
            text(" "),
            tag("span", *asked, dir="auto"),
        ),
        tag(
            "dl",
            *(
                tag("div", tag("dt", text(name), dir="auto"), tag("dd", words))
                for name, words in rows
            ),
            class_="facts-of-key",
        ),
        class_="answer",
    )


def _key_glossary(glossary: Sequence[GlossaryEntry], labels: Mapping[str, str]) -> Html:
    if not glossary:
        return NOTHING
    rows = [(entry, f"word-{n}", bdi(entry.meaning)) for n, entry in enumerate(glossary, 1)]
    return tag(
        "section",
        tag("h2", text(labels["words_to_know"])),
        tag("p", text(labels["dictionary_note"]), class_="instruction"),
        _words(rows),
        class_="glossary part",
    )


def _versions(table: VersionTable, labels: Mapping[str, str]) -> Html:
    # A version without a label leaves a cell that heads nothing.
    head = tag(
        "tr",
        *(
            tag("th", text(column), scope="col", dir="auto") if column else tag("td")
            for column in table.columns
        ),
    )
    rows = [
        tag(
            "tr",
            tag("th", text(first), scope="row", dir="auto"),
            *(tag("td", text(cell), dir="auto") for cell in rest),
        )
        for first, *rest in table.rows
    ]
    return tag(
        "section",
        tag("h2", text(labels["all_versions"]), id="versions"),
        tag("p", text(labels["all_versions_how"]), class_="instruction"),
        tag(
            "table",
            tag("thead", head),
            tag("tbody", *rows),
            aria_labelledby="versions",
        ),
        class_="part versions",
    )
