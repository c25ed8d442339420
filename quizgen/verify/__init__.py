"""The sceptic: re-checks every finished item against the tables, and refuses what it can.

It trusts nothing that made the item: it shares no code with :mod:`quizgen.wording` or
:mod:`quizgen.items`, and reads the item as a reader would, with the tables beside it. Each
check has a name, which is what the counts of refused items show::

    proof        the evidence is there, the key follows from the rows, the words return
    language     the words of the item stand alone
    options      the wrong options are wrong, and of the key's kind
    statements   what is called false is false
    sensitivity  nobody's suffering is a game, and nobody a wrong culprit
    whole        a quiz's items do not answer each other, and its keys follow no pattern
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from quizgen.library import Library
from quizgen.quiz import Item
from quizgen.verify import language, options, proof, sensitivity, statements
from quizgen.verify.whole import find_clash, find_pattern, gives_away

__all__ = ["CHECKS", "Check", "find_clash", "find_fault", "find_pattern", "gives_away"]

Check = Callable[[Item, Library], bool]

CHECKS: Final[dict[str, Check]] = {
    "not proven": proof.proven,
    "not derivable again": proof.derived,
    "words put in without proof": proof.edits_proven,
    "words lost or won": proof.round_trip,
    "accepts another answer": proof.accepts_only_the_key,
    "answer in the question": language.key_not_in_question,
    "answer in the title": language.key_not_in_title,
    "dangling pronoun": language.no_pronoun,
    "dangling discourse word": language.no_discourse_word,
    "relative time": language.no_relative_time,
    "vague phrase": language.no_vague_phrase,
    "hedged or denied": language.plain_statement,
    "share of what is not said": language.says_share_of_what,
    "about the telling": language.about_the_news,
    "wrong question word": language.question_word_fits,
    "badly formed": language.well_formed,
    "garbled letters": language.rightly_decoded,
    "options of two kinds": options.options_of_one_kind,
    "option may be true": options.options_false,
    "too few other speakers": options.speaker_has_rivals,
    "length gives the key away": options.key_not_told_by_length,
    "gender gives the key away": options.key_not_told_by_gender,
    "game of suffering": sensitivity.no_game_of_suffering,
    "wrong culprit": sensitivity.no_wrong_culprit,
    "statement may be true": statements.false_statement_is_false,
}


def find_fault(item: Item, library: Library) -> str | None:
    """Return the name of the first check an item fails; None if it passes all."""
    for name, holds in CHECKS.items():
        if not holds(item, library):
            return name
    return None
