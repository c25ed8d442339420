"""Quantities: numbers with what they count or measure, and how firmly they are given."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dataset.analysis import Analysis
from dataset.language import syntax

if TYPE_CHECKING:
    from spacy.tokens import Token

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NUMBER_WORDS: Final = {
    **{w: n for n, w in enumerate(_ONES)},
    **{w: 10 * n for n, w in enumerate(_TENS, 2)},
}
SCALES: Final = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "m": 1e6,
    "mn": 1e6,
    "bn": 1e9,
}
CURRENCIES: Final = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}
PERCENT: Final = ("%", "percent", "per cent")
HEDGES: Final = {
    "about": "about",
    "around": "about",
    "roughly": "about",
    "approximately": "about",
    "some": "about",
    "an estimated": "about",
    "estimated": "about",
    "at least": "at least",
    "no fewer than": "at least",
    "no less than": "at least",
    "up to": "at most",
    "at most": "at most",
    "no more than": "at most",
    "more than": "more than",
    "over": "more than",
    "above": "more than",
    "less than": "less than",
    "fewer than": "less than",
    "under": "less than",
    "below": "less than",
    "nearly": "nearly",
    "almost": "nearly",
    "close to": "nearly",
}
_LONGEST_HEDGE = max(len(h.split()) for h in HEDGES)
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A row of ``quantities``."""

    quantity_id: str
    article_id: str
    sentence_id: str
    event_id: str | None
    start: int
    end: int
    text: str
    value: float
    value_max: float | None
    hedge: str | None
    unit: str | None
    noun: str | None


def parse_number(text: str) -> float | None:
    """Return the value of a number in digits or words; None if it is no plain number.

    >>> parse_number("1,500"), parse_number("twenty-two"), parse_number("1.5 billion")
    (1500.0, 22.0, 1500000000.0)
    >>> parse_number("3-2") is None, parse_number("dozens") is None
    (True, True)
    """
    total = 0.0
    current: float | None = None
    for word in text.lower().replace("-", " ").split():
        if _DIGITS.fullmatch(word):
            if current is not None:
                return None
            current = float(word.replace(",", ""))
        elif word in NUMBER_WORDS:
            tens = current is not None and current >= 20 and current % 10 == 0
            if current is not None and not (tens or current % 100 == 0):
                return None
            current = (current or 0) + NUMBER_WORDS[word]
        elif word in SCALES:
            scale = SCALES[word]
            current = (1.0 if current is None else current) * scale
            if scale > 100:
                total, current = total + current, None
        elif word != "and" or current is None:
            return None
    if current is None and not total:
        return None
    if re.search(r"\d-\d", text):
        return None
    return total + (current or 0)


def find_quantities(analysis: Analysis, dates: set[int]) -> list[Quantity]:
    """Return the numbers of an article that count or measure something, in text order.

    ``dates`` are the places of tokens that belong to date expressions; they are no quantities.
    ``event_id`` is left None here: the caretaker ties quantities to events.
    """
    found: list[Quantity] = []
    text = analysis.article.text
    for sentence, span in analysis.prose():
        i = span.start
        while i < span.end:
            run = _run_of_number(analysis.doc[i], span.end)
            if not run or any(t.i in dates for t in run) or run[0].ent_type_:
                i += max(1, len(run))
                continue
            i = run[-1].i + 1
            start, end = run[0].idx, run[-1].idx + len(run[-1])
            value = parse_number(text[start:end])
            unit, noun = _measured(run)
            if value is None or (unit is None and noun is None):
                continue
            found.append(
                Quantity(
                    quantity_id=f"{analysis.article.article_id}:n{len(found) + 1:03}",
                    article_id=sentence.article_id,
                    sentence_id=sentence.sentence_id,
                    event_id=None,
                    start=start,
                    end=end,
                    text=text[start:end],
                    value=value,
                    value_max=None,
                    hedge=_hedge(run[0]),
                    unit=unit,
                    noun=noun,
                )
            )
    return found


def _is_number(token: Token) -> bool:
    return token.lower_ in NUMBER_WORDS or bool(_DIGITS.fullmatch(token.text))


def _run_of_number(token: Token, end: int) -> list[Token]:
    if not _is_number(token) or (token.tag_ != "CD" and token.lower_ != "one"):
        return []
    if token.lower_ == "one" and not syntax.is_count(token):
        return []  # the pronoun
    run = [token]
    while run[-1].i + 1 < end:
        following = token.doc[run[-1].i + 1]
        hyphen = following.text == "-" and following.i + 1 < end
        if following.lower_ in SCALES or (
            _is_number(following) and following.tag_ == "CD" and following.lower_ in NUMBER_WORDS
        ):
            run.append(following)
        elif hyphen and _is_number(token.doc[following.i + 1]):
            run += [following, token.doc[following.i + 1]]
        else:
            break
    return run


def _measured(run: list[Token]) -> tuple[str | None, str | None]:
    doc, start, end = run[0].doc, run[0].i, run[-1].i + 1
    before = doc[start - 1].text if start else ""
    if before in CURRENCIES:
        return CURRENCIES[before], None
    after = doc[end] if end < len(doc) else None
    if after is not None and doc[end : end + 2].text.lower().startswith(PERCENT):
        return "percent", None
    for token in run:
        if syntax.is_count(token) and token.head.tag_ in {"NN", "NNS"} and token.head.i >= end:
            head = token.head
            words = doc[end : head.i + 1]
            # "35 minutes", "44 Belarusian officials"; a hyphen makes it an adjective (35-minute),
            # and another number makes it one end of a range (20 and 30 people).
            if any(t.text in {"-", "–"} or t.is_punct or t.tag_ == "CD" for t in words):
                return None, None
            return None, words.text
    return None, None


def _hedge(first: Token) -> str | None:
    doc = first.doc
    start = first.i
    if start and doc[start - 1].text in CURRENCIES:
        start -= 1
    for n in range(_LONGEST_HEDGE, 0, -1):
        if start - n >= first.sent.start:
            words = doc[start - n : start].text.lower()
            if words in HEDGES and not (words == "some" and syntax.is_pronoun(doc[start - 1])):
                return HEDGES[words]
    return None
