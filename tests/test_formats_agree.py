"""The same article gives the same tables, in whatever format it is read."""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import docx
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import typst
from spacy.language import Language

from dataset.analysis import analyse
from dataset.articles import READERS, Article, Source, find_sources, read_source
from dataset.articles.layout import find_dateline
from dataset.articles.pdf import read_pdf
from dataset.articles.word import read_word
from dataset.builder import read_rows

SEEDS = sorted((Path(__file__).parents[1] / "seeds").glob("[12]*"))
SAMPLE = SEEDS[::3]  # of every kind and layout; all would take minutes


class Story(NamedTuple):
    """An article without its layout; ``head`` are header lines, by key."""

    title: str
    head: dict[str, str]
    paragraphs: list[str]


def story_of(article: Article) -> Story:
    """Return what stands in an article; a dateline belongs to the paragraph it opens."""
    head = {"Date": str(article.date) if article.date_source == "header" else ""}
    head |= {
        "Source": article.source or "",
        "Author": article.author or "",
        "URL": article.url or "",
    }
    paragraphs = []
    opening = ""
    for block in article.blocks:
        text = " ".join(article.text[block.start : block.end].split())
        if block.kind == "dateline":
            opening = f"{text} " if find_dateline(f"{text} Ferries sail.") else ""
        elif block.kind in ("lead", "body"):
            paragraphs.append(opening + text)
            opening = ""
    assert article.title is not None
    return Story(article.title, {key: v for key, v in head.items() if v}, paragraphs)


def as_text(story: Story) -> bytes:
    head = "".join(f"{key}: {value}\n" for key, value in story.head.items())
    return f"{story.title}\n{head}\n".encode() + "\n\n".join(story.paragraphs).encode()


def as_markdown(story: Story) -> bytes:
    head = "".join(f"{key.lower()}: {value}\n" for key, value in story.head.items())
    marked = (re.sub(r"([\\*_#\[\]<>`&~])", r"\\\1", p) for p in story.paragraphs)
    return f"---\n{head}---\n\n# {story.title}\n\n".encode() + "\n\n".join(marked).encode()


def as_page(story: Story) -> bytes:
    names = {"Date": "date", "Source": "og:site_name", "Author": "author", "URL": "og:url"}
    head = "".join(
        f'<meta name="{names[key]}" content="{html.escape(value)}">'
        for key, value in story.head.items()
    )
    body = "".join(f"<p>{html.escape(p)}</p>" for p in story.paragraphs)
    title = f"<h1>{html.escape(story.title)}</h1>"
    return f"<html><head>{head}</head><body><article>{title}{body}</article></body></html>".encode()


def as_word(story: Story) -> bytes:
    document = docx.Document()
    document.add_heading(story.title, 0)
    for key, value in story.head.items():
        document.add_paragraph(f"{key}: {value}")
    for paragraph in story.paragraphs:
        document.add_paragraph(paragraph)
    document.save(buffer := io.BytesIO())
    return buffer.getvalue()


def as_print(story: Story, columns: int) -> bytes:
    def plain(text: str) -> str:
        return "".join(f"\\u{{{ord(c):x}}}" if not c.isalnum() and c != " " else c for c in text)

    title = f'#place(top, scope: "parent", float: true)[#text(size: 18pt)[{plain(story.title)}]]\n'
    head = [plain(f"{key}: {value}") for key, value in story.head.items()]
    body = [plain(paragraph) for paragraph in story.paragraphs]
    setup = (
        f'#set page("a4", margin: 1.5cm, columns: {columns}, numbering: "1")\n'
        '#set text(font: "Libertinus Serif", size: 10pt, lang: "en")\n'
        "#set par(justify: true, first-line-indent: 1em, spacing: 0.65em)\n"
    )
    heads = "".join(f"#par(first-line-indent: 0em)[{line}]\n" for line in head)
    made: Any = typst.compile(
        (setup + title + heads + "\n\n".join(body)).encode(), ignore_system_fonts=True
    )
    return bytes(made)


def reads(suffix: str) -> Callable[[bytes, str, str], Article]:
    return lambda data, article_id, path: READERS[suffix](data, article_id, path)


