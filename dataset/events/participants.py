"""Participants: who and what takes part in an event, in which role, by exact constituents.

Roles follow PLOVER: the actor does it, the target is whom it is done to. What is given, said or
agreed to a target is the topic. Those who meet are all actors.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

from dataset import lexicon
from dataset.dates.words import MONTHS, WEEKDAYS
from dataset.entities import Entities
from dataset.events.records import Participant, Reality, Trigger
from dataset.events.types import verb_type
from dataset.events.when import When
from dataset.language import syntax

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

PLACE_PREPOSITIONS: Final = frozenset(
    "in at near outside inside across to from into around over through throughout along off "
    "onto within beyond towards toward".split()
)
REASON_PREPOSITIONS: Final = frozenset(
    {"because of", "due to", "owing to", "as a result of", "on account of", "thanks to"}
)
# Who says so is in ``reported_by``; it takes no part.
SOURCES: Final = frozenset({"according to", "as per", "per"})
TOPIC_PREPOSITIONS: Final = frozenset({"about", "concerning", "regarding", "as to"})
TIME_PREPOSITIONS: Final = frozenset(
    {"during", "after", "before", "until", "till", "since", "following"}
)
# A phrase less surely tied to its verb is left out of the row: "opened a museum in Bergen" may be
# about a museum in Bergen opened from afar. What is in the row makes it as unsure as itself.
LIKELY: Final = 0.5
# That a verb's complement was overlooked where it seems to have none.
MISSING: Final = 0.5
# A pronoun or noun phrase less sure than this is nobody's in a participant's row.
SURE_REFERENT: Final = 0.9
# Types with a recipient behind these prepositions (granted asylum *to* rebels).
_TO: Final = frozenset(
    "aid agree support request accuse retreat threaten concede cooperate reject sanction".split()
)
_ON: Final = frozenset("sanction coerce assault accuse mobilize request concede aid".split())
_FROM: Final = frozenset({"request", "retreat", "accuse", "agree", "support", "reject"})
_FOR: Final = frozenset({"aid", "support", "sanction", "coerce", "concede"})
# What ties a party to a thing that concerns it: a ban *on* exports, the demands *of* teachers.
_CONCERNING: Final = frozenset(
    {"of", "against", "on", "to", "with", "for", "from", "by", "over", "between"}
)
# Only with nouns of these classes does *with* lead to whom they concern: talks with Keller.
_JOINING: Final = frozenset({"talks", "relations", "deal", "trade", "truce", "drill"})
# What is done with words: whose words or deeds a thing is, is whom it is done to.
_WORDS: Final = frozenset(
    "agree support concede request accuse reject threaten protest consult cooperate".split()
)
# What is done to people by deeds.
_HOSTILE: Final = frozenset({"assault", "coerce"})
# Measures are taken against a place as well: a curfew lifted *in Oslo*.
_MEASURES: Final = frozenset({"concede", "sanction", "coerce", "retreat", "aid", "threaten"})
_PARTISANS: Final = frozenset(
    {"republican", "democrat", "conservative", "liberal", "independent", "socialist"}
)
_GRIPS: Final = frozenset({"grip", "midst", "throe", "throes", "middle"})
_CALENDAR: Final = frozenset({*WEEKDAYS, *MONTHS} - {"may", "march"})
# What a clause behind a preposition is to the verb: accused *of stealing*, won *by cheating*.
_GERUND_ROLES: Final = {
    "of": "topic", "from": "topic", "on": "topic", "in": "topic", "about": "topic",
    "against": "topic", "at": "topic", "with": "topic", "into": "topic",
    "by": "instrument", "through": "instrument", "over": "topic", "to": "other", "as": "other",
}  # fmt: skip
_THIRD: Final = frozenset({"he", "she", "it", "they"})
_JOINT: Final = frozenset({"consult", "cooperate", "agree"})
# Nouns whose possessor suffers what they name: Navalny's arrest.
_PATIENT: Final = frozenset({"coerce", "assault", "sanction", "retreat"})


class Found(NamedTuple):
    """A participant before it is a row: role, function, head, words, and how surely it is one."""

    role: str
    function: str
    head: Token
    span: Span
    preposition: str | None
    probability: float
    required: bool


def of_verb(
    trigger: Trigger, event_type: str, dated: When | None, entities: Entities
) -> tuple[list[Found], float]:
    """Return the participants of a clause, in the order of their functions.

    With them the probability that none is missing: that the phrases which were not surely enough
    the verb's to be in the row hang elsewhere.
    """
    reader = _VerbReader(trigger, event_type, dated, entities)
    found = reader.read()
    return found, math.prod(1.0 - p for p in reader.left_out)


class _VerbReader:
    def __init__(
        self, trigger: Trigger, event_type: str, dated: When | None, entities: Entities
    ) -> None:
        self.trigger = trigger
        self.verb = trigger.word
        self.event_type = event_type
        self.dated = dated
        self.entities = entities
        self.found: list[Found] = []
        self.left_out: list[float] = []

    def read(self) -> list[Found]:
        self._subject()
        self._objects()
        self._agent()
        if self.dated is not None and self.dated.stray:
            self._time(self.dated)
        for preposition, head in syntax.obliques(self.verb):
            self._oblique(preposition, head)
        self._where()
        self._content()
        self._circumstances()
        self._recipients()
        self._theme()
        self._needs()
        return self.found

    def _needs(self) -> None:
        """Count as missing what a verb cannot do without: called it …, asked her …."""
        classes = lexicon.verb_classes()
        rest = [
            f for f in self.found if f.role != "time" and f.function not in {"subject", "agent"}
        ]
        wanted = 2 if self.trigger.passive is False else 1
        if self.verb.lemma_ in classes["naming"] and len(rest) < wanted:
            self.left_out.append(MISSING)
        heads = {f.head.i for f in self.found}
        clauses = [c for c in syntax.complements(self.verb) if c.pos_ == "VERB"]
        if any(c.i not in heads for c in clauses):
            self.left_out.append(MISSING)
        joined = syntax.conjuncts(self.verb)
        right = [f for f in self.found if f.head.i > self.verb.i]
        if joined and not right and joined[0].i <= self.verb.i + 2 and syntax.objects(joined[0]):
            self.left_out.append(MISSING)  # hurt and insult him
        close = [a for a in syntax.adverbs(self.verb) if a.i > self.verb.i and syntax.obliques(a)]
        if close:
            self.left_out.append(MISSING)  # veered close to an admission
        asks = self.verb.lemma_ == "ask" and not any(f.role == "topic" for f in rest)
        if asks and not any(f.preposition for f in rest):
            self.left_out.append(MISSING)

    def _add(
        self,
        role: str,
        function: str,
        head: Token,
        *,
        preposition: str | None = None,
        span: Span | None = None,
        required: bool = False,
    ) -> None:
        # A frame's arguments are judged as a whole, by the frame.
        probability = 1.0 if required else syntax.arc_probability(head)
        for member in [head] if span is not None else members(head):
            whole = member == head and syntax.conjuncts(head) != [] and _is_one(head)
            own = syntax.full_phrase(member, loose=whole) if span is None else span
            own = without_date(own, member, self.dated)
            if member != head:
                probability = min(probability, syntax.arc_probability(member))
            sure = probability * (1.0 if function == "clause" else syntax.inner_probability(own))
            self.found.append(Found(role, function, member, own, preposition, sure, required))

    # -- what the verb needs ---------------------------------------------------------------

    def _subject(self) -> None:
        subject = self.trigger.subject
        if subject is None:
            return
        role = "target" if self.trigger.passive else "actor"
        self._add(role, "subject", subject, required=True)

    def _objects(self) -> None:
        meets = self.verb.lemma_ in lexicon.verb_classes()["meeting"]
        for head in syntax.objects(self.verb):
            if self.dated and self.dated.covers(head):
                continue
            if syntax.fixed_object(self.verb) == head:
                for preposition, inner in syntax.noun_obliques(head):
                    self._add("other", "oblique", inner, preposition=preposition)
                continue
            if syntax.is_relative_word(head):
                # whom Keller fired: the noun the clause tells about
                noun = syntax.antecedent(self.verb)
                if noun is not None:
                    self._add(
                        "target",
                        "object",
                        noun,
                        span=syntax.full_phrase(noun, loose=False),
                        required=True,
                    )
                continue
            if _is_amount(head):
                role = "amount"
            elif meets and self.event_type == "consult" and self._is_party(head):
                role = "actor"
            else:
                role = "target"
            self._add(role, "object", head, required=True)
        indirect = syntax.indirect_object(self.verb)
        if indirect is not None:
            self._add("target", "object", indirect, required=True)

    def _agent(self) -> None:
        by = syntax.agent(self.verb)
        if by is None or not self.trigger.passive:
            return
        # interviewed by telephone: a means, and nobody
        alone = [c for c in by.lefts if not syntax.is_preposition(c)] == []
        means = by.tag_ == "NN" and alone
        means = means and not self._is_party(by)
        self._add("instrument" if means else "actor", "agent", by, preposition="by", required=True)

    # -- what a preposition ties to it -----------------------------------------------------

    def _oblique(self, preposition: str | None, head: Token) -> None:
        if self.dated and self.dated.covers(head):
            if not any(f.role == "time" for f in self.found):
                # on Tuesday | September 15: one date, two phrases
                self._time(self.dated)
            for tie, inner in syntax.noun_obliques(head):
                if not self.dated.covers(inner):
                    self._oblique(tie, inner)  # in March | at a meeting: the verb's, both
            return
        if syntax.is_relative_word(head) or preposition in SOURCES or is_comment(preposition, head):
            return
        if any(c.lower_ == "not" and c.i < head.i for c in head.children):
            return  # not because of the strike, but …
        role = self._role(preposition, head)
        if role is None:
            return
        if syntax.arc_probability(head) >= LIKELY:
            self._add(role, "oblique", head, preposition=preposition)
            if role == "time":
                self._where_then(head)
        else:
            self.left_out.append(syntax.arc_probability(head))

    def _where(self) -> None:
        """Take the noun that *where* tells about: the district *where* she lives."""
        noun = syntax.antecedent(self.verb)
        if noun is not None and "where" in syntax.marks(self.verb) and noun.pos_ != "VERB":
            span = syntax.full_phrase(noun, loose=False)
            place = self._is_place(noun)
            if syntax.other_antecedent(noun) is not None:
                self.left_out.append(MISSING)  # the wing of the party where …
            self._add("place" if place else "other", "oblique", noun, span=span)

    def _time(self, dated: When) -> None:
        span = _without(dated.dated.span, dated.preposition)
        self.found.append(
            Found("time", "oblique", dated.head, span, dated.preposition, dated.probability, False)
        )

    def _where_then(self, head: Token) -> None:
        """Take the place that a visit was to: met her during a trip *to Oslo*."""
        if "visit" not in lexicon.noun_classes().get(head.lemma_.lower(), ()):
            return
        for preposition, inner in syntax.noun_obliques(head):
            if preposition in {"to", "in"} and self._is_place(inner) and self._is_name(inner):
                self._add("place", "modifier", inner, preposition=preposition)

    def _role(self, preposition: str | None, head: Token) -> str | None:
        if preposition is None:
            return "amount" if _is_amount(head) else "time" if is_time(head) else None
        fixed = lexicon.phrase_prepositions().get(preposition)
        if fixed == "actor":
            return fixed if self._is_party(head) else "other"
        if fixed:
            return fixed
        if is_time(head) and preposition not in {"of", "to", "with", "by"}:
            return "time"
        if is_calendar(head) and preposition == "by":
            return "time"
        if preposition in REASON_PREPOSITIONS:
            return "reason"
        if preposition in TOPIC_PREPOSITIONS:
            return "topic"
        place = self._is_place(head)
        party = self._is_party(head)
        if preposition in TIME_PREPOSITIONS and (head.pos_ == "PRON" or head.lower_ == "other"):
            return "other"  # went after each other
        if preposition == "at" and head.lemma_ == "point":
            return "time"
        if preposition in TIME_PREPOSITIONS:
            return "other" if party and not place else "time"  # came before *him*
        if preposition in {"against", "toward"} and party:
            return "target"
        if preposition == "between" and party and self.event_type in _JOINT:
            return "target" if any(f.role == "actor" for f in self.found) else "actor"
        if preposition == "with":
            if party and self.event_type in _JOINT:
                return "actor" if self.event_type == "consult" else "target"
            if party:
                return "target" if self.event_type != "other" else "other"
            return "instrument" if self._is_tool(head) else "other"
        if preposition == "to" and party and not place and self.event_type == "consult":
            return "target"  # spoke to farmers
        if preposition == "to" and (party or place) and self._gives():
            return "target"
        if is_medium(head):
            return "place" if preposition in {"on", "in", "over", "via"} else "other"
        if preposition in {"on", "upon", "at"} and party and self.event_type in _ON:
            return "target"
        if preposition == "for" and self.event_type == "request" and not place:
            return "topic"
        office = head.tag_ == "NN" and not any(c.pos_ == "DET" for c in head.lefts)
        if preposition == "for" and party and self.event_type in _FOR and not office:
            return "target"
        if preposition == "from" and party and self.event_type in _FROM:
            return "target"
        if preposition in PLACE_PREPOSITIONS and place:
            return "place"
        return "amount" if preposition == "by" and _is_amount(head) else "other"

    def _gives(self) -> bool:
        """Say whether *to* leads to a recipient, not to where somebody goes."""
        giving = self.verb.lemma_ in lexicon.verb_classes()["giving"]
        return self.event_type in _TO or (giving and self.event_type in {"other", "consult"})

    # -- clauses ---------------------------------------------------------------------------

    def _content(self) -> None:
        """What is vowed, refused or asked for: a clause; and whom it would be done to."""
        word = syntax.predicate_complement(self.verb)
        if word is not None:
            span = _clause_span(word, self.verb) if word.pos_ == "ADJ" else None
            self._add("other", "complement", word, span=span, required=True)
        clause = syntax.content_clause(self.verb)
        if clause is None or clause.i < self.verb.i:
            return
        self._add("topic", "clause", clause, span=_clause_span(clause, self.verb), required=True)
        if any(f.role == "target" for f in self.found):
            return
        subject = syntax.own_subject(clause)
        asked = self.event_type == "request" and subject is not None
        if asked and subject is not None and subject.pos_ in {"NOUN", "PROPN"}:
            self._add("target", "clause", subject)
            return
        if self.event_type == "other" or subject is not None or syntax.is_told_clause(clause):
            return
        inner = Trigger(clause, "infinitive", None, "none", passive=False)
        content, _ = of_verb(inner, verb_type(clause), self.dated, self.entities)
        hurt = [p for p in content if p.role == "target" and self._is_party(p.head)]
        done = verb_type(clause)
        if done == "mobilize" or (not hurt and done in _MEASURES | {"assault"}):
            # refused to send troops to Oslo: what is sent is no recipient
            places = [p for p in content if p.role == "place" and self._is_name(p.head)]
            hurt = places or hurt
        self.found += [p._replace(role="target", function="clause", required=False) for p in hurt]

    def _circumstances(self) -> None:
        for preposition, clause in syntax.gerund_clauses(self.verb):
            role = _GERUND_ROLES.get(preposition or "")
            if preposition == "for":
                role = "topic" if self.event_type == "request" else "reason"
            if role is not None and syntax.arc_probability(clause) >= LIKELY:
                span = _clause_span(clause, self.verb, after=preposition)
                self._add(role, "clause", clause, preposition=preposition, span=span)
        for clause in self.verb.children:
            if not syntax.is_adverbial(clause) or syntax.arc_probability(clause) < LIKELY:
                continue
            kind = syntax.adverbial_kind(clause)
            topics = [f for f in self.found if f.role == "topic"]
            if kind == "purpose" and self.event_type == "request" and not topics:
                kind = "topic"  # called on her to leave
                self._add(kind, "clause", clause, span=_clause_span(clause, self.verb))
            elif kind in {"purpose", "reason"}:
                self._add(kind, "clause", clause, span=_clause_span(clause, self.verb))

    # -- recipients inside the object ------------------------------------------------------

    def _recipients(self) -> None:
        """Find whom it is done to where nobody is named directly: a ban *on Keller's* party."""
        if self.event_type == "other" or any(self._is_done_to(f) for f in self.found):
            return
        if self.event_type == "consult" and sum(f.role == "actor" for f in self.found) > 1:
            return  # whom they met has been told
        blamed = [f for f in self.found if f.role == "topic" and f.preposition in {"of", "for"}]
        if self.event_type == "accuse" and blamed:
            return  # accused the plan's authors of greed: it is whom it is done to
        things = [f.head for f in self.found if f.role == "target" and f.head.pos_ == "NOUN"]
        if self.event_type in _WORDS:
            things += [t for t in _governed(self.verb) if not self._is_place(t)]
        for thing in things:
            found = _recipients(thing, self.entities, words=self.event_type in _WORDS)
            if not found and self.event_type in _MEASURES:
                ties = [o for o in syntax.noun_obliques(thing) if o.preposition == "in"]
                found = [o for o in ties if self._is_place(o.head) and self._is_name(o.head)]
            if found:
                self._add_targets(found, "modifier")
                return
        if self.event_type == "protest":
            self._in_clauses(lexicon.verb_classes()["demanding"])
        elif self.event_type in _HOSTILE:
            self._in_clauses(None)
        bodily = [t for t in things if not _is_measure(t)]
        measured = self.event_type in _MEASURES and not bodily
        if measured and not any(self._is_done_to(f) for f in self.found):
            places = [f for f in self.found if f.role == "place"]
            self.found += [f._replace(role="target") for f in places if self._is_name(f.head)]

    def _is_done_to(self, part: Found) -> bool:
        return part.role == "target" and self._is_party(part.head)

    def _is_name(self, head: Token) -> bool:
        return self.entities.entity_of(head) is not None

    def _add_targets(self, found: list[syntax.Oblique], function: str) -> None:
        taken = {f.head.i for f in self.found}
        for preposition, head in found:
            if head.i not in taken:
                span = _owner_span(head) if preposition is None else None
                self._add("target", function, head, preposition=preposition, span=span)

    def _in_clauses(self, verbs: frozenset[str] | None) -> None:
        """Find whom it is done to in what it is done for: *marched to demand Keller's* vote.

        ``verbs`` are those that may head the clause; None for a purpose of any verb.
        """
        for clause in self.verb.children:
            if not syntax.is_adverbial(clause) or clause.i < self.verb.i:
                continue
            if clause.lemma_ not in verbs if verbs else syntax.adverbial_kind(clause) != "purpose":
                continue
            ties = [syntax.Oblique(None, o) for o in syntax.objects(clause)]
            ties += syntax.obliques(clause) if verbs else []
            for tie in ties:
                party = self._is_party(tie.head)
                found = [tie] if party else _recipients(tie.head, self.entities)
                if found:
                    self._add_targets(found, "clause")
                    return

    def _theme(self) -> None:
        """What is given or said to somebody is the topic, if there is somebody."""
        others = [f for f in self.found if f.role == "target"]
        given = [f for f in others if f.function == "object"]
        if self.trigger.passive and given:
            # was given a medal
            for thing in given:
                self.found[self.found.index(thing)] = thing._replace(role="topic")
            return
        things = [
            f
            for f in others
            if f.required and f.function in {"object", "subject"} and not self._is_party(f.head)
        ]
        if len(others) > len(things):
            for thing in things:
                at = self.found.index(thing)
                self.found[at] = thing._replace(role="topic")

    # -- what a noun is --------------------------------------------------------------------

    def _is_place(self, head: Token) -> bool:
        return is_place(head, self.entities)

    def _is_party(self, head: Token) -> bool:
        return is_party(head, self.entities)

    def _is_tool(self, head: Token) -> bool:
        acts = bool(syntax.objects(self.verb)) or self.trigger.passive
        return acts and "weapons" in lexicon.noun_classes().get(head.lemma_.lower(), ())


