from __future__ import annotations

import json
import re
from importlib import resources

import pytest

from quizgen.errors import UnknownName
from quizgen.quiz import ITEM_TYPES, LEVELS
from quizgen.render.labels import languages, load_labels


@pytest.mark.parametrize("language", languages())
def test_every_language_has_the_labels_of_english_with_their_places(language: str) -> None:
    folder = resources.files("quizgen.render.labels")
    entries = json.loads((folder / f"{language}.json").read_text("utf-8"))
    english = load_labels("en").entries

    def shape(entry: object) -> object:
        if isinstance(entry, dict):
            return {name: shape(form) for name, form in entry.items() if name == "other"}
        if isinstance(entry, list):
            return len(entry)
        return set(re.findall(r"\{\w+\}", str(entry)))

    assert list(entries) == list(english)
    assert {n: shape(e) for n, e in entries.items()} == {n: shape(e) for n, e in english.items()}
    assert all(set(e) == {"one", "other"} for e in entries.values() if isinstance(e, dict))
    assert len(entries["months"]) == 12


def test_item_types_and_levels_have_labels() -> None:
    labels = load_labels()
    assert all(labels(name) for name in ITEM_TYPES)
    assert all(labels(f"level_{name}") for name in LEVELS)


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0 words"), (1, "1 word"), (2, "2 words"), (1234567, "1,234,567 words")],
)
def test_counted(number: int, text: str) -> None:
    assert load_labels().counted("word", number) == text


def test_values_are_text_however_they_look() -> None:
    assert load_labels()("article_with_title", n=2, title="{n} {x} \\1") == "Article 2: {n} {x} \\1"


def test_a_language_without_labels_is_an_error_that_lists_those_with() -> None:
    with pytest.raises(UnknownName, match=r"Unknown language of labels '\.\./en'\. .*Known: en\."):
        load_labels("../en")
