"""Shards: what is written is read, whatever is damaged is noticed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from dataset.analysis import analyse
from dataset.articles.text import read_text
from dataset.builder.rooms import OF_ARTICLES, ArticleRows, take_through
from dataset.builder.shard import DamagedShard, Entry, Problem, Shard, entry_of, read_entries
from dataset.entities import Told

TEXTS = {
    "a": "Date: 2021-06-16\n\nMaria Keller opened a bridge in Oslo. “It is safe,” she said.",
    "a-b": "Tom Hansen paid $ 3 million. He left Bergen on Monday.",
    "c": "It rained.",
}


@pytest.fixture(scope="module")
def articles(nlp: Language) -> list[tuple[Entry, ArticleRows | None]]:
    read = analyse([read_text(text, name, name) for name, text in TEXTS.items()], nlp)
    rows = [take_through(analysis, f"{analysis.article.article_id}.txt") for analysis in read]
    problem = Problem("news/b.txt", "b.txt", "read", "is empty.", 3)
    return [
        *((entry_of(r, f"key {r.article_id}", ()), r) for r in rows),
        (Entry("b", "key b", problems=(problem,)), None),
    ]


@pytest.fixture
def path(articles: list[tuple[Entry, ArticleRows | None]], tmp_path: Path) -> Path:
    Shard.of(articles).write(tmp_path / "one.shard")
    return tmp_path / "one.shard"


def test_a_shard_read_is_the_shard_written(
    articles: list[tuple[Entry, ArticleRows | None]], path: Path
) -> None:
    written, read = Shard.of(articles), Shard.read(path)
    assert [e.article_id for e in read.entries] == ["a-b", "a", "b", "c"]
    assert read.entries == written.entries == read_entries(path)
    for entry, rows in articles:
        if rows is None:
            continue
        name = entry.article_id
        assert Told.from_json(read.told(name)) == rows.told
        assert read.day(name) == rows.date
        assert read.article(name).equals(written.article(name))
        for table in OF_ARTICLES[1:]:
            found = read.rows(table, name, name)
            assert found.equals(written.rows(table, name, name), check_metadata=True)
            assert len(found) == read.counts(table, name) == len(rows.rows[table])
    assert read.is_next("a-b", "a")
    assert not read.is_next("a", "a-b")
    assert read.rows("events", "a-b", "c").equals(written.rows("events", "a-b", "c"))


def test_the_same_articles_give_the_same_bytes_in_any_order(
    articles: list[tuple[Entry, ArticleRows | None]], path: Path
) -> None:
    Shard.of(articles[::-1]).write(path.with_name("two.shard"))
    assert path.read_bytes() == path.with_name("two.shard").read_bytes()


@given(place=st.floats(0, 1, exclude_max=True), flip=st.integers(0, 255))
@settings(deadline=None, max_examples=60)
def test_any_damage_is_noticed(
    articles: list[tuple[Entry, ArticleRows | None]],
    at: Callable[[], Path],
    place: float,
    flip: int,
) -> None:
    path = at()
    Shard.of(articles).write(path)
    content = bytearray(path.read_bytes())
    byte = int(place * len(content))
    content[byte] ^= flip
    if not flip:
        del content[byte:]
    path.write_bytes(content)
    for read in (Shard.read, read_entries):
        with pytest.raises(DamagedShard):
            read(path)


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    folder = tmp_path_factory.mktemp("shards")
    return lambda: folder / "damaged.shard"


def test_a_shard_that_is_not_there_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(DamagedShard):
        Shard.read(tmp_path / "none.shard")
