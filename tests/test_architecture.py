"""The walls of the house: who may import whom, and what a mere look must not load."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
HEAVY = {
    *("genanki", "lxml", "matplotlib", "numpy", "onnxruntime", "pandas", "pyarrow", "spacy"),
    *("pypdfium2_raw", "typst", "xlsxwriter"),
}
MODULES = sorted(
    path.relative_to(ROOT).as_posix()
    for package in ("dataset", "quizgen")
    for path in (ROOT / package).rglob("*.py")
)


class Import(NamedTuple):
    """A module that is imported; ``lazily`` if inside a function."""

    module: str
    lazily: bool


def imports_of(path: str) -> Iterator[Import]:
    """Yield what a file imports, by full names, wherever in it."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    package = path.removesuffix(".py").split("/")[:-1]

    def walk(node: ast.AST, lazily: bool) -> Iterator[Import]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Import):
                yield from (Import(alias.name, lazily) for alias in child.names)
            elif isinstance(child, ast.ImportFrom):
                base = package[: len(package) - child.level + 1] if child.level else []
                module = ".".join([*base, *filter(None, [child.module])])
                # "from package import module" names a module only in its second half.
                if module in {"dataset", "quizgen"}:
                    yield from (Import(f"{module}.{a.name}", lazily) for a in child.names)
                else:
                    yield Import(module, lazily)
            else:
                function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
                yield from walk(child, lazily or function)

    return walk(tree, False)


def is_of(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


@pytest.mark.parametrize("path", [m for m in MODULES if m.startswith("quizgen/")])
def test_quizgen_reads_tables_only(path: str) -> None:
    names = {*CONTRACT, *DOORS.get(path, ())}
    allowed = {Import(name, lazily) for name in names for lazily in (True, False)}
    if path == "quizgen/inputs.py":  # spares the teacher a second command
        allowed |= {Import("dataset.builder", True)}
    used = {i for i in imports_of(path) if is_of(i.module, "dataset")}

    assert used <= allowed


CONTRACT = ("dataset.schema", "dataset.tables")
# What a module may use besides: the errors of tables and inputs; what commands share.
DOORS = {
    "quizgen/cli.py": ("dataset.errors", "dataset.terminal"),
    "quizgen/inputs.py": ("dataset.errors",),
    "quizgen/source.py": ("dataset.errors",),
}


@pytest.mark.parametrize("path", [m for m in MODULES if m.startswith("dataset/")])
def test_dataset_does_not_know_quizgen(path: str) -> None:
    assert not [i for i in imports_of(path) if is_of(i.module, "quizgen")]


OTHER_ROOMS = [m for m in MODULES if not m.startswith("dataset/language/")]


@pytest.mark.parametrize("path", OTHER_ROOMS)
def test_only_the_language_room_knows_the_labels_of_trees(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    assert not re.findall(r"\.dep_?\b|\"(?:nsubj|obj|obl|conj|appos|nmod)[:\"]", text)


def test_sceptic_shares_no_code_with_the_makers() -> None:
    makers = ("quizgen.wording", "quizgen.items", "quizgen.distractors", "quizgen.facts")
    sceptic = [m for m in MODULES if m.startswith("quizgen/verify/")]
    used = {i.module for path in sceptic for i in imports_of(path)}

    assert sceptic

    assert not [module for module in used if any(is_of(module, m) for m in makers)]


@pytest.mark.parametrize(
    "arguments",
    [
        ("-c", "import dataset"),
        ("-c", "import quizgen"),
        ("-m", "dataset.cli", "--help"),
        ("-m", "dataset.cli", "build", "--help"),
        ("-m", "quizgen.cli", "--help"),
        ("-m", "quizgen.cli", "make", "--help"),
        ("-m", "quizgen.cli", "read", "--help"),
        ("-c", "import quizgen.outputs, quizgen.read; quizgen.outputs.formats()"),
    ],
    ids=" ".join,
)
def test_a_look_loads_nothing_heavy(arguments: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *arguments],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    # import time:  self [us] | cumulative | (indented) name
    loaded = set(re.findall(r"^import time:.*\|\s*([\w.]+)$", done.stderr, re.MULTILINE))

    assert done.returncode == 0, done.stderr
    assert loaded & {"dataset", "quizgen"}, "the format of -X importtime has changed"
    assert not {name.split(".")[0] for name in loaded} & HEAVY


def exported(path: str) -> list[str] | None:
    for node in ast.parse((ROOT / path).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            names: list[str] = ast.literal_eval(node.value)
            return names
    return None


@pytest.mark.parametrize("path", [m for m in MODULES if exported(m) is not None])
def test_exported_names_are_sorted_and_there(path: str) -> None:
    """Sorted as ruff does: constants, then classes, then the rest."""
    names = exported(path)
    assert names is not None
    module = importlib.import_module(
        path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    )

    assert names == sorted(names, key=lambda n: (not n.isupper(), not n[0].isupper(), n))
    assert [name for name in names if not hasattr(module, name)] == []


@pytest.mark.parametrize("package", ["dataset", "quizgen"])
def test_a_name_of_the_door_is_never_hidden_by_a_module(package: str) -> None:
    """Whatever was imported before, the names of ``__all__`` are what their homes define.

    Importing a module sets it as an attribute of its package, over whatever bore its name.
    """
    modules = [
        path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for path in MODULES
        if path.startswith(f"{package}/") and "/train" not in path
    ]
    code = (
        "import importlib, types\n"
        f"for name in {modules!r}:\n"
        "    importlib.import_module(name)\n"
        f"door = importlib.import_module({package!r})\n"
        "homes = {name: home for home, names in door._HOMES.items() for name in names}\n"
        "assert sorted(homes) == sorted(door.__all__), homes\n"
        "for name, home in homes.items():\n"
        "    own = getattr(importlib.import_module(home), name)\n"
        "    assert getattr(door, name) is own, name\n"
        "    assert not isinstance(own, types.ModuleType), name\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.parametrize("program", ["dataset", "quizgen"])
def test_help_loads_next_to_nothing_of_ours(program: str) -> None:
    """What ``--help`` must wait for, beside click (tests/benchmarks/cold_start.py measures)."""
    code = (
        f"import sys\nfrom {program}.cli import cli\n"
        "try:\n    cli.main(['--help'])\n"
        "except SystemExit:\n    pass\n"
        "print(sorted(m for m in sys.modules if m.partition('.')[0] in {'dataset', 'quizgen'}))\n"
        "print(sorted({'asyncio', 'csv', 'importlib.metadata', 'json', 'logging', 'multiprocessing',"
        " 'tempfile', 'uuid', 'zipfile'} & set(sys.modules) - CLICKS))\n"
    ).replace("import sys\n", "import sys, click.core\nCLICKS = set(sys.modules)\n")
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    ours = ["dataset", f"{program}.cli", "dataset.errors", "dataset.terminal"]
    if program == "quizgen":
        ours += ["quizgen", "quizgen.errors"]
    assert ran.stdout.splitlines()[-2:] == [str(sorted(ours)), "[]"]


def test_a_quiz_from_tables_needs_no_parser() -> None:
    """From a folder of tables to questions nothing of the language room is loaded."""
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from quizgen.compose import make_quiz\n"
        "from quizgen.source import TableFolder\n"
        "tables, _ = TableFolder(Path('data')).chosen([])\n"
        "assert make_quiz(tables).items\n"
        "print([m for m in sys.modules if m.partition('.')[0] in {'spacy', 'onnxruntime'}])\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ran.stdout == "[]\n"
