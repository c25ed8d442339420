"""The lessons of README: every solution runs by itself and prints what stands below it."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
LESSONS = dict(
    re.findall(r"^### (\d+\. .+?)\n(.*?)(?=^### |^## )", README, re.MULTILINE | re.DOTALL)
)
SKILLS = ("missing values", "grouping", "joins", "dates", "reshaping", "text")


def printed(code: str) -> str:
    with contextlib.redirect_stdout(io.StringIO()) as out, pd.option_context("display.width", 100):
        exec(code, {})
    return out.getvalue()


def test_there_are_ten_lessons_on_what_classes_learn() -> None:
    assert [name.partition(".")[0] for name in LESSONS] == [str(n) for n in range(1, 11)]
    assert [s for s in SKILLS if not any(s in name for name in LESSONS)] == []


@pytest.mark.parametrize("name", LESSONS)
def test_solution_prints_what_stands_below_it(name: str) -> None:
    parts: list[Any] = re.findall(
        r"^```python\n(.*?)^```\n\n```text\n(.*?)^```$", LESSONS[name], re.MULTILINE | re.DOTALL
    )

    assert len(parts) == 1
    code, expected = parts[0]
    assert printed(code) == expected


@pytest.mark.parametrize("name", LESSONS)
def test_question_stands_before_its_hidden_solution(name: str) -> None:
    question, _, solution = LESSONS[name].partition("<details><summary>Solution</summary>")

    assert "?" in question or "." in question
    assert "```python" not in question
    assert solution.rstrip().endswith("</details>")