def _governed(verb: Token, depth: int = 3) -> list[Token]:
    """Return the things a verb and the infinitives below it govern: agreed to *talks*."""
    things = [o.head for o in syntax.obliques(verb) if o.preposition in _CONCERNING | {"in"}]
    clause = syntax.content_clause(verb)
    if clause is not None and depth:
        things += [*syntax.objects(clause), *_governed(clause, depth - 1)]
    return things


def _recipients(
    thing: Token, entities: Entities, depth: int = 3, *, words: bool = False
) -> list[syntax.Oblique]:
    """Return the parties that hang on a noun for a thing, nearest first: whom it concerns.

    In *demands for talks with the rebels* it is the rebels, in *an invitation to meet Keller*
    Keller. Where it is answered by ``words``, whose it is comes first: rejected *Keller's* call for
    talks with the rebels.
    """
    ties = [o for o in syntax.noun_obliques(thing) if o.preposition in _CONCERNING]
    if not _JOINING & set(lexicon.noun_classes().get(thing.lemma_.lower(), ())):
        ties = [o for o in ties if o.preposition != "with"]
    owners = []
    owner = syntax.possessor(thing)
    if owner is not None and not syntax.is_pronoun(owner):
        owners.append(syntax.Oblique(None, owner))
    named = [c for c in syntax.compounds(thing) if entities.entity_of(c) is not None]
    if "deal" in lexicon.noun_classes().get(thing.lemma_.lower(), ()):
        named = []  # the Iran deal is not Iran's
    if is_somebodys(thing):
        named += [c for c in syntax.adjectives(thing) if c.text in lexicon.adjectives()]
    owners += [syntax.Oblique(None, c) for c in named]
    ties = [*owners, *ties] if words else [*ties, *owners]
    for clause in thing.children:
        if syntax.is_participial(clause):
            by = syntax.agent(clause)
            ties += [syntax.Oblique("by", by)] if by is not None else []
            if "demand" in lexicon.noun_classes().get(thing.lemma_.lower(), ()):
                ties += [syntax.Oblique(None, o) for o in syntax.own_subjects(clause)]
            if clause.tag_ == "VB":  # an invitation to meet Keller; not: remarks calling her …
                ties += [syntax.Oblique(None, o) for o in syntax.objects(clause)]
            ties += [o for o in syntax.obliques(clause) if o.preposition in _CONCERNING]
    ties = [o for o in ties if not syntax.is_pronoun(o.head)]
    if "talks" in lexicon.noun_classes().get(thing.lemma_.lower(), ()):
        ties = [o for o in ties if o.preposition != "by"]  # a meeting led by Keller
    ties = [o for o in ties if syntax.arc_probability(o.head) >= LIKELY]
    found = [o for o in ties if is_party(o.head, entities) or o.head.text in lexicon.adjectives()]
    if not found and depth:
        below = [tie.head for tie in ties]
        below += [c for head in below for c in syntax.conjuncts(head)]
        for head in below:
            found = found or _recipients(head, entities, depth - 1)
    return found[:1]


