"""Canvas's two importers of QTI 1.2, as far as our packages go, to see what a class would see.

Canvas cannot be installed here. This follows its sources in behaviour and shares no code with
quizgen's writer and reader:

* :func:`classic` reads as Classic Quizzes do: instructure/QTIMigrationTool (``lib/imsqtiv1.py``),
  which makes QTI 2.1 of a file, and then the converters in instructure/canvas-lms
  (``gems/plugins/qti_exporter/lib/qti``). It reads without a flavour, as *QTI .zip file* does.
* :func:`new` reads as New Quizzes do: instructure/qti (``lib/qti/v1/models``).

Both sanitize HTML by a list of what is allowed (``canvas_sanitize.rb``, the gem's own relaxed
list); here lxml_html_clean does, with the elements that both allow.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from lxml import html as lxml_html
from lxml_html_clean import Cleaner

NS = {"q": "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"}
SPACES = " \t\n\v\f\r\0"  # what Ruby strips
BLANK = re.compile(r"\[[A-Za-z0-9_\-.]+\]")  # CANVAS_BLANK_REGEX of both

CLEANER = Cleaner(
    allow_tags="b br cite code div em h3 i li ol p q small span strong sub sup ul".split(),
    remove_unknown_tags=False,
    safe_attrs_only=True,
    safe_attrs=frozenset(["class", "id", "lang", "dir", "start", "style", "title"]),
)


@dataclass
class Seen:
    """A question as a class sees it, in plain text.

    ``right``: the right choices, the accepted texts, or the order. ``gaps``: what each gap
    offers or accepts, and ``gap_right`` which of these are right; ``pairs``: lines and partners.
    """

    name: str
    type: str
    stem: str
    points: float
    choices: list[str] = field(default_factory=list)
    right: list[str] = field(default_factory=list)
    gaps: list[list[str]] = field(default_factory=list)
    gap_right: list[list[str]] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    feedback: str = ""
    comments: dict[str, str] = field(default_factory=dict)


def squeezed(text: str) -> str:
    """Return a text as HTML shows it: white space of ASCII collapsed."""
    return re.sub(r"[ \t\n\f\r]+", " ", text).strip(" \t\n\f\r")


def sanitized(markup: str) -> Any:
    root = lxml_html.fragment_fromstring(markup, create_parent="div")
    CLEANER(root)
    return root


def shown(markup: str) -> str:
    """Return what HTML shows, once sanitized; blocks stand apart."""
    root = sanitized(markup)
    for block in root.iter("p", "li", "h3", "br"):
        block.tail = "\n" + (block.tail or "")
    return squeezed(root.text_content())


def items_of(content: bytes) -> list[Any]:
    """Return the items of the one assessment that a package's manifest names."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        manifest = etree.fromstring(package.read("imsmanifest.xml"))
        (href,) = manifest.xpath("//*[local-name()='resource'][@type='imsqti_xmlv1p2']/*/@href")
        return list(etree.fromstring(package.read(href)).iterfind(".//q:item", NS))


def all_(element: Any, path: str) -> list[Any]:
    return element.findall(path, NS)


def meta(item: Any) -> dict[str, str]:
    fields = all_(item, ".//q:qtimetadatafield")
    return {f[0].text: f[1].text or "" for f in fields}


def text_of(element: Any) -> tuple[str, bool]:
    """Return the first text below an element, with XML undone, and whether it is HTML."""
    mattext = element.find(".//q:mattext", NS)
    return mattext.text or "", mattext.get("texttype") == "text/html"


# Classic Quizzes.


