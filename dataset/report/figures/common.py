"""What all figures share: one look, labels that can be shown, and how a figure is saved.

Nothing is told by colour alone: fills differ in hatch and in lightness, markers in shape. Text
is drawn as outlines of DejaVu Sans, which comes with matplotlib, so that a figure looks the
same everywhere and the same numbers give the same bytes.
"""

from __future__ import annotations

from itertools import accumulate
from typing import IO, Any

import matplotlib.style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import findfont
from matplotlib.ft2font import FT2Font
from matplotlib.patches import Patch

from dataset.report.plain import plain

INK = "#2b2320"
MUTED = "#655a51"
RULE = "#d9cfc2"
DARK: dict[str, Any] = {"facecolor": "#8c3a1e", "edgecolor": INK, "linewidth": 0.6}
MIDDLE: dict[str, Any] = {
    "facecolor": "#7fb3ad",
    "edgecolor": INK,
    "linewidth": 0.6,
    "hatch": "/////",
}
LIGHT: dict[str, Any] = {"facecolor": "#f4ecdf", "edgecolor": INK, "linewidth": 0.6}

STYLE: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "text.color": INK,
    "text.parse_math": False,  # a "$" in a name is a "$"
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "grid.color": RULE,
    "hatch.linewidth": 0.8,
    "legend.frameon": False,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "savefig.dpi": 220,
    "svg.fonttype": "path",
    "svg.hashsalt": "dataset report",
}

NARROW = 6.0  # inches; below it a figure is drawn for a telephone
FONT = FT2Font(findfont("DejaVu Sans"))  # of its own: the size of the shared one must stay
GLYPHS = FONT.get_charmap()
LETTER = 6.2  # points, of a letter of the usual width


def label(text: str, most: int = 30) -> str:
    """Return a text as a label: one line, as wide as so many letters, ▯ for what the font lacks."""
    text = "".join(c if ord(c) in GLYPHS else "▯" for c in plain(text))
    FONT.set_size(10, 72)
    widths = accumulate(FONT.load_char(ord(c)).linearHoriAdvance / 65536 for c in text)
    room = [width <= most * LETTER for width in widths]
    return text if all(room) else text[: room.index(False) - 1].rstrip() + "…"


def legend(figure: Figure, fills: dict[str, dict[str, Any]], **where: Any) -> None:
    """Write the legend of some fills in one line above a figure."""
    patches = [Patch(label=name, **fill) for name, fill in fills.items()]
    figure.legend(handles=patches, ncols=len(patches), handlelength=1.6, **where)


def bare(axes: Axes) -> None:
    """Take the frame of a plot away, and leave light vertical lines to read values by."""
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.tick_params(length=0)
    axes.grid(axis="x")


def save(figure: Figure, file: str | IO[bytes], kind: str = "svg") -> None:
    """Save a figure so that the same figure gives the same bytes: without date and version."""
    nothing = {"svg": {"Date": None, "Creator": None}, "png": {"Software": None}}
    figure.savefig(file, format=kind, metadata=nothing[kind])


def style() -> Any:
    """Return the context a figure is drawn and saved in, whatever the settings around it."""
    return matplotlib.style.context(["default", STYLE])
