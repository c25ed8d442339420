"""Flash cards, imported by Anki itself: what it shows, and what a second import does."""

from __future__ import annotations

import hashlib
import io
import itertools
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from export_samples import HOSTILE, ITEMS, export, export_quiz, hostile_quiz, texts
from hypothesis import given, settings
from lxml import html

from quizgen.errors import MissingExtra
from quizgen.export import EXPORTS
from quizgen.export.anki import FIELDS, MADE
from quizgen.export.question import prepare
from quizgen.quiz import GAPS, Item, Quiz
from quizgen.render.sheet import clean
from quizgen.versions import make_versions

NEW, UPDATED, DUPLICATE, CONFLICTING = "new", "updated", "duplicate", "conflicting"


def package(quiz: Quiz, revised: datetime | None = None) -> bytes:
    return EXPORTS["anki"].write(prepare(quiz, suffix="apkg", revised=revised))


class Anki:
    """A learner's collection."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.col = Collection(str(folder / "collection.anki2"))

    def take(self, content: bytes) -> dict[str, int]:
        """Import a package; return how many notes were new, updated …"""
        path = self.folder / "quiz.apkg"
        path.write_bytes(content)
        request = ImportAnkiPackageRequest(
            package_path=str(path), options=ImportAnkiPackageOptions()
        )
        log = self.col.import_anki_package(request).log
        found = {NEW: log.new, UPDATED: log.updated, DUPLICATE: log.duplicate}
        found[CONFLICTING] = log.conflicting
        return {name: len(notes) for name, notes in found.items() if notes}

    def cards(self, item_id: str, job: Any) -> list[Any]:
        """Return the cards of an item, found by what its note is known by."""
        guids = [
            job.identifier("anki", item_id, kind, prefix="q")
            for kind in ("basic", "choice", "cloze")
        ]
        notes = self.col.db.list("SELECT id FROM notes WHERE guid IN (?, ?, ?)", *guids)
        return [card for note in notes for card in self.col.get_note(note).cards()]

    def texts(self, query: str = "") -> list[str]:
        return [self.col.get_card(c).answer() for c in self.col.find_cards(query)]


@contextmanager
def anki() -> Iterator[Anki]:
    with tempfile.TemporaryDirectory() as folder:
        learner = Anki(Path(folder))
        try:
            yield learner
        finally:
            learner.col.close()


class Card:
    """What one side of a card shows, by the classes of its parts."""

    def __init__(self, shown: str) -> None:
        self.tree = html.fromstring(f"<div>{shown}</div>")

    def __call__(self, name: str, below: str = "") -> list[str]:
        path = f"descendant-or-self::*[contains(concat(' ', @class, ' '), ' {name} ')]{below}"
        return [part.text_content() for part in self.tree.xpath(path)]

    def one(self, name: str) -> str:
        (text,) = self(name)
        return text


def front(card: Any) -> Card:
    return Card(card.question())


def back(card: Any) -> Card:
    return Card(card.answer())


def check_cards(learner: Anki, quiz: Quiz, left_out: set[str], job: Any) -> None:
    """Compare cards with the quiz file: the same questions, and right answers on the back only."""
    for item in quiz.items:
        cards = learner.cards(item.item_id, job)
        if item.item_id in left_out:
            assert cards == []
            continue
        options = [clean(option) for option in item.options]
        keys = [clean(key) for key in item.key.split("; ")]
        n_gaps = len(GAPS.findall(item.question))
        if item.type == "cloze" and n_gaps in {1, len(keys)}:
            check_cloze(cards, item, keys if n_gaps > 1 else [clean(item.key)])
            continue
        (card,) = cards
        assert front(card).one("question") == back(card).one("question")
        asked = clean(GAPS.sub("____", item.question))
        if item.type == "cloze" and options:  # nobody knows which gap the key means
            asked = f"{asked} (Words: {'; '.join(options)})"
        assert front(card).one("question") == asked
        assert front(card)("answer") == front(card)("solution") == front(card)("note") == []
        letters = dict(zip("ABCDEFGHIJ", options, strict=False))
        if item.type == "matching":
            assert front(card)("lines", "/li") == [clean(line) for line in item.premises]
            right = [pair.split("-")[1] for pair in item.key.split(", ")]
            assert back(card)("solution", "/li") == [f"{name} – {letters[name]}" for name in right]
        elif item.type == "ordering":
            right = item.key.split(", ")
            assert back(card)("solution", "/li") == [f"{name} – {letters[name]}" for name in right]
        elif item.type in {"multiple_choice", "who_said"} and options:
            assert front(card)("options", "/li") == options
            name, _, text = back(card).one("answer").partition(" – ")
            assert (text, letters[name]) == (clean(item.key), clean(item.key))
        else:
            assert back(card).one("answer") == clean(item.key)
            others = [f"Also right: {clean(text)}" for text in item.accept if text != item.key]
            if item.type != "true_false":
                assert [n for n in back(card)("note") if n.startswith("Also right: ")] == others
        if item.explanation and clean(item.explanation):
            assert f"Why: {clean(item.explanation)}" in back(card)("note")
        if item.correction:
            assert f"Corrected: {clean(item.correction)}" in back(card)("note")


def check_cloze(cards: list[Any], item: Item, keys: list[str]) -> None:
    assert len(cards) == len(keys)
    parts = GAPS.split(clean(item.question))
    filled = parts[0] + "".join(k + p for k, p in zip(keys, parts[1:], strict=True))
    for number, card in enumerate(sorted(cards, key=lambda card: card.ord)):
        assert back(card).one("question") == filled
        assert back(card).one("cloze") == keys[number]
        asked = [("[...]" if n == number else key) for n, key in enumerate(keys)]
        shown = parts[0] + "".join(k + p for k, p in zip(asked, parts[1:], strict=True))
        assert front(card).one("question") == shown
        assert front(card)("bank", "/span") == [clean(option) for option in item.options]
        assert front(card)("note") == []


def test_cards_ask_what_the_quiz_asks() -> None:
    quiz = export_quiz()
    content, report, job = export(quiz, "anki")
    with anki() as learner:
        assert learner.take(content) == {NEW: 19}
        check_cards(learner, quiz, {"talk"}, job)
        assert len(learner.col.find_cards("")) == 21
    assert {i.item_id for i in report.items if i.outcome != "kept"} == {"talk"}
    (talk,) = [item for item in report.items if item.item_id == "talk"]
    assert talk.details == ("it is for discussion: a card has no answer to turn to",)
    assert {i.written_as for i in report.items if i.written_as} == {
        *("quizgen", "quizgen choice", "quizgen cloze")
    }
    assert any(note.startswith("Points are left out") for note in report.notes)


def test_the_back_says_why_and_where_it_stands() -> None:
    content, _, job = export(export_quiz(), "anki")
    with anki() as learner:
        learner.take(content)
        (card,) = learner.cards("choice", job)
        assert back(card)("note") == [
            "Not A: no ferry is told of",
            "Not B: no fire is told of",
            "Why: The first paragraph tells it.",
            "Evidence (Paragraph 1): “damaged by two storms in the winter”",
        ]
        assert back(card).one("source") == (
            "A floating pier · The Elder Gazette · 30 September 2020 · By Ines Holm · "
            "https://example.org/pier"
        )
        assert front(card).one("task") == "Multiple choice"
        assert sorted(card.note().tags) == ["level:retrieve", "type:multiple_choice"]


def test_importing_again_adds_nothing() -> None:
    with anki() as learner:
        assert learner.take(package(export_quiz())) == {NEW: 19}
        assert learner.take(package(export_quiz())) == {DUPLICATE: 19}
        assert len(learner.col.find_notes("")) == 19


def test_an_edited_quiz_updates_its_cards() -> None:
    quiz = export_quiz()
    items = tuple(
        replace(item, explanation="Rewritten by hand.") if item.item_id == "choice" else item
        for item in quiz.items
    )
    edited = replace(quiz, items=items, title="Another title")
    day = MADE + timedelta(days=1)
    with anki() as learner:
        learner.take(package(quiz))
        assert learner.take(package(edited, day)) == {UPDATED: 19}
        assert len(learner.col.find_notes("")) == 19
        assert sum("Rewritten by hand." in text for text in learner.texts()) == 1
        assert learner.take(package(edited, day)) == {DUPLICATE: 19}
        # An older file that is imported late takes nothing back.
        assert learner.take(package(quiz)) == {DUPLICATE: 19}
        assert sum("Rewritten by hand." in text for text in learner.texts()) == 1
        # A third state, of every note and all of its fields.
        assert learner.take(package(edited, day + timedelta(minutes=1))) == {UPDATED: 19}
        assert len(learner.col.models.all_names_and_ids()) == 6 + 3


def test_what_was_learnt_stays_when_cards_are_updated() -> None:
    with anki() as learner:
        learner.take(package(export_quiz()))
        card = learner.col.get_card(learner.col.find_cards("")[0])
        card.reps, card.ivl, card.type, card.queue, card.due = 5, 30, 2, 2, 100
        learner.col.update_card(card)
        learner.take(package(export_quiz(), MADE + timedelta(days=1)))
        again = learner.col.get_card(card.id)
        assert (again.reps, again.ivl, again.due) == (5, 30, 100)


def test_versions_of_a_quiz_are_the_same_notes() -> None:
    a, b = make_versions(export_quiz(), 2)
    with anki() as learner:
        assert learner.take(package(a)) == {NEW: 19}
        assert learner.take(package(b)) == {DUPLICATE: 19}
        assert [d.name for d in learner.col.decks.all_names_and_ids()] == ["Default", "Pier quiz"]


def test_another_quiz_is_another_deck() -> None:
    other = replace(export_quiz(), seed=8, title="Other")
    with anki() as learner:
        learner.take(package(export_quiz()))
        assert learner.take(package(other)) == {NEW: 19}
        assert len(learner.col.find_notes("deck:Other")) == 19


def test_a_question_asked_in_another_way_is_a_new_note() -> None:
    item = Item("i", "who_said", "infer", "Who said so?", "Olav", options=("Olav", "Marta"))
    with anki() as learner:
        learner.take(package(export_quiz([item])))
        open_ = replace(item, options=())
        assert learner.take(package(export_quiz([open_]), MADE + timedelta(days=1))) == {NEW: 1}


def test_colons_in_a_title_make_no_deck_in_a_deck() -> None:
    with anki() as learner:
        learner.take(package(export_quiz(title="News:::of:: the day")))
        names = [deck.name for deck in learner.col.decks.all_names_and_ids()]
        assert names == ["Default", "News: : :of: : the day"]


SEEDS = itertools.count(100)


@pytest.fixture(scope="module")
def crowded() -> Iterator[Anki]:
    """One collection for many quizzes: to make one takes longer than to import one."""
    with anki() as learner:
        yield learner


@pytest.mark.parametrize("title", ["", *HOSTILE])
def test_any_title_names_one_deck(crowded: Anki, title: str) -> None:
    before = len(crowded.col.decks.all_names_and_ids())
    quiz = replace(export_quiz(ITEMS[:1]), title=f"{title} named", seed=next(SEEDS))
    crowded.take(package(quiz))
    assert len(crowded.col.decks.all_names_and_ids()) == before + 1


def check_any(learner: Anki, text: str) -> None:
    quiz = replace(hostile_quiz(text), seed=next(SEEDS))
    content, report, job = export(quiz, "anki")
    left_out = {item.item_id for item in report.items if item.outcome == "left_out"}
    counts = learner.take(content)
    assert counts.get(NEW, 0) == len(quiz.items) - len(left_out)
    check_cards(learner, quiz, left_out, job)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_shown_as_they_are(crowded: Anki, text: str) -> None:
    check_any(crowded, text)


def test_any_text_is_shown_as_it_is(crowded: Anki) -> None:
    @settings(max_examples=25, deadline=None)
    @given(text=texts)
    def check(text: str) -> None:
        check_any(crowded, text)

    check()


SIGNS = ("[sound:", "[latex]", "[$]", "\\(", "\\[", "<img", "<script", "[anki:", "{{")


@pytest.mark.parametrize(
    "text", [*HOSTILE, "[sound:x.mp3] [latex]x[/latex] [anki:tts]x[/anki:tts]"]
)
def test_no_text_reaches_a_language_of_anki(crowded: Anki, text: str) -> None:
    quiz = replace(hostile_quiz(text), seed=next(SEEDS))
    content, _, job = export(quiz, "anki")
    crowded.take(content)
    for item in quiz.items:
        for card in crowded.cards(item.item_id, job):
            assert card.question_av_tags() == card.answer_av_tags() == []
            assert not [sign for sign in SIGNS if sign in card.answer()]
            # MathJax reads one text after another, each up to the next element.
            pieces = html.fromstring(f"<div>{card.answer()}</div>").xpath("//text()")
            assert not [piece for piece in pieces if "\\(" in piece or "\\[" in piece]


def test_words_are_found_by_a_search() -> None:
    item = Item("i", "short_answer", "infer", "Who is López at 10:30?", "Zoë", accept=("Zoë",))
    with anki() as learner:
        learner.take(package(export_quiz([item])))
        for word in ("López", "Zoë", '"10\\:30"'):
            assert len(learner.col.find_notes(word)) == 1, word


def fields_of(content: bytes) -> list[tuple[Any, ...]]:
    """Return all rows of notes, cards and the collection, as they are in the file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive, tempfile.TemporaryDirectory() as folder:
        assert archive.namelist() == ["collection.anki2", "media"]
        path = Path(folder) / "c.anki2"
        path.write_bytes(archive.read("collection.anki2"))
        database = sqlite3.connect(path)
        try:
            return [
                row
                for table in ("notes", "cards", "col", "revlog", "graves")
                for row in database.execute(f"SELECT * FROM {table}")
            ]
        finally:
            database.close()


