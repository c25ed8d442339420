"""What a question becomes where a format has no type for it, always with a line in the report.

One way down for all formats, so that the same question is asked alike in all that cannot hold
it: an order becomes a choice of what comes first, a matching question one choice for each line,
a sentence with one gap and a bank of words a choice of these words. What can only be written
does not become a choice: there are no wrong answers that are wrong for sure.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from quizgen.export.losses import Losses
from quizgen.export.question import Choice, Job, Question
from quizgen.marking import MarkingRule

OTHER_GAP = "[…]"  # a gap that another question asks for


def as_choices(job: Job, question: Question) -> tuple[Question, ...]:
    """Return a question as questions with one right choice; none if it cannot be one.

    Those of ``choice`` and ``true_false`` stay as they are. What changes is reported; that
    nothing could be made of it is for the caller to report, who knows of other types.
    """
    match question.kind:
        case "choice" | "true_false":
            return (question,)
        case "gaps" if question.choices and len(question.answers) == 1:
            return (_choice(question, question.stem(), question.choices, question.points),)
        case "matching":
            return _choice_for_each_line(job, question)
        case "ordering":
            return (_choice_of_the_first(job, question),)
        case _:
            return ()


def _choice(
    question: Question, stem: str, choices: tuple[Choice, ...], points: int, part: int = 0
) -> Question:
    return replace(
        question,
        kind="choice",
        part=part,
        parts=(stem,),
        choices=choices,
        points=points,
        rule=MarkingRule("whole", Fraction(points)),
        answers=(),
        premises=(),
        options=(),
        right=(),
    )


def _choice_for_each_line(job: Job, question: Question) -> tuple[Question, ...]:
    n = len(question.premises)
    share = share_of_parts(
        job, question, n, f"matching is asked as {n} multiple-choice questions, one a line"
    )
    return tuple(
        _choice(
            question,
            f"{question.stem()} {premise}",
            tuple(Choice(text, at == right) for at, text in enumerate(question.options)),
            share,
            line,
        )
        for line, (premise, right) in enumerate(
            zip(question.premises, question.right, strict=True), 1
        )
    )


def _choice_of_the_first(job: Job, question: Question) -> Question:
    job.losses.converted(
        question.item_id, "ordering is asked as a choice of what comes first; the rest is not asked"
    )
    stem = job.labels("which_is_first", question=question.stem())
    choices = tuple(
        Choice(text, at == question.right[0]) for at, text in enumerate(question.options)
    )
    return _choice(question, stem, choices, question.points)


def split_gaps(job: Job, question: Question) -> tuple[Question, ...]:
    """Return a sentence with several gaps as one question for each, with the others as ``[…]``.

    A sentence with one gap stays as it is. Those with a bank get the bank as choices.
    """
    n = len(question.answers)
    if n == 1:
        return (question,)
    share = share_of_parts(job, question, n, f"its {n} gaps are asked for one by one")
    return tuple(_one_gap(question, at, share) for at in range(n))


def _one_gap(question: Question, at: int, points: int) -> Question:
    parts = question.parts
    answers = question.answers[at]
    return replace(
        question,
        part=at + 1,
        parts=(OTHER_GAP.join(parts[: at + 1]), OTHER_GAP.join(parts[at + 1 :])),
        answers=(answers,),
        choices=tuple(Choice(c.text, c.text == answers[0]) for c in question.choices),
        points=points,
        rule=MarkingRule("whole" if question.choices else "written", Fraction(points)),
    )


def with_fewer_choices(question: Question, most: int, losses: Losses) -> Question:
    """Return a question with so many choices at most: the right one and the first wrong ones."""
    n = len(question.choices)
    if n <= most:
        return question
    spare = n - most
    kept = [choice for choice in question.choices if not choice.right][: most - 1]
    left = tuple(c for c in question.choices if c.right or c in kept)
    losses.shortened(
        question.item_id,
        f"{spare} of {n - 1} wrong choices left out, as there may be {most} choices",
    )
    return replace(question, choices=left)


def share_of_parts(job: Job, question: Question, parts: int, what: str = "") -> int:
    """Return the points of each part of a question.

    If it is asked in parts, ``what`` says how, for the report; which also says what becomes of
    points that cannot be divided.
    """
    share, even = whole_shares(question.points, parts)
    told = "" if even else f"it has {share * parts} points instead of {question.points}"
    if what or told:
        job.losses.converted(question.item_id, "; ".join(filter(None, (what, told))))
    return share


def whole_shares(points: int, parts: int) -> tuple[int, bool]:
    """Return the whole points of each of some parts of a question, and whether they add up.

    >>> whole_shares(4, 2), whole_shares(2, 3)
    ((2, True), (1, False))
    """
    share = Fraction(points, parts)
    return (share.numerator, True) if share.denominator == 1 else (max(1, round(share)), False)
