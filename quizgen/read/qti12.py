"""QTI 1.2, as Canvas, text2qti, Respondus, Blackboard and the specification's examples write it.

What is right is found by marking: each answer is given to the question's response processing,
and that with the most points is right. A question whose marking cannot be followed, or gives
points for several answers, is left out.

Followed: the ASI information model and its examples (1EdTech), Canvas's exports
(``lib/cc/qti/qti_items.rb`` of instructure/canvas-lms), and what its importer knows of
Respondus's and Blackboard's files (``gems/plugins/qti_exporter``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from lxml import etree, html

from quizgen.export.qti12 import ARTICLE, ITEM_ID, MARKING, TAGS
from quizgen.quiz import GAP
from quizgen.read.markup import plain_text
from quizgen.read.qti12_elements import (
    all_of,
    children_of,
    fields_of,
    first_of,
    name_of,
)
from quizgen.read.qti12_marking import (
    FULL,
    RANGES,
    Condition,
    all_to_tick,
    conditions_of,
    score_of,
    tests_of,
    with_known_answer,
)
from quizgen.read.reading import Found, FoundChoice, Passage, Reading, Unreadable, number_in
from quizgen.read.xml import Element, one_line, words_of

# Types of others that no item can be, in a teacher's words.
FOREIGN = {
    "calculated": "a question with a formula",
    "categorization": "a question of sorting into groups",
    "file": "a question that is answered with a file",
    "hot": "a question of pointing at a picture",
    "jumbled": "a jumbled sentence",
    "likert": "a scale of opinions",
}
PICTURES = {
    "matimage": "a picture",
    "mataudio": "a sound",
    "matvideo": "a film",
    "matapplet": "an embedded object",
    "matapplication": "an embedded object",
}
# How New Quizzes compare what is typed in a gap with its answers.
AS_IT_IS = ("TextInChoices", "TextEquivalence", "TextCloseEnough")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")


def read_questions(root: Element, reading: Reading) -> None:
    """Add the questions of a ``questestinterop`` document to what is read.

    Questions that cannot be kept are reported; nothing is raised, whatever the document says.
    """
    if not reading.title:
        titles = (e.get("title") for e in all_of(root, "assessment"))
        reading.title = next((title for title in titles if title), "")
    _report_what_is_elsewhere(root, reading)
    articles: dict[str, tuple[str, list[str]]] = {}
    number = 0
    for item in all_of(root, "item"):
        meta = fields_of(item)
        if _is_text(item, meta):
            key = meta.get(ARTICLE, f"text {len(articles)}").partition(".")[0]
            title, lines = articles.setdefault(key, (item.get("title") or "", []))
            lines += _paragraphs(item, ours=ARTICLE in meta)
            continue
        number += 1
        title = one_line(item.get("title") or "")
        place = f"question {number}" + (f" ({title})" if title else "")
        try:
            found = _Question(item, meta, place).found()
        except Unreadable as exc:
            reading.left_out(place, str(exc))
        else:
            reading.add(found)
    for title, lines in articles.values():
        reading.add_passage(Passage(title, tuple(lines)))


def _report_what_is_elsewhere(root: Element, reading: Reading) -> None:
    for reference in all_of(root, "itemref", "sectionref"):
        name = reference.get("linkrefid") or "without a name"
        reading.left_out(f"reference {name}", "it stands in another file")
    for section in all_of(root, "section"):
        place = f"section {section.get('title') or section.get('ident') or ''}".strip()
        orderings = children_of(section, "selection_ordering")
        for selection in (s for o in orderings for s in all_of(o, "selection")):
            chosen = first_of(selection, "selection_number")
            if all_of(selection, "sourcebank_ref"):
                reading.left_out(place, "its questions stand in a bank that is not in this file")
            elif chosen is not None:
                detail = f"{words_of(chosen)} of its questions are drawn by chance; all are kept"
                reading.changed(place, detail)


RESPONSES = ("response_lid", "response_str", "response_num", "response_grp", "response_xy")


def _is_text(item: Element, meta: Mapping[str, str]) -> bool:
    if meta.get("question_type"):
        return meta["question_type"] == "text_only_question"
    return not all_of(item, *RESPONSES) and first_of(item, "presentation") is not None


@dataclass(slots=True)
class _Texts:
    """Turns materials into plain text, and remembers what could not be kept."""

    dropped: dict[str, None] = field(default_factory=dict)

    def lines(self, element: Element, change: Callable[[str], str] = str) -> str:
        """Return the text of all materials in an element, a line a block."""
        pieces = []
        for each in element.iter():
            if name_of(each) in PICTURES:
                self.dropped[PICTURES[name_of(each)]] = None
            elif name_of(each) in {"mattext", "matemtext", "mat_formattedtext"}:
                pieces.append(self.text(each, change))
        return "\n".join(piece for piece in pieces if piece)

    def line(self, element: Element, change: Callable[[str], str] = str) -> str:
        return self.lines(element, change).replace("\n", " ")

    def text(self, mattext: Element, change: Callable[[str], str] = str) -> str:
        markup = change(_inner(mattext))
        if _is_html(mattext, markup):
            shown = plain_text(markup)
            self.dropped |= dict.fromkeys(shown.dropped)
            return shown.text
        return one_line(markup)


def _inner(mattext: Element) -> str:
    """Return a text, or the source of XHTML that stands there unescaped."""
    parts = [mattext.text or ""]
    for child in mattext:
        if isinstance(child.tag, str):
            child_html = etree.tostring(child, encoding="unicode", method="html")
            parts.append(re.sub(r'(?<!\s)\s+xmlns(:\w+)?="[^"]*"', "", child_html))
        else:
            parts.append(child.tail or "")
    return "".join(parts)


def _is_html(mattext: Element, markup: str) -> bool:
    told = mattext.get("texttype") or mattext.get("type") or ""
    if told.lower() == "text/plain":
        return len(mattext) > 0
    # Plain text unless it says otherwise; but many that say nothing hold HTML.
    return "html" in told.lower() or bool(_TAG.search(markup))


def _paragraphs(item: Element, *, ours: bool) -> list[str]:
    """Return the paragraphs of a text; of our own articles those of the article only."""
    texts = _Texts()
    presentation = first_of(item, "presentation")
    if presentation is None:
        return []
    if ours:
        sources = (_inner(m) for m in all_of(presentation, "mattext"))
        numbered = [
            plain_text(html.tostring(li, encoding="unicode", with_tail=False)).line
            for source in sources
            if source.strip()
            for li in html.fragment_fromstring(source, create_parent="div").iter("li")
        ]
        if numbered:
            return numbered
    return texts.lines(presentation).split("\n")


# Questions.


@dataclass(slots=True)
class _Question:
    """Reads one item."""

    item: Element
    meta: Mapping[str, str]
    place: str
    texts: _Texts = field(default_factory=_Texts)
    changed: list[str] = field(default_factory=list)

    def found(self) -> Found:
        told = " ".join(
            self.meta.get(name, "")
            for name in ("question_type", "bbmd_questiontype", "qmd_itemtype", "qmd_questiontype")
        ).lower()
        for word, name in FOREIGN.items():
            if word in told:
                raise Unreadable(f"{name}, which quiz files do not have")
        presentation = first_of(self.item, "presentation")
        if presentation is None:
            raise Unreadable("it shows nothing")
        responses = all_of(presentation, *RESPONSES)
        kinds = {name_of(response) for response in responses}
        if kinds & {"response_xy", "response_grp"} or all_of(self.item, "render_hotspot"):
            raise Unreadable("it is answered by pointing or drawing, which quiz files do not have")
        conditions = conditions_of(self.item)
        if kinds == {"response_lid"}:
            if len(responses) == 1 and not re.search("multiple_(drop|blank)|in_multiple", told):
                found = self._one_list(presentation, responses[0], conditions, told)
            elif re.search(r"dropdown|blank", told):
                found = self._blanks(presentation, responses, conditions, told)
            else:
                found = self._matching(presentation, responses, conditions)
        elif kinds and kinds <= {"response_str", "response_num"}:
            found = self._typed(presentation, responses, conditions, told)
        else:
            raise Unreadable("it is answered in a way that quiz files do not have")
        return self._finish(found)

    def _finish(self, found: dict[str, Any]) -> Found:
        extra = found.pop("feedback", "")
        feedback = "\n".join(part for part in (self._feedback(), extra) if part)
        changed = [*self.changed, *(f"{name} is gone" for name in self.texts.dropped)]
        return Found(
            place=self.place,
            points=self._worth(),
            feedback=feedback,
            item_id=self.meta.get(ITEM_ID, ""),
            tags=tuple(self.meta.get(TAGS, "").split()),
            changed=tuple(dict.fromkeys(changed)),
            **found,
        )

    def _worth(self) -> Fraction:
        """Return the points: Canvas's, Blackboard's, or the highest score unless it is per cent."""
        told = [self.meta.get(name) for name in ("points_possible", "qmd_absolutescore_max")]
        told += [self.meta.get(name) for name in ("qmd_weighting", "cc_weighting", "max_score")]
        scores = [e.get("maxvalue") for e in all_of(self.item, "decvar")]
        for number, text in enumerate([*told, *scores]):
            try:
                points = number_in(text or "")
            except ValueError:
                continue
            if number < len(told) or 0 < points < FULL:
                if points < 0:
                    self.changed.append("its points are below zero; it has none now")
                return max(points, Fraction(0))
        return Fraction(1)

    # What is shown.

    def _stem(self, presentation: Element, change: Callable[[str], str] = str) -> str:
        """Return the texts outside responses, in their order, with gaps where one types."""
        pieces: list[str] = []
        gaps = len(all_of(presentation, "response_str", "response_num"))

        def walk(element: Element) -> None:
            for child in element:
                name = name_of(child)
                if name in {"response_str", "response_num"}:
                    pieces.append(self._own_text(child))
                    if gaps > 1:
                        pieces.append(GAP)
                elif name == "response_lid":
                    if change is str:  # of gaps, it is the name
                        pieces.append(self._own_text(child))
                elif name in {"material", "mat_extension"}:
                    pieces.append(self.texts.line(child, change))
                elif (child.get("class") or "") != "RIGHT_MATCH_BLOCK":
                    walk(child)

        walk(presentation)
        return " ".join(piece for piece in pieces if piece)

    def _own_text(self, response: Element) -> str:
        return " ".join(self.texts.line(child) for child in children_of(response, "material"))

    def _labels(self, response: Element) -> dict[str, str]:
        """Return the answers of a list by name, in their order."""
        labels = {}
        for label in all_of(response, "response_label"):
            name = label.get("ident") or ""
            if not name or name in labels:
                raise Unreadable("two of its answers have one name")
            labels[name] = self.texts.line(label)
        if not labels:
            raise Unreadable("it has no answers")
        return labels

    # One list: choices, True and False, an order.

    def _one_list(
        self, presentation: Element, response: Element, conditions: list[Condition], told: str
    ) -> dict[str, Any]:
        labels = self._labels(response)
        cardinality = (response.get("rcardinality") or "Single").lower()
        stem = self._stem(presentation)
        if cardinality == "ordered":
            return {"kind": "ordering", "stem": stem, "order": self._order(labels, conditions)}
        ident = response.get("ident") or ""
        tests = [
            with_known_answer(test, labels)
            for c in conditions
            if c.sets
            for test in tests_of(c.when)
        ]
        if cardinality == "multiple":
            right = all_to_tick(ident, labels, conditions)
            if len(right) == 1:
                self.changed.append("several answers could be ticked; now one is chosen")
        else:
            scores = {x: score_of(conditions, {ident: frozenset([x])}) for x in labels}
            best = max(scores.values())
            right = [x for x in labels if scores[x] == best > 0]
            part = [x for x in labels if 0 < scores[x] < best]
            if part:
                raise Unreadable(f"{len(part) + len(right)} of its answers are given points")
            if any(score < 0 for score in scores.values()):
                self.changed.append("wrong answers cost points there; here they cost nothing")
        if not tests or not right:
            raise Unreadable("it does not say which answer is right")
        feedback = self._of_answers(ident, labels, conditions)
        choices = [FoundChoice(t, x in right, feedback.get(x, "")) for x, t in labels.items()]
        extra = "\n".join(feedback[x] for x in right if feedback.get(x))
        binary = self._true_and_false(list(labels), choices, told)
        if binary:
            return {"kind": "true_false", "stem": stem, "choices": binary, "feedback": extra}
        read = {"stem": stem, "choices": tuple(choices), "feedback": extra}
        if "type:cloze" in self.meta.get(TAGS, "").split() and stem.count(GAP) == 1:
            return {"kind": "gaps", "answers": (tuple(labels[x] for x in right),), **read}
        return {"kind": "choice", **read}

    def _true_and_false(
        self, names: list[str], choices: list[FoundChoice], told: str
    ) -> tuple[FoundChoice, ...]:
        """Return the choices, True first, if they are these two; else nothing."""
        if len(choices) != 2:
            return ()
        if "type:true_false" in self.meta.get(TAGS, "").split():
            return tuple(choices)  # ours, in whatever language
        # Blackboard names them and gives them no text.
        texts = [(c.text or name).strip().lower() for name, c in zip(names, choices, strict=True)]
        if texts == ["true", "false"]:
            return tuple(choices)
        if texts == ["false", "true"]:
            return tuple(reversed(choices))
        if "true" in told and "false" in told:
            raise Unreadable("its answers are not True and False")
        return ()

    def _order(self, labels: Mapping[str, str], conditions: list[Condition]) -> tuple[str, ...]:
        orders = set()
        for condition in conditions:
            if any(points > 0 for _, points in condition.sets):
                tests = tests_of(condition.when)
                if all(re.fullmatch(r"\d+", t.get("index") or "") for t in tests):
                    tests.sort(key=lambda t: int(t.get("index")))
                orders.add(tuple(map(words_of, tests)))
        if len(orders) != 1:
            raise Unreadable(f"it has {len(orders) or 'no'} right orders")
        (order,) = orders
        if sorted(order) != sorted(labels):
            raise Unreadable("its right order does not have each of its lines once")
        return tuple(labels[name] for name in order)

    def _of_answers(
        self, ident: str, labels: Mapping[str, str], conditions: list[Condition]
    ) -> dict[str, str]:
        """Return the feedback that each answer alone is given."""
        found: dict[str, list[str]] = {name: [] for name in labels}
        for condition in conditions:
            tests = tests_of(condition.when, ident)
            if condition.shows and len(tests) == 1 and not all_of(condition.when, "not"):
                for shown in condition.shows:
                    if not _GENERAL.fullmatch(shown):
                        text = self._feedback_text(shown)
                        if text and words_of(tests[0]) in found:
                            found[words_of(tests[0])].append(text)
        return {name: " ".join(dict.fromkeys(texts)) for name, texts in found.items() if texts}

    # Several lists: gaps and lines.

    def _right_of(
        self, response: Element, labels: Mapping[str, str], conditions: list[Condition]
    ) -> list[str]:
        ident = response.get("ident") or ""
        scores = {x: score_of(conditions, {ident: frozenset([x])}) for x in labels}
        best = max(scores.values())
        # Points that are given whatever is answered tell nothing.
        none = score_of(conditions, {})
        if any(none < scores[x] < best for x in labels):
            raise Unreadable("some of its answers are given a part of the points")
        return [x for x in labels if scores[x] == best > none]

    def _blanks(
        self,
        presentation: Element,
        responses: list[Element],
        conditions: list[Condition],
        told: str,
    ) -> dict[str, Any]:
        names = [re.sub(r"^response_", "", r.get("ident") or "") for r in responses]
        places: list[str] = []

        def open_gaps(markup: str) -> str:
            def gap(match: re.Match[str]) -> str:
                if match[1] not in names:
                    return match[0]
                places.append(match[1])
                return GAP

            return re.sub(r"\[([^\[\]<>]+)\]", gap, markup)

        stem = self._stem(presentation, open_gaps)
        if sorted(places) != sorted(names):
            raise Unreadable(f"it has {len(places)} gaps, and answers for {len(names)}")
        labels = {
            name: self._labels(response) for name, response in zip(names, responses, strict=True)
        }
        shown = [label for r in responses for label in all_of(r, "response_label")]
        # New Quizzes give gaps to choose for by this name too, and several ways of comparing.
        given = {label.get("answer_type") or "openEntry" for label in shown}
        compared = {label.get("scoring_algorithm") or AS_IT_IS[0] for label in shown}
        if not compared <= set(AS_IT_IS) and "openEntry" in given:
            raise Unreadable("what is typed is not compared as it stands, but by a pattern")
        if len(given) > 1:
            raise Unreadable("some of its gaps are typed, and some chosen for")
        if "dropdown" not in told and given == {"openEntry"}:
            answers = tuple(tuple(labels[name].values()) for name in places)
            return {"kind": "gaps", "stem": stem, "answers": answers}
        chosen: dict[str, str] = {}
        for name, response in zip(names, responses, strict=True):
            right = self._right_of(response, labels[name], conditions)
            if len(right) != 1:
                raise Unreadable(f"it has {len(right) or 'no'} right answers for a gap")
            chosen[name] = right[0]
        banks = [tuple(labels[name].values()) for name in places]
        if len(places) == 1:
            choices = [FoundChoice(t, x == chosen[names[0]]) for x, t in labels[names[0]].items()]
            return {"kind": "gaps", "stem": stem, "choices": tuple(choices), "answers": ((),)}
        same = len({frozenset(bank) for bank in banks}) == 1
        if not same:
            self.changed.append("the words to choose from are gone: each gap has its own there")
        return {
            "kind": "gaps",
            "stem": stem,
            "answers": tuple((labels[name][chosen[name]],) for name in places),
            "bank": banks[0] if same else (),
        }

    def _matching(
        self, presentation: Element, responses: list[Element], conditions: list[Condition]
    ) -> dict[str, Any]:
        shown = [e for e in all_of(presentation, "flow") if e.get("class") == "RIGHT_MATCH_BLOCK"]
        partners = self._right_block(shown[0]) if shown else []
        pairs, others = [], dict.fromkeys(partners)
        for response in responses:
            line = self._own_text(response)
            if not line:  # Blackboard's lines stand beside their lists
                line = " ".join(self.texts.line(m) for m in _near(response))
            labels = self._labels(response)
            if partners and not any(labels.values()):
                if len(labels) != len(partners):
                    raise Unreadable("its lines have other answers than it shows")
                labels = dict(zip(labels, partners, strict=True))
            right = self._right_of(response, labels, conditions)
            if len(right) != 1:
                raise Unreadable(f"its line “{line}” has {len(right) or 'no'} right answers")
            pairs.append((line, labels[right[0]]))
            others |= dict.fromkeys(labels.values())
        used = {partner for _, partner in pairs}
        stem = self._stem_without(presentation, responses)
        spare = tuple(text for text in others if text not in used)
        return {"kind": "matching", "stem": stem, "pairs": tuple(pairs), "spare": spare}

    def _right_block(self, block: Element) -> list[str]:
        flows = [
            f for f in all_of(block, "flow") if not all_of(f, "flow")[1:] and all_of(f, *_MATERIALS)
        ]
        return [self.texts.line(f) for f in flows]

    def _stem_without(self, presentation: Element, responses: list[Element]) -> str:
        """Return the question of a matching item: texts that are no lines and no partners."""
        other: set[Element] = set()
        for response in responses:
            other.update(all_of(response, *_MATERIALS))
            if not self._own_text(response):
                other.update(_near(response))
        for flow in all_of(presentation, "flow"):
            if flow.get("class") == "RIGHT_MATCH_BLOCK":
                other.update(all_of(flow, *_MATERIALS))
        kept = [m for m in _outermost(presentation) if m not in other]
        return " ".join(text for text in map(self.texts.line, kept) if text)

    # What is typed.

    def _typed(
        self,
        presentation: Element,
        responses: list[Element],
        conditions: list[Condition],
        told: str,
    ) -> dict[str, Any]:
        stem = self._stem(presentation)
        number = "numer" in told or any(
            name_of(r) == "response_num"
            or any(f.get("fibtype", "String") != "String" for f in all_of(r, "render_fib"))
            for r in responses
        )
        names = [r.get("ident") or "" for r in responses]
        answers = tuple(self._accepted(name, conditions, number=number) for name in names)
        if len(responses) > 1:
            best = {n: frozenset(texts[:1]) for n, texts in zip(names, answers, strict=True)}
            if score_of(conditions, best) <= 0:
                raise Unreadable("it does not say which answers are right")
            return {"kind": "gaps", "stem": stem, "answers": answers}
        if not answers[0]:
            if re.search("short_answer|fill|numer", told):
                raise Unreadable("it does not say which answer is right")
            return {"kind": "essay", "stem": stem}
        tags = self.meta.get(TAGS, "")
        gap = "type:cloze" in tags if tags else stem.count(GAP) == 1
        return {"kind": "gaps" if gap else "typed", "stem": stem, "answers": answers}

    def _accepted(
        self, ident: str, conditions: list[Condition], *, number: bool
    ) -> tuple[str, ...]:
        """Return what may be typed: the texts that are given the most points."""
        scored = [c for c in conditions if c.sets]
        tests = [t for c in scored for t in c.when.iter() if t.get("respident") == ident]
        kinds = {name_of(test) for test in tests}
        if "varsubstring" in kinds:
            raise Unreadable("it is right if a part of the answer is")
        texts = list(dict.fromkeys(words_of(t) for t in tests if name_of(t) == "varequal"))
        bounds = {words_of(t) for t in tests if name_of(t) in RANGES}
        if bounds and not texts:
            raise Unreadable("its right answer is a range of numbers")
        if any((t.get("case") or "").lower() == "yes" for t in tests):
            self.changed.append("capital letters no longer count")
        if bounds - set(texts):
            self.changed.append("its margin is gone: only the exact number is right")
        scores = {t: score_of(conditions, {ident: frozenset([t])}) for t in texts}
        best = max(scores.values(), default=Fraction(0))
        if best <= 0:
            # Nothing for this alone: all gaps must be right for the points.
            return tuple(
                dict.fromkeys(words_of(t) for c in scored for t in tests_of(c.when, ident))
            )
        if any(0 < score < best for score in scores.values()):
            self.changed.append("answers that are given a part of the points are gone")
        right = [t for t in texts if scores[t] == best]
        return tuple(dict.fromkeys(map(_plain_number, right) if number else right))

    # Feedback.

    def _feedback_text(self, name: str) -> str:
        for each in all_of(self.item, "itemfeedback"):
            if each.get("ident") == name:
                return self.texts.line(each)
        return ""

    def _feedback(self) -> str:
        """Return the lines of feedback that everybody is shown, or who is right."""
        kept: list[str] = []
        for each in all_of(self.item, "itemfeedback"):
            name = each.get("ident") or ""
            if not _GENERAL.fullmatch(name):
                continue
            if not _WRONG.search(name):
                kept.append(self.texts.lines(each, _without_marking))
            elif self.texts.lines(each):
                self.changed.append("the feedback for wrong answers is gone")
        return "\n".join(text for text in kept if text)


def _without_marking(markup: str) -> str:
    # A line or two of our own, never a page.
    return re.sub(rf'<p class="{MARKING}">.{{0,4000}}?</p>', "", markup)


_GENERAL = re.compile(
    r"general_?(incorrect_)?fb|(in)?correct(_fb)?|.*_(all|IC|C)|solution|general.*", re.IGNORECASE
)
_WRONG = re.compile(r"incorrect|wrong|_IC$", re.IGNORECASE)
_MATERIALS = ("material", "mat_extension")


def _outermost(element: Element) -> Iterator[Element]:
    """Yield the materials in an element, none that is in another."""
    for child in element:
        if name_of(child) in _MATERIALS:
            yield child
        elif name_of(child):
            yield from _outermost(child)


def _near(response: Element) -> list[Element]:
    """Return the materials beside a response; none where others stand there too."""
    parent = response.getparent()
    if len(all_of(parent, *RESPONSES)) > 1:
        return []
    within = set(all_of(response, *_MATERIALS))
    return [m for m in _outermost(parent) if m not in within]


def _plain_number(text: str) -> str:
    """Return a number as it is typed.

    >>> _plain_number("5.0"), _plain_number("0.25"), _plain_number("x")
    ('5', '0.25', 'x')
    """
    return re.sub(r"(?<=\d)\.0+$", "", text)
