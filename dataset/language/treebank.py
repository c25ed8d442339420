"""Reading treebanks for training: CoNLL-U trees, and the named entities that go with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dataset import lexicon

ENTITY_TYPES = ("PER", "LOC", "ORG")
# GUM's entity classes that can be names of the three types.
GUM_TYPES = {"person": "PER", "place": "LOC", "organization": "ORG"}
# Forms of address and offices are not part of a name in the Universal NER guidelines.
TITLES = lexicon.words("roles") | frozenset(
    "mr mrs ms miss mx dr prof sir lady lord dame president chancellor minister prime vice deputy "
    "acting former senator sen rep gen gov col capt lt sgt maj rev reverend fr hon judge justice "
    "king queen prince princess duke duchess earl count baron emperor empress pope cardinal bishop "
    "rabbi imam sheikh saint st mayor secretary representative congressman congresswoman "
    "protector fellow whip commander command messrs detective inspector officer private corporal "
    "sergeant lieutenant admiral marshal brigadier uncle aunt brother sister mother father".split()
)


@dataclass(slots=True)
class Word:
    """One line of a CoNLL-U tree; ``head`` is 1-based, 0 for the root."""

    form: str
    lemma: str
    upos: str
    xpos: str
    features: str
    head: int
    label: str
    misc: str
    space_after: bool


@dataclass(slots=True)
class Sentence:
    """A tree; ``entities`` are (start, end, type) over words, None where nobody annotated them.

    ``document`` names the document; ``opens`` says that the sentence opens a paragraph.
    """

    words: list[Word]
    sent_id: str = ""
    entities: list[tuple[int, int, str]] | None = field(default=None)
    document: str = ""
    opens: bool = False


def read_conllu(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of one CoNLL-U file; multiword and empty tokens are passed over.

    Of a multiword token (*don't*) the words stand without space between them.
    """
    words: list[Word] = []
    sent_id, document, opens = "", path.stem, True
    joined_until = 0
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("# sent_id = "):
                sent_id = line[12:]
            elif line.startswith("# newdoc"):
                document, opens = line.rpartition("= ")[2] or path.stem, True
            elif line.startswith("# newpar"):
                opens = True
            elif line.startswith("#"):
                continue
            elif line:
                cells = line.split("\t")
                space_after = "SpaceAfter=No" not in cells[9]
                if "-" in cells[0]:
                    joined_until = int(cells[0].partition("-")[2])
                    joined_space = space_after
                elif cells[0].isdigit():
                    number = int(cells[0])
                    if number <= joined_until:
                        space_after = number == joined_until and joined_space
                    words.append(
                        Word(
                            form=cells[1],
                            lemma=cells[2],
                            upos=cells[3],
                            xpos=cells[4],
                            features=cells[5],
                            head=int(cells[6]),
                            label=cells[7],
                            misc=cells[9],
                            space_after=space_after,
                        )
                    )
            elif words:
                yield Sentence(words, sent_id, document=document, opens=opens)
                words, opens, joined_until = [], False, 0
    if words:
        yield Sentence(words, sent_id, document=document, opens=opens)


def lemma_rule(form: str, lemma: str) -> str:
    """Return how a lemma is made of a word in lower case: letters to cut, letters to add.

    >>> lemma_rule("Women", "woman"), lemma_rule("said", "say"), lemma_rule("to", "to")
    ('2:an', '2:y', '0:')
    """
    form, lemma = form.lower().replace("’", "'"), lemma.lower()
    shared = 0
    while shared < min(len(form), len(lemma)) and form[shared] == lemma[shared]:
        shared += 1
    return f"{len(form) - shared}:{lemma[shared:]}"


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


@dataclass(frozen=True, slots=True)
class Coreference:
    """A mention of GUM's coreference layer: words [start, end) of a sentence, and of whom."""

    start: int
    end: int
    kind: str
    entity: str


def coreference(sentence: Sentence) -> Iterator[Coreference]:
    """Yield the mentions of a GUM sentence with the entity (of its document) each belongs to."""
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
                    yield Coreference(i, i + 1, kind, key)
                else:
                    stack.append((key, kind, i))
            else:
                key = match["closed"].split("-")[0]
                for j in range(len(stack) - 1, -1, -1):
                    if stack[j][0] == key:
                        _, kind, start = stack.pop(j)
                        yield Coreference(start, i + 1, kind, key)
                        break


def _gum_names(sentence: Sentence) -> list[tuple[int, int, str]]:
    words = sentence.words
    found: list[tuple[int, int, str]] = []
    taken: set[int] = set()
    # Longer mentions first: "Manila Bay" is one name, and Manila no name of its own in it.
    for mention in sorted(coreference(sentence), key=lambda m: m.start - m.end):
        start, end = mention.start, mention.end
        entity_type = GUM_TYPES.get(mention.kind)
        if entity_type is None:
            continue
        inside = range(start, end)
        heads = [i for i in inside if words[i].head - 1 not in inside]
        if len(heads) != 1 or not _is_name(words[heads[0]], entity_type):
            continue
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
                if first <= last and words[first].form == ".":
                    first += 1
        own = set(range(first, last + 1))
        # Nothing is left of a title that stands for the person.
        if own and not own & taken:
            taken |= own
            found.append((first, last + 1, entity_type))
    return sorted(found)


def _is_name(head: Word, entity_type: str) -> bool:
    """Say whether a mention's head makes it a name: no common noun, no *Belarusians*."""
    return head.xpos == "NNP" or (head.xpos == "NNPS" and entity_type == "LOC")


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
