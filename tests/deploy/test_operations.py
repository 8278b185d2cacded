"""What docs/operations.md and docs/security.md tell to do, done: backups under load, restored; roles; a page for each alert."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests
import sqlalchemy as sa
import yaml

from bot.storage.__main__ import main
from tests.deploy.conftest import ROOT

PAGE = (ROOT / "docs/operations.md").read_text("utf-8")
ALERTS = yaml.safe_load((ROOT / "deploy/prometheus/alerts.yml").read_text("utf-8"))
CLIENTS, ENOUGH = 6, 24
Answered = dict[tuple[str, str], tuple[float, Any]]  # by conversation and key: when, and the reply


def told(beginning: str) -> str:
    """The commands of the page of which the first begins so."""
    [block] = [block for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) if block.startswith(beginning)]
    return str(block)


def run(commands: str, folder: Path, **environment: str) -> None:
    """Run commands of the page, with the folders that it names in a folder of the test's own."""
    for place in ("/var/backups", "/var/lib/bpo-bot"):
        (folder / place.strip("/")).mkdir(parents=True, exist_ok=True)
        commands = commands.replace(place, shlex.quote(f"{folder}{place}"))
    done = subprocess.run(
        ["sh", "-eu", "-c", commands],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr


def ask(url: str, sender: str, key: str) -> Any:
    """The reply to a message, which its key names."""
    body = {"sender": sender, "message": f"what is bpo {key}"}
    response = requests.post(f"{url}/webhooks/rest/webhook", json=body, headers={"Idempotency-Key": key}, timeout=60)
    assert response.ok, response.text
    return response.json()


def under_load(url: str, back_up: Callable[[], None]) -> tuple[Answered, float]:
    """Make a backup while visitors talk; what was answered, and when the backup began."""
    answered: Answered = {}
    over = threading.Event()

    def talk(number: int) -> None:
        for key in map(str, range(10_000)):
            if over.is_set():
                return
            reply = ask(url, f"visitor-{number}", key)
            answered[f"visitor-{number}", key] = time.monotonic(), reply

    with ThreadPoolExecutor(CLIENTS) as pool:
        talking = [pool.submit(talk, number) for number in range(CLIENTS)]
        try:
            while len(answered) < ENOUGH:
                assert not any(one.done() for one in talking), "somebody got no answer"
                time.sleep(0.1)
            began = time.monotonic()
            back_up()
            ended = len(answered)
            while len(answered) < ended + CLIENTS:
                time.sleep(0.1)
        finally:
            over.set()
        for one in talking:
            one.result()
    return answered, began


def check(url: str, engine: sa.engine.Engine, answered: Answered, began: float) -> None:
    """What was answered before the backup began is there, with its reply; what came later can be sent again."""
    from bot.storage.tables import inbox

    with engine.connect() as connection:
        kept = {
            (row.conversation, row.message): row.reply
            for row in connection.execute(sa.select(inbox).where(inbox.c.state == "done"))
        }
    before = {name: reply for name, (moment, reply) in answered.items() if moment < began}
    assert len(before) >= ENOUGH and {name: kept.get(name) for name in before} == before
    assert len(kept) < len(answered), "the backup was not made in the midst of it"
    later = [name for name, (moment, _) in answered.items() if moment >= began]
    for sender, key in sorted(later, key=lambda name: (name[0], int(name[1]))):
        assert ask(url, sender, key), "a message that the backup does not know"
    sender, key = next(iter(before))
    assert ask(url, sender, key) == before[sender, key]


def test_a_copy_of_sqlite_made_under_load_can_be_served(new_server: Callable[..., Any], tmp_path: Path) -> None:
    folder = tmp_path / "var/lib/bpo-bot"
    folder.mkdir(parents=True)
    place = {"BPO_BOT_DATABASE_URL": f"sqlite:///{folder}/bot.db"}
    server = new_server(**place).start()
    answered, began = under_load(
        server.url, lambda: run(told(".venv/bin/python -m bot.storage backup"), tmp_path, **place)
    )
    server.stop(signal.SIGKILL)
    run(told("rm -f"), tmp_path)
    engine = sa.create_engine(place["BPO_BOT_DATABASE_URL"], future=True)
    restored = new_server(**place).start()
    check(restored.url, engine, answered, began)
    engine.dispose()


def test_nothing_is_overwritten_by_a_copy_and_postgresql_is_left_to_its_own_program(
    sqlite_url: str,
    postgres_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("BPO_BOT_DATABASE_URL", sqlite_url)
    copy = tmp_path / "copy.db"
    assert main(["backup", str(copy)]) == 0
    size = copy.stat().st_size
    assert f"{size} bytes" in capsys.readouterr().out
    assert main(["backup", str(copy)]) == 1 and "is there already" in capsys.readouterr().err
    assert main(["backup", str(tmp_path / "no/where.db")]) == 1 and "cannot be written" in capsys.readouterr().err
    assert copy.stat().st_size == size
    monkeypatch.setenv("BPO_BOT_DATABASE_URL", postgres_url)
    assert main(["backup", str(tmp_path / "other.db")]) == 1 and "pg_dump" in capsys.readouterr().err


def test_with_the_least_rights_the_bot_serves_is_dumped_and_restored(
    new_server: Callable[..., Any], postgres: Any, tmp_path: Path
) -> None:
    """The roles of deploy/postgres/roles.sql: one migrates, one serves, one reports and dumps."""
    roles = ["psql", postgres.url, "-f", str(ROOT / "deploy/postgres/roles.sql")]
    passwords = {f"{role}_PASSWORD": "secret" for role in ("OWNER", "SERVER", "READER")}
    subprocess.run(roles, check=True, capture_output=True, timeout=60, env={**os.environ, **passwords})
    server_url = postgres.url.replace("//bot@", "//{}:secret@").replace("/postgres", "/{}")

    def as_role(role: str, database: str = "bot") -> str:
        return str(server_url.format(role, database))

    migrate = [".venv/bin/python", "-m", "bot.storage", "migrate"]
    subprocess.run(
        migrate, cwd=ROOT, env={**os.environ, "BPO_BOT_DATABASE_URL": as_role("bot_owner")}, check=True, timeout=60
    )
    server = new_server(BPO_BOT_DATABASE_URL=as_role("bot_server")).start()
    dump = told("pg_dump")
    answered, began = under_load(server.url, lambda: run(dump, tmp_path, READER_URL=as_role("bot_reader")))
    subprocess.run([".venv/bin/python", "-m", "bot.storage", "purge", "--older-than", "1"], cwd=ROOT, check=True,
                   env={**os.environ, "BPO_BOT_DATABASE_URL": as_role("bot_server")}, timeout=60)  # fmt: skip
    report = [".venv/bin/python", "-m", "bot.report"]
    environment = {**os.environ, "BPO_BOT_DATABASE_URL": as_role("bot_reader")}
    subprocess.run(report, cwd=ROOT, env=environment, check=True, capture_output=True, timeout=120)
    server.stop(signal.SIGKILL)

    for role, statement in (
        ("bot_server", "DROP TABLE inbox"),
        ("bot_server", "CREATE TABLE mine (id int)"),
        ("bot_server", "CREATE TEMPORARY TABLE mine (id int)"),
        ("bot_server", "ALTER TABLE inbox ADD COLUMN mine int"),
        ("bot_server", "CREATE ROLE mine"),
        ("bot_reader", "DELETE FROM inbox"),
        ("bot_reader", "UPDATE inbox SET text = 'mine'"),
    ):
        engine = sa.create_engine(as_role(role), future=True)
        with pytest.raises(sa.exc.ProgrammingError, match=r"permission denied|must be owner"), engine.begin() as one:
            one.execute(sa.text(statement))
        engine.dispose()

    run(
        told('psql "$SUPERUSER_URL"'),
        tmp_path,
        SUPERUSER_URL=postgres.url,
        RESTORED_OWNER_URL=as_role("bot_owner", "bot_restored"),
    )
    restored = new_server(BPO_BOT_DATABASE_URL=as_role("bot_server", "bot_restored")).start()
    for statement in ("CREATE TEMPORARY TABLE mine (id int)", "DROP TABLE inbox"):
        engine = sa.create_engine(as_role("bot_server", "bot_restored"), future=True)
        with pytest.raises(sa.exc.ProgrammingError, match=r"permission denied|must be owner"), engine.begin() as one:
            one.execute(sa.text(statement))
        engine.dispose()

    owner = sa.create_engine(as_role("bot_owner", "bot_restored"), future=True)
    with owner.begin() as one:
        one.execute(sa.text("REVOKE INSERT ON inbox FROM bot_server"))
    owner.dispose()
    lost = requests.post(f"{restored.url}/webhooks/rest/webhook", json={"sender": "a", "message": "hi"}, timeout=60)
    assert lost.status_code == 503
    again = [*roles, "-v", "database=bot_restored"]
    subprocess.run(again, check=True, capture_output=True, timeout=60)  # the passwords stay as they are

    engine = sa.create_engine(as_role("bot_reader", "bot_restored"), future=True)
    check(restored.url, engine, answered, began)
    engine.dispose()


def test_each_alert_has_its_page_and_each_page_its_alert() -> None:
    alerts = [rule["alert"] for group in ALERTS["groups"] for rule in group["rules"]]
    part = PAGE.split("## What to do when\n")[1]
    assert re.findall(r"^### (\w+)$", part, re.MULTILINE) == alerts
    for page in re.split(r"^### ", part, flags=re.MULTILINE)[1:]:
        assert "*See:*" in page and "*Do:*" in page, page.split("\n")[0]


def test_what_the_page_calls_a_panel_is_one() -> None:
    titles = (ROOT / "deploy/grafana/dashboard.json").read_text("utf-8")
    named = set(re.findall(r'"([A-Z][a-z ]+)"', PAGE.split("## What to do when")[1]))
    assert len(named) > 5 and all(f'"title": "{name}' in titles for name in named), named
