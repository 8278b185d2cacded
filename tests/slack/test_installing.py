"""The manifest is what the bot listens to and calls; workspaces install the app, and their tokens are kept encrypted."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
import sqlalchemy as sa
from cryptography.fernet import Fernet

from bot.channels.slack import EVENTS, INSTALL, INSTALLED, ROUTE
from bot.slack import heard
from bot.slack.calls import POST, UPDATE, WHISPER
from bot.slack.home import PROMPTS
from bot.slack.manifest import manifest, scopes
from bot.storage import Installations, connect
from bot.storage.installations import Unreadable
from bot.storage.tables import slack_installations
from tests.receivers import until
from tests.slack.api import SlackApi
from tests.slack.workspace import SECRET, Person, Slack, shown
from tests.webhook.conftest import Server
from tests.webhook.kept import opened

ROOT = Path(__file__).parents[2]
CODE = [*(ROOT / "bot/channels").glob("slack*.py"), ROOT / "bot/server/slack_delivery.py"]

# Slack's documentation: the scope that each event, and each method that we call, needs.
OF_EVENTS = {
    "app_home_opened": None, "app_uninstalled": None, "tokens_revoked": None, "app_mention": "app_mentions:read",
    "message.channels": "channels:history", "message.groups": "groups:history", "message.im": "im:history",
    "message.mpim": "mpim:history",
}  # fmt: skip
OF_METHODS = {
    "chat.postMessage": "chat:write", "chat.postEphemeral": "chat:write", "chat.update": "chat:write",
    "views.open": None, "views.publish": None, "conversations.open": "im:write", "conversations.replies": "im:history",
    "conversations.history": "im:history", "assistant.threads.setStatus": "assistant:write",
    "assistant.threads.setSuggestedPrompts": "assistant:write",
}  # fmt: skip


def listened(kind: str) -> set[str]:
    """The names that listeners of a kind (event, command, shortcut) are registered for, read from the code."""
    tree = ast.parse((ROOT / "bot/channels/slack_listeners.py").read_text())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    named = [c.args[0].value for c in calls if c.func.attr == kind and c.args and isinstance(c.args[0], ast.Constant)]  # type: ignore[attr-defined]
    return set(named)


def called() -> set[str]:
    """The methods of the Web API that the code calls."""
    text = "".join(path.read_text() for path in CODE)
    named = {name.replace("_", ".") for name in re.findall(r"client\.((?:views|conversations|assistant)_\w+)\(", text)}
    return {POST, UPDATE, WHISPER, *named}


def test_every_event_has_a_listener_and_every_listener_an_event() -> None:
    subscribed = manifest()["settings"]["event_subscriptions"]["bot_events"]
    assert {event.split(".")[0] for event in subscribed} == listened("event")
    assert set(subscribed) == set(OF_EVENTS)


def test_every_command_and_shortcut_has_a_listener_and_the_other_way_round() -> None:
    features = manifest()["features"]
    assert {one["command"] for one in features["slash_commands"]} == listened("command")
    assert {one["callback_id"] for one in features["shortcuts"]} == listened("shortcut")
    [command] = features["slash_commands"]
    assert set(re.findall(r"\w+", command["usage_hint"].split("]")[0])) == set(heard.COMMANDS)


def test_every_scope_is_needed_and_what_is_needed_is_asked_for() -> None:
    assert called() == set(OF_METHODS)
    needed = {*OF_EVENTS.values(), *OF_METHODS.values(), "commands"} - {None}
    assert set(scopes()) == needed and len(scopes()) == len(set(scopes()))


def test_the_addresses_are_those_that_are_served() -> None:
    made = manifest()
    urls = [one["url"] for one in made["features"]["slash_commands"]]
    urls += [made["settings"][part]["request_url"] for part in ("event_subscriptions", "interactivity")]
    assert {urlsplit(url).path for url in urls} == {ROUTE + EVENTS}
    assert [urlsplit(url).path for url in made["oauth_config"]["redirect_urls"]] == [ROUTE + INSTALLED]
    assert made["settings"]["token_rotation_enabled"] is False  # no code renews tokens


def test_what_is_suggested_is_the_same_everywhere_and_within_slacks_limits() -> None:
    view = manifest()["features"]["agent_view"]
    assert [one["message"] for one in view["suggested_prompts"]] == list(PROMPTS) and len(PROMPTS) <= 4
    assert len(manifest()["display_information"]["description"]) <= 140
    assert len(view["agent_description"]) <= 300


KEY = Fernet.generate_key().decode()


@pytest.fixture
def several(new_server: Callable[..., Server], api: SlackApi) -> Server:
    """A server whose app any workspace may install."""
    settings = {
        "SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "the client secret", "SLACK_SIGNING_SECRET": SECRET,
        "BPO_BOT_SLACK_TOKEN_KEY": KEY, "BPO_BOT_SLACK_API_URL": f"{api.url}/api/",
        "BPO_BOT_PUBLIC_URL": "https://bot.example.com",
    }  # fmt: skip
    return new_server(**settings).start()


def install(server: Server, workspace: str) -> requests.Response:
    """What a browser does: it is sent to Slack with a state, and back with a code."""
    browser = requests.Session()
    begun = browser.get(f"{server.url}{ROUTE}{INSTALL}", timeout=10)
    asked = parse_qs(urlsplit(re.findall(r'href="([^"]*authorize[^"]*)"', begun.text)[0].replace("&amp;", "&")).query)
    assert set(asked["scope"][0].split(",")) == set(scopes())
    assert asked["redirect_uri"] == [f"https://bot.example.com{ROUTE}{INSTALLED}"]
    cookie = {"Cookie": begun.headers["Set-Cookie"].split(";")[0]}
    back = {"code": workspace, "state": asked["state"][0]}
    return browser.get(f"{server.url}{ROUTE}{INSTALLED}", params=back, headers=cookie, timeout=10)


def test_two_workspaces_install_and_each_is_answered_with_its_token(several: Server, api: SlackApi) -> None:
    refused(several)
    for workspace in ("ONE", "TWO"):
        assert install(several, workspace).status_code == 200
    for workspace in ("ONE", "TWO"):
        joe = Person(Slack([several.url], api, team=f"T{workspace}"))
        assert "KPO" in shown(joe.say("what is kpo")[0])
    with opened(several.database_url) as engine, engine.connect() as connection:
        assert "xoxb" not in str(connection.execute(sa.select(slack_installations)).all())
        assert "the client secret" not in several.log.read_text() and "xoxb-" not in several.log.read_text()

    jane = Person(Slack([several.url], api, team="TONE"))
    jane.slack.event({"type": "app_uninstalled"})
    until(lambda: "was removed from TONE" in several.log.read_text())
    jane.slack.event(jane.write("what is kpo"))  # which nobody can answer any more
    other = Person(Slack([several.url], api, team="TTWO"))
    other.slack.event({"type": "tokens_revoked", "tokens": {"oauth": ["U1"]}})  # of a person, not of the bot
    assert "AHT" in shown(other.say("what is aht")[0]) and jane.messages == []


def refused(several: Server) -> None:
    """A state that was not given out installs nothing."""
    back = {"code": "EVIL", "state": "made up"}
    cookie = {"Cookie": "slack-app-oauth-state=made up"}
    answer = requests.get(f"{several.url}{ROUTE}{INSTALLED}", params=back, headers=cookie, timeout=10)
    assert answer.status_code == 401
    with opened(several.database_url) as engine, engine.connect() as connection:
        assert connection.execute(sa.select(slack_installations)).all() == []


def test_keys_may_be_changed_and_a_lost_one_is_told(sqlite_url: str) -> None:
    engine = connect(sqlite_url)
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    installation: dict[str, Any] = {"team_id": "T1", "bot_token": "xoxb-secret"}
    Installations(engine, [old]).save("T1", installation)
    assert Installations(engine, [new, old]).find("T1") == installation
    with pytest.raises(Unreadable, match="another key"):
        Installations(engine, [new]).find("T1")
    assert Installations(engine, [old]).find("T2") is None
    assert Installations(engine, [new]).remove("T1") and not Installations(engine, [new]).remove("T1")
    engine.dispose()
