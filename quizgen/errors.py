"""Everything that can go wrong with what a user gave quizgen.

::

    QuizgenError            base: one clear line, no traceback
    ├── UnknownName         an item type, a format … that does not exist; says what does
    ├── QuizFileError       a quiz file cannot be read or breaks its schema
    ├── NoItems             nothing could be asked with certainty
    └── RenderError         an output cannot be made or written
"""

from __future__ import annotations

from collections.abc import Iterable

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


class QuizFileError(QuizgenError):
    """A quiz file cannot be read or breaks its schema."""


class NoItems(QuizgenError):
    """No question could be asked with certainty."""


class RenderError(QuizgenError):
    """An output cannot be made or written."""
