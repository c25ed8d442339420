"""The view says of every word and stretch what spaCy says of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc as Parsed
from spacy.vocab import Vocab

from dataset.language.view import Doc, Span

TEXTS = (
    "",
    "  \n",
    "Bridge closed",
    "The council of Bergen closed the old bridge on Monday, said mayor Maria Keller.\n\n"
    "“It is  not safe,” she added; 250 people – among them Ben's sons – had asked for two\n"
    "inspections (the last in 2019) before the union's lawyer called it a hazard.",
)
WORD = ("text", "lower_", "lemma_", "pos_", "tag_", "dep_", "ent_type_", "whitespace_", "i", "idx")
FLAG = ("is_punct", "is_space", "like_num")


def stretch(span: object) -> tuple[int, int, str, str]:
    return span.start, span.end, span.text, span.label_  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", TEXTS, ids=["nothing", "spaces", "headline", "article"])
def test_every_word_is_what_spacy_says(nlp: Language, text: str) -> None:
    parsed = nlp(text)
    view = Doc(parsed)
    assert view.text == parsed.text
    assert len(view) == len(parsed)
    for ours, theirs in zip(view, parsed, strict=True):
        assert [getattr(ours, a) for a in (*WORD, *FLAG)] == [
            getattr(theirs, a) for a in (*WORD, *FLAG)
        ]
        assert ours.head.i == theirs.head.i
        assert [c.i for c in ours.children] == [c.i for c in theirs.children]
        assert [c.i for c in ours.lefts] == [c.i for c in theirs.lefts]
        assert [t.i for t in ours.subtree] == [t.i for t in theirs.subtree]
        assert (ours.left_edge.i, ours.right_edge.i) == (theirs.left_edge.i, theirs.right_edge.i)
        assert stretch(ours.sent) == stretch(theirs.sent)
    assert [stretch(s) for s in view.sents] == [stretch(s) for s in parsed.sents]
    assert [stretch(e) for e in view.ents] == [stretch(e) for e in parsed.ents]


def test_every_stretch_has_spacys_root_and_text(nlp: Language) -> None:
    parsed = nlp(TEXTS[-1])
    view = Doc(parsed)
    for start in range(len(parsed)):
        for end in range(start + 1, min(start + 12, len(parsed)) + 1):
            ours, theirs = view[start:end], parsed[start:end]
            assert (ours.root.i, stretch(ours)) == (theirs.root.i, stretch(theirs))
            assert (ours.start_char, ours.end_char) == (theirs.start_char, theirs.end_char)


def test_a_root_may_be_a_mark_or_below_others() -> None:
    heads = [2, 2, 3, 3, 3]
    parsed = Parsed(
        Vocab(), words=["a", ",", "b", "c", "."], heads=heads, deps=["dep"] * 3 + ["ROOT", "punct"]
    )
    view = Doc(parsed)
    for start in range(5):
        for end in range(start + 1, 6):
            assert view[start:end].root.i == parsed[start:end].root.i


@given(
    st.integers(-3, 300), st.integers(-3, 300), st.sampled_from(["strict", "contract", "expand"])
)
def test_stretches_of_characters_are_found_as_spacy_finds_them(
    nlp: Language, start: int, end: int, mode: str
) -> None:
    parsed = _parsed(nlp)
    theirs = parsed.char_span(start, end, alignment_mode=mode) if start < end else None
    ours = Doc(parsed).char_span(start, end, alignment_mode=mode) if start < end else None  # type: ignore[arg-type]
    assert (ours is None) == (theirs is None)
    if ours is not None and theirs is not None:
        assert (ours.start, ours.end) == (theirs.start, theirs.end)


_PARSED: list[Parsed] = []


def _parsed(nlp: Language) -> Parsed:
    if not _PARSED:
        _PARSED.append(nlp(TEXTS[-1]))
    return _PARSED[0]


@given(st.integers(-9, 9), st.integers(-9, 9))
def test_slices_are_cut_as_spacy_cuts_them(start: int, end: int) -> None:
    parsed = Parsed(Vocab(), words=list("abcdef"), heads=[0] * 6, deps=["ROOT", *["dep"] * 5])
    view = Doc(parsed)
    ours, theirs = view[start:end], parsed[start:end]
    assert (ours.start, ours.end) == (theirs.start, theirs.end)
    inner, other = view[1:5][start:end], parsed[1:5][start:end]
    assert (inner.start, inner.end) == (other.start, other.end)


def test_places_outside_a_stretch_are_errors() -> None:
    parsed = Parsed(Vocab(), words=list("abc"), heads=[0] * 3, deps=["ROOT", "dep", "dep"])
    view = Doc(parsed)
    for index in (-3, 2):
        with pytest.raises(IndexError):
            view[0:2][index]
    with pytest.raises(IndexError):
        view[0].nbor(-1)
    with pytest.raises(IndexError):
        view[2].nbor()
    assert view[0].nbor(2) is view[2]


def test_stretches_are_equal_where_their_words_and_kind_are() -> None:
    parsed = Parsed(Vocab(), words=list("abc"), heads=[0] * 3, deps=["ROOT", "dep", "dep"])
    view = Doc(parsed)
    assert view[0:2] == Span(view, 0, 2)
    assert {view[0:2], Span(view, 0, 2)} == {view[0:2]}
    assert view[0:2] != Span(view, 0, 2, "PERSON")
    assert view[0:2] != Doc(parsed)[0:2]
