"""A real server with the Slack app, before a Slack of our own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.slack.api import BOT_TOKEN, SlackApi
from tests.slack.workspace import SECRET, Person, Slack
from tests.webhook.conftest import Server, new_server  # noqa: F401  a fixture


def one_workspace(api: SlackApi) -> dict[str, str]:
    """The settings of a server whose app is in one workspace."""
    return {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "BPO_BOT_SLACK_API_URL": f"{api.url}/api/",
    }


@pytest.fixture(scope="session")
def _api() -> Iterator[SlackApi]:
    api = SlackApi()
    yield api
    api.close()


@pytest.fixture
def api(_api: SlackApi) -> SlackApi:
    """Slack's Web API; what failed for one test does not for the next."""
    _api.failures.clear()
    _api.seconds = 0.0
    return _api


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, _api: SlackApi) -> Iterator[Server]:
    """The server that most tests share."""
    running = Server(tmp_path_factory.mktemp("slack"), **one_workspace(_api)).start()
    yield running
    running.stop()


@pytest.fixture
def slack(server: Server, api: SlackApi) -> Slack:
    """What Slack sends to it."""
    return Slack([server.url], api)


@pytest.fixture
def person(slack: Slack) -> Callable[..., Person]:
    """Makes people."""
    return lambda channel=None: Person(slack, channel)


@pytest.fixture
def jane(person: Callable[..., Any]) -> Person:
    """Somebody in direct messages with the bot."""
    return person()
