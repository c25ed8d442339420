"""Quantities: numbers with what they count or measure, and how firmly they are given."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from dataset import lexicon
from dataset.analysis import Analysis, Sentence
from dataset.language import syntax
from dataset.numbers import (
    NUMBER_WORDS,
    SCALES,
    VAGUE,
    is_digits,
    parse_fraction,
    parse_number,
    parse_vague,
)

if TYPE_CHECKING:
    from dataset.language.view import Doc, Token

CURRENCIES: Final = {
    "$": "USD",
    "US$": "USD",
    "C$": "CAD",
    "A$": "AUD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₽": "RUB",
    "₹": "INR",
    "₴": "UAH",
}
FRACTION: Final = "fraction"
VAGUELY: Final = "vague"
# What a rate may be counted by: $400,000 a day, 40 miles an hour, two seats per person.
_RATE_WORDS: Final = frozenset({"a", "an", "per", "each", "every"})
_RATE_NOUNS: Final = frozenset(
    "second minute hour day week month quarter year decade night season head person child "
    "household student pupil worker share barrel gallon litre liter mile kilometre kilometer "
    "tonne ton kilo pound acre hectare piece ticket game match inhabitant resident".split()
)


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
    per: str | None
    whole: float | None


class _Number(NamedTuple):
    """A number in the text: its first and last token, its bounds, and what it is part of."""

    first: int
    last: int
    value: float
    value_max: float | None = None
    hedge: str | None = None
    unit: str | None = None
    whole: float | None = None
    # Where what is counted may begin, if not right behind the number: three of the five *members*.
    behind: int | None = None


def find_quantities(analysis: Analysis, dates: set[int]) -> list[Quantity]:
    """Return the numbers of an article that count or measure something, in text order.

    A range is one row with ``value`` and ``value_max`` (*between 20 and 30 people*), and so is a
    number of which only the order is told, with the bounds of it (*dozens*, ``hedge`` "vague").
    ``dates`` are the places of tokens that belong to date expressions; they are no quantities.
    ``event_id`` is left None here: the caretaker ties quantities to events.
    """
    found: list[Quantity] = []
    tokens = analysis.doc.tokens
    for sentence, span in analysis.prose():
        i = span.start
        while i < span.end:
            begins = _may_begin(tokens[i])
            number = _number_at(analysis.doc, i, span.end, dates) if begins else None
            if number is None:
                i += 1
                continue
            i = number.last + 1 if number.whole is None else number.behind or number.last + 1
            row = _row(analysis, sentence, number, span.end, len(found) + 1)
            if row is not None:
                found.append(row)
    return found


def _row(
    analysis: Analysis, sentence: Sentence, number: _Number, end: int, n: int
) -> Quantity | None:
    doc = analysis.doc
    unit, noun, behind = _measured(doc, number, end)
    if unit is None and noun is None:
        return None
    first, last = doc[number.first], doc[number.last]
    stop = last.idx + len(last)
    return Quantity(
        quantity_id=f"{analysis.article.article_id}:n{n:03}",
        article_id=sentence.article_id,
        sentence_id=sentence.sentence_id,
        event_id=None,
        start=first.idx,
        end=stop,
        text=analysis.article.text[first.idx : stop],
        value=number.value,
        value_max=number.value_max,
        hedge=number.hedge or _hedge(first),
        unit=unit,
        noun=noun,
        per=_rate(doc, behind, end),
        whole=number.whole,
    )


# -- the number ------------------------------------------------------------------------------


def _number_at(doc: Doc, i: int, end: int, dates: set[int]) -> _Number | None:
    """Return the number that begins at a token that :func:`_may_begin` one; None if none does."""
    for read in (_vague_at, _fraction_at, _plain_at):
        number = read(doc, i, end)
        if number is not None:
            inside = range(number.first, number.last + 1)
            known = any(n in dates for n in inside) or doc[i].ent_type_
            return None if known else number
    return None


_BEGINNERS: Final = frozenset({*NUMBER_WORDS, *VAGUE, "tens", "hundreds", "half", "a", "dozen"})


def _may_begin(token: Token) -> bool:
    low = token.lower_
    if low in _BEGINNERS or low[:1].isdigit():
        return True
    return "-" in low and low.partition("-")[0] in _BEGINNERS


def _vague_at(doc: Doc, i: int, end: int) -> _Number | None:
    for n in (3, 1):
        if i + n > end or doc[i + n - 1].lower_ not in VAGUE:
            continue
        money = i > 0 and doc[i - 1].text in CURRENCIES
        if money or (n == 1 and syntax.is_count(doc[i])):
            continue
        bounds = parse_vague(doc[i : i + n].text)
        if bounds is not None:
            return _Number(i, i + n - 1, *bounds, hedge=VAGUELY)
    return None


def _fraction_at(doc: Doc, i: int, end: int) -> _Number | None:
    """Return a fraction of something: *half of*, *two-thirds of*, *a quarter of*."""
    for n in (3, 2, 1):
        if i + n >= end or doc[i + n].lower_ != "of":
            continue
        value = parse_fraction(doc[i : i + n].text)
        if value is not None:
            return _Number(i, i + n - 1, value, unit=FRACTION, behind=i + n + 1)
    return None


def _plain_at(doc: Doc, i: int, end: int) -> _Number | None:
    run = _run_of_number(doc[i], end)
    if not run:
        return None
    last = run[-1].i
    value = parse_number(_text(doc, i, last))
    if value is None:
        return None
    return (
        _range(doc, i, last, value, end)
        or _part(doc, i, last, value, end)
        or _Number(i, last, value)
    )


def _range(doc: Doc, first: int, last: int, value: float, end: int) -> _Number | None:
    """Return a range that a number begins: *20 to 30*, *between 20 and 30*, *5–10*."""
    i = last + 1
    while i < end and (doc[i].lower_ in {"%", "percent"} or doc[i].text in CURRENCIES):
        i += 1
    joint = doc[i].lower_ if i < end else ""
    between = first > doc[first].sent.start and _before(doc, first) == "between"
    if joint not in {"to", "-", "–", "—"} and not (between and joint == "and"):
        return None
    start = i + 1
    while start < end and doc[start].text in CURRENCIES:
        start += 1
    run = _run_of_number(doc[start], end) if start < end else []
    most = parse_number(_text(doc, start, run[-1].i)) if run else None
    if most is None:
        return None
    scale = next((s for t in run if (s := SCALES.get(t.lower_))), None)
    if (
        scale
        and value < most / scale * 10
        and not any(doc[n].lower_ in SCALES for n in range(first, last + 1))
    ):
        value *= scale  # $5 to 10 million
    return _Number(first, run[-1].i, value, most) if value < most else None


def _before(doc: Doc, first: int) -> str:
    i = first - 1
    while i > doc[first].sent.start and doc[i].text in CURRENCIES:
        i -= 1
    return doc[i].lower_


def _part(doc: Doc, first: int, last: int, value: float, end: int) -> _Number | None:
    """Return a number of a number: *three of the five*, *one in ten*."""
    i = last + 1
    if i + 1 >= end or doc[i].lower_ not in {"of", "in"}:
        return None
    joint = doc[i].lower_
    i += 1
    if joint == "of" and doc[i].pos_ in {"DET", "PRON"}:
        i += 1
    run = _run_of_number(doc[i], end) if i < end else []
    whole = parse_number(_text(doc, i, run[-1].i)) if run else None
    if whole is None or whole <= value or (joint == "in" and (whole > 1000 or value > 10)):
        return None
    return _Number(first, last, value, whole=whole, behind=run[-1].i + 1)


def _is_number(token: Token) -> bool:
    return token.lower_ in NUMBER_WORDS or is_digits(token.text) or token.lower_ == "dozen"


def _run_of_number(token: Token, end: int) -> list[Token]:
    if token.lower_ == "a" and token.i + 1 < end and token.nbor(1).lower_ in {"dozen", "million"}:
        return [token.nbor(1)]
    if not _is_number(token) or (token.tag_ not in {"CD", "NN"} and token.lower_ != "one"):
        return []
    behind = token.nbor(1).lower_ if token.i + 1 < end else ""
    if token.lower_ == "one" and not syntax.is_count(token) and behind not in {"of", "in"}:
        return []  # the pronoun
    if token.lower_ == "one" and behind == "of" and not syntax.is_count(token):
        return [token]
    run = [token]
    while run[-1].i + 1 < end:
        following = token.doc[run[-1].i + 1]
        hyphen = following.text == "-" and following.i + 1 < end
        if following.lower_ in SCALES or (
            _is_number(following) and following.tag_ == "CD" and following.lower_ in NUMBER_WORDS
        ):
            run.append(following)
        elif hyphen and _is_number(token.doc[following.i + 1]) and not is_digits(token.text):
            run += [following, token.doc[following.i + 1]]
        else:
            break
    return run


def _text(doc: Doc, first: int, last: int) -> str:
    return doc[first : last + 1].text


# -- what it measures or counts --------------------------------------------------------------


@cache
def _units() -> dict[str, str]:
    return {word.lower(): unit for unit, words in lexicon.units().items() for word in words}


def _measured(doc: Doc, number: _Number, end: int) -> tuple[str | None, str | None, int]:
    """Return unit, counted noun, and where what follows them begins."""
    behind = number.last + 1 if number.behind is None else number.behind
    before = doc[number.first - 1].text if number.first else ""
    if before in CURRENCIES:
        return CURRENCIES[before], None, behind
    inside = [doc[i].text for i in range(number.first, behind)]
    sign = next((CURRENCIES[t] for t in inside if t in CURRENCIES), None)
    if sign:
        return sign, None, behind
    if number.unit == FRACTION or number.hedge == VAGUELY or number.whole is not None:
        noun, after = _noun_behind(doc, number, behind, end)
        return number.unit, noun, after
    for n in (3, 2, 1):
        unit = _units().get(doc[behind : behind + n].text.lower()) if behind + n <= end else None
        if unit is not None:
            return unit, None, behind + n
    noun, after = _counted(doc, number)
    if noun is None and number.value_max is not None:
        noun, after = _noun_behind(doc, number, behind, min(end, behind + 4))
        if noun is not None and doc[after - 1].tag_ != "NNS":
            return None, None, behind
    if noun is not None and _is_year(number) and doc[after - 1].tag_ == "NN":
        return None, None, behind  # the 2013 bill
    return None, noun, after


def _is_year(number: _Number) -> bool:
    return number.first == number.last and 1500 <= number.value <= 2100


def _noun_behind(doc: Doc, number: _Number, behind: int, end: int) -> tuple[str | None, int]:
    """Return the noun behind *dozens of*, *half of the*, *three of the five*."""
    i = behind
    if number.hedge == VAGUELY:
        if i >= end or doc[i].lower_ != "of":
            return None, behind
        i += 1
    for token in doc[i:end]:
        if token.pos_ in {"NOUN", "PROPN"} and token.i >= i:
            phrase = syntax.phrase(token)
            first = max(i, phrase.start)
            between = doc[i : token.i]
            if any(t.is_punct and t.tag_ != "HYPH" for t in between) or token.head == token:
                return None, behind
            while first < token.i and doc[first].pos_ in {"DET", "PRON", "NUM"}:
                first += 1
            return doc[first : token.i + 1].text, token.i + 1
        if token.pos_ not in {"DET", "ADJ", "NUM", "PRON", "ADV", "PART", "VERB", "PUNCT"}:
            break
    return None, behind


def _counted(doc: Doc, number: _Number) -> tuple[str | None, int]:
    stop = number.last + 1
    for i in range(number.first, stop):
        token = doc[i]
        if syntax.is_count(token) and token.head.tag_ in {"NN", "NNS"} and token.head.i >= stop:
            head = token.head
            words = doc[stop : head.i + 1]
            # "35 minutes", "44 Belarusian officials"; a hyphen makes it an adjective (35-minute),
            # and another number makes it one end of a range that is not understood.
            if any(t.text in {"-", "–"} or t.is_punct or t.tag_ == "CD" for t in words):
                return None, stop
            return words.text, head.i + 1
    return None, stop


def _rate(doc: Doc, i: int, end: int) -> str | None:
    """Return what a quantity is counted by: $400,000 *a day*."""
    if i + 1 >= end or doc[i].lower_ not in _RATE_WORDS:
        return None
    noun = doc[i + 1].lower_
    return noun if noun in _RATE_NOUNS else None


@cache
def _hedges() -> dict[str, str]:
    return {word: hedge for hedge, words in lexicon.hedges().items() for word in words}


@cache
def _longest_hedge() -> int:
    return max(len(h.split()) for h in _hedges())


def _hedge(first: Token) -> str | None:
    doc = first.doc
    start = first.i
    while start and doc[start - 1].text in CURRENCIES:
        start -= 1
    if start and doc[start - 1].lower_ in {"a", "the"} and start - 1 > first.sent.start:
        start -= first.lower_ in {"dozen", "million", "half"}
    for n in range(_longest_hedge(), 0, -1):
        if start - n >= first.sent.start:
            words = doc[start - n : start].text.lower()
            if words in _hedges() and not (words == "some" and syntax.is_pronoun(doc[start - 1])):
                return _hedges()[words]
    return None
