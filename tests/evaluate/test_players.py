"""The bot in this process plays on a database of its own, and leaves nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import bot.model.train
from actions import wiring
from bot.evaluate.guess import Guess
from bot.evaluate.players import LocalPlayer, OpenPlayer, RemotePlayer, actions_on, open_player
from bot.model.train import TrainingFailed
from bot.settings import Settings

ROOT = Path(__file__).parents[2]
DATABASE, ACTIONS = "BPO_BOT_DATABASE_URL", "BPO_BOT_ACTIONS_URL"


class Endpoint:
    """Actions by hand, which remember that they were closed."""

    closed = False

    def close(self) -> None:
        self.closed = True


class Agent:
    """An agent by hand, which knows its settings."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.action_endpoint = Endpoint()

        self.tracker_store = self
        nodes = {"policy": SimpleNamespace(config={}), "recogniser": SimpleNamespace(config={"answer": 0.3})}
        schema = SimpleNamespace(predict_schema=SimpleNamespace(nodes=nodes))
        self.processor = SimpleNamespace(model_metadata=schema)

    async def retrieve(self, conversation: str) -> Any:
        """The tracker of a conversation: of "me" with a ranking, of "chose" without one."""
        ranking = [{"name": "faq/a", "confidence": 0.7}, {"name": "faq/b", "confidence": 0.1}]
        known = {"me": {"intent_ranking": ranking}, "chose": {"intent_ranking": []}}
        if conversation not in known:
            return None
        return SimpleNamespace(latest_message=SimpleNamespace(parse_data=known[conversation]))

    async def handle_message(self, message: Any) -> list[dict[str, Any]]:
        wiring.repository().record_unanswered(message.sender_id, "message-1", message.text, "unclear", None, None)
        return [{"text": f"{len(wiring.repository().unanswered())} noted"}]


@pytest.fixture
def agents(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Agent]:
    """The agents that were built; the owner's database is in `tmp_path`."""
    import bot.server.composition

    built: list[Agent] = []

    def build(settings: Settings, _: Path) -> Agent:
        built.append(Agent(settings))
        return built[-1]

    monkeypatch.setattr(bot.server.composition, "build_agent", build)
    monkeypatch.setattr(bot.model.train, "ensure", lambda models: models / "model.tar.gz")
    monkeypatch.setenv(DATABASE, f"sqlite:///{tmp_path / 'owners.db'}")
    monkeypatch.setenv(ACTIONS, "http://127.0.0.1:1/webhook")
    return built


def test_what_is_played_goes_to_a_database_that_is_thrown_away(agents: list[Agent], tmp_path: Path) -> None:
    with LocalPlayer() as player:
        assert player.send("me", "so, well") == [{"text": "1 noted"}]
        assert str(wiring.settings().database_url) == agents[0].settings.database_url
        folder = Path(agents[0].settings.database_url.removeprefix("sqlite:///")).parent
        assert folder.exists()
    assert not folder.exists() and not (tmp_path / "owners.db").exists() and agents[0].action_endpoint.closed


def test_what_the_recogniser_thought_is_in_the_tracker(agents: list[Agent]) -> None:
    with LocalPlayer() as player:
        assert isinstance(player, OpenPlayer) and player.threshold == 0.3
        assert player.guess("me") == Guess("faq/a", 0.7)
        assert player.guess("chose") is None and player.guess("nobody") is None


def test_a_report_can_name_who_answered(agents: list[Agent]) -> None:
    with LocalPlayer() as player:
        assert player.name == "model model, in process"
    assert "running bot" in RemotePlayer("http://127.0.0.1:1").name


def test_a_bot_behind_a_url_does_not_show_what_it_thought() -> None:
    assert not isinstance(RemotePlayer("http://127.0.0.1:1"), OpenPlayer)


def test_actions_run_in_this_process_whatever_is_configured(agents: list[Agent]) -> None:
    with LocalPlayer():
        assert agents[0].settings.actions_url is None
    assert os.environ[ACTIONS] == "http://127.0.0.1:1/webhook"


def test_afterwards_everything_is_as_it_was(agents: list[Agent], tmp_path: Path) -> None:
    function = wiring.repository
    with LocalPlayer():
        assert wiring.repository is function
    assert wiring.repository is function
    assert os.environ[DATABASE] == wiring.settings().database_url == f"sqlite:///{tmp_path / 'owners.db'}"


def test_a_player_that_cannot_be_made_leaves_everything_as_it_was(
    agents: list[Agent], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Path) -> Path:
        raise TrainingFailed("no model")

    before = os.environ[DATABASE]
    monkeypatch.setattr(bot.model.train, "ensure", fail)
    with pytest.raises(TrainingFailed):
        LocalPlayer()
    assert os.environ[DATABASE] == before == wiring.settings().database_url


def test_a_database_that_was_not_configured_is_not_configured_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(DATABASE, raising=False)
    with actions_on("sqlite:///elsewhere.db"):
        assert wiring.settings().database_url == "sqlite:///elsewhere.db"
    assert DATABASE not in os.environ and wiring.settings().database_url == Settings().database_url


def test_a_bot_behind_a_url_needs_nothing_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BPO_BOT_PORT", "http")
    with open_player("http://127.0.0.1:1") as player:
        assert isinstance(player, RemotePlayer)


@pytest.mark.parametrize("module", ["bot.evaluate", "bot.chat", "bot.model.train"])
def test_a_setting_that_cannot_be_used_is_explained(module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", module],
        cwd=ROOT, env={**os.environ, "BPO_BOT_PORT": "http"}, input="", capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode != 0 and "BPO_BOT_PORT=http: write a port number" in done.stderr
    assert "Traceback" not in done.stderr
