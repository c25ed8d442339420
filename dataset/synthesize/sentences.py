"""Sentences: patterns (``sentences.txt``, ``quoting.txt``) filled with frames and with words.

Between ``<<`` and ``>>`` a pattern says what to write: ``1 past +t`` is the first frame in the past
with a date behind it, ``^t`` with one before; ``claim`` marks a clause that is told on somebody's
word, ``that`` begins it so; ``same`` goes on with the subject before, ``rel`` with *who* or
*which*, ``subj`` is the subject alone. ``who`` is the speaker, ``say`` and ``cue …`` attribute,
``Q,``, ``Q.``, ``A,``, ``B.``, ``A…`` and ``…B.`` are the whole, first or second part of the words
quoted and how they end (an ellipsis: the mark is left open at a paragraph's end).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from dataset.synthesize import verbs
from dataset.synthesize.calendar import Calendar
from dataset.synthesize.clauses import write_clause, write_operator
from dataset.synthesize.grammar import Frame, Pattern
from dataset.synthesize.quoting import Style, write_quoted
from dataset.synthesize.records import Happening, Part, Phrase, Quotation
from dataset.synthesize.verbs import FORMS
from dataset.synthesize.writer import Writer

_ELEMENT = re.compile(r"<<(.+?)>>")
# What is told on somebody's word until it is known whose.
_SOMEBODY = "?"
_BACKGROUND = 3  # the beat of a story that tells what was long before
_CONJUNCTIONS = ("that", "if", "unless", "after", "because", "although", "while", "when")


@dataclass(slots=True)
class _Saying:
    """Who says what in a sentence, gathered while it is written."""

    speaker: Phrase | None = None
    cue: tuple[int, int] | None = None
    according: bool = False  # the source stands inside the clause it vouches for
    main: Happening | None = None
    beside: Happening | None = None  # of a clause under the main one: after …, if …
    said: list[tuple[int, int, str]] = field(default_factory=list)
    first_event: int = 0


@dataclass(slots=True)
class Material:
    """What one sentence is made of: frames, who speaks, and the words quoted."""

    frames: tuple[Frame, ...] = ()
    who: str | None = None
    words: str = ""
    thing: str = ""
    cues: tuple[str, ...] = ("say",)
    style: Style | None = None


def write_sentences(
    writer: Writer,
    pattern: Pattern,
    material: Material,
    *,
    calendar: Calendar,
    new_paragraph: Callable[[], None],
) -> None:
    """Write what a pattern makes of some material, one sentence or more, and mark it all.

    Args:
        writer: the pen.
        pattern: the way to say it.
        material: what is said.
        calendar: gives dates around the article's.
        new_paragraph: ends the paragraph and opens the next.
    """
    writer.start_sentence()
    saying = _Saying(first_event=len(writer.marks.events))
    before: Phrase | None = None
    position = 0
    for element in _ELEMENT.finditer(pattern.text):
        _put_between(writer, pattern.text[position : element.start()], new_paragraph)
        position = element.end()
        before = _write_element(writer, element[1], material, saying, before, calendar)
    end = writer.place
    _put_between(writer, pattern.text[position:], new_paragraph)
    writer.end_sentence()
    _join_clauses(saying, end)
    _attribute(writer, saying)


def _join_clauses(saying: _Saying, end: int) -> None:
    """Widen the main clause to what stands under it, and to an *according to* beside it."""
    main, beside = saying.main, saying.beside
    if main is None or main.predicate is None:
        return
    if beside is not None:
        first, last = main.clause
        main.clause = (min(first, beside.clause[0]), max(last, beside.clause[1]))
        if beside.clause[0] >= last:
            main.predicate = (main.predicate[0], beside.clause[1])
    elif saying.according and saying.cue is not None:
        main.clause = (min(main.clause[0], saying.cue[0]), max(main.clause[1], end))


def _put_between(writer: Writer, text: str, new_paragraph: Callable[[], None]) -> None:
    """Write the fixed words of a pattern; ``¶`` begins a paragraph, ``//`` a sentence."""
    before, *rest = text.split("¶")
    if before:
        writer.write(before if rest == [] else before.rstrip())
    for piece in rest:
        writer.end_sentence()
        new_paragraph()
        writer.start_sentence(capital=False)
        if piece.strip():
            writer.write(piece)


def _write_element(
    writer: Writer,
    element: str,
    material: Material,
    saying: _Saying,
    before: Phrase | None,
    calendar: Calendar,
) -> Phrase | None:
    name, *flags = element.split()
    if name.isdigit():
        return _write_frame(writer, material.frames[int(name) - 1], flags, saying, before, calendar)
    if name == "who":
        assert material.who is not None
        saying.speaker = writer.phrase(material.who, subject=True, pronoun="full" not in flags)
    elif name == "thing":
        writer.phrase(material.thing, pronoun=False)
    elif name == "say":
        cue = writer.rng.choice(material.cues)
        saying.cue = writer.put(verbs.inflect(cue, "VBD"))
    elif name == "cue":
        saying.cue = writer.put(" ".join(flags))
        saying.according = flags[0].lower() == "according"
    elif name == "deny":
        return _write_denial(writer, material, saying)
    elif name == "call":
        return _write_call(writer, material, saying)
    elif name == "op":
        return _write_operator(writer, flags, material, saying, calendar)
    else:
        assert material.style is not None
        partial = name == "P"
        words = material.words
        for span in write_quoted(writer, name, words, material.style, _SOMEBODY):
            saying.said.append((*span, "mixed" if partial else "direct"))
    return before


