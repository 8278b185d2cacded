"""Through the checked-in nginx nothing is lost, nothing is held back, and everybody is counted by their own address."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import requests
import sqlalchemy as sa

from bot.channels.slack import MAX_BODY as MAX_SLACK_BODY
from bot.server.app import MAX_BODY
from bot.server.composition import SPARE
from bot.server.dispatcher import WAIT
from bot.settings import Settings
from bot.storage.engine import create_engine
from bot.storage.tables import events, inbox
from tests.deploy.conftest import CONFIGURATION, ROOT, Site
from tests.receivers import until

OPERATIONS = ROOT / "docs/operations.md"
PROBLEM = "application/problem+json"
CONVERSATIONS, MESSAGES = 12, 8


def test_what_passes_what_is_refused_and_what_is_logged(site: Site) -> None:
    nginx = site.nginx
    assert nginx.checked() == ""

    plain = requests.get(f"{nginx.plain}/x?y=1", allow_redirects=False, timeout=10)
    assert plain.status_code == 301 and plain.headers["Location"] == "https://localhost/x?y=1"

    answer = nginx.post({"sender": "a", "message": "what is bpo"}, headers={"X-Request-Id": "mine"})
    assert answer.json()[0]["metadata"]["faq"] == "what_is_bpo"
    assert answer.headers["X-Request-Id"] == "mine" and "max-age" in answer.headers["Strict-Transport-Security"]
    assert re.fullmatch(r"[0-9a-f]{32}", nginx.get("/healthz").headers["X-Request-Id"])

    unnamed = nginx.post({"sender": "unnamed", "message": "what is bpo"})
    engine = create_engine(site.database.url)
    with engine.connect() as connection:
        [key] = connection.execute(sa.select(inbox.c.message).where(inbox.c.conversation == "unnamed")).scalars()
    engine.dispose()
    assert key == unnamed.headers["X-Request-Id"], "who sends no key gets one, under which nginx may repeat the message"

    large = nginx.post({"sender": "a", "message": "x" * 20_000})
    assert large.status_code == 413 and large.headers["Content-Type"] == PROBLEM and large.json()["status"] == 413
    assert nginx.get("/metrics").status_code == 404
    assert nginx.get("/").ok and nginx.get("/widget.js").ok

    begun = requests.post(
        f"{nginx.url}/webhooks/rest/conversations",
        headers={"Origin": nginx.url},
        verify=nginx.certificate,
        timeout=10,
    )
    assert begun.status_code == 201, "a page of the bot's own address may begin a conversation"
    visit = begun.json()
    history = nginx.get(
        f"/webhooks/rest/conversations/{visit['conversation']}/messages",
        headers={"Authorization": f"Bearer {visit['token']}"},
    )
    assert history.json() == {"messages": [], "last": 0}
    assert nginx.get("/recommendations/zxqv-secret.pdf").status_code == 404

    until(lambda: "GET /recommendations 404" in nginx.log.read_text())  # a line is written after the answer
    log = nginx.log.read_text()
    assert visit["conversation"] not in log and "zxqv" not in log
    assert " GET /webhooks/rest/conversations 200 " in log and " GET /recommendations 404 " in log
    assert "request=mine" in log


def test_events_are_passed_on_while_the_bot_works(site: Site) -> None:
    with site.nginx.post(
        {"sender": "a", "message": "what is bpo"}, headers={"Accept": "text/event-stream"}, stream=True
    ) as response:
        assert response.headers["Content-Type"].startswith("text/event-stream")
        came: list[tuple[str, float]] = []
        for line in response.iter_lines(chunk_size=1):
            if line.startswith(b"event: "):
                came.append((line.decode().removeprefix("event: "), time.monotonic()))
    names = [name for name, _ in came]
    assert names[0] == "typing" and names[-1] == "done" and "message" in names
    # The bot says `typing` before it works and the rest after it: held back, all would come at once.
    assert came[1][1] - came[0][1] > 0.005


def test_a_client_that_sends_too_fast_is_told_so_by_nginx(site: Site) -> None:
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: site.nginx.get("/healthz"), range(400)))
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused and refused[0].headers["Content-Type"] == PROBLEM and refused[0].headers["Retry-After"] == "5"
    assert Counter(answer.status_code for answer in answers).keys() == {200, 429}


def test_a_killed_server_loses_no_message(site: Site) -> None:
    nginx, failures = site.nginx, Counter[int]()

    def say(sender: str, number: int) -> Any:
        body, deadline = {"sender": sender, "message": f"what is bpo {number}"}, time.monotonic() + 120
        while time.monotonic() < deadline:
            answer = nginx.post(body, headers={"Idempotency-Key": str(number)})
            if answer.ok:
                return answer.json()
            assert answer.status_code in (429, 503) and answer.headers["Content-Type"] == PROBLEM, answer.text
            failures[answer.status_code] += 1
            time.sleep(0.3)
        raise AssertionError(f"message {number} of {sender} was not answered")

    def talk(sender: str) -> None:
        for number in range(MESSAGES):
            assert say(sender, number)

    killed = threading.Event()

    def kill() -> None:
        time.sleep(1.0)
        site.servers[0].stop(signal.SIGKILL)
        killed.set()

    senders = [f"visitor-{number}" for number in range(CONVERSATIONS)]
    with ThreadPoolExecutor(CONVERSATIONS + 1) as pool:
        killing = pool.submit(kill)
        list(pool.map(talk, senders))
        killing.result()
    assert killed.is_set()
    engine = create_engine(site.database.url)
    with engine.connect() as connection:
        states = Counter(
            row.state for row in connection.execute(sa.select(inbox.c.state).where(inbox.c.conversation.in_(senders)))
        )
        stored = sa.select(events.c.conversation, events.c.data).where(events.c.conversation.in_(senders))
        rows = connection.execute(stored.order_by(events.c.sequence))
        heard: dict[str, list[str]] = {sender: [] for sender in senders}
        for row in rows:
            if row.data["event"] == "user":
                heard[row.conversation].append(row.data["text"])
    engine.dispose()
    assert states == {"done": CONVERSATIONS * MESSAGES}
    assert heard == {sender: [f"what is bpo {number}" for number in range(MESSAGES)] for sender in senders}

    site.servers[1].stop(signal.SIGKILL)
    gone = nginx.post({"sender": "late", "message": "hi"})
    assert gone.status_code == 503 and gone.headers["Retry-After"] == "2" and gone.json()["title"] == "Not just now"
    print(json.dumps({"failures": failures}))  # noqa: T201


def test_everybody_is_counted_by_their_own_address_whatever_they_claim(sites: Callable[..., Site]) -> None:
    running = sites(BPO_BOT_CLIENT_RATE="6/hour")

    def ask(**headers: str) -> int:
        # Whatever is claimed, nginx adds the address that it sees.
        return running.nginx.post({"sender": "a", "message": "hi"}, headers=headers).status_code

    statuses = Counter(ask(**{"X-Forwarded-For": f"203.0.113.{number}"}) for number in range(20))
    # Two servers count for themselves, so that twice as many pass; made-up addresses do not help.
    assert statuses[200] <= 12 and statuses[429] >= 8
    # Past nginx, with what it would add for another visitor.
    direct = f"{running.servers[0].url}/webhooks/rest/webhook"
    body = {"sender": "b", "message": "hi"}
    other = requests.post(direct, json=body, headers={"X-Forwarded-For": "127.0.0.1, 203.0.113.9"}, timeout=60)
    assert other.status_code == 200, "who comes from another address is another client"


def test_nginx_waits_longer_and_takes_no_more_than_the_bot() -> None:
    written = CONFIGURATION.read_text("utf-8")
    [wait] = re.findall(r"proxy_read_timeout (\d+)s;", written)
    assert int(wait) > WAIT + Settings().action_timeout + SPARE
    body, slack = re.findall(r"client_max_body_size (\d+)k;", written)
    assert (int(body) * 1024, int(slack) * 1024) == (MAX_BODY, MAX_SLACK_BODY)


def test_on_a_machine_of_its_own_it_is_right_with_the_changes_that_the_page_makes(site: Site) -> None:
    [block] = re.findall(r"```sh\n( +sed -e.*?) > /etc/nginx/nginx.conf", OPERATIONS.read_text("utf-8"), re.DOTALL)
    written = subprocess.run(["sh", "-ec", block], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert not re.search(r"/(?:tmp|dev)/|bot\d:|8080|8443", written)
    nginx = site.nginx
    for place in ("/etc/nginx/tls", "/run", "/var/lib/nginx", "/var/log/nginx"):
        here = nginx.folder / place.strip("/")
        here.mkdir(parents=True, exist_ok=True)
        written = written.replace(f"{place}/", f"{here}/")
    for name in ("tls.crt", "tls.key"):
        shutil.copy(nginx.tls / name, nginx.folder / "etc/nginx/tls" / name)
    nginx.configuration.write_text(written.replace("listen 80;", "listen 127.0.0.1:8080;"))
    assert nginx.checked() == ""
