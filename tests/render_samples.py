"""Quizzes made by hand: one with every type of item, and one that is hostile throughout."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Any

import pytest

from quizgen.quiz import Evidence, Item, Quiz, QuizArticle
from quizgen.render.labels import Labels, load_labels
from quizgen.render.layout import Layout

PARAGRAPHS = (
    "The council of Port Elder voted on Tuesday to replace the old stone pier, which was "
    "damaged by two storms in the winter, with a floating one.",
    "“We have patched the old pier for thirty years,” said Marta Lindqvist, who chairs the "
    "council. The new pier will cost 4.2 million crowns and is to open in May 2022.",
    "Olav Brandt, who has landed his catch in Port Elder since 1987, would have built a wall. "
    "“A pier that floats is a pier that moves,” he said.",
)
TEXT = "\n\n".join(("Port Elder, Tuesday", *PARAGRAPHS))

HOSTILE = (
    '#panic("x") $ * _ @ref // [x] <b> =1+1 \\ `',
    "[a link](https://example.org) <script>alert(1)</script> **bold** | a | b |",
    "> quote\n# heading\n- list\n1. list\n\n    code\n~~~\n---",
    "abc\u202edef\u2067ghi",
    "emoji 😀 👨‍👩‍👧 and 中文",
    "controls \x00\x07\x1b\x7f\x85\u2028 and \ud800 half",
    "w" * 300,
    "accents e\u0301\u0302\u20dd \uffff \U000e0001 \ue000",
    "  \u00a0 ",
)


def _span(text: str) -> tuple[int, int]:
    start = TEXT.index(text)
    return start, start + len(text)


def evidence(text: str, article_id: str = "a1") -> tuple[Evidence, ...]:
    start, end = _span(text)
    return (Evidence(article_id, f"{article_id}.s1", start, end, text),)


def article(article_id: str = "a1", title: str | None = "A floating pier") -> QuizArticle:
    return QuizArticle(
        article_id,
        TEXT,
        tuple(_span(text) for text in PARAGRAPHS),
        title=title,
        date="2020-09-30",
        source="The Elder Gazette",
        author="Ines Holm",
        url="https://example.org/pier",
        n_words=420,
        reading_grade=7.5,
    )


# In no good order, so that grouping and numbering have something to do.
ITEMS = (
    Item(
        "open",
        "short_answer",
        "integrate",
        "Who would have built a wall?",
        "Olav Brandt",
        accept=("Olav Brandt", "Mr Brandt"),
        points=2,
        explanation="EXPLAINED-OPEN",
        evidence=evidence("would have built a wall"),
    ),
    Item(
        "gap",
        "cloze",
        "retrieve",
        "The pier will cost ____ million crowns.",
        "4.2",
        options=("1987", "4.2", "30"),
        accept=("4.2",),
        explanation="EXPLAINED-GAP",
        evidence=evidence("The new pier will cost 4.2 million crowns"),
        proof={"rows": [1, 2], "template": {"name": "cost"}},
    ),
    Item(
        "false",
        "true_false",
        "retrieve",
        "The pier is to open in June 2022.",
        "False",
        options=("True", "False"),
        accept=("False",),
        correction="CORRECTED: it is to open in May 2022.",
        evidence=evidence("is to open in May 2022"),
    ),
    Item("true", "true_false", "infer", "There were two storms.", "True", accept=("True",)),
    Item(
        "choice",
        "multiple_choice",
        "retrieve",
        "What damaged the old pier?",
        "Two storms",
        options=("A ferry", "A fire", "Two storms", "The tide"),
        accept=("Two storms",),
        explanation="EXPLAINED-CHOICE",
        evidence=evidence("damaged by two storms in the winter"),
    ),
    Item(
        "voice",
        "who_said",
        "retrieve",
        "“A pier that floats is a pier that moves.”",
        "Olav Brandt",
        options=("Marta Lindqvist", "Olav Brandt"),
        accept=("Olav Brandt",),
        evidence=evidence("“A pier that floats is a pier that moves,” he said"),
    ),
    Item("talk", "discussion", "discuss", "A wall or a pier?", "OPEN-KEY", points=0),
    Item("row", "ordering", "integrate", "Order these.", "B, A", options=("Vote", "Storms")),
    Item(
        "pair",
        "matching",
        "integrate",
        "Match these.",
        "1-B, 2-A",
        options=("Olav", "Marta", "Ines"),
        premises=("chairs the council", "would have built a wall"),
    ),
)


def sample_quiz() -> Quiz:
    return Quiz(
        "Pier quiz",
        7,
        ITEMS,
        (article(),),
        refused={"not unique": 3},
        versions={"quizgen": "9.8.7"},
    )


def hostile_quiz(text: str) -> Quiz:
    """A quiz that says ``text`` wherever it can say anything."""
    items = tuple(
        replace(
            item,
            question=f"{text} ____ {text}",
            key=text if item.type != "true_false" else item.key,
            options=tuple(f"{text}{i}" for i, _ in enumerate(item.options)),
            premises=tuple(f"{text}{i}" for i, _ in enumerate(item.premises)),
            accept=(text, f"{text}!"),
            correction=text,
            explanation=text,
            evidence=(Evidence("a1", "s", 0, len(text), text),),
        )
        for item in ITEMS
    )
    whole = QuizArticle(
        "a1", text, ((0, len(text)), (0, 0)), text, text, text, text, text, 1, float("nan")
    )
    return Quiz(text, 1, items, (whole,), versions={"quizgen": text})


def pretend_labels() -> Labels:
    """Labels of a made-up language: each is in brackets, so a word without them is hard-coded."""

    def marked(entry: Any) -> Any:
        if isinstance(entry, str):
            return f"⟦{entry}⟧"
        if isinstance(entry, dict):
            return {name: marked(form) for name, form in entry.items()}
        return [marked(part) for part in entry]

    kept = {"text_language", "thousands"}
    entries = load_labels("en").entries
    return Labels("xx", {n: e if n in kept else marked(e) for n, e in entries.items()})


def pretend_language(monkeypatch: pytest.MonkeyPatch) -> Layout:
    """Make the made-up language the one that is loaded, and return a layout in it."""
    made_up = pretend_labels()
    for name in list(sys.modules):
        if name.startswith("quizgen.render.") and hasattr(sys.modules[name], "load_labels"):
            monkeypatch.setattr(f"{name}.load_labels", lambda _language: made_up)
    return Layout(language="xx")