def _is_measure(thing: Token) -> bool:
    """Say whether a noun is a measure or a happening, and no thing: a *curfew*, not a *bridge*."""
    lemma = thing.lemma_.lower()
    classes = {*lexicon.noun_classes().get(lemma, ())}
    kinds = {"restriction", "sanctions", "troops", "weapons", "goods", "money", "peacekeeper"}
    return lemma in lexicon.event_nouns() or bool(kinds & classes)


def is_somebodys(thing: Token) -> bool:
    """Say whether a noun names what somebody does, says or owns: an *Italian* proposal."""
    lemma = thing.lemma_.lower()
    known = lemma in lexicon.words("cue_nouns") or lemma in lexicon.event_nouns()
    return known or bool(
        {"goods", "sanctions", "restriction"} & {*lexicon.noun_classes().get(lemma, ())}
    )


def by_speaker(trigger: Trigger, reality: Reality, entities: Entities) -> Trigger:
    """Put who says so in the place of a pronoun that means the same: *Hungary* said *it* will.

    It does if both are known to be one; or if neither is known to be anybody, but they agree in
    number and there is no other to be meant.
    """
    pronoun, speaker = trigger.subject, reality.speaker
    if pronoun is None or speaker is None or trigger.link != "own" or trigger.form == "noun":
        return trigger
    if pronoun.lower_ not in _THIRD or not speaker.i < pronoun.i:
        return trigger
    if speaker.pos_ not in {"NOUN", "PROPN"} or not _may_be(pronoun, speaker, entities):
        return trigger
    return trigger._replace(subject=speaker, link="speaker")


