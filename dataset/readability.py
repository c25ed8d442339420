"""How hard a text is to read: the Flesch-Kincaid grade (Kincaid et al. 1975)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_E = re.compile(r"(?:[^aeiouyl]|[aeiouy]l)e$")
_SILENT_ED = re.compile(r"[^aeioutd]ed$")
_SILENT_ES = re.compile(r"(?:[^aeiousxzcghl]|[aeiouy]l)es$")


@lru_cache(maxsize=65536)
def count_syllables(word: str) -> int:
    """Return the syllables of an English word, by its groups of vowels; at least 1.

    >>> [count_syllables(w) for w in ["vote", "table", "mediation", "asked", "wanted", "OSCE"]]
    [1, 2, 4, 1, 2, 1]
    """
    word = word.lower()
    n = len(_VOWELS.findall(word))
    if _SILENT_E.search(word) or _SILENT_ED.search(word) or _SILENT_ES.search(word):
        n -= 1
    # "mediation", "region": the i does not count; "India", "radio", "being": two vowels sound.
    # So they do around a y in "mayor", and in "cooperate".
    n += len(re.findall(r"(?<![tscg])i[ao]|eo(?!u|pl)|uing|eing|[^gq]ual", word))
    n += len(re.findall(r"[aeou]y[aeiou](?!$)|coo(?=pera|rdi)", word))
    return max(1, n)


def reading_grade(sentences: Iterable[Sequence[str]]) -> float | None:
    """Return the grade (US school years), one decimal; None without words.

    Args:
        sentences: the words of each sentence, punctuation left out.
    """
    filled = [sentence for sentence in sentences if sentence]
    words = [word for sentence in filled for word in sentence]
    n_sentences = len(filled)
    if not words:
        return None
    syllables = sum(count_syllables(w) for w in words)
    return round(0.39 * len(words) / n_sentences + 11.8 * syllables / len(words) - 15.59, 1)
