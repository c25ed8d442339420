"""Entities: who and what an article names, and every place where it does.

Names come from the recogniser. Within an article a surname stands for the one full name that
ends in it, an acronym for the one name whose initials it is, and a misspelling for the one
long name it nearly equals. When two names compete, nothing is merged. Across a folder, the
same fullest name of the same type is the same entity; its id is a slug of both, so that adding
an article changes no id.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA
from spacy.tokens import Doc, Span

from dataset import lexicon
from dataset.analysis import Analysis
from dataset.language import syntax

if TYPE_CHECKING:
    from spacy.tokens import Token

TYPES = {"PERSON": "person", "PLACE": "place", "ORG": "organisation"}

# A misspelling is at most one edit away from a name of at least this many letters: shorter
# names one edit apart are often two people (Marin, Maren).
MIN_LETTERS_FOR_TYPO = 8

# Letters that have no decomposition in Unicode.
_PLAIN_LETTERS = str.maketrans("łøđıß", "lodis")
# A name seen this often as one type is not made another by a longer name.
SURE_VOTES = 3
_POSSESSIVE = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class Entity:
    """A row of ``entities``; counts are of one article until :func:`merge` adds them up."""

    entity_id: str
    name: str
    entity_type: str
    description: str | None
    country_iso3: str | None
    gender: str | None
    n_articles: int
    n_mentions: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A row of ``mentions``."""

    mention_id: str
    article_id: str
    sentence_id: str
    entity_id: str
    start: int
    end: int
    text: str
    mention_type: str


@dataclass(slots=True)
class Entities:
    """The entities of one article, and look-ups the other rooms need."""

    entities: list[Entity]
    mentions: list[Mention]
    by_token: dict[int, str]
    names: dict[str, str]
    types: dict[str, str]

    def entity_of(self, token: Token) -> str | None:
        """Return the entity_id of the name that ends in or contains a token."""
        return self.by_token.get(token.i)

    def name_of(self, entity_id: str | None) -> str | None:
        """Return an entity's name; None for None."""
        return None if entity_id is None else self.names[entity_id]


def fold(name: str) -> str:
    """Return a name in lower-case ASCII letters and spaces, for comparison.

    >>> fold("François-Philippe Nausėda’s")
    'francois philippe nauseda'
    """
    plain = unicodedata.normalize("NFKD", _POSSESSIVE.sub("", name))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    plain = plain.translate(_PLAIN_LETTERS)
    return " ".join(re.findall(r"[^\W_]+", plain))


def slug(entity_type: str, name: str) -> str:
    """Return an entity's id: its type and folded name.

    Names without a Latin letter get a hash of the name, so that they stay apart.

    >>> slug("person", "Gitanas Nausėda")
    'person-gitanas-nauseda'
    """
    folded = fold(name).replace(" ", "-")
    if not folded.isascii() or not folded:
        folded = hashlib.sha256(name.encode()).hexdigest()[:12]
    return f"{entity_type}-{folded}"


def find_entities(analysis: Analysis) -> Entities:
    """Return the named entities of an article with all their mentions, in text order."""
    spans = [s for s in _whole_names(analysis) if _is_usable(analysis, s)]
    types = _type_by_vote(spans)
    groups = _group(spans, types)
    entities: dict[str, Entity] = {}
    found: list[Mention] = []
    by_token: dict[int, str] = {}
    descriptions: dict[str, list[str]] = defaultdict(list)
    for span in spans:
        name = groups[fold(span.text)]
        entity_type = types[fold(span.text)]
        entity_id = slug(entity_type, name)
        sentence = analysis.sentence_of(span[0])
        assert sentence is not None
        start, end = span.start_char, span.end_char
        found.append(
            Mention("", sentence.article_id, sentence.sentence_id, entity_id, start, end,
                    analysis.article.text[start:end], "name")
        )  # fmt: skip
        for token in span:
            by_token[token.i] = entity_id
        if entity_type == "person" and (described := _description(span)):
            descriptions[entity_id].append(described)
        entity = entities.get(entity_id)
        entities[entity_id] = Entity(
            entity_id=entity_id,
            name=name,
            entity_type=entity_type,
            description=None,
            country_iso3=lexicon.countries().get(name) if entity_type == "place" else None,
            gender=None,
            n_articles=1,
            n_mentions=entity.n_mentions + 1 if entity else 1,
        )
    for entity_id, described_as in descriptions.items():
        # The fullest description the article gives.
        best = max(described_as, key=len)
        entities[entity_id] = replace(entities[entity_id], description=best)
    found.sort(key=lambda m: (m.start, m.end))
    mentions = [replace(m, mention_id=f"{m.article_id}:m{n:03}") for n, m in enumerate(found, 1)]
    return Entities(
        entities=sorted(entities.values(), key=lambda e: e.entity_id),
        mentions=mentions,
        by_token=by_token,
        names={e.entity_id: e.name for e in entities.values()},
        types={e.entity_id: e.entity_type for e in entities.values()},
    )


