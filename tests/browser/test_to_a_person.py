"""The widget's menu and the bot behind it: a person, the transcript, starting over, forgetting, a judgment with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from bot.storage.tables import feedback
from tests.browser.chat import Chat
from tests.receivers import Hook, owner, until
from tests.webhook.conftest import Server
from tests.webhook.kept import opened

ADDRESS = "jane.rumpelstiltskin@example.com"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, hook: Hook) -> Iterator[Server]:
    """A bot whose owner takes conversations over."""
    folder = tmp_path_factory.mktemp("owned")
    running = Server(folder, BPO_BOT_OWNER=owner(folder, f"slack:{hook.url}")).start()
    yield running
    running.stop()


@pytest.fixture
def chat(server: Server, visit: Callable[..., Chat]) -> Chat:
    return visit(f"{server.url}/").open()


def test_a_person_gets_the_conversation_and_the_bot_keeps_quiet_until_it_is_wanted(chat: Chat, hook: Hook) -> None:
    chat.say("which one do we need?").press("Payroll and HR")
    chat.choose("Talk to a person")
    expect(chat.log).to_contain_text("How can they reach you?")
    chat.rest().say(ADDRESS)
    expect(chat.log).to_contain_text(f"who can answer you at {ADDRESS}. They answer on weekdays, 9 to 5.")
    until(lambda: any(ADDRESS in post.body.decode() for post in hook.posts))
    chat.say("what is bpo?")
    assert chat.said[-1].startswith("I've passed this on too."), "no answer, and no second question"
    chat.press("Back to the bot").press("Go on with the assessment")
    expect(chat.page.get_by_role("progressbar").last).to_have_attribute("aria-label", "Question 2 of 8")


def test_starting_over_is_asked_about(chat: Chat) -> None:
    chat.say("which one do we need?").press("Payroll and HR")
    chat.choose("Start over")
    expect(chat.log).to_contain_text("That clears your answers so far. Shall I?")
    chat.rest().press("Yes, start over")
    expect(chat.page.get_by_role("progressbar").last).to_have_attribute("aria-label", "Question 1 of 9")


def test_the_transcript_has_what_was_said(chat: Chat) -> None:
    chat.say("what is KPO?")
    with chat.page.expect_download() as download:
        chat.choose("Download transcript")
    written = download.value.path().read_text()
    assert "what is KPO?" in written and "knowledge process outsourcing" in written


def test_what_is_forgotten_by_the_menu_is_gone_after_a_reload(chat: Chat) -> None:
    chat.say("what is KPO?")
    chat.choose("Forget this conversation")
    chat.page.get_by_role("button", name="Delete it").click()
    expect(chat.log).to_have_text("The conversation is deleted.")
    chat.page.reload()
    expect(chat.log).to_contain_text("Hello.")
    expect(chat.log).not_to_contain_text("KPO")


def test_a_judgment_and_its_reason_are_kept_with_the_entry(chat: Chat, server: Server) -> None:
    chat.say("what is KPO?")
    chat.page.get_by_label("Not helpful").click()
    chat.page.get_by_label("Why? (optional)").fill("too many words")
    chat.page.get_by_role("button", name="Send reason").click()
    expect(chat.page.get_by_role("button", name="Send reason")).to_be_hidden()
    with opened(server.database_url) as engine, engine.connect() as connection:
        rows = connection.execute(sa.select(feedback.c.faq, feedback.c.helpful, feedback.c.reason)).all()
    assert [tuple(row) for row in rows] == [("what_is_kpo", False, "too many words")]


def test_what_could_be_asked_next_is_answered_and_makes_room(chat: Chat) -> None:
    chat.say("what is KPO?")
    expect(chat.log.get_by_text("You could also ask")).to_be_visible()
    offered = chat.log.locator(".choice:visible").all_inner_texts()
    chat.press(offered[0])
    expect(chat.page.locator(".message.visitor").last).to_contain_text(offered[0])
    assert not {*offered[:1], "What is KPO, and how is it different from BPO?"} & set(
        chat.log.locator(".choice:visible").all_inner_texts()
    )


def test_who_comes_back_is_asked_whether_to_go_on(chat: Chat) -> None:
    chat.say("which one do we need?").press("Payroll and HR").say("stop")
    chat.page.reload()
    expect(chat.log).to_contain_text("your answers are kept")
    chat.say("hello").press("Go on with the assessment")
    expect(chat.page.get_by_role("progressbar").last).to_have_attribute("aria-label", "Question 2 of 8")
