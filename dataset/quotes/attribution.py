"""Who says what stands between marks: from a stretch to its cue and speaker.

The ways are tried from the surest to the least (:func:`attribute`); each looks only at words
outside all marks. Beside a stretch these are the *right* words, up to the next stretch or the
end of the sentence, and the *left* ones, back to the stretch before or the start.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dataset import lexicon
from dataset.analysis import Analysis
from dataset.language import syntax
from dataset.quotes.marks import LEADING
from dataset.quotes.records import Attribution, Marked
from dataset.speech import NOBODY, is_denied, speaker_of, verb_cue

if TYPE_CHECKING:
    from dataset.language.view import Span, Token

# Marks behind which a quotation ends and its attribution begins: “…,” said Ana.
_ENDS_UTTERANCE = re.compile(r"[,?!…—–-]\s*[\"'”’“»]*$|\.\s*[\"'”’“»]+$")
_DASHES: Final = {"—", "–", "-", "--"}
# Prepositions of sources, and what joins two of their words.
SOURCE_PREPOSITIONS: Final = ("according to", "as per", "per")
_WORDS_OF: Final = {"word", "opinion", "view", "phrase", "phrasing", "telling", "estimation"}
_MAX_ADDRESS = 12  # words between a cue and the mark: told reporters in Oslo on Monday, “…”


def tokens_in(analysis: Analysis, marked: Marked) -> Span:
    """Return the tokens of a stretch."""
    span = analysis.doc.char_span(marked.start, marked.end, alignment_mode="expand")
    assert span is not None
    return span


def by_verb(verb: Token, speaker: Token | None, pattern: str) -> Attribution:
    """Return the attribution by a verb, with the particle right behind it."""
    particle = syntax.particle(verb)
    last = particle if particle is not None and particle.i == verb.i + 1 else verb
    return Attribution(verb, last, speaker, pattern)


_FIRST_WORDS = frozenset(p.partition(" ")[0] for p in SOURCE_PREPOSITIONS)


def by_source(word: Token, pattern: str) -> Attribution | None:
    """Return the attribution that a preposition begins: *according to Ana*, *as per reports*."""
    if not syntax.is_preposition(word) or word.lower_ not in _FIRST_WORDS:
        return None
    doc = word.doc
    for preposition in SOURCE_PREPOSITIONS:
        end = word.i + preposition.count(" ") + 1
        if " ".join(t.lower_ for t in doc[word.i : end]) == preposition:
            noun = word.head
            while syntax.is_preposition(noun):
                noun = noun.head
            return Attribution(word, doc[end - 1], noun, pattern) if noun.i > word.i else None
    return None


class Attributor:
    """Finds the attributions of one article's stretches."""

    def __init__(self, analysis: Analysis, quoted: set[int]) -> None:
        self.analysis = analysis
        self.text = analysis.article.text
        self.quoted = quoted

    # -- words around a stretch ------------------------------------------------------------

    def _own(self, start: int, end: int, *, backwards: bool = False) -> list[Token]:
        """Return the words outside marks next to a place, up to the next stretch."""
        doc = self.analysis.doc
        places = range(end - 1, start - 1, -1) if backwards else range(start, end)
        found: list[Token] = []
        for i in places:
            token = doc[i]
            if i in self.quoted:
                break
            if not token.is_space:
                found.append(token)
        return found[::-1] if backwards else found

    def right_of(self, content: Span) -> list[Token]:
        """Return the words behind a stretch, in its sentence or, if none are left, the next.

        A question or exclamation may end the parser's sentence: “Why?” asked Ana.
        """
        last = content[-1]
        here = self._own(last.i + 1, last.sent.end)
        if any(not t.is_punct for t in here):
            return here
        number = self.analysis.number_of(last) + 1
        if number >= len(self.analysis.spans):
            return []
        following = self.analysis.spans[number]
        this, that = self.analysis.sentences[number - 1], self.analysis.sentences[number]
        if this.paragraph != that.paragraph or (
            self._behind_marks(following.start) != self._behind_marks(last.i + 1)
        ):
            return []
        own = self._own(following.start, following.end)
        if following[0].text in _DASHES and len(own) <= _MAX_ADDRESS:
            return [*self._own(last.i + 1, following.start), *own]
        verb = next((t for t in own if verb_cue(t, self.quoted)), None)
        # Ana asked. — but not: Ana asked for help, nor: Ana said that she …
        if verb is None or any(t.pos_ == "VERB" and t.i < verb.i for t in own):
            return []
        if syntax.complements(verb) and not self._takes_only_addressee(verb):
            return []
        return own

    def _takes_only_addressee(self, verb: Token) -> bool:
        cue = verb_cue(verb, self.quoted)
        taken = syntax.complements(verb)
        return cue is not None and cue.addressee and all(t.pos_ != "VERB" for t in taken)

    def _behind_marks(self, i: int) -> int:
        doc = self.analysis.doc
        while i < len(doc) and (doc[i].is_space or (doc[i].is_punct and i not in self.quoted)):
            i += 1
        return i

    def left_of(self, content: Span) -> list[Token]:
        """Return the words before a stretch in its sentence; a colon reaches one further back."""
        first = content[0]
        here = self._own(first.sent.start, first.i, backwards=True)
        if any(not t.is_punct for t in here) or first.sent.start == 0:
            return here
        if any(i in self.quoted for i in range(first.sent.start, first.i)):
            return here
        number = self.analysis.number_of(first) - 1
        if number < 0:
            return here
        before = self.analysis.spans[number]
        if before[-1].text != ":" and not before.text.rstrip(LEADING + " ").endswith(":"):
            return here
        return self._own(before.start, first.i, backwards=True)

    # -- the ways --------------------------------------------------------------------------

    def attribute(self, marked: Marked) -> Attribution | None:
        """Return the attribution of a stretch; None where its sentence gives none."""
        content = tokens_in(self.analysis, marked)
        left, right = self.left_of(content), self.right_of(content)
        if _is_nickname(marked, content):
            return None
        return (
            self._after(marked, content, left, right)
            or self._introduced(marked, left)
            or self._above(content)
            or self._source_phrase(content)
            or self._named_before(marked, left)
            or self._nearest(left)
        )

    def _after(
        self, marked: Marked, content: Span, left: list[Token], right: list[Token]
    ) -> Attribution | None:
        """Behind the closing mark: “…,” said Ana. “…,” Ana said. “…,” according to Ana."""
        words = [t for t in right if not t.is_punct]
        if not words:
            return None
        gap = self.text[marked.end : words[0].idx]
        ended = _ENDS_UTTERANCE.search(self.text[marked.start : words[0].idx].rstrip())
        opens = not any(not t.is_punct for t in left)
        if not (ended or opens):
            return None
        source = by_source(words[0], "according")
        if (
            source is not None
            and source.speaker is not None
            and source.speaker.i not in self.quoted
        ):
            return source
        for verb in words:
            cue = verb_cue(verb, self.quoted)
            tells = cue is not None and (cue.speech or (ended is not None and not gap.isspace()))
            if not tells and not (ended and self._governs(verb, content)):
                continue
            if verb.pos_ not in {"VERB", "AUX"} or not syntax.is_finite(verb):
                continue
            speaker = speaker_of(verb, self.quoted)
            if speaker is None or not self._begins_with(words, verb, speaker):
                continue
            if is_denied(verb) or self._tells_clause(verb):
                return None
            return by_verb(verb, speaker, "after")
        if re.match(r"[”\"»’']?\s*[—–-]{1,2}\s*$", gap) and ended:
            head = _name_head(words)
            if head is not None and len(words) <= _MAX_ADDRESS:
                dash = next((t for t in right if t.text in _DASHES), None)
                if dash is not None:
                    return Attribution(dash, dash, head, "dash")
        return None

    def _governs(self, verb: Token, content: Span) -> bool:
        """Say whether the parser makes the stretch what a verb tells: “…,” he sighs."""
        root = content.root
        return root.head == verb and syntax.relation(root) in {"complement", "root"}

    def _begins_with(self, words: list[Token], verb: Token, speaker: Token) -> bool:
        """Say whether only the speaker's phrase and adverbs stand before the verb."""
        inside = {t.i for t in syntax.subtree(speaker)} - {verb.i}
        # One phrase that the parser made two subjects of is one.
        inside |= {t.i for s in syntax.own_subjects(verb) for t in syntax.subtree(s)}
        inside |= {t.i for t in syntax.auxiliaries(verb)}
        inside |= {t.i for a in syntax.adverbs(verb) for t in syntax.subtree(a)}
        inside |= {t.i for t in syntax.phrase(speaker, loose=True)}
        between = [t for t in words if t.i < verb.i]
        return all(t.i in inside or t.lower_ in {"as", "so", "then"} for t in between)

    def _introduced(self, marked: Marked, left: list[Token]) -> Attribution | None:
        """Right before the opening mark: Ana said, “…”. Ana told reporters in Oslo: “…”."""
        words = [t for t in left if not t.is_punct]
        if not words:
            return None
        last = words[-1]
        gap = self.text[last.idx + len(last) : marked.start]
        colon, comma = ":" in gap, "," in gap
        for verb in reversed(words):
            if verb.pos_ not in {"VERB", "AUX"}:
                continue
            cue = verb_cue(verb, self.quoted)
            behind = [t for t in words if t.i > verb.i]
            below = {t.i for t in syntax.subtree(verb)}
            if cue is None or not (cue.speech or cue.marks):
                if behind and colon and len(behind) <= _MAX_ADDRESS:
                    continue
                return None
            near = all(t.i in below for t in behind) and len(behind) <= _MAX_ADDRESS
            if not near and not colon:
                return None
            if not (colon or comma) and (behind or not cue.speech):
                return None  # left to the tree
            if is_denied(verb) or self._tells_clause(verb):
                return None
            speaker = speaker_of(verb, self.quoted)
            if speaker is None and not syntax.is_passive(verb):
                continue
            return by_verb(verb, speaker, "before")
        return None

    def _tells_clause(self, verb: Token) -> bool:
        """Say whether a verb tells a clause without marks behind it: “…” Ana said she left."""
        return any(
            syntax.relation(c) == "complement" and syntax.is_finite(c) and c.i not in self.quoted
            for c in verb.children
            if c.i > verb.i
        )

    def _above(self, content: Span) -> Attribution | None:
        """Up the tree: Ana said that it was “…”. Her claim that it is “…”."""
        top = _top(content)
        if top is None:
            return None
        best: Attribution | None = None
        for above in syntax.ancestors(top):
            if above.i in self.quoted or above.sent != top.sent:
                continue
            found = None
            if verb_cue(above, self.quoted) is not None and is_denied(above):
                return best  # never said it: nor does what stands above say so
            if above.pos_ in {"VERB", "AUX"}:
                found = self._verb_above(above, content)
            elif above.lemma_.lower() in lexicon.words("cue_nouns") and above.i < content.start:
                found = self._noun_above(above, content)
            if found is not None and found.pattern == "complement":
                # Ana said she hated the “plan”: what she says tells more than what she feels.
                return found
            best = best or found
        return best

    def _verb_above(self, verb: Token, content: Span) -> Attribution | None:
        cue = verb_cue(verb, self.quoted)
        if cue is None:
            return None
        speaker = speaker_of(verb, self.quoted)
        if speaker is not None and _holds(speaker, content):
            return None  # its nickname, or what the subject says of itself
        if speaker is None and not syntax.is_passive(verb):
            return None
        kind = "complement" if cue.speech else "marks" if cue.marks else "thought"
        return by_verb(verb, speaker, kind)

    def _noun_above(self, noun: Token, content: Span) -> Attribution | None:
        speaker = next((c for c in noun.children if syntax.is_possessor(c)), None)
        if speaker is None or speaker.i in self.quoted or _holds(speaker, content):
            return None
        return Attribution(noun, noun, speaker, "noun")

    def _source_phrase(self, content: Span) -> Attribution | None:
        """According to Ana, it was “…”. In Ana's words, it was “…”."""
        top = _top(content)
        if top is None:
            return None
        for above in [top, *syntax.ancestors(top)]:
            for preposition, noun in syntax.obliques(above):
                if noun.i in self.quoted or _holds(noun, content):
                    continue
                if preposition in SOURCE_PREPOSITIONS:
                    words = (t for t in syntax.subtree(noun) if t.i < noun.i)
                    found = (by_source(t, "according") for t in words)
                    return next((f for f in found if f is not None), None)
                if preposition == "in" and noun.lemma_.lower() in _WORDS_OF:
                    owner = next((c for c in noun.children if syntax.is_possessor(c)), None)
                    if owner is not None and owner.i not in self.quoted:
                        return Attribution(noun, noun, owner, "according")
        return None

    def _named_before(self, marked: Marked, left: list[Token]) -> Attribution | None:
        """A colon alone: Ana: “…” — or after a sentence about her: Ana has one wish: “…”."""
        words = [t for t in left if not t.is_punct]
        if not words:
            return None
        gap = self.text[words[-1].idx + len(words[-1]) : marked.start]
        if ":" not in gap:
            return None
        colon = next(t for t in reversed(left) if t.text == ":")
        root = words[0].sent.root
        if root.pos_ not in {"VERB", "AUX"} or root.i > colon.i:
            head = _name_head(words)
            if head is not None and len(words) <= _MAX_ADDRESS:
                return Attribution(colon, colon, head, "colon")
            return None
        speaker = speaker_of(root, self.quoted)
        if speaker is None:
            return None
        return by_verb(root, speaker, "colon")

    def _nearest(self, left: list[Token]) -> Attribution | None:
        """The nearest cue before the stretch, where the parse does not tie them."""
        for verb in reversed(left):
            cue = verb_cue(verb, self.quoted)
            if cue is None:
                continue
            if not cue.speech or is_denied(verb):
                return None
            speaker = speaker_of(verb, self.quoted)
            if speaker is None or speaker.i > verb.i:
                return None
            return by_verb(verb, speaker, "near")
        return None


