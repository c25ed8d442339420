"""A folder of tables in a few dozen lines of plain text, for a terminal.

What comes from articles is freed from control characters: a name must not colour the screen,
move the cursor or turn the direction of writing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from textwrap import wrap

import pandas as pd

from dataset.report import numbers
from dataset.report.overview import Overview, look
from dataset.report.plain import count, percent, plain
from dataset.schema import LEVELS, TABLES
from dataset.tables import load_table, load_tables

WIDTH = 88  # columns; a line is never wider
MARGIN = 14
NAME = 30  # columns of a name
CELL = 40  # columns of a value where whole rows are shown
BAR = 24  # characters of the longest bar
# Lines of a part at most, so that the whole fits on a screen or two.
SPEAKERS = 6
PAIRS = 5
PROBLEMS = 4
SOURCES = 4


def summarise(folder: str | Path) -> str:
    """Return what a folder of tables holds: sizes, speakers, types, dates, gaps, problems.

    At most some 60 lines of at most :data:`WIDTH` columns, the last one ended by a newline. A
    part of which the folder has nothing says ``none``.

    Raises:
        ContractError: the folder has no tables of the contract.
    """
    sizes = {name: len(load_table(folder, name, columns=[])) for name in TABLES}
    home = str(folder)
    overview = look(folder)
    events = numbers.read(home, "events", "event_type", "modality", "date_precision", "confidence")
    quotes = numbers.read(home, "quotes", "quote_type", "confidence")
    parts = [
        ("Articles", _articles(overview)),
        ("Rows", _wrapped(f"{name} {n:,}" for name, n in sizes.items())),
        ("Speakers", _speakers(numbers.speakers(home))),
        ("Quotations", _levels(quotes["quote_type"], "quote_type")),
        ("Events", _bars(events["event_type"])),
        ("Modality", _levels(events["modality"], "modality")),
        ("Who on whom", _pairs(numbers.actions(home))),
        ("Dates", _levels(events["date_precision"], "date_precision", "without a date")),
        ("Confidence", _quartiles({"events": events, "quotes": quotes})),
        ("Missing", _gaps(numbers.gaps(home))),
        ("Not read", _problems(overview.problems)),
    ]
    lines = [line for head, block in parts for line in _headed(head, block)]
    return "\n".join(lines) + "\n"


def first_rows(folder: str | Path, n: int) -> str:
    """Return the first rows of every table, as wide as they are, each with its size.

    Raises:
        ContractError: the folder has no tables of the contract.
    """
    parts = []
    for name, table in load_tables(folder).items():
        parts.append(f"{name}: {count(len(table), 'row')}, one per {TABLES[name].row}")
        if len(table):
            shown = table.slice(0, n).to_pandas().astype("object")
            texts = shown.map(lambda value: _name(value, CELL) if isinstance(value, str) else value)
            parts.append(texts.to_string(index=False))
        parts.append("")
    return "\n".join(parts) + "\n"


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes.

    >>> columns("Ann"), columns("李明")
    (3, 4)
    """
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.combining(c) > 0 for c in text)


def fit(text: str, most: int) -> str:
    """Return a text cut with an ellipsis to so many columns."""
    if columns(text) <= most:
        return text
    while columns(text) >= most:
        text = text[:-1]
    return text.rstrip() + "…"


def _name(text: str, most: int = NAME) -> str:
    """Return text of an article, fit to be shown."""
    return fit(plain(text), most)


def _padded(text: str, most: int = NAME) -> str:
    return text + " " * (most - columns(text))


def _headed(head: str, block: Iterable[str]) -> Iterator[str]:
    """Yield the lines of a part, with its heading in the margin of the first."""
    for n, line in enumerate([*block] or ["none"]):
        yield fit(f"{head if n == 0 else '':<{MARGIN}}{line}".rstrip(), WIDTH)


def _wrapped(words: Iterable[str]) -> list[str]:
    """Return short entries as few lines; an entry is never broken."""
    text = ", ".join(word.replace(" ", "\N{NO-BREAK SPACE}") for word in words)
    lines = wrap(text, WIDTH - MARGIN, break_on_hyphens=False)
    return [line.replace("\N{NO-BREAK SPACE}", " ") for line in lines]


