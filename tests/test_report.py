"""The report: a page about any folder, safe and readable, whose code gives its figures."""

from __future__ import annotations

import base64
import datetime as dt
import io
import itertools
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from html import unescape
from importlib import import_module, resources
from pathlib import Path
from typing import Any

import matplotlib
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from playwright.sync_api import Browser, Page

from dataset.errors import ContractError, OutputError
from dataset.report import findings, make_report, numbers, write_report
from dataset.report.code import WIDE, read_source, script
from dataset.report.figures import common
from dataset.report.figures.actions import MARKS
from dataset.report.figures.timeline import span, ticks
from dataset.report.gallery import PLOTS, SLIM, Plot
from dataset.report.plain import plain
from dataset.schema import TABLES
from dataset.tables import load_tables, make_table, write_tables
from tests.consumers import chromium

DATA = Path(__file__).parents[1] / "data"
NAMES = [plot.name for plot in PLOTS]
Rows = dict[str, list[dict[str, Any]]]

HOSTILE = {
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&amp;",
    "mathtext": r"$x_{y}$ \alpha $\frac{1}{0}$ _under \\ ^",
    "escapes": "\x1b[31mRed\x1b[0m\x07\x00\u202etfel ot thgir\u2066",
    "right to left": "مريم كيلر עם שם ארוך",
    "scripts the font lacks": "习近平 🦆 ﷽ हिन्दी",
    "long": "Wm" * 150,
    "marks": "e" + "\u0301" * 200,
}


def rows_of(folder: Path) -> Rows:
    return {name: table.to_pylist() for name, table in load_tables(folder).items()}


def write_rows(rows: Rows, folder: Path) -> Path:
    write_tables({name: make_table(name, rows[name]) for name in TABLES}, folder)
    return folder


def with_names(good: Path, *texts: str) -> Path:
    """Return the good folder with texts for every name, entities acting on each other."""
    rows, names = rows_of(good), itertools.cycle(texts)
    person = rows["entities"][0] | {"is_named": True}
    entities = [
        person | {"entity_id": f"p{n}", "name": next(names)} for n in range(max(3, len(texts)))
    ]
    people = itertools.cycle(row["entity_id"] for row in entities)
    rows["entities"] = entities
    for row in rows["articles"]:
        row |= {"title": next(names), "source": next(names), "url": "javascript:alert(1)"}
    quote = rows["quotes"][0]
    rows["quotes"] = [
        quote | {"quote_id": f"a:q00{n}", "speaker_entity_id": next(people), "cue": next(names)}
        for n in range(len(entities))
    ]
    for row in rows["events"]:
        row |= {"date_text": next(names), "trigger": next(names), "actor": next(names)}
    for row in rows["event_participants"]:
        row["entity_id"] = next(people)
    rows["problems"] = [{"path": next(names), "stage": "read", "message": next(names)}]
    return write_rows(rows, good)


def without(folder: Path, **columns: str) -> Path:
    """Return the folder with some columns empty, or without rows where the column is ``rows``."""
    rows = rows_of(folder)
    for table, names in columns.items():
        if names == "rows":
            rows[table] = []
        for row in rows[table]:
            row |= dict.fromkeys(names.split())
    return write_rows(rows, folder)


def pictures(page: str) -> list[str]:
    """Return all pictures of a page, as SVG."""
    return [base64.b64decode(d).decode() for d in re.findall(r"svg\+xml;base64,([\w+/=]+)", page)]


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report on the tables that ship, and its figures beside it."""
    folder = tmp_path_factory.mktemp("real")
    write_report(DATA, folder / "report.html", figures=folder / "figures")
    return folder


@pytest.fixture(scope="module")
def small(_good: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report on a folder of one article, and its figures beside it."""
    folder, tables = tmp_path_factory.mktemp("small"), tmp_path_factory.mktemp("copy") / "tables"
    shutil.copytree(_good, tables)  # named as that of ``good``, since the page gives the name
    write_report(tables, folder / "report.html", figures=folder / "figures")
    return folder