def _top(content: Span) -> Token | None:
    """Return the first word of a stretch that hangs on none inside it."""
    inside = range(content.start, content.end)
    return next((t for t in content if t.head == t or t.head.i not in inside), None)


def _holds(noun: Token, content: Span) -> bool:
    """Say whether a stretch stands inside a noun phrase: Bob “Bobby” Smith."""
    inside = [t.i for t in syntax.phrase(noun)]
    return bool(inside) and inside[0] <= content.start and content.end - 1 <= inside[-1]


def _is_nickname(marked: Marked, content: Span) -> bool:
    """Say whether a stretch stands in the middle of a name: Anton “Bear” Lindqvist."""
    first, last, doc = content[0].i, content[-1].i, content.doc
    before = next((t for t in reversed(doc[max(0, first - 2) : first]) if not t.is_punct), None)
    behind = next((t for t in doc[last + 1 : last + 3] if not t.is_punct), None)
    if before is None or behind is None or last - first > 2:
        return False
    proper = before.tag_ in {"NNP", "NNPS"} and behind.tag_ in {"NNP", "NNPS"}
    return proper and content.text[:1].isupper() and "," not in doc.text[marked.end : behind.idx]


def _name_head(words: list[Token]) -> Token | None:
    """Return the head of the noun phrase that some words begin with; None if they are none."""
    first = words[0]
    head = first
    inside = {t.i for t in words}
    while head.head != head and head.head.i in inside:
        head = head.head
    named = head.pos_ in {"PROPN", "NOUN"} and head.lower_ not in NOBODY
    return head if named and syntax.phrase(head).start == first.i else None
