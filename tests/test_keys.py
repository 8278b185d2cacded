"""The command issues keys, shows them once, lists and revokes them."""

from __future__ import annotations

import re

import pytest

from bot.keys import main
from bot.storage import Keys, connect


@pytest.fixture
def keys(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Keys:
    monkeypatch.setenv("BPO_BOT_DATABASE_URL", sqlite_url)
    return Keys(connect(sqlite_url))


def test_a_key_is_shown_once_alone_on_standard_output(keys: Keys, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "crm", "--scope", "read", "erase"]) == 0
    shown = capsys.readouterr()
    assert keys.scopes(shown.out.strip()) == {"read", "erase"} and "not shown again" in shown.err
    assert main(["list"]) == 0
    listed = capsys.readouterr().out
    assert re.fullmatch(r"crm\tread,erase\t\d{4}-\d\d-\d\d\n", listed) and shown.out.strip() not in listed


def test_a_key_may_not_erase_unless_told(keys: Keys, capsys: pytest.CaptureFixture[str]) -> None:
    main(["new", "crm"])
    assert keys.scopes(capsys.readouterr().out.strip()) == {"read", "write"}


def test_scopes_may_be_given_one_by_one(keys: Keys, capsys: pytest.CaptureFixture[str]) -> None:
    main(["new", "crm", "--scope", "write", "--scope", "erase"])
    assert keys.scopes(capsys.readouterr().out.strip()) == {"write", "erase"}


def test_a_name_that_is_taken_is_refused(keys: Keys, capsys: pytest.CaptureFixture[str]) -> None:
    main(["new", "crm"])
    capsys.readouterr()
    assert main(["new", "crm"]) == 1
    shown = capsys.readouterr()
    assert shown.out == "" and "Take another name" in shown.err


def test_a_key_is_revoked(keys: Keys, capsys: pytest.CaptureFixture[str]) -> None:
    main(["new", "crm"])
    key = capsys.readouterr().out.strip()
    assert main(["revoke", "crm"]) == 0 and keys.scopes(key) is None
    assert main(["revoke", "crm"]) == 1 and "no key crm" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["new", "c r m"], ["new", ""], ["new", "crm", "--scope", "all"], ["revoke"], []])
def test_what_cannot_be_used_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2 and capsys.readouterr().err


def test_a_database_that_does_not_answer_is_said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BPO_BOT_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/bot")
    assert main(["list"]) == 1 and "does not answer" in capsys.readouterr().err
    monkeypatch.setenv("BPO_BOT_PORT", "http")
    assert main(["list"]) == 2 and "BPO_BOT_PORT" in capsys.readouterr().err
