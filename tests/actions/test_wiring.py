"""Actions get their collaborators from the settings, once a process."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

import actions.wiring


@pytest.fixture
def wiring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The module as a new process sees it, with a database and an owner configured."""
    (tmp_path / "owner.yml").write_text("contact: help@acme.example\n")
    monkeypatch.setenv("BPO_BOT_DATABASE_URL", f"sqlite:///{tmp_path / 'bot.db'}")
    monkeypatch.setenv("BPO_BOT_OWNER", str(tmp_path / "owner.yml"))
    spec = importlib.util.spec_from_file_location("wiring_of_a_new_process", actions.wiring.__file__)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_database_is_the_configured_one(wiring: Any, tmp_path: Path) -> None:
    wiring.repository().record_unanswered("visitor", "message-1", "what", "unclear", None, None)
    assert len(wiring.repository().unanswered()) == 1 and (tmp_path / "bot.db").exists()


def test_the_owner_is_the_configured_one(wiring: Any) -> None:
    assert wiring.owner().contact == "help@acme.example"


def test_the_answers_are_the_projects(wiring: Any) -> None:
    assert "what_is_bpo" in wiring.catalog()


def test_each_is_made_once(wiring: Any) -> None:
    assert wiring.repository() is wiring.repository() and wiring.catalog() is wiring.catalog()
