"""Moodle XML → questions, after Moodle's own reader (``question/format/xml``)."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from quizgen.errors import QuizFileError
from quizgen.quiz import GAP
from quizgen.read.markup import PlainText, plain_text
from quizgen.read.passages import passage_of
from quizgen.read.reading import (
    ANY_TEXT,
    COSTS_NOTHING,
    PART_MARKS,
    SEVERAL_RIGHT,
    Found,
    FoundChoice,
    Reading,
    Unreadable,
    number_in,
    without_wildcard,
)
from quizgen.read.xml import parse_whole

TOLERANCE = 0.001  # per cent: shares are written with five digits after the point
# A gap of qtype_multianswer: {2:SHORTANSWER:=Oslo#Well done~%50%Christiania}. Its end is the
# first brace that is not escaped, and never pages away.
CLOZE_GAP = re.compile(
    r"\{(?P<weight>\d{0,4}):(?P<kind>[A-Z_]+):(?P<body>(?:\\.|[^{}\\]){0,4000}+)\}", re.DOTALL
)
CLOZE_TYPED = frozenset("SHORTANSWER SA MW SHORTANSWER_C SAC MWC NUMERICAL NM".split())
CLOZE_CHOSEN = frozenset(
    (
        "MULTICHOICE MC MULTICHOICE_V MCV MULTICHOICE_H MCH "
        "MULTICHOICE_S MCS MULTICHOICE_VS MCVS MULTICHOICE_HS MCHS"
    ).split()
)
_MARK = "\ue000"  # stands for a gap while markup is read; a private character nobody writes


def read(data: bytes, name: str) -> Reading:
    """Return the questions of a Moodle XML file.

    Descriptions become articles to read; the last category gives the title.

    Raises:
        QuizFileError: it is no XML, or no quiz of Moodle.
    """
    root = parse_whole(data, name)
    if root.tag != "quiz":
        raise QuizFileError(f"{name}: its outermost element is <{root.tag}>, not <quiz>.")
    reading = Reading()
    number = 0
    for element in root.iterchildren("question"):
        type_ = element.get("type", "")
        if type_ == "category":
            reading.title = _category(element) or reading.title
            continue
        title = _plain(element.find("name")).line
        if type_ == "description":
            text = _plain(element.find("questiontext"))
            reading.add_passage(passage_of(title, text.text))
            continue
        number += 1
        place = f"question {number} ({title})" if title else f"question {number}"
        reader = READERS.get(type_)
        if reader is None:
            reading.left_out(place, f"questions of the type {type_!r} cannot be read")
            continue
        try:
            reading.add(reader(element, _Base(element, place)))
        except Unreadable as exc:
            reading.left_out(place, str(exc))
    return reading


class _Base:
    """What questions of all types have, and what was dropped of it."""

    def __init__(self, element: Any, place: str) -> None:
        self.place = place
        self.changed: list[str] = []
        self.stem = self.keep(_plain(element.find("questiontext")))
        self.feedback = self.keep(_plain(element.find("generalfeedback")))
        grade = (element.findtext("defaultgrade") or "1").strip()
        try:
            self.points = number_in(grade)
        except ValueError:
            self.points = Fraction(1)
            self.changed.append(f"its points {grade!r} are no number; it has 1")
        self.item_id = (element.findtext("idnumber") or "").strip()
        self.tags = tuple((t.findtext("text") or "").strip() for t in element.iterfind("tags/tag"))

    def keep(self, text: PlainText) -> str:
        self.changed += [f"{thing} is left out" for thing in text.dropped]
        return text.text

    def found(self, kind: Any, **more: Any) -> Found:
        fields: dict[str, Any] = {
            "place": self.place,
            "kind": kind,
            "stem": self.stem,
            "points": self.points,
            "feedback": self.feedback,
            "item_id": self.item_id,
            "tags": self.tags,
        }
        fields |= more
        return Found(**fields, changed=tuple(dict.fromkeys(self.changed)))


def _category(element: Any) -> str:
    """Return the last part of a category's path; a slash in a name is doubled there."""
    path = (element.findtext("category/text") or "").replace("//", _MARK)
    name: str = path.rsplit("/", 1)[-1].replace(_MARK, "/").strip()
    return "" if name in {"top", ""} or name.startswith("$") else name


