r"""Moodle XML: Moodle's own format, which holds all types, points and feedback.

After Moodle's reader (``question/format/xml``) and, for sentences with several gaps,
``qtype_multianswer``: there an answer ends at ``~``, ``#`` or ``}``, and of its entities one level
is resolved, so every sign in it is a number (``&#126;``). A star in a typed answer stands for any
text unless it is escaped. Only the shares of Moodle's list are accepted
(:data:`PERMITTED_FRACTIONS`); we need none but 100 and 0, since Moodle itself divides a matching
or ordering question's points evenly.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from quizgen.export.degrade import share_of_parts
from quizgen.export.escape import cdata, entities, html_text, typed_answer, xml_text
from quizgen.export.gift import GAP, name_of
from quizgen.export.html import articles_html, notes_html, question_html
from quizgen.export.question import Choice, Job, Question

# Shares in per cent that a form and an import of Moodle take, with a tolerance of 0.00001.
PERMITTED_FRACTIONS = (
    100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20, 16.66667,
    14.28571, 12.5, 11.11111, 10, 5, 0,
)  # fmt: skip
MAX_ID_CHARS = 100  # of an idnumber, in Moodle's database

TYPES = {
    "choice": "multichoice",
    "true_false": "truefalse",
    "typed": "shortanswer",
    "matching": "matching",
    "ordering": "ordering",
    "essay": "essay",
}
# Moodle has no marking by steps from any earlier to any later event; this one comes nearest:
# as many shares, each for an event that is followed by the very next one.
ORDER_MARKING = "RELATIVE_NEXT_EXCLUDE_LAST"


def write(job: Job) -> bytes:
    """Return a quiz as Moodle XML, in UTF-8; see :mod:`quizgen.export` for what a job is.

    Every article is a description above the questions. Reported: the marking of timelines, and
    points of a sentence with several gaps that cannot be divided by their number.
    """
    category = f"$course$/top/{job.title.replace('/', '//')}"
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<quiz>",
        f'<question type="category"><category>{_text(category)}</category></question>',
        *(_description(job, name, text) for name, text in articles_html(job)),
        *(_question(job, question) for question in job.questions),
        "</quiz>",
    ]
    job.losses.note("Evidence is in the feedback as words; it points at no characters there.")
    job.losses.note("Typed answers are compared letter by letter, but for capitals.")
    return ("\n".join(parts) + "\n").encode()


def _text(text: str) -> str:
    return f"<text>{xml_text(text)}</text>"


def _html(name: str, markup: str, attributes: str = "") -> str:
    return f'<{name}{attributes} format="html"><text>{cdata(markup)}</text></{name}>'


def _description(job: Job, name: str, text: str) -> str:
    tail = f"<idnumber>{job.identifier('article', name.partition(' ')[0])}</idnumber>"
    return _element("description", name, text, "", "0", tail)


def _element(
    type_: str, name: str, markup: str, feedback: str, grade: str, *rest: str, graded: bool = True
) -> str:
    # A sentence with gaps has the points of its gaps.
    marks = f"<defaultgrade>{grade}</defaultgrade>" if graded else ""
    return "\n".join(
        [
            f'<question type="{type_}">',
            f"<name>{_text(name)}</name>",
            _html("questiontext", markup),
            _html("generalfeedback", feedback),
            f"{marks}<penalty>0</penalty><hidden>0</hidden>",
            *rest,
            "</question>",
        ]
    )


def _question(job: Job, question: Question) -> str:
    type_ = _type(question)
    job.losses.written_as[question.item_id] = type_
    if type_ == "ordering":
        job.losses.converted(
            question.item_id,
            "each event must be followed by the very next one to earn its share of the points",
        )
    own_id = question.public_id
    if len(own_id) > MAX_ID_CHARS:
        own_id = job.identifier(own_id)
    tags = "".join(f"<tag>{_text(tag)}</tag>" for tag in question.tags)
    return _element(
        type_,
        name_of(question),
        _cloze(job, question) if type_ == "cloze" else _stem(question),
        notes_html(question.notes),
        str(question.points),
        f"<idnumber>{xml_text(own_id)}</idnumber>",
        *_answers(question, type_),
        f"<tags>{tags}</tags>",
        graded=type_ != "cloze",
    )


def _type(question: Question) -> str:
    if question.kind != "gaps":
        return TYPES[question.kind]
    if len(question.answers) > 1:
        return "cloze"
    return "multichoice" if question.choices else "shortanswer"


def _stem(question: Question) -> str:
    return f"<p>{GAP.join(question_html(part) for part in question.parts)}</p>"


def _answers(question: Question, type_: str) -> Iterable[str]:
    match type_:
        case "multichoice":
            shuffled = "true" if question.shuffled else "false"
            yield f"<single>true</single><shuffleanswers>{shuffled}</shuffleanswers>"
            yield "<answernumbering>abc</answernumbering>"
            yield "<showstandardinstruction>0</showstandardinstruction>"
            for choice in question.choices:
                markup = question_html(choice.text)
                yield _answer(choice.right, f'format="html"><text>{cdata(markup)}</text>', choice)
        case "truefalse":
            for name, choice in zip(("true", "false"), question.choices, strict=True):
                yield _answer(choice.right, f'format="moodle_auto_format">{_text(name)}', choice)
        case "shortanswer":
            yield "<usecase>0</usecase>"
            for text in question.answers[0]:
                yield _answer(True, f'format="moodle_auto_format">{_text(typed_answer(text))}')
        case "matching":
            yield "<shuffleanswers>true</shuffleanswers>"
            pairs = zip(question.premises, question.right, strict=True)
            shown = [(question_html(line), question.options[place]) for line, place in pairs]
            shown += [("", o) for n, o in enumerate(question.options) if n not in question.right]
            for line, partner in shown:
                yield _html("subquestion", line).replace(
                    "</subquestion>", f"<answer>{_text(partner)}</answer></subquestion>"
                )
        case "ordering":
            yield "<layouttype>VERTICAL</layouttype><selecttype>ALL</selecttype>"
            yield f"<selectcount>0</selectcount><gradingtype>{ORDER_MARKING}</gradingtype>"
            yield "<showgrading>SHOW</showgrading><numberingstyle>none</numberingstyle>"
            for number, place in enumerate(question.right, 1):
                markup = question_html(question.options[place])
                yield _html("answer", markup, f' fraction="{number}"')
        case "essay":
            yield "<responseformat>editor</responseformat><responserequired>1</responserequired>"
            yield "<responsefieldlines>5</responsefieldlines><attachments>0</attachments>"
            how = f"<p>{html_text(question.marking)}</p>"
            yield _html("graderinfo", notes_html(question.solution) + how)


def _answer(right: bool, rest: str, choice: Choice | None = None) -> str:
    reason = html_text(choice.reason) if choice is not None else ""
    feedback = _html("feedback", f"<p>{reason}</p>") if reason else ""
    return f'<answer fraction="{100 if right else 0}" {rest}{feedback}</answer>'


def _cloze(job: Job, question: Question) -> str:
    """Return a sentence with fields in its gaps, in the language of ``qtype_multianswer``."""
    share = share_of_parts(job, question, len(question.answers))
    pieces = [entities(question.parts[0])]
    for answers, part in zip(question.answers, question.parts[1:], strict=True):
        if question.choices:
            # The choices are HTML, and wrapped in the language of gaps.
            words = [
                ("=" if choice.text == answers[0] else "") + _in_gap(html_text(choice.text))
                for choice in question.choices
            ]
            pieces.append(f"{{{share}:MULTICHOICE:{'~'.join(words)}}}")
        else:
            accepted = [f"={_in_gap(typed_answer(text))}" for text in answers]
            pieces.append(f"{{{share}:SHORTANSWER:{'~'.join(accepted)}}}")
        pieces.append(entities(part))
    return f"<p>{''.join(pieces)}</p>"


def _in_gap(text: str) -> str:
    r"""Return an answer of a gap; Moodle takes a backslash before ``}`` and ``#`` away."""
    return entities(re.sub(r"\\(?=[}#])", r"\\\\", text))