def _whole_names(analysis: Analysis) -> list[Span]:
    """Return the recogniser's spans, each grown to the whole run of proper nouns it is part of.

    The recogniser may leave out a part of a name (United *States*, François *-Philippe
    Champagne*); the tree holds it together. Titles and roles stay outside.
    """
    doc = analysis.doc
    grown: list[tuple[int, int, str]] = []
    for span in doc.ents:
        start, end = span.start, span.end
        first, last = span[0].sent.start, span[0].sent.end
        while start > first and _is_part_of_name(doc, start - 1, start, end):
            start -= 1
        while end < last and _is_part_of_name(doc, end, start, end):
            end += 1
        while end - start > 1 and doc[end - 1].text in {"-", "–"}:
            end -= 1
        while end - start > 1 and doc[start].text in {"-", "–"}:
            start += 1
        if grown and start < grown[-1][1]:
            before = grown.pop()
            # The longer part of a name tells its type.
            longer = max((before, (start, end, span.label_)), key=lambda g: g[1] - g[0])
            grown.append((before[0], max(end, before[1]), longer[2]))
        else:
            grown.append((start, end, span.label_))
    return [Span(doc, start, end, label=label) for start, end, label in grown]


def _is_part_of_name(doc: Doc, i: int, start: int, end: int) -> bool:
    token = doc[i]
    inside = range(start, end)
    tied = token.head.i in inside or any(doc[j].head.i == i for j in inside)
    siblings = any(doc[j].head == token.head and syntax.is_name_part(doc[j]) for j in inside)
    if token.text in {"-", "–"}:
        beyond = i + 1 if i >= end else i - 1
        spaced = bool(token.whitespace_) or (i > 0 and bool(doc[i - 1].whitespace_))
        near = 0 <= beyond < len(doc) and doc[beyond].tag_ in {"NNP", "NNPS"}
        return near and not spaced and token.sent == doc[start].sent
    if token.tag_ not in {"NNP", "NNPS"} or token.lower_ in lexicon.words("roles"):
        return False
    if syntax.is_of_its_own(token) and token.head.i in inside:
        return False
    # A hyphen before it belongs to the name as well: François-Philippe Champagne.
    glued = i > end - 1 and doc[end - 1].text in {"-", "–"}
    joint = (
        syntax.is_name_part(token)
        or syntax.stands_before(token)
        or any(syntax.is_name_part(doc[j]) and doc[j].head == token for j in inside)
    )
    return glued or ((tied or siblings) and joint)


def _is_usable(analysis: Analysis, span: Span) -> bool:
    sentence = analysis.sentence_of(span[0])
    if sentence is None or sentence.kind == "dateline":
        return False  # MINSK: where the reporter sits, in capitals
    if "\n" in span.text or not fold(span.text) or not any(c.isupper() for c in span.text):
        return False
    if _is_role(span) and not any(_ends_in(other, span) for other in analysis.doc.ents):
        return False
    # A lone pronoun or common word the recogniser tripped over.
    return not (len(span) == 1 and span[0].pos_ in {"PRON", "DET", "VERB", "AUX", "ADP"})


def _is_role(span: Span) -> bool:
    """Say whether a span is a title ("Prime Minister"), not a name that looks like one."""
    return span[-1].lower_ in lexicon.words("roles") and span.root == span[-1]


def _ends_in(name: Span, last: Span) -> bool:
    """Say whether a longer name ends in a word: Frederick Bishop, Bishop."""
    longer = len(last) == 1 and len(name) > 1 and name[-1].text == last.text
    return longer and name.label_ == "PERSON" and not _is_role(name)


