"""Descriptions: the title, role or trade an article gives with a name, word for word.

Found before the name (*French President* Emmanuel Macron), after it in commas (Maria Keller,
*the mayor of Oslo*), before it in commas (*the opposition leader*, Sviatlana Tsikhanouskaya)
and behind *is* (Maria Keller is *the mayor of Oslo*).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dataset import lexicon
from dataset.entities import known
from dataset.language import syntax

if TYPE_CHECKING:
    from dataset.language.view import Span, Token

# Longer stretches are half a sentence: no description a table should repeat.
MOST_WORDS: Final = 14
# Not part of it: whose son he is, only the sentence around it tells.
_DETERMINERS: Final = {"the", "a", "an", "his", "her", "its", "their", "our", "my", "your"}


def description_of(name: Span, entity_type: str) -> Span | None:
    """Return the stretch that says what a person or organisation is, without its article.

    Of several the first found counts, in the order of the module's examples.
    """
    if entity_type not in {"person", "organisation"}:
        return None
    if entity_type == "person" and (title := _title(name)) is not None:
        return title
    head = name.root
    found = [*syntax.appositions(head)]
    if syntax.function(head) == "apposition":
        found.append(head.head)
    predicate = head.head
    if syntax.copula_subject(predicate) == head:
        found.append(predicate)
    for noun in found:
        if noun.pos_ == "NOUN" and _says_what(noun, entity_type):
            return _without_article(_own_phrase(noun, name))
    return None


def _title(name: Span) -> Span | None:
    doc, start = name.doc, name.start
    sentence_start = name[0].sent.start
    while start - 1 >= sentence_start and syntax.stands_before(doc[start - 1]):
        before = doc[start - 1]
        if before.head.i < start - 1 or before.head.i >= name.end or before.is_punct:
            break
        start -= 1
    title = doc[start : name.start]
    if name.end < name[0].sent.end and syntax.lost_subject(doc[name.end]) == name.root:
        return None  # after greeting *the union leader* Hale spoke: two people
    if len(title) and any(_is_role(t) for t in title):
        return _without_article(title)
    return None


def _is_role(token: Token) -> bool:
    # Also a trade or kinship: *teacher* Maria Keller, his *son* Viktor.
    return token.lower_ in lexicon.words("roles") or (
        token.pos_ in {"NOUN", "PROPN"} and token.lower_ in known.person_nouns()
    )


def _says_what(noun: Token, entity_type: str) -> bool:
    if entity_type == "person":
        return is_person_noun(noun)
    return noun.lemma_.lower() in lexicon.words("group_nouns")


def is_person_noun(noun: Token) -> bool:
    """Say whether a noun means a person, or people in the plural."""
    return noun.lemma_.lower() in known.person_nouns() or noun.lower_ in known.person_nouns()


def _own_phrase(noun: Token, name: Span) -> Span:
    """Return a noun's phrase, cut where the name begins."""
    phrase = syntax.phrase(noun)
    if phrase.start < name.end and name.start < phrase.end:
        phrase = phrase.doc[phrase.start : max(noun.i + 1, min(phrase.end, name.start))]
    return phrase


def _without_article(phrase: Span) -> Span | None:
    if len(phrase) > 1 and phrase[0].lower_ in _DETERMINERS:
        phrase = phrase[1:]
    return phrase if len(phrase) <= MOST_WORDS and "\n" not in phrase.text else None
