"""GUM's coreference beside our own reading of the same text: for training and for scoring.

Each document's raw text is read as the builder reads an article; what the treebank says of a
word is found again by its characters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from dataset.analysis import Analysis, from_doc, make_doc
from dataset.articles.text import read_text
from dataset.entities.antecedents import NOBODY, Markable, choose
from dataset.entities.find import Chooser, Resolved, resolve
from dataset.language.evaluate import Paragraph, paragraphs_of, reference_doc
from dataset.language.treebank import GUM_TYPES, Coreference, coreference, read_gum
from dataset.quotes import find_article_marks

if TYPE_CHECKING:
    from spacy.language import Language


@dataclass(frozen=True, slots=True)
class GoldName:
    """A named mention of the treebank: its characters, type and entity."""

    start: int
    end: int
    entity_type: str
    entity: str


@dataclass(slots=True)
class GoldDocument:
    """A document of the treebank: its text, and what stands for what.

    ``heads`` leads from the first character of a mention's head to its entity; ``names`` are
    the named mentions as :mod:`dataset.language.treebank` derives them.
    """

    name: str
    text: str
    heads: dict[int, str] = field(default_factory=dict)
    names: list[GoldName] = field(default_factory=list)

    @property
    def genre(self) -> str:
        """The kind of text: news, interview, bio and others."""
        return self.name.split("_")[1]


def read_documents(nlp: Language, files: Iterable[Path]) -> Iterator[GoldDocument]:
    """Yield the documents of some files of GUM."""
    for path in files:
        for name, group in groupby(paragraphs_of(read_gum(path)), key=lambda p: p.document):
            yield _document(nlp, name, list(group))


def _document(nlp: Language, name: str, paragraphs: Sequence[Paragraph]) -> GoldDocument:
    found = GoldDocument(name, "")
    texts: list[str] = []
    offset = 0
    for paragraph in paragraphs:
        doc = reference_doc(nlp, paragraph)
        first = 0
        for sentence in paragraph.sentences:
            words = sentence.words
            mentions = list(coreference(sentence))
            for m in sorted(mentions, key=lambda m: m.start - m.end):
                inside = range(m.start, m.end)
                heads = [i for i in inside if words[i].head - 1 not in inside]
                if heads:
                    found.heads[offset + doc[first + heads[0]].idx] = m.entity
            for start, end, kind in sentence.entities or ():
                entity = _entity_of_name(mentions, start, end, kind)
                if entity is not None:
                    span = doc[first + start : first + end]
                    found.names.append(
                        GoldName(offset + span.start_char, offset + span.end_char, kind, entity)
                    )
            first += len(words)
        text = doc.text.rstrip()
        texts.append(text)
        offset += len(text) + 2
    found.text = "\n\n".join(texts)
    return found


def _entity_of_name(mentions: Sequence[Coreference], start: int, end: int, kind: str) -> str | None:
    """Return the entity of the smallest mention of the right class that holds a name."""
    holding = [
        m for m in mentions if m.start <= start and end <= m.end and GUM_TYPES.get(m.kind) == kind
    ]
    return min(holding, key=lambda m: m.end - m.start).entity if holding else None


def analyse_document(nlp: Language, document: GoldDocument) -> Analysis:
    """Read a document's raw text as the builder reads an article."""
    article = read_text(document.text, document.name, document.name)
    assert article.text == document.text
    return from_doc(article, nlp(make_doc(article, nlp)))


def resolve_document(analysis: Analysis, chooser: Chooser = choose) -> Resolved:
    """Resolve the mentions of a document, as the builder does."""
    marks = [(m.start, m.end) for m in find_article_marks(analysis)]
    return resolve(analysis, marks, chooser)


def entities_of(resolved: Resolved, document: GoldDocument) -> dict[int, str | None]:
    """Return the treebank's entity of each of our candidates: that of most of its names.

    Of what has no name, that of most of its noun phrases.
    """
    votes: dict[int, Counter[str]] = {n: Counter() for n in range(len(resolved.candidates))}
    for found in resolved.found:
        if found.candidate != NOBODY and found.markable.form != "pronoun":
            entity = gold_of(found.markable, document)
            if entity is not None:
                votes[found.candidate][entity] += 1
    return {n: max(v, key=lambda e: (v[e], e)) if v else None for n, v in votes.items()}


def gold_of(markable: Markable, document: GoldDocument) -> str | None:
    """Return the treebank's entity of a mention of ours, by its head; None if it has none."""
    own = document.heads.get(markable.head.idx)
    if own is not None or markable.form != "name":
        return own
    tokens = markable.head.doc[markable.start : markable.end]
    return next((e for t in tokens if (e := document.heads.get(t.idx))), None)
