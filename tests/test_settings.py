"""Settings come from the environment; what cannot be used is refused by name, with what to write instead."""

from __future__ import annotations

import re
from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import pytest

from bot.allowance import Allowance
from bot.destination import Destination, SmtpServer
from bot.event_broker import RabbitMQ
from bot.settings import Owner, Settings, SettingsError, read_owner

SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"


def settings(**variables: str) -> Settings:
    return Settings.from_environment({f"BPO_BOT_{name.upper()}": value for name, value in variables.items()})


def test_nothing_has_to_be_set() -> None:
    given = settings()
    assert given == Settings()
    assert (given.host, given.port, given.database_url) == ("127.0.0.1", 5005, "sqlite:///bot.db")


def test_every_setting_can_be_set(tmp_path: Path) -> None:
    (tmp_path / "owner.yml").write_text("name: Acme\n")
    given = settings(
        host="10.0.0.1",
        port="8080",
        database_url="postgresql://db/bot",
        models="/models",
        actions_url="http://actions:5055/webhook",
        action_threads="3",
        action_timeout="2.5",
        client_rate="5/second",
        conversation_rate="9/hour",
        public_url="https://bot.example.com/advice/",
        link_days="7",
        proxies="1",
        origins=" https://www.Example.com , http://localhost:8000,http://[::1]:8000",
        require_key="True",
        log_level="debug",
        log_format="JSON",
        metrics="[::1]:9105",
        owner=str(tmp_path / "owner.yml"),
        smtp_url="smtps://bot%40acme:p%40ss@mail.acme.example",
        handoff_secret=SECRET,
        event_broker="amqp://bot:p%40ss@rabbit.example.com",
    )
    assert given == Settings(
        host="10.0.0.1",
        port=8080,
        database_url="postgresql://db/bot",
        models=Path("/models"),
        actions_url="http://actions:5055/webhook",
        action_threads=3,
        action_timeout=2.5,
        client_rate=Allowance(5, "second"),
        conversation_rate=Allowance(9, "hour"),
        public_url="https://bot.example.com/advice",
        link_days=7,
        proxies=1,
        origins=("https://www.example.com", "http://localhost:8000", "http://[::1]:8000"),
        require_key=True,
        log_level="DEBUG",
        log_format="json",
        metrics=("::1", 9105),
        owner=Owner(name="Acme"),
        smtp_url=SmtpServer("mail.acme.example", 465, True, "bot@acme", "p@ss"),
        handoff_secret=b"0123456789abcdef01234567",
        event_broker=RabbitMQ("rabbit.example.com", 5672, "bot", "p@ss"),
    )


@pytest.mark.parametrize("value", ["", "  "])
def test_an_empty_variable_is_as_good_as_none(value: str) -> None:
    assert settings(port=value, owner=value, actions_url=value) == Settings()


def test_other_variables_do_not_matter() -> None:
    assert Settings.from_environment({"PORT": "1", "BPO_BOT_COLOR": "red"}) == Settings()


def test_the_environment_is_read_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BPO_BOT_PORT", "5006")
    assert Settings.from_environment().port == 5006


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", "http"),
        ("port", "-1"),
        ("port", "65536"),
        ("port", "5005.5"),
        ("log_level", "LOUD"),
        ("log_format", "xml"),
        ("metrics", "9105"),
        ("metrics", "127.0.0.1"),
        ("metrics", "127.0.0.1:0"),
        ("metrics", "127.0.0.1:99999"),
        ("metrics", "http://127.0.0.1:9105"),
        ("metrics", "127.0.0.1:9105/metrics"),
        ("metrics", "[::1:9105"),
        ("action_threads", "many"),
        ("action_threads", "0"),
        ("action_threads", "-2"),
        ("action_timeout", "soon"),
        ("action_timeout", "0"),
        ("action_timeout", "-1"),
        ("action_timeout", "nan"),
        ("client_rate", "many"),
        ("conversation_rate", "0/minute"),
        ("conversation_rate", "5/week"),
        ("proxies", "-1"),
        ("origins", "*"),
        ("origins", "null"),
        ("origins", "www.example.com"),
        ("origins", "https://www.example.com/"),
        ("origins", "https://www.example.com,https://*.example.com"),
        ("require_key", "yes"),
        ("require_key", "1"),
        ("link_days", "0"),
        ("link_days", "1.5"),
        ("link_days", "99999999"),
        ("public_url", "bot.example.com"),
        ("public_url", "ftp://bot.example.com"),
        ("public_url", "https://"),
        ("public_url", "https://[::1"),
        ("public_url", "https://bot.example.com/?a=b"),
        ("public_url", "https://bot.example.com/a)b"),
        ("public_url", "javascript:alert(1)"),
        ("action_timeout", "inf"),
        ("action_threads", "2.5"),
        ("port", "\u00b2"),
        ("owner", "/nowhere/owner.yml"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(f"BPO_BOT_{name.upper()}={value}")):
        settings(**{name: value})


@pytest.mark.parametrize(
    ("name", "value"), [("port", "http"), ("log_level", "LOUD"), ("action_threads", "many"), ("action_timeout", "soon")]
)
def test_a_refusal_says_what_to_write(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match="write "):
        settings(**{name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("smtp_url", "mail.acme.example"),
        ("smtp_url", "https://bot:hunter2@mail.acme.example"),
        ("smtp_url", "smtp://"),
        ("smtp_url", "smtp://bot:hunter2@mail.acme.example:mail"),
        ("smtp_url", "smtp://bot:hunter2@[::1"),
        ("smtp_url", "smtp://bot:hunter2@mail.acme.example/?a=b"),
        ("handoff_secret", "hunter2"),
        ("handoff_secret", "whsec_aHVudGVyMg=="),
        ("handoff_secret", "whsec_\u00e9"),
        ("event_broker", "hunter2"),
        ("event_broker", "amqp://bot:hunter2@[::1"),
    ],
)
def test_a_secret_that_cannot_be_used_is_not_repeated(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"BPO_BOT_{name.upper()}: write ") as refused:
        settings(**{name: value})
    assert "hunter2" not in str(refused.value) and "aHVudGVyMg" not in str(refused.value)