def classic(item: Any) -> Seen:
    fields = meta(item)
    presentation = item.find("q:presentation", NS)
    stem, is_html = text_of(presentation)
    assert is_html
    seen = Seen(item.get("title"), fields["question_type"], "", float(fields["points_possible"]))
    feedback = {f.get("ident"): classic_comment(f) for f in all_(item, "q:itemfeedback")}
    seen.feedback = feedback.get("general_fb", "")
    conditions = all_(item, ".//q:respcondition")
    lists = all_(presentation, ".//q:response_lid")
    match seen.type:
        case "multiple_choice_question" | "true_false_question":
            classic_choices(seen, lists[0], conditions, feedback)
        case "short_answer_question" | "essay_question":
            assert not lists
            seen.right = [v.text for c in conditions for v in all_(c, ".//q:varequal")]
            assert bool(seen.right) == (seen.type == "short_answer_question")
        case "fill_in_multiple_blanks_question" | "multiple_dropdowns_question":
            stem = classic_blanks(seen, stem, lists, conditions)
        case "matching_question":
            classic_matching(seen, lists, conditions)
        case "ordering_question":
            assert lists[0].get("rcardinality") == "Ordered"
            # OrderInteraction makes it a matching question of places and lines.
            texts = {
                label.get("ident"): clear_html(text_of(label)[0].strip(SPACES))
                for label in all_(lists[0], ".//q:response_label")
            }
            seen.choices = list(texts.values())
            seen.right = [texts[v.text] for c in conditions for v in all_(c, ".//q:varequal")]
        case "text_only_question":
            assert item.find("q:resprocessing", NS) is None
    seen.stem = shown(stem)
    return seen


def classic_choices(
    seen: Seen, response: Any, conditions: list[Any], feedback: dict[str, str]
) -> None:
    texts, weights = {}, {}
    for label in all_(response, ".//q:response_label"):
        source, is_html = text_of(label)
        texts[label.get("ident")] = shown(source) if is_html else source.strip(SPACES)
    for condition in conditions:
        value = condition.find(".//q:varequal", NS)
        if value is not None:
            # The last condition that names an answer decides, even one with feedback only.
            setvar = condition.find("q:setvar", NS)
            weights[value.text] = 0.0 if setvar is None else float(setvar.text)
            for show in all_(condition, "q:displayfeedback"):
                seen.comments[texts[value.text]] = feedback[show.get("linkrefid")]
    seen.choices = list(texts.values())
    seen.right = [texts[name] for name, weight in weights.items() if weight > 0]
    if seen.type == "true_false_question":
        assert [t.lower() for t in seen.choices] == ["true", "false"]


def classic_blanks(seen: Seen, stem: str, lists: list[Any], conditions: list[Any]) -> str:
    """Fill gaps; return the stem with a line in place of each."""
    values = [(v.get("respident"), v.text) for c in conditions for v in all_(c, ".//q:varequal")]
    names = []
    for response in lists:
        names.append(response.get("ident").removeprefix("response_"))
        # The source of answers, whatever it is.
        offered = {
            label.get("ident"): text_of(label)[0].strip(SPACES)
            for label in all_(response, ".//q:response_label")
        }
        right = set(offered)
        if seen.type == "multiple_dropdowns_question":
            right = {name for ident, name in values if ident == response.get("ident")}
        seen.gaps.append(list(offered.values()))
        seen.gap_right.append([text for name, text in offered.items() if name in right])
    source = lxml_html.tostring(sanitized(stem), encoding="unicode")
    assert BLANK.findall(source) == [f"[{name}]" for name in names]
    return BLANK.sub("____", source)


def classic_matching(seen: Seen, lists: list[Any], conditions: list[Any]) -> None:
    matches: dict[int, str] = {}
    for label in all_(lists[0], ".//q:response_label"):
        number = int(re.search(r"\d+", label.get("ident"))[0])  # type: ignore[index]
        assert number not in matches, "Canvas would take two partners for one"
        matches[number] = text_of(label)[0].strip(SPACES)
    seen.choices = [html.unescape(text) for text in matches.values()]
    partner = {}
    for condition in conditions:
        if condition.find("q:setvar", NS) is not None:
            value = condition.find(".//q:varequal", NS)
            partner[value.get("respident")] = int(value.text)
    for response in lists:
        source, is_html = text_of(response)
        line = classic_line(source) if is_html else source.strip(SPACES)
        seen.pairs.append((line, html.unescape(matches[partner[response.get("ident")]])))


def clear_html(text: str) -> str:
    """Drop tags and entities, as ``HtmlHelper#clear_html`` does."""
    text = re.sub(r"</?[^>\n]*>", "", text)
    text = re.sub(r"&#(\d+);", lambda m: chr(int(m[1])), text)
    return squeezed(re.sub(r"&\w+;", "", text))


def classic_comment(feedback: Any) -> str:
    source, is_html = text_of(feedback)
    return classic_line(source) if is_html else source


