"""Elements of QTI, by their names of version 2.1: how they are made, declarations and rules."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from xml.etree import ElementTree as ET

LENGTH_STEP = 20  # what is expected to be typed must not tell how long the answer is

# Elements that are HTML's, which version 3.0 does not rename.
HTML = frozenset("div h2 p strong".split())


def element(name: str, *content: ET.Element | str, **attributes: object) -> ET.Element:
    """Return an element with what is in it; ``class_`` is its class, True is ``"true"``."""
    made = ET.Element(name)
    for key, value in attributes.items():
        told = str(value).lower() if isinstance(value, bool) else str(value)
        made.set("xml:lang" if key == "lang" else key.rstrip("_"), told)
    for part in content:
        if not isinstance(part, str):
            made.append(part)
        elif len(made):
            made[-1].tail = (made[-1].tail or "") + part
        else:
            made.text = (made.text or "") + part
    return made


def translate(root: ET.Element) -> None:
    """Turn the names of elements and attributes of version 2.1 into those of version 3.0."""
    for part in root.iter():
        if part.tag in HTML:
            continue
        part.tag = f"qti-{kebab(part.tag)}"
        for name in list(part.attrib):
            # In their own order, as ElementTree writes them.
            part.set(kebab(name), part.attrib.pop(name))


def kebab(name: str) -> str:
    return re.sub(r"[A-Z]", lambda m: f"-{m[0].lower()}", name)


def outcome(name: str, type_: str, default: int, *, maximum: int | None = None) -> ET.Element:
    declared = element(
        "outcomeDeclaration",
        element("defaultValue", element("value", str(default))),
        identifier=name,
        cardinality="single",
        baseType=type_,
    )
    if maximum is not None:
        declared.set("normalMaximum", str(maximum))
        declared.set("normalMinimum", "0")
    return declared


def response(
    name: str,
    type_: str,
    correct: Sequence[str] = (),
    *,
    cardinality: str = "single",
    mapped: Iterable[tuple[str, str]] = (),
    most: Fraction | int = 0,
    fold: bool = False,
) -> ET.Element:
    declared = element(
        "responseDeclaration", identifier=name, cardinality=cardinality, baseType=type_
    )
    if correct:
        values = (element("value", text) for text in correct)
        declared.append(element("correctResponse", *values))
    entries = [
        element(
            "mapEntry", mapKey=key, mappedValue=worth, **{"caseSensitive": False} if fold else {}
        )
        for key, worth in mapped
    ]
    if entries:
        bounds = {"lowerBound": 0, "upperBound": number_text(Fraction(most)), "defaultValue": 0}
        declared.append(element("mapping", *entries, **bounds))
    return declared


def typed_response(
    name: str, words: Sequence[str], points: Fraction | int, parts: int = 1
) -> ET.Element:
    worth = share_text(Fraction(points), parts)
    return response(
        name, "string", words[:1], mapped=[(w, worth) for w in words], most=points, fold=True
    )


def text_entry(name: str, words: Sequence[str]) -> ET.Element:
    longest = max(map(len, words))
    length = LENGTH_STEP * math.ceil((longest + 1) / LENGTH_STEP)
    return element("textEntryInteraction", responseIdentifier=name, expectedLength=length)


def variable(name: str) -> ET.Element:
    return element("variable", identifier=name)


def base_value(type_: str, text: str) -> ET.Element:
    return element("baseValue", text, baseType=type_)


def set_outcome(name: str, value: ET.Element) -> ET.Element:
    return element("setOutcomeValue", value, identifier=name)


def add_mapped(name: str) -> ET.Element:
    """Return what adds an answer's worth to the score; no answer has none, not even nothing."""
    given = element("not", element("isNull", variable(name)))
    added = element("sum", variable("SCORE"), element("mapResponse", identifier=name))
    return element("responseCondition", element("responseIf", given, set_outcome("SCORE", added)))


def no_more_than(points: int) -> ET.Element:
    """Return what makes a sum of rounded shares whole."""
    over = element("gt", variable("SCORE"), base_value("float", str(points)))
    whole = set_outcome("SCORE", base_value("float", str(points)))
    return element("responseCondition", element("responseIf", over, whole))


def number_text(number: Fraction) -> str:
    return str(number) if number.denominator == 1 else repr(float(number))


def share_text(each: Fraction, parts: int) -> str:
    """Return a share of the points, of which so many add up to no less than all of them."""
    share = float(each)
    while sum([share] * parts) < each * parts:
        share = math.nextafter(share, math.inf)
    return str(each) if each.denominator == 1 else repr(share)
