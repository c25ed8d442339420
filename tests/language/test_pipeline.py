"""The English pipeline as a whole: same sentence, same analysis; nothing breaks it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, Span

import dataset.language
from dataset.language.parser import SCORES
from dataset.language.sentences import BLOCKS, MAX_TOKENS, sentence_spans
from dataset.language.syntax import is_passive, is_verb, objects, subject

SENTENCES = (
    "The council closed the bridge on Monday.",
    "Peter Lindqvist met Maria Keller in Oslo.",
    "“We checked every stone,” said the mayor.",
    "Soldiers attacked the village, and farmers fled.",
)


def analysis_of(span: Span) -> list[tuple[Any, ...]]:
    """Return all the pipeline says of the words of a sentence, places counted from its start."""
    return [
        (t.text, t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_, t.head.i - t.i, t.ent_type_)
        for t in span
        if not t.is_space
    ]


def whole(doc: Doc) -> list[list[tuple[Any, ...]]]:
    return [analysis_of(s) for s in doc.sents]


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("joint", [" ", "\n\n", "   "])
def test_a_sentence_is_read_the_same_whatever_stands_around_it(
    nlp: Language, sentence: str, joint: str
) -> None:
    alone = whole(nlp(sentence))
    assert len(alone) == 1
    among = whole(nlp(joint.join([*SENTENCES, sentence, *SENTENCES[::-1]])))
    here = [a for a in among if a == alone[0]]
    assert len(among) == 2 * len(SENTENCES) + 1
    assert len(here) == 3


def test_pipe_gives_what_calls_give(nlp: Language) -> None:
    texts = [*SENTENCES, "", "  ", "\n\n".join(SENTENCES)]
    assert [whole(d) for d in nlp.pipe(texts, batch_size=3)] == [whole(nlp(t)) for t in texts]


def test_probabilities_are_given_for_every_word(nlp: Language) -> None:
    doc = nlp("\n\n".join(SENTENCES))
    scores = doc.user_data[SCORES]
    assert [i for s in scores for i in s.words] == [t.i for t in doc if not t.is_space]
    for s in scores:
        n = len(s.words)
        assert s.arcs.shape == s.core.shape == (n + 1, n + 1)
        assert s.arcs.sum(1) == pytest.approx(1, abs=1e-4)
        assert len(s.label) == len(s.tag) == len(s.entity) == n
        for values in (s.arcs, s.core, s.label, s.tag, s.entity):
            assert values.min() >= 0
            assert values.max() <= 1.0001


@pytest.mark.parametrize(
    ("sentence", "verb", "passive", "who", "whom"),
    [
        ("The council closed the bridge.", "closed", False, "council", ["bridge"]),
        ("The bridge was closed.", "closed", True, "bridge", []),
        ("Soldiers attacked the village.", "attacked", False, "Soldiers", ["village"]),
    ],
)
def test_plain_sentences_are_understood(
    nlp: Language, sentence: str, verb: str, passive: bool, who: str, whom: list[str]
) -> None:
    (token,) = [t for t in nlp(sentence) if is_verb(t)]
    found = subject(token)
    assert found is not None
    assert (token.text, is_passive(token), found.text) == (verb, passive, who)
    assert [o.text for o in objects(token)] == whom


def test_each_sentence_has_one_root_and_no_arc_leaves_it(nlp: Language) -> None:
    for sentence in nlp("\n".join(SENTENCES)).sents:
        assert len([t for t in sentence if t.dep_ == "ROOT"]) == 1
        assert all(t.head in sentence for t in sentence)


def test_sentences_never_cross_blocks(nlp: Language) -> None:
    text = "Bridge to be closed\n\nThe council\nhas met\n\nand closed the bridge"
    blocks = [(0, 19), (21, 40), (42, len(text))]
    by_paragraph = nlp(text)
    doc = nlp.make_doc(text)
    doc.user_data[BLOCKS] = [(0, 8), *blocks[1:]]
    doc = nlp(doc)
    assert [s.text.strip() for s in by_paragraph.sents] == [text[a:b] for a, b in blocks]
    for sentence in doc.sents:
        inside = [(a, b) for a, b in blocks if a <= sentence[0].idx < b]
        assert inside[0][0] <= sentence.start_char
        assert len(sentence.text.strip()) <= inside[0][1] - inside[0][0]


def test_a_sentence_without_end_is_cut(nlp: Language) -> None:
    doc = nlp("word " * 1000)
    assert [len(s) for s in doc.sents] == [MAX_TOKENS] * 8 + [1000 - 8 * MAX_TOKENS]


ODD = ["", " ", "\n\n \t", "\u00a0\u2003", "🙂", "🙂🎉 👨‍👩‍👧", "\x00\x01\x1b", "\u200b\u200d", "\ufeff",
       "\u202e\u2066", ".", "“", "’’’", "\n.\n.\n", "a" * 5000, "北京", "e\u0301" * 50]  # fmt: skip


@pytest.mark.parametrize("text", ODD, ids=ascii)
def test_odd_text_breaks_nothing(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    assert all(text[t.idx : t.idx + len(t)] == t.text for t in doc)
    assert [t.i for s in doc.sents for t in s] == list(range(len(doc)))


@given(st.text(st.sampled_from("aB1 .,?!\n“”\"'’-–é🙂\u00a0\u200b\x07"), max_size=60))
@settings(deadline=None, max_examples=40)
def test_tokens_map_back_to_the_text(text: str) -> None:
    doc = dataset.language.load()(text)
    assert doc.text == text
    assert all(text[t.idx : t.idx + len(t)] == t.text for t in doc)
    assert all(t.tag_ and t.pos_ and t.dep_ for t in doc)
    for sentence in doc.sents:
        assert len(sentence) <= MAX_TOKENS
        assert all(t.head in sentence for t in sentence)


@pytest.mark.parametrize(
    ("label", "text", "expected"),
    [
        ("two", "It rained. The sun came out.", ["It rained.", "The sun came out."]),
        ("title before a name", "He met Dr. Keller. She left.", ["He met Dr. Keller.", "She left."]),
        ("decimal", "It cost 2.5 million. It is new.", ["It cost 2.5 million.", "It is new."]),
        ("closing mark", "“We agree.” The mayor left.", ["“We agree.”", "The mayor left."]),
        ("question goes on", "“Will you go?” she asked. He did.",
         ["“Will you go?” she asked.", "He did."]),
        ("nothing", " \n ", []),
    ],
)  # fmt: skip
def test_sentence_bounds(label: str, text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in sentence_spans(text)] == expected, label


@given(st.text(st.sampled_from("aB1 .?!\n“”\")'’"), max_size=60))
@settings(deadline=None, max_examples=100)
def test_sentence_spans_run_on_and_hold_every_letter(text: str) -> None:
    spans = sentence_spans(text)
    flat = [offset for span in spans for offset in span]
    assert flat == sorted(flat)
    assert all(a < b for a, b in spans)
    assert all(text[a:b] == text[a:b].strip() for a, b in spans)
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())


def test_the_pipeline_is_loaded_once(nlp: Language) -> None:
    assert dataset.language.load() is nlp


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        dataset.language.load(tmp_path)
    message = f"{tmp_path}: holds no English model (encoder.onnx is missing)"
    assert str(caught.value) == message


def test_the_model_names_its_sources_licence_and_scores(nlp: Language) -> None:
    assert nlp.meta["name"]
    assert nlp.meta["license"]
    assert nlp.meta["sources"]
    assert nlp.meta["scores"]