def read(seed: Path) -> Article:
    """Return the article in a file, as a build reads it."""
    (source,) = find_sources([str(seed)])
    assert isinstance(source, Source)
    return read_source(source, seed.stem)


def as_row(story: Story) -> dict[str, str | None]:
    """Return a row of a table of articles, with the names that editorial systems use."""
    return {
        "headline": story.title,
        "published": story.head.get("Date"),
        "publisher": story.head.get("Source"),
        "byline": story.head.get("Author"),
        "link": story.head.get("URL"),
        "body": "\n\n".join(story.paragraphs),
    }


def as_json_line(story: Story) -> bytes:
    return json.dumps(as_row(story)).encode()


def as_csv(story: Story) -> bytes:
    return pd.DataFrame([as_row(story)]).to_csv(index=False).encode()


def as_parquet(story: Story) -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([as_row(story)]), sink)
    return sink.getvalue()


def reads_row(suffix: str) -> Callable[[bytes, str, str], Article]:
    def reader(data: bytes, article_id: str, _: str) -> Article:
        with TemporaryDirectory() as folder:
            path = Path(folder, f"rows{suffix}")
            path.write_bytes(data)
            (source,) = find_sources([str(path)])
            assert isinstance(source, Source)
            return read_source(source, article_id)

    return reader


Format = tuple[Callable[[Story], bytes], Callable[[bytes, str, str], Article]]
# A format that can be written and read is one line here.
FORMATS: dict[str, Format] = {
    "txt": (as_text, reads(".txt")),
    "md": (as_markdown, reads(".md")),
    "html": (as_page, reads(".html")),
    "docx": (as_word, read_word),
    "pdf": (lambda story: as_print(story, 1), read_pdf),
    "jsonl": (as_json_line, reads_row(".jsonl")),
    "csv": (as_csv, reads_row(".csv")),
    "parquet": (as_parquet, reads_row(".parquet")),
    "pdf, two columns": (lambda story: as_print(story, 2), read_pdf),
}

# What says where something stands or how sure it is, and not what it is.
_PLACE = re.compile(r".*(?:_id|start|end|confidence)$")
TOLD = ("events", "quotes", "quantities", "entities", "event_participants")


def facts(article: Article, nlp: Language) -> dict[str, list[Any]]:
    """Return the rows of an article's tables, in order, without places in the text."""
    rows = read_rows(analyse([article], nlp))
    return {
        table: [
            {key: _spaced(value) for key, value in row.items() if not _PLACE.fullmatch(key)}
            for row in rows[table]
        ]
        for table in TOLD
    }


def _spaced(value: object) -> object:
    return " ".join(value.split()) if isinstance(value, str) else value


# The name of a table dates its export, not its articles: their date is a column.
OF_ROWS = ("jsonl", "csv", "parquet")


def articles_of(story: Story, name: str, date: str | None = None) -> dict[str, Article]:
    dated = story if date is None else story._replace(head={**story.head, "Date": date})
    return {
        format_: reader(write(dated if format_ in OF_ROWS else story), "a", name)
        for format_, (write, reader) in FORMATS.items()
    }


@pytest.mark.parametrize("seed", SAMPLE, ids=lambda path: path.stem)
def test_article_is_the_same_in_every_format(seed: Path) -> None:
    story = story_of(read(seed))
    for format_, article in articles_of(story, "a.x").items():
        assert story_of(article) == story, format_


@pytest.mark.parametrize("seed", SAMPLE, ids=lambda path: path.stem)
def test_article_gives_the_same_tables_in_every_format(seed: Path, nlp: Language) -> None:
    # Without header lines: plain text keeps them in its text, where the model sees them, and
    # a line more before the first sentence may change how a doubtful word of it is read.
    story = story_of(read(seed))._replace(head={})
    # The date in the name counts in every format.
    given = {
        format_: facts(article, nlp)
        for format_, article in articles_of(story, f"{seed.stem}.x", seed.stem[:10]).items()
    }

    assert given["txt"]["events"]
    for format_, found in given.items():
        assert found == given["txt"], format_
