"""Texts that no newspaper prints are read in reasonable time, and their tables keep the contract.

How the time grows is measured by ``python -m tests.benchmarks.adversarial``.
"""

from __future__ import annotations

import faulthandler
from collections.abc import Iterator
from pathlib import Path

import pytest
from spacy.language import Language

from dataset.analysis import make_doc
from dataset.articles.text import read_text as read_article
from dataset.builder import read_text
from dataset.errors import InputError
from dataset.language.boundaries import LONGEST_PIECE, starts_in
from dataset.language.tokenizer import LONGEST_RUN
from dataset.tables import check, write_tables
from tests.hostile_texts import LEAD, TEXTS

# Enough for two windows of the encoder; the rooms' time at length is the benchmark's.
LENGTH = 600  # characters
LONG = 20_000
# A guard against a hang; a text takes about half a second.
PATIENCE = 120  # seconds


@pytest.fixture(autouse=True)
def _no_hang() -> Iterator[None]:
    faulthandler.dump_traceback_later(PATIENCE, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()


@pytest.mark.parametrize("name", TEXTS)
def test_tables_of_a_hostile_text_keep_the_contract(
    name: str, nlp: Language, tmp_path: Path
) -> None:
    built = read_text(TEXTS[name](LENGTH), name="a", nlp=nlp)
    write_tables(built.tables, tmp_path)
    assert check(tmp_path) == []
    assert built.n_articles == 1


@pytest.mark.parametrize("name", TEXTS)
def test_words_of_a_long_hostile_text_are_all_of_it(name: str, nlp: Language) -> None:
    article = read_article(TEXTS[name](LONG), "a", "a")
    assert make_doc(article, nlp).text == article.text
    for start, end in ((b.start, b.end) for b in article.blocks):
        assert 0 <= start < end <= len(article.text)


def test_a_run_without_spaces_is_read_in_parts(nlp: Language) -> None:
    run = "“" * (3 * LONGEST_RUN)
    doc = make_doc(read_article(f"{LEAD}{run} Ana left.", "a", "a"), nlp)
    assert doc.text.endswith(f"{run} Ana left.")
    assert [t.text for t in doc[-3:]] == ["Ana", "left", "."]


def test_a_sentence_begins_where_a_very_long_paragraph_is_cut() -> None:
    text = "a " * LONGEST_PIECE
    assert starts_in(text, [(0, len(text))]) == {0, LONGEST_PIECE}


def test_halves_of_characters_are_replaced_and_told(nlp: Language) -> None:
    built = read_text(f"{LEAD}\n\nShe left \ud83d alone.", name="a", nlp=nlp)
    assert built.tables["articles"]["text"].to_pylist() == [f"{LEAD}\n\nShe left \ufffd alone."]
    assert [p.message for p in built.problems] == [
        "holds halves of characters (surrogates); each is replaced by \ufffd. "
        "Save the text again as UTF-8."
    ]


@pytest.mark.parametrize("text", ["", " " * LONG, "\n" * LONG, "\t" * LONG, "\f" * LONG])
def test_white_space_alone_holds_no_article(text: str, nlp: Language) -> None:
    with pytest.raises(InputError, match="has no prose"):
        read_text(text, name="a", nlp=nlp)
