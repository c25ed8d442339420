"""The tree below the syntax view: labels of Universal Dependencies, and children by label."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from dataset.language.view import Token

SUBJECT = frozenset({"nsubj", "nsubj:pass", "nsubj:outer"})
# What hangs on a noun without being part of its name or plain description.
LOOSE = frozenset({"acl", "acl:relcl", "appos", "parataxis", "conj", "cc", "punct", "cc:preconj"})

T = TypeVar("T")


def remembered(function: Callable[..., T]) -> Callable[..., T]:
    """Make a function of a token, and of options by keyword, remember its answers.

    A builder asks the same of the same words many times over. Each word keeps what was found
    out about it, so that all is forgotten with the text.
    """
    if len(signature(function).parameters) == 1:

        @wraps(function)
        def ask(token: Token) -> T:
            found = token.found
            if function not in found:
                found[function] = function(token)
            answer: T = found[function]
            return answer

        return ask

    @wraps(function)
    def ask_with(token: Token, **options: Any) -> T:
        key = (function, *options.values())
        found = token.found
        if key not in found:
            found[key] = function(token, **options)
        answer: T = found[key]
        return answer

    return ask_with


def children(token: Token, *labels: str) -> list[Token]:
    """Return the children with one of the labels, in text order."""
    found = []
    for child in token.children:  # most words have none or few: a list in one go costs more
        if child.dep_ in labels:
            found.append(child)
    return found
