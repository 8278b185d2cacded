"""The benchmark measures the recogniser that serves, on files of anybody."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.recognition import benchmark
from bot.recognition.benchmark import KEPT, BenchmarkError, few, in_scope, keeping, main, name_of, read_lines
from bot.recognition.classifier import Ranked
from bot.recognition.data import Labelled

KEYS = {"accuracy", "n_train", "n_test", "train_cpu_seconds", "parse_cpu_ms_p50", "parse_cpu_ms_p95"}
OUTSIDE_KEYS = {"in_scope_accuracy", "in_scope_at_threshold", "oos_recall", "auroc"}


@pytest.fixture(autouse=True)
def _logging_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """`hush` is for a process of its own: here it would settle the logging of all tests."""
    monkeypatch.setattr(benchmark, "hush", lambda level: None)


@pytest.fixture
def files(toy: list[Labelled], tmp_path: Path) -> dict[str, str]:
    """The toy sentences as files; the weather is out of scope."""
    paths = {}
    for name, rows in (("train", toy), ("test", toy[::2]), ("val", toy[1::2])):
        lines = [f"{one.text}\t{'oos' if 'weather' in one.label else one.label}" for one in rows]
        (tmp_path / f"{name}.tsv").write_text("\n".join(lines), "utf-8")
        paths[name] = str(tmp_path / f"{name}.tsv")
    (tmp_path / "one.tsv").write_text("will it rain\toos\n")
    return paths | {"one": str(tmp_path / "one.tsv")}


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


def test_what_is_unlike_all_intents_is_told_without_examples_of_it(
    files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    train = Path(files["train"])
    train.write_text("\n".join(line for line in train.read_text().splitlines() if not line.endswith("\toos")))
    given = ["--train", files["train"], "--test", files["test"], "--val", files["val"], "--oos-label", "oos"]
    assert main(given) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["n_train"] == 14 and result["in_scope_accuracy"] == 1
    assert result["auroc"] > 0.9 and result["oos_recall"] > 0.7 and 0 < result["threshold"] < 1


def test_a_validation_file_in_which_nothing_is_recognised_is_no_obstacle(
    files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    Path(files["val"]).write_text("what is bpo\tnever_learnt\nwill it rain\toos\n")
    given = ["--train", files["train"], "--test", files["test"], "--val", files["val"], "--oos-label", "oos"]
    assert main(given) == 0
    assert json.loads(capsys.readouterr().out)["threshold"] == 0


def test_shots_and_seed_are_all_that_a_result_depends_on(
    files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["--train", files["train"], "--test", files["test"], "--shots", "2", "--seed", "1"]
    assert main(given) == 0 and main(given) == 0
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert first["n_train"] == 6 and first["accuracy"] == second["accuracy"]


def test_in_scope_is_what_is_familiar_and_not_like_the_examples_of_what_is_not() -> None:
    ranked = [Ranked("a", 0.7, 0.9, familiarity=0.8), Ranked("oos", 0.25, 0.1, familiarity=0.8)]
    assert in_scope(ranked, "oos") == pytest.approx(0.8 * 0.75) and in_scope(ranked, "other") == pytest.approx(0.8)
    assert in_scope([], "oos") == 0


def test_the_threshold_keeps_nearly_all_that_is_recognised_rightly() -> None:
    assert keeping([place / 100 for place in range(101)], [True] * 101) == pytest.approx(1 - KEPT)
    assert keeping([0.1, 0.2, 0.9], [False, False, True]) == pytest.approx(0.9)


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
        (["--oos-label", "none", "--val", "{val}"], "--test has no line with the label none"),
        (["--oos-label", "oos", "--val", "{one}"], "--val has only lines with the label oos"),
        (["--train", "{one}"], "two intents"),
    ],
)
def test_options_that_cannot_be_used_are_explained(
    files: dict[str, str], capsys: pytest.CaptureFixture[str], change: list[str], said: str
) -> None:
    given = [option.format(**files) for option in change]
    assert main(["--train", files["train"], "--test", files["test"], *given]) == 1
    printed = capsys.readouterr()
    assert said in printed.err and not printed.out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("no tab here", ":1: write a text, a tab"),
        ("a text\tits label\na\tb\tc\n", ":2: write a text, a tab"),
        ("a text\t \n", ":1: write a text, a tab"),
    ],
)
def test_a_file_of_another_shape_is_explained(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "lines.tsv").write_text(text)
    with pytest.raises(BenchmarkError, match=said):
        read_lines(tmp_path / "lines.tsv")


def test_a_missing_file_is_explained(files: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--train", "nowhere.tsv", "--test", files["test"]]) == 1
    assert "nowhere.tsv" in capsys.readouterr().err


def test_a_file_that_is_not_text_is_explained(
    files: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "latin.tsv").write_bytes("caf\xe9\ta\n".encode("latin-1"))
    assert main(["--train", str(tmp_path / "latin.tsv"), "--test", files["test"]]) == 1
    assert "utf-8" in capsys.readouterr().err
