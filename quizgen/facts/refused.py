"""Why a row or an item is not asked, and the count of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from quizgen.library import Row

Fact = TypeVar("Fact")


class Refused(Exception):
    """A row or an item is not asked; ``reason`` is the name of the check."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def made_of(
    rows: Iterable[Row], make: Callable[[Row], Fact], refused: Counter[str]
) -> Iterator[Fact]:
    """Yield what is made of each row, in order; count the reasons of those refused."""
    for row in rows:
        try:
            yield make(row)
        except Refused as exc:
            refused[exc.reason] += 1
