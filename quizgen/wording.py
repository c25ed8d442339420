"""English wording: from a fact's pieces to questions and statements.

Pieces are stretches of the article with named edits (a surname made a full name, a weekday
made a date); nothing is parsed here. Form rules follow the guide to realisation: a wh-subject
takes the clause as it stands; any other question moves the first auxiliary before the subject,
or brings in *did* with the base form.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from quizgen.inflection import past_forms

# Words that tie a sentence to the one before and can be left out without changing its sense.
_FILLERS: Final = re.compile(r"\b(?:also|too|already)\s+", re.IGNORECASE)

# For a subject of two names.
WH_FOR_TWO: Final = {
    "person": "Which two people",
    "organisation": "Which two organisations",
    "country": "Which two countries",
}

WH_BY_TYPE: Final = {
    "person": "Who",
    "organisation": "Which organisation",
    "country": "Which country",
    "place": "Which place",
}


class Edit(NamedTuple):
    """A change to a stretch of text: offsets in the article, and what is put there."""

    start: int
    end: int
    new: str
    why: str


def apply_edits(text: str, start: int, end: int, edits: Iterable[Edit]) -> str:
    """Return ``text[start:end]`` with the edits inside it made, white space folded.

    >>> apply_edits("Macron met her.", 0, 14, [Edit(0, 6, "Emmanuel Macron", "full name")])
    'Emmanuel Macron met her'
    """
    pieces = []
    at = start
    for edit in sorted(edits):
        if at <= edit.start and edit.end <= end:
            pieces += [text[at : edit.start], edit.new]
            at = edit.end
    pieces.append(text[at:end])
    return tidy("".join(pieces))


def tidy(text: str) -> str:
    """Fold white space and mend what an edit may leave: a space before a comma, a doubled one.

    >>> tidy("met  him , on   Tuesday ,")
    'met him, on Tuesday'
    """
    text = " ".join(text.split())
    text = re.sub(r"(?<!\s)\s+([,.;:?!])", r"\1", text)
    text = re.sub(r",(?:\s*,)+", ",", text)
    return text.rstrip(" ,;:")


def drop_fillers(text: str) -> str:
    """Leave out *also*, *too* and *already*: they point at what the reader does not see.

    >>> drop_fillers("has also praised the courage")
    'has praised the courage'
    """
    return tidy(_FILLERS.sub("", text))


def capitalise(text: str) -> str:
    """Give the first letter of a sentence its capital.

    >>> capitalise("the list contained eight names.")
    'The list contained eight names.'
    """
    return text[:1].upper() + text[1:]


def format_date(day: dt.date, *, precision: str = "day", day_first: bool = False) -> str:
    """Return a date in words.

    >>> format_date(dt.date(2020, 9, 29)), format_date(dt.date(2020, 9, 1), precision="month")
    ('September 29, 2020', 'September 2020')
    """
    month = MONTHS[day.month - 1]
    if precision == "year":
        return str(day.year)
    if precision == "month":
        return f"{month} {day.year}"
    return f"{day.day} {month} {day.year}" if day_first else f"{month} {day.day}, {day.year}"


# Not strftime: the words must not depend on the machine's locale.
MONTHS: Final = (
    "January February March April May June July August September October November December"
).split()
WEEKDAYS: Final = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


def read_date(text: str) -> dt.date:
    """Return the day that :func:`format_date` wrote.

    >>> read_date("June 14, 2021"), read_date("14 June 2021")
    (datetime.date(2021, 6, 14), datetime.date(2021, 6, 14))
    """
    day, year = map(int, re.findall(r"\d+", text))
    month = next(n for n, name in enumerate(MONTHS, 1) if name in text)
    return dt.date(year, month, day)


def date_forms(day: dt.date, *, precision: str) -> list[str]:
    """Return the ways a student may write a date, all to be marked right."""
    month, short = MONTHS[day.month - 1], MONTHS[day.month - 1][:3]
    if precision == "year":
        return [str(day.year)]
    if precision == "month":
        return [f"{month} {day.year}", f"{short} {day.year}", f"{day.year}-{day.month:02}", month]
    weekday = WEEKDAYS[day.weekday()]
    return [
        f"{month} {day.day}, {day.year}",
        f"{day.day} {month} {day.year}",
        f"{weekday}, {month} {day.day}, {day.year}",
        f"{weekday} {day.day} {month} {day.year}",
        f"{short} {day.day}, {day.year}",
        f"{day.day} {short} {day.year}",
        f"{month} {day.day}",
        f"{day.day} {month}",
        day.isoformat(),
    ]


def date_phrase(day: dt.date, *, precision: str, day_first: bool = False) -> str:
    """Return a date with its preposition: on a day, in a month or year."""
    words = format_date(day, precision=precision, day_first=day_first)
    return f"on {words}" if precision == "day" else f"in {words}"


def wh_date(precision: str) -> str:
    """Return the question phrase that says how exact an answer is wanted.

    >>> wh_date("day"), wh_date("year")
    ('On what date', 'In which year')
    """
    return {"day": "On what date", "month": "In which month", "year": "In which year"}[precision]


def attribute(text: str, source: str | None) -> str:
    """Say whose claim a question or statement is; without a source it is returned as it is.

    The text must begin with a word that has its capital only for standing first, or with a name
    (see :func:`state`).

    >>> attribute("who opened the bridge?", "Ana Ruiz")
    'According to Ana Ruiz, who opened the bridge?'
    >>> attribute("who opened the bridge?", None)
    'Who opened the bridge?'
    """
    return capitalise(text) if source is None else f"According to {source}, {text}"


def past(verb: str) -> str:
    """Return the simple past of a verb, its particle kept.

    >>> past("say"), past("point out"), past("admit")
    ('said', 'pointed out', 'admitted')
    """
    base, _, particle = verb.partition(" ")
    forms = past_forms(base)
    return f"{forms[0]} {particle}".rstrip() if forms else verb


def ask_subject(wh: str, predicate: str) -> str:
    """Ask for the subject: the predicate stays as it stands.

    >>> ask_subject("Who", "met Ana Ruiz in Oslo on May 2, 2021")
    'Who met Ana Ruiz in Oslo on May 2, 2021?'
    """
    return f"{wh} {predicate}?"


def ask_adjunct(
    wh: str, subject: str, *, auxiliaries: list[str], verb: str, lemma: str, rest: str
) -> str:
    """Ask for something that is not the subject.

    The first auxiliary moves before the subject; without one, *did* comes in with the base
    form. Only the simple past may come without an auxiliary.

    >>> ask_adjunct(
    ...     "On what date", "Ana Ruiz", auxiliaries=[], verb="left", lemma="leave", rest="Oslo"
    ... )
    'On what date did Ana Ruiz leave Oslo?'
    >>> ask_adjunct(
    ...     "In which year",
    ...     "the bridge",
    ...     auxiliaries=["was"],
    ...     verb="closed",
    ...     lemma="close",
    ...     rest="",
    ... )
    'In which year was the bridge closed?'
    """
    if auxiliaries:
        words = [wh, auxiliaries[0], subject, *auxiliaries[1:], verb, rest]
    else:
        words = [wh, "did", subject, lemma, rest]
    return tidy(" ".join(w for w in words if w)) + "?"


def state(subject: str, predicate: str, *, source: str | None = None) -> str:
    """Return a statement with its full stop, and whose claim it is.

    >>> state("the British list", "contained eight names")
    'The British list contained eight names.'
    """
    words = attribute(tidy(f"{subject} {predicate}"), source)
    return words if words.endswith(".") else words + "."  # in the U.S.


def ask_speaker(quotation: str, verb: str = "said") -> str:
    """Ask who said something; a final full stop gives way to the question mark.

    >>> ask_speaker("We agree.")
    'Who said, “We agree”?'
    >>> ask_speaker("Will you go?")
    'Who said, “Will you go?”'
    >>> ask_speaker("We agree.", "wrote")
    'Who wrote, “We agree”?'
    """
    inner = inner_quotation(quotation)
    if inner.endswith(("?", "!")):
        return f"Who {verb}, “{inner}”" if inner.endswith("?") else f"Who {verb}, “{inner}”?"
    # The stop of the sentence goes, that of an abbreviation stays.
    ended = inner if re.search(r"\b[A-Z]\.[A-Z]\.$", inner) else inner.rstrip(".,;:")
    return f"Who {verb}, “{ended}”?"


def ask_teller(wh: str, verb: str, clause: str) -> str:
    """Ask who told what is told without marks.

    >>> ask_teller("Who", "warn", "the piers were weak")
    'Who warned that the piers were weak?'
    """
    return f"{wh} {past(verb)} that {tidy(clause)}?"


def quoted(speaker: str, quotation: str, verb: str = "said") -> str:
    """Return the statement that somebody said something.

    >>> quoted("Ana Ruiz", "We agree."), quoted("Ana Ruiz", "Will you go?")
    ('Ana Ruiz said, “We agree.”', 'Ana Ruiz said, “Will you go?”')
    """
    inner = inner_quotation(quotation).rstrip(",;:")
    ended = inner.endswith((".", "?", "!", "…", ".’", ".'"))
    return f"{speaker} {verb}, “{inner}{'' if ended else '.'}”"


def inner_quotation(quotation: str) -> str:
    """Return a quotation's words to stand between double marks: marks in it become single ones.

    >>> inner_quotation('He said "no" twice.')
    'He said ‘no’ twice.'
    """
    inner = " ".join(quotation.split())
    return re.sub(r'[“"]([^“”"]*)[”"]', r"‘\1’", inner)


_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def number_word(value: int) -> str | None:
    """Return a whole number below 100 in words; None for others.

    >>> number_word(11), number_word(44), number_word(100)
    ('eleven', 'forty-four', None)
    """
    if not 0 <= value < 100:
        return None
    if value < 20:
        return _UNITS[value]
    tens, ones = divmod(value, 10)
    return _TENS[tens - 2] + (f"-{_UNITS[ones]}" if ones else "")


def number_like(value: float, written: str) -> str | None:
    """Return a whole number in the notation of another; None if it has none in it.

    >>> number_like(12, "eight"), number_like(2400, "1,500"), number_like(90, "60")
    ('twelve', '2,400', '90')
    >>> number_like(150, "sixty"), number_like(2, "4.5")
    (None, None)
    """
    digits = written.replace(",", "")
    if digits.isdigit():
        # Without a comma, four digits would read as a year.
        if int(digits) >= 1000 and "," not in written:
            return None
        return f"{int(value):,}"
    return number_word(int(value)) if written.lower() in _WORDS else None


def number_of(written: str) -> float | None:
    """Return the value of a number as :func:`number_like` writes it.

    >>> number_of("2,400"), number_of("forty-four"), number_of("dozens")
    (2400.0, 44.0, None)
    """
    digits = written.replace(",", "")
    if digits.isdigit():
        return float(digits)
    value = _WORDS.get(written.lower())
    return None if value is None else float(value)


def number_forms(text: str, value: float) -> list[str]:
    """Return the ways a student may write a number, the article's own first.

    >>> number_forms("eight", 8.0), number_forms("1,500", 1500.0)
    (['eight', '8'], ['1,500', '1500'])
    """
    forms = [text]
    if value == int(value):
        whole = int(value)
        forms += [str(whole), f"{whole:,}", number_word(whole) or ""]
    return list(dict.fromkeys(f for f in forms if f))


_WORDS: Final = {word: n for n in range(100) if (word := number_word(n))}
