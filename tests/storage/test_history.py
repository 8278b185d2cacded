"""The history is what was said, in order, a page at a time; feedback goes with a message of the bot; on both databases."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from bot.storage import Conversations, Feedback, History, Inbox, Message, NoSuchMessage, Opinion, Turn
from bot.storage.forgetting import erase
from bot.storage.tables import feedback

BUTTONS = [{"title": "What is BPO?", "payload": "What is BPO?"}]


def said(engine: sa.engine.Engine, conversation: str, text: str, *replies: dict[str, Any]) -> None:
    """A turn as it is stored: what the visitor said, events between, and what the bot replied."""
    box, kept = Inbox(engine, "me", 60.0), Conversations(engine)
    claim = box.put(Message("rest", conversation, f"key-{text}", text, {"page": "/"})).claim
    before = kept.load(conversation)
    assert claim
    heard = {"event": "user", "text": text.lstrip("/"), "message_id": str(claim.number), "timestamp": 1795809702.5}
    events = [{"event": "action", "timestamp": 1795809702.0}, heard, {"event": "slot", "timestamp": 1795809702.6}]
    for reply in replies:
        more = {"metadata": reply["metadata"], "utter_action": "utter_faq/what_is_bpo", "assistant_id": "bot"}
        data = {"buttons": reply.get("buttons"), "image": None}
        events.append(
            {"event": "bot", "text": reply["text"], "data": data, "metadata": more, "timestamp": 1795809703.0}
        )
    version, sequence = (before.version, before.sequence) if before else (0, 0)
    kept.save(Turn(conversation, version, sequence, events, 1, [], claim, list(replies)))


@pytest.fixture
def talk(engine: sa.engine.Engine) -> History:
    """Two turns of one conversation with one of another between."""
    answer = {"text": "It is ...", "metadata": {"kind": "answer", "faq": "what_is_bpo"}, "buttons": BUTTONS}
    said(engine, "one", "/faq", answer, {"text": "More?", "metadata": {"kind": "notice"}})
    said(engine, "two", "hi", {"text": "Hello.", "metadata": {"kind": "smalltalk"}})
    said(engine, "one", "thanks", {"text": "With pleasure.", "metadata": {"kind": "smalltalk"}})
    return History(engine)


def test_what_was_said_is_read_as_it_was_sent(talk: History) -> None:
    page = talk.page("one")
    assert [(one.number, one.speaker, one.text) for one in page] == [
        (2, "visitor", "/faq"),
        (4, "bot", "It is ..."),
        (5, "bot", "More?"),
        (7, "visitor", "thanks"),
        (9, "bot", "With pleasure."),
    ]
    assert [one.id for one in page] == ["key-/faq", None, None, "key-thanks", None]
    assert page[0].metadata == {"page": "/"} and page[0].buttons == []
    assert page[1].metadata == {"kind": "answer", "faq": "what_is_bpo"} and page[1].buttons == BUTTONS
    assert page[2].buttons == [] and page[0].at == datetime.fromtimestamp(1795809702.5, UTC)


def test_a_page_begins_behind_a_number_and_has_an_end(talk: History) -> None:
    assert [one.number for one in talk.page("one", after=4)] == [5, 7, 9]
    assert [one.number for one in talk.page("one", most=2)] == [2, 4]
    assert [one.number for one in talk.page("one", after=4, most=2)] == [5, 7]
    assert talk.page("one", after=9) == [] == talk.page("nobody")


def test_all_of_it_is_read_page_by_page(
    talk: History, engine: sa.engine.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = []
    whole = talk.page("one")
    page = talk.page

    def small(conversation: str, after: int = 0) -> Any:
        pages.append(after)
        return page(conversation, after, 2)

    monkeypatch.setattr(talk, "page", small)
    assert list(talk.all("one")) == whole and pages == [0, 4, 7, 9]


def opinions(engine: sa.engine.Engine) -> list[Any]:
    with engine.connect() as connection:
        return connection.execute(sa.select(feedback).order_by(feedback.c.message)).all()


def test_an_opinion_is_stored_with_the_entry_and_a_second_one_replaces_it(
    talk: History, engine: sa.engine.Engine
) -> None:
    store = Feedback(engine)
    store.save("one", Opinion(4, True))
    store.save("one", Opinion(5, False, "too long"))
    store.save("one", Opinion(4, False, "wrong"))
    assert [(one.message, one.helpful, one.reason, one.faq) for one in opinions(engine)] == [
        (4, False, "wrong", "what_is_bpo"),
        (5, False, "too long", None),
    ]


@pytest.mark.parametrize("number", [0, 1, 2, 3, 10, 2**31 - 1])
def test_there_is_no_opinion_on_what_the_bot_did_not_say(talk: History, engine: sa.engine.Engine, number: int) -> None:
    with pytest.raises(NoSuchMessage):
        Feedback(engine).save("one", Opinion(number, True))
    with pytest.raises(NoSuchMessage):
        Feedback(engine).save("nobody", Opinion(4, True))
    assert opinions(engine) == []


def test_opinions_at_the_same_moment_are_one(talk: History, engine: sa.engine.Engine) -> None:
    barrier = threading.Barrier(6)

    def save(helpful: bool) -> None:
        barrier.wait()
        Feedback(engine).save("one", Opinion(4, helpful))

    threads = [threading.Thread(target=save, args=(number % 2 == 0,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opinions(engine)) == 1


def test_an_opinion_is_forgotten_with_the_conversation(talk: History, engine: sa.engine.Engine) -> None:
    Feedback(engine).save("one", Opinion(4, True))
    Feedback(engine).save("two", Opinion(4, True))
    erase(engine, "one")
    assert [one.conversation for one in opinions(engine)] == ["two"] and talk.page("one") == []
