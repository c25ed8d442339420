"""Elements of QTI 2 and 3: their names in both versions, and the texts that students read."""

from __future__ import annotations

import html
import re

from lxml import etree

from quizgen.export._qti_elements import kebab
from quizgen.read.markup import BLOCKS, MEDIA, SILENT, PlainText, plain_text
from quizgen.read.xml import Element

MARK = "\ue000"  # stands for a gap while markup is read; a private character nobody writes
INLINE = ("textEntryInteraction", "inlineChoiceInteraction")


def name_of(element: Element) -> str:
    """Return an element's name of version 2, without its namespace; "" of what is no element."""
    if not isinstance(element.tag, str):
        return ""
    local: str = etree.QName(element).localname
    if not local.startswith("qti-"):
        return local
    return re.sub(r"-([a-z])", lambda m: m[1].upper(), local[4:])


def attribute(element: Element, name: str, default: str = "") -> str:
    """Return an attribute by its name of version 2; both spellings are known."""
    value: str | None = element.get(name)
    return (element.get(kebab(name), default) if value is None else value).strip(" \t\r\n")


def all_of(element: Element, *names: str) -> list[Element]:
    """Return an element and those in it that have one of some names."""
    return [e for e in element.iter() if name_of(e) in names]


def children_of(element: Element, *names: str) -> list[Element]:
    """Return the children of an element that have one of some names."""
    return [e for e in element if name_of(e) in names]


def is_part(root: Element) -> bool:
    """Return whether a document is of version 2 or 3, and no manifest."""
    return name_of(root) in {"assessmentItem", "assessmentTest", "assessmentSection"}


def plain_of(element: Element) -> PlainText:
    """Return the text a student reads in an element, its answers and feedback apart."""
    return plain_text(markup_of(element))


def markup_of(element: Element) -> str:
    """Return an element as HTML: gaps as marks; choices, feedback and the key left out."""
    inner = [html.escape(element.text or "")]
    for child in element:
        inner += [_shown(child), html.escape(child.tail or "")]
    return "".join(inner)


def _shown(element: Element) -> str:
    name = name_of(element)
    if name in INLINE or name == "gap":
        return MARK
    if name in {"feedbackInline", "feedbackBlock", "modalFeedback"}:
        return ""
    if name == "rubricBlock" and "candidate" not in attribute(element, "view", "candidate").split():
        return ""
    if name in {"simpleChoice", "simpleMatchSet", "gapText", "gapImg", "inlineChoice"}:
        return ""
    inner = markup_of(element)
    if name in MEDIA or name in SILENT:
        # Of what cannot be shown there is no text to keep, but that of formulas and tables.
        return f"<{name}>{inner}</{name}>"
    if name == "br":
        return "<br>"
    block = name in BLOCKS or name.endswith("Interaction") or name in {"prompt", "contentBody"}
    return f"<div>{inner}</div>" if block else f"<span>{inner}</span>"
