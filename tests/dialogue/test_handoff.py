"""While a person is on the way, a message means something else: an answer to that, or nothing for the bot."""

from __future__ import annotations

import pytest

from bot.dialogue.act import Standing
from bot.dialogue.handoff import ASK, ASK_AGAIN, ASKED, ASKED_AGAIN, DROP, HANDED_OVER, PASSED_ON, SEND
from bot.recognition.decision import Decision
from tests.dialogue.understanding import Read, hear

ONCE, TWICE = Standing(handoff=ASKED), Standing(handoff=ASKED_AGAIN)
QUIET = [Standing(handoff=HANDED_OVER), Standing(handoff=PASSED_ON)]


def label(name: str) -> Decision:
    return Decision(name, score=0.9)


@pytest.mark.parametrize("standing", [ONCE, TWICE])
@pytest.mark.parametrize("contact", ["jane@example.com", "stop@example.com"])
def test_a_contact_is_taken(standing: Standing, contact: str) -> None:
    act = hear(contact, label("hand_off"), standing=standing)
    assert (act.intent, act.step, act.contact) == ("leave_contact", SEND, contact)


@pytest.mark.parametrize("standing", [Standing(), Standing(open=True, asked="volume"), *QUIET])
def test_only_when_it_was_asked_for(standing: Standing) -> None:
    assert hear("jane@example.com", standing=standing).contact is None


@pytest.mark.parametrize(
    ("text", "decided", "first", "second"),
    [
        ("no contact", None, SEND, SEND),
        ("skip", "skip", SEND, SEND),
        ("don't send", None, DROP, DROP),
        ("don't send it to jane@example.com", None, DROP, DROP),
        ("stop", "stop_assessment", DROP, DROP),
        ("no", "deny", ASK_AGAIN, DROP),  # a no to leaving one, or to sending it? After that it is clear
        ("yes", "affirm", ASK_AGAIN, SEND),
        ("jane at example", None, ASK_AGAIN, SEND),
        ("thanks", "smalltalk/thanks", ASK_AGAIN, SEND),
        ("what is bpo", None, ASK, ASK),  # a title
        ("and what is kpo", "faq/what_is_kpo", ASK, ASK),
        ("what happens to my number?", "smalltalk/privacy", ASK, ASK),
    ],
)
def test_any_other_answer_is_understood_or_asked_for_once_more(
    text: str, decided: str | None, first: str, second: str
) -> None:
    for standing, step in ((ONCE, first), (TWICE, second)):
        act = hear(text, label(decided) if decided else None, standing=standing)
        assert (act.intent, act.step, act.contact) == ("leave_contact", step, None)


def test_a_question_in_between_keeps_its_entry() -> None:
    assert hear("what is bpo", standing=ONCE).label == "faq/what_is_bpo"


@pytest.mark.parametrize(
    "wanted", ["hand_off", "forget_me", "start_over", "start_assessment", "resume_assessment", "recommend_now"]
)
def test_who_wants_something_else_gets_that(wanted: str) -> None:
    assert hear("so, well", label(wanted), standing=ONCE).intent == wanted


@pytest.mark.parametrize("standing", QUIET)
@pytest.mark.parametrize("decided", ["faq/what_is_bpo", "hand_off", "start_assessment", "smalltalk/greet", None])
def test_what_is_said_to_the_person_is_nothing_for_the_bot(standing: Standing, decided: str | None) -> None:
    act = hear("60 employees", label(decided) if decided else None, Read({"volume": 60}, ("volume",)), standing)
    assert act.intent == "pass_on" and not act.profile


@pytest.mark.parametrize("standing", QUIET)
def test_but_for_the_wish_to_be_forgotten(standing: Standing) -> None:
    assert hear("forget me", label("forget_me"), standing=standing).intent == "forget_me"


@pytest.mark.parametrize("standing", [Standing(), Standing(open=True, asked="volume"), ONCE, *QUIET])
def test_and_to_return(standing: Standing) -> None:
    assert hear("back to the bot", label("go_back"), standing=standing).intent == "back_to_bot"
