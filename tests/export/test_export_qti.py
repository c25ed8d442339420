"""QTI 2.1 and 3.0, played by a program that schools use: qti-components, in Chromium."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice, pairwise, permutations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from export_samples import HOSTILE, export, export_quiz, hostile_quiz, texts
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from quizgen.export.question import Job, Question
from quizgen.quiz import Quiz
from tests.consumers import chromium, node_package, run_node

OTHER_PLAYER = (Path(__file__).parent / "qti3_player.js").read_text(encoding="utf-8")
PLAYER = (Path(__file__).parent / "qti_player.js").read_text(encoding="utf-8")
SITE = "http://quiz.test"
FORMATS = ("qti21", "qti3")
# One of each way to ask, of the hostile quizzes: playing an item takes a twentieth of a second.
KINDS = ("choice", "false", "gap-bank", "open-name", "open-reason", "pair", "row")


def files_of(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


def item_files(job: Job, files: dict[str, str]) -> list[str]:
    return [files[f"items/{job.identifier(q.item_id)}.xml"] for q in job.questions]


def shown(text: str) -> str:
    """A text as a browser shows it, spaces and all that it collapses."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip(" ")


@dataclass(frozen=True)
class Try:
    """An answer to give, by identifiers, and what it is worth."""

    answer: dict[str, Any]
    worth: Fraction


def tries(question: Question, orders: int) -> list[Try]:
    """Answers to a question, right, partly right and wrong, and none."""
    each, points = question.rule.each, Fraction(question.points)
    letters = "ABCDEFGH"
    none = Try({}, Fraction(0))
    names = ["RESPONSE"]
    if len(question.answers) > 1:
        names = [f"RESPONSE_{n}" for n in range(1, len(question.answers) + 1)]
    match question.kind:
        case "choice" | "true_false":
            ids = ["true", "false"] if question.kind == "true_false" else letters
            return [none] + [
                Try({"RESPONSE": name}, points if choice.right else Fraction(0))
                for name, choice in zip(ids, question.choices, strict=False)
            ]
        case "gaps" | "typed":
            bank = [choice.text for choice in question.choices]
            rows = [
                [letters[bank.index(word)] for word in words if word in bank] if bank else words
                for words in question.answers
            ]
            wrong = "H" if bank else "no such answer"
            given = [
                Try({name: word, **{o: wrong for o in names if o != name}}, points / len(names))
                for name, words in zip(names, rows, strict=True)
                for word in words
            ]
            loud = [
                Try({names[0]: word.upper()}, points / len(names))
                for word in rows[0]
                if word.upper().lower() == word.lower() and not bank
            ]
            best = Try({name: row[0] for name, row in zip(names, rows, strict=True)}, points)
            return [none, *given, *loud, best, Try(dict.fromkeys(names, wrong), Fraction(0))]
        case "matching":
            right = [f"P{n} {letters[at]}" for n, at in enumerate(question.right, 1)]
            n = len(question.options)
            wrong_ = [f"P{i} {letters[(at + 1) % n]}" for i, at in enumerate(question.right, 1)]
            return [none] + [
                Try({"RESPONSE": right[:k] + wrong_[k:]}, each * k) for k in range(len(right) + 1)
            ]
        case "ordering":
            rank = {letters[at]: n for n, at in enumerate(question.right)}
            right_way = sorted(rank, key=rank.__getitem__)
            ways = [list(way) for way in islice(permutations(right_way), orders)]
            return [
                Try(
                    {"RESPONSE": way},
                    each * sum(rank[a] < rank[b] for a, b in pairwise(way)),
                )
                for way in ways
            ]
        case "essay":
            return [none, Try({"RESPONSE": "My view."}, Fraction(0))]


