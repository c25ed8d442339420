"""From the analysis of an article to its entities and all their mentions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from dataset import lexicon
from dataset.analysis import Analysis
from dataset.entities.aliases import Group, Placed, gender_before, group_names
from dataset.entities.antecedents import (
    GENDER,
    NOBODY,
    NOUN,
    PRONOUNS,
    Candidate,
    Candidates,
    Choice,
    Markable,
    choose,
    gender_of_noun,
    model_of,
    nations_differ,
)
from dataset.entities.descriptions import description_of
from dataset.entities.names import Name, find_names
from dataset.entities.nominals import Nominal, find_nominals
from dataset.entities.records import Entities, Entity, Mention, Office, Referent, slug
from dataset.language import syntax
from dataset.speech import cue_of, speaker_of

if TYPE_CHECKING:
    from dataset.language.view import Span, Token

# A pronoun less sure than this is nobody's: the row says null. Above it, its probability is
# the row's confidence. Of GUM's training documents, left out fold by fold, 92 of 100 persons
# taken at .5 were right, but only 75 of 100 groups: those need more.
SURE_ENOUGH: Final[Mapping[str, float]] = {
    "person": 0.5,
    "they": 0.65,
    "it": 0.7,
    NOUN: 0.7,
}
# From here on what a pronoun tells about gender counts as evidence.
EVIDENCE: Final = 0.8
# A pronoun against what the given name makes likely needs to be as sure as this.
EVIDENCE_AGAINST_NAME: Final = 0.9
# A definite phrase that repeats the noun of one person, or the role the article gives one.
SAME_ROLE: Final = 0.9
SAME_NOUN: Final = 0.85
# A body called by the last word of its name (the party): of 25 in news 20 were right.
SAME_BODY: Final = 0.8
# So many who are called by one noun are compared, the last first: no news article names a tenth
# as many ministers.
MOST_CALLED: Final = 200

Chooser = Callable[[Markable, Candidates], Choice]


@dataclass(slots=True)
class Found:
    """A mention as it is found: its candidate (or :data:`NOBODY`) and how sure that is."""

    markable: Markable
    span: Span
    candidate: int
    confidence: float
    description: Span | None = None


@dataclass(slots=True)
class Resolved:
    """All mentions of an article, and what they are mentions of.

    The first candidates are the groups of names, in order; those after have no name.
    ``offices`` are those of them that the article takes for known.
    """

    groups: list[Group]
    candidates: Candidates
    found: list[Found] = field(default_factory=list)
    offices: dict[int, Office] = field(default_factory=dict)


def find_entities(analysis: Analysis, quotations: Sequence[tuple[int, int]] = ()) -> Entities:
    """Return the entities of an article with all their mentions, in text order.

    ``quotations`` are the (start, end) offsets of what stands between quotation marks: a
    pronoun there is not resolved to anybody outside, nor the other way round.
    """
    return _as_rows(analysis, resolve(analysis, quotations))


def resolve(
    analysis: Analysis,
    quotations: Sequence[tuple[int, int]] = (),
    chooser: Chooser = choose,
) -> Resolved:
    """Read an article from left to right and say of each mention what it stands for."""
    names = find_names(analysis)
    groups, placed = group_names(analysis, names)
    reader = _Reader(analysis, quotations, chooser, names, groups, placed)
    # What the whole article tells of genders helps to read its beginning.
    first = reader.read()
    genders = {n: g for n, c in enumerate(first.candidates[: len(groups)]) if (g := c.gender_told)}
    return reader.read(genders) if genders else first


class _Reader:
    """Reads an article as often as it is asked; what no reading changes is found once."""

    def __init__(
        self,
        analysis: Analysis,
        quotations: Sequence[tuple[int, int]],
        chooser: Chooser,
        names: Sequence[Name],
        groups: list[Group],
        placed: Sequence[Placed],
    ) -> None:
        self.analysis = analysis
        self.chooser = chooser
        self.quotation_of = {
            t.i: n
            for n, (start, end) in enumerate(quotations)
            for t in analysis.doc.char_span(start, end, alignment_mode="expand") or ()
        }
        self.speakers = self._speakers()
        self.place_of = self._places_of_sentences()
        self.names = list(zip(names, placed, strict=True))
        self.groups = groups
        self.descriptions = {
            n: described
            for n, name in enumerate(names)
            if (described := description_of(name.span, name.entity_type)) is not None
        }
        taken = {t.i for name in names for t in name.span}
        taken |= {t.i for d in self.descriptions.values() for t in d}
        self.nominals = list(find_nominals(analysis, taken))
        self.pronouns = [
            (token, kind)
            for _, span in analysis.prose()
            for token in span
            if (kind := PRONOUNS.get(token.lower_)) is not None
            and token.i not in taken
            and not syntax.is_expletive(token)
        ]
        self.resolved = Resolved(groups, Candidates())
        self.called: dict[tuple[str, str], dict[int, None]] = {}
        self._markables: dict[tuple[str, int, int, int], Markable | None] = {}

    def _speakers(self) -> set[int]:
        speakers = set()
        for _, span in self.analysis.prose():
            for token in span:
                # Also predict and believe: whose view is told speaks again.
                if token.i not in self.quotation_of and cue_of(token) is not None:
                    speaker = speaker_of(token, self.quotation_of)
                    if speaker is not None:
                        # a third voter, Ana Lind, said: both are she
                        speakers.add(speaker.i)
                        speakers.update(a.i for a in syntax.appositions(speaker))
        return speakers

    def _places_of_sentences(self) -> list[int]:
        """Return how many sentences stand before each that are not wholly quoted.

        A pronoun after a long quotation goes back to what stands before it.
        """
        places, count = [], 0
        for span in self.analysis.spans:
            places.append(count)
            words = (t for t in span if not (t.is_punct or t.is_space))
            count += any(t.i not in self.quotation_of for t in words)
        return places

    def _named(self) -> Candidates:
        """Return the groups of names with what the whole article tells of them."""
        candidates = Candidates(Candidate(g.entity_type, True) for g in self.groups)
        for n, (name, placed) in enumerate(self.names):
            if placed.group is None:
                continue
            candidate = candidates[placed.group]
            described = self.descriptions.get(n)
            if name.entity_type == "organisation":
                # The Coordination *Council* is the council, Belta, a news *agency*, the agency.
                for words in ([t.lower_ for t in name.span], [t.lower_ for t in described or ()]):
                    if words and words[-1] in lexicon.words("group_nouns"):
                        candidate.nouns.add(words[-1])
                        candidate.described.update(words)
            if name.entity_type != "person":
                continue
            told = {gender_before(name)}
            if described is not None:
                words = [t.lower_ for t in described]
                told.add(gender_of_noun([*words, described.root.lemma_.lower()]))
                candidate.nouns.add(described.root.lemma_.lower())
                candidate.described.update(words)
            candidate.genders.update(g for g in told if g)
            given = name.span[0].lower_
            if len(name.span) > 1:
                candidate.hint = lexicon.given_names().get(given) or candidate.hint
        return candidates

    # -- reading ---------------------------------------------------------------------------

    def read(self, genders: Mapping[int, str] = MappingProxyType({})) -> Resolved:
        """Read the article once, with the genders of named candidates as far as known."""
        self.resolved = Resolved(self.groups, self._named())
        for n, gender in genders.items():
            self.resolved.candidates[n].gender_known = gender
        self.called = {}
        for n, candidate in enumerate(self.resolved.candidates):
            for noun in sorted(candidate.nouns):
                self._call(n, noun)
        for step in self._steps():
            step()
        self.resolved.found.sort(key=lambda f: (f.span.start_char, -f.span.end_char))
        return self.resolved

    def _call(self, n: int, noun: str) -> None:
        """Note that a candidate has been called by a noun."""
        candidate = self.resolved.candidates[n]
        candidate.nouns.add(noun)
        self.called.setdefault((candidate.entity_type, noun), {})[n] = None

    def _steps(self) -> Iterator[Callable[[], None]]:
        """Yield what is to be read, in text order: names, noun phrases, pronouns."""
        steps: list[tuple[int, int, Callable[[], None]]] = []
        for n, (name, placed) in enumerate(self.names):
            steps.append((name.span.root.i, 0, self._name_step(n, name, placed)))
        for nominal in self.nominals:
            steps.append((nominal.head.i, 1, self._nominal_step(nominal)))
        for token, kind in self.pronouns:
            steps.append((token.i, 2, self._pronoun_step(token, kind)))
        steps.sort(key=lambda s: s[:2])
        return (step for _, _, step in steps)

    def _markable(
        self, head: Token, span: Span, form: str, kind: str, nominal: Nominal | None = None
    ) -> Markable | None:
        """Return a mention as something to be resolved; None between sentences."""
        key = (form, span.start, span.end, head.i)
        if key not in self._markables:
            self._markables[key] = self._make_markable(head, span, form, kind, nominal)
        return self._markables[key]

    def _make_markable(
        self, head: Token, span: Span, form: str, kind: str, nominal: Nominal | None
    ) -> Markable | None:
        sentence = self.analysis.sentence_of(head)
        if sentence is None:
            return None
        number = self.analysis.number_of(head)
        quotation = self.quotation_of.get(head.i)
        return Markable(
            head=head,
            start=span.start,
            end=span.end,
            form=form,
            number=number,
            sentence=self.place_of[number] if quotation is None else number,
            paragraph=sentence.paragraph,
            kind=kind,
            function=syntax.function(head),
            speaks=head.i in self.speakers,
            quotation=quotation,
            gender=GENDER.get(kind)
            if nominal is None
            else gender_of_noun([nominal.lemma, nominal.head.lower_]),
            noun=None if nominal is None else nominal.lemma,
            described=frozenset() if nominal is None else nominal.described,
        )

    def _add(self, markable: Markable, span: Span, candidate: int, confidence: float) -> Found:
        found = Found(markable, span, candidate, confidence)
        self.resolved.found.append(found)
        if candidate != NOBODY:
            self.resolved.candidates.mention(candidate, markable)
        return found

    def _name_step(self, n: int, name: Name, placed: Placed) -> Callable[[], None]:
        def step() -> None:
            markable = self._markable(name.span.root, name.span, "name", "name")
            if markable is not None:
                group = NOBODY if placed.group is None else placed.group
                found = self._add(markable, name.span, group, placed.confidence)
                found.description = self.descriptions.get(n)

        return step

    def _nominal_step(self, nominal: Nominal) -> Callable[[], None]:
        def step() -> None:
            markable = self._markable(nominal.head, nominal.span, "nominal", NOUN, nominal)
            if markable is None:
                return
            candidate, confidence = self._bearer(nominal, markable)
            if candidate == NOBODY and nominal.definite and nominal.entity_type == "person":
                choice = self.chooser(markable, self.resolved.candidates)
                if choice.probability >= SURE_ENOUGH[NOUN]:
                    candidate, confidence = choice.candidate, choice.probability
            if candidate == NOBODY:
                candidate, confidence = len(self.resolved.candidates), 1.0
                self.resolved.candidates.append(Candidate(nominal.entity_type, False))
                person = nominal.entity_type == "person"
                if person and nominal.definite and nominal.lemma in lexicon.words("roles"):
                    office = Office(nominal.lemma, nominal.described)
                    self.resolved.offices[candidate] = office
            self._add(markable, nominal.span, candidate, confidence)
            bearer = self.resolved.candidates[candidate]
            self._call(candidate, nominal.lemma)
            if not bearer.is_named:
                bearer.described |= nominal.described
            if bearer.entity_type == "person" and markable.gender:
                bearer.genders[markable.gender] += 1

        return step

    def _bearer(self, nominal: Nominal, markable: Markable) -> tuple[int, float]:
        """Return whom a definite phrase stands for, if one and only one has been called so."""
        if not nominal.definite:
            return NOBODY, 0.0
        fitting: list[int] = []
        called = self.called.get((nominal.entity_type, nominal.lemma), {})
        for n in islice(reversed(called), MOST_CALLED):
            c = self.resolved.candidates[n]
            last = c.last_before(markable.head.i, markable.quotation)
            if last is not None and _agree(nominal, c):
                fitting.append(n)
                if len(fitting) > 1:
                    break
        if len(fitting) != 1:
            return NOBODY, 0.0
        bearer = self.resolved.candidates[fitting[0]]
        if not bearer.is_named:
            return fitting[0], SAME_NOUN
        return fitting[0], SAME_ROLE if bearer.entity_type == "person" else SAME_BODY

    def _leave(self, markable: Markable, span: Span, confidence: float) -> None:
        """Add *he* or *she* as somebody's, nobody can say whose; other pronouns mean no person."""
        if markable.kind in GENDER:
            self._add(markable, span, NOBODY, confidence)

    def _pronoun_step(self, token: Token, kind: str) -> Callable[[], None]:
        def step() -> None:
            span = token.doc[token.i : token.i + 1]
            markable = self._markable(token, span, "pronoun", kind)
            if markable is None:
                return
            choice = self.chooser(markable, self.resolved.candidates)
            enough = SURE_ENOUGH[model_of(kind)]
            if choice.candidate == NOBODY:
                self._leave(markable, span, min(1 - choice.probability, enough))
                return
            candidate = self.resolved.candidates[choice.candidate]
            unlikely = markable.gender and candidate.hint not in (None, markable.gender)
            if choice.probability < (EVIDENCE_AGAINST_NAME if unlikely else enough):
                self._leave(markable, span, min(choice.probability, enough))
                return
            self._add(markable, span, choice.candidate, choice.probability)
            if markable.gender and choice.probability >= EVIDENCE:
                candidate.pronouns[markable.gender] += 1

        return step


