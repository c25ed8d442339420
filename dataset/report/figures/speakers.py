"""Who speaks most: named speakers by quotations, direct, mixed and indirect told apart."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from dataset.report.figures.common import DARK, LIGHT, MIDDLE, NARROW, bare, label, legend

TYPES = {"direct": DARK, "mixed": MIDDLE, "indirect": LIGHT}
MOST = 15  # speakers


def draw(numbers: pd.DataFrame, width: float) -> Figure:
    """Draw a bar for each of the most quoted speakers, the longest on top."""
    top = numbers.head(MOST)
    figure = Figure(figsize=(width, 0.9 + 0.3 * len(top)), layout="constrained")
    axes = figure.subplots()
    left = pd.Series(0, index=top.index)
    for kind, fill in TYPES.items():
        axes.barh(top.index, top[kind], 0.7, left, **fill)
        left = left + top[kind]
    for row, total in left.items():
        axes.annotate(f"{total:,}", (total, row), (4, 0), textcoords="offset points", va="center")
    most = 34 if width > NARROW else 20
    axes.set_yticks(top.index, [label(name, most) for name in top["speaker"]])
    axes.set_ylim(len(top) - 0.4, -0.6)
    axes.set_xlim(0, left.max() * 1.08)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel("quotations")
    bare(axes)
    legend(figure, TYPES, loc="outside upper left")
    return figure
