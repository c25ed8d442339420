"""The handout's own words, one dictionary a language: ``en.json`` and what others add.

A new language is one file beside this module with the same names as ``en.json``; nothing else
changes. What the questions say comes from the quiz, and is as it is there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from quizgen.errors import UnknownName

DEFAULT_LANGUAGE = "en"


@dataclass(frozen=True)
class Labels:
    """The words of one language, by name.

    ``entries`` maps a name to a text with ``{places}`` to fill, to a pair of them for ``one``
    and ``other``, or, for ``months``, to a list.
    """

    language: str
    entries: Mapping[str, Any]

    def __call__(self, name: str, **values: object) -> str:
        """Return a label with its places filled. Raises ``KeyError`` if there is none such."""
        text: str = self.entries[name]
        # One look at the pattern: braces in the values are text, however they look.
        return re.sub(r"\{(\w+)\}", lambda m: str(values[m[1]]), text)

    def counted(self, name: str, number: int) -> str:
        """Return a number with its noun, such as ``1 word`` or ``1,200 words``."""
        form = self.entries[name]["one" if number == 1 else "other"]
        shown = f"{number:,}".replace(",", self.entries["thousands"])
        return str(form).replace("{n}", shown)

    def plain(self) -> dict[str, str]:
        """Return the labels that have no places to fill, for templates that draw them."""
        return {
            name: text
            for name, text in self.entries.items()
            if isinstance(text, str) and "{" not in text
        }

    def printed_date(self, text: str) -> str:
        """Return an ISO 8601 date or time as it is printed; anything else as it is.

        >>> english = load_labels("en")
        >>> english.printed_date("2020-09-30T08:15:00Z"), english.printed_date("2020-09")
        ('30 September 2020', 'September 2020')
        >>> english.printed_date("spring")
        'spring'
        """
        months = self.entries["months"]
        try:
            if re.fullmatch(r"\d{4}-\d{2}", text, re.ASCII):
                day = date.fromisoformat(f"{text}-01")
                return self("month", month=months[day.month - 1], year=day.year)
            day = date.fromisoformat(text[:10])
        except ValueError:
            return text
        return self("day", day=day.day, month=months[day.month - 1], year=day.year)


def languages() -> list[str]:
    """Return the languages there are labels in.

    >>> languages()
    ['en']
    """
    files = resources.files("quizgen.render.labels").iterdir()
    return sorted(f.name.removesuffix(".json") for f in files if f.name.endswith(".json"))


@cache
def in_all_languages(name: str) -> tuple[str, ...]:
    """Return a label in every language there is, in their order.

    >>> in_all_languages("why")
    ('Why',)
    """
    return tuple(load_labels(language)(name) for language in languages())


@cache
def load_labels(language: str = DEFAULT_LANGUAGE) -> Labels:
    """Return the labels of a language.

    Raises:
        UnknownName: there are none in that language.
    """
    if language not in languages():
        raise UnknownName("language of labels", language, languages())
    text = (resources.files("quizgen.render.labels") / f"{language}.json").read_text("utf-8")
    return Labels(language, json.loads(text))
