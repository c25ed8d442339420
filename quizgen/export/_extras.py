"""Libraries that only some formats need, which an extra of the package installs."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from quizgen.errors import MissingExtra


def need(module: str, *, extra: str, what: str) -> Any:
    """Return a library. Raises ``MissingExtra``: it is not installed; says how to mend that."""
    try:
        return import_module(module)
    except ImportError as exc:
        raise MissingExtra(what, module, extra) from exc
