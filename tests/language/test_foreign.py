"""Any spaCy pipeline in the place of the shipped model."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from click.testing import CliRunner
from spacy.language import Language
from spacy.tokens import Doc, Span

from dataset.builder import read_text
from dataset.cli import cli
from dataset.errors import ModelError
from dataset.language import load, model_notices
from dataset.language.syntax import FALLBACK_FRAME

# What the stand-in knows of each word: tag, part of speech, label in the CLEAR style, and how
# far its head is. A real pipeline would be downloaded.
KNOWN = {
    "The": ("DT", "DET", "det", 1),
    "council": ("NN", "NOUN", "nsubj", 1),
    "closed": ("VBD", "VERB", "ROOT", 0),
    "the": ("DT", "DET", "det", 1),
    "bridge": ("NN", "NOUN", "dobj", -2),
    "in": ("IN", "ADP", "prep", -3),
    "Bergen": ("NNP", "PROPN", "pobj", -1),
    ".": (".", "PUNCT", "punct", -5),
}


@Language.component("stand_in", assigns=["token.dep"])
def stand_in(doc: Doc) -> Doc:
    for token in doc:
        tag, part, *_ = KNOWN.get(token.text, ("XX", "X", "dep", 0))
        token.tag_, token.pos_ = tag, part
    starts = [t.i for t in doc if t.is_sent_start] or [0]
    heads = []
    for token in doc:
        first = max(s for s in starts if s <= token.i)
        far = KNOWN.get(token.text, ("", "", "", 0))[3]
        heads.append(max(first, min(len(doc) - 1, token.i + far)))
    found = Doc(
        doc.vocab,
        words=[t.text for t in doc],
        spaces=[bool(t.whitespace_) for t in doc],
        tags=[t.tag_ for t in doc],
        pos=[t.pos_ for t in doc],
        heads=heads,
        deps=[KNOWN.get(t.text, ("", "", "dep", 0))[2] for t in doc],
    )
    found.set_ents([Span(found, t.i, t.i + 1, label="GPE") for t in found if t.text == "Bergen"])
    found.user_data.update(doc.user_data)
    return found


@pytest.fixture
def model(tmp_path: Path) -> Path:
    nlp = spacy.blank("en")
    nlp.add_pipe("stand_in")
    nlp.to_disk(tmp_path / "model")
    return tmp_path / "model"


def test_another_pipeline_fills_the_same_tables_and_says_what_it_lacks(model: Path) -> None:
    nlp = load(str(model))
    built = read_text("The council closed the bridge in Bergen.", name="a", nlp=nlp)
    (event,) = built.tables["events"].to_pylist()
    assert (event["actor"], event["lemma"], event["target"], event["place"]) == (
        "The council",
        "close",
        "the bridge",
        "Bergen",
    )
    assert event["confidence"] <= FALLBACK_FRAME
    assert built.tables["entities"].to_pylist()[0]["entity_type"] == "place"
    (notice,) = built.notices
    assert "no probabilities" in notice
    problems = built.tables["problems"].to_pylist()
    assert [(p["stage"], p["message"]) for p in problems] == [("analyse", notice)]
    assert model_notices(load()) == ()


def test_the_command_takes_a_folder_and_says_so(model: Path, tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("The council closed the bridge in Bergen.", encoding="utf-8")
    out = tmp_path / "t"
    done = CliRunner().invoke(
        cli, ["build", str(article), "--out", str(out), "--model", str(model)]
    )
    assert done.exit_code == 0, done.output
    assert "no probabilities" in done.stderr


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("no_such_model", "no English model can be loaded"),
        ("empty", "no English model can be loaded"),
        ("german", "not English"),
        ("blank", "sets no"),
    ],
)
def test_what_is_no_model_is_refused_in_one_line(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "empty").mkdir()
    spacy.blank("de").to_disk(tmp_path / "german")
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(ModelError, match=reason) as caught:
        load(str(tmp_path / name))
    assert "\n" not in str(caught.value)
