"""The encoder as served, its reference in fp32, and a recogniser that learnt from a few sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.recognition import graph, weights
from bot.recognition.data import Labelled
from bot.recognition.encoder import Encoder
from bot.recognition.recogniser import Recogniser

TOY = {
    "faq/what_is_bpo": [
        "what is bpo",
        "what does bpo mean",
        "define business process outsourcing",
        "explain outsourcing of business processes",
        "meaning of bpo",
        "bpo definition please",
        "what is meant by business process outsourcing",
    ],
    "faq/how_are_calls_billed": [
        "how are calls billed",
        "how much does a call cost",
        "price per minute of a call center",
        "what do call centers charge per call",
        "billing of calls by the minute",
        "do they charge per minute or per call",
        "call center pricing and billing",
    ],
    "out_of_scope/weather": [
        "what is the weather like",
        "will it rain tomorrow",
        "weather forecast for the weekend",
        "is it sunny outside today",
        "how cold is it in the mountains",
        "do i need an umbrella today",
        "temperature this afternoon",
    ],
}


@pytest.fixture(scope="session")
def toy() -> list[Labelled]:
    """Three meanings in seven wordings each."""
    return [Labelled(text, label) for label, texts in TOY.items() for text in texts]


@pytest.fixture(scope="session")
def found() -> weights.Weights:
    """The verified weights."""
    return weights.verified()


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The encoder as served; int8."""
    return Encoder.load()


@pytest.fixture(scope="session")
def fp32_graph(found: weights.Weights, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("graph") / "fp32.onnx"
    graph.build_fp32(found.tensors, path)
    return path


@pytest.fixture(scope="session")
def reference(found: weights.Weights, fp32_graph: Path) -> Encoder:
    """The encoder in fp32."""
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

    session = InferenceSession(str(fp32_graph), providers=["CPUExecutionProvider"])
    return Encoder(session, Tokenizer.from_file(str(found.tokenizer)))


@pytest.fixture(scope="session")
def recogniser(toy: list[Labelled], encoder: Encoder) -> Recogniser:
    """A recogniser of two questions and the weather."""
    return Recogniser.learn([one.text for one in toy], [one.label for one in toy], encoder)
