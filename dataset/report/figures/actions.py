"""Who acts on whom: a grid of actors and targets, cooperation and conflict told apart."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from dataset.report.figures.common import INK, NARROW, RULE, label

MARKS = {"cooperation": ("o", "#7fb3ad", INK), "conflict": ("^", "#8c3a1e", "white")}


def draw(numbers: pd.DataFrame, width: float) -> Figure:
    """Draw a circle where an actor cooperates with a target, a triangle where it is in conflict.

    Where both happen they stand side by side, and a number says how often if more than once.
    """
    most = 14 if width > NARROW else 7
    total = numbers.groupby("actor", sort=False)["events"].sum()
    actors = list(total.sort_values(ascending=False, kind="stable").index[:most])
    shown = numbers[numbers["actor"].isin(actors)]
    total = shown.groupby("target", sort=False)["events"].sum()
    targets = list(total.sort_values(ascending=False, kind="stable").index[:most])
    shown = shown[shown["target"].isin(targets)]
    actors = [actor for actor in actors if actor in set(shown["actor"])]
    figure = Figure(figsize=(width, 2.6 + 0.36 * len(actors)), layout="constrained")
    axes = figure.subplots()
    for sign, (marker, colour, ink) in MARKS.items():
        rows = shown[shown[sign] > 0]
        both = (rows["cooperation"] > 0) & (rows["conflict"] > 0)
        shift = both * (-0.2 if sign == "cooperation" else 0.2)
        # Of no rows a map keeps the type of the names.
        x = rows["target"].map(targets.index).astype("float64") + shift
        y = rows["actor"].map(actors.index).astype("float64")
        axes.scatter(x, y, s=150, marker=marker, c=colour, edgecolors=INK, label=sign, zorder=3)
        for across, down, n in zip(x, y, rows[sign], strict=True):
            if n > 1:
                axes.annotate(str(n), (across, down), ha="center", va="center", color=ink,
                              fontsize=7, fontweight="bold", zorder=4)  # fmt: skip
    cut = 28 if width > NARROW else 17
    axes.set_xticks(
        range(len(targets)), [label(name, cut) for name in targets], rotation=40, ha="left"
    )
    axes.set_yticks(range(len(actors)), [label(name, cut) for name in actors])
    axes.xaxis.tick_top()
    axes.set_xlim(-0.6, max(len(targets), 6) - 0.4)
    axes.set_ylim(len(actors) - 0.4, -0.6)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    axes.grid(color=RULE)
    figure.legend(loc="outside lower left", ncols=2)
    return figure