def _plain(element: Any) -> PlainText:
    """Return the text of an element with a format; plain text may look like markup."""
    if element is None:
        return PlainText("")
    text = element.findtext("text") or ""
    if element.get("format") in {"html", "moodle_auto_format", "markdown"}:
        return plain_text(text)
    return PlainText(" ".join(text.split(" ")).strip())


def _share(element: Any) -> float:
    try:
        return float(element.get("fraction", "0"))
    except ValueError as exc:
        raise Unreadable(f"a share of its points is no number: {element.get('fraction')}") from exc


def _is_all(share: float) -> bool:
    return abs(share - 100) < TOLERANCE


def _choices(element: Any, base: _Base) -> tuple[FoundChoice, ...]:
    choices = []
    for answer in element.iterfind("answer"):
        share = _share(answer)
        if share > 0 and not _is_all(share):
            raise Unreadable(SEVERAL_RIGHT)
        if share < 0:
            base.changed.append(COSTS_NOTHING)
        text = base.keep(_plain(answer))
        reason = _plain(answer.find("feedback")).line
        choices.append(FoundChoice(text, _is_all(share), reason))
    return tuple(choices)


def _multichoice(element: Any, base: _Base) -> Found:
    choices = _choices(element, base)
    stem, n = _gapped(base)
    kind = "gaps" if n == 1 and "type:cloze" in base.tags else "choice"
    answers = tuple((c.text,) for c in choices if c.right) if kind == "gaps" else ()
    return base.found(
        kind, stem=stem if kind == "gaps" else base.stem, choices=choices, answers=answers
    )


def _gapped(base: _Base) -> tuple[str, int]:
    """Return the stem with its rows of underscores as gaps, and how many there are."""
    return re.subn("_{4,}", GAP, base.stem)


def _truefalse(element: Any, base: _Base) -> Found:
    shares = {_plain(a).line.lower(): _is_all(_share(a)) for a in element.iterfind("answer")}
    choices = tuple(FoundChoice(name, shares.get(name, False)) for name in ("true", "false"))
    return base.found("true_false", choices=choices)


def _typed_answers(element: Any, base: _Base) -> tuple[str, ...]:
    answers = []
    for answer in element.iterfind("answer"):
        share = _share(answer)
        text = (answer.findtext("text") or "").strip()
        if not _is_all(share):
            if share > 0:
                base.changed.append(PART_MARKS.format(text))
        elif (typed := without_wildcard(text)) is None:
            base.changed.append(ANY_TEXT.format(text))
        else:
            answers.append(typed)
    return tuple(answers)


def _shortanswer(element: Any, base: _Base) -> Found:
    answers = _typed_answers(element, base)
    if element.findtext("usecase") == "1":
        base.changed.append("capitals count there, and do not here")
    stem, n = _gapped(base)
    own_type = any(tag.startswith("type:") for tag in base.tags)
    if n == 1 and ("type:cloze" in base.tags or not own_type):
        return base.found("gaps", stem=stem, answers=(answers,))
    return base.found("typed", answers=(answers,))


def _numerical(element: Any, base: _Base) -> Found:
    answers = _typed_answers(element, base)
    for answer in element.iterfind("answer"):
        tolerance = (answer.findtext("tolerance") or "0").strip()
        if tolerance.strip("0.") != "":
            base.changed.append(f"answers within {tolerance} are right there; only exact ones here")
    return base.found("typed", answers=(answers,))


def _matching(element: Any, base: _Base) -> Found:
    pairs, spare = [], []
    for sub in element.iterfind("subquestion"):
        line = base.keep(_plain(sub))
        partner = (sub.findtext("answer/text") or "").strip()
        if line:
            pairs.append((line, partner))
        elif partner:
            spare.append(partner)
    return base.found("matching", pairs=tuple(pairs), spare=tuple(spare))


