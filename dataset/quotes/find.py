"""Quotations: what stands between marks, whether someone is said to have said it, and who.

First the marks of a paragraph are paired (:mod:`dataset.quotes.marks`); then each stretch is
tied to a cue outside all marks (:mod:`dataset.quotes.attribution`), and what is told without
marks is read (:mod:`dataset.quotes.indirect`). A quotation without a cue is kept, with no
speaker, if it is an utterance; titles, terms and scare quotes are not.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dataset.analysis import Analysis
from dataset.entities import Entities, Referent
from dataset.language import syntax
from dataset.quotes.attribution import Attributor, tokens_in
from dataset.quotes.indirect import Reported, find_reported
from dataset.quotes.layout import Said, entity_called, find_layout
from dataset.quotes.marks import LEADING, find_marked
from dataset.quotes.patterns import PATTERNS, UNATTRIBUTED, UNNAMED_FACTOR
from dataset.quotes.records import Attribution, Marked, Quote
from dataset.speech import speaker_of, verb_cue

if TYPE_CHECKING:
    from dataset.language.view import Span, Token

MIN_WORDS_WITHOUT_CUE: Final = 5  # shorter marked stretches are titles and terms
MAX_LEAD: Final = 40  # characters looked at before a mark
MIN_TITLE_LETTERS: Final = 4  # shorter words of a title may be small: du, the, of
_SENTENCE_END = re.compile(r"[.!?…][\"'”’]*$")
# Ways that need the parse to tie a few words to a cue: titles and terms stand there too.
_LOOSE: Final = {"complement", "marks", "thought", "noun", "near", "according", "colon"}
# Verbs whose object may be a work: read “The Old Bridge”.
_OF_WORKS: Final = {"read", "recite", "sing", "quote", "cite", "narrate"}
# Ways in which the marks always hold a whole utterance.
_WHOLE: Final = {"continued", "reopened", "follows", "dash", "resumed", "floating"}
# What may stand between two stretches of one utterance, and the patterns that reach over it.
_JOINS: Final = {"and", "or", "but", "that", "also", "then", "nor", "as", "well"}
_JOINED: Final = {
    "before": "complement", "complement": "complement", "marks": "marks", "thought": "thought",
    "noun": "noun", "near": "near", "according": "according", "after": "complement",
}  # fmt: skip
_NAMING = re.compile(
    r"(?P<word>so[- ]called|dubbed|titled|entitled|nicknamed|named|known as|called)"
    r"[\s,]*[“\"„«'‘]*$",
    re.IGNORECASE,
)


def find_article_marks(analysis: Analysis) -> list[Marked]:
    """Return what stands between quotation marks in the prose of an article.

    A stretch that its closing mark is missing from is left out, unless the next paragraph
    opens again or a colon or comma introduces it: it may end anywhere.
    """
    text = analysis.article.text
    blocks = [(b.start, b.end) for b in analysis.prose_blocks]
    return [
        m
        for m in find_marked(text, blocks)
        if m.closed
        or m.goes_on
        or text[max(0, m.start - MAX_LEAD) : m.start].rstrip(LEADING + " ").endswith((":", ","))
    ]


def quoted_tokens(analysis: Analysis, marked: list[Marked]) -> set[int]:
    """Return the places of all tokens between marks: their words are not the article's own."""
    return {t.i for m in marked for t in tokens_in(analysis, m)}


def find_quotes(
    analysis: Analysis, entities: Entities, marked: list[Marked], quoted: set[int]
) -> list[Quote]:
    """Return the quotations of an article, in text order.

    ``marked`` are the stretches between marks (:func:`find_article_marks`), ``quoted`` the
    places of their tokens (:func:`quoted_tokens`).
    ``start``/``end`` leave the marks out. ``speaker`` is None where the article does not say
    it near the quotation, and where a pronoun does that may mean several.
    """
    rows = _Rows(analysis, entities)
    reported = list(find_reported(analysis, quoted))
    rows.add_marked(marked, quoted, reported)
    rows.add_reported(reported)
    rows.add_layout()
    return rows.numbered()


