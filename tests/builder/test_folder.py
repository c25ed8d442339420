"""Building a folder: what is added, replaced, kept and removed, and that order changes nothing."""

from __future__ import annotations

import io
import json
import os
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner

import dataset.builder.folder
from dataset import build, make_tables
from dataset.builder import processes
from dataset.builder.gone import file_of, is_gone
from dataset.cli import cli
from dataset.errors import ClusterError, NothingBuilt, OutputError
from dataset.schema import TABLES
from dataset.tables import check
from tests.builder.test_faults import bytes_of, write_news


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with ``news``, and ``all``: their tables. It was moved since."""
    at = tmp_path_factory.mktemp("folder")
    (at / "before").mkdir()
    write_news(at / "before" / "news")
    build(at / "before" / "news", at / "before" / "all", jobs=1)
    return (at / "before").rename(at / "after")


@pytest.fixture
def here(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a copy of both, to work in."""
    shutil.copytree(made / "news", tmp_path / "news")
    shutil.copytree(made / "all", tmp_path / "all")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ids(out: str) -> list[str]:
    return list(pd.read_parquet(f"{out}/articles.parquet")["article_id"])


def test_the_tables_keep_the_contract_and_are_those_in_memory(here: Path) -> None:
    assert check("all") == []
    tables = make_tables("news").tables
    for name in TABLES:
        assert tables[name].equals(build("news", "all", jobs=1).tables[name], check_metadata=True)
    assert here


def test_articles_added_one_by_one_give_the_tables_of_all(here: Path) -> None:
    files = sorted(Path("news").iterdir())
    build(files[3:6], "added", jobs=1)
    done = build(files[6:], "added", jobs=1, append=True)
    assert (done.n_articles, done.n_read) == (9, 7)
    done = build(files[:3], "added", jobs=1, append=True)
    assert (done.n_articles, done.n_read) == (12, 3)
    assert [str(p) for p in done.problems] == [
        f"{here}/news/empty.txt: is empty. Put the text of an article in it."[len(f"{here}/") :]
    ]
    once = build("news", "once", jobs=1)
    assert once.n_read == 12
    for name in TABLES:
        # The paths of articles given one by one are their names, as in a folder.
        assert bytes_of(Path("added"))[name] == bytes_of(Path("once"))[name], name


def test_only_what_changed_is_read_again(here: Path) -> None:
    oslo = here / "news" / "oslo.txt"
    oslo.write_text(oslo.read_text("utf-8").replace("bridge", "school"), "utf-8")
    (here / "news" / "voss.txt").touch()
    done = build("news", "all", jobs=1, append=True)
    assert (done.n_articles, done.n_read, done.n_removed) == (12, 1, 0)
    build("news", "anew", jobs=1)
    assert bytes_of(Path("all")) == bytes_of(Path("anew"))


def test_without_append_only_the_inputs_are_kept(here: Path) -> None:
    done = build("news/oslo.txt", "all", jobs=1)
    assert (done.n_articles, done.n_read, done.n_removed) == (1, 0, 11)
    assert ids("all") == ["oslo"]
    shards = len(list((here / "all" / ".build" / "shards").iterdir()))
    assert shards == 1, "shards of articles that are gone are gone"


def test_prune_removes_what_is_gone_and_keeps_what_was_not_given(here: Path) -> None:
    (here / "news" / "oslo.txt").unlink()
    build("news", "all", jobs=1, append=True)  # moved, and so known by other paths
    (here / "news" / "moss.txt").unlink()
    kept = build("news/voss.txt", "all", jobs=1, append=True)
    assert (kept.n_articles, kept.n_removed) == (12, 0)
    pruned = build("news/voss.txt", "all", jobs=1, append=True, prune=True)
    assert (pruned.n_articles, pruned.n_read, pruned.n_removed) == (10, 0, 2)
    assert not {"oslo", "moss"} & {*ids("all")}


def test_rows_that_a_table_no_longer_has_are_pruned(here: Path) -> None:
    rows = [{"id": f"row{n}", "text": f"Maria Keller left Oslo in {2000 + n}."} for n in range(3)]
    path = here / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    assert build(path, "rows", jobs=1).n_articles == 3
    path.write_text("".join(json.dumps(row) + "\n" for row in rows[:2]), "utf-8")
    assert build(path, "rows", jobs=1, append=True).n_articles == 3
    assert build(path, "rows", jobs=1, append=True, prune=True).n_articles == 2
    assert ids("rows") == ["row0", "row1"]


def test_an_id_stays_when_another_file_of_its_name_is_added(here: Path) -> None:
    build("news", "all", jobs=1, append=True)  # moved, and so known by other paths
    other = here / "other"
    other.mkdir()
    (other / "oslo.txt").write_text("Tom Hansen left Molde in 2019.", "utf-8")
    build("other", "all", jobs=1, append=True)
    found = ids("all")
    assert len(found) == 13
    assert "oslo" in found
    assert check("all") == []


def test_another_software_reads_all_anew_and_adds_nothing_to_the_old(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dataset.builder.folder, "software_key", lambda _: "tomorrow's")
    with pytest.raises(OutputError, match="were read by another version"):
        build("news/oslo.txt", "all", jobs=1, append=True)
    before = bytes_of(here / "all")
    done = build("news", "all", jobs=1, append=True)
    assert done.n_read == 11, "one was read before it was refused"
    assert bytes_of(here / "all") == before


