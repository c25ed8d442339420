"""H5P packages, opened by the player h5p-standalone in Chromium.

The question types' own code is in no registry of packages. Those in ``h5p_player`` stand in for
it: they are loaded by the real player as a site's would be, and take texts apart by the rules of
the libraries' sources.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from export_samples import HOSTILE, ITEMS, export, export_quiz, hostile_items, texts
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Frame, Locator, Page, Route

from quizgen.export.h5p import MAX_TITLE
from quizgen.export.question import Question
from quizgen.quiz import Quiz
from quizgen.render.sheet import clean, letter
from tests.consumers import chromium, node_package

SITE = "http://h5p.example"
STAND_INS = {
    "H5P.QuestionSet-1.20": "question_set.js",
    "H5P.MultiChoice-1.16": "multi_choice.js",
    "H5P.TrueFalse-1.8": "true_false.js",
    "H5P.Blanks-1.14": "blanks.js",
    "H5P.DragText-1.10": "drag_text.js",
    "H5P.Essay-1.5": "essay.js",
}
PAGE = """<!doctype html><html lang="en"><title>H5P</title><div id="player"></div>
<script src="/player/main.bundle.js"></script>
<script>
  new H5PStandalone.H5P(document.getElementById('player'), {
    h5pJsonPath: '/package', librariesPath: '/libraries',
    frameJs: '/player/frame.bundle.js', frameCss: '/player/styles/h5p.css',
  }).catch((error) => { document.title = `failed: ${error}`; });
