"""Who is what: the person behind a role, or the role of a person."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator

from quizgen.distractors import ENOUGH, WANTED, Distractor, is_full_name, same_name, shuffled
from quizgen.facts import Facts, RoleFact
from quizgen.facts.roles import same_role
from quizgen.items._proof import evidence_of, names_of, proof_of, rng_of
from quizgen.library import Library, Row
from quizgen.quiz import Item


def make(library: Library, facts: Facts, seed: int, refused: Counter[str]) -> Iterator[Item]:
    """Yield an item a role: whom the article describes so."""
    for fact in facts.roles:
        article_id = fact.mention["article_id"]
        if not is_full_name(fact.person):
            refused["person is not named in full"] += 1
            continue
        own = {w.lower() for w in fact.person["name"].split()}
        if own & {w.lower() for w in fact.role.replace("’s", "").replace("'s", "").split()}:
            refused["answer in the question"] += 1
            continue
        item_id = f"{fact.mention['mention_id']}-role"
        rng = rng_of(seed, item_id)
        wrong = _others(library, fact, rng)[:WANTED]
        enough = len(wrong) >= ENOUGH
        key = fact.person["name"]
        yield Item(
            item_id=item_id,
            type="multiple_choice" if enough else "short_answer",
            level="retrieve",
            question=f"Who is described in the article as “{fact.role}”?",
            key=key,
            options=shuffled([key, *(d.text for d in wrong)], rng) if enough else (),
            accept=tuple(names_of(fact.person, library, article_id)),
            explanation=f"The article calls {key} “{fact.role}”.",
            evidence=evidence_of([fact.sentence]),
            proof=proof_of(
                rows=[fact.mention["mention_id"], fact.person["entity_id"]],
                template="role",
                unique="nobody else has a role of most of the same words",
                distractors=wrong if enough else (),
                kind="person",
                confidence=fact.mention["confidence"],
            ),
        )


def _others(library: Library, fact: RoleFact, rng: random.Random) -> list[Distractor]:
    """Return people of the article who have another role, then those with none beside a name."""
    article_id = fact.mention["article_id"]
    described, bare = [], []
    sentence = fact.sentence["text"]
    for person in library.entities_in(article_id, "person"):
        given = roles_of(library, article_id, person)
        words = person["name"].split()
        if (
            same_name(person["name"], fact.person["name"])
            or not is_full_name(person)
            or words[-1] in sentence
            or any(w.lower() in fact.role.lower() for w in words)
            or any(same_role(fact.role, role) for role in given)
            or any(same_name(person["name"], d.text) for d in described + bare)
        ):
            continue
        if given:
            described.append(Distractor(person["name"], f"described as {given[0]!r}"))
        elif person["n_mentions"] > 1:
            bare.append(Distractor(person["name"], "not described so"))
    rng.shuffle(described)
    rng.shuffle(bare)
    return described + bare


def roles_of(library: Library, article_id: str, person: Row) -> list[str]:
    """Return every role an article gives a person."""
    return [
        m["description"]
        for m in library.mentions_of[article_id]
        if m["entity_id"] == person["entity_id"] and m["description"]
    ]
