"""The sceptic: re-checks every finished item against the tables, and refuses what it can.

It trusts nothing that made the item: it shares no code with :mod:`quizgen.wording` or
:mod:`quizgen.items`, and reads the item as a reader would, with the tables beside it. Each
check has a name, which is what the counts of refused items show.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Final

from quizgen.library import Library
from quizgen.quiz import GAP, Item

Check = Callable[[Item, Library], bool]

MAX_WORDS: Final = 26  # of a question without its quotation
MIN_WORDS: Final = 5

_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
# US and IT are names, so capitals count in part.
_PRONOUNS = re.compile(
    r"\b(?:I|us|it|It|(?i:he|she|they|him|her|them|his|hers|its|their|theirs|himself|herself|"
    r"itself|themselves|me|my|we|our|you|your|this|these|those|such|both|former|latter|"
    r"respective(?:ly)?|there|here|another|(?<!and )others?|more|less|same|latest|one))\b"
)
# "Most have left": most of whom?
_BARE_QUANTIFIER = re.compile(
    r"^(?:Most|Many|Some|Few|Several|All|Two|Three)\s+(?:ha[sd]|have|were|was|are|\w+ed)\b"
)
_DISCOURSE = re.compile(
    r"\b(?:also|however|meanwhile|instead|later|earlier|then|therefore|still|again|already|"
    r"too|finally|moreover|furthermore|thus|hence|so|yet|just|now|currently|recently|soon|"
    r"afterwards?|previously|since|until|even|only|subsequently|elsewhere|so far)\b",
    re.IGNORECASE,
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
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_BARE_MONTH_DAY = re.compile(
    rf"\b(?:(?:{_MONTHS})\s+\d{{1,2}}\b(?!\d)(?!,?\s*\d{{4}})|"
    rf"\d{{1,2}}\s+(?:{_MONTHS})\b(?!\s*\d{{4}}))"
)
_BARE_MONTH = re.compile(rf"\b(?:in|since|until|by)\s+(?:{_MONTHS})\b(?!\s+\d)")
# "the decision", "the two", "the area": nothing in the stem says which.
# (Looked ahead, so that one phrase does not hide the next.)
_DEFINITE = re.compile(r"\b[Tt]he(?=((?:\s+[\w’'-]+){1,5}))")
_SETTLING: Final = frozenset({"of", "by", "between", "against"})
# What there is one of.
_ONLY_ONE: Final = frozenset("world internet public sun moon earth sea sky future past".split())
_HEDGE = re.compile(
    r"\bmay\b|"  # not the month
    r"\b(?i:allegedly|reportedly|apparently|possibly|probably|perhaps|likely|might|could|would|"
    r"should|will|not|never|n['’]t|if|unless|whether|no)\b"
)
_BARE_SHARE = re.compile(r"(?:%|\bper\s?cent)(?!\s+of\b)", re.IGNORECASE)
_TELLING = re.compile(
    r"\b(?:interviews?|statements?|(?:news|press) (?:conferences?|briefings?|releases?)|"
    r"declarations?|reporters?|journalists?|tweets?|tweeted|told|broadcasters?)\b",
    re.IGNORECASE,
)
# A zero typed for an o, and marks that a question of one clause does not need.
_SLIP = re.compile(r"[^\W\d_]0[^\W\d_]|[;:–—]")
_STOP: Final = frozenset("the a an of in on at to for and or by with from as".split())


def outside_quotation(text: str) -> str:
    """Return a text without what stands in double quotation marks."""
    return _QUOTED.sub(" ", text)


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case."""
    return re.findall(r"\w+(?:['’]\w+)?", text.lower())


def proven(item: Item, library: Library) -> bool:
    """The evidence is there, character for character, and the rows of the proof exist."""
    if not item.evidence:
        return False
    for e in item.evidence:
        article = library.articles.get(e.article_id)
        if article is None or article["text"][e.start : e.end] != e.text:
            return False
    known = (
        {r["event_id"] for r in library.events}
        | {r["quote_id"] for r in library.quotes}
        | {r["mention_id"] for r in library.mentions}
        | {r["quantity_id"] for r in library.quantities}
        | set(library.entities)
    )
    return all(row in known for row in item.proof["rows"])


