"""The ``quizgen`` command: its exit codes and what it prints."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dataset.tables import write_tables
from quizgen.cli import cli
from quizgen.outputs import Written, formats
from quizgen.quiz import ITEM_TYPES, load
from quizgen.render._typst import SystemFonts

from .quiz_tables import LYN, NEST, Rows, rows_of, tables_of

KNOWN = f"Known: {', '.join(ITEM_TYPES)}."


def run(*arguments: str) -> tuple[int, str, str]:
    """Return the exit code, stdout and stderr."""
    result = CliRunner().invoke(cli, arguments, prog_name="quizgen")
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with tables of one article in ``lyn`` and of two in ``both``."""
    monkeypatch.chdir(tmp_path)
    write_tables(tables_of(rows_of(LYN)), tmp_path / "lyn")
    write_tables(tables_of(rows_of(LYN, NEST)), tmp_path / "both")
    planned = rows_of(NEST)
    planned["events"][0]["modality"] = "planned"
    write_tables(tables_of(planned), tmp_path / "planned")
    (tmp_path / "out").mkdir()
    return tmp_path


def files(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_one_run_writes_every_format(here: Path) -> None:
    code, stdout, stderr = run(
        "make", "lyn", "-o", "out/q.json", "-o", "out/q.md", "-o", "out/q.pdf", "--questions", "3"
    )
    assert code == 0
    assert stdout.split() == [
        "out/q.json", "out/q.md", "out/q-key.md", "out/q.pdf", "out/q-key.pdf",
    ]  # fmt: skip
    quiz = load(here / "out" / "q.json")
    counts = sorted(quiz.refused.items(), key=lambda r: (-r[1], r[0]))
    assert stderr.splitlines() == [
        "3 questions and 1 to discuss on: Marsund gets its bridge",
        "Refused:",
        *(f"{n:5}  {reason}" for reason, n in counts),
    ]
    assert (here / "out" / "q.pdf").read_bytes().startswith(b"%PDF-")
    assert quiz.items[0].question in (here / "out" / "q.md").read_text(encoding="utf-8")


def test_one_run_writes_for_other_programs_too(here: Path) -> None:
    code, stdout, stderr = run(
        "make", "lyn", "-o", "out/q.pdf", "-o", "out/q.xml", "-o", "out/q.kahoot.xlsx",
        "--report", "out/losses.json",
    )  # fmt: skip
    assert code == 0
    assert stdout.split() == [
        "out/q.pdf", "out/q-key.pdf", "out/q.xml", "out/q.kahoot.xlsx", "out/losses.json",
    ]  # fmt: skip
    assert "out/q.xml (moodle): " in stderr
    report = json.loads((here / "out" / "losses.json").read_text("utf-8"))
    assert [file["format"] for file in report["files"]] == ["moodle", "kahoot"]


@pytest.mark.usefixtures("here")
def test_the_same_tables_give_the_same_bytes() -> None:
    made = []
    for name in ("a", "b"):
        outputs = [Path(f"out/{name}.json"), Path(f"out/{name}.pdf"), Path(f"out/{name}-key.pdf")]
        assert (
            run("make", "lyn", "-o", str(outputs[0]), "-o", str(outputs[1]), "--seed", "5")[0] == 0
        )
        made.append([o.read_bytes() for o in outputs])
    assert made[0] == made[1]


ALIKE = "--per-article and {article} in the output's name go together."


@pytest.mark.parametrize(
    ("label", "arguments", "code", "message"),
    [
        ("type", ["lyn", "-o", "out/q.md", "--types", "cloze,who_sed"], 1,
         f"Error: Unknown item type 'who_sed'. Did you mean 'who_said'? {KNOWN}\n"),
        ("far type", ["lyn", "-o", "out/q.md", "--types", "xyz"], 1,
         f"Error: Unknown item type 'xyz'. {KNOWN}\n"),
        ("suffix", ["lyn", "-o", "out/q.pfd"], 1,
         f"Error: Unknown format 'pfd'. Did you mean 'pdf'? Known: {', '.join(formats())}.\n"),
        ("no suffix", ["lyn", "-o", "out/q"], 1,
         f"Error: Unknown format ''. Known: {', '.join(formats())}.\n"),
        ("missing input", ["nowhere.txt", "-o", "out/q.md"], 1,
         "Error: nowhere.txt: does not exist. Check the spelling of the path.\n"),
        ("missing folder", ["lyn", "-o", "no/q.md"], 1,
         "Error: no/q.md: the folder no does not exist. Make it first.\n"),
        ("a folder", ["lyn", "-o", "out", "--format", "md"], 1,
         "Error: out: is a folder. Name a file.\n"),
        ("second output", ["lyn", "-o", "out/q.md", "-o", "no/q.md"], 1,
         "Error: no/q.md: the folder no does not exist. Make it first.\n"),
        ("nothing askable", ["planned", "-o", "out/q.md"], 1,
         "Error: Nothing can be asked with certainty (1 × event is planned; 1 × gap is part of a longer phrase).\n"),
        ("no article gives one", ["planned", "-o", "out/{article}.md", "--per-article"], 1,
         "Warning: nest: Nothing can be asked with certainty (1 × event is planned; 1 × gap is part of a longer phrase).\n"
         "Error: No article gave a question that can be asked with certainty.\n"),
        ("no {article}", ["lyn", "-o", "out/q.md", "--per-article"], 2, f"Error: {ALIKE}\n"),
        ("only {article}", ["lyn", "-o", "out/{article}.md"], 2, f"Error: {ALIKE}\n"),
        ("no questions", ["lyn", "-o", "out/q.md", "--questions", "0"], 2,
         "Error: Invalid value for '--questions': 0 is not in the range x>=1.\n"),
        ("no output", ["lyn"], 2, "Error: Missing option '-o' / '--output'.\n"),
        ("no input", ["-o", "out/q.md"], 2, "Error: Missing argument 'INPUT...'.\n"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_written(
    here: Path, label: str, arguments: list[str], code: int, message: str
) -> None:
    found, stdout, stderr = run("make", *arguments)
    usage = "Usage: quizgen make [OPTIONS] INPUT...\nTry 'quizgen make --help' for help.\n\n"
    assert (found, stdout) == (code, ""), label
    # Versions of click differ in which spelling of the option they show.
    assert stderr.replace("make -h'", "make --help'") == (usage if code == 2 else "") + message
    assert files(here / "out") == []
    assert not (here / "no").exists()


def test_a_quiz_that_failed_leaves_the_old_file(here: Path) -> None:
    (here / "out" / "q.md").write_text("old", encoding="utf-8")
    assert run("make", "planned", "-o", "out/q.md")[0] == 1
    assert (here / "out" / "q.md").read_text(encoding="utf-8") == "old"
    assert files(here / "out") == ["q.md"]


def test_one_quiz_an_article(here: Path) -> None:
    code, stdout, stderr = run(
        "make", "both", "--per-article", "--all-kinds", "-o", "out/{article}.json"
    )
    assert (code, stdout.split()) == (0, ["out/lyn.json", "out/nest.json"])
    assert "to discuss on: Marsund gets its bridge\n" in stderr
    assert "on: A chapel in Vestby\n" in stderr
    assert {e.article_id for i in load(here / "out" / "nest.json").items for e in i.evidence} == {
        "nest"
    }


def test_an_article_that_gives_no_quiz_is_a_warning(here: Path) -> None:
    rows: Rows = rows_of(LYN, NEST)
    for event in rows["events"]:
        if event["article_id"] == "nest":
            event["modality"] = "planned"
    write_tables(tables_of(rows), here / "half")
    code, stdout, stderr = run("make", "half", "--per-article", "-o", "out/{article}.json")
    assert (code, stdout.split()) == (3, ["out/lyn.json"])
    assert (
        "Warning: nest: Nothing can be asked with certainty (1 × event is planned; 1 × gap is part of a longer phrase).\n"
        in stderr
    )


@pytest.fixture
def edited(here: Path) -> Callable[..., Path]:
    """Return a function that changes a field of the first item of a quiz file."""
    assert run("make", "lyn", "-o", "out/q.json", "--questions", "2")[0] == 0
    path = here / "out" / "q.json"

    def edit(**changes: Any) -> Path:
        data = json.loads(path.read_text(encoding="utf-8"))
        data["items"][0].update(changes)
        path.write_text(json.dumps(data), encoding="utf-8")
        return path

    return edit


def test_a_question_reworded_by_the_teacher_is_kept(
    here: Path, edited: Callable[..., Path]
) -> None:
    edited(question="Now, class: who was it?")
    assert run("render", "out/q.json", "-o", "out/r.md") == (0, "out/r.md\nout/r-key.md\n", "")
    assert "Now, class: who was it?" in (here / "out" / "r.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("points", "two", "field points: 'two' is not of type 'integer'"),
        ("type", "riddle", "field type: 'riddle' is not one of "),
        ("accept", ["somebody else"], "field accept: must list the key "),
    ],
)
def test_a_slip_of_the_teacher_is_named(
    here: Path, edited: Callable[..., Path], field: str, value: Any, message: str
) -> None:
    item = load(edited()).items[0].item_id
    edited(**{field: value})
    code, stdout, stderr = run("render", "out/q.json", "-o", "out/r.md")
    assert (code, stdout) == (1, "")
    assert stderr.startswith(f"Error: out/q.json: item {item}, {message}")
    assert files(here / "out") == ["q.json"]


def test_versions_are_written_beside_each_other_and_rendered_alone(here: Path) -> None:
    code, stdout, _ = run("make", "lyn", "-o", "out/q.json", "--versions", "2")
    assert (code, stdout.split()) == (0, ["out/q-A.json", "out/q-B.json"])
    one, two = load(here / "out" / "q-A.json"), load(here / "out" / "q-B.json")
    assert (one.label, two.label) == ("A", "B")
    assert {i.item_id for i in one.items} == {i.item_id for i in two.items}
    assert one.items != two.items
    assert run("render", "out/q-B.json", "-o", "out/b.md")[1].split() == [
        "out/b.md",
        "out/b-key.md",
    ]
    assert "Version B" in (here / "out" / "b.md").read_text(encoding="utf-8")


@pytest.mark.usefixtures("here")
def test_one_article_of_a_folder_or_an_error_that_names_it() -> None:
    assert run("make", "both", "--article", "lyn", "-o", "out/l.json")[0] == 0
    assert run("make", "both", "--article", "lin", "-o", "out/l.json") == (
        1, "", "Error: Unknown article 'lin'. Did you mean 'lyn'? Known: lyn, nest.\n",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("mix", "message"),
    [
        (
            "retrieve=4,recall=1",
            "'recall' is no level; known: retrieve, infer, integrate, discuss.",
        ),
        ("retrieve", "'retrieve' gives no whole number; write retrieve=4."),
        ("retrieve=0", "all shares are 0, so nothing would be asked."),
    ],
)
@pytest.mark.usefixtures("here")
def test_a_mix_that_says_nothing_is_refused(mix: str, message: str) -> None:
    code, stdout, stderr = run("make", "lyn", "-o", "out/q.md", "--mix", mix)
    assert (code, stdout) == (2, "")
    assert stderr.endswith(f"Error: Invalid value for --mix: {message}\n")


@pytest.mark.usefixtures("here")
def test_one_quiz_has_many_faces_and_versions() -> None:
    outputs = [f"out/q.{suffix}" for suffix in ("pdf", "docx", "html", "md")]
    flags = [flag for output in outputs for flag in ("-o", output)]
    code, stdout, _ = run("make", "lyn", *flags, "--versions", "2", "--questions", "3")
    assert code == 0
    assert stdout.split() == [
        f"out/q-{version}{key}.{suffix}"
        for suffix in ("pdf", "docx", "html", "md")
        for version in "AB"
        for key in ("", "-key")
    ]


def test_looks_reach_the_files(here: Path) -> None:
    def made(*options: str) -> str:
        assert run("make", "lyn", "-o", "out/q.md", *options)[0] == 0
        return (here / "out" / "q.md").read_text(encoding="utf-8")

    assert run("make", "lyn", "-o", "lyn.json")[0] == 0
    data = json.loads((here / "lyn.json").read_text(encoding="utf-8"))
    data["glossary"] = [{"word": "quay", "meaning": "a place to land"}]
    (here / "lyn.json").write_text(json.dumps(data), encoding="utf-8")
    for style, words in (("blank", "quay"), ("given", "a place to land")):
        assert run("render", "lyn.json", "-o", "out/r.md", "--glossary", style)[0] == 0
        assert words in (here / "out" / "r.md").read_text(encoding="utf-8")
    assert run("render", "lyn.json", "-o", "out/r.md", "--glossary", "none")[0] == 0
    assert "quay" not in (here / "out" / "r.md").read_text(encoding="utf-8")
    small = made("--paper", "a4")
    assert made("--large-print", "--paper", "us-letter") == small  # Markdown has no size
    sizes = {}
    for options in ((), ("--large-print",)):
        assert run("render", "lyn.json", "-o", "out/r.pdf", *options)[0] == 0
        sizes[options] = (here / "out" / "r.pdf").read_bytes()
    assert sizes[()] != sizes[("--large-print",)]


def test_a_page_without_answers(here: Path) -> None:
    assert run("make", "lyn", "-o", "q.json")[0] == 0
    quiz = load(here / "q.json")
    explained = next(i.explanation for i in quiz.items if i.points)
    for options, there in (((), True), (("--no-answers",), False)):
        assert run("render", "q.json", "-o", "out/q.html", *options)[0] == 0
        page = (here / "out" / "q.html").read_text(encoding="utf-8")
        assert (json.dumps(explained, ensure_ascii=False)[1:-1] in page) == there


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (["--labels", "eng"], 1, "Unknown language of labels 'eng'. Did you mean 'en'? Known: en."),
        (["--no-answers"], 2, "--no-answers is for web pages, and no output is one."),
        (["--glossary", "all"], 2, "'all' is not one of 'blank', 'given', 'none'."),
        (["--paper", "a5"], 2, "'a5' is not one of 'a4', 'us-letter'."),
    ],
)
def test_looks_that_do_not_exist_are_said_before_any_work(
    here: Path, options: list[str], code: int, message: str
) -> None:
    found, stdout, stderr = run("make", "nothing.txt", "-o", "out/q.pdf", *options)
    assert (found, stdout) == (code, "")
    assert stderr.endswith(f"{message}\n")
    assert files(here / "out") == []


def test_a_batch_makes_its_folders_and_goes_on_after_an_article_that_cannot_be_set(
    here: Path,
) -> None:
    rows: Rows = rows_of(LYN, NEST)
    title = next(a for a in rows["articles"] if a["article_id"] == "nest")
    title["title"] = "A chapel \ue123"
    write_tables(tables_of(rows), here / "odd")
    code, stdout, stderr = run(
        "make", "odd", "--per-article", "--all-kinds", "-o", "new/{article}/quiz.pdf"
    )
    assert (code, stdout.split()) == (3, ["new/lyn/quiz.pdf", "new/lyn/quiz-key.pdf"])
    assert "Warning: nest: title: no font has \ue123 (U+E123). Install a font" in stderr
    assert stderr.endswith("1 of 2 articles gave a quiz.\n")
    assert files(here / "new") == ["lyn"]
    assert files(here / "new" / "lyn") == ["quiz-key.pdf", "quiz.pdf"]
    code, stdout, stderr = run(
        "make", "odd", "--article", "nest", "--per-article", "--all-kinds", "-o", "{article}.pdf"
    )
    assert (code, stdout) == (1, "")
    assert stderr.endswith("Error: No quiz could be written.\n")


def test_characters_set_with_the_computer_s_fonts_are_told(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("make", "lyn", "-o", "q.json")[0] == 0

    def warn(*_arguments: object, **_options: object) -> Written:
        warnings.warn("ก: set with a font of this computer", SystemFonts, stacklevel=2)
        warnings.warn("ก: set with a font of this computer", SystemFonts, stacklevel=2)
        return Written([here / "q.pdf"])

    monkeypatch.setattr("quizgen.outputs.write_versions", warn)
    assert run("render", "q.json", "-o", "q.pdf") == (
        0,
        f"{here}/q.pdf\n",
        "Warning: ก: set with a font of this computer\n",
    )


def test_progress_is_shown_on_a_terminal_and_messages_above_it(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dataset.terminal.is_terminal", lambda: True)
    code, stdout, stderr = run(
        "make", "both", "--per-article", "--all-kinds", "-o", "out/{article}.md"
    )
    assert code == 0
    drawn = [line.split("\r")[-1].strip() for line in stderr.split("\n")]
    assert [line.partition(" on: ")[2] or line for line in drawn] == [
        "Marsund gets its bridge",
        "A chapel in Vestby",
        "Making quizzes: 2 of 2",
        "2 of 2 articles gave a quiz.",
        "",
    ]
    assert stdout.split()[0] == "out/lyn.md"
    assert files(here / "out") == ["lyn-key.md", "lyn.md", "nest-key.md", "nest.md"]


@pytest.mark.parametrize("suffix", ["pdf", "docx", "html", "md", "json"])
def test_a_broken_quiz_file_leaves_every_format_unwritten(
    here: Path, edited: Callable[..., Path], suffix: str
) -> None:
    edited(points=-1)
    code, stdout, stderr = run("render", "out/q.json", "-o", f"out/r.{suffix}")
    assert (code, stdout) == (1, "")
    assert "field points: -1 is less than the minimum of 0" in stderr
    assert files(here / "out") == ["q.json"]
