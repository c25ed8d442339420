"""``quizgen.make`` and ``quizgen.open_inputs``: the whole way, from Python."""

from __future__ import annotations

import subprocess
import sys
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from click.testing import CliRunner

import quizgen
from dataset.errors import ContractError, DatasetError, NothingBuilt
from dataset.schema import TABLES
from dataset.tables import write_tables
from quizgen.cli import cli
from quizgen.errors import LossError, NoItems, OptionError, RenderError, UnknownName
from quizgen.outputs import formats
from quizgen.quiz import ITEM_TYPES
from quizgen.source import BuiltTables

from .quiz_stories import FJORD
from .quiz_tables import LYN, NEST, rows_of, tables_of
from .quizgen.conftest import ARTICLE, TITLE

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def tables() -> dict[str, pa.Table]:
    return tables_of(rows_of(LYN, NEST, FJORD))


@pytest.fixture(scope="module")
def folder(tables: dict[str, pa.Table], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    write_tables(tables, folder)
    return folder


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


class Lazy(Mapping[str, pa.Table]):
    """Tables by name that are no dict."""

    def __init__(self, tables: dict[str, pa.Table]) -> None:
        self._tables = tables

    def __getitem__(self, name: str) -> pa.Table:
        return self._tables[name]

    def __iter__(self) -> Any:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)


def test_whatever_holds_the_tables_they_give_the_same_quiz(
    tables: dict[str, pa.Table], folder: Path
) -> None:
    quiz = quizgen.make(tables, seed=3)
    assert quiz == quizgen.make_quiz(tables, seed=3)
    given: list[Any] = [Lazy(tables), folder, str(folder), [folder], BuiltTables(tables),
                        quizgen.open_inputs(folder)]  # fmt: skip
    assert [quizgen.make(inputs, seed=3) == quiz for inputs in given] == [True] * len(given)


@pytest.mark.parametrize(
    ("library", "widened"),
    [
        ("pandas", lambda table: pa.Table.from_pandas(table.to_pandas(), preserve_index=False)),
        ("polars", lambda table: pl.from_arrow(table).to_arrow()),
    ],
)
def test_tables_that_went_through_another_library_serve(
    tables: dict[str, pa.Table], library: str, widened: Any
) -> None:
    got = {name: widened(table) for name, table in tables.items()}
    assert quizgen.make(got, only="lyn") == quizgen.make(tables, only="lyn"), library


def test_articles_are_read_and_their_problems_told(tmp_path: Path) -> None:
    good, bad = tmp_path / "bergen.txt", tmp_path / "empty.txt"
    good.write_text(ARTICLE, encoding="utf-8")
    bad.write_text("", encoding="utf-8")
    seen: list[tuple[int, int]] = []
    source = quizgen.open_inputs([good, bad], progress=lambda *done: seen.append(done))
    assert [p.args[0].startswith(f"{bad}: ") for p in source.problems] == [True]
    assert all(isinstance(p, DatasetError) for p in source.problems)
    assert seen == [(1, 2), (2, 2)]
    quiz = quizgen.make(source, questions=4)
    assert (quiz.title, sum(i.points > 0 for i in quiz.items)) == (TITLE, 4)
    assert quiz == quizgen.make(str(good), questions=4)
    assert quizgen.open_inputs(good).problems == ()


