from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from quizgen.quiz import Evidence, GlossaryWord, Item, Quiz, QuizArticle
from quizgen.render import html, keysheet, sheet
from quizgen.render.html import key_html, student_html
from quizgen.render.labels import Labels, load_labels
from quizgen.render.layout import DEFAULT_LAYOUT, Layout
from quizgen.render.sheet import clean
from quizgen.render.web.answers import evidence_pieces
from tests.render_samples import (
    HOSTILE,
    ITEMS,
    article,
    evidence,
    hostile_quiz,
    pretend_language,
    sample_quiz,
)

NO_ANSWERS = Layout(answers=False)
VOID = {"meta", "input"}
# All that is in the quiz for its markers only.
SECRETS = ("EXPLAINED", "CORRECTED", "Mr Brandt", "REFUTED", "1-B", "B, A", "“damaged by two")


class Tree(HTMLParser):
    """A page as a browser reads it: its elements in order, and their text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[int, str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((len(self.open), tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((self.open[-1] if self.open else "", data))

    def shape(self) -> list[tuple[int, str, list[str]]]:
        return [(depth, tag, sorted(attrs)) for depth, tag, attrs in self.elements]

    def text_of(self, tag: str) -> str:
        return "".join(text for parent, text in self.texts if parent == tag)

    def shown(self) -> str:
        hidden = {"style", "script", "title"}
        return "".join(text for parent, text in self.texts if parent not in hidden)

    def having(self, name: str) -> list[dict[str, str | None]]:
        return [attrs for _, _, attrs in self.elements if name in attrs]

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for _, name, attrs in self.elements if name == tag]


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="quiz-data">(.*?)</script>', page)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


@pytest.fixture
def full(quiz: Quiz) -> Quiz:
    """The sample with everything a page can show."""
    choice = replace(ITEMS[4], proof={"distractors": {"A fire": "REFUTED", "The tide": "REFUTED"}})
    return replace(
        quiz,
        label="B",
        before_reading="What do piers do?",
        glossary=(
            GlossaryWord("council", "a body that MEANS", "a1", 25, 32),
            GlossaryWord("crowns"),
        ),
        items=(*ITEMS[:4], choice, *ITEMS[5:]),
    )


def test_student_page_has_everything_in_the_order_of_the_sheet(full: Quiz) -> None:
    shown = re.sub(r"\s+", " ", Tree(student_html(full)).shown())
    parts = (
        "Pier quiz",
        "Version B",
        "Before you read",
        "What do piers do?",
        "A floating pier",
        "The Elder Gazette · 30 September 2020 · 420 words",
        "The council of Port Elder",
        "By Ines Holm · https://example.org/pier",
        "Words to know",
        "council ¶1",
        "crowns",
        "Questions",
        "Multiple choice",
        "1 point",
        "Circle the letter of the right answer.",
        "What damaged the old pier?",
        "A A ferry",
        "Who said it?",
        "True or false?",
        "Fill the gaps",
        "million crowns.",
        "Short answers",
        "2 points",
        "Match",
        "chairs the council",
        "Put in order",
        "Think and discuss",
        "A wall or a pier?",
        "student sheet",
    )
    at = 0
    for part in parts:
        at = shown.index(part, at)


def test_page_without_answers_is_the_same_whatever_the_key(full: Quiz) -> None:
    """So nothing of the key can be in it, not even in the order of its parts."""
    other = tuple(
        replace(
            item,
            key={"True": "False", "False": "True"}.get(item.key, "OTHER"),
            accept=("OTHER",),
            correction="OTHER",
            explanation="OTHER",
            evidence=evidence("Olav Brandt"),
            proof={},
        )
        for item in full.items
    )
    changed = replace(full, items=other)
    pages = [
        student_html(quiz, NO_ANSWERS).replace(sheet.quiz_id(quiz), "ID")
        for quiz in (full, changed)
    ]
    assert pages[0] == pages[1]


def test_page_without_answers_has_no_string_of_the_key(full: Quiz) -> None:
    with_key, without = student_html(full), student_html(full, NO_ANSWERS)
    for secret in SECRETS:
        assert secret in with_key
        assert secret not in without
    assert "OPEN-KEY" not in with_key + without
    assert Tree(with_key).having("data-evidence")
    assert not Tree(without).having("data-evidence")
    assert sorted(data_of(without)) == ["labels", "quiz"]
    assert not set(data_of(without)["labels"]) & set(html.CHECKING_LABELS)


def test_key_page_has_answers_and_proofs(full: Quiz) -> None:
    versions = (replace(full, label="A"), full)
    page = key_html(full, versions=versions)
    shown = re.sub(r"\s+", " ", Tree(page).shown())
    for part in (
        "Teacher key",
        "9 points in all",
        "1 C2 B3 False4 True5 4.26 Olav Brandt",
        "Also rightMr Brandt",
        "CorrectedCORRECTED: it is to open in May 2022.",
        "Paragraph 2 “is to open in May 2022”",
        "WhyEXPLAINED-CHOICE",
        "Not B, DREFUTED",
        "1 – B Marta",
        "1/2 point for each line",
        "council ¶1a body that MEANS",
        "From a dictionary",
        "All versions",
    ):
        assert part in shown
    heads = Tree(page).named("th")
    assert [head["scope"] for head in heads[:3]] == ["col", "col", "row"]
    assert not Tree(page).named("script")


def pages_of(quiz: Quiz) -> list[str]:
    return [
        student_html(quiz),
        student_html(quiz, NO_ANSWERS),
        student_html(quiz, Layout(large_print=True, glossary="given")),
        key_html(quiz, versions=(quiz, quiz)),
    ]


def loaded(quiz: Quiz, text: str) -> Quiz:
    """A hostile quiz that says ``text`` also where the common one has nothing."""
    # Letters in the key of what is to be arranged are looked up, and may be none there.
    items = tuple(
        replace(
            item,
            key=sample.key if item.type in {"matching", "ordering"} else item.key,
            proof={"distractors": dict.fromkeys(item.options, text)},
        )
        for item, sample in zip(quiz.items, ITEMS, strict=True)
    )
    words = (GlossaryWord(text, text), GlossaryWord(text, text))
    return replace(quiz, items=items, glossary=words, before_reading=text, label=text)


@cache
def tame_shapes() -> list[Any]:
    return [Tree(page).shape() for page in pages_of(loaded(hostile_quiz("tame"), "tame"))]


@given(text=st.one_of(st.text(min_size=1, max_size=40), st.sampled_from(HOSTILE)))
@settings(max_examples=60, deadline=None)
def test_hostile_text_makes_no_element_and_no_attribute(text: str) -> None:
    assume(clean(text) and "____" not in clean(text))
    pages = pages_of(loaded(hostile_quiz(text), text))
    for expected, page in zip(tame_shapes(), pages, strict=True):
        tree = Tree(page)
        assert tree.shape() == expected
        assert clean(text) in tree.shown()


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_script_gets_hostile_text_as_data(text: str) -> None:
    page = student_html(loaded(hostile_quiz(text), text))
    for answer in data_of(page)["key"].values():
        assert answer["accepted"] == [clean(text), clean(f"{text}!")]
    block = page[page.index('id="quiz-data">') :].split("</script>")[0]
    assert not set("<&\u2028\u2029") & set(block.partition(">")[2])


@pytest.mark.parametrize("n", range(4))
def test_policy_allows_the_style_and_script_of_the_page_only(full: Quiz, n: int) -> None:
    page = pages_of(full)[n]
    (policy,) = (attrs["content"] for attrs in Tree(page).named("meta") if "http-equiv" in attrs)
    rules = dict(rule.split(" ", 1) for rule in str(policy).split("; "))
    expected = {
        "default-src": "'none'",
        "font-src": "data:",
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    for name in ("style", "script"):
        contents = re.findall(rf"<{name}>(.*?)</{name}>", page, re.DOTALL)
        if contents:
            digest = hashlib.sha256(contents[0].encode()).digest()
            expected[f"{name}-src"] = f"'sha256-{base64.b64encode(digest).decode()}'"
    assert rules == expected
    assert ("script-src" in rules) is (n < 3)


def test_page_points_at_nothing_outside_itself(full: Quiz) -> None:
    for page in pages_of(full):
        links = [attrs["href"] for attrs in Tree(page).having("href")]
        assert all(str(link).startswith("#") for link in links)
        assert not Tree(page).having("src")
        assert not Tree(page).having("style")
        style = Tree(page).text_of("style")
        assert set(re.findall(r"url\((.{22})", style)) == {"data:font/woff2;base64,"[:22]}
        assert "@import" not in style


def test_links_of_the_page_have_their_ends(quiz: Quiz) -> None:
    several = replace(quiz, articles=(article("a0", None), *quiz.articles))
    tree = Tree(student_html(several))
    ids = [attrs["id"] for attrs in tree.having("id")]
    assert len(ids) == len(set(ids))
    ends = {str(attrs["href"])[1:] for attrs in tree.having("href")}
    assert {"article", "questions", "article-1", "article-2"} <= ends <= set(ids)
    for name in ("aria-labelledby", "aria-describedby", "for"):
        assert {attrs[name] for attrs in tree.having(name)} <= set(ids)


def test_same_quiz_same_page(full: Quiz) -> None:
    assert pages_of(full) == pages_of(replace(full))


def test_page_tells_its_language_and_the_size_of_its_print(full: Quiz) -> None:
    (normal,) = Tree(student_html(full)).named("html")
    (large,) = Tree(key_html(full, Layout(large_print=True))).named("html")
    assert (normal, large) == ({"lang": "en-GB"}, {"lang": "en-GB", "class": "large"})
    assert Tree(student_html(full)).text_of("title") == "Pier quiz – Version B"
    assert Tree(key_html(full)).text_of("title") == "Pier quiz – Version B – Teacher key"


@pytest.mark.parametrize(
    ("style", "heading", "meaning", "fields"),
    [("blank", True, False, 2), ("given", True, True, 1), ("none", False, False, 0)],
)
def test_glossary_has_meanings_or_room_for_them(
    full: Quiz, style: Any, heading: bool, meaning: bool, fields: int
) -> None:
    page = student_html(full, Layout(glossary=style))
    assert ("Words to know" in Tree(page).shown()) is heading
    assert ("a body that MEANS" in page) is meaning
    names = [str(attrs.get("name")) for attrs in Tree(page).named("input")]
    assert sum(name.startswith("word-") for name in names) == fields


def test_every_question_is_a_group_with_a_name_and_every_field_has_one(full: Quiz) -> None:
    tree = Tree(student_html(full))
    assert len(tree.named("fieldset")) == len(tree.named("legend")) == len(full.items)
    labelled = {attrs.get("for") for attrs in tree.named("label")}
    path: list[str] = []
    for depth, tag, attrs in tree.elements:
        path[depth:] = [tag]
        if tag in {"input", "select", "textarea"}:
            named = attrs.keys() & {"aria-label", "aria-labelledby"}
            assert named or attrs.get("id") in labelled or "label" in path


@pytest.mark.parametrize(
    ("item_id", "right", "each"),
    [
        ("choice", [2], [1, 1]),
        ("voice", [1], [1, 1]),
        ("false", [1], [1, 1]),
        ("true", [0], [1, 1]),
        ("gap", [1], [1, 1]),
        ("open", [], [2, 1]),
        ("pair", [1, 0], [1, 2]),
        ("row", [1, 0], [1, 1]),
    ],
)
def test_script_is_told_what_is_right_and_what_it_is_worth(
    quiz: Quiz, item_id: str, right: list[int], each: list[int]
) -> None:
    (item,) = (item for item in quiz.items if item.item_id == item_id)
    key = data_of(student_html(replace(quiz, items=(item,))))["key"]["1"]
    assert (key["right"], key["each"]) == (right, each)


@pytest.mark.parametrize("key", ["", "Z", "9-Z, x", "1-C, 1-A", "A, A, A"])
@pytest.mark.parametrize("item_id", ["pair", "row", "choice", "gap", "true"])
def test_key_that_names_no_choice_makes_none_right(quiz: Quiz, item_id: str, key: str) -> None:
    (item,) = (item for item in quiz.items if item.item_id == item_id)
    wrong = replace(quiz, items=(replace(item, key=key, accept=(key,)),))
    right = data_of(student_html(wrong))["key"]["1"]["right"]
    assert all(-1 <= place < max(len(item.options), 2) for place in right)
    assert key_html(wrong)


def test_evidence_is_cut_where_it_overlaps(quiz: Quiz) -> None:
    spans = [(3, evidence("by two storms in the winter")), (7, evidence("damaged by two storms"))]
    item = ITEMS[4]
    items = tuple(
        replace(item, item_id=f"i{n}", evidence=dict(spans).get(n, ())) for n in range(1, 9)
    )
    page = student_html(replace(quiz, items=items))
    pieces = re.findall(r'<span data-evidence="([\d ]+)">([^<]+)</span>', page)
    assert pieces == [
        ("7", "damaged "),
        ("3 7", "by two storms"),
        ("3", " in the winter"),
    ]


@given(
    text=st.text(st.sampled_from("ab \t\n\x07\u2028é"), max_size=30),
    spans=st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=4),
    start=st.integers(0, 10),
)
@settings(deadline=None)
def test_pieces_of_a_paragraph_join_to_the_paragraph(
    text: str, spans: list[tuple[int, int]], start: int
) -> None:
    paragraph = (min(start, len(text)), len(text))
    source = QuizArticle("a1", text, (paragraph,))
    proofs = tuple(Evidence("a1", "s", a, b, text[a:b]) for a, b in map(sorted, spans))
    items = tuple(
        Item(f"i{n}", "short_answer", "infer", "?", "x", evidence=(proof,))
        for n, proof in enumerate(proofs)
    )
    shown = clean(text[slice(*paragraph)])
    pieces = evidence_pieces(Quiz("", 1, items, (source,)), source, paragraph, shown)
    assert "".join(piece for piece, _ in pieces) == shown
    for number, proof in enumerate(proofs, 1):
        marked = "".join(piece for piece, numbers in pieces if number in numbers)
        inside = text[max(proof.start, paragraph[0]) : max(proof.end, paragraph[0])]
        assert marked.strip() == clean(inside)


def test_evidence_of_another_article_or_outside_the_paragraphs_is_not_marked(quiz: Quiz) -> None:
    (proof,) = evidence("Port Elder, Tuesday")
    for other in (proof, replace(proof, article_id="a9")):
        item = replace(ITEMS[4], evidence=(other,))
        assert not Tree(student_html(replace(quiz, items=(item,)))).having("data-evidence")


def test_question_with_several_gaps_has_a_field_for_each(quiz: Quiz) -> None:
    item = replace(ITEMS[1], question="From ____ to ________ and ____.")
    fields = Tree(student_html(replace(quiz, items=(item,)))).named("input")
    names = [str(attrs["name"]) for attrs in fields]
    assert [name for name in names if name.startswith("q1")] == ["q1-1", "q1-2", "q1-3"]


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "matching", "premises": ("one", "two")},
        {"type": "matching", "options": ("one", "two")},
        {"type": "ordering"},
        {"type": "ordering", "options": ("one",)},
        {"type": "multiple_choice"},
        {"type": "cloze"},
        {"type": "cloze", "question": "____", "options": ("one", "two")},
        {"type": "who_said", "points": 0},
        {"type": "discussion", "options": ("one", "two")},
    ],
)
def test_unusual_items_still_have_a_place_for_an_answer(quiz: Quiz, changes: Any) -> None:
    item = replace(Item("i", "short_answer", "infer", "Why?", "one"), **changes)
    tree = Tree(student_html(replace(quiz, items=(item,), glossary=())))
    names = [str(attrs.get("name", "")) for _, _, attrs in tree.elements]
    answered = any(name.startswith("q1") for name in names) or tree.having("data-place")
    assert answered


def test_empty_quiz() -> None:
    quiz = Quiz("", 1, (), ())
    assert "Reading quiz" in Tree(student_html(quiz)).shown()
    assert "Teacher key" in Tree(key_html(quiz)).shown()


def made_up(_language: str = "") -> Labels:
    """Labels of a language without letters."""

    def without_letters(entry: Any) -> Any:
        if isinstance(entry, str):
            return re.sub(r"(\{\w+\})|[^\W\d_]", r"\1", entry) + "¤"
        if isinstance(entry, list):
            return [without_letters(e) for e in entry]
        return {name: without_letters(e) for name, e in entry.items()}

    english = load_labels()
    return Labels("xx", {name: without_letters(entry) for name, entry in english.entries.items()})


def test_page_has_no_words_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (sheet, keysheet, html):
        monkeypatch.setattr(module, "load_labels", made_up)
    quiz = loaded(hostile_quiz("¿"), "¿")
    for page in pages_of(quiz):
        tree = Tree(page)
        heard = [attrs[name] for name in ("aria-label", "title") for attrs in tree.having(name)]
        shown = [text for parent, text in tree.texts if parent not in {"style", "script"}]
        words = " ".join([*shown, *map(str, heard)])
        named = words.replace(sheet.quiz_id(quiz), "").replace("quizgen", "")
        # What is left are the letters of choices.
        assert re.findall(r"[^\W\d_]{2,}", named) == []
    labels = data_of(student_html(quiz))["labels"]
    assert all("¤" in label for label in labels.values())


def test_default_layout_has_answers() -> None:
    assert "key" in data_of(student_html(sample_quiz(), DEFAULT_LAYOUT))


def test_true_and_false_keep_their_sense_in_another_language(
    quiz: Quiz, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = tuple(item for item in quiz.items if item.type == "true_false")
    assert [item.key for item in items] == ["False", "True"]
    layout = pretend_language(monkeypatch)
    key = key_html(replace(quiz, items=items), layout)
    strip = re.findall(r"<bdi>⟦(True|False)⟧</bdi></li>", key)
    answers = re.findall(r'class="the-answer"><bdi>⟦(True|False)⟧</bdi>', key)
    assert strip == answers == ["False", "True"]
    page = student_html(replace(quiz, items=items), layout)
    assert re.findall(r'"answer":"⟦(True|False)⟧"', page) == ["False", "True"]
