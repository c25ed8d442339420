"""The tables in ``data/`` are those of the articles in ``seeds/``, no older and no newer."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from dataset.build import build
from dataset.schema import TABLES, codebook
from dataset.tables import check, load_table

ROOT = Path(__file__).parents[1]
DATA = ROOT / "data"
MEND = "Run `dataset build seeds --out data && dataset codebook > data/CODEBOOK.md`."


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    build([ROOT / "seeds"], folder)
    return folder


@pytest.mark.parametrize("name", TABLES)
def test_table_is_what_the_seeds_give(name: str, rebuilt: Path) -> None:
    kept, new = load_table(DATA, name), load_table(rebuilt, name)

    assert kept.schema.equals(new.schema, check_metadata=True), MEND
    # Rows first, for their difference can be read.
    assert kept.to_pylist() == new.to_pylist(), MEND
    assert kept.equals(new, check_metadata=True), MEND


@pytest.mark.parametrize("name", TABLES)
def test_bytes_are_the_same_for_the_same_pyarrow(name: str, rebuilt: Path) -> None:
    """The writer of a file stands in it; another one may pack the same rows differently."""
    kept, new = DATA / f"{name}.parquet", rebuilt / f"{name}.parquet"
    same_writer = pq.read_metadata(kept).created_by == pq.read_metadata(new).created_by

    assert not same_writer or _sha256(kept) == _sha256(new), MEND


def test_building_twice_gives_the_same_bytes(rebuilt: Path, tmp_path: Path) -> None:
    build([ROOT / "seeds"], tmp_path)

    assert {p.name: _sha256(p) for p in tmp_path.iterdir()} == {
        p.name: _sha256(p) for p in rebuilt.iterdir()
    }


def test_contract_is_kept() -> None:
    assert check(DATA) == []


def test_codebook_is_that_of_the_schema() -> None:
    assert (DATA / "CODEBOOK.md").read_text(encoding="utf-8") == codebook(), MEND


def test_folder_holds_nothing_else() -> None:
    wanted = {"CODEBOOK.md", "LICENSE", *(f"{name}.parquet" for name in TABLES)}

    assert {path.name for path in DATA.iterdir()} == wanted


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
