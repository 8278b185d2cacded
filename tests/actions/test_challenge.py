"""Doubts about a recommendation are answered from the model."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from actions.challenge import ActionChallenge
from bot.assessment import Profile, recommend

PROFILE: dict[str, Any] = {
    "work": ["customer_support"],
    "volume": 8000,
    "unit": "calls",
    "period": "month",
    "setup": "none",
    "priority": "scale",
    "data": ["none"],
    "channels": ["voice"],
}


@pytest.fixture
def ask(tracker: Any, dispatcher: Any) -> Any:
    def one(kind: str, profile: dict[str, Any] = PROFILE, **challenge: Any) -> dict[str, Any]:
        whole = {"kind": kind, "profile": {}, "factor": None, "named": (), "adds": False, **challenge}
        dispatcher.messages.clear()
        heard = tracker("challenge", act={"challenge": whole}, slots={"advised": profile})
        assert ActionChallenge().run(dispatcher, heard, {}) == []  # the answers stay as they are
        return dict(dispatcher.messages[0])

    return one


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("cost", "Indicative cost: $"),
        ("people", "13 people to plan for"),
        ("place", "Offshore, then nearshore"),
        ("price", "Priced by the seat"),
    ],
)
def test_a_part_of_it_is_said_again(kind: str, said: str, ask: Any) -> None:
    reply = ask(kind)
    assert said in reply["text"] and reply["buttons"]


def test_while_it_still_asks_there_is_nothing_to_compare(tracker: Any, dispatcher: Any, reply: Any) -> None:
    heard = tracker("challenge", act={"challenge": {"kind": "compare"}}, asked="volume")
    assert ActionChallenge().run(dispatcher, heard, {}) == []
    assert "recommend now" in reply()["text"]


def test_a_multiple_of_the_volume_is_computed(ask: Any) -> None:
    told = ask("what_if", factor=2.0)
    assert told["text"].startswith("Supposing about 16,000 calls a month: ")
    supposed = told["metadata"]["supposed"]
    assert supposed["profile"] == {**PROFILE, "volume": 16000}
    assert supposed["recommendation"] == recommend(Profile.from_dict(supposed["profile"])).to_dict()


def test_a_list_grows_by_what_comes_on_top(ask: Any) -> None:
    told = ask("what_if", profile=PROFILE, adds=True)
    assert told["text"] == "That is what I reckoned with already."


def test_an_added_channel_is_added(tracker: Any, dispatcher: Any) -> None:
    challenge = {"kind": "what_if", "profile": {"channels": ["email"]}, "factor": None, "named": [], "adds": True}
    ActionChallenge().run(dispatcher, tracker(act={"challenge": challenge}, slots={"advised": PROFILE}), {})
    [told] = dispatcher.messages
    assert told["metadata"]["supposed"]["profile"]["channels"] == ["voice", "email"]
    assert "Supposing phone and email: It would be **a multi-channel contact center** instead of" in told["text"]


def test_without_a_volume_there_is_nothing_to_multiply(ask: Any) -> None:
    assert "no volume" in ask("what_if", {"work": ["hr_payroll"]}, factor=2.0)["text"]


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ((), "78.5 points, a multi-channel contact center 74.5 points. It is ahead on the channels (4)"),
        (("INHOUSE",), "your own in-house team 36.5 points"),
        (("BLENDED",), "is ruled out: nobody does it today"),
        (("KPO",), "is not a choice for customer support"),
        (("CC_DEDICATED",), "is what I recommend"),
        (("onshore",), "Onshore is"),
        (("offshore",), "is where I would put it"),
    ],
)
def test_an_option_or_a_place_is_held_against_the_recommended_one(ask: Any, named: tuple[str, ...], said: str) -> None:
    assert said in ask("why_not", {**PROFILE, "hours": "24x7", "aht": 5}, named=named)["text"]


def test_what_would_change_it_is_said_again(ask: Any) -> None:
    assert ask("flip")["text"].startswith("**It would change if:** ")


def test_the_links_are_given_again(tracker: Any, dispatcher: Any, store: Any) -> None:
    kept = store.save_assessment("visitor", "message-0", PROFILE, {"option": "KPO"}, timedelta(days=1))
    slots = {"advised": PROFILE, "assessment_id": kept.id}
    heard = tracker("challenge", act={"challenge": {"kind": "take_away"}}, slots=slots)
    ActionChallenge(store).run(dispatcher, heard, {})
    [away] = dispatcher.messages
    assert away["metadata"]["links"]["pdf"].endswith(".pdf") and away["metadata"]["recommendation"] == {"option": "KPO"}
