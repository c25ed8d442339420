"""H5P: a Question Set, for the sites (Moodle, WordPress, Drupal, Lumi …) that play H5P.

::

    h5p.json                what the package is, and the libraries that it needs
    content/content.json    the question set

The libraries are not in the file. A site has its own, and takes the file if it has exactly the
versions below (major and minor): those of Question Set 1.20, which names in its
``semantics.json``, letter by letter, the question types it takes.

What H5P can hold, from the libraries' own sources:

* A choice, a gap or a box counts one point; only an essay's keywords have points of their own.
* All texts are HTML. The languages inside it (``*answer/other answer:tip*`` of the gaps and
  boxes, ``@score`` of the feedback) are searched before entities are resolved, so that a sign
  spelled as a number stands for itself.
* What is dragged is cut after 17 signs while it lies in its box, and its spelling is compared
  as it stands in the file: only short words of letters and digits are dragged, and letters in
  place of all others.
* What is typed is compared without regard to capitals and to spaces around it.
"""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import replace
from typing import Any

from quizgen.archive import pack
from quizgen.export.degrade import as_choices
from quizgen.export.escape import entities
from quizgen.export.question import Job, Question
from quizgen.render.sheet import letter

SET = "H5P.QuestionSet 1.20"
CHOICE = "H5P.MultiChoice 1.16"
TRUE_FALSE = "H5P.TrueFalse 1.8"
BLANKS = "H5P.Blanks 1.14"
DRAG = "H5P.DragText 1.10"
ESSAY = "H5P.Essay 1.5"

MAX_TITLE = 255  # h5p-php-library refuses a package whose title is longer
MAX_DRAGGED = 20  # longer ones are cut to 17 signs and three dots in their box
# Signs that are the same in HTML, in DragText's language and on a site that escapes once more.
_DRAGGED = re.compile(r"[^\W_](?:[\w .,’–-]*[^\W_])?")
# What JavaScript takes off what is typed.
_AROUND = re.compile(r"^[\s\ufeff]+|(?<![\s\ufeff])[\s\ufeff]+$")

# ``maxLength`` of True/False's feedback in its ``semantics.json``; a site cuts off the rest.
MAX_FEEDBACK = 2048
PASS_PERCENTAGE = 50  # the library's own; a quiz of ours has no mark to pass
Params = dict[str, Any]


def write(job: Job) -> bytes:
    """Return the package."""
    losses = job.losses
    written = [
        (question, library, params)
        for asked in job.questions
        for question, library, params in _questions(job, asked)
    ]
    losses.note(
        "The libraries are not in the file: the site must have H5P.QuestionSet 1.20 and what "
        "it plays. If an upload fails, have the content type Question Set installed there first."
    )
    losses.note("The article is on the first page: who has begun to answer cannot go back to it.")
    if any(question.notes for question in job.questions):
        losses.note("Explanations are shown once an answer is checked, to right and wrong ones.")
    if not written:
        losses.note("There is no question in the file, and H5P takes no empty question set.")
    libraries = [SET, *dict.fromkeys(library for _, library, _ in written)]
    title = f"{job.title} – {job.version}" if job.version else job.title
    if len(title) > MAX_TITLE:
        losses.note(f"In lists, the title is cut after {MAX_TITLE} signs.")
    package = {
        "title": title[:MAX_TITLE].rstrip() or job.labels("untitled"),
        "language": _language(job),
        "defaultLanguage": _language(job),
        "mainLibrary": SET.split()[0],
        "embedTypes": ["iframe"],
        "license": "U",
        "preloadedDependencies": [_dependency(library) for library in libraries],
    }
    content = _question_set(job, title, [_placed(job, *each) for each in written])
    return pack({"h5p.json": _json(package), "content/content.json": _json(content)})


def _json(data: Params) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _language(job: Job) -> str:
    return job.language.partition("-")[0]


