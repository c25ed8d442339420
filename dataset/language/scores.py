"""Probabilities of an analysis: what the parser leaves on a Doc, and how to ask for it.

On the Doc they are plain lists and arrays, so that ``nlp.pipe(n_process=2)`` can carry them.
A Doc of another model has none; then :func:`scores_of` gives None. Words count from 1 in a
sentence's matrices: that is :attr:`dataset.language.view.Token.place`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from dataset.language.view import Token

Floats = npt.NDArray[np.float32]

# Keys of ``Doc.user_data``: a list of SentenceScores as plain sequences, the number of the
# sentence of each token (-1: none), and the coefficients of :mod:`dataset.language.confidence`.
SCORES, SENTENCE_OF, CALIBRATION = "sentence_scores", "sentence_of", "calibration"


class SentenceScores(NamedTuple):
    """Probabilities of the analysis of one sentence.

    ``words`` are the tokens' places in the Doc, white space left out. In the matrices words
    count from 1, and 0 is the root. ``arcs[d, h]`` is the probability that word d has head h;
    a row sums to less than 1 where the head may stand in another sentence. ``frame[d, h]``
    and ``core[d, h]`` are those that d, if under h, belongs to its frame (subject, object,
    passive subject, agent), or is any core argument, clauses included. ``label[d]`` is the
    probability of the label given, ``tag[d]`` of the tag; ``bounds`` that the sentence begins
    and ends where it does.
    """

    words: npt.NDArray[np.int32]
    arcs: Floats
    frame: Floats
    core: Floats
    label: Floats
    tag: Floats
    bounds: float


def scores_of(token: Token) -> SentenceScores | None:
    """Return the probabilities of the sentence of a word; None where the model gave none."""
    return token.scores
