"""Elements of QTI 1.2: found by name, whatever their namespace; texts and metadata."""

from __future__ import annotations

from lxml import etree

from quizgen.read.xml import Element, words_of


def name_of(element: Element) -> str:
    """Return an element's name without its namespace; "" of comments and the like."""
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


def all_of(element: Element, *names: str) -> list[Element]:
    """Return an element and those in it that have one of some names."""
    return [e for e in element.iter() if name_of(e) in names]


def children_of(element: Element, *names: str) -> list[Element]:
    """Return the children of an element that have one of some names."""
    return [e for e in element if name_of(e) in names]


def first_of(element: Element, *names: str) -> Element:
    """Return the first of :func:`all_of`, or None."""
    return next((e for e in element.iter() if name_of(e) in names), None)


def fields_of(item: Element) -> dict[str, str]:
    """Return the fields of an item's metadata; names of Blackboard's elements are fields too."""
    fields: dict[str, str] = {}
    for metadata in children_of(item, "itemmetadata"):
        for each in all_of(metadata, "qtimetadatafield"):
            label, entry = first_of(each, "fieldlabel"), first_of(each, "fieldentry")
            if label is not None and entry is not None:
                fields.setdefault(words_of(label), words_of(entry))
        for each in metadata.iter():
            if name_of(each).startswith(("qmd_", "bbmd_")):
                fields.setdefault(name_of(each), words_of(each))
    return fields