def _dependency(library: str) -> Params:
    name, _, version = library.partition(" ")
    major, minor = map(int, version.split("."))
    return {"machineName": name, "majorVersion": major, "minorVersion": minor}


def _placed(job: Job, question: Question, library: str, params: Params) -> Params:
    """Return a question as the set lists it; its id stays when its text is edited."""
    name = job.identifier(question.item_id, str(question.part))
    return {
        "library": library,
        "params": params,
        "subContentId": str(uuid.uuid5(uuid.NAMESPACE_OID, f"quizgen:{name}")),
        "metadata": {
            "contentType": library.split()[0].removeprefix("H5P."),
            "license": "U",
            "title": job.labels("question", n=question.name),
        },
    }


def _question_set(job: Job, title: str, questions: list[Params]) -> Params:
    return {
        "introPage": {
            "showIntroPage": True,
            "title": entities(title),
            "introduction": _introduction(job),
        },
        "progressType": "dots",
        "passPercentage": PASS_PERCENTAGE,
        "disableBackwardsNavigation": False,
        "randomQuestions": False,
        "questions": questions,
        "endGame": {
            "showResultPage": True,
            "showSolutionButton": True,
            "showRetryButton": True,
            "overallFeedback": [{"from": 0, "to": 100, "feedback": _afterwards(job)}],
        },
        # One try each, as on paper; the whole quiz may be done again from its last page.
        "override": {"checkButton": True, "showSolutionButton": "on", "retryButton": "off"},
    }


def _introduction(job: Job) -> str:
    """Return the article, its paragraphs numbered as on the handout, for evidence names them."""
    lines = [f"<em>{entities(job.warm_up)}</em>"] if job.warm_up else []
    lines.append(entities(job.labels("read_first")))
    for article in job.articles:
        if article.heading:
            lines.append(f"<strong>{entities(article.heading)}</strong>")
        if article.facts:
            lines.append(f"<em>{entities(' · '.join(article.facts))}</em>")
        lines += (
            f"<strong>{number}</strong> {entities(text)}"
            for number, text in enumerate(article.paragraphs, 1)
        )
        if article.credit:
            lines.append(f"<em>{entities(article.credit)}</em>")
    return "\n".join(f"<p>{line}</p>" for line in lines)


def _afterwards(job: Job) -> str:
    """Return what stands on the last page, above it the score: the points to discuss."""
    asked = [q for q in job.questions if q.kind == "essay" and not q.points]
    for question in asked:
        job.losses.converted(
            question.item_id,
            "is shown on the last page, to talk about: H5P cannot leave an answer unmarked",
        )
        job.losses.written_as[question.item_id] = "Overall feedback"
    if not asked:
        return ""
    return entities(f"{job.labels('discussion')}: {' '.join(q.stem() for q in asked)}")


def _questions(job: Job, asked: Question) -> list[tuple[Question, str, Params]]:
    """Return an item as the questions of the set that it becomes, each with its library."""
    match asked.kind:
        case "choice":
            found = [(asked, CHOICE, _choice(asked), 1)]
        case "true_false":
            found = [(asked, TRUE_FALSE, _true_false(job, asked), 1)]
        case "gaps" if asked.choices and len(asked.answers) == 1:
            found = [(q, CHOICE, _choice(q), 1) for q in as_choices(job, asked)]
        case "gaps" if _one_word_each(asked):
            found = [(asked, DRAG, _bank(job, asked), len(asked.answers))]
        case "gaps" | "typed":
            found = _blanks(job, asked)
        case "matching":
            found = [(asked, DRAG, _matching(job, asked), len(asked.premises))]
        case "ordering":
            found = [(asked, DRAG, _ordering(job, asked), len(asked.options))]
        case "essay":
            found = _essay(job, asked) if asked.points else []
    for question, library, _, most in found:
        job.losses.written_as[question.item_id] = library.split()[0].removeprefix("H5P.")
        if most != question.points:
            job.losses.converted(
                question.item_id,
                f"counts {most} instead of {question.points} in the score: H5P gives one point "
                "for each choice, gap or box",
            )
    return [(question, library, params) for question, library, params, _ in found]


