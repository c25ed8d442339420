"""How sure a clause is: the parser's probabilities, calibrated on treebank clauses.

``python -m dataset.language.train`` fits the coefficients on one half of the documents of the
development parts; ``tests/benchmarks/pipeline.py`` reports on the other half.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from dataset.language import syntax
from dataset.language.scores import scores_of

if TYPE_CHECKING:
    from dataset.language.view import Token

# What the clause is judged by; the order is that of the coefficients. Tried and left out, as
# they did not lower the cross-entropy on documents not fitted on: the frame with clauses, the
# verb's tag, number agreement, the length of the sentence, the least sure arc.
SIGNALS = ("frame", "bounds", "subject", "one")
_TINY = 1e-4


def clause_signals(verb: Token) -> list[float]:
    """Return the signals of a clause of a Doc with probabilities, in the order of SIGNALS.

    Log odds of the frame and of the sentence's bounds, whether the verb has a subject of its
    own, and one.
    """
    scores = scores_of(verb)
    assert scores is not None
    return [
        _log_odds(syntax.frame_probability(verb)),
        _log_odds(scores.bounds),
        float(syntax.own_subject(verb) is not None),
        1.0,
    ]


def clause_confidence(verb: Token) -> float:
    """Return the probability that the clause's frame is right: subject, objects, agent.

    Without probabilities of arcs, :data:`dataset.language.syntax.FALLBACK_FRAME`.
    """
    scores = scores_of(verb)
    if scores is None:
        return syntax.FALLBACK_FRAME
    coefficients = verb.doc.calibration
    if not coefficients:
        return syntax.frame_probability(verb)
    total = float(np.dot(coefficients, clause_signals(verb)))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def fit(signals: Sequence[Sequence[float]], right: Sequence[bool]) -> list[float]:
    """Return coefficients of a logistic regression (Newton's method, a slight ridge)."""
    x: npt.NDArray[np.float64] = np.array(signals)
    y: npt.NDArray[np.float64] = np.array(right, dtype=np.float64)
    weights = np.zeros(x.shape[1])
    ridge = np.eye(x.shape[1])
    for _ in range(50):
        p = 1.0 / (1.0 + np.exp(-np.clip(x @ weights, -30, 30)))
        gradient = x.T @ (p - y) + ridge @ weights
        hessian = (x * (p * (1 - p))[:, None]).T @ x + ridge
        step = np.linalg.solve(hessian, gradient)
        weights -= step
        if np.abs(step).max() < 1e-9:
            break
    return [round(float(w), 4) for w in weights]


def _log_odds(p: float) -> float:
    p = max(_TINY, min(1 - _TINY, p))
    return math.log(p / (1 - p))
