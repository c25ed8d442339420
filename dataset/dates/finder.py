"""Where date expressions stand: one pattern for running text.

Names of days and months must be capitalised; the words around them need not be. White space is
bounded and no repetition holds another one, so the search is linear in the text.
"""

from __future__ import annotations

import re
from typing import Final

from dataset.dates.words import (
    CENTURY_PATTERN,
    DECADES,
    EASTER_DAYS,
    FIXED_DAYS,
    MOVING_DAYS,
    NUMBERS,
    PART_PATTERN,
    SEASON_PATTERN,
)

_S = r"[ \t\r\n\u00a0]{1,3}"
_DASH = r"[ ]?[-–—][ ]?"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
# Before long rows of look-behinds: what follows them begins so, which is the quicker to see.
_MAY_BE_MONTH, _MAY_BE_WEEKDAY, _MAY_BE_YEAR = "(?=[ADFJMNOS])", "(?=[FMSTW])", "(?=[12])"
# "March 10,000", "at 9 May" and "August 4.5" are no days.
_DAY = r"(?:[12][0-9]|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![0-9]|[.,:][0-9]|[ ]?%)"
_PLAIN_YEAR = r"(?:1[0-9]{3}|20[0-9]{2})"
_YEAR = rf"{_PLAIN_YEAR}(?![0-9]|[.,:][0-9]|[ ]?%|[-/][0-9])"
_PART = rf"(?:{_S}(?i:{PART_PATTERN})\b)?"
_NUMBER = r"(?:[0-9]{1,3}|(?i:" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + "))"
_SEASON = rf"(?i:{SEASON_PATTERN})\b"
_MODIFIER = rf"(?:(?i:early|late|mid|earlier|later)(?:{_S}(?i:on|in))?(?:[-]|{_S}))?"
_DECADE = rf"(?:(?:1[0-9]{{2}}0|20[0-9]0)s\b|['’‘][3-9]0s\b|(?<=the\s)(?i:{'|'.join(DECADES)})\b)"
# Names of days are written with capitals; "christmas" is none. Feasts of one word may be people's
# or places' names (Easter Island), so no other name may follow.
_NAMED = (
    "(?:"
    + "|".join(
        re.escape(" ".join(word.capitalize() for word in name.split(" ")))
        .replace(r"\ ", _S)
        .replace("'", "['’]")
        for name in sorted((*FIXED_DAYS, *MOVING_DAYS, *EASTER_DAYS), key=len, reverse=True)
    )
    + rf")(?!{_S}[A-Z]|['’]s?{_S}|[-])"
)
# Feasts and nicknames: "Good Friday" is no Friday to resolve by itself.
_NO_NAME = _MAY_BE_WEEKDAY + "".join(
    rf"(?<!{name}\s)"
    for name in ("Black", "Bloody", "Good", "Ash", "Super", "Palm", "Easter", "Cyber", "every",
                 "Every", "each", "Each")
)  # fmt: skip

_DAY_DATE = (
    rf"(?:{_NO_NAME}{_WEEKDAY},?{_S})?(?:"
    rf"\b{_MONTH}{_S}{_DAY}(?:,?{_S}{_YEAR})?"
    rf"|(?<![0-9.,:$€£])\b{_DAY}{_S}(?:of{_S})?{_MONTH}\b(?:,?{_S}{_YEAR})?)"
)
_NEAR_WEEK = rf"(?i:last|this|next){_S}week\b"
_WEEKDAY_PHRASE = (
    rf"(?:(?:(?i:last|next|this(?:{_S}(?:past|coming))?){_S})?{_NO_NAME}{_WEEKDAY}"
    rf"(?:,?{_S}(?:of{_S})?{_NEAR_WEEK})?{_PART})"
)
_PREPOSITION = "".join(("(?:", "|".join(
    rf"(?<=\b{word}\s)"
    for word in ("in", "since", "by", "until", "from", "during", "of", "before", "after", "late",
                 "early", "In", "Since", "By", "Until", "From", "During", "Before", "After",
                 "Late", "Early", "year", "for", "to", "around", "mid")
), r"|(?<=mid-)|(?<=Mid-)|(?<=\())"))  # fmt: skip
_MONTH_PHRASE = (
    rf"(?:{_MAY_BE_MONTH}\b{_MONTH},?{_S}(?:of{_S})?(?:{_YEAR}|(?i:last|this|next){_S}year\b)"
    rf"|(?i:\b(?:last|next)){_S}{_MONTH}(?![a-z])"
    rf"|{_MAY_BE_MONTH}{_PREPOSITION}{_MONTH}(?![A-Za-z]|{_S}[A-Z0-9]))"
)
_YEAR_PHRASE = rf"(?:{_MAY_BE_YEAR}{_PREPOSITION}\b{_YEAR}(?![A-Za-z]))"
_SIMPLE = (
    rf"(?:{_DAY_DATE}{_PART}|{_WEEKDAY_PHRASE}|{_MONTH_PHRASE}"
    rf"|{_YEAR_PHRASE})"
)
_END = rf"(?:{_DAY_DATE}|{_WEEKDAY}|{_MONTH}(?:{_S}{_YEAR})?|{_YEAR})"
_BEGIN = rf"(?:{_END}|{_DAY})"