def _agree(nominal: Nominal, candidate: Candidate) -> bool:
    """Say whether what a phrase adds has been said of the candidate: the *French* president."""
    if nations_differ(nominal.described, candidate.described):
        return False
    if candidate.is_named:
        shared = nominal.described & candidate.described
        nations = {w for w in shared if w.title() in lexicon.demonyms()}
        return nominal.described <= candidate.described or bool(nations)
    return nominal.described <= candidate.described


# -- rows ------------------------------------------------------------------------------------


def _as_rows(analysis: Analysis, resolved: Resolved) -> Entities:
    """Make the rows; what has neither name nor office and is mentioned once is no entity."""
    article_id = analysis.article.article_id
    mentions_of: dict[int, list[Found]] = defaultdict(list)
    for found in resolved.found:
        mentions_of[found.candidate].append(found)
    ids: dict[int, str] = {}
    entities: list[Entity] = []
    for n, candidate in enumerate(resolved.candidates):
        mine = mentions_of[n]
        # An office is kept for the linker: another article may tell who holds it.
        lone = len(mine) < 2 and n not in resolved.offices
        if not mine or (lone and not candidate.is_named):
            continue
        entity = _entity(resolved, n, mine, article_id, len(ids))
        ids[n] = entity.entity_id
        entities.append(entity)
    entities = _distinct(entities)
    mentions: list[Mention] = []
    by_token: dict[int, str] = {}
    referents: dict[int, Referent] = {}
    for found in resolved.found:
        entity_id = ids.get(found.candidate)
        named = found.markable.form == "name"
        if entity_id is None and not (named or found.markable.form == "pronoun"):
            continue
        sentence = analysis.sentence_of(found.markable.head)
        assert sentence is not None
        start, end = found.span.start_char, found.span.end_char
        described = found.description
        mentions.append(
            Mention(
                mention_id=f"{article_id}:m{len(mentions) + 1:03}",
                article_id=article_id,
                sentence_id=sentence.sentence_id,
                entity_id=entity_id,
                start=start,
                end=end,
                text=analysis.article.text[start:end],
                mention_type=found.markable.form,
                description=None if described is None else described.text,
                description_start=None if described is None else described.start_char,
                description_end=None if described is None else described.end_char,
                confidence=round(found.confidence, 4),
            )
        )
        if entity_id is None:
            continue
        if described is not None and described.root.i not in by_token:
            # The singer Maria Keller: the tree may take either word for the head.
            referents.setdefault(described.root.i, Referent(entity_id, found.confidence))
        if named:
            by_token.update(dict.fromkeys(range(found.span.start, found.span.end), entity_id))
        else:
            referents[found.markable.head.i] = Referent(entity_id, found.confidence)
    return Entities(
        entities=sorted(entities, key=lambda e: e.entity_id),
        mentions=mentions,
        by_token=by_token,
        referents=referents,
        offices={ids[n]: office for n, office in resolved.offices.items() if n in ids},
        names={e.entity_id: e.name for e in entities},
        types={e.entity_id: e.entity_type for e in entities},
        named=frozenset(e.entity_id for e in entities if e.is_named),
    )


