"""Rows of ``events`` and ``event_participants``: one a trigger, in text order.

What is planned, possible, asked for, conditional, denied or only reported is kept and marked
(``modality``, ``negated``, ``reported_by``), so that nothing downstream tells it as fact. States
and habits are kept apart by ``aspect``.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from dataset import lexicon
from dataset.analysis import Analysis, Sentence
from dataset.entities import Entities
from dataset.events import types
from dataset.events.constituents import without_date
from dataset.events.demands import by_speaker, is_demanded, of_demand
from dataset.events.nouns import of_noun
from dataset.events.participants import of_verb
from dataset.events.reality import quoted_by_token, reality_of
from dataset.events.records import Dates, Event, Found, Participant, Reality, Trigger
from dataset.events.rows import as_rows, entity_of
from dataset.events.stretches import clause, predicate
from dataset.events.triggers import find_triggers, modal_word_above
from dataset.events.when import When, when
from dataset.language import syntax
from dataset.language.confidence import clause_confidence
from dataset.quantities import Quantity
from dataset.quotes.records import Quote
from dataset.schema import PLOVER

if TYPE_CHECKING:
    from dataset.language.view import Token

HABITUAL_ADVERBS: Final = frozenset(
    "always often usually regularly routinely normally typically generally frequently "
    "sometimes daily weekly monthly annually yearly rarely".split()
)
# The participants of nouns are read from where phrases hang, without a frame: they are less sure.
NOUN_CONFIDENCE: Final = 0.8
# The factor of what the parser is sure of and still gets wrong too often.
UNSURE: Final = 0.85
# That a participle's subject is that of its clause (…, calling it a slip); about one in ten is not.
LIKELY_CONTROL: Final = 0.9
# The factor of modalities for which English has too many words: of rows that the parser was sure
# of, one in five of these was judged wrong in some respect, one in seven of the others.
UNSETTLED: Final = 0.9
# See _plainness.
WHOLE_ROW, LONG, WIDE, CROWDED = 0.95, 0.94, 0.97, 0.95
LONG_SENTENCE, WIDE_CLAUSE = 30, 15  # words, tokens


def find_events(
    analysis: Analysis, entities: Entities, dates: Dates, quotes: Sequence[Quote]
) -> tuple[list[Event], list[Participant]]:
    """Return the events of an article and their participants, in text order.

    ``frame_confidence`` is the calibrated probability that subject, objects and agent are right
    (:mod:`dataset.language.confidence`); ``confidence`` that, times the probability of whatever
    else is in the row, times that nothing is missing from it (:mod:`dataset.events.gaps`), times
    factors for what no probability tells, each beside its reason.
    """
    reader = _Reader(analysis, entities, dates, quotes)
    for sentence, span in analysis.prose():
        if not any(c.islower() for c in sentence.text):
            continue  # BEFORE YOU GO
        triggers = list(find_triggers(span))
        merged = reader.read_verbs(sentence, [t for t in triggers if t.form != "noun"])
        reader.read_nouns(sentence, [t for t in triggers if t.form == "noun"], merged)
    return reader.rows()


def tie_quantities(
    quantities: list[Quantity], participants: list[Participant], events: list[Event]
) -> list[Quantity]:
    """Give each quantity the event in whose participant it stands.

    Where it stands in those of several, it is the one whose participant is the shortest; none,
    if two are equally short.
    """
    sentence_of = {e.event_id: e.sentence_id for e in events}
    by_sentence: dict[str, list[Participant]] = {}
    for p in participants:
        by_sentence.setdefault(sentence_of[p.event_id], []).append(p)
    tied = []
    for quantity in quantities:
        homes = [
            (p.end - p.start, p.event_id)
            for p in by_sentence.get(quantity.sentence_id, ())
            if p.start <= quantity.start and quantity.end <= p.end
        ]
        shortest = min(homes, default=(0, ""))[0]
        ids = {event_id for length, event_id in homes if length == shortest}
        tied.append(replace(quantity, event_id=ids.pop()) if len(ids) == 1 else quantity)
    return tied


class _Row(NamedTuple):
    """What is read of an event before it is a row.

    ``whole`` is the probability that no participant is missing, ``stretch`` the first and last
    token of the predicate.
    """

    trigger: Trigger
    reality: Reality
    event_type: str
    tense: str | None
    aspect: str | None
    dated: When | None
    found: list[Found]
    stretch: tuple[int, int] | None
    whole: float


def _is_ahead(dated: When | None, published: dt.date | None) -> bool:
    interval = dated.interval if dated is not None else None
    return interval is not None and published is not None and interval.start > published


class _Reader:
    """Reads the sentences of one article; keeps rows until ids can be given in text order."""

    def __init__(
        self, analysis: Analysis, entities: Entities, dates: Dates, quotes: Sequence[Quote]
    ) -> None:
        self.analysis = analysis
        self.entities = entities
        self.dates = dates
        self.quoted = quoted_by_token(analysis, quotes, entities)
        self._found: list[tuple[Sentence, _Row]] = []

    def rows(self) -> tuple[list[Event], list[Participant]]:
        """Return all rows with their ids."""
        events: list[Event] = []
        participants: list[Participant] = []
        for sentence, row in sorted(self._found, key=lambda f: f[1].trigger.word.idx):
            event_id = f"{sentence.article_id}:e{len(events) + 1:03}"
            events.append(self._event(event_id, sentence, row))
            participants += as_rows(event_id, row.found, self.entities)
        return events, participants

    # -- clauses ---------------------------------------------------------------------------

    def read_verbs(self, sentence: Sentence, triggers: list[Trigger]) -> set[int]:
        """Read the clauses of a sentence; return the nouns that name the same as a verb does."""
        merged: set[int] = set()
        for trigger in triggers:
            verb = trigger.word
            if self._only_quotes(verb):
                continue
            reality = reality_of(trigger, self.entities, self.quoted)
            tense, aspect = _tense_and_aspect(trigger)
            aspect = _kind_of_state(trigger, tense, aspect) or aspect
            here = self.dates.by_sentence[sentence.sentence_id]
            published = self.analysis.article.date
            lasting = aspect in {"state", "habit", "perfect", "perfect_progressive"}
            dated = when(verb, here, published, lasting=lasting, tense=tense)
            event_type = self._type(trigger, reality, tense)
            if is_demanded(trigger, reality):
                found, whole = of_demand(trigger, reality, dated, self.entities)
            else:
                if verb.i not in self.quoted.marked:  # “She” is not Ana who says so
                    trigger = by_speaker(trigger, reality, self.entities)
                found, whole = of_verb(trigger, event_type, dated, self.entities)
            if (
                reality.modality == "asserted"
                and tense == "present"
                and _is_ahead(dated, published)
            ):
                reality = reality._replace(modality="planned")  # they meet next week
            predicate_ = None
            if syntax.is_finite(verb) and trigger.form == "finite" and trigger.link != "relative":
                predicate_ = predicate(verb, here, self.entities)
            row = _Row(trigger, reality, event_type, tense, aspect, dated, found, predicate_, whole)
            self._found.append((sentence, row))
            for head in (*syntax.objects(verb), *(o.head for o in syntax.obliques(verb))):
                if types.merges_object(verb, head):
                    merged.add(head.i)
                    merged.update(c.i for c in syntax.conjuncts(head))
        return merged

    def _only_quotes(self, verb: Token) -> bool:
        """Say whether a verb does nothing but attribute words between marks: “…,” it read."""
        taken = syntax.objects(verb) or verb.lemma_ in lexicon.verb_classes()["acting"]
        return verb.idx in self.quoted.cues and not taken

    def _type(self, trigger: Trigger, reality: Reality, tense: str | None) -> str:
        verb = trigger.word
        found = types.verb_type(verb)
        stance = tense == "present" and verb.lemma_ in lexicon.verb_classes()["stance"]
        if is_demanded(trigger, reality):
            return "request"
        return types.final_type(
            found, future=reality.future, negated=reality.negated, stance=stance
        )

    # -- nouns -----------------------------------------------------------------------------

    def read_nouns(self, sentence: Sentence, triggers: list[Trigger], merged: set[int]) -> None:
        """Read the nouns of a sentence that name happenings of their own."""
        for trigger in triggers:
            noun = trigger.word
            if noun.i in merged or noun.i in self.dates.tokens:
                continue
            here = self.dates.by_sentence[sentence.sentence_id]
            published = self.analysis.article.date
            dated = when(noun, here, published, lasting=True, tense=None)
            event_type = types.noun_type(noun)
            found = of_noun(trigger, event_type, dated, self.entities)
            if not found:
                continue  # a mere mention
            reality = reality_of(trigger, self.entities, self.quoted)
            row = _Row(trigger, reality, event_type, None, None, dated, found, None, 1.0)
            self._found.append((sentence, row))

    # -- the row ---------------------------------------------------------------------------

    def _event(self, event_id: str, sentence: Sentence, row: _Row) -> Event:
        trigger, reality, event_type, tense, aspect, dated, found, stretch, whole = row
        word, doc = trigger.word, self.analysis.doc.tokens
        quad_class, intensity = PLOVER.get(event_type, (None, None))
        noun = trigger.form == "noun"
        first, last = (word.i, word.i) if noun else clause(word)
        particle = None if noun else syntax.particle(word)
        content = None if noun else syntax.content_clause(word)
        auxiliaries = "" if noun else " ".join(a.text for a in syntax.auxiliaries(word))
        interval = dated.interval if dated else None
        frame = NOUN_CONFIDENCE if noun else _frame_confidence(trigger)
        beside = trigger.form == "finite" and trigger.link in {"own", "shared"}
        subject = None
        if beside and trigger.subject is not None:
            subject = without_date(syntax.full_phrase(trigger.subject), trigger.subject, dated)
        return Event(
            event_id=event_id,
            article_id=sentence.article_id,
            sentence_id=sentence.sentence_id,
            start=word.idx,
            end=word.idx + len(word),
            trigger=word.text,
            lemma=_lemma(word, particle),
            content=content.lemma_.lower() if content is not None else None,
            event_type=event_type,
            quad_class=quad_class,
            intensity=intensity,
            tense=tense,
            aspect=aspect,
            voice=None if noun else "passive" if trigger.passive else "active",
            negated=reality.negated,
            modality=reality.modality,
            reported_by=reality.reported_by,
            actor=self._names("actor", found),
            target=self._names("target", found),
            place=self._names("place", found),
            date_text=dated.dated.span.text if dated else None,
            date_start=interval.start if interval else None,
            date_end=interval.end if interval else None,
            date_precision=interval.precision if interval else None,
            clause_start=doc[first].idx,
            clause_end=doc[last].idx + len(doc[last]),
            subject_start=subject.start_char if subject is not None else None,
            subject_end=subject.end_char if subject is not None else None,
            auxiliaries=auxiliaries or None,
            particle=particle.text if particle is not None else None,
            predicate_start=doc[stretch[0]].idx if stretch else None,
            predicate_end=doc[stretch[1]].idx + len(doc[stretch[1]]) if stretch else None,
            frame_confidence=None if noun else round(frame, 3),
            confidence=round(self._confidence(trigger, found, reality, frame) * whole, 3),
        )

    def _confidence(
        self, trigger: Trigger, found: list[Found], reality: Reality, frame: float
    ) -> float:
        sure = _confidence(trigger, found, frame) * self._referents(found)
        if reality.reported_by is not None:
            sure *= self.quoted.sure.get(trigger.word.i, 1.0)
        if reality.modality in {"possible", "conditional", "requested"}:
            sure *= UNSETTLED
        return sure * _plainness(trigger, found)

    def _referents(self, found: list[Found]) -> float:
        """Return how sure it is whom the pronouns and nouns of a row stand for."""
        sure = 1.0
        for part in found:
            referent = self.entities.referent_of(part.head)
            if referent is not None and entity_of(part, self.entities) is not None:
                sure *= referent.confidence
        return sure

    def _names(self, role: str, found: list[Found]) -> str | None:
        """Return the names of a role's participants; of a target in a target, the inner one."""
        own = [f for f in found if f.role == role]
        inner = [f for f in own if f.function == "modifier"]
        if role == "target" and inner and any(f.function != "modifier" for f in own):
            own = inner
        known = [self.entities.name_of(entity_of(part, self.entities)) for part in own]
        names = [
            name or " ".join(part.span.text.split()) for name, part in zip(known, own, strict=True)
        ]
        return "; ".join(dict.fromkeys(names)) or None


