"""Coverage: how much of each article's prose tells an event or quotes somebody."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from dataset.report.figures.common import INK, NARROW, RULE, bare, label

MOST = 30  # articles


def draw(numbers: pd.DataFrame, width: float) -> Figure:
    """Draw two marks for each article; of very many, the first and the last ones."""
    half = MOST // 2
    few = len(numbers) <= MOST
    shown = numbers if few else pd.concat([numbers.head(half), numbers.tail(half)])
    places = [n if few or n < half else n + 1 for n in range(len(shown))]
    most = 52 if width > NARROW else 22
    names = [label(title, most) for title in shown["title"]]
    figure = Figure(figsize=(width, 1.1 + 0.27 * (places[-1] + 1)), layout="constrained")
    axes = figure.subplots()
    axes.hlines(places, shown["quote"], shown["event"], color=RULE, linewidth=2.5)
    axes.scatter(shown["quote"], places, s=46, marker="D", c="white", edgecolors=INK,
                 label="in a quotation", zorder=3, clip_on=False)  # fmt: skip
    axes.scatter(shown["event"], places, s=52, marker="o", c="#8c3a1e", edgecolors=INK,
                 label="with an event", zorder=3, clip_on=False)  # fmt: skip
    if not few:
        words = f"… {len(numbers) - len(shown):,} more articles between"
        axes.text(0.5, half, words, ha="center", va="center")
    axes.set_yticks(places, names)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25", "50", "75", "100 %"])
    axes.set_xlim(0, 1)
    axes.set_ylim(places[-1] + 0.6, -0.6)
    axes.set_xlabel("sentences of the article")
    bare(axes)
    figure.legend(loc="outside upper left", ncols=2)
    return figure