def test_no_secret_is_shown_with_the_settings() -> None:
    hook = Destination("slack", "https://hooks.slack.com/services/hunter2")
    broker = "kafkas://bot:hunter2@kafka.example.com"
    given = settings(smtp_url="smtp://bot:hunter2@localhost", handoff_secret=SECRET, event_broker=broker)
    assert "hunter2" not in repr((given, hook)) and "0123456789" not in repr(given)


def test_visitors_reach_the_bot_at_its_port_unless_told_otherwise() -> None:
    assert settings(port="8080").address == "http://localhost:8080"
    assert settings(public_url="http://[::1]:5005").address == "http://[::1]:5005"


def test_settings_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        settings().port = 1  # type: ignore[misc]


class TestOwner:
    """The owner's file."""

    def owner(self, folder: Path, text: str) -> Owner:
        path = folder / "owner.yml"
        path.write_text(text)
        return read_owner(str(path))

    def test_it_holds_who_runs_the_bot(self, tmp_path: Path) -> None:
        owner = self.owner(tmp_path, "name: Acme\ncontact: help@acme.example\nhours: weekdays, 9 to 5\n")
        assert owner == Owner("Acme", "help@acme.example", "weekdays, 9 to 5")

    def test_all_of_it_is_optional(self, tmp_path: Path) -> None:
        assert self.owner(tmp_path, "") == Owner() and self.owner(tmp_path, "contact: 123\n") == Owner(contact="123")

    def test_what_is_left_empty_is_not_given(self, tmp_path: Path) -> None:
        assert self.owner(tmp_path, "name: Acme\ncontact:\n") == Owner(name="Acme")

    @pytest.mark.parametrize("text", ["contact: ''\n", "contact: '  '\n", "contact: null\n", "contact: ~\n"])
    def test_nothing_is_never_a_contact(self, tmp_path: Path, text: str) -> None:
        assert self.owner(tmp_path, text) == Owner()

    @pytest.mark.parametrize("text", ["contact: [a, b]\n", "contact:\n  mail: a\n"])
    def test_a_contact_is_words(self, tmp_path: Path, text: str) -> None:
        with pytest.raises(ValueError, match="under contact; write words"):
            self.owner(tmp_path, text)

    @pytest.mark.parametrize("text", ["phone: 1\n", "- a list\n", "just words\n"])
    def test_what_is_not_known_is_refused_with_what_is(self, tmp_path: Path, text: str) -> None:
        with pytest.raises(ValueError, match="contact, destination, hours, name"):
            self.owner(tmp_path, text)

    def test_what_is_not_yaml_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(ValueError, match="cannot be read"):
            self.owner(tmp_path, "name: [")

    def test_what_is_in_another_encoding_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "owner.yml").write_bytes("name: Caf\xe9\n".encode("latin-1"))
        with pytest.raises(SettingsError, match=r"BPO_BOT_OWNER=.*owner\.yml: the owner's file cannot be read"):
            settings(owner=str(tmp_path / "owner.yml"))

    @pytest.mark.parametrize(
        ("written", "kind", "address"),
        [
            ("mailto:desk@acme.example", "mail", "desk@acme.example"),
            ("https://acme.example/hook?team=1", "webhook", "https://acme.example/hook?team=1"),
            ("http://localhost:8080/hook", "webhook", "http://localhost:8080/hook"),
            ("http://127.0.0.1:8080", "webhook", "http://127.0.0.1:8080"),
            ("slack:https://hooks.slack.com/services/T/B/x", "slack", "https://hooks.slack.com/services/T/B/x"),
        ],
    )
    def test_a_destination_is_mail_a_webhook_or_slack(
        self, tmp_path: Path, written: str, kind: str, address: str
    ) -> None:
        owner = self.owner(tmp_path, f"destination: {written}\n")
        assert owner.destination == Destination(kind, address)

    @pytest.mark.parametrize(
        "written",
        [
            "desk@acme.example",
            "mailto:",
            "mailto:a@b.example,c@d.example",
            "mailto:a@b.example?subject=x",
            '"mailto:a@b.example\\nBcc: c@d.example"',
            "http://acme.example/hook",
            "slack:http://hooks.slack.com/x",
            "https://",
            "https://[::1",
            "https://acme.example/a hook",
            "slack:#support",
            "ftp://acme.example",
        ],
    )
    def test_another_destination_is_refused_with_what_to_write(self, tmp_path: Path, written: str) -> None:
        with pytest.raises(ValueError, match="write mailto:"):
            self.owner(tmp_path, f"destination: {written}\n" if '"' in written else f"destination: '{written}'\n")

    @pytest.mark.parametrize(
        ("kind", "needs"),
        [("mail", "BPO_BOT_SMTP_URL=smtps://"), ("webhook", 'BPO_BOT_HANDOFF_SECRET="whsec_'), ("slack", None)],
    )
    def test_a_destination_may_need_a_setting_to_deliver(self, kind: str, needs: str | None) -> None:
        given = Settings(owner=Owner(destination=Destination(kind, "x")))
        if needs is None:
            given.check_destination()
            return
        with pytest.raises(SettingsError, match=re.escape(needs)):
            given.check_destination()
        replace(given, smtp_url=SmtpServer("localhost", 25, False), handoff_secret=b"x" * 24).check_destination()
