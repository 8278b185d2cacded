"""People talk to the bot in Slack: direct messages, mentions, threads; and to one another."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.slack.api import BOT_USER, SlackApi
from tests.slack.workspace import Person, elements, names, quiet, shown

Someone = Callable[..., Person]


def test_a_direct_message_is_answered_in_its_thread(jane: Person, api: SlackApi) -> None:
    event = jane.write("what is kpo")
    assert jane.slack.event(event).status_code == 200
    [reply] = jane.hear()
    assert "KPO" in shown(reply) and "Sources: " in shown(reply)
    assert reply["thread_ts"] == event["ts"] and reply["channel"] == jane.channel
    status = api.made("assistant.threads.setStatus")[-1]
    assert (status["channel_id"], status["thread_ts"]) == (jane.channel, event["ts"])


def test_what_was_said_before_is_known_in_another_thread(jane: Person) -> None:
    jane.say("I need advice")
    [_, question] = jane.messages
    assert "Question 1 of" in shown(question)
    [second] = jane.say("Customer service")  # which is a thread of its own
    assert "Question 2 of" in shown(second)


def test_a_mention_is_answered_in_a_thread_that_the_bot_joins(person: Someone) -> None:
    joe, ann = person("C1"), person("C1")
    [reply] = joe.say("what is kpo?")
    assert reply["thread_ts"] == joe.thread and "KPO" in shown(reply)
    ann.thread = joe.thread
    ann.slack.event(ann.write("and how does it differ from BPO?"))  # without a mention
    assert len(ann.hear()) == 2  # both answers are in the thread


def test_one_thread_knows_nothing_of_another(person: Someone) -> None:
    joe, ann = person("C2"), person("C2")
    joe.say("I need advice", 2)
    assert "Question 1 of" in shown(joe.messages[-1])
    [reply] = ann.say("skip")
    assert "Question" not in shown(reply)


def test_the_bot_keeps_out_of_what_is_not_for_it(person: Someone, api: SlackApi) -> None:
    joe = person("C3")
    joe.slack.event(joe.write("what is bpo?"))  # in a channel, to nobody
    joe.slack.event(joe.write("what is bpo?"))  # in a thread that it is not in
    quiet(lambda: len(api.posted("C3")))
    assert api.posted("C3") == []
    joe.say("what is bpo?")
    joe.slack.event(joe.write("<@UANN> what do you think of it?"))  # in a thread that it is in, to somebody else
    quiet(lambda: len(api.posted("C3")))
    assert len(api.posted("C3")) == 1


def test_what_it_does_not_understand_in_a_thread_only_the_writer_reads(person: Someone, api: SlackApi) -> None:
    joe = person("C4")
    joe.say("what is bpo?")
    joe.slack.event(joe.write("xqzt flurbl"))
    [reply] = joe.hear()
    assert reply["user_only"] == joe.user and "didn't understand" in shown(reply)
    [spoken_to] = joe.say("xqzt flurbl")
    assert "user_only" not in spoken_to


def test_a_bare_mention_is_greeted(person: Someone) -> None:
    [reply] = person("C5").say("")
    assert elements(reply), "nothing to go on with"


@pytest.mark.parametrize(
    "more",
    [
        {"subtype": "channel_join"},
        {"subtype": "message_changed", "message": {"text": "what is bpo"}},
        {"subtype": "message_deleted"},
        {"subtype": "bot_message", "bot_id": "B9"},
        {"bot_id": "B9"},
        {"user": BOT_USER, "bot_id": "B1"},
        {"text": ""},
        {"text": None},
    ],
)
def test_what_no_person_said_is_acknowledged_and_left(jane: Person, api: SlackApi, more: dict[str, object]) -> None:
    before = len(api.calls)
    assert jane.slack.event({**jane.write("what is bpo"), **more}).status_code == 200
    quiet(lambda: len(api.calls))
    assert len(api.calls) == before


def test_an_intent_is_only_text(jane: Person) -> None:
    [reply] = jane.say("/restart")
    assert "restart" not in shown(reply).lower() or elements(reply)
    jane.say('/inform{"work": ["hr_payroll"]}')
    assert all("payroll" not in shown(message).lower() for message in jane.messages)


def test_slacks_markup_is_read_as_text(jane: Person) -> None:
    [reply] = jane.say("what&#39;s the difference between <https://bpo.example|BPO> &amp; KPO?".replace("&#39;", "'"))
    assert "KPO" in shown(reply)


def test_what_is_too_long_is_said_to_be(jane: Person) -> None:
    [reply] = jane.say("x" * 1001)
    assert "1001 characters" in shown(reply) and reply["user_only"] == jane.user


def test_more_choices_than_fit_are_a_menu(jane: Person) -> None:
    jane.say("I need advice", 2)
    menu = next(e for e in elements(jane.messages[-1]) if e["type"] == "static_select")
    assert len(names(menu)) > 5 and "Payroll and HR" in names(menu)
