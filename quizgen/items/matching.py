"""Match what belongs together: people and roles, statements and speakers, events and dates."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from string import ascii_uppercase
from typing import Final, NamedTuple

from quizgen.facts import EventFact, Facts, QuoteFact, RoleFact
from quizgen.facts.roles import same_role
from quizgen.items._asking import undated
from quizgen.items._proof import content_words, evidence_for, evidence_of, proof_of, rng_of
from quizgen.items.role import roles_of
from quizgen.items.said_which import printed
from quizgen.items.who_said import by_speaker, quote_fault
from quizgen.library import Library
from quizgen.names import is_full_name, same_name
from quizgen.quiz import Evidence, Item
from quizgen.wording import format_date, read_date

PAIRS: Final = range(3, 6)
QUOTE_WORDS: Final = range(6, 27)
EVENT_WORDS: Final = 20


class _Pair(NamedTuple):
    """What is numbered on the left, and what it is to be matched with."""

    left: str
    right: str
    rows: tuple[str, ...]
    evidence: tuple[Evidence, ...]


def make(library: Library, facts: Facts, seed: int, refused: Counter[str]) -> Iterator[Item]:  # noqa: ARG001
    """Yield up to three items an article: of roles, of statements, of dates.

    Of several articles together there is one more: who said what in which of them.
    """
    if len(library.articles) > 1:
        pairs, spares = _speakers(library, facts, list(library.articles))
        if len({p.evidence[0].article_id for p in pairs}) > 1 and len(pairs) >= PAIRS.stop:
            question = "Match each statement, whichever article it stands in, with its speaker."
            yield _item("all:matching-speaker", "speaker", question, pairs, spares, seed)
    for article_id in library.articles:
        for kind, question, pairs, spares in (
            ("role", "Match each role or position with the person who has it in the article.",
             *_roles(library, facts, article_id)),
            ("speaker", "Match each statement with the person who made it.",
             *_speakers(library, facts, [article_id])),
            ("date", "Match each event with its date.", *_dates(library, facts, article_id)),
        ):  # fmt: skip
            # A pair that is not asked serves as the spare, too.
            if len(pairs) < PAIRS.start or not (spares or len(pairs) >= PAIRS.stop):
                continue
            yield _item(f"{article_id}:matching-{kind}", kind, question, pairs, spares, seed)


def _item(
    item_id: str, kind: str, question: str, pairs: Sequence[_Pair], spares: Sequence[str], seed: int
) -> Item:
    rng = rng_of(seed, item_id)
    chosen = sorted(rng.sample(list(pairs), min(len(pairs), PAIRS.stop - 1)), key=_place)
    # One answer too many, so that the last pair does not follow from the others.
    unused = [p.right for p in pairs if p not in chosen]
    options = sorted([p.right for p in chosen] + [rng.choice(unused or sorted(spares))])
    if kind == "date":
        options.sort(key=read_date)
    else:
        rng.shuffle(options)
    letters = {option: ascii_uppercase[at] for at, option in enumerate(options)}
    key = ", ".join(f"{n}-{letters[p.right]}" for n, p in enumerate(chosen, 1))
    return Item(
        item_id=item_id,
        type="matching",
        level="integrate",
        question=question,
        key=key,
        premises=tuple(p.left for p in chosen),
        options=tuple(options),
        accept=(key,),
        points=len(chosen),
        explanation="; ".join(f"{n}: {p.right}" for n, p in enumerate(chosen, 1)) + ".",
        evidence=tuple(e for p in chosen for e in p.evidence[:1]),
        proof=proof_of(
            rows=[row for p in chosen for row in p.rows],
            template=f"matching_{kind}",
            unique="each of the answers fits one line only",
            kind=kind,
            pairs={p.left: p.right for p in chosen},
            spare=next(o for o in options if o not in {p.right for p in chosen}),
        ),
    )


def _place(pair: _Pair) -> tuple[str, int]:
    return pair.evidence[0].article_id, pair.evidence[0].start


def _roles(library: Library, facts: Facts, article_id: str) -> tuple[list[_Pair], list[str]]:
    own = [f for f in facts.roles if f.mention["article_id"] == article_id]
    fit = [f for f in own if is_full_name(f.person) and _is_single(f, own)]
    names = {f.person["name"] for f in own}
    spares = [
        p["name"]
        for p in library.entities_in(article_id, "person")
        if is_full_name(p)
        and library.times_named(article_id, p) > 1
        and not any(same_name(p["name"], n) for n in names)
        and not roles_of(library, article_id, p)
    ]
    pairs = [
        _Pair(f.role, f.person["name"], (f.mention["mention_id"],), evidence_of([f.sentence]))
        for f in fit
    ]
    return pairs, spares


def _is_single(fact: RoleFact, others: Sequence[RoleFact]) -> bool:
    """Say whether a role holds for nobody else of the list, nor names one of them."""
    words = {w.lower().removesuffix("'s").removesuffix("’s") for w in fact.role.split()}
    return all(
        not same_role(fact.role, other.role)
        and not same_name(fact.person["name"], other.person["name"])
        for other in others
        if other is not fact
    ) and not any(words & {w.lower() for w in other.person["name"].split()} for other in others)


def _speakers(
    library: Library, facts: Facts, article_ids: Sequence[str]
) -> tuple[list[_Pair], list[str]]:
    by_entity: dict[str, list[QuoteFact]] = defaultdict(list)
    for (article_id, entity_id), own in by_speaker(facts).items():
        if article_id in article_ids:
            by_entity[entity_id] += own
    names = [own[0].speaker["name"] for own in by_entity.values()]
    pairs: list[_Pair] = []
    for own in by_entity.values():
        fit = [f for f in own if _is_matchable(library, f, names)]
        if fit and is_full_name(fit[0].speaker):
            fact = min(fit, key=lambda f: len(f.words))
            pairs.append(
                _Pair(
                    printed(fact),
                    fact.speaker["name"],
                    (fact.quote["quote_id"],),
                    evidence_of(fact.sentences, fact.quote["sentence_id"]),
                )
            )
    taken = {p.right for p in pairs}
    spares = [n for n in names if n not in taken and len(n.split()) > 1]
    spares += [
        p["name"]
        for article_id in article_ids
        for p in library.entities_in(article_id, "person")
        if is_full_name(p)
        and library.times_named(article_id, p) > 1
        and not any(same_name(p["name"], n) for n in names)
    ]
    return pairs, spares


def _is_matchable(library: Library, fact: QuoteFact, names: Sequence[str]) -> bool:
    if len(fact.words.split()) not in QUOTE_WORDS or quote_fault(library, fact):
        return False
    words = set(fact.words.lower().split())
    return not any(n.split()[-1].lower() in words for n in names)


def _dates(library: Library, facts: Facts, article_id: str) -> tuple[list[_Pair], list[str]]:
    by_date: dict[str, list[_Pair]] = defaultdict(list)
    for fact in dated_facts(facts, article_id):
        line = undated(library, fact)
        date = format_date(
            fact.date,  # type: ignore[arg-type]
            precision=str(fact.precision),
            day_first=library.writes_day_first(article_id),
        )
        if fact.precision == "day" and fits_list(line):
            by_date[date].append(_Pair(line, date, (fact.event["event_id"],), evidence_for(fact)))
    pairs = [group[0] for group in by_date.values()]
    published = library.articles[article_id]["date"]
    spares = []
    if published is not None:
        day = format_date(published.date(), day_first=library.writes_day_first(article_id))
        spares = [day] if day not in by_date else []
    return pairs, spares


def dated_facts(facts: Facts, article_id: str) -> list[EventFact]:
    """Return an article's finished events of known date, in text order."""
    return [
        f
        for f in facts.events
        if f.article_id == article_id and f.date is not None and f.event["tense"] == "past"
    ]


def fits_list(line: str) -> bool:
    """Say whether a statement can stand as a line of a list: short, and telling enough."""
    return len(line.split()) <= EVENT_WORDS and len(set(content_words(line))) >= PAIRS.start
