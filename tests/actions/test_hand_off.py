"""The way to a person: the owner's contact, or a hand-over that says what is sent to whom, and what comes next."""

from __future__ import annotations

from typing import Any

import pytest

from actions.hand_off import ActionBackToBot, ActionHandOff, ActionLeaveContact, ActionPassOn
from bot.destination import Destination
from bot.settings import Owner

DESTINATION = Destination("mail", "desk@acme.example")
ACME = Owner("Acme", "help@acme.example", "on weekdays, 9 to 5", DESTINATION)
NOBODY = Owner(destination=DESTINATION)
ANSWERS = {"profile": {"work": ["hr_payroll"]}, "asked": ["work"]}


def said(mark: str) -> dict[str, Any]:
    return {"event": "bot", "text": "so", "metadata": {"metadata": {"kind": "handoff", "handoff": mark}}}


class TestWithoutADestination:
    """The owner's contact is all there is."""

    def test_a_configured_contact_is_given(self, tracker: Any, dispatcher: Any, reply: Any) -> None:
        owner = Owner("Acme", "help@acme.example", "on weekdays, 9 to 5")
        assert ActionHandOff(owner).run(dispatcher, tracker("hand_off"), {}) == []
        assert "a person at Acme" in reply()["text"] and "help@acme.example" in reply()["text"]
        assert "They answer on weekdays, 9 to 5." in reply()["text"]
        assert reply()["metadata"] == {"kind": "handoff"}

    def test_a_contact_alone_will_do(self, tracker: Any, dispatcher: Any, reply: Any) -> None:
        ActionHandOff(Owner(contact="+1 555 0100")).run(dispatcher, tracker("hand_off"), {})
        assert "a person here: +1 555 0100." in reply()["text"] and "None" not in reply()["text"]

    def test_without_a_contact_none_is_made_up(self, tracker: Any, dispatcher: Any, reply: Any) -> None:
        ActionHandOff(Owner(name="Acme")).run(dispatcher, tracker("hand_off"), {})
        assert "nobody has given me a contact" in reply()["text"] and reply()["metadata"] == {"kind": "handoff"}

    @pytest.mark.parametrize("action", [ActionLeaveContact, ActionPassOn])
    def test_what_was_begun_with_one_hands_nothing_over(
        self, action: Any, tracker: Any, dispatcher: Any, reply: Any
    ) -> None:
        action(Owner()).run(dispatcher, tracker(act={"step": "send", "contact": "jane@example.com"}), {})
        assert reply()["metadata"] == {"kind": "handoff"} and "nobody has given me" in reply()["text"]


class TestAsking:
    """What would be sent, to whom, and what leaving a contact means."""

    def test_all_of_it_is_said(self, tracker: Any, dispatcher: Any, reply: Any, titles: Any) -> None:
        assert ActionHandOff(ACME).run(dispatcher, tracker("hand_off"), {}) == []
        text = reply()["text"]
        assert (
            "this conversation on to a person at Acme" in text and "you agree that Acme uses it to answer you" in text
        )
        assert reply()["metadata"] == {"kind": "handoff", "handoff": "asked"}
        assert titles(reply()) == ["No contact", "Don't send"]

    def test_an_owner_without_a_name_is_the_sites(self, tracker: Any, dispatcher: Any, reply: Any) -> None:
        ActionHandOff(NOBODY).run(dispatcher, tracker("hand_off"), {})
        assert "the owner of this site uses it" in reply()["text"] and "None" not in reply()["text"]

    def test_an_open_assessment_pauses_and_its_answers_go_along(
        self, tracker: Any, dispatcher: Any, reply: Any, slots: Any
    ) -> None:
        events = ActionHandOff(ACME).run(dispatcher, tracker("hand_off", slots=ANSWERS, asked="volume"), {})
        assert events[0] == {"event": "active_loop", "timestamp": None, "name": None}
        assert slots(events) == {"requested_slot": None} and "with your answers" in reply()["text"]

    def test_it_is_asked_once_more_with_both_ways_out(
        self, tracker: Any, dispatcher: Any, reply: Any, titles: Any
    ) -> None:
        ActionLeaveContact(ACME).run(dispatcher, tracker(act={"step": "ask_again"}), {})
        assert reply()["metadata"]["handoff"] == "asked_again" and titles(reply()) == ["No contact", "Don't send"]

    def test_a_question_in_between_is_answered_first(self, tracker: Any, dispatcher: Any) -> None:
        act = {"step": "ask", "label": "faq/what_is_bpo"}
        ActionLeaveContact(ACME).run(dispatcher, tracker(act=act), {})
        answer, asked = dispatcher.messages
        assert answer["response"] == "utter_faq/what_is_bpo" and asked["metadata"]["handoff"] == "asked"


