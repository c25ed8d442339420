"""Paragraphs, whichever way a text marks them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset.paragraphs import paragraphs

LONG = (
    "The ferry to the outer islands sailed again on Monday after a pause of three weeks, and "
    + ("the harbour master said that nobody had missed it more than he had.")
)

CASES = [
    ("nothing", "", []),
    ("only white space", " \n\t\r\n ", []),
    ("one line", "  Boats sail. ", ["Boats sail."]),
    ("every line where no line is blank", "Boats\nsail.", ["Boats", "sail."]),
    ("soft wraps between blank lines", "A title\n\nBoats\nsail.", ["A title", "Boats\nsail."]),
    ("windows line ends", "Boats\r\nsail.\r\n\r\nAll is well.", ["Boats\r\nsail.", "All is well."]),
    ("old mac line ends", "Boats\rsail.\r\rAll is well.", ["Boats\rsail.", "All is well."]),
    ("white space on the blank line", "Boats\nsail.\n \t\nWell.", ["Boats\nsail.", "Well."]),
    ("form feed", "Boats\nsail.\fAll is well.", ["Boats\nsail.", "All is well."]),
    ("line separator", "Boats\u2028sail.", ["Boats", "sail."]),
    ("paragraph separator", "Boats\nsail.\u2029All is well.", ["Boats\nsail.", "All is well."]),
    (
        "a title over long lines, of which each is a paragraph",
        f"A title\n\n{LONG}\n{LONG}\nShort one.",
        ["A title", LONG, LONG, "Short one."],
    ),
]


@pytest.mark.parametrize(("label", "text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_text_is_cut_into_paragraphs(label: str, text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in paragraphs(text)] == expected, label


@given(
    st.text(alphabet=st.sampled_from("aB. \t\n\r\f\x0b\x1c\x85\u2028\u2029\u00a0é"), max_size=60)
)
def test_spans_are_ordered_disjoint_stripped_and_hold_all_that_is_not_white_space(
    text: str,
) -> None:
    spans = paragraphs(text)
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(set(edges))
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
    kept = "".join(text[start:end] for start, end in spans)
    assert "".join(kept.split()) == "".join(text.split())
