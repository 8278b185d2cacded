"""Nothing is trained twice, and a few older models stay to go back to."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.model import train as module
from bot.model.fingerprint import current_model
from bot.model.train import KEPT, TrainingFailed, ensure
from bot.server.takeover import newest


class Trainer:
    """Training by hand: writes the file, and counts."""

    def __init__(self) -> None:
        self.trained: list[Path] = []

    def __call__(self, target: Path) -> None:
        self.trained.append(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("a model")


@pytest.fixture
def trainer(monkeypatch: pytest.MonkeyPatch) -> Trainer:
    trainer = Trainer()
    monkeypatch.setattr(module, "train", trainer)
    return trainer


def test_a_missing_model_is_trained(tmp_path: Path, trainer: Trainer) -> None:
    assert ensure(tmp_path / "models") == current_model(tmp_path / "models") == trainer.trained[0]


def test_a_current_model_is_not_trained_again(tmp_path: Path, trainer: Trainer) -> None:
    assert ensure(tmp_path) == ensure(tmp_path) and len(trainer.trained) == 1


def test_a_model_that_is_there_again_becomes_the_newest(tmp_path: Path, trainer: Trainer) -> None:
    """Servers look for the newest: so an edit that is taken back is served again."""
    before, other = ensure(tmp_path), tmp_path / "bpo-bot-of-the-edit.tar.gz"
    other.touch()
    os.utime(before, (1, 1))
    assert newest(tmp_path) and newest(tmp_path)[0] == other.name
    os.utime(other, (2, 2))
    assert ensure(tmp_path) == before and newest(tmp_path)[0] == before.name


def test_unless_it_is_asked_for(tmp_path: Path, trainer: Trainer) -> None:
    ensure(tmp_path)
    ensure(tmp_path, force=True)
    assert len(trainer.trained) == 2


def test_the_oldest_models_make_room(tmp_path: Path, trainer: Trainer) -> None:
    for age in range(5):
        old = tmp_path / f"bpo-bot-{age}.tar.gz"
        old.touch()
        os.utime(old, (1000 - age, 1000 - age))
    (tmp_path / "somebody-elses.tar.gz").touch()
    target = ensure(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {
        target.name,
        "somebody-elses.tar.gz",
        *(f"bpo-bot-{age}.tar.gz" for age in range(KEPT - 1)),
    }


def test_a_failed_training_leaves_the_old_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(target: Path) -> None:
        raise TrainingFailed("no")

    monkeypatch.setattr(module, "train", fail)
    (tmp_path / "bpo-bot-old.tar.gz").touch()
    with pytest.raises(TrainingFailed):
        ensure(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["bpo-bot-old.tar.gz"]
