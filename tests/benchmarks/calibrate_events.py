"""How often a clause read at a given probability is right, on treebank sentences.

    python tests/benchmarks/calibrate_events.py --ud DIR

``DIR`` is that of the training command. Scored are the dev parts, which training never saw
the trees of: of finite verbs with a subject, how many have exactly the treebank's subject,
objects and agent (heads and labels, and heads anywhere in the phrase), by probability.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from spacy.tokens import Doc

from dataset.language import load, syntax
from dataset.language.treebank import read_conllu

CORE = {"nsubj", "nsubj:pass", "obj", "obl:agent"}
THRESHOLDS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98)


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ud", type=Path, required=True)
    ud = parser.parse_args().ud
    parts = {
        "EWT dev": [ud / "ewt" / "dev.conllu"],
        "GUM dev": sorted((ud / "gum" / "dev").glob("*.conllu")),
    }
    nlp = load()
    for name, files in parts.items():
        frames: list[tuple[float, bool, bool]] = []
        for sentence in (s for file in files for s in read_conllu(file)):
            if len(sentence.words) > 120:
                continue
            spaces = ["SpaceAfter=No" not in w.misc for w in sentence.words]
            doc = Doc(nlp.vocab, [w.form for w in sentence.words], spaces)
            for token in doc:
                token.is_sent_start = token.i == 0
            doc = nlp.get_pipe("parser_onnx")(doc)
            scores = syntax.scores_by_sentence(doc)
            for verb in doc:
                if not syntax.is_verb(verb) or not syntax.is_finite(verb):
                    continue
                if syntax.own_subject(verb) is None:
                    continue
                found = {(c.dep_, c.i) for c in verb.children if c.dep_ in CORE}
                gold = {
                    (w.label, i)
                    for i, w in enumerate(sentence.words)
                    if w.head == verb.i + 1 and w.label in CORE
                }
                spans = {
                    (label, frozenset(t.i for t in syntax.phrase(doc[i], loose=True)))
                    for label, i in found
                }
                loosely = len(spans) == len(gold) and all(
                    any(label == other and i in span for other, span in spans) for label, i in gold
                )
                p = syntax.frame_probability(scores[verb.i], verb)
                frames.append((p, found == gold, loosely))
        print(f"{name}: {len(frames)} clauses")
        for threshold in THRESHOLDS:
            kept = [f for f in frames if f[0] >= threshold]
            exact = sum(f[1] for f in kept) / max(1, len(kept))
            phrase = sum(f[2] for f in kept) / max(1, len(kept))
            share = len(kept) / len(frames)
            print(f"  p >= {threshold:.2f}: {share:.2f} of them, exact {exact:.3f}, "
                  f"right phrases {phrase:.3f}")  # fmt: skip


if __name__ == "__main__":
    main()