def derived(item: Item, library: Library) -> bool:
    """The key follows from the rows of the proof once more, and stands in the evidence."""
    rows = item.proof["rows"]
    start, end = item.evidence[0].start, item.evidence[-1].end
    article_id = item.evidence[0].article_id
    here = [
        m
        for m in library.mentions
        if m["article_id"] == article_id and start <= m["start"] and m["end"] <= end
    ]
    event = next((e for e in library.events if e["event_id"] in rows), None)
    if item.proof["template"] == "subject":
        return event is not None and any(
            p["event_id"] == event["event_id"]
            and p["function"] == "subject"
            and p["entity_id"] in rows
            and _name(library, article_id, p["entity_id"]) == item.key
            for p in library.participants
        )
    if item.proof["template"] == "subject_pair":
        named = [e for e in library.entities if e in rows]
        inside = {m["entity_id"] for m in here}
        names = [name for e in named if e in inside and (name := _name(library, article_id, e))]
        return len(named) == len(names) == 2 and all(name in item.key for name in names)
    if item.proof["template"] == "date":
        when = event["date_start"] if event else None
        precision = event["date_precision"] if event else None
        return when is not None and _reads_as(item.key, when, str(precision))
    if item.proof["template"] == "who_said":
        quote = next((q for q in library.quotes if q["quote_id"] in rows), None)
        speaker = quote["speaker_entity_id"] if quote else None
        if speaker is None or _name(library, article_id, speaker) != item.key:
            return False
        return speaker in {m["entity_id"] for m in here if m["mention_type"] == "name"}
    if item.proof["template"] == "gap_number":
        quantity = next((q for q in library.quantities if q["quantity_id"] in rows), None)
        return quantity is not None and bool(quantity["text"] == item.key)
    if item.proof["template"] == "gap_name":
        mention = next((m for m in library.mentions if m["mention_id"] in rows), None)
        if mention is None:
            return False
        return _name(library, article_id, mention["entity_id"]) == item.key and mention in here
    return (item.key == "True") == (item.correction is None)


def _name(library: Library, article_id: str, entity_id: str) -> str | None:
    """Return what the article calls an entity."""
    entity = library.entity(article_id, entity_id)
    return None if entity is None else str(entity["name"])


def _reads_as(text: str, when: dt.datetime, precision: str) -> bool:
    numbers = {int(n) for n in re.findall(r"\d+", text)}
    months = re.findall(_MONTHS, text)
    wanted = {when.year} | ({when.day} if precision == "day" else set())
    right_month = not months or _MONTHS.split("|").index(months[0]) + 1 == when.month
    return numbers == wanted and right_month and (precision == "year") == (not months)


def key_not_in_question(item: Item, library: Library) -> bool:  # noqa: ARG001
    """No telling word of the key stands in the question."""
    if item.type == "true_false":
        return True
    asked = set(words_of(item.question.replace(GAP, " ")))
    key = {w for w in words_of(item.key) if w not in _STOP}
    if item.proof["kind"] in {"day", "month", "year"}:
        key = {w for w in key if w.isdigit()}
    return not key & asked


def no_pronoun(item: Item, library: Library) -> bool:  # noqa: ARG001
    """Outside quotation marks nothing points at a word the reader does not see."""
    text = outside_quotation(item.question)
    return not _PRONOUNS.search(text) and not _BARE_QUANTIFIER.search(text)


def no_discourse_word(item: Item, library: Library) -> bool:  # noqa: ARG001
    """No word ties the question to a sentence before it."""
    return not _DISCOURSE.search(outside_quotation(item.question))


def no_relative_time(item: Item, library: Library) -> bool:  # noqa: ARG001
    """Every time is absolute: no yesterday, no bare weekday, no day or month without a year."""
    text = outside_quotation(item.question)
    if _RELATIVE_TIME.search(text) or _BARE_MONTH_DAY.search(text) or _BARE_MONTH.search(text):
        return False
    return not _WEEKDAY.search(text) or bool(re.search(r"day,? (?:\w+ \d|\d)", text))


def no_vague_phrase(item: Item, library: Library) -> bool:
    """Every definite phrase is settled.

    By a name in it (the European Union, the eastern Mediterranean), by what follows (the
    capital of Norway, the courage shown by Ana Ruiz), by being the only one (the world), or by
    the printed title, if the quiz is on one article.
    """
    titles = [a["title"] for a in library.articles.values() if a["title"]]
    settled = set(words_of(titles[0])) if len(library.articles) == 1 and titles else set()
    for found in _DEFINITE.finditer(outside_quotation(item.question)):
        phrase = found[1].split()
        if any(not word[0].islower() for word in phrase[:2]) or _SETTLING & set(phrase[1:3]):
            continue
        if not (settled | _ONLY_ONE) & {word.lower() for word in phrase[:2]}:
            return False
    return True


