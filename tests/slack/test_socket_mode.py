"""Socket Mode: the bot fetches its events through a web socket, and needs no address that Slack can reach."""

from __future__ import annotations

import asyncio
import json
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
import websockets

from tests.receivers import until
from tests.slack.api import BOT_TOKEN, BOT_USER, SlackApi
from tests.slack.workspace import Person, Slack, shown
from tests.webhook.conftest import Server


class Socket:
    """The other end of the web socket: sends envelopes, and keeps which were acknowledged, with what."""

    def __init__(self) -> None:
        self.acks: dict[str, dict[str, Any]] = {}
        self.connections: list[Any] = []
        self.loop = asyncio.new_event_loop()
        started = threading.Event()
        threading.Thread(target=self._run, args=(started,), daemon=True).start()
        assert started.wait(10)

    def _run(self, started: threading.Event) -> None:
        async def serve() -> None:
            server = await websockets.serve(self._talk, "127.0.0.1", 0)  # type: ignore[attr-defined]
            self.url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/link"
            started.set()

        self.loop.run_until_complete(serve())
        self.loop.run_forever()

    async def _talk(self, connection: Any, *_: Any) -> None:
        self.connections.append(connection)
        await connection.send(json.dumps({"type": "hello", "num_connections": 1}))
        async for text in connection:
            answer = json.loads(text)
            self.acks[answer["envelope_id"]] = answer

    def send(self, kind: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Send an envelope; what it was acknowledged with."""
        name = uuid.uuid4().hex
        envelope = {"type": kind, "envelope_id": name, "payload": payload, "accepts_response_payload": True}
        sent = self.connections[-1].send(json.dumps(envelope))
        asyncio.run_coroutine_threadsafe(sent, self.loop).result(10)
        until(lambda: name in self.acks)
        return self.acks[name]

    def drop(self) -> None:
        """Close the connection, as Slack does every few hours."""
        asyncio.run_coroutine_threadsafe(self.connections[-1].close(), self.loop).result(10)


@pytest.fixture
def socket(api: SlackApi) -> Iterator[Socket]:
    one = Socket()
    api.sockets.append(one.url)
    yield one
    one.loop.call_soon_threadsafe(one.loop.stop)


def test_events_and_commands_come_through_the_socket(
    socket: Socket, api: SlackApi, new_server: Callable[..., Server]
) -> None:
    settings = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": "xapp-1", "BPO_BOT_SLACK_API_URL": f"{api.url}/api"}
    server = new_server(**settings).start()
    until(lambda: bool(socket.connections))
    assert requests.post(f"{server.url}/webhooks/slack/events", b"{}", timeout=10).status_code == 404
    joe = Person(Slack([server.url], api))
    event = joe.write("what is kpo")
    authorizations = [{"team_id": "T1", "user_id": BOT_USER, "is_bot": True}]
    body = {
        "type": "event_callback",
        "team_id": "T1",
        "event_id": "Ev1",
        "event": event,
        "authorizations": authorizations,
    }
    for _ in range(2):
        socket.send("events_api", body)
    [reply] = joe.hear()
    assert "KPO" in shown(reply)

    command = {"command": "/bpo", "text": "help", "user_id": joe.user, "channel_id": "C1", "team_id": "T1"}
    ack = socket.send("slash_commands", {**command, "trigger_id": "1", "response_url": f"{api.url}/respond/x"})
    assert "/bpo ask" in ack["payload"]["text"]

    before = len(socket.connections)
    socket.drop()
    until(lambda: len(socket.connections) > before, 60)
    time.sleep(0.5)
    socket.send("events_api", {**body, "event_id": "Ev2", "event": joe.write("what is aht")})
    assert "AHT" in shown(joe.hear()[0])
    assert server.stop() == 0
