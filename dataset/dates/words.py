"""The words of English date expressions, and patterns of them in lower case."""

from __future__ import annotations

import re
from typing import Final

from dataset.numbers import NUMBER_WORDS


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


MONTHS: Final = _words(
    "january february march april may june july august september october november december"
)
WEEKDAYS: Final = _words("monday tuesday wednesday thursday friday saturday sunday")
SEASONS: Final = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}  # first month
NUMBERS: Final = {"a": 1, "an": 1} | {w: n for w, n in NUMBER_WORDS.items() if 0 < n <= 50}
ORDINALS: Final = {
    word: number
    for number, word in enumerate(
        _words(
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
            "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth "
            "twenty-first"
        ),
        start=1,
    )
}
# Days of a month in words: the sixteenth.
DAY_WORDS: Final = {word: n for word, n in ORDINALS.items() if n <= 20} | {
    f"{tens}-{word}" if word else tens_alone: base + n
    for tens, tens_alone, base in (("twenty", "twentieth", 20), ("thirty", "thirtieth", 30))
    for n, word in enumerate(("", *list(ORDINALS)[:9]))
    if base + n <= 31
}
DECADES: Final = {
    "thirties": 1930,
    "forties": 1940,
    "fifties": 1950,
    "sixties": 1960,
    "seventies": 1970,
    "eighties": 1980,
    "nineties": 1990,
}

MONTH_PATTERN = (
    r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?\.?|july?\.?"
    r"|aug(?:ust|\.)?|sept(?:ember|\.)?|sep\.?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
WEEKDAY_PATTERN = r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
SHORT_WEEKDAY_PATTERN = r"(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\.?"
_DAYS_IN_WORDS = "|".join(sorted(DAY_WORDS, key=len, reverse=True))
DAY_PATTERN = rf"(?:[0-3]?[0-9](?:st|nd|rd|th)?|{_DAYS_IN_WORDS})"
YEAR_PATTERN = r"(?:1[0-9]{3}|2[0-9]{3})"
UNIT_PATTERN = r"(?:day|week|month|year)"
NUMBER_PATTERN = r"(?:[0-9]{1,3}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + ")"
SEASON_PATTERN = "(?:" + "|".join(SEASONS) + ")"
PART_PATTERN = r"(?:morning|afternoon|evening|night)"
CENTURY_PATTERN = r"(?:[0-9]{1,2}(?:st|nd|rd|th)|" + "|".join(sorted(ORDINALS, reverse=True)) + ")"

# Days with a name: month and day; month, day of the week, which of them, and days after it; days
# after Easter Sunday.
FIXED_DAYS: Final = {
    "christmas": (12, 25),
    "christmas day": (12, 25),
    "christmas eve": (12, 24),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
    "new year's day": (1, 1),
    "halloween": (10, 31),
    "valentine's day": (2, 14),
    "st. patrick's day": (3, 17),
    "st patrick's day": (3, 17),
    "veterans day": (11, 11),
    "armistice day": (11, 11),
    "may day": (5, 1),
    "earth day": (4, 22),
    "bastille day": (7, 14),
    "juneteenth": (6, 19),
}
MOVING_DAYS: Final = {
    "thanksgiving": (11, 3, 4, 0),
    "thanksgiving day": (11, 3, 4, 0),
    "black friday": (11, 3, 4, 1),
    "cyber monday": (11, 3, 4, 4),
    "labor day": (9, 0, 1, 0),
    "memorial day": (5, 0, -1, 0),
    "martin luther king jr. day": (1, 0, 3, 0),
    "presidents day": (2, 0, 3, 0),
}
EASTER_DAYS: Final = {
    "easter": 0,
    "easter sunday": 0,
    "easter monday": 1,
    "good friday": -2,
    "palm sunday": -7,
    "ash wednesday": -46,
    "maundy thursday": -3,
    "whit monday": 50,
}
NAMED_DAY_PATTERN = (
    "(?:"
    + "|".join(
        sorted(
            (re.escape(n) for n in (*FIXED_DAYS, *MOVING_DAYS, *EASTER_DAYS)), key=len, reverse=True
        )
    )
    + ")"
)
PERIODS: Final = {
    "9/11": ("2001-09-11", "2001-09-11"),
    "world war i": ("1914-07-28", "1918-11-11"),
    "first world war": ("1914-07-28", "1918-11-11"),
    "wwi": ("1914-07-28", "1918-11-11"),
    "world war ii": ("1939-09-01", "1945-09-02"),
    "second world war": ("1939-09-01", "1945-09-02"),
    "wwii": ("1939-09-01", "1945-09-02"),
}
