"""What an item asks and what is right, said apart from how it is kept: to compare with what others read."""

from __future__ import annotations

from dataclasses import dataclass

from quizgen.quiz import Item, gap_answers, letters_of, pairs_of
from quizgen.render.sheet import clean


@dataclass(frozen=True)
class Asked:
    """An item, whatever the order of its choices. ``right`` is a set of texts, or pairs, or a row."""

    type: str
    question: str
    choices: frozenset[str]
    right: tuple[object, ...]
    points: int


def asked(item: Item) -> Asked:
    """Return what an item asks; gaps are four underscores."""
    options = [clean(option) for option in item.options]
    question = clean(item.question)
    choices = frozenset(options)
    right: tuple[object, ...]
    if item.type == "matching":
        premises = [clean(p) for p in item.premises]
        partners = [options["ABCDEFGH".index(letter)] for _, letter in pairs_of(item.key)]
        right = tuple(sorted(zip(premises, partners, strict=True)))
    elif item.type == "ordering":
        right = tuple(options["ABCDEFGH".index(letter)] for letter in letters_of(item.key))
    elif item.type == "true_false":
        right, choices = (item.key,), frozenset()
    elif item.type == "discussion":
        right = ()
    elif gap_answers(item):
        right = tuple(tuple(clean(t) for t in gap) for gap in gap_answers(item))
        if options:  # whatever else would be right if it were typed
            right = tuple((clean(gap[0]),) for gap in gap_answers(item))
        question = "____".join(part.strip("_") for part in question.split("____"))
    elif options and item.type != "cloze":
        right = (clean(item.key),)  # whatever else would be right if it were typed
    else:
        if item.type == "cloze" and options:  # nobody knows which gap the key means
            question, choices = f"{question} (Words: {'; '.join(options)})", frozenset()
        right = tuple(dict.fromkeys(clean(text) for text in (item.key, *item.accept)))
    return Asked(item.type, question, choices, right, item.points)
