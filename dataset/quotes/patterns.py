"""How sure each way of finding a quotation's speaker is."""

from __future__ import annotations

from typing import Final

# To be measured.
PATTERNS: Final = {
    "after": 0.97,
    "dash": 0.9,
    "before": 0.95,
    "colon": 0.85,
    "complement": 0.93,
    "marks": 0.85,
    "thought": 0.8,
    "noun": 0.8,
    "near": 0.7,
    "continued": 0.90,
    "follows": 0.8,
    "resumed": 0.8,
    "floating": 0.7,
    "reopened": 0.95,
    "according": 0.93,
    "clause": 0.9,
    "infinitive": 0.85,
    "object": 0.8,
    "tail": 0.9,
    "around": 0.9,
    "source": 0.9,
    "turn": 0.9,
    "headline": 0.85,
}
UNNAMED_FACTOR: Final = 0.85
UNATTRIBUTED: Final = 0.5
