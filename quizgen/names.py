"""Names as they can be printed: whole, clean, and told apart."""

from __future__ import annotations

import re
from typing import Final

from quizgen.lexicon import first_names, verbs
from quizgen.library import Row

PARTICLES: Final = frozenset("de da do dos du del della la le van von der den bin al el".split())
INITIALS: Final = 3  # J.K., DJ: longer words in capitals are headings

_TITLE: Final = re.compile(r"\b(?:Rep|Sen|Gov|Mr|Mrs|Ms|Dr|Gen|Lt|Sgt|Rev|Pres)\.|[@#/]|\d")
_PEOPLE: Final = re.compile(r"(?:ians|cans|crats|ists|ers|ans)$")


def is_full_name(entity: Row) -> bool:
    """Say whether a name is whole and clean enough to be printed by itself.

    Of a person: a lone word may be half a name, or none. Of others: a lone ordinary word (Group,
    South), one with a title in it, or a people's (Iowans). See also :func:`is_clean`.
    """
    words = entity["name"].split()
    if entity["entity_type"] != "person":
        lone = len(words) == 1 and words[0].lower() in verbs("institutions")
        return not (lone or _TITLE.search(entity["name"]) or _PEOPLE.search(words[-1]))
    return len(words) > 1 and is_clean(entity)


def is_clean(entity: Row) -> bool:
    """Say whether a person's name looks like one.

    Words in capitals or without any are no names, but for particles (van, de), nor is what holds
    an institution's word or a title (Ruiz White House), or one word twice.
    """
    words = entity["name"].split()
    return (
        not {w.lower() for w in words} & verbs("institutions")
        and not _TITLE.search(entity["name"])
        and len({w.lower() for w in words}) == len(words)
        and all(
            w.lower() in PARTICLES
            or (w[0].isupper() and (not w.isupper() or len(w.replace(".", "")) <= INITIALS))
            for w in words
        )
    )


def is_lone_first_name(entity: Row) -> bool:
    """Say whether an article names a person by a first name alone: beside surnames it shows."""
    return entity["entity_type"] == "person" and entity["name"] in first_names()


def same_name(one: str, other: str) -> bool:
    """Say whether two names may be one: equal, or one's words within the other's.

    >>> same_name("Macron", "Emmanuel Macron"), same_name("Angela Merkel", "Charles Michel")
    (True, False)
    """
    a, b = set(name_words(one)), set(name_words(other))
    initials = "".join(w[0] for w in name_words(one)), "".join(w[0] for w in name_words(other))
    acronym = initials[0] == "".join(name_words(other)) or initials[1] == "".join(name_words(one))
    return a <= b or b <= a or acronym


def name_words(name: str) -> list[str]:
    """Return the words of a name in lower case."""
    return re.findall(r"\w+", name.lower())