Written = tuple[Question, str, Params, int]


def _one_word_each(question: Question) -> bool:
    """Tell whether each gap has one right word in the bank, and the words can be dragged."""
    bank = [choice.text for choice in question.choices]
    return (
        bool(bank)
        and all(len({*accepted} & {*bank}) == 1 for accepted in question.answers)
        and all(map(_can_be_dragged, bank))
    )


def _can_be_dragged(text: str) -> bool:
    return len(text) <= MAX_DRAGGED and _DRAGGED.fullmatch(text) is not None


def _paragraph(text: str) -> str:
    return f"<p>{entities(text)}</p>"


def _behaviour(**more: Any) -> Params:
    return {"enableRetry": False, "enableSolutionsButton": True, "enableCheckButton": True, **more}


def _feedback(question: Question) -> list[Params]:
    """Return the explanation; a field of H5P without markup, so in one line."""
    return [{"from": 0, "to": 100, "feedback": entities(question.feedback(" "))}]


def _choice(question: Question) -> Params:
    return {
        "question": _paragraph(question.stem()),
        "answers": [
            {
                "text": f"<div>{entities(choice.text)}</div>",
                "correct": choice.right,
                "tipsAndFeedback": {
                    "tip": "",
                    "chosenFeedback": f"<div>{entities(choice.reason)}</div>"
                    if choice.reason
                    else "",
                    "notChosenFeedback": "",
                },
            }
            for choice in question.choices
        ],
        "overallFeedback": _feedback(question),
        "behaviour": _behaviour(
            type="single", singlePoint=True, randomAnswers=False, showSolutionsRequiresInput=True
        ),
    }


def _true_false(job: Job, question: Question) -> Params:
    true, false = question.choices
    told = entities(question.feedback(" "))
    notes = question.notes
    while len(told) > MAX_FEEDBACK:
        notes = notes[:-1]
        told = entities(replace(question, notes=notes).feedback(" "))
    if len(notes) < len(question.notes):
        job.losses.shortened(
            question.item_id,
            f"{len(question.notes) - len(notes)} of {len(question.notes)} explanations left out: "
            f"H5P cuts after {MAX_FEEDBACK} signs",
        )
    return {
        "question": _paragraph(question.stem()),
        "correct": "true" if true.right else "false",
        "l10n": {"trueText": entities(true.text), "falseText": entities(false.text)},
        "behaviour": _behaviour(autoCheck=False, feedbackOnCorrect=told, feedbackOnWrong=told),
    }


def _blanks(job: Job, question: Question) -> list[Written]:
    """Return words to type, into a sentence or under a question."""
    gaps = [
        [text for text in (_AROUND.sub("", each) for each in accepted) if text]
        for accepted in question.answers
    ]
    if not all(gaps):
        job.losses.left_out(question.item_id, "its answer is nothing but spaces")
        return []
    fields = ["*" + "/".join(entities(text) for text in accepted) + "*" for accepted in gaps]
    if question.kind == "typed":
        task, lines = question.stem(), [fields[0]]
    else:
        bank = ", ".join(choice.text for choice in question.choices)
        task = job.labels("how_gap_bank" if bank else "how_gap")
        lines = [_filled(question, fields)]
        if bank:
            lines.append(entities(f"{job.labels('bank')}: {bank}"))
    params = {
        "text": _paragraph(task),
        "questions": [f"<p>{line}</p>" for line in lines],
        "overallFeedback": _feedback(question),
        "behaviour": _behaviour(
            caseSensitive=False,
            acceptSpellingErrors=False,
            autoCheck=False,
            separateLines=False,
            showSolutionsRequiresInput=True,
        ),
    }
    return [(question, BLANKS, params, len(gaps))]


