"""Attack every regular expression and measure how its time grows.

    python -m tests.benchmarks.regexes

Each is asked of texts made to defeat it: the one :mod:`tests.regex_analysis` finds, each of its
characters and pairs of them many times over, and some that are hard for any. Printed are those
whose time grows more than :data:`GROWTH` times where the text doubles (the best of three), with
the reason that :mod:`tests.test_regexes` knows for them.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any

from tests.regex_analysis import ambiguity
from tests.regex_finder import Found, all_patterns
from tests.test_regexes import BOUNDED

LENGTH = 4_000  # characters
GROWTH = 3.0
# Shorter times say nothing of growth.
LONG_ENOUGH = 0.02  # seconds
GENERIC = (" ", "\n", '"', "“", "a", "A", "0", ",", "-", "(", "[", "a ", "A. ", "1,", "a.", "<a ",
           "Aa ", ", ", "of ", "\\", "'", "x@", "http://a.")  # fmt: skip


def texts(found: Found, n: int) -> Iterator[str]:
    """Yield texts of about ``n`` characters that may be hard for a pattern."""
    known = ambiguity(found.pattern, found.kind)
    if known is not None:
        yield known.text(n)
    source = found.pattern.pattern
    named = source if isinstance(source, str) else source.decode("latin-1")
    chars = sorted(set(named) - set("\\()[]{}?*+|^$"))[:20]
    for pump in (*GENERIC, *chars):
        yield pump * (n // len(pump)) + "\x00"


def seconds(found: Found, text: str) -> float:
    """Return the best of three times that a pattern takes for a text."""
    subject: Any = text.encode() if isinstance(found.pattern.pattern, bytes) else text
    ask = {
        "search": lambda: sum(1 for _ in found.pattern.finditer(subject)),
        "match": lambda: found.pattern.match(subject),
        "fullmatch": lambda: found.pattern.fullmatch(subject),
    }[found.kind]
    best = float("inf")
    for _ in range(3):
        begun = time.process_time()
        ask()
        best = min(best, time.process_time() - begun)
    return best


def main() -> None:
    """Print the patterns that are slow."""
    patterns, _ = all_patterns()
    once = {(f.pattern.pattern, f.pattern.flags, f.kind): f for f in patterns}
    slow = 0
    for found in once.values():
        for short, long in zip(texts(found, LENGTH), texts(found, 2 * LENGTH), strict=True):
            taken = seconds(found, long)
            if taken < LONG_ENOUGH:
                continue
            growth = taken / max(seconds(found, short), 1e-6)
            if growth > GROWTH:
                slow += 1
                source = found.pattern.pattern
                why = next((w for (m, p), w in BOUNDED.items()
                            if found.where.startswith(f"{m}:") and re.match(re.escape(p), source)),
                           "NO REASON IS KNOWN")  # fmt: skip
                print(f"{found.where} ({found.kind}): x {growth:.1f}, {short[:12]!r}…: {why}")
                break
    print(f"{len(once)} patterns, {slow} of them grow faster than their text.")


if __name__ == "__main__":
    main()
