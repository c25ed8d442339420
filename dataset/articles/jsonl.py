"""JSON lines: an object a line, an article an object; read line by line, each up to a limit."""

from __future__ import annotations

import json
from typing import IO

from dataset.articles.limits import LONGEST_LINE, MOST_COLUMNS
from dataset.articles.place import Found, Place
from dataset.articles.rows import Rows, as_text

_PIECE = 1 << 20  # characters, of a line that is passed over


def read_jsonl(stream: IO[bytes], place: Place) -> Found:
    """Yield the articles of a file of JSON lines; a row's number is that of its line."""
    rows, lines = Rows(place, ".jsonl"), as_text(stream, place)
    number = seen = 0
    while line := lines.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            yield place.error(
                f"has more than {LONGEST_LINE / 1e6:.0f} million characters on one line. "
                "Put each article on a line of its own.",
                f":{number}",
            )
            while line and not line.endswith(("\n", "\r")):
                line = lines.readline(_PIECE)
            seen += 1
            continue
        if not line.strip():
            continue
        seen += 1
        try:
            row = json.loads(line)
        except RecursionError:
            yield place.error("is nested too deeply. Flatten it.", f":{number}")
            continue
        except ValueError as exc:
            reason = getattr(exc, "msg", None) or "a number is too long"
            yield place.error(
                f"is not JSON ({reason}). Write one whole object a line.", f":{number}"
            )
            continue
        if not isinstance(row, dict) or len(row) > MOST_COLUMNS:
            yield place.error('is no object like {"text": "…", "title": "…"}.', f":{number}")
            continue
        yield from rows.take(number, row)
    if not seen:
        yield place.error("is empty. Put one article on each line.")
    yield from rows.end()
