"""The network that is trained: an encoder with parsing, tagging and entity heads (torch).

Needed for training only; the product runs its ONNX export. The shape of it follows Dozat
and Manning (2017), biaffine heads over the first word piece of each word, on a small
pretrained encoder, with a learned mix of all its layers and an embedding of each word's
letter shape beside it (the encoder is uncased).
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoModel

from dataset.language.encoding import N_SHAPES

# Sizes of the study that measured them (README, "The English model").
SHAPE_WIDTH = 32
ARC_WIDTH = 320
LABEL_WIDTH = 128
DROPOUT = 0.25


class Biaffine(nn.Module):
    """Scores of every pair of words: ``n_out`` numbers for each (dependent, head)."""

    def __init__(self, width: int, n_out: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(n_out, width + 1, width + 1) * 0.02)

    def forward(self, dependents: Tensor, heads: Tensor) -> Tensor:
        """Return a tensor of batch x n_out x dependents x heads."""
        dependents = functional.pad(dependents, (0, 1), value=1.0)
        heads = functional.pad(heads, (0, 1), value=1.0)
        return torch.einsum("bxi,oij,byj->boxy", dependents, self.weight, heads)


class Network(nn.Module):
    """Encoder and heads; one forward pass gives every layer of the analysis."""

    def __init__(
        self, encoder: Path, *, n_labels: int, n_xpos: int, n_upos: int, n_entities: int
    ) -> None:
        super().__init__()
        # Eager attention exports to plain ONNX operators.
        self.encoder = AutoModel.from_pretrained(
            encoder, add_pooling_layer=False, attn_implementation="eager"
        )
        n_layers = self.encoder.config.num_hidden_layers + 1
        width = self.encoder.config.hidden_size + SHAPE_WIDTH
        self.shape = nn.Embedding(N_SHAPES, SHAPE_WIDTH)
        self.mix = nn.Parameter(torch.zeros(n_layers))
        self.arc_dependent = nn.Linear(width, ARC_WIDTH)
        self.arc_head = nn.Linear(width, ARC_WIDTH)
        self.label_dependent = nn.Linear(width, LABEL_WIDTH)
        self.label_head = nn.Linear(width, LABEL_WIDTH)
        self.arcs = Biaffine(ARC_WIDTH, 1)
        self.labels = Biaffine(LABEL_WIDTH, n_labels)
        self.xpos = nn.Linear(width, n_xpos)
        self.upos = nn.Linear(width, n_upos)
        self.entities = nn.Linear(width, n_entities)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(
        self, pieces: Tensor, attention: Tensor, first: Tensor, shapes: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """Return scores.

        They are arcs (b x n x n), labels (b x L x n x n), and xpos, upos, entities (b x n x k).

        ``n`` counts the root at position 0 and then the words.
        """
        layers = self.encoder(
            input_ids=pieces, attention_mask=attention, output_hidden_states=True
        ).hidden_states
        weights = torch.softmax(self.mix, 0)
        mixed = sum(w * layer for w, layer in zip(weights, layers, strict=True))
        words = torch.gather(mixed, 1, first.unsqueeze(-1).expand(-1, -1, mixed.size(-1)))
        words = self.dropout(torch.cat([words, self.shape(shapes)], -1))
        arcs = self.arcs(
            self.dropout(functional.gelu(self.arc_dependent(words))),
            self.dropout(functional.gelu(self.arc_head(words))),
        ).squeeze(1)
        labels = self.labels(
            self.dropout(functional.gelu(self.label_dependent(words))),
            self.dropout(functional.gelu(self.label_head(words))),
        )
        return (
            arcs.float(),
            labels.float(),
            self.xpos(words).float(),
            self.upos(words).float(),
            self.entities(words).float(),
        )