def _entity(resolved: Resolved, n: int, mine: list[Found], article_id: str, number: int) -> Entity:
    candidate = resolved.candidates[n]
    told = [f.description for f in mine if f.description is not None]
    description = max((" ".join(d.text.split()) for d in told), key=len, default=None)
    country = None
    is_country = False
    if candidate.is_named:
        group = resolved.groups[n]
        name = group.name
        entity_id = slug(candidate.entity_type, _stable_name(group))
        is_country = group.country is not None
        country = group.country or _country(group)
    else:
        # The fullest phrase; of as full ones the first, which introduces: a teacher, the teacher.
        nominals = (f.span for f in mine if f.markable.form == "nominal")
        phrase = max(nominals, key=lambda s: (len(s), -s.start))
        name = " ".join(phrase.text.split())
        entity_id = f"{candidate.entity_type}-{article_id}-{number:03}"
    return Entity(
        entity_id=entity_id,
        name=name,
        entity_type=candidate.entity_type,
        description=description,
        country_iso3=country,
        is_country=is_country,
        is_named=candidate.is_named,
        gender=candidate.gender_told if candidate.entity_type == "person" else None,
        n_articles=1,
        n_mentions=len(mine),
    )


def _stable_name(group: Group) -> str:
    """Return the name an id is made of: for a country the same whatever it is called."""
    if group.country is None:
        return group.name
    return next(c.name for c in lexicon.country_table() if c.iso3 == group.country)


def _country(group: Group) -> str | None:
    """Return the country of a capital or a people."""
    if group.entity_type == "place":
        return lexicon.capitals().get(group.name)
    return lexicon.peoples().get(group.name) if group.entity_type == "group" else None


def _distinct(entities: list[Entity]) -> list[Entity]:
    """Keep one of entities whose names fold to one id: their mentions are of the same."""
    seen: dict[str, Entity] = {}
    for e in entities:
        if e.entity_id in seen:
            first = seen[e.entity_id]
            e = replace(first, n_mentions=first.n_mentions + e.n_mentions)
        seen[e.entity_id] = e
    return list(seen.values())
