"""What README promises is there, and what is there README tells."""

from __future__ import annotations

import ast
import re
import shlex
import tomllib
from pathlib import Path

import click
import pytest
import yaml

from dataset.cli import cli as dataset_cli
from dataset.schema import SCHEMA_VERSION, TABLES
from quizgen.cli import cli as quizgen_cli
from quizgen.outputs import formats
from quizgen.quiz import ITEM_TYPES

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
COMMANDS: dict[str, click.Group] = {"dataset": dataset_cli, "quizgen": quizgen_cli}


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def words_of_commands() -> list[list[str]]:
    """Return the commands of all shell blocks, split into words; redirections are cut off."""
    commands = []
    for line in "".join(blocks("sh")).splitlines():
        lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
        lexer.whitespace_split = True
        command: list[str] = []
        for word in [*lexer, "&&"]:
            if word == "&&":
                commands.append(command)
                command = []
            else:
                command.append(word)
    return [c[: c.index(">")] if ">" in c else c for c in commands]


def test_every_shell_line_is_a_command_we_know() -> None:
    known = {"python3", "uv", "pip", "pytest", "python", *COMMANDS}

    assert {Path(command[0]).name for command in words_of_commands()} <= known


@pytest.mark.parametrize(
    "words",
    [
        words[i:]
        for words in words_of_commands()
        for i, word in enumerate(words)
        if Path(word).name in COMMANDS
    ],
    ids=" ".join,
)
def test_example_is_understood_by_its_command(words: list[str]) -> None:
    group = COMMANDS[Path(words[0]).name]
    command = group.commands[words[1]]

    # Parses and checks the arguments, and runs nothing.
    parent = click.Context(group, **group.context_settings)
    with command.make_context(words[1], words[2:], parent=parent):
        pass


@pytest.mark.parametrize("marker", ["make-command", "test-command"])
def test_marked_command_is_one_line(marker: str) -> None:
    """The continuous integration runs the block after the marker."""
    found = re.findall(rf"^<!-- {marker} -->\n```sh\n(.*?)\n```$", README, re.MULTILINE)

    assert len(found) == 1


def test_article_of_the_first_command_exists() -> None:
    seeds = {word for command in words_of_commands() for word in command if word[:6] == "seeds/"}

    assert seeds
    assert [path for path in seeds if not (ROOT / path).is_file()] == []


@pytest.mark.parametrize("code", blocks("python"))
def test_python_is_python(code: str) -> None:
    ast.parse(code)


@pytest.mark.parametrize("code", [c for c in blocks("python") if "print(" in c])
def test_python_example_runs(
    code: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    exec(code, {})

    assert capsys.readouterr().out.strip()


def test_examples_are_of_every_engine() -> None:
    imported = {line.split()[1] for code in blocks("python") for line in code.splitlines()
                if line.startswith("import ")}  # fmt: skip

    assert {"dataset", "pandas", "polars", "duckdb"} <= imported
    assert "arrow" in blocks("r")[0]  # not run: it would need R


@pytest.mark.parametrize("program", COMMANDS)
def test_every_command_and_option_is_told(program: str) -> None:
    group = COMMANDS[program]
    # As click makes it; a command keeps the help option of the first context it meets.
    context = click.Context(group, **group.context_settings)
    options = {
        max(option.opts, key=len)
        for command in (group, *group.commands.values())
        for option in command.get_params(click.Context(command, parent=context))
        if isinstance(option, click.Option)
    }

    assert [n for n in group.commands if not re.search(rf"\b{program} {n}\b", README)] == []
    assert [o for o in sorted(options) if not re.search(rf"`[^`]*{o}\b|^\S.* {o}\b", README)] == []


@pytest.mark.parametrize("name", [*TABLES, *ITEM_TYPES, *formats()])
def test_every_table_type_and_format_is_told(name: str) -> None:
    assert f"`{name}`" in README


@pytest.mark.parametrize(
    "name", [re.split(r"[<>=~!\[ ]", line)[0] for line in PROJECT["dependencies"]]
)
def test_every_dependency_has_its_reason(name: str) -> None:
    reasons = README.partition("## Dependencies")[2].partition("\n## ")[0]

    assert f"`{name}`" in reasons


def test_links_lead_somewhere() -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)

    assert [target for target in targets if not (ROOT / target).exists()] == []


@pytest.mark.parametrize(
    ("path", "licence"),
    [
        ("LICENSE", "MIT License"),
        ("data/LICENSE", "CC BY 4.0"),
        ("dataset/language/model/LICENSE", "CC BY-SA 4.0"),
        ("seeds/LICENSE", "CC BY 4.0"),
    ],
)
def test_licence_is_there(path: str, licence: str) -> None:
    assert licence in (ROOT / path).read_text(encoding="utf-8")


def test_version_is_the_same_everywhere() -> None:
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## \[(.+?)\] - .+\n\nTables: (.+)$", changes, re.MULTILINE)
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))

    assert newest is not None
    assert newest.groups() == (PROJECT["version"], SCHEMA_VERSION)
    assert citation["version"] == PROJECT["version"]
