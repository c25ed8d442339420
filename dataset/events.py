"""Events: one row a finite clause that reports a happening, with its participants.

Sparse on purpose: clauses with an explicit subject that is no pronoun, outside quotation
marks. What is planned, possible, asked for, conditional, denied or only reported is kept and
marked (``modality``, ``negated``, ``reported_by``), so that nothing downstream tells it as fact.
States (*have*, *remain*) and reporting verbs are no events; the clause below a reporting verb is.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from dataset import lexicon
from dataset.analysis import Analysis, Sentence
from dataset.dates import Interval, find_dates, is_relative, resolve
from dataset.entities import Entities
from dataset.language import syntax
from dataset.language.confidence import clause_confidence
from dataset.quantities import Quantity
from dataset.schema import PLOVER
from dataset.speech import cue_of

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

PLACE_PREPOSITIONS: Final = frozenset(
    {"in", "at", "near", "outside", "inside", "across", "to", "from", "into", "around", "over"}
)
TIME_PREPOSITIONS: Final = frozenset({"on", "in", "at", "during", None})
REASON_PREPOSITIONS: Final = frozenset(
    {"because of", "due to", "owing to", "as a result of", "over", "on account of"}
)
CONDITIONS: Final = frozenset(
    {"if", "unless", "whether", "in case", "as if", "as though", "lest", "until", "once"}
)
HEDGING_ADVERBS: Final = frozenset(
    "reportedly allegedly apparently supposedly possibly probably perhaps maybe likely "
    "potentially seemingly presumably purportedly".split()
)
POSSIBLE_AUXILIARIES: Final = frozenset({"may", "might", "could", "can", "would", "should", "must"})
_FIXED_SOURCES: Final = frozenset({"according to", "as per"})


# A place or date less surely tied to its verb is left out of the row: "opened a museum in
# Bergen" may be about a museum in Bergen opened from afar.
SURE_ATTACHMENT: Final = 0.9
# A pronoun or noun phrase less sure than this is nobody's in a participant's row.
SURE_REFERENT: Final = 0.9


@dataclass(frozen=True, slots=True)
class Event:
    """A row of ``events``."""

    event_id: str
    article_id: str
    sentence_id: str
    start: int
    end: int
    trigger: str
    lemma: str
    event_type: str
    quad_class: str | None
    intensity: float | None
    tense: str | None
    aspect: str | None
    voice: str | None
    negated: bool
    modality: str
    reported_by: str | None
    actor: str | None
    target: str | None
    place: str | None
    date_text: str | None
    date_start: dt.date | None
    date_end: dt.date | None
    date_precision: str | None
    clause_start: int
    clause_end: int
    auxiliaries: str | None
    predicate_start: int | None
    predicate_end: int | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Participant:
    """A row of ``event_participants``."""

    event_id: str
    role: str
    function: str | None
    preposition: str | None
    start: int
    end: int
    text: str
    head: str
    number: str | None
    entity_id: str | None


class Dated(NamedTuple):
    """A date expression of a sentence: its tokens and what it means."""

    span: Span
    interval: Interval | None
    relative: bool


@dataclass(slots=True)
class Dates:
    """The date expressions of an article, by sentence and by token."""

    by_sentence: dict[str, list[Dated]]
    tokens: set[int]


def find_article_dates(analysis: Analysis) -> Dates:
    """Return every date expression of the prose, resolved against the article's date."""
    found: dict[str, list[Dated]] = {}
    tokens: set[int] = set()
    for sentence, _ in analysis.prose():
        here: list[Dated] = []
        for start, end in find_dates(sentence.text):
            chars = analysis.doc.char_span(
                sentence.start + start, sentence.start + end, alignment_mode="expand"
            )
            if chars is None:
                continue
            text = sentence.text[start:end]
            interval = resolve(text, analysis.article.date, sentence.text)
            here.append(Dated(chars, interval, is_relative(text)))
            tokens.update(t.i for t in chars)
        found[sentence.sentence_id] = here
    return Dates(found, tokens)


def find_events(
    analysis: Analysis, entities: Entities, dates: Dates, quoted: set[int]
) -> tuple[list[Event], list[Participant]]:
    """Return the events of an article and their participants, in text order.

    ``confidence`` is the calibrated probability that the frame is right (subject, objects,
    agent; :mod:`dataset.language.confidence`), times that of a place or date hanging on the verb.
    """
    events: list[Event] = []
    participants: list[Participant] = []
    for sentence, span in analysis.prose():
        for verb in span:
            if not _is_trigger(verb, quoted):
                continue
            event_id = f"{sentence.article_id}:e{len(events) + 1:03}"
            reader = _Clause(analysis, entities, dates, sentence, verb, event_id)
            if reader.subject is None:
                continue
            events.append(reader.event())
            participants += reader.participants
    return events, participants


