"""Synthetic news: fictional articles whose tables are known before anybody reads them.

For scale tests, for lessons on the errors of extraction, and for property tests::

    synthesize("fiction", articles=500, seed=1)
    # dataset build fiction/articles --out fiction/built

Everything is invented and says so. Rows come from how a sentence was made, never from the
extractor. Modules: ``grammar`` (templates as data), ``names``, ``calendar``; ``writer``,
``clauses``, ``quoting``, ``sentences`` (English with offsets); ``layouts``, ``article``; ``gold``
(rows), ``folder`` (files).
"""

from __future__ import annotations

from dataset.synthesize.article import make_article, make_articles
from dataset.synthesize.folder import synthesize
from dataset.synthesize.records import SyntheticArticle

__all__ = ["SyntheticArticle", "make_article", "make_articles", "synthesize"]
