"""Verb forms: how a clause may be told, and what a row says of each way.

A form is a row of :data:`FORMS`. Its name ends in nothing for the active voice; ``pass…`` is the
passive of the same. ``{be}``, ``{have}`` and ``{do}`` agree with the subject.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from dataset.schema import PLOVER


class Form(NamedTuple):
    """A way to tell a clause: its auxiliaries, the form of its verb (Penn tag), and its columns."""

    auxiliaries: str
    tag: str
    tense: str | None
    aspect: str
    voice: str = "active"
    negated: bool = False
    modality: str = "asserted"


FORMS = {
    "past": Form("", "VBD", "past", "simple"),
    "pres": Form("", "VBZ", "present", "habit"),
    "state": Form("", "VBZ", "present", "state"),
    "perf": Form("{have}", "VBN", "present", "perfect"),
    "plup": Form("had", "VBN", "past", "perfect"),
    "prog": Form("{were}", "VBG", "past", "progressive"),
    "proging": Form("{be}", "VBG", "present", "progressive"),
    "perfprog": Form("{have} been", "VBG", "present", "perfect_progressive"),
    "plupprog": Form("had been", "VBG", "past", "perfect_progressive"),
    "neg": Form("did not", "VB", "past", "simple", negated=True),
    "perfneg": Form("{have} not", "VBN", "present", "perfect", negated=True),
    "plupneg": Form("had not", "VBN", "past", "perfect", negated=True),
    "plupden": Form("had", "VBN", "past", "perfect", negated=True),
    "will": Form("will", "VB", "future", "simple", modality="planned"),
    "willneg": Form("will not", "VB", "future", "simple", negated=True, modality="planned"),
    "would": Form("would", "VB", None, "simple", modality="planned"),
    "wouldneg": Form("would not", "VB", None, "simple", negated=True, modality="planned"),
    "due": Form("{be} due to", "VB", None, "simple", modality="planned"),
    "may": Form("may", "VB", None, "simple", modality="possible"),
    "might": Form("might", "VB", None, "simple", modality="possible"),
    "could": Form("could", "VB", None, "simple", modality="possible"),
    "should": Form("should", "VB", None, "simple", modality="requested"),
    "cond": Form("", "VBZ", "present", "habit", modality="conditional"),
    "condneg": Form("{do} not", "VB", "present", "habit", negated=True, modality="conditional"),
    "willc": Form("will", "VB", "future", "simple", modality="conditional"),
    "pass": Form("{were}", "VBN", "past", "simple", "passive"),
    "passperf": Form("{have} been", "VBN", "present", "perfect", "passive"),
    "passplup": Form("had been", "VBN", "past", "perfect", "passive"),
    "passneg": Form("{were} not", "VBN", "past", "simple", "passive", negated=True),
    "passplupneg": Form("had not been", "VBN", "past", "perfect", "passive", negated=True),
    "passplupden": Form("had been", "VBN", "past", "perfect", "passive", negated=True),
    "passwill": Form("will be", "VBN", "future", "simple", "passive", modality="planned"),
    "passwould": Form("would be", "VBN", None, "simple", "passive", modality="planned"),
    "passmay": Form("may be", "VBN", None, "simple", "passive", modality="possible"),
    "passcould": Form("could be", "VBN", None, "simple", "passive", modality="possible"),
    "ger": Form("", "VBG", None, "progressive"),
}  # fmt: skip

_AGREEING = {
    # word: first person singular, third person singular, all others
    "{be}": ("am", "is", "are"),
    "{were}": ("was", "was", "were"),
    "{have}": ("have", "has", "have"),
    "{do}": ("do", "does", "do"),
}

# Cooperation (hostility) that is still to come is a promise (threat) of it: PLOVER manual of 2021.
PROMISED = frozenset({"consult", "support", "cooperate", "aid", "concede"})
THREATENED = frozenset({"sanction", "coerce", "assault", "reject"})


def auxiliaries(form: Form, *, plural: bool, person: int) -> str:
    """Return the words before the verb, in agreement with the subject."""
    words = form.auxiliaries
    for word, (first, third, others) in _AGREEING.items():
        words = words.replace(
            word, others if plural or person == 2 else (first, third)[person == 3]
        )
    return words


@cache
def inflect(lemma: str, tag: str) -> str:
    """Return a verb's form by its Penn tag.

    >>> inflect("withdraw", "VBD"), inflect("hurry", "VBZ")
    ('withdrew', 'hurries')
    """
    from lemminflect import getInflection

    if tag == "VB":
        return lemma
    if (lemma, tag) in _IRREGULAR:
        return _IRREGULAR[lemma, tag]
    found: tuple[str, ...] = getInflection(lemma, tag)
    return found[0] if found else lemma


# Where the dictionary's first choice is not the newspaper's.
_IRREGULAR = {
    ("quit", "VBD"): "quit",
    ("cancel", "VBD"): "cancelled",
    ("cancel", "VBN"): "cancelled",
    ("travel", "VBD"): "travelled",
    ("travel", "VBN"): "travelled",
}


def final_type(event_type: str, form: Form) -> str:
    """Return the category of an act told in a form: cooperation to come is a promise, and so on.

    >>> final_type("aid", FORMS["will"]), final_type("aid", FORMS["willneg"])
    ('agree', 'reject')
    """
    future = form.modality == "planned" or form.tense == "future"
    cooperative = PLOVER.get(event_type, ("", 0.0))[0].endswith("cooperation")
    if form.modality == "requested":
        return "request"
    if form.negated:
        return (
            "reject"
            if cooperative and (future or (form.tense == "present" and form.aspect == "habit"))
            else event_type
        )
    if not future:
        return event_type
    return promised(event_type)


def promised(event_type: str) -> str:
    """Return the category of an act that is promised, planned or announced."""
    if event_type in PROMISED:
        return "agree"
    return "threaten" if event_type in THREATENED else event_type
