"""The suffixes that are read, by what stands behind them."""

from __future__ import annotations

from typing import Final

# One article a file; read.READERS has a reader for each.
SINGLE: Final = (
    *(".txt", ".text", ".md", ".markdown", ".html", ".htm"),
    *(".docx", ".pdf"),
)
# Tables whose rows are articles.
ROWS: Final = (".jsonl", ".ndjson", ".csv", ".tsv", ".parquet")
# Files of many articles; containers.py opens them.
ARCHIVES: Final = (
    *(".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz"),
    *(".jsonl.gz", ".csv.gz", ".warc", ".warc.gz"),
)

SUFFIXES: Final = frozenset({*SINGLE, *ROWS, *ARCHIVES})
KNOWN: Final = ", ".join((*SINGLE, *ROWS, *ARCHIVES))


def unknown_suffix(suffix: str) -> str:
    """Return what is said of a file whose suffix no reader knows."""
    return f"`{suffix}` files are not read. Save the article as one of {KNOWN}."
