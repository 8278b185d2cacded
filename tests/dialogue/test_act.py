"""Actions find in the event what was understood."""

from __future__ import annotations

from bot.dialogue.act import Act, as_event


def test_actions_find_everything_they_need_in_the_event() -> None:
    act = Act(
        intent="unwritten",
        label="unwritten/what_is_rpo",
        choices=("a", "b"),
        profile={"volume": 5},
        fuzzy=("volume",),
        aside="nearshore",
    )
    cards = {"unwritten/what_is_rpo": {"name": "RPO", "topic": "kpo-family", "title": "What is RPO?"}}
    event = as_event(act, cards)
    assert (event["label"], event["name"], event["topic"]) == ("unwritten/what_is_rpo", "RPO", "kpo-family")
    assert (event["choices"], event["profile"], event["aside"]) == (["a", "b"], {"volume": 5}, "nearshore")
    assert event["fuzzy"] == ["volume"]


def test_an_act_without_a_card_has_no_name() -> None:
    event = as_event(Act("unclear"), {})
    assert event["label"] is None and event["name"] is None and event["topic"] is None