def _may_be(pronoun: Token, speaker: Token, entities: Entities) -> bool:
    meant, named = entities.referent_of(pronoun), entities.referent_of(speaker)
    if meant is not None and named is not None:
        return meant.entity_id == named.entity_id
    if meant is not None:
        return False
    plural = syntax.is_plural(speaker)
    if pronoun.lower_ in {"he", "she"}:
        return False  # a name of unknown gender, or somebody not surely known
    if pronoun.lower_ == "they":
        return plural or (named is not None and entities.types[named.entity_id] == "organisation")
    return not plural and speaker.lemma_.lower() not in lexicon.words("person_nouns")


def is_demanded(trigger: Trigger, reality: Reality) -> bool:
    """Say whether a clause is what its speaker demands of its subject: said *Keller must go*."""
    if reality.modality != "requested" or reality.speaker is None or trigger.subject is None:
        return False
    return trigger.form == "finite" and trigger.link == "own" and reality.speaker != trigger.subject


def of_demand(
    trigger: Trigger, reality: Reality, dated: When | None, entities: Entities
) -> tuple[list[Found], float]:
    """Return the participants of a demand, and the probability that none is missing.

    Who says that somebody must do something is its actor, who must do it the target.
    """
    speaker = reality.speaker
    assert speaker is not None
    found, whole = of_verb(trigger, "request", dated, entities)
    roles = {"actor": "target", "target": "topic"}
    found = [f._replace(role=roles.get(f.role, f.role)) for f in found]
    probability = syntax.arc_probability(speaker)
    asker = Found("actor", "speaker", speaker, syntax.phrase(speaker), None, probability, False)
    return [asker, *found], whole


