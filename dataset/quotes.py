"""Quotations: what stands between marks, whether someone is said to have said it, and who.

First the marks of a paragraph are paired (:func:`find_marked`); then each stretch is tied to a
cue outside all marks, by one of the ways in :data:`PATTERNS`. The speaker is the cue's
subject. A quotation without a cue is kept, with no speaker, if it is an utterance; titles,
terms and scare quotes are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from dataset.analysis import Analysis
from dataset.entities import Entities, Referent
from dataset.language import syntax
from dataset.speech import is_cue, speaker_of

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

# A row's confidence is that of the way its cue was found: at most the share of rows right,
# quotation and speaker, among 160 development articles (English news of 2015-16; how: README,
# "How good is it"). The measured share and the number of rows with a named speaker follow.
PATTERNS: Final = {
    "after": 0.97,  # “…,” said Ana.  “…,” Ana said.      .976 of 375
    "before": 0.95,  # Ana said: “…”                       .955 of 44
    "complement": 0.93,  # Ana said that it was “…”        .939 of 179
    "continued": 0.90,  # “…,” Ana said. “…”               .994 of 167
    "according": 0.93,  # “…,” according to Ana.           too few to measure apart
}
# A noun phrase without a name, or a pronoun nobody is known for, is less sure to be the speaker
# (.91 of 584). Where it is known whom a pronoun or phrase stands for, that mention's own
# confidence counts.
UNNAMED_FACTOR: Final = 0.85
# Of quotations without a cue, half have a speaker the article names elsewhere.
UNATTRIBUTED: Final = 0.5

MIN_WORDS_WITHOUT_CUE: Final = 5  # shorter marked stretches are titles and terms
MIN_TITLE_LETTERS: Final = 4  # shorter words of a title may be small: du, the, of
_SENTENCE_END = re.compile(r"[.!?…][\"'”’]*$")
_OPENS, _CLOSES = "“„«", "”»"


class Marked(NamedTuple):
    """What stands between two marks; offsets leave the marks out. ``paragraph`` counts blocks."""

    start: int
    end: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Quote:
    """A row of ``quotes``."""

    quote_id: str
    article_id: str
    sentence_id: str
    start: int
    end: int
    text: str
    quote_type: str
    speaker: str | None
    speaker_entity_id: str | None
    speaker_mention: str | None
    speaker_start: int | None
    speaker_end: int | None
    cue: str | None
    cue_start: int | None
    cue_end: int | None
    confidence: float


def find_marked(text: str, blocks: Iterable[tuple[int, int]]) -> list[Marked]:
    """Return the stretches between double quotation marks, block by block.

    A mark that is never closed loses only itself, not the rest of the block; where the next
    block opens again, as newspapers do, the stretch runs to the end of its block.

    >>> [m[:2] for m in find_marked('“One,” he said. "Two."', [(0, 22)])]
    [(1, 4), (17, 21)]
    """
    found: list[Marked] = []
    spans = list(blocks)
    for number, (start, end) in enumerate(spans):
        opened = -1
        mark = ""
        i = start
        while i < end:
            c = text[i]
            width = 2 if text.startswith("''", i) else 1
            straight = c == '"' or width == 2
            after = text[i + width] if i + width < end else " "
            if straight and opened < 0 and i > start and text[i - 1].isdigit() and after in " ,.)":
                i += width  # an inch mark
                continue
            closes = c in _CLOSES or straight or (c == "“" and mark == "„")
            # An opening mark before a space is a closing one, mistyped.
            closes = closes or (c in _OPENS and after.isspace())
            if opened >= 0 and closes:
                found.append(Marked(opened, i, number))
                opened = -1
            elif (c in _OPENS or straight) and not after.isspace():
                # Where one stands open already, it was never closed: only the later counts.
                opened, mark = i + width, c
            i += width
        if opened >= 0 and number + 1 < len(spans):
            following = text[spans[number + 1][0]]
            if following in {mark, "“", '"'} and opened < end:
                found.append(Marked(opened, end, number))
    return [m for m in (_trim(text, m) for m in found) if m.start < m.end]


def _trim(text: str, marked: Marked) -> Marked:
    """Leave out white space and the comma that belongs to the sentence around the quotation."""
    start, end = marked.start, marked.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] == ","):
        end -= 1
    return Marked(start, end, marked.paragraph)


class _Cue(NamedTuple):
    token: Token
    speaker: Token
    pattern: str


def find_quotes(
    analysis: Analysis, entities: Entities, marked: list[Marked], quoted: set[int]
) -> list[Quote]:
    """Return the quotations of an article, in text order.

    ``marked`` are the stretches between marks (:func:`find_article_marks`), ``quoted`` the
    places of their tokens (:func:`quoted_tokens`).
    ``start``/``end`` leave the marks out. ``speaker`` is None where the article does not say
    it in the same sentence or goes on quoting from the one before, and where a pronoun does.
    """
    text = analysis.article.text
    rows: list[Quote] = []
    previous: tuple[Marked, _Cue] | None = None
    for stretch in marked:
        tokens = [t for t in _tokens_in(analysis, stretch) if not t.is_space]
        sentence = analysis.sentence_at(stretch.start)
        if not tokens or sentence is None:
            continue
        cue = _find_cue(analysis, stretch, tokens, quoted)
        if cue is None and previous and _continues(analysis, previous, stretch, tokens, quoted):
            cue = previous[1]._replace(pattern="continued")
        words = [t for t in tokens if not t.is_punct]
        content = text[stretch.start : stretch.end]
        if cue is None:
            utterance = len(words) >= MIN_WORDS_WITHOUT_CUE and _SENTENCE_END.search(content)
            previous = None
            if not utterance:
                continue
        else:
            if not words or (cue.pattern == "complement" and _is_title(content)):
                continue
            previous = (stretch, cue)
        row = _make_row(analysis, entities, stretch, cue, sentence.sentence_id)
        if rows and cue and _goes_on(text, rows[-1], stretch, cue):
            row = replace(row, quote_type=rows[-1].quote_type)
        rows.append(row)
    return [
        replace(q, quote_id=f"{analysis.article.article_id}:q{n:03}") for n, q in enumerate(rows, 1)
    ]


def _goes_on(text: str, before: Quote, stretch: Marked, cue: _Cue) -> bool:
    """Say whether a stretch goes on with an utterance its cue interrupts: “…,” said Ana, “…”."""
    gap = text[before.end : stretch.start].rstrip("“\"„«'").rstrip()
    return before.end <= cue.token.idx == before.cue_start and gap.endswith(",")


def _is_title(content: str) -> bool:
    """Say whether marked words are the name of a work: capitals throughout, no sentence.

    >>> _is_title("Le Journal du Dimanche"), _is_title("rigged"), _is_title("No War!")
    (True, False, False)
    """
    words = [w for w in re.findall(r"[^\W\d_]+", content) if len(w) >= MIN_TITLE_LETTERS]
    capitals = all(w[0].isupper() for w in words)
    return len(words) > 1 and capitals and not _SENTENCE_END.search(content)


def find_article_marks(analysis: Analysis) -> list[Marked]:
    """Return what stands between quotation marks in the prose of an article."""
    blocks = [(b.start, b.end) for b in analysis.prose_blocks]
    return find_marked(analysis.article.text, blocks)


def quoted_tokens(analysis: Analysis, marked: list[Marked]) -> set[int]:
    """Return the places of all tokens between marks: their words are not the article's own."""
    return {t.i for m in marked for t in _tokens_in(analysis, m)}


