"""What happens in a build, for programs: one JSON object a line."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Protocol

from dataset.errors import OutputError


class Log(Protocol):
    """Is told what happens."""

    def __call__(self, event: str, **facts: Any) -> None:
        """Take note of an event."""


def NO_LOG(event: str, **facts: Any) -> None:
    """Take no note."""


class JsonLog:
    """Writes a line for each event: ``time`` (UTC), ``seconds`` since the start, ``event``, facts.

    The seconds are those of a clock that nobody sets; the time is the computer's.
    """

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._begun = time.monotonic()

    def __call__(self, event: str, **facts: Any) -> None:
        """Write a line at once, so that whoever follows the file sees it."""
        line = {
            "time": dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds"),
            "seconds": round(time.monotonic() - self._begun, 3),
            "event": event,
            **facts,
        }
        self._file.write(json.dumps(line, ensure_ascii=True) + "\n")
        self._file.flush()


@contextmanager
def open_log(path: Path) -> Iterator[JsonLog]:
    """Yield a log that is written to the end of a file.

    Raises:
        OutputError: it cannot be written.
    """
    try:
        file = path.open("a", encoding="utf-8")
    except OSError as exc:
        raise OutputError(f"{path}: cannot be written ({exc.strerror}).") from exc
    with file:
        yield JsonLog(file)
