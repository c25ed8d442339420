"""Reading treebanks for training: CoNLL-U trees, and the named entities that go with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ENTITY_TYPES = ("PER", "LOC", "ORG")
# GUM's entity classes that can be names of the three types.
GUM_TYPES = {"person": "PER", "place": "LOC", "organization": "ORG"}
# Forms of address are not part of a name in the Universal NER guidelines.
TITLES = frozenset(
    "mr mrs ms miss dr prof professor sir lady lord president chancellor minister senator "
    "general colonel captain major judge justice king queen prince princess pope emperor "
    "governor mayor secretary representative congressman congresswoman saint st".split()
)


@dataclass(slots=True)
class Word:
    """One line of a CoNLL-U tree; ``head`` is 1-based, 0 for the root."""

    form: str
    lemma: str
    upos: str
    xpos: str
    head: int
    label: str
    misc: str


@dataclass(slots=True)
class Sentence:
    """A tree; ``entities`` are (start, end, type) over words, None where nobody annotated them."""

    words: list[Word]
    sent_id: str = ""
    entities: list[tuple[int, int, str]] | None = field(default=None)


def read_conllu(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of one CoNLL-U file; multiword and empty tokens are passed over."""
    words: list[Word] = []
    sent_id = ""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("# sent_id = "):
                sent_id = line[12:]
            elif line.startswith("#"):
                continue
            elif line:
                cells = line.split("\t")
                if cells[0].isdigit():
                    words.append(
                        Word(
                            form=cells[1],
                            lemma=cells[2],
                            upos=cells[3],
                            xpos=cells[4],
                            head=int(cells[6]),
                            label=cells[7],
                            misc=cells[9],
                        )
                    )
            elif words:
                yield Sentence(words, sent_id)
                words = []
    if words:
        yield Sentence(words, sent_id)


def read_gum(path: Path) -> list[Sentence]:
    """Return a GUM document with named entities derived from its entity annotation.

    A mention counts as a name when the head of its span is a proper noun and its class is
    person, place or organization; the name is the head's run of proper nouns, without titles.
    """
    sentences = list(read_conllu(path))
    for sentence in sentences:
        sentence.entities = _gum_names(sentence)
    return sentences


_OPEN_OR_CLOSE = re.compile(r"\((?P<opened>[^()]+)(?P<single>\))?|(?P<closed>[^()]+)\)")


def _gum_spans(sentence: Sentence) -> Iterator[tuple[int, int, str]]:
    stack: list[tuple[str, str, int]] = []
    for i, word in enumerate(sentence.words):
        found = re.search(r"(?:^|\|)Entity=([^|]+)", word.misc)
        if not found:
            continue
        for match in _OPEN_OR_CLOSE.finditer(found.group(1)):
            if match["opened"]:
                parts = match["opened"].split("-")
                key, kind = parts[0], parts[1] if len(parts) > 1 else ""
                if match["single"]:
                    yield i, i + 1, kind
                else:
                    stack.append((key, kind, i))
            else:
                key = match["closed"].split("-")[0]
                for j in range(len(stack) - 1, -1, -1):
                    if stack[j][0] == key:
                        _, kind, start = stack.pop(j)
                        yield start, i + 1, kind
                        break


def _gum_names(sentence: Sentence) -> list[tuple[int, int, str]]:
    words = sentence.words
    taken: dict[int, tuple[int, int, str]] = {}
    for start, end, kind in sorted(_gum_spans(sentence), key=lambda s: s[0] - s[1]):
        entity_type = GUM_TYPES.get(kind)
        if entity_type is None:
            continue
        inside = range(start, end)
        heads = [i for i in inside if words[i].head - 1 not in inside]
        if len(heads) != 1 or words[heads[0]].xpos != "NNP":
            continue  # a common noun, or a plural such as "Belarusians"
        first = last = heads[0]
        while first - 1 >= start and _belongs(words, first - 1, entity_type):
            first -= 1
        while last + 1 < end and _belongs(words, last + 1, entity_type):
            last += 1
        while first < last and words[first].form.lower() in {"the", "of", "for", "&"}:
            first += 1
        if entity_type == "PER":
            while first <= last and words[first].form.rstrip(".").lower() in TITLES:
                first += 1
        if first > last:
            continue  # a title that stands for the person
        for i in range(first, last + 1):
            taken[i] = (first, last + 1, entity_type)
    # Longer mentions were put down first, so an inner name does not survive half covered.
    spans = {span for i, span in taken.items()}
    return sorted(s for s in spans if all(taken[i] == s for i in range(s[0], s[1])))


def _belongs(words: list[Word], i: int, entity_type: str) -> bool:
    word = words[i]
    if word.xpos in {"NNP", "NNPS"}:
        return word.label != "appos"
    # "University of Otago", "Democratic Republic of the Congo", "Bank of England"
    inner = entity_type in {"ORG", "LOC"} and word.form.lower() in {"of", "the", "for", "and", "&"}
    after = i + 1 < len(words) and words[i + 1].xpos in {"NNP", "NNPS"}
    before = i > 0 and (words[i - 1].xpos in {"NNP", "NNPS"} or words[i - 1].form.lower() == "of")
    if inner and word.form.lower() == "of":
        return (
            before
            and i + 1 < len(words)
            and (
                after
                or (
                    words[i + 1].form.lower() == "the"
                    and words[i + 2 : i + 3] != []
                    and words[i + 2].xpos == "NNP"
                )
            )
        )
    return inner and word.form.lower() != "and" and before and after


def read_uner(path: Path) -> dict[str, list[tuple[int, int, str]]]:
    """Return the entities of a Universal NER file by sentence id."""
    found: dict[str, list[tuple[int, int, str]]] = {}
    spans: list[tuple[int, int, str]] = []
    sent_id, n = "", 0
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# sent_id = "):
            sent_id, spans, n = line[12:], [], 0
            found[sent_id] = spans
        elif line and not line.startswith("#"):
            tag = line.split("\t")[2]
            if tag.startswith("B-"):
                spans.append((n, n + 1, tag[2:]))
            elif tag.startswith("I-") and spans and spans[-1][1] == n:
                spans[-1] = (spans[-1][0], n + 1, spans[-1][2])
            n += 1
    return found
