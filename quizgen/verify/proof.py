"""Whether the tables prove an item's key once more, and its words say what the article says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from itertools import pairwise
from string import ascii_uppercase
from typing import Any, Final

from quizgen.inflection import past_forms
from quizgen.library import Library, Row
from quizgen.quiz import GAP, Item
from quizgen.verify.language import letters_of, words_of
from quizgen.verify.values import MONTHS, number_value, reads_as

_WH: Final = re.compile(
    r"^(?:who|whom|why|what(?: percentage of)?|which (?:two )?(?:people|person|country|countries|"
    r"organisations?)|on what date|in which (?:month|year)|since which year|how many)\b",
    re.IGNORECASE,
)
# Left out of the comparison: what a question's order brings in, and fillers that are dropped.
_LOOSE: Final = frozenset("did the a an also too already".split())
_QUESTIONS: Final = frozenset(
    ["subject", "subject_pair", "agent", "object", "date", "since", "count", "reason"]
)


def proven(item: Item, library: Library) -> bool:
    """The evidence is there, character for character, and the rows of the proof exist."""
    if not item.evidence:
        return False
    for e in item.evidence:
        article = library.articles.get(e.article_id)
        if article is None or article["text"][e.start : e.end] != e.text:
            return False
    return bool(item.proof["rows"]) and all(_exists(library, row) for row in item.proof["rows"])


def _exists(library: Library, row: str) -> bool:
    tables: tuple[dict[str, Row], ...] = (
        library.event,
        library.quote,
        library.mention,
        library.quantity,
        library.entities,
    )
    return any(row in table for table in tables)


def derived(item: Item, library: Library) -> bool:
    """The key follows from the rows of the proof once more, and stands in the evidence."""
    return _DERIVATIONS[item.proof["template"]](item, library)


def _rows(item: Item, table: dict[str, Row]) -> list[Row]:
    return [table[r] for r in item.proof["rows"] if r in table]


def _article_id(item: Item) -> str:
    return item.evidence[0].article_id


def _named_here(item: Item, library: Library) -> set[str]:
    """Return the entities the evidence names."""
    return {
        m["entity_id"]
        for e in item.evidence
        for m in library.mentions_within(e.article_id, e.start, e.end)
    }


def _called(library: Library, article_id: str, entity_id: str | None) -> str | None:
    """Return what the article calls an entity."""
    entity = library.entity(article_id, entity_id)
    return None if entity is None else str(entity["name"])


def _subject(item: Item, library: Library) -> bool:
    events = _rows(item, library.event)
    return bool(events) and any(
        p["function"] == "subject"
        and p["entity_id"] in item.proof["rows"]
        and _called(library, _article_id(item), p["entity_id"]) == item.key
        for p in library.participants_of[events[0]["event_id"]]
    )


def _subject_pair(item: Item, library: Library) -> bool:
    named = [e for e in library.entities if e in item.proof["rows"]]
    source = {q["speaker_entity_id"] for q in _rows(item, library.quote)}
    names = [
        name
        for e in named
        if e in _named_here(item, library) - source
        and (name := _called(library, _article_id(item), e))
    ]
    spoken = [w for w in words_of(item.key) if w not in {"and", "the"}]
    told = [w for name in names for w in words_of(name) if w not in {"and", "the"}]
    return len(names) == 2 and Counter(spoken) == Counter(told)


def _agent(item: Item, library: Library) -> bool:
    event = _rows(item, library.event)[0]
    return any(
        p["function"] == "agent"
        and p["entity_id"] in item.proof["rows"]
        and _called(library, _article_id(item), p["entity_id"]) == item.key
        for p in library.participants_of[event["event_id"]]
    )


def _object(item: Item, library: Library) -> bool:
    event = _rows(item, library.event)[0]
    span = item.proof["answer"]
    things = [
        p
        for p in library.participants_of[event["event_id"]]
        if p["function"] == "object" and p["start"] == span["start"] and p["end"] == span["end"]
    ]
    if len(things) != 1:
        return False
    if item.proof["kind"] == "thing":
        return _stands_there(item, library, things[0]["start"], things[0]["end"])
    return _called(library, _article_id(item), things[0]["entity_id"]) == item.key


def _reason(item: Item, library: Library) -> bool:
    event = _rows(item, library.event)[0]
    span = item.proof["answer"]
    given = [
        p
        for p in library.participants_of[event["event_id"]]
        if p["role"] in {"reason", "purpose"}
        and span["start"] <= p["start"]
        and p["end"] == span["end"]
    ]
    return len(given) == 1 and _stands_there(item, library, int(span["start"]), int(span["end"]))


def _since(item: Item, library: Library) -> bool:
    event = _rows(item, library.event)[0]
    span = item.proof["answer"]
    text = library.text_of(_article_id(item), span["start"], span["end"])
    began = event["date_start"]
    return text == item.key and began is not None and str(began.year) == item.key


def _stands_there(item: Item, library: Library, start: int, end: int) -> bool:
    """Say whether the key is a stretch of the article, but for full names and dates."""
    words = words_of(_edited(item, library, start, end))
    return words == words_of(item.key)


def _date(item: Item, library: Library) -> bool:
    event = _rows(item, library.event)[0]
    when = event["date_start"]
    return when is not None and reads_as(item.key, when, str(event["date_precision"]))


def _quantity(item: Item, library: Library) -> bool:
    quantities = _rows(item, library.quantity)
    return len(quantities) == 1 and item.key in {
        quantities[0]["text"],
        f"{quantities[0]['text']} percent",
    }


def _gap_name(item: Item, library: Library) -> bool:
    mentions = _rows(item, library.mention)
    if not mentions or not any(
        e.start <= mentions[0]["start"] and mentions[0]["end"] <= e.end for e in item.evidence
    ):
        return False
    return _called(library, _article_id(item), mentions[0]["entity_id"]) == item.key


def _speaker(item: Item, library: Library) -> bool:
    quote = _rows(item, library.quote)[0]
    speaker = quote["speaker_entity_id"]
    right = _called(library, _article_id(item), speaker) == item.key
    return right and speaker in _named_here(item, library)


def _statement_of_speaker(item: Item, library: Library) -> bool:
    quote = _rows(item, library.quote)[0]
    name = _called(library, _article_id(item), quote["speaker_entity_id"])
    truth = (f"{name} said, “", f"{name} wrote, “")
    if name is None or (item.correction is not None and not item.correction.startswith(truth)):
        return False
    said = item.question.startswith(truth)
    return said == (item.key == "True") and (item.key == "True") == (item.correction is None)


def _claimed(item: Item, library: Library) -> bool:
    """The source a statement names is the quotation's, unless it is called false."""
    quote = _rows(item, library.quote)[0]
    name = _called(library, _article_id(item), quote["speaker_entity_id"])
    if name is None:
        return False
    truth = (f"According to {name},", f"According to the {name},")
    if item.correction is not None and not item.correction.startswith(truth):
        return False
    told = item.question.startswith(truth)
    return told == (item.key == "True") and (item.key == "True") == (item.correction is None)


