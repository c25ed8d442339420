"""What lies in ``data/`` is what ``seeds/`` and the corrections give, no older and no newer."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import yaml

from dataset.builder import build
from dataset.corrections import read_corrections
from dataset.package import package, read_about
from dataset.schema import TABLES
from dataset.score import as_markdown, score
from dataset.tables import RAW, check, load_table

ROOT = Path(__file__).parents[1]
DATA = ROOT / "data"
SEEDS = ROOT / "seeds"
MEND = (
    "Run `dataset build seeds --out data --corrections data/corrections.csv && dataset package "
    "data`."
)
BY_HAND = ("about.toml", "corrections.csv", "LICENSE", "NEWS.md", "README.md")
LEVELS = ("", RAW)
TEXTS = ["CODEBOOK.md", "README.md", *(f"csv/{name}.csv" for name in TABLES)]
FILES = sorted(
    p.relative_to(DATA).as_posix()
    for p in DATA.rglob("*")
    if p.is_file() and not p.is_relative_to(DATA / ".build")
)


def rebuild(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    for name in BY_HAND:
        shutil.copy(DATA / name, folder / name)
    build([SEEDS], folder, corrections=folder / "corrections.csv")
    package(folder)
    return folder


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rebuild(tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def same_writer(rebuilt: Path) -> bool:
    """Whether the pyarrow that wrote ``data/`` is this one: its name stands in the files."""
    kept, new = (pq.read_metadata(f / "events.parquet").created_by for f in (DATA, rebuilt))
    return bool(kept == new)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("name", TABLES)
def test_table_is_what_the_seeds_give(name: str, level: str, rebuilt: Path) -> None:
    kept, new = load_table(DATA / level, name), load_table(rebuilt / level, name)

    assert kept.schema.equals(new.schema, check_metadata=True), MEND
    # Rows first, for their difference can be read.
    assert kept.to_pylist() == new.to_pylist(), MEND
    assert kept.equals(new, check_metadata=True), MEND


@pytest.mark.parametrize("name", TEXTS)
def test_text_is_what_the_tables_give(name: str, rebuilt: Path) -> None:
    assert (DATA / name).read_text("utf-8") == (rebuilt / name).read_text("utf-8"), MEND


@pytest.mark.parametrize("name", ["datapackage.json", "croissant.json"])
def test_descriptor_is_what_the_tables_give(name: str, rebuilt: Path, same_writer: bool) -> None:
    def read(folder: Path) -> Any:
        text = (folder / name).read_text("utf-8")
        if not same_writer:  # another pyarrow packs the same rows into other bytes
            text = re.sub(r"[0-9a-f]{64}|\d+ B", "", text)
        return json.loads(text)

    assert read(DATA) == read(rebuilt), MEND


@pytest.mark.parametrize("name", FILES)
def test_bytes_are_the_same_for_the_same_pyarrow(
    name: str, rebuilt: Path, same_writer: bool
) -> None:
    assert not same_writer or _sha256(DATA / name) == _sha256(rebuilt / name), MEND


def test_building_twice_gives_the_same_bytes(rebuilt: Path, tmp_path: Path) -> None:
    again = rebuild(tmp_path / "again")

    assert {n: _sha256(again / n) for n in FILES} == {n: _sha256(rebuilt / n) for n in FILES}


@pytest.mark.parametrize("level", LEVELS)
def test_contract_is_kept(level: str) -> None:
    assert check(DATA / level) == []


def test_quality_in_the_card_is_measured() -> None:
    measured = as_markdown(score(DATA / RAW, DATA))

    assert f"<!-- quality -->\n{measured}<!-- /quality -->" in (DATA / "README.md").read_text(
        "utf-8"
    )


def test_every_rule_of_review_is_in_the_card() -> None:
    card = (DATA / "README.md").read_text("utf-8")
    used = {c.rule for c in read_corrections(DATA / "corrections.csv")}

    assert used
    assert {rule for rule in used if f"| {rule} |" not in card} == set()


def test_version_of_the_data_is_the_newest_in_its_news() -> None:
    about = read_about(DATA)
    newest = re.search(r"^## (\S+) - (\S+)$", (DATA / "NEWS.md").read_text("utf-8"), re.MULTILINE)

    assert newest is not None
    assert newest.groups() == (about.version, about.date)
    assert about.version in about.citation


def test_every_seed_names_its_sources() -> None:
    sources = yaml.safe_load((SEEDS / "sources.yaml").read_text("utf-8"))
    articles = {r["path"] for r in load_table(DATA, "articles", columns=["path"]).to_pylist()}

    assert set(sources) == articles
    for entry in sources.values():
        assert entry["sources"]
        assert all(s["url"].startswith("http") and s["title"] for s in entry["sources"])


def test_seeds_are_of_the_length_of_short_articles() -> None:
    words = load_table(DATA, "articles", columns=["n_words"])["n_words"].to_pylist()

    assert len(words) == 24
    assert all(350 <= n <= 700 for n in words)


def test_eight_seeds_tell_one_story() -> None:
    """People recur in them, and their events can be put in order across the articles."""
    ids = load_table(DATA, "articles")["article_id"].to_pylist()
    story = {i for i in ids if "2020-08" <= i < "2020-11"}
    mentions = load_table(DATA, "mentions").to_pylist()
    events = [e for e in load_table(DATA, "events").to_pylist() if e["article_id"] in story]

    def articles_on(entity_id: str) -> set[str]:
        return {m["article_id"] for m in mentions if m["entity_id"] == entity_id}

    assert len(story) == 8
    assert articles_on("person-alexander-lukashenko") == story
    assert len(articles_on("person-sviatlana-tsikhanouskaya") & story) >= 6
    assert {e["article_id"] for e in events if e["date_precision"] == "day"} == story


def test_corrections_stand_article_by_article() -> None:
    with (DATA / "corrections.csv").open(encoding="utf-8", newline="") as file:
        articles = [r["row"].partition(":")[0] for r in csv.DictReader(file) if ":" in r["row"]]

    assert articles == sorted(articles)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
