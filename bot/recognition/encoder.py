"""Sentence vectors: MiniLM in int8 on one CPU thread."""

import fcntl
import logging
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np

from bot.recognition import graph, weights
from bot.recognition.vectors import Array

logger = logging.getLogger(__name__)

Made = TypeVar("Made")

GRAPH_NAME = "minilm-int8-v2.onnx"  # a new name for a new way of building it
MAX_TOKENS = 128
SHARE = 64  # texts that a thread takes at a time; one by one it takes an eighth longer
MIN_COSINE = 0.98  # int8 against fp32; 0.9935 is usual (measured on AVX2), below this the processor computes it wrongly
PROBES = (
    "what is bpo",
    "Is a call center considered a BPO?",
    "how much does outsourced customer support cost per hour",
    "we need someone to answer our phones at night",
    "payroll",
)


class Tokens(NamedTuple):
    """A text's tokens: their ids [tokens], and what each means in this text, `hidden` [tokens, 384]."""

    ids: list[int]
    hidden: Array


class Encoder:
    """Turns texts into vectors of 384 numbers and length 1; texts that mean alike point alike.

    `session` is an onnxruntime session of the graph, `tokenizer` a `tokenizers.Tokenizer`.
    """

    def __init__(self, session: Any, tokenizer: Any, cache_size: int = 4096) -> None:
        self._session = session
        self._tokenizer = tokenizer
        tokenizer.enable_truncation(max_length=MAX_TOKENS)
        tokenizer.no_padding()  # its file pads every text to 128 tokens: ten times the work, for nothing
        self._one = lru_cache(maxsize=cache_size)(self._encode_one)

    @classmethod
    def load(cls, cache: Path | None = None) -> "Encoder":
        """Open the encoder, building the int8 graph into `cache` (default: `cache_folder()`) the first time.

        Raises weights.WeightsError for missing or unknown weights, RuntimeError when int8 is not accurate on this machine.
        """
        found = weights.verified()
        return cls(_session(int8_graph(found, cache or cache_folder())), _tokenizer(found.tokenizer))

    def encode(self, text: str) -> Array:
        """Vector of one text, shape [384]; repeated texts come from a cache."""
        return self._one(text)

    def encode_all(self, texts: Sequence[str]) -> Array:
        """Vectors of many texts, shape [len(texts), 384]."""
        vectors = list(self.map(_mean, texts))
        return np.stack(vectors) if vectors else np.zeros((0, graph.WIDTH), dtype=np.float32)

    def read(self, text: str) -> Tokens:
        """The tokens of a text.

        One text at a time: int8 scales activations by the whole batch, so a text in a batch is not what it is alone.
        """
        ids = self._tokenizer.encode(text).ids
        inputs = {"input_ids": np.array([ids]), "attention_mask": np.ones((1, len(ids)), dtype=np.int64)}
        return Tokens(ids, self._session.run(None, inputs)[0][0])

    def map(self, make: Callable[[Tokens], Made], texts: Iterable[str]) -> Iterator[Made]:
        """What `make` makes of each text's tokens, in order; on all processors, since the graph runs outside Python's lock."""
        given = list(texts)

        def work(start: int) -> list[Made]:
            return [make(self.read(text)) for text in given[start : start + SHARE]]

        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for made in pool.map(work, range(0, len(given), SHARE)):
                yield from made

    def _encode_one(self, text: str) -> Array:
        vector = _mean(self.read(text))
        vector.setflags(write=False)
        return vector


def _mean(tokens: Tokens) -> Array:
    summed = tokens.hidden.sum(0)
    return np.asarray(summed / np.linalg.norm(summed), dtype=np.float32)


def cache_folder() -> Path:
    """Where derived files are kept: `BPO_BOT_CACHE`, else `.cache` in the working folder."""
    return Path(os.environ.get("BPO_BOT_CACHE", ".cache"))


def int8_graph(found: weights.Weights, cache: Path) -> Path:
    """Path of the int8 graph in `cache`; builds and checks it when it is not there."""
    target = cache / GRAPH_NAME
    if target.exists():
        return target
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / f"{GRAPH_NAME}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two processes that start together build it once
        if not target.exists():
            _build(found, target)
    return target


def _build(found: weights.Weights, target: Path) -> None:
    logger.info("Building the int8 encoder (once, about 20 seconds)")
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        fp32, int8 = Path(folder) / "fp32.onnx", Path(folder) / "int8.onnx"
        graph.build_fp32(found.tensors, fp32)
        graph.quantize_int8(fp32, int8)
        cosine = cosine_between(fp32, int8, found.tokenizer)
        if cosine < MIN_COSINE:
            raise RuntimeError(
                f"The int8 encoder agrees with fp32 only to {cosine:.4f} on this processor (at least {MIN_COSINE} is needed)."
            )
        os.replace(int8, target)  # atomic: a reader sees the whole file or none
    logger.info("Encoder ready, cosine to fp32 %.4f", cosine)


def cosine_between(first: Path, second: Path, tokenizer: Path) -> float:
    """Lowest cosine between the two graphs' vectors of the probe sentences."""
    one, two = (Encoder(_session(path), _tokenizer(tokenizer)) for path in (first, second))
    return float(min(np.dot(one.encode(text), two.encode(text)) for text in PROBES))


def _session(path: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # one short sentence: threads cost more than they give
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _tokenizer(path: Path) -> Any:
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(path))