class TestSending:
    """What happens next, and when."""

    def test_with_a_contact(self, tracker: Any, dispatcher: Any, reply: Any, titles: Any) -> None:
        act = {"step": "send", "contact": "jane@example.com"}
        assert ActionLeaveContact(ACME).run(dispatcher, tracker(act=act), {}) == []
        text = reply()["text"]
        assert "on its way to a person at Acme, who can answer you at jane@example.com." in text
        assert "They answer on weekdays, 9 to 5." in text and 'Say "back to the bot"' in text
        assert reply()["metadata"] == {"kind": "handoff", "handoff": "handed_over"}
        assert titles(reply()) == ["Back to the bot"]

    @pytest.mark.parametrize(
        ("owner", "part"),
        [
            (ACME, "you can reach them here: help@acme.example."),
            (NOBODY, "no contact of yours to answer to. I don't know"),
        ],
    )
    def test_without_one(self, owner: Owner, part: str, tracker: Any, dispatcher: Any, reply: Any) -> None:
        ActionLeaveContact(owner).run(dispatcher, tracker(act={"step": "send", "contact": None}), {})
        assert part in reply()["text"] and "None" not in reply()["text"]

    def test_or_not_at_all(self, tracker: Any, dispatcher: Any, reply: Any, titles: Any) -> None:
        ActionLeaveContact(ACME).run(dispatcher, tracker(act={"step": "drop"}, slots=ANSWERS), {})
        assert reply()["text"].startswith("Nothing was sent.") and reply()["metadata"] == {"kind": "notice"}
        assert titles(reply())[0] == "Go on with the assessment"


class TestKeepingQuiet:
    """One line, then hardly any, until the visitor returns."""

    @pytest.mark.parametrize(
        ("before", "text"), [("handed_over", "I've passed this on too."), ("passed_on", "Passed on.")]
    )
    def test_only_the_first_time_is_explained(
        self, before: str, text: str, tracker: Any, dispatcher: Any, reply: Any, titles: Any
    ) -> None:
        conversation = tracker("pass_on")
        conversation.events.insert(0, said(before))
        ActionPassOn(ACME).run(dispatcher, conversation, {})
        assert reply()["text"].startswith(text) and reply()["metadata"] == {"kind": "handoff", "handoff": "passed_on"}
        assert titles(reply()) == ["Back to the bot"]

    def test_who_returns_may_go_on_with_the_assessment(
        self, tracker: Any, dispatcher: Any, reply: Any, titles: Any
    ) -> None:
        ActionBackToBot().run(dispatcher, tracker("back_to_bot", slots=ANSWERS), {})
        assert titles(reply())[0] == "Go on with the assessment" and reply()["metadata"] == {"kind": "notice"}

    @pytest.mark.parametrize("slots", [{}, {**ANSWERS, "assessment_id": "1"}])
    def test_or_ask_something(self, slots: Any, tracker: Any, dispatcher: Any, reply: Any, titles: Any) -> None:
        ActionBackToBot().run(dispatcher, tracker("back_to_bot", slots=slots), {})
        assert titles(reply())[0] == "What is BPO?"

    def test_who_was_never_gone_is_asked_the_open_question_again(
        self, tracker: Any, dispatcher: Any, reply: Any
    ) -> None:
        ActionBackToBot().run(dispatcher, tracker("back_to_bot", slots=ANSWERS, asked="volume"), {})
        assert reply()["text"].startswith("I'm here.") and reply()["buttons"] == []
