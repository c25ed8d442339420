"""Base forms and inflections of English verbs, from lemminflect, without the parser it hooks into.

lemminflect imports spaCy, where that is installed, to add two attributes to its tokens. A quiz
from tables needs neither, and would wait a second for it; so the hook finds no spaCy while
lemminflect is loaded, unless something else has loaded it before. Other threads find it all the
same.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from types import ModuleType
from typing import Any


class _NoSpacy:
    """An importer that says, to the thread that made it, there is no spaCy."""

    def __init__(self) -> None:
        self._thread = threading.get_ident()

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: Any = None) -> None:  # noqa: ARG002
        """Raise ``ImportError`` for spaCy; say nothing of other modules."""
        if name == "spacy" and threading.get_ident() == self._thread:
            raise ImportError(name)


@contextmanager
def _without_spacy() -> Iterator[None]:
    if "spacy" in sys.modules:
        yield
        return
    finder = _NoSpacy()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


@cache
def _lemminflect() -> ModuleType:
    with _without_spacy():
        import lemminflect
    module: ModuleType = lemminflect
    return module


@cache
def base_forms(verb: str) -> tuple[str, ...]:
    """Return the base forms a verb may be of, the likeliest first.

    >>> base_forms("said"), base_forms("left")
    (('say',), ('leave',))
    """
    return tuple(_lemminflect().getLemma(verb, "VERB"))


@cache
def past_forms(verb: str) -> tuple[str, ...]:
    """Return the simple past of a base form, the commonest first.

    >>> past_forms("strike"), past_forms("admit")
    (('struck',), ('admitted',))
    """
    return tuple(_lemminflect().getInflection(verb, "VBD"))


@cache
def dictionary_forms(word: str) -> frozenset[str]:
    """Return every base form a word may be of, whatever its part of speech; none if unknown.

    >>> sorted(dictionary_forms("rigged")), sorted(dictionary_forms("turnouts"))
    (['rig'], ['turnout'])
    """
    by_part = _lemminflect().getAllLemmas(word)
    return frozenset(form for forms in by_part.values() for form in forms)
