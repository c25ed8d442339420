"""Spellings: when two written names are one name, misspelt or carried over from another script.

Two ways, both strict. A *misspelling* is one edit away (OSA distance of rapidfuzz). A
*transliteration* is compared by sound: letters and groups that romanisations of Cyrillic,
Arabic and others interchange (kh, h; ou, u; w, v) are made one; then the consonants must be the
same, and the whole nearly so (Levenshtein similarity of rapidfuzz).

``python -m tests.benchmarks.spelling`` measures it: pairs of Latin spellings of one city (GeoNames)
from countries of other scripts against pairs of family names (Faker). The rule finds 50 of 100
spellings and confuses 1.3 of 10,000 pairs of names; Jaro-Winkler similarity of the sounds, the
other way tried, finds 42 of 100 where it confuses as many (threshold .953).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA, Levenshtein

from dataset import lexicon

# A misspelling is at most one edit away from a name of at least this many letters: shorter
# names one edit apart are often two people (Marin, Maren).
MIN_LETTERS_FOR_TYPO: Final = 8
# What may follow a family name without being part of it.
GENERATIONS: Final = frozenset("jr sr junior senior ii iii iv".split())

# How alike two sounds must be whose consonants are the same. At .5 two more of 100 spellings are
# found and twice as many names confused; at .8 eleven are lost and half as many confused.
SAME_SOUND: Final = 0.65
MIN_CONSONANTS: Final = 3
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

    >>> is_misspelling("brandenk0o", "brandenko"), is_misspelling("marin", "maren")
    (True, False)
    """
    longest = max(len(one), len(other))
    if longest < MIN_LETTERS_FOR_TYPO or one[0] != other[0]:
        return False
    letters = letters_of(one), letters_of(other)
    if abs(len(letters[0]) - len(letters[1])) > 1:
        return False
    ends = one.split()[-1], other.split()[-1]
    if ends[0] != ends[1] and GENERATIONS.intersection(ends):
        return False  # a father and a son
    if one == f"{other}s" or other == f"{one}s" or _ends_otherwise(one, other):
        return False
    # A digit among letters is a slip of the finger and counts no edit of its own.
    distance = OSA.distance(letters[0], letters[1])
    return bool(distance == 1) or (distance == 0 and one != other)


@lru_cache(maxsize=4096)
def letters_of(name: str) -> str:
    """Return a name without digits among its letters, which are slips of the finger."""
    return re.sub(r"(?<=[^\W\d])\d|\d(?=[^\W\d])", "", name)


def same_middle(one: Sequence[str], other: Sequence[str]) -> bool:
    """Say whether what two full names have between first and last word can be one person's.

    >>> same_middle("john f kennedy".split(), "john fitzgerald kennedy".split())
    True
    >>> same_middle("george w bush".split(), "george h w bush".split())
    False
    """
    middles = one[1:-1], other[1:-1]
    if not all(middles):
        return True
    pairs = zip(*middles, strict=False)
    fits = all(a.startswith(b) or b.startswith(a) for a, b in pairs)
    return fits and len(middles[0]) == len(middles[1])


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
    if len(consonants(one)) < MIN_CONSONANTS or consonants(one) != consonants(other):
        return False
    similarity = Levenshtein.normalized_similarity(sound(one), sound(other))
    return bool(similarity >= SAME_SOUND)


def sound_alike_in_full(one: Sequence[str], other: Sequence[str]) -> bool:
    """Say whether two full names sound alike and their given names are not of two genders.

    >>> sound_alike_in_full("alexander petrenko".split(), "aleksandr petrenko".split())
    True
    >>> sound_alike_in_full("christian lind".split(), "christina lind".split())
    False
    """
    given = lexicon.given_names()
    genders = {given.get(one[0]), given.get(other[0])} - {None}
    alike = sounds_alike(one[0], other[0]) and sounds_alike(one[-1], other[-1])
    return alike and len(genders) < 2


@lru_cache(maxsize=4096)
def consonants(word: str) -> str:
    """Return what is left of a word's sound without vowels, and with g and h, u and v as one."""
    return _DOUBLED.sub(r"\1", re.sub("[aeiouv]", "", sound(word).replace("g", "h")))


def _ends_otherwise(one: str, other: str) -> bool:
    """Say whether one name ends like a woman's and the other like a man's."""
    endings = _ending(one), _ending(other)
    if endings[0][0] == endings[1][0]:
        return False
    return endings[1][1] if endings[0][0] else endings[0][1]


@lru_cache(maxsize=4096)
def _ending(name: str) -> tuple[bool, bool]:
    """Say whether a name ends like a woman's, and whether like a man's."""
    return bool(_FEMALE_ENDING.search(name)), bool(_MALE_ENDING.search(name))
