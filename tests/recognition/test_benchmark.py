"""The benchmark measures the recogniser that serves, on files of anybody."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.recognition.benchmark import BenchmarkError, few, main, name_of, read_lines
from bot.recognition.data import Labelled

KEYS = {"accuracy", "n_train", "n_test", "train_cpu_seconds", "parse_cpu_ms_p50", "parse_cpu_ms_p95"}
OUTSIDE_KEYS = {"in_scope_accuracy", "in_scope_at_threshold", "oos_recall", "auroc"}


@pytest.fixture
def files(toy: list[Labelled], tmp_path: Path) -> dict[str, str]:
    """The toy sentences as files; the weather is out of scope."""
    paths = {}
    for name, rows in (("train", toy), ("test", toy[::2]), ("val", toy[1::2])):
        lines = [f"{one.text}\t{'oos' if 'weather' in one.label else one.label}" for one in rows]
        (tmp_path / f"{name}.tsv").write_text("\n".join(lines), "utf-8")
        paths[name] = str(tmp_path / f"{name}.tsv")
    return paths


def test_it_prints_one_object_with_the_keys_of_the_contract(
    files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--train", files["train"], "--test", files["test"]]) == 0
    result = json.loads(capsys.readouterr().out)
    assert set(result) == KEYS
    assert result["accuracy"] > 0.8 and result["n_train"] == 21 and result["n_test"] == 11


def test_messages_of_no_intent_are_told_from_the_others(
    files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["--train", files["train"], "--test", files["test"], "--val", files["val"], "--oos-label", "oos"]
    assert main(given) == 0
    result = json.loads(capsys.readouterr().out)
    assert set(result) >= KEYS | OUTSIDE_KEYS
    assert result["auroc"] > 0.8


def test_a_seed_draws_the_same_examples_and_another_others(toy: list[Labelled]) -> None:
    assert few(toy, 3, seed=1) == few(toy, 3, seed=1) != few(toy, 3, seed=2)
    assert len(few(toy, 3, seed=1)) == 9 and len(few(toy, 99, seed=1)) == len(toy)


def test_the_name_of_an_intent_is_a_title() -> None:
    assert name_of("card_payment_not_recognised") == "card payment not recognised"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (["--oos-label", "oos"], "--val"),
        (["--shots", "0"], "1 or more"),
        (["--oos-label", "none", "--val", "{val}"], "no line with the label none"),
    ],
)
def test_options_that_cannot_be_used_are_explained(
    files: dict[str, str], capsys: pytest.CaptureFixture[str], change: list[str], said: str
) -> None:
    given = [option.format(**files) for option in change]
    assert main(["--train", files["train"], "--test", files["test"], *given]) == 1
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(("text", "said"), [("", "is empty"), ("no tab here", ":1: write a text, a tab")])
def test_a_file_of_another_shape_is_explained(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "lines.tsv").write_text(text)
    with pytest.raises(BenchmarkError, match=said):
        read_lines(tmp_path / "lines.tsv")


def test_a_missing_file_is_explained(files: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--train", "nowhere.tsv", "--test", files["test"]]) == 1
    assert "nowhere.tsv" in capsys.readouterr().err