def _ordering(element: Any, base: _Base) -> Found:
    # Where all have a place, the places count; else the order in the file is the right one.
    answers = element.findall("answer")
    shares = [_share(answer) for answer in answers]
    if len(set(shares)) == len(answers):
        answers = [a for _, a in sorted(zip(shares, answers, strict=True), key=lambda p: p[0])]
    return base.found("ordering", order=tuple(base.keep(_plain(a)) for a in answers))


def _essay(element: Any, base: _Base) -> Found:
    notes = _plain(element.find("graderinfo")).text.split("\n")
    # Ours has the answers first, and how to mark them last.
    base.feedback = "\n".join([*notes[:-1], base.feedback]) if base.tags else base.feedback
    return base.found("essay")


def _cloze(_element: Any, base: _Base) -> Found:
    source = _element.findtext("questiontext/text") or ""
    gaps = list(CLOZE_GAP.finditer(source))
    if not gaps:
        raise Unreadable("it has no gaps that can be read")
    stem = base.keep(plain_text(CLOZE_GAP.sub(_MARK, source.replace(_MARK, ""))))
    answers: list[tuple[str, ...]] = []
    banks: list[tuple[FoundChoice, ...]] = []
    for gap in gaps:
        found = _cloze_gap(gap["kind"], gap["body"], base)
        answers.append(tuple(c.text for c in found if c.right))
        if gap["kind"] in CLOZE_CHOSEN:
            banks.append(found)
    points = sum((number_in(gap["weight"] or "1") for gap in gaps), Fraction(0))
    chosen = banks[0] if len(gaps) == 1 and banks else ()
    bank: tuple[str, ...] = ()
    if len(gaps) > 1 and banks:
        if len(banks) < len(gaps):
            raise Unreadable("some gaps have words to choose from, and others have none")
        bank = tuple(dict.fromkeys(choice.text for words in banks for choice in words))
        if len({frozenset(c.text for c in words) for words in banks}) > 1:
            base.changed.append("the words of all gaps stand together now")
    return base.found(
        "gaps",
        stem=stem.replace(_MARK, GAP),
        answers=tuple(answers),
        choices=chosen,
        bank=bank,
        points=points,
    )


def _cloze_gap(kind: str, body: str, base: _Base) -> tuple[FoundChoice, ...]:
    """Return the answers of a gap; those to be typed are all right ones."""
    if kind not in CLOZE_TYPED | CLOZE_CHOSEN:
        raise Unreadable(f"it has a gap of the kind {kind}, which cannot be read")
    found = []
    for answer in re.split(r"(?<!\\)~", body):
        share = 0.0
        weighted = re.match(r"\s*(?:(=)|%(-?[\d.,]+)%)", answer)
        if weighted:
            share = 100.0 if weighted[1] else float(weighted[2].replace(",", "."))
            answer = answer[weighted.end() :]
        # "#" begins feedback, unless it is a part of an entity such as &#126;.
        text = re.split(r"(?<![\\&])#", answer)[0]
        text = html.unescape(re.sub(r"\\([~/\"])", r"\1", text)).strip()
        text = re.sub(r"\\([}#])", r"\1", text)  # after its entities, as Moodle does
        if kind in CLOZE_CHOSEN:
            if share > 0 and not _is_all(share):
                raise Unreadable("several answers for a gap are right, or right in part")
            found.append(FoundChoice(plain_text(text).line, _is_all(share)))
        elif _is_all(share):
            typed = without_wildcard(text)
            if typed is None:
                base.changed.append(ANY_TEXT.format(text))
            elif kind in {"NUMERICAL", "NM"} and ":" in text:
                number, _, tolerance = text.partition(":")
                base.changed.append(f"answers within {tolerance} are right there; not here")
                found.append(FoundChoice(number, True))
            else:
                found.append(FoundChoice(typed, True))
        elif share > 0:
            base.changed.append(PART_MARKS.format(text))
    return tuple(found)


READERS: dict[str, Callable[[Any, _Base], Found]] = {
    "multichoice": _multichoice,
    "truefalse": _truefalse,
    "shortanswer": _shortanswer,
    "numerical": _numerical,
    "matching": _matching,
    "ordering": _ordering,
    "essay": _essay,
    "cloze": _cloze,
    "multianswer": _cloze,
}