def _gap_of_speaker(item: Item, library: Library) -> bool:
    """The number stands in the quotation, and the statement names who gave it."""
    quote = _rows(item, library.quote)[0]
    name = _called(library, _article_id(item), quote["speaker_entity_id"])
    quantities = _rows(item, library.quantity)
    inside = len(quantities) == 1 and (
        quote["start"] <= quantities[0]["start"] and quantities[0]["end"] <= quote["end"]
    )
    return (
        inside and quantities[0]["text"] == item.key and name is not None and name in item.question
    )


def _said_which(item: Item, library: Library) -> bool:
    key = _rows(item, library.quote)[0]
    name = _called(library, _article_id(item), key["speaker_entity_id"])
    if name is None or letters_of(item.key) not in letters_of(key["text"]):
        return False
    if item.proof["template"] == "said_which":
        return f"did {name} make" in item.question
    # The one asked about made all the other statements.
    others = {
        _called(library, _article_id(item), q["speaker_entity_id"])
        for q in _rows(item, library.quote)[1:]
    }
    return len(others) == 1 and name not in others and f"made by {others.pop()}?" in item.question


def _role(item: Item, library: Library) -> bool:
    mention = _rows(item, library.mention)[0]
    role = " ".join((mention["description"] or "").split())
    name = _called(library, _article_id(item), mention["entity_id"])
    return bool(role) and role == item.key and name is not None and name in item.question


