"""Why a row or an item is not asked."""

from __future__ import annotations


class Refused(Exception):
    """A row or an item is not asked; ``reason`` is the name of the check."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
