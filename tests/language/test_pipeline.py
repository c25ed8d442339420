"""The English pipeline as a whole: same sentence, same analysis; nothing breaks it."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, Span

import dataset.language
from dataset.language.parser import CUTS
from dataset.language.scores import SCORES, SentenceScores, scores_of
from dataset.language.syntax import is_passive, is_verb, objects, subject
from dataset.language.view import Doc as View
from dataset.language.windows import BLOCKS, MOST_WORDS, WORDS, Window, read_windows

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


def everything(doc: Doc) -> list[bytes]:
    """Return all the pipeline says of a Doc as bytes, probabilities included."""
    numbers = [np.asarray(a).tobytes() for s in doc.user_data[SCORES] for a in s]
    return [repr(whole(doc)).encode(), *numbers]


TEXTS = [*SENTENCES, "", "  ", "\n\n".join(SENTENCES), " ".join(SENTENCES * 12)]


def test_batches_and_order_change_no_byte(nlp: Language) -> None:
    expected = [everything(nlp(t)) for t in TEXTS]
    for size in (1, 3, 100):
        assert [everything(d) for d in nlp.pipe(TEXTS, batch_size=size)] == expected
    assert [everything(d) for d in nlp.pipe(TEXTS[::-1])] == expected[::-1]


def test_processes_change_no_byte(nlp: Language) -> None:
    expected = [everything(nlp(t)) for t in TEXTS]
    with warnings.catch_warnings():
        # Forking a process that has threads is deprecated in later Pythons; spaCy forks.
        warnings.simplefilter("ignore", DeprecationWarning)
        found = [everything(d) for d in nlp.pipe(TEXTS, n_process=2, batch_size=2)]
    assert found == expected


def test_threads_change_no_byte(nlp: Language) -> None:
    code = (
        "import sys; from dataset.language import load; from tests.language.test_pipeline import *\n"
        "print(hashlib.sha256(b''.join(b for t in TEXTS for b in everything(load()(t)))).hexdigest())"
    )
    digests = set()
    for n in ("1", "2", "4"):
        threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), n)
        done = subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, **threads},
            capture_output=True,
            text=True,
            check=True,
        )
        digests.add(done.stdout)
    assert len(digests) == 1
    own = hashlib.sha256(b"".join(b for t in TEXTS for b in everything(nlp(t)))).hexdigest()
    assert digests == {own + "\n"}


def test_probabilities_are_given_for_every_word(nlp: Language) -> None:
    doc = nlp("\n\n".join(SENTENCES))
    words = [t for t in doc if not t.is_space]
    assert [i for s in doc.user_data[SCORES] for i in SentenceScores(*s).words] == [
        t.i for t in words
    ]
    for token in (t for t in View(doc) if not t.is_space):
        s = scores_of(token)
        assert s is not None
        n = len(s.words)
        assert s.words[token.place - 1] == token.i
        assert s.arcs.shape == s.frame.shape == s.core.shape == (n + 1, n + 1)
        assert s.arcs[1:].sum(1) == pytest.approx(1, abs=0.05)
        assert len(s.label) == len(s.tag) == n + 1
        for values in (s.arcs, s.frame, s.core, s.label, s.tag, s.bounds):
            assert 0 <= np.min(values) <= np.max(values) <= 1.0001


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
    (token,) = [t for t in View(nlp(sentence)) if is_verb(t)]
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


def test_a_sentence_without_end_is_cut_and_says_so(nlp: Language) -> None:
    doc = nlp("word " * 2000)
    sizes = [len(s) for s in doc.sents]
    assert sum(sizes) == 2000
    assert max(sizes) <= MOST_WORDS
    starts = {s.start for s in doc.sents}
    assert doc.user_data[CUTS]
    assert set(doc.user_data[CUTS]) <= starts
    assert nlp("The council closed the bridge.").user_data[CUTS] == []


def test_a_long_sentence_is_read_whole(nlp: Language) -> None:
    middle = " and the road to the old town beyond the river" * 16
    doc = nlp(f"The council{middle} closed the bridge.")
    assert len(doc) > WORDS
    assert len(list(doc.sents)) == 1
    assert doc.user_data[CUTS] == []


def test_a_book_takes_time_in_proportion(nlp: Language) -> None:
    windows: list[int] = []
    doc = nlp.make_doc(" ".join(SENTENCES) * 1600)
    assert len(doc) > 50_000

    def read(window: Window) -> tuple[None, list[int]]:
        windows.append(len(window.words))
        return None, [n for n, i in enumerate(window.words) if doc[i - 1].text == "." and i]

    list(read_windows(doc, lambda i: 1, read))
    assert sum(windows) < 1.3 * len(doc)


@given(
    st.lists(st.sampled_from(["a", ".", ",", "\n\n", "word"]), max_size=700),
    st.lists(st.integers(0, 300), max_size=20),
)
@settings(deadline=None, max_examples=60)
def test_windows_hold_every_word_once_whatever_is_predicted(
    words: list[str], predicted: list[int]
) -> None:
    doc = dataset.language.load().make_doc(" ".join(words))
    held: list[int] = []
    n = 0

    def read(window: Window) -> tuple[None, list[int]]:
        nonlocal n
        n += 1
        assert len(window.words) <= MOST_WORDS
        return None, [p for p in predicted if 0 < p < len(window.words)]

    for found in read_windows(doc, lambda i: 1, read):
        held += found.window.words[: found.used]
        assert found.starts[0] == 0
        assert all(s < found.used for s in found.starts)
    assert held == [t.i for t in doc if not t.is_space]
    assert n <= 2 + 2 * len(held)


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
        assert len(sentence) <= MOST_WORDS
        assert all(t.head in sentence for t in sentence)


def test_the_pipeline_is_loaded_once(nlp: Language) -> None:
    assert dataset.language.load() is nlp


def test_the_model_names_its_sources_licence_and_scores(nlp: Language) -> None:
    assert nlp.meta["name"]
    assert nlp.meta["license"]
    assert nlp.meta["sources"]
    assert nlp.meta["scores"]
