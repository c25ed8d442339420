"""How many events are found, how sure they are, and in what time.

    python -m tests.benchmarks.events --folder DIR
    python -m tests.benchmarks.events --folder DIR --draw 100 --seed 7

Builds the articles of a folder and prints the rows by category and modality, and the time that
extraction of all tables takes as a share of the time of the parse alone, both measured in the
same run (the best of three rounds each). With ``--draw`` it prints so many rows of confidence .9
or more, drawn by a seed, each below its sentence, to be judged by eye.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from pathlib import Path
from typing import Any

from dataset.analysis import from_doc, make_doc
from dataset.articles import Source, article_ids, find_sources, read_source
from dataset.builder import make_tables, read_rows
from dataset.language import load
from tests.benchmarks.quotes import seconds

SURE = 0.9


def print_time(folder: Path) -> None:
    """Print the time of all extraction as a share of the parse."""
    nlp = load()
    sources = [s for s in find_sources([str(folder)]) if isinstance(s, Source)]
    ids = article_ids(sources)
    articles = [read_source(s, ids[s.origin]) for s in sources]
    docs = [nlp(make_doc(a, nlp)) for a in articles]
    parsing = seconds(lambda: [nlp(make_doc(a, nlp)) for a in articles])
    finding = seconds(
        lambda: read_rows(from_doc(a, d) for a, d in zip(articles, docs, strict=True))
    )
    print(
        f"parse {parsing:.2f} s, extraction {finding:.2f} s: {finding / parsing:.0%} of the parse"
    )


def draw(tables: dict[str, Any], n: int, seed: int) -> None:
    """Print rows of events to be judged, each below its sentence."""
    rows = {name: table.to_pylist() for name, table in tables.items()}
    sentences = {r["sentence_id"]: r for r in rows["sentences"]}
    participants: dict[str, list[Any]] = {}
    for p in rows["event_participants"]:
        participants.setdefault(p["event_id"], []).append(p)
    sure = [e for e in rows["events"] if e["confidence"] >= SURE]
    for k, event in enumerate(random.Random(seed).sample(sure, min(n, len(sure))), 1):
        sentence = sentences[event["sentence_id"]]
        at = event["start"] - sentence["start"]
        text, trigger = sentence["text"], event["trigger"]
        marked = f"{text[:at]}>>{trigger}<<{text[at + len(trigger) :]}"
        told = [event["event_type"], event["lemma"], "NEG" if event["negated"] else ""]
        told += [event["modality"], event["reported_by"] or ""]
        if event["date_start"]:
            told.append(
                f"{event['date_text']} = {event['date_start']:%F} to {event['date_end']:%F}"
            )
        print(f"#{k} {event['event_id']} [{event['confidence']}]\n  {' '.join(marked.split())}")
        print("   ", " | ".join(filter(None, told)))
        for p in participants.get(event["event_id"], ()):
            print(f"      {p['role']}({p['preposition'] or ''}): {' '.join(p['text'].split())}")


def main() -> None:
    """Print the figures, or the rows to judge."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.events")
    parser.add_argument("--folder", type=Path, default=Path("seeds"))
    parser.add_argument("--draw", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    tables = make_tables([str(options.folder)]).tables
    if options.draw:
        draw(tables, options.draw, options.seed)
        return
    events = tables["events"].to_pylist()
    sure = sum(e["confidence"] >= SURE for e in events)
    print(f"{len(events)} events, {sure} of confidence {SURE} or more")
    for column in ("event_type", "modality", "aspect", "date_precision"):
        print(column, dict(Counter(str(e[column]) for e in events).most_common()))
    print_time(options.folder)


if __name__ == "__main__":
    main()
