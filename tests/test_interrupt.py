"""Ctrl-C in the middle of writing: one line, exit code 130, and every file whole."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dataset.cli import cli as dataset_cli
from dataset.tables import write_tables
from quizgen.cli import cli
from quizgen.files import write_all

from .quiz_stories import FJORD
from .quiz_tables import LYN, rows_of, tables_of

ROOT = Path(__file__).parents[1]
INTERRUPTED = "Interrupted. What is named above is whole; no other file was touched."


def stop(*_arguments: Any, **_options: Any) -> Any:
    raise KeyboardInterrupt


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write_tables(tables_of(rows_of(LYN, FJORD)), tmp_path / "tables")
    result = CliRunner().invoke(cli, ["make", "tables", "--article", "lyn", "-o", "quiz.json"])
    assert result.exit_code == 0
    (tmp_path / "out").mkdir()
    return tmp_path


@pytest.mark.parametrize("step", ["quizgen.files._write_flushed", "os.fsync", "os.replace"])
@pytest.mark.parametrize(
    "arguments",
    [
        ["make", "tables", "-o", "out/q.md"],
        ["make", "tables", "--per-article", "-o", "out/{article}.md"],
        ["render", "quiz.json", "-o", "out/q.docx"],
        ["read", "quiz.json", "-o", "out/q.html"],
    ],
    ids=" ".join,
)
def test_no_file_is_left_half_written(
    here: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], step: str
) -> None:
    calls = []
    if step == "os.replace":  # each file has its name then: renaming goes on to its end
        real = os.replace
        monkeypatch.setattr(
            step, lambda *a: (real(*a), calls.append(a), len(calls) == 1 and stop())
        )
    else:
        monkeypatch.setattr(step, stop)
    result = CliRunner().invoke(cli, arguments)
    assert (result.exit_code, result.stdout) == (130, "")
    assert result.stderr.splitlines()[-1] == INTERRUPTED
    left = [p.name for p in (here / "out").iterdir()]
    assert (len(left), ".tmp" in "".join(left)) == (2 * (step == "os.replace"), False)


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
def test_files_that_belong_together_all_get_their_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: bool
) -> None:
    """Lest the pupils' paper be new and its key old."""
    files = {tmp_path / f"{n}.md": str(n).encode() for n in range(4)}
    real: Callable[..., None] = os.replace
    calls: list[str] = []

    def replace(*paths: Any) -> None:
        calls.append("call")
        if len(calls) == 2 and before:
            raise KeyboardInterrupt
        real(*paths)
        if len(calls) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr("os.replace", replace)
    with pytest.raises(KeyboardInterrupt):
        write_all(files)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == files


def test_reading_articles_too(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quizgen.inputs.open_inputs", stop)
    result = CliRunner().invoke(cli, ["make", "a.txt", "-o", "out/q.md"])
    assert (result.exit_code, result.stdout, result.stderr) == (130, "", f"{INTERRUPTED}\n")
    monkeypatch.setattr("dataset.report.write_report", stop)
    result = CliRunner().invoke(dataset_cli, ["report", "tables", "-o", str(here / "r.html")])
    assert (result.exit_code, result.stdout) == (130, "")
    assert result.stderr == "Interrupted. No file was left half-written.\n"


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to one process")
def test_a_batch_that_is_really_interrupted(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "quizgen.cli", "make", "data", "--per-article", "-o",
               f"{tmp_path}/{{article}}.json", "-o", f"{tmp_path}/{{article}}.docx"]  # fmt: skip
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as child:  # fmt: skip
        assert child.stdout is not None
        first = child.stdout.readline().strip()
        child.send_signal(signal.SIGINT)
        stdout, stderr = child.communicate(timeout=120)
    assert child.returncode == 130
    assert stderr.splitlines()[-1] == INTERRUPTED
    assert "Traceback" not in stderr
    named = {Path(line).name for line in [first, *stdout.splitlines()]}
    there = {path.name for path in tmp_path.iterdir()}
    assert named <= there
    assert [name for name in there if not name.endswith((".json", ".docx"))] == []
    assert all(json.loads(path.read_text("utf-8")) for path in tmp_path.glob("*.json"))
