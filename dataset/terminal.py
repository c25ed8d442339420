"""What the commands share at the terminal: plain errors, Ctrl-C, and how far long work is.

Nothing here is for libraries: they raise errors, and report progress to whom they are given.
"""

from __future__ import annotations

import sys
import time
from collections import deque
from typing import Any, ClassVar, Final

import click

from dataset.errors import DatasetError

INTERRUPTED: Final = 130  # the exit code shells give for Ctrl-C: 128 and the signal's number
PAUSE: Final = 0.1  # seconds at least between two drawings of a count
SPAN: Final = 30.0  # seconds the rate is taken over: long enough to be calm, and to notice change
EARLY: Final = 1.0  # seconds before which a rate would be a guess
_HINT: Final = "dataset.terminal.hint"  # in the context's meta
_DEFAULT_HINT: Final = "No file was left half-written."


class PlainErrors(click.Group):
    """A group in which what a user did wrong is one clear line and exit code 1.

    Ctrl-C is one line too, and exit code 130. ``errors`` are the classes of errors whose
    message is for the user.
    """

    errors: ClassVar[tuple[type[Exception], ...]] = (DatasetError,)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, turning the libraries' errors into click's."""
        try:
            return super().invoke(ctx)
        except self.errors as exc:
            raise click.ClickException(str(exc)) from exc
        except KeyboardInterrupt:
            click.echo(f"Interrupted. {ctx.meta.get(_HINT, _DEFAULT_HINT)}", err=True)
            raise click.exceptions.Exit(INTERRUPTED) from None


def when_interrupted(hint: str) -> None:
    """Set what Ctrl-C says after "Interrupted." in the command that runs: what is there now."""
    context = click.get_current_context(silent=True)
    if context is not None:
        context.meta[_HINT] = hint


def is_terminal() -> bool:
    """Say whether somebody watches: whether stderr is a terminal."""
    return sys.stderr.isatty()


class Progress:
    """Counts pieces of work in one line of stderr, drawn over itself; silent if not ``shown``.

    Call it with (pieces done, pieces in all) after each piece. The rate is that of the last
    half minute; what was done before the first call, as in work that goes on where it was
    stopped, does not count. Of one piece in all nothing is shown.
    """

    def __init__(self, label: str, *, shown: bool) -> None:
        self.label = label
        self.shown = shown
        self._line = ""  # as it stands on the terminal
        self._drawn_at = float("-inf")
        self._began: float | None = None
        self._seen: deque[tuple[float, int]] = deque()  # when, and how many were done

    def __call__(self, done: int, total: int) -> None:
        """Draw how many pieces are done, unless it was drawn just now."""
        if not self.shown or total <= 1:
            return
        now = time.monotonic()
        if self._began is None:
            self._began = now
        if now - self._drawn_at < PAUSE and done < total:
            return
        self._drawn_at = now
        self._seen.append((now, done))
        while now - self._seen[0][0] > SPAN and len(self._seen) > 2:
            self._seen.popleft()
        self._draw(f"{self.label}: {done:,} of {total:,}{self._pace(now, done, total)}")
        if done >= total:
            self.end()

    def say(self, text: str, *, err: bool = True) -> None:
        """Say a message above the count."""
        line = self._line
        if line:
            click.echo(f"\r{' ' * len(line)}\r", nl=False, err=True)
            self._line = ""
        click.echo(text, err=err)
        if line:
            self._draw(line)

    def end(self) -> None:
        """End the line, if one stands there; what comes next begins below it."""
        if self._line:
            click.echo(err=True)
        self._line = ""

    def _draw(self, line: str) -> None:
        from shutil import get_terminal_size

        # A line that breaks could not be drawn over.
        line = line[: get_terminal_size().columns - 1]
        click.echo(f"\r{line.ljust(len(self._line))}", nl=False, err=True)
        self._line = line

    def _pace(self, now: float, done: int, total: int) -> str:
        """Return the rate and the time that is left, or that it took, once these can be told."""
        if self._began is None or now - self._began < EARLY:
            return ""
        if done >= total:
            return f" (in {spell_time(now - self._began)})"
        (then, before), elapsed = self._seen[0], now - self._seen[0][0]
        rate = (done - before) / elapsed if now > then else 0.0
        if rate <= 0:
            return ""
        return f" ({spell_rate(rate)}, {spell_time((total - done) / rate)} left)"


def show_progress(label: str) -> Progress:
    """Return what counts on a terminal's stderr, and does nothing where there is none.

    Its line ends with the command that runs, however that ends.
    """
    progress = Progress(label, shown=is_terminal())
    context = click.get_current_context(silent=True)
    if context is not None:
        context.call_on_close(progress.end)
    return progress


def spell_rate(rate: float) -> str:
    """Return a rate, given in pieces a second.

    >>> [spell_rate(rate) for rate in (1234.5, 41.2, 3.25, 0.21, 0.004)]
    ['1,234 a second', '41 a second', '3.2 a second', '13 a minute', '14 an hour']
    """
    if rate >= 10:
        return f"{rate:,.0f} a second"
    if rate >= 1:
        return f"{rate:.1f} a second"
    if rate * 60 >= 1:
        return f"{rate * 60:.0f} a minute"
    return f"{rate * 3600:.0f} an hour"


def spell_time(seconds: float) -> str:
    """Return a stretch of time, given in seconds, as exactly as one cares to know it.

    >>> [spell_time(seconds) for seconds in (0.4, 44.6, 59.7, 480, 7500, 90000)]
    ['1 s', '45 s', '1 min', '8 min', '2 h 5 min', '25 h']
    """
    whole = max(1, round(seconds))
    if whole < 60:
        return f"{whole} s"
    minutes = round(whole / 60)
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if minutes and hours < 10 else f"{hours} h"