def _write_frame(
    writer: Writer,
    frame: Frame,
    flags: list[str],
    saying: _Saying,
    before: Phrase | None,
    calendar: Calendar,
) -> Phrase | None:
    form = flags[0]
    claim = "claim" in flags
    if "subj" in flags:
        return writer.phrase(frame.subject, subject=True)
    subject = before if "same" in flags or "rel" in flags else None
    day = None
    # A date behind a clause of its own, or beside another one, would have two readings.
    if not any(a.role == "time" or "[[" in a.text for a in frame.adjuncts):
        if "+t" in flags or "^t" in flags:
            future = FORMS[form].modality in {"planned", "conditional"}
            day = calendar.day(future=future, background=frame.beat == _BACKGROUND)
        elif "next" in flags:
            day = calendar.next_day()
    start = writer.place
    if claim:
        writer.reported_by = _SOMEBODY
    told = write_clause(
        writer,
        frame,
        form,
        begin=next((word for word in _CONJUNCTIONS if word in flags), ""),
        day=day,
        day_first="^t" in flags or "next" in flags,
        subject=subject,
        relative=_relative(subject) if "rel" in flags else None,
        after_relative="behind" in flags,
        pronoun=not claim,
    )
    if any(word in flags for word in _CONJUNCTIONS[1:]):
        saying.beside = told.happening
    elif "that" not in flags and "rel" not in flags:
        saying.main = told.happening
    if claim:
        writer.reported_by = None
        saying.said.append((start + 5 * ("that" in flags), writer.place, "indirect"))
    return told.subject


def _relative(subject: Phrase | None) -> str:
    entity = subject.entity if subject is not None else None
    return "who" if entity is not None and entity.entity_type in {"person", "group"} else "which"


def _write_denial(writer: Writer, material: Material, saying: _Saying) -> Phrase | None:
    """Write *who denied that …*: a rejection, whose content did not happen by that account."""
    assert material.who is not None
    content = material.frames[0]
    deny = Frame(4, frozenset(), "reject", material.who, "deny", None, "target", ())
    told = write_clause(writer, deny, "past")
    saying.speaker, saying.cue = told.subject, told.happening.span
    writer.put(" ")
    start = writer.place
    form = "passplupden" if "past" not in content.forms else "plupden"
    writer.reported_by = _SOMEBODY
    inner = write_clause(writer, content, form, begin="that", pronoun=False)
    writer.reported_by = None
    saying.first_event = writer.marks.events.index(inner.happening)
    saying.said.append((start + 5, writer.place, "indirect"))
    words = writer.slice(start, writer.place)
    phrase = Phrase(start, writer.place, words, inner.happening.trigger, False, 0, "clause", None)
    happening = told.happening
    happening.content = content.verb
    happening.parts.append(Part("topic", "clause", None, phrase, True))
    happening.clause = (happening.clause[0], writer.place)
    assert happening.predicate is not None
    happening.predicate = (happening.predicate[0], writer.place)
    return told.subject


def _write_call(writer: Writer, material: Material, saying: _Saying) -> Phrase | None:
    """Write *who called the thing “…”*: the words quoted are a part of the clause."""
    assert material.who is not None
    assert material.style is not None
    call = Frame(4, frozenset(), "other", material.who, "call", material.thing, "target", ())
    told = write_clause(writer, call, "past")
    saying.speaker, saying.cue = told.subject, told.happening.span
    writer.put(" ")
    (start, end), *_ = write_quoted(writer, "P", material.words, material.style, _SOMEBODY)
    saying.said.append((start, end, "mixed"))
    saying.first_event = len(writer.marks.events)
    text = writer.slice(start, end)
    phrase = Phrase(
        start,
        end,
        text,
        text.split(" of ")[0].split(" for ")[0].split()[-1],
        False,
        3,
        "nominal",
        None,
    )
    told.happening.parts.append(Part("other", "complement", None, phrase, True))
    told.happening.clause = (told.happening.clause[0], writer.place)
    told.happening.predicate = None
    return told.subject


def _write_operator(
    writer: Writer, flags: list[str], material: Material, saying: _Saying, calendar: Calendar
) -> Phrase | None:
    operator, form = flags[0], flags[1]
    content = material.frames[0]
    object_too = flags[0] in {"urge", "ask", "order"}
    who = (material.who or content.subject) if object_too else content.subject
    day = calendar.day() if "+t" in flags else None
    told, said = write_operator(writer, who, operator, form, content, day=day)
    if said:
        saying.speaker, saying.cue = told.subject, told.happening.span
        saying.said.append((*said, "indirect"))
        saying.first_event = len(writer.marks.events)
    return told.subject


def _attribute(writer: Writer, saying: _Saying) -> None:
    """Give what was said its speaker: quotations, and events told on that word."""
    speaker = saying.speaker
    if not saying.said:
        return
    named = speaker.entity if speaker is not None else None
    for start, end, kind in saying.said:
        writer.marks.quotes.append(Quotation(start, end, kind, speaker, saying.cue))
        if named is not None and named.entity_type == "person" and kind != "indirect":
            writer.mention_first_persons(start, end, named)
    for happening in writer.marks.events[saying.first_event :]:
        if happening.reported_by == _SOMEBODY:
            happening.reported_by = speaker.name if speaker else None
            if happening.modality == "requested" and speaker is not None:
                happening.parts.append(Part("actor", "speaker", None, speaker, False))
