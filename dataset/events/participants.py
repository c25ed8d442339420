"""Participants: who and what takes part in an event, in which role, by exact constituents.

Roles follow PLOVER: the actor does it, the target is whom it is done to. What is given, said or
agreed to a target is the topic. Those who meet are all actors.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from dataset import lexicon
from dataset.entities import Entities
from dataset.events.constituents import (
    clause_span,
    is_one,
    members,
    owner_span,
    without_date,
    without_preposition,
)
from dataset.events.gaps import MISSING, gaps
from dataset.events.kinds import (
    is_amount,
    is_calendar,
    is_comment,
    is_measure,
    is_medium,
    is_party,
    is_place,
    is_time,
)
from dataset.events.recipients import governed, recipients_of
from dataset.events.records import LIKELY, Found, Trigger
from dataset.events.types import verb_type
from dataset.events.when import When
from dataset.language import syntax
from dataset.speech import cue_of

if TYPE_CHECKING:
    from dataset.language.view import Span, Token

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
# That what may belong to a clause or to the verb above it belongs where it stands in the row.
LOOSE_END: Final = 0.9
# Types with a recipient behind these prepositions (granted asylum *to* rebels).
_TO: Final = frozenset(
    "aid agree support request accuse retreat threaten concede cooperate reject sanction".split()
)
_ON: Final = frozenset("sanction coerce assault accuse mobilize request concede aid".split())
_FROM: Final = frozenset({"request", "retreat", "accuse", "agree", "support", "reject"})
_FOR: Final = frozenset({"aid", "support", "sanction", "coerce", "concede"})
# What is done with words: whose words or deeds a thing is, is whom it is done to.
_WORDS: Final = frozenset(
    "agree support concede request accuse reject threaten protest consult cooperate".split()
)
# What is done to people by deeds.
_HOSTILE: Final = frozenset({"assault", "coerce"})
# Measures are taken against a place as well: a curfew lifted *in Oslo*.
_MEASURES: Final = frozenset({"concede", "sanction", "coerce", "retreat", "aid", "threaten"})
# What a clause behind a preposition is to the verb: accused *of stealing*, won *by cheating*.
_GERUND_ROLES: Final = {
    "of": "topic", "from": "topic", "on": "topic", "in": "topic", "about": "topic",
    "against": "topic", "at": "topic", "with": "topic", "into": "topic",
    "by": "instrument", "through": "instrument", "over": "topic", "to": "other", "as": "other",
}  # fmt: skip
_JOINT: Final = frozenset({"consult", "cooperate", "agree"})


def of_verb(
    trigger: Trigger, event_type: str, dated: When | None, entities: Entities
) -> tuple[list[Found], float]:
    """Return the participants of a clause, in the order of their functions.

    With them the probability that none is missing: that the phrases which were not surely enough
    the verb's to be in the row hang elsewhere.
    """
    reader = _VerbReader(trigger, event_type, dated, entities)
    found = reader.read()
    left_out = [*reader.left_out, *(MISSING for _ in gaps(trigger, found, entities))]
    return found, math.prod(1.0 - p for p in left_out)


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
        return self.found

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
            whole = member == head and syntax.conjuncts(head) != [] and is_one(head)
            own = syntax.full_phrase(member, loose=whole) if span is None else span
            own = without_date(own, member, self.dated)
            if member != head:
                probability = min(probability, syntax.arc_probability(member))
            if function != "clause":
                sure = probability * syntax.inner_probability(own)
            else:  # raised it to build by June: the raising, or the building?
                sure = probability * (LOOSE_END if any(map(is_time, own)) else 1.0)
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
            if is_amount(head):
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
        role = "instrument" if self._is_means(by) else "actor"
        self._add(role, "agent", by, preposition="by", required=True)

    def _is_means(self, noun: Token) -> bool:
        """Say whether a noun behind *by* is a means, and nobody: interviewed *by telephone*."""
        alone = all(syntax.is_preposition(c) for c in noun.lefts)
        return noun.tag_ == "NN" and alone and not self._is_party(noun)

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
            tie = syntax.preposition_of(noun)
            role = "place" if place or tie in PLACE_PREPOSITIONS | {"on"} else "other"
            self._add(role, "oblique", noun, span=span)

    def _time(self, dated: When) -> None:
        span = without_preposition(dated.dated.span, dated.preposition)
        if dated.head.i < span.start:  # the morning of Monday, September 7
            span = span.doc[syntax.phrase(dated.head).start : span.end]
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
        if preposition in {"including", "excluding", "such as"}:
            return None
        if preposition is None:
            return "amount" if is_amount(head) else "time" if is_time(head) else None
        fixed = lexicon.phrase_prepositions().get(preposition)
        if fixed == "actor":
            return fixed if self._is_party(head) else "other"
        if fixed:
            return fixed
        if is_time(head) and preposition not in {"of", "to", "with", "by"}:
            return "time"
        dated = is_calendar(head) or any(is_calendar(c) for c in syntax.compounds(head))
        ends = head.lemma_ == "end" and is_time(head)
        if preposition == "by" and (dated or ends):
            return "time"
        if preposition in REASON_PREPOSITIONS:
            return "reason"
        spoken = self.event_type in {"accuse", "consult"} or cue_of(self.verb) is not None
        if preposition in TOPIC_PREPOSITIONS or (preposition == "of" and spoken):
            return "topic"
        place = self._is_place(head)
        party = self._is_party(head)
        mutual = head.lower_ in {"other", "each", "another"}
        if preposition in TIME_PREPOSITIONS and (head.pos_ == "PRON" or mutual):
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
        gets = party and not (place and self.event_type == "other")
        if preposition == "to" and (gets or (place and self.event_type in _TO)) and self._gives():
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
        fronted = place and head.i < self.verb.i  # from Oslo, Keller rejected it
        if preposition == "from" and party and self.event_type in _FROM and not fronted:
            return "target"
        if preposition in PLACE_PREPOSITIONS and place:
            return "place"
        if preposition == "by" and is_amount(head):
            return "amount"
        return "instrument" if preposition == "by" and self._is_means(head) else "other"

    def _gives(self) -> bool:
        """Say whether *to* leads to a recipient, not to where somebody goes."""
        giving = self.verb.lemma_ in lexicon.verb_classes()["giving"]
        return self.event_type in _TO or (giving and self.event_type in {"other", "consult"})

    # -- clauses ---------------------------------------------------------------------------

    def _content(self) -> None:
        """What is vowed, refused or asked for: a clause; and whom it would be done to."""
        word = syntax.predicate_complement(self.verb)
        classes = lexicon.verb_classes()
        changing = self.verb.lemma_ in classes["naming"] | classes["making"]
        if word is not None and word.pos_ == "ADJ" and syntax.objects(self.verb) and not changing:
            self.left_out.append(MISSING)  # cut the staff available
        elif word is not None:
            span = clause_span(word, self.verb) if word.pos_ == "ADJ" else None
            self._add("other", "complement", word, span=span, required=True)
        clause = syntax.content_clause(self.verb)
        if clause is None or clause.i < self.verb.i:
            return
        self._add("topic", "clause", clause, span=clause_span(clause, self.verb), required=True)
        if syntax.objects(self.verb) and not self._takes_clauses():
            self.left_out.append(1.0 - LOOSE_END)  # changed her plans to stay: a purpose
        if any(f.role == "target" for f in self.found):
            return
        subject = syntax.own_subject(clause)
        question = any(t.tag_ in {"WP", "WRB", "WDT"} for t in syntax.subtree(clause)[:1])
        question = question or bool({"whether", "if"} & set(syntax.marks(clause)))
        asked = self.event_type == "request" and subject is not None and not question
        if asked and subject is not None and subject.pos_ in {"NOUN", "PROPN"}:
            self._add("target", "clause", subject)
            return
        if self.event_type == "other" or subject is not None or syntax.is_told_clause(clause):
            return
        inner = Trigger(clause, "infinitive", None, "none", passive=False)
        done = verb_type(clause)
        content, _ = of_verb(inner, done, self.dated, self.entities)
        hurt = [p for p in content if p.role == "target" and self._is_party(p.head)]
        if done == "consult":  # agreed to meet Keller
            hurt += [p for p in content if p.role == "actor" and p.function != "subject"]
        if done == "mobilize" or (not hurt and done in _MEASURES | {"assault"}):
            # refused to send troops to Oslo: what is sent is no recipient
            places = [p for p in content if p.role == "place" and self._is_name(p.head)]
            hurt = places or hurt
        self.found += [p._replace(role="target", function="clause", required=False) for p in hurt]

    def _takes_clauses(self) -> bool:
        """Say whether a verb is known to govern an infinitive beside its object: urged her to."""
        classes = lexicon.verb_classes()
        known = classes["requesting"] | classes["planning"] | classes["acting"] | classes["making"]
        cue = lexicon.cues().get(self.verb.lemma_)
        return self.verb.lemma_ in known or (cue is not None and "object to" in cue.content)

    def _circumstances(self) -> None:
        for preposition, clause in syntax.gerund_clauses(self.verb):
            role = _GERUND_ROLES.get(preposition or "")
            if preposition == "for":
                role = "topic" if self.event_type == "request" else "reason"
            if role is not None and syntax.arc_probability(clause) >= LIKELY:
                span = clause_span(clause, self.verb, after=preposition)
                self._add(role, "clause", clause, preposition=preposition, span=span)
        for clause in self.verb.children:
            if not syntax.is_adverbial(clause) or syntax.arc_probability(clause) < LIKELY:
                continue
            kind = syntax.adverbial_kind(clause)
            topics = [f for f in self.found if f.role == "topic"]
            if kind == "purpose" and self.event_type == "request" and not topics:
                kind = "topic"  # called on her to leave
                self._add(kind, "clause", clause, span=clause_span(clause, self.verb))
            elif kind in {"purpose", "reason"}:
                self._add(kind, "clause", clause, span=clause_span(clause, self.verb))

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
            things += [t for t in governed(self.verb) if not self._is_place(t)]
        for thing in things:
            found = recipients_of(thing, self.entities, words=self.event_type in _WORDS)
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
        bodily = [t for t in things if not is_measure(t)]
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
                span = owner_span(head) if preposition is None else None
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
                found = [tie] if party else recipients_of(tie.head, self.entities)
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
