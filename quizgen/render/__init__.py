"""From a quiz to files: the registry of formats and :func:`write`.

Every format is one row of :data:`FORMATS`; a new one needs a function from a quiz and a
:class:`~quizgen.render.layout.Layout` to bytes, and nothing else.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from quizgen.errors import RenderError, UnknownName
from quizgen.quiz import Quiz
from quizgen.render._write import write_all
from quizgen.render.layout import DEFAULT_LAYOUT, Layout
from quizgen.versions import make_versions

__all__ = ["FORMATS", "Format", "check_output", "find_format", "write", "write_versions"]

StudentRenderer = Callable[[Quiz, Layout], bytes]
KeyRenderer = Callable[[Quiz, Layout, Sequence[Quiz]], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """How a quiz is written in one format.

    ``student`` takes a quiz and a layout; ``key`` also all versions of the quiz. ``key`` is
    None when ``student`` is the whole quiz, keys included.
    """

    name: str
    description: str
    student: StudentRenderer
    key: KeyRenderer | None = None


def _json(quiz: Quiz, _layout: Layout) -> bytes:
    # A lone surrogate has no UTF-8; backslashreplace makes it the escape JSON has for it.
    return quiz.to_json().encode("utf-8", "backslashreplace")


def _student_markdown(quiz: Quiz, layout: Layout) -> bytes:
    from quizgen.render.markdown import student_markdown

    return student_markdown(quiz, layout).encode()


def _key_markdown(quiz: Quiz, layout: Layout, versions: Sequence[Quiz]) -> bytes:
    from quizgen.render.markdown import key_markdown

    return key_markdown(quiz, layout, versions).encode()


def _student_pdf(quiz: Quiz, layout: Layout) -> bytes:
    from quizgen.render.pdf import student_pdf

    return student_pdf(quiz, layout)


def _key_pdf(quiz: Quiz, layout: Layout, versions: Sequence[Quiz]) -> bytes:
    from quizgen.render.pdf import key_pdf

    return key_pdf(quiz, layout, versions)


def _student_docx(quiz: Quiz, layout: Layout) -> bytes:
    from quizgen.render.docx import student_docx

    return student_docx(quiz, layout)


def _key_docx(quiz: Quiz, layout: Layout, versions: Sequence[Quiz]) -> bytes:
    from quizgen.render.docx import key_docx

    return key_docx(quiz, layout, versions)


def _student_html(quiz: Quiz, layout: Layout) -> bytes:
    from quizgen.render.html import student_html

    return student_html(quiz, layout).encode()


def _key_html(quiz: Quiz, layout: Layout, versions: Sequence[Quiz]) -> bytes:
    from quizgen.render.html import key_html

    return key_html(quiz, layout, versions).encode()


FORMATS: dict[str, Format] = {
    format_.name: format_
    for format_ in (
        Format("json", "the whole quiz with keys and proofs, to keep and to edit", _json),
        Format(
            "md", "student sheet and key as Markdown, to paste", _student_markdown, _key_markdown
        ),
        Format("pdf", "student sheet and key, ready to print", _student_pdf, _key_pdf),
        Format("docx", "student sheet and key, to change in Word", _student_docx, _key_docx),
        Format("html", "web page that checks answers offline, and key", _student_html, _key_html),
    )
}


def find_format(path: Path, name: str | None = None) -> Format:
    """Return the format a file is written in: the one named, else its suffix's.

    Raises:
        UnknownName: there is no such format.
    """
    name = path.suffix[1:].lower() if name is None else name
    if name not in FORMATS:
        raise UnknownName("format", name, FORMATS)
    return FORMATS[name]


def check_output(path: Path, *, format: str | None = None, per_article: bool = False) -> None:
    """Check that a file can be written, before the slow work is done.

    Raises:
        UnknownName: there is no such format.
        RenderError: the folder is missing or write-protected, or ``path`` is a folder.
    """
    find_format(path, format)
    folder = path.parent
    if per_article:
        # Folders of a batch are made as it goes; what is there already must be a folder.
        folder = next(p for p in path.parents if "{article}" not in str(p) and p.exists())
        if not folder.is_dir():
            raise RenderError(f"{path}: {folder} is not a folder. Choose another place.")
    if not folder.is_dir():
        raise RenderError(f"{path}: the folder {folder} does not exist. Make it first.")
    if path.is_dir():
        raise RenderError(f"{path}: is a folder. Name a file.")
    if not os.access(folder, os.W_OK):
        raise RenderError(f"{path}: the folder {folder} cannot be written. Choose another.")


def write(
    quiz: Quiz, path: Path, *, format: str | None = None, layout: Layout = DEFAULT_LAYOUT
) -> list[Path]:
    """Write a quiz and return the files written: the student's, then the key's beside it.

    The key of ``harbour.pdf`` is ``harbour-key.pdf``. A ``json`` file holds everything, so it
    has no key beside it, and is nothing to hand out. Existing files are replaced. All files
    are rendered before the first is written, so an error leaves none.

    Args:
        quiz: What to write.
        path: The student's file. Its suffix tells the format.
        format: One of :data:`FORMATS`, if the suffix is not to decide.
        layout: Paper, size of print and the like.

    Raises:
        UnknownName: there is no such format or language of labels.
        RenderError: the quiz cannot be rendered, or the folder is missing or write-protected.
    """
    return write_versions(quiz, path, format=format, layout=layout)


def write_versions(
    quiz: Quiz,
    path: Path,
    *,
    number: int = 1,
    format: str | None = None,
    layout: Layout = DEFAULT_LAYOUT,
    make_folders: bool = False,
) -> list[Path]:
    """Write a quiz in several versions and return the files; see :func:`write`.

    Of two versions of ``harbour.pdf`` the files are ``harbour-A.pdf``, ``harbour-A-key.pdf``,
    ``harbour-B.pdf`` and ``harbour-B-key.pdf``, and each key has a table of them all.
    ``make_folders`` makes folders that are missing.
    """
    chosen = find_format(path, format)
    versions = make_versions(quiz, number)
    contents: dict[Path, bytes] = {}
    for version in versions:
        stem = path.stem if number == 1 else f"{path.stem}-{version.label}"
        contents[path.with_name(stem + path.suffix)] = chosen.student(version, layout)
        if chosen.key is not None:
            key = chosen.key(version, layout, versions)
            contents[path.with_name(f"{stem}-key{path.suffix}")] = key
    write_all(contents, make_folders=make_folders)
    return list(contents)
