"""The network that is trained: one encoder, and a head for each layer of the analysis (torch).

Needed for training only; the product runs its ONNX export. The shape of it follows Dozat
and Manning (2017), biaffine heads over the first word piece of each word, on a small
pretrained encoder. The encoder is uncased: letter shapes and the marks of
:mod:`dataset.language.encoding` are added to its input, so that its layers see capitals and
known names around each word, and each family of heads mixes the layers in its own way
(Peters et al. 2018).
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoModel

from dataset.language.encoding import N_MARKS, N_SHAPES

# Sizes of the study that measured them (CONTRIBUTING, "How to train the model again").
SHAPE_WIDTH = 32
ARC_WIDTH = 320
LABEL_WIDTH = 128
NAME_WIDTH = 192
DROPOUT = 0.25


class Sizes(NamedTuple):
    """The number of classes of each head."""

    labels: int
    xpos: int
    upos: int
    features: int
    lemmas: int
    entities: int


class Dropout(nn.Module):
    """Dropout whose masks are slices of one pool of random bits, renewed now and then.

    Drawing the masks anew each time takes a quarter of the training time on a processor.
    """

    pool: Tensor | None = None
    uses = 0

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.p = rate  # the name torch uses, which the encoder asks for

    def forward(self, values: Tensor) -> Tensor:
        """Return the values with ``rate`` of them set to zero and the others scaled up."""
        if not self.training or not self.p:
            return values
        kind = Dropout
        if kind.pool is None or kind.uses >= POOL_USES:
            kind.pool, kind.uses = torch.rand(POOL_SIZE), 0
        kind.uses += 1
        if values.numel() >= POOL_SIZE:
            return functional.dropout(values, self.p)
        offset = int(torch.randint(POOL_SIZE - values.numel(), ()))
        drawn = kind.pool[offset : offset + values.numel()].view(values.shape)
        return values * (drawn >= self.p) / (1 - self.p)


POOL_SIZE, POOL_USES = 1 << 22, 2000


class Biaffine(nn.Module):
    """Scores of pairs of words: ``n_out`` numbers for each (dependent, head)."""

    def __init__(self, width: int, n_out: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(n_out, width + 1, width + 1) * 0.02)

    def forward(self, dependents: Tensor, heads: Tensor) -> Tensor:
        """Return a tensor of batch x dependents x n_out x heads.

        Two plain products: an einsum would transpose large arrays in the exported graph.
        """
        turned = self._turned(dependents)
        n_out, width, _ = self.weight.shape
        heads = functional.pad(heads, (0, 1), value=1.0)
        scores = turned.reshape(turned.size(0), -1, width) @ heads.transpose(1, 2)
        return scores.reshape(turned.size(0), -1, n_out, heads.size(1))

    def at(self, dependents: Tensor, heads: Tensor) -> Tensor:
        """Return batch x words x n_out, where ``heads`` holds one head for each dependent."""
        heads = functional.pad(heads, (0, 1), value=1.0)
        n_out, width, _ = self.weight.shape
        turned = self._turned(dependents).unflatten(-1, (n_out, width))
        return torch.einsum("bxoj,bxj->bxo", turned, heads)

    def _turned(self, dependents: Tensor) -> Tensor:
        n_out, width, _ = self.weight.shape
        dependents = functional.pad(dependents, (0, 1), value=1.0)
        return dependents @ self.weight.permute(1, 0, 2).reshape(width, n_out * width)


class Tags(NamedTuple):
    """Scores of single words, each batch x words x classes; ``starts`` is batch x words."""

    xpos: Tensor
    upos: Tensor
    features: Tensor
    lemmas: Tensor
    entities: Tensor
    starts: Tensor


class Reading(NamedTuple):
    """What the encoder made of a batch, before the heads that look at pairs."""

    arcs: Tensor
    label_dependents: Tensor
    label_heads: Tensor
    tags: Tags


class Network(nn.Module):
    """Encoder and heads; one forward pass gives every layer of the analysis."""

    def __init__(self, encoder: Path, sizes: Sizes) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(
            encoder, add_pooling_layer=False, attn_implementation="sdpa"
        )
        _use_pooled_dropout(self.encoder)
        n_layers = self.encoder.config.num_hidden_layers + 1
        hidden = self.encoder.config.hidden_size
        width = hidden + SHAPE_WIDTH
        # Begins as nothing, so that the pretrained encoder starts undisturbed.
        self.inner_shape = nn.Embedding(N_SHAPES, hidden)
        self.inner_marks = nn.Linear(N_MARKS, hidden, bias=False)
        self.outer_marks = nn.Linear(N_MARKS, SHAPE_WIDTH, bias=False)
        for part in (self.inner_shape, self.inner_marks, self.outer_marks):
            nn.init.zeros_(part.weight)
        self.shape = nn.Embedding(N_SHAPES, SHAPE_WIDTH)
        self.mix = nn.Parameter(torch.zeros(n_layers))
        self.mix_tags = nn.Parameter(torch.zeros(n_layers))
        self.mix_names = nn.Parameter(torch.zeros(n_layers))
        self.arc_dependent = nn.Linear(width, ARC_WIDTH)
        self.arc_head = nn.Linear(width, ARC_WIDTH)
        self.label_dependent = nn.Linear(width, LABEL_WIDTH)
        self.label_head = nn.Linear(width, LABEL_WIDTH)
        self.arcs = Biaffine(ARC_WIDTH, 1)
        self.labels = Biaffine(LABEL_WIDTH, sizes.labels)
        self.xpos = nn.Linear(width, sizes.xpos)
        self.upos = nn.Linear(width, sizes.upos)
        self.features = nn.Linear(width, sizes.features)
        self.lemmas = nn.Linear(width, sizes.lemmas)
        self.starts = nn.Linear(width, 1)
        self.name_hidden = nn.Linear(width, NAME_WIDTH)
        self.entities = nn.Linear(NAME_WIDTH, sizes.entities)
        self.dropout = Dropout(DROPOUT)

    def read(
        self,
        pieces: Tensor,
        attention: Tensor,
        word_of: Tensor,
        first: Tensor,
        shapes: Tensor,
        marks: Tensor,
    ) -> Reading:
        """Return the scores of arcs and words, and what the label scores are made of."""
        inner = self.inner_shape(shapes) + self.inner_marks(marks)
        spread = torch.gather(inner, 1, word_of.unsqueeze(-1).expand(-1, -1, inner.size(-1)))
        layers = self.encoder(
            inputs_embeds=self.encoder.embeddings.word_embeddings(pieces) + spread,
            attention_mask=attention,
            output_hidden_states=True,
        ).hidden_states
        outer = self.shape(shapes) + self.outer_marks(marks)
        at_words = [
            torch.gather(layer, 1, first.unsqueeze(-1).expand(-1, -1, layer.size(-1)))
            for layer in layers
        ]

        def mixed(weights: Tensor) -> Tensor:
            shares = torch.softmax(weights, 0)
            words = sum(w * layer for w, layer in zip(shares, at_words, strict=True))
            return self.dropout(torch.cat([words, outer], -1))

        words, tagged, named = mixed(self.mix), mixed(self.mix_tags), mixed(self.mix_names)
        arcs = self.arcs(
            self.dropout(functional.gelu(self.arc_dependent(words))),
            self.dropout(functional.gelu(self.arc_head(words))),
        ).squeeze(2)
        return Reading(
            arcs,
            self.dropout(functional.gelu(self.label_dependent(words))),
            self.dropout(functional.gelu(self.label_head(words))),
            Tags(
                xpos=self.xpos(tagged),
                upos=self.upos(tagged),
                features=self.features(tagged),
                lemmas=self.lemmas(tagged),
                entities=self.entities(self.dropout(functional.gelu(self.name_hidden(named)))),
                starts=self.starts(tagged).squeeze(-1),
            ),
        )

    def labels_at(self, reading: Reading, heads: Tensor) -> Tensor:
        """Return batch x words x labels for one head a word (batch x words)."""
        width = reading.label_heads.size(-1)
        own = torch.gather(reading.label_heads, 1, heads.unsqueeze(-1).expand(-1, -1, width))
        return self.labels.at(reading.label_dependents, own)

    def forward(self, *inputs: Tensor) -> tuple[Tensor, ...]:
        """Return the scores in the order of ``OUTPUT_NAMES``.

        They are arcs (b x n x n), labels (b x n x L x n), and the :class:`Tags`; ``n`` counts
        the root at position 0 and then the words.
        """
        reading = self.read(*inputs)
        labels = self.labels(reading.label_dependents, reading.label_heads)
        return (reading.arcs, labels, *reading.tags)


def _use_pooled_dropout(module: nn.Module) -> None:
    for name, child in module.named_children():
        if isinstance(child, nn.Dropout):
            # Attention goes without: its fused form is faster, and the loss is not measurable.
            setattr(module, name, Dropout(0.0 if "Attention" in type(module).__name__ else child.p))
        else:
            _use_pooled_dropout(child)
