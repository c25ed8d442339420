"""An invented article that gives items of every template, and what is made of it."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from spacy.language import Language

from dataset.build import read_text
from quizgen.facts import find_event_facts, find_quote_facts
from quizgen.items import Facts, make_items
from quizgen.library import Library
from quizgen.quiz import Item

TITLE = "Bergen council pays for a new bridge"
ARTICLE = f"""Title: {TITLE}
Date: 2021-06-16

Norwegian Minister Maria Keller visited Bergen on Monday. Peter Lindqvist praised Maria Keller \
for her courage.

“We will open the bridge before the end of the summer,” Keller said. Anna Berg thanked 44 \
Norwegian engineers on June 9, 2021.

Tom Hansen wrote a book about Oslo in 2019. “Nobody has asked the farmers of Stavanger about \
the road,” said Tom Hansen. Jonas Vik opened a museum in Trondheim on May 17, 2021.

Sweden and Denmark announced a ban on Russian timber. “The price of timber has doubled since \
our last winter,” said Anna Berg.

Eva Strand met Jonas Vik in Molde, Norway, on June 2, 2021. Peter Lindqvist has also criticized \
the Swedish carpenters of Molde.
"""


@pytest.fixture(scope="session")
def tables(nlp: Language) -> dict[str, Any]:
    return read_text(ARTICLE, name="bergen", nlp=nlp).tables


@pytest.fixture(scope="session")
def library(tables: dict[str, Any]) -> Library:
    return Library.of(tables)


@pytest.fixture(scope="session")
def all_items(library: Library) -> list[Item]:
    """All items of the article, also those the sceptic would refuse."""
    refused: Counter[str] = Counter()
    facts = Facts(
        list(find_event_facts(library, refused)), list(find_quote_facts(library, refused))
    )
    return list(make_items(library, facts, seed=0, refused=refused))
