"""What a reader can see in the words of an item alone, or beside the article's title."""

from __future__ import annotations

import re
from typing import Final

from quizgen.lexicon import verbs
from quizgen.library import Library
from quizgen.quiz import GAP, Item
from quizgen.verify.values import MONTHS

MAX_WORDS: Final = 26  # of a question without its quotation
MAX_PROMPT_WORDS: Final = 45  # of a prompt to discuss
MAX_SENTENCE_WORDS: Final = 30  # of a sentence with a gap
MIN_WORDS: Final = 5

_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
# US and IT are names, so capitals count in part.
_PRONOUNS = re.compile(
    r"\b(?:I|us|(?i:me|my|we|our|you|your|this|these|those|such|"
    r"both(?! \w+ and)(?! \w+ \w+ and)|latter|"
    r"respective(?:ly)?|there|here|another|(?<!and )others?|same|latest)|"
    r"(?i:the former|that (?:in|on|at|after|before|when|while)|"
    r"(?:more|less)(?! (?:\w+ ){0,5}than)|one(?! of)(?!-)))\b"
)
# These stand below.
_CHOICE = re.compile(r"^(?:Which of these statements (?:did|was NOT made by)|Who used the words)")
# These may stand for somebody the question names.
_THIRD_PERSON = re.compile(
    r"\b(?:it|It|(?i:he|she|they|him|her|them|his|hers|its|their|theirs|himself|herself|itself|"
    r"themselves))\b"
)
# "Most have left": most of whom?
_BARE_QUANTIFIER = re.compile(
    r"^(?:Most|Many|Some|Few|Several|All|Two|Three|Four|Five)"
    r"(?:\s+(?:of them|two|three|four|five|six))?\s+(?:ha[sd]|have|were|was|are|\w+ed)\b"
)
_DISCOURSE = re.compile(
    r"\b(?:also|similar|similarly|likewise|conversely|otherwise|however|meanwhile|instead|later|earlier|then|therefore|still|again|already|"
    r"too|finally|moreover|furthermore|thus|hence|so|yet|just|now|currently|recently|soon|"
    r"afterwards?|previously|recent|upcoming|even|only|subsequently|elsewhere|so far)\b",
    re.IGNORECASE,
)
_FOCUS = re.compile(r"\b(?:only|even|just|still)\b", re.IGNORECASE)
# "Since then": since when? A year or date says it.
_OPEN_SINCE = re.compile(
    r"\b(?:since|until)\b(?!\s+(?:which year|\d|(?:[A-Z]\w+ )+\d))", re.IGNORECASE
)
_RELATIVE_TIME = re.compile(
    r"\b(?:today|yesterday|tomorrow|tonight|overnight|ago|"
    r"the day (?:before|after)|"
    r"(?:last|this|next|past|coming|previous|following|every|each|same|that)\s+"
    r"(?:\w+\s+)?(?:day|days|week|weeks|month|months|year|years|night|morning|evening|"
    r"afternoon|weekend|summer|winter|spring|autumn|time|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day))\b",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_BARE_MONTH_DAY = re.compile(
    rf"\b(?:(?:{MONTHS})\s+\d{{1,2}}\b(?!\d)(?!,?\s*\d{{4}})|"
    rf"\d{{1,2}}\s+(?:{MONTHS})\b(?!\s*\d{{4}}))"
)
_BARE_MONTH = re.compile(rf"\b(?:in|since|until|by)\s+(?:{MONTHS})\b(?!\s+\d)")
# "the decision", "the two", "the area": nothing in the stem says which.
# (Looked ahead, so that one phrase does not hide the next.)
_DEFINITE = re.compile(r"\b[Tt]he(?=((?:\s+[\w’'-]+){1,5}))")
_SETTLING: Final = frozenset(
    {"of", "by", "between", "against", "who", "whose", "that", "which", "to"}
)
# The first woman, the largest bank: there is one of these.
_SUPERLATIVE = re.compile(r"(?:first|second|third|last|most|least|only|best|worst|\w{3,}est)$")
_PLACING: Final = frozenset({"in", "at", "from", "for", "near", "to", "with", "on"})
# What there is one of.
_ONLY_ONE: Final = frozenset(
    "world internet public sun moon earth sea sky future past media press economy poor rich "
    "elderly law truth planet climate environment article".split()
)
_HEDGE = re.compile(
    r"\bmay\b|(?i:n['’]t)\b|"  # not the month
    r"\b(?i:allegedly|reportedly|apparently|possibly|probably|perhaps|likely|might|could|would|"
    r"should|will|not|never|if|unless|whether|no)\b"
)
_BARE_SHARE = re.compile(r"(?:%|\bper\s?cent)(?!\s+of\b)", re.IGNORECASE)
_TELLING = re.compile(
    r"\b(?:interviews?|statements?|(?:news|press) (?:conferences?|briefings?|releases?)|"
    r"declarations?|reporters?|journalists?|tweets?|tweeted|told|broadcasters?)\b",
    re.IGNORECASE,
)
# Bytes of UTF-8 read as Latin letters: NiÃ±o.
_MISREAD = re.compile(r"[ÂÃâ][\u0080-\u00bf\u20ac\u2122]|\ufffd")
# A zero typed for an o, and marks that a question of one clause does not need.
_SLIP = re.compile(r"[^\W\d_]0[^\W\d_]|[;:–—]")
_STOP: Final = frozenset("the a an of in on at to for and or by with from as".split())


def outside_quotation(text: str) -> str:
    """Return a text without what stands in double quotation marks, and without a fixed stem.

    "Which of these statements did … make" points below, not back, and its NOT denies nothing.
    """
    return _CHOICE.sub("", _QUOTED.sub(" ", text))


def printed(item: Item) -> list[str]:
    """Return the texts of an item that must stand alone: its question, and the lines of a list.

    Names, dates, numbers and quotations among the options are no sentences, and the stems of
    lists are always the same.
    """
    fixed = item.type in {"matching", "ordering"} or item.proof["kind"] == "happening"
    texts = [] if fixed else [outside_quotation(item.question)]
    if item.proof["kind"] in {"happening", "order"}:
        texts += map(outside_quotation, item.options)
    if item.proof["kind"] == "reason":
        texts.append(item.key)
    if item.proof["kind"] == "date" and item.type == "matching":
        texts += map(outside_quotation, item.premises)
    return texts


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case."""
    return re.findall(r"\w+(?:['’]\w+)?", text.lower())


def letters_of(text: str) -> str:
    """Return the letters and digits of a text in lower case, without what parts them."""
    return re.sub(r"\W+", "", text.lower())


def key_not_in_question(item: Item, library: Library) -> bool:  # noqa: ARG001
    """No telling word of the key stands in the question."""
    if item.type in {"true_false", "matching", "ordering", "discussion"}:
        return True
    if item.proof["kind"] in {"utterance", "happening"}:
        return True  # the options are statements; their speaker is what the question tells
    asked = set(words_of(item.question.replace(GAP, " ")))
    key = {w for w in words_of(item.key) if w not in _STOP}
    if item.proof["kind"] in {"day", "month", "year"}:
        key = {w for w in key if w.isdigit()}
    return not key & asked


def key_not_in_title(item: Item, library: Library) -> bool:
    """The printed title does not answer the question.

    A headline may also stand as the first paragraph, where an article has no title of its own.
    """
    if item.type in {"true_false", "matching", "ordering", "discussion"}:
        return True
    if item.proof["kind"] in {"utterance", "happening", "role", "reason"}:
        return True
    key = {w for w in words_of(item.key) if w not in _STOP and len(w) > 1}
    if item.proof["kind"] == "person" and item.options and len(item.options) > ENOUGH_OPTIONS:
        return True  # the title names who the article is about; it says nothing of this
    if item.proof["kind"] == "person":
        key = {item.key.split()[-1].lower()}
    title = set(words_of(library.headline(item.evidence[0].article_id)))
    return not key or not key <= title


ENOUGH_OPTIONS: Final = 2
MIN_TITLE_WORDS: Final = 4


def no_pronoun(item: Item, library: Library) -> bool:
    """Outside quotation marks nothing points at a word the reader does not see.

    *He* may stand for somebody named before it in the question, or for the one asked for, if
    the tables say so of every such word of the evidence.
    """
    if item.type == "discussion":
        return True  # "they" are those whose view is missing
    return all(
        not _PRONOUNS.search(text)
        and not _BARE_QUANTIFIER.search(text)
        and all(
            _is_settled(item, library, found[0], text[: found.start()])
            for found in _THIRD_PERSON.finditer(text)
        )
        for text in printed(item)
    )


def _is_settled(item: Item, library: Library, pronoun: str, before: str) -> bool:
    """Say whether a pronoun means somebody or something told before it, or the answer."""
    article_id = item.evidence[0].article_id
    rows = [
        m
        for m in library.all_mentions_of[article_id]
        if any(e.start <= m["start"] and m["end"] <= e.end for e in item.evidence)
    ]
    meant = {m["entity_id"] for m in rows if m["text"].lower() == pronoun.lower()}
    if len(meant) != 1 or None in meant:
        return False
    (entity_id,) = meant
    entity = library.entity(article_id, entity_id)
    if entity is not None and (entity["name"] in before or entity["name"] == item.key):
        return True
    return any(
        m["entity_id"] == entity_id and m["mention_type"] != "pronoun" and m["text"] in before
        for m in rows
    )


def no_discourse_word(item: Item, library: Library) -> bool:  # noqa: ARG001
    """No word ties the question to a sentence before it."""
    texts = printed(item)
    if item.proof["template"].startswith("sentence_gap"):
        texts = [_FOCUS.sub("", t) for t in texts]  # whole sentences keep their own emphasis
    return not any(_DISCOURSE.search(t) or _OPEN_SINCE.search(t) for t in texts)


def no_relative_time(item: Item, library: Library) -> bool:  # noqa: ARG001
    """Every time is absolute: no yesterday, no bare weekday, no day or month without a year."""
    return not any(
        _RELATIVE_TIME.search(text)
        or _BARE_MONTH_DAY.search(text)
        or _BARE_MONTH.search(text)
        or (_WEEKDAY.search(text) and not re.search(r"day,? (?:\w+ \d|\d)", text))
        for text in printed(item)
    )


def no_vague_phrase(item: Item, library: Library) -> bool:
    """Every definite phrase is settled.

    By a name in it (the European Union, the eastern Mediterranean), by what follows (the
    capital of Norway, the courage shown by Ana Ruiz), by being the only one (the world), or by
    the printed title, if the quiz is on one article.
    """
    lone = len(library.articles) == 1
    article_id = item.evidence[0].article_id
    settled = set(words_of(library.headline(article_id))) if lone else set()
    if item.type == "discussion":
        settled |= {"source", "statement"}  # of its own frame
    text = library.articles[article_id]["text"]
    for found in _DEFINITE.finditer("\n".join(printed(item))):
        phrase = found[1].split()
        if any(word[0].isupper() for word in phrase[:2]):
            if _is_of_a_name(item, library, phrase):
                return False
            continue
        if _SETTLING & set(phrase[1:3]) or "of" in phrase[1:4]:
            continue
        if _SUPERLATIVE.match(phrase[0]):
            continue
        if _is_placed(phrase) or _is_topic(phrase, text):
            continue
        if not (settled | _ONLY_ONE) & {word.lower() for word in phrase[:2]}:
            return False
    return True


def _is_of_a_name(item: Item, library: Library, phrase: list[str]) -> bool:
    """Say whether a name only tells whose or where somebody nameless is: the Ostby teacher.

    A place's police, or a country's government, there is one of.
    """
    if len(phrase) < 2 or not phrase[1][0].islower() or phrase[1] in verbs("institutions"):
        return False
    return any(
        m["text"] == phrase[0] and library.is_modifier(m)
        for e in item.evidence
        for m in library.mentions_within(e.article_id, e.start, e.end)
    )


# A thing an article names so often is what it is about.
TOPIC_MENTIONS: Final = 4
TOPIC_BEGINNING: Final = 4  # the first quarter


def _is_topic(phrase: list[str], text: str) -> bool:
    """Say whether a phrase's noun, a plural, comes up all the time and from the beginning."""
    beginning = text[: len(text) // TOPIC_BEGINNING]
    return any(
        word.endswith("s")
        and word in beginning
        and len(re.findall(rf"\b{re.escape(word)}\b", text)) >= TOPIC_MENTIONS
        for word in phrase[:2]
    )


_WITH_THEIR_HEDGES: Final = frozenset(
    ["who_told", "claim_statement", "claim_gap", "quote_gap", "sentence_gap", "sentence_gap_name",
     "role", "discussion"]
)  # fmt: skip


def _is_placed(phrase: list[str]) -> bool:
    """Say whether a name settles a phrase: the farmers of Ostby, the fire at the Lyn Bridge."""
    for at, word in enumerate(phrase[1:3], 1):
        if word in _PLACING:
            rest = [w for w in phrase[at + 1 :] if w != "the"]
            return bool(rest) and rest[0][0].isupper() and rest[0] not in MONTHS.split("|")
    return False


def plain_statement(item: Item, library: Library) -> bool:  # noqa: ARG001
    """Nothing denied, hoped or hedged is asked as fact; what somebody said is said with its hedge.

    A whole sentence of the article keeps its own, too.
    """
    if item.proof["template"] in {
        "who_told",
        "sentence_gap",
        "sentence_gap_name",
        "role",
        "discussion",
    }:
        return True
    return not any(_HEDGE.search(text) for text in printed(item))


def says_share_of_what(item: Item, library: Library) -> bool:  # noqa: ARG001
    """A percentage says of what."""
    return not any(_BARE_SHARE.search(text) for text in printed(item))


def about_the_news(item: Item, library: Library) -> bool:  # noqa: ARG001
    """What is asked is what happened, not how the press came to hear of it."""
    if item.type in {"discussion", "matching"}:
        return True  # their stems speak of reporters and statements
    return not any(_TELLING.search(text) for text in printed(item))


# A sentence that ends so was cut in the middle: With Pres.
_ABBREVIATED = re.compile(r"\b(?:Pres|Gov|Sen|Rep|Sens|Reps|Gen|Mr|Mrs|Ms|Dr|St|Lt|Prof|vs)\.$")


_NAMED_TWICE = re.compile(r"\b([A-Z][\w.]+ [A-Z]\w+)\b.*\b\1\b")
# Washington, D.C. to: a second comma is wanting.
_NO_COMMA = re.compile(r", (?:D\.C\.|[A-Z][a-z]{2,4}\.) (?=[a-z])")


def _is_titled(text: str) -> bool:
    """Say whether all longer words have a capital, as in a headline."""
    words = re.findall(r"[^\W\d_]{4,}", text)
    return len(words) > MIN_TITLE_WORDS and all(w[0].isupper() for w in words)


_ASKS_FOR: Final = {
    "person": r"who|whom|which two people",
    "country": r"which country|which two countries",
    "organisation": r"which organisation|which two organisations",
    "day": r"on what date",
    "month": r"in which month",
    "year": r"in which year|since which year",
    "number": r"how many|what percentage of",
    "reason": r"why",
    "thing": r"what|whom",
}


def question_word_fits(item: Item, library: Library) -> bool:  # noqa: ARG001
    """The question word asks for what the key is: who for people, on what date for a day."""
    if not item.question.endswith(("?", "?”")) or item.proof["kind"] not in _ASKS_FOR:
        return True
    asked = re.sub(r"^According to .+?, (?=(?:wh|how|on|in|since))", "", item.question)
    return bool(re.match(rf"(?:{_ASKS_FOR[item.proof['kind']]})\b", asked, re.IGNORECASE))


def rightly_decoded(item: Item, library: Library) -> bool:  # noqa: ARG001
    """No letters of the article were garbled before it was read."""
    return not any(_MISREAD.search(t) for t in (item.question, item.key, *item.options))


def well_formed(item: Item, library: Library) -> bool:  # noqa: ARG001
    """Capital first, one end mark, whole quotation marks, no brackets, a bearable length."""
    question = item.question
    bare = outside_quotation(question)
    n = len(words_of(_QUOTED.sub(" ", question)))
    if item.type == "discussion":
        return question.endswith("?") and n <= MAX_PROMPT_WORDS
    if not (question[:1].isupper() or question[:1].isdigit()) or "  " in question:
        return False
    if question.count("“") != question.count("”") or re.search(r"[\[\](){}<>|\n]", bare):
        return False
    most = MAX_SENTENCE_WORDS if item.type == "cloze" else MAX_WORDS
    short = item.type not in {"who_said", "true_false"} and "“" not in question
    if n > most or (short and n < MIN_WORDS):
        return False
    if (
        _NAMED_TWICE.search(bare)
        or _ABBREVIATED.search(question)
        or _NO_COMMA.search(bare)
        or _is_titled(bare)
    ):
        return False
    if re.search(r"\b(\w+) \1\b", bare, re.IGNORECASE) or _SLIP.search(bare):
        return False
    ends = "." if item.type in {"true_false", "cloze", "matching", "ordering"} else "?"
    if question.endswith("”") and item.type in {"true_false", "cloze"}:
        ends = ".?!…"  # the quotation brings its own
    marks = bare.count("?")
    if item.type == "cloze" and question.count(GAP) != 1:
        return False
    return question.rstrip("”").endswith(tuple(ends)) and marks <= 1
