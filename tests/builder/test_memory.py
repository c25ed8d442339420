"""dataset.read: tables of a text in memory, in as many threads as one likes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest
from spacy.language import Language

import dataset
from dataset.entities import rows as entity_rows
from dataset.errors import InputError
from dataset.schema import TABLES
from dataset.tables import Tables

TEXT = (
    "Bridge opens\n\nMayor Maria Keller opened a bridge in {place} on Monday. "
    "“It cost {n} million dollars,” she said. Soldiers attacked the village.\n"
)


def test_a_text_is_read_into_frames() -> None:
    tables = dataset.read(TEXT.format(place="Oslo", n=3), name="bridge")
    assert list(tables) == list(TABLES)
    assert repr(tables).startswith("<Tables: 1 articles, 4 sentences, ")
    for name in TABLES:
        frame = getattr(tables, name)
        assert isinstance(frame, pd.DataFrame)
        assert list(frame.columns) == tables[name].column_names
    quote = tables.quotes.iloc[0]
    (text,) = tables.articles["text"]
    assert text[quote["start"] : quote["end"]] == quote["text"] == "It cost 3 million dollars"
    assert quote["speaker"] == "Maria Keller"
    frame = tables.quotes
    frame["text"] = "changed"
    assert list(tables.quotes["text"]) == [quote["text"]], "each look makes a new frame"


@pytest.mark.parametrize("text", ["", "Title: Nothing\n"])
def test_what_is_no_article_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        dataset.read(text)


def test_half_a_character_is_replaced_and_told() -> None:
    tables = dataset.read("Maria Keller left \ud800 Oslo.")
    assert list(tables.articles["text"]) == ["Maria Keller left \ufffd Oslo."]
    assert len(tables.problems) == 1


def test_threads_read_as_one_does(nlp: Language) -> None:
    texts = [TEXT.format(place=place, n=n) for n in range(6) for place in ("Oslo", "Moss", "Voss")]

    def read(n: int) -> Tables:
        return dataset.read(texts[n], name=f"a{n}", nlp=nlp)

    alone = [read(n) for n in range(len(texts))]
    with ThreadPoolExecutor(6) as pool:
        together = list(pool.map(read, range(len(texts))))
    for one, other in zip(alone, together, strict=True):
        assert all(one[name].equals(other[name], check_metadata=True) for name in TABLES)


def test_rows_that_do_not_fit_in_memory_change_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n, place in enumerate(("Oslo", "Moss", "Voss", "Oslo")):
        (tmp_path / f"a{n}.txt").write_text(TEXT.format(place=place, n=n + 2), "utf-8")
    roomy = dataset.make_tables(tmp_path).tables
    monkeypatch.setattr(entity_rows, "MOST_IN_MEMORY", 1)
    tight = dataset.make_tables(tmp_path).tables
    assert all(roomy[name].equals(tight[name]) for name in TABLES)
    assert roomy.entities["n_articles"].max() == 4
