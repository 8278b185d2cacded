"""The encoder is the published MiniLM, in int8 close enough, and fast for texts that come again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.recognition import graph
from bot.recognition.encoder import (
    GRAPH_NAME,
    MAX_TOKENS,
    MIN_COSINE,
    PROBES,
    Encoder,
    cache_folder,
    cosine_between,
    int8_graph,
)
from bot.recognition.weights import Weights

HAPPY = "That is a happy person"


@pytest.mark.parametrize(
    ("other", "published"),
    [
        ("That is a happy dog", 0.695),
        ("That is a very happy person", 0.943),
        ("Today is a sunny day", 0.257),
    ],
)
def test_the_reference_gives_the_cosines_of_the_model_card(reference: Encoder, other: str, published: float) -> None:
    assert float(reference.encode(HAPPY) @ reference.encode(other)) == pytest.approx(published, abs=5e-4)


@pytest.mark.parametrize("text", [*PROBES, "hi", "8,000 calls a month, day and night, and no AI please"])
def test_int8_agrees_with_the_reference(encoder: Encoder, reference: Encoder, text: str) -> None:
    assert float(encoder.encode(text) @ reference.encode(text)) >= 0.98


def test_agreement_is_measured_on_the_worst_probe(encoder: Encoder, fp32_graph: Path, found: Weights) -> None:
    served = int8_graph(found, cache_folder())
    assert MIN_COSINE <= cosine_between(fp32_graph, served, found.tokenizer) < 1
    assert cosine_between(fp32_graph, fp32_graph, found.tokenizer) == pytest.approx(1)


@pytest.mark.parametrize("text", ["", "hi", "what is bpo", "a long question about nearshore call centers " * 4])
def test_a_text_is_only_its_tokens_without_padding(encoder: Encoder, text: str) -> None:
    tokens = encoder.read(text)
    assert tokens.hidden.shape == (len(tokens.ids), graph.WIDTH)


def test_a_longer_text_has_more_tokens_up_to_a_limit(encoder: Encoder) -> None:
    assert [len(encoder.read(text).ids) for text in ("", "payroll", "word " * 1000)] == [2, 3, MAX_TOKENS]


def test_texts_are_mapped_in_their_order(encoder: Encoder) -> None:
    texts = ["word " * (40 - place) for place in range(40)]  # the longest first, so that others are done before it
    assert list(encoder.map(lambda tokens: tokens.ids, texts)) == [encoder.read(text).ids for text in texts]


def test_vectors_have_length_one(encoder: Encoder) -> None:
    vector = encoder.encode("what is bpo")
    assert vector.shape == (384,) and float(np.linalg.norm(vector)) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("which", ["encoder", "reference"])
def test_what_is_learnt_from_and_what_is_served_are_the_same_vectors(
    which: str, request: pytest.FixtureRequest
) -> None:
    served: Encoder = request.getfixturevalue(which)
    texts = [*PROBES, "hi", "", " ".join(["a long question about nearshore call centers"] * 12), "hi"]
    together = served.encode_all(texts)
    assert together.shape == (len(texts), 384)
    for text, vector in zip(texts, together, strict=True):
        np.testing.assert_array_equal(vector, served.encode(text), err_msg=text)


def test_no_texts_give_no_vectors(encoder: Encoder) -> None:
    assert encoder.encode_all([]).shape == (0, 384)


@pytest.mark.parametrize("text", ["", "?", "\U0001f600", "word " * 1000], ids=["empty", "mark", "emoji", "very long"])
def test_any_text_has_a_vector(encoder: Encoder, text: str) -> None:
    assert np.isfinite(encoder.encode(text)).all()


def test_a_text_that_comes_again_is_not_computed_again(encoder: Encoder) -> None:
    assert encoder.encode("how are calls billed") is encoder.encode("how are calls billed")


def test_a_kept_vector_cannot_be_changed(encoder: Encoder) -> None:
    with pytest.raises(ValueError, match="read-only"):
        encoder.encode("what is kpo")[0] = 1


def test_the_cache_is_where_the_environment_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("BPO_BOT_CACHE", raising=False)
    assert cache_folder() == Path(".cache")
    monkeypatch.setenv("BPO_BOT_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path


def test_a_graph_that_was_built_is_not_built_again(tmp_path: Path, found: Weights) -> None:
    (tmp_path / GRAPH_NAME).write_bytes(b"built before")
    assert int8_graph(found, tmp_path).read_bytes() == b"built before"


def test_a_processor_that_computes_int8_wrongly_is_not_served(
    tmp_path: Path, found: Weights, monkeypatch: pytest.MonkeyPatch
) -> None:
    def quantize_wrongly(source: Path, target: Path) -> None:
        import onnx
        from onnx import numpy_helper

        model = onnx.load(str(source))
        weight = next(one for one in model.graph.initializer if one.name == "encoder.layer.5.qkv.weight")
        weight.CopyFrom(numpy_helper.from_array(-numpy_helper.to_array(weight), weight.name))
        onnx.save(model, str(target))

    monkeypatch.setattr(graph, "quantize_int8", quantize_wrongly)
    with pytest.raises(RuntimeError, match="agrees with fp32 only to"):
        int8_graph(found, tmp_path)
    assert not (tmp_path / GRAPH_NAME).exists()


def test_building_logs_nothing_but_its_own_lines(
    fp32_graph: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"):
        graph.quantize_int8(fp32_graph, tmp_path / "int8.onnx")
    assert (tmp_path / "int8.onnx").exists() and not [one for one in caplog.records if one.name == "root"]
