"""What the page's script marks answers by, and where the article proves them.

Only a page that may hold the key has any of this in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Literal

from quizgen.marking import marking_rule
from quizgen.quiz import Item, Quiz, QuizArticle, gap_answers, letters_of, pairs_of
from quizgen.render.keysheet import Answer, KeySheet
from quizgen.render.labels import Labels
from quizgen.render.sheet import Question, clean, groups_of, letter

# How a question is answered on the page: by a mark, by a word of a bank, in words, by a letter
# for each line, by moving lines; "free" is kept but not marked.
Kind = Literal["choice", "bank", "text", "match", "order", "free"]


def kind_of(question: Question) -> Kind:
    """Return how a question is answered."""
    if question.type == "discussion":
        return "free"
    if question.shape in {"choice", "true_false"}:
        return "choice"
    # One word fills one gap; which of several gaps a key means, nobody can know.
    if question.shape == "gap" and question.options and len(question.parts) == 2:
        return "bank"
    if question.shape == "match" and question.premises:
        return "match"
    return "order" if question.shape == "order" else "text"


def answer_data(quiz: Quiz, key: KeySheet, labels: Labels) -> dict[str, Any]:
    """Return, by a question's number, what the script needs to mark and to explain it."""
    answers = [answer for section in key.sections for answer in section.answers]
    items = [item for group in groups_of(quiz) for _, item in group]
    return {
        str(answer.question.number): _answer_data(answer, item, labels)
        for answer, item in zip(answers, items, strict=True)
        if kind_of(answer.question) != "free"
    }


def evidence_pieces(
    quiz: Quiz, article: QuizArticle, paragraph: tuple[int, int], shown: str
) -> list[tuple[str, list[int]]]:
    """Cut a paragraph where evidence begins and ends.

    Args:
        quiz: whose items point at the article.
        article: the one the paragraph is of.
        paragraph: offsets into its text.
        shown: the paragraph as it is printed.

    Returns:
        Pieces of ``shown``, which joined are all of it, and the numbers of the questions each
        piece is evidence of.
    """
    start, end = paragraph
    spans = [
        (max(start, evidence.start), min(end, evidence.end), number)
        for group in groups_of(quiz)
        for number, item in group
        for evidence in item.evidence
        if item.type != "discussion" and evidence.article_id == article.article_id
    ]
    spans = [span for span in spans if span[0] < span[1]]
    places = {
        offset: _printed_offset(article.text[start:end], offset - start, shown)
        for span in spans
        for offset in span[:2]
    }
    cuts = sorted({0, len(shown), *places.values()})
    return [
        (
            shown[a:b],
            sorted({n for first, last, n in spans if places[first] <= a and b <= places[last]}),
        )
        for a, b in pairwise(cuts)
    ]


def _printed_offset(raw: str, offset: int, shown: str) -> int:
    """Return where a character of a text stands once the text is cleaned."""
    # The letter after it keeps a space at the end, which belongs to what follows.
    return min(len(clean(raw[:offset] + "x")) - 1, len(shown))


def _answer_data(answer: Answer, item: Item, labels: Labels) -> dict[str, Any]:
    each = marking_rule(item).each
    return {
        "right": _right(answer.question, item),
        "accepted": [clean(text) for text in item.accept or (item.key,)],
        "gaps": [[clean(text) for text in gap] for gap in gap_answers(item)],
        "each": [each.numerator, each.denominator],
        "score": labels.counted("score_so_far", item.points),
        "letter": answer.letter,
        "answer": answer.answer,
        "solution": list(answer.solution),
        "also": list(answer.accepted),
        "correction": answer.correction,
        "why": answer.explanation,
        "wrong": _reasons(answer, item),
        "evidence": [{"place": quote.place, "text": quote.text} for quote in answer.evidence],
    }


def _right(question: Question, item: Item) -> list[int]:
    """Return the right choice, the right choice for each line, or the right order.

    Choices are counted from 0; -1 is none of them, which a key edited by hand may say.
    """
    letters = {letter(place): place for place in range(len(item.options))}
    match kind_of(question):
        case "match":
            pairs = {line: letters.get(name, -1) for line, name in pairs_of(item.key)}
            return [pairs.get(str(line), -1) for line in range(1, len(item.premises) + 1)]
        case "order":
            return [letters[name] for name in letters_of(item.key) if name in letters]
        case "choice" | "bank":
            options = item.options if question.shape != "true_false" else ("True", "False")
            return [options.index(item.key) if item.key in options else -1]
        case _:
            return []


def _reasons(answer: Answer, item: Item) -> dict[str, dict[str, str]]:
    """Return, by a wrong choice's place, its line of the key."""
    told = item.proof.get("distractors")
    if not isinstance(told, Mapping):
        return {}
    by_reason = {wrong.reason: wrong.label for wrong in answer.wrong}
    reasons = {place: told.get(option) for place, option in enumerate(item.options)}
    return {
        str(place): {"label": by_reason[clean(reason)], "reason": clean(reason)}
        for place, reason in reasons.items()
        if isinstance(reason, str) and clean(reason) in by_reason
    }
