"""The keys of articles: what ``article_id`` is made of."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import PurePath

from dataset.articles.source import Source

LONGEST_SLUG = 80  # characters; file systems and spreadsheets cope

_NAME, _PATH = 3, 20  # bytes kept of the hashes of a source's folder and name, and of its path


def article_ids(sources: Iterable[Source]) -> dict[str, str]:
    """Return the key of each article by its source's ``origin``, unique among ``sources``.

    The key is the slug of the name's stem. Sources whose stems give the same slug all get the
    hash of their folder's name and their own after it, or, if these too are the same, of the
    whole path as given. So a key depends on its own path, and changes only when the first
    source of the same name joins. Sources are gone through once and not kept.

    >>> def at(path: str) -> Source:
    ...     name = PurePath(path).name
    ...     return Source(path, path, name, path, PurePath(path).suffix)
    >>> list(article_ids(map(at, ["a/Talks in Oslo.txt", "b/vote.txt", "c/vote.md"])).values())
    ['talks-in-oslo', 'vote-1ae111', 'vote-2e01a0']
    """
    ids: dict[str, str] = {}
    hashes = bytearray()  # in the order of ids; far smaller than the sources
    for source in sources:
        if source.origin not in ids:
            ids[source.origin] = slug(stem_of(source))
            path = PurePath(source.path)
            hashes += _digest(f"{path.parent.name}/{source.name}")[:_NAME]
            hashes += _digest(path.as_posix())
    bare = list(ids.values())
    for start, end in ((0, _NAME), (_NAME, _NAME + 3)):
        counts = Counter(ids.values())
        if len(counts) == len(ids):
            return ids
        for at, (origin, article_id) in enumerate(ids.items()):
            if counts[article_id] > 1:
                offset = at * (_NAME + _PATH)
                ids[origin] = f"{bare[at]}-{hashes[offset + start : offset + end].hex()}"
    if len(set(ids.values())) < len(ids):  # a stem that ends in another one's hash
        for at, origin in enumerate(ids):
            offset = at * (_NAME + _PATH) + _NAME
            ids[origin] = f"{bare[at]}-{hashes[offset : offset + _PATH].hex()}"
    if len(set(ids.values())) < len(ids):  # paths that only look the same
        for at, origin in enumerate(ids):
            ids[origin] = f"{bare[at]}-{_digest(origin).hex()}"
    return ids


def stem_of(source: Source) -> str:
    """Return the name without its suffix.

    >>> stem_of(Source("v1.2:7", "v1.2:7", "v1.2/7.jsonl", "v1.2:7", ".jsonl"))
    'v1.2/7'
    """
    name, suffix = source.name, source.suffix
    return name[: -len(suffix)] if suffix and name.lower().endswith(suffix) else name


def slug(stem: str) -> str:
    """Return lower-case ASCII with hyphens; letters that have none are told apart by a hash."""
    plain = unicodedata.normalize("NFKD", stem)
    ascii_only = plain.encode("ascii", "ignore").decode()
    found = re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-")
    lost = any(char.isalnum() and not char.isascii() for char in plain)
    if not found or lost or len(found) > LONGEST_SLUG:
        found = f"{found[:LONGEST_SLUG].strip('-') or 'article'}-{_digest(stem)[:3].hex()}"
    return found


def _digest(value: str) -> bytes:
    return hashlib.sha1(value.encode("utf-8", "surrogateescape"), usedforsecurity=False).digest()
