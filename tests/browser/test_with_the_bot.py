"""The widget and the bot itself, as a visitor meets them on its page."""

from __future__ import annotations

import signal
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.chat import Chat
from tests.browser.site import Site
from tests.slack.test_golden import TALK, letters, sentences
from tests.webhook.conftest import Server, Visitor

CASE = "we need someone to answer our phones, about 8k calls a month, day and night, 5 minutes each"
ANSWERS = ("Nobody yet", "Coping with growth", "Nothing sensitive", "Mixed, AI is fine")


@pytest.fixture
def on_its_page(server: Server, visit: Callable[..., Chat]) -> Chat:
    return visit(f"{server.url}/").open()


def case(chat: Chat) -> Chat:
    """Begin an assessment with most of it told."""
    return chat.say(CASE)


def tab_to(page: Page, text: str) -> None:
    """Go back from the composer, by the keyboard, to the button with this text."""
    reached = "() => document.activeElement.shadowRoot?.activeElement?.textContent"
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        if page.evaluate(reached) == text:
            return
    raise AssertionError(f"no {text!r} within 30 steps of the keyboard")


def test_the_keyboard_alone_leads_to_a_recommendation(server: Server, visit: Callable[..., Chat]) -> None:
    chat = visit(f"{server.url}/")
    expect(chat.launcher).to_be_visible()
    chat.launcher.focus()
    chat.page.keyboard.press("Enter")
    expect(chat.log).to_contain_text("Hello.")
    chat.page.keyboard.type(CASE)
    chat.page.keyboard.press("Enter")
    for answer in ANSWERS:
        expect(chat.log.get_by_role("button", name=answer, exact=True)).to_be_visible()
        tab_to(chat.page, answer)
        chat.page.keyboard.press("Enter")
        chat.rest()
        expect(chat.input).to_be_focused()
    if not chat.page.locator(".card").count():
        chat.page.keyboard.type("recommend now")
        chat.page.keyboard.press("Enter")
    card = chat.page.get_by_role("region", name="You need a call center")
    expect(card).to_be_visible()
    assert {"Why", "It would change if"} <= set(card.get_by_role("heading").all_inner_texts())
    assert card.get_by_role("definition").all_inner_texts()[0].startswith("offshore")
    with chat.page.context.expect_page() as opened:
        card.get_by_role("link", name="Read or print").click()
    expect(opened.value.get_by_role("heading", level=1)).to_be_visible()


def test_the_progress_goes_forward_and_back(on_its_page: Chat) -> None:
    chat = case(on_its_page)
    bar = chat.page.get_by_role("progressbar")
    expect(bar.last).to_have_attribute("aria-label", "Question 1 of 5")
    assert chat.log.get_by_role("button", name="Back", exact=True).count() == 0
    chat.press("Nobody yet")
    expect(bar.last).to_have_attribute("aria-label", "Question 2 of 5")
    chat.press("Back")
    expect(bar.last).to_have_attribute("aria-label", "Question 1 of 5")
    chat.press("Skip")
    expect(bar.last).to_have_attribute("aria-label", "Question 2 of 5")
    chat.press("Change an answer")
    expect(chat.log).to_contain_text("These are your answers.")
    chat.press("Change the volume")
    expect(chat.log).to_contain_text("Roughly how much is it")


def test_a_choice_answers_what_was_meant(on_its_page: Chat) -> None:
    chat = on_its_page.say("agent price for emplyees in it")
    choices = chat.page.locator(".stacked button")
    expect(choices.last).to_have_text("None of these")
    chosen, other = choices.all_inner_texts()[:2]
    chat.press(chosen)
    expect(chat.page.get_by_role("listitem").filter(has_text=other).first).to_be_visible()
    expect(chat.page.locator(".message.visitor").last).to_contain_text(chosen)
    expect(chat.page.locator("details", has_text="Sources").last).to_be_visible()


def test_a_reload_in_the_middle_of_an_assessment_goes_on(on_its_page: Chat) -> None:
    chat = case(on_its_page).press("Nobody yet")
    before = chat.said
    chat.page.reload()
    expect(chat.page.get_by_role("progressbar").last).to_have_attribute("aria-label", "Question 2 of 5")
    assert chat.said == before[1:], "all but the greeting"
    chat.press("Coping with growth")
    expect(chat.page.get_by_role("progressbar").last).to_have_attribute("aria-label", "Question 3 of 5")