def _lemma(word: Token, particle: Token | None) -> str:
    fixed = None if word.pos_ == "NOUN" else syntax.fixed_object(word)
    added = [t.lower_ for t in (particle, fixed) if t is not None]
    return " ".join([word.lemma_.lower(), *added])


def _confidence(trigger: Trigger, found: list[Found], frame: float) -> float:
    """Return the probability that a row's participants are right."""
    hanging = math.prod(f.probability for f in found)
    word = trigger.word
    if trigger.form == "noun":
        return min(1.0, frame * hanging)
    confidence = frame
    if trigger.form == "infinitive":
        above = modal_word_above(word)
        if above is not None:
            confidence *= syntax.arc_probability(word) * syntax.frame_probability(above)
    elif trigger.link != "own":
        clause_ = word
        while syntax.is_joined(clause_) and syntax.is_verb(clause_.head):
            confidence *= syntax.arc_probability(clause_)
            clause_ = clause_.head
        if trigger.link in {"relative", "controlled"}:
            confidence *= syntax.arc_probability(clause_)
            if trigger.subject is not None and _has_rival(trigger.subject, clause_):
                confidence *= UNSURE
        if trigger.link == "shared" and syntax.relation(clause_) in {"relative", "complement"}:
            # some who came, he said, and left: who did?
            confidence *= UNSURE
        if trigger.link == "controlled":
            confidence *= _control(clause_, trigger)
    elif syntax.relation(word) != "root":
        # What is above it may tell, ask or suppose it.
        confidence *= syntax.arc_probability(word)
    if _has_gap(word) or len(syntax.own_subjects(word)) > 1:
        confidence *= UNSURE
    return min(1.0, confidence * hanging)


