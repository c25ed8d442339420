"""The words of English date expressions, and patterns of them in lower case."""

from __future__ import annotations

from typing import Final


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


MONTHS: Final = _words(
    "january february march april may june july august september october november december"
)
WEEKDAYS: Final = _words("monday tuesday wednesday thursday friday saturday sunday")
SEASONS: Final = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}  # first month
NUMBERS: Final = {
    word: number
    for number, word in enumerate(
        _words(
            "one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
            "fifteen sixteen seventeen eighteen nineteen twenty"
        ),
        start=1,
    )
} | {"a": 1, "an": 1, "thirty": 30, "forty": 40, "fifty": 50}
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
DAY_PATTERN = r"(?:[0-3]?[0-9])(?:st|nd|rd|th)?"
YEAR_PATTERN = r"(?:1[0-9]{3}|2[0-9]{3})"
UNIT_PATTERN = r"(?:day|week|month|year)"
NUMBER_PATTERN = r"(?:[0-9]{1,3}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + ")"
SEASON_PATTERN = "(?:" + "|".join(SEASONS) + ")"
PART_PATTERN = r"(?:morning|afternoon|evening|night)"
CENTURY_PATTERN = r"(?:[0-9]{1,2}(?:st|nd|rd|th)|" + "|".join(sorted(ORDINALS, reverse=True)) + ")"
