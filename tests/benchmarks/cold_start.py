"""How long `quizgen --help` and `dataset --help` take, as multiples of an empty click program.

python tests/benchmarks/cold_start.py [--runs 15]

All are started in turn, so that a busy spell of the machine meets all of them, and the best of
their runs are compared: CPU time (user and system) and time on the clock.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
MOST = 2.0  # times an empty program
EMPTY = """import click


@click.group()
def cli():
    pass


@cli.command()
def run():
    pass


def main():
    cli.main(prog_name="empty")
"""
PROGRAMS = {"empty": "empty", "quizgen": "quizgen.cli", "dataset": "dataset.cli"}


class Cost(NamedTuple):
    """Seconds of one run."""

    cpu: float
    clock: float


def start(module: str, path: str) -> Cost:
    """Run a program's ``--help`` as its console script would, and return what it cost."""
    begun = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, "-c", f"from {module} import main; main()", "--help"],
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path},
    )
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{module} --help ended with exit code {child.returncode}.")
    return Cost(used.ru_utime + used.ru_stime, time.perf_counter() - begun)


def main() -> None:
    """Print the ratios; exit with 1 if one is too large."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=15)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "empty.py").write_text(EMPTY, encoding="utf-8")
        path = os.pathsep.join((str(ROOT), folder))
        costs: dict[str, list[Cost]] = {name: [] for name in PROGRAMS}
        for n in range(runs + 1):
            for name, module in PROGRAMS.items():
                cost = start(module, path)
                if n:  # the first compiles
                    costs[name].append(cost)
    best = {
        name: Cost(min(c.cpu for c in found), min(c.clock for c in found))
        for name, found in costs.items()
    }
    ratios = []
    for name in ("quizgen", "dataset"):
        cpu, clock = (mine / its for mine, its in zip(best[name], best["empty"], strict=True))
        ratios += [cpu, clock]
        print(f"{name + ' --help':15} {cpu:.2f} × CPU, {clock:.2f} × clock of an empty program")
    if max(ratios) > MOST:
        raise SystemExit(f"More than {MOST} times an empty program.")


if __name__ == "__main__":
    main()