def test_a_server_that_is_killed_while_somebody_writes_is_waited_for(server: Server, on_its_page: Chat) -> None:
    chat = case(on_its_page)
    server.stop(signal.SIGKILL)
    try:
        chat.say("Nobody yet", wait=False)
        expect(chat.notice).to_contain_text("I can't reach the server just now. Nothing is lost")
    finally:
        server.start()
    chat.rest()
    expect(chat.page.get_by_role("progressbar").last).to_have_attribute("aria-label", "Question 2 of 5")
    assert chat.said.count("Nobody yet") == 1


def test_two_tabs_share_an_assessment(on_its_page: Chat, visit: Callable[..., Chat]) -> None:
    case(on_its_page)
    other = visit(on_its_page.address)
    other.launcher.click()
    expect(other.page.get_by_role("progressbar").last).to_have_attribute("aria-label", "Question 1 of 5")
    other.press("Nobody yet")
    expect(on_its_page.page.get_by_role("progressbar").last).to_have_attribute("aria-label", "Question 2 of 5")
    on_its_page.press("Coping with growth")
    expect(other.page.get_by_role("progressbar").last).to_have_attribute("aria-label", "Question 3 of 5")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_its_page_is_fit_for_everybody(server: Server, visit: Callable[..., Chat], theme: str) -> None:
    chat = visit(f"{server.url}/")
    chat.page.emulate_media(color_scheme=theme)
    expect(chat.launcher).to_be_visible()
    found = Axe().run(chat.page).response["violations"]
    assert not found, [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]
    assert not chat.problems


def test_the_buttons_of_its_page_talk_to_the_bot(server: Server, visit: Callable[..., Chat]) -> None:
    chat = visit(f"{server.url}/")
    expect(chat.launcher).to_be_visible()
    expect(chat.page.locator("#snippet")).to_have_text(f'<script src="{server.url}/widget.js" async></script>')
    chat.page.get_by_role("button", name="Start the assessment").click()
    expect(chat.page.get_by_role("progressbar")).to_have_attribute("aria-label", "Question 1 of 9")


def test_it_talks_on_a_page_of_another_origin(server: Server, visit: Callable[..., Chat], elsewhere: int) -> None:
    site = Site(server.url, port=elsewhere)
    chat = visit(site.url).open().say("is a call center a BPO?")
    expect(chat.page.locator("details", has_text="Sources")).to_be_visible()
    assert not chat.problems


def test_a_page_that_the_owner_did_not_list_is_told_so_and_gets_nothing(
    server: Server, visit: Callable[..., Chat]
) -> None:
    chat = visit(Site(server.url).url).open().say("is a call center a BPO?")
    expect(chat.log).to_contain_text("this page may not use the assistant yet")
    assert any("BPO_BOT_ORIGINS" in problem for problem in chat.problems)
    expect(chat.page.locator(".message.bot")).to_have_count(1)  # the greeting, which is everybody's


def test_who_is_forgotten_by_word_can_go_on_and_judge_what_follows(on_its_page: Chat) -> None:
    chat = on_its_page.say("is a call center a BPO?").say("forget me").say("Yes, forget me")
    expect(chat.log).to_contain_text("is deleted")
    chat.say("what is KPO?")
    chat.page.get_by_label("Not helpful").last.click()
    expect(chat.page.locator(".feedback").last).to_contain_text("Noted, thank you.")


def test_it_says_what_the_webhook_says(server: Server, on_its_page: Chat) -> None:
    """The conversation that Slack and the webhook are compared with, too."""
    visitor = Visitor(server.url)
    for text in TALK:
        on_its_page.say(text)
        told = letters(on_its_page.log.text_content() or "")
        for reply in visitor.say(text):
            assert [part for part in sentences(reply) if part not in told] == [], text
            shown = set(on_its_page.log.get_by_role("button").all_inner_texts())
            assert {button["title"] for button in reply.get("buttons", ())} <= shown, text
