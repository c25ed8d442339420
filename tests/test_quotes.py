"""Quotations: which stretches are quotes, of what kind, and who is given as their speaker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset.quotes import find_marked

Rows = Callable[[str], dict[str, list[dict[str, Any]]]]

KELLER = ("Maria Keller", "Maria Keller", "said")
SAFE = "The bridge is safe again"

# label, prose, rows as (type, text, speaker, speaker mention, cue)
ATTRIBUTED: list[tuple[str, str, list[tuple[str | None, ...]]]] = [
    ("speaker after", "“The bridge is safe again,” Maria Keller said.", [("direct", SAFE, *KELLER)]),
    ("inverted", "“The bridge is safe again,” said Maria Keller.", [("direct", SAFE, *KELLER)]),
    ("comma outside the marks", "“The bridge is safe again”, Maria Keller said.",
     [("direct", SAFE, *KELLER)]),
    ("straight marks", '"The bridge is safe again," Maria Keller said.',
     [("direct", SAFE, *KELLER)]),
    ("speaker before", "Maria Keller said, “The bridge is safe again.”",
     [("direct", f"{SAFE}.", *KELLER)]),
    ("colon", "Maria Keller said: “The bridge is safe again.”",
     [("direct", f"{SAFE}.", *KELLER)]),
    ("that-clause", "Maria Keller said that the bridge was “safe again”.",
     [("mixed", "safe again", *KELLER)]),
    ("interrupted", "“The bridge,” Maria Keller said, “is safe again.”",
     [("direct", "The bridge", *KELLER), ("direct", "is safe again.", *KELLER)]),
    ("a clause took the speaker", "After meeting Peter Lindqvist Maria Keller said: “It is safe.”",
     [("direct", "It is safe.", *KELLER)]),
    ("a clause took the only name", "According to reports, after seeing the bridge Maria Keller "
     "said: “It is safe.”", [("direct", "It is safe.", *KELLER)]),
    ("interrupted, inverted", "“The bridge,” said Maria Keller, “is safe again.”",
     [("direct", "The bridge", *KELLER), ("direct", "is safe again.", *KELLER)]),
    ("goes on in the next sentence",
     "“The bridge is safe again,” Maria Keller said. “We checked every stone of it.”",
     [("direct", SAFE, *KELLER), ("direct", "We checked every stone of it.", *KELLER)]),
    ("does not go on in the next paragraph",
     "“The bridge is safe again,” Maria Keller said.\n\n“We have waited for a year.”",
     [("direct", SAFE, *KELLER), ("direct", "We have waited for a year.", None, None, None)]),
    ("according to, after", "“The bridge is safe again,” according to Maria Keller.",
     [("direct", SAFE, "Maria Keller", "Maria Keller", "according")]),
    ("according to, before", "According to Maria Keller, the bridge is “safe again”.",
     [("mixed", "safe again", "Maria Keller", "Maria Keller", "According")]),
    ("passive with by", "Peter Lindqvist was told by Maria Keller that the bridge was “safe again”.",
     [("mixed", "safe again", "Maria Keller", "Maria Keller", "told")]),
    ("noun phrase", "“The bridge is safe again,” the mayor said.",
     [("direct", SAFE, "the mayor", "the mayor", "said")]),
    ("pronoun", "Maria Keller opened the bridge. “The bridge is safe again,” she said.",
     [("direct", SAFE, "Maria Keller", "she", "said")]),
    ("pronoun of two", "Maria Keller met Ana Lind. “The bridge is safe again,” he said.",
     [("direct", SAFE, None, "he", "said")]),
    ("surname", "Maria Keller opened the bridge. “The bridge is safe again,” Keller said.",
     [("direct", SAFE, "Maria Keller", "Keller", "said")]),
    ("two speakers",
     "“The bridge is safe again,” Maria Keller said. “It is not,” Peter Lindqvist said.",
     [("direct", SAFE, *KELLER), ("direct", "It is not", "Peter Lindqvist", "Peter Lindqvist",
                                  "said")]),
    ("nobody", "The council met in Oslo. “Nobody in this town has asked us about the bridge.”",
     [("direct", "Nobody in this town has asked us about the bridge.", None, None, None)]),
    ("opened twice, closed once",
     "“The bridge is old. “The bridge is safe again,” Maria Keller said.",
     [("direct", SAFE, *KELLER)]),
    ("never closed", "“The bridge is safe again,” Maria Keller said. “It is old.",
     [("direct", SAFE, *KELLER)]),
    ("never opened", "It is old,” they say. “The bridge is safe again,” Maria Keller said.",
     [("direct", SAFE, *KELLER)]),
    ("scare quotes", "The so-called “bridge tax” was dropped on Monday.", []),
    ("title", "The council read “The Old Bridge” on Monday.", []),
    ("possessives", "The mayor’s bridge and the councillors’ plans weren’t popular.", []),
    ("straight possessives", "The mayor's bridge and the councillors' plans weren't popular.", []),
    ("inches", 'The board is 12" wide and 24" long, Maria Keller said.', []),
    ("empty marks", "Maria Keller said: “”.", []),
    ("no marks", "Maria Keller said that the bridge was safe again.", []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("prose", "expected"), [pytest.param(*row[1:], id=row[0]) for row in ATTRIBUTED]
)
def test_quotes_of(rows_of: Rows, prose: str, expected: list[tuple[str | None, ...]]) -> None:
    columns = ("quote_type", "text", "speaker", "speaker_mention", "cue")
    assert [tuple(q[c] for c in columns) for q in rows_of(prose)["quotes"]] == expected


def test_a_quote_is_a_whole_row(rows_of: Rows) -> None:
    rows = rows_of("Maria Keller met farmers.\n\n“The bridge is safe again,” said Keller.")
    assert rows["quotes"] == [
        {
            "quote_id": "a:q001",
            "article_id": "a",
            "sentence_id": rows["sentences"][-1]["sentence_id"],
            "start": 74,
            "end": 98,
            "text": SAFE,
            "quote_type": "direct",
            "speaker": "Maria Keller",
            "speaker_entity_id": "person-maria-keller",
            "speaker_mention": "Keller",
            "speaker_start": 106,
            "speaker_end": 112,
            "cue": "said",
            "cue_start": 101,
            "cue_end": 105,
            "confidence": 0.97,
        }
    ]


def test_less_is_less_sure(rows_of: Rows) -> None:
    named, unnamed, unattributed = (
        rows_of(prose)["quotes"][0]["confidence"]
        for prose in (
            "“The bridge is safe again,” Maria Keller said.",
            "“The bridge is safe again,” the mayor said.",
            "“The bridge is now as safe as it ever was.”",
        )
    )
    assert 1 > named >= 0.9 > unnamed > unattributed > 0


@pytest.mark.parametrize(
    ("label", "text", "expected"),
    [
        ("curly", "He: “One.” She: “Two.”", ["One.", "Two."]),
        ("straight", 'He: "One." She: "Two."', ["One.", "Two."]),
        ("doubled apostrophes", "He: ''One.'' She: ''Two.''", ["One.", "Two."]),
        ("low and high", "He: „One.“ She: „Two.”", ["One.", "Two."]),
        ("angled", "He: «One.» She: «Two.»", ["One.", "Two."]),
        ("mixed", 'He: “One." She: "Two.”', ["One.", "Two."]),
        ("inner single marks", "He: “‘One’ is two.”", ["‘One’ is two."]),
        ("outer comma", "“One,” he said.", ["One"]),
        ("opening mark used to close", "“One,“ he said. “Two.“", ["One", "Two."]),
        ("inch", 'A 5" board, "they" say.', ["they"]),
        ("never closed", "“One, he said. “Two,” she said.", ["Two"]),
        ("last never closed", "“One,” he said. “Two.", ["One"]),
        ("only closed", "One,” he said. “Two.”", ["Two."]),
        ("nothing between", '“” “ ” "" “,”', []),
        ("no marks", "It’s the farmers' ‘bridge’.", []),
    ],
)
def test_marked_stretches(label: str, text: str, expected: list[str]) -> None:
    found = find_marked(text, [(0, len(text))])
    assert [text[m.start : m.end] for m in found] == expected, label


def test_a_quotation_of_several_paragraphs_is_closed_once() -> None:
    paragraphs = ["He said: “One.", "“Two.", "“Three.” All left.", "“Four."]
    text = "\n".join(paragraphs)
    bounds, start = [], 0
    for paragraph in paragraphs:
        bounds.append((start, start + len(paragraph)))
        start += len(paragraph) + 1
    found = find_marked(text, bounds)
    assert [(text[m.start : m.end], m.paragraph) for m in found] == [
        ("One.", 0),
        ("Two.", 1),
        ("Three.", 2),
    ]


MARKS = '“”„«»"'


@given(
    st.lists(st.text(st.sampled_from(MARKS + "'’ab5 .,"), max_size=30), max_size=4).map(
        lambda blocks: [b.strip() for b in blocks if b.strip()]
    )
)
def test_marked_stretches_lie_apart_inside_their_blocks(blocks: list[str]) -> None:
    text = "\n".join(blocks)
    bounds, start = [], 0
    for block in blocks:
        bounds.append((start, start + len(block)))
        start += len(block) + 1
    found = find_marked(text, bounds)
    ends = [offset for m in found for offset in (m.start, m.end)]
    assert ends == sorted(ends)
    for m in found:
        first, last = bounds[m.paragraph]
        assert first < m.start < m.end <= last
        content = text[m.start : m.end]
        assert not set(content) & set(MARKS)
        assert content == content.strip()
        assert not content.endswith(",")
