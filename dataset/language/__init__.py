"""English: from text to tagged, parsed sentences with names marked.

:func:`load` returns the spaCy ``Language`` the builder uses. Only this package knows the
labels of the parser; the other rooms ask :mod:`dataset.language.syntax`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["load"]

SHIPPED = Path(__file__).parent / "model"


@cache
def load(model: str | Path | None = None) -> Language:
    """Return the English pipeline; the same object for the same model.

    Tokens have tag (Penn), pos, morph, lemma, head and dep (Universal Dependencies 2);
    ``doc.ents`` are PERSON, PLACE and ORG. ``nlp.meta`` tells sources, licences and scores.

    Args:
        model: a folder made by ``python -m dataset.language.train``; the shipped one if None.

    Raises:
        FileNotFoundError: the folder holds no model.
    """
    folder = Path(model) if model else SHIPPED
    for name in ("encoder.onnx", "vocab.txt", "meta.json"):
        if not (folder / name).is_file():
            raise FileNotFoundError(f"{folder}: holds no English model ({name} is missing)")
    import spacy

    # Importing registers the components.
    from dataset.language import parser, sentences  # noqa: F401

    nlp = spacy.blank("en")
    nlp.add_pipe("sentences")
    component = nlp.add_pipe("parser_onnx", config={"model": str(folder)})
    meta = component.meta  # type: ignore[attr-defined]
    nlp.meta.update(
        {k: meta[k] for k in ("name", "version", "description", "sources", "scores") if k in meta}
    )
    nlp.meta["license"] = meta.get("licence", "")
    return nlp
