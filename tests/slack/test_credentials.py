"""The app's secrets go together, or the bot says which are missing; without any there is no Slack."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet

from bot.settings import Settings, SettingsError
from bot.slack_credentials import API_URL

KEY = Fernet.generate_key().decode()
ONE = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "secret"}
SEVERAL = {
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "secret",
    "SLACK_SIGNING_SECRET": "secret",
    "BPO_BOT_SLACK_TOKEN_KEY": f"{KEY}, {KEY}",
}


def test_without_slacks_secrets_there_is_no_slack() -> None:
    assert Settings.from_environment({"BPO_BOT_SLACK_TOKEN_KEY": KEY}).slack is None


def test_one_workspace_needs_a_token_and_the_signing_secret() -> None:
    slack = Settings.from_environment(ONE).slack
    assert slack and slack.bot_token == "xoxb-1" and slack.api_url == API_URL and not slack.socket_mode
    assert "secret" not in repr(slack) and "xoxb" not in repr(slack)


def test_in_socket_mode_nothing_is_signed() -> None:
    slack = Settings.from_environment({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}).slack
    assert slack and slack.socket_mode and slack.signing_secret == ""


def test_several_workspaces_need_a_key_for_their_tokens() -> None:
    slack = Settings.from_environment(SEVERAL | {"BPO_BOT_SLACK_API_URL": "https://slack-gov.com/api"}).slack
    assert slack and slack.token_keys == (KEY, KEY) and slack.api_url == "https://slack-gov.com/api/"


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"SLACK_SIGNING_SECRET": "secret"}, "SLACK_BOT_TOKEN for one workspace"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_SIGNING_SECRET missing"),
        (ONE | SEVERAL, "or SLACK_CLIENT_ID for several"),
        (
            {"SLACK_CLIENT_ID": "1.2"},
            "SLACK_CLIENT_SECRET and BPO_BOT_SLACK_TOKEN_KEY and SLACK_SIGNING_SECRET missing",
        ),
        (SEVERAL | {"BPO_BOT_SLACK_TOKEN_KEY": "short"}, "32 random bytes"),
        (ONE | {"BPO_BOT_SLACK_API_URL": "slack.com"}, "address of Slack's Web API"),
    ],
)
def test_what_does_not_go_together_is_told(environment: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError) as error:
        Settings.from_environment(environment)
    assert said in str(error.value) and "short" not in str(error.value).replace("write", "")