def of_noun(
    trigger: Trigger, event_type: str, dated: When | None, entities: Entities
) -> list[Found]:
    """Return the participants of a noun that names a happening: *Keller's arrest in Oslo*."""
    noun = trigger.word
    found: list[Found] = []

    def add(role: str, head: Token, preposition: str | None, span: Span | None = None) -> None:
        probability = syntax.arc_probability(head)
        if probability >= LIKELY:
            span = syntax.full_phrase(head) if span is None else span
            found.append(Found(role, "modifier", head, span, preposition, probability, False))

    suffers = event_type in _PATIENT
    ties = syntax.noun_obliques(noun)
    names_target = any(p in {"of", "on", "against"} for p, _ in ties)
    owner = trigger.subject
    if owner is not None and not (dated and dated.covers(owner)) and is_party(owner, entities):
        add("target" if suffers and not names_target else "actor", owner, None, _owner_span(owner))
    for preposition, head in ties:
        if dated and dated.covers(head):
            continue
        party = is_party(head, entities)
        if preposition in {"in", "at", "near", "outside", "across"} and is_place(head, entities):
            add("place", head, preposition)
        elif (preposition == "by" and party) or (preposition == "between" and party):
            add("actor", head, preposition)
        elif preposition == "with" and party:
            add("actor" if event_type == "consult" else "target", head, preposition)
        elif preposition == "of" and party:
            patient = suffers or owner is not None or event_type == "other"
            add("target" if patient else "actor", head, preposition)
        elif preposition in {"against", "on"} and party:
            add("target", head, preposition)
        elif preposition in {"about", "over", "on"}:
            add("topic", head, preposition)
    grip = _in_the_grip(noun)
    if grip is not None:
        add("place" if is_place(grip, entities) else "target", grip, None)
    if dated is not None:
        span = _without(dated.dated.span, dated.preposition)
        found.append(
            Found("time", "modifier", dated.head, span, dated.preposition, dated.probability, False)
        )
    return found


