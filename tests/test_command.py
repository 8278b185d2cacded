"""A command ends with an exit code, and says why when it fails."""

from __future__ import annotations

import subprocess
import sys
from typing import NoReturn

import pytest

from bot.command import DONE, FAILED, UNUSABLE, run
from bot.settings import SettingsError


def failing(error: Exception) -> NoReturn:
    raise error


def test_a_command_that_works_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert [run(lambda: DONE), run(lambda: FAILED)] == [DONE, FAILED]
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (SettingsError("BPO_BOT_PORT=x: write a number"), UNUSABLE, "BPO_BOT_PORT=x: write a number\n"),
        (LookupError("no such answer"), FAILED, "no such answer\n"),
        (ConnectionError("refused"), FAILED, "The database does not answer: refused\n"),
    ],
)
def test_a_failure_is_said(error: Exception, code: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(lambda: failing(error), LookupError, away=ConnectionError) == code
    assert capsys.readouterr() == ("", said)


def test_what_nobody_expected_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        run(lambda: failing(ZeroDivisionError()), LookupError)


def test_a_reader_who_has_had_enough_gets_no_traceback() -> None:
    code = "import sys; from bot.command import run; sys.exit(run(lambda: print('line') or 0))"
    command = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert command.stdout and command.stderr
    command.stdout.close()
    assert (command.wait(30), command.stderr.read()) == (FAILED, b"")
    command.stderr.close()
