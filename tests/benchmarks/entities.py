"""How well names, pronouns and speakers lead to the right entity.

Run ``python -m tests.benchmarks.entities`` (``--corpora``, ``--eval`` and ``--labels`` say where
the material lies; what is not there is left out). It prints

- *pronouns*: third person singular pronouns (he, she and their forms) of GUM documents that the
  treebank gives an entity. *Resolved* is the share we give an entity; *right* the share of those
  whose entity is the treebank's, an entity of ours being that of most of its names, or, without
  a name, of most of its noun phrases. Dev documents are read with the weights shipped; training
  documents with weights trained without them, in five folds.
- *names*: B³ over named mentions. A name of ours and the treebank's are one if they overlap;
  what only one side has counts as wrong (*all*), or is left out (*aligned*).
- *types*: names by span and type, typed and untyped F.
- *sure*: of all mentions with confidence .9 or more, the share whose entity is right.
- *speakers*: ``score_quotes.py``'s figures for pronouns, with labels made by hand.
- *spelling*: what the threshold of :mod:`dataset.entities.spelling` finds and confuses.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dataset.analysis import Analysis
from dataset.entities.antecedents import GENDER, NOBODY, PRONOUNS, Candidate, Choice, Markable
from dataset.entities.antecedents import choose as choose_trained
from dataset.entities.find import Found, Resolved
from dataset.entities.gold import (
    GoldDocument,
    GoldName,
    analyse_document,
    entities_of,
    gold_of,
    read_documents,
    resolve_document,
)
from dataset.entities.train import fit, read_questions
from dataset.language import load

NEWS = ("news", "interview")
FOLDS = 5
SURE = 0.9
KINDS = {"person": "PER", "place": "LOC", "organisation": "ORG", "group": "GROUP"}
Read = list[tuple[GoldDocument, Analysis]]


@dataclass
class Tally:
    """Counts of one line of the report."""

    pronouns: int = 0
    resolved: int = 0
    right: int = 0
    sure: int = 0
    sure_right: int = 0
    b3: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    found: int = 0
    gold: int = 0
    typed: int = 0
    untyped: int = 0

    def add(self, document: GoldDocument, analysis: Analysis, resolved: Resolved) -> None:
        """Count one document."""
        entities = entities_of(resolved, document)
        places = {f.markable.head.idx: f for f in resolved.found if f.markable.form == "pronoun"}
        tokens = {t.idx: t.lower_ for t in analysis.doc}
        for place, entity in document.heads.items():
            kind = PRONOUNS.get(tokens.get(place, ""))
            if kind not in GENDER:
                continue
            self.pronouns += 1
            found = places.get(place)
            if found is not None and found.candidate != NOBODY:
                self.resolved += 1
                self.right += entities[found.candidate] == entity
        for f in resolved.found:
            own = gold_of(f.markable, document)
            if f.candidate == NOBODY or f.confidence < SURE or own is None:
                continue
            if f.markable.form == "nominal" and _opens(f, resolved):
                continue
            self.sure += 1
            self.sure_right += entities[f.candidate] == own
        names = [f for f in resolved.found if f.markable.form == "name"]
        self._count_names(document.names, names, resolved)

    def _count_names(self, gold: list[GoldName], ours: list[Found], resolved: Resolved) -> None:
        pairs: dict[int, int] = {}
        for g, name in enumerate(gold):
            for n, f in enumerate(ours):
                overlap = f.span.start_char < name.end and name.start < f.span.end_char
                if overlap and n not in pairs.values():
                    pairs[g] = n
                    break
        own_cluster = {
            n: f.candidate if f.candidate != NOBODY else -2 - n for n, f in enumerate(ours)
        }
        matched = {n: g for g, n in pairs.items()}
        for scope in ("all", "aligned"):
            recalls, precisions = [], []
            for g, name in enumerate(gold):
                same = [h for h, o in enumerate(gold) if o.entity == name.entity]
                if scope == "aligned":
                    same = [h for h in same if h in pairs]
                if g not in pairs:
                    recalls.append(0.0)
                    continue
                hits = sum(
                    h in pairs and own_cluster[pairs[h]] == own_cluster[pairs[g]] for h in same
                )
                recalls.append(hits / len(same))
            for n in range(len(ours)):
                if n not in matched:
                    precisions.append(0.0)
                    continue
                mates = [m for m in own_cluster if own_cluster[m] == own_cluster[n]]
                if scope == "aligned":
                    mates = [m for m in mates if m in matched]
                entity = gold[matched[n]].entity
                hits = sum(m in matched and gold[matched[m]].entity == entity for m in mates)
                precisions.append(hits / len(mates))
            if scope == "aligned":
                recalls = [r for g, r in enumerate(recalls) if g in pairs]
                precisions = [p for n, p in enumerate(precisions) if n in matched]
            self.b3[f"{scope} recall"] += recalls
            self.b3[f"{scope} precision"] += precisions
        spans = {(f.span.start_char, f.span.end_char): f for f in ours if _kind(f, resolved)}
        self.gold += len(gold)
        self.found += len(spans)
        for name in gold:
            hit = spans.get((name.start, name.end))
            self.untyped += hit is not None
            self.typed += hit is not None and _kind(hit, resolved) == name.entity_type

    def report(self, label: str) -> None:
        """Print the line."""

        def percent(part: float, whole: float) -> str:
            return f"{100 * part / whole:5.1f}" if whole else "   – "

        def mean(values: Sequence[float]) -> float:
            return sum(values) / len(values) if values else 0.0

        f = {}
        for scope in ("all", "aligned"):
            p, r = mean(self.b3[f"{scope} precision"]), mean(self.b3[f"{scope} recall"])
            f[scope] = 2 * p * r / (p + r) if p + r else 0.0
        print(
            f"{label:36} pronouns {self.pronouns:4}: resolved "
            f"{percent(self.resolved, self.pronouns)}, right {percent(self.right, self.resolved)}"
            f" | names B³ all {100 * f['all']:5.1f}, aligned {100 * f['aligned']:5.1f}"
            f" | typed {percent(2 * self.typed, self.gold + self.found)},"
            f" untyped {percent(2 * self.untyped, self.gold + self.found)}"
            f" | sure {self.sure}: {percent(self.sure_right, self.sure)}"
        )


def _kind(found: Found, resolved: Resolved) -> str:
    if found.candidate == NOBODY:
        return "PER"
    return KINDS[resolved.candidates[found.candidate].entity_type]


def _opens(found: Found, resolved: Resolved) -> bool:
    """Say whether a noun phrase opens an entity: nothing is claimed of it."""
    first = resolved.candidates[found.candidate].markables[0]
    return first.head == found.markable.head


def score(read: Iterable[tuple[GoldDocument, Analysis]], chooser: Chooser) -> Tally:
    """Return the counts of some documents."""
    tally = Tally()
    for document, analysis in read:
        tally.add(document, analysis, resolve_document(analysis, chooser))
    return tally


Chooser = Callable[[Markable, Sequence[Candidate]], Choice]


def in_folds(read: Read) -> Tally:
    """Score each document with weights trained on the others, in folds; of news only."""
    tally = Tally()
    questions = {d.name: read_questions(d, a) for d, a in read}
    for k in range(FOLDS):
        held = {d.name for d, _ in read[k::FOLDS]}
        weights = fit(q for name, asked in questions.items() if name not in held for q in asked)
        for document, analysis in read[k::FOLDS]:
            if document.genre in NEWS:
                resolved = resolve_document(
                    analysis, lambda m, c, w=weights: choose_trained(m, c, w)
                )
                tally.add(document, analysis, resolved)
    return tally


def gum(corpora: Path) -> None:
    """Print the figures of GUM."""
    nlp = load()
    folder = corpora / "ud" / "gum"

    def read(part: str) -> Read:
        files = sorted((folder / part).glob("*.conllu"))
        return [(d, analyse_document(nlp, d)) for d in read_documents(nlp, files)]

    dev = read("dev")
    score([r for r in dev if r[0].genre in NEWS], choose_trained).report(
        "GUM dev, news + interview"
    )
    score(dev, choose_trained).report("GUM dev, all")
    in_folds(read("train")).report("GUM train, news + interview, folds")


def speakers(evaluation: Path, labels: Path | None) -> None:
    """Print the scorer's lines on speakers for its own articles."""
    scorer = evaluation / "score_quotes.py"
    python = sys.executable
    with tempfile.TemporaryDirectory() as place:
        texts, tables = Path(place, "txt"), Path(place, "tables")
        subprocess.run([python, scorer, "--dump", texts], check=True, stdout=subprocess.DEVNULL)
        subprocess.run(
            [python, "-m", "dataset.cli", "build", texts, "--out", tables],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        command = [python, scorer, "--pred", tables / "quotes.parquet"]
        command += ["--articles", tables / "articles.parquet"]
        command += ["--pronouns", labels] if labels else []
        subprocess.run(command, check=True)


def main() -> None:
    """Print everything there is material for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    shared = Path(__file__).parents[3] / "shared"
    parser.add_argument("--corpora", type=Path, default=shared / "corpora")
    parser.add_argument("--eval", type=Path, default=shared / "eval")
    parser.add_argument("--labels", type=Path, help="pronoun labels for score_quotes.py")
    parser.add_argument("--folder", type=Path, action="append", default=[], help="list entities")
    arguments = parser.parse_args()
    if (arguments.corpora / "ud").is_dir():
        gum(arguments.corpora)
    if (arguments.eval / "score_quotes.py").is_file():
        speakers(arguments.eval, arguments.labels)
    if arguments.folder:
        list_entities(arguments.folder)


def list_entities(folders: Iterable[Path]) -> None:
    """Print every entity of some folders of articles, with what its mentions say."""
    from dataset.builder import make_tables

    tables = make_tables([str(f) for f in folders]).tables
    words: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for m in tables["mentions"].to_pylist():
        words[m["entity_id"]][m["text"]] += 1
    for e in tables["entities"].to_pylist():
        shown = ", ".join(f"{w} {n}" for w, n in words[e["entity_id"]].items())
        code = e["country_iso3"] or ""
        print(f"{e['entity_id']} | {e['name']} | {e['description'] or ''} | {code} | {shown}")


if __name__ == "__main__":
    main()
