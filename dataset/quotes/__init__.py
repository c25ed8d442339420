"""Quotations: the room of the table ``quotes``."""

from dataset.quotes.find import find_article_marks, find_quotes, quoted_tokens
from dataset.quotes.marks import find_marked
from dataset.quotes.records import Marked, Quote

__all__ = ["Marked", "Quote", "find_article_marks", "find_marked", "find_quotes", "quoted_tokens"]
