"""How builds grow: each figure a ratio within one run, beside the bar it has to keep.

python -m tests.benchmarks.scale [FIGURE ...] [--articles 20000] [--words N]

Figures: ``overhead`` (a whole build ÷ the bare pipeline over the same texts), ``processes`` (two
÷ one), ``size`` (time an article and memory of many articles ÷ those of a twentieth, and adding
one in a hundred ÷ building all), ``cluster`` (two workers of Dask ÷ two processes), ``cold``
(``quizgen --help`` ÷ an empty click program). All if none is named; ``size`` takes an hour with
20,000 whole articles, a quarter of it with ``--words 60`` (their first paragraphs).

Articles are those of ``dataset synthesize``. Nothing else should run meanwhile.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
TWENTIETH = 20
HUNDREDTH = 100
# Articles for figures that need fewer: enough that the start of a worker does not count.
SOME = 400


def synthesize(at: Path, articles: int, words: int | None) -> list[Path]:
    """Write synthetic articles into a folder, cut after the paragraph that completes the words.

    Those in plain text are taken, which are more than half of all.
    """
    from dataset.synthesize import synthesize as write

    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), articles=2 * articles, seed=11)
        at.mkdir(parents=True)
        paths = []
        for path in sorted(Path(folder, "articles").glob("*.txt"))[:articles]:
            text = path.read_text("utf-8")
            if words:
                kept: list[str] = []
                for paragraph in text.split("\n\n"):
                    kept.append(paragraph)
                    if len(" ".join(kept).split()) >= words:
                        break
                text = "\n\n".join(kept)
            (at / path.name).write_text(text, "utf-8")
            paths.append(at / path.name)
    return paths


def build_apart(inputs: Path, out: Path, **options: Any) -> dict[str, float]:
    """Build in a process of its own; return seconds, and the peak memory of any process in MB."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.scale", "--one", json.dumps(
            {"inputs": str(inputs), "out": str(out), **options})],
        cwd=ROOT, stdout=subprocess.PIPE, check=True,
    )  # fmt: skip
    found: dict[str, float] = json.loads(done.stdout)
    return found


def build_one(told: str) -> None:
    """Be that process."""
    from dataset import build

    options = json.loads(told)
    begun = time.perf_counter()
    done = build(options.pop("inputs"), options.pop("out"), **options)
    seconds = time.perf_counter() - begun
    own, others = (
        resource.getrusage(who).ru_maxrss / 1024
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(json.dumps({
        "seconds": seconds, "read": done.n_read, "articles": done.n_articles,
        "own MB": own, "workers MB": others,
    }))  # fmt: skip


def overhead(work: Path, _: argparse.Namespace) -> Iterator[str]:
    """Compare a build in this process with the pipeline over the same texts, turn by turn."""
    from dataset import build
    from dataset.language import load

    nlp = load()
    paths = [*synthesize(work / "overhead", 120, None), *sorted((ROOT / "seeds").glob("*.txt"))]
    texts = [path.read_text("utf-8") for path in paths]
    build(paths[:8], work / "warm", jobs=1)
    bare = whole = 0.0
    size = 24
    for n in range(0, len(paths), size):
        begun = time.perf_counter()
        for _doc in nlp.pipe(texts[n : n + size]):
            pass
        bare += time.perf_counter() - begun
        begun = time.perf_counter()
        build(paths[n : n + size], work / f"whole{n}", jobs=1)
        whole += time.perf_counter() - begun
    yield f"whole build ÷ bare pipeline: {whole / bare:.2f} (bar 1.35)"


def processes(work: Path, _: argparse.Namespace) -> Iterator[str]:
    """Compare one process with two."""
    inputs = work / "processes"
    synthesize(inputs, SOME, None)
    one = build_apart(inputs, work / "one", jobs=1)["seconds"]
    two = build_apart(inputs, work / "two", jobs=2)["seconds"]
    yield f"throughput of two processes ÷ one: {one / two:.2f} (bar 1.8)"


def size(work: Path, options: argparse.Namespace) -> Iterator[str]:
    """Compare many articles with a twentieth of them, and adding a hundredth with all."""
    many, few, extra = work / "many", work / "few", work / "extra"
    n = options.articles
    more = n // HUNDREDTH
    paths = synthesize(many, n + more, options.words)
    extra.mkdir()
    for path in paths[:: len(paths) // more][:more]:
        path.rename(extra / path.name)
    few.mkdir()
    for path in sorted(many.iterdir())[::TWENTIETH]:
        shutil.copy(path, few)
    small = build_apart(few, work / "small")
    large = build_apart(many, work / "large")
    yield f"{small['articles']:,} articles: {small}"
    yield f"{large['articles']:,} articles: {large}"
    each = [r["seconds"] / r["articles"] for r in (large, small)]
    yield f"time an article, many ÷ few: {each[0] / each[1]:.3f} (bar 1.05)"
    peak = [max(r["own MB"], r["workers MB"]) for r in (large, small)]
    yield f"peak memory of any process, many ÷ few: {peak[0] / peak[1]:.3f} (bar 1.20)"
    yield f"memory of the builder itself, many ÷ few: {large['own MB'] / small['own MB']:.3f}"
    added = build_apart(extra, work / "large", append=True)
    yield f"{added['read']} added: {added}"
    yield f"adding a hundredth ÷ building all: {added['seconds'] / large['seconds']:.3f} (bar 0.05)"


def cluster(work: Path, _: argparse.Namespace) -> Iterator[str]:
    """Compare two workers of a Dask cluster with two processes, all of them started before."""
    from distributed import LocalCluster

    inputs = work / "cluster"
    synthesize(inputs, SOME, None)
    pool = build_apart(inputs, work / "pool", jobs=2)["seconds"]
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as local:
        dask = build_apart(inputs, work / "dask", cluster=local.scheduler_address)["seconds"]
    yield f"throughput of two workers of Dask ÷ two processes: {pool / dask:.2f} (bar 0.8)"


def cold(_: Path, __: argparse.Namespace) -> Iterator[str]:
    """Run the benchmark of cold starts."""
    done = subprocess.run(
        [sys.executable, "tests/benchmarks/cold_start.py"],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    yield f"{done.stdout.strip()} (bar 2)"


FIGURES: dict[str, Callable[[Path, argparse.Namespace], Iterator[str]]] = {
    "overhead": overhead,
    "processes": processes,
    "size": size,
    "cluster": cluster,
    "cold": cold,
}


def main() -> None:
    """Print the figures asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("figures", nargs="*", metavar="FIGURE", help=", ".join(FIGURES))
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--words", type=int)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        build_one(options.one)
        return
    unknown = set(options.figures) - set(FIGURES)
    if unknown:
        parser.error(f"there is no figure {', '.join(sorted(unknown))}")
    for name in options.figures or FIGURES:
        with tempfile.TemporaryDirectory() as work:
            for line in FIGURES[name](Path(work), options):
                print(line, flush=True)


if __name__ == "__main__":
    main()
