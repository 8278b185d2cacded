"""A conversation is forgotten only once its visitor confirmed it."""

from __future__ import annotations

from typing import Any

from actions.forget import ActionForget


def test_it_asks_first(tracker: Any, dispatcher: Any, reply: Any) -> None:
    ActionForget().run(dispatcher, tracker("forget_me"), {})
    assert reply()["metadata"] == {"kind": "notice", "confirm": "forget_me"}
    assert "cannot be undone" in reply()["text"]


def test_confirmed_it_marks_the_reply(tracker: Any, dispatcher: Any, reply: Any) -> None:
    ActionForget().run(dispatcher, tracker("forget_me", act={"confirmed": True}), {})
    assert reply()["metadata"] == {"kind": "notice", "forget": True}
