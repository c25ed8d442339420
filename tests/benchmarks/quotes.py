"""How many quotations are found, in what time.

    python -m tests.benchmarks.quotes --folder DIR

Builds the articles of a folder and prints the rows by kind, the share of quotations with a
speaker, and the time that finding quotations takes as a share of the time of the parse alone,
both measured in the same run (the best of three rounds each).
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dataset.analysis import from_doc, make_doc
from dataset.articles import Source, article_ids, find_sources, read_source
from dataset.entities import find_entities
from dataset.language import load
from dataset.quotes import find_article_marks, find_quotes, quoted_tokens


def seconds(work: Callable[[], Any]) -> float:
    """Return the best of three times."""
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return min(times)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.quotes")
    parser.add_argument("--folder", type=Path, default=Path("seeds"))
    folder = parser.parse_args().folder
    nlp = load()
    sources = [s for s in find_sources([str(folder)]) if isinstance(s, Source)]
    ids = article_ids(sources)
    articles = [read_source(s, ids[s.origin]) for s in sources]
    parsing = seconds(lambda: [nlp(make_doc(a, nlp)) for a in articles])
    analyses = [from_doc(a, nlp(make_doc(a, nlp))) for a in articles]
    found: list[Any] = []
    entities = []
    for analysis in analyses:
        marks = find_article_marks(analysis)
        entities.append(find_entities(analysis, [(m.start, m.end) for m in marks]))

    def quotes() -> None:
        found.clear()
        for analysis, known in zip(analyses, entities, strict=True):
            marks = find_article_marks(analysis)
            found.extend(find_quotes(analysis, known, marks, quoted_tokens(analysis, marks)))

    finding = seconds(quotes)
    kinds = Counter(q.quote_type for q in found)
    spoken = sum(q.speaker is not None for q in found)
    print(f"{len(articles)} articles, {len(found)} quotations: {dict(kinds)}")
    print(f"with a speaker: {100 * spoken / max(len(found), 1):.1f} %")
    print(f"finding them takes {100 * finding / parsing:.1f} % of the time of the parse")


if __name__ == "__main__":
    main()
