"""How good the English pipeline is, and how fast.

    python -m tests.benchmarks.pipeline [--ud DIR] [--model NAME] [--json FILE]

``DIR`` is that of the training command. How it is measured: :mod:`dataset.language.evaluate`.
Confidence was fitted on one half of the documents; the clauses here are of the other half.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from spacy.training import Example

from dataset.language import load
from dataset.language.evaluate import (
    TREEBANKS,
    Clause,
    clauses_of,
    halves,
    read_examples,
    read_part,
    score,
)
from tests.benchmarks.speed import measure

BINS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.01)
THRESHOLDS = (0.0, 0.8, 0.9, 0.95, 0.97, 0.98, 0.985, 0.99)
PLACES = (os.environ.get("UD_TREEBANKS", ""), "corpora/ud", "../shared/corpora/ud")


def reliability(clauses: Sequence[Clause]) -> list[tuple[str, int, float, float]]:
    """Return rows of (bin, clauses, mean confidence, share right)."""
    rows = []
    for low, high in pairwise(BINS):
        here = [c for c in clauses if low <= c.confidence < high]
        if here:
            rows.append(
                (
                    f"{low:.2f}-{min(high, 1):.2f}",
                    len(here),
                    sum(c.confidence for c in here) / len(here),
                    sum(c.right for c in here) / len(here),
                )
            )
    return rows


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.pipeline")
    parser.add_argument("--ud", type=Path, help="folder of ewt/ and gum/")
    parser.add_argument("--model", help="another model than the shipped one")
    parser.add_argument("--no-speed", action="store_true", help="leave the timing out")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    options = parser.parse_args()
    ud = options.ud or next((Path(p) for p in PLACES if p and Path(p).is_dir()), None)
    if ud is None:
        parser.error("give the folder of the treebanks with --ud")
    nlp = load(options.model)
    figures: dict[str, Any] = {}
    unseen: list[Clause] = []
    every: list[Example] = []
    for name in TREEBANKS:
        examples = read_examples(nlp, read_part(ud, name))
        every += examples
        figures[name] = score(examples, named=name == "GUM")
        _, clauses = halves(clauses_of(examples))
        unseen += clauses
        for threshold in THRESHOLDS:
            kept = [c for c in clauses if c.confidence >= threshold]
            share = 100 * len(kept) / max(1, len(clauses))
            right = 100 * sum(c.right for c in kept) / max(1, len(kept))
            figures[name][f"clauses >= {threshold}"] = f"{share:.1f} of them, {right:.2f}"
    for key in figures["GUM"]:
        print(f"{key:18} {figures['EWT'].get(key, '')!s:>20} {figures['GUM'][key]!s:>20}")
    print("confidence     clauses    mean    right")
    for row in reliability(unseen):
        print("{:12} {:9} {:7.3f} {:8.3f}".format(*row))
    if not options.no_speed:
        by_document: dict[str, list[str]] = {}
        for example in every:
            document = example.predicted.user_data["document"]
            by_document.setdefault(document, []).append(example.reference.text)
        texts = ["\n\n".join(t) for t in by_document.values()]
        figures["speed"] = measure(nlp, every, texts)
        for key, value in figures["speed"].items():
            print(f"{key:24} {value:>10}")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
