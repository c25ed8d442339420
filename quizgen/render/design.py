"""One look for all formats: warm ink on white paper, one colour, two families of type.

The colours keep their contrast when photocopied: :data:`INK` and :data:`ACCENT` print near black,
and nothing is told by colour alone. Ratios to the paper by the formula of WCAG 2.2: ink 15.4,
muted 6.7, accent 7.7; on the dark page 14.7, 7.9 and 9.0.
"""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable
from typing import Final

TEXT_FONT: Final = "Literata"  # for reading
HEAD_FONT: Final = "Figtree"  # for headings and labels

INK: Final = "#2b2320"
MUTED: Final = "#655a51"
ACCENT: Final = "#8c3a1e"
RULE: Final = "#bfb2a1"
TINT: Final = "#f8f2e9"
PAPER: Final = "#ffffff"

LIGHT: Final = {
    "ink": INK,
    "muted": MUTED,
    "accent": ACCENT,
    "rule": RULE,
    "tint": TINT,
    "paper": PAPER,
}
DARK: Final = {
    "ink": "#f1e9df",
    "muted": "#b9ac9d",
    "accent": "#f2a884",
    "rule": "#5a4f46",
    "tint": "#28231f",
    "paper": "#1b1816",
}


def font_folder() -> Traversable:
    """Return the folder of the fonts that ship: ``*.ttf``, ``web/*.woff2``, ``fallback/*.ttf``."""
    return resources.files("quizgen.render") / "fonts"
