"""Any other spaCy pipeline in the place of the shipped model: ``--model en_core_web_trf``.

Its labels become Universal Dependencies, its names the three kinds of ours, and its sentences
stay within the blocks of the article. It gives no probabilities of arcs, so confidence falls
back to a fixed value (:data:`dataset.language.syntax.FALLBACK_FRAME`), and the build says so.
"""

from __future__ import annotations

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from dataset.errors import ModelError
from dataset.language.clearnlp import is_clearnlp, to_universal
from dataset.language.lemmas import lemma_of
from dataset.language.windows import words_of

# Kinds of names as English pipelines call them; all other kinds (dates, peoples …) are dropped.
KINDS = {
    "PERSON": "PERSON",
    "PER": "PERSON",
    "GPE": "PLACE",
    "LOC": "PLACE",
    "FAC": "PLACE",
    "PLACE": "PLACE",
    "ORG": "ORG",
}
_SAMPLE = "The council of Bergen closed the old bridge on Monday."


def load_foreign(name: str) -> Language:
    """Return a spaCy pipeline that reads as the shipped one does, probabilities excepted.

    Args:
        name: of an installed package, or a folder.

    Raises:
        ModelError: there is no such pipeline, it is not English, or it does not parse.
    """
    try:
        nlp = spacy.load(name)
    except (OSError, ValueError, ImportError) as exc:
        # E050, E053: there is no pipeline there; other reasons tell what is wrong with it.
        missing = any(code in str(exc) for code in ("E050", "E053"))
        reason = "" if missing else f" ({str(exc).splitlines()[0][:200]})"
        raise ModelError(
            f"{name}: no English model can be loaded from it{reason}. Give the name of an "
            "installed spaCy pipeline, its folder, or a folder made by "
            "`python -m dataset.language.train`."
        ) from exc
    if nlp.lang != "en":
        raise ModelError(f"{name}: reads “{nlp.lang}”, not English. Give an English pipeline.")
    nlp.add_pipe("block_starts", first=True)
    nlp.add_pipe("universal", last=True)
    sample = nlp(_SAMPLE)
    for layer in ("TAG", "POS", "DEP"):
        if not sample.has_annotation(layer):
            raise ModelError(
                f"{name}: sets no {layer}. Give a pipeline with a tagger and a parser."
            )
    return nlp


@Language.component("block_starts", assigns=["token.is_sent_start"])
def mark_blocks(doc: Doc) -> Doc:
    """Begin a sentence where a block begins; parsers leave such beginnings as they are."""
    words = words_of(doc)
    for place, opens in zip(words.words, words.opens, strict=True):
        if opens and place:
            doc[place].is_sent_start = True
    return doc


@Language.component("universal", requires=["token.dep"], assigns=["token.dep", "doc.ents"])
def make_universal(doc: Doc) -> Doc:
    """Rewrite labels and kinds of names, and fill in lemmas where there are none."""
    if is_clearnlp(t.dep_ for t in doc):
        to_universal(doc)
    for token in doc:
        if not token.lemma_:
            token.lemma_ = lemma_of(token.text, token.pos_, token.tag_)
    doc.set_ents(
        [Span(doc, e.start, e.end, label=KINDS[e.label_]) for e in doc.ents if e.label_ in KINDS]
    )
    return doc