def plain_statement(item: Item, library: Library) -> bool:  # noqa: ARG001
    """Nothing denied, hoped or hedged is asked as fact."""
    return not _HEDGE.search(outside_quotation(item.question))


def says_share_of_what(item: Item, library: Library) -> bool:  # noqa: ARG001
    """A percentage says of what."""
    return not _BARE_SHARE.search(outside_quotation(item.question))


def about_the_news(item: Item, library: Library) -> bool:  # noqa: ARG001
    """What is asked is what happened, not how the press came to hear of it."""
    return not _TELLING.search(outside_quotation(item.question))


def well_formed(item: Item, library: Library) -> bool:  # noqa: ARG001
    """Capital first, one end mark, whole quotation marks, no brackets, a bearable length."""
    question = item.question
    bare = outside_quotation(question)
    n = len(words_of(bare))
    if not (question[:1].isupper() or question[:1].isdigit()) or "  " in question:
        return False
    if question.count("“") != question.count("”") or re.search(r"[\[\](){}<>|\n]", bare):
        return False
    if n > MAX_WORDS or (item.type != "who_said" and n < MIN_WORDS):
        return False
    if re.search(r"\b(\w+) \1\b", bare, re.IGNORECASE) or _SLIP.search(bare):
        return False
    ends = "." if item.type in {"true_false", "cloze"} else "?"
    marks = bare.count("?")
    if item.type == "cloze" and question.count(GAP) != 1:
        return False
    return question.rstrip("”").endswith(ends) and marks <= 1


def options_of_one_kind(item: Item, library: Library) -> bool:
    """All options are of the key's kind, differ from each other, and hold the key once."""
    if not item.options:
        return True
    if item.options.count(item.key) != 1 or len(set(map(str.lower, item.options))) != len(
        item.options
    ):
        return False
    kind = item.proof["kind"]
    if kind in {"day", "month", "year"}:
        n_words = {len(words_of(o)) for o in item.options}
        return len(n_words) == 1
    wanted = "place" if kind == "country" else kind
    article_id = item.evidence[0].article_id
    by_name = {e["name"]: e for e in library.entities_in(article_id, wanted)}
    if kind == "person" and len(item.key.split()) == 1:
        # Beside a lone surname stand surnames.
        by_name = {name.split()[-1]: e for name, e in by_name.items()}
    if not all(o in by_name for o in item.options):
        return False
    return kind != "country" or all(by_name[o]["is_country"] for o in item.options)


def options_false(item: Item, library: Library) -> bool:
    """Every other option is refuted: no alias of the key, and no part of the evidence."""
    start, end = item.evidence[0].start, item.evidence[-1].end
    article_id = item.evidence[0].article_id
    evidence = library.articles[article_id]["text"][start:end]
    for option in item.options:
        if option == item.key:
            continue
        if option not in item.proof["distractors"]:
            return False
        a, b = set(words_of(option)), set(words_of(item.key))
        if item.proof["kind"] in {"day", "month", "year"}:
            continue
        if a <= b or b <= a or option in evidence:
            return False
    return True


def false_statement_is_false(item: Item, library: Library) -> bool:  # noqa: ARG001
    """A false statement differs from the truth in the swapped slot, and nothing says it."""
    if item.type != "true_false" or item.key == "True":
        return True
    swap = item.proof["swap"]
    if item.correction is None or swap is None or item.question == item.correction:
        return False
    if swap["new"].lower() not in item.question.lower():
        return False
    if swap["slot"] == "date":
        return True
    evidence = " ".join(e.text for e in item.evidence)
    return swap["new"].lower() not in evidence.lower()


CHECKS: Final[dict[str, Check]] = {
    "not proven": proven,
    "not derivable again": derived,
    "answer in the question": key_not_in_question,
    "dangling pronoun": no_pronoun,
    "dangling discourse word": no_discourse_word,
    "relative time": no_relative_time,
    "vague phrase": no_vague_phrase,
    "hedged or denied": plain_statement,
    "share of what is not said": says_share_of_what,
    "about the telling": about_the_news,
    "badly formed": well_formed,
    "options of two kinds": options_of_one_kind,
    "option may be true": options_false,
    "statement may be true": false_statement_is_false,
}


def find_fault(item: Item, library: Library) -> str | None:
    """Return the name of the first check an item fails; None if it passes all."""
    for name, holds in CHECKS.items():
        if not holds(item, library):
            return name
    return None
