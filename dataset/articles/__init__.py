"""Articles as people have them, one module a format, into one record.

::

    find_sources   files, folders, patterns, addresses -> sources, in the order of names
    Inputs         the same, to be gone through twice
    article_ids    sources -> keys
    read_source    source -> Article, by the reader its suffix names in READERS

A source is one article that was found and is not yet read. Files of many articles (tables,
archives, crawls) are gone through by ``containers``; ``limits`` has every limit.
"""

from __future__ import annotations

from dataset.articles.article import Article, Block
from dataset.articles.columns import parse_columns
from dataset.articles.find import Inputs, find_sources
from dataset.articles.keys import article_ids
from dataset.articles.read import READERS, content_of, read_source
from dataset.articles.source import Source

__all__ = [
    "READERS",
    "Article",
    "Block",
    "Inputs",
    "Source",
    "article_ids",
    "content_of",
    "find_sources",
    "parse_columns",
    "read_source",
]