def test_any_order_of_inputs_gives_the_same_bytes(here: Path) -> None:
    files = sorted(Path("news").glob("*.txt"), key=lambda p: p.stem[::-1])
    build(files, "shuffled", jobs=1)
    build(files[::-1], "back", jobs=1)
    assert bytes_of(Path("shuffled")) == bytes_of(Path("back")) == bytes_of(here / "all")


def test_ids_that_begin_alike_are_sorted_as_the_contract_says(tmp_path: Path) -> None:
    for name in ("a", "a-b", "a0", "b"):
        (tmp_path / f"{name}.txt").write_text("Maria Keller left Oslo. She came back.", "utf-8")
    build([tmp_path / f"{n}.txt" for n in ("a", "a-b", "a0", "b")], tmp_path / "out", jobs=1)
    assert check(tmp_path / "out") == []
    assert ids(str(tmp_path / "out")) == ["a", "a-b", "a0", "b"]


def test_nothing_is_built_of_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    for inputs in ([], [tmp_path / "a.txt"], [tmp_path / "none"]):
        with pytest.raises(NothingBuilt):
            build(inputs, tmp_path / "out", jobs=1)
        assert sorted(os.listdir(tmp_path)) == ["a.txt"]


@pytest.mark.usefixtures("here")
def test_an_archive_is_built_as_its_files() -> None:
    with zipfile.ZipFile("news.zip", "w") as archive:
        for path in sorted(Path("news").iterdir(), reverse=True):
            archive.write(path, path.name)
    build("news.zip", "zipped", jobs=1)
    one, two = make_tables("news.zip").tables, make_tables("news").tables
    for name in TABLES:
        drop = [c for c in ("path",) if c in one[name].column_names]
        assert one[name].drop_columns(drop).equals(two[name].drop_columns(drop)), name
        assert bytes_of(Path("zipped"))[name]


@pytest.mark.parametrize(
    ("origin", "found"),
    [
        ("news/oslo.txt", "news/oslo.txt"),
        ("news/oslo.txt:17", "news/oslo.txt"),
        ("news/oslo.txt/a/b:c.txt", "news/oslo.txt"),
        ("news/none.txt", None),
        ("none.zip/a.txt", None),
        ("-:3", None),
    ],
)
def test_the_file_of_an_origin_is_found(here: Path, origin: str, found: str | None) -> None:
    at = None if found is None else f"{here}/{found}"
    assert file_of(f"{here}/{origin}") == at


def test_what_came_from_elsewhere_is_never_gone() -> None:
    assert not is_gone("-", ())
    assert not is_gone("https://example.org/a", ())
    assert is_gone("/none/a.txt", ())


def run(*arguments: str, stdin: bytes = b"") -> tuple[int, str]:
    result = CliRunner().invoke(cli, arguments, input=stdin)
    return result.exit_code, result.output


def test_the_command_reads_standard_input_and_columns(here: Path) -> None:
    stdin = b"Maria Keller opened a bridge in Oslo."
    assert run("build", "-", "--out", "in", stdin=stdin) == (0, "1 article in in\n")
    table = io.StringIO()
    pd.DataFrame({"story": ["Maria Keller left."], "when": ["2021-06-16"]}).to_csv(table)
    (here / "t.csv").write_text(table.getvalue(), "utf-8")
    columns = ("--column", "text=story", "--column", "date=when")
    assert run("build", "t.csv", *columns, "--out", "csv") == (0, "1 article in csv\n")
    (row,) = pd.read_parquet("csv/articles.parquet").to_dict("records")
    assert (row["text"], str(row["date"].date())) == ("Maria Keller left.", "2021-06-16")


@pytest.mark.parametrize(
    ("arguments", "code", "line"),
    [
        (["--prune"], 2, "Error: --prune goes with --append; without it only the inputs are kept."),
        (["--jobs", "0"], 2, "Error: Invalid value for '--jobs': 0 is not in the range x>=1."),
        (["--column", "text"], 2,
         "Error: --column text: is no pair. Write FIELD=NAME, like text=body."),
        (["--cluster", "tcp://127.0.0.1:1"], 1,
         "Error: tcp://127.0.0.1:1: no Dask scheduler answers there. Check the address, as in "
         "tcp://10.0.0.7:8786, and that it runs."),
        (["--log-json", "none/log"], 1,
         "Error: none/log: cannot be written (No such file or directory)."),
    ],
)  # fmt: skip
def test_wrong_options_are_told_in_one_line(
    here: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int, line: str
) -> None:
    from dataset.builder import cluster

    monkeypatch.setattr(cluster, "LONGEST_WAIT", 1)
    found, output = run("build", "news", "--out", "new", *arguments)
    assert (found, output.splitlines()[-1]) == (code, line)
    assert not (here / "new" / "articles.parquet").exists()


@pytest.mark.usefixtures("here")
def test_progress_counts_every_article_once() -> None:
    seen: list[tuple[int, int]] = []
    build("news", "new", jobs=1, progress=lambda done, of: seen.append((done, of)))
    assert seen == [(n, 13) for n in range(1, 14)]


def test_a_cluster_needs_dask(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError, match=r'pip install "quizgen\[cluster\]"'):
        build("news", "new", cluster="tcp://127.0.0.1:1")
    assert here


def test_processes_are_as_many_as_are_asked_for(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []

    class Crew(processes.Processes):
        def __init__(self, n: int, tick: Any) -> None:
            asked.append(n)
            super().__init__(1, tick)

    monkeypatch.setattr(processes, "Processes", Crew)
    monkeypatch.setattr(dataset.builder.folder, "ARTICLES_A_SHARD", 6)
    build("news", "new", jobs=3)
    assert asked == [3]
    assert bytes_of(Path("new")) == bytes_of(here / "all")