def _tokens_in(analysis: Analysis, marked: Marked) -> Span:
    span = analysis.doc.char_span(marked.start, marked.end, alignment_mode="expand")
    assert span is not None
    return span


def _find_cue(
    analysis: Analysis, marked: Marked, tokens: list[Token], quoted: set[int]
) -> _Cue | None:
    first, last = tokens[0], tokens[-1]
    doc = analysis.doc
    # 1. After the closing mark: “…,” said Ana / “…,” Ana said.
    sentence_end = last.sent.end
    after = [t for t in doc[last.i + 1 : sentence_end] if not (t.is_punct or t.is_space)]
    after = after[: next((n for n, t in enumerate(after) if t.i in quoted), len(after))]
    if after:
        if after[0].lower_ == "according" and len(after) > 2:
            source = after[0].head if syntax.is_preposition(after[0]) else None
            if source is not None and source.i > after[0].i and source.i not in quoted:
                return _Cue(after[0], source, "according")
        for token in after:
            if is_cue(token, quoted):
                speaker = speaker_of(token, quoted)
                if speaker is None:
                    break
                begin = min(token.i, syntax.phrase(speaker).start)
                between = [t for t in after if t.i < begin]
                if all(t.pos_ in {"ADV", "SCONJ"} or t.lower_ == "as" for t in between):
                    return _Cue(token, speaker, "after")
                break
    # 2. Up the tree from the quotation: Ana said that it was “…”.
    top = next((t for t in tokens if t.head == t or t.head.i not in quoted), None)
    if top is not None:
        for ancestor in syntax.ancestors(top):
            if ancestor.i in quoted or ancestor.sent != top.sent:
                continue
            if is_cue(ancestor, quoted):
                speaker = speaker_of(ancestor, quoted)
                if speaker is not None and not _within_speaker(speaker, top):
                    near = _only_marks_between(ancestor, first)
                    return _Cue(ancestor, speaker, "before" if near else "complement")
                break
        # According to Ana, it was “…”.
        for above in [top, *syntax.ancestors(top)]:
            for preposition, source in syntax.obliques(above):
                if preposition == "according to" and source.i not in quoted:
                    word = next((t for t in source.children if t.lower_ == "according"), None)
                    if word is not None and not _within_speaker(source, top):
                        return _Cue(word, source, "according")
    # 3. Before the opening mark, where the parse does not tie them: Ana said: “…”.
    if first.i > first.sent.start:
        before = [t for t in doc[first.sent.start : first.i] if t.i not in quoted]
        joint = text_between(analysis, before, marked)
        cues = [t for t in before if is_cue(t, quoted)]
        if cues and re.search(r"[:,]\s*[“\"„«']*\s*$", joint):
            speaker = speaker_of(cues[-1], quoted)
            if speaker is not None:
                return _Cue(cues[-1], speaker, "before")
    return None


