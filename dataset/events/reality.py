"""Reality: whether an event is told as fact, denied, planned, asked for, or only reported."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from dataset import lexicon
from dataset.analysis import Analysis
from dataset.entities import Entities
from dataset.events.kinds import is_party
from dataset.events.participants import SOURCES
from dataset.events.records import Reality, Trigger
from dataset.events.triggers import modal_word, modal_word_above
from dataset.language import syntax
from dataset.quotes.records import Quote
from dataset.speech import DENYING, cue_of, speaker_of

if TYPE_CHECKING:
    from dataset.language.view import Token

CONDITIONS: Final = frozenset(
    {"if", "unless", "whether", "in case", "as if", "as though", "lest", "until", "once"}
    | {"so long as", "as long as", "provided", "provided that", "assuming", "assuming that"}
)
HEDGING_ADVERBS: Final = frozenset(
    "reportedly allegedly apparently supposedly possibly probably perhaps maybe likely "
    "potentially seemingly presumably purportedly almost nearly".split()
)
_WILL: Final = frozenset({"will", "shall", "'ll", "’ll", "wo"})
_MUST: Final = frozenset({"must", "should", "ought"})
# Conditions that a past tense tells were met: waited *until* she came.
_REACHED: Final = frozenset({"until", "once"})
# A clause these begin is told as fact, if in the past, whatever is said of the clause above.
_PRESUPPOSED: Final = frozenset(
    {"after", "since", "because", "while", "although", "though", "as", "when", "where"}
)
# A clause these begin, in the present, is still to come if the clause above is.
_WHEN: Final = frozenset({"before", "after", "when", "as soon as", "until", "once"})
# From nouns that are only asked for, planned or imagined nothing follows.
_UNREAL: Final = frozenset({"planned", "requested", "possible", "conditional"})


class Quoted(NamedTuple):
    """Who is quoted at a token, marked or not ("" for somebody unnamed), and what is marked.

    ``sure`` says how sure the speaker is; ``cues`` are the places in the text of what attributes
    marked words, ``direct`` those that attribute nothing else.
    """

    speakers: Mapping[int, str]
    marked: frozenset[int]
    sure: Mapping[int, float]
    cues: frozenset[int]
    direct: frozenset[int]


def reality_of(trigger: Trigger, entities: Entities, quoted: Quoted) -> Reality:
    """Return whether a trigger's event is told as fact."""
    word = trigger.word
    if trigger.form == "noun":
        return _of_noun(word, entities, quoted)
    said, source = _source(word, entities, quoted)
    speaker = told_by(word)
    if speaker is not None and not (speaks(speaker, entities) and _beside(word, speaker, quoted)):
        speaker = None
    shared = syntax.shares_auxiliary(word)
    negated = syntax.is_negated(word) or (shared and syntax.is_negated(word.head))
    if trigger.link == "controlled" and trigger.subject is not None:
        negated = negated or any(c.lower_ == "no" for c in trigger.subject.children)
    modal = modal_word_above(word) if trigger.form == "infinitive" else None
    if modal is not None:
        negated = negated or syntax.is_negated(modal) or modal.lower_.startswith("un")
    told = said and word.i not in quoted.marked  # so that would may stand for will
    modality = _modality(word, modal, told)
    if modality == "asserted" and said:
        modality = "reported"
    if trigger.link == "relative" and trigger.subject is not None:
        negated = negated or trigger.subject.lower_ in {"nothing", "nobody", "none"}
    if said and modality in {"reported", "planned"} and _is_unsaid(word):
        modality = "possible"
    if said and _denies(word):
        negated = not negated
    future = modal is not None and lexicon.modal_words()[modal.lower_] == "planned"
    future = future or bool(_modals(word) & (_WILL | {"would"} if told else _WILL))
    return Reality(negated, modality, source or None, future, speaker)


def told_by(word: Token) -> Token | None:
    """Return who tells a clause that hangs on a verb of telling, or on a modal below one."""
    modal = modal_word_above(word)
    clause = word if modal is None else modal
    above = clause.head
    if above == clause or syntax.relation(clause) != "complement" or cue_of(above) is None:
        return None
    return speaker_of(above, ())


def _modals(word: Token) -> set[str]:
    auxiliaries = syntax.auxiliaries(word.head if syntax.shares_auxiliary(word) else word)
    return {a.lower_ for a in auxiliaries if a.tag_ == "MD"}


