"""The ``quizgen`` command: outputs, exit codes, and every fault by its line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from quizgen.cli import cli
from quizgen.library import Library
from quizgen.outputs import formats
from quizgen.quiz import ITEM_TYPES, load
from quizgen.verify import find_fault

from .conftest import ARTICLE, TITLE

SEED = Path(__file__).parents[2] / "seeds" / "2020-09-30-macron-tsikhanouskaya-vilnius.txt"


def run(*arguments: str | Path) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli, [str(a) for a in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "bergen.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def test_one_run_writes_every_format_and_counts_what_was_refused(
    article: Path, tmp_path: Path
) -> None:
    code, stdout, stderr = run(
        "make", article, "-o", tmp_path / "q.json", "-o", tmp_path / "q.md", "-o",
        tmp_path / "q.pdf", "--questions", "4",
    )  # fmt: skip
    assert code == 0
    names = ["q.json", "q.md", "q-key.md", "q.pdf", "q-key.pdf"]
    assert stdout.splitlines() == [str(tmp_path / name) for name in names]
    assert stderr.splitlines()[:2] == [f"4 questions and 1 to discuss on: {TITLE}", "Refused:"]
    assert (tmp_path / "q-key.pdf").read_bytes().startswith(b"%PDF-")
    quiz = load(tmp_path / "q.json")
    assert sum(i.type != "discussion" for i in quiz.items) == 4
    student = (tmp_path / "q.md").read_text(encoding="utf-8")
    assert "Also right" not in student
    assert "TEACHER KEY" not in student.upper()


def test_the_same_article_and_seed_give_the_same_bytes(article: Path, tmp_path: Path) -> None:
    def made(name: str, seed: str) -> list[bytes]:
        outputs = [tmp_path / f"{name}.json", tmp_path / f"{name}.pdf"]
        run("make", article, "-o", outputs[0], "-o", outputs[1], "--seed", seed, "--questions", "3")
        return [o.read_bytes() for o in outputs]

    assert made("a", "1") == made("b", "1")
    assert made("c", "2") != made("a", "1")


def test_tables_serve_as_well_as_articles(article: Path, tmp_path: Path) -> None:
    from dataset.builder import build

    build([article], tmp_path / "tables")
    assert run("make", tmp_path / "tables", "-o", tmp_path / "t.json")[0] == 0
    assert run("make", article, "-o", tmp_path / "a.json")[0] == 0
    assert (tmp_path / "t.json").read_bytes() == (tmp_path / "a.json").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--types", "who_sed"], 1,
         "Error: Unknown item type 'who_sed'. Did you mean 'who_said'? "
         f"Known: {', '.join(ITEM_TYPES)}.\n"),
        (["--format", "pfd"], 1,
         "Error: Unknown format 'pfd'. Did you mean 'pdf'? Known: "
             f"{', '.join(formats())}.\n"),
        (["--types", ","], 2, "Invalid value for --types: names no item type."),
        (["--questions", "0"], 2, "Invalid value for '--questions'"),
        (["--per-article"], 2, "--per-article and {article} in the output's name go together."),
    ],
)  # fmt: skip
def test_a_wrong_option_is_said_before_any_work(
    tmp_path: Path, arguments: list[str], code: int, message: str
) -> None:
    found, stdout, stderr = run("make", "nothing.txt", "-o", tmp_path / "q.pdf", *arguments)
    assert (found, stdout) == (code, "")
    assert message in stderr
    assert list(tmp_path.iterdir()) == []


def test_an_output_that_cannot_be_is_said(article: Path, tmp_path: Path) -> None:
    assert run("make", article, "-o", tmp_path / "no" / "q.pdf") == (
        1, "",
        f"Error: {tmp_path}/no/q.pdf: the folder {tmp_path}/no does not exist. Make it first.\n",
    )  # fmt: skip
    (tmp_path / "q.pdf").mkdir()
    assert run("make", article, "-o", tmp_path / "q.pdf")[2] == (
        f"Error: {tmp_path}/q.pdf: is a folder. Name a file.\n"
    )
    assert run("make", "nothing.txt", "-o", tmp_path / "q.md")[2] == (
        "Error: nothing.txt: does not exist. Check the spelling of the path.\n"
    )


def test_an_article_that_says_too_little_gives_no_quiz(tmp_path: Path) -> None:
    (tmp_path / "thin.txt").write_text("It rained all day in the valley.\n", encoding="utf-8")
    code, stdout, stderr = run("make", tmp_path / "thin.txt", "-o", tmp_path / "q.pdf")
    assert (code, stdout) == (1, "")
    assert stderr.startswith("Error: Nothing can be asked with certainty")
    assert not (tmp_path / "q.pdf").exists()


def test_one_quiz_an_article(article: Path, tmp_path: Path) -> None:
    (tmp_path / "thin.txt").write_text("It rained all day in the valley.\n", encoding="utf-8")
    code, stdout, stderr = run(
        "make", article, tmp_path / "thin.txt", "--per-article", "-o", tmp_path / "{article}.md"
    )
    assert code == 3
    assert stdout.splitlines() == [str(tmp_path / "bergen.md"), str(tmp_path / "bergen-key.md")]
    assert "Warning: thin: Nothing can be asked with certainty" in stderr


def test_a_teachers_edit_is_kept_and_her_slip_is_named(article: Path, tmp_path: Path) -> None:
    run("make", article, "-o", tmp_path / "q.json", "--questions", "2")
    data = json.loads((tmp_path / "q.json").read_text(encoding="utf-8"))
    data["items"][0]["question"] = "Now, class: who was it?"
    (tmp_path / "q.json").write_text(json.dumps(data), encoding="utf-8")
    assert run("render", tmp_path / "q.json", "-o", tmp_path / "q.md")[0] == 0
    assert "Now, class: who was it?" in (tmp_path / "q.md").read_text(encoding="utf-8")
    data["items"][0]["points"] = "two"
    (tmp_path / "q.json").write_text(json.dumps(data), encoding="utf-8")
    code, _, stderr = run("render", tmp_path / "q.json", "-o", tmp_path / "q.md")
    assert code == 1
    assert f"item {data['items'][0]['item_id']}, field points" in stderr


def test_a_real_article_end_to_end(tmp_path: Path) -> None:
    from dataset.builder import make_tables

    assert run("make", SEED, "-o", tmp_path / "q.json", "--types", "who_said")[0] == 0
    said = {i.question: i.key for i in load(tmp_path / "q.json").items}
    assert said["Who said, “It is clear that Lukashenko must leave”?"] == "Emmanuel Macron"
    assert run("make", SEED, "-o", tmp_path / "q.json", "--questions", "30", "--all-kinds")[0] == 0
    quiz, library = load(tmp_path / "q.json"), Library.of(make_tables([SEED]).tables)
    assert len(quiz.items) >= 4
    assert [find_fault(i, library) for i in quiz.items] == [None] * len(quiz.items)
    assert quiz.articles[0].date == "2020-09-30"
    assert quiz.title == "After talks in Vilnius, Macron backs OSCE role in Belarus"
