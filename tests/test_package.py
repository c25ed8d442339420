"""What describes the tables: standards' own validators agree, hashes are true, cells are harmless."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import frictionless
import pyarrow as pa
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.corrections import as_written
from dataset.errors import InputError
from dataset.package import check_sums, package, read_about
from dataset.package.checksums import SUMS
from dataset.package.mirror import FORMULA_STARTS, as_csv
from dataset.schema import SCHEMA_VERSION, TABLES
from dataset.tables import load_tables

ROOT = Path(__file__).parents[1]
DATA = ROOT / "data"
ABOUT = 'title = "Valley news"\nversion = "2.1.0"\ndate = "2026-11-28"\nlicense = "CC0-1.0"\n'


@pytest.fixture
def packaged(good: Path) -> Path:
    (good / "about.toml").write_text(ABOUT, "utf-8")
    package(good)
    return good


def test_frictionless_finds_nothing_wrong() -> None:
    report = frictionless.validate(str(DATA / "datapackage.json"))

    assert report.flatten(["taskNumber", "rowNumber", "fieldName", "type", "message"]) == []
    assert report.stats["tasks"] >= 3 * len(TABLES)


def test_frictionless_would_find_a_wrong_row(packaged: Path) -> None:
    path = packaged / "csv" / "quotes.csv"
    path.write_text(path.read_text("utf-8").replace(",direct,", ",shouted,"), "utf-8")
    report = frictionless.validate(str(packaged / "datapackage.json"))

    assert {"hash-count", "constraint-error"} <= {e[0] for e in report.flatten(["type"])}


def test_mlcroissant_reads_every_table() -> None:
    """In a process of its own: the library warns of its own dependencies when it is imported."""
    code = (
        "import mlcroissant, sys\n"
        "found = mlcroissant.Dataset(jsonld=sys.argv[1])\n"
        "for name in sys.argv[2:]:\n"
        "    print(name, sum(1 for _ in found.records(name)))\n"
    )
    names = [n for n, t in load_tables(DATA).items() if len(t)]
    done = subprocess.run(
        [sys.executable, "-c", code, str(DATA / "croissant.json"), *names],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [
        word for name in names for word in (name, str(len(load_tables(DATA)[name])))
    ]
    assert "WARNING" not in done.stderr


def test_files_are_those_of_their_hashes(packaged: Path) -> None:
    assert check_sums(DATA) == []
    assert check_sums(packaged) == []


def test_other_file_missing_file_and_new_file_are_told(packaged: Path) -> None:
    (packaged / "csv" / "events.csv").write_text("", "utf-8")
    (packaged / "CODEBOOK.md").unlink()
    (packaged / "extra.txt").touch()

    assert sorted(map(str, check_sums(packaged))) == [
        f"{SUMS}: CODEBOOK.md: the file is missing",
        f"{SUMS}: csv/events.csv: the file is not the one that was hashed",
        f"{SUMS}: extra.txt: the file has no hash",
    ]


def test_same_folder_gives_the_same_bytes(packaged: Path) -> None:
    before = {p: p.read_bytes() for p in packaged.rglob("*") if p.is_file()}
    package(packaged)

    assert {p: p.read_bytes() for p in packaged.rglob("*") if p.is_file()} == before


def test_descriptors_say_what_about_says(packaged: Path) -> None:
    frictionless_, croissant = (
        json.loads((packaged / name).read_text("utf-8"))
        for name in ("datapackage.json", "croissant.json")
    )

    for found in (frictionless_, croissant):
        assert found["version"] == "2.1.0"
    assert frictionless_["title"] == croissant["alternateName"] == "Valley news"
    assert frictionless_["licenses"] == [{"name": "CC0-1.0"}]
    assert [r["name"] for r in frictionless_["resources"][: len(TABLES)]] == list(TABLES)


def test_nothing_is_claimed_of_a_folder_without_about(good: Path) -> None:
    package(good)
    text = (good / "datapackage.json").read_text("utf-8")

    assert json.loads(text)["title"] == "tables"
    assert not {"licenses", "version", "contributors"} & json.loads(text).keys()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("title = ", "is not TOML"),
        ('titel = "x"', "`titel` is not known. Known: name, title"),
        ("version = 1.0", "`version` must be a string"),
        ('keywords = "news"', "`keywords` must be a list of strings"),
    ],
)
def test_bad_about_is_told(content: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "about.toml").write_text(content, "utf-8")
    with pytest.raises(InputError) as caught:
        read_about(tmp_path)

    assert message in str(caught.value)


def test_card_is_filled_in_and_its_prose_is_kept(packaged: Path) -> None:
    card = packaged / "README.md"
    card.write_text("# Mine\n\n<!-- version -->\nold\n<!-- /version -->\n\nProse.\n", "utf-8")
    package(packaged)
    package(packaged)  # a second time changes nothing
    _, front, text = card.read_text("utf-8").split("---\n", 2)

    assert text == (
        f"# Mine\n\n<!-- version -->\nVersion 2.1.0 of 2026-11-28; contract {SCHEMA_VERSION}.\n"
        "<!-- /version -->\n\nProse.\n"
    )
    matter = yaml.safe_load(front)
    assert matter["pretty_name"] == "Valley news"
    assert [c["config_name"] for c in matter["configs"]] == list(TABLES)


@pytest.mark.parametrize("text", ["<!-- sizes -->\n", "<!-- weights -->\n<!-- /weights -->\n"])
def test_mark_that_cannot_be_filled_is_told(text: str, packaged: Path) -> None:
    (packaged / "README.md").write_text(text, "utf-8")
    with pytest.raises(InputError, match="mark `"):
        package(packaged)


@settings(deadline=None)
@given(st.lists(st.none() | st.text(st.characters(codec="utf-8"), min_size=1), min_size=1))
def test_cells_come_back_and_are_no_formulas(values: list[str | None]) -> None:
    text = as_csv(
        pa.table({"key": list(range(len(values))), "text": pa.array(values, pa.string())})
    )
    rows = list(csv.reader(io.StringIO(text, newline="")))[1:]

    assert [row[1].removeprefix("'") for row in rows] == [
        as_written(v).removeprefix("'") for v in values
    ]
    assert not any(row[1].startswith(FORMULA_STARTS) for row in rows)
