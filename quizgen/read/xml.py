"""XML of others: nothing is fetched, no entity is resolved, and a fault is one clear line."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from quizgen.errors import QuizFileError

Element = Any  # of lxml, which has no types
AGAIN = "Export it once more from where it comes from."


def parse(data: bytes, name: str) -> Element:
    """Return the outermost element of an XML document.

    Raises:
        QuizFileError: it declares entities, with which few characters can mean a terabyte or
            a file of this computer.
        XMLSyntaxError: of lxml; it is no XML.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    root = etree.fromstring(data, parser)
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise QuizFileError(
            f"{name}: declares entities (<!ENTITY …>), which no quiz needs and harmful files "
            f"have. Take the declarations out, or do not use it."
        )
    return root


def parse_whole(data: bytes, name: str) -> Element:
    """Return the outermost element of a file that is an XML document.

    Raises:
        QuizFileError: it is no XML, or declares entities.
    """
    try:
        return parse(data, name)
    except etree.XMLSyntaxError as exc:
        raise QuizFileError(
            f"{name}:{exc.lineno or 1}: is no well-formed XML: {exc.msg}. {AGAIN}"
        ) from exc


def words_of(element: Element) -> str:
    """Return all text in an element on one line."""
    return one_line("".join(element.itertext()))


def one_line(text: str) -> str:
    """Return a text with white space as XML and HTML know it collapsed; other spaces are text."""
    return re.sub(r"[ \t\r\n\f]+", " ", text).strip(" ")
