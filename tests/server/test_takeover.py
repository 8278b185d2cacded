"""A new model is taken over once it is there for the present sources; a broken one is not."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.server import takeover
from bot.server.takeover import newest, take_over


class Agent:
    """Notes what it loads."""

    def __init__(self) -> None:
        self.model_name: str | None = "bpo-bot-old.tar.gz"
        self.loaded: list[str] = []

    def is_ready(self) -> bool:
        return self.model_name is not None

    def load_model(self, path: Path) -> None:
        if path.read_text() == "broken":
            raise ValueError("broken")
        self.loaded.append(path.name)
        self.model_name = path.name


@pytest.fixture
def models(tmp_path: Path) -> Path:
    (tmp_path / "bpo-bot-old.tar.gz").write_text("model")
    return tmp_path


async def watched(agent: Any, models: Path, monkeypatch: pytest.MonkeyPatch, current: str, *written: str) -> None:
    """Look at the folder while models are written to it one after the other."""
    monkeypatch.setattr(takeover, "current_model", lambda folder: folder / current)
    watching = asyncio.ensure_future(take_over(agent, models, 0.02))
    for text in written:
        await asyncio.sleep(0.1)
        (models / "bpo-bot-new.tar.gz").write_text(text)
    await asyncio.sleep(0.2)
    assert not watching.done()
    watching.cancel()


async def test_a_new_model_is_taken_over_once(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    agent = Agent()
    await watched(agent, models, monkeypatch, "bpo-bot-new.tar.gz", "model")
    assert agent.loaded == ["bpo-bot-new.tar.gz"]


async def test_a_model_of_other_sources_is_left_alone(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    agent = Agent()
    await watched(agent, models, monkeypatch, "bpo-bot-other.tar.gz", "model")
    await watched(agent, models, monkeypatch, "bpo-bot-old.tar.gz", "model again")
    assert agent.loaded == []


async def test_a_broken_model_leaves_the_old_one_and_the_next_is_taken(
    models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    agent = Agent()
    await watched(agent, models, monkeypatch, "bpo-bot-new.tar.gz", "broken", "mended")
    assert agent.loaded == ["bpo-bot-new.tar.gz"]


async def test_a_server_without_a_model_takes_one_that_was_there_already(
    models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    agent = Agent()
    agent.model_name = None
    await watched(agent, models, monkeypatch, "bpo-bot-old.tar.gz")
    assert agent.loaded == ["bpo-bot-old.tar.gz"]


def test_a_model_in_the_making_is_not_there_yet(tmp_path: Path) -> None:
    (tmp_path / "training-bpo-bot-new.tar.gz").write_text("half")
    assert newest(tmp_path) is None and newest(tmp_path / "nowhere") is None


async def test_what_could_not_be_read_is_tried_again(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Hindered(Agent):
        tries = 0

        def load_model(self, path: Path) -> None:
            self.tries += 1
            if self.tries < 3:
                raise OSError("the disk is away")
            super().load_model(path)

    agent = Hindered()
    await watched(agent, models, monkeypatch, "bpo-bot-new.tar.gz", "model")
    assert agent.tries == 3 and agent.loaded == ["bpo-bot-new.tar.gz"]
