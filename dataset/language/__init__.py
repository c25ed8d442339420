"""English: from text to sentences that are tagged and parsed, with names marked.

:func:`load` returns the spaCy ``Language`` the builder uses. Only this package knows the
labels of the parser; the other rooms ask :mod:`dataset.language.syntax`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["load", "model_notices"]

SHIPPED = Path(__file__).parent / "model"


@cache
def load(model: str | Path | None = None) -> Language:
    """Return the English pipeline; the same object for the same model.

    Tokens have tag (Penn), pos, morph, lemma, head and dep (Universal Dependencies 2);
    ``doc.ents`` are PERSON, PLACE and ORG. ``nlp.meta`` tells sources, licences and scores.

    Args:
        model: a folder made by ``python -m dataset.language.train``, or the name or folder of
            any spaCy pipeline with a tagger and a parser; the shipped model if None.

    Raises:
        ModelError: there is no such model, or it does not parse.
    """
    from dataset.language.parser import FILES

    folder = Path(model) if model else SHIPPED
    if model and not all((folder / name).is_file() for name in FILES):
        from dataset.language.foreign import load_foreign

        return load_foreign(str(model))
    import spacy

    from dataset.language.tokenizer import make_tokenizer

    nlp = spacy.blank("en")
    nlp.tokenizer = make_tokenizer(nlp.vocab)
    component = nlp.add_pipe("parser_onnx", config={"model": str(folder)})
    meta = component.meta  # type: ignore[attr-defined]
    nlp.meta.update(
        {k: meta[k] for k in ("name", "version", "description", "sources", "scores") if k in meta}
    )
    nlp.meta["license"] = meta.get("licence", "")
    return nlp


def model_notices(nlp: Language) -> tuple[str, ...]:
    """Return what a user should know of a pipeline's output, as plain lines."""
    if nlp.has_pipe("parser_onnx"):
        return ()
    from dataset.language.syntax import FALLBACK_FRAME

    return (
        "this model gives no probabilities of its trees: the confidence of every event starts "
        f"at {FALLBACK_FRAME}, which is less than quizgen needs to ask about it",
    )