def _type_by_vote(spans: Iterable[Span]) -> dict[str, str]:
    """Give each name one type for the whole article: the country list's, else the majority's."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    first: dict[str, str] = {}
    for span in spans:
        key = fold(span.text)
        votes[key][TYPES[span.label_]] += 1
        first.setdefault(key, span.text)
    countries = {fold(name) for name in lexicon.countries()}
    chosen: dict[str, str] = {}
    for key, counts in votes.items():
        if key in countries:
            chosen[key] = "place"
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


def _group(spans: Iterable[Span], types: dict[str, str]) -> dict[str, str]:
    """Return, for each folded name of the article, the fullest name of the same entity."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for span in spans:
        forms[fold(span.text)][_POSSESSIVE.sub("", " ".join(span.text.split()))] += 1
    keys = sorted(forms, key=lambda k: (-len(k.split()), k))
    leader: dict[str, str] = {}
    for key in keys:
        same_type = [k for k in keys if types[k] == types[key] and k != key]
        leader[key] = _alias_of(key, forms, same_type, types[key]) or key
    # Follow chains (typo → surname → full name); each step leads to another key, so no loops.
    for key in keys:
        seen = {key}
        while leader[leader[key]] != leader[key] and leader[key] not in seen:
            seen.add(leader[key])
            leader[key] = leader[leader[key]]
    return {key: max(forms[leader[key]], key=lambda f: (forms[leader[key]][f], f)) for key in keys}


def _alias_of(
    key: str, forms: dict[str, Counter[str]], others: list[str], entity_type: str
) -> str | None:
    words = key.split()
    if entity_type == "person":
        longer = [
            k for k in others if len(k.split()) > len(words) and k.split()[-len(words) :] == words
        ]
        if len(longer) == 1:
            return longer[0]
        if longer:
            return None  # two people share the surname
    form = next(iter(forms[key]))
    if entity_type in {"organisation", "place"} and " " not in form:
        letters = form.replace(".", "")
        if letters.isupper() and len(letters) >= 2:
            longer = [k for k in others if _initials(next(iter(forms[k]))) == letters]
            if len(longer) == 1:
                return longer[0]
    with_the = [k for k in others if k == key.removeprefix("the ") and k != key]
    if with_the:
        return with_the[0]
    if len(key) >= MIN_LETTERS_FOR_TYPO:
        count = sum(forms[key].values())
        near = [
            k
            for k in others
            if OSA.distance(k, key) == 1
            and k[0] == key[0]
            and sum(forms[k].values()) > count
            and key != f"{k}s"  # the Clintons are not a misspelled Clinton
        ]
        if len(near) == 1:
            return near[0]
    return None


def _initials(name: str) -> str:
    parts = re.split(r"[\s-]+", name)
    return "".join(w[0] for w in parts if w and w[0].isupper())


def _description(name: Span) -> str | None:
    """Return the role that stands before a name or after it in commas, if it is one."""
    head = name.root
    roles = lexicon.words("roles")
    start = name.start
    sentence_start = head.sent.start
    doc = name.doc
    while start - 1 >= sentence_start and syntax.stands_before(doc[start - 1]):
        before = doc[start - 1]
        if before.head.i < start - 1 or before.head.i >= name.end or before.is_punct:
            break
        start -= 1
    title = doc[start : name.start]
    if len(title) and any(t.lower_ in roles for t in title):
        return " ".join(title.text.split())
    for apposition in syntax.appositions(head):
        if apposition.pos_ == "NOUN" and apposition.lower_ in roles:
            text = " ".join(syntax.phrase(apposition).text.split())
            return re.sub(r"^(?:the|a|an)\s+", "", text, flags=re.IGNORECASE)
    return None


def merge(per_article: Iterable[Iterable[Entity]]) -> list[Entity]:
    """Join the entities of a folder's articles by id; counts are summed.

    Of names and descriptions that differ, the one most articles give is kept, then the
    longest, then the first in the alphabet.
    """
    groups: dict[str, list[Entity]] = defaultdict(list)
    for entities in per_article:
        for entity in entities:
            groups[entity.entity_id].append(entity)

    def commonest(values: list[str]) -> str:
        counts = Counter(values)
        return min(counts, key=lambda v: (-counts[v], -len(v), v))

    merged = []
    for _, same in sorted(groups.items()):
        described = [e.description for e in same if e.description]
        merged.append(
            replace(
                same[0],
                name=commonest([e.name for e in same]),
                description=commonest(described) if described else None,
                n_articles=len(same),
                n_mentions=sum(e.n_mentions for e in same),
            )
        )
    return merged
