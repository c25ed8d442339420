"""Lists of names the encoder is shown beside the words, so that rare names read as names.

The lists are one file of the model (``gazetteer.tsv``: name, kinds). A kind is a hint, never a
verdict: *Jordan* is a country, a given name and a family name, and the network decides.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

# The order is that of the network's inputs; appending is safe, reordering needs a new model.
KINDS = ("given", "family", "country", "region", "city")
LONGEST_NAME = 4  # words: "Trinidad and Tobago" has three, "Bosnia and Herzegovina" three


def normalise(name: str) -> str:
    """Return the form under which a name is looked up: lower case, no accents.

    >>> normalise("Łódź"), normalise("Sigurður")
    ('łodz', 'sigurður')
    """
    decomposed = unicodedata.normalize("NFD", name.replace("’", "'"))
    return "".join(c for c in decomposed if unicodedata.category(c) != "Mn").lower()


class Gazetteer:
    """Names and their kinds.

    Args:
        names: kinds by name as written; names of several words are given with single spaces.
    """

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        self._flags: dict[tuple[str, ...], int] = {}
        for name, kinds in names.items():
            key = tuple(normalise(name).split(" "))
            if 0 < len(key) <= LONGEST_NAME:
                bits = sum(1 << KINDS.index(k) for k in set(kinds))
                self._flags[key] = self._flags.get(key, 0) | bits
        # First words of names of several words: few words need the longer look-up.
        self._openers = {key[0] for key in self._flags if len(key) > 1}

    @classmethod
    def from_file(cls, path: Path) -> Gazetteer:
        """Read ``gazetteer.tsv``: a name, a tab, its kinds parted by spaces."""
        rows = (
            line.split("\t")
            for line in path.read_text(encoding="utf-8").splitlines()
            if line and not line.startswith("#")
        )
        return cls({name: kinds.split() for name, kinds in rows})

    def flags(self, words: Sequence[str]) -> list[int]:
        """Return a bit mask over :data:`KINDS` for each word; the longest name wins.

        Only words that begin with a capital can begin a name.

        >>> Gazetteer({"New York": ["city"], "York": ["family"]}).flags(["New", "York", "York"])
        [16, 16, 2]
        """
        found = [0] * len(words)
        lower = [normalise(w) if w[:1].isupper() else "" for w in words]
        i = 0
        while i < len(words):
            if lower[i] in self._openers:
                for n in range(min(LONGEST_NAME, len(words) - i), 1, -1):
                    key = tuple(normalise(w) for w in words[i : i + n])
                    bits = self._flags.get(key) if words[i + n - 1][:1].isupper() else None
                    if bits:
                        found[i : i + n] = [bits] * n
                        i += n
                        break
                else:
                    found[i] = self._flags.get((lower[i],), 0)
                    i += 1
                continue
            if lower[i]:
                found[i] = self._flags.get((lower[i],), 0)
            i += 1
        return found
