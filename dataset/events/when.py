"""When: the date expressions of an article, and the one that dates a clause or noun."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final, NamedTuple

from dataset import lexicon
from dataset.analysis import Analysis
from dataset.dates import Interval, find_dates, is_relative, resolve
from dataset.dates.tense import Tense
from dataset.events.records import LIKELY, Dated, Dates
from dataset.language import syntax

if TYPE_CHECKING:
    from dataset.language.view import Span, Token

# What may stand before a date that says when something happened.
TIME_PREPOSITIONS: Final = frozenset({"on", "in", "at", "during", "over", "of", "as of", None})
PARTS_OF_DAY: Final = frozenset(
    {"morning", "afternoon", "evening", "night", "dawn", "noon", "midnight", "a.m.", "p.m."}
)
# That a date in front of two joined verbs dates the second too.
SHARED: Final = 0.95


class When(NamedTuple):
    """The date of a clause or noun: its expression, how it is tied, and the days it means.

    ``stray`` tells that it stands behind the subject (*Keller on Monday opened* …), where the
    parser may have hung it.
    """

    dated: Dated
    head: Token
    preposition: str | None
    interval: Interval | None
    probability: float
    stray: bool = False

    def covers(self, token: Token) -> bool:
        """Say whether a token stands in the expression, or is the part of day it dates."""
        return self.dated.span.start <= token.i < self.dated.span.end or token == self.head


def find_article_dates(analysis: Analysis) -> Dates:
    """Return every date expression of the prose, resolved against the article's date."""
    found: dict[str, list[Dated]] = {}
    tokens: set[int] = set()
    before: list[Dated] = []
    for sentence, span in analysis.prose():
        here = _since_then(span, before)
        for start, end in find_dates(sentence.text):
            chars = analysis.doc.char_span(
                sentence.start + start, sentence.start + end, alignment_mode="expand"
            )
            if chars is None:
                continue
            text = sentence.text[start:end]
            interval = resolve(text, analysis.article.date, sentence.text)
            here.append(Dated(chars, interval, is_relative(text)))
            tokens.update(t.i for t in chars)
        found[sentence.sentence_id] = before = here
    return Dates(found, tokens)


def _since_then(span: Span, before: list[Dated]) -> list[Dated]:
    """Return *then* as a date where a sentence begins *since then* and the last has one day."""
    if len(span) < 2 or span[:2].text.lower() != "since then":
        return []
    days = {d.interval for d in before if d.interval and d.interval.precision == "day"}
    if len(days) != 1 or len(before) != 1:
        return []
    return [Dated(span[1:2], days.pop(), relative=False)]


def when(
    word: Token, here: list[Dated], published: dt.date | None, *, lasting: bool, tense: str | None
) -> When | None:
    """Return the one date expression that hangs on a verb or event noun itself.

    Args:
        word: the trigger.
        here: the date expressions of its sentence.
        published: the article's date.
        lasting: the clause tells of something that may go on until now (a state, a perfect):
            then *since 1994* dates it, from there to the article's date.
        tense: past, present, future or None; a date that contradicts it has no interval.
    """
    own = []
    for dated in here:
        found = _tie(word, _in_tense(dated, published, tense), published, lasting=lasting)
        if found is not None and found.probability >= LIKELY:
            own.append(found)
    if not own and syntax.shares_subject(word):
        own = _fronted(word.head, here, published, tense)
    if len(own) != 1:
        return None
    interval = own[0].interval
    if interval and published:
        # "in March", told in January: which March is not sure
        past_ahead = tense == "past" and interval.start > published
        future_behind = tense == "future" and interval.end < published
        if past_ahead or future_behind:
            return own[0]._replace(interval=None)
    return own[0]


def _fronted(
    first: Token, here: list[Dated], published: dt.date | None, tense: str | None
) -> list[When]:
    """Return the date before the subject of the first of two joined verbs: it dates both."""
    subject = syntax.own_subject(first)
    if subject is None:
        return []
    found = [_tie(first, _in_tense(d, published, tense), published, lasting=False) for d in here]
    return [
        w._replace(probability=w.probability * SHARED, stray=True)
        for w in found
        if w is not None and w.probability >= LIKELY and w.head.i < subject.i
    ]


def _in_tense(dated: Dated, published: dt.date | None, tense: str | None) -> Dated:
    """Return a date as a clause of a tense means it: *in November*, told in the past."""
    told: Tense | None = "past" if tense == "past" else "future" if tense == "future" else None
    if told is None or not dated.relative:
        return dated
    text = dated.span.text
    return dated._replace(interval=resolve(text, published, dated.span.sent.text, tense=told))


def _tie(word: Token, dated: Dated, published: dt.date | None, *, lasting: bool) -> When | None:
    root = dated.span.root
    if root.head != word and root.head.head == word and root.head.i < root.i:
        # on the morning of May 3, at 4 a.m. on Monday
        part = root.head.lemma_.lower()
        root = root.head if part in PARTS_OF_DAY else root
    stray = _behind_subject(word, dated) or _at_the_end(word, dated)
    between = range(min(word.i, root.i), max(word.i, root.i))
    if any(word.doc[i].lower_ in {"including", "like"} for i in between):
        return None  # others, including Keller in 1992
    if root == word or not (stray or root.head == word):
        return None
    if syntax.function(root) in {"subject", "object"}:
        return None  # the 1990s went well
    preposition = syntax.preposition_of(root)
    interval = dated.interval
    if preposition == "since" or dated.span[0].lower_ == "since":
        if not lasting or interval is None or published is None or interval.start > published:
            return None
        interval = Interval(interval.start, published, "range", interval.text)
    elif preposition not in TIME_PREPOSITIONS:
        return None  # until, by, before, after: another statement
    if any(c.i >= dated.span.end for c in syntax.conjuncts(root)):
        interval = None  # in 2019 and 2020: two dates
    heads = (word, root.head) if stray else (word,)
    sure = syntax.hanging_probability(root, *heads) if stray else syntax.arc_probability(root)
    return When(dated, root, preposition, interval, sure, stray)


def _at_the_end(word: Token, dated: Dated) -> bool:
    """Say whether a bare day ends the clause, hung on a noun: met reporters *Thursday*."""
    root = dated.span.root
    noun = root.head
    known = dated.interval is not None and dated.interval.precision in {"day", "range"}
    bare = known and dated.relative
    if not bare or syntax.preposition_of(root) is not None or noun in (root, word):
        return False
    if noun.pos_ not in {"NOUN", "PROPN"} or noun.lemma_.lower() in lexicon.event_nouns():
        return False
    if not noun.i < root.i:
        return False
    for above in syntax.ancestors(noun):
        if above == word:
            return True
        if above.pos_ in {"VERB", "AUX"}:
            return False
    return False


def _behind_subject(word: Token, dated: Dated) -> bool:
    """Say whether a date stands between a subject and its verb, hung on the subject's last noun.

    *Keller on Monday opened the bridge*: a noun that is no happening has no date of its own.
    """
    root = dated.span.root
    noun = root.head
    subject = syntax.own_subject(word)
    if subject is None or noun == root or not subject.i <= noun.i < root.i < word.i:
        return False
    if noun not in (subject, *syntax.subtree(subject)) or noun.pos_ == "VERB":
        return False
    if {n.lemma_.lower() for n in (noun, subject)} & lexicon.event_nouns().keys():
        return False
    group = {t.i for t in (*syntax.auxiliaries(word), *syntax.adverbs(word), word)}
    return set(range(dated.span.end, word.i)) <= group
