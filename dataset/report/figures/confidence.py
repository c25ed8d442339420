"""Confidence: how sure the analysis is of events and of quotations."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from dataset.report.figures.common import DARK, INK, LIGHT, NARROW, legend
from dataset.report.plain import count, percent

FILLS = {"below 0.9": LIGHT, "0.9 or more": DARK}


def draw(numbers: pd.DataFrame, width: float) -> Figure:
    """Draw a bar for each twentieth, those at 0.9 or more filled."""
    names = [name for name in ("events", "quotes") if numbers[name].sum()]
    beside = width > NARROW
    figure = Figure(
        figsize=(width, 3.4 if beside else 2.7 * len(names) + 0.4), layout="constrained"
    )
    grid = figure.subplots(1 if beside else len(names), len(names) if beside else 1, squeeze=False)
    high = numbers["from"] >= 0.9
    for axes, name in zip(grid.flat, names, strict=True):
        for rows, fill in zip((~high, high), FILLS.values(), strict=True):
            axes.bar(numbers["from"][rows] + 0.025, numbers[name][rows], 0.044, **fill)
        total, sure = int(numbers[name].sum()), int(numbers[name][high].sum())
        axes.set_title(
            f"{count(total, name.removesuffix('s'))}: {percent(sure / total)} at 0.9 or more",
            loc="left", fontsize=10, fontweight="bold",
        )  # fmt: skip
        axes.axvline(0.9, color=INK, linewidth=1, linestyle=(0, (4, 3)))
        axes.set_xlim(0, 1)
        axes.set_xlabel("confidence")
        axes.set_ylabel("rows")
        axes.grid(axis="y")
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    legend(figure, FILLS, loc="outside upper left")
    return figure
