"""Words that a line end has cut: which hyphen is the printer's and which the word's own.

A printer's hyphen goes, a word's own stays: ``sanc-/tions`` is one word, ``well-/known`` is not.
Browsers and word processors cut no words unless they are told to; so a hyphen is taken for a
printer's only in a document that has one for certain (of ``sanc-/tions`` only the whole is a
word). There the document decides if it has the word elsewhere, else the dictionary
(lemminflect's), else whether both halves are words: a compound is made of words, a cut word
seldom is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

# Possessive and bounded, so that a page of one endless word takes no longer than another.
_LONGEST = 60  # characters of a word
_CUT = re.compile(r"(?<![^\W_])[^\W_]++(?:[-'’][^\W_]++)*+-$")
_NEXT = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_COMPOUND = re.compile(r"(?<![^\W\d_])[^\W\d_]++(?:-[^\W\d_]++)++")
_WORD = re.compile(r"[^\W\d_]++")
_OPENS_DASH = re.compile(r"—\S")
_OPEN_DASH = re.compile(r"\S—$")
_CUT_WORD = re.compile(r"(?<!['’\w-])[\w'’-]{1,60}-\n[\w'’-]{1,60}")

# First and second parts of compounds that the dictionary does not have: it knows nouns, verbs,
# adjectives and adverbs only.
_FIRST_PARTS = frozenset(
    "after all anti by co cross ex for four from half in mid multi neo non of off on one out over "
    "pan per post pre pro pseudo quasi re self semi six ten three to twenty thirty forty fifty "
    "sixty seventy eighty ninety two ultra under up vice with".split()
)
# Prefixes whose words are written with a hyphen and without one: re-election, co-operation.
_PREFIXES = frozenset("anti co ex multi neo non post pre pro re semi".split())
_SECOND_PARTS = frozenset(
    "and by eight five for four from in nine of off on one out over seven six ten the three to "
    "two up with".split()
)
# The dictionary has no names. The model has: names of people and places in its gazetteer, and
# some more among the words it knows as wholes.
_MODEL = Path(__file__).parents[1] / "language" / "model"
_SHORTEST_COMMON = 5  # letters; shorter wholes are pieces of words as well

Join = Callable[[str, str], str]


def make_join(text: str) -> Join:
    r"""Return the function that readies a line for the one after it.

    It drops a printer's hyphen at its end, keeps a word's own, and adds a space else.

    Args:
        text: the whole of the document, in lines.

    >>> join = make_join("A well-known line. The sanc-\ntions. The sanctions.")
    >>> join("The sanc-", "tions came."), join("a well-", "known line"), join("one", "two")
    ('The sanc', 'a well-', 'one ')
    """
    inner = _CUT_WORD.sub(" ", text.replace("\u00ad\n", ""))  # cut words are no evidence
    compounds = {found.lower() for found in _COMPOUND.findall(inner)}
    words = set(_WORD.findall(inner))
    words |= {word.lower() for word in words}

    def parts(line: str, following: str) -> tuple[str, str] | None:
        cut, after = _CUT.search(line[-_LONGEST:]), _NEXT.match(following[:_LONGEST])
        if cut is None or after is None:
            return None
        before = cut[0][:-1]
        return None if f"{before}-{after[0]}".lower() in compounds else (before, after[0])

    lines = text.split("\n")
    hyphenates = any(
        (found := parts(a, b)) is not None and _is_certainly_cut(*found, words)
        for a, b in pairwise(lines)
        if a.endswith("-")
    )

    def join(line: str, following: str) -> str:
        if line.endswith("\u00ad"):
            return line[:-1]
        if _OPEN_DASH.search(line[-2:]) or _OPENS_DASH.match(following):
            return line  # a dash without spaces: eyes—the
        if not line.endswith("-") or line[-2:-1].isspace():
            return f"{line} "
        found = parts(line, following)
        return line[:-1] if found and _is_one_word(*found, words, hyphenates) else line

    return join


def _is_certainly_cut(before: str, following: str, words: set[str]) -> bool:
    """Return whether a hyphen must be the printer's: the whole is a word, and no half's join."""
    left, right = before.rpartition("-")[2], following.split("-")[0]
    return _is_one_word(before, following, words, False) and not (
        _is_known(left, words) and _is_known(right, words)
    )


def _is_one_word(before: str, following: str, words: set[str], hyphenates: bool) -> bool:
    """Return whether a hyphen is the printer's; ``hyphenates`` tells whether there are others."""
    left, (right, *more) = before.rpartition("-")[2], following.split("-")
    if not (left.isalpha() and right.isalpha() and right[0].islower()):
        return False  # 1,000-metre, Bosnia-Herzegovina
    if len(left) < 2 or len(right) < 2 or left.isupper():
        return False  # Chan-o-cha, UN-backed; printers leave two letters at least
    whole = left + right
    if _is_known(whole, words) or (left[0].isupper() and whole in _names()):
        small = left.lower()
        if small in _PREFIXES and small[-1] == right[0]:
            return False  # re-election, co-operation: the hyphen parts the vowels
        return hyphenates or small not in _PREFIXES
    if not hyphenates or more or right in _SECOND_PARTS:
        return False
    # Moscow-based, re-examine: what follows a word's own hyphen is a word.
    first = left[0].isupper() or left.lower() in _FIRST_PARTS or _is_known(left, words)
    return not (first and _is_known(right, words))


def _is_known(word: str, words: set[str]) -> bool:
    return (
        word in words
        or word.lower() in words
        or _is_word(word.lower())
        or word.lower() in _common()
    )


@lru_cache(maxsize=10_000)
def _is_word(word: str) -> bool:
    from lemminflect import getAllLemmas

    return bool(getAllLemmas(word))


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    """Return the words of the gazetteer's names."""
    lines = (_MODEL / "gazetteer.tsv").read_text(encoding="utf-8").splitlines()
    return frozenset(
        word for line in lines if line[:1] != "#" for word in line.split("\t")[0].split()
    )


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    """Return the words that the model's vocabulary has as wholes, in lower case."""
    lines = (_MODEL / "vocab.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if len(line) >= _SHORTEST_COMMON and line.isalpha())
