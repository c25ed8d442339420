"""The page in the browser that students have: answered by keyboard, checked, kept, printed."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from quizgen.quiz import GlossaryWord, Quiz
from quizgen.render.html import key_html, student_html
from quizgen.render.layout import Layout
from quizgen.render.sheet import quiz_id
from tests.consumers import chromium, program
from tests.render_samples import HOSTILE, ITEMS, evidence, hostile_quiz, sample_quiz

NO_ANSWERS = Layout(answers=False)
BUTTONS = ("Check", "Show in the article", "Start again", "Print", "As the device", "Back to")
Opener = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def shared(browser: Browser) -> Page:
    """A page for all tests that need no browser of their own: starting one takes longest."""
    page = browser.new_page()
    page.set_default_timeout(5000)
    return page


@pytest.fixture
def opened(browser: Browser, shared: Page, tmp_path: Path) -> Iterator[Opener]:
    """Opens pages, and sees to it that they ask for nothing and complain of nothing."""
    file = tmp_path / "quiz.html"
    own_pages: list[Page] = []
    requests: list[str] = []
    complaints: list[str] = []
    listeners: dict[Any, Callable[[Any], None]] = {
        "request": lambda request: requests.append(request.url),
        "console": lambda message: complaints.append(message.text),
        "pageerror": lambda error: complaints.append(str(error)),
    }

    def open_page(
        content: str, *, width: int = 1280, height: int = 900, before: str = "", script: bool = True
    ) -> Page:
        page = shared
        if before or not script:
            page = browser.new_page(java_script_enabled=script)
            own_pages.append(page)
            page.add_init_script(before)
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(media="null", color_scheme="light", reduced_motion="reduce")
        for event, listener in listeners.items():
            page.on(event, listener)
        file.write_text(content, encoding="utf-8")
        page.goto(file.as_uri())
        return page

    yield open_page
    if shared.url.startswith("file:"):
        shared.evaluate("localStorage.clear()")
        for event, listener in listeners.items():
            shared.remove_listener(event, listener)
    shared.goto("about:blank")
    for page in own_pages:
        page.close()
    assert complaints == []
    assert {url for url in requests if not url.startswith("data:font/")} <= {file.as_uri()}


@pytest.fixture
def quiz() -> Quiz:
    choice = replace(ITEMS[4], proof={"distractors": {"A fire": "REFUTED", "The tide": "REFUTED"}})
    words = (GlossaryWord("council", None, "a1", 25, 32), GlossaryWord("crowns"))
    return replace(
        sample_quiz(),
        items=(*ITEMS[:4], choice, *ITEMS[5:]),
        before_reading="What do piers do?",
        glossary=words,
    )


def question(page: Page, number: int) -> Locator:
    return page.locator(f"#question-{number}")


def verdict(page: Page, number: int) -> Locator:
    return question(page, number).locator(".verdict")


def score(page: Page) -> Locator:
    return page.locator(".so-far")


def check(page: Page, number: int) -> None:
    question(page, number).get_by_role("button", name="Check", exact=True).click()


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until a control has the focus, as someone without a mouse would."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab does not reach {target}")


def check_by_keyboard(page: Page, number: int) -> None:
    tab_to(page, question(page, number).get_by_role("button", name="Check", exact=True))
    page.keyboard.press("Enter")


def pick_by_keyboard(page: Page, number: int, place: int) -> None:
    tab_to(page, question(page, number).get_by_role("radio").first)
    page.keyboard.press("Space")
    for _ in range(place):
        page.keyboard.press("ArrowDown")
    check_by_keyboard(page, number)


def type_by_keyboard(page: Page, number: int, text: str) -> None:
    tab_to(page, question(page, number).get_by_role("textbox"))
    page.keyboard.type(text)
    check_by_keyboard(page, number)


def select_by_keyboard(page: Page, number: int, places: list[int]) -> None:
    for n, place in enumerate(places):
        tab_to(page, question(page, number).get_by_role("combobox").nth(n))
        for _ in range(place + 1):
            page.keyboard.press("ArrowDown")
    check_by_keyboard(page, number)


def test_all_right_by_keyboard_only(quiz: Quiz, opened: Opener) -> None:
    page = opened(student_html(quiz))
    for number, place in [(1, 2), (2, 1), (3, 1), (4, 0)]:
        pick_by_keyboard(page, number, place)
    select_by_keyboard(page, 5, [1])
    type_by_keyboard(page, 6, "  “mr BRÁNDT”. ")
    select_by_keyboard(page, 7, [1, 0])
    tab_to(page, question(page, 8).get_by_role("button", name="Move B up"))
    page.keyboard.press("Enter")
    check_by_keyboard(page, 8)
    for number in range(1, 9):
        expect(verdict(page, number)).to_contain_text("Right · ")
    expect(verdict(page, 6)).to_have_text("Right · 2 of 2 points")
    expect(score(page)).to_have_text("8 of 8 questions checked · 9 of 9 points")
    expect(page.locator(".news")).to_contain_text("All questions are checked. 9 of 9 points")
    assert page.locator(".summary dd").all_inner_texts() == [
        "1 of 1 point",
        "1 of 1 point",
        "2 of 2 points",
        "1 of 1 point",
        "2 of 2 points",
        "1 of 1 point",
        "1 of 1 point",
    ]


def test_all_wrong_by_keyboard_only(quiz: Quiz, opened: Opener) -> None:
    page = opened(student_html(quiz))
    for number, place in [(1, 1), (2, 0), (3, 0), (4, 1)]:
        pick_by_keyboard(page, number, place)
    select_by_keyboard(page, 5, [0])
    type_by_keyboard(page, 6, "Ines Holm")
    tab_to(page, question(page, 6).get_by_role("button", name="My answer is different"))
    page.keyboard.press("Space")
    select_by_keyboard(page, 7, [2, 2])
    check_by_keyboard(page, 8)  # the order as it stands
    for number in range(1, 9):
        expect(verdict(page, number)).to_contain_text("Not right · 0 of ")
    expect(verdict(page, 6)).to_have_text("Not right · 0 of 2 points · by your own judgement")
    expect(score(page)).to_have_text("8 of 8 questions checked · 0 of 9 points")
    told = question(page, 1).locator(".result").inner_text()
    for part in ("C Two storms", "EXPLAINED-CHOICE", "Not B, D\nREFUTED", "“damaged by two storms"):
        assert part in told
    expect(question(page, 3)).to_contain_text("CORRECTED: it is to open in May 2022.")
    expect(question(page, 6)).to_contain_text("Mr Brandt")
    expect(question(page, 8)).to_contain_text("B StormsA Vote")


def test_nothing_of_the_key_is_shown_before_the_check(quiz: Quiz, opened: Opener) -> None:
    page = opened(student_html(quiz))
    shown = page.inner_text("body")
    for secret in ("EXPLAINED", "CORRECTED", "REFUTED", "Mr Brandt", "Not right"):
        assert secret not in shown
    assert page.get_by_role("button", name="Show in the article").count() == 0


def test_parts_of_an_answer_have_parts_of_its_points(quiz: Quiz, opened: Opener) -> None:
    row = replace(ITEMS[7], options=("1st", "2nd", "3rd", "4th"), key="A, B, C, D")
    pair = replace(ITEMS[8], premises=("one", "two", "three"), key="1-A, 2-B, 3-C", points=2)
    page = opened(student_html(replace(quiz, items=(row, pair))))
    for place, field in zip(("0", "0", "2"), page.get_by_role("combobox").all(), strict=True):
        field.select_option(place)
    check(page, 1)
    expect(verdict(page, 1)).to_have_text("Partly right · 1⅓ of 2 points")
    assert question(page, 1).locator(".note").all_inner_texts() == ["Right", "Not right", "Right"]
    page.get_by_role("button", name="Move A down").click()
    check(page, 2)
    expect(verdict(page, 2)).to_have_text("Partly right · ⅔ of 1 point")
    expect(score(page)).to_contain_text("2 of 3 points")


TYPED = {
    "Olav Brandt": "Right",
    " olav   BRANDT!": "Right",
    "the Olav Brandt": "Right",
    "‘Ólav’ «Brändt»": "Right",
    "Olav": "Compare",
    "the": "Compare",
    "?": "Compare",
}


def test_typed_answers_are_compared_but_never_called_wrong(quiz: Quiz, opened: Opener) -> None:
    items = tuple(replace(ITEMS[0], item_id=f"i{n}") for n in range(len(TYPED)))
    page = opened(student_html(replace(quiz, items=items)))
    for number, (typed, said) in enumerate(TYPED.items(), 1):
        question(page, number).get_by_role("textbox").fill(typed)
        check(page, number)
        expect(verdict(page, number)).to_contain_text(said)
        buttons = question(page, number).get_by_role("button", name="My answer means the same")
        assert buttons.count() == (said == "Compare")


def test_gap_without_a_bank_is_typed_into(quiz: Quiz, opened: Opener) -> None:
    page = opened(student_html(replace(quiz, items=(replace(ITEMS[1], options=()),))))
    field = question(page, 1).get_by_role("textbox", name="Gap")
    expect(field).to_have_accessible_description("The pier will cost Gap million crowns.")
    field.fill("4.2.")
    check(page, 1)
    expect(verdict(page, 1)).to_have_text("Right · 1 of 1 point")


TWO_GAPS = replace(
    ITEMS[1],
    question="It is to open in ____ and costs ____ million.",
    key="May 2022; 4.2",
    accept=("May 2022; 4.2", "2022; 4.2"),
    options=(),
    points=2,
)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("may 2022", "4.2"), "Right · 2 of 2 points"),
        (("2022", "4.2"), "Right · 2 of 2 points"),
        (("4.2", "2022"), "Compare your answer with this one"),
    ],
)
def test_several_gaps_are_right_if_each_has_its_own_word(
    quiz: Quiz, opened: Opener, typed: tuple[str, str], said: str
) -> None:
    page = opened(student_html(replace(quiz, items=(TWO_GAPS,))))
    for field, text in zip(question(page, 1).get_by_role("textbox").all(), typed, strict=True):
        field.fill(text)
    check(page, 1)
    expect(verdict(page, 1)).to_contain_text(said)
    if said.startswith("Compare"):
        page.get_by_role("button", name="My answer means the same").click()
        expect(verdict(page, 1)).to_have_text("Right · 2 of 2 points · by your own judgement")


def test_the_student_judges_an_answer_in_other_words(quiz: Quiz, opened: Opener) -> None:
    page = opened(student_html(quiz))
    question(page, 6).get_by_role("textbox").fill("the fisherman")
    check(page, 6)
    expect(score(page)).to_have_text("1 of 8 questions checked · 0 of 9 points")
    same = page.get_by_role("button", name="My answer means the same")
    different = page.get_by_role("button", name="My answer is different")
    same.click()
    expect(verdict(page, 6)).to_have_text("Right · 2 of 2 points · by your own judgement")
    expect(score(page)).to_contain_text("2 of 9 points")
    expect(same).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(verdict(page, 6)).to_have_text("Right · 2 of 2 points · by your own judgement")
    different.click()
    expect(verdict(page, 6)).to_contain_text("Not right · 0 of 2 points")
    expect(same).to_have_attribute("aria-pressed", "false")


def test_check_without_an_answer_asks_for_one(quiz: Quiz, opened: Opener) -> None:
    page = opened(student_html(quiz))
    for number in (1, 5, 6, 7):
        check(page, number)
        expect(verdict(page, number)).to_have_text("Give an answer first.")
    expect(score(page)).to_contain_text("0 of 8 questions checked")


def test_check_all_remaining(quiz: Quiz, opened: Opener) -> None:
    page = opened(student_html(quiz))
    question(page, 1).get_by_text("Two storms").click()
    check(page, 1)
    question(page, 6).get_by_role("textbox").fill("a fisherman")
    page.get_by_role("button", name="Check all remaining").click()
    expect(verdict(page, 1)).to_contain_text("Right")
    expect(verdict(page, 6)).to_have_text("Compare your answer with this one")
    for number in (2, 3, 4, 5, 7, 8):
        expect(verdict(page, number)).to_contain_text("No answer · 0 of")
    expect(page.locator(".end")).to_be_focused()
    expect(page.locator(".news")).to_contain_text("Answers you still have to judge yourself: 1")
    expect(page.get_by_role("button", name="Check all remaining")).to_be_hidden()


def test_checked_answers_are_locked(quiz: Quiz, opened: Opener) -> None:
    page = opened(student_html(quiz))
    page.get_by_role("button", name="Check all remaining").click()
    for field in page.locator("fieldset:not(.colours)").locator("input, select, button").all():
        expect(field).to_be_disabled()
    expect(question(page, 9).get_by_role("textbox")).to_be_enabled()


def test_evidence_is_shown_in_the_article_with_a_way_back(quiz: Quiz, opened: Opener) -> None:
    proofs = (*evidence("damaged by two storms"), *evidence("A pier that floats"))
    items = tuple(
        replace(item, evidence=proofs) if item.item_id == "choice" else item for item in quiz.items
    )
    page = opened(student_html(replace(quiz, items=items)))
    for number in (1, 2):
        question(page, number).get_by_role("radio").first.check()
        check(page, number)
    show = question(page, 1).get_by_role("button", name="Show in the article")
    show.click()
    marked = page.locator("[role=mark]")
    assert marked.all_inner_texts() == ["damaged by two storms", "A pier that floats"]
    expect(marked.first).to_be_focused()
    expect(marked.first).to_be_in_viewport()
    plain = page.locator(".paragraph p").first
    ground = "element => getComputedStyle(element).backgroundColor"
    assert marked.first.evaluate(ground) != plain.evaluate(ground)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Back to question 1")).to_be_focused()
    page.keyboard.press("Enter")
    expect(show).to_be_focused()
    expect(show).to_be_in_viewport()
    question(page, 2).get_by_role("button", name="Show in the article").click()
    assert "".join(marked.all_inner_texts()) == evidence(ITEMS[5].evidence[0].text)[0].text
    page.keyboard.press("Escape")
    expect(question(page, 2).get_by_role("button", name="Show in the article")).to_be_focused()
    assert page.get_by_role("button", name="Back to question").count() == 0


@pytest.mark.parametrize("width", [1280, 390])
def test_evidence_far_down_the_article_comes_into_view(
    quiz: Quiz, opened: Opener, width: int
) -> None:
    (source,) = quiz.articles
    filler = "Nothing happened in Port Elder on that day. " * 300
    text = f"{filler}\n\nThe end came late."
    long = replace(source, text=text, paragraphs=((0, len(filler)), (len(filler), len(text))))
    start = text.index("The end")
    proof = replace(ITEMS[4].evidence[0], start=start, end=len(text), text=text[start:])
    item = replace(ITEMS[4], evidence=(proof,))
    content = student_html(replace(quiz, items=(item,), articles=(long,)))
    page = opened(content, width=width, height=800)
    question(page, 1).get_by_role("radio").first.check()
    check(page, 1)
    page.get_by_role("button", name="Show in the article").click()
    expect(page.locator("[role=mark]")).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="Back to question 1").click()
    expect(page.get_by_role("button", name="Show in the article")).to_be_in_viewport()


def test_events_move_by_buttons_and_keep_the_focus(quiz: Quiz, opened: Opener) -> None:
    row = replace(ITEMS[7], options=("one", "two", "three"), key="C, A, B")
    page = opened(student_html(replace(quiz, items=(row,))))
    up = page.get_by_role("button", name="Move C up")
    news = question(page, 1).locator("fieldset [role=status]")
    expect(page.get_by_role("button", name="Move A up")).to_have_attribute("aria-disabled", "true")
    up.focus()
    for place in (2, 1):
        page.keyboard.press("Enter")
        expect(news).to_have_text(f"C is now number {place} of 3.")
        expect(up).to_be_focused()
    page.keyboard.press("Enter")  # at the top already
    expect(up).to_be_focused()
    assert page.locator(".events bdi").all_inner_texts() == ["three", "one", "two"]
    check(page, 1)
    expect(verdict(page, 1)).to_have_text("Right · 1 of 1 point")


def test_events_can_be_dragged_too(quiz: Quiz, opened: Opener) -> None:
    page = opened(student_html(replace(quiz, items=(ITEMS[7],))))
    lines = page.locator(".events li")
    lines.nth(1).drag_to(lines.nth(0), target_position={"x": 60, "y": 5})
    assert page.locator(".events bdi").all_inner_texts() == ["Storms", "Vote"]
    check(page, 1)
    expect(verdict(page, 1)).to_contain_text("Right")
    lines.nth(1).drag_to(lines.nth(0), target_position={"x": 60, "y": 5})
    assert page.locator(".events bdi").all_inner_texts() == ["Storms", "Vote"]


def fill_in(page: Page) -> None:
    """Answer all, some right, and check one."""
    page.get_by_label("What do piers do?").fill("They float.")
    page.get_by_label("council", exact=True).fill("people")
    for number in (1, 2, 3, 4):
        question(page, number).get_by_role("radio").first.check()
    question(page, 3).get_by_label("Paragraph").fill("2")
    question(page, 5).get_by_role("combobox").select_option("1")
    question(page, 6).get_by_role("textbox").fill("a <b>fisherman</b>")
    question(page, 7).get_by_role("combobox").first.select_option("2")
    page.get_by_role("button", name="Move B up").click()
    question(page, 9).get_by_role("textbox").fill("A wall.\nA pier.")


VALUES = """() => [...document.querySelectorAll("main [name]")].map(
    field => field.type === "radio" ? field.checked : field.value
).concat([...document.querySelectorAll(".events bdi")].map(line => line.textContent))"""


@pytest.mark.parametrize("layout", [Layout(), NO_ANSWERS])
def test_reload_keeps_everything(quiz: Quiz, opened: Opener, layout: Layout) -> None:
    page = opened(student_html(quiz, layout))
    fill_in(page)
    if layout.answers:
        check(page, 1)
        check(page, 6)
    kept = page.evaluate(VALUES)
    assert "a <b>fisherman</b>" in kept
    page.reload()
    assert page.evaluate(VALUES) == kept
    if layout.answers:
        expect(verdict(page, 1)).to_have_text("Not right · 0 of 1 point")
        expect(verdict(page, 6)).to_have_text("Compare your answer with this one")
        expect(score(page)).to_contain_text("2 of 8 questions checked")
        expect(question(page, 2).get_by_role("radio").first).to_be_enabled()


@pytest.mark.parametrize("layout", [Layout(), NO_ANSWERS])
def test_start_again_asks_once_and_clears(quiz: Quiz, opened: Opener, layout: Layout) -> None:
    page = opened(student_html(quiz, layout))
    empty = page.evaluate(VALUES)
    fill_in(page)
    if layout.answers:
        page.get_by_role("button", name="Check all remaining").click()
        page.get_by_role("button", name="Show in the article").first.click()
    full = page.evaluate(VALUES)
    again = page.get_by_role("button", name="Start again")
    again.click()
    page.get_by_role("button", name="Keep my answers").click()
    expect(again).to_be_focused()
    assert page.evaluate(VALUES) == full
    again.click()
    page.get_by_role("button", name="Yes, clear my answers").click()
    expect(page.locator("#questions")).to_be_focused()
    expect(page.locator(".news")).to_have_text("All answers are cleared.")
    for _ in range(2):
        assert page.evaluate(VALUES) == empty
        assert page.locator("[role=mark], .note, .result dl").count() == 0
        assert page.locator("fieldset:disabled").count() == 0
        page.reload()


def hostile_state(**changes: Any) -> str:
    state = {"format": 1, "values": {}, "orders": {}, "checked": [], "judged": {}} | changes
    return json.dumps(state)


DAMAGED = (
    "",
    "{",
    "null",
    "[]",
    '"text"',
    json.dumps({"format": 2, "values": {"q6": "x"}}),
    hostile_state(values=None, orders=7, checked={"1": True}, judged=[]),
    hostile_state(values={"q1": "9", "q5-1": "9", "q6": ["x"], "name": {"a": 1}}),
    hostile_state(values={"q1": 2, "q6": "w" * 30000, "__proto__": "x"}),
    hostile_state(orders={"8": [0, 0]}),
    hostile_state(orders={"8": [1, 0, 2], "1": [0]}),
    hostile_state(orders={"8": ["1", "0"]}),
    hostile_state(orders={"8": "10"}, checked=["99", None, "toString"]),
    hostile_state(judged={"1": True, "6": "yes", "x": True}),
    hostile_state(values={"word-9": "<img src=x onerror=alert(1)>"}),
)


def test_damaged_storage_does_no_harm(quiz: Quiz, opened: Opener) -> None:
    page = opened(student_html(quiz))
    for kept in DAMAGED:
        for place in (f"quizgen:{quiz_id(quiz)}", "quizgen:colours"):
            page.evaluate("([place, kept]) => localStorage.setItem(place, kept)", [place, kept])
        page.reload()
        expect(score(page), kept).to_have_text("0 of 8 questions checked · 0 of 9 points")
        assert set(page.evaluate(VALUES)) == {False, "", "Vote", "Storms"}, kept
        assert page.locator("html[data-theme]").count() == 0, kept
    question(page, 1).get_by_text("Two storms").click()
    check(page, 1)
    page.reload()
    expect(score(page)).to_have_text("1 of 8 questions checked · 1 of 9 points")


def test_text_that_was_kept_is_shown_as_text(quiz: Quiz, opened: Opener) -> None:
    page = opened(student_html(quiz))
    field = question(page, 6).get_by_role("textbox")
    field.fill("<img src=x onerror=alert(1)>")
    check(page, 6)
    page.reload()
    expect(field).to_have_value("<img src=x onerror=alert(1)>")
    assert page.locator("img").count() == 0


@pytest.mark.parametrize(
    "fault",
    [
        "get() { throw new DOMException('denied', 'SecurityError'); }",
        "value: { getItem() { throw 1; }, setItem() { throw 1; } }",
        "value: null",
    ],
)
def test_page_works_where_storage_is_refused(quiz: Quiz, opened: Opener, fault: str) -> None:
    page = opened(
        student_html(quiz),
        before=f"Object.defineProperty(window, 'localStorage', {{ {fault} }});",
    )
    question(page, 1).get_by_text("Two storms").click()
    check(page, 1)
    expect(verdict(page, 1)).to_contain_text("Right")
    page.get_by_label("Dark").check()
    page.get_by_role("button", name="Start again").click()
    page.get_by_role("button", name="Yes, clear my answers").click()
    expect(score(page)).to_contain_text("0 of 8")


def test_two_quizzes_keep_their_answers_apart(quiz: Quiz, opened: Opener) -> None:
    page = opened(student_html(quiz))
    fill_in(page)
    other = Path(page.url.removeprefix("file://"))
    other.write_text(student_html(replace(quiz, title="Another")), encoding="utf-8")
    page.reload()
    assert set(page.evaluate(VALUES)) == {False, "", "Vote", "Storms"}


def test_theme_is_chosen_and_remembered(quiz: Quiz, opened: Opener) -> None:
    page = opened(student_html(quiz))
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.get_by_label("Dark").check()
    dark = page.evaluate(ground)
    assert dark != light
    page.reload()
    assert page.evaluate(ground) == dark
    expect(page.get_by_label("Dark")).to_be_checked()
    page.get_by_label("As the device").check()
    assert page.evaluate(ground) == light
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(ground) == dark
    page.get_by_label("Light", exact=True).check()
    assert page.evaluate(ground) == light


def test_nothing_moves_where_motion_is_not_wanted(quiz: Quiz, opened: Opener) -> None:
    page = opened(student_html(quiz))
    spans = "[...document.querySelectorAll('*')].map(e => getComputedStyle(e).transitionDuration)"
    assert set(page.evaluate(spans)) == {"0s"}
    page.emulate_media(reduced_motion="no-preference")
    assert set(page.evaluate(spans)) == {"0s", "0.12s, 0.12s"}


def test_skip_links_come_first(quiz: Quiz, opened: Opener) -> None:
    page = opened(student_html(quiz))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Go to the article")).to_be_in_viewport()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#questions")).to_be_focused()


def test_page_without_script_can_be_read(quiz: Quiz, opened: Opener) -> None:
    page = opened(student_html(quiz), script=False)
    shown = page.inner_text("body")
    for part in (
        "The council of Port Elder voted",
        "What damaged the old pier?",
        "Two storms",
        "chairs the council",
        "Circle the letter of the right answer.",
        "Write the letters in the boxes",
        "A wall or a pier?",
    ):
        assert part in shown
    assert page.get_by_role("button").count() == 0
    assert not any(label in shown for label in BUTTONS)


def printed(page: Page, folder: Path) -> str:
    file = folder / "page.pdf"
    page.pdf(path=file, prefer_css_page_size=True)
    command = [program("pdftotext"), "-layout", str(file), "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("layout", [Layout(), NO_ANSWERS])
def test_page_is_printed_as_a_worksheet(
    quiz: Quiz, opened: Opener, tmp_path: Path, layout: Layout, script: bool
) -> None:
    page = opened(student_html(quiz, layout), script=script)
    text = printed(page, tmp_path)
    for part in (
        "Name",
        "Score /9",
        "Before you read",
        "The council of Port Elder voted on Tuesday",
        "Circle the letter of the right answer.",
        "1 What damaged the old pier?",
        "B A fire",
        "True",
        "The pier will cost",
        "1987",
        "chairs the council",
        "Write the letters in the boxes",
        "earliest",
        "A wall or a pier?",
    ):
        assert part in text
    for secret in (*BUTTONS, "EXPLAINED", "CORRECTED", "REFUTED", "Mr Brandt", "questions checked"):
        assert secret not in text


def test_answers_are_printed_and_their_marks_are_not(
    quiz: Quiz, opened: Opener, tmp_path: Path
) -> None:
    page = opened(student_html(quiz))
    page.emulate_media(color_scheme="dark")
    fill_in(page)
    page.get_by_role("button", name="Check all remaining").click()
    text = printed(page, tmp_path)
    for part in ("They float.", "people", "cost 4.2", "a <b>fisherman</b>", "A wall. A pier."):
        assert part in text
    assert "EXPLAINED" not in text
    page.emulate_media(media="print")
    colours = page.evaluate(
        "[...document.querySelectorAll('body, body *')].filter(e => e.checkVisibility())"
        ".map(e => getComputedStyle(e).color)"
    )
    assert set(colours) <= {"rgb(0, 0, 0)", "rgb(51, 51, 51)"}  # black, and grey for captions


def test_questions_are_not_broken_across_pages(quiz: Quiz, opened: Opener, tmp_path: Path) -> None:
    options = ("first option", "second one", "third one", "fourth and last")
    items = tuple(
        replace(ITEMS[4], item_id=f"i{n}", question=f"Question {n}-?", options=options, key="x")
        for n in range(30)
    )
    page = opened(student_html(replace(quiz, items=items)))
    file = tmp_path / "page.pdf"
    page.pdf(path=file)
    command = [program("pdftotext"), str(file), "-"]
    pages = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\f")
    counts = [(text.count("-?"), text.count("first option"), text.count("last")) for text in pages]
    assert sum(n for n, _, _ in counts) == 30
    assert all(a == b == c for a, b, c in counts)


@pytest.fixture(scope="module")
def axe() -> str:
    return (resources.files("axe_playwright_python") / "axe.min.js").read_text("utf-8")


def complaints_of(page: Page, axe: str) -> list[tuple[str, str, str]]:
    """Let axe look at a page in light, and at its contrasts in dark too."""
    page.evaluate(axe)
    rules = []
    for theme, options in (("light", {}), ("dark", {"runOnly": ["color-contrast"]})):
        page.emulate_media(color_scheme=theme)
        found = page.evaluate("options => axe.run(options)", options)
        assert [rule["id"] for rule in found["passes"] if rule["id"] == "color-contrast"]
        rules += [("violation", rule) for rule in found["violations"]]
        rules += [("incomplete", r) for r in found["incomplete"] if r["id"] == "color-contrast"]
    return [(kind, rule["id"], str(n["target"])) for kind, rule in rules for n in rule["nodes"]]


@pytest.mark.parametrize("kind", ["student", "no answers", "key", "hostile"])
def test_axe_has_no_complaint(quiz: Quiz, opened: Opener, axe: str, kind: str) -> None:
    content = {
        "student": student_html(quiz),
        "no answers": student_html(quiz, replace(NO_ANSWERS, glossary="given")),
        "key": key_html(quiz, versions=(replace(quiz, label="A"), quiz)),
        "hostile": student_html(hostile_quiz(HOSTILE[1])),
    }[kind]
    page = opened(content)
    assert complaints_of(page, axe) == []
    if kind == "student":
        fill_in(page)
        check(page, 5)
        page.get_by_role("button", name="Check all remaining").click()
        page.get_by_role("button", name="Show in the article").first.click()
        assert complaints_of(page, axe) == []


SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


NARROW = {"width": 320, "height": 256}  # 1280 by 1024 at 400 %


def full_of(text: str) -> Quiz:
    quiz = hostile_quiz(text)
    proofs = {"distractors": dict.fromkeys((f"{text}{i}" for i in range(4)), text)}
    items = tuple(replace(item, proof=proofs) for item in quiz.items)
    words = (GlossaryWord(text, text), GlossaryWord(text))
    return replace(quiz, items=items, glossary=words, before_reading=text, label=text)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_narrow_screen_has_no_sideways_scrolling(opened: Opener, text: str) -> None:
    page = opened(student_html(full_of(text), Layout(glossary="given")), **NARROW)
    assert page.evaluate(SIDEWAYS) == 0
    page.get_by_role("button", name="Check all remaining").click()
    assert page.evaluate(SIDEWAYS) == 0
    page.set_viewport_size({"width": 1280, "height": 900})
    assert page.evaluate(SIDEWAYS) == 0


@pytest.mark.parametrize("text", ["w" * 300, "[a link](https://example.org/) | a | b |"])
def test_narrow_key_has_no_sideways_scrolling(opened: Opener, text: str) -> None:
    quiz = full_of(text)
    page = opened(key_html(quiz, versions=(quiz, quiz, quiz)), **NARROW)
    assert page.evaluate(SIDEWAYS) == 0


@pytest.mark.parametrize("width", [320, 1280])
def test_targets_are_big_enough_for_a_finger(quiz: Quiz, opened: Opener, width: int) -> None:
    page = opened(student_html(quiz), width=width)
    question(page, 1).get_by_role("radio").first.check()
    check(page, 1)
    question(page, 6).get_by_role("textbox").fill("x")
    check(page, 6)
    page.get_by_role("button", name="Show in the article").first.click()
    page.get_by_role("button", name="Start again").click()
    sizes = page.evaluate(
        """[...document.querySelectorAll("button, .choice, .colours label, select, input")]
        .filter(e => e.type !== "radio" && e.checkVisibility())
        .map(e => [e.textContent || e.name, e.offsetWidth, e.offsetHeight])"""
    )
    assert len(sizes) > 25
    assert [size for size in sizes if min(size[1:]) < 44] == []


def test_article_stays_in_view_beside_the_questions(quiz: Quiz, opened: Opener) -> None:
    page = opened(student_html(quiz))
    page.locator(".end").scroll_into_view_if_needed()
    expect(page.locator(".paragraph").first).to_be_in_viewport()
    expect(score(page)).to_be_in_viewport()
    page.set_viewport_size({"width": 390, "height": 800})
    page.locator(".end").scroll_into_view_if_needed()
    expect(page.locator(".paragraph").first).not_to_be_in_viewport()


def test_text_from_right_to_left_leaves_its_surroundings_alone(quiz: Quiz, opened: Opener) -> None:
    words = "מי בנה את הרציף?"
    item = replace(ITEMS[4], question=words, options=(words, "Two storms"), key="Two storms")
    page = opened(student_html(replace(quiz, items=(item,))))
    way = "element => getComputedStyle(element).direction"
    assert question(page, 1).locator(".words-of-question").evaluate(way) == "rtl"
    for selector in ("legend", ".choice", ".checking"):
        assert question(page, 1).locator(selector).first.evaluate(way) == "ltr"
    number = question(page, 1).locator(".number").bounding_box()
    text = question(page, 1).locator(".words-of-question").bounding_box()
    assert number
    assert text
    assert number["x"] < text["x"]
