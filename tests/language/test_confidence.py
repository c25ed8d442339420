"""How sure a clause is: plain ones more than tangled ones, and as often right as it says."""

from __future__ import annotations

import numpy as np
import pytest
from spacy.language import Language
from spacy.tokens import Doc

from dataset.language import syntax
from dataset.language.confidence import SIGNALS, clause_confidence, clause_signals, fit
from dataset.language.view import Doc as View
from dataset.language.view import Token


def verb(doc: View, word: str) -> Token:
    return next(t for t in doc if t.text == word)


def test_the_fit_finds_the_odds_that_made_the_data() -> None:
    rng = np.random.default_rng(0)
    x = np.column_stack([rng.normal(size=20_000), rng.normal(size=20_000), np.ones(20_000)])
    true = np.array([1.5, -0.5, 0.7])
    y = rng.random(20_000) < 1 / (1 + np.exp(-x @ true))
    assert fit(x.tolist(), y.tolist()) == pytest.approx(true, abs=0.1)


def test_a_signal_that_never_varies_breaks_nothing() -> None:
    assert len(fit([[1.0, 1.0]] * 10, [True] * 10)) == 2


def test_each_clause_has_its_signals_and_a_probability(nlp: Language) -> None:
    doc = View(nlp("The council closed the bridge. It was said that Maria Keller had left."))
    for word in ("closed", "said", "left"):
        assert len(clause_signals(verb(doc, word))) == len(SIGNALS)
        assert 0 < clause_confidence(verb(doc, word)) < 1


def test_plain_clauses_are_surer_than_tangled_ones(nlp: Language) -> None:
    plain = View(nlp("The council closed the bridge on Monday."))
    text = "Given closed the bridge council ministers the, old man the boats raced fell."
    tangled = View(nlp(text))
    assert clause_confidence(verb(plain, "closed")) > 0.95
    for token in tangled:
        if syntax.is_verb(token):
            assert clause_confidence(token) < clause_confidence(verb(plain, "closed"))


def test_without_probabilities_it_falls_back() -> None:
    from spacy.vocab import Vocab

    parsed = Doc(
        Vocab(), words=["Snow", "fell"], pos=["NOUN", "VERB"], heads=[1, 1], deps=["nsubj", "ROOT"]
    )
    doc = View(parsed)
    assert clause_confidence(doc[1]) == syntax.FALLBACK_FRAME
    assert syntax.read_clause(doc[1]).probability == syntax.FALLBACK_FRAME
    assert syntax.arc_probability(doc[0]) == syntax.FALLBACK_ARC
