"""Fixtures of many tests: the English pipeline, a reader of short articles, a good folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from spacy.language import Language

import dataset.language
from dataset.builder import read_text
from dataset.tables import write_tables

# The same examples in every CI run: what a run finds must not depend on luck. Elsewhere
# hypothesis looks for new ones.
settings.register_profile("ci", derandomize=True, deadline=None)
if os.environ.get("CI"):
    settings.load_profile("ci")

Rows = dict[str, list[dict[str, Any]]]

# A Wednesday, so that "on Monday" is the 14th.
HEADER = "Title: News from the valley\nDate: 2021-06-16\n\n"

ARTICLE = (
    HEADER
    + "About 1,500 farmers marched in Oslo on Monday. Soldiers attacked the village on Friday.\n\n"
    + "“The bridge is safe again,” said Maria Keller. Peter Lindqvist praised the farmers.\n"
)


@pytest.fixture(scope="session")
def nlp() -> Language:
    return dataset.language.load()


@pytest.fixture(scope="session")
def rows_of(nlp: Language) -> Callable[[str], Rows]:
    """Return a function from the prose of an article to the rows of all tables, by table."""

    def rows(prose: str) -> Rows:
        built = read_text(HEADER + prose, name="a", nlp=nlp)
        return {name: table.to_pylist() for name, table in built.tables.items()}

    return rows


@pytest.fixture(scope="session")
def _good(nlp: Language, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("good")
    write_tables(read_text(ARTICLE, name="a", nlp=nlp).tables, folder)
    return folder


@pytest.fixture
def good(_good: Path, tmp_path: Path) -> Path:
    """A folder of tables that keeps the contract; each test has its own copy."""
    folder = tmp_path / "tables"
    shutil.copytree(_good, folder)
    return folder
