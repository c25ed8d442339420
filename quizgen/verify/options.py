"""Whether the wrong options are of the key's kind, wrong for sure, and give nothing away."""

from __future__ import annotations

import re
from typing import Final

from quizgen.library import Library, Row
from quizgen.quiz import Item
from quizgen.verify.language import letters_of, words_of
from quizgen.verify.values import date_value, number_value

# A key much longer or shorter than all others would show itself.
MAX_LENGTH_RATIO: Final = 1.6
MIN_SPEAKERS: Final = 3
_DATES: Final = frozenset(["day", "month", "year"])
_ARRANGED: Final = frozenset(["matching", "ordering"])
_GENDERED: Final = {"he": "male", "him": "male", "his": "male", "she": "female", "her": "female"}


def _has_choice(item: Item) -> bool:
    return bool(item.options) and item.type not in _ARRANGED


def options_of_one_kind(item: Item, library: Library) -> bool:
    """All options are of the key's kind, differ from each other, and hold the key once."""
    if not _has_choice(item):
        return True
    once = set(map(str.lower, item.options))
    if item.options.count(item.key) != 1 or len(once) != len(item.options):
        return False
    kind = item.proof["kind"]
    if kind in _DATES:
        alike = len({len(words_of(o)) for o in item.options}) == 1
        return alike and len({date_value(o) for o in item.options}) == len(item.options)
    if kind == "number":
        alike = len({bool(re.search(r"\d", o)) for o in item.options}) == 1
        return alike and len({number_value(o) or o for o in item.options}) == len(item.options)
    if kind == "utterance":
        return all(o.startswith("“") and o.endswith("”") for o in item.options)
    if kind == "role":
        own = {
            " ".join(m["description"].split())
            for m in library.mentions_of[item.evidence[0].article_id]
            if m["description"]
        }
        return set(item.options) <= own
    if kind == "happening":
        return all(o[:1].isupper() and o.endswith(".") for o in item.options)
    by_name = _by_name(item, library)
    options = [o for o in item.options if o not in item.proof.get("fictional", ())]
    if not all(o in by_name for o in options):
        return False
    return kind != "country" or all(by_name[o]["is_country"] for o in options)


def _by_name(item: Item, library: Library) -> dict[str, Row]:
    kind = item.proof["kind"]
    wanted = "place" if kind == "country" else kind
    by_name = {e["name"]: e for e in library.entities_in(item.evidence[0].article_id, wanted)}
    if kind == "person" and len(item.key.split()) == 1:
        # Beside a lone surname stand surnames.
        return {name.split()[-1]: e for name, e in by_name.items()}
    return by_name


def options_false(item: Item, library: Library) -> bool:
    """Every other option is refuted: no alias of the key, and no part of the evidence."""
    if not _has_choice(item):
        return True
    evidence = " ".join(e.text for e in item.evidence)
    kind = item.proof["kind"]
    for option in item.options:
        if option == item.key:
            continue
        if option not in item.proof["distractors"]:
            return False
        if kind in _DATES or kind == "happening":
            continue
        if kind == "utterance":
            if not _said_by_other(item, library, option):
                return False
            continue
        a, b = set(words_of(option)), set(words_of(item.key))
        if kind == "role":
            if not _role_of_other(item, library, option):
                return False
            continue
        if kind == "number":
            if re.search(rf"(?<![\w,.]){re.escape(option)}(?![\w,])", evidence):
                return False
            continue
        if a <= b or b <= a or option in evidence:
            return False
    return True


def _said_by_other(item: Item, library: Library, option: str) -> bool:
    """Say whether an utterance's speaker differs from the key's, or is the one asked about."""
    article_id = item.evidence[0].article_id

    def speakers(words: str) -> set[str | None]:
        wanted = letters_of(words)
        return {
            q["speaker_entity_id"]
            for q in library.quotes_of[article_id]
            if wanted in letters_of(q["text"])
        }

    own, key = speakers(option), speakers(item.key)
    return len(own) == len(key) == 1 and not own & key and None not in own | key


def _role_of_other(item: Item, library: Library, option: str) -> bool:
    """Say whether a role is given to others only, and not to the key's bearer."""
    article_id = item.evidence[0].article_id
    bearers: dict[str, set[str | None]] = {}
    for m in library.mentions_of[article_id]:
        if m["description"]:
            bearers.setdefault(" ".join(m["description"].split()), set()).add(m["entity_id"])
    return bool(bearers.get(option)) and not bearers[option] & bearers.get(item.key, set())


def speaker_has_rivals(item: Item, library: Library) -> bool:  # noqa: ARG001
    """Who said it is a question only among several: else it is whoever the article is about."""
    return item.type != "who_said" or len(item.options) >= MIN_SPEAKERS


def key_not_told_by_length(item: Item, library: Library) -> bool:  # noqa: ARG001
    """The key is neither by far the longest option nor by far the shortest."""
    if not _has_choice(item):
        return True
    others = [len(o) for o in item.options if o != item.key]
    length = len(item.key)
    if item.proof["kind"] not in {"utterance", "happening", "role"}:
        return True  # names and numbers are as long as they are
    return max(others) * MAX_LENGTH_RATIO >= length >= min(others) / MAX_LENGTH_RATIO


def key_not_told_by_gender(item: Item, library: Library) -> bool:
    """No *he* in the question leaves one man among the options, and no *her* one woman."""
    if not _has_choice(item) or item.proof["kind"] != "person":
        return True
    text = re.sub(r"“[^”]*”", " ", item.question)
    genders = {_GENDERED[w] for w in words_of(text) if w in _GENDERED}
    if not genders:
        return True
    by_name = _by_name(item, library)
    known = {by_name[o]["gender"] for o in item.options if o in by_name and by_name[o]["gender"]}
    return known <= genders
