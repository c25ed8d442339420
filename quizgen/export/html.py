"""The HTML that questions, feedback and articles have in other programs: plain and escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from quizgen.export.escape import html_text
from quizgen.export.question import Job, Note
from quizgen.render.sheet import ArticleText


def question_html(text: str) -> str:
    """Return a text as HTML in which no row of underscores stands for a gap."""
    return re.sub("__+", lambda m: "&#95;" * len(m[0]), html_text(text))


def notes_html(notes: Iterable[Note]) -> str:
    """Return lines of feedback as HTML, a paragraph each."""
    return "".join(
        f"<p><b>{html_text(note.label)}:</b> {html_text(note.text)}</p>" for note in notes
    )


def articles_html(job: Job) -> Iterator[tuple[str, str]]:
    """Yield a name and HTML for each article; above the first stands the prompt before reading."""
    if job.warm_up and not job.articles:
        job.losses.note("The prompt before reading is left out: there is no article below it.")
    for number, article in enumerate(job.articles, 1):
        prompt = [Note(job.labels("before_you_read"), job.warm_up)]
        before = notes_html(prompt) if job.warm_up and number == 1 else ""
        yield f"00.{number} {article.heading}".strip(), before + article_html(article)


def article_html(article: ArticleText) -> str:
    """Return an article as HTML: heading, facts, numbered paragraphs, credit."""
    facts = " · ".join(article.facts)
    return "".join(
        [
            f"<h4>{html_text(article.heading)}</h4>" if article.heading else "",
            f"<p><small>{html_text(facts)}</small></p>" if facts else "",
            *(f"<p>{n}. {html_text(p)}</p>" for n, p in enumerate(article.paragraphs, 1)),
            f"<p><small>{html_text(article.credit)}</small></p>" if article.credit else "",
        ]
    )
