"""Plain text articles: layouts, titles, datelines, dates."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset.articles import Article
from dataset.articles.layout import file_name_date, find_dateline, is_caption
from dataset.articles.text import read_text
from dataset.errors import InputError

LEAD = "Ferries to the outer islands sailed again on Monday."
BODY = "The harbour master said that all was well."
TITLE = "Ferries back at sea"


def blocks(article: Article) -> list[tuple[str, int | None, str]]:
    return [(b.kind, b.paragraph, article.text[b.start : b.end]) for b in article.blocks]


def date(article: Article) -> tuple[str | None, str | None]:
    return (str(article.date) if article.date else None, article.date_source)


LAYOUTS = [
    (
        "date running into the lead, title below",
        f" date 2021-05-03 {LEAD}\n\n{TITLE}\n\n{BODY}\n",
        [
            ("dateline", 1, "date 2021-05-03"),
            ("lead", 1, LEAD),
            ("title", 2, TITLE),
            ("body", 2, BODY),
        ],
        (TITLE, "2021-05-03", "header"),
    ),
    (
        "date running into the lead, no title",
        f"date 2021-05-03 {LEAD}\r\n\r\n{BODY}",
        [("dateline", 1, "date 2021-05-03"), ("lead", 1, LEAD), ("body", 2, BODY)],
        (None, "2021-05-03", "header"),
    ),
    (
        "header lines",
        f"Date: 3 May 2021\nTitle: {TITLE}\nBy Ada Berg\nURL: https://example.org/1\n\n{LEAD}",
        [
            ("dateline", 1, "Date: 3 May 2021"),
            ("dateline", 1, "Title:"),
            ("title", 1, TITLE),
            ("dateline", 1, "By Ada Berg"),
            ("dateline", 1, "URL: https://example.org/1"),
            ("lead", 1, LEAD),
        ],
        (TITLE, "2021-05-03", "header"),
    ),
    (
        "header lines below the title",
        f"{TITLE}\nBy Ada Berg and Olu Ojo\nDate: 2021-05-03\n\n{LEAD}\n\n{BODY}",
        [
            ("title", 1, TITLE),
            ("dateline", 1, "By Ada Berg and Olu Ojo"),
            ("dateline", 1, "Date: 2021-05-03"),
            ("lead", 1, LEAD),
            ("body", 2, BODY),
        ],
        (TITLE, "2021-05-03", "header"),
    ),
    (
        "title and dateline",
        f"{TITLE}\n\nOSLO, May 3, 2021 — {LEAD}\n\n{BODY}",
        [
            ("title", 1, TITLE),
            ("dateline", 1, "OSLO, May 3, 2021 —"),
            ("lead", 1, LEAD),
            ("body", 2, BODY),
        ],
        (TITLE, "2021-05-03", "dateline"),
    ),
    (
        "dateline in a paragraph of its own",
        f"{TITLE}\nMonday, May 3, 2021\n{LEAD}\n{BODY}",
        [
            ("title", 1, TITLE),
            ("dateline", 1, "Monday, May 3, 2021"),
            ("lead", 1, LEAD),
            ("body", 2, BODY),
        ],
        (TITLE, "2021-05-03", "dateline"),
    ),
    (
        "no title: the first paragraph is a sentence",
        f"{LEAD}\n\n{BODY}",
        [("lead", 1, LEAD), ("body", 2, BODY)],
        (None, None, None),
    ),
    ("one paragraph without a stop", "Ferries sail", [("lead", 1, "Ferries sail")], (None,) * 3),
    (
        "caption between and at the end",
        f"{TITLE}\n\n{LEAD}\n\nPhoto: the pier.\n\n{BODY}\n\nFile photo of a ferry.",
        [
            ("title", 1, TITLE),
            ("lead", 1, LEAD),
            ("caption", 2, "Photo: the pier."),
            ("body", 2, BODY),
            ("caption", None, "File photo of a ferry."),
        ],
        (TITLE, None, None),
    ),
]


@pytest.mark.parametrize(
    ("label", "text", "expected", "facts"), LAYOUTS, ids=[case[0] for case in LAYOUTS]
)
def test_layout_is_understood(
    label: str,
    text: str,
    expected: list[tuple[str, int | None, str]],
    facts: tuple[str | None, ...],
) -> None:
    article = read_text(text, "a", "a.txt")
    assert blocks(article) == expected, label
    assert (article.title, *date(article)) == facts
    assert (article.text, article.warnings) == (text, ())


def test_header_lines_fill_the_fields() -> None:
    text = f"Source: Coast News\nAuthor: Ada Berg\nLink: https://example.org\n\n{LEAD}"
    article = read_text(text, "a", "a.txt")
    assert (article.source, article.author, article.url, article.title) == (
        "Coast News",
        "Ada Berg",
        "https://example.org",
        None,
    )


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        (
            f"date 2021-13-45 {LEAD}",
            "line 1: `date 2021-13-45` is not a calendar date. Write it as YYYY-MM-DD.",
        ),
        (
            f"Title: {TITLE}\nDate: tomorrow\n\n{LEAD}",
            "line 2: `Date: tomorrow` is not a calendar date. Write it as YYYY-MM-DD.",
        ),
        (
            f"\nDate: 8/9/2021\n\n{LEAD}",
            "line 2: `Date: 8/9/2021` can be read as two dates. Write it as YYYY-MM-DD.",
        ),
    ],
)
def test_unreadable_header_date_is_a_warning_and_no_other_date_is_taken(
    text: str, warning: str
) -> None:
    article = read_text(text, "a", "2021-05-03.txt")
    assert (article.date, article.date_source, article.warnings) == (None, None, (warning,))
    assert blocks(article)[-1] == ("lead", 1, LEAD)


@pytest.mark.parametrize(
    ("label", "text", "path", "expected"),
    [
        ("header over all", f"Date: 2021-05-01\n\nOSLO, 2 May 2021 — {LEAD}", "2021-05-03.txt",
         ("2021-05-01", "header")),
        ("header with a time", f"Date: 2021-05-01T09:30:00Z\n\n{LEAD}", "a.txt",
         ("2021-05-01", "header")),
        ("dateline over file name", f"OSLO, 2 May 2021 — {LEAD}", "2021-05-03.txt",
         ("2021-05-02", "dateline")),
        ("file name", LEAD, "x/2021-05-03-ferries.txt", ("2021-05-03", "filename")),
        ("file name lends the year", f"OSLO, Dec 31 (AP) — {LEAD}", "20210101.txt",
         ("2020-12-31", "dateline")),
        ("no year anywhere", f"OSLO, Dec 31 (AP) — {LEAD}", "a.txt", (None, None)),
    ],
)  # fmt: skip
def test_date_comes_from_header_then_dateline_then_file_name(
    label: str, text: str, path: str, expected: tuple[str | None, str | None]
) -> None:
    assert date(read_text(text, "a", path)) == expected, label


@pytest.mark.parametrize(
    ("text", "dateline", "date_text"),
    [
        ("OSLO, May 3, 2021 — Boats sail.", "OSLO, May 3, 2021 —", "May 3, 2021"),
        ("OSLO, 3 May 2021 – Boats sail.", "OSLO, 3 May 2021 –", "3 May 2021"),
        ("OSLO, 3 May 2021 - Boats sail.", "OSLO, 3 May 2021 -", "3 May 2021"),
        ("OSLO (Coast News) - Boats sail.", "OSLO (Coast News) -", None),
        ("OSLO, Aug 3 (CN) —Boats sail.", "OSLO, Aug 3 (CN) —", "Aug 3"),
        ("OSLO — Boats sail.", "OSLO —", None),
        ("(Coast News) - Boats sail.", "(Coast News) -", None),
        ("Oslo (CN) — Boats sail.", "Oslo (CN) —", None),
        ("PORT OF SPAIN, Trinidad — “Boats,” he said.", "PORT OF SPAIN, Trinidad —", None),
    ],
)
def test_dateline_is_cut_from_the_prose(text: str, dateline: str, date_text: str | None) -> None:
    found = find_dateline(text)
    assert found is not None
    assert (text[: found.end], found.date_text) == (dateline, date_text)
    assert text[found.prose] in "B“"


@pytest.mark.parametrize(
    "text",
    [
        "NATO – the alliance – said so.",
        "Oslo — Norway’s capital — is calm.",
        "The ferry (CN) sailed - Boats are back.",
        "On Monday, May 3, boats sailed – All is well.",
        "Boats sail.",
        "EU - Norway talks begin.",
    ],
)
def test_dash_in_prose_is_no_dateline(text: str) -> None:
    assert find_dateline(text) is None


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a/2021-05-03-x.txt", dt.date(2021, 5, 3)),
        ("x_20210503.txt", dt.date(2021, 5, 3)),
        ("000_120210503.txt", None),
        ("2021-13-45.txt", None),
        ("2021-13-45 2021-05-03.txt", dt.date(2021, 5, 3)),
        ("30000101.txt", None),
        ("2021-05-03/x.txt", None),
    ],
)
def test_only_calendar_dates_in_the_file_name_count(path: str, expected: dt.date | None) -> None:
    assert file_name_date(path) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Photo: a boat", True),
        ("Photo by Ada Berg", True),
        ("(Image credit: Ada Berg)", True),
        ("FILE PHOTO: a boat", True),
        ("Photos of the boat were shown.", False),
        ("Video calls rose: twice as many.", False),
    ],
)
def test_captions_are_told_from_prose(text: str, expected: bool) -> None:
    assert is_caption(text) is expected


@pytest.mark.parametrize("text", ["Title: Boats", "Date: 2021-05-03\nBy Ada Berg", "Photo: a boat"])
def test_article_without_prose_is_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        read_text(text, "a", "a.txt")
    assert str(caught.value) == "a.txt: has no prose. Put the text of an article in it."


@pytest.mark.parametrize("piece", ["Date: x\n", "date 2021-05-03 ", "A - ", "OSLO, ", "By Ab "])
def test_reading_takes_time_linear_in_the_text(piece: str) -> None:
    began = time.perf_counter()
    read_text(piece * 20_000 + "Boats sail.", "a", "a.txt")
    assert time.perf_counter() - began < 5


LINES = st.lists(
    st.sampled_from(
        ["date 2021-05-03 Boats sail.", "Date: no", TITLE, LEAD, "OSLO — Boats sail.",
         "By Ada Berg", "Title: Boats", "", "", "  ", "Photo: x",
         "OSLO, May 3, 2021", "title:", "date 2021-05-03"]
    ),
    max_size=9,
)  # fmt: skip


@given(
    st.text(max_size=60)
    | st.tuples(LINES, st.sampled_from(["\n", "\r\n", "\r", "\u2028"])).map(
        lambda pair: pair[1].join(pair[0])
    )
)
def test_blocks_hold_the_whole_text_in_order_and_never_change_it(text: str) -> None:
    try:
        article = read_text(text, "a", "a.txt")
    except InputError:
        return
    edges = [edge for block in article.blocks for edge in (block.start, block.end)]
    assert edges == sorted(edges)
    assert all(block.start < block.end for block in article.blocks)
    assert edges[-1] <= len(text)
    held = "".join(text[block.start : block.end] for block in article.blocks)
    assert "".join(held.split()) == "".join(text.split())
    assert article.text == text
    prose = [block.paragraph for block in article.blocks if block.kind in ("lead", "body")]
    assert prose == list(range(1, len(prose) + 1))