def _frame_confidence(trigger: Trigger) -> float:
    """Return the probability that subject, objects and agent are right and none is missing."""
    word = trigger.word
    return min(clause_confidence(word), syntax.frame_probability(word, complete=True))


def _plainness(trigger: Trigger, found: list[Found]) -> float:
    """Return how much a row is worth that the parser is sure of, by how plain its sentence is.

    Roles, modality and words of participants can be wrong where every arc is right. The factors
    are rounded from 816 rows of news judged by eye (CONTRIBUTING): of those in sentences of more
    than thirty words twice as many were wrong as in others, and so with each loose phrase more.
    """
    words = len([t for t in trigger.word.sent if not (t.is_punct or t.is_space)])
    sure = WHOLE_ROW
    if words > LONG_SENTENCE:
        sure *= LONG
    if trigger.form != "noun":
        first, last = clause(trigger.word)
        sure *= WIDE if last - first >= WIDE_CLAUSE else 1.0
    loose = sum(f.role == "other" for f in found)
    return sure * CROWDED ** (max(0, len(found) - 3) + max(0, loose - 1))


def _has_rival(noun: Token, clause_: Token) -> bool:
    """Say whether another noun may be what a relative or participial clause tells about."""
    if syntax.other_antecedent(noun) is not None or syntax.is_joined(noun):
        return True
    if syntax.function(noun) == "apposition":
        return True
    first = syntax.subtree(clause_)[0].i
    between = range(syntax.full_phrase(noun).end, max(first, noun.i))
    return any(noun.doc[i].pos_ in {"NOUN", "PROPN", "NUM"} for i in between)


