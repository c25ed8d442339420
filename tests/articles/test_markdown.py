"""Markdown articles: front matter and extraction."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset.articles.markdown import read_markdown
from dataset.errors import InputError

PROSE = "Ferries sail again."


def test_markup_is_dropped_and_its_words_are_kept() -> None:
    text = """# Back *at sea*

OSLO, 3 May 2021 — Ferries **sail**
again, [the pier](https://example.org) said &amp; `waved`.<br>

![A ferry](ferry.jpg)

## Timetable

- Monday is *first*.
- Tuesday follows.

> “All is well,” he said.

```
code
```

<div>raw</div>
"""
    article = read_markdown(text, "a", "a.md")
    assert [
        (block.kind, block.paragraph, article.text[block.start : block.end])
        for block in article.blocks
    ] == [
        ("title", 1, "Back at sea"),
        ("dateline", 1, "OSLO, 3 May 2021 —"),
        ("lead", 1, "Ferries sail again, the pier said & waved."),
        ("caption", 2, "A ferry"),
        ("caption", 2, "Timetable"),
        ("body", 2, "Monday is first."),
        ("body", 3, "Tuesday follows."),
        ("body", 4, "“All is well,” he said."),
    ]
    assert (article.title, str(article.date), article.date_source) == (
        "Back at sea",
        "2021-05-03",
        "dateline",
    )


def test_front_matter_fills_the_fields() -> None:
    text = (
        "---\r\ntitle: No\r\ndate: 2021-05-03\r\nsource: 7\r\nauthor: [Ada Berg, Olu Ojo]\r\n"
        f"url: https://example.org\r\nlicense: CC BY 4.0\r\nother: {{a: b}}\r\n---\r\n\r\n{PROSE}"
    )
    article = read_markdown(text, "a", "2020-01-01.md")
    assert (article.title, str(article.date), article.date_source, article.warnings) == (
        "No",
        "2021-05-03",
        "header",
        (),
    )
    assert (article.source, article.author, article.url, article.text) == (
        "7",
        "Ada Berg, Olu Ojo",
        "https://example.org",
        PROSE,
    )


@pytest.mark.parametrize(
    ("label", "text", "title", "kinds"),
    [
        ("only in the front matter", f"---\ntitle: Boats\n---\n{PROSE}", "Boats", ["lead"]),
        ("only a heading", f"# Boats\n\n{PROSE}", "Boats", ["title", "lead"]),
        ("both and equal", f"---\ntitle: boats\n---\n# Boats\n\n{PROSE}", "boats",
         ["title", "lead"]),
        ("both and different", f"---\ntitle: Boats\n---\n# News\n\n{PROSE}", "Boats",
         ["caption", "lead"]),
        ("a null in the front matter", f"---\ntitle: ~\n---\n# Boats\n\n{PROSE}", "Boats",
         ["title", "lead"]),
        ("a plain first line", f"Boats\n\n{PROSE}", "Boats", ["title", "lead"]),
        ("none", f"{PROSE}\n\n{PROSE}", None, ["lead", "body"]),
        ("a rule is no front matter", f"---\n\n{PROSE}\n\n---\n", None, ["lead"]),
        ("an open front matter is a rule", f"---\n\n{PROSE}", None, ["lead"]),
    ],
)  # fmt: skip
def test_title_is_found(label: str, text: str, title: str | None, kinds: list[str]) -> None:
    article = read_markdown(text, "a", "a.md")
    assert (article.title, [block.kind for block in article.blocks]) == (title, kinds), label


@pytest.mark.parametrize(
    ("matter", "warning"),
    [
        ("date: 2021-13-45",
         "line 2: `date: 2021-13-45` is not a calendar date. Write it as YYYY-MM-DD."),
        ("title: Boats\ndate: true",
         "line 3: `date: true` is not a calendar date. Write it as YYYY-MM-DD."),
        ("date: 2021-05-03\ntitle: [a, b]",
         "line 3: `title` is not a single value. Write `title: text`."),
    ],
)  # fmt: skip
def test_value_that_cannot_be_used_is_a_warning(matter: str, warning: str) -> None:
    assert read_markdown(f"---\n{matter}\n---\n{PROSE}", "a", "a.md").warnings == (warning,)


def test_broken_front_matter_is_refused_with_its_line() -> None:
    with pytest.raises(InputError) as caught:
        read_markdown(f"---\ndate: 2021-05-03\ntitle: Boats: again\n---\n{PROSE}", "a", "a.md")
    assert str(caught.value) == (
        "a.md:3: the front matter is broken (mapping values are not allowed here). "
        "Write one `key: value` a line and put values with a colon in quotation marks."
    )


@pytest.mark.parametrize("text", ["---\ntitle: Boats\n---\n", "# Boats", "```\ncode\n```"])
def test_article_without_prose_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="has no prose"):
        read_markdown(text, "a", "a.md")


PIECES = [
    *("---\n", "title: a\n", "date: [\n", "# Boats\n", "\n", "* a\n", "> b\n", "![c](d)\n"),
    *("&amp;", "<b>", "`x`", "Boats sail.\n", "\u2028", "date 2021-05-03 x", "***", "[", "]("),
    ": ",
]


@given(st.text(max_size=40) | st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_only_an_input_error_is_raised_and_blocks_hold_the_text(text: str) -> None:
    try:
        article = read_markdown(text, "a", "a.md")
    except InputError:
        return
    edges = [edge for block in article.blocks for edge in (block.start, block.end)]
    assert edges == sorted(edges)
    held = "".join(article.text[block.start : block.end] for block in article.blocks)
    assert "".join(held.split()) == "".join(article.text.split())
