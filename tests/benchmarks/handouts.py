"""Time the handouts of a quiz that exists, as multiples of its Markdown and in seconds.

    python -m tests.benchmarks.handouts [QUIZ.json]

Prints, for each format, the best of five rounds of one student's sheet with its key, and for the
PDF three versions with keys, first as a fresh process makes them (with the fonts to be read) and
then warm. Without a quiz file one is made of the first article in ``data/`` that gives any.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

from quizgen.compose import make_quiz
from quizgen.errors import NoItems
from quizgen.quiz import Quiz, load
from quizgen.render import HANDOUTS
from quizgen.render.layout import Layout
from quizgen.source import TableFolder
from quizgen.versions import make_versions

ROOT = Path(__file__).parents[2]
ROUNDS = 5


def some_quiz() -> Quiz:
    """Return the quiz of the first article of ``data/`` that gives one."""
    source = TableFolder(ROOT / "data")
    for article_id in source.article_ids():
        try:
            return make_quiz(source.of(article_id))
        except NoItems:
            continue
    raise SystemExit("No article of data/ gives a quiz.")


def seconds(work: Callable[[], object]) -> float:
    """Return how long some work takes, once."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def papers(quiz: Quiz, name: str, number: int) -> None:
    """Make so many versions of a quiz, with keys, in one format."""
    layout, format_ = Layout(), HANDOUTS[name]
    versions = make_versions(quiz, number)
    for version in versions:
        format_.student(version, layout)
        if format_.key is not None:
            format_.key(version, layout, versions)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("quiz", nargs="?", type=Path)
    given = parser.parse_args().quiz
    quiz = load(given) if given else some_quiz()
    cold = seconds(lambda: papers(quiz, "pdf", 3))
    best = {
        name: min(seconds(lambda name=name: papers(quiz, name, 1)) for _ in range(ROUNDS))
        for name in HANDOUTS
    }
    warm = min(seconds(lambda: papers(quiz, "pdf", 3)) for _ in range(ROUNDS))
    print(f"{len(quiz.items)} items, {sum(a.n_words for a in quiz.articles)} words")
    print(f"three versions with keys as PDF: {cold:.2f} s at first, {warm:.2f} s warm")
    for name, each in best.items():
        print(f"{name:5} {each:6.3f} s, {each / best['md']:6.1f} x Markdown")


if __name__ == "__main__":
    main()