def _articles(overview: Overview) -> Iterator[str]:
    dates = "without dates"
    if overview.first is not None and overview.last is not None:
        first, last = overview.first.date().isoformat(), overview.last.date().isoformat()
        dates = first if first == last else f"{first} to {last}"
        undated = int(overview.articles["date"].isna().sum())
        dates += f", {undated} without a date" if undated else ""
    yield f"{count(len(overview.articles), 'article')}, {dates}"
    prose = f"{count(overview.n_words, 'word')}, {count(overview.n_sentences, 'sentence')}"
    yield f"{prose}, language {', '.join(overview.languages) or 'none'}"
    if overview.grades:
        low, middle, high = (f"{grade:.1f}" for grade in overview.grades)
        yield f"reading grade {low} to {high}, median {middle}"
    sources = [fit(source, NAME) for source in overview.sources[:SOURCES]]
    more = len(overview.sources) - len(sources)
    if sources:
        yield "sources: " + ", ".join(sources) + (f" and {more} more" if more else "")


def _speakers(table: pd.DataFrame) -> Iterator[str]:
    types = ["direct", "mixed", "indirect"]
    for row in table.head(SPEAKERS).to_dict("records"):
        parts = ", ".join(f"{row[kind]} {kind}" for kind in types if row[kind])
        yield f"{_padded(_name(row['speaker']))} {row['all']:>5,}  {parts}"
    if len(table) > SPEAKERS:
        rest = table[SPEAKERS:]
        yield f"{_padded(f'{len(rest):,} more with a name')} {rest['all'].sum():>5,}"


def _counted(values: pd.Series, levels: str) -> dict[str, int]:
    """Return how often each level in use occurs, the most frequent first."""
    found = values.astype("object").value_counts()
    order = {level: n for n, level in enumerate(LEVELS[levels])}
    pairs = sorted(found.items(), key=lambda pair: (-pair[1], order[str(pair[0])]))
    return {str(level): int(n) for level, n in pairs}


def _levels(values: pd.Series, levels: str, missing: str = "") -> list[str]:
    entries = [f"{level} {n:,}" for level, n in _counted(values, levels).items()]
    if missing and len(values):
        entries.append(f"{missing} {values.isna().sum():,}")
    return _wrapped(entries)


def _bars(values: pd.Series) -> Iterator[str]:
    """Yield a line for each event type; ``other`` comes last and sets no scale."""
    counted = _counted(values, "event_type")
    other = counted.pop("other", 0)
    most = max(counted.values(), default=1)
    for level, n in counted.items():
        yield f"{level:<10} {n:>6,}  {'#' * max(round(BAR * n / most), 1)}"
    if other:
        yield f"{'other':<10} {other:>6,}  of no PLOVER type"


def _pairs(table: pd.DataFrame) -> Iterator[str]:
    rows = table.head(PAIRS).to_dict("records")
    pairs = [f"{_name(row['actor'], 24)} > {_name(row['target'], 24)}" for row in rows]
    wide = max(map(columns, pairs), default=0)
    for row, pair in zip(rows, pairs, strict=True):
        yield f"{_padded(pair, wide)} {row['events']:>4,}  {row['types']}"
    if len(table) > PAIRS:
        yield f"{count(len(table) - PAIRS, 'more pair')}"


def _quartiles(tables: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    for name, table in tables.items():
        if len(table):
            found = table["confidence"]
            low, middle, high = found.quantile([0.25, 0.5, 0.75])
            yield (
                f"{name:<7} quartiles {low:.2f}, {middle:.2f}, {high:.2f}; "
                f"{percent(float((found >= 0.9).mean()))} at 0.9 or more"
            )


def _gaps(table: pd.DataFrame) -> Iterator[str]:
    """Yield a line for each table with gaps."""
    gaps = table[table["missing"] > 0]
    for name, block in gaps.groupby("table", sort=False):
        worst = block.sort_values("share", ascending=False, kind="stable")
        entries = [
            f"{column} {percent(share)}"
            for column, share in zip(worst["column"], worst["share"], strict=True)
        ]
        first, *rest = _wrapped([f"{name}: {entries[0]}", *entries[1:]])
        yield first
        yield from (f"  {line}" for line in rest)


def _problems(table: pd.DataFrame) -> Iterator[str]:
    for row in table.head(PROBLEMS).to_dict("records"):
        yield f"{_name(row['path'])}: {plain(row['message'])}"
    if len(table) > PROBLEMS:
        yield f"{count(len(table) - PROBLEMS, 'more problem')}, see the table"
