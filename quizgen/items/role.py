"""Who is what: the role the article gives a person, among the roles of others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from quizgen.distractors import ENOUGH, WANTED, Distractor, shuffled
from quizgen.facts import Facts, RoleFact
from quizgen.facts.roles import same_role
from quizgen.items._proof import evidence_of, proof_of, rng_of
from quizgen.library import Library, Row
from quizgen.names import is_full_name, same_name
from quizgen.quiz import Item

# Whoever an article names more often is its main figure, and known from the rest of it.
MAX_MENTIONS: Final = 4


def make(library: Library, facts: Facts, seed: int, refused: Counter[str]) -> Iterator[Item]:
    """Yield an item for each person of the second row whose role can be told from others'."""
    for fact in facts.roles:
        article_id = fact.mention["article_id"]
        if not is_full_name(fact.person):
            refused["person is not named in full"] += 1
            continue
        named = library.times_named(article_id, fact.person)
        if named > MAX_MENTIONS:
            refused["role of a main figure"] += 1
            continue
        item_id = f"{fact.mention['mention_id']}-role"
        rng = rng_of(seed, item_id)
        wrong = _others(library, fact, facts)
        rng.shuffle(wrong)
        wrong = wrong[:WANTED]
        if len(wrong) < ENOUGH:
            refused["too few other roles"] += 1
            continue
        yield Item(
            item_id=item_id,
            type="multiple_choice",
            level="retrieve",
            question=f"Which role or position does the article give {fact.person['name']}?",
            key=fact.role,
            options=shuffled([fact.role, *(d.text for d in wrong)], rng),
            accept=(fact.role,),
            explanation=f"The article calls {fact.person['name']} “{fact.role}”.",
            evidence=evidence_of([fact.sentence]),
            proof=proof_of(
                rows=[fact.mention["mention_id"], fact.person["entity_id"]],
                template="role",
                unique="the other roles are other people's, and share few of the words",
                distractors=wrong,
                kind="role",
                confidence=fact.mention["confidence"],
            ),
        )


def _others(library: Library, fact: RoleFact, facts: Facts) -> list[Distractor]:
    """Return the roles of the article's other people that are not like any of this person's."""
    article_id = fact.mention["article_id"]
    own = [fact.role, *roles_of(library, article_id, fact.person)]
    surname = fact.person["name"].split()[-1].lower()
    found: list[Distractor] = []
    for other in facts.roles:
        if other.mention["article_id"] != article_id:
            continue
        if same_name(other.person["name"], fact.person["name"]):
            continue
        if any(same_role(other.role, role) for role in [*own, *(d.text for d in found)]):
            continue
        if surname in other.role.lower():
            continue
        found.append(Distractor(other.role, f"the role of {other.person['name']}"))
    return found


def roles_of(library: Library, article_id: str, person: Row) -> list[str]:
    """Return every role an article gives a person."""
    return [
        m["description"]
        for m in library.mentions_of[article_id]
        if m["entity_id"] == person["entity_id"] and m["description"]
    ]
