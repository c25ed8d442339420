"""Timeline: each run of close dates has a panel and a scale of its own.

News reaches far back ("in 1964") and clusters around its own days. One scale for both would hide
the cluster, so long silences are cut out and each panel says which days it shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dataset.report.figures.common import (
    DARK,
    INK,
    LIGHT,
    MIDDLE,
    MUTED,
    NARROW,
    label,
    legend,
)
from dataset.report.numbers import EXACT

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
KINDS = {"conflict": DARK, "other": LIGHT, "cooperation": MIDDLE}
# Steps between labels: days, then months.
STEPS = [(1, 0), (2, 0), (7, 0), (14, 0)] + [
    (0, m) for m in (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000)
]
MARGIN = 0.08  # inches around the figure
SPACE = 0.3  # between panels
LANES = 4  # of bars for dates that are not known to the day


class Panel:
    """The events of one era: those of a day counted by day, the others in lanes."""

    def __init__(self, era: pd.DataFrame, width: float) -> None:
        near = era[era["end"] - era["start"] <= EXACT]
        near = near if len(near) else era
        self.first, self.last = int(near["start"].min()), int(near["end"].max())
        apart = era[(era["end"] < self.first) | (era["start"] > self.last)]
        self.first = int(min(self.first, apart["start"].min())) if len(apart) else self.first
        self.last = int(max(self.last, apart["end"].max())) if len(apart) else self.last
        pad = max((8 - self.last + self.first) // 2, (self.last - self.first) // 25, 1)
        self.low = max(self.first - pad, 1)
        self.high = min(self.last + pad + 1, date.max.toordinal())
        days = self.high - self.low
        self.step = next((n for n in (1, 7, 30) if days / n <= 200), 365)
        self.titles = era["title"].value_counts()
        exact = era[era["date_precision"] == "day"]
        places = (exact["start"] - self.low) // self.step * self.step + self.low
        self.bars = exact.groupby([places, "kind"]).size().unstack(fill_value=0)
        self.tallest = int(self.bars.sum(axis=1).max()) if len(exact) else 0
        rest = era[era["date_precision"] != "day"].astype({"date_precision": "object"})
        spans = rest.groupby(["start", "end", "date_precision"]).size().reset_index(name="n")
        self.lanes: list[list[tuple[int, int, str]]] = []
        for start, end, precision, n in spans.itertuples(index=False):
            words = f"{precision} ×{n}" if n > 1 else str(precision)
            lane = next((lane for lane in self.lanes if lane[-1][1] < start), None)
            if lane is None and len(self.lanes) < LANES:
                lane = []
                self.lanes.append(lane)
            if lane is not None:
                lane.append((start, end, words))
        large = len(self.bars) > 12 or (len(self.bars) > 1 and days > 60)
        small = len(self.bars) < 5 and (days < 25 or len(self.bars) < 2)
        on_phone = 1.0 if large else 1 / 2
        self.share = on_phone if width < NARROW else 1.0 if large else 1 / 3 if small else 1 / 2
        self.width = self.share * (width - 2 * MARGIN) - SPACE

    def draw(self, axes: Axes, unit: float) -> None:
        """Draw the panel, with its days as title and what it is about below that."""
        axes.set_xlim(self.low, self.high)
        bottom = pd.Series(0, index=self.bars.index)
        for kind, fill in KINDS.items():
            if kind in self.bars:
                x, heights = self.bars.index + self.step / 2, self.bars[kind]
                axes.bar(x, heights, self.step * 0.9, bottom, label=kind, **fill)
                bottom = bottom + heights
        for n, lane in enumerate(self.lanes):
            y = -(n + 0.5) * 0.2 / unit
            for start, end, words in lane:
                left, right = max(start, self.low), min(end + 1, self.high)
                high = 0.12 / unit
                axes.barh(y, right - left, high, left, facecolor="white", edgecolor=INK, hatch="..")
                if (right - left) * self.width > 0.5 * (self.high - self.low):  # half an inch
                    white = {"facecolor": "white", "edgecolor": "none", "pad": 1}
                    place = ((left + right) / 2, y)
                    axes.text(*place, words, ha="center", va="center", fontsize=7.5, bbox=white)
        axes.axhline(0, color=INK, linewidth=0.9, clip_on=False)
        axes.spines[["left", "bottom"]].set_visible(False)
        axes.set_yticks([])
        edge = int((self.high - self.low) * 0.3 / self.width)  # half a label must fit in
        marks = ticks(self.low + edge, self.high - 1 - edge, max(int((self.width - 0.6) / 0.9), 1))
        axes.set_xticks([day + 0.5 for day, _ in marks], [words for _, words in marks], fontsize=8)
        axes.tick_params(axis="x", length=3)
        most = int(self.width * 14)
        more = f" +{len(self.titles) - 1}" if len(self.titles) > 1 else ""
        about = label(str(self.titles.index[0]), most - len(more)) + more
        axes.annotate(span(self.first, self.last), (0, 1), (0, 15), xycoords="axes fraction",
                      textcoords="offset points", fontweight="bold")  # fmt: skip
        axes.annotate(about, (0, 1), (0, 3), xycoords="axes fraction",
                      textcoords="offset points", fontsize=8, color=MUTED)  # fmt: skip


def draw(numbers: pd.DataFrame, width: float) -> Figure:
    """Draw dated events: bars above the line to the day, bars below it as long as the doubt."""
    panels = [Panel(era, width) for _, era in numbers.groupby("era")]
    rows = list(flow(panels))
    tallest = [max(panel.tallest for panel in row) for row in rows]
    unit = min(0.17, 1.8 / max(1, *tallest), 8 / max(1, sum(tallest)))  # inches an event
    heights = [max(p.tallest * unit + len(p.lanes) * 0.2 for p in row) + 0.06 for row in rows]
    height = 0.5 + sum(h + 0.85 for h in heights)
    figure = Figure(figsize=(width, height))
    legend(figure, KINDS, loc="upper left", bbox_to_anchor=(0, 1), borderaxespad=0.2)
    top = height - 0.5
    for row, high in zip(rows, heights, strict=True):
        left = MARGIN
        for panel in row:
            wide = panel.width + SPACE
            below = len(panel.lanes) * 0.2
            box = (left, top - high - 0.45, panel.width, high)
            axes = figure.add_axes(
                (box[0] / width, box[1] / height, box[2] / width, box[3] / height)
            )
            axes.set_ylim(-below / unit, (high - below) / unit)
            panel.draw(axes, unit)
            left += wide
        top -= high + 0.85
    return figure


def flow(panels: list[Panel]) -> Iterator[list[Panel]]:
    """Lay panels into rows, from left to right and from top to bottom."""
    row: list[Panel] = []
    for panel in panels:
        if row and sum(p.share for p in row) + panel.share > 1.01:
            yield row
            row = []
        row.append(panel)
    yield row


def ticks(first: int, last: int, most: int) -> list[tuple[int, str]]:
    """Return days to label and their labels, at most so many, at round distances."""
    for days, months in STEPS:
        if days and last - first < most * days:
            found = [(n, day_name(n)) for n in range(first + -first % days, last + 1, days)]
            if found:
                return found
        if months:
            begin, end = date.fromordinal(first), date.fromordinal(last)
            firsts = [
                date(n // 12, n % 12 + 1, 1)
                for n in range(begin.year * 12 + begin.month, end.year * 12 + end.month)
                if n % months == 0
            ]
            if 0 < len(firsts) <= most:
                names = [f"{MONTHS[d.month - 1]} {d.year}" for d in firsts]
                if months % 12 == 0:
                    names = [str(d.year) for d in firsts]
                return [(d.toordinal(), name) for d, name in zip(firsts, names, strict=True)]
    return [(first, day_name(first))]


def day_name(day: int) -> str:
    """Return a day as in 9 Aug."""
    found = date.fromordinal(day)
    return f"{found.day} {MONTHS[found.month - 1]}"


def span(first: int, last: int) -> str:
    """Return two days as a heading: 1796, Aug 2020, Jul–Oct 2020, Dec 1989–Feb 1990."""
    begin, end = date.fromordinal(first), date.fromordinal(last)
    if (begin.month, begin.day, end.month, end.day) == (1, 1, 12, 31):
        return str(begin.year) if begin.year == end.year else f"{begin.year}–{end.year}"
    late = f"{MONTHS[end.month - 1]} {end.year}"
    if (begin.year, begin.month) == (end.year, end.month):
        return late
    early = MONTHS[begin.month - 1] + (f" {begin.year}" if begin.year != end.year else "")
    return f"{early}–{late}"
