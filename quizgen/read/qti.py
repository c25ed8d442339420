"""QTI packages and documents of any version: opened with care, and given to who reads them.

Files come from strangers. Nothing is written to disk, no entity is resolved, nothing is fetched,
and what would grow beyond all measure is refused before it does.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib

from lxml import etree

from quizgen.errors import QuizFileError
from quizgen.read.qti2_elements import is_part, name_of
from quizgen.read.qti2_package import read_documents
from quizgen.read.reading import Reading
from quizgen.read.xml import AGAIN, Element, parse, parse_whole

# Far above what packages of questions have: the largest banks of text have some ten thousand.
MAX_MEMBERS = 50_000
MAX_DOCUMENT = 20_000_000  # bytes of one XML document
MAX_DOCUMENTS = 200_000_000  # bytes of all
# Deflate reaches 1,000; XML that says the same over and over, 100.
MAX_RATIO = 250
SMALL = 100_000  # bytes, at which no ratio matters
XML_SUFFIXES = (".xml", ".qti", ".dat")  # the last are Blackboard's, and XML


def read(data: bytes, name: str) -> Reading:
    """Return the questions of a QTI package (zip) or of one document, of version 1.2, 2 or 3.

    Raises:
        QuizFileError: it cannot be opened, holds no questions, or is made to do harm.
    """
    reading = Reading()
    if data.startswith(b"PK"):
        documents = _documents(data, name, reading)
    else:
        if len(data) > MAX_DOCUMENT:
            raise QuizFileError(f"{name}: is larger than {MAX_DOCUMENT // 1_000_000} MB. {AGAIN}")
        documents = {"": parse_whole(data, name)}
    old = [root for root in documents.values() if name_of(root) == "questestinterop"]
    if not old and not any(is_part(root) for root in documents.values()):
        if reading.losses:  # it has documents, but none that could be read
            return reading
        raise QuizFileError(
            f"{name}: holds no QTI questions: no <questestinterop> (version 1.2), "
            f"<assessmentItem> (2) or <qti-assessment-item> (3). {AGAIN}"
        )
    if old:
        from quizgen.read import qti12

        for root in old:
            qti12.read_questions(root, reading)
    read_documents(documents, reading)
    return reading


def _documents(data: bytes, name: str, reading: Reading) -> dict[str, Element]:
    """Return the XML documents of a package by their paths, the manifest's order first."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        members = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as exc:
        raise QuizFileError(f"{name}: is a damaged zip file ({exc}). {AGAIN}") from exc
    if len(members) > MAX_MEMBERS:
        raise QuizFileError(
            f"{name}: holds {len(members):,} files; {MAX_MEMBERS:,} may be in a package. {AGAIN}"
        )
    documents: dict[str, Element] = {}
    total = 0
    for member in members:
        path = member.filename.replace("\\", "/")
        if path.startswith("/") or ".." in path.split("/"):
            raise QuizFileError(
                f"{name}: the file {member.filename!r} in it would stand outside of the package. "
                f"No tool for quizzes writes such files: do not use it."
            )
        if member.is_dir() or not path.lower().endswith(XML_SUFFIXES):
            continue
        content = _content(package, member, name)
        total += len(content)
        if total > MAX_DOCUMENTS:
            raise QuizFileError(
                f"{name}: its documents have more than {MAX_DOCUMENTS // 1_000_000} MB. "
                "Export fewer questions at once."
            )
        if path.lower().endswith(".dat") and not content.lstrip().startswith(b"<"):
            continue
        try:
            documents[posixpath.normpath(path)] = parse(content, f"{name}: {path}")
        except etree.XMLSyntaxError as exc:
            reading.left_out(f"file {path}", f"is no well-formed XML: {exc.msg}")
    return documents


def _content(package: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bytes:
    """Return a document of a package, if it is no bomb."""
    place = f"{name}: {member.filename}"
    if member.flag_bits & 0x1:
        raise QuizFileError(f"{place}: is locked with a password. Export it without one.")
    try:
        with package.open(member) as file:
            # What the directory says of sizes may be a lie.
            content = file.read(MAX_DOCUMENT + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError) as exc:
        raise QuizFileError(f"{place}: cannot be unpacked ({exc}). {AGAIN}") from exc
    ratio = len(content) / max(1, member.compress_size)
    if len(content) > MAX_DOCUMENT or (len(content) > SMALL and ratio > MAX_RATIO):
        raise QuizFileError(
            f"{place}: unpacks to more than a document of questions has. If it is one, export "
            "fewer questions at once."
        )
    return content