def _in_the_grip(noun: Token) -> Token | None:
    """Return what a happening has hold of: *the town* is in the grip of a strike."""
    above = noun.head
    held = syntax.preposition_of(noun) == "of" and above.lemma_.lower() in _GRIPS
    if not held or syntax.preposition_of(above) != "in":
        return None
    return syntax.own_subject(above) if syntax.copula(above) is not None else None


def as_rows(event_id: str, found: list[Found], entities: Entities) -> list[Participant]:
    """Return the rows of participants, one a role and stretch."""
    rows: dict[tuple[str, int, int], Participant] = {}
    for part in found:
        span = part.span
        row = Participant(
            event_id=event_id,
            role=part.role,
            function=part.function,
            preposition=part.preposition,
            start=span.start_char,
            end=span.end_char,
            text=span.text,
            head=part.head.text,
            number="plural" if syntax.is_plural(part.head, alone=True) else "singular",
            person=None if part.head.pos_ == "VERB" else syntax.person(part.head),
            form=_form(part.head, entities),
            required=part.required,
            entity_id=entity_of(part, entities),
        )
        rows.setdefault((row.role, row.start, row.end), row)
    return list(rows.values())


def _form(head: Token, entities: Entities) -> str:
    if head.pos_ in {"VERB", "AUX"}:
        return "clause"
    if syntax.is_pronoun(head):
        return "pronoun"
    named = entities.entity_of(head) is not None or head.pos_ == "PROPN"
    return "name" if named else "nominal"


