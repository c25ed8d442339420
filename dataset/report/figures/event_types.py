"""Event types over time: a grid of PLOVER types and months, years or decades."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from dataset.report.figures.common import INK, NARROW, label

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def draw(numbers: pd.DataFrame, width: float) -> Figure:
    """Draw each count as a number on a ground that is the darker, the more events there are."""
    periods = numbers.columns[2:-1]
    counts = numbers[periods].to_numpy()
    figure = Figure(figsize=(width, 1.3 + 0.3 * len(numbers)), layout="constrained")
    axes = figure.subplots()
    axes.set_facecolor("#faf6ef")
    some = numbers[periods].where(numbers[periods] > 0).to_numpy(dtype=float)
    axes.imshow(
        some, cmap="YlOrBr", vmin=-counts.max() / 8, vmax=counts.max() * 1.15, aspect="auto"
    )
    size = 9 if width > NARROW else 7
    for y, row in enumerate(counts):
        for x, n in enumerate(row):
            ink = "white" if n > counts.max() * 0.65 else INK
            axes.text(
                x, y, str(n) if n else "·", ha="center", va="center", color=ink, fontsize=size
            )
    names = [label(name.replace("-", " ")) for name in periods]
    names = [
        f"{MONTHS[int(name[5:]) - 1]}\n{name[:4]}" if name[4:5] == " " else name for name in names
    ]
    steep = width <= NARROW and len(names) > 6
    axes.set_xticks(range(len(names)), names, fontsize=size, rotation=90 if steep else 0)
    axes.set_yticks(range(len(numbers)), list(numbers["event_type"]))
    axes.xaxis.tick_top()
    classes = numbers["quad_class"].astype("object")
    for y in range(1, len(numbers)):
        if classes[y] != classes[y - 1]:
            axes.axhline(y - 0.5, color="white", linewidth=4)
    right = axes.secondary_yaxis("right")
    middles = pd.Series(range(len(numbers))).groupby(list(classes), sort=False).mean()
    words = [name.replace("_", "\n") for name in middles.index]
    right.set_yticks(list(middles), words, fontsize=size - 0.5)
    for side in (axes, right):
        side.spines[:].set_visible(False)
        side.tick_params(length=0)
    return figure