def text_between(analysis: Analysis, before: list[Token], marked: Marked) -> str:
    """Return the text from the first of some tokens up to the content of a quotation."""
    return analysis.article.text[before[0].idx : marked.start] if before else ""


def _within_speaker(speaker: Token, token: Token) -> bool:
    # The nickname in “Bob “Bobby” Smith said …” is part of its speaker.
    return token == speaker or speaker in set(syntax.ancestors(token))


def _only_marks_between(cue: Token, first: Token) -> bool:
    between = cue.doc[cue.i + 1 : first.i] if cue.i < first.i else None
    return between is not None and all(t.is_punct or t.is_space for t in between)


def _continues(
    analysis: Analysis,
    previous: tuple[Marked, _Cue],
    stretch: Marked,
    tokens: list[Token],
    quoted: set[int],
) -> bool:
    """Say whether a whole quoted sentence follows an attributed one in the same paragraph."""
    before, _ = previous
    if before.paragraph != stretch.paragraph:
        return False
    here = analysis.sentence_of(tokens[0])
    there = analysis.sentence_at(before.end - 1)
    if here is None or there is None:
        return False
    gap = analysis.sentences.index(here) - analysis.sentences.index(there)
    own = [t for t in tokens[0].sent if not (t.is_punct or t.is_space or t.i in quoted)]
    last = [t for t in tokens[-1].sent if not (t.is_punct or t.is_space or t.i in quoted)]
    return gap in {0, 1} and not own and not last


def _make_row(
    analysis: Analysis,
    entities: Entities,
    stretch: Marked,
    cue: _Cue | None,
    sentence_id: str,
) -> Quote:
    text = analysis.article.text
    content = text[stretch.start : stretch.end]
    row = Quote(
        quote_id="",
        article_id=analysis.article.article_id,
        sentence_id=sentence_id,
        start=stretch.start,
        end=stretch.end,
        text=content,
        quote_type=_type_of(text, stretch, cue),
        speaker=None,
        speaker_entity_id=None,
        speaker_mention=None,
        speaker_start=None,
        speaker_end=None,
        cue=None,
        cue_start=None,
        cue_end=None,
        confidence=UNATTRIBUTED,
    )
    if cue is None:
        return row
    phrase = syntax.phrase(cue.speaker)
    referent = _referent(entities, cue.speaker)
    entity_id = None if referent is None else referent.entity_id
    named = referent is not None and referent.entity_id in entities.named
    sure = referent.confidence if referent is not None and named else UNNAMED_FACTOR
    speaker = entities.name_of(entity_id)
    if speaker is None and not syntax.is_pronoun(cue.speaker):
        speaker = " ".join(phrase.text.split())
    return replace(
        row,
        speaker=speaker,
        speaker_entity_id=entity_id,
        speaker_mention=phrase.text,
        speaker_start=phrase.start_char,
        speaker_end=phrase.end_char,
        cue=cue.token.text,
        cue_start=cue.token.idx,
        cue_end=cue.token.idx + len(cue.token),
        confidence=round(PATTERNS[cue.pattern] * sure, 3),
    )


def _referent(entities: Entities, speaker: Token) -> Referent | None:
    """Return whom a speaker's phrase stands for; in *a third voter, Ana Lind, said* it is Lind."""
    if entities.entity_of(speaker) is None:
        named = [a for a in syntax.appositions(speaker) if entities.entity_of(a) is not None]
        if len(named) == 1:
            return entities.referent_of(named[0])
    return entities.referent_of(speaker)


def _type_of(text: str, stretch: Marked, cue: _Cue | None) -> str:
    """Direct: the marks hold a whole utterance; mixed: they hold part of a reported one."""
    if cue is None or cue.pattern == "continued":
        return "direct"
    content = text[stretch.start : stretch.end]
    if cue.pattern in {"after", "according"}:
        lead_in = text[max(0, stretch.start - 3) : stretch.start].rstrip("“\"„«'")
        starts = not lead_in.strip() or lead_in.rstrip()[-1:] in '.!?:,”"'
        return "direct" if starts else "mixed"
    lead_in = text[: stretch.start].rstrip().rstrip("“\"„«'").rstrip()
    if lead_in.endswith((":", ",")) and content[:1].isupper():
        return "direct"
    if cue.pattern == "before" and content[:1].isupper():
        return "direct"
    return "mixed"