def _pairs(item: Item, library: Library) -> bool:
    """Every pair of a matching item stands in its own row, and no answer fits two lines."""
    pairs: dict[str, str] = item.proof["pairs"]
    if tuple(pairs) != item.premises or len(set(pairs.values())) != len(pairs):
        return False
    if not set(pairs.values()) < set(item.options):
        return False
    wanted = ", ".join(
        f"{n}-{ascii_uppercase[item.options.index(right)]}"
        for n, right in enumerate(pairs.values(), 1)
    )
    return item.key == wanted and all(
        _is_pair(item, library, left, right) for left, right in pairs.items()
    )


def _is_pair(item: Item, library: Library, left: str, right: str) -> bool:
    if item.proof["kind"] == "role":
        return any(
            right == _called(library, m["article_id"], m["entity_id"])
            and left == " ".join((m["description"] or "").split())
            for m in _rows(item, library.mention)
        )
    if item.proof["kind"] == "speaker":
        return any(
            right == _called(library, q["article_id"], q["speaker_entity_id"])
            and letters_of(left) in letters_of(q["text"])
            for q in _rows(item, library.quote)
        )
    told = letters_of(left)
    return any(
        letters_of(e["trigger"]) in told and reads_as(right, e["date_start"], "day")
        for e in _rows(item, library.event)
        if e["date_start"] is not None and e["date_precision"] == "day"
    )


def _ordered(item: Item, library: Library) -> bool:
    """Each event ends before the next begins."""
    dates = [
        (library.event[e]["date_start"], library.event[e]["date_end"])
        for e in item.proof["order"]
        if e in library.event
    ]
    if len(dates) != len(item.options) or any(d is None for pair in dates for d in pair):
        return False
    if any(one[1] >= two[0] for one, two in pairwise(dates)):
        return False
    # The key names the options in the order of their events, told by their triggers.
    order = [item.options[ascii_uppercase.index(letter)] for letter in item.key.split(", ")]
    return len(set(order)) == len(item.options) and all(
        letters_of(library.event[e]["trigger"]) in letters_of(line)
        for e, line in zip(item.proof["order"], order, strict=True)
    )


def _verdict(item: Item, library: Library) -> bool:  # noqa: ARG001
    return (item.key == "True") == (item.correction is None)


def _happened(item: Item, library: Library) -> bool:
    """Every option but the key is a statement of an event that the rows tell as fact."""
    events = {e["event_id"]: e for e in _rows(item, library.event)}
    told = item.proof["statements"]
    return set(told) == set(item.options) and all(
        events[told[o]]["modality"] in {"asserted", "reported"} and not events[told[o]]["negated"]
        for o in item.options
    )


def _open(item: Item, library: Library) -> bool:  # noqa: ARG001
    return item.points == 0


_DERIVATIONS: Final[dict[str, Callable[[Item, Library], bool]]] = {
    "subject": _subject,
    "subject_pair": _subject_pair,
    "agent": _agent,
    "object": _object,
    "reason": _reason,
    "since": _since,
    "date": _date,
    "count": _quantity,
    "gap_number": _quantity,
    "sentence_gap": _quantity,
    "sentence_gap_name": _gap_name,
    "gap_name": _gap_name,
    "who_said": _speaker,
    "who_told": _speaker,
    "said_which": _said_which,
    "not_said": _said_which,
    "quoted_statement": _statement_of_speaker,
    "claim_statement": _claimed,
    "claim_gap": _gap_of_speaker,
    "quote_gap": _gap_of_speaker,
    "true_false": _verdict,
    "role": _role,
    "matching_role": _pairs,
    "matching_speaker": _pairs,
    "matching_date": _pairs,
    "ordering": _ordered,
    "not_happened": _happened,
    "discussion": _open,
}


def _edited(item: Item, library: Library, start: int, end: int) -> str:
    """Return a stretch of the article with the item's planned edits made, and no other."""
    text = library.articles[_article_id(item)]["text"]
    pieces, at = [], start
    for edit in sorted(item.proof["edits"], key=lambda e: (e["start"], e["end"])):
        if at <= edit["start"] and edit["end"] <= end:
            pieces += [text[at : edit["start"]], edit["new"]]
            at = edit["end"]
    return "".join([*pieces, text[at:end]])


def edits_proven(item: Item, library: Library) -> bool:
    """Every word that was put in stands in the tables: whom a name means, when it was."""
    return all(_is_proven_edit(item, library, edit) for edit in item.proof["edits"])