def _modality(word: Token, modal: Token | None, told: bool) -> str:
    """Return what a clause's own words and those above make of it.

    ``told`` says that it is told in another's words (*said it would* …), so that its *would* is a
    *will* and its *must* a demand.
    """
    asked = "?" in [t.text for t in word.doc.tokens[word.i : word.sent.end]]
    first = modal or word
    while syntax.is_joined(first) and syntax.own_subject(first) is None:
        first = first.head
    wanted = syntax.is_relative_clause(first) and not _is_past(first) and _is_wanted(first.head)
    if wanted or (asked and not syntax.asks(word)):
        return "possible"  # wants somebody who will speak up
    if modal is not None:
        found = modal_word(modal) or "asserted"
        above = _modality(modal, None, told)
        return found if above == "asserted" or found != "asserted" else above
    if any(a.lower_ == "necessarily" for a in syntax.adverbs(word)) and syntax.is_negated(word):
        return "possible"  # need not, but may
    limited = any(c.lower_ == "not" for s in syntax.own_subjects(word) for c in s.children)
    if limited and not syntax.is_negated(word):
        return "possible"  # not all of them came
    if any("whether" in syntax.marks(c) for c in syntax.ancestors(word)):
        return "possible"
    for clause in _chain(word):
        held = {m for m in syntax.marks(clause) if m in CONDITIONS}
        if "whether" in held or "even if" in held or syntax.even_if(clause):
            return "possible"
        if _is_past(clause):
            held -= _REACHED
        if held or syntax.is_as_long_as(clause):
            return "possible" if syntax.relation(clause) == "complement" else "conditional"
        for child in clause.children:
            if syntax.is_adverbial(child) and child.pos_ in {"VERB", "AUX", "ADJ", "NOUN"}:
                marks = set(syntax.marks(child))
                if marks & {"if", "unless"} and not (_is_short(child) or syntax.even_if(child)):
                    return "conditional"
    if any(c.lower_ in HEDGING_ADVERBS for c in word.children):
        return "possible"
    modals = _modals(word)
    if modals & _WILL or (told and "would" in modals):
        return "planned"
    missed = any(a.lemma_ == "have" for a in syntax.auxiliaries(word))  # should have left
    if told and modals & _MUST and not missed:
        return "requested"
    if modals:
        return "possible"
    ahead = syntax.is_adverbial(word) and set(syntax.marks(word)) & _WHEN and not _is_past(word)
    if ahead and syntax.is_finite(word) and _modals(word.head):
        return "planned"  # could change before he leaves
    below = syntax.is_adverbial(word) and not syntax.is_finite(word) and word.head != word
    if below and _modality(word.head, None, told) in _UNREAL:
        return "possible"  # would have helped by barring them: nor were they barred
    return _governed(word)


def _is_short(clause: Token) -> bool:
    """Say whether a clause with *if* has no verb: most, *if not all*."""
    return clause.pos_ not in {"VERB", "AUX"} and syntax.copula(clause) is None


def _governed(word: Token) -> str:
    """Return what the verbs above make of a clause they govern."""
    classes = lexicon.verb_classes()
    chain = list(_chain(word))
    if syntax.is_participial(word) and "that" in syntax.marks(word):
        # the demand that they leave
        nouns = lexicon.noun_classes().get(word.head.lemma_.lower(), ())
        if "demand" in nouns:
            return "requested"
        if {"pledge", "threat"} & {*nouns}:
            return "planned"
    if any(syntax.is_participial(c) for c in chain):
        # What is told of a noun that is only asked for or planned is not sure to be.
        rest = chain[next(n for n, c in enumerate(chain) if syntax.is_participial(c)) + 1 :]
        real = not rest or _modality(rest[0], modal_word_above(rest[0]), False) == "asserted"
        return "asserted" if real else "possible"
    for below, above in itertools.pairwise(chain):
        if syntax.relation(below) != "complement" and not syntax.is_joined(below):
            continue
        if syntax.is_joined(below) and syntax.is_finite(below):
            continue
        asked = syntax.is_verb(below) and not syntax.is_finite(below)
        if above.lemma_ in classes["requesting"] and asked:
            return "requested"
        if above.lemma_ in {"hope", "wish", "want"} and syntax.is_finite(below):
            return "possible"  # hopes that he stays
        if above.lemma_ in classes["planning"]:
            return "planned"
    tells = [c for c in chain[:-1] if syntax.relation(c) == "complement"]
    tells = [c for c in tells if c.tag_ != "VBG"]
    if any(cue_of(c.head) is None for c in tells):
        return "possible"  # below a verb nothing is known about
    return "asserted"


