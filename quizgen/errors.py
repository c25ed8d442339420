"""Everything that can go wrong with what a user gave quizgen.

::

    QuizgenError            base: one clear line, no traceback
    ├── UnknownName         an item type, a format … that does not exist; says what does
    ├── OptionError         an option has a value that makes no sense
    ├── QuizFileError       a quiz file cannot be read or breaks its schema
    ├── NoItems             nothing could be asked with certainty
    └── RenderError         an output cannot be made or written
        ├── MissingExtra    a format needs a library that is not installed; says how to get it
        └── LossError       a format cannot hold the quiz, or not all of it and nothing may be lost
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quizgen.export.losses import LossReport

MAX_KNOWN = 20  # names a message lists: of articles there may be thousands


class QuizgenError(Exception):
    """Base of all errors a user can cause and mend. ``str()`` is one clear line."""


class UnknownName(QuizgenError):
    """A name is not one of a closed list; the message offers the nearest and the whole list."""

    def __init__(self, what: str, name: str, known: Iterable[str]) -> None:
        from rapidfuzz import process

        self.name = name
        self.known = list(known)
        nearest = process.extractOne(name, self.known, score_cutoff=60)
        hint = f" Did you mean {nearest[0]!r}?" if nearest else ""
        more = len(self.known) - MAX_KNOWN
        told = ", ".join(self.known[:MAX_KNOWN]) + (f" and {more:,} more" if more > 0 else "")
        super().__init__(f"Unknown {what} {name!r}.{hint} Known: {told}.")


class OptionError(QuizgenError, ValueError):
    """An option has a value that makes no sense; the message names it."""


class QuizFileError(QuizgenError):
    """A quiz file cannot be read or breaks its schema."""


class NoItems(QuizgenError):
    """No question could be asked with certainty."""


class RenderError(QuizgenError):
    """An output cannot be made or written."""


class MissingExtra(RenderError):
    """A format needs a library that an extra installs; ``extra`` is its name."""

    def __init__(self, what: str, module: str, extra: str) -> None:
        self.module = module
        self.extra = extra
        super().__init__(
            f"{what} needs the library {module}. Install it: pip install 'quizgen[{extra}]'."
        )


class LossError(RenderError):
    """A format cannot hold a quiz, or not all of it where nothing may be lost.

    ``report`` says what would become of each item.
    """

    def __init__(self, message: str, report: LossReport) -> None:
        self.report = report
        super().__init__(message)
