"""From the trained network to the file that ships: ONNX with 8-bit weights (training only)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

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
    """Write ``encoder.onnx`` (8-bit weights) into ``out``, and the graph before that as ``full``.

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
    shift_to_unsigned(part)
    os.replace(part, out / "encoder.onnx")


def shift_to_unsigned(file: Path) -> None:
    """Rewrite the signed int8 weights of a graph's products as unsigned ones, 128 higher.

    The zero points move with them, so nothing is lost and every product is the same number. On
    processors without VNNI instructions, the product of unsigned activations and *signed*
    weights is summed in 16 bits that overflow ("U8S8" in onnxruntime's notes on quantization):
    trees, and with them whole tables, came out otherwise than on newer processors, and worse.
    Unsigned weights are summed in 32 bits everywhere; a window takes some 8 % longer.
    """
    model = onnx.load(str(file))
    weights = {name for node in _nodes(model.graph) for name in _weights(node)}
    for tensor in model.graph.initializer:
        if tensor.name in weights and tensor.data_type == onnx.TensorProto.INT8:
            signed = numpy_helper.to_array(tensor).astype(np.int16)
            shifted = (signed + 128).astype(np.uint8)
            tensor.CopyFrom(numpy_helper.from_array(shifted, tensor.name))
    onnx.save(model, str(file))


def _nodes(graph: onnx.GraphProto) -> Iterator[onnx.NodeProto]:
    for node in graph.node:
        yield node
        for attribute in node.attribute:
            if attribute.HasField("g"):
                yield from _nodes(attribute.g)


def _weights(node: onnx.NodeProto) -> tuple[str, ...]:
    """Return the names of a product's weights and of their zero points."""
    return (node.input[1], node.input[3]) if node.op_type == "MatMulInteger" else ()
