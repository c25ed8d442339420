"""Spellings: when two written names are one name, misspelt or carried over from another script.

Two ways, both strict. A *misspelling* is one edit away (OSA distance of rapidfuzz). A
*transliteration* is compared by sound: letters and groups that romanisations of Cyrillic,
Arabic and others interchange (kh, h; ou, u; v, w) are made one, and the results must be nearly
equal (Jaro-Winkler similarity of rapidfuzz). How the threshold was found: at
:data:`SAME_SOUND`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA, JaroWinkler

# A misspelling is at most one edit away from a name of at least this many letters: shorter
# names one edit apart are often two people (Marin, Maren).
MIN_LETTERS_FOR_TYPO: Final = 8

# Jaro-Winkler similarity of two names' sounds from which they are spellings of one name.
# Measured by ``python -m tests.benchmarks.entities --spelling`` (figures in CONTRIBUTING):
# pairs of alternate Latin spellings of one city (GeoNames) against pairs of family names.
SAME_SOUND: Final = 0.93
MIN_LETTERS_OF_SOUND: Final = 5

# Longer groups first; each pair is (what is written, what it sounds like here).
_SOUNDS: Final = (
    ("shch", "s"), ("tsch", "s"), ("tch", "s"), ("sch", "s"), ("dzh", "j"), ("dj", "j"),
    ("kh", "h"), ("gh", "g"), ("zh", "z"), ("sh", "s"), ("ch", "s"), ("ts", "t"), ("tz", "t"),
    ("ph", "f"), ("th", "t"), ("ck", "k"), ("cz", "s"), ("sz", "s"), ("rz", "z"), 
    ("ou", "u"), ("oo", "u"), ("yu", "u"), ("iu", "u"), ("ju", "u"),
    ("ya", "a"), ("ia", "a"), ("ja", "a"), ("ye", "e"), ("ie", "e"), ("je", "e"),
    ("yo", "o"), ("io", "o"), ("jo", "o"), ("ij", "i"), ("iy", "i"), ("yy", "i"), ("ii", "i"),
    ("y", "i"), ("j", "i"), ("w", "v"), ("q", "k"), ("c", "k"), ("x", "ks"),
)  # fmt: skip
_DOUBLED: Final = re.compile(r"(.)\1")
# Endings of one family name for a woman and for a man: Tsikhanouskaya, Tsikhanouski.
_FEMALE_ENDING: Final = re.compile(r"(?:[aeoi]v|in|sk|ck|tsk|zk)a(?:ya|ia|ja|)$|[aeo]va$|aya$|aia$")
_MALE_ENDING: Final = re.compile(r"(?:[aeo]v|in|ski|sky|skiy|skyi|skij|tski|tsky|ck[iy])$")


@lru_cache(maxsize=4096)
def sound(word: str) -> str:
    """Return how a folded word sounds, roughly.

    >>> sound("tsikhanouskaya"), sound("tikhanovskaya"), sound("alexander")
    ('tihanuska', 'tihanovska', 'aleksander')
    """
    found = word
    for written, heard in _SOUNDS:
        found = found.replace(written, heard.upper())
    found = found.lower()
    return _DOUBLED.sub(r"\1", _DOUBLED.sub(r"\1", found))


def is_misspelling(one: str, other: str) -> bool:
    """Say whether two folded names are one edit apart, and long enough for that to mean it.

    A plural is no misspelling: the Clintons.

    >>> is_misspelling("lukashenk0o", "lukashenko"), is_misspelling("marin", "maren")
    (True, False)
    """
    longest = max(len(one), len(other))
    if longest < MIN_LETTERS_FOR_TYPO or one[0] != other[0]:
        return False
    if one == f"{other}s" or other == f"{one}s" or _ends_otherwise(one, other):
        return False
    # A digit among letters is a slip of the finger and counts no edit of its own.
    distance = OSA.distance(_letters(one), _letters(other))
    return bool(distance == 1) or (distance == 0 and one != other)


def _letters(name: str) -> str:
    return re.sub(r"(?<=[^\W\d])\d|\d(?=[^\W\d])", "", name)


def sounds_alike(one: str, other: str) -> bool:
    """Say whether two folded words are spellings of one name.

    >>> sounds_alike("tsikhanouskaya", "tikhanovskaya"), sounds_alike("zelensky", "zelenskiy")
    (True, True)
    >>> sounds_alike("tsikhanouskaya", "tsikhanouski"), sounds_alike("keller", "kessler")
    (False, False)
    """
    if one == other:
        return True
    if min(len(one), len(other)) < MIN_LETTERS_OF_SOUND or _ends_otherwise(one, other):
        return False
    return bool(similarity(one, other) >= SAME_SOUND)


def similarity(one: str, other: str) -> float:
    """Return the Jaro-Winkler similarity of two words' sounds, 0 to 1."""
    return float(JaroWinkler.similarity(sound(one), sound(other)))


def _ends_otherwise(one: str, other: str) -> bool:
    """Say whether one name ends like a woman's and the other like a man's."""
    female = bool(_FEMALE_ENDING.search(one)), bool(_FEMALE_ENDING.search(other))
    male = bool(_MALE_ENDING.search(one)), bool(_MALE_ENDING.search(other))
    return (female[0] and not female[1] and male[1]) or (female[1] and not female[0] and male[0])
