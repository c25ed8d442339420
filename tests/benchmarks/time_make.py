"""Where the time of ``quizgen make ARTICLE -o quiz.pdf`` goes, as shares of one run.

python tests/benchmarks/time_make.py ARTICLE
"""

from __future__ import annotations

import itertools
import sys
import tempfile
import time
from pathlib import Path


def main() -> None:
    """Print the share of each step."""
    marks = [("start", time.perf_counter())]
    from dataset.builder import make_tables

    marks.append(("import the builder", time.perf_counter()))
    from dataset.language import load

    nlp = load()
    nlp("Ana Ruiz met Tom Berg in Oslo.")
    marks.append(("load the pipeline", time.perf_counter()))
    tables = make_tables(sys.argv[1:2]).tables
    marks.append(("read the article", time.perf_counter()))
    from quizgen.compose import make_quiz

    quiz = make_quiz(tables)
    marks.append(("make the quiz", time.perf_counter()))
    from quizgen.outputs import write

    with tempfile.TemporaryDirectory() as folder:
        write(quiz, Path(folder) / "quiz.pdf")
    marks.append(("set two PDFs", time.perf_counter()))
    total = marks[-1][1] - marks[0][1]
    for (_, before), (name, after) in itertools.pairwise(marks):
        print(f"{name:20} {(after - before) / total:6.1%}")


if __name__ == "__main__":
    main()
