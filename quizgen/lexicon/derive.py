"""Derive ``hard_words.tsv``: rare words of English, with a meaning where they have just one.

Needs two sources that are not shipped: the database files of WordNet 3.0 (Debian's package
``wordnet-base`` puts them into ``/usr/share/wordnet``), and the table of log-probabilities of
words in ``spacy-lookups-data`` (``en_lexeme_prob.json.gz``)::

    python -m quizgen.lexicon.derive --wordnet /usr/share/wordnet --frequencies FILE
"""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Final

import click

PARTS: Final = ("noun", "verb", "adj", "adv")
# Natural logarithms: e^-12.6 is three in a million words of talk, e^-17.5 one in forty million.
HARD: Final = -12.6
OBSCURE: Final = -17.5
EXPLAINS: Final = -13.0  # words of a meaning must be commoner than this, and than the word
MIN_LETTERS: Final = 6
STEM: Final = 5  # a meaning that has a word beginning like this explains nothing
MAX_MEANING: Final = 80  # characters: a line of a glossary

_COARSE: Final = re.compile(
    r"offensive|obscene|vulgar|slang|disparag|derogatory|slur|sexual|genital|excrement|copulat"
    r"|prostitut|buttocks|breast|penis|vagina|suicid|murder|rape\b",
    re.IGNORECASE,
)


def meanings(wordnet: Path) -> dict[str, list[str]]:
    """Return the glosses of all senses of every single lower-case word."""
    found: dict[str, list[str]] = defaultdict(list)
    for part in PARTS:
        for line in (wordnet / f"data.{part}").read_text(encoding="latin-1").splitlines():
            if line.startswith("  "):
                continue  # the licence
            fields, _, gloss = line.partition(" | ")
            columns = fields.split()
            for n in range(int(columns[3], 16)):
                word = columns[4 + 2 * n].partition("(")[0]
                if re.fullmatch(r"[a-z]+", word):
                    found[word].append(gloss)
    return found


def short_meaning(word: str, gloss: str, frequency: dict[str, float]) -> str | None:
    """Return the definition without examples, or None where it is no help to a learner."""
    text = re.split(r"[;\"]", re.sub(r"\([^)]*\)", "", gloss))[0]
    text = " ".join(text.split())
    words = re.findall(r"[a-z]+", text.lower())
    bar = max(EXPLAINS, frequency.get(word, OBSCURE))
    clear = all(frequency.get(w, OBSCURE) > bar for w in words)
    circular = any(w[:STEM] == word[:STEM] for w in words)
    fits = 0 < len(text) <= MAX_MEANING and len(words) > 1
    # Participles mean what their verb means; "of …" defines adverbs by what they go with.
    odd = word.endswith(("ing", "ed", "ly")) or text.startswith("of ")
    return text if clear and fits and not circular and not odd else None


def all_forms(word: str) -> set[str]:
    """Return a word with its inflections: *according* makes *accord* no rare word."""
    from lemminflect import getAllInflections

    return {word, *(form for forms in getAllInflections(word).values() for form in forms)}


@click.command()
@click.option("--wordnet", type=click.Path(path_type=Path, exists=True), required=True)
@click.option("--frequencies", type=click.Path(path_type=Path, exists=True), required=True)
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True)
def main(wordnet: Path, frequencies: Path, output: Path) -> None:
    """Write the list."""
    with gzip.open(frequencies, "rt", encoding="utf-8") as file:
        frequency: dict[str, float] = json.load(file)
    rows = []
    for word, glosses in sorted(meanings(wordnet).items()):
        log_probability = max(frequency.get(form, OBSCURE) for form in all_forms(word))
        hard = OBSCURE < log_probability < HARD and len(word) >= MIN_LETTERS
        if not hard or any(_COARSE.search(gloss) for gloss in glosses):
            continue
        meaning = short_meaning(word, glosses[0], frequency) if len(glosses) == 1 else None
        rows.append(f"{word}\t{log_probability:.1f}\t{meaning or ''}")
    head = (
        "# Rare words: logarithm of their share of running words; their meaning if they have one.\n"
        "# Made by quizgen.lexicon.derive from WordNet 3.0 and spacy-lookups-data: see NOTICE.\n"
    )
    output.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
