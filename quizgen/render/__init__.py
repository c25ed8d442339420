"""From a quiz to files: the registry of formats and :func:`write`.

Every format is one row of :data:`FORMATS`; a new one needs a function from a quiz and a paper
size to bytes, and nothing else.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from quizgen.errors import RenderError, UnknownName
from quizgen.quiz import Quiz
from quizgen.render._write import write_all

__all__ = ["FORMATS", "Format", "check_output", "find_format", "write"]

Renderer = Callable[[Quiz, str], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """How a quiz is written in one format.

    The functions take a quiz and a paper size, which most ignore. ``key`` is None when
    ``student`` is the whole quiz, keys included.
    """

    name: str
    description: str
    student: Renderer
    key: Renderer | None = None


def _json(quiz: Quiz, _paper: str) -> bytes:
    # A lone surrogate has no UTF-8; backslashreplace makes it the escape JSON has for it.
    return quiz.to_json().encode("utf-8", "backslashreplace")


def _student_markdown(quiz: Quiz, _paper: str) -> bytes:
    from quizgen.render.markdown import student_markdown

    return student_markdown(quiz).encode()


def _key_markdown(quiz: Quiz, _paper: str) -> bytes:
    from quizgen.render.markdown import key_markdown

    return key_markdown(quiz).encode()


def _student_pdf(quiz: Quiz, paper: str) -> bytes:
    from quizgen.render.pdf import student_pdf

    return student_pdf(quiz, paper=paper)


def _key_pdf(quiz: Quiz, paper: str) -> bytes:
    from quizgen.render.pdf import key_pdf

    return key_pdf(quiz, paper=paper)


FORMATS: dict[str, Format] = {
    format_.name: format_
    for format_ in (
        Format("json", "the whole quiz with keys and proofs, to keep and to edit", _json),
        Format("md", "student sheet and key as Markdown", _student_markdown, _key_markdown),
        Format("pdf", "student sheet and key, ready to print", _student_pdf, _key_pdf),
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
    if per_article and "{article}" in str(folder):
        return  # the folder's name is not known yet
    if not folder.is_dir():
        raise RenderError(f"{path}: the folder {folder} does not exist. Make it first.")
    if path.is_dir():
        raise RenderError(f"{path}: is a folder. Name a file.")
    if not os.access(folder, os.W_OK):
        raise RenderError(f"{path}: the folder {folder} cannot be written. Choose another.")


def write(quiz: Quiz, path: Path, *, format: str | None = None, paper: str = "a4") -> list[Path]:
    """Write a quiz and return the files written: the student's, then the key's beside it.

    The key of ``harbour.pdf`` is ``harbour-key.pdf``. A ``json`` file holds everything, so it
    has no key beside it, and is nothing to hand out. Existing files are replaced. All files
    are rendered before the first is written, so an error leaves none.

    Args:
        quiz: What to write.
        path: The student's file. Its suffix tells the format.
        format: One of :data:`FORMATS`, if the suffix is not to decide.
        paper: ``"a4"`` or ``"us-letter"``, for ``pdf``.

    Raises:
        UnknownName: there is no such format or paper.
        RenderError: the quiz cannot be rendered, or the folder is missing or write-protected.
    """
    chosen = find_format(path, format)
    contents = {path: chosen.student(quiz, paper)}
    if chosen.key is not None:
        contents[path.parent / f"{path.stem}-key{path.suffix}"] = chosen.key(quiz, paper)
    write_all(contents)
    return list(contents)
