"""Versions of a quiz for neighbours in a classroom: the same items, shuffled."""

from __future__ import annotations

import random
from dataclasses import replace
from string import ascii_uppercase

from quizgen.errors import OptionError
from quizgen.quiz import ORDERED_KINDS, Item, Quiz, letters_of, pairs_of
from quizgen.select import with_places_balanced


def check_number(number: int) -> None:
    """Check that there can be so many versions. Raises ``OptionError``: there cannot."""
    if not 1 <= number <= len(ascii_uppercase):
        raise OptionError(f"versions: {number} is not in the range 1 to {len(ascii_uppercase)}.")


def make_versions(quiz: Quiz, number: int) -> list[Quiz]:
    """Return versions A, B, C … of a quiz; one version is the quiz itself.

    Questions stand in another order, and options in another order where they have no order of
    their own (dates and numbers do). Keys move along, and stand in no pattern.
    """
    if number == 1:
        return [quiz]
    return [_version(quiz, ascii_uppercase[n]) for n in range(number)]


def _version(quiz: Quiz, label: str) -> Quiz:
    if label == "A":
        return replace(quiz, label=label)
    rng = random.Random(f"{quiz.seed}:{quiz.title}:{label}")
    items = [_turned(item, rng) for item in quiz.items]
    rng.shuffle(items)
    turned = with_places_balanced(items, f"{quiz.seed}:{label}")
    return replace(quiz, label=label, items=tuple(turned))


def _turned(item: Item, rng: random.Random) -> Item:
    if not item.options or item.proof.get("kind") in ORDERED_KINDS:
        return item
    options = list(item.options)
    rng.shuffle(options)
    if item.type not in {"matching", "ordering"}:
        return replace(item, options=tuple(options))
    letters = {
        ascii_uppercase[old]: ascii_uppercase[options.index(option)]
        for old, option in enumerate(item.options)
    }
    if item.type == "matching":
        key = ", ".join(f"{n}-{letters[a]}" for n, a in pairs_of(item.key))
    else:
        key = ", ".join(letters[letter] for letter in letters_of(item.key))
    return replace(item, options=tuple(options), key=key, accept=(key,))
