"""Quotations by type, and the words that attribute them."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from dataset.report.figures.common import DARK, LIGHT, MIDDLE, NARROW, bare, label
from dataset.report.plain import percent

TYPES = {"direct": DARK, "mixed": MIDDLE, "indirect": LIGHT}
MOST = 7  # cues a type


def draw(numbers: pd.DataFrame, width: float) -> Figure:
    """Draw a panel for each type with a bar for each cue, all on one scale."""
    found = [kind for kind in TYPES if (numbers["quote_type"] == kind).any()]
    tops = {kind: numbers[numbers["quote_type"] == kind].head(MOST) for kind in found}
    rows = [max(len(top), 2) for top in tops.values()]
    beside = width > NARROW
    height = 0.8 + 0.3 * max(rows) if beside else sum(0.75 + 0.3 * n for n in rows)
    figure = Figure(figsize=(width, height), layout="constrained")
    grid = figure.subplots(
        1 if beside else len(found),
        len(found) if beside else 1,
        squeeze=False,
        height_ratios=None if beside else rows,
    )
    for axes, (kind, top) in zip(grid.flat, tops.items(), strict=True):
        everything = int(numbers.loc[numbers["quote_type"] == kind, "quotations"].sum())
        share = everything / numbers["quotations"].sum()
        places = range(len(top))
        axes.barh(places, top["quotations"], 0.7, **TYPES[kind])
        for y, n in zip(places, top["quotations"], strict=True):
            axes.annotate(f"{n:,}", (n, y), (4, 0), textcoords="offset points", va="center")
        axes.set_title(
            f"{kind}: {everything:,} ({percent(share)})",
            loc="left", fontsize=10, fontweight="bold",
        )  # fmt: skip
        axes.set_yticks(places, [label(cue, 16) for cue in top["cue"]])
        axes.set_ylim((max(rows) if beside else max(len(top), 2)) - 0.4, -0.6)
        axes.set_xlim(0, numbers["quotations"].max() * 1.2)
        axes.set_xticks([])
        bare(axes)
    return figure
