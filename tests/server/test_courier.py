"""Hand-offs are delivered in the background, again and again until it worked; on a real database and real receivers."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.destination import Destination, SmtpServer
from bot.handoff import Carrier, Letter, carrier_of
from bot.server import courier as module
from bot.server.courier import FIRST_PAUSE, LAST_PAUSE, LEASE, LONGEST, Courier, by_letter, pause
from bot.server.letters import MOST_LINES, Letters
from bot.settings import Owner, Settings, SettingsError
from bot.storage import Conversations, Handoff, Handoffs, Inbox, Message, Repository, Turn
from bot.storage.forgetting import erase
from bot.storage.tables import handoffs
from tests.receivers import Hook, Mailbox

SECRET = "my secret is Rumpelstiltskin"


@pytest.fixture
def hook() -> Iterator[Hook]:
    receiver = Hook()
    yield receiver
    receiver.close()


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FIRST_PAUSE", 0.1)


@pytest.fixture
async def made() -> AsyncIterator[Callable[..., Courier[Any]]]:
    """Makes couriers; all are stopped."""
    couriers: list[Courier[Any]] = []

    def make(engine: sa.engine.Engine, carrier: Carrier | None, name: str = "me", lease: float = LEASE) -> Courier[Any]:
        assert carrier
        write = Letters(engine, "https://bot.example.com").write
        couriers.append(Courier("handoffs", Handoffs(engine, name, lease), by_letter(write, carrier), look=0.05))
        return couriers[-1]

    yield make
    for courier in couriers:
        await courier.stop(5)


def to_hook(hook: Hook) -> Carrier | None:
    destination = Destination("webhook", hook.url)
    return carrier_of(Settings(owner=Owner(destination=destination), handoff_secret=b"x" * 24))


def hand_over(engine: sa.engine.Engine, name: str = "a", handoff: Handoff | None = None) -> None:
    claim = Inbox(engine, "me", 60.0).put(Message("rest", name, "1", SECRET)).claim
    now = datetime(2026, 11, 27, 19, 57, tzinfo=UTC).timestamp()
    events: list[dict[str, Any]] = [
        {"event": "action", "name": "action_listen", "timestamp": now},
        {"event": "user", "text": SECRET, "timestamp": now},
        {"event": "slot", "name": "profile", "value": None, "timestamp": now},
        {"event": "bot", "text": "On its way.", "timestamp": now},
        {"event": "bot", "text": None, "timestamp": now},
    ]
    given = handoff or Handoff("jane@example.com", {"work": ["hr_payroll"], "volume": 60, "unit": "employees"})
    Conversations(engine).save(Turn(name, 0, 0, events, 1, [], claim, [{"text": "On its way."}], given))


async def settled(engine: sa.engine.Engine, **counts: int) -> None:
    for _ in range(200):
        if await asyncio.to_thread(Handoffs(engine, "test", 0.0).counts) == counts:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(Handoffs(engine, "test", 0.0).counts())


async def test_what_fails_twice_arrives_the_third_time(
    engine: sa.engine.Engine, hook: Hook, made: Any, caplog: pytest.LogCaptureFixture
) -> None:
    hook.failures = [503, 500]
    hand_over(engine)
    with caplog.at_level(logging.DEBUG, "bot"):
        made(engine, to_hook(hook)).start()
        await settled(engine, delivered=1)
    [posted] = hook.posts
    assert hook.tried == 3 and posted.json["data"]["contact"] == "jane@example.com"
    assert posted.json["data"]["answers"] == ["payroll and HR", "about 60 employees"]
    assert [line["text"] for line in posted.json["data"]["transcript"]] == [SECRET, "On its way."]
    assert posted.json["data"]["transcript"][0]["at"] == "2026-11-27T19:57:00+00:00"
    said = caplog.text
    assert "HTTP status 503" in said and "HTTP status 500" in said and "delivered at attempt 3" in said
    assert "Rumpelstiltskin" not in said and "jane" not in said and hook.url not in said


async def test_mail_arrives_too(engine: sa.engine.Engine, made: Any) -> None:
    mailbox = Mailbox()
    mailbox.failures = [451]
    owner = Owner(destination=Destination("mail", "desk@acme.example"))
    hand_over(engine)
    made(engine, carrier_of(Settings(owner=owner, smtp_url=SmtpServer("127.0.0.1", mailbox.port, False)))).start()
    await settled(engine, delivered=1)
    assert SECRET in mailbox.mails[0].get_content() and mailbox.tried == 2
    mailbox.close()


async def test_of_two_servers_one_delivers(engine: sa.engine.Engine, hook: Hook, made: Any) -> None:
    for number in range(10):
        hand_over(engine, f"conversation {number}")
    for name in ("one", "two"):
        made(engine, to_hook(hook), name).start()
    await settled(engine, delivered=10)
    assert hook.tried == 10
    assert len({posted.headers["webhook-id"] for posted in hook.posts}) == 10


async def test_what_a_killed_server_was_delivering_comes_again_under_its_name(
    engine: sa.engine.Engine, hook: Hook, made: Any
) -> None:
    hand_over(engine)
    gone = Handoffs(engine, "gone", 0.3)
    delivery = gone.claim()
    assert delivery
    letter = Letters(engine, "https://bot.example.com").write(delivery)
    await to_hook(hook).deliver(letter)  # and then it was killed
    made(engine, to_hook(hook)).start()
    await settled(engine, delivered=1)
    first, second = hook.posts
    assert first.headers["webhook-id"] == second.headers["webhook-id"] and first.body == second.body


async def test_who_stops_finishes_the_delivery_under_way(engine: sa.engine.Engine, hook: Hook, made: Any) -> None:
    hook.failures = [0.5]
    hand_over(engine)
    courier = made(engine, to_hook(hook))
    courier.start()
    while not hook.tried:
        await asyncio.sleep(0.02)
    await courier.stop(5)
    assert len(hook.posts) == 1
    await settled(engine, delivered=1)


async def test_after_a_day_it_is_given_up_and_kept(
    engine: sa.engine.Engine, hook: Hook, made: Any, caplog: pytest.LogCaptureFixture
) -> None:
    hand_over(engine)
    with engine.begin() as connection:
        connection.execute(handoffs.update().values(created=datetime.now(UTC) - timedelta(days=1, seconds=1)))
    hook.failures = [500]
    with caplog.at_level(logging.ERROR, "bot"):
        made(engine, to_hook(hook)).start()
        await settled(engine, failed=1)
    assert "handoffs --retry" in caplog.text and not hook.posts
    assert Handoffs(engine, "operator", 0.0).retry() == 1
    await settled(engine, delivered=1)


async def test_a_letter_that_cannot_be_written_is_tried_again(
    engine: sa.engine.Engine, hook: Hook, caplog: pytest.LogCaptureFixture
) -> None:
    hand_over(engine)
    failures = [ValueError(SECRET)]
    letters = Letters(engine, "https://bot.example.com")

    def write(delivery: Any) -> Letter:
        if failures:
            raise failures.pop()
        return letters.write(delivery)

    carrier = to_hook(hook)
    assert carrier
    courier = Courier("handoffs", Handoffs(engine, "me", LEASE), by_letter(write, carrier))
    with caplog.at_level(logging.DEBUG, "bot"):
        assert await courier.deliver_next()
        await asyncio.sleep(0.2)
        assert await courier.deliver_next()
    assert len(hook.posts) == 1 and SECRET not in caplog.text and not await courier.deliver_next()


async def test_a_database_that_is_away_ends_no_courier(
    engine: sa.engine.Engine, hook: Hook, made: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, failures = Handoffs.claim, [sa.exc.OperationalError("", {}, Exception("away"))]

    def claim(self: Handoffs) -> Any:
        if failures:
            raise failures.pop()
        return real(self)

    monkeypatch.setattr(Handoffs, "claim", claim)
    hand_over(engine)
    made(engine, to_hook(hook)).start()
    await settled(engine, delivered=1)


async def test_what_is_forgotten_is_not_delivered(engine: sa.engine.Engine, hook: Hook, made: Any) -> None:
    hook.failures = [500]
    hand_over(engine)
    courier = made(engine, to_hook(hook))
    await courier.deliver_next()
    erase(engine, "a")
    await asyncio.sleep(0.2)
    assert not await courier.deliver_next() and not hook.posts


def test_what_is_forgotten_while_its_letter_is_written_is_not_written(engine: sa.engine.Engine) -> None:
    hand_over(engine)
    delivery = Handoffs(engine, "me", LEASE).claim()
    erase(engine, "a")
    assert delivery
    with pytest.raises(LookupError):
        Letters(engine, "https://bot.example.com").write(delivery)


def test_a_letter_links_to_the_recommendation(engine: sa.engine.Engine) -> None:
    kept = Repository(engine).save_assessment("a", "message-1", {}, {"option": "KPO"}, timedelta(days=30))
    hand_over(engine, handoff=Handoff(assessment=kept.id))
    delivery = Handoffs(engine, "me", LEASE).claim()
    assert delivery
    letter = Letters(engine, "https://bot.example.com").write(delivery)
    assert letter.link == f"https://bot.example.com/recommendations/{kept.token}" and letter.contact is None


def test_of_a_long_conversation_a_letter_has_the_end(engine: sa.engine.Engine) -> None:
    hand_over(engine)
    events = [{"event": "user", "text": f"message {n}", "timestamp": 1.0} for n in range(MOST_LINES)]
    claim = Inbox(engine, "me", 60.0).put(Message("rest", "a", "2", "more")).claim
    Conversations(engine).save(Turn("a", 1, 5, events, 1, [], claim, [], Handoff(follows=True)))
    delivery = Handoffs(engine, "me", LEASE).claim()
    assert delivery
    letter = Letters(engine, "https://bot.example.com").write(delivery)
    assert letter.left_out == 2 and len(letter.lines) == MOST_LINES
    assert letter.lines[-1].text == f"message {MOST_LINES - 1}"


def test_attempts_are_further_and_further_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FIRST_PAUSE", FIRST_PAUSE)
    for attempt in range(1, 60):
        whole = min(LAST_PAUSE, FIRST_PAUSE * 2.0 ** (attempt - 1))
        assert whole / 2 <= pause(attempt) <= whole
    assert len({pause(1) for _ in range(10)}) > 1
    assert LEASE > LONGEST


def test_without_a_destination_nothing_is_carried() -> None:
    assert carrier_of(Settings()) is None
    with pytest.raises(SettingsError, match="BPO_BOT_SMTP_URL"):
        carrier_of(Settings(owner=Owner(destination=Destination("mail", "desk@acme.example"))))
    assert carrier_of(Settings(owner=Owner(destination=Destination("slack", "https://hooks.slack.com/x"))))
