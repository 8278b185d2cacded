"""What is logged never holds what a visitor wrote, and Rasa reports nothing home."""

from __future__ import annotations

import logging
import os
import sqlite3
import subprocess
import sys

import pytest
from psycopg2.errors import InsufficientPrivilege, UniqueViolation
from sqlalchemy.exc import IntegrityError, ProgrammingError

from bot.quiet import DiscreetFormatter, kind, said, trace

SECRET = "my secret"


def failure(error: Exception, cause: Exception | None = None) -> Exception:
    try:
        try:
            if cause:
                raise cause
        finally:
            raise error
    except Exception as raised:  # noqa: BLE001
        return raised


def test_a_traceback_says_where_and_not_what() -> None:
    text = trace(failure(ValueError(SECRET), KeyError(SECRET)))
    assert "builtins.ValueError" in text and "builtins.KeyError" in text and "in failure" in text
    assert SECRET not in text


@pytest.mark.parametrize(
    ("error", "said"),
    [(OSError(98, "Address already in use"), "in use"), (sqlite3.OperationalError("database is locked"), "is locked")],
)
def test_what_the_system_says_is_kept(error: Exception, said: str) -> None:
    assert said in trace(failure(error))


def test_a_database_is_heard_where_it_tells_of_tables_and_not_of_texts() -> None:
    denied = ProgrammingError(
        "INSERT ...", {"text": SECRET}, InsufficientPrivilege("permission denied for table assessments\n")
    )
    twice = IntegrityError(
        "INSERT ...", {"text": SECRET}, UniqueViolation(f"duplicate key\nDETAIL: Key (text)=({SECRET})")
    )
    assert (kind(denied), said(denied)) == ("InsufficientPrivilege", "permission denied for table assessments")
    assert (kind(twice), said(twice)) == ("UniqueViolation", "")
    assert "permission denied for table" in trace(failure(denied)) and SECRET not in trace(failure(denied))


def test_a_cause_of_itself_ends() -> None:
    one, other = ValueError(), ValueError()
    one.__cause__, other.__cause__ = other, one
    assert trace(one).count("ValueError") == 2


def test_a_deep_recursion_is_cut() -> None:
    def deeper() -> None:
        deeper()

    with pytest.raises(RecursionError) as failed:
        deeper()
    assert len(trace(failed.value).splitlines()) < 100


def test_the_log_of_others_is_discreet() -> None:
    error = failure(ValueError(SECRET))
    record = logging.LogRecord("rasa", logging.ERROR, "", 1, "failed", (), (type(error), error, error.__traceback__))
    text = DiscreetFormatter().format(record)
    assert text.startswith("failed") and "builtins.ValueError" in text and SECRET not in text


@pytest.mark.parametrize("level", ["DEBUG", "INFO", "WARNING"])
def test_rasa_reports_nothing_home_at_any_level(level: str) -> None:
    code = f"from bot.quiet import hush; hush({level!r}); import os; print(os.environ['RASA_TELEMETRY_ENABLED'])"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("RASA_")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.strip() == "false"


def test_hush_makes_tracebacks_discreet() -> None:
    code = """
import logging
from bot.quiet import hush
hush()
try:
    raise ValueError("my " + "secret")
except ValueError:
    logging.getLogger("rasa.core.processor").exception("An action failed.")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "An action failed." in done.stderr and "builtins.ValueError" in done.stderr and SECRET not in done.stderr
