"""The analysis of one article: what every room of the builder takes.

The text is parsed once; sentences are numbered here, so that all tables agree on them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dataset.articles.article import Article, BlockKind
from dataset.language.parser import SentenceScores
from dataset.language.sentences import BLOCKS
from dataset.language.syntax import scores_by_sentence

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span, Token

PROSE: frozenset[BlockKind] = frozenset({"lead", "body"})


@dataclass(frozen=True, slots=True)
class Sentence:
    """A row of ``sentences``."""

    sentence_id: str
    article_id: str
    paragraph: int | None
    kind: BlockKind
    start: int
    end: int
    text: str


@dataclass(slots=True)
class Analysis:
    """An article with its parse.

    ``doc`` covers the whole text, so that a token's ``idx`` is an offset into
    ``articles.text``. ``sentences`` and ``spans`` run in parallel.
    """

    article: Article
    doc: Doc
    sentences: list[Sentence]
    spans: list[Span]
    _by_token: dict[int, int]
    scores: dict[int, SentenceScores]

    def sentence_of(self, token: Token) -> Sentence | None:
        """Return the sentence a token stands in; None for white space between sentences."""
        n = self._by_token.get(token.i)
        return None if n is None else self.sentences[n]

    def sentence_at(self, offset: int) -> Sentence | None:
        """Return the sentence that holds a character, or None."""
        for sentence in self.sentences:
            if sentence.start <= offset < sentence.end:
                return sentence
        return None

    def prose(self) -> Iterator[tuple[Sentence, Span]]:
        """Yield the sentences of lead and body."""
        for sentence, span in zip(self.sentences, self.spans, strict=True):
            if sentence.kind in PROSE:
                yield sentence, span


def make_doc(article: Article, nlp: Language) -> Doc:
    """Return the unparsed Doc of an article, with its blocks as bounds for sentences."""
    doc = nlp.make_doc(article.text)
    doc.user_data[BLOCKS] = [(b.start, b.end) for b in article.blocks]
    return doc


def analyse(articles: Iterable[Article], nlp: Language) -> Iterator[Analysis]:
    """Yield the analysis of each article, in order."""
    for article in articles:
        yield from_doc(article, nlp(make_doc(article, nlp)))


def from_doc(article: Article, doc: Doc) -> Analysis:
    """Number the sentences of a parsed Doc and give each its block's kind."""
    sentences: list[Sentence] = []
    spans: list[Span] = []
    by_token: dict[int, int] = {}
    blocks = iter(article.blocks)
    block = next(blocks, None)
    for span in doc.sents:
        words = [t for t in span if not t.is_space]
        if not words:
            continue
        start, end = words[0].idx, words[-1].idx + len(words[-1])
        while block is not None and block.end <= start:
            block = next(blocks, None)
        if block is None or start < block.start:
            continue  # between blocks: nothing a reader kept
        number = len(sentences)
        for token in span:
            by_token[token.i] = number
        sentences.append(
            Sentence(
                sentence_id=f"{article.article_id}:s{number + 1:03}",
                article_id=article.article_id,
                paragraph=block.paragraph,
                kind=block.kind,
                start=start,
                end=end,
                text=article.text[start:end],
            )
        )
        spans.append(doc[words[0].i : words[-1].i + 1])
    return Analysis(article, doc, sentences, spans, by_token, scores_by_sentence(doc))
