"""Files of many articles: opened by what they are, whatever they are called."""

from __future__ import annotations

import io
from typing import IO

from dataset.articles import content
from dataset.articles.archive import read_tar, read_zip
from dataset.articles.delimited import is_table, read_table
from dataset.articles.formats import ROWS
from dataset.articles.jsonl import read_jsonl
from dataset.articles.limits import LARGEST_PARQUET_MEMBER
from dataset.articles.parquet import read_parquet
from dataset.articles.place import Found, Place, to_the_end
from dataset.articles.unpack import unpacked
from dataset.articles.warc import read_warc
from dataset.errors import InputError

# What a suffix promises, as content.kind_of names it.
_PROMISED = {
    ".zip": ".zip",
    ".tar": ".tar",
    ".tar.gz": ".gz",
    ".tgz": ".gz",
    ".tar.bz2": ".bz2",
    ".tar.xz": ".xz",
    ".warc": ".warc",
    ".warc.gz": ".gz",
    ".jsonl.gz": ".gz",
    ".csv.gz": ".gz",
    ".parquet": ".parquet",
    # Of standard input only the content is known.
    **{kind: kind for kind in (".gz", ".bz2", ".xz")},
}


def open_container(file: IO[bytes], suffix: str, place: Place) -> Found:
    """Yield the articles of a file of many, which can be sought in.

    Nothing is raised: whatever ends the file is the last thing that is yielded.
    """
    return to_the_end(lambda: _open(file, suffix, place), place)


def open_rows(stream: IO[bytes], suffix: str, place: Place) -> Found:
    """Yield the articles of a table's rows, from a stream that need not be sought in.

    Raises:
        InputError: it cannot be read on.
    """
    if suffix == ".parquet":
        if not stream.seekable():
            stream = io.BytesIO(stream.read(LARGEST_PARQUET_MEMBER))
        return read_parquet(stream, place)
    if suffix in (".csv", ".tsv"):
        return read_table(stream, place)
    return read_jsonl(stream, place)


def _open(file: IO[bytes], suffix: str, place: Place) -> Found:
    head = file.read(content.HEAD)
    file.seek(0)
    if not head.strip():
        raise place.error("is empty. Put articles in it.")
    kind, promised = content.kind_of(head), _PROMISED.get(suffix)
    if suffix in ROWS and kind not in (".parquet", ".gz", ".zip", ".tar", ".warc", ".bz2", ".xz"):
        kind = promised  # text in some encoding, or what the reader refuses
    if kind != promised:
        if kind not in (".zip", ".tar", ".gz", ".bz2", ".xz", ".warc", ".parquet"):
            known = f"but {content.NAMES[kind]}" if kind else f"though it ends in {suffix}"
            raise place.error(f"is no such file {known}. Rename it or make it again.")
        yield place.error(
            f"ends in {suffix} but is {content.NAMES[kind]}, and was read as one. Rename it."
        )
    if kind == ".zip":
        yield from read_zip(file, place)
    elif kind == ".tar":
        yield from read_tar(file, place)
    elif kind == ".warc":
        yield from read_warc(file, place)
    elif kind in (".gz", ".bz2", ".xz"):
        yield from _open_packed(unpacked(file, place.path, kind), suffix, place)
    else:
        yield from open_rows(file, ".parquet" if kind == ".parquet" else suffix, place)


def _open_packed(stream: io.BufferedReader, suffix: str, place: Place) -> Found:
    head = stream.peek(content.HEAD)
    kind = content.kind_of(head)
    if kind == ".tar" or (kind is None and suffix in (".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")):
        yield from read_tar(stream, place)
    elif kind == ".warc":
        yield from read_warc(stream, place)
    elif kind is None and suffix in (".jsonl.gz", ".csv.gz"):
        yield from open_rows(stream, suffix.removesuffix(".gz"), place)
    elif kind is None and content.is_json_lines(head[: content.HEAD]):
        yield from open_rows(stream, ".jsonl", place)
    elif kind is None and is_table(head.partition(b"\n")[0].decode("utf-8-sig", "replace")):
        yield from open_rows(stream, ".csv", place)
    else:
        inside = content.NAMES[kind] if kind else "no archive"
        raise InputError(
            place.path, f"is packed, and what it holds is {inside}. Unpack it and give that."
        )
