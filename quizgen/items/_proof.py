"""What every item module needs: evidence, randomness, and the proof's form."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence
from typing import Any

from quizgen.distractors import Distractor
from quizgen.facts import EventFact
from quizgen.library import Library, Row
from quizgen.quiz import Evidence
from quizgen.wording import Edit

# A stem needs a name, number or date, and this many telling words, or it fits several events.
MIN_CONTENT_WORDS = 3
# So many telling words tie a statement down by themselves.
MANY_CONTENT_WORDS = 6
_CAPITALISED = re.compile(r"\b[A-Z][a-z]+")
_CONTENT_WORD = re.compile(r"[^\W\d_]{3,}")
_FUNCTION_WORDS = frozenset(
    "the and for with from into onto over under after before about against between during had "
    "has have was were did been being not but that this which who whom whose their its his her "
    "than then when where while also already".split()
)


def rng_of(seed: int, item_id: str) -> random.Random:
    """Return the item's own randomness: adding an item changes no other."""
    return random.Random(f"{seed}:{item_id}")


def evidence_of(sentences: Iterable[Row], first: str | None = None) -> tuple[Evidence, ...]:
    """Return sentences as evidence: the one with id ``first`` at the head, then in text order."""
    ordered = sorted(sentences, key=lambda s: (s["sentence_id"] != first, s["start"]))
    return tuple(
        Evidence(s["article_id"], s["sentence_id"], s["start"], s["end"], s["text"])
        for s in ordered
    )


def evidence_for(fact: EventFact) -> tuple[Evidence, ...]:
    """Return the sentence an event is told in, and those that show whose claim it is."""
    found = {s["sentence_id"]: s for s in (fact.source.sentences if fact.source else ())}
    found |= {s["sentence_id"]: s for s in (fact.sentence, *fact.sentences)}
    return evidence_of(found.values(), fact.sentence["sentence_id"])


def proof_of(
    *,
    rows: Sequence[str],
    template: str,
    edits: Iterable[Edit] = (),
    unique: str,
    distractors: Iterable[Distractor] = (),
    **more: Any,
) -> dict[str, Any]:
    """Return a proof in its fixed form."""
    return {
        "rows": list(rows),
        "template": template,
        "edits": [{"start": e.start, "end": e.end, "new": e.new, "why": e.why} for e in edits],
        "unique": unique,
        "distractors": {d.text: d.refuted_by for d in distractors},
        **more,
    }


def has_anchor(library: Library, fact: EventFact, *, with_subject: bool, with_date: bool) -> bool:
    """Say whether a stem holds what ties it to one event.

    Args:
        library: the tables.
        fact: the event.
        with_subject: the stem holds the subject.
        with_date: the stem holds the date.
    """
    event, article_id = fact.event, fact.article_id
    predicate = (event["predicate_start"], event["predicate_end"])
    spans = [predicate]
    if with_subject:
        spans.append((fact.subject_row["start"], fact.subject_row["end"]))
    words = [w for span in spans for w in content_words(library.text_of(article_id, *span))]
    anchored = with_date and fact.date is not None
    anchored = anchored or (with_subject and len(set(words)) >= MANY_CONTENT_WORDS)
    for start, end in spans:
        # A proper adjective (the Belarusian President) ties as well as a name does.
        text = library.text_of(article_id, start, end)
        anchored = anchored or bool(_CAPITALISED.search(text[:1].lower() + text[1:]))
        anchored = anchored or bool(library.mentions_within(article_id, start, end))
        anchored = anchored or bool(library.quantities_within(article_id, start, end))
    return anchored and len(words) >= MIN_CONTENT_WORDS + with_subject


def content_words(text: str) -> list[str]:
    """Return the telling words of a text in lower case, in order."""
    return [w for w in map(str.lower, _CONTENT_WORD.findall(text)) if w not in _FUNCTION_WORDS]


def names_of(entity: Row, library: Library, article_id: str) -> list[str]:
    """Return the forms of an entity's name that the article uses, the fullest first.

    A surname two people of the article share is left out.
    """
    forms = [entity["name"]]
    for mention in library.mentions_of[article_id]:
        if mention["entity_id"] == entity["entity_id"]:
            forms.append(" ".join(mention["text"].split()))
    if entity["entity_type"] == "person":
        surname = entity["name"].split()[-1]
        bearers = [
            e for e in library.entities_in(article_id, "person") if e["name"].split()[-1] == surname
        ]
        if len(bearers) == 1:
            forms.append(surname)
    return list(dict.fromkeys(forms))


def uniqueness_fault(
    library: Library, event: Row, slot: str, value: object, *, same_subject: bool = False
) -> str | None:
    """Return the row that gives the same slot of a like event another value, or None.

    Like events are those of the same verb, and those of the same PLOVER type whose clauses
    share half of their content words. What did not happen (yet) answers nothing. With
    ``same_subject`` events of another doer are none: the question names it.
    """
    words = _content(library, event)
    for other in library.like_events(event):
        unreal = other["negated"] or other["modality"] not in {"asserted", "reported"}
        if unreal or other["event_id"] == event["event_id"]:
            continue
        if same_subject and event["actor"] and other["actor"] not in {event["actor"], None}:
            continue
        same_type = event["event_type"] != "other" and other["event_type"] == event["event_type"]
        shared = words & _content(library, other)
        alike = 2 * len(shared) >= min(len(words), 6) and bool(shared)
        if (other["lemma"] == event["lemma"] or (same_type and alike)) and other[slot] != value:
            other_id: str = other["event_id"]
            return other_id
    return None


def _content(library: Library, event: Row) -> set[str]:
    text = library.text_of(event["article_id"], event["clause_start"], event["clause_end"])
    return set(content_words(text))
