"""The tree below the syntax view: labels of Universal Dependencies, and children by label."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from spacy.tokens import Doc, Token

SUBJECT = frozenset({"nsubj", "nsubj:pass", "nsubj:outer"})
# What hangs on a noun without being part of its name or plain description.
LOOSE = frozenset({"acl", "acl:relcl", "appos", "parataxis", "conj", "cc", "punct", "cc:preconj"})

T = TypeVar("T")


class _Memory:
    """What was found out about the words of one Doc; another Doc takes its place.

    A builder asks the same of the same words many times over, one article after another. A
    process works on one Doc at a time, so that one place is enough and nothing piles up.
    """

    __slots__ = ("children", "doc", "found")

    def __init__(self) -> None:
        self.doc: Doc | None = None
        self.forget(None)

    def forget(self, doc: Doc | None) -> None:
        """Begin anew, with a Doc."""
        self.doc = doc
        self.children: dict[int, list[tuple[str, Token]]] = {}
        self.found: dict[Any, Any] = {}


_MEMORY = _Memory()


def remembered(function: Callable[..., T]) -> Callable[..., T]:
    """Make a function of a token, and of options by keyword, remember its answers."""

    @wraps(function)
    def ask(token: Token, **options: Any) -> T:
        doc = token.doc
        if doc is not _MEMORY.doc:
            _MEMORY.forget(doc)
        key = (function, token.i, *options.values()) if options else (function, token.i)
        try:
            answer: T = _MEMORY.found[key]
        except KeyError:
            answer = function(token, **options)
            if _MEMORY.doc is doc:
                _MEMORY.found[key] = answer
        return answer

    return ask


def children(token: Token, *labels: str) -> list[Token]:
    """Return the children with one of the labels, in text order."""
    doc = token.doc
    if doc is not _MEMORY.doc:
        _MEMORY.forget(doc)
    known = _MEMORY.children.get(token.i)
    if known is None:
        known = _MEMORY.children[token.i] = [(c.dep_, c) for c in token.children]
    return [c for label, c in known if label in labels]
