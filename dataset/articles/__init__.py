"""Articles as people have them, one module a format, into one record.

::

    find_inputs   files, folders, patterns -> paths
    article_ids   paths -> keys
    read          path -> Article, by the reader its suffix names in READERS
"""

from __future__ import annotations

import glob
import hashlib
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from dataset.articles import decode
from dataset.articles.article import Article, Block
from dataset.articles.html import read_html
from dataset.articles.markdown import read_markdown
from dataset.articles.text import read_text
from dataset.errors import InputError

__all__ = ["READERS", "Article", "Block", "article_ids", "find_inputs", "read"]

# Text, article_id, path -> Article. A new format is a new module and a line here.
READERS: dict[str, Callable[[str, str, str], Article]] = {
    "": read_text,
    ".txt": read_text,
    ".text": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
}

# Files that lie beside articles and are none.
NOT_ARTICLES = frozenset(
    {
        *("authors", "changelog", "code_of_conduct", "contributing", "copying", "copyright"),
        *("licence", "license", "notice", "readme", "security"),
    }
)
LONGEST_SLUG = 80  # characters; file systems and spreadsheets cope

_KNOWN = ", ".join(suffix for suffix in READERS if suffix)


def read(path: Path, *, name: str | None = None) -> Article:
    """Return the article in the file at ``path``.

    Args:
        path: the file; its suffix, in any case, picks the reader.
        name: the ``article_id``, where :func:`article_ids` gave one; else the file's slug.

    Raises:
        InputError: if the file cannot be read or holds no article.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise InputError(str(path), _unknown_suffix(path))
    text, warnings = decode.decode(decode.read_bytes(path), path)
    article = reader(text, _slug(path.stem) if name is None else name, str(path))
    return replace(article, warnings=(*warnings, *article.warnings))


def find_inputs(inputs: Iterable[str]) -> tuple[list[Path], list[InputError]]:
    """Return the files that ``inputs`` name, each once, and an error for each that names none.

    An input is a file, a folder (searched to its depth) or a pattern the shell left alone. Of
    folders and patterns only files with a known suffix are taken, sorted by path; hidden files
    and the like of README and LICENSE are left out. The latter are also left out where several
    inputs are given, for a shell that expands ``news/*`` names them too.
    """
    given = list(inputs)
    paths: list[Path] = []
    errors: list[InputError] = []
    for item in given:
        try:
            paths += _expand(item, alone=len(given) == 1)
        except InputError as error:
            errors.append(error)
    once = {os.path.realpath(path): path for path in reversed(paths)}
    return [path for path in paths if once[os.path.realpath(path)] is path], errors


def _expand(item: str, *, alone: bool) -> list[Path]:
    path = Path(item)
    if item and os.path.isdir(item):
        found = _in_folder(path)
        if not found:
            raise InputError(item, f"holds no articles. Put files in it that end in {_KNOWN}.")
        return found
    if item and os.path.lexists(item):
        if _is_aside(path) and not alone:
            return []
        if path.suffix.lower() not in READERS:
            raise InputError(item, _unknown_suffix(path))
        return [path]
    if glob.has_magic(item):
        matches = sorted(map(Path, glob.glob(item, recursive=True)))
        found = [
            file
            for match in matches
            for file in (_in_folder(match) if match.is_dir() else [match])
            if _is_wanted(file)
        ]
        if not found:
            raise InputError(
                item, f"no file matches the pattern. Articles end in {_KNOWN}; check the folder."
            )
        return found
    raise InputError(item, "does not exist. Check the spelling of the path.")


def _in_folder(folder: Path) -> list[Path]:
    found = []
    for root, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [path for name in files if _is_wanted(path := Path(root, name))]
    return sorted(found)


def _is_wanted(path: Path) -> bool:
    known = path.suffix.lower() in READERS and path.suffix != ""
    return known and not path.name.startswith(".") and not _is_aside(path)


def _is_aside(path: Path) -> bool:
    return path.stem.lower().replace("-", "_") in NOT_ARTICLES


def _unknown_suffix(path: Path) -> str:
    return f"`{path.suffix}` files are not read. Save the article as one of {_KNOWN}."


def article_ids(paths: Iterable[Path]) -> dict[Path, str]:
    """Return the key of each article, unique among ``paths``.

    The key is the slug of the file's stem. Files whose stems give the same slug all get the
    hash of their folder's name and their own after it, or, if these too are the same, of the
    whole path as given. So a key depends on its own path, and changes only when the first
    file of the same name joins.

    >>> list(
    ...     article_ids(
    ...         [Path("a/Talks in Oslo.txt"), Path("b/vote.txt"), Path("c/vote.md")]
    ...     ).values()
    ... )
    ['talks-in-oslo', 'vote-1ae111', 'vote-2e01a0']
    """
    distinct = list(dict.fromkeys(paths))
    ids = {path: _slug(path.stem) for path in distinct}
    steps: tuple[Callable[[Path], str], ...] = (
        lambda path: f"{path.parent.name}/{path.name}",
        lambda path: path.as_posix(),
    )
    for step in steps:
        counts = Counter(ids.values())
        for path, article_id in ids.items():
            if counts[article_id] > 1:
                ids[path] = f"{_slug(path.stem)}-{_hash(step(path))}"
    if len(set(ids.values())) < len(ids):  # a stem that ends in another one's hash
        ids = {path: f"{_slug(path.stem)}-{_hash(path.as_posix(), 40)}" for path in distinct}
    return ids


def _slug(stem: str) -> str:
    """Return lower-case ASCII with hyphens; letters that have none are told apart by a hash."""
    plain = unicodedata.normalize("NFKD", stem)
    ascii_only = plain.encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-")
    lost = any(char.isalnum() and not char.isascii() for char in plain)
    if not slug or lost or len(slug) > LONGEST_SLUG:
        slug = f"{slug[:LONGEST_SLUG].strip('-') or 'article'}-{_hash(stem)}"
    return slug


def _hash(value: str, length: int = 6) -> str:
    return hashlib.sha1(value.encode("utf-8", "surrogateescape")).hexdigest()[:length]
