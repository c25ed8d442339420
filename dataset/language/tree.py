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

    doc: Doc | None = None
    found: dict[Any, Any]

    def of(self, doc: Doc) -> dict[Any, Any]:
        """Return what is remembered of a Doc."""
        if doc is not self.doc:
            self.doc, self.found = doc, {}
        return self.found


_MEMORY = _Memory()


def remembered(function: Callable[..., T]) -> Callable[..., T]:
    """Make a function of a token, and of options by keyword, remember its answers."""

    @wraps(function)
    def ask(token: Token, **options: Any) -> T:
        found = _MEMORY.of(token.doc)
        key = (function, token.i, *options.values())
        if key not in found:
            found[key] = function(token, **options)
        answer: T = found[key]
        return answer

    return ask


def children(token: Token, *labels: str) -> list[Token]:
    """Return the children with one of the labels, in text order."""
    return [c for label, c in _labelled(token) if label in labels]


@remembered
def _labelled(token: Token) -> list[tuple[str, Token]]:
    return [(c.dep_, c) for c in token.children]