def _is_proven_edit(item: Item, library: Library, edit: Mapping[str, Any]) -> bool:
    start, end, new = edit["start"], edit["end"], edit["new"]
    article_id = _edited_article(item, start)
    if edit["why"] == "filler":
        return bool(new == "")
    if edit["why"] == "absolute date":
        words = re.sub(r"^(?:on|in) ", "", new)
        return any(
            e["date_start"] is not None
            and (e["date_text"] or "") in library.text_of(article_id, start, end)
            and reads_as(words, e["date_start"], str(e["date_precision"]))
            for e in library.events_of[article_id]
            if e["date_text"]
        )
    meant = [m for m in library.all_mentions_of[article_id] if m["end"] == end]
    names = {_called(library, article_id, m["entity_id"]) for m in meant if start <= m["start"]}
    return re.sub(r"['’]s$", "", new) in names


def _edited_article(item: Item, start: int) -> str:
    """Return the article an edit is of: that of the evidence it stands in."""
    for e in item.evidence:
        if e.start <= start < e.end:
            return e.article_id
    return _article_id(item)


def accepts_only_the_key(item: Item, library: Library) -> bool:
    """All accepted answers are ways to write the key."""
    kind, article_id = item.proof["kind"], _article_id(item)
    if kind in {"person", "country", "organisation"}:
        return item.proof["template"] == "subject_pair" or set(item.accept) <= _names_of(
            item, library, article_id
        )
    if kind == "number":
        return all(_same_number(a, item.key) for a in item.accept)
    if kind in {"day", "month", "year"}:
        numbers = set(re.findall(r"\d+", item.key)) | {
            f"{MONTHS.split('|').index(m) + 1:02}" for m in re.findall(MONTHS, item.key)
        }
        loose = {n.zfill(2) for n in numbers} | numbers
        return all(set(re.findall(r"\d+", a)) <= loose for a in item.accept)
    return all(set(words_of(a)) <= set(words_of(item.key)) | {"since"} for a in item.accept)


def _names_of(item: Item, library: Library, article_id: str) -> set[str]:
    """Return the forms of the key's name in the article, and its surname."""
    forms = {item.key, item.key.split()[-1]}
    for m in library.mentions_of[article_id]:
        if _called(library, article_id, m["entity_id"]) == item.key:
            forms.add(" ".join(m["text"].split()))
    return forms


def _same_number(one: str, other: str) -> bool:
    a, b = number_value(one), number_value(other)
    if a is None or b is None:  # 4.2 million, and 4200000
        return one == other or bool(re.search(r"\d", one))
    return a == b


def round_trip(item: Item, library: Library) -> bool:
    """Key and question together hold the words of the clause, each once, and no others.

    Nothing may be lost on the way (a *not*, an *if*, half of a subject) and nothing won, but for
    the planned edits, the base form that *did* asks for, and fillers that are left out.
    """
    template = item.proof["template"]
    if template in _QUESTIONS:
        return _question_returns(item, library)
    if template == "true_false":
        return _statement_returns(item, library)
    if template in {"gap_name", "gap_number"}:
        return _gap_returns(item, library)
    if template in {"sentence_gap", "sentence_gap_name"}:
        e = item.evidence[0]
        said = item.question.replace(GAP, item.key)
        return words_of(said) == words_of(_edited(item, library, e.start, e.end))
    if template == "who_told":
        quote = _rows(item, library.quote)[0]
        clause = words_of(_edited(item, library, quote["start"], quote["end"]))
        return words_of(item.question)[-len(clause) :] == clause
    if template in {"who_said", "quoted_statement"}:
        quote = _rows(item, library.quote)[0]
        return _quoted_words(item.question) in letters_of(quote["text"])
    if template == "quote_gap":
        quote = _rows(item, library.quote)[0]
        return _quoted_words(item.question.replace(GAP, item.key)) in letters_of(quote["text"])
    if template == "not_happened":
        return _lines_return(item, library)
    if template in {"claim_statement", "claim_gap"}:
        quote = _rows(item, library.quote)[0]
        clause = words_of(_edited(item, library, quote["start"], quote["end"]))
        return words_of(item.question.replace(GAP, item.key))[-len(clause) :] == clause
    return True


