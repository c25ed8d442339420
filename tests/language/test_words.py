"""What is known of single words: how they are cut, their lemmas, whether they are names."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from dataset.language.gazetteer import KINDS, LONGEST_NAME, Gazetteer, normalise
from dataset.language.lemmas import lemma_of
from dataset.language.treebank import lemma_rule


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("pro-democracy", ["pro-democracy"]),
        ("anti-government march", ["anti-government", "march"]),
        ("a large-scale strike", ["a", "large", "-", "scale", "strike"]),
        ("a 20-year-old", ["a", "20", "-", "year", "-", "old"]),
        ("1939–1945", ["1939", "–", "1945"]),
        ("Apollo-11", ["Apollo", "-", "11"]),
        ("it works!!!", ["it", "works", "!!!"]),
        ("What?!", ["What", "?!"]),
        ("=====", ["====="]),
        ("don’t", ["do", "n’t"]),
        ("Keller’s", ["Keller", "’s"]),
        ("Smith et al. agree.", ["Smith", "et", "al.", "agree", "."]),
        ("bread, milk, etc.", ["bread", ",", "milk", ",", "etc."]),
        ("Lt. Col. Novak", ["Lt.", "Col.", "Novak"]),
        ("$2.5m", ["$", "2.5", "m"]),
        ("the U.S. economy", ["the", "U.S.", "economy"]),
    ],
)
def test_words_are_cut_as_the_treebanks_cut_them(
    nlp: Language, text: str, words: list[str]
) -> None:
    assert [t.text for t in nlp.make_doc(text)] == words


@given(st.text(st.sampled_from("aB1-–!?=.,’'\" \u00a0é"), max_size=40))
@settings(deadline=None)
def test_words_and_spaces_are_the_text(text: str) -> None:
    import dataset.language

    doc = dataset.language.load().make_doc(text)
    assert doc.text == text


@pytest.mark.parametrize(
    ("form", "upos", "xpos", "lemma"),
    [
        ("met", "VERB", "VBD", "meet"),
        ("found", "VERB", "VBD", "find"),
        ("left", "VERB", "VBN", "leave"),
        ("lay", "VERB", "VB", "lay"),
        ("lying", "VERB", "VBG", "lie"),
        ("Said", "VERB", "VBD", "say"),
        ("gon", "VERB", "VBG", "go"),
        ("’s", "AUX", "VBZ", "be"),
        ("’s", "AUX", "VBN", "have"),
        ("wo", "AUX", "MD", "will"),
        ("been", "AUX", "VBN", "be"),
        ("Belarus", "PROPN", "NNP", "Belarus"),
        ("children", "NOUN", "NNS", "child"),
        ("They", "PRON", "PRP", "they"),
    ],
)
def test_lemmas_without_a_rule(form: str, upos: str, xpos: str, lemma: str) -> None:
    assert lemma_of(form, upos, xpos) == lemma


WORDS = st.text("abcdefgéñß", min_size=1, max_size=10)


@given(WORDS, WORDS)
def test_a_lemma_rule_gives_the_lemma_it_was_made_of(form: str, lemma: str) -> None:
    assert lemma_of(form, "NOUN", "NN", lemma_rule(form, lemma)) == lemma


@given(WORDS, st.integers(0, 20), st.text("abc", max_size=4))
def test_no_rule_leaves_a_word_without_lemma(form: str, cut: int, added: str) -> None:
    assert lemma_of(form, "NOUN", "NNS", f"{cut}:{added}")


@pytest.fixture(scope="module")
def names() -> Gazetteer:
    return Gazetteer(
        {"New York": ["city"], "York": ["city"], "Jordan": ["given", "country"], "Łódź": ["city"]}
    )


def kinds(bits: int) -> list[str]:
    return [k for n, k in enumerate(KINDS) if bits >> n & 1]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("He left New York .", [[], [], ["city"], ["city"], []]),
        ("He left York", [[], [], ["city"]]),
        ("a new York", [[], [], ["city"]]),
        ("New", [[]]),
        ("Jordan spoke", [["given", "country"], []]),
        ("jordan spoke", [[], []]),
        ("NEW YORK", [["city"], ["city"]]),
        ("Lodz", [[]]),
        ("Łódź", [["city"]]),
    ],
)
def test_the_gazetteer_marks_the_longest_name(
    names: Gazetteer, words: str, expected: list[list[str]]
) -> None:
    assert [kinds(b) for b in names.flags(words.split())] == expected


@given(st.lists(st.sampled_from(["New", "York", "new", "Jordan", "", "’", "1"]), max_size=12))
def test_every_word_gets_a_mask(words: list[str]) -> None:
    found = Gazetteer({"New York": ["city"], "Jordan": ["given"]}).flags(words)
    assert len(found) == len(words)
    assert LONGEST_NAME >= 2


def test_names_are_looked_up_without_accents() -> None:
    assert normalise("Çağlar") == normalise("Caglar")
