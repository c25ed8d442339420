"""The ``dataset`` command: its exit codes and every line it prints."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from dataset.cli import cli
from dataset.schema import TABLES, codebook
from dataset.tables import check, load_table, load_tables

KINDS = (
    ".txt, .text, .md, .markdown, .html, .htm, .docx, .pdf, .jsonl, .ndjson, .csv, .tsv, .parquet, "
    ".zip, .tar, .tar.gz, .tgz, .tar.bz2, .tar.xz, .jsonl.gz, .csv.gz, .warc, .warc.gz"
)
USAGE = "Usage: dataset build [OPTIONS] INPUT...\nTry 'dataset build --help' for help.\n\n"
NO_TEXT = "is not a text file. Export it as plain text (UTF-8) and try again."
EMPTY = "is empty. Put the text of an article in it."
NO_DATE = "line 1: `Date: 31 June 2021` is not a calendar date. Write it as YYYY-MM-DD."
OLD = "is not UTF-8 and was read as Windows-1252. Save it as UTF-8 if letters look wrong."


def run(*arguments: str) -> tuple[int, str]:
    """Return the exit code and all that is printed, on both streams."""
    result = CliRunner().invoke(cli, arguments, prog_name="dataset")
    return result.exit_code, result.output


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "news"
    folder.mkdir()
    (tmp_path / "none").mkdir()
    (folder / "good.txt").write_text("Farmers marched in Oslo.\n", "utf-8")
    (folder / "empty.txt").touch()
    (folder / "binary.txt").write_bytes(b"\x00\x01\x02" * 9)
    (folder / "undated.txt").write_text("Date: 31 June 2021\n\nFarmers marched.\n", "utf-8")
    (folder / "old.txt").write_bytes(b"The mayor\x92s bridge was closed.\n")
    return folder


@pytest.mark.usefixtures("news")
@pytest.mark.parametrize(
    ("label", "arguments", "code", "output"),
    [
        ("good", ["news/good.txt", "--out", "t"], 0, "1 article in t\n"),
        ("missing", ["nowhere.txt", "--out", "t"], 1,
         "Error: nowhere.txt: does not exist. Check the spelling of the path.\n"),
        ("no articles", ["none", "--out", "t"], 1,
         f"Error: none: holds no articles. Put files in it that end in {KINDS}.\n"),
        ("empty", ["news/empty.txt", "--out", "t"], 1, f"Error: news/empty.txt: {EMPTY}\n"),
        ("binary", ["news/binary.txt", "--out", "t"], 1, f"Error: news/binary.txt: {NO_TEXT}\n"),
        ("all bad", ["news/binary.txt", "news/empty.txt", "--out", "t"], 1,
         f"Error: news/binary.txt: {NO_TEXT}\nnews/empty.txt: {EMPTY}\n"),
        ("Windows-1252", ["news/old.txt", "--out", "t"], 3,
         f"Warning: news/old.txt: {OLD}\n1 article in t\n"),
        ("no date", ["news/undated.txt", "--out", "t"], 3,
         f"Warning: news/undated.txt: {NO_DATE}\n1 article in t\n"),
        ("some bad", ["news", "nowhere.txt", "--out", "t"], 3,
         f"Warning: news/binary.txt: {NO_TEXT}\nWarning: news/empty.txt: {EMPTY}\n"
         f"Warning: news/old.txt: {OLD}\nWarning: news/undated.txt: {NO_DATE}\n"
         "Warning: nowhere.txt: does not exist. Check the spelling of the path.\n"
         "3 articles in t\n"),
        ("no output", ["news"], 2, f"{USAGE}Error: Missing option '--out'.\n"),
        ("no input", ["--out", "t"], 2, f"{USAGE}Error: Missing argument 'INPUT...'.\n"),
        ("no model", ["news", "--out", "t", "--model", "none"], 1,
         "Error: none: no English model can be loaded from it. Give the name of an installed spaCy "
         "pipeline, its folder, or a folder made by `python -m dataset.language.train`.\n"),
        ("no folder", ["news/good.txt", "--out", "news/good.txt/t"], 1,
         "Error: news/good.txt/t: the folder cannot be made (Not a directory).\n"),
    ],
)  # fmt: skip
def test_build_says_what_it_did(label: str, arguments: list[str], code: int, output: str) -> None:
    assert run("build", *arguments) == (code, output), label
    if code in {0, 3}:
        assert check("t") == []
    else:
        assert not Path("t").exists()


def test_what_was_wrong_is_in_the_problems(news: Path) -> None:
    assert run("build", str(news), "gone.txt", "--out", "t")[0] == 3
    tables = load_tables(Path("t"))
    assert tables["problems"].to_pylist() == [
        {"path": "binary.txt", "stage": "read", "message": NO_TEXT},
        {"path": "empty.txt", "stage": "read", "message": EMPTY},
        {"path": "gone.txt", "stage": "read",
         "message": "does not exist. Check the spelling of the path."},
        {"path": "old.txt", "stage": "read", "message": OLD},
        {"path": "undated.txt", "stage": "read", "message": NO_DATE},
    ]  # fmt: skip
    articles = tables["articles"].select(["article_id", "date", "path", "text"]).to_pylist()
    assert articles == [
        {"article_id": "good", "date": None, "path": "good.txt",
         "text": "Farmers marched in Oslo.\n"},
        {"article_id": "old", "date": None, "path": "old.txt",
         "text": "The mayor’s bridge was closed.\n"},
        {"article_id": "undated", "date": None, "path": "undated.txt",
         "text": "Date: 31 June 2021\n\nFarmers marched.\n"},
    ]  # fmt: skip


@pytest.mark.usefixtures("news")
def test_building_again_elsewhere_or_in_another_order_gives_the_same_bytes() -> None:
    run("build", "news/good.txt", "news/old.txt", "news/undated.txt", "--out", "one")
    run("build", "news/undated.txt", "news/old.txt", "news/good.txt", "--out", "two")
    run("build", "news/good.txt", "news/old.txt", "news/undated.txt", "--out", "two/three")
    for name in TABLES:
        file = f"{name}.parquet"
        first = Path("one", file).read_bytes()
        assert Path("two", file).read_bytes() == first, name
        assert Path("two/three", file).read_bytes() == first, name


def test_check_is_silent_on_stdout_where_all_is_well(good: Path) -> None:
    result = CliRunner().invoke(cli, ["check", str(good)])
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"{good}: all promises kept.\n"


def test_check_names_the_missing_file(good: Path) -> None:
    (good / "problems.parquet").unlink()
    assert run("check", str(good)) == (
        1,
        f"problems: file: {good}/problems.parquet: the table is missing. "
        f"Build the folder with `dataset build … --out {good}`.\n",
    )


def test_check_names_the_row(good: Path) -> None:
    quotes = load_table(good, "quotes")
    i = quotes.schema.get_field_index("confidence")
    broken = quotes.set_column(i, quotes.schema.field(i), pa.array([2.0]))
    pq.write_table(broken, good / "quotes.parquet")
    assert run("check", str(good)) == (
        1,
        "quotes: row a:q001: confidence 2.0 is not in 0 to 1\n",
    )


def test_show_is_a_summary_and_first_rows_are_an_option(good: Path) -> None:
    code, summary = run("show", str(good))
    longer = run("show", str(good), "--rows", "1")
    heads = [line for line in longer[1].splitlines() if ", one per " in line]

    assert code == longer[0] == 0
    assert summary.startswith("Articles ")
    assert longer[1].startswith(summary)
    assert [head.partition(",")[0] for head in heads] == [
        f"{name}: {len(table)} row{'s'[: len(table) != 1]}"
        for name, table in load_tables(good).items()
    ]


@pytest.mark.usefixtures("news")
def test_show_of_no_tables_is_one_line() -> None:
    assert run("show", "none") == (
        1,
        "Error: none/articles.parquet: the table is missing. "
        "Build the folder with `dataset build … --out none`.\n",
    )


def test_package_describes_and_check_compares_the_hashes(good: Path) -> None:
    assert run("package", str(good)) == (0, f"{good} described.\n")
    assert run("check", str(good)) == (0, f"{good}: all promises kept.\n")
    (good / "csv" / "quotes.csv").write_text("", "utf-8")
    assert run("check", str(good)) == (
        1,
        "SHA256SUMS: csv/quotes.csv: the file is not the one that was hashed\n",
    )


def test_score_prints_tables_or_json(good: Path) -> None:
    code, output = run("score", str(good), "--against", str(good))
    assert code == 0
    assert output.startswith("| table | articles |")
    code, output = run("score", str(good), "--against", str(good), "--json")
    assert code == 0
    assert [s["precision"] for s in json.loads(output)] == [1.0, 1.0]
    assert run("score", str(good), "--against", "nowhere")[0] == 1


@pytest.mark.usefixtures("news")
def test_corrections_are_applied_and_not_forgotten(tmp_path: Path) -> None:
    lines = "table,row,column,was,value,reason,rule\nevents,good:e001,negated,{},true,why,E5\n"
    (tmp_path / "t").mkdir()
    path = tmp_path / "t" / "corrections.csv"
    path.write_text(lines.format("false"), "utf-8")

    assert run("build", "news/good.txt", "--out", "t") == (
        0,
        "Note: t/corrections.csv is not applied. Give it with --corrections.\n1 article in t\n",
    )
    assert run("build", "news/good.txt", "--out", "t", "--corrections", "t/corrections.csv") == (
        0,
        "1 article in t (0 read now, 1 before)\n",
    )
    assert load_table(tmp_path / "t", "events")["negated"].to_pylist() == [True]
    path.write_text(lines.format("maybe"), "utf-8")
    assert run("build", "news/good.txt", "--out", "u", "--corrections", "t/corrections.csv") == (
        1,
        "Error: t/corrections.csv:2: negated of good:e001 is 'false' now, not 'maybe'. Read the "
        "row again and mend or remove the line.\n",
    )


def test_codebook_prints_the_codebook() -> None:
    assert run("codebook") == (0, codebook())


@pytest.mark.parametrize("name", cli.commands)
def test_every_command_has_help_with_an_example(name: str) -> None:
    code, output = run(name, "-h")
    assert code == 0
    assert f"  Example:\n      dataset {name}" in output
    assert run(name, "--help") == (code, output)
