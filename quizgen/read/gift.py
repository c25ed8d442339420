r"""GIFT → questions, after Moodle's own reader (``question/format/gift``) and gift-pegjs.

A question ends at an empty line; a line that begins with ``//`` is a comment, which may hold
``[id:…]`` and ``[tag:…]``. Only the first pair of braces holds answers; words behind it make a gap
of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any
from urllib.parse import unquote

from quizgen.errors import QuizFileError
from quizgen.quiz import GAP
from quizgen.read.markup import plain_text
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
    without_wildcard,
)

FORMATS = ("html", "markdown", "plain", "moodle")
ESCAPED = re.compile(r"\\([\\~=#{}:n])")
_PRIVATE = 0xE000  # escaped signs are private characters while answers are taken apart
_KEPT = r"\~=#{}:n"


def read(data: bytes, name: str) -> Reading:
    """Return the questions of a GIFT file; descriptions become articles to read.

    Raises:
        QuizFileError: it is no text in UTF-8.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        line = data[: exc.start].count(b"\n") + 1
        raise QuizFileError(f"{name}:{line}: is no UTF-8 text. Save it as UTF-8.") from exc
    reading = Reading()
    number = 0
    for line, comments, block in _blocks(text):
        if block.startswith("$CATEGORY:"):
            path = block.partition(":")[2].strip().replace("//", "\ue0ff")
            last = path.rsplit("/", 1)[-1].replace("\ue0ff", "/")
            if last and last != "top" and not last.startswith("$"):
                reading.title = last
            continue
        title, rest = _title(_hidden(block))
        start = rest.find("{")
        end = rest.find("}", start) if start >= 0 else -1
        if end < 0:
            if "{" in rest or "}" in rest:
                reading.left_out(f"line {line}", "a brace has no partner")
            else:
                reading.add_passage(passage_of(title, _rich(rest)[0]))
            continue
        number += 1
        place = f"question {number} ({title})" if title else f"question {number}, line {line}"
        try:
            body = rest[start + 1 : end]
            reading.add(_question(place, comments, rest[:start], body, rest[end + 1 :]))
        except Unreadable as exc:
            reading.left_out(place, str(exc))
    return reading


