"""Web pages: the article is found in them, and what is around it is not read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.articles.html import read_html
from dataset.errors import InputError
from tests.articles.samples import read

ROOT = Path(__file__).parents[2]
BODY = """
<p>Ferries to the islands sail again after a strike of nine days, the harbour said on Monday.</p>
<p>&ldquo;All is <em>well</em>,&rdquo; said Ana Lind, who has led the harbour for twelve years.</p>
<h2>What comes next</h2>
<ul><li>The night ferry returns on Friday, with two crossings instead of the usual three.</li></ul>
<blockquote>We have waited long enough for this day to come, all of us.</blockquote>
"""
PAGE = """<!DOCTYPE html><html><head><title>Back at sea | The Island</title>{head}</head><body>
<nav><a href="/">Home</a><a href="/sport">Sport</a></nav><div class="cookie-notice">We use
cookies.</div><main><article><h1>Back at sea</h1>{body}</article></main>
<footer>All rights reserved.</footer><script>alert("Ferries")</script></body></html>"""


def page(head: str = "", body: str = BODY) -> str:
    return PAGE.format(head=head, body=body)


def test_article_is_read_and_nothing_around_it() -> None:
    article = read_html(page(), "a", "a.html")

    assert [(b.kind, article.text[b.start : b.end]) for b in article.blocks] == [
        ("title", "Back at sea"),
        (
            "lead",
            "Ferries to the islands sail again after a strike of nine days, the harbour said on "
            "Monday.",
        ),
        ("body", "“All is well,” said Ana Lind, who has led the harbour for twelve years."),
        ("caption", "What comes next"),
        (
            "body",
            "The night ferry returns on Friday, with two crossings instead of the usual three.",
        ),
        ("body", "We have waited long enough for this day to come, all of us."),
    ]
    assert article.title == "Back at sea"


OPEN_GRAPH = '<meta property="article:published_time" content="2021-05-03T08:00:00Z">'
JSON_LD = (
    '<script type="application/ld+json">{"@graph": [{"datePublished": "2021-05-03T08:00:00+02:00"}]}'
    "</script>"
)
BROKEN_JSON_LD = '<script type="application/ld+json">{"datePublished": </script>'


@pytest.mark.parametrize(
    ("head", "date"),
    [
        pytest.param(OPEN_GRAPH, "2021-05-03", id="Open Graph"),
        pytest.param('<meta name="Date" content="3 May 2021">', "2021-05-03", id="name"),
        pytest.param(JSON_LD, "2021-05-03", id="JSON-LD"),
        pytest.param(BROKEN_JSON_LD, None, id="broken JSON-LD"),
        pytest.param("", None, id="none"),
    ],
)
def test_date_is_that_of_the_head_and_never_guessed(head: str, date: str | None) -> None:
    body = (
        BODY + "<p>The harbour was opened on 1 March 1950, and the ferries came a year later.</p>"
    )
    article = read_html(page(head, body), "a", "a.html")

    assert (article.date and article.date.isoformat()) == date
    assert article.date_source == ("header" if date else None)


def test_marked_time_is_the_date() -> None:
    time = '<time itemprop="datePublished" datetime="2021-05-03">yesterday</time>'

    assert str(read_html(page(body=time + BODY), "a", "a.html").date) == "2021-05-03"


def test_date_that_is_none_is_a_warning() -> None:
    article = read_html(page('\n\n<meta name="date" content="2021-13-45">'), "a", "a.html")

    assert article.date is None
    assert article.warnings == (
        "line 3: `2021-13-45` is not a calendar date. Write it as YYYY-MM-DD.",
    )


def test_head_names_source_author_and_address() -> None:
    head = (
        '<meta property="og:site_name" content="The  Island"><meta name="author" content="Bo Ek">'
        '<link rel="canonical" href="https://island.example/back">'
    )
    article = read_html(page(head), "a", "a.html")

    assert (article.source, article.author, article.url) == (
        "The Island",
        "Bo Ek",
        "https://island.example/back",
    )


def test_address_of_a_profile_is_no_author() -> None:
    head = '<meta property="article:author" content="https://island.example/bo">'

    assert read_html(page(head), "a", "a.html").author is None


@pytest.mark.parametrize(
    "text", ["<html></html>", "<p></p>", "<script>Ferries sail.</script>", "<!-- -->", "&nbsp;"]
)
def test_page_without_an_article_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"page|prose|article"):
        read_html(text, "a", "a.html")


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        article = read_html(page(body=f"<p>{text}</p>{BODY}"), "a", "a.html")
    except InputError:
        return
    assert all(article.text[b.start : b.end].strip() for b in article.blocks)


def test_seed_is_read_as_its_reader_sees_it() -> None:
    article = read(ROOT / "seeds/2010-10-14-chile-mine-rescue.html")

    assert article.title == "Shift foreman is last of 33 miners to leave Chilean mine"
    assert str(article.date) == "2010-10-14"
    assert article.source == "quizgen seeds"
    assert "cookies" not in article.text
    assert "Related" not in article.text
    assert "“I hand the shift over to you and hope this never happens again,”" in article.text
