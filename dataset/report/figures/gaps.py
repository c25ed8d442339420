"""Gaps: how many values of the telling columns are missing."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from dataset.report.figures.common import LIGHT, MIDDLE, bare, legend
from dataset.report.plain import percent

FILLS = {"filled": MIDDLE, "missing": LIGHT}


def draw(numbers: pd.DataFrame, width: float) -> Figure:
    """Draw a bar for each column, the columns of a table together."""
    tables = numbers["table"].drop_duplicates().tolist()
    blocks = [numbers[numbers["table"] == table] for table in tables]
    figure = Figure(
        figsize=(width, 0.8 + 0.27 * len(numbers) + 0.35 * len(blocks)), layout="constrained"
    )
    grid = figure.subplots(
        len(blocks), 1, squeeze=False, sharex=True, height_ratios=[len(b) for b in blocks]
    )
    for axes, table, block in zip(grid.flat, tables, blocks, strict=True):
        block = block.sort_values("share", kind="stable")
        places, missing = range(len(block)), block["share"]
        axes.barh(places, 1 - missing, 0.7, **FILLS["filled"])
        axes.barh(places, missing, 0.7, 1 - missing, **FILLS["missing"])
        for y, share in zip(places, missing, strict=True):
            axes.annotate(percent(share), (1, y), (5, 0), textcoords="offset points", va="center")
        axes.set_title(f"{table} ({block['rows'].iloc[0]:,})", loc="left", fontsize=10,
                       fontweight="bold")  # fmt: skip
        axes.set_yticks(places, list(block["column"]))
        axes.set_ylim(len(block) - 0.4, -0.6)
        axes.set_xlim(0, 1)
        axes.set_xticks([])
        bare(axes)
    legend(figure, FILLS, loc="outside upper left")
    return figure
