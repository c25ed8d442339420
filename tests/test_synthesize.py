"""Fictional articles: their gold keeps the contract, and readers see the same text."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from dataset.errors import InputError, OutputError
from dataset.schema import LEVELS, PLOVER, TABLES
from dataset.synthesize import SyntheticArticle, make_article, make_articles, synthesize
from dataset.synthesize.article import _LINKED, _fits, patterns_of
from dataset.synthesize.grammar import Frame, shared, stories
from dataset.synthesize.layouts import LAYOUTS, SOURCE
from dataset.synthesize.names import Names, locales
from dataset.synthesize.quoting import STYLES
from dataset.synthesize.verbs import FORMS
from dataset.tables import check, load_tables
from tests.articles.samples import read

N = 200
SEED = 3
Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("synthesize") / "fiction"
    synthesize(out, articles=N, seed=SEED)
    return out


@pytest.fixture(scope="module")
def tables(folder: Path) -> dict[str, Rows]:
    return {name: table.to_pylist() for name, table in load_tables(folder / "gold").items()}


@pytest.fixture(scope="module")
def strata(folder: Path) -> Rows:
    with (folder / "strata.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def articles() -> list[SyntheticArticle]:
    return list(make_articles(60, SEED))


def test_gold_keeps_the_contract(folder: Path) -> None:
    assert check(folder / "gold") == []


def test_readers_give_the_gold_text(folder: Path, tables: dict[str, Rows]) -> None:
    wrong = []
    for row in tables["articles"]:
        article = read(folder / "articles" / row["path"])
        found = (article.text, article.title, article.date, article.date_source)
        wanted = (row["text"], row["title"], row["date"].date(), row["date_source"])
        if found != wanted or article.author != row["author"] or article.warnings:
            wrong.append(row["path"])

    assert wrong == []


def test_readers_give_the_gold_blocks(folder: Path, tables: dict[str, Rows]) -> None:
    """Every sentence lies in a block of its kind and paragraph."""
    sentences: dict[str, Rows] = {}
    for row in tables["sentences"]:
        sentences.setdefault(row["article_id"], []).append(row)
    for row in tables["articles"]:
        blocks = read(folder / "articles" / row["path"]).blocks
        for sentence in sentences[row["article_id"]]:
            home = next(b for b in blocks if b.start <= sentence["start"] < b.end)
            kind = (sentence["kind"], sentence["paragraph"])
            assert kind == (home.kind, home.paragraph), (row["path"], sentence["text"])
            assert sentence["end"] <= home.end


def test_same_seed_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    synthesize(tmp_path / "again", articles=N, seed=SEED)

    assert contents(tmp_path / "again") == contents(folder)


def test_another_seed_gives_other_articles() -> None:
    assert make_article(0, 1).content != make_article(0, 2).content


def test_first_articles_of_a_longer_run_are_those_of_a_shorter_one() -> None:
    assert list(make_articles(5, SEED)) == list(make_articles(20, SEED))[:5]


def test_an_article_does_not_depend_on_those_before_it(articles: list[SyntheticArticle]) -> None:
    assert make_article(7, SEED) == articles[7]


def test_every_file_says_that_it_is_fictional(folder: Path, tables: dict[str, Rows]) -> None:
    for path in (folder / "articles").iterdir():
        end = path.read_text(encoding="utf-8")[-200:]
        assert "This article is fictional" in end
        assert f"seed {SEED}" in end
    for name in TABLES:
        metadata = pq.read_schema(folder / "gold" / f"{name}.parquet").metadata
        assert metadata[b"fictional"] == b"true"
        assert metadata[b"title"] == name.encode()  # the contract's own is kept
    assert {row["source"] for row in tables["articles"]} == {SOURCE}
    assert "fictional" in (folder / "FICTIONAL.md").read_text(encoding="utf-8")


def test_headers_and_front_matter_name_the_source(folder: Path, strata: Rows) -> None:
    with_source = {layout.name for layout in LAYOUTS if layout.has_source}
    for row in strata:
        path = next((folder / "articles").glob(f"{row['article_id']}.*"))
        if row["layout"] in with_source:
            assert read(path).source == SOURCE


def test_strata_have_a_row_for_each_article(tables: dict[str, Rows], strata: Rows) -> None:
    assert [r["article_id"] for r in strata] == [r["article_id"] for r in tables["articles"]]
    assert {r["fictional"] for r in strata} == {"true"}


def test_everything_occurs(tables: dict[str, Rows], strata: Rows) -> None:
    assert {e["event_type"] for e in tables["events"]} == {*PLOVER, "other"}
    assert {e["modality"] for e in tables["events"]} == {*LEVELS["modality"]}
    assert {e["aspect"] for e in tables["events"]} - {None} == {*LEVELS["aspect"]}
    assert {e["voice"] for e in tables["events"]} - {None} == {*LEVELS["voice"]}
    assert {p["role"] for p in tables["event_participants"]} == {*LEVELS["role"]}
    assert {q["quote_type"] for q in tables["quotes"]} == {*LEVELS["quote_type"]}
    assert {r["quoting_style"] for r in strata} == {style.name for style in STYLES}
    assert {r["layout"] for r in strata} == {layout.name for layout in LAYOUTS}
    assert {r["locale"] for r in strata} == {*locales()}
    assert {r["story"] for r in strata} == {story.name for story in stories()}
    assert "shared_surname" in {r["hard"] for r in strata}


def test_articles_have_the_length_of_news(tables: dict[str, Rows]) -> None:
    assert all(250 <= r["n_words"] <= 600 for r in tables["articles"])
    assert all(12 <= r["n_sentences"] <= 30 for r in tables["articles"])


def test_articles_are_no_clones(tables: dict[str, Rows]) -> None:
    """Of all sentences but the notice, hardly any stands in two articles."""
    homes: dict[str, set[str]] = {}
    for row in tables["sentences"]:
        if row["kind"] in {"lead", "body"} and "is fictional" not in row["text"]:
            homes.setdefault(row["text"], set()).add(row["article_id"])

    assert sum(len(h) > 1 for h in homes.values()) < 0.1 * len(homes)


# -- the gold --------------------------------------------------------------------------------


def test_content_leaves_the_marks_out(tables: dict[str, Rows], strata: Rows) -> None:
    styles = {s.name: s for s in STYLES}
    style_of = {r["article_id"]: styles[r["quoting_style"]] for r in strata}
    texts = {r["article_id"]: r["text"] for r in tables["articles"]}
    marked = [q for q in tables["quotes"] if q["quote_type"] != "indirect" and q["cue"] != ":"]
    colon = [q for q in tables["quotes"] if q["cue"] == ":"]

    assert colon
    for quote in marked:
        style, text = style_of[quote["article_id"]], texts[quote["article_id"]]
        # A web page's reader makes every space a plain one.
        before = text[: quote["start"]].rstrip()
        assert before.endswith(style.open.rstrip()), quote["text"]
        assert not quote["text"].endswith(","), quote["text"]


def test_unmarked_words_have_a_speaker_and_a_cue(tables: dict[str, Rows]) -> None:
    for quote in tables["quotes"]:
        assert quote["speaker"]
        if quote["quote_type"] == "indirect":
            assert quote["cue"]


def test_speakers_are_called_by_their_fullest_name(tables: dict[str, Rows]) -> None:
    names = {e["entity_id"]: e["name"] for e in tables["entities"]}
    for quote in tables["quotes"]:
        if quote["speaker_entity_id"]:
            assert quote["speaker"] == names[quote["speaker_entity_id"]]


def test_what_is_reported_is_reported_by_somebody(tables: dict[str, Rows]) -> None:
    for event in tables["events"]:
        assert event["reported_by"] != "?"
        if event["modality"] in {"reported", "requested"}:
            assert event["reported_by"], event["trigger"]
        if event["modality"] == "asserted":
            assert event["reported_by"] is None


def test_event_words_lie_inside_their_clause(tables: dict[str, Rows]) -> None:
    for event in tables["events"]:
        assert event["clause_start"] <= event["start"] < event["end"] <= event["clause_end"]


def test_every_active_clause_has_somebody_who_acts(tables: dict[str, Rows]) -> None:
    roles: dict[str, set[str]] = {}
    for part in tables["event_participants"]:
        roles.setdefault(part["event_id"], set()).add(part["role"])
    for event in tables["events"]:
        if event["voice"] == "active":
            assert "actor" in roles[event["event_id"]], event["trigger"]


def test_a_pronoun_means_the_one_of_its_gender(tables: dict[str, Rows]) -> None:
    gender = {e["entity_id"]: e["gender"] for e in tables["entities"]}
    for mention in tables["mentions"]:
        if mention["text"].lower() in {"he", "him"}:
            assert gender[mention["entity_id"]] == "male"
        if mention["text"].lower() in {"she", "her"}:
            assert gender[mention["entity_id"]] == "female"


def test_people_of_an_article_have_surnames_of_their_own(
    tables: dict[str, Rows], strata: Rows
) -> None:
    hard = {r["article_id"] for r in strata if r["hard"] == "shared_surname"}
    people: dict[str, set[str]] = {}
    names = {e["entity_id"]: e["name"] for e in tables["entities"]}
    for mention in tables["mentions"]:
        if str(mention["entity_id"]).startswith("person-"):
            people.setdefault(mention["article_id"], set()).add(names[mention["entity_id"]])
    shared_by = {
        article_id: max(Counter(n.split()[-1] for n in found).values())
        for article_id, found in people.items()
    }

    assert {a for a, most in shared_by.items() if most > 1} <= hard


def test_dates_are_within_the_article(tables: dict[str, Rows]) -> None:
    texts = {r["article_id"]: r["text"] for r in tables["articles"]}
    for event in tables["events"]:
        if event["date_text"]:
            assert event["date_text"] in texts[event["article_id"]]
            assert event["date_precision"] is not None


def test_weekdays_are_the_last_before_the_article(tables: dict[str, Rows]) -> None:
    dates = {r["article_id"]: r["date"] for r in tables["articles"]}
    days = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
    for event in tables["events"]:
        if event["date_text"] in days:
            away = (event["date_start"] - dates[event["article_id"]]).days
            assert days[event["date_start"].weekday()] == event["date_text"]
            assert -6 <= away <= 0 or (
                event["modality"] in {"planned", "conditional"} and 0 < away < 7
            )


# -- the grammar -----------------------------------------------------------------------------


def test_grammar_is_large_enough() -> None:
    frames = sum(len(story.frames) for story in stories())

    assert len(stories()) >= 10
    assert min(len(story.frames) for story in stories()) >= 12
    assert frames + len(patterns_of("sentences.txt")) + len(patterns_of("quoting.txt")) >= 120


def every_frame() -> Iterator[tuple[str, Frame]]:
    for story in (*stories(), *map(shared, stories())):
        yield from ((story.name, frame) for frame in story.frames)


def test_every_frame_can_be_told_alone_or_as_a_condition() -> None:
    patterns = patterns_of("sentences.txt")
    stuck = [
        (name, frame.verb)
        for name, frame in every_frame()
        if not frame.forms & _LINKED and not any(_fits(p, [frame]) for p in patterns)
    ]

    assert stuck == []


def test_every_frame_has_a_known_type_and_an_object_for_the_passive() -> None:
    for name, frame in every_frame():
        assert frame.event_type in LEVELS["event_type"], (name, frame)
        if any(f.startswith("pass") for f in frame.forms):
            assert frame.object, (name, frame)


def test_patterns_use_known_forms() -> None:
    used = {m for p in patterns_of("sentences.txt") for m in re.findall(r"<<\d (\w+)", p.text)}

    assert used <= FORMS.keys()


@pytest.mark.parametrize("locale", sorted(locales()))
def test_names_of_every_locale_are_names(locale: str) -> None:
    import random

    names = Names(random.Random(1), locale)
    for gender in ("female", "male"):
        assert names.surname(gender).replace("-", "").replace("'", "").isalpha()
        assert names.given_name(gender)[0].isupper()
    assert names.town()[0].isupper()


# -- the folder ------------------------------------------------------------------------------


def test_an_earlier_run_is_replaced_whole(tmp_path: Path) -> None:
    synthesize(tmp_path / "fiction", articles=3, seed=1)
    synthesize(tmp_path / "fiction", articles=2, seed=1)

    assert len(list((tmp_path / "fiction" / "articles").iterdir())) == 2
    assert [p.name for p in tmp_path.iterdir()] == ["fiction"]


def test_an_empty_folder_is_used(tmp_path: Path) -> None:
    (tmp_path / "fiction").mkdir()
    synthesize(tmp_path / "fiction", articles=1)

    assert (tmp_path / "fiction" / "FICTIONAL.md").is_file()


@pytest.mark.parametrize("name", ["notes.txt", "FICTIONAL.md"])
def test_a_folder_with_other_files_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine", encoding="utf-8")

    with pytest.raises(OutputError, match="holds other files"):
        synthesize(tmp_path, articles=1)
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "fiction").write_text("mine", encoding="utf-8")

    with pytest.raises(OutputError, match="no folder"):
        synthesize(tmp_path / "fiction", articles=1)


@pytest.mark.parametrize("n", [0, -1])
def test_fewer_than_one_article_is_refused(tmp_path: Path, n: int) -> None:
    with pytest.raises(InputError, match="one article or more"):
        synthesize(tmp_path / "fiction", articles=n)
    assert list(tmp_path.iterdir()) == []


def test_progress_counts_articles(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    synthesize(tmp_path / "fiction", articles=3, progress=lambda done, n: seen.append((done, n)))

    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_a_failed_run_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("dataset.synthesize.folder.write_tables", fail)
    with pytest.raises(OutputError, match="No space left"):
        synthesize(tmp_path / "fiction", articles=1)
    assert list(tmp_path.iterdir()) == []


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
