"""Every regular expression of the packages takes time that grows with the text, not faster.

:mod:`tests.regex_finder` finds them all, :mod:`tests.regex_analysis` judges them by structure;
``python -m tests.benchmarks.regexes`` attacks them and measures.
"""

from __future__ import annotations

import re

import pytest

from tests.regex_analysis import Ambiguity, Kind, ambiguity
from tests.regex_finder import Found, all_patterns

# Patterns that may take longer, and why no text makes them: by module, and how they begin.
BOUNDED = {
    ("dataset.articles.delimited", '"(?:[^"]'): "asked of the first 10,000 characters",
    ("dataset.articles.hyphens", r"(?<![^\W_])"): "asked of the last _LONGEST characters of a line",
    (
        "dataset.articles.hyphens",
        r"(?<![^\W\d_])",
    ): "what begins with a letter has matched at a hyphen",
    ("dataset.articles.hyphens", r"[^\W\d_]++"): "one letter has matched; nothing is read again",
    ("dataset.articles.pages", r"(?:[^\W\d_]{4,}"): "asked of the last _LAST_WORD characters",
    ("dataset.articles.web", "(?<=://)"): "an address, which the user typed",
    ("dataset.articles.layout", r"\b(?:[A-Z]\.){2,}$"): "asked of titles, at most LONGEST_TITLE",
    ("dataset.articles.layout", r"[ \t]*[—–]"): "asked of the first LONGEST_DATELINE characters",
    ("dataset.dates.ranges", r"(?:from (?P<a>"): "asked of dates, at most LONGEST_EXPRESSION",
    ("dataset.dates.ranges", r"(?P<a>.+?)(?: ?-+"): "asked of dates, at most LONGEST_EXPRESSION",
    ("dataset.language.treebank", r"\((?P<opened>"): "treebanks, in training only",
    ("dataset.package.card", "(<!-- table -->"): "our own template",
    ("dataset.quotes.layout", r"(?P<name>[A-Z]"): "asked once a block, at its beginning",
    ("dataset.synthesize.clauses", r"\[\[(.+?)"): "our own grammar",
    ("dataset.synthesize.names", "[aeiou"): "made-up names",
    ("dataset.synthesize.sentences", "<<(.+?)>>"): "our own grammar",
    ("quizgen.lexicon.derive", r"\([^)]*\)"): "the glosses of a dictionary",
    ("quizgen.read", b"<[!?][^>]*>"): "asked of the first 4,096 bytes",
    ("quizgen.verify.language", "“[^”]*”"): "questions, which are sentences",
    ("quizgen.verify.language", r"\b([A-Z][\w.]+ "): "questions, which are sentences",
    ("quizgen.verify.options", "“[^”]*”"): "questions, which are sentences",
    ("quizgen.verify.proof", "“(.+)”"): "questions, which are sentences",
    ("quizgen.verify.sensitivity", "“[^”]*”"): "questions, which are sentences",
    # After one comma more the pattern has matched, and what was read is not read again.
    ("quizgen.wording", r",(?:\s*,)+"): "asked of words with single spaces",
}
# Made of values when the program runs, and judged here where they are kept.
MADE = {
    "dataset.dates.rulebook: pattern": "kept in _RULES",
    "quizgen.verify.language: f\"(?:{_ASKS_FOR[item.proof['kind']]})\\\\b\"": "words, no repeats",
    "quizgen.verify.sensitivity: '|'.join(lines)": "kept by patterns(), judged below",
}


def _reason(found: Found) -> str | None:
    source = found.pattern.pattern
    module = found.where.partition(":")[0]
    return next((why for (m, p), why in BOUNDED.items() if m == module and type(p) is type(source)
                 and source.startswith(p)), None)  # fmt: skip


def test_every_pattern_is_linear_or_reads_what_is_short() -> None:
    found, _ = all_patterns()
    judged: dict[tuple[str | bytes, int, Kind], Ambiguity | None] = {}
    for each in found:
        key = (each.pattern.pattern, each.pattern.flags, each.kind)
        if key not in judged:
            judged[key] = ambiguity(each.pattern, each.kind)
    slow = [f for f in found if judged[f.pattern.pattern, f.pattern.flags, f.kind] is not None]
    exponential = [f.where for f in slow
                   if judged[f.pattern.pattern, f.pattern.flags, f.kind].degree == "exponential"]  # type: ignore[union-attr] # fmt: skip
    assert exponential == []
    assert [f.where for f in slow if _reason(f) is None] == []
    # A reason whose pattern is gone goes too.
    assert {_reason(f) for f in slow} == set(BOUNDED.values())


def test_every_pattern_is_found() -> None:
    _, unknown = all_patterns()
    assert {re.sub(r":\d+:", ":", place) for place in unknown} == MADE.keys()


def test_patterns_of_the_list_of_sensitive_matters_are_linear() -> None:
    from quizgen.verify.sensitivity import patterns

    assert [name for name, p in patterns().items() if ambiguity(p) is not None] == []


@pytest.mark.parametrize(
    ("pattern", "kind", "degree"),
    [
        (r"a+", "search", None),
        (r"a+b", "match", None),
        (r"a+b", "search", "polynomial"),
        (r"\ba+b", "search", None),
        (r"(?<!a)a+b", "search", None),
        (r"\s+$", "search", "polynomial"),
        (r"^\s+", "search", None),
        (r"a*a*b", "match", "polynomial"),
        (r"a*+a*b", "match", None),
        (r"a*b*c", "match", None),
        (r"a{0,9}a*b", "match", None),
        (r"(?:a+)+b", "match", "exponential"),
        (r"(?:a*)*b", "match", "exponential"),
        (r"(?:a|aa)+b", "match", "exponential"),
        (r"(?:ab?)*c", "match", None),
        (r".*x.*", "fullmatch", "polynomial"),
        (r".*x", "match", None),
        (r"<[^<>]*>", "search", None),
        (r"<[^>]*>", "search", "polynomial"),
    ],
)
def test_ambiguity_is_told_from_the_structure(pattern: str, kind: Kind, degree: str | None) -> None:
    found = ambiguity(re.compile(pattern), kind)
    assert (found and found.degree) == degree
