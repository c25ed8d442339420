"""What rows depend on: the article's bytes, and everything that reads them."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Final

from dataset.articles.source import Source

# Parts of the package that no row depends on.
ASIDE: Final = frozenset(
    {"__pycache__", "builder", "data", "package", "report", "synthesize", "training", "cli.py"}
)
# Parts of the builder that rows do depend on; the rest only moves them about.
_OF_BUILDER: Final = ("rooms.py", "shard.py", "work.py")
# Packages whose other version may read other rows.
LIBRARIES: Final = (
    *("lemminflect", "lxml", "markdown-it-py", "nupunkt", "numpy", "onnxruntime", "py3langid"),
    *("pypdfium2", "python-docx", "python-frontmatter", "rapidfuzz", "spacy", "trafilatura"),
)


def key_of(source: Source, article_id: str, data: bytes, software: str) -> str:
    """Return the key of all that goes into an article's rows, 32 hexadecimal digits.

    Equal keys promise equal rows. ``data`` is the article's content.
    """
    parts: Iterable[str] = (
        *(software, article_id, source.shown, source.name, source.suffix),
        *(f"{name}={value}" for name, value in source.fields),
        hashlib.sha256(data).hexdigest(),
    )
    told = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(told).hexdigest()[:32]


@cache
def software_key(model: str | None) -> str:
    """Return a key of this program, its libraries and a model: what else rows depend on.

    The program's own files count, not its version: so nobody gets rows of yesterday's code.
    """
    package = Path(__file__).parents[1]
    hashed = hashlib.sha256()
    for path in _files(package, ASIDE):
        hashed.update(_hash_of(path, package))
    for name in _OF_BUILDER:
        hashed.update(_hash_of(package / "builder" / name, package))
    for library in LIBRARIES:
        hashed.update(f"{library} {_version(library)}\n".encode())
    hashed.update(unicodedata.unidata_version.encode())
    if model:
        folder = Path(model)
        hashed.update(f"model {model} {_version(model)}\n".encode())
        for path in _files(folder, frozenset()) if folder.is_dir() else ():
            hashed.update(_hash_of(path, folder))
    return hashed.hexdigest()


def _files(folder: Path, aside: frozenset[str]) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and not aside.intersection(path.relative_to(folder).parts)
        and path.suffix != ".pyc"
    )


def _hash_of(path: Path, folder: Path) -> bytes:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").digest()
    return path.relative_to(folder).as_posix().encode("utf-8", "surrogateescape") + digest


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except (metadata.PackageNotFoundError, ValueError):
        return "none"
