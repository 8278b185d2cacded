"""`GET /openapi.json` describes every route and every status, and none that there is not."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import requests
import sqlalchemy as sa
from rasa.core.channels.channel import UserMessage
from sanic import Sanic

from bot.allowance import Allowance
from bot.assessment import Profile, recommend
from bot.channels import conversations
from bot.channels.page import files
from bot.server.agent import NotReady
from bot.server.app import MAX_BODY, build_app
from bot.server.local_actions import LocalActions
from bot.settings import Settings
from bot.storage import Conversations, Inbox, Keys, Message, Repository, Reused, Tokens, Turn, connect
from bot.storage.engine import create_engine
from tests.described import FILE, Description
from tests.server.serving import Agent, Server

PAGE = {"Origin": "https://www.example.com"}
OTHER = {"Origin": "https://elsewhere.example"}
HOOK, BEGIN = "/webhooks/rest/webhook", "/webhooks/rest/conversations"
ONE = f"{BEGIN}/{{conversation}}"
LINK = "/recommendations/{token}"
STORED = [f"{ONE}/messages", f"{ONE}/feedback", f"{ONE}/transcript", ONE]
METHOD = {f"{ONE}/messages": "GET", f"{ONE}/feedback": "POST", f"{ONE}/transcript": "GET", ONE: "DELETE"}
GOOD = {"sender": "me", "message": "hello"}
OPINION = {"message": 2, "helpful": True}
TOO_BIG = b"x" * (MAX_BODY + 1)


class Echo(Agent):
    """Repeats what it hears, with metadata; has a database."""

    def __init__(self, engine: sa.engine.Engine) -> None:
        super().__init__()
        self.tracker_store = SimpleNamespace(engine=engine)
        self.inbox = Inbox(engine, "me", 60.0)
        self.domain = SimpleNamespace(responses={"utter_smalltalk/greet": [{"text": "Hello."}]}, user_actions=[])
        self.action_endpoint = LocalActions(1, 1.0)

    async def handle_message(self, message: UserMessage) -> None:
        if self.failure:
            raise self.failure
        await message.output_channel.send_response(message.sender_id, {"text": message.text})


class World:
    """A server with one conversation, the requests to it, and the troubles it may be in."""

    def __init__(self, engine: sa.engine.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
        self.engine = engine
        self._patch = monkeypatch
        self.server = Server(Echo(engine), Settings(origins=(PAGE["Origin"],)))
        issued = Tokens(engine).issue()
        self.conversation, self.token = issued.conversation, issued.token
        claim = Inbox(engine, "me", 60.0).put(Message("rest", self.conversation, "1", "hello")).claim
        assert claim
        heard = {"event": "user", "text": "hello", "timestamp": 1.0, "message_id": str(claim.number)}
        said = {"event": "bot", "text": "Hi.", "timestamp": 2.0, "metadata": {"metadata": {"kind": "notice"}}}
        Conversations(engine).save(Turn(self.conversation, 0, 0, [heard, said], 1, [], claim, []))

    def ask(self, method: str, path: str, token: str | None = None, **more: Any) -> requests.Response:
        """Send a request; to the conversation, with its token unless another is given."""
        headers = {"Authorization": f"Bearer {token or self.token}", **more.pop("headers", {})}
        names = {"conversation": more.pop("conversation", self.conversation), "token": more.pop("link", "unknown")}
        url = self.server.url + path.format(**names) + more.pop("query", "")
        return requests.request(method, url, headers=headers, timeout=10, **more)

    def key(self, *scopes: str) -> str:
        return Keys(self.engine).issue("key", scopes)

    def break_store(self) -> None:
        away = create_engine("postgresql://nobody@127.0.0.1:1/bot")
        self._patch.setattr(self.server.agent.tracker_store, "engine", away)
        self._patch.setattr(self.server.agent, "inbox", Inbox(away, "me", 60.0))

    def spend_the_rate(self) -> None:
        """From now on every request is one too many."""
        self.server.stop()
        self.server = Server(self.server.agent, Settings(client_rate=Allowance(1, "day")))
        self.ask("POST", HOOK, json=GOOD)

    def advise(self) -> str:
        """Store a recommendation; its token."""
        profile = {"work": ["hr_payroll"], "volume": 60, "unit": "employees", "home": "US"}
        advice = recommend(Profile.from_dict(profile), draws=0).to_dict()
        return str(Repository(self.engine).save_assessment("me", "1", profile, advice, timedelta(days=1)).token)

    def work_on_a_message(self) -> None:
        Inbox(self.engine, "me", 60.0).put(Message("rest", self.conversation, "2", "hello"))
        self._patch.setattr(conversations, "erased", partial(conversations.erased, patience=0.0))

    def fail(self, failure: Exception) -> None:
        self.server.agent.failure = failure


Case = Callable[[World], requests.Response]


def cases() -> dict[tuple[str, str, int], Case]:
    """For every method, path and status a request that gets it."""
    simple = ["/greeting", "/healthz", "/readyz", "/openapi.json", "/webhooks/rest/"]
    found: dict[tuple[str, str, int], Case] = {("GET", path, 200): partial(plain, "GET", path) for path in simple}
    for path in files():
        for method in ("GET", "HEAD"):
            found[method, path, 200] = partial(plain, method, path)
            found[method, path, 304] = partial(unchanged, method, path)
    for path in (HOOK, BEGIN, *STORED):
        found["OPTIONS", path, 204] = partial(plain, "OPTIONS", path, headers=PAGE)
        found["OPTIONS", path, 403] = partial(plain, "OPTIONS", path, headers=OTHER)
    for path, method in METHOD.items():
        body = {"json": OPINION} if method == "POST" else {}
        found[method, path, 204 if method in ("POST", "DELETE") else 200] = partial(plain, method, path, **body)
        found[method, path, 400] = partial(plain, method, path, conversation="s" * 256, **body)
        found[method, path, 401] = partial(plain, method, path, token="wrong", **body)
        found[method, path, 403] = partial(without_scope, method, path, **body)
        found[method, path, 429] = partial(after, World.spend_the_rate, method, path, **body)
        found[method, path, 503] = partial(after, World.break_store, method, path, **body)
    found |= {
        ("POST", HOOK, 200): partial(plain, "POST", HOOK, json=GOOD),
        ("POST", HOOK, 400): partial(plain, "POST", HOOK, json=[]),
        ("POST", HOOK, 401): lambda world: world.ask(
            "POST", HOOK, "wrong", json={**GOOD, "sender": world.conversation}
        ),
        ("POST", HOOK, 403): with_a_key_required,
        ("POST", HOOK, 413): partial(plain, "POST", HOOK, data=TOO_BIG),
        ("POST", HOOK, 422): partial(after, partial(World.fail, failure=Reused("again")), "POST", HOOK, json=GOOD),
        ("POST", HOOK, 429): partial(after, World.spend_the_rate, "POST", HOOK, json=GOOD),
        ("POST", HOOK, 503): partial(after, partial(World.fail, failure=NotReady("no")), "POST", HOOK, json=GOOD),
        ("POST", BEGIN, 201): partial(plain, "POST", BEGIN, headers=PAGE),
        ("POST", BEGIN, 403): partial(plain, "POST", BEGIN, headers=OTHER),
        ("POST", BEGIN, 413): partial(plain, "POST", BEGIN, data=TOO_BIG),
        ("POST", BEGIN, 429): partial(after, World.spend_the_rate, "POST", BEGIN),
        ("POST", BEGIN, 503): partial(after, World.break_store, "POST", BEGIN),
        ("POST", f"{ONE}/feedback", 404): partial(plain, "POST", f"{ONE}/feedback", json={**OPINION, "message": 1}),
        ("POST", f"{ONE}/feedback", 413): partial(plain, "POST", f"{ONE}/feedback", data=TOO_BIG),
        ("DELETE", ONE, 409): partial(after, World.work_on_a_message, "DELETE", ONE),
        ("GET", "/readyz", 503): partial(after, World.break_store, "GET", "/readyz"),
    }
    for method in ("GET", "HEAD"):
        found[method, LINK, 200] = partial(shared, method)
        found[method, LINK, 404] = partial(plain, method, LINK)
        found[method, LINK, 503] = partial(after, World.break_store, method, LINK)
    return found


def unchanged(method: str, path: str, world: World) -> requests.Response:
    return world.ask(method, path, headers={"If-None-Match": world.ask("GET", path).headers["ETag"]})


def plain(method: str, path: str, world: World, **more: Any) -> requests.Response:
    return world.ask(method, path, **more)


def after(trouble: Callable[[World], None], method: str, path: str, world: World, **more: Any) -> requests.Response:
    trouble(world)
    return world.ask(method, path, **more)


def without_scope(method: str, path: str, world: World, **more: Any) -> requests.Response:
    return world.ask(method, path, world.key(), conversation="me", **more)


def with_a_key_required(world: World) -> requests.Response:
    world.server.stop()
    world.server = Server(world.server.agent, Settings(require_key=True))
    return world.ask("POST", HOOK, world.key("read"), json=GOOD)


def shared(method: str, world: World) -> requests.Response:
    return world.ask(method, LINK, link=world.advise())


@pytest.fixture(scope="module")
def description() -> Description:
    return Description()


@pytest.fixture
def world(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    engine = connect(sqlite_url)
    made = World(engine, monkeypatch)
    yield made
    made.server.stop()
    engine.dispose()


def test_there_is_a_request_for_every_status_that_is_described(description: Description) -> None:
    assert set(cases()) == description.statuses


@pytest.mark.parametrize("case", sorted(cases()), ids=lambda case: f"{case[0]} {case[1]} {case[2]}")
def test_every_status_that_is_described_can_be_got_and_is_as_described(
    world: World, description: Description, case: tuple[str, str, int]
) -> None:
    response = cases()[case](world)
    assert response.status_code == case[2], response.text
    assert description.faults(response) == []


def test_every_route_is_described_and_none_that_there_is_not(description: Description) -> None:
    app = build_app(Settings(), lambda: Agent())
    Sanic._app_registry.pop(app.name)
    addresses = {route.path: "/" + re.sub(r"<[^>]*>", "x", route.path).strip("/") for route in app.router.routes}
    routes = {
        (method, shape(description.path(addresses[route.path]) or route.path))
        for route in app.router.routes
        for method in route.methods
    }
    assert routes == {(method, shape(path)) for method, path in description.operations}


def shape(path: str) -> str:
    """A path without the names of its parts, and without what Sanic does not tell apart."""
    return re.sub(r"<[^>]*>|{[^}]*}", "{}", path).strip("/")


def test_the_file_is_what_is_served(world: World) -> None:
    assert world.ask("GET", "/openapi.json").json() == json.loads(FILE.read_text("utf-8"))


def test_it_has_the_version_of_the_product(description: Description) -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    assert description.whole["info"]["version"] == project["version"]


def test_what_is_described_twice_is_written_once_and_used(description: Description) -> None:
    written = json.dumps(description.whole)
    for kind, parts in description.whole["components"].items():
        if kind != "securitySchemes":
            for name in parts:
                assert f'"#/components/{kind}/{name}"' in written, f"{kind}/{name} is used nowhere"


@pytest.mark.parametrize("query", ["?after=", "?after=-1", "?after=x"])
def test_what_is_no_number_is_refused_as_described(world: World, description: Description, query: str) -> None:
    response = world.ask("GET", f"{ONE}/messages", query=query)
    assert response.status_code == 400 and description.faults(response) == []


def test_a_stream_is_as_described(world: World, description: Description) -> None:
    response = world.ask("POST", HOOK, json=GOOD, headers={"Accept": "text/event-stream"})
    assert response.status_code == 200 and description.faults(response) == []


def test_what_is_not_described_is_found(world: World, description: Description) -> None:
    response = world.ask("GET", "/greeting")
    response.status_code = 418
    assert description.faults(response) == ["GET /greeting: 418 is not described"]
    response.status_code, response._content = 200, b'[{"text": 7}]'
    assert len(description.faults(response)) == 3  # the text is no string, buttons and metadata are missing