FINDER: Final = re.compile(
    rf"""
    (?<![A-Za-z0-9])(?=[A-Za-z0-9'’‘])(?:
    \b(?i:from){_S}{_BEGIN}{_S}(?:to|until|till|through){_S}{_END}
  | \b(?i:between){_S}{_BEGIN}{_S}and{_S}{_END}
  | \b{_MONTH}{_S}{_DAY}(?:{_DASH}|{_S}(?:to|and|through){_S})
      (?:{_MONTH}{_S})?{_DAY}(?:,?{_S}{_YEAR})?
  | (?<![0-9.,:$€£])\b{_DAY}(?:{_DASH}|{_S}(?:to|and|through){_S})
      {_DAY}{_S}{_MONTH}\b(?:,?{_S}{_YEAR})?
  | {_MAY_BE_YEAR}(?:{_PREPOSITION}|(?<=the\s))
      \b{_PLAIN_YEAR}[-–](?:1[0-9]{{3}}|20[0-9]{{2}}|[0-9]{{2}})\b
      (?![-–][0-9])
  | (?<![0-9-]){_PLAIN_YEAR}([-/.])(?:0[1-9]|1[0-2])\1(?:[0-2][0-9]|3[01])(?![0-9-])
  | (?<![0-9/.-])[0-3]?[0-9]([/.])[0-3]?[0-9]\2{_PLAIN_YEAR}(?![0-9/-])
  | \b(?i:the{_S}day{_S}(?:before{_S}yesterday|after{_S}tomorrow))\b
  | \b(?i:(?:today|tomorrow|yesterday)\b{_PART}|tonight\b|last{_S}night\b
        |this{_S}(?:morning|afternoon|evening)\b)
  | \b{_MODIFIER}(?i:(?:last|this|next){_S}(?:week|weekend|month|year))\b
  | \b(?i:the){_S}weekend\b(?=[.,;]|{_S}(?:and|that|in|at|by|as|when|after|with|to)\b|$)
  | \b(?i:last|this|next){_S}{_SEASON}
  | \b(?:(?i:the){_S})?{_SEASON}{_S}(?:of{_S})?{_PLAIN_YEAR}(?:[-–/][0-9]{{2,4}})?\b
  | \b(?i:(?:first|second|third|fourth){_S}quarter{_S}(?:of|in)){_S}{_YEAR}
  | \b{_NUMBER}{_S}(?:day|week|month|year)s?{_S}(?:ago|later|earlier)\b
  | \b(?i:the){_S}(?:last|past){_S}(?:{_NUMBER}|few){_S}days\b
  | \b(?:(?i:later|earlier){_S})?(?i:that{_S}(?:same{_S}|very{_S})?|the{_S}same{_S})
        (?:day|week|month|year)\b
  | \b(?i:the){_S}(?:next|following|previous|preceding){_S}
        (?:day|morning|afternoon|evening|night|week|month|year)\b
  | \b(?i:the{_S})?end{_S}of{_S}th(?:e|is){_S}year\b
  | \b(?:(?i:last|next|this){_S})?{_NAMED}(?:,?{_S}(?:{_YEAR}|(?i:last|this|next){_S}year\b))?
  | (?<![0-9/])9/11(?![0-9/])
  | \b(?i:the{_S})?(?:World{_S}War{_S}II?|(?:First|Second){_S}World{_S}War|WWII?)\b
  | \b(?i:early|late|mid)(?:[-]|{_S})(?:{_MONTH}(?:,?{_S}{_YEAR})?(?![a-z]|{_S}[0-9])|{_YEAR})
  | (?:\b(?i:the){_S})?{_MODIFIER}(?:{_DECADE})
  | \b(?:(?i:the){_S})?{_MODIFIER}(?i:{CENTURY_PATTERN})(?:[-]|{_S})(?i:century)\b
  | {_SIMPLE}
    )
    """,
    re.VERBOSE,
)

# What every date expression holds: most sentences without one need no longer search.
HINT: Final = re.compile(
    r"[0-9]|\b(?:day|days|week|weeks|month|months|year|years|weekend|morning|afternoon|evening|night"
    r"|today|tonight|tomorrow|yesterday|century|[Cc]enturies|quarter|spring|summer|autumn|fall|winter)\b"
    r"|day\b|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|ties\b|\b(?:World War|WW"
    r"|Christmas|Easter|Halloween|Juneteenth|New Year|Thanksgiving)",
)
