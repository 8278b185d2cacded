"""Builds the encoder's ONNX graphs from its weights: fp32 as the reference, int8 to serve.

MiniLM-L6 is a BERT with 6 layers, 12 heads and 384 dimensions (Wang et al. 2020, arXiv:2002.10957). The graph is written
out here because the package carries only tensors, and a converter would need PyTorch.
"""

import logging
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.recognition.vectors import AnyArray

LAYERS, HEADS, WIDTH = 6, 12, 384
EPSILON = 1e-12
OPSET, IR_VERSION = 17, 8  # LayerNormalization is one operator from opset 17 on


class _Builder:
    """Collects nodes and initialisers; every method returns the name of its result."""

    def __init__(self, tensors: dict[str, AnyArray]) -> None:
        self.tensors = tensors
        self.nodes: list[Any] = []
        self.initialisers: dict[str, AnyArray] = {}

    def constant(self, name: str, value: npt.ArrayLike) -> str:
        self.initialisers[name] = np.asarray(value)
        return name

    def node(self, operator: str, inputs: list[str], outputs: int = 1, **attributes: Any) -> Any:
        from onnx import helper

        names = [f"{operator}_{len(self.nodes)}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(operator, inputs, names, **attributes))
        return names[0] if outputs == 1 else names

    def linear(self, x: str, name: str, weight: AnyArray, bias: AnyArray) -> str:
        product = self.node("MatMul", [x, self.constant(f"{name}.weight", np.ascontiguousarray(weight.T))])
        return str(self.node("Add", [product, self.constant(f"{name}.bias", bias)]))

    def layer_norm(self, x: str, name: str) -> str:
        scale = self.constant(f"{name}.scale", self.tensors[f"{name}.weight"])
        shift = self.constant(f"{name}.shift", self.tensors[f"{name}.bias"])
        return str(self.node("LayerNormalization", [x, scale, shift], axis=-1, epsilon=EPSILON))

    def gelu(self, x: str) -> str:
        half = self.constant("half", np.float32(0.5))
        root = self.constant("root_two", np.float32(np.sqrt(2)))
        one = self.constant("one", np.float32(1))
        erf = self.node("Add", [self.node("Erf", [self.node("Div", [x, root])]), one])
        return str(self.node("Mul", [self.node("Mul", [x, erf]), half]))

    def heads(self, x: str, order: list[int]) -> str:
        shape = self.constant("to_heads", np.array([0, 0, HEADS, WIDTH // HEADS], dtype=np.int64))
        return str(self.node("Transpose", [self.node("Reshape", [x, shape])], perm=order))

    def attention(self, x: str, mask: str, name: str) -> str:
        parts = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
        # One product for query, key and value: fewer, larger multiplications are faster on a CPU.
        weight = np.concatenate([self.tensors[f"{part}.weight"] for part in parts])
        bias = np.concatenate([self.tensors[f"{part}.bias"] for part in parts])
        joined = self.linear(x, f"{name}.qkv", weight, bias)
        sizes = self.constant("three", np.array([WIDTH] * 3, dtype=np.int64))
        query, key, value = self.node("Split", [joined, sizes], outputs=3, axis=-1)
        scores = self.node("MatMul", [self.heads(query, [0, 2, 1, 3]), self.heads(key, [0, 2, 3, 1])])
        scale = self.constant("scale", np.float32(1 / np.sqrt(WIDTH // HEADS)))
        scores = self.node("Add", [self.node("Mul", [scores, scale]), mask])
        mixed = self.node("MatMul", [self.node("Softmax", [scores], axis=-1), self.heads(value, [0, 2, 1, 3])])
        back = self.constant("from_heads", np.array([0, 0, WIDTH], dtype=np.int64))
        merged = self.node("Reshape", [self.node("Transpose", [mixed], perm=[0, 2, 1, 3]), back])
        return self._dense(merged, f"{name}.attention.output.dense")

    def _dense(self, x: str, name: str) -> str:
        return self.linear(x, name, self.tensors[f"{name}.weight"], self.tensors[f"{name}.bias"])

    def layer(self, x: str, mask: str, index: int) -> str:
        name = f"encoder.layer.{index}"
        attended = self.node("Add", [x, self.attention(x, mask, name)])
        x = self.layer_norm(attended, f"{name}.attention.output.LayerNorm")
        inner = self.gelu(self._dense(x, f"{name}.intermediate.dense"))
        return self.layer_norm(
            self.node("Add", [x, self._dense(inner, f"{name}.output.dense")]), f"{name}.output.LayerNorm"
        )

    def embeddings(self) -> str:
        words = self.constant("words", self.tensors["embeddings.word_embeddings.weight"])
        # Every message is one segment, so the first token-type vector is part of each position.
        positions = self.tensors["embeddings.position_embeddings.weight"]
        positions = positions + self.tensors["embeddings.token_type_embeddings.weight"][0]
        length = self.node("Shape", ["input_ids"], start=1, end=2)
        zero = self.constant("zero", np.array([0], dtype=np.int64))
        places = self.node("Slice", [self.constant("positions", positions), zero, length, zero])
        return self.layer_norm(
            self.node("Add", [self.node("Gather", [words, "input_ids"]), places]), "embeddings.LayerNorm"
        )

    def mask(self) -> str:
        axes = self.constant("mask_axes", np.array([1, 2], dtype=np.int64))
        real = self.node("Cast", [self.node("Unsqueeze", ["attention_mask", axes])], to=1)
        hidden = self.node("Sub", [self.constant("one", np.float32(1)), real])
        return str(self.node("Mul", [hidden, self.constant("minus", np.float32(-1e9))]))


def build_fp32(tensors_path: Path, target: Path) -> None:
    """Write the reference graph: `input_ids`, `attention_mask` (int64, [batch, tokens]) to `hidden` ([batch, tokens, 384])."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper
    from safetensors.numpy import load_file

    builder = _Builder(load_file(str(tensors_path)))
    mask = builder.mask()
    x = builder.embeddings()
    for index in range(LAYERS):
        x = builder.layer(x, mask, index)
    builder.nodes.append(helper.make_node("Identity", [x], ["hidden"]))
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"])
        for name in ("input_ids", "attention_mask")
    ]
    output = helper.make_tensor_value_info("hidden", TensorProto.FLOAT, ["batch", "tokens", WIDTH])
    initialisers = [numpy_helper.from_array(v, n) for n, v in builder.initialisers.items()]
    graph = helper.make_graph(builder.nodes, "minilm", inputs, [output], initialisers)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)
    onnx.checker.check_model(model)
    onnx.save(model, str(target))


def quantize_int8(source: Path, target: Path) -> None:
    """Write the int8 graph: weights per channel in 7 of the 8 bits, activations at run time.

    Without VNNI a processor adds pairs of 8-bit products in 16 bits, which overflows; 7 bits do not, and cost nothing.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    chatter = logging.getLogger()  # the quantizer logs each tensor that it leaves alone on the root logger
    chatter.addFilter(_only_errors)
    try:
        quantize_dynamic(
            source,
            target,
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gather"],
        )
    finally:
        chatter.removeFilter(_only_errors)


def _only_errors(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.ERROR