def _control(clause_: Token, trigger: Trigger) -> float:
    """Return how sure it is that a participle's subject is the one given."""
    subject = trigger.subject
    if subject is None:
        return 0.0
    if syntax.is_participial(clause_):
        if clause_.i and clause_.nbor(-1).text == ",":
            return UNSURE  # called it a slip, describing …: it, or who called?
        # excerpts of a speech released on Monday: the speech or the excerpts?
        return UNSURE if syntax.preposition_of(subject) == "of" else 1.0
    # Coming into the debate, the stakes are high: nobody who came.
    loose = clause_.i < subject.i and subject.pos_ == "NOUN" and not syntax.is_somebody(subject)
    passive = syntax.is_passive(clause_.head)
    return UNSURE if loose or passive else LIKELY_CONTROL


def _has_gap(verb: Token) -> bool:
    """Say whether a relative clause has no relative word: the man Keller met."""
    if syntax.relation(verb) != "relative" or not syntax.is_finite(verb):
        return False
    words = [
        t for t in syntax.subtree(verb) if t.i < verb.i and t.tag_ in {"WP", "WDT", "WRB", "WP$"}
    ]
    return not words


def _tense_and_aspect(trigger: Trigger) -> tuple[str | None, str | None]:
    verb = trigger.word
    if trigger.form == "participle":
        return None, "progressive" if verb.tag_ == "VBG" else None
    if trigger.form == "infinitive":
        return None, "simple"
    auxiliaries = syntax.auxiliaries(verb.head if syntax.shares_auxiliary(verb) else verb)
    first = auxiliaries[0] if auxiliaries else verb
    lemmas = [a.lemma_ for a in auxiliaries]
    perfect = "have" in lemmas
    progressive = verb.tag_ == "VBG" and "be" in lemmas
    if perfect:
        aspect = "perfect_progressive" if progressive else "perfect"
    else:
        aspect = "progressive" if progressive else "simple"
    if first.tag_ == "MD":
        return ("future" if first.lower_ in {"will", "shall", "'ll", "’ll", "wo"} else None), aspect
    return ("past" if first.tag_ in {"VBD", "VBN"} else "present"), aspect


def _kind_of_state(trigger: Trigger, tense: str | None, aspect: str | None) -> str | None:
    """Return "state" or "habit" for what goes on or recurs, so that nobody asks when it was."""
    verb = trigger.word
    classes = lexicon.verb_classes()
    adverbs = {a.lower_ for a in syntax.adverbs(verb)}
    repeated = any(
        c.lower_ in {"every", "each"} for o in syntax.obliques(verb) for c in o.head.children
    )
    if repeated or adverbs & HABITUAL_ADVERBS:
        return "habit"
    if trigger.form != "finite":
        return None
    if verb.lemma_ in classes["state"] and not trigger.passive:
        return "state"
    if tense == "present" and aspect == "simple":
        return "state" if verb.lemma_ in classes["stance"] else "habit"
    return None
