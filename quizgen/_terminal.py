"""How far long work is, shown on a terminal only; messages wait there until it is done."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

Say = Callable[[str, bool], None]  # a message, and whether it goes to stderr


def is_terminal() -> bool:
    """Say whether somebody watches: whether stderr is a terminal."""
    return sys.stderr.isatty()


def show_progress(label: str) -> Callable[[int, int], None]:
    """Return what counts on the terminal's stderr, over itself; of one piece nothing is shown."""
    shown = is_terminal()

    def step(done: int, total: int) -> None:
        if shown and total > 1:
            end = "\n" if done == total else ""
            click.echo(f"\r{label}: {done} of {total}{end}", nl=False, err=True)

    return step


@contextmanager
def messages() -> Iterator[Say]:
    """Give what says a message: at once, or on a terminal at the end, after the count."""
    held: list[tuple[str, bool]] = []

    def say(text: str, err: bool) -> None:
        if is_terminal():
            held.append((text, err))
        else:
            click.echo(text, err=err)

    try:
        yield say
    finally:  # also when interrupted: what was written is told
        for text, err in held:
            click.echo(text, err=err)
