"""Time 20 questions on one article: from a folder of many, as a multiple of a folder of one.

    python -m tests.benchmarks.one_of_many [--articles 10000]

The large folder holds copies of the articles of ``data/`` under other ids, so that both read the
same rows in the end; what differs is what has to be skipped. Prints the ratios of the best of
five rounds each, taken in turn: of the whole command, as a user waits for it, and of its inner
part, from opening the folder to the questions.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from dataset.schema import TABLES
from dataset.tables import load_tables, write_tables
from quizgen.compose import make_quiz
from quizgen.source import TableFolder

ROOT = Path(__file__).parents[2]
ROUNDS = 5


def copied(tables: Mapping[str, pa.Table], prefix: str) -> dict[str, pa.Table]:
    """Return tables with another id for every article, and so for all that is keyed by it."""
    made = {}
    for name, table in tables.items():
        for column in TABLES[name].columns:
            if column.name.endswith("_id") and "entity" not in column.name:
                at = table.column_names.index(column.name)
                ids = pc.binary_join_element_wise(prefix, table[column.name], "")
                table = table.set_column(at, table.schema.field(at), ids)
        made[name] = table
    return made


def build(folder: Path, tables: Mapping[str, pa.Table], copies: int) -> None:
    """Write so many copies of some articles as one folder, rows in the order of their keys."""
    parts = [copied(tables, f"{number:06d}-") for number in range(copies)]
    joined = {
        name: pa.concat_tables([p[name] for p in parts])
        for name in tables
        if name not in {"entities", "problems"}
    }
    write_tables({**tables, **joined}, folder)


def seconds(folder: Path, article_id: str) -> float:
    """Return how long it takes from the folder to twenty questions."""
    start = time.perf_counter()
    tables, _ = TableFolder(folder).chosen([article_id])
    make_quiz(tables, questions=20)
    return time.perf_counter() - start


def command_seconds(folder: Path, article_id: str) -> float:
    """Return how long the command takes."""
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "quizgen.cli", "make", str(folder), "--article", article_id,
         "--questions", "20", "-o", str(folder.parent / "quiz.json")],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    return time.perf_counter() - start


def compare(label: str, pairs: list[tuple[float, float]]) -> None:
    """Print the best time of each folder and the ratio."""
    few, many = (min(t) for t in zip(*pairs, strict=True))
    print(f"{label}: of one {1000 * few:.0f} ms, of many {1000 * many:.0f} ms, "
          f"ratio {many / few:.2f}")  # fmt: skip


def main() -> None:
    """Print both times and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    wanted = parser.parse_args().articles
    whole = load_tables(ROOT / "data")
    ids = whole["articles"]["article_id"].to_pylist()
    one = load_tables(ROOT / "data", articles=[ids[0]])
    with tempfile.TemporaryDirectory() as place:
        small, large = Path(place) / "one", Path(place) / "many"
        build(small, one, 1)
        build(large, whole, -(-wanted // len(ids)))
        middle = f"{wanted // len(ids) // 2:06d}-{ids[0]}"
        first = f"000000-{ids[0]}"
        for label, measure in (("command", command_seconds), ("inner part", seconds)):
            compare(label, [(measure(small, first), measure(large, middle)) for _ in range(ROUNDS)])


if __name__ == "__main__":
    main()