</script>"""
# Of each question: its library, task, the text around what is asked, all that can be chosen, all
# that may be typed, and the most points.
TOLD = """() => [...document.querySelectorAll('.question')].map((question) => {
  const texts = (selector) => [...question.querySelectorAll(selector)].map((e) => e.textContent);
  const boxes = [...question.querySelectorAll('select')];
  return {
    library: question.dataset.library.split(' ')[0].slice(4),
    task: texts('.task > *').join('\\n'),
    line: [...question.querySelectorAll('.line')].map((line) => {
      const copy = line.cloneNode(true);
      copy.querySelectorAll('select, input').forEach((e) => e.replaceWith('____'));
      return copy.textContent;
    }),
    choices: texts('.choice'),
    dragged: boxes.length ? [...boxes[0].options].slice(1).map((o) => o.textContent) : [],
    answers: [...question.querySelectorAll('input[data-answers]')].map(
      (input) => JSON.parse(input.dataset.answers)),
    most: Number(question.dataset.most),
  };
})"""


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def content_of(content: bytes) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(unpacked(content)["content/content.json"])
    return data


def library(folder: str) -> bytes:
    """The ``library.json`` of a stand-in; as with the real one, the set names no question type."""
    name, _, version = folder.partition("-")
    major, minor = map(int, version.split("."))
    return json.dumps(
        {
            "title": name,
            "machineName": name,
            "majorVersion": major,
            "minorVersion": minor,
            "patchVersion": 0,
            "runnable": 1,
            "preloadedJs": [{"path": "library.js"}],
        }
    ).encode()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def site(browser: Browser) -> Iterator[Callable[[bytes], Frame]]:
    """A site that has the libraries: returns the frame in which it plays a package."""
    player = node_package("h5p-standalone") / "dist"
    stand_ins = Path(__file__).parent / "h5p_player"
    files: dict[str, bytes] = {"/": PAGE.encode()}
    for folder, script in STAND_INS.items():
        files[f"/libraries/{folder}/library.json"] = library(folder)
        files[f"/libraries/{folder}/library.js"] = (stand_ins / script).read_bytes()
    types = {"js": "text/javascript", "json": "application/json", "css": "text/css"}
    complaints: list[str] = []

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(SITE).partition("?")[0]
        body = files.get(path)
        if path.startswith("/player/") and (player / path[8:]).is_file():
            body = (player / path[8:]).read_bytes()
        if body is None:
            complaints.append(f"{path} is missing")
            route.fulfill(status=404)
        else:
            kind = types.get(path.rpartition(".")[2], "text/html")
            route.fulfill(body=body, content_type=f"{kind}; charset=utf-8")

    page = browser.new_page()
    page.set_default_timeout(10_000)
    page.route("**/*", answer)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))

    def play(content: bytes) -> Frame:
        for name in [name for name in files if name.startswith("/package/")]:
            del files[name]
        files.update({f"/package/{name}": body for name, body in unpacked(content).items()})
        page.goto(f"{SITE}/")
        frame = frame_of(page)
        assert complaints == []
        return frame

    yield play
    page.close()


def frame_of(page: Page) -> Frame:
    page.frame_locator("iframe").locator(".attached").wait_for()
    return page.frames[1]


def questions_of(frame: Frame) -> list[Locator]:
    return frame.locator(".question").all()


def fill(question: Locator, asked: Question, *, right: bool) -> None:
    """Answer a question as the quiz says, or wrongly."""
    match asked.kind:
        case "choice" | "true_false":
            chosen = [choice.right is right for choice in asked.choices].index(True)
            question.locator("input[type=radio]").nth(chosen).check()
        case "gaps" if asked.choices and len(asked.answers) == 1:
            chosen = [choice.right is right for choice in asked.choices].index(True)
            question.locator("input[type=radio]").nth(chosen).check()
        case "gaps" if asked.choices:
            for box, accepted in zip(question.locator("select").all(), asked.answers, strict=True):
                box.select_option(label=accepted[0] if right else asked.choices[2].text)
        case "gaps" | "typed":
            for box, accepted in zip(question.locator("input").all(), asked.answers, strict=True):
                box.fill(f" {accepted[-1].upper()} " if right else "something else")
        case "matching" | "ordering":
            boxes = question.locator("select").all()
            names = [letter(n) for n, _ in enumerate(asked.options)]
            if asked.kind == "matching":
                names = list(asked.options)
            n = len(names)
            for box, place in zip(boxes, asked.right, strict=True):
                box.select_option(label=names[place if right else (place + 1) % n])
        case "essay":
            text = f"I think {asked.answers[0][-1]}, for sure" if right else "No idea."
            question.locator("textarea").fill(text)
    question.get_by_role("button", name="Check").click()


def in_the_set(questions: tuple[Question, ...]) -> list[Question]:
    return [q for q in questions if q.points]


def most_of(asked: Question) -> int:
    """What H5P counts: one for each choice, gap or box; an essay has points of its own."""
    match asked.kind:
        case "essay":
            return asked.points
        case "gaps" | "typed":
            return len(asked.answers)
        case "matching" | "ordering":
            return len(asked.right)
        case _:
            return 1


def test_player_gives_all_points_to_right_answers_and_none_to_wrong_ones(
    site: Callable[[bytes], Frame],
) -> None:
    content, _, job = export(export_quiz(), "h5p")
    asked = in_the_set(job.questions)

    shown = questions_of(site(content))
    for right in (False, True):
        for locator, question in zip(shown, asked, strict=True):
            fill(locator, question, right=right)
        scores = [int(q.get_attribute("data-score") or -1) for q in shown]
        assert scores == [most_of(q) if right else 0 for q in asked]


def test_player_shows_the_questions_of_the_quiz_in_its_order(
    site: Callable[[bytes], Frame],
) -> None:
    quiz = export_quiz()
    content, _, job = export(quiz, "h5p")

    told = site(content).evaluate(TOLD)

    items = {item.item_id: item for item in quiz.items}
    for shown, question in zip(told, in_the_set(job.questions), strict=True):
        item = items[question.item_id]
        if item.type in {"multiple_choice", "who_said", "true_false"} and item.options:
            assert shown["choices"] == list(item.options)
        if item.type in {"multiple_choice", "who_said", "true_false", "short_answer"}:
            assert shown["task"] == clean(item.question)
        if question.kind == "typed":
            assert shown["answers"] == [list(item.accept)]
        if question.kind == "matching":
            rest = [o for n, o in enumerate(item.options) if n not in question.right]
            assert sorted(shown["dragged"]) == sorted(
                [item.options[n] for n in question.right] + rest
            )
            assert shown["line"] == ["".join(f"{line} ____" for line in item.premises)]
        assert shown["most"] == most_of(question)


def test_explanation_and_what_is_wrong_with_a_choice_are_shown_when_it_is_checked(
    site: Callable[[bytes], Frame],
) -> None:
    content, _, job = export(export_quiz(), "h5p")
    place = [q.item_id for q in in_the_set(job.questions)].index("choice")

    question = questions_of(site(content))[place]
    question.get_by_text("A ferry").check()
    question.get_by_role("button", name="Check").click()

    assert question.locator(".feedback").inner_text().split("\n") == [
        "no ferry is told of",
        "Why: The first paragraph tells it. "
        "Evidence (Paragraph 1): “damaged by two storms in the winter”",
    ]


def test_first_page_has_the_article_with_its_paragraphs_numbered(
    site: Callable[[bytes], Frame],
) -> None:
    content, _, job = export(export_quiz(), "h5p")

    lines = site(content).locator(".introduction > p").all_text_contents()

    paragraphs = job.articles[0].paragraphs
    numbered = [f"{n} {text}" for n, text in enumerate(paragraphs, 1)]
    assert [line for line in lines if re.match(r"\d ", line)] == numbered


def test_discussion_stands_on_the_last_page(site: Callable[[bytes], Frame]) -> None:
    content, report, _ = export(export_quiz(), "h5p")

    assert site(content).locator(".end").inner_text() == "Think and discuss: A wall or a pier?"
    (talk,) = [item for item in report.items if item.item_id == "talk"]
    assert (talk.outcome, talk.written_as) == ("converted", "Overall feedback")


def expected(question: Question, shown: dict[str, Any]) -> dict[str, Any]:
    """What a player shows of a question, told by the quiz alone.

    ``shown`` tells only whether the answers themselves are dragged, or letters in their place.
    """
    task, line, dragged, answers = [question.stem()], [], [], []
    choices = [choice.text for choice in question.choices]
    match question.kind:
        case "gaps" if shown["library"] == "DragText":
            task = ["Complete each sentence. Choose from the words under it."]
            line = ["____".join(question.parts)]
            dragged = [accepted[0] for accepted in question.answers]
            dragged += [word for word in choices if word not in dragged]
            choices = []
        case "gaps" if len(question.answers) > 1 or not choices:
            task = ["Complete each sentence with words or numbers from the article."]
            line = ["____".join(question.parts)]
            answers = [typed(accepted) for accepted in question.answers]
            if choices:
                task = ["Complete each sentence. Choose from the words under it."]
                line.append(f"Words: {', '.join(choices)}")
            choices = []
        case "typed":
            line, answers = ["____"], [typed(question.answers[0])]
        case "matching" | "ordering":
            names = list(question.options)
            if {*shown["dragged"]} != {*names}:
                names = [letter(n) for n, _ in enumerate(names)]
                listed = zip(names, question.options, strict=True)
                task += [f"{name} {text}" for name, text in listed]
            line = ["".join(f"{premise} ____" for premise in question.premises)]
            if question.kind == "ordering":
                line = ["".join(f"{n}. ____" for n, _ in enumerate(names, 1))]
            dragged = [names[n] for n in question.right]
            dragged += [name for name in names if name not in dragged]
    return {
        "task": "\n".join(task),
        "line": line,
        "choices": choices,
        "dragged": dragged,
        "answers": answers,
        "most": most_of(question),
    }


def typed(accepted: tuple[str, ...]) -> list[str]:
    """Spaces at the ends of what is typed do not count."""
    return [text for text in map(around, accepted) if text]


def around(text: str) -> str:
    return re.sub(r"^[\s\ufeff]+|[\s\ufeff]+$", "", text)


def hostile_quiz_of(said: list[str]) -> Quiz:
    """One quiz that says all of some texts wherever it can, to be opened once."""
    items = [
        replace(item, item_id=f"{item.item_id}-{n}")
        for n, text in enumerate(said)
        for item in hostile_items(text)
    ]
    return export_quiz(items, title=said[0])


@settings(
    max_examples=5,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(said=st.lists(texts, min_size=12, max_size=12, unique=True))
def test_any_text_is_shown_as_it_is_and_adds_no_answer(
    site: Callable[[bytes], Frame], said: list[str]
) -> None:
    shows_as_it_is(site, said)


def test_texts_of_other_formats_are_shown_as_they_are(site: Callable[[bytes], Frame]) -> None:
    shows_as_it_is(site, list(HOSTILE))


def shows_as_it_is(site: Callable[[bytes], Frame], said: list[str]) -> None:
    content, report, job = export(hostile_quiz_of(said), "h5p")
    left_out = {item.item_id for item in report.items if item.outcome == "left_out"}

    told = site(content).evaluate(TOLD)

    asked = [q for q in in_the_set(job.questions) if q.item_id not in left_out]
    for shown, question in zip(told, asked, strict=True):
        wanted = expected(question, shown)
        assert {key: shown[key] for key in wanted} == wanted, question.item_id


def test_package_names_each_library_that_is_played_and_no_other() -> None:
    content, _, _ = export(export_quiz(), "h5p")
    files = unpacked(content)
    package = json.loads(files["h5p.json"])

    played = {q["library"] for q in content_of(content)["questions"]} | {"H5P.QuestionSet 1.20"}
    named = {
        f"{d['machineName']} {d['majorVersion']}.{d['minorVersion']}"
        for d in package.pop("preloadedDependencies")
    }
    assert named == played
    assert list(files) == ["h5p.json", "content/content.json"]
    assert package == {
        "title": "Pier quiz",
        "language": "en",
        "defaultLanguage": "en",
        "mainLibrary": "H5P.QuestionSet",
        "embedTypes": ["iframe"],
        "license": "U",
    }


def test_title_longer_than_h5p_takes_is_cut_in_lists_and_whole_on_the_first_page() -> None:
    title = "word " * 60 + "end"
    content, report, _ = export(export_quiz(title=title), "h5p")

    assert len(json.loads(unpacked(content)["h5p.json"])["title"]) <= MAX_TITLE
    assert content_of(content)["introPage"]["title"] == title
    assert "In lists, the title is cut after 255 signs." in report.notes


def test_explanation_too_long_for_true_or_false_loses_whole_notes_and_says_so() -> None:
    (item,) = [item for item in ITEMS if item.item_id == "false"]
    content, report, _ = export(export_quiz([replace(item, explanation="*" * 500)]), "h5p")

    (question,) = content_of(content)["questions"]
    told = "Corrected&#58; It is to open in May 2022."
    assert question["params"]["behaviour"]["feedbackOnWrong"] == told
    assert report.items[0].outcome == "shortened"
    assert report.items[0].details == ("2 of 3 explanations left out: H5P cuts after 2048 signs",)


def test_points_and_marking_that_h5p_lacks_are_reported_item_by_item() -> None:
    _, report, _ = export(export_quiz(), "h5p")

    assert {item.item_id: item.details for item in report.lossy} == {
        "open-name": (counted(1, 2),),
        "open-reason": (BY_KEYWORD,),
        "gap-unknown": (BY_KEYWORD,),
        "choice-two": (counted(1, 3),),
        "pair-again": (
            "an answer to several lines is there to drag as often as it is right",
            counted(3, 2),
        ),
        "row": (
            "is marked by places: a point for each event that stands in its own",
            counted(4, 3),
        ),
        "talk": ("is shown on the last page, to talk about: H5P cannot leave an answer unmarked",),
    }


BY_KEYWORD = (
    "H5P gives the points only if an accepted answer stands in what is written, word for word: "
    "read the others yourself"
)


def counted(most: int, points: int) -> str:
    return (
        f"counts {most} instead of {points} in the score: H5P gives one point for each choice, "
        "gap or box"
    )


def test_written_answer_with_a_star_is_left_out_for_it_would_be_a_wildcard() -> None:
    items = [
        replace(item, key="a * b c d", accept=("a * b c d", "/x y/"))
        for item in ITEMS
        if item.item_id == "open-reason"
    ]
    content, report, _ = export(export_quiz(items), "h5p")

    assert content_of(content)["questions"] == []
    assert report.items[0].outcome == "left_out"
    assert any("no question" in note for note in report.notes)


def test_ids_of_questions_stay_when_their_texts_are_edited() -> None:
    before = export_quiz()
    after = export_quiz([replace(item, explanation="Edited.") for item in before.items])

    def ids(quiz: Quiz) -> list[str]:
        content, _, _ = export(quiz, "h5p")
        return [q["subContentId"] for q in content_of(content)["questions"]]

    assert ids(before) == ids(after)
    assert len(set(ids(before))) == len(ids(before)) == 19


def test_same_quiz_gives_the_same_bytes() -> None:
    assert export(export_quiz(), "h5p")[0] == export(export_quiz(), "h5p")[0]