def _filled(question: Question, fields: list[str]) -> str:
    first, *rest = (entities(part) for part in question.parts)
    return first + "".join(field + part for field, part in zip(fields, rest, strict=True))


def _bank(job: Job, question: Question) -> Params:
    words = [choice.text for choice in question.choices]
    right = [next(word for word in accepted if word in words) for accepted in question.answers]
    line = _filled(question, [f"*{word}*" for word in right])
    spare = [word for word in words if word not in right]
    return _drag(question, _paragraph(job.labels("how_gap_bank")), line, spare)


def _matching(job: Job, question: Question) -> Params:
    names, legend = _names(question)
    right = [names[place] for place in question.right]
    pairs = zip(question.premises, right, strict=True)
    lines = [f"{entities(line)} *{name}*" for line, name in pairs]
    if len({*right}) < len(right):
        job.losses.converted(
            question.item_id, "an answer to several lines is there to drag as often as it is right"
        )
    spare = [name for name in names if name not in right]
    return _drag(question, _paragraph(question.stem()) + legend, "\n".join(lines), spare)


def _ordering(job: Job, question: Question) -> Params:
    names, legend = _names(question)
    lines = [f"{n}. *{names[place]}*" for n, place in enumerate(question.right, 1)]
    job.losses.converted(
        question.item_id,
        "is marked by places: a point for each event that stands in its own",
    )
    return _drag(question, _paragraph(question.stem()) + legend, "\n".join(lines), [])


def _names(question: Question) -> tuple[tuple[str, ...], str]:
    """Return what is dragged for each option, and the list that tells what it stands for."""
    if all(map(_can_be_dragged, question.options)):
        return question.options, ""
    names = tuple(letter(n) for n in range(len(question.options)))
    return names, "".join(
        f"<p><strong>{name}</strong> {entities(text)}</p>"
        for name, text in zip(names, question.options, strict=True)
    )


def _drag(question: Question, task: str, lines: str, spare: list[str]) -> Params:
    return {
        "taskDescription": task,
        "textField": lines,
        "distractors": "\n".join(f"*{word}*" for word in spare),
        "overallFeedback": _feedback(question),
        "behaviour": _behaviour(instantFeedback=False),
    }


def _essay(job: Job, question: Question) -> list[Written]:
    """Return a question to answer in own words; its points are for the accepted wordings.

    H5P has no marking by hand: without a keyword, everybody is given the points.
    """
    accepted = [_AROUND.sub("", text) for text in question.answers[0]]
    # A star is a wildcard, and slashes enclose a regular expression: neither can be escaped.
    plain = [t for t in accepted if t and "*" not in t and not (t[0] == "/" and t[-1] == "/")]
    if not plain:
        job.losses.left_out(
            question.item_id, "no answer can be looked for in what is written (star or slashes)"
        )
        return []
    job.losses.converted(
        question.item_id,
        "H5P gives the points only if an accepted answer stands in what is written, word for "
        "word: read the others yourself",
    )
    options = {
        "points": question.points,
        "occurrences": 1,
        "caseSensitive": False,
        "forgiveMistakes": False,
    }
    keyword = {
        "keyword": entities(plain[0]),
        "alternatives": [entities(text) for text in plain[1:]],
        "options": options,
    }
    told = [_paragraph(f"{note.label}: {note.text}") for note in question.notes]
    params = {
        "taskDescription": _paragraph(question.stem()),
        "placeholderText": "",
        "solution": {"introduction": "".join(told), "sample": _paragraph(accepted[0])},
        "keywords": [keyword],
        "overallFeedback": [{"from": 0, "to": 100, "feedback": ""}],
        "behaviour": _behaviour(inputFieldSize="3", ignoreScoring=False, pointsHost=1),
    }
    return [(question, ESSAY, params, question.points)]
