"""What a format could not take as it was: the report of losses.

Nothing is cut, changed or left out silently: a writer says so here, item by item, and
``quizgen render`` prints it and writes it as JSON (``--report``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Outcome = Literal["kept", "converted", "shortened", "left_out"]

# From the least to the worst; an item's outcome is the worst thing that happened to it.
SEVERITY: tuple[Outcome, ...] = ("kept", "converted", "shortened", "left_out")


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that happened to one item.

    ``converted``: it is asked or marked in another way; ``shortened``: a part of it is missing;
    ``left_out``: it is not in the file. ``detail`` says what and why, in a teacher's words.
    """

    item_id: str
    outcome: Outcome
    detail: str


@dataclass(frozen=True, slots=True)
class ItemReport:
    """What became of one item: the worst outcome, the type it has in the file, all details."""

    item_id: str
    number: int
    type: str
    question: str
    outcome: Outcome
    written_as: str
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LossReport:
    """What became of a quiz in one file.

    ``notes`` hold for the whole file: what the format has no room for, whatever the item.
    """

    format: str
    items: tuple[ItemReport, ...]
    notes: tuple[str, ...]

    @property
    def lossy(self) -> tuple[ItemReport, ...]:
        """The items that are not in the file as they were."""
        return tuple(item for item in self.items if item.outcome != "kept")

    def to_data(self) -> dict[str, Any]:
        """Return what the JSON report says of the file."""
        counts = {name: sum(i.outcome == name for i in self.items) for name in SEVERITY}
        return {
            "format": self.format,
            "counts": counts,
            "notes": list(self.notes),
            "items": [asdict(item) for item in self.items],
        }


@dataclass(slots=True)
class Losses:
    """Collects what a writer has to say; one for each file.

    ``written_as`` is the name of the type an item has in the file, in the format's own words.
    """

    found: list[Loss] = field(default_factory=list)
    written_as: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def converted(self, item_id: str, detail: str) -> None:
        """Say that an item is asked or marked in another way than in the quiz."""
        self.found.append(Loss(item_id, "converted", detail))

    def shortened(self, item_id: str, detail: str) -> None:
        """Say that a part of an item is missing."""
        self.found.append(Loss(item_id, "shortened", detail))

    def left_out(self, item_id: str, detail: str) -> None:
        """Say that an item is not in the file."""
        self.found.append(Loss(item_id, "left_out", detail))
        self.written_as.pop(item_id, None)

    def note(self, text: str) -> None:
        """Say something of the whole file, once."""
        if text not in self.notes:
            self.notes.append(text)

    def report(self, format: str, items: Mapping[str, tuple[int, str, str]]) -> LossReport:
        """Return the report; ``items`` gives each id its number, type and question."""
        by_item: dict[str, list[Loss]] = {}
        for loss in self.found:
            by_item.setdefault(loss.item_id, []).append(loss)
        reports = []
        for item_id, (number, type_, question) in items.items():
            own = by_item.get(item_id, [])
            worst = max((loss.outcome for loss in own), key=SEVERITY.index, default=SEVERITY[0])
            written = self.written_as.get(item_id, "") if worst != "left_out" else ""
            details = tuple(dict.fromkeys(loss.detail for loss in own))
            reports.append(ItemReport(item_id, number, type_, question, worst, written, details))
        return LossReport(format, tuple(reports), tuple(self.notes))
