"""Tables of events and quotes in, comprehension quizzes with proven answer keys out.

The names below are the library's door; each is imported when it is first used, so that
``import quizgen`` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from quizgen.compose import make_quiz
    from quizgen.errors import QuizgenError
    from quizgen.inputs import open_inputs
    from quizgen.outputs import write
    from quizgen.pipeline import make
    from quizgen.quiz import Item, Quiz, load

__all__ = ["Item", "Quiz", "QuizgenError", "load", "make", "make_quiz", "open_inputs", "write"]

_HOMES = {
    "quizgen.compose": ("make_quiz",),
    "quizgen.errors": ("QuizgenError",),
    "quizgen.inputs": ("open_inputs",),
    "quizgen.outputs": ("write",),
    "quizgen.pipeline": ("make",),
    "quizgen.quiz": ("Item", "Quiz", "load"),
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