def _chain(word: Token) -> Iterator[Token]:
    """Yield a clause and those above it, up to where what is told is told as fact."""
    yield word
    token = word
    while syntax.relation(token) != "root" and token.head != token:
        relation = syntax.relation(token)
        past = syntax.is_finite(token) and _is_past(token)
        if relation == "relative" and (past or token.tag_ == "VBN"):
            return
        if relation == "adverbial" and past and set(syntax.marks(token)) & _PRESUPPOSED:
            return
        if syntax.is_joined(token) and syntax.own_subject(token) is not None and _contrasts(token):
            return  # if he comes we go, *but* we may stay
        token = token.head
        yield token


def _is_wanted(noun: Token) -> bool:
    """Say whether a noun is what somebody only wants, plans or asks for, or has not."""
    verb = noun.head
    vague = any(c.lower_ in {"a", "an", "any", "no"} for c in noun.children)
    if vague and verb != noun and syntax.is_negated(verb):
        return True
    classes = lexicon.verb_classes()
    wanted = verb.lemma_ in classes["planning"] | classes["requesting"] | {"need", "seek"}
    return wanted and verb != noun and noun in syntax.objects(verb)


def _contrasts(clause: Token) -> bool:
    return any(c.lower_ in {"but", "yet"} and c.i < clause.i for c in clause.children)


def _is_past(verb: Token) -> bool:
    auxiliaries = syntax.auxiliaries(verb)
    first = auxiliaries[0] if auxiliaries else verb
    return first.tag_ == "VBD" or (first.lemma_ == "have" and first.tag_ != "VB")


def _of_noun(noun: Token, entities: Entities, quoted: Quoted) -> Reality:
    said, source = _source(noun, entities, quoted)
    clause = syntax.governing_clause(noun)
    definite = any(
        c.lower_ in {"the", "this", "these", "those", "that"} or syntax.is_possessor(c)
        for c in noun.children
    )
    modality = "asserted"
    if clause is not None and not definite:
        above = _modality(clause, modal_word_above(clause), said)
        modality = above if above in _UNREAL else "asserted"
        if syntax.is_negated(clause):
            modality = "possible"
    if modality == "asserted" and said:
        modality = "reported"
    return Reality(False, modality, source or None)


# -- who says so -----------------------------------------------------------------------------


def _source(word: Token, entities: Entities, quoted: Quoted) -> tuple[bool, str]:
    """Return whether somebody else than the article tells the event, and who.

    It is the one nearest to it: whoever is quoted with marks comes before those who say outside
    them that it was said (*“Ben left,” Ana said, according to a transcript*).
    """
    name = quoted.speakers.get(word.i)
    found = _by_syntax(word, entities, quoted if name else quoted._replace(marked=frozenset()))
    if name is None and found is None:
        return False, ""
    return True, found or name or ""


def _beside(word: Token, other: Token, quoted: Quoted) -> bool:
    """Say whether a token does not stand outside the marks that a word stands in."""
    return word.i not in quoted.marked or other.i in quoted.marked


def speaks(noun: Token, entities: Entities) -> bool:
    """Say whether a noun can say or show something: people, bodies, and what is written."""
    lemma = noun.lemma_.lower()
    written = lemma in lexicon.words("cue_nouns") or "source" in lexicon.noun_classes().get(
        lemma, ()
    )
    return written or is_party(noun, entities) or lemma == "it"


