"""From the trained network to the file that ships: ONNX with int8 weights (training only)."""

from __future__ import annotations

import os
from pathlib import Path

import torch

from dataset.language.encoding import INPUT_NAMES, OUTPUT_NAMES, Batch
from dataset.language.training.network import Network

# Which axes of the inputs vary: windows, word pieces, words (with the root).
_AXES = {
    "pieces": {0: "windows", 1: "pieces"},
    "attention": {0: "windows", 1: "pieces"},
    "word_of": {0: "windows", 1: "pieces"},
    "first": {0: "windows", 1: "words"},
    "shapes": {0: "windows", 1: "words"},
    "marks": {0: "windows", 1: "words"},
}


def export(network: Network, sample: Batch, out: Path, full: Path) -> None:
    """Write ``encoder.onnx`` (int8 weights) into ``out``, and the graph before that as ``full``.

    The float file is for comparison only; it does not ship.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    network.eval()
    # Eager attention exports to plain operators.
    network.encoder.set_attn_implementation("eager")
    torch.onnx.export(
        network,
        tuple(torch.from_numpy(a) for a in sample.as_inputs().values()),
        str(full),
        input_names=list(INPUT_NAMES),
        output_names=list(OUTPUT_NAMES),
        dynamic_axes=_AXES,
        opset_version=17,
        dynamo=False,
    )
    part = out / "encoder.part.onnx"
    quantize_dynamic(full, part, weight_type=QuantType.QInt8, per_channel=True)
    os.replace(part, out / "encoder.onnx")
