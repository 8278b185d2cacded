"""The home shows where one's assessment stands; the form asks all of it at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from bot.storage.tables import assessments
from tests.receivers import until
from tests.slack.api import SlackApi
from tests.slack.limits import faults
from tests.slack.workspace import Person, clicking, elements, names, quiet, shown
from tests.webhook.conftest import Server
from tests.webhook.kept import opened

KPO = "What is KPO, and how is it different from BPO?"
WHOLE = {
    "work": ["Customer service", "Technical support"],
    "volume": "about 8,000 calls a month, 5 minutes each",
    "setup": "Nobody yet",
    "priority": ["Coping with growth"],
    "data": ["Nothing sensitive"],
    "hours": "Around the clock",
    "complexity": "Mixed, people only",
    "channels": "Phone only",
    "home": "US, anywhere is fine",
}


def opened_home(person: Person, api: SlackApi) -> dict[str, Any]:
    before = len(api.made("views.publish"))
    person.slack.event({"type": "app_home_opened", "user": person.user, "channel": person.channel, "tab": "home"})
    until(lambda: len(api.made("views.publish")) > before)
    published = api.made("views.publish")[-1]
    assert published["user_id"] == person.user
    view: dict[str, Any] = published["view"]
    assert faults(view["blocks"], "home") == []
    return view


def use(person: Person, view: dict[str, Any], title: str) -> None:
    """Click on the home."""
    payload = clicking(person, {**view, "ts": "0"}, title)
    payload |= {"container": {"type": "view", "view_id": "V1"}, "view": {**view, "id": "V1", "type": "home"}}
    del payload["channel"], payload["message"], payload["response_url"]
    assert person.slack.interaction(payload).status_code == 200


def filled(view: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """The form as it is sent."""
    values: dict[str, Any] = {}
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        name, element = block["block_id"], block["element"]
        answer = given.get(name)
        if element["type"] == "plain_text_input":
            state: dict[str, Any] = {"type": element["type"], "value": answer}
        else:
            options = [o for o in element["options"] if answer and o["text"]["text"] in answer]
            several = element["type"].startswith("multi")
            state = {"selected_options": options} if several else {"selected_option": options[0] if options else None}
        values[name] = {element["action_id"]: state}
    return {**view, "id": "VFORM", "state": {"values": values}}


def form_of(person: Person, api: SlackApi, message: dict[str, Any]) -> dict[str, Any]:
    before = len(api.made("views.open"))
    person.click(message, "All questions in one form")
    until(lambda: len(api.made("views.open")) > before)
    view: dict[str, Any] = api.made("views.open")[-1]["view"]
    assert faults(view["blocks"], "modal") == []
    return view


def send(person: Person, view: dict[str, Any], given: dict[str, Any]) -> Any:
    payload = {"type": "view_submission", "user": {"id": person.user}, "view": filled(view, given)}
    return person.slack.interaction(payload)


def test_the_direct_messages_suggest_what_to_ask(jane: Person, api: SlackApi) -> None:
    event = {"type": "app_home_opened", "user": jane.user, "channel": jane.channel, "tab": "messages"}
    jane.slack.event(event)
    until(lambda: any(one["channel_id"] == jane.channel for one in api.made("assistant.threads.setSuggestedPrompts")))
    suggested = api.made("assistant.threads.setSuggestedPrompts")[-1]
    assert 1 <= len(suggested["prompts"]) <= 4 and "thread_ts" not in suggested


def test_the_home_has_topics_to_ask_from(jane: Person, api: SlackApi) -> None:
    view = opened_home(jane, api)
    assert "Which one do you need?" in shown(view)
    use(jane, view, KPO)
    use(jane, view, KPO)  # a home may be used again
    assert all("KPO" in shown(reply) for reply in jane.hear(2))


def test_the_home_shows_an_open_assessment_and_goes_on_with_it(jane: Person, api: SlackApi) -> None:
    jane.say("I need advice", 2)
    jane.say("Customer service")
    view = opened_home(jane, api)
    assert "Your assessment is open" in shown(view) and "customer support" in shown(view)
    assert "Question 2 of" in shown(view)
    jane.say("stop")
    use(jane, opened_home(jane, api), "Go on")
    assert any("Question 2 of" in shown(reply) for reply in jane.hear(2))


def test_the_form_leads_to_the_recommendation_at_once(jane: Person, api: SlackApi, server: Server) -> None:
    jane.say("I need advice", 2)
    view = form_of(jane, api, jane.messages[-1])
    assert len([block for block in view["blocks"] if block["type"] == "input"]) == 10
    assert send(jane, view, WHOLE).text == ""
    replies = jane.hear(3)
    advice = replies[-1]
    assert advice["blocks"][0]["type"] == "header" and "You need" in advice["blocks"][0]["text"]["text"]
    assert "People to plan for" in shown(advice) and "Indicative cost" in shown(advice)
    with opened(server.database_url) as engine, engine.connect() as connection:
        mine = assessments.c.conversation == f"slack:T1:private:{jane.user}"
        [row] = connection.execute(sa.select(assessments).where(mine)).all()
    assert row.profile["work"] == ["customer_support", "tech_support"] and row.profile["volume"] == 8000
    assert row.profile["aht"] == 5 and row.profile["setup"] == "none" and row.profile["data"] == ["none"]
    home = opened_home(jane, api)
    assert "Your assessment is done" in shown(home)
    use(jane, home, "Show the recommendation")
    assert any(one["blocks"][0]["type"] == "header" for one in jane.hear(2))


def test_what_the_form_leaves_open_is_asked(person: Callable[..., Person], api: SlackApi) -> None:
    joe = person("CFORM")
    joe.say("I need advice", 2)
    view = form_of(joe, api, joe.messages[-1])
    send(joe, view, {"work": ["Payroll and HR"], "volume": "60 employees", "more": "our budget is $5,000 a month"})
    *_, question = joe.hear()
    assert "Who does this work today?" in shown(question)
    assert question["thread_ts"] == joe.thread  # where the form was opened


def test_the_form_says_what_it_cannot_read(jane: Person, api: SlackApi) -> None:
    jane.say("I need advice", 2)
    view = form_of(jane, api, jane.messages[-1])
    answer = send(jane, view, {**WHOLE, "volume": "heaps"}).json()
    assert answer["response_action"] == "errors" and "500 calls a month" in answer["errors"]["volume"]
    assert send(jane, view, {}).json()["response_action"] == "errors"
    quiet(lambda: len(jane.messages))
    assert len(jane.messages) == jane.seen


def test_a_form_that_is_sent_twice_is_answered_once(jane: Person, api: SlackApi) -> None:
    jane.say("I need advice", 2)
    view = form_of(jane, api, jane.messages[-1])
    for _ in range(2):
        assert send(jane, view, WHOLE).text == ""
    headers = [one for one in jane.hear(2) if one["blocks"][0]["type"] == "header"]
    assert len(headers) == 1


def test_who_clicked_too_long_ago_may_try_again(jane: Person, api: SlackApi) -> None:
    jane.say("I need advice", 2)
    api.failures["views.open"] = [{"error": "expired_trigger_id"}]
    jane.click(jane.messages[-1], "All questions in one form")
    until(lambda: any("no time to open the form" in shown(one) for one in api.posted(jane.user)))
    told = api.posted(jane.user)[-1]
    assert told["response_type"] == "ephemeral"
    assert [names(element)[0] for element in elements(told)] == ["Open the form"]
    before = len(api.made("views.open"))
    jane.click(told, "Open the form")
    until(lambda: len(api.made("views.open")) > before)
    assert json.loads(api.made("views.open")[-1]["view"]["private_metadata"])["user"] == jane.user
