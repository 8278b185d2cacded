"""Buttons, menus, opinions: what is chosen is said once, and gives way."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

from bot.storage.tables import feedback
from tests.receivers import until
from tests.slack.api import SlackApi
from tests.slack.workspace import Person, clicking, elements, names, quiet, shown
from tests.webhook.conftest import Server
from tests.webhook.kept import opened


def opinions(server: Server, user: str) -> list[tuple[bool, str | None, str | None]]:
    with opened(server.database_url) as engine, engine.connect() as connection:
        query = sa.select(feedback).where(feedback.c.conversation == f"slack:T1:private:{user}")
        return [(row.helpful, row.reason, row.faq) for row in connection.execute(query)]


def related(message: dict[str, object]) -> list[str]:
    return [names(element)[0] for element in elements(message) if element["block"] == "say"]


def test_after_a_click_the_buttons_give_way(jane: Person) -> None:
    [answer] = jane.say("what is kpo")
    title = related(answer)[0]
    jane.click(answer, title)
    [reply] = jane.hear()
    until(lambda: bool(answer.get("updated")))
    assert f"You chose *{title}*." in shown(answer) and related(answer) == []
    assert "Sources: " in shown(answer), "what was said stays"
    assert reply["thread_ts"] == answer["thread_ts"]


def test_in_a_channel_it_says_who_chose(person: Callable[..., Person]) -> None:
    joe, ann = person("CCLICK"), person("CCLICK")
    [answer] = joe.say("what is kpo")
    ann.thread = joe.thread
    ann.seen = 1
    ann.click(answer, related(answer)[0])
    assert len(ann.hear()) == 1
    until(lambda: bool(answer.get("updated")))
    assert f"<@{ann.user}> chose *" in shown(answer)


def test_a_double_click_is_one_message_and_another_choice_is_told(jane: Person) -> None:
    [answer] = jane.say("what is kpo")
    first, second = related(answer)[:2]
    payloads = [clicking(jane, answer, title) for title in (first, first, second)]
    for payload in payloads:
        jane.slack.interaction(payload)
    replies = jane.hear(2)
    assert sum("user_only" not in reply for reply in replies) == 1
    assert any("chosen there already" in shown(reply) for reply in replies)


def test_a_menu_answers_a_question(jane: Person) -> None:
    jane.say("I need advice", 2)
    jane.click(jane.see("Payroll and HR"), "Payroll and HR")
    assert "Question 2 of" in shown(jane.hear()[0])


def test_an_opinion_is_stored_and_only_its_giver_thanked(jane: Person, server: Server) -> None:
    [answer] = jane.say("what is kpo")
    jane.click(answer, "Helpful")
    until(lambda: opinions(server, jane.user) == [(True, None, "what_is_kpo")])
    until(lambda: bool(jane.slack.api.posted(jane.user)))
    [thanked] = jane.slack.api.posted(jane.user)
    assert "Thank you" in shown(thanked) and thanked["response_type"] == "ephemeral"


def test_who_is_not_helped_may_say_why(jane: Person, server: Server, api: SlackApi) -> None:
    [answer] = jane.say("what is kpo")
    before = len(api.made("views.open"))
    jane.click(answer, "Not helpful")
    until(lambda: len(api.made("views.open")) > before)
    assert opinions(server, jane.user) == [(False, None, "what_is_kpo")]
    view = {**api.made("views.open")[-1]["view"], "id": "V9"}
    view["state"] = {"values": {"reason": {"reason": {"type": "plain_text_input", "value": "too long"}}}}
    jane.slack.interaction({"type": "view_submission", "user": {"id": jane.user}, "view": view})
    assert opinions(server, jane.user) == [(False, "too long", "what_is_kpo")]


def test_a_reason_for_what_is_forgotten_is_not_lost_in_silence(jane: Person, server: Server, api: SlackApi) -> None:
    [answer] = jane.say("what is kpo")
    before = len(api.made("views.open"))
    jane.click(answer, "Not helpful")
    until(lambda: len(api.made("views.open")) > before)
    jane.say("forget me")
    jane.click(jane.see("Yes, forget me"), "Yes, forget me")
    jane.hear()
    view = {**api.made("views.open")[-1]["view"], "id": "V9"}
    view["state"] = {"values": {"reason": {"reason": {"type": "plain_text_input", "value": "too long"}}}}
    told = jane.slack.interaction({"type": "view_submission", "user": {"id": jane.user}, "view": view}).json()
    assert "can't find that answer" in told["errors"]["reason"]


def test_an_opinion_on_what_is_forgotten_is_told(jane: Person, server: Server) -> None:
    [answer] = jane.say("what is kpo")
    jane.say("forget me")
    jane.click(jane.see("Yes, forget me"), "Yes, forget me")
    jane.hear()
    jane.click(answer, "Helpful")
    until(lambda: any("can't find that answer" in shown(one) for one in jane.slack.api.posted(jane.user)))
    assert opinions(server, jane.user) == []


def test_what_may_be_meant_is_offered(jane: Person) -> None:
    [reply] = jane.say("cheaper?")
    assert "Do you mean" in shown(reply) and "1." not in shown(reply), "the buttons say it"
    assert related(reply)[-1] == "None of these"
    jane.click(reply, related(reply)[0])
    assert "Sources: " in shown(jane.hear()[0])


def test_a_link_is_acknowledged(jane: Person) -> None:
    payload = {
        "type": "block_actions",
        "user": {"id": jane.user},
        "actions": [{"type": "button", "action_id": "links:page", "block_id": "links"}],
    }
    before = len(jane.slack.api.calls)
    assert jane.slack.interaction(payload).status_code == 200
    quiet(lambda: len(jane.slack.api.calls))
    assert len(jane.slack.api.calls) == before
