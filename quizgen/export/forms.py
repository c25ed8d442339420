"""Google Forms: an Apps Script that makes the form, or a request for its REST interface.

A teacher needs no more than the script (``.gs``): pasted into script.google.com and run, it
makes the form in her own Drive. The request (``.json``) is the body of ``forms.batchUpdate``,
for those who have programs of their own: first ``forms.create`` (which takes a title only), then
this.

::

    updateSettings      it is a quiz: grading is refused before
    updateFormInfo      title and description
    createItem …        the article, then the questions, each at its place

What Forms can hold (from the reference of the REST interface and of ``FormApp``):

* No line breaks in titles and options ("Displayed text cannot contain newlines"), and no option
  twice. One such question, and the whole request is refused.
* No part marks: what has parts is split into questions of their own. No order and no gaps in
  sentences.
* Feedback to right and wrong choices; to what is typed, the same to all.
* A script cannot set which typed answers are right (``TextItem`` has no method for it).
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal

from quizgen.export.degrade import as_choices, share_of_parts
from quizgen.export.question import Choice, Job, Question
from quizgen.marking import MarkingRule

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """An item of a form, in the words that its two files share.

    ``kind``: ``text`` is only read, ``radio`` is one choice, ``short`` a line to type,
    ``long`` several. ``right`` and ``wrong`` are feedback; what is typed has only ``right``.
    ``points`` is None where nothing is marked.
    """

    kind: Literal["text", "radio", "short", "long"]
    title: str
    text: str = ""
    options: tuple[tuple[str, bool], ...] = ()
    answers: tuple[str, ...] = ()
    points: int | None = None
    right: str = ""
    wrong: str = ""


# Names that Forms shows for the kinds, for the report.
SHOWN_AS = {"radio": "Multiple choice", "short": "Short answer", "long": "Paragraph"}


def write(job: Job) -> bytes:
    """Return the script, or the request if the file is to be JSON."""
    title = job.title if job.title.strip() else job.labels("untitled")
    if job.version:
        title = f"{title} – {job.version}"
    parts = [*_articles(job), *(p for q in job.questions for p in _parts(job, q))]
    if any(part.kind == "short" for part in parts) and job.suffix == "json":
        job.losses.note(
            "Short answers are marked right only if they are in the key: look at those that "
            "Forms marks as wrong."
        )
    if any(part.kind == "long" and part.points for part in parts):
        job.losses.note("Paragraphs are marked by hand, in the form’s responses.")
    head = {"title": title, "description": _description(job)}
    written = _request(head, parts) if job.suffix == "json" else _script(head, parts)
    return written.encode("utf-8")


def _description(job: Job) -> str:
    return "\n".join(line for line in (job.warm_up, job.labels("read_first")) if line)


def _articles(job: Job) -> Iterator[Part]:
    """Yield each article as a text with its paragraphs numbered, for evidence names them."""
    for article in job.articles:
        numbered = (f"{n} {text}" for n, text in enumerate(article.paragraphs, 1))
        lines = [" · ".join(article.facts), *numbered, article.credit]
        heading = article.heading or job.labels("article_text")
        yield Part("text", heading, "\n\n".join(line for line in lines if line))


def _parts(job: Job, asked: Question) -> list[Part]:
    """Return an item as the parts of the form that it becomes."""
    questions = as_choices(job, asked)
    if not questions and asked.kind == "gaps":
        questions = _each_gap(job, asked)
    same = next((text for q in questions for text in _alike(q)), "")
    if same:
        job.losses.left_out(asked.item_id, f"two choices read the same in Forms: {same}")
        return []
    parts = [_part(job, question) for question in questions or (asked,)]
    job.losses.written_as[asked.item_id] = SHOWN_AS[parts[0].kind]
    return parts


def _each_gap(job: Job, asked: Question) -> tuple[Question, ...]:
    """Return a sentence with gaps as a question for each, the gaps numbered."""
    n = len(asked.answers)
    if n == 1:
        return (asked,)
    share = share_of_parts(job, asked, n, f"{n} gaps are asked as {n} questions")
    numbered = asked.parts[0] + "".join(
        f"({gap}) ____{part}" for gap, part in enumerate(asked.parts[1:], 1)
    )
    return tuple(
        replace(
            asked,
            kind="choice" if asked.choices else "typed",
            part=gap,
            parts=(f"{numbered} – {job.labels('gap')} {gap}",),
            points=share,
            rule=MarkingRule("whole" if asked.choices else "written", Fraction(share)),
            choices=tuple(Choice(c.text, c.text in accepted) for c in asked.choices),
            answers=() if asked.choices else (accepted,),
        )
        for gap, accepted in enumerate(asked.answers, 1)
    )


def _alike(question: Question) -> Iterator[str]:
    """Yield choices that differ only by what Forms may not keep: spaces and their kinds."""
    seen: set[str] = set()
    for choice in question.choices:
        text = " ".join(unicodedata.normalize("NFC", choice.text).split())
        if text in seen or not text:
            yield choice.text
        seen.add(text)


def _part(job: Job, question: Question) -> Part:
    points = question.points or None
    told = question.feedback(" ")
    if question.choices:
        reasons = [f"{c.text}: {c.reason}" for c in question.choices if c.reason]
        return Part(
            "radio",
            question.stem(),
            options=tuple((choice.text, choice.right) for choice in question.choices),
            points=points,
            right=told,
            wrong=" ".join([told, *reasons]).strip(),
        )
    answers = question.answers[0] if question.answers else ()
    by_hand = question.kind == "essay"
    if answers and (by_hand or job.suffix != "json"):
        given = f"{job.labels('all_answers')}: {'; '.join(answers)}"
        told = f"{given}. {told}".strip()
    if answers and not by_hand and job.suffix != "json":
        job.losses.converted(
            question.item_id,
            "a script cannot set the answers that are right: they are in the feedback; mark by "
            "hand, or enter them in the form’s answer key",
        )
    return Part(
        "long" if by_hand else "short",
        question.stem(),
        answers=() if by_hand else answers,
        points=points,
        right=told if points else "",
    )


# --- The request --------------------------------------------------------------------------------


def _request(head: Data, parts: list[Part]) -> str:
    quiz = {"settings": {"quizSettings": {"isQuiz": True}}, "updateMask": "quizSettings.isQuiz"}
    requests: list[Data] = [
        {"updateSettings": quiz},
        {"updateFormInfo": {"info": head, "updateMask": "title,description"}},
    ]
    requests += (
        {"createItem": {"item": _item(part), "location": {"index": place}}}
        for place, part in enumerate(parts)
    )
    return json.dumps({"requests": requests}, ensure_ascii=False, indent=2) + "\n"


def _item(part: Part) -> Data:
    if part.kind == "text":
        return {"title": part.title, "description": part.text, "textItem": {}}
    question: Data = {"required": False}
    if part.kind == "radio":
        question["choiceQuestion"] = {
            "type": "RADIO",
            "options": [{"value": text} for text, _ in part.options],
            "shuffle": False,
        }
    else:
        question["textQuestion"] = {"paragraph": part.kind == "long"}
    if part.points is not None:
        question["grading"] = _grading(part)
    return {"title": part.title, "questionItem": {"question": question}}


def _grading(part: Part) -> Data:
    right = [text for text, is_right in part.options if is_right] or [*part.answers]
    grading: Data = {"pointValue": part.points}
    if right:
        grading["correctAnswers"] = {"answers": [{"value": text} for text in right]}
    names = ("whenRight", "whenWrong") if part.kind == "radio" else ("generalFeedback",)
    for name, text in zip(names, (part.right, part.wrong), strict=False):
        if text:
            grading[name] = {"text": text}
    return grading


# --- The script ---------------------------------------------------------------------------------

_SCRIPT = """\
// This script makes a quiz in Google Forms.
// 1. Open https://script.google.com and choose "New project".
// 2. Replace all that stands there by this file, and save.
// 3. Choose "Run", and allow it to make a form. The log shows where the form is.

