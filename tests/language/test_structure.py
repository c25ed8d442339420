"""Hard structure of news English: sentences and clauses of our own cases, as people read them.

``structure.yaml`` holds the cases; ``misses.txt`` those the parser is known to get wrong, so
that both a new fault and a mended one are noticed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from spacy.language import Language

from dataset.language import syntax
from dataset.language.view import Doc, Token

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "structure.yaml").read_text(encoding="utf-8"))
MISSES = {
    line for line in (HERE / "misses.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
}  # fmt: skip


def flat(text: str) -> str:
    return " ".join(text.split())


def find_verb(doc: Doc, name: str) -> Token | None:
    word, _, number = name.partition("#")
    found = [t for t in doc if t.text == word]
    place = int(number or 1) - 1
    return found[place] if place < len(found) else None


def span_text(part: syntax.Part | None) -> str | None:
    return None if part is None else flat(part.span.text)


def heads(parts: tuple[syntax.Part, ...]) -> list[str]:
    return [p.head.text for p in parts]


def view_of(doc: Doc, name: str, keys: set[str]) -> dict[str, Any]:
    """Return what the parser makes of a clause, for the keys a case gives."""
    verb = find_verb(doc, name)
    if verb is None or not syntax.is_verb(verb):
        return {"verb": None}
    clause = syntax.read_clause(verb)
    everything = {
        "verb": name,
        "subject": span_text(clause.subject),
        "passive_subject": span_text(clause.passive_subject),
        "objects": [span_text(p) for p in clause.objects],
        "indirect_object": span_text(clause.indirect_object),
        "agent": span_text(clause.agent),
        "obliques": [
            f"{p.preposition or ''} | {span_text(p)}".strip() for p in clause.obliques
        ],
        "complements": heads(clause.complements),
        "purposes": heads(clause.purposes),
        "reasons": heads(clause.reasons),
        "conditions": heads(clause.conditions),
        "auxiliaries": [t.text for t in clause.auxiliaries],
        "particle": clause.particle.text if clause.particle else None,
        "negated": clause.negated,
        "relation": clause.relation,
        "modifies": clause.modified.text if clause.modified else None,
    }  # fmt: skip
    return {k: everything[k] for k in keys}


def appositions_of(doc: Doc, names: list[str]) -> dict[str, str]:
    return {
        t.text: flat(syntax.phrase(a).text)
        for t in doc
        if t.text in names
        for a in syntax.appositions(t)
    }


def read(doc: Doc, case: dict[str, Any]) -> dict[str, Any]:
    """Return what the parser makes of a case, in the case's own form."""
    found: dict[str, Any] = {}
    if "sentences" in case:
        found["sentences"] = [flat(s.text) for s in doc.sents]
    if "clauses" in case:
        found["clauses"] = [view_of(doc, c["verb"], set(c)) for c in case["clauses"]]
    if "appositions" in case:
        found["appositions"] = appositions_of(doc, list(case["appositions"]))
    return found


def expected(case: dict[str, Any]) -> dict[str, Any]:
    wanted = {k: case[k] for k in ("sentences", "clauses", "appositions") if k in case}
    if "sentences" in wanted:
        wanted["sentences"] = [flat(s) for s in wanted["sentences"]]
    return wanted


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(c, id=c["name"], marks=[pytest.mark.xfail] if c["name"] in MISSES else [])
        for c in CASES
    ],
)
def test_structure_is_read_as_people_read_it(nlp: Language, case: dict[str, Any]) -> None:
    assert read(Doc(nlp(case["text"])), case) == expected(case)


def test_there_are_enough_cases_and_each_has_its_own_name() -> None:
    names = [c["name"] for c in CASES]
    assert len(names) == len(set(names)) >= 60
    assert set(names) >= MISSES
    assert len(MISSES) <= len(names) / 4
