"""Several threads at once get what one after the other gets; first use and all."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from dataset.tables import write_tables
from quizgen.inflection import _NoSpacy

from .quiz_stories import FJORD
from .quiz_tables import LYN, NEST, rows_of, tables_of

ROOT = Path(__file__).parents[1]

# Several pieces of work, first in threads that all begin together in a young process, so that
# what is loaded once is loaded by several of them; then one after the other.
TWICE = """
import hashlib, sys, threading
from pathlib import Path

N = {n}
sys.setswitchinterval(1e-5)  # threads take turns five hundred times as often as they would
folder = Path(sys.argv[1])
start = threading.Barrier(N)
faults = []

def in_thread(work, n):
    try:
        start.wait()
        work(n, folder / "threads" / str(n))
    except BaseException as exc:
        faults.append(repr(exc))

def hashes(place):
    return {{p.relative_to(place).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
            for p in sorted(place.rglob("*")) if p.is_file()}}

{work}

for place in ("threads", "alone"):
    for n in range(N):
        (folder / place / str(n)).mkdir(parents=True)
threads = [threading.Thread(target=in_thread, args=(work, n)) for n in range(N)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert not faults, faults
for n in range(N):
    work(n, folder / "alone" / str(n))
together, alone = hashes(folder / "threads"), hashes(folder / "alone")
assert together == alone, sorted(k for k in alone if together.get(k) != alone[k])
print(len(alone), len(set(alone.values())))
"""

QUIZZES = """
import quizgen

FOLDERS = sorted(p for p in folder.glob("tables-*"))
OUTPUTS = ["pdf", "docx", "html", "md", "json", "gift", "xml", "qti12.zip", "qti21.zip", "qti3.zip",
           "apkg", "kahoot.xlsx", "wayground.xlsx", "blooket.csv", "gimkit.csv", "h5p", "gs", "csv"]

def work(n, place):
    quizgen.make(FOLDERS[n % len(FOLDERS)], output=[place / f"q.{s}" for s in OUTPUTS], seed=n,
                 questions=20, allow_fictional=True, all_kinds=True, large_print=n % 2 == 1)
"""

FIGURES = """
from dataset.report.gallery import PLOTS, SLIM

def work(n, place):
    plot = PLOTS[n % len(PLOTS)]
    counted = plot.count("data")
    (place / f"{plot.name}.svg").write_bytes(plot.render(counted, width=SLIM))
"""

SYNTHESIS = """
import random
from dataset.synthesize import synthesize
from dataset.synthesize.names import Names

def work(n, place):
    # All of one country, so that what is kept by country is asked for by all threads.
    drawn = []
    for i in range(60):
        names = Names(random.Random(f"{n}:{i}"), "en_GB")
        drawn += [names.town(), names.surname("male"), names.given_name("female")]
    (place / "names.txt").write_text("\\n".join(drawn), encoding="utf-8")
    synthesize(place / "out", articles=2, seed=n)
"""


def run(work: str, folder: Path, n: int) -> tuple[int, int]:
    """Run so many pieces of the work twice; return how many files it gave, and how many different ones."""
    ran = subprocess.run(
        [sys.executable, "-c", TWICE.format(work=work, n=n), str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,  # guards against a deadlock
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    n_files, n_different = ran.stdout.split()
    return int(n_files), int(n_different)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with four folders of tables."""
    for n, stories in enumerate([(LYN,), (FJORD,), (LYN, NEST), (NEST, FJORD)]):
        write_tables(tables_of(rows_of(*stories)), tmp_path / f"tables-{n}")
    return tmp_path


def test_quizzes_in_every_format(folder: Path) -> None:
    n_files, n_different = run(QUIZZES, folder, 4)
    assert n_files == 4 * (18 + 4)  # four formats have a key beside them
    assert n_different > 4 * 18


def test_figures_of_reports(tmp_path: Path) -> None:
    assert run(FIGURES, tmp_path, 8) == (8, 8)


def test_synthetic_articles(tmp_path: Path) -> None:
    n_files, n_different = run(SYNTHESIS, tmp_path, 4)
    assert n_files == n_different > 4  # of four seeds


def test_while_one_thread_hides_the_parser_others_find_it() -> None:
    finder = _NoSpacy()
    found: list[object] = []
    other = threading.Thread(target=lambda: found.append(finder.find_spec("spacy")))
    other.start()
    other.join()
    assert found == [None]
    assert finder.find_spec("json") is None
    with pytest.raises(ImportError):
        finder.find_spec("spacy")