def entity_of(part: Found, entities: Entities) -> str | None:
    """Return what a phrase stands for: a name and nothing else, or a surely known noun."""
    head = part.head
    if head.lower_ in _PARTISANS:
        return None  # the Ohio Republican is somebody with a name
    known = entities.referent_of(head)
    if head.tag_ == "NNS" and known and entities.types[known.entity_id] == "person":
        return None  # donors, among them Keller
    if part.role == "time":
        return None
    named = syntax.close_apposition(head)
    entity = entities.entity_of(head if named is None else named)
    if entity is not None:
        head = head if named is None else named
        return entity if _is_name_phrase(part.span, head, entities, entity) else None
    if syntax.has_relative_clause(head) and not syntax.is_pronoun(head):
        return None  # the candidate who wins: whoever that is
    referent = entities.referent_of(head)
    if referent is None or referent.confidence < SURE_REFERENT:
        return None
    return referent.entity_id


def _is_name_phrase(phrase: Span, head: Token, entities: Entities, entity: str) -> bool:
    """Say whether a phrase means the entity itself, and not something of or like it.

    Before a person's name a role may stand (Lithuanian President Gitanas Nausėda); other names
    stand alone but for their article: in *the US Treasury* the name *Treasury* is not all.
    """
    outside = [t for t in phrase if entities.entity_of(t) != entity and t.pos_ != "DET"]
    if entities.types[entity] != "person":
        return not outside
    return all(t.i < head.i and not (syntax.is_possessor(t) or syntax.is_count(t)) for t in outside)


def is_place(head: Token, entities: Entities) -> bool:
    """Say whether a noun names a place, or is a noun for one."""
    entity = entities.entity_of(head)
    if entity is not None:
        return entities.types[entity] == "place"
    return head.pos_ == "NOUN" and "place" in lexicon.noun_classes().get(head.lemma_.lower(), ())


def is_party(head: Token, entities: Entities) -> bool:
    """Say whether a noun can act or suffer: a name, a person, a body of people, a pronoun."""
    if is_calendar(head):
        return False
    if entities.entity_of(head) is not None or head.pos_ == "PROPN":
        return True
    if head.pos_ == "PRON":
        return head.lower_ not in {"it", "this", "that", "itself", "which", "what"}
    if head.pos_ not in {"NOUN", "ADJ", "NUM"}:
        return False
    lemma = head.lemma_.lower()
    if lemma in lexicon.words("person_nouns") or lemma in lexicon.words("group_nouns"):
        return True
    if "party" in lexicon.noun_classes().get(lemma, ()):
        return True
    return any(
        preposition == "of" and is_party(inner, entities)
        for preposition, inner in syntax.noun_obliques(head)
        if lemma in lexicon.words("container_nouns") or head.pos_ == "NUM"
    )


def is_calendar(head: Token) -> bool:
    """Say whether a name is that of a day or a month."""
    return head.pos_ == "PROPN" and head.lemma_.lower() in _CALENDAR


def is_medium(head: Token) -> bool:
    """Say whether a noun is where one speaks or writes to the public: on *television*."""
    return "medium" in lexicon.noun_classes().get(head.lemma_.lower(), ())


def is_time(head: Token) -> bool:
    """Say whether a noun is a point or stretch of time: Monday, *night*, three *years*."""
    lemma = head.lemma_.lower()
    named = "time" in lexicon.noun_classes().get(lemma, ())
    if is_calendar(head) or (named and head.pos_ == "NOUN"):
        return True
    parts = lexicon.words("container_nouns") | {"end", "beginning", "start", "middle", "course"}
    whole = [inner for p, inner in syntax.noun_obliques(head) if p == "of"]
    return lemma in parts and any(is_time(inner) for inner in whole)


def _is_amount(head: Token) -> bool:
    """Say whether a noun phrase is a sum or a share: $400,000, 5 %."""
    return head.tag_ in {"$", "SYM"} or head.lower_ in {"%", "percent"}


