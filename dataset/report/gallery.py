"""The figures in the order of the page: what counts, what speaks and what draws for each."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Final, Literal

import pandas as pd

from dataset.report import findings, numbers
from dataset.report.code import WIDE

# Inches; a telephone shows a figure of this width without shrinking its letters much.
SLIM: Final = 4.2

# Matplotlib's settings are the process's: figures of several threads are drawn one at a time.
_DRAWING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Plot:
    """A figure: its name (of file, of module), its heading, what counts and what speaks."""

    name: str
    heading: str
    count: Callable[[str], pd.DataFrame]
    say: Callable[[pd.DataFrame], findings.Finding]
    nothing: str  # said instead, where there is nothing to draw
    columns: tuple[str, ...] = ()  # of the table on the page, if not all

    def render(
        self, counted: pd.DataFrame, kind: Literal["svg", "png"] = "svg", width: float = WIDE
    ) -> bytes:
        """Draw the numbers and return the picture's bytes."""
        draw = import_module(f"dataset.report.figures.{self.name}").draw
        common = import_module("dataset.report.figures.common")
        file = io.BytesIO()
        with _DRAWING, common.style():
            common.save(draw(counted, width), file, kind)
        return file.getvalue()


PLOTS: Final = (
    Plot(
        "timeline",
        "Timeline",
        numbers.timeline,
        findings.timeline,
        "No event in this folder has a date.",
        ("date_start", "date_end", "date_precision", "date_text", "actor", "trigger", "target",
         "event_type", "title"),
    ),
    Plot(
        "speakers",
        "Who speaks most",
        numbers.speakers,
        findings.speakers,
        "Nobody with a name is quoted in this folder.",
    ),
    Plot(
        "actions",
        "Who acts on whom",
        numbers.actions,
        findings.actions,
        "No event in this folder joins two known entities.",
    ),
    Plot(
        "event_types",
        "Types of event",
        numbers.event_types,
        findings.event_types,
        "No event in this folder is of a PLOVER type.",
    ),
    Plot(
        "quotations",
        "Types of quotation",
        numbers.quotations,
        findings.quotations,
        "There are no quotations in this folder.",
    ),
    Plot(
        "coverage",
        "Coverage",
        numbers.coverage,
        findings.coverage,
        "There is no prose in this folder.",
    ),
    Plot(
        "gaps",
        "Missing values",
        numbers.gaps,
        findings.gaps,
        "There are no rows in this folder.",
    ),
    Plot(
        "confidence",
        "Confidence",
        numbers.confidence,
        findings.confidence,
        "There are no events and no quotations in this folder.",
    ),
)  # fmt: skip
