"""WARC files, as crawlers and web archives write them: each page that came whole is an article."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO

from dataset.articles.decode import too_large
from dataset.articles.limits import LARGEST_FILE
from dataset.articles.media import as_utf8, kind_by_type, name_of
from dataset.articles.names import printable
from dataset.articles.place import Found, Place
from dataset.articles.read import missing
from dataset.errors import InputError

_PAGES = frozenset({"response", "resource"})


class _Pieces:
    """A stream that gives what it has: of what is damaged further on, nothing before gets lost."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)


def read_warc(stream: IO[bytes], place: Place) -> Found:
    """Yield the pages of an unpacked WARC file, by their addresses.

    Pages are the records ``response`` (with status 200) and ``resource`` whose content is HTML;
    all others are passed over.
    """
    try:
        from warcio.archiveiterator import ArchiveIterator
    except ImportError as exc:
        raise missing(exc, place.path) from exc

    class Quiet(ArchiveIterator):  # type: ignore[misc]
        INC_RECORD = ""  # it would be written to stderr; we count err_count instead

    seen: set[int] = set()
    any_record = met = False
    records, misplaced = Quiet(_Pieces(stream)), 0
    for record in records:
        any_record = True
        if records.err_count > misplaced:
            misplaced = records.err_count
            yield place.error("has a record of another length than it says. Fetch it again.")
        if record.rec_type is None:
            yield place.error("has a record without a type; it is left out. Fetch it again.")
        if record.rec_type not in _PAGES:
            continue
        http = record.http_headers
        if record.rec_type == "response" and (http is None or http.get_statuscode() != "200"):
            continue
        headers = http if http is not None else record.rec_headers
        media_type = headers.get_header("Content-Type") or ""
        if kind_by_type(media_type) != ".html":
            continue
        met = True
        address = printable(record.rec_headers.get_header("WARC-Target-URI") or "page").strip("<>")
        shown, n = address, 1
        while hash(shown) in seen:  # captured more than once
            n += 1
            shown = f"{address} ({n})"
        seen.add(hash(shown))
        try:
            data = record.content_stream().read(LARGEST_FILE + 1)
        except InputError:
            raise  # the file itself cannot be read on
        except Exception as exc:  # its content is packed in one of several ways, and damaged
            yield place.error(f"is damaged ({type(exc).__name__}). Fetch it again.", f"/{shown}")
            continue
        if len(data) > LARGEST_FILE:
            yield place.error(too_large(len(data)), f"/{shown}")
            continue
        yield place.source(
            f"/{shown}",
            name=name_of(address, ".html"),
            suffix=".html",
            data=as_utf8(data, media_type),
            fields=(("url", address),),
        )
    if not any_record:
        yield place.error("is empty or no WARC file. Fetch it again.")
    elif not met:
        yield place.error("holds no web page that came whole. Give one that has some.")
