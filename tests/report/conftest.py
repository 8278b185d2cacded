"""A database with a few visits of known make, and the command that reports on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.report.__main__ import main
from bot.storage import connect
from tests.visits import Visits, answer, clarify, question, reply

MONDAY = datetime(2026, 11, 2, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script> \x1b[31mred\x9b1m \u202etxet call +1 555 010 0200"


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


@pytest.fixture
def engine(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[sa.engine.Engine]:
    """An empty database, which the command finds by its setting."""
    monkeypatch.setenv("BPO_BOT_DATABASE_URL", sqlite_url)
    engine = connect(sqlite_url)
    yield engine
    engine.dispose()


@pytest.fixture
def report(engine: sa.engine.Engine, capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """Run the command."""

    def run(*arguments: str) -> Done:
        try:
            code = main(arguments)
        except SystemExit as end:  # argparse's
            code = int(end.code or 0)
        out, err = capsys.readouterr()
        return Done(code, out, err)

    return run


@pytest.fixture
def visits(engine: sa.engine.Engine) -> Visits:
    """Three weeks, two channels, and a visitor who means harm."""
    visits = Visits(engine)
    for week in range(3):
        for number in range(8):
            name, at = f"web-{week}-{number}", MONDAY + timedelta(weeks=week, hours=number)
            visits.turn(name, at, answer("what_is_bpo", "BPO means ..."), text="bpo?")
            visits.judge(name, at, number > 2, "what_is_bpo", "too long" if number == 1 else None)
            visits.turn(name, at, clarify("what_is_kpo", "retired_entry", "what_is_aht"))
            visits.turn(name, at, answer("retired_entry"))
            for slot in ("work", "volume"):
                visits.turn(name, at, question(slot))
            if number % 2:
                visits.turn(name, at, reply("recommendation"), option="KPO")
    visits.turn("U1", MONDAY, reply("fallback"), text=HOSTILE, channel="slack", reason="unclear")
    visits.turn("U1", MONDAY, answer("what_is_bpo", HOSTILE), text=HOSTILE, channel="slack")
    visits.judge("U1", datetime(2026, 11, 27, tzinfo=UTC), False, "what_is_bpo", f"{HOSTILE} jane@example.com")
    number = visits.turn("U1", MONDAY, reply("handoff", handoff="handed_over"), channel="slack")
    visits.hand("U1", number, MONDAY, "failed")
    return visits