const QUIZ = @QUIZ@;

function makeQuiz() {
  const form = FormApp.create(QUIZ.title);
  form.setTitle(QUIZ.title).setDescription(QUIZ.description).setIsQuiz(true);
  QUIZ.parts.forEach((part) => ADD[part.kind](form, part));
  Logger.log('Edit the form: ' + form.getEditUrl());
  Logger.log('Send to the class: ' + form.getPublishedUrl());
}

const ADD = {
  text: (form, part) => {
    form.addSectionHeaderItem().setTitle(part.title).setHelpText(part.text);
  },
  radio: (form, part) => {
    const item = form.addMultipleChoiceItem().setTitle(part.title);
    item.setChoices(part.options.map((o) => item.createChoice(o.text, o.right)));
    if (part.points) item.setPoints(part.points);
    if (part.right) item.setFeedbackForCorrect(feedback(part.right));
    if (part.wrong) item.setFeedbackForIncorrect(feedback(part.wrong));
  },
  short: (form, part) => typed(form.addTextItem(), part),
  long: (form, part) => typed(form.addParagraphTextItem(), part),
};

function typed(item, part) {
  item.setTitle(part.title);
  if (part.points) item.setPoints(part.points);
  if (part.right) item.setGeneralFeedback(feedback(part.right));
}

function feedback(text) {
  return FormApp.createFeedback().setText(text).build();
}
"""


def _script(head: Data, parts: list[Part]) -> str:
    quiz = {**head, "parts": [_plain(part) for part in parts]}
    return _SCRIPT.replace("@QUIZ@", _literal(quiz))


def _plain(part: Part) -> Data:
    """Return a part as the script has it, without what is empty."""
    data: Data = {"kind": part.kind, "title": part.title}
    if part.options:
        data["options"] = [{"text": text, "right": right} for text, right in part.options]
    for name in ("text", "points", "right", "wrong"):
        if getattr(part, name):
            data[name] = getattr(part, name)
    return data


def _literal(data: Data) -> str:
    """Return JSON that is a literal of JavaScript, and ends no element of a page it is put into."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
