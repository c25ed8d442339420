"""Quotations: which stretches are quotes, of what kind, and who is given as their speaker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.builder import read_text
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
    ("floats in the next paragraph",
     "“The bridge is safe again,” Maria Keller said.\n\n“We have waited for a year.”",
     [("direct", SAFE, *KELLER), ("direct", "We have waited for a year.", *KELLER)]),
    ("does not float behind another sentence",
     "“The bridge is safe again,” Maria Keller said. Oslo has waited long.\n\n“We have waited for "
     "a year.”",
     [("direct", SAFE, *KELLER), ("direct", "We have waited for a year.", None, None, None)]),
    ("according to, after", "“The bridge is safe again,” according to Maria Keller.",
     [("direct", SAFE, "Maria Keller", "Maria Keller", "according to")]),
    ("according to, before", "According to Maria Keller, the bridge is “safe again”.",
     [("mixed", "safe again", "Maria Keller", "Maria Keller", "According to")]),
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
    ("inches", 'The board is 12" wide and 24" long, Maria Keller said.',
     [("indirect", 'The board is 12" wide and 24" long', *KELLER)]),
    ("empty marks", "Maria Keller said: “”.", []),
    ("single marks", "‘The bridge isn’t old,’ Maria Keller said. ‘It’s the farmers’ bridge.’",
     [("direct", "The bridge isn’t old", *KELLER), ("direct", "It’s the farmers’ bridge.", *KELLER)]),
    ("straight single marks", "'The bridge isn't old,' said Maria Keller. 'It's the farmers' bridge.'",
     [("direct", "The bridge isn't old", *KELLER), ("direct", "It's the farmers' bridge.", *KELLER)]),
    ("angled marks", "«The bridge is safe again», Maria Keller said.",
     [("direct", SAFE, *KELLER)]),
    ("angled marks with spaces", "«\u202fThe bridge is safe again\u202f», Maria Keller said.",
     [("direct", SAFE, *KELLER)]),
    ("a quotation in a quotation", "“The inspector said, ‘It is safe,’ and left,” Maria Keller said.",
     [("direct", "The inspector said, ‘It is safe,’ and left", *KELLER)]),
    ("question", "“Is the bridge safe again?” asked Maria Keller. “We never knew.”",
     [("direct", "Is the bridge safe again?", "Maria Keller", "Maria Keller", "asked"),
      ("direct", "We never knew.", "Maria Keller", "Maria Keller", "asked")]),
    ("two stretches of one clause",
     "Maria Keller said the bridge was “safe again” and “open to all”.",
     [("mixed", "safe again", *KELLER), ("mixed", "open to all", *KELLER)]),
    ("participle", "Maria Keller opened the bridge, saying “we waited far too long for it.”",
     [("direct", "we waited far too long for it.", "Maria Keller", "Maria Keller", "saying")]),
    ("participle behind a told clause",
     "Maria Keller said that Peter Lindqvist left the bridge, calling him “a tired man”.",
     [("indirect", "Peter Lindqvist left the bridge", *KELLER),
      ("mixed", "a tired man", "Maria Keller", "Maria Keller", "calling")]),
    ("said to have said", "Maria Keller was quoted as saying, “The bridge is safe again.”",
     [("direct", f"{SAFE}.", "Maria Keller", "Maria Keller", "saying")]),
    ("name and colon", "Maria Keller: “The bridge is safe again.”",
     [("direct", f"{SAFE}.", "Maria Keller", "Maria Keller", ":")]),
    ("marks without a space", "Maria Keller said,“The bridge is safe again.”",
     [("direct", f"{SAFE}.", *KELLER)]),
    ("the mark behind is missing", "Maria Keller said: “The bridge is safe again.",
     [("direct", f"{SAFE}.", *KELLER)]),
    ("the mark behind is missing before its speaker",
     "“The bridge is safe again, Maria Keller said. “It is open,” said Peter Lindqvist.",
     [("direct", SAFE, *KELLER),
      ("direct", "It is open", "Peter Lindqvist", "Peter Lindqvist", "said")]),
    ("denied", "Maria Keller never said “the bridge is safe” in Oslo.", []),
    ("denied above", "Maria Keller denied saying “the bridge is safe again.”",
     [("direct", "the bridge is safe again.", None, None, None)]),
    ("asked, not asking", "When asked whether she knew, Maria Keller replied: “Never.”",
     [("direct", "Never.", "Maria Keller", "Maria Keller", "replied")]),
    ("dash", "“The bridge is safe again.” — Maria Keller, engineer",
     [("direct", f"{SAFE}.", "Maria Keller", "Maria Keller", "—")]),
    ("programme", "Maria Keller said on “Morning in Oslo” that the bridge was safe again.",
     [("indirect", "the bridge was safe again", *KELLER)]),
    ("nickname", "Anton “Bear” Lindqvist opened the bridge on Monday.", []),
    ("attributes of markup", '<note by="Maria Keller said" on="Monday, she said">It is open.</note>',
     []),
    ("that-clause without marks", "Maria Keller said that the bridge was safe again.",
     [("indirect", "the bridge was safe again", *KELLER)]),
    ("clause without that", "Maria Keller said the bridge was safe again.",
     [("indirect", "the bridge was safe again", *KELLER)]),
    ("clause in front", "The bridge was safe again, Maria Keller said.",
     [("indirect", "The bridge was safe again", *KELLER)]),
    ("clause around", "The bridge, Maria Keller said, was safe again.",
     [("indirect", "The bridge, Maria Keller said, was safe again", *KELLER)]),
    ("question without marks", "Maria Keller asked whether the bridge was safe.",
     [("indirect", "whether the bridge was safe", "Maria Keller", "Maria Keller", "asked")]),
    ("promise", "Maria Keller vowed to mend the bridge.",
     [("indirect", "to mend the bridge", "Maria Keller", "Maria Keller", "vowed")]),
    ("appeal", "Maria Keller urged farmers to leave the bridge.",
     [("indirect", "farmers to leave the bridge", "Maria Keller", "Maria Keller", "urged")]),
    ("source in front", "According to the police, the bridge was closed on Monday.",
     [("indirect", "the bridge was closed on Monday", "the police", "the police",
       "According to")]),
    ("source behind", "The bridge was closed on Monday, according to Maria Keller.",
     [("indirect", "The bridge was closed on Monday", "Maria Keller", "Maria Keller",
       "according to")]),
    ("told in told speech", "Maria Keller said Peter Lindqvist had claimed the bridge was safe.",
     [("indirect", "Peter Lindqvist had claimed the bridge was safe", *KELLER),
      ("indirect", "the bridge was safe", "Peter Lindqvist", "Peter Lindqvist", "claimed")]),
    ("not said", "Maria Keller did not say that the bridge was safe.", []),
    ("declined to say", "Maria Keller declined to say whether the bridge was safe.", []),
    ("may be said", "Maria Keller might say that the bridge is safe.", []),
    ("thought", "Maria Keller believes the bridge is safe.", []),
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
        ("last never closed", "“One,” he said. “Two.", ["One", "Two."]),
        ("only closed", "One,” he said. “Two.”", ["Two."]),
        ("nothing between", '“” “ ” "" “,”', []),
        ("single", "It’s the farmers' ‘bridge’.", ["bridge"]),
        ("possessive inside single", "‘The boys’ club,’ he said.", ["The boys’ club"]),
        ("clipped words", "In the '90s they saw 'em, ’twas ‘em.", []),
        ("double inside single", "'He said \"no\" twice,' she said.", ['He said "no" twice']),
        ("reversed angles", "»Nein«, sagte er.", ["Nein"]),
        ("spaced angles", "« Oui », dit-il.", ["Oui"]),
        ("tag", '<a href="x" title="y">It</a> is “so”.', ["so"]),
        ("doubled marks", "``One,'' he said.", ["One"]),
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
    assert [(text[m.start : m.end], m.paragraph, m.closed, m.goes_on) for m in found] == [
        ("One.", 0, False, True),
        ("Two.", 1, False, True),
        ("Three.", 2, True, False),
        ("Four.", 3, False, False),
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
        # Marks of the other kind belong to what is quoted.
        assert m.single or not set(content) & set(MARKS)
        assert content == content.strip()
        assert not content.endswith(",")


def test_turns_of_a_transcript_are_their_speakers_words(rows_of: Rows) -> None:
    rows = rows_of(
        "Maria Keller spoke in Oslo on Monday.\n\nKELLER: The bridge is safe.\n\n"
        "HOST: Has it been checked?\n\nKELLER: Twice this year."
    )["quotes"]
    assert [(q["quote_type"], q["text"], q["speaker"], q["cue"]) for q in rows] == [
        ("direct", "The bridge is safe.", "Maria Keller", ":"),
        ("direct", "Twice this year.", "Maria Keller", ":"),
    ]


def test_a_headline_tells_what_somebody_of_the_article_says() -> None:
    def quotes(title: str) -> list[tuple[str, str | None]]:
        built = read_text(f"{title}\n\nMaria Keller spoke in Oslo on Monday.", name="a")
        return [(q["text"], q["speaker"]) for q in built.tables["quotes"].to_pylist()]

    assert quotes("Keller: bridge is safe again") == [("bridge is safe again", "Maria Keller")]
    assert quotes("Oslo Diary: bridge is safe again") == []


def test_a_quotation_of_two_paragraphs_has_one_speaker(rows_of: Rows) -> None:
    rows = rows_of(
        "Peter Lindqvist met farmers.\n\n“The bridge is safe,” Maria Keller said. “We checked "
        "it.\n\n“It will open soon.”\n\n“Nobody has told us,” Peter Lindqvist said."
    )["quotes"]
    assert [(q["text"], q["speaker"]) for q in rows] == [
        ("The bridge is safe", "Maria Keller"),
        ("We checked it.", "Maria Keller"),
        ("It will open soon.", "Maria Keller"),
        ("Nobody has told us", "Peter Lindqvist"),
    ]


def test_first_persons_of_reported_speech_are_not_its_speaker(rows_of: Rows) -> None:
    rows = rows_of("Maria Keller told my sister that we had lost my bridge.")
    assert [m["text"] for m in rows["mentions"] if m["mention_type"] == "pronoun"] == []
    assert [q["text"] for q in rows["quotes"]] == ["we had lost my bridge"]


PIECES = [
    "“The bridge is safe,” Maria Keller said. ",
    "Peter Lindqvist said that the bridge was old. ",
    "According to the police, nobody was hurt. ",
    "“It is “so” safe, ",
    "The so-called ‘bridge tax’ was dropped. ",
    "'It isn't,' said Anna Holm. ",
    "He said: «We know.» ",
    "Farmers' plans, she said, weren't “popular”. ",
    "\n\n",
    "“",
    "” ",
    "' ",
]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=9))
def test_rows_stand_where_they_say_and_do_not_cross(pieces: list[str]) -> None:
    built = read_text("Oslo News\n\nMaria Keller met farmers. " + "".join(pieces), name="a")
    text = built.tables["articles"].to_pylist()[0]["text"]
    rows = built.tables["quotes"].to_pylist()
    for row in rows:
        assert text[row["start"] : row["end"]] == row["text"] == row["text"].strip() != ""
        assert row["text"][0] not in '“”«»"'
        assert row["text"][-1] not in "“«"
        for name in ("speaker", "cue"):
            start, end = row[f"{name}_start"], row[f"{name}_end"]
            shown = row["speaker_mention"] if name == "speaker" else row["cue"]
            assert (start is None) == (end is None) == (shown is None)
            assert start is None or text[start:end] == shown != ""
        assert row["quote_type"] == "indirect" or 0 < row["confidence"] < 1
    for n, one in enumerate(rows):
        for other in rows[n + 1 :]:
            apart = one["end"] <= other["start"] or other["end"] <= one["start"]
            nested = one["start"] <= other["start"] and other["end"] <= one["end"]
            assert apart or nested


WHOLE = [
    "“The bridge is safe,” Maria Keller said.",
    "Peter Lindqvist said that the bridge was old.",
    "According to the police, nobody was hurt in Bergen.",
    "‘It isn’t the farmers’ road,’ said Anna Holm.",
    "Karin Dahl replied: «We know it well.»",
]


@settings(max_examples=25, deadline=None)
@given(st.permutations(WHOLE), st.integers(0, len(WHOLE) - 1))
def test_a_quotation_taken_out_takes_only_its_rows(sentences: list[str], gone: int) -> None:
    def said(paragraphs: list[str]) -> list[tuple[str, str | None]]:
        text = "\n\n".join(["Oslo News", "The council met on Monday.", *paragraphs])
        rows = read_text(text, name="a").tables["quotes"].to_pylist()
        return [(q["text"], q["speaker"]) for q in rows]

    whole = said(sentences)
    assert len(whole) == len(WHOLE)
    assert said(sentences[:gone] + sentences[gone + 1 :]) == whole[:gone] + whole[gone + 1 :]