def members(head: Token) -> list[Token]:
    """Return the heads of what *and* or *or* joins to a noun, with it: two actors are two rows."""
    joined = [c for c in syntax.conjuncts(head) if c.pos_ not in {"VERB", "AUX"}]
    # at home and *in schools* are no two homes; nor is one of them the object of the verb
    own = syntax.preposition_of(head)
    joined = [c for c in joined if syntax.preposition_of(c) in {None, own}]
    if joined and _is_one(head):
        return [head]
    return [head, *(m for c in joined for m in members(c))]


def _is_one(head: Token) -> bool:
    """Say whether joined nouns are one participant: one person, or all told of in one phrase."""
    return _one_person(head, syntax.conjuncts(head)[0]) or syntax.shares_modifier(head)


def _one_person(first: Token, second: Token) -> bool:
    """Say whether two nouns with one article mean one person: *a governor and former* senator."""
    persons = lexicon.words("person_nouns")
    singular = first.tag_ == "NN" and second.tag_ == "NN"
    both = first.lemma_.lower() in persons and second.lemma_.lower() in persons
    articles = [any(c.pos_ == "DET" for c in n.lefts) for n in (first, second)]
    return singular and both and articles == [True, False]


def is_comment(preposition: str | None, head: Token) -> bool:
    """Say whether a phrase comments on a clause and is no part of it: *for instance*."""
    words = f"{preposition or ''} {syntax.phrase(head).text.lower()}"
    return words.strip() in lexicon.words("discourse_phrases")


def without_date(span: Span, head: Token, dated: When | None) -> Span:
    """Return a phrase without the verb's date that the parser hung on a noun of it."""
    if dated is None or not dated.stray:
        return span
    cut = next((i for i in range(head.i + 1, span.end) if _begins(i, span, dated)), span.end)
    return span.doc[span.start : cut]


def _begins(i: int, span: Span, dated: When) -> bool:
    """Say whether a date, or the preposition before it, begins at a token."""
    first = dated.dated.span.start
    return i == first or (i == first - 1 and syntax.is_preposition(span.doc[i]))


def _without(dated: Span, preposition: str | None) -> Span:
    """Return a date expression without the preposition it may begin with."""
    n = len(preposition.split()) if preposition else 0
    if n and dated[:n].text.lower() == preposition:
        return dated[n:]
    return dated


def _owner_span(owner: Token) -> Span:
    """Return a possessor's phrase without its 's."""
    span = syntax.phrase(owner)
    while len(span) > 1 and span[-1].tag_ == "POS":
        span = span[:-1]
    return span


def _only_adds(below: Token, clause: Token) -> bool:
    """Say whether what hangs on a clause rather goes on from the one above it.

    That is so of a participle behind a comma (said that it failed, *calling it a slip*) and of
    what is joined in another form (is preparing to go and *packing*).
    """
    first = below.left_edge
    if syntax.is_adverbial(below) and below.tag_ == "VBG" and below.i > clause.i:
        return bool(first.i > clause.i + 1 and first.nbor(-1).text == ",")
    return syntax.is_joined(below) and clause.tag_ == "VB" and below.tag_ in {"VBG", "VBZ", "VBD"}


def _clause_span(clause: Token, verb: Token, *, after: str | None = None) -> Span:
    """Return the words of a clause below a verb, on its side of it, without what goes on.

    ``after`` is the preposition the words stand behind.
    """
    gone = [c for c in syntax.goes_on(clause) if c.is_punct]
    gone += [c for c in clause.children if _only_adds(c, clause)]
    dropped = {t.i for c in gone for t in syntax.subtree(c)}
    inside = [t.i for t in syntax.subtree(clause) if t.i not in dropped]
    inside = [i for i in inside if (i > verb.i) == (clause.i > verb.i)]
    first = last = clause.i
    held = set(inside)
    while first - 1 in held or (first - 1 > inside[0] and clause.doc[first - 1].is_space):
        first -= 1
    while last + 1 in held or (last + 1 < inside[-1] and clause.doc[last + 1].is_space):
        last += 1
    while clause.doc[first].is_punct and first < clause.i:
        first += 1
    if not syntax.is_finite(clause):
        # works (when she can) *to help*: an infinitive begins with its own word
        first = max(first, syntax.mark_start(clause, first))
    if after is not None and clause.doc[first].lower_ == after:
        first += 1
    words = clause.doc[first : last + 1]
    loose_ends = {"CCONJ", "ADP", "PUNCT", "SCONJ", "SPACE"}
    while words.end - 1 > clause.i and words[-1].pos_ in loose_ends and not syntax.closes(words):
        if words[-1].pos_ in {"ADP", "SCONJ"} and words[-1].head.i < words[-1].i:
            break  # look it up
        words = words[:-1]
    while words[-1].is_punct and words.end - 1 > clause.i and not syntax.closes(words):
        words = words[:-1]
    return words
