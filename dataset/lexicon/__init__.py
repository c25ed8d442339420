"""What the builder knows of the world, as readable data files; one loader each.

Every file here is text with a header line; ``tests/test_lexicon.py`` reads all of them.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources


def _rows(name: str) -> list[dict[str, str]]:
    text = (resources.files(__package__) / name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t"))


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb that can attribute speech.

    ``speech`` is True where the words themselves are reported (say), False where it needs a
    clause or marks to be a cue (believe). ``addressee`` is True where the object is the
    person spoken to (tell).
    """

    lemma: str
    speech: bool
    addressee: bool


@cache
def cues() -> dict[str, Cue]:
    """Return the cue verbs by lemma (``cue_verbs.tsv``)."""
    return {
        r["lemma"]: Cue(r["lemma"], r["speech"] == "yes", r["addressee"] == "yes")
        for r in _rows("cue_verbs.tsv")
    }


@cache
def event_types() -> dict[tuple[str, str], str]:
    """Return the PLOVER category of a verb by (lemma, particle or preposition or "")."""
    return {(r["lemma"], r["with"]): r["event_type"] for r in _rows("plover_verbs.tsv")}


@cache
def words(name: str) -> frozenset[str]:
    """Return a plain list of words, one a line (``<name>.txt``)."""
    text = (resources.files(__package__) / f"{name}.txt").read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))


@cache
def countries() -> dict[str, str]:
    """Return ISO 3166-1 alpha-3 codes by name and alias (``countries.tsv``)."""
    found: dict[str, str] = {}
    for row in _rows("countries.tsv"):
        for name in [row["name"], *filter(None, row["aliases"].split(";"))]:
            found[name] = row["iso3"]
    return found


@cache
def verb_classes() -> dict[str, frozenset[str]]:
    """Return classes of verbs that bear on the truth of what is below (``verb_classes.tsv``).

    ``stative``: states, not happenings. ``planning``: the clause below is planned.
    ``requesting``: it is asked for. ``saying``: the telling itself, never an event.
    """
    found: dict[str, set[str]] = {}
    for row in _rows("verb_classes.tsv"):
        found.setdefault(row["class"], set()).add(row["lemma"])
    return {k: frozenset(v) for k, v in found.items()}