def test_note_types_have_spare_fields_and_constant_ids() -> None:
    with anki() as learner:
        learner.take(package(export_quiz()))
        own = {n.name: n.id for n in learner.col.models.all_names_and_ids() if "quizgen" in n.name}
        assert own == {
            "quizgen": 1_604_783_211,
            "quizgen choice": 1_604_783_212,
            "quizgen cloze": 1_604_783_213,
        }
        for number in own.values():
            names = [field["name"] for field in learner.col.models.get(number)["flds"]]
            assert tuple(names) == FIELDS
    assert (
        *("Question", "Given", "Answer", "More", "Feedback", "Source", "Task", "Number"),
        *("Spare 1", "Spare 2", "Spare 3", "Spare 4"),
    ) == FIELDS


def test_cards_are_readable_by_day_and_by_night() -> None:
    with anki() as learner:
        learner.take(package(export_quiz()))
        css = learner.col.models.get(1_604_783_211)["css"]
    assert ".nightMode" in css
    background = {"day": "#ffffff", "night": "#2c2c2c"}
    for rule, colour in re.findall(r"^(.*?) \{[^}]*?(?<![-\w])color: (#[0-9a-f]{6})", css, re.M):
        under = background["night" if "nightMode" in rule else "day"]
        assert contrast(colour, under) >= 7, rule


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG reckons it."""

    def light(colour: str) -> float:
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        red, green, blue = [
            p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
        ]
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def test_an_edited_quiz_brings_back_no_old_looks() -> None:
    later = fields_of(package(export_quiz(), MADE + timedelta(days=9)))
    (models,) = [row[9] for row in later if len(row) == 13]
    assert f'"mod": {int(MADE.timestamp())}' in models
    assert str(int((MADE + timedelta(days=9)).timestamp())) not in models


@pytest.mark.parametrize(
    ("revised", "mod"),
    [
        (None, MADE),
        (MADE - timedelta(days=400), MADE),
        (MADE + timedelta(seconds=1), MADE + timedelta(seconds=1)),
        (datetime(2030, 1, 1), datetime(2030, 1, 1, tzinfo=UTC)),
        (
            datetime(2030, 1, 1, 3, tzinfo=timezone(timedelta(hours=3))),
            datetime(2030, 1, 1, tzinfo=UTC),
        ),
    ],
    ids=["as made", "before the format", "later", "no time zone", "another time zone"],
)
def test_notes_are_as_new_as_the_last_edit(revised: datetime | None, mod: datetime) -> None:
    notes = [row for row in fields_of(package(export_quiz(), revised)) if len(row) == 11]
    assert len(notes) == 19
    assert {row[3] for row in notes} == {int(mod.timestamp())}


OTHER = """
import sys
sys.path[:0] = {paths!r}
from test_export_anki import digest
print(digest())
"""


def digest() -> str:
    days = (None, datetime(2030, 1, 1), MADE + timedelta(days=2))
    return hashlib.sha256(b"".join(package(export_quiz(), day) for day in days)).hexdigest()


def test_the_same_quiz_gives_the_same_bytes_elsewhere() -> None:
    paths = [str(Path(__file__).parent), str(Path(__file__).parents[2])]
    done = subprocess.run(
        [sys.executable, "-c", OTHER.format(paths=paths)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"},
    )
    assert done.stdout.strip() == digest()


def test_ids_of_two_quizzes_are_apart() -> None:
    one = fields_of(package(export_quiz()))
    other = fields_of(package(replace(export_quiz(), seed=8)))
    assert {row[0] for row in one if len(row) in {11, 18}}.isdisjoint(
        row[0] for row in other if len(row) in {11, 18}
    )
    assert all(row[2] < 1 << 31 for row in one if len(row) == 18)


def test_an_unmarked_question_with_an_answer_is_a_card() -> None:
    item = Item("i", "multiple_choice", "infer", "Which?", "a", options=("a", "b"), points=0)
    content, report, job = export(export_quiz([item]), "anki")
    assert report.items[0].outcome == "kept"
    with anki() as learner:
        learner.take(content)
        (card,) = learner.cards("i", job)
        assert back(card).one("answer") == "A – a"


def test_a_quiz_of_nothing_to_learn_is_an_empty_deck() -> None:
    talk = [item for item in ITEMS if item.type == "discussion"]
    with anki() as learner:
        assert learner.take(package(export_quiz(talk))) == {}


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "genanki", None)
    with pytest.raises(MissingExtra, match=re.escape("pip install 'quizgen[anki]'")) as caught:
        package(export_quiz())
    assert caught.value.extra == "anki"


def test_a_prompt_before_reading_is_noted() -> None:
    _, report, _ = export(replace(export_quiz(), before_reading="Think of a pier."), "anki")
    assert report.notes[-1] == "The prompt before reading is left out."