class Player:
    """A page for a program that plays items, which gets the package's own texts and no more."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.files: dict[str, str] = {}
        self.complaints: list[str] = []
        page.on("dialog", lambda dialog: self.complaints.append(f"dialog {dialog.message}"))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.route("**/*", self.serve)
        page.goto(f"{SITE}/")

    def serve(self, route: Any) -> None:
        path = route.request.url.removeprefix(f"{SITE}/")
        if path == "":
            route.fulfill(content_type="text/html", body="<!DOCTYPE html><body></body>")
        elif path in self.files:
            route.fulfill(content_type="text/xml", body=self.files[path])
        elif path != "favicon.ico":
            self.complaints.append(f"asks for {route.request.url}")
            route.abort()

    def play(
        self, items: Sequence[tuple[str, list[Try]]], files: dict[str, str], patient: bool
    ) -> list[Any]:
        """Return what is shown of each item, and what each answer scores."""
        self.files = files
        given_ = [[xml, [t.answer for t in tried]] for xml, tried in items]
        played: list[Any] = self.page.evaluate(PLAYER, [given_, patient])
        assert self.complaints == []
        return played


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def player(browser: Browser) -> Player:
    player = Player(browser.new_page())
    script = node_package("@citolab/qti-components") / "cdn" / "index.global.js"
    player.page.add_script_tag(path=str(script))
    return player


def check(question: Question, played: Any, tried: list[Try]) -> None:
    """What is played is the question, its answers score what they are worth."""
    place = question.item_id
    expected = question.stem() + ("____" if question.kind == "typed" else "")
    assert shown(played["text"]) == shown(expected), place
    choices = {name: shown(text) for name, text in played["choices"]}
    if question.choices:
        gaps = len(question.answers) if question.kind == "gaps" else 1
        assert len(played["choices"]) == len(question.choices) * gaps, place
        assert sorted(choices.values()) == sorted(shown(c.text) for c in question.choices), place
    if question.kind == "ordering":
        assert sorted(choices.values()) == sorted(map(shown, question.options)), place
    sets = [[shown(text) for _, text in half] for half in played["sets"]]
    assert sets == [
        [*map(shown, half)]
        for half in (question.premises, question.options)
        if question.kind == "matching"
    ], place
    # The player shows three decimals.
    assert [s["score"] for s in played["scores"]] == [
        pytest.approx(float(t.worth), abs=5e-4) for t in tried
    ], place
    assert max([s["score"] for s in played["scores"]]) == (
        0 if question.kind == "essay" else question.points
    ), place
    assert played["maximum"] == question.points, place
    assert played["hidden"], place
    told = {name: [*map(shown, lines)] for name, lines, _ in played["feedback"]}
    if question.notes:
        assert told["general_fb"] == [
            shown(f"{note.label}: {note.text}") for note in question.notes
        ]
    reasons = [shown(c.reason) for c in question.choices if c.reason and question.kind == "choice"]
    assert [lines for name, lines in told.items() if name != "general_fb"] == [[r] for r in reasons]
    assert not {"script", "img", "b", "title"} & set(played["elements"]), place


def check_all(
    player: Player, jobs: Sequence[tuple[Job, list[str], dict[str, str]]], *, orders: int = 2
) -> list[Any]:
    played = []
    for job, items, files in jobs:
        tried = [tries(question, orders) for question in job.questions]
        shows = player.play([*zip(items, tried, strict=True)], files, orders == 24)
        for question, show, answers in zip(job.questions, shows, tried, strict=True):
            check(question, show, answers)
        played += shows
    return played


def few(quiz: Quiz) -> Quiz:
    return replace(quiz, items=tuple(i for i in quiz.items if i.item_id in KINDS))


def converted(
    jobs: Sequence[tuple[Job, dict[str, str]]],
) -> list[tuple[Job, list[str], dict[str, str]]]:
    """QTI 2.1 items as a converter of others makes QTI 3 of them."""
    node_package("@citolab/qti-convert")
    items = [item_files(job, files) for job, files in jobs]
    new = json.loads(run_node("qti_convert.mjs", json.dumps([xml for row in items for xml in row])))
    result = []
    for (job, files), row in zip(jobs, items, strict=True):
        result.append((job, new[: len(row)], files))
        new = new[len(row) :]
    return result


def test_every_item_is_played_and_scored_as_on_the_handout(player: Player) -> None:
    content, report, job = export(export_quiz(), "qti3")
    files = files_of(content)

    played = check_all(player, [(job, item_files(job, files), files)], orders=24)

    assert not report.lossy
    by_id = dict(zip((q.item_id for q in job.questions), played, strict=True))
    assert all("The council of Port Elder voted" in show["article"][0] for show in played)
    assert "two storms" in by_id["open-reason"]["key"][0]
    opened = [name for name, _, is_open in by_id["choice"]["feedback"] if is_open]
    assert opened == ["general_fb"]
    assert by_id["choice"]["scores"][1]["feedback"] == ["A", "general_fb"]


def test_qti_21_is_played_after_a_converter_made_qti_3_of_it(player: Player) -> None:
    content, report, job = export(export_quiz(), "qti21")
    hostile = [export(few(hostile_quiz(text)), "qti21") for text in HOSTILE[:3]]

    check_all(
        player, converted([(job, files_of(content)), *((j, files_of(c)) for c, _, j in hostile)])
    )

    assert not report.lossy


def test_another_player_shows_and_scores_the_same(browser: Browser) -> None:
    content, _, job = export(export_quiz(), "qti3")
    files = files_of(content)
    tried = [tries(question, 6) for question in job.questions]
    player = Player(browser.new_page())
    player.files = files
    script = node_package("qti3-item-player") / "dist" / "qti3Player.umd.min.js"
    player.page.add_script_tag(path=str(node_package("vue") / "dist" / "vue.min.js"))
    player.page.add_script_tag(path=str(script))
    items = [
        [xml, [t.answer for t in answers]]
        for xml, answers in zip(item_files(job, files), tried, strict=True)
    ]
    played = player.page.evaluate(OTHER_PLAYER, [items])

    assert player.complaints == []
    for question, shows, answers in zip(job.questions, played, tried, strict=True):
        assert [show["score"] for show in shows] == [
            pytest.approx(float(t.worth), abs=5e-4) for t in answers
        ], question.item_id
        seen = shown(shows[0]["text"])
        for text in (
            *question.parts,
            *question.premises,
            *question.options,
            *(c.text for c in question.choices),
        ):
            assert shown(text) in seen, question.item_id
        assert not [n for n in question.solution if f"{n.label}: {n.text}" in seen]


def test_questions_on_several_articles_show_those_that_prove_them() -> None:
    quiz = export_quiz()
    other = replace(quiz.articles[0], article_id="other", title="Another pier")
    content, _, job = export(replace(quiz, articles=(*quiz.articles, other)), "qti3")
    files = files_of(content)

    shown_ = {
        q.item_id: re.findall(r'data-stimulus-idref="(\w+)"', xml)
        for q, xml in zip(job.questions, item_files(job, files), strict=True)
    }
    needed = {
        str(r.get("href")): [d.get("identifierref") for d in r.iter("dependency")]
        for r in parsed(files["imsmanifest.xml"]).iter("resource")
    }

    assert (len(shown_["pair"]), len(shown_["true"])) == (1, 2)
    assert needed[f"items/{job.identifier('pair')}.xml"] == shown_["pair"]
    assert sum(name.startswith("stimuli/") for name in files) == 2


def test_texts_stay_texts(player: Player) -> None:
    packages = [export(few(hostile_quiz(text)), "qti3") for text in HOSTILE]
    jobs = [
        (job, item_files(job, files), files) for c, _, job in packages for files in [files_of(c)]
    ]

    assert len(check_all(player, jobs)) > 100


@settings(
    max_examples=2, deadline=None, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(st.lists(texts, min_size=4, max_size=4))
def test_any_text_is_shown_as_it_is(player: Player, drawn: list[str]) -> None:
    packages = [export(few(hostile_quiz(text)), "qti3") for text in drawn]
    check_all(
        player,
        [(job, item_files(job, files), files) for c, _, job in packages for files in [files_of(c)]],
    )


def parsed(text: str) -> ET.Element:
    """A document without its namespaces."""
    root = ET.fromstring(text)
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


@pytest.mark.parametrize("name", FORMATS)
def test_all_that_a_package_holds_is_named_and_found(name: str) -> None:
    content, _, job = export(export_quiz(), name)
    files = files_of(content)
    manifest = parsed(files["imsmanifest.xml"])

    resources = {r.get("identifier"): r for r in manifest.iter("resource")}
    hrefs = [r.get("href") for r in resources.values()]
    needed = {d.get("identifierref") for d in manifest.iter("dependency")}
    referred = {
        e.get("href"): e.get("identifier")
        for e in parsed(files["assessment.xml"]).iter()
        if e.tag.endswith(("assessmentItemRef", "assessment-item-ref"))
    }

    assert sorted(hrefs) == sorted(set(files) - {"imsmanifest.xml"})
    assert needed == set(resources) - {job.identifier("test", prefix="t")}
    assert referred == {
        f"items/{i}.xml": i for i in (job.identifier(q.item_id) for q in job.questions)
    }
    for text in files.values():
        root = parsed(text)
        names = [e.get("identifier") for e in root.iter() if e.get("identifier")]
        assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,31}", n) for n in names)
        assert not re.search(r"<[^>]*/>", text)  # HTML would not end it


@pytest.mark.parametrize("name", FORMATS)
def test_same_quiz_same_bytes_and_no_order_shows_the_key(name: str) -> None:
    row = next(i for i in export_quiz().items if i.item_id == "row")
    sorted_row = replace(row, key="A, B, C, D", accept=())
    quiz = export_quiz((sorted_row,))

    content, _, job = export(quiz, name)
    root = parsed(item_files(job, files_of(content))[0])

    assert content == export(quiz, name)[0]
    shown_order = [
        e.get("identifier") for e in root.iter() if e.tag in {"simpleChoice", "qti-simple-choice"}
    ]
    assert shown_order == ["B", "C", "D", "A"]


def test_a_test_has_sections_and_all_points_and_shows_feedback() -> None:
    content, _, job = export(replace(export_quiz(), before_reading="What do piers do?"), "qti21")
    root = parsed(files_of(content)["assessment.xml"])

    whole = next(root.iter("assessmentSection"))
    titles = [section.get("title") for section in whole.iter("assessmentSection")]
    maximum = {
        d.get("identifier"): d.findtext("defaultValue/value")
        for d in root.iter("outcomeDeclaration")
    }
    control = next(root.iter("itemSessionControl"))
    rubric = "".join(whole.find("rubricBlock").itertext())  # type: ignore[union-attr]

    assert titles == ["Questions", "Multiple choice", "Who said it?", "True or false?", "Fill the gaps",
                      "Short answers", "Match", "Put in order", "Think and discuss"]  # fmt: skip
    assert maximum["MAXSCORE"] == str(sum(q.points for q in job.questions))
    assert control.get("showFeedback") == "true"
    assert "What do piers do?" in rubric
    assert "3. Olav Brandt, who has landed" in rubric


def test_reports_what_cannot_be_kept() -> None:
    gap = next(i for i in export_quiz().items if i.item_id == "gap-two-bank")
    strange = replace(gap, key="Nobody; Olav", accept=("Nobody; Olav",))

    _, old, _ = export(export_quiz((strange,)), "qti21")
    _, new, _ = export(export_quiz((strange,)), "qti3")

    for report, kind in ((old, "textEntryInteraction"), (new, "qti-text-entry-interaction")):
        assert [(i.outcome, i.written_as) for i in report.items] == [("converted", kind)]
    assert "hand it out" in " ".join(old.notes)
    assert new.notes == ()