@pytest.fixture
def blank(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draws nothing: for tests of the page only, since drawing takes seconds."""
    monkeypatch.setattr(Plot, "render", lambda *_args, **_options: b'<svg viewBox="0 0 1 1"/>')


def text_of(page: str) -> str:
    return unescape(re.sub(r"<style>.*?</style>|<[^>]*>", " ", page, flags=re.DOTALL))


# ---- the page ----------------------------------------------------------------------------------


def test_page_is_whole_and_asks_for_nothing(real: Path) -> None:
    page = (real / "report.html").read_text("utf-8")
    assert "default-src 'none'" in page
    addresses = re.findall(r"\b(?:src|srcset|href)=\"([^\"]{0,40})", page)
    assert {a.split(",")[0] for a in addresses if not a.startswith("#")} == {
        "data:image/svg+xml;base64"
    }
    assert not re.search(r"<(script|link|iframe|object|form)\b|\son\w+=|url\(", page)
    assert len(pictures(page)) == 2 * len(PLOTS)


def test_head_says_what_the_folder_holds(small: Path) -> None:
    text = re.sub(r"\s+", " ", text_of((small / "report.html").read_text("utf-8")))
    assert "1 article, published on 16 June 2021, 27 words in 4 sentences." in text
    assert "Not read nothing: all was read" in text
    assert "of rows at 0.9 or more at least 90" in text


@pytest.mark.usefixtures("blank")
def test_what_was_not_read_is_listed(good: Path) -> None:
    rows = rows_of(good)
    rows["problems"] = [{"path": "b.pdf", "stage": "read", "message": "has no text."}]
    text = re.sub(r"\s+", " ", text_of(make_report(write_rows(rows, good))))
    assert "Not read 1 problem" in text
    assert "b.pdf read has no text." in text


def test_same_folder_gives_the_same_bytes_whatever_the_settings(
    small: Path, good: Path, tmp_path: Path
) -> None:
    settings = {"font.size": 30, "axes.grid": True, "text.parse_math": True, "svg.hashsalt": None}
    with matplotlib.rc_context(settings):
        write_report(good, tmp_path / "report.html", figures=tmp_path / "figures")
        assert matplotlib.rcParams["font.size"] == 30
    files = [p.relative_to(small) for p in sorted(small.rglob("*.*"))]
    assert len(files) > 10
    assert [p for p in files if (small / p).read_bytes() != (tmp_path / p).read_bytes()] == []


def test_figures_are_files_for_slides(real: Path) -> None:
    from PIL import Image

    figures = real / "figures"
    assert sorted(f.name for f in figures.iterdir()) == sorted(
        f"{n}.{k}" for n in NAMES for k in ("svg", "png")
    )
    for name in NAMES:
        with Image.open(figures / f"{name}.png") as image:
            assert image.width >= 1920
            assert "Software" not in image.info
        svg = (figures / f"{name}.svg").read_text("utf-8")
        assert "<dc:date>" not in svg
        assert "<text" not in svg  # letters are outlines
        assert svg in pictures((real / "report.html").read_text("utf-8"))


@pytest.mark.usefixtures("blank")
def test_nothing_is_left_where_writing_fails(good: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match=r"file: the folder cannot be made"):
        write_report(good, tmp_path / "file" / "report.html")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "tables"]


def test_folder_that_is_none_is_said_in_a_line(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match=r"articles\.parquet: the table is missing"):
        make_report(tmp_path)


def test_matplotlib_is_not_loaded_before_a_report_is_made() -> None:
    code = "import sys, dataset.report, dataset.summary; print({'matplotlib'} & set(sys.modules))"
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=DATA.parent, capture_output=True, text=True, check=True
    )
    assert ran.stdout == "set()\n"


# ---- the code ----------------------------------------------------------------------------------


def test_code_on_the_page_gives_the_figures_of_the_page(real: Path, tmp_path: Path) -> None:
    page = (real / "report.html").read_text("utf-8")
    scripts = [
        unescape(code)
        for code in re.findall(r"<pre[^>]*><code>(.*?)</code></pre>", page, re.DOTALL)
    ]
    assert len(scripts) == len(PLOTS)
    (tmp_path / "data").symlink_to(DATA)
    # One process, as the cells of a notebook are; a script must not count on the one before it.
    run = "import sys\nfor code in sys.stdin.read().split('\\0'):\n    exec(compile(code, 'cell', 'exec'), {'__name__': 'cell'})"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", run], input="\0".join(scripts), cwd=tmp_path,
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": ""},
    )  # fmt: skip
    assert done.stderr == ""
    for name in NAMES:
        assert (tmp_path / f"{name}.svg").read_bytes() == (
            real / "figures" / f"{name}.svg"
        ).read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_code_needs_nothing_of_ours(name: str) -> None:
    code = script(name, name, "data")
    imported = re.findall(r"^(?:from|import) (\w+)", code, re.MULTILINE)
    assert set(imported) <= {
        "__future__",
        "collections",
        "datetime",
        "itertools",
        "typing",
        "unicodedata",
        "pandas",
        "matplotlib",
    }
    assert "fmt: skip" not in code
    assert max(map(len, code.splitlines())) <= 100


def test_folder_with_a_hostile_name_is_only_a_name() -> None:
    code = script("gaps", "gaps", "a'; import os #\n\u202e")
    line = next(line for line in code.splitlines() if line.startswith("FOLDER"))
    assert line == 'FOLDER = "a\'; import os #\\n\\u202e"  # where the tables are'


def test_a_definition_comes_with_its_comment() -> None:
    assert read_source("dataset.report.numbers").texts["TELLING"].startswith("# The columns")


# ---- folders of all kinds ----------------------------------------------------------------------


def test_hostile_names_are_shown_and_do_nothing(good: Path) -> None:
    page = make_report(with_names(good, *HOSTILE.values()))
    assert not re.search(
        r"<script|<img src=x|javascript:|[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", page
    )
    shown = text_of(page)
    for kind, text in HOSTILE.items():
        assert plain(text) in shown, kind  # the whole name stands in a table
    assert len(pictures(page)) == 2 * len(PLOTS)


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_names_can_be_drawn(good: Path, kind: str) -> None:
    """Without a warning: of missing letters, of formulas, of labels that leave no room."""
    folder = str(with_names(good, HOSTILE[kind]))
    for plot in PLOTS:
        if plot.name not in {"event_types", "gaps", "confidence"}:  # which show no names
            plot.render(plot.count(folder), width=SLIM)


@pytest.mark.parametrize("sign", MARKS)
def test_acts_of_one_kind_alone_can_be_drawn(sign: str) -> None:
    counted = numbers.actions(str(DATA))
    [other] = set(MARKS) - {sign}
    [plot] = [plot for plot in PLOTS if plot.name == "actions"]

    assert b"<svg" in plot.render(counted[counted[other] == 0].reset_index(drop=True), width=SLIM)


@pytest.mark.usefixtures("blank")
@pytest.mark.parametrize(
    ("columns", "missing"),
    [
        (
            {
                "articles": "date date_source",
                "events": "date_text date_start date_end date_precision",
            },
            ["timeline"],
        ),
        ({"quotes": "rows"}, ["speakers", "quotations"]),
        ({"event_participants": "rows"}, ["actions"]),
        ({"events": "rows", "event_participants": "rows"}, ["timeline", "actions", "event_types"]),
        (dict.fromkeys(TABLES, "rows"), NAMES),
        (
            {name: "rows" for name in TABLES if name != "articles"},
            [n for n in NAMES if n != "gaps"],
        ),
    ],
    ids=["no dates", "no quotes", "no participants", "no events", "nothing", "articles only"],
)
def test_figure_without_numbers_says_so(
    good: Path, columns: dict[str, str], missing: list[str]
) -> None:
    folder = with_names(good, "Ann")
    write_report(without(folder, **columns), folder / "report.html", figures=folder / "figures")
    text = text_of((folder / "report.html").read_text("utf-8"))
    for plot in PLOTS:
        assert (plot.nothing in text) == (plot.name in missing)
        assert (folder / "figures" / f"{plot.name}.svg").exists() == (plot.name not in missing)


@pytest.mark.usefixtures("blank")
def test_hundreds_of_articles_stay_readable(tmp_path: Path) -> None:
    rows = rows_of(DATA)
    copies: Rows = {name: [] for name in TABLES} | {"entities": rows["entities"], "problems": []}
    keys = ("article_id", "sentence_id", "event_id", "quote_id", "mention_id", "quantity_id")
    for copy in range(15):
        for name in set(TABLES) - {"entities", "problems"}:
            copies[name] += [
                row | {key: f"c{copy}-{row[key]}" for key in keys if row.get(key)}
                for row in rows[name]
            ]
    page = make_report(write_rows(copies, tmp_path))
    assert "The first 300 of 360 rows." in page
    assert len(page) < 1_000_000
    with common.style():
        for name in ("timeline", "speakers", "actions", "coverage"):
            draw = import_module(f"dataset.report.figures.{name}").draw
            for width in (WIDE, SLIM):
                one, many = (
                    draw(getattr(numbers, name)(str(folder)), width).get_size_inches()[1]
                    for folder in (DATA, tmp_path)
                )
                assert many < 1.4 * one  # for 15 times the events


# ---- numbers and findings ----------------------------------------------------------------------


def test_eras_are_split_where_nothing_happens() -> None:
    days = [("1964-06-01", "1964-06-30"), ("2020-08-01", "2020-08-01"), ("2020-08-20", "2020-08-20"),
            ("2020-10-20", "2020-10-20")]  # fmt: skip
    starts, ends = ([dt.date.fromisoformat(d[n]).toordinal() for d in days] for n in (0, 1))
    assert numbers.eras(pd.Series(starts), pd.Series(ends)) == [0, 1, 1, 2]


def test_a_year_joins_the_days_within_it() -> None:
    starts = [
        dt.date(1990, 1, 1).toordinal(),
        dt.date(2020, 1, 1).toordinal(),
        dt.date(2020, 8, 1).toordinal(),
    ]
    ends = [starts[0] + 364, starts[1] + 365, starts[2]]
    assert numbers.eras(pd.Series(starts), pd.Series(ends)) == [0, 1, 1]


def test_lone_events_are_joined_before_a_crowd_is_spread() -> None:
    lone = range(700_000, 700_000 + 100 * numbers.MAX_ERAS, 100)
    crowd = range(lone[-1] + 90, lone[-1] + 110)
    days = pd.Series([*lone, *crowd])
    found = numbers.eras(days, days)
    assert len(set(found)) == numbers.MAX_ERAS
    assert found.count(found[-1]) == len(crowd)


def test_there_are_never_too_many_eras() -> None:
    days = pd.Series(range(700_000, 730_000, 200))
    found = numbers.eras(days, days)
    assert found == sorted(found)
    assert set(found) == set(range(numbers.MAX_ERAS))


@pytest.mark.parametrize(
    ("first", "last", "heading"),
    [
        ((1796, 1, 1), (1796, 12, 31), "1796"),
        ((1990, 1, 1), (1999, 12, 31), "1990–1999"),
        ((2020, 8, 1), (2020, 8, 9), "Aug 2020"),
        ((2020, 7, 1), (2020, 10, 2), "Jul–Oct 2020"),
        ((1989, 12, 1), (1990, 2, 11), "Dec 1989–Feb 1990"),
    ],
)
def test_era_has_a_heading(
    first: tuple[int, int, int], last: tuple[int, int, int], heading: str
) -> None:
    assert span(dt.date(*first).toordinal(), dt.date(*last).toordinal()) == heading


@pytest.mark.parametrize("days", [1, 8, 40, 400, 4000, 40_000, 400_000, 3_652_000])
@pytest.mark.parametrize("most", [1, 4, 9])
def test_there_are_never_too_many_days_to_label(days: int, most: int) -> None:
    marks = ticks(1, days, most)
    assert 1 <= len(marks) <= max(most, 1)
    assert all(1 <= day <= days for day, _ in marks)


@pytest.mark.parametrize(
    ("dates", "periods"),
    [
        (["2020-08-10", "2020-10-03"], ["2020-08", "2020-10"]),
        (
            [f"2019-{m:02d}-01" for m in range(1, 13)] + [f"2021-{m:02d}-01" for m in range(1, 13)],
            ["2019", "2021"],
        ),
        (
            [f"{y}-05-01" for y in range(1961, 2021, 3)],
            ["1960s", "1970s", "1980s", "1990s", "2000s", "2010s"],
        ),
        (["2020-08-10", None], ["2020-08", "undated"]),
    ],
    ids=["months", "years", "decades", "undated"],
)
def test_unit_of_time_follows_the_span(
    good: Path, dates: list[str | None], periods: list[str]
) -> None:
    rows = rows_of(good)
    article, event = rows["articles"][0], next(r for r in rows["events"] if r["quad_class"])
    rows = {name: [] for name in TABLES}
    for n, date in enumerate(dates):
        day = date and dt.datetime.fromisoformat(date)
        rows["articles"].append(article | {"article_id": f"a{n}", "date": day})
        rows["events"].append(event | {"article_id": f"a{n}", "event_id": f"a{n}:e001"})
    write_rows(rows, good)
    assert list(numbers.event_types(str(good)).columns[2:-1]) == periods


def test_numbers_of_the_real_folder_agree_with_its_tables() -> None:
    tables = {name: pd.read_parquet(DATA / f"{name}.parquet") for name in TABLES}
    events, quotes = tables["events"], tables["quotes"]
    assert len(numbers.timeline(str(DATA))) == events["date_start"].notna().sum()
    assert numbers.event_types(str(DATA))["all"].sum() == events["quad_class"].notna().sum()
    assert numbers.quotations(str(DATA))["quotations"].sum() == len(quotes)
    assert numbers.confidence(str(DATA))[["events", "quotes"]].sum().tolist() == [
        len(events),
        len(quotes),
    ]
    assert (
        numbers.confidence(str(DATA)).iloc[18:]["quotes"].sum()
        == (quotes["confidence"] >= 0.9).sum()
    )
    named = set(tables["entities"].query("is_named")["entity_id"])
    assert numbers.speakers(str(DATA))["all"].sum() == quotes["speaker_entity_id"].isin(named).sum()
    assert (
        numbers.coverage(str(DATA))["sentences"].sum()
        == tables["sentences"]["kind"].isin(["lead", "body", "caption"]).sum()
    )
    actor = numbers.actions(str(DATA))
    assert (actor["events"] == actor["cooperation"] + actor["conflict"]).all()


def test_quotation_counts_in_every_sentence_it_runs_through(good: Path) -> None:
    rows = rows_of(good)
    body = [row for row in rows["sentences"] if row["kind"] in {"lead", "body"}]
    rows["quotes"][0] |= {
        "sentence_id": body[1]["sentence_id"],
        "start": body[1]["start"],
        "end": body[2]["end"],
    }
    assert numbers.coverage(str(write_rows(rows, good)))["quote"].tolist() == [2 / len(body)]


def test_findings_are_computed() -> None:
    table = pd.DataFrame(
        {
            "speaker": ["Ann", "Bo", "Cy", "Di"],
            "direct": [2, 2, 2, 0],
            "mixed": 0,
            "indirect": [0, 0, 0, 1],
            "all": [2, 2, 2, 1],
        }
    )
    title = findings.speakers(table).title.replace("\u2068", "").replace("\u2069", "")
    assert (
        title == "Ann, Bo and Cy are quoted most: 2 times each, of 7 quotations by 4 named speakers"
    )
    table = pd.DataFrame(
        {
            "actor": ["A"],
            "target": ["B"],
            "cooperation": [1],
            "conflict": [1],
            "events": [2],
            "types": ["aid, accuse"],
        }
    )
    assert findings.actions(table).title.startswith(
        "As many acts of conflict as of cooperation (1 each)"
    )


def test_names_that_look_alike_keep_their_own_bars(good: Path) -> None:
    rows = rows_of(good)
    quote, person = rows["quotes"][0], rows["entities"][0] | {"is_named": True}
    rows["entities"] = [person | {"entity_id": f"p{n}", "name": "N" * 200} for n in range(3)]
    rows["quotes"] = [
        quote | {"quote_id": f"a:q00{n}", "speaker_entity_id": f"p{n}"} for n in range(3)
    ]
    assert numbers.speakers(str(write_rows(rows, good)))["all"].tolist() == [1, 1, 1]


# ---- the pictures ------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_fills_differ_without_their_colour() -> None:
    for one, other in itertools.combinations([common.DARK, common.MIDDLE, common.LIGHT], 2):
        light, dark = sorted((luminance(f["facecolor"]) for f in (one, other)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 1.9
    assert [fill.get("hatch") for fill in (common.DARK, common.MIDDLE, common.LIGHT)] == [
        None,
        "/////",
        None,
    ]


def test_marks_differ_without_their_colour() -> None:
    assert len({mark for mark, _, _ in MARKS.values()}) == len(MARKS)
    light, dark = sorted((luminance(colour) for _, colour, _ in MARKS.values()), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 1.9


def test_ink_can_be_read_on_white() -> None:
    for ink in (common.INK, common.MUTED):
        assert 1.05 / (luminance(ink) + 0.05) >= 4.5


@pytest.mark.parametrize("width", [WIDE, SLIM])
@pytest.mark.parametrize("plot", PLOTS, ids=lambda plot: plot.name)
def test_labels_neither_overlap_nor_leave_the_picture(plot: Any, width: float) -> None:
    draw = import_module(f"dataset.report.figures.{plot.name}").draw
    with common.style():
        figure = draw(plot.count(str(DATA)), width)
        common.save(figure, io.BytesIO(), "png")  # lays the figure out
        renderer = FigureCanvasAgg(figure).get_renderer()
        whole = figure.bbox
        for axes in figure.axes:
            for axis in (axes.xaxis, axes.yaxis):
                labels = [t for t in axis.get_ticklabels() if t.get_text() and t.get_visible()]
                boxes = [t.get_window_extent(renderer) for t in labels]
                low, high = sorted(axis.get_view_interval())
                inside = [low - 1e-9 <= tick <= high + 1e-9 for tick in axis.get_ticklocs()]
                kept = [b for b, shown in zip(boxes, inside, strict=False) if shown]
                assert all(b.x0 >= whole.x0 - 1 and b.x1 <= whole.x1 + 1 for b in kept)
                if not any(t.get_rotation() % 90 for t in labels):
                    assert not any(a.overlaps(b) for a, b in itertools.pairwise(kept))


# ---- in the browser ----------------------------------------------------------------------------

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
OPEN = "document.querySelectorAll('details').forEach(details => details.open = true)"
Opener = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opener]:
    """Opens pages, and sees to it that they ask for nothing and complain of nothing."""
    pages: list[Page] = []
    requests: list[str] = []
    complaints: list[str] = []

    def open_page(path: Path, *, width: int = 1280, height: int = 900, **options: Any) -> Page:
        page = browser.new_page(viewport={"width": width, "height": height}, **options)
        pages.append(page)
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path.as_uri())
        return page

    yield open_page
    addresses = [page.url.split("#")[0] for page in pages]
    for page in pages:
        page.close()
    assert complaints == []
    assert {url.split(":")[0] for url in requests} <= {"file", "data"}
    assert {url for url in requests if url.startswith("file:")} == {addresses[0]}


@pytest.fixture(scope="module")
def hostile(_good: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report on a folder in which every name is markup without an end."""
    folder = tmp_path_factory.mktemp("hostile")
    shutil.copytree(_good, folder / "tables")
    write_report(with_names(folder / "tables", HOSTILE["html"] + "w" * 300), folder / "report.html")
    return folder / "report.html"


@pytest.mark.parametrize("width", [320, 380, 1280])
def test_every_figure_is_seen(real: Path, opened: Opener, width: int) -> None:
    page = opened(real / "report.html", width=width)
    images = page.evaluate(
        "Promise.all([...document.images].map(async i => (await i.decode(), [i.alt.length, i.naturalWidth, i.width, i.height])))"
    )
    assert len(images) == len(PLOTS)
    for alt, natural, shown, height in images:
        assert 40 < alt < 600
        assert natural == (864 if width > 640 else round(SLIM * 96))
        assert shown >= 0.75 * width - 40 if width < 640 else shown > 800
        assert height > 100
    assert page.evaluate(SIDEWAYS) == 0
    page.evaluate(OPEN)
    assert page.evaluate(SIDEWAYS) == 0


@pytest.mark.parametrize("width", [320, 1280])
def test_hostile_page_stays_in_its_frame(hostile: Path, opened: Opener, width: int) -> None:
    page = opened(hostile, width=width)
    page.evaluate(OPEN)
    assert page.evaluate(SIDEWAYS) == 0
    assert page.locator("script").count() == 0


@pytest.mark.parametrize("kind", ["small", "hostile"])
def test_axe_has_no_complaint(kind: str, small: Path, hostile: Path, opened: Opener) -> None:
    page = opened(small / "report.html" if kind == "small" else hostile)
    page.evaluate((resources.files("axe_playwright_python") / "axe.min.js").read_text("utf-8"))
    page.evaluate(OPEN)
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        result = page.evaluate(
            "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']})"
        )
        found += [
            (rule["id"], str(node["target"]))
            for rule in result["violations"]
            for node in rule["nodes"]
        ]
        assert "color-contrast" in {rule["id"] for rule in result["passes"]}
    assert found == []


def test_numbers_and_code_are_opened_by_keyboard(real: Path, opened: Opener) -> None:
    page = opened(real / "report.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Go to the figures"
    page.keyboard.press("Enter")
    for kind in ("numbers", "code"):
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.locator(f"details.{kind}").first.evaluate("element => element.open")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('role')") == "region"


def test_pictures_are_on_white_in_the_dark(real: Path, opened: Opener) -> None:
    page = opened(real / "report.html", color_scheme="dark")
    ground = "selector => getComputedStyle(document.querySelector(selector)).backgroundColor"
    assert page.evaluate(ground, "picture") == "rgb(255, 255, 255)"
    assert page.evaluate(ground, "body") == "rgb(27, 24, 22)"


def test_printed_page_has_the_figures_and_not_the_code(real: Path, opened: Opener) -> None:
    page = opened(real / "report.html")
    page.locator("details.code summary").first.click()
    page.locator("details.numbers summary").first.click()
    page.emulate_media(media="print")
    visible = "selector => [...document.querySelectorAll(selector)].filter(e => e.checkVisibility()).length"
    assert page.evaluate(visible, "img") == len(PLOTS)
    assert page.evaluate(visible, "pre, nav, .skip") == 0
    assert page.evaluate(visible, "details.numbers") == 1
