"""Names: the recogniser's spans, made whole and given one type for the article.

The recogniser may leave out a part of a name (United *States*); the tree holds it together.
Titles and offices stay outside (*Prime Minister* Keller), words for a country's people in the
plural are a group (*Belarusians*), its adjective is no mention at all (*Belarusian* police).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from dataset import lexicon
from dataset.analysis import Analysis
from dataset.entities import known
from dataset.entities.records import fold
from dataset.entities.spelling import GENERATIONS
from dataset.language import syntax
from dataset.language.view import Doc, Span, Token

TYPES: Final = {"PERSON": "person", "PLACE": "place", "ORG": "organisation"}

# A name seen this often as one type is not made another by a longer name.
SURE_VOTES: Final = 3
# Small words that may open a name: Ursula *von der* Leyen is grown from the left.
PARTICLES: Final = frozenset(
    "al bin da de del della der di dos du el ibn la le ten ter van von y zu".split()
)
# Forms of address are not part of a name; Mr. and the like stand before it.
ADDRESS: Final = frozenset(
    "col dr gen gov lt messrs miss mr mrs ms mx prof rep reps sen sens sgt".split()
)
_NO_NAME: Final = ADDRESS | {""}  # nothing is left of a stop that is a word of its own
_HYPHENS: Final = {"-", "–"}
_NICKNAME: Final = re.compile(r"""["“'‘(][A-Z][\w.-]*(?: \w+)?["”'’)]""")
_PROPER: Final = {"NNP", "NNPS"}


@dataclass(frozen=True, slots=True)
class Name:
    """A place where the article names something; ``entity_type`` is the article's verdict."""

    span: Span
    entity_type: str

    @property
    def key(self) -> str:
        """The folded name."""
        return fold(self.span.text)


def find_names(analysis: Analysis) -> list[Name]:
    """Return the names of an article, in text order."""
    spans = [s for s in _whole_names(analysis) if _is_usable(analysis, s)]
    types = _types(spans)
    return [Name(s, t) for s, t in zip(spans, types, strict=True)]


# -- where a name begins and ends ------------------------------------------------------------


def _whole_names(analysis: Analysis) -> list[Span]:
    """Return the recogniser's spans, each grown to the whole run of proper nouns it is part of."""
    doc = analysis.doc
    grown: list[tuple[int, int, str]] = []
    for span in doc.ents:
        start, end = _grow(doc, span)
        if len(grown) > 1 and _is_nicknamed(doc, grown[-2], start, span.label_):
            grown.pop()  # the nickname itself
        if grown and _is_nicknamed(doc, grown[-1], start, span.label_):
            grown[-1] = (grown[-1][0], end, "PERSON")
            continue
        if grown and start < grown[-1][1]:
            before = grown.pop()
            # The longer part of a name tells its type.
            longer = max((before, (start, end, span.label_)), key=lambda g: g[1] - g[0])
            grown.append((before[0], max(end, before[1]), longer[2]))
        else:
            grown.append((start, end, span.label_))
    return [
        Span(doc, first, last, label=label)
        for start, end, label in grown
        for first, last in [_trim(doc.tokens, start, end, label)]
        if first < last
    ]


def _is_nicknamed(doc: Doc, before: tuple[int, int, str], start: int, label: str) -> bool:
    """Say whether only a nickname in marks parts two names: Ana “Nan” Lind."""
    if start - before[1] not in {3, 4} or not before[2] == label == "PERSON":
        return False
    return _NICKNAME.fullmatch(doc[before[1] : start].text) is not None


def _grow(doc: Doc, span: Span) -> tuple[int, int]:
    start, end = span.start, span.end
    words = doc.tokens
    first, last = span[0].sent.start, span[0].sent.end
    while start > first and _is_part_of_name(words, start - 1, start, end):
        start -= 1
    while end < last and _is_part_of_name(words, end, start, end):
        end += 1
    while end - start > 1 and doc[end - 1].text in _HYPHENS:
        end -= 1
    while end - start > 1 and doc[start].text in _HYPHENS:
        start += 1
    if span.label_ == "PERSON" and end < last and _is_generation(doc[end]):
        end += 1
    if span.label_ == "ORG":
        end = _grow_over_of(doc, start, end, last)
    return start, end


def _is_generation(token: Token) -> bool:
    """Say whether a word tells the father from the son: Jr., Sr., III."""
    return token.text[:1].isupper() and token.lower_.rstrip(".") in GENERATIONS


def _grow_over_of(doc: Doc, start: int, end: int, last: int) -> int:
    """Go on over *of*, *for* and *and*, if a body is called so: Organization for Security.

    Only where the first or last word is a word for a body of people, and what follows is
    written with a capital and hangs on the name.
    """
    groups = lexicon.words("group_nouns")
    if not any(doc[i].lower_ in groups for i in {start, end - 1}):
        return end
    while end < last:
        i = end
        joins = doc[i].lower_
        if joins not in {"of", "for", "and", "in", "on"}:
            return end
        i += 1
        if i < last and doc[i].lower_ == "the":
            i += 1
        run = i
        while i < last and (_is_capital(doc[i]) or (doc[i].text in _HYPHENS and i > run)):
            i += 1
        if i == run or not _hangs_within(doc, run, i, start, end):
            return end
        if joins in {"in", "on", "and"} and not any(t.lower_ == "for" for t in doc[start:end]):
            return end  # Commission in Minsk, Parliament and Senate; but Security and …
        end = i
    return end


def _is_capital(token: Token) -> bool:
    return token.pos_ in {"PROPN", "NOUN", "ADJ"} and token.text[:1].isupper()


def _hangs_within(doc: Doc, run: int, stop: int, start: int, end: int) -> bool:
    inside = range(start, end)
    return any(doc[i].head.i in inside for i in range(run, stop))


def _is_part_of_name(doc: Sequence[Token], i: int, start: int, end: int) -> bool:
    token = doc[i]
    inside = range(start, end)
    if token.text in _HYPHENS:
        beyond = i + 1 if i >= end else i - 1
        spaced = bool(token.whitespace_) or (i > 0 and bool(doc[i - 1].whitespace_))
        near = 0 <= beyond < len(doc) and doc[beyond].tag_ in _PROPER
        return near and not spaced and token.sent == doc[start].sent
    if token.tag_ not in _PROPER or token.lower_ in lexicon.words("roles"):
        return False
    if syntax.is_of_its_own(token) and token.head.i in inside:
        return False
    # A hyphen before it belongs to the name as well: François-Philippe Champagne.
    glued = i > end - 1 and doc[end - 1].text in _HYPHENS
    joint = (
        syntax.is_name_part(token)
        or syntax.stands_before(token)
        or any(syntax.is_name_part(doc[j]) and doc[j].head == token for j in inside)
    )
    if glued or not joint:
        return glued
    tied = token.head.i in inside or any(doc[j].head.i == i for j in inside)
    return tied or any(doc[j].head == token.head and syntax.is_name_part(doc[j]) for j in inside)


def _trim(doc: Sequence[Token], start: int, end: int, label: str) -> tuple[int, int]:
    """Leave out common words and forms of address, and the words of an office at the end."""
    while end - start > 1 and doc[start].text.islower() and doc[start].lower_ not in PARTICLES:
        start += 1
    # The small word after a hyphen belongs to the name: Chan Wai-ming.
    while end - start > 1 and doc[end - 1].text.islower() and doc[end - 2].whitespace_:
        end -= 1
    if label == "PERSON":
        start = _after_office(doc, start, end)
        while end - start > 1 and doc[start].lower_.rstrip(".") in _NO_NAME:
            start += 1
    roles, offices = lexicon.words("roles"), lexicon.words("office_words")
    after = doc[end] if end < doc[start].sent.end else None
    if label != "PERSON" and after is not None and after.lower_ in roles:
        # EU *High* Representative, *Interior* Minister: the word goes with the office.
        while end > start and doc[end - 1].lower_ in offices:
            end -= 1
    if label == "PERSON" and all(t.lower_ in offices | roles for t in doc[start:end]):
        following = after is not None and after.lower_ in roles
        if following or end - start > 1 or doc[start].lower_ in offices:
            return start, start
    return start, end


def _after_office(doc: Sequence[Token], start: int, end: int) -> int:
    """Return where a person's name begins behind an office: *US President* Barack Obama."""
    roles, offices = lexicon.words("roles"), lexicon.words("office_words")
    demonyms, countries = lexicon.demonyms(), lexicon.countries()
    begin = start
    for i in range(start, end - 1):
        if doc[i].lower_ in roles:
            begin = i + 1
        elif doc[i].lower_ in offices or doc[i].text in demonyms or doc[i].text in countries:
            continue
        else:
            break
    return begin


def _is_usable(analysis: Analysis, span: Span) -> bool:
    sentence = analysis.sentence_of(span[0])
    if sentence is None or sentence.kind == "dateline":
        return False  # MINSK: where the reporter sits, in capitals
    if "\n" in span.text or not fold(span.text) or not any(c.isupper() for c in span.text):
        return False
    if is_role(span) and not any(_ends_in(other, span) for other in analysis.doc.ents):
        return False
    if _is_adjective(span):
        return False
    if all(t.lower_.rstrip(".") in ADDRESS for t in span):
        return False
    if "$" in span.text or "€" in span.text or "£" in span.text:
        return False
    # A lone pronoun or common word the recogniser tripped over; but WHO is an acronym.
    lone = len(span) == 1 and span[0].pos_ in {"PRON", "DET", "VERB", "AUX", "ADP"}
    return not lone or (len(span.text) > 1 and span.text.isupper())


def _is_adjective(span: Span) -> bool:
    """Say whether a span only says of what country or region something is: *Russian* gas."""
    last = span[-1]
    if last.tag_ in {"JJ", "JJR", "JJS"}:
        return True
    return span.text in lexicon.adjectives() and last.tag_ not in {"NNS", "NNPS"}


def is_role(span: Span) -> bool:
    """Say whether a span is a title ("Prime Minister"), not a name that looks like one."""
    return span[-1].lower_ in lexicon.words("roles") and span.root == span[-1]


def _ends_in(name: Span, last: Span) -> bool:
    """Say whether a longer name ends in a word: Frederick Bishop, Bishop."""
    longer = len(last) == 1 and len(name) > 1 and name[-1].text == last.text
    return longer and name.label_ == "PERSON" and not is_role(name)


# -- types -----------------------------------------------------------------------------------


def _types(spans: list[Span]) -> list[str]:
    """Return the type of each name: one for all places of a name, unless two things share it.

    The country list's, the people's, else the majority's. A word that ends a person's name
    and begins an organisation's (Henry Ford, Ford Motor Company) stays what the recogniser
    says, place by place.
    """
    verdict = _type_by_vote(spans)
    shared = _shared_words(spans)
    return [TYPES[s.label_] if fold(s.text) in shared else verdict[fold(s.text)] for s in spans]


def _shared_words(spans: Iterable[Span]) -> set[str]:
    last: set[str] = set()
    first: set[str] = set()
    for span in spans:
        words = fold(span.text).split()
        if len(words) > 1:
            if span.label_ == "PERSON":
                last.add(words[-1])
            elif span.label_ == "ORG":
                first.add(words[0])
    return last & first


def _type_by_vote(spans: Iterable[Span]) -> dict[str, str]:
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    groups: set[str] = set()
    for span in spans:
        key = fold(span.text)
        votes[key][TYPES[span.label_]] += 1
        if _is_group(span):
            groups.add(key)
    countries, seats = known.countries(), known.seats()
    chosen: dict[str, str] = {}
    for key, counts in votes.items():
        words = key.split()
        if key in countries:
            chosen[key] = "place"
        elif key in groups:
            chosen[key] = "group"
        elif key in seats or (len(words) > 1 and words[-1] in _BODIES and not counts["person"]):
            chosen[key] = "organisation"
        else:
            chosen[key] = max(counts, key=lambda t: (counts[t], t == "person", t))
    # A surname votes with its full name: "Putin" and "Vladimir Putin" are of one type.
    full_persons = [k for k, t in chosen.items() if t == "person" and " " in k]
    surnames = {name.split()[-1] for name in full_persons}
    for key in surnames & chosen.keys():
        if key in countries and votes[key]["person"] <= votes[key]["place"]:
            continue
        # A word that is often something else is that, whoever's name ends in it.
        if votes[key][chosen[key]] < SURE_VOTES:
            chosen[key] = "person"
    return chosen


# Words that end the name of an organisation and never that of a place.
_BODIES: Final = frozenset(
    "administration agency alliance army association board bureau cabinet commission committee "
    "company confederation corporation council department federation foundation government "
    "institute league ministry navy party police society treasury union".split()
)


def _is_group(span: Span) -> bool:
    """Say whether a name is one of many people: Belarusians, the Clintons."""
    if span.text in lexicon.peoples():
        return True
    last = span[-1]
    plural = last.tag_ == "NNPS" and last.text.endswith("s")
    before = span[0].nbor(-1) if span[0].i else None
    return plural and span.label_ == "PERSON" and before is not None and before.lower_ == "the"
