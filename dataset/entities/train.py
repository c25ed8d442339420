"""Train the weights of :mod:`dataset.entities.antecedents` on GUM's coreference layer.

Run ``python -m dataset.entities.train GUM_TRAIN_FOLDER`` to write ``antecedents.json`` anew
(about two minutes, nearly all of it parsing). Each pronoun is one question with several
possible answers; the answers' probabilities are a softmax over summed feature weights, and the
sum of those of the right answers is made as likely as can be, with an L2 penalty.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dataset.analysis import Analysis
from dataset.entities.antecedents import (
    NOBODY,
    Candidate,
    Candidates,
    Choice,
    Markable,
    features,
    model_of,
)
from dataset.entities.gold import (
    GoldDocument,
    analyse_document,
    gold_of,
    read_documents,
    resolve_document,
)
from dataset.language import load

Weights = dict[str, dict[str, float]]

# Chosen by leaving documents out (ten folds of GUM train): .3, 1 and 3 differ by under 1 point.
PENALTY = 1.0
STEPS = 400
RATE = 0.1
# Where a pronoun is a speaker, GUM says little: it has few reporting verbs. What is known from
# news (of 166 pronouns that speak, read by hand, 84 in 100 mean the last named speaker, 90
# one of the last two) is where these weights start, and where the penalty draws them to.
PRIOR = {"person": {"speaks again 0": 1.7, "speaks again 1": 0.5}}
# Weights of features seen less often than this are noise.
MIN_SEEN = 5


@dataclass(frozen=True, slots=True)
class Question:
    """A pronoun of the treebank: each possible answer's features, and which are right."""

    document: str
    model: str
    options: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]


def read_questions(document: GoldDocument, analysis: Analysis) -> list[Question]:
    """Return the questions of a document, each asked with all before it answered rightly."""
    # By place: the article is read twice, and only the second reading counts.
    questions: dict[int, Question] = {}

    def ask(markable: Markable, candidates: Candidates) -> Choice:
        options = features(markable, candidates)
        wanted = document.heads.get(markable.head.idx)
        right = {
            n
            for n in options
            if n != NOBODY and wanted is not None and _entity(candidates[n], document) == wanted
        } or {NOBODY}
        questions[markable.head.i] = Question(
            document.name,
            model_of(markable.kind),
            tuple(tuple(f) for f in options.values()),
            tuple(n in right for n in options),
        )
        return Choice(min(right), 1.0)

    resolve_document(analysis, ask)
    return list(questions.values())


def _entity(candidate: Candidate, document: GoldDocument) -> str | None:
    votes = Counter(
        entity
        for m in candidate.markables
        if m.form != "pronoun" and (entity := gold_of(m, document)) is not None
    )
    return max(votes, key=lambda e: (votes[e], e)) if votes else None


def fit(questions: Iterable[Question], *, penalty: float = PENALTY) -> Weights:
    """Return the weights of each model, rounded so that the file reads well."""
    by_model: dict[str, list[Question]] = defaultdict(list)
    for question in questions:
        by_model[question.model].append(question)
    return {
        model: _fit_one(asked, penalty, PRIOR.get(model, {}))
        for model, asked in sorted(by_model.items())
    }


def _fit_one(
    questions: Sequence[Question], penalty: float, known: Mapping[str, float]
) -> dict[str, float]:
    seen = Counter(f for q in questions for option in q.options for f in set(option))
    names = sorted({f for f, n in seen.items() if n >= MIN_SEEN} | known.keys())
    index = {f: n for n, f in enumerate(names)}
    rows: list[np.ndarray] = []
    owners: list[int] = []
    right: list[bool] = []
    for n, q in enumerate(questions):
        for option, is_right in zip(q.options, q.right, strict=True):
            row = np.zeros(len(names))
            row[[index[f] for f in option if f in index]] = 1.0
            rows.append(row)
            owners.append(n)
            right.append(is_right)
    x, owner, good = np.array(rows), np.array(owners), np.array(right)
    prior = np.array([known.get(f, 0.0) for f in names])
    weights = prior.copy()
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        scores = np.exp(x @ weights)
        total = np.bincount(owner, scores)
        total_right = np.bincount(owner, scores * good)
        expected = scores / total[owner]
        wanted = scores * good / total_right[owner]
        gradient = x.T @ (expected - wanted) + penalty * (weights - prior)
        # Adam: no matrix of second derivatives, and no line search to go wrong.
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        rate = RATE * (1 - step / (STEPS + 1))
        weights -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return {f: round(float(w), 3) for f, w in zip(names, weights, strict=True)}


def write(weights: Mapping[str, Mapping[str, float]], path: Path) -> None:
    """Write the weights with what they were trained on."""
    about = (
        "Log-linear weights of dataset/entities/antecedents.py, trained by dataset/entities/"
        "train.py on the coreference annotation of GUM (CC BY 4.0, https://gucorpling.org/gum/)."
    )
    text = json.dumps({"about": about, "weights": weights}, indent=1, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")


def main(folder: Path) -> None:
    """Train on all documents of a folder and replace ``antecedents.json``."""
    nlp = load()
    questions: list[Question] = []
    for document in read_documents(nlp, sorted(folder.glob("*.conllu"))):
        questions += read_questions(document, analyse_document(nlp, document))
    write(fit(questions), Path(__file__).with_name("antecedents.json"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
