"""What answers are worth in QTI 1.2: its response processing, followed rule by rule."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from quizgen.read.qti12_elements import all_of, children_of, first_of, name_of
from quizgen.read.reading import Unreadable, number_in
from quizgen.read.xml import Element, words_of

FULL = Fraction(100)
# Variables of outcomes that count what is wrong, or show feedback.
_NO_SCORE = re.compile(r"incorrect|wrong|feedback", re.IGNORECASE)

RANGES: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "varlt": operator.lt,
    "varlte": operator.le,
    "vargt": operator.gt,
    "vargte": operator.ge,
}

Answers = Mapping[str, frozenset[str]]  # to each response, what is answered


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of response processing, with the points it gives and feedback it shows."""

    when: Element
    sets: tuple[tuple[str, Fraction], ...]
    shows: tuple[str, ...]

    def holds(self, answers: Answers, earlier: bool) -> bool:
        """Say whether it holds for some answers; ``earlier`` if one before it did."""
        return _together(list(self.when), answers, earlier)


def conditions_of(item: Element) -> list[Condition]:
    """Return the conditions of an item, in their order."""
    found = []
    for condition in all_of(item, "respcondition"):
        when = first_of(condition, "conditionvar")
        if when is None:
            continue
        sets = []
        for each in children_of(condition, "setvar"):
            if not _NO_SCORE.search(each.get("varname") or ""):
                action = (each.get("action") or "Set").lower()
                sets.append((action, _points(words_of(each))))
        shows = [e.get("linkrefid") or "" for e in children_of(condition, "displayfeedback")]
        found.append(Condition(when, tuple(sets), tuple(shows)))
    return found


def _points(text: str) -> Fraction:
    """Return a number; what is the most there is counts as 100."""
    if text.lower().endswith(".max"):
        return FULL
    try:
        return number_in(text)
    except ValueError as exc:
        raise Unreadable(f"its marking gives {text or 'nothing'} points") from exc


def _together(tests: list[Element], answers: Answers, earlier: bool) -> bool:
    """Return whether all tests hold; of several answers to one response, one is enough.

    The specification asks for all. But no answer is two things, and Canvas and others list
    there what they accept.
    """
    by_response: dict[str, bool] = {}
    for number, test in enumerate(t for t in tests if name_of(t)):
        name = test.get("respident") or "" if name_of(test) == "varequal" else f" {number}"
        by_response[name] = by_response.get(name, False) or _holds(test, answers, earlier)
    return all(by_response.values()) and bool(by_response)


def _holds(test: Element, answers: Answers, earlier: bool) -> bool:
    tests = [t for t in test if name_of(t)]
    match name_of(test):
        case "varequal":
            return words_of(test) in answers.get(test.get("respident") or "", ())
        case "and":
            return all(_holds(t, answers, earlier) for t in tests)
        case "or":
            return any(_holds(t, answers, earlier) for t in tests)
        case "not":
            return not any(_holds(t, answers, earlier) for t in tests)
        case "other":
            return not earlier
        case "unanswered":
            return not answers.get(test.get("respident") or "")
        case name if name in RANGES:
            given = answers.get(test.get("respident") or "", frozenset())
            return any(_in_range(name, text, words_of(test)) for text in given)
        case name:
            raise Unreadable(f"its marking has a rule that quizgen does not follow ({name})")


def _in_range(name: str, text: str, bound: str) -> bool:
    try:
        number, end = number_in(text), number_in(bound)
    except ValueError:
        return False
    return RANGES[name](number, end)


def score_of(conditions: Iterable[Condition], answers: Answers) -> Fraction:
    """Return the points that some answers are given.

    That conditions end the marking (``continue``) is not heeded: Canvas's own matching questions
    do not say that it goes on, and it must.
    """
    score = Fraction(0)
    earlier = False
    for condition in conditions:
        if not condition.sets or not condition.holds(answers, earlier):
            continue
        earlier = True
        for action, points in condition.sets:
            if action == "set":
                score = points
            elif action == "add":
                score += points
            elif action == "subtract":
                score -= points
            else:
                raise Unreadable(f"its marking has a rule that quizgen does not follow ({action})")
    return score


def tests_of(when: Element, *idents: str) -> list[Element]:
    """Return what answers (to some responses) are compared with, outside of what must not be."""
    return [
        t
        for t in all_of(when, "varequal")
        if (not idents or t.get("respident") in idents)
        and not any(name_of(a) == "not" for a in t.iterancestors())
    ]


def with_known_answer(test: Element, labels: Mapping[str, str]) -> Element:
    """Return a comparison. Raises ``Unreadable``: it is with none of the answers there are."""
    if words_of(test) not in labels:
        raise Unreadable("its right answer is none of its answers")
    return test


def all_to_tick(ident: str, labels: Mapping[str, str], conditions: list[Condition]) -> list[str]:
    """Return the answers to tick, where several can be."""
    ticked = {
        words_of(test)
        for condition in conditions
        if any(points > 0 for _, points in condition.sets)
        for test in tests_of(condition.when)
    }
    right = [name for name in labels if name in ticked]
    if right and score_of(conditions, {ident: frozenset(right)}) <= 0:
        raise Unreadable("it does not say which answers are right")
    return right