def _blocks(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield the line a question begins in, the comments above and in it, and its text."""
    start, comments, lines = 0, [], []
    for number, line in enumerate([*text.split("\n"), ""], 1):
        bare = line.strip()
        if bare.startswith("//"):
            comments.append(bare)
        elif bare:
            start = start or number
            lines.append(line.rstrip("\r"))
            if bare.startswith("$CATEGORY:") and len(lines) == 1:
                yield start, "", bare
                start, comments, lines = 0, [], []
        elif lines:
            yield start, "\n".join(comments), "\n".join(lines).strip()
            start, comments, lines = 0, [], []


def _hidden(text: str) -> str:
    """Return a text with its escaped signs as private characters, so that they mark nothing."""
    text = re.sub("[\ue000-\ue0ff]", "", text)
    return ESCAPED.sub(lambda m: chr(_PRIVATE + _KEPT.index(m[1])), text)


def _shown(text: str) -> str:
    """Return a text with its escaped signs as themselves."""

    def sign(match: re.Match[str]) -> str:
        kept = _KEPT[ord(match[0]) - _PRIVATE]
        return "\n" if kept == "n" else kept

    return re.sub(f"[\ue000-{chr(_PRIVATE + len(_KEPT) - 1)}]", sign, text)


def _title(text: str) -> tuple[str, str]:
    found = re.match(r"::(.*?)::\s*", text, re.DOTALL)
    if not found:
        return "", text
    return " ".join(_shown(found[1]).split()), text[found.end() :]


def _format(text: str) -> tuple[str, str]:
    """Return the format a text says it has, and the rest."""
    found = re.match(r"\s*\[(\w+)\]", text)
    if found and found[1] in FORMATS:
        return found[1], text[found.end() :]
    return "", text


def _rich(text: str, default: str = "moodle") -> tuple[str, tuple[str, ...]]:
    """Return a text without markup, and what could not be kept of it."""
    format_, rest = _format(text)
    shown = _shown(rest)
    if (format_ or default) == "plain":
        return shown.strip(), ()
    found = plain_text(shown)
    return found.text, found.dropped


def _question(place: str, comments: str, before: str, body: str, after: str) -> Found:
    format_, before = _format(before)
    format_ = format_ or "moodle"
    gapped = bool(after.strip())
    whole = f"{before}{GAP}{after}" if gapped else before
    stem, dropped = _rich(f"[{format_}]{whole}")
    body, _, general = body.partition("####")
    feedback, lost = _rich(general, format_)
    # No longer than Moodle keeps them.
    tags = tuple(tag.strip() for tag in re.findall(r"\[tag:([^\]]{1,255})\]", comments))
    own_id = re.search(r"\[id:([^\]]{1,255})\]", comments)
    points = next((t.partition(":")[2] for t in tags if re.fullmatch(r"points:\d+", t)), "1")
    base: dict[str, Any] = {
        "place": place,
        "stem": stem,
        "feedback": feedback,
        "points": Fraction(points),
        "item_id": unquote(own_id[1]).strip() if own_id else "",
        "tags": tags,
        "changed": tuple(f"{thing} is left out" for thing in dict.fromkeys((*dropped, *lost))),
    }
    if not gapped and "type:cloze" in tags:
        base["stem"], n = re.subn("_{5,}", GAP, stem)
        gapped = n == 1
    return _answered(base, body.strip(), format_, gapped=gapped)


def _answered(base: dict[str, Any], body: str, format_: str, *, gapped: bool) -> Found:
    word = body.partition("#")[0].strip()
    if word in {"T", "TRUE", "F", "FALSE"}:
        if gapped:
            raise Unreadable("a statement to be judged has words behind its answer")
        right = word in {"T", "TRUE"}
        return Found(
            kind="true_false",
            choices=(FoundChoice("True", right), FoundChoice("False", not right)),
            **base,
        )
    if not body:
        return Found(kind="essay", **base)
    if body.startswith("#"):
        return _numbers(base, body[1:], gapped=gapped)
    answers = re.findall(r"([=~])((?:[^=~])*)", body)
    if not answers:
        answers = [("=", body)]  # a single answer may go without its sign
    if all(sign == "=" and "->" in text for sign, text in answers):
        return _pairs(base, [text for _, text in answers], format_)
    if all(sign == "=" for sign, _ in answers):
        return _typed(base, [text for _, text in answers], gapped=gapped)
    return _choices(base, answers, format_, gapped=gapped)


def _weight(text: str) -> tuple[float | None, str]:
    found = re.match(r"\s*%(-?\d+(?:\.\d*)?)%", text)
    return (float(found[1]), text[found.end() :]) if found else (None, text)


def _changed(base: dict[str, Any], *details: str) -> None:
    base["changed"] = tuple(dict.fromkeys((*base["changed"], *details)))


def _typed(base: dict[str, Any], answers: list[str], *, gapped: bool) -> Found:
    accepted = []
    for answer in answers:
        weight, text = _weight(answer)
        text = _shown(_format(text.partition("#")[0])[1]).strip()
        if weight is not None and weight < 100:
            _changed(base, PART_MARKS.format(text))
        elif (typed := without_wildcard(text)) is None:
            _changed(base, ANY_TEXT.format(text))
        else:
            accepted.append(typed)
    return Found(kind="gaps" if gapped else "typed", answers=(tuple(accepted),), **base)


def _numbers(base: dict[str, Any], body: str, *, gapped: bool) -> Found:
    accepted = []
    for answer in re.split(r"(?<!\s)\s*=", body.partition("~")[0]) if "=" in body else [body]:
        weight, text = _weight(answer)
        text = text.partition("#")[0].strip()
        if not text or (weight is not None and weight < 100):
            continue
        if ".." in text:
            raise Unreadable(f"any number in {text} is right; a quiz file has single answers")
        number, _, tolerance = text.partition(":")
        if tolerance.strip("0. "):
            _changed(base, f"answers within {tolerance} are right there; only exact ones here")
        accepted.append(number.strip())
    return Found(kind="gaps" if gapped else "typed", answers=(tuple(accepted),), **base)


def _pairs(base: dict[str, Any], answers: list[str], format_: str) -> Found:
    pairs, spare = [], []
    for answer in answers:
        left, _, right = answer.partition("->")
        line, dropped = _rich(left, format_)
        _changed(base, *(f"{thing} is left out" for thing in dropped))
        partner = _shown(right).strip()
        if line:
            pairs.append((line, partner))
        else:
            spare.append(partner)
    places = [line for line, _ in pairs]
    if "type:ordering" in base["tags"] and places == [str(n + 1) for n in range(len(places))]:
        return Found(kind="ordering", order=tuple(partner for _, partner in pairs), **base)
    return Found(kind="matching", pairs=tuple(pairs), spare=tuple(spare), **base)


def _choices(
    base: dict[str, Any], answers: list[tuple[str, str]], format_: str, *, gapped: bool
) -> Found:
    choices = []
    for sign, answer in answers:
        weight, rest = _weight(answer)
        text, _, reason = rest.partition("#")
        if weight is not None and 0 < weight < 100:
            raise Unreadable(SEVERAL_RIGHT)
        if weight is not None and weight < 0:
            _changed(base, COSTS_NOTHING)
        shown, dropped = _rich(text, format_)
        _changed(base, *(f"{thing} is left out" for thing in dropped))
        right = sign == "=" or weight == 100
        choices.append(FoundChoice(shown, right, _rich(reason, format_)[0]))
    right_ones = tuple((c.text,) for c in choices if c.right)
    kind: Any = "gaps" if gapped else "choice"
    return Found(kind=kind, choices=tuple(choices), answers=right_ones if gapped else (), **base)
