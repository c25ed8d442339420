"""Phrases: the words of a noun phrase, as one stretch of the text around its head."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dataset import lexicon
from dataset.language.tree import LOOSE, SUBJECT, children, remembered

if TYPE_CHECKING:
    from dataset.language.view import Span, Token

# Marks around words: those that open, those that close, and those that may do either.
_OPENING, _CLOSING, _EITHER = frozenset("“‘«„(["), frozenset("”»)]’"), frozenset({'"', "''", "'"})
_MARKS = _OPENING | _CLOSING | _EITHER


@remembered
def phrase(noun: Token, *, loose: bool = False) -> Span:
    """Return a noun phrase without its preposition, as one stretch around its head.

    Relative clauses, appositions and what is joined to the head by *and* are left out, unless
    ``loose`` keeps the joined nouns. What is joined further inside belongs to the phrase (*local
    and foreign* observers, the names of *men and women*), and so do marks around a part of it.
    """
    sentence = noun.sent
    keep = {noun.i}
    queue = [noun]
    while queue:
        token = queue.pop()
        for child in token.children:
            if child.is_space or (token == noun and child.dep_ in {"case", "mark", "cop"}):
                continue
            if token == noun and (child.dep_ in SUBJECT or child.dep_ == "advcl" or _is_age(child)):
                continue
            if token == noun and child.lower_ in {"not", "n't", "n’t"} and children(noun, "cop"):
                continue
            if child.dep_ not in LOOSE or _holds_together(child, noun, loose=loose):
                keep.add(child.i)
                queue.append(child)
    start = end = noun.i
    while start - 1 >= sentence.start and start - 1 in keep:
        start -= 1
    while end + 1 < sentence.end and end + 1 in keep:
        end += 1
    return _trimmed(noun, start, end)


@remembered
def full_phrase(noun: Token, *, loose: bool = True) -> Span:
    """Return a noun phrase like :func:`phrase`, with the name that stands right behind its head."""
    span = phrase(noun, loose=loose)
    name = close_apposition(noun)
    if name is None or span.end != noun.i + 1:
        return span
    return noun.doc[span.start : phrase(name).end]


@remembered
def close_apposition(noun: Token) -> Token | None:
    """Return the head of the name right behind a noun it renames: *the newspaper La Prensa*."""
    for child in children(noun, "appos"):
        if child.pos_ == "PROPN" and child.i > noun.i and phrase(child).start == noun.i + 1:
            return child
    return None


def _holds_together(child: Token, noun: Token, *, loose: bool) -> bool:
    """Say whether a token that may stand outside a noun phrase belongs to it here."""
    above = child.head
    if child.dep_ == "acl:relcl":
        return above.tag_ == "WP"  # what she has done
    if child.dep_ == "acl":
        # the task of counting votes, the right to vote; not: the men counting votes
        gap = child.doc[_end_of_words(above, child) : child.left_edge.i]
        broken = any(t.is_punct or t.pos_ == "VERB" for t in gap)
        opens = {c.lower_ for c in children(child, "mark")} - _NOT_ITS_OWN
        if "that" in {c.lower_ for c in children(child, "mark")}:
            return above.lemma_ in _HOLDING and not broken  # the fact that it failed
        told = "to" in opens or not is_somebody(above) or above.lemma_ in _FOR_OR_AGAINST
        return bool(opens) and not broken and told
    if child.dep_ in {"conj", "cc", "cc:preconj"}:
        return loose or above != noun
    if child.dep_ == "appos":
        # people of the region Lofoten; that of the head itself is full_phrase's
        return above != noun and child.pos_ == "PROPN" and child.left_edge.i == above.i + 1
    if child.dep_ != "punct":
        return False
    # Hyphens, marks, and the commas of "long, winding roads", "towns in France, Italy and Spain"
    # and "Oct. 2, 2020"; another comma begins what only adds to it.
    if loose or child.tag_ in {"HYPH", "NFP"} or child.text in _MARKS:
        return True
    comma = child.text in {",", ";"}
    return comma and (child.i < noun.i or above.dep_ in {"conj", "flat", "nummod"})


def _end_of_words(noun: Token, clause: Token) -> int:
    """Return the place behind a noun and what stands between it and a clause of its own."""
    own = [c.right_edge.i for c in noun.children if noun.i < c.i < clause.i and c.dep_ == "nmod"]
    return max([noun.i, *own]) + 1


# What opens a clause that compares, or tells what somebody said.
_NOT_ITS_OWN = frozenset({"that", "whether", "if", "as", "than", "like"})
# Nouns that are nothing without the clause they hold.
_HOLDING = frozenset(
    "fact idea notion possibility belief view evidence speculation concern sign hope fear claim "
    "news chance conclusion proof doubt feeling impression sense suggestion perception recognition "
    "reality risk danger".split()
)
# People who are told by what they want or do not want: opponents *of opening the road*.
_FOR_OR_AGAINST = frozenset(
    "advocate backer champion critic defender fan foe opponent proponent supporter".split()
)


def is_somebody(noun: Token) -> bool:
    """Say whether a noun is a name or a word for people, of whom no gerund is part."""
    return lexicon.names_people(noun.lemma_.lower()) or noun.pos_ in {"PROPN", "PRON"}


def _is_age(token: Token) -> bool:
    """Say whether a number stands after a name and a comma: *Keller, 52*."""
    if token.tag_ != "CD" or not token.text.isdigit() or len(token.text) > 3:
        return False
    return token.i > token.head.i and token.nbor(-1).text == ","


def shares_modifier(noun: Token) -> bool:
    """Say whether a phrase behind joined nouns tells about all: sons and daughters *of farmers*."""
    last = max((c.i for c in children(noun, "conj")), default=noun.i)
    return any(c.left_edge.i > last and c.dep_ in {"nmod", "acl"} for c in noun.children)


def is_opening(text: str) -> bool:
    """Say whether a token may open a quotation."""
    return text in _OPENING or text in _EITHER


def _trimmed(noun: Token, start: int, end: int) -> Span:
    """Cut a stretch at marks that have no partner in it; no comma or *and* is left at its ends."""
    doc = noun.doc.tokens
    marked = not _MARKS.isdisjoint([t.text for t in doc[start : end + 1]])
    end = _closed(noun, start, end) if marked else end
    for cut in _unpaired(noun, start, end) if marked else ():
        if cut > noun.i:
            end = min(end, cut - 1)
        else:
            start = max(start, cut + 1)
    while end > noun.i and (doc[end].text in {",", ";", ":", "-", "–", "—"} or _dangles(doc[end])):
        end -= 1
    while start < noun.i and (doc[start].text in {",", ";", ":", "-", "–", "—"}):
        start += 1
    if marked and end - start >= 2 and doc[start].text in _MARKS:
        # “reform” alone is the word; the “old guard” keeps its marks.
        inner = [i for i in range(start + 1, end + 1) if doc[i].text in _MARKS]
        if inner == [end]:
            start, end = start + 1, end - 1
    return noun.doc[start : end + 1]


def _closed(noun: Token, start: int, end: int) -> int:
    """Return the end of a stretch, with a mark behind it that was opened in it: a “no-go zone”."""
    doc = noun.doc
    opened = [i for i in _unpaired(noun, start, end) if doc[i].text not in _CLOSING]
    closing = end + 1
    if closing < noun.sent.end and doc[closing].text in {".", ",", "?", "!"}:
        closing += 1
    ends = closing < noun.sent.end and doc[closing].text in _CLOSING | _EITHER
    return closing if len(opened) == 1 and ends else end


def _unpaired(noun: Token, start: int, end: int) -> list[int]:
    """Return the places of marks whose partner stands outside a stretch."""
    opened: list[int] = []
    alone: list[int] = []
    doc = noun.doc.tokens
    for i in range(start, end + 1):
        text = doc[i].text
        if text not in _MARKS or doc[i].tag_ == "POS":
            continue
        if opened and text not in _OPENING:
            opened.pop()
        elif text == "’" and i and doc[i - 1].text[-1:] == "s":
            continue  # the owners’ lawyer
        elif text in _CLOSING:
            alone.append(i)
        else:
            opened.append(i)
    return [*alone, *opened]


def _dangles(token: Token) -> bool:
    """Say whether a word leads to what stands outside: *and*, *in*."""
    return token.dep_ in {"cc", "cc:preconj", "case", "mark"} and token.tag_ != "POS"


def closes(span: Span) -> bool:
    """Say whether a stretch ends with a mark that was opened in it."""
    last = span.end - 1
    if span[-1].text not in _CLOSING | _EITHER:
        return False
    return last not in _unpaired(span[-1], span.start, last)


def mark_start(clause: Token, first: int) -> int:
    """Return where the words begin that open an infinitive, not before a place."""
    found = [c for c in children(clause, "mark") if c.lower_ in {"to", "in", "so", "for"}]
    start = min((c.i for c in found if c.i >= first), default=first)
    return start - 1 if start > first and clause.doc[start - 1].lower_ == "not" else start
