"""Numbers in digits and words: their value, and the bounds of those that give none."""

from __future__ import annotations

import re
from typing import Final

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NUMBER_WORDS: Final = {
    **{w: n for n, w in enumerate(_ONES)},
    **{w: 10 * n for n, w in enumerate(_TENS, 2)},
}
SCALES: Final = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "m": 1e6,
    "mn": 1e6,
    "bn": 1e9,
}
# Plurals that give an order of magnitude, and their least value: two of what one is.
VAGUE: Final = {
    "dozens": 24.0,
    "scores": 40.0,
    "hundreds": 200.0,
    "thousands": 2e3,
    "millions": 2e6,
    "billions": 2e9,
    "trillions": 2e12,
}
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_FRACTIONS: Final = {
    "half": 0.5,
    "third": 1 / 3,
    "quarter": 0.25,
    "fourth": 0.25,
    "fifth": 0.2,
    "sixth": 1 / 6,
    "seventh": 1 / 7,
    "eighth": 0.125,
    "ninth": 1 / 9,
    "tenth": 0.1,
}


def is_digits(word: str) -> bool:
    """Say whether a word is a number in digits, thousands parted by commas."""
    return bool(_DIGITS.fullmatch(word))


def parse_number(text: str) -> float | None:
    """Return the value of a number in digits or words; None if it is no plain number.

    >>> parse_number("1,500"), parse_number("twenty-two"), parse_number("1.5 billion")
    (1500.0, 22.0, 1500000000.0)
    >>> parse_number("3-2") is None, parse_number("dozens") is None
    (True, True)
    """
    total = 0.0
    current: float | None = None
    for word in text.lower().replace("-", " ").split():
        if is_digits(word):
            if current is not None:
                return None
            current = float(word.replace(",", ""))
        elif word in NUMBER_WORDS:
            tens = current is not None and current >= 20 and current % 10 == 0
            if current is not None and not (tens or current % 100 == 0):
                return None
            current = (current or 0) + NUMBER_WORDS[word]
        elif word == "dozen":
            current = (1.0 if current is None else current) * 12
        elif word in SCALES:
            scale = SCALES[word]
            current = (1.0 if current is None else current) * scale
            if scale > 100:
                total, current = total + current, None
        elif word != "and" or current is None:
            return None
    if current is None and not total:
        return None
    if re.search(r"\d-\d", text):
        return None
    return total + (current or 0)


def parse_vague(text: str) -> tuple[float, float] | None:
    """Return the bounds of a number of which only the order is told; None for other texts.

    The least is two of what the word names, the most is below ten of it.

    >>> parse_vague("tens of thousands"), parse_vague("dozens")
    ((20000.0, 99999.0), (24.0, 99.0))
    >>> parse_vague("three thousand") is None
    True
    """
    words = text.lower().split()
    if words and words[-1] in VAGUE:
        least = VAGUE[words[-1]]
        one = least / 2 if words[-1] not in {"dozens", "scores"} else 10.0
        if len(words) == 1:
            return least, 10 * one - 1
        factor = {"tens of": 10.0, "hundreds of": 100.0}.get(" ".join(words[:-1]))
        if factor is not None:
            return least * factor, 10 * factor * one - 1
    return None


def parse_fraction(text: str) -> float | None:
    """Return the value of a fraction in words; None for other texts.

    >>> parse_fraction("two-thirds"), parse_fraction("a quarter"), parse_fraction("half")
    (0.6666666666666666, 0.25, 0.5)
    """
    words = text.lower().replace("-", " ").split()
    if not words or len(words) > 2:
        return None
    part = _FRACTIONS.get(words[-1].removesuffix("s"))
    if part is None:
        return None
    if len(words) == 1:
        return part if words[0] == "half" else None
    times = 1 if words[0] in {"a", "one"} else NUMBER_WORDS.get(words[0])
    plural = words[-1].endswith("s")
    return times * part if times and plural == (times > 1) and times * part < 1 else None
