"""`/bpo`, and the shortcut on a message: answers that only the one who asks sees."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.slack.heard import COMMANDS
from tests.receivers import until
from tests.slack.api import SlackApi
from tests.slack.limits import faults
from tests.slack.workspace import Person, clicking, elements, names, quiet, shown

Someone = Callable[..., Person]


def whispered(api: SlackApi, user: str, many: int = 1) -> list[dict[str, object]]:
    until(lambda: len(api.posted(user)) >= many)
    quiet(lambda: len(api.posted(user)))
    return api.posted(user)


@pytest.mark.parametrize("text", ["ask what is kpo", "ASK what is kpo", "what is kpo"])
def test_a_question_is_answered_to_who_asks(person: Someone, api: SlackApi, text: str) -> None:
    joe = person("CCOMMAND")
    response = joe.slack.command(text, joe.user, "CCOMMAND")
    assert (response.status_code, response.text) == (200, "")
    [reply] = whispered(api, joe.user)
    assert "KPO" in shown(reply) and reply["response_type"] == "ephemeral" and reply["replace_original"] is False
    assert api.posted("CCOMMAND") == []


def test_one_goes_on_from_a_whispered_answer(person: Someone, api: SlackApi) -> None:
    joe = person("CCOMMAND")
    joe.slack.command("ask what is kpo", joe.user, "CCOMMAND")
    [reply] = whispered(api, joe.user)
    title = next(names(element)[0] for element in elements(reply) if element["block"] == "say")
    joe.slack.interaction(clicking(joe, reply, title))
    replies = whispered(api, joe.user, 3)
    assert any(one["replace_original"] and f"You chose *{title}*" in shown(one) for one in replies)
    assert sum("Sources: " in shown(one) for one in replies) == 2


@pytest.mark.parametrize("text", ["help", "", "ask"])
def test_help_lists_the_words(person: Someone, text: str) -> None:
    response = person("C1").slack.command(text, "U1", "C1").json()
    assert all(f"/bpo {word}" in response["text"] for word in COMMANDS) and faults(response["blocks"]) == []


def test_topics_can_be_picked_from(person: Someone, api: SlackApi) -> None:
    joe = person("CTOPICS")
    response = joe.slack.command("topics", joe.user, "CTOPICS").json()
    assert faults(response["blocks"]) == [] and len(response["blocks"]) > 5
    title = names(elements(response)[0])[0]
    message = {**response, "ts": "1.2", "user_only": joe.user}
    joe.slack.interaction(clicking(joe, message, title))
    replies = whispered(api, joe.user, 2)
    assert any("Sources: " in shown(one) for one in replies)


def test_the_assessment_may_be_taken_in_two_ways(person: Someone, api: SlackApi) -> None:
    joe = person("CASSESS")
    response = joe.slack.command("assess", joe.user, "CASSESS").json()
    assert [names(element)[0] for element in elements(response)] == ["One by one", "All questions in one form"]
    message = {**response, "ts": "1.2", "user_only": joe.user}
    joe.slack.interaction(clicking(joe, message, "One by one"))
    until(lambda: any("Question 1 of" in shown(one) for one in api.posted(joe.user)))
    assert any("direct messages" in shown(one) for one in api.posted(joe.user))


@pytest.mark.parametrize(("word", "said"), [("human", "a contact for a person"), ("reset", "delete this whole")])
def test_what_is_private_goes_on_in_the_direct_messages(person: Someone, api: SlackApi, word: str, said: str) -> None:
    joe = person("CPRIVATE")
    response = joe.slack.command(word, joe.user, "CPRIVATE")
    assert "direct messages" in response.text
    [reply] = whispered(api, joe.user)
    assert said in shown(reply) and "response_type" not in reply


def test_in_direct_messages_a_command_is_a_message(jane: Person) -> None:
    response = jane.slack.command("what is kpo", jane.user, jane.channel)
    assert response.text == ""
    [reply] = jane.hear()
    assert "KPO" in shown(reply) and reply["channel"] == jane.channel and "thread_ts" not in reply


def test_one_asks_about_a_message(person: Someone, api: SlackApi) -> None:
    joe = person("CPOINT")
    payload = {
        "type": "message_action", "callback_id": "ask_about", "user": {"id": joe.user}, "channel": {"id": "CPOINT"},
        "message": {"ts": "1.1", "text": "anyone: what is kpo?"}, "response_url": f"{api.url}/respond/{joe.user}",
    }  # fmt: skip
    assert joe.slack.interaction(payload).status_code == 200
    [reply] = whispered(api, joe.user)
    assert "KPO" in shown(reply) and reply["response_type"] == "ephemeral"
    joe.slack.interaction({**payload, "message": {"ts": "1.2", "text": ""}})
    assert "no text" in shown(whispered(api, joe.user, 2)[-1])