def tie_quantities(
    quantities: list[Quantity], participants: list[Participant], events: list[Event]
) -> list[Quantity]:
    """Give each quantity the event in whose participant it stands, if there is one only."""
    sentence_of = {e.event_id: e.sentence_id for e in events}
    tied = []
    for quantity in quantities:
        homes = {
            p.event_id
            for p in participants
            if sentence_of[p.event_id] == quantity.sentence_id
            and p.start <= quantity.start
            and quantity.end <= p.end
        }
        tied.append(replace(quantity, event_id=homes.pop() if len(homes) == 1 else None))
    return tied


def _is_trigger(verb: Token, quoted: set[int]) -> bool:
    if verb.i in quoted or not syntax.is_verb(verb) or not syntax.is_finite(verb):
        return False
    if verb.lemma_ in lexicon.verb_classes()["stative"] or "'" in verb.text or "’" in verb.text:
        return False
    cue = cue_of(verb)
    reports = any(syntax.relation(c) == "complement" for c in verb.children)
    if verb.lemma_ in lexicon.verb_classes()["saying"]:
        return False
    tells = cue is not None and cue.speech and "clause" in cue.content
    if tells and (reports or not syntax.objects(verb)):
        return False
    return not syntax.has_relative_subject(verb)


class _Clause:
    """Reads one clause; its methods share the verb and what surrounds it."""

    def __init__(
        self,
        analysis: Analysis,
        entities: Entities,
        dates: Dates,
        sentence: Sentence,
        verb: Token,
        event_id: str,
    ) -> None:
        self.analysis = analysis
        self.entities = entities
        self.verb = verb
        self.sentence = sentence
        self.event_id = event_id
        self.passive = syntax.is_passive(verb)
        found = syntax.subject(verb)
        self.subject = None if found is None or _is_empty(found) else found
        self.dates_here = dates.by_sentence[sentence.sentence_id]
        self.dated = self._date(self.dates_here)
        self.participants: list[Participant] = []
        self._arcs: list[Token] = []
        if self.subject is not None:
            self._read_participants()

    # -- participants ----------------------------------------------------------------------

    def _add(
        self,
        role: str,
        function: str,
        head: Token,
        *,
        preposition: str | None = None,
        span: Span | None = None,
    ) -> None:
        phrase = syntax.phrase(head, loose=True) if span is None else span
        plural = syntax.is_plural(head)
        joined = bool(syntax.conjuncts(head))
        # A coordinated phrase names several: it is no single entity.
        entity = None if joined else self._entity(head, phrase)
        self.participants.append(
            Participant(
                event_id=self.event_id,
                role=role,
                function=function,
                preposition=preposition,
                start=phrase.start_char,
                end=phrase.end_char,
                text=phrase.text,
                head=head.text,
                number="plural" if plural else "singular",
                entity_id=entity,
            )
        )

    def _entity(self, head: Token, phrase: Span) -> str | None:
        """Return what a phrase stands for: a name and nothing else, or a surely known noun."""
        entity = self.entities.entity_of(head)
        if entity is not None:
            named = _is_name_phrase(phrase, head, self.entities, entity)
            return entity if named else None
        referent = self.entities.referent_of(head)
        if referent is None or referent.confidence < SURE_REFERENT:
            return None
        return referent.entity_id

    def _read_participants(self) -> None:
        verb, subject = self.verb, self.subject
        assert subject is not None
        self._add("target" if self.passive else "actor", "subject", subject)
        for head in syntax.objects(verb):
            if not self._is_date(head):
                self._add("target", "object", head)
        by = syntax.agent(verb)
        if by is not None:
            self._add("actor", "agent", by, preposition="by")
        for preposition, head in syntax.obliques(verb):
            if self.dated and head.i in range(self.dated.span.start, self.dated.span.end):
                if any(p.role == "time" for p in self.participants):
                    continue  # on Tuesday | September 15: one date, two phrases
                span = self._without(self.dated.span, preposition)
                self._arcs.append(head)
                self._add("time", "oblique", head, preposition=preposition, span=span)
            elif preposition in PLACE_PREPOSITIONS and self._is_place(head):
                if self._hangs_here(head):
                    self._arcs.append(head)
                    self._add("place", "oblique", head, preposition=preposition)
            elif preposition in REASON_PREPOSITIONS and preposition != "over":
                self._add("reason", "oblique", head, preposition=preposition)
            elif preposition == "about":
                self._add("topic", "oblique", head, preposition=preposition)
            else:
                self._add("other", "oblique", head, preposition=preposition)

    @staticmethod
    def _without(dated: Span, preposition: str | None) -> Span:
        """Return a date expression without the preposition it may begin with."""
        n = len(preposition.split()) if preposition else 0
        if n and dated[:n].text.lower() == preposition:
            return dated[n:]
        return dated

    def _is_place(self, head: Token) -> bool:
        entity = self.entities.entity_of(head)
        return entity is not None and self.entities.types[entity] == "place"

    def _is_date(self, head: Token) -> bool:
        return bool(self.dated) and head.i in range(self.dated.span.start, self.dated.span.end)  # type: ignore[union-attr]

    def _hangs_here(self, head: Token) -> bool:
        """Say whether a place or date surely belongs to this verb, not to a noun beside it."""
        return syntax.arc_probability(head) >= SURE_ATTACHMENT

    # -- date ------------------------------------------------------------------------------

    def _date(self, found: list[Dated]) -> Dated | None:
        """Return the one date expression that hangs on the verb itself."""
        own = []
        for dated in found:
            root = dated.span.root
            if root.head != self.verb or root == self.verb:
                continue
            prepositions = [p for p, h in syntax.obliques(self.verb) if h == root]
            if prepositions and prepositions[0] not in TIME_PREPOSITIONS:
                continue  # since, until, by, before, after: another statement
            if self._hangs_here(root):
                own.append(dated)
        return own[0] if len(own) == 1 else None

    def _interval(self, tense: str | None) -> Interval | None:
        """Return the days of the date; None if they contradict the tense."""
        interval = self.dated.interval if self.dated else None
        published = self.analysis.article.date
        if interval and published:
            if tense == "past" and interval.start > published:
                return None  # "in March", told in January: which March is not sure
            if tense == "future" and interval.end < published:
                return None
        return interval

    # -- reality ---------------------------------------------------------------------------

    def _modality(self) -> tuple[str, str | None]:
        verb = self.verb
        source = self._source()
        if source is not None:
            return "reported", source or None
        chain = [verb, *self._governing()]
        for clause in chain:
            if any(m in CONDITIONS for m in syntax.marks(clause)):
                return "conditional", None
            if any(
                syntax.relation(c) == "adverbial" and set(syntax.marks(c)) & {"if", "unless"}
                for c in clause.children
            ):
                return "conditional", None
        if any(c.lower_ in HEDGING_ADVERBS for c in verb.children):
            return "possible", None
        modals = {a.lower_ for a in syntax.auxiliaries(verb) if a.tag_ == "MD"}
        if modals & {"will", "shall", "'ll", "’ll", "wo"}:
            return "planned", None
        if modals:
            return "possible", None
        for above in chain[1:]:
            classes = lexicon.verb_classes()
            if above.lemma_ in classes["requesting"]:
                return "requested", None
            if above.lemma_ in classes["planning"]:
                return "planned", None
        if any(syntax.relation(c) == "complement" for c in chain[:-1]):
            return "possible", None  # below a verb nothing is known about
        return "asserted", None

    def _governing(self) -> list[Token]:
        """Return the verbs above, as long as the clause hangs on them as a clause."""
        above = []
        token = self.verb
        while syntax.relation(token) not in {"root"}:
            token = token.head
            above.append(token)
            if len(above) > len(self.analysis.doc):
                break
        return above

    def _source(self) -> str | None:
        """Return who reports the clause; "" if somebody unnamed does; None if nobody does."""
        clause = self.verb
        for above in [self.verb, *self._governing()]:
            for preposition, head in syntax.obliques(above):
                if preposition in _FIXED_SOURCES:
                    return self._named(head)
            if above == self.verb:
                continue
            cue = lexicon.cues().get(above.lemma_)
            if cue and syntax.relation(clause) in {"complement", "aside", "other"}:
                speaker = syntax.agent(above) if syntax.is_passive(above) else syntax.subject(above)
                return "" if speaker is None else self._named(speaker)
            clause = above
        # “…, Ana said”: the reporting verb hangs below the clause.
        for child in self.verb.children:
            if syntax.relation(child) == "aside" and child.lemma_ in lexicon.cues():
                speaker = syntax.subject(child)
                return "" if speaker is None else self._named(speaker)
        return None

    def _named(self, head: Token) -> str:
        if syntax.is_pronoun(head):
            return ""
        name = self.entities.name_of(self.entities.entity_of(head))
        return name or " ".join(syntax.phrase(head).text.split())

    # -- the row ---------------------------------------------------------------------------

    def _tense_and_aspect(self) -> tuple[str | None, str | None]:
        aux = syntax.auxiliaries(self.verb)
        first = aux[0] if aux else self.verb
        lemmas = [a.lemma_ for a in aux]
        perfect = "have" in lemmas
        progressive = self.verb.tag_ == "VBG" and "be" in lemmas
        aspect = (
            "perfect_progressive"
            if perfect and progressive
            else "perfect"
            if perfect
            else "progressive"
            if progressive
            else "simple"
        )
        if first.tag_ == "MD":
            return ("future" if first.lower_ in {"will", "shall", "'ll", "’ll"} else None), aspect
        return ("past" if first.tag_ == "VBD" else "present"), aspect

    def _lemma(self) -> str:
        particle = syntax.particle(self.verb)
        return f"{self.verb.lemma_} {particle.lower_}" if particle else self.verb.lemma_

    def _event_type(self) -> str:
        types = lexicon.event_types()
        ties = [p for p, _ in syntax.obliques(self.verb) if p]
        particle = syntax.particle(self.verb)
        if particle is not None:
            return types.get((self.verb.lemma_, particle.lower_), "other")
        for tie in ties:
            if (self.verb.lemma_, tie) in types:
                return types[(self.verb.lemma_, tie)]
        return types.get((self.verb.lemma_, ""), "other")

    def _names(self, role: str) -> str | None:
        names = []
        for p in self.participants:
            if p.role == role:
                name = self.entities.name_of(p.entity_id) or " ".join(p.text.split())
                names.append(name)
        return "; ".join(names) or None

    def _clause(self) -> tuple[int, int]:
        """Return the first and last token of the clause, without clauses joined to it."""
        dropped = {t.i for c in syntax.goes_on(self.verb) for t in syntax.subtree(c)}
        own = [t.i for t in syntax.subtree(self.verb) if t.i not in dropped]
        first = last = self.verb.i
        inside = set(own)
        doc = self.analysis.doc
        while first - 1 in inside or (first - 1 >= own[0] and doc[first - 1].is_space):
            first -= 1
        while last + 1 in inside or (last + 1 <= own[-1] and doc[last + 1].is_space):
            last += 1
        while doc[last].is_punct and last > self.verb.i and doc[last].text not in {")", "”", '"'}:
            last -= 1
        while (doc[first].is_punct and doc[first].text not in '“"(') or doc[first].is_space:
            first += 1
        return first, last

    def _predicate(self) -> tuple[int, int] | None:
        """Return the first and last token of the predicate; None where it is broken up."""
        verb, doc = self.verb, self.analysis.doc
        if syntax.relation(verb) == "relative":
            return None  # something of it stands before its subject: what the board found
        group = {t.i for t in (*syntax.auxiliaries(verb), *syntax.adverbs(verb))}
        first = verb.i
        while first - 1 in group:
            first -= 1
        if any(a.i < first for a in syntax.auxiliaries(verb)):
            return None
        inside = {t.i for t in syntax.subtree(verb)}
        joined = {t.i for c in syntax.goes_on(verb) for t in syntax.subtree(c)}
        held = self._held_commas()
        last = verb.i
        for i in range(verb.i + 1, verb.sent.end):
            token = doc[i]
            if token.is_space:
                continue
            if i not in inside or i in joined or self._adds_only(token):
                break
            if _breaks(token) and i not in held:
                if token.text in {"(", "[", "“", '"', "‘"}:
                    return None  # what a bracket or a quotation would leave out may matter
                rest = [doc[j] for j in range(i + 1, verb.sent.end) if j in inside - joined]
                if any(syntax.is_joined(t) and verb.i < t.head.i < i for t in rest):
                    return None  # the comma stands inside an enumeration
                break
            last = i
        if any(c.i < first or c.i > last for c in syntax.complements(verb)):
            return None  # what the verb needs was cut off
        if doc[last].pos_ in {"ADP", "CCONJ", "SCONJ", "DET", "PART"} and last > verb.i:
            particle = syntax.particle(verb)
            if particle is None or particle.i != last:
                return None
        return first, last

    def _adds_only(self, token: Token) -> bool:
        """Say whether a token begins what tells more about a thing that is settled already.

        A relative clause on a name (Tsikhanouskaya who left) and *including …* do: without
        them the clause stays true.
        """
        if token.lower_ == "including":
            return True
        for clause in (token, *syntax.ancestors(token)):
            if syntax.subtree(clause)[0] != token:
                return False
            if syntax.is_relative_clause(clause):
                return clause.head.pos_ == "PROPN"
        return False

    def _held_commas(self) -> set[int]:
        """Return the commas that cut nothing off.

        They stand inside dates (Tuesday, September 29, 2020) and places (Vilnius, Lithuania,).
        """
        doc = self.analysis.doc
        held: set[int] = set()
        for dated in self.dates_here:
            held.update(range(dated.span.start, dated.span.end))
        for token in self.verb.sent:
            if token.text != ",":
                continue
            before = doc[token.i - 1] if token.i else token
            after = doc[token.i + 1] if token.i + 1 < len(doc) else token
            places = [self.entities.entity_of(t) for t in (before, after)]
            both = all(p is not None and self.entities.types[p] == "place" for p in places)
            if not both or syntax.relation(after) == "conjunct":
                continue
            held.add(token.i)
            end = after.i
            while end + 1 < len(doc) and self.entities.entity_of(doc[end]) == places[1]:
                end += 1
            # The comma that closes "Vilnius, Lithuania," – if the clause goes on.
            if doc[end].text == ",":
                held.add(end)
        return held

    def event(self) -> Event:
        """Return the clause's row."""
        verb = self.verb
        modality, reported_by = self._modality()
        tense, aspect = self._tense_and_aspect()
        event_type = self._event_type()
        quad_class, intensity = PLOVER.get(event_type, (None, None))
        doc = self.analysis.doc
        first, last = self._clause()
        predicate = self._predicate()
        interval = self._interval(tense)
        # The frame must be right, and nothing that completes the verb be missing.
        confidence = min(clause_confidence(verb), syntax.frame_probability(verb, complete=True))
        for arc in self._arcs:
            confidence *= syntax.arc_probability(arc)
        if syntax.shares_subject(verb):
            confidence *= syntax.arc_probability(verb)

        def offsets(a: int, b: int) -> tuple[int, int]:
            return doc[a].idx, doc[b].idx + len(doc[b])

        clause_start, clause_end = offsets(first, last)
        predicate_start, predicate_end = offsets(*predicate) if predicate else (None, None)
        auxiliaries = " ".join(a.text for a in syntax.auxiliaries(verb))
        return Event(
            event_id=self.event_id,
            article_id=self.sentence.article_id,
            sentence_id=self.sentence.sentence_id,
            start=verb.idx,
            end=verb.idx + len(verb),
            trigger=verb.text,
            lemma=self._lemma(),
            event_type=event_type,
            quad_class=quad_class,
            intensity=intensity,
            tense=tense,
            aspect=aspect,
            voice="passive" if self.passive else "active",
            negated=syntax.is_negated(verb),
            modality=modality,
            reported_by=reported_by,
            actor=self._names("actor"),
            target=self._names("target"),
            place=self._names("place"),
            date_text=self.dated.span.text if self.dated else None,
            date_start=interval.start if interval else None,
            date_end=interval.end if interval else None,
            date_precision=interval.precision if interval else None,
            clause_start=clause_start,
            clause_end=clause_end,
            auxiliaries=auxiliaries or None,
            predicate_start=predicate_start,
            predicate_end=predicate_end,
            confidence=round(min(1.0, confidence), 3),
        )


def _breaks(token: Token) -> bool:
    """Say whether a mark ends the stretch: not the hyphen, apostrophe or sign inside a phrase."""
    inside = token.tag_ in {"HYPH", "POS"} or token.text in {"%", "&", "#", "/", "@"}
    return bool(token.is_punct) and not inside


def _is_empty(subject: Token) -> bool:
    """Say whether a subject names nobody: a pronoun, *there*, or a clause."""
    return syntax.is_pronoun(subject) or syntax.is_expletive(subject) or subject.pos_ == "VERB"


def _is_name_phrase(phrase: Span, head: Token, entities: Entities, entity: str) -> bool:
    """Say whether a phrase means the entity itself, and not something of or like it.

    Before a person's name a role may stand (Lithuanian President Gitanas Nausėda); other names
    stand alone but for their article: in *the US Treasury* the name *Treasury* is not all.
    """
    outside = [t for t in phrase if entities.entity_of(t) != entity and t.pos_ != "DET"]
    if entities.types[entity] != "person":
        return not outside
    return all(t.i < head.i and not (syntax.is_possessor(t) or syntax.is_count(t)) for t in outside)