def classic_line(source: str) -> str:
    """Return what is shown of HTML that Canvas has to know for HTML (``#detect_html``).

    Boxes without attributes are taken off; what is a single text then is shown as it is.
    """
    node = sanitized(source)
    while (
        len(node) == 1
        and not (node.text or "").strip(SPACES)
        and not (node[0].tail or "").strip(SPACES)
    ):
        if node[0].tag not in {"p", "div", "span"} or node[0].attrib:
            break
        node = node[0]
    if len(node) == 0:
        return squeezed(html.escape(node.text or "", quote=False))
    return shown(source)


# New Quizzes.


def new(item: Any) -> Seen:
    fields = meta(item)
    # It takes the first entry of all for the type, in places.
    assert next(iter(fields)) == "question_type"
    presentation = item.find("q:presentation", NS)
    stem = inner(presentation)
    model = interaction(item, fields["question_type"])
    seen = Seen(item.get("title"), model, "", float(fields["points_possible"]))
    feedback = {f.get("ident"): f for f in all_(item, "q:itemfeedback")}
    if "general_fb" in feedback:
        seen.feedback = shown(text_of(feedback["general_fb"])[0])
    scoring = [
        value
        for condition in all_(item, ".//q:respcondition[q:setvar]")
        for value in all_(condition, "q:conditionvar/q:varequal")
    ]
    lists = all_(item, ".//q:response_lid")
    labels = {label.get("ident"): label for label in all_(item, ".//q:response_label")}
    match model:
        case "choice" | "ordering":
            seen.choices = [shown(inner(label)) for label in labels.values()]
            seen.right = [shown(inner(labels[value.text])) for value in scoring]
            for condition in all_(item, ".//q:respcondition[q:displayfeedback]"):
                value = condition.find(".//q:varequal", NS)
                if value is not None:
                    name = condition.find("q:displayfeedback", NS).get("linkrefid")
                    said = shown(text_of(feedback[name])[0])
                    seen.comments[shown(inner(labels[value.text]))] = said
        case "fill_blank" if lists:
            stem = new_blanks(seen, stem, lists, set(labels))
        case "dropdown":
            stem = new_blanks(seen, stem, lists, {value.text for value in scoring})
        case "fill_blank":
            seen.right = [value.text for value in scoring]
        case "match":
            seen.choices = [shown(inner(label)) for label in labels.values()]
            partner = {v.get("respident"): shown(inner(labels[v.text])) for v in scoring}
            seen.pairs = [(shown(inner(r)), partner[r.get("ident")]) for r in lists]
    seen.stem = shown(stem)
    return seen


def inner(element: Any) -> str:
    """Return HTML: plain text is taken for HTML too (``return_inner_content!``)."""
    return text_of(element)[0]


def interaction(item: Any, type_: str) -> str:
    """Return the one model that says an item is its own."""
    if type_ == "text_only_question":
        return "stimulus"
    lists = all_(item, ".//q:response_lid")
    ordered = [r.get("rcardinality") == "Ordered" for r in lists]
    blanks = type_ == "fill_in_multiple_blanks_question"
    dropdowns = type_ == "multiple_dropdowns_question"
    stops = item.xpath(".//q:respcondition[@continue!='Yes']/*/q:other", namespaces=NS)
    fib = all_(item, ".//q:render_fib")
    scored = all_(item, ".//q:respcondition[q:setvar]/q:conditionvar/q:varequal")
    models = {
        "choice": ordered == [False] and not blanks and not dropdowns,
        "ordering": ordered == [True],
        "match": len(lists) > 1 and not blanks and not dropdowns,
        "dropdown": dropdowns,
        "fill_blank": not stops and (bool(lists) if blanks else bool(fib and scored)),
        "essay": bool(fib) and not (scored and not stops),
    }
    (model,) = (name for name, holds in models.items() if holds)
    return model


def new_blanks(seen: Seen, stem: str, lists: list[Any], right: set[str]) -> str:
    names = [f"[{r.get('ident').removeprefix('response_')}]" for r in lists]
    pieces = re.split(f"({BLANK.pattern})", stem)
    assert [piece for piece in pieces if piece in names] == names
    assert not [piece for piece in pieces if BLANK.fullmatch(piece) and piece not in names]
    for response in lists:
        labels = all_(response, ".//q:response_label")
        seen.gaps.append([text_of(label)[0] for label in labels])
        seen.gap_right.append([text_of(x)[0] for x in labels if x.get("ident") in right])
    return "".join("____" if piece in names else piece for piece in pieces)