def test_outputs_are_those_of_the_command(folder: Path, tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for place in (one, other):
        place.mkdir()
    outputs = ["q.pdf", "q.docx", "q.html", "q.json", "q.gift"]
    quiz = quizgen.make(
        folder, output=[one / name for name in outputs], only=["lyn"], questions=5, seed=7,
        versions=2, paper="us-letter", large_print=True, answers=False, glossary="given",
        types=["who_said", "true_false", "cloze"], mix={"retrieve": 1, "infer": 1},
    )  # fmt: skip
    result = CliRunner().invoke(
        cli,
        ["make", str(folder), *(f"-o{other / name}" for name in outputs), "--article", "lyn",
         "--questions", "5", "--seed", "7", "--versions", "2", "--paper", "us-letter",
         "--large-print", "--no-answers", "--glossary", "given",
         "--types", "who_said,true_false,cloze", "--mix", "retrieve=1,infer=1"],
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    assert names(one) == names(other)
    assert len(names(one)) == 16
    assert [(one / n).read_bytes() == (other / n).read_bytes() for n in names(one)] == [True] * 16
    assert quiz == quizgen.make(folder, only="lyn", questions=5, seed=7, types=quiz_types(),
                                mix={"retrieve": 1, "infer": 1})  # fmt: skip


def quiz_types() -> list[str]:
    return ["who_said", "true_false", "cloze"]


def test_one_path_is_written_and_loads(folder: Path, tmp_path: Path) -> None:
    quiz = quizgen.make(folder, output=str(tmp_path / "q.json"), title="Week 12")
    assert names(tmp_path) == ["q.json"]
    assert quizgen.load(tmp_path / "q.json") == quiz
    assert quiz.title == "Week 12"


def test_it_prints_nothing(folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        quizgen.make(folder, output=[tmp_path / f"q.{s}" for s in ("pdf", "docx", "html", "xml")])
    assert capfd.readouterr() == ("", "")


KNOWN_TYPES = f"Known: {', '.join(ITEM_TYPES)}."


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"types": ["who_sed"]}, UnknownName,
         f"Unknown item type 'who_sed'. Did you mean 'who_said'? {KNOWN_TYPES}"),
        ({"types": "xyz"}, UnknownName, f"Unknown item type 'xyz'. {KNOWN_TYPES}"),
        ({"questions": 0}, OptionError, "questions: 0 is less than 1."),
        ({"versions": 0}, OptionError, "versions: 0 is not in the range 1 to 26."),
        ({"versions": 27}, OptionError, "versions: 27 is not in the range 1 to 26."),
        ({"mix": {"recall": 1}}, OptionError,
         "'recall' is no level; known: retrieve, infer, integrate, discuss."),
        ({"mix": {"infer": -1}}, OptionError, "infer: -1 is no whole number of 0 or more."),
        ({"mix": {"infer": 0.5}}, OptionError, "infer: 0.5 is no whole number of 0 or more."),
        ({"mix": {}}, OptionError, "all shares are 0, so nothing would be asked."),
        ({"paper": "a5"}, UnknownName, "Unknown paper 'a5'. Known: a4, us-letter."),
        ({"glossary": "all"}, UnknownName, "Unknown glossary 'all'. Known: blank, given, none."),
        ({"labels": "eng"}, UnknownName,
         "Unknown language of labels 'eng'. Did you mean 'en'? Known: en."),
        ({"output": "q.pfd"}, UnknownName,
         f"Unknown format 'pfd'. Did you mean 'pdf'? Known: {', '.join(formats())}."),
        ({"output": ["q.md", "no/q.md"]}, RenderError,
         "no/q.md: the folder no does not exist. Make it first."),
        ({"output": "q.md", "only": "lin"}, UnknownName,
         "Unknown article 'lin'. Did you mean 'lyn'? Known: fjord, lyn, nest."),
        ({"output": "q.md", "about": "Nobody"}, UnknownName, None),
        ({"output": "q.md", "only": "nest", "types": "ordering"}, NoItems, None),
        ({"output": ["q.md", "q.kahoot.xlsx"], "strict": True}, LossError, None),
    ],
)  # fmt: skip
def test_what_is_wrong_is_an_error_of_ours_and_nothing_is_written(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    options: dict[str, Any],
    error: type[Exception],
    message: str | None,
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(error) as caught:
        quizgen.make(folder, **options)
    assert isinstance(caught.value, quizgen.QuizgenError)
    assert message in {None, str(caught.value)}
    assert "\n" not in str(caught.value)
    assert names(tmp_path) == []


def without(tables: dict[str, pa.Table], name: str, column: str) -> dict[str, pa.Table]:
    return {**tables, name: tables[name].drop_columns([column])}


def test_tables_that_break_the_contract_are_named(
    tables: dict[str, pa.Table], tmp_path: Path
) -> None:
    all_of = f"Give all of these, each as a pyarrow.Table: {', '.join(TABLES)}."
    again = "Build the tables again with this version."
    lacking = {name: table for name, table in tables.items() if name != "quotes"}
    numbers = tables["events"].set_column(
        tables["events"].column_names.index("trigger"), "trigger",
        pa.array([1] * len(tables["events"])),
    )  # fmt: skip
    nulls = tables["events"].set_column(
        tables["events"].column_names.index("trigger"), "trigger",
        pa.nulls(len(tables["events"]), pa.string()),
    )  # fmt: skip
    n = len(tables["events"])
    cases: list[tuple[dict[str, Any], str]] = [
        ({}, f"Table 'articles' is missing. {all_of}"),
        (lacking, f"Table 'quotes' is missing. {all_of}"),
        ({**tables, "quotes": pd.DataFrame()}, f"Table 'quotes' is a DataFrame. {all_of}"),
        (without(tables, "events", "voice"), f"Table 'events': there is no column 'voice'. {again}"),
        ({**tables, "events": numbers},
         f"Table 'events': column 'trigger' is of int64, not of string. {again}"),
        ({**tables, "events": nulls},
         f"Table 'events': column 'trigger' has {n} nulls, but none may be."),
    ]  # fmt: skip
    for given, message in cases:
        with pytest.raises(ContractError) as caught:
            quizgen.make(given)
        assert str(caught.value) == message
    write_tables(without(tables, "events", "voice"), tmp_path)
    with pytest.raises(ContractError) as caught:
        quizgen.make(tmp_path)
    assert str(caught.value) == (
        f"{tmp_path / 'events.parquet'}: there is no column 'voice'. {again}"
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"PAR1", "not a readable Parquet file"), (None, "the table is missing")],
)
def test_a_folder_s_file_that_is_none_is_named(
    tables: dict[str, pa.Table], tmp_path: Path, content: bytes | None, message: str
) -> None:
    write_tables(tables, tmp_path)
    path = tmp_path / "quotes.parquet"
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ContractError) as caught:
        quizgen.make(tmp_path)
    assert str(caught.value).startswith(f"{path}: {message}")


@pytest.mark.parametrize("inputs", ["nowhere.txt", [], [Path("nowhere.txt")]])
def test_no_article_is_an_error_of_the_builder(inputs: Any) -> None:
    with pytest.raises(NothingBuilt):
        quizgen.make(inputs)


def test_tables_and_their_quiz_need_no_parser(folder: Path) -> None:
    code = (
        "import sys, quizgen\n"
        f"assert quizgen.make({str(folder)!r}).items\n"
        "print([m for m in sys.modules if m.partition('.')[0] in {'spacy', 'onnxruntime'}])\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ran.stdout == "[]\n"
