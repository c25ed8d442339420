"""From a quiz to pages: the registry of handouts, which :mod:`quizgen.outputs` writes.

Every format is one row of :data:`HANDOUTS`; a new one needs a function from a quiz and a
:class:`~quizgen.render.layout.Layout` to bytes, and nothing else. The files that other programs
take are in :mod:`quizgen.export`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from quizgen.quiz import Quiz
from quizgen.render.layout import Layout

__all__ = ["HANDOUTS", "Handout"]

StudentRenderer = Callable[[Quiz, Layout], bytes]
KeyRenderer = Callable[[Quiz, Layout, Sequence[Quiz]], bytes]


@dataclass(frozen=True, slots=True)
class Handout:
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


HANDOUTS: dict[str, Handout] = {
    format_.name: format_
    for format_ in (
        Handout("json", "the whole quiz with keys and proofs, to keep and to edit", _json),
        Handout(
            "md", "student sheet and key as Markdown, to paste", _student_markdown, _key_markdown
        ),
        Handout("pdf", "student sheet and key, ready to print", _student_pdf, _key_pdf),
        Handout("docx", "student sheet and key, to change in Word", _student_docx, _key_docx),
        Handout("html", "web page that checks answers offline, and key", _student_html, _key_html),
    )
}
