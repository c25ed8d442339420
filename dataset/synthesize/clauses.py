"""Clauses: a frame told in one of its forms, with the event row it is.

Conventions, those of the real tables: a clause begins with its *that*, *if* or the date before its
subject, and never with *and*; auxiliaries leave *not* out; the subject leaves out an apposition
behind it; the predicate ends where a comma does; an infinitive under *urged*, *promised* or *plans*
is the content of that verb and no event of its own, and whom it would be done to is the target.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from dataset.synthesize import verbs
from dataset.synthesize.calendar import fixed_day
from dataset.synthesize.grammar import Frame, make_frame
from dataset.synthesize.records import Day, Happening, Part, Phrase
from dataset.synthesize.verbs import FORMS, Form
from dataset.synthesize.writer import Writer

_INLINE = re.compile(r"\[\[(.+?)\]\]")
# Verbs that govern an infinitive, the kind of act they are, and whether it is said (a quotation).
# "to": promised to leave; "object": urged them to leave.
OPERATORS = {
    "urge": ("object", "request", True),
    "ask": ("object", "request", True),
    "order": ("object", "request", True),
    "refuse": ("to", "reject", False),
    "decline": ("to", "reject", False),
    "promise": ("to", "commit", True),
    "pledge": ("to", "commit", True),
    "vow": ("to", "commit", True),
    "threaten": ("to", "threaten", True),
    "offer": ("to", "commit", False),
    "plan": ("to", "plan", False),
    "agree": ("to", "commit", False),
}  # fmt: skip
# Roles of phrases without a preposition that are second objects (lent them *two million*).
_SECOND_OBJECTS = frozenset({"amount", "topic"})
# Heads of phrases that may be the target of what is promised, refused or threatened.
_PARTIES = frozenset({"families", "victims", "hostage", "hostages", "sides"})


class Told(NamedTuple):
    """A clause as written: its event and its subject, for what is told of the same one next."""

    happening: Happening
    subject: Phrase | None


def write_text(writer: Writer, template: str) -> tuple[int, int]:
    """Write template text with clauses in it; see :mod:`dataset.synthesize.grammar`."""
    start, position = writer.place, 0
    for match in _INLINE.finditer(template):
        writer.write(template[position : match.start()])
        position = match.end()
        form, event_type, clause = match[1].split("|", 2)
        write_clause(writer, make_frame(3, form, event_type, clause), form.strip())
    writer.write(template[position:])
    return start, writer.place


def write_clause(
    writer: Writer,
    frame: Frame,
    form_name: str,
    *,
    begin: str = "",
    day: Day | None = None,
    day_first: bool = False,
    subject: Phrase | None = None,
    relative: str | None = None,
    after_relative: bool = False,
    pronoun: bool = True,
) -> Told:
    """Write a frame in a form and mark its event.

    Args:
        writer: the pen.
        frame: what is told.
        form_name: a key of :data:`verbs.FORMS`.
        begin: words that belong to the clause before its subject (*that*).
        day: when it was.
        day_first: the date stands before the subject and not at the end.
        subject: a phrase already written whose clause goes on (*came and **saw***).
        relative: the word that stands for ``subject`` (*who*).
        after_relative: a relative clause stands between ``subject`` and this verb.
        pronoun: whether people known may be *he* or *she* here.
    """
    form = FORMS[form_name]
    start = writer.place
    if begin:
        writer.put(begin + " ")
    parts: list[Part] = []
    if day and day_first:
        parts.append(_write_day(writer, day))
        writer.put(", ")
    passive = form.voice == "passive"
    own = None
    if subject is None:
        template = frame.object if passive else frame.subject
        assert template is not None, frame
        own = _write_subject(writer, template, parts, frame, passive, pronoun=pronoun)
        head = own[0]._replace(plural=len(own) > 1 or own[0].plural)
        writer.put(" ")
    else:
        head = subject
        _take(parts, head, frame, passive)
        if relative:
            start = writer.put(relative + " ")[0]
        elif after_relative:
            start = subject.start
    happening = _write_verb(writer, frame, form, head, start)
    if not passive and frame.object:
        writer.put(" ")
        # "picked up him" is no English.
        for phrase in _write_joined(
            writer, frame.object, pronoun=pronoun and " " not in frame.verb
        ):
            parts.append(Part(frame.object_role, "object", None, phrase, True))
    if passive and frame.subject != "-":
        writer.put(" by ")
        for phrase in _write_joined(writer, frame.subject, pronoun=False):
            parts.append(Part("actor", "agent", "by", phrase, False))
    happening_parts = _write_adjuncts(writer, frame, parts)
    if day and not day_first:
        writer.put(" ")
        happening_parts.append(_write_day(writer, day))
    assert happening.predicate is not None
    happening.predicate = (happening.predicate[0], writer.place) if not relative else None
    happening.clause = (start, writer.place)
    if own:
        happening.subject = (own[0].start, own[-1].end)
    elif subject is not None and not relative:
        happening.subject = (subject.start, subject.end)
    happening.day = _as_written(day, happening_parts)
    happening.parts = happening_parts
    if form.modality == "requested" and writer.reported_by is not None:
        _make_demand(happening)
    return Told(happening, head)


def _as_written(day: Day | None, parts: list[Part]) -> Day | None:
    """Return the date of a clause in the words it was given: its own, or one its frame has."""
    for part in parts:
        if part.role != "time":
            continue
        if day is not None:
            return day._replace(text=part.phrase.text)
        if (found := fixed_day(part.preposition, part.phrase.text)) is not None:
            return found
    return None


def _write_subject(
    writer: Writer, template: str, parts: list[Part], frame: Frame, passive: bool, *, pronoun: bool
) -> list[Phrase]:
    found = _write_joined(writer, template, subject=True, pronoun=pronoun)
    for phrase in found:
        _take(parts, phrase, frame, passive)
    return found


def _take(parts: list[Part], phrase: Phrase, frame: Frame, passive: bool) -> None:
    role = frame.object_role if passive else "actor"
    parts.append(Part(role, "subject", None, phrase, True))


def _write_joined(
    writer: Writer, template: str, *, subject: bool = False, pronoun: bool = True
) -> list[Phrase]:
    """Write phrases joined by ``&`` as *one and the other*."""
    templates = [t.strip() for t in template.split("&")]
    alone = len(templates) == 1
    found = []
    for n, one in enumerate(templates):
        if n:
            writer.put(", " if n < len(templates) - 1 else " and ")
        found.append(writer.phrase(one, subject=subject and alone, pronoun=pronoun and alone))
    return found


def _write_verb(writer: Writer, frame: Frame, form: Form, head: Phrase, start: int) -> Happening:
    lemma, _, particle = frame.verb.partition(" ")
    words = verbs.auxiliaries(form, plural=head.plural, person=head.person)
    begin = None
    if words:
        begin = writer.put(words)[0]
        writer.put(" ")
    tag = "VB" if form.tag == "VBZ" and (head.plural or head.person < 3) else form.tag
    span = writer.put(verbs.inflect(lemma, tag))
    if particle:
        writer.put(" " + particle)
    kept = " ".join(w for w in words.split() if w not in {"not", "due", "to"})
    modality = form.modality
    if modality == "asserted" and writer.reported_by is not None:
        modality = "reported"
    happening = Happening(
        span,
        writer.slice(*span),
        frame.verb,
        verbs.final_type(frame.event_type, form),
        (start, span[1]),
        negated=form.negated,
        modality=modality,
        reported_by=writer.reported_by,
        tense=form.tense,
        aspect=form.aspect,
        voice=form.voice,
        auxiliaries=kept or None,
        particle=particle or None,
        predicate=(span[0] if begin is None else begin, span[1]),
    )
    writer.marks.events.append(happening)
    return happening


def _write_adjuncts(writer: Writer, frame: Frame, parts: list[Part]) -> list[Part]:
    for adjunct in frame.adjuncts:
        writer.put(" ")
        if "[[" in adjunct.text or (
            adjunct.preposition is None and adjunct.role in {"purpose", "reason"}
        ):
            parts.append(
                _write_subordinate(writer, adjunct.role, adjunct.preposition, adjunct.text)
            )
            continue
        if adjunct.preposition:
            writer.put(adjunct.preposition + " ")
        for phrase in _write_joined(writer, adjunct.text, pronoun=False):
            bare = adjunct.preposition is None and adjunct.role in _SECOND_OBJECTS
            function = "object" if bare else "oblique"
            parts.append(Part(adjunct.role, function, adjunct.preposition, phrase, bare))
    return parts


def _write_subordinate(writer: Writer, role: str, conjunction: str | None, text: str) -> Part:
    """Write *because …* or *(in order) to …*: a participant that is a clause."""
    start = writer.place
    before = len(writer.marks.events)
    about = writer._next_about  # the sentence stays about its own subject
    write_text(writer, f"{conjunction} {text}" if conjunction else text)
    writer._next_about = about
    written = writer.slice(start, writer.place)
    inner = writer.marks.events[before:]
    verb = next((e for e in inner if e.voice is not None), None)
    if verb is not None:
        verb.clause = (start, verb.clause[1])
    head = verb.trigger if verb else _head_of_infinitive(written)
    return Part(role, "clause", None, _clause_phrase(start, writer.place, written, head), False)


def _clause_phrase(start: int, end: int, text: str, head: str) -> Phrase:
    return Phrase(start, end, text, head, False, 0, "clause", None)


def _head_of_infinitive(text: str) -> str:
    words = text.split()
    return words[words.index("to") + 1] if "to" in words else words[0]


def _write_day(writer: Writer, day: Day) -> Part:
    """Write a date; its phrase leaves the preposition out."""
    if day.preposition:
        writer.put(day.preposition + " ")
    start, end = writer.put(day.text)
    text = writer.slice(start, end)
    first = next((w for w in text.split() if w[0].isupper() or w[0].isdigit()), text.split()[-1])
    form = "name" if first[0].isupper() and not day.text[0].isdigit() else "nominal"
    phrase = Phrase(start, end, text, first.rstrip(","), False, 3, form, None)
    return Part("time", "oblique", day.preposition, phrase, False)


def _make_demand(happening: Happening) -> None:
    """Turn what a speaker says that somebody should do into what the speaker asks for."""
    moved = {"actor": "target", "target": "topic"}
    for part in happening.parts:
        part.role = moved.get(part.role, part.role)


def write_operator(
    writer: Writer,
    who: str,
    operator: str,
    form_name: str,
    content: Frame,
    *,
    day: Day | None = None,
) -> tuple[Told, tuple[int, int] | None]:
    """Write *who urged them to do it*, *who promised to do it*; return the told words as well.

    The second value is the stretch that is an indirect quotation, None where nothing is said.
    """
    shape, force, said = OPERATORS[operator]
    empty = Frame(3, frozenset(), "other", who, operator, None, "target", ())
    told = write_clause(writer, empty, form_name, pronoun=True)
    happening = told.happening
    if day:
        writer.put(" ")
        happening.day = day
        happening.parts.append(_write_day(writer, day))
    writer.put(" ")
    begin = writer.place
    if shape == "object":
        for phrase in _write_joined(writer, content.subject, pronoun=False):
            happening.parts.append(Part("target", "object", None, phrase, True))
        writer.put(" ")
    start = writer.put("to ")[0]
    if shape == "to":
        begin = start
    targets = _write_infinitive(writer, content)
    words = writer.slice(start, writer.place)
    lemma = content.verb
    happening.content = lemma
    topic = _clause_phrase(start, writer.place, words, lemma.split()[0])
    happening.parts.append(Part("topic", "clause", None, topic, True))
    if shape == "to":
        happening.parts += [
            Part("target", "clause", p.preposition, p.phrase, False) for p in targets
        ]
    happening.event_type = _operator_type(force, content.event_type)
    happening.clause = (happening.clause[0], writer.place)
    assert happening.predicate is not None
    happening.predicate = (happening.predicate[0], writer.place)
    return told, ((begin, writer.place) if said else None)


def _operator_type(force: str, content: str) -> str:
    if force == "commit":
        return "threaten" if content in verbs.THREATENED else "agree"
    return verbs.promised(content) if force == "plan" else force


def _write_infinitive(writer: Writer, content: Frame) -> list[Part]:
    """Write the verb of a frame and what follows it; return whom it would be done to."""
    writer.put(content.verb)
    parts: list[Part] = []
    if content.object:
        writer.put(" ")
        for phrase in _write_joined(writer, content.object, pronoun=False):
            parts.append(Part(content.object_role, "clause", None, phrase, False))
    _write_adjuncts(writer, content, parts)
    return [p for p in parts if p.role in {"target", "topic"} and _is_party(p.phrase)]


def _is_party(phrase: Phrase) -> bool:
    """Say whether something could be done to whom a phrase names: a thing is no target."""
    return phrase.entity is not None or phrase.head in _PARTIES