class _Rows:
    """Gathers the rows of one article."""

    def __init__(self, analysis: Analysis, entities: Entities) -> None:
        self.analysis = analysis
        self.entities = entities
        self.text = analysis.article.text
        self.rows: list[Quote] = []
        names = (m for m in entities.mentions if m.mention_type == "name")
        self.names = sorted((m.start, m.end) for m in names)

    def numbered(self) -> list[Quote]:
        """Return the rows in text order, the outer before the inner, with their ids."""
        ordered = sorted(self.rows, key=lambda q: (q.start, -q.end))
        article_id = self.analysis.article.article_id
        return [replace(q, quote_id=f"{article_id}:q{n:03}") for n, q in enumerate(ordered, 1)]

    # -- between marks ---------------------------------------------------------------------

    def add_marked(self, marked: list[Marked], quoted: set[int], reported: list[Reported]) -> None:
        """Add the rows of stretches between marks."""
        attributor = Attributor(self.analysis, quoted)
        said_in: dict[int, Attribution] = {}
        for item in reported:
            said_in[self.analysis.number_of(item.attribution.first)] = item.attribution
        previous: tuple[Marked, Attribution] | None = None
        for stretch in marked:
            content = tokens_in(self.analysis, stretch)
            words = [t for t in content if not (t.is_punct or t.is_space)]
            if not words or self.analysis.sentence_at(stretch.start) is None:
                continue
            found = attributor.attribute(stretch)
            if found is not None and not self._is_utterance(stretch, found, words):
                continue
            if found is None:
                found = self._carried(attributor, stretch, previous)
            if found is None:
                found = self._joined(content, previous)
                if found is not None and not self._is_utterance(stretch, found, words):
                    continue
            if found is None:
                found = self._followed(attributor, content, stretch, previous, said_in)
            previous = None if found is None else (stretch, found)
            if found is None and not self._stands_alone(stretch, words):
                continue
            row = self._row(stretch.start, stretch.end, found)
            row = replace(row, quote_type=self._type_of(stretch, found))
            if self.rows and found and self._goes_on(self.rows[-1], stretch, found):
                row = replace(row, quote_type=self.rows[-1].quote_type)
            self.rows.append(row)

    def _carried(
        self, attributor: Attributor, stretch: Marked, previous: tuple[Marked, Attribution] | None
    ) -> Attribution | None:
        """Return the attribution of a quotation that goes on in a new paragraph."""
        if previous is None or not previous[0].goes_on:
            return None
        if previous[0].paragraph + 1 != stretch.paragraph:
            return None
        first = tokens_in(self.analysis, stretch)[0]
        if any(not t.is_punct for t in attributor.left_of(first.doc[first.i : first.i + 1])):
            return None
        return previous[1]._replace(pattern="reopened")

    def _joined(
        self, content: Span, previous: tuple[Marked, Attribution] | None
    ) -> Attribution | None:
        """Return the attribution of the stretch before, if only *and* parts them: “…” and “…”."""
        if previous is None:
            return None
        before = tokens_in(self.analysis, previous[0])
        if before[-1].sent != content[0].sent:
            return None
        between = content.doc[before.end : content.start]
        words = {t.lower_ for t in between if not (t.is_punct or t.is_space)}
        if not words <= _JOINS or previous[1].pattern not in _JOINED:
            return None
        return previous[1]._replace(pattern=_JOINED[previous[1].pattern])

    def _followed(
        self,
        attributor: Attributor,
        content: Span,
        stretch: Marked,
        previous: tuple[Marked, Attribution] | None,
        said_in: dict[int, Attribution],
    ) -> Attribution | None:
        """Return the attribution that a wholly quoted sentence shares with the one before."""
        if any(not t.is_punct for t in attributor.left_of(content)):
            return None
        here = self.analysis.number_of(content[0])
        last = content[-1]
        behind = last.doc[last.i + 1 : last.sent.end]
        if any(not (t.is_punct or t.is_space) for t in behind):
            return None
        if previous is not None:
            stretch_before, attribution = previous
            ended = tokens_in(self.analysis, stretch_before)[-1]
            place = max(self.analysis.number_of(t) for t in (ended, attribution.first))
            if stretch_before.paragraph == stretch.paragraph:
                if here - place in {0, 1}:
                    return attribution._replace(pattern="continued")
                if not self._names_others(place + 1, here, attribution):
                    return attribution._replace(pattern="resumed")
            elif stretch_before.paragraph + 1 == stretch.paragraph and here - place == 1:
                # A paragraph that is nothing but a quotation, behind one that ends with one.
                block = self.analysis.prose_blocks[stretch.paragraph]
                if not self.text[stretch.end : block.end].strip("”\"»’'.,"):
                    return attribution._replace(pattern="floating")
        sentences = self.analysis.sentences
        if here and sentences[here - 1].paragraph == sentences[here].paragraph:
            reported = said_in.get(here - 1) or self._subject_of(
                self.analysis.spans[here - 1], attributor.quoted
            )
            if reported is not None and reported.speaker is not None:
                return reported._replace(pattern="follows")
        return None

    def _names_others(self, first: int, stop: int, found: Attribution) -> bool:
        """Say whether sentences name anybody but the speaker."""
        if found.speaker is None:
            return True
        speaker = self.entities.entity_of(found.speaker)
        return any(
            (entity := self.entities.entity_of(token)) is not None
            and entity != speaker
            and self.entities.types.get(entity) == "person"
            for span in self.analysis.spans[first:stop]
            for token in span
        )

    def _subject_of(self, span: Span, quoted: set[int]) -> Attribution | None:
        """Return the speaker that a sentence about a person gives to the quotation behind it."""
        root = span.root
        cue = verb_cue(root, quoted)
        if cue is None or not (cue.speech or cue.marks) or syntax.is_negated(root):
            return None
        speaker = speaker_of(root, quoted)
        entity = None if speaker is None else self.entities.referent_of(speaker)
        if entity is None or self.entities.types.get(entity.entity_id) != "person":
            return None
        return Attribution(root, root, speaker, "follows")

    def _is_utterance(self, stretch: Marked, found: Attribution, words: list[Token]) -> bool:
        """Say whether attributed words are an utterance; titles and terms are none."""
        content = self.text[stretch.start : stretch.end]
        lead = self.text[max(0, stretch.start - 30) : stretch.start]
        introduced = lead.rstrip(LEADING + " ").endswith((":", ","))
        named = found.pattern == "before" and found.first.lemma_ in _OF_WORKS and not introduced
        if found.pattern not in _LOOSE and not named:
            return not (_is_title(content) and self._in_phrase(words[0]))
        naming = _NAMING.search(lead) if len(words) < MIN_WORDS_WITHOUT_CUE else None
        if naming is not None:
            called = naming["word"].lower().endswith("called")
            if not called or not found.first.text.lower().startswith("call"):
                return False
        return not _is_title(content)

    def _in_phrase(self, first: Token) -> bool:
        """Say whether a preposition stands right before the mark: on “Good Morning”."""
        before = first.i - 1
        while before > 0 and first.doc[before].is_punct:
            before -= 1
        return before >= 0 and first.doc[before].tag_ == "IN"

    def _stands_alone(self, stretch: Marked, words: list[Token]) -> bool:
        """Say whether words nobody is said to say are kept: a whole utterance."""
        content = self.text[stretch.start : stretch.end]
        if len(words) < MIN_WORDS_WITHOUT_CUE or (not stretch.closed and not stretch.goes_on):
            return False
        return bool(_SENTENCE_END.search(content)) and not _is_title(content)

    def _goes_on(self, before: Quote, stretch: Marked, found: Attribution) -> bool:
        """Say whether a stretch goes on with an utterance its cue interrupts."""
        if before.cue_start is None or before.end > found.start:
            return False
        gap = self.text[before.end : stretch.start].rstrip(LEADING).rstrip()
        return found.start == before.cue_start and gap.endswith(",")

    def _type_of(self, stretch: Marked, found: Attribution | None) -> str:
        """Direct: the marks hold a whole utterance; mixed: they hold part of a reported one."""
        if found is None or found.pattern in _WHOLE:
            return "direct"
        content = self.text[stretch.start : stretch.end]
        lead_in = self._before(stretch.start)
        if found.pattern == "after" or (
            found.pattern == "according" and found.start >= stretch.end
        ):
            ended = lead_in.endswith((".", "!", "?", ":", ",", "”", '"'))
            return "direct" if ended or self._begins(stretch) else "mixed"
        if content[:1].isupper() and (found.pattern == "before" or lead_in.endswith((":", ","))):
            return "direct"
        near = lead_in.endswith(self.text[found.start : found.end]) and found.end <= stretch.start
        return "direct" if near and found.pattern in {"before", "complement"} else "mixed"

    def _before(self, start: int) -> str:
        """Return the end of the text before an opening mark, without marks and spaces."""
        return self.text[max(0, start - MAX_LEAD) : start].rstrip(LEADING).rstrip()

    def _begins(self, stretch: Marked) -> bool:
        """Say whether a stretch begins its sentence."""
        sentence = self.analysis.sentence_at(stretch.start)
        lead = "" if sentence is None else self.text[sentence.start : stretch.start]
        # French type has a space without a break inside its marks.
        return all(char in "“\"„«»'‘" or char.isspace() for char in lead)

    # -- without marks ---------------------------------------------------------------------

    def add_reported(self, reported: list[Reported]) -> None:
        """Add indirect quotations, but those of which a part stands between marks already."""
        marked = list(self.rows)
        for item in sorted(reported, key=lambda r: (r.start - r.end, r.start)):
            item = self._before_marked(item, marked)
            if any(q.start < item.end and item.start < q.end for q in marked):
                continue
            if any(_crosses(q, item.start, item.end) for q in self.rows):
                continue
            row = self._row(item.start, item.end, item.attribution)
            before = self.text[max(0, item.start - MAX_LEAD) : item.start].rstrip()
            stray = before[-1:] in {"“", "„", "«"} and item.attribution.start >= item.end
            self.rows.append(replace(row, quote_type="direct" if stray else "indirect"))

    def _before_marked(self, item: Reported, marked: list[Quote]) -> Reported:
        """Cut reported words before the cue of what goes on between marks.

        Ana said Ben had left, *calling him “tired”*: two quotations with cues of their own.
        """
        cues = [
            q.cue_start
            for q in marked
            if q.cue_start is not None and item.start < q.cue_start < q.start < item.end
        ]
        if not cues:
            return item
        kept = self.text[item.start : min(cues)].rstrip()
        if not kept.endswith(",") or item.attribution.start >= item.start:
            return item
        return item._replace(end=item.start + len(kept.rstrip(" ,")))

    def add_layout(self) -> None:
        """Add what the layout gives to a speaker, where nothing else has been read."""
        for said in find_layout(self.analysis, self.entities):
            if any(q.start < said.end and said.start < q.end for q in self.rows):
                continue
            if self.analysis.sentence_at(said.start) is not None and said.start < said.end:
                self.rows.append(self._layout_row(said))

    # -- rows ------------------------------------------------------------------------------

    def _row(self, start: int, end: int, found: Attribution | None) -> Quote:
        sentence = self.analysis.sentence_at(start)
        assert sentence is not None
        row = Quote(
            quote_id="",
            article_id=self.analysis.article.article_id,
            sentence_id=sentence.sentence_id,
            start=start,
            end=end,
            text=self.text[start:end],
            quote_type="direct",
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
        if found is None:
            return row
        row = replace(
            row,
            cue=self.text[found.start : found.end],
            cue_start=found.start,
            cue_end=found.end,
            confidence=round(PATTERNS[found.pattern] * UNNAMED_FACTOR, 3),
        )
        return row if found.speaker is None else self._with_speaker(row, found)

    def _with_speaker(self, row: Quote, found: Attribution) -> Quote:
        speaker = found.speaker
        assert speaker is not None
        mention = self._mention(speaker)
        referent = _referent(self.entities, speaker)
        entity_id = None if referent is None else referent.entity_id
        named = referent is not None and referent.entity_id in self.entities.named
        sure = referent.confidence if referent is not None and named else UNNAMED_FACTOR
        name = self.entities.name_of(entity_id)
        if name is None and not syntax.is_pronoun(speaker):
            name = " ".join(mention.text.split())
        return replace(
            row,
            speaker=name,
            speaker_entity_id=entity_id,
            speaker_mention=mention.text,
            speaker_start=mention.start_char,
            speaker_end=mention.end_char,
            confidence=round(PATTERNS[found.pattern] * sure, 3),
        )

    def _mention(self, speaker: Token) -> Span:
        """Return the words that name a speaker: a name alone, or the noun phrase."""
        phrase = syntax.phrase(speaker)
        if self.entities.entity_of(speaker) is None:
            return phrase
        place = bisect_right(self.names, (speaker.idx, len(self.text))) - 1
        start, end = self.names[place] if place >= 0 else (0, 0)
        name = speaker.doc.char_span(start, end) if start <= speaker.idx < end else None
        return phrase if name is None else name

    def _layout_row(self, said: Said) -> Quote:
        row = self._row(said.start, said.end, None)
        name = self.text[said.name_start : said.name_end]
        entity_id = entity_called(name, self.entities)
        return replace(
            row,
            quote_type="direct" if said.pattern == "turn" else "indirect",
            speaker=name if entity_id is None else self.entities.name_of(entity_id),
            speaker_entity_id=entity_id,
            speaker_mention=name,
            speaker_start=said.name_start,
            speaker_end=said.name_end,
            cue=":",
            cue_start=said.colon,
            cue_end=said.colon + 1,
            confidence=PATTERNS[said.pattern],
        )


def _crosses(row: Quote, start: int, end: int) -> bool:
    """Say whether a row and a stretch overlap without one holding the other."""
    apart = row.end <= start or end <= row.start
    inside = (start <= row.start and row.end <= end) or (row.start <= start and end <= row.end)
    return not apart and not inside


def _is_title(content: str) -> bool:
    """Say whether marked words are the name of a work: capitals throughout, no sentence.

    >>> _is_title("Le Journal du Dimanche"), _is_title("rigged"), _is_title("No War!")
    (True, False, False)
    """
    words = [
        w
        for w in re.findall(r"[^\W\d_]+", content)
        if len(w) >= MIN_TITLE_LETTERS or w[0].isupper()
    ]
    capitals = all(w[0].isupper() for w in words)
    return len(words) > 1 and capitals and not re.search(r"[!?…][\"'”’]*$", content)


def _referent(entities: Entities, speaker: Token) -> Referent | None:
    """Return whom a speaker's phrase stands for; in *a third voter, Ana Lind, said* it is Lind."""
    if entities.entity_of(speaker) is None:
        named = [a for a in syntax.appositions(speaker) if entities.entity_of(a) is not None]
        if len(named) == 1:
            return entities.referent_of(named[0])
    return entities.referent_of(speaker)
