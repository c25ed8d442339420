"""The analysis of one article: what every room of the builder takes.

The text is parsed once; sentences are numbered here, so that all tables agree on them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dataset.articles.article import Article, Block, BlockKind
from dataset.language.identify import language_of
from dataset.language.parser import CUTS
from dataset.language.tokenizer import tokenize
from dataset.language.view import Doc
from dataset.language.windows import BLOCKS

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc as Parsed

    from dataset.language.view import Span, Token

PROSE: frozenset[BlockKind] = frozenset({"lead", "body"})
ENGLISH = "en"


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
    ``articles.text``. ``sentences`` and ``spans`` run in parallel. ``language`` is that of the
    article's prose (ISO 639-1), ``prose_blocks`` the blocks that may be read from: lead and
    body in English. ``problems`` says in plain words what could not be read, and why.
    """

    article: Article
    language: str
    doc: Doc
    sentences: list[Sentence]
    spans: list[Span]
    prose_blocks: list[Block]
    problems: list[str]
    _by_token: dict[int, int]

    def sentence_of(self, token: Token) -> Sentence | None:
        """Return the sentence a token stands in; None for white space between sentences."""
        n = self._by_token.get(token.i)
        return None if n is None else self.sentences[n]

    def number_of(self, token: Token) -> int:
        """Return the place in :attr:`sentences` of the sentence a token stands in."""
        return self._by_token[token.i]

    def sentence_at(self, offset: int) -> Sentence | None:
        """Return the sentence that holds a character, or None."""
        n = bisect_right(self.sentences, offset, key=lambda s: s.start) - 1
        found = self.sentences[n] if n >= 0 else None
        return found if found and offset < found.end else None

    def prose(self) -> Iterator[tuple[Sentence, Span]]:
        """Yield the sentences of the prose that may be read from."""
        blocks = iter(self.prose_blocks)
        block = next(blocks, None)
        for sentence, span in zip(self.sentences, self.spans, strict=True):
            while block is not None and block.end <= sentence.start:
                block = next(blocks, None)
            if block is not None and block.start <= sentence.start:
                yield sentence, span


def make_doc(article: Article, nlp: Language) -> Parsed:
    """Return the unparsed Doc of an article, with its blocks as bounds for sentences."""
    doc = tokenize(article.text, nlp)
    doc.user_data[BLOCKS] = [(b.start, b.end) for b in article.blocks]
    return doc


def analyse(articles: Iterable[Article], nlp: Language) -> Iterator[Analysis]:
    """Yield the analysis of each article, in order."""
    for article in articles:
        yield from_doc(article, nlp(make_doc(article, nlp)))


def from_doc(article: Article, parsed: Parsed) -> Analysis:
    """Number the sentences of a parsed Doc and give each its block's kind."""
    doc = Doc(parsed)
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
    language = language_of("\n\n".join(_text(article, b) for b in article.blocks))
    problems: list[str] = []
    prose = _readable(article, language, problems)
    for place in parsed.user_data.get(CUTS, ()):
        there = article.text[doc[place].idx :][:40].split("\n")[0]
        problems.append(f"a sentence is too long to be read whole; it is cut before “{there}…”")
    return Analysis(article, language, doc, sentences, spans, prose, problems, by_token)


def _readable(article: Article, language: str, problems: list[str]) -> list[Block]:
    """Return the prose in English; what is left out is added to the problems."""
    if language != ENGLISH:
        problems.append(
            f"is not in English (language: {language}); no events or quotes are read from it"
        )
        return []
    blocks = []
    for block in article.blocks:
        if block.kind not in PROSE:
            continue
        other = language_of(_text(article, block))
        if other == ENGLISH:
            blocks.append(block)
        else:
            problems.append(
                f"paragraph {block.paragraph} is not in English (language: {other}); "
                "no events or quotes are read from it"
            )
    return blocks


def _text(article: Article, block: Block) -> str:
    return article.text[block.start : block.end]
