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
    """A verb that attributes words to somebody.

    ``speech`` is True where the words themselves are told (say); ``marks`` where they are the
    speaker's only between quotation marks (mock the “plan”); neither where they are thought or
    perceived (believe). ``addressee`` is True where the object is the person spoken to (tell).
    ``content`` names what holds words told without marks: ``clause`` (said that …), ``to``
    (vowed to …), ``object to`` (urged them to …), ``object of`` (accused them of …),
    ``object`` (called for …).
    """

    lemma: str
    speech: bool
    addressee: bool
    marks: bool = False
    content: frozenset[str] = frozenset()


@cache
def cues() -> dict[str, Cue]:
    """Return the cue verbs by lemma, with their particle or preposition (``cue_verbs.tsv``)."""
    return {
        r["lemma"]: Cue(
            r["lemma"],
            speech=r["speech"] == "yes",
            addressee=r["addressee"] == "yes",
            marks=r["speech"] == "marks",
            content=frozenset(filter(None, r["content"].split(";"))),
        )
        for r in _rows("cue_verbs.tsv")
    }


@cache
def event_frames() -> dict[tuple[str, str, str], str]:
    """Return the PLOVER category of a verb by (lemma, particle or preposition, object's class).

    Both may be ""; the category "=" means that of the object (``event_frames.tsv``).
    """
    return {
        (r["lemma"], r["with"], r["object"]): r["event_type"] for r in _rows("event_frames.tsv")
    }


@cache
def framed_verbs() -> frozenset[str]:
    """Return the verbs that have a frame at all."""
    return frozenset(lemma for lemma, _, _ in event_frames())


@cache
def event_nouns() -> dict[str, str]:
    """Return the PLOVER category, or other, of nouns that name happenings."""
    return {w: r["event_type"] for r in _rows("event_nouns.tsv") for w in r["nouns"].split(" ")}


@cache
def noun_classes() -> dict[str, tuple[str, ...]]:
    """Return the classes of a noun by which frames are told apart (``noun_classes.tsv``)."""
    found: dict[str, list[str]] = {}
    for row in _rows("noun_classes.tsv"):
        for word in row["nouns"].split(" "):
            found.setdefault(word, []).append(row["class"])
    return {word: tuple(names) for word, names in found.items()}


@cache
def operators() -> dict[str, str]:
    """Return the force of verbs whose category their content decides (``operators.tsv``)."""
    return {r["lemma"]: r["force"] for r in _rows("operators.tsv")}


@cache
def modal_words() -> dict[str, str]:
    """Return the modality that a word gives its infinitive: is *ready* to sign."""
    return {r["word"]: r["modality"] for r in _rows("modal_words.tsv")}


@cache
def units() -> dict[str, tuple[str, ...]]:
    """Return the words for a unit of measure, money or time behind a number (``units.tsv``)."""
    return {r["unit"]: tuple(r["words"].split(";")) for r in _rows("units.tsv")}


@cache
def hedges() -> dict[str, tuple[str, ...]]:
    """Return the words before a number that soften it, by what they make of it."""
    return {r["hedge"]: tuple(r["words"].split(";")) for r in _rows("hedges.tsv")}


@cache
def fixed_objects() -> frozenset[tuple[str, str]]:
    """Return verbs with the objects that make one word with them: (take, place)."""
    return frozenset(
        (r["verb"], noun) for r in _rows("fixed_objects.tsv") for noun in r["objects"].split(" ")
    )


@cache
def phrase_prepositions() -> dict[str, str]:
    """Return the role of the phrase behind a preposition of several words (in front of)."""
    return {r["preposition"]: r["role"] or "" for r in _rows("phrase_prepositions.tsv")}


@cache
def words(name: str) -> frozenset[str]:
    """Return a plain list of words, one a line (``<name>.txt``)."""
    text = (resources.files(__package__) / f"{name}.txt").read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))


def names_people(lemma: str) -> bool:
    """Say whether a noun is a word for people or bodies of people."""
    return lemma in words("person_nouns") or lemma in words("group_nouns")


@dataclass(frozen=True, slots=True)
class Country:
    """A row of ``countries.tsv``: what a country, its people and its capital are called."""

    iso3: str
    name: str
    aliases: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    capitals: tuple[str, ...]


@cache
def country_table() -> tuple[Country, ...]:
    """Return the countries with all they are called by."""

    def split(cell: str) -> tuple[str, ...]:
        return tuple(filter(None, cell.split(";")))

    return tuple(
        Country(
            r["iso3"],
            r["name"],
            split(r["aliases"]),
            split(r["adjectives"]),
            split(r["people"]),
            split(r["capitals"]),
        )
        for r in _rows("countries.tsv")
    )


@cache
def countries() -> dict[str, str]:
    """Return ISO 3166-1 alpha-3 codes by name and alias (``countries.tsv``)."""
    return {name: c.iso3 for c in country_table() for name in (c.name, *c.aliases)}


@cache
def capitals() -> dict[str, str]:
    """Return the codes of countries by the name of their capital."""
    return {name: c.iso3 for c in country_table() for name in c.capitals}


@cache
def adjectives() -> frozenset[str]:
    """Return the adjectives of countries: French, Belarusian."""
    return frozenset(name for c in country_table() for name in c.adjectives)


@cache
def demonyms() -> dict[str, str]:
    """Return codes by what is said of a country: its adjectives (French) and people (Poles)."""
    return {name: c.iso3 for c in country_table() for name in (*c.adjectives, *c.people)}


@cache
def peoples() -> dict[str, str]:
    """Return codes by the plural nouns for a country's people: Poles, Belarusians."""
    return {name: c.iso3 for c in country_table() for name in c.people}


@cache
def gender_nouns() -> dict[str, str]:
    """Return ``female`` or ``male`` by the nouns and titles that tell it (woman, Mr.)."""
    return {w: r["gender"] for r in _rows("gender_nouns.tsv") for w in r["words"].split(" ")}


@cache
def given_names() -> dict[str, str]:
    """Return the gender that nearly all bearers of a given name have; a hint, no evidence."""
    return {w: r["gender"] for r in _rows("given_names.tsv") for w in r["names"].split(" ")}


@cache
def verb_classes() -> dict[str, frozenset[str]]:
    """Return classes of verbs that bear on the truth of what is below (``verb_classes.tsv``).

    ``stative``: no happening and no state worth a row. ``state``: a state, told as a row.
    ``stance``: what one holds, in the present. ``planning``: the clause below is planned.
    ``requesting``: it is asked for. ``saying``: the telling itself, never an event.
    ``acting``: a verb of speech that does something by being said (vow, demand).
    ``demanding``: with a clause behind *to* or *-ing*, it tells whom a protest is against.
    ``light``: the object names what happens (hold talks). ``prepositional``: participles that work
    like a preposition (based on). ``adjectival``: participles with a preposition that tell what
    somebody is like (opposed to). ``naming``: verbs with an object and what it is called.
    ``making``: verbs with an object and what it becomes or is thought to be.
    ``meeting``: those who do it do it together. ``giving``: *to* leads to whoever gets it.
    ``supposing``: denied, they deny what is below (I do not think that he left).
    """
    found: dict[str, set[str]] = {}
    for row in _rows("verb_classes.tsv"):
        found.setdefault(row["class"], set()).add(row["lemma"])
    return {k: frozenset(v) for k, v in found.items()}
