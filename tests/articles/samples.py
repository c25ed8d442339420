"""What the tests of reading share."""

from __future__ import annotations

import io
import tarfile
import warnings
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO

from dataset.articles import Article, Inputs, Source, article_ids, read_source
from dataset.articles.names import suffix_of
from dataset.errors import InputError

TEXT = "Ferries sail again\n\nFerries sail again from the harbour. Nobody was hurt on Monday.\n"
PROSE = "Ferries sail again from the harbour. Nobody was hurt on Monday."
KNOWN = (
    ".txt, .text, .md, .markdown, .html, .htm, .docx, .pdf, .jsonl, .ndjson, .csv, .tsv, "
    ".parquet, .zip, .tar, .tar.gz, .tgz, .tar.bz2, .tar.xz, .jsonl.gz, .csv.gz, .warc, .warc.gz"
)
PAGE = (
    "<!doctype html><html><head><title>Boats</title></head><body><article><h1>Boats</h1>"
    + "<p>Ferries sail again from the harbour of Oslo, said the mayor of the town.</p>" * 3
    + "</article></body></html>"
)


def find(
    *inputs: str | Path, columns: Mapping[str, str] | None = None, stdin: IO[bytes] | None = None
) -> tuple[list[Source], list[str]]:
    """Return the sources and the lines of the errors."""
    with Inputs([str(i) for i in inputs], columns=columns, stdin=stdin) as given:
        found = list(given.sources())
        again = list(given.sources())
    assert [str(f) for f in found] == [str(f) for f in again]
    sources = [f for f in found if isinstance(f, Source)]
    assert len({s.origin for s in sources}) == len(sources)
    return sources, [str(f) for f in found if isinstance(f, InputError)]


def read_all(
    *inputs: str | Path, columns: Mapping[str, str] | None = None, stdin: IO[bytes] | None = None
) -> tuple[list[Article], list[str]]:
    """Return the articles, and the lines of the errors of finding, then of reading."""
    sources, lines = find(*inputs, columns=columns, stdin=stdin)
    ids = article_ids(sources)
    articles = []
    for source in sources:
        try:
            articles.append(read_source(source, ids[source.origin]))
        except InputError as exc:
            lines.append(str(exc))
    return articles, lines


def read(path: Path, article_id: str | None = None) -> Article:
    """Return the article in one file."""
    source = Source(str(path), path.name, path.name, str(path), suffix_of(path.name))
    return read_source(source, article_id or article_ids([source])[source.origin])


def zipped(members: Iterable[tuple[str, bytes]], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of duplicates
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name), data, compression)
    return file.getvalue()


def tarred(members: Iterable[tuple[str, bytes | tarfile.TarInfo]], mode: str = "w:gz") -> bytes:
    """Return a tar archive; a member that is no bytes is a header."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in members:
            info = tarfile.TarInfo(name) if isinstance(data, bytes) else data
            info.size = len(data) if isinstance(data, bytes) else 0
            archive.addfile(info, io.BytesIO(data) if isinstance(data, bytes) else None)
    return file.getvalue()