def _quoted_words(text: str) -> str:
    """Return the letters of what stands between a text's marks; something no row holds if none."""
    found = re.search(r"“(.+)”", text)
    return letters_of(found[1]) if found else "\0"


def _clause(item: Item, library: Library, event: Row) -> Counter[str]:
    subject = _edited(item, library, event["subject_start"], event["subject_end"])
    predicate = _edited(item, library, event["predicate_start"], event["predicate_end"])
    words = Counter(words_of(subject)) + Counter(words_of(predicate))
    return _plain(words, event)


def _plain(words: Counter[str], event: Row) -> Counter[str]:
    """Leave out what a question's order brings in, and put the verb into its base form."""
    lemma = event["lemma"].split()[0].lower()
    forms = {event["trigger"].lower(), *past_forms(lemma)}
    plain: Counter[str] = Counter()
    for word, n in words.items():
        if word not in _LOOSE:
            plain[lemma if word in forms else word] += n
    return plain


def _date_words(event: Row) -> set[str]:
    """Return the words of an event's date: they may have been moved to the end."""
    when = event["date_start"]
    if when is None or event["date_precision"] not in {"day", "month", "year"}:
        return set()
    month = MONTHS.split("|")[when.month - 1].lower()
    return {str(when.year), str(when.day), month, "on", "in", "had", "was", "were", "been"}


def _same(one: Counter[str], other: Counter[str], loose: set[str]) -> bool:
    return {w: n for w, n in one.items() if w not in loose} == {
        w: n for w, n in other.items() if w not in loose
    }


def _asked_words(item: Item) -> list[str]:
    """Return the words of a question without the source it names and its wh-phrase."""
    text = item.question
    if text.startswith("According to "):
        # The source is one name, so the first comma before a question word ends it.
        begins = re.search(r",\s+(?=(?:who|whom|why|what|which|on|in|since|how)\b)", text)
        text = text[begins.end() :] if begins else text
    return words_of(_WH.sub("", text))


def _question_returns(item: Item, library: Library) -> bool:
    event = _rows(item, library.event)[0]
    source = _clause(item, library, event)
    asked = Counter(_asked_words(item))
    template = item.proof["template"]
    loose = _date_words(event) - {"had", "was", "were", "been"}
    if template in {"subject", "subject_pair"}:
        answer = _edited(item, library, event["subject_start"], event["subject_end"])
    elif template == "date":
        answer = ""
        loose = _date_words(event) | set(words_of(event["date_text"] or ""))
    elif template == "count":
        answer = item.key.removesuffix(" percent")
        loose |= {"percent", "per", "cent", "of"}
    else:
        span = item.proof["answer"]
        answer = _edited(item, library, span["start"], span["end"])
        if template == "since":
            loose |= {"since"}
        if template == "agent":
            loose |= {"was", "were", "by"}  # turned into the active
        if span["start"] >= event["predicate_end"]:
            source += _plain(Counter(words_of(answer)), event)
    asked += Counter(words_of(answer))
    return _same(_plain(asked, event), source, loose)


def _stated(item: Item) -> str:
    """Return what a statement states, without the source it names."""
    said = item.correction or item.question
    if said.startswith("According to ") and item.proof.get("source"):
        said = said.removeprefix(f"According to {item.proof['source']}, ")
    return said


def _statement_returns(item: Item, library: Library) -> bool:
    event = _rows(item, library.event)[0]
    stated = _plain(Counter(words_of(_stated(item))), event)
    return _same(stated, _clause(item, library, event), _date_words(event))


def _lines_return(item: Item, library: Library) -> bool:
    """Every line is its event's clause, but for the key, in which one slot is another."""
    swap = item.proof["swap"]
    for line in item.options:
        event = library.event.get(item.proof["statements"].get(line, ""))
        if event is None:
            return False
        told = line.replace(swap["new"], swap["old"]) if line == item.key else line
        if line == item.key and told == line:
            return False  # nothing is false in it
        stated = _plain(Counter(words_of(told)), event)
        if not _same(stated, _clause(item, library, event), _date_words(event)):
            return False
    return True


def _gap_returns(item: Item, library: Library) -> bool:
    event = _rows(item, library.event)[0]
    stated = Counter(words_of(_stated(item).replace(GAP, item.key)))
    loose = _date_words(event) | set(words_of(item.key))
    return _same(_plain(stated, event), _clause(item, library, event), loose)
