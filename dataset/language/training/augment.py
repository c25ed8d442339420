"""Variety for training: other names, other type-setting, damaged text. The trees stay as they are.

The treebanks hold few names from most of the world, hardly a typographic apostrophe and no
headline in capitals; newspapers do. Every change here keeps the number of words, or drops a
sentence's last mark.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from dataset.language.gazetteer import Gazetteer
from dataset.language.training.examples import Example

# Shares of names (each) and of windows (each) that are changed.
PERSONS, PLACES, ORGANISATIONS = 0.35, 0.25, 0.2
LOWER, UPPER, TITLE, SINGLE_QUOTES, NO_FULL_STOP, TYPING = 0.02, 0.02, 0.02, 0.06, 0.05, 0.03
# Without these the network would trust the lists of names more than they deserve.
NO_GAZETTEER, NO_PARAGRAPHS = 0.25, 0.4
# Full stops are words of this form; other marks say more than that a sentence ends.
FULL_STOP = "."


class Augmenter:
    """Changes windows at random.

    Args:
        rng: the source of chance.
        names: given and family names, countries and cities by kind.
        organisations: names of organisations as word lists, by number of words.
    """

    def __init__(
        self,
        rng: random.Random,
        names: dict[str, list[str]],
        organisations: dict[int, list[list[str]]],
    ) -> None:
        self._rng = rng
        self._names = names
        self._organisations = organisations
        self._nothing = Gazetteer({})

    def gazetteer(self, lists: Gazetteer) -> Gazetteer:
        """Return the lists, or sometimes empty ones."""
        return self._nothing if self._chance(NO_GAZETTEER) else lists

    def window(self, sentences: Sequence[Example]) -> list[Example]:
        """Return changed copies of the sentences of a window."""
        changed = [self._rename(s) for s in sentences]
        if self._chance(NO_FULL_STOP):
            changed[-1] = _without_full_stop(changed[-1])
        if self._chance(NO_PARAGRAPHS):
            changed = [replace(s, opens=False) for s in changed]
        for share, change in (
            (LOWER, str.lower),
            (UPPER, str.upper),
            (TITLE, _headline),
            (SINGLE_QUOTES, _single_quote),
            (TYPING, self._mistype),
        ):
            if self._chance(share):
                changed = [replace(s, words=[change(w) for w in s.words]) for s in changed]
                break
        return changed

    def _chance(self, share: float) -> bool:
        return self._rng.random() < share

    def _rename(self, sentence: Example) -> Example:
        if not sentence.names:
            return sentence
        words = list(sentence.words)
        for start, end, kind in sentence.names:
            if not all(w[:1].isupper() for w in words[start:end]):
                continue
            new = self._other_name(kind, end - start)
            if new:
                words[start:end] = new
        return replace(sentence, words=words)

    def _other_name(self, kind: str, length: int) -> list[str] | None:
        pick = self._rng.choice
        if kind == "PER" and length <= 2 and self._chance(PERSONS):
            family = pick(self._names["family"])
            return [family] if length == 1 else [pick(self._names["given"]), family]
        if kind == "LOC" and self._chance(PLACES):
            pool = self._names["country" if self._chance(0.3) else "city"]
            for _ in range(20):
                words = pick(pool).split(" ")
                if len(words) == length:
                    return words
        if kind == "ORG" and self._chance(ORGANISATIONS):
            if length == 1 and self._chance(0.5):
                # An acronym, or a name that only its surroundings tell from a person's.
                if self._chance(0.6):
                    letters = "ABCDEFGIKLMNOPRSTUVW"
                    return ["".join(pick(letters) for _ in range(self._rng.randint(2, 5)))]
                return [pick(self._names["family"])]
            return pick(self._organisations.get(length) or [None])
        return None

    def _mistype(self, word: str) -> str:
        if len(word) < 5 or not word.islower() or not self._chance(0.08):
            return word
        i = self._rng.randrange(1, len(word) - 1)
        return word[:i] + word[i + 1] + word[i] + word[i + 2 :]


def _headline(word: str) -> str:
    return word.capitalize() if word.isalpha() and word.islower() and len(word) > 3 else word


def _single_quote(word: str) -> str:
    return {'"': "'", "``": "'", "''": "'", "“": "‘", "”": "’"}.get(word, word)


def _without_full_stop(sentence: Example) -> Example:
    n = len(sentence) - 1
    if n < 1 or sentence.words[n] != FULL_STOP or n + 1 in sentence.heads:
        return sentence
    entities = sentence.entities
    return replace(
        sentence,
        words=sentence.words[:n],
        heads=sentence.heads[:n],
        labels=sentence.labels[:n],
        xpos=sentence.xpos[:n],
        upos=sentence.upos[:n],
        features=sentence.features[:n],
        lemmas=sentence.lemmas[:n],
        joined=sentence.joined[:n],
        proper=sentence.proper[:n],
        entities=None if entities is None else entities[:n],
    )