def _by_syntax(word: Token, entities: Entities, quoted: Quoted) -> str | None:
    """Return who reports the clause; "" if somebody unnamed does; None if nobody does."""
    clause = word
    for above in [word, *syntax.ancestors(word)]:
        if not _beside(word, above, quoted):
            break
        for preposition, head in syntax.obliques(above):
            inside = head == word or head in syntax.ancestors(word)
            if preposition in SOURCES and _beside(word, head, quoted) and not inside:
                return _named(head, entities)
        if above == word:
            continue
        relation = syntax.relation(clause)
        quotes_only = above.idx in quoted.direct and word.i not in quoted.speakers
        far = clause != word and syntax.is_finite(word)
        tells = not quotes_only and _tells(above, clause, relation, far=far)
        if tells and not _are_apart(clause, above):
            by = speaker_of(above, ())
            cue = cue_of(above)
            if by is not None and cue is not None and not cue.speech and not speaks(by, entities):
                clause = above
                continue  # the count showed that she had won
            return "" if by is None else _named(by, entities)
        clause = above
    # “…, Ana said”: the reporting verb hangs below the clause.
    for child in word.children:
        aside = syntax.relation(child) == "aside" and _beside(word, child, quoted)
        silent = syntax.is_passive(child) and syntax.agent(child) is None
        if aside and cue_of(child) is not None and not silent:
            speaker = speaker_of(child, ())
            return "" if speaker is None else _named(speaker, entities)
    return None


def _are_apart(clause: Token, above: Token) -> bool:
    """Say whether a semicolon stands between two words."""
    first, last = sorted((clause.i, above.i))
    return any(t.text == ";" for t in clause.doc.tokens[first:last])


def _tells(verb: Token, clause: Token, relation: str, *, far: bool) -> bool:
    """Say whether a verb tells a clause that hangs on it; *continued to leave* tells nothing.

    ``far`` says that the event is told in a finite clause further below: who orders to play *as
    the others came* does not say that they came.
    """
    cue = cue_of(verb)
    if cue is None or relation not in {"complement", "aside"}:
        return False
    if relation == "aside" or syntax.is_told_clause(clause) or not syntax.is_verb(clause):
        return True
    return not far and bool(cue.content & {"to", "object to", "object of"})


def _named(head: Token, entities: Entities) -> str:
    if not speaks(head, entities):
        return ""
    referent = entities.referent_of(head)
    name = entities.name_of(entities.entity_of(head))
    if name is None and referent is not None and referent.entity_id in entities.named:
        name = entities.name_of(referent.entity_id) if referent.confidence >= 0.9 else None
    if name is not None:
        return name
    if syntax.is_pronoun(head):
        return ""
    return " ".join(syntax.phrase(head).text.split())


def _is_unsaid(word: Token) -> bool:
    """Say whether a clause is what somebody did not say: *never said* that it was a mistake."""
    above = word.head
    told = above != word and syntax.relation(word) == "complement"
    if not told or _denies(word):
        return False
    # too soon to say that; but: went on to say that
    only = above.tag_ == "VB" and "to" in syntax.marks(above)
    goes_on = above.head.lemma_ in {"go", "continue", "proceed", "add"}
    who = syntax.own_subject(above)
    few = who is not None and who.lower_ == "few"
    return few or syntax.is_negated(above) or (only and not goes_on)


def _denies(word: Token) -> bool:
    """Say whether the verb that tells a clause denies it: *denied* that, does *not think* so."""
    above = word.head
    if above == word or syntax.relation(word) != "complement":
        return False
    supposing = above.lemma_ in lexicon.verb_classes()["supposing"]
    return above.lemma_ in DENYING or (supposing and syntax.is_negated(above))


def quoted_by_token(analysis: Analysis, quotes: Sequence[Quote], entities: Entities) -> Quoted:
    """Return who is quoted at each token; of a quotation within another, the inner speaker."""
    found: dict[int, str] = {}
    sure: dict[int, float] = {}
    marked: set[int] = set()
    for quote in sorted(quotes, key=lambda q: (q.start - q.end, q.start)):
        span = analysis.doc.char_span(quote.start, quote.end, alignment_mode="contract")
        if span is not None:
            speaker = quote.speaker or ""
            if speaker and quote.speaker_entity_id is None:
                # what cannot speak is a slip of who does
                said_by = analysis.doc.char_span(
                    quote.speaker_start or 0, quote.speaker_end or 0, alignment_mode="expand"
                )
                if said_by is not None and not speaks(said_by.root, entities):
                    speaker = ""
            found.update((t.i, speaker) for t in span)
            sure.update((t.i, quote.confidence) for t in span)
            if quote.quote_type != "indirect":
                marked.update(t.i for t in span)
    kinds = {(q.cue_start, q.quote_type) for q in quotes if q.cue_start is not None}
    cues = frozenset(start for start, kind in kinds if kind != "indirect")
    direct = cues - {start for start, kind in kinds if kind != "direct"}
    return Quoted(found, frozenset(marked), sure, cues, direct)
