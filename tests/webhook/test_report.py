"""The report tells what really happened: conversations over the webhook, on both databases."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.report.__main__ import main
from tests.receivers import Hook, owner, until
from tests.webhook.browser import Browser
from tests.webhook.test_handoff import states


@pytest.mark.parametrize("database", ["sqlite_url", "postgres_url"])
def test_every_visit_is_in_the_report(
    database: str,
    new_server: Callable[..., Any],
    talk_to: Callable[[str], Any],
    tmp_path: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    url, hook = request.getfixturevalue(database), Hook()
    server = new_server(BPO_BOT_DATABASE_URL=url, BPO_BOT_OWNER=owner(tmp_path, f"slack:{hook.url}")).start()

    browser = Browser(server.url)
    browser.send("what is bpo")
    said = [one for one in browser.history()["messages"] if one["from"] == "bot"]
    reason = "I asked for a price; mail me at jane@example.com"
    browser.ask("POST", "/feedback", json={"message": said[-1]["number"], "helpful": False, "reason": reason})
    browser.send("what is kpo")

    asking = talk_to(server.url)
    asking.say("cheaper?")
    assert asking.kinds == ["clarify"]
    offered = asking.replies[0]["metadata"]["choices"]
    asking.say("2")
    assert asking.answered == [offered[1]]
    asking.say("can you book me a flight to manila")
    asking.say("asdf qwer zxcv")

    leaving = talk_to(server.url)
    leaving.say("which one do we need?")
    leaving.say("payroll for 60 employees")
    left_at = leaving.asked
    leaving.say("nobody. wait, what's nearshore?")  # an answer, and a question beside it
    assert leaving.answered == ["offshore_nearshore_onshore"]
    left_at = leaving.asked
    leaving.say("talk to a person")
    leaving.say("no contact")
    until(lambda: states(url, leaving.sender) == ["delivered"])

    told = talk_to(server.url)
    told.say("we need someone to answer our phones, about 8k calls a month, day and night")
    for _ in range(9):
        told.say("recommend now" if "Recommend now" in told.buttons else "skip")
        if "recommendation" in told.kinds:
            break
    option = told.recommendation["option"]
    told.say("actually 200 agents")
    again = told.recommendation["option"]

    gone = talk_to(server.url)
    gone.say("what is bpo")
    gone.say("forget me")
    gone.say("yes")
    server.stop()
    hook.close()

    monkeypatch.setenv("BPO_BOT_DATABASE_URL", url)
    assert main(["--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    total, by = found["total"], found["by_channel"]
    activity = total["activity"]
    assert activity["conversations"] == 5 and by["browser"]["activity"]["conversations"] == 1
    assert {name: activity[name] for name in ("answered", "offered", "declined", "not_understood", "failed")} == {
        "answered": 4,
        "offered": 1,
        "declined": 1,
        "not_understood": 1,
        "failed": 0,
    }
    answers = {"what_is_bpo": 1, "what_is_kpo": 1, offered[1]: 1, "offshore_nearshore_onshore": 1}
    assert {one["faq"]: one["answers"] for one in found["entries"]} == answers  # not the one that was forgotten
    assert found["did_you_mean"] | {"offered": 1, "second": 1} == found["did_you_mean"]
    assert total["assessed"] == {"begun": 2, "finished": 1, "left": 0, "under_way": 1}  # left only after a day
    assert {one["slot"] for one in found["questions"]} >= {"setup", left_at}
    assert sorted((one["option"], one["given"], one["last"]) for one in found["recommendations"]) == sorted(
        [(option, 2, 1)] if option == again else [(option, 1, 0), (again, 1, 1)]
    )
    assert total["asked_for_person"] == 1 and total["handed"]["sent"] == total["handed"]["delivered"] == 1
    assert total["thumbs"] == {"up": 0, "down": 1} == by["browser"]["thumbs"]
    [judged] = found["thumbs_down"]
    assert (judged["question"], judged["faq"]) == ("what is bpo", "what_is_bpo")
    assert judged["answer"] == said[-1]["text"] and judged["reason"] == "I asked for a price; mail me at [e-mail]"
    assert [one["text"] for one in found["unanswered"]] == ["asdf qwer zxcv"]
