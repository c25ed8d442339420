r"""GIFT: Moodle's text format, which many other systems read.

Grammar and pitfalls after Moodle's own reader (``question/format/gift``) and gift-pegjs:
``\\ ~ = # { } :`` are escaped; question, choices and feedback are HTML, said so by a prefix at
each; answers to be typed and the partners of a matching question are plain text in Moodle, so
they are not HTML here. A typed answer always has its weight, since it might begin with a ``%``.

GIFT has no points: Moodle gives each question one, so the points stand in a tag. It has no
order either: the places are matched with the events. (Moodle's ordering plugin has a syntax of its
own, which stops every other reader from reading the file.)
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from quizgen.export.degrade import split_gaps
from quizgen.export.escape import gift_text, typed_answer
from quizgen.export.html import articles_html, notes_html, question_html
from quizgen.export.question import Choice, Job, Question

MAX_NAME_CHARS = 60  # of a question in the bank's list; no student sees it
GAP = "_____"  # from five on, Moodle puts the field of a short answer in their place

ARROW = "→"

NAMES = {
    "choice": "multiple choice",
    "true_false": "true/false",
    "gaps": "missing word",
    "typed": "short answer",
    "matching": "matching",
    "ordering": "matching",
    "essay": "essay",
}


def write(job: Job) -> bytes:
    """Return a quiz as GIFT, in UTF-8; see :mod:`quizgen.export` for what a job is.

    Every article is a description above the questions. Reported: points other than 1, sentences
    with several gaps, timelines.
    """
    blocks = [f"$CATEGORY: $course$/top/{job.title.replace('/', '//')}"]
    blocks += [f"::{gift_text(n)}::[html]{gift_text(text)}" for n, text in articles_html(job)]
    for question in job.questions:
        parts = split_gaps(job, question) if question.kind == "gaps" else (question,)
        for part in parts:
            blocks.append(_block(part))
        _report(job, question)
    job.losses.note("Evidence is in the feedback as words; it points at no characters there.")
    job.losses.note("Typed answers are compared letter by letter, but for capitals.")
    return ("\n\n".join(blocks) + "\n").encode()


def name_of(question: Question) -> str:
    """Return what a bank of questions lists a question as: its number and first words."""
    words = f"{question.name:0>2} {question.stem()}"
    if len(words) > MAX_NAME_CHARS:
        words = words[: MAX_NAME_CHARS - 1].rstrip() + "…"
    return words


def _report(job: Job, question: Question) -> None:
    losses = job.losses
    losses.written_as[question.item_id] = NAMES[question.kind]
    if question.kind == "ordering":
        losses.converted(
            question.item_id,
            "ordering is asked as matching of places and events, each right place worth the same",
        )
    typed = question.kind == "typed" or (question.kind == "gaps" and not question.choices)
    if typed and any("->" in text for accepted in question.answers for text in accepted):
        losses.converted(question.item_id, f"-> in its answers is {ARROW}: GIFT pairs lines by it")
    if question.points != 1:
        losses.converted(
            question.item_id,
            f"its points ({question.points}) are in a tag: GIFT has none, and Moodle gives 1",
        )


def _html(text: str) -> str:
    return gift_text(question_html(text))


def _behind(text: str) -> str:
    """Return the words behind a gap, which may not begin like a comment or a format."""
    words = text.lstrip(" ")
    spaces = text[: len(text) - len(words)]
    if words[0].isalnum():
        return spaces + _html(words)
    return f"{spaces}{gift_text(f'&#{ord(words[0])};')}{_html(words[1:])}"


def _comment(question: Question) -> str:
    """Return the line of id and tags, which Moodle reads from a comment."""
    tags = (*question.tags, f"points:{question.points}")
    part = f"/{question.part}" if question.part else ""
    marks = [f"[id:{quote(question.public_id, safe=':')}{part}]", *(f"[tag:{t}]" for t in tags)]
    return f"// {' '.join(marks)}"


def _block(question: Question) -> str:
    answers = _answers(question)
    if question.kind == "gaps" and all(part.strip(" ") for part in question.parts):
        before, after = question.parts
        text = f"[html]{_html(before)}{{{answers}}}{_behind(after)}"
    else:
        stem = GAP.join(_html(part) for part in question.parts)
        text = f"[html]{stem} {{{answers}}}"
    return f"{_comment(question)}\n::{gift_text(name_of(question))}::{text}"


def _answers(question: Question) -> str:
    # Only a person can mark an essay, so its key is the first thing in the feedback.
    general = notes_html((*question.solution, *question.notes))
    end = f"####[html]{gift_text(general)}" if general else ""
    return "".join(_answer_lines(question)) + end


def _answer_lines(question: Question) -> Iterable[str]:
    match question.kind:
        case "choice":
            return map(_choice, question.choices)
        case "true_false":
            return ["TRUE" if question.choices[0].right else "FALSE"]
        case "gaps" if question.choices:
            return map(_choice, question.choices)
        case "gaps" | "typed":
            return (f"=%100%[plain]{_typed(text)} " for text in question.answers[0])
        case "matching":
            partners = [question.options[place] for place in question.right]
            pairs = zip(question.premises, partners, strict=True)
            spare = [o for n, o in enumerate(question.options) if n not in question.right]
            return [
                *(f"=[html]{_html(line)} -> {gift_text(partner)} " for line, partner in pairs),
                *(f"= -> {gift_text(partner)} " for partner in spare),
            ]
        case "ordering":
            return (
                f"={n} -> {gift_text(question.options[place])} "
                for n, place in enumerate(question.right, 1)
            )
        case _:
            return []


def _choice(choice: Choice) -> str:
    mark = "=" if choice.right else "~"
    reason = f"#[html]{_html(choice.reason)}" if choice.reason else ""
    return f"{mark}[html]{_html(choice.text)}{reason} "


def _typed(text: str) -> str:
    """Return an answer to type; an arrow would make it a matching question, however escaped."""
    return gift_text(typed_answer(text.replace("->", ARROW)))
