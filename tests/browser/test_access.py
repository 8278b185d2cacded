"""The widget for everybody: keyboard, screen reader, small screens, zoom, themes, preferences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.browser.advice import ONE, advised
from tests.browser.bot import Bot, Fault
from tests.browser.chat import Chat
from tests.browser.site import Site

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SCREENS: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "phone": {"viewport": {"width": 360, "height": 640}, "has_touch": True, "is_mobile": True},
    "phone on its side": {"viewport": {"width": 640, "height": 360}, "has_touch": True, "is_mobile": True},
    "zoomed to 200%": {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2},
    "zoomed to 400%": {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4},
}
SOURCES = [
    {"title": "A survey", "url": "https://survey.example/x", "year": 2024},
    {"title": "An article", "document": "a", "year": 2026},
]


def buttons(*titles: str) -> list[dict[str, str]]:
    return [{"title": title, "payload": title} for title in titles]


def replies(text: str) -> list[dict[str, Any]]:
    """One turn of each kind."""
    turns: dict[str, list[dict[str, Any]]] = {
        "answer": [
            {
                "text": "An **answer** with [a link](https://a.example), in one sentence or two.\n\n- first\n- second",
                "metadata": {"kind": "answer", "sources": SOURCES},
                "buttons": buttons("How is it priced?", "Who answers at night, and from which place?"),
            }
        ],
        "clarify": [
            {
                "text": "Do you mean: 1. The price of a call 2. The pay of an agent 3. None of these",
                "metadata": {"kind": "clarify"},
                "buttons": buttons("The price of a call", "The pay of an agent", "None of these"),
            }
        ],
        "question": [
            {"text": "Noted: nobody does this today.", "metadata": {"kind": "notice"}},
            {
                "text": "Question 3 of 7. What matters most to you?",
                "metadata": {"kind": "question", "slot": "priority", "step": 3, "steps": 7},
                "buttons": buttons("Lower cost", "Quality and control", "Coping with growth", "Skills we lack"),
            },
        ],
        "recommendation": advised(ONE),
    }
    return turns[text]


@pytest.fixture(params=SCREENS)
def small(request: pytest.FixtureRequest, browser: Browser, bot: Bot, site: Site) -> Iterator[Chat]:
    """The widget, open, on each screen."""
    bot.replies = replies
    context = browser.new_context(**SCREENS[request.param])
    yield Chat(context.new_page(), site.url).open()
    context.close()


def violations(chat: Chat) -> list[str]:
    """What axe-core finds within the widget."""
    found = Axe().run(chat.page, context="bpo-chat", options=RULES).response
    return [f"{one['id']}: {[node['html'][:150] for node in one['nodes']]}" for one in found["violations"]]


def focused(chat: Chat) -> str:
    """The name of what has the focus, in the widget or on the page."""
    name: str = chat.page.evaluate(
        """() => {
          const inside = document.activeElement.shadowRoot?.activeElement ?? document.activeElement;
          return inside.getAttribute("aria-label") ?? inside.id ?? inside.textContent;
        }"""
    )
    return name


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state(visit: Callable[..., Chat], bot: Bot, theme: str) -> None:
    bot.replies = replies
    chat = visit()
    chat.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    expect(chat.launcher).to_be_visible()
    found = {"closed": violations(chat)}
    chat.page.evaluate("BpoChat.send('answer')")
    expect(chat.page.locator(".badge")).to_be_visible()
    found["unread"] = violations(chat)
    chat.launcher.click()
    for state in ("answer", "clarify", "question", "recommendation"):
        found[state] = violations(chat.say(state))
        if state == "answer":
            chat.page.get_by_label("Not helpful").last.click()
            chat.page.locator("summary", has_text="Sources").last.click()
            found["feedback"] = violations(chat)
    chat.page.get_by_label("More").click()
    found["menu"] = violations(chat)
    chat.page.get_by_role("button", name="Forget this conversation").click()
    found["forgetting"] = violations(chat)
    chat.page.keyboard.press("Escape")
    bot.answering.clear()
    chat.say("answer", wait=False)
    expect(chat.page.locator(".dots")).to_be_visible()
    found["typing"] = violations(chat)
    bot.answering.set()
    chat.rest()
    bot.faults.extend([Fault(400, detail="Not a message."), Fault(503, {"Retry-After": "1"})])
    chat.say("answer")
    chat.say("answer", wait=False)
    expect(chat.notice).to_contain_text("busy")
    found["failures"] = violations(chat)
    assert {state: found for state, found in found.items() if found} == {}
    assert len(found) == 11


def test_nothing_lies_over_a_control(small: Chat) -> None:
    for state in ("answer", "clarify", "question", "recommendation"):
        small.say(state)
        assert not small.covered(), state
    small.page.get_by_label("More").click()
    assert small.page.locator(".menu button").count() == 4
    assert not small.covered(".menu button")


def test_nothing_is_wider_than_the_screen(small: Chat) -> None:
    for state in ("answer", "clarify", "question", "recommendation"):
        small.say(state)
        wide = "(e) => e.scrollWidth - e.clientWidth"
        assert small.log.evaluate(wide) <= 0 and small.page.locator(".panel").evaluate(wide) <= 0


def test_targets_are_large_enough(small: Chat) -> None:
    """WCAG 2.2 AA asks for 24 by 24 pixels, links in a sentence excepted."""
    for state in ("answer", "question", "recommendation"):
        small.say(state)
        for control in small.page.locator("bpo-chat :is(button, summary, input, textarea, a.choice):visible").all():
            box = control.bounding_box()
            assert box and box["width"] >= 24 and box["height"] >= 24, control.evaluate("(e) => e.outerHTML")


def test_the_launcher_is_gone_while_the_panel_is_open(small: Chat) -> None:
    expect(small.launcher).to_be_hidden()
    small.page.get_by_label("Close the chat").click()
    expect(small.launcher).to_be_focused()


def test_a_phone_is_filled_and_the_page_behind_cannot_be_reached(browser: Browser, bot: Bot, site: Site) -> None:
    context = browser.new_context(**SCREENS["phone"])
    chat = Chat(context.new_page(), site.url)
    chat.page.emulate_media(reduced_motion="reduce")
    chat.open()
    assert chat.page.get_by_role("dialog").bounding_box() == {"x": 0, "y": 0, "width": 360, "height": 640}
    for _ in range(12):
        chat.page.keyboard.press("Tab")
        assert focused(chat) != "A link"
    context.close()


def test_the_panel_fits_itself_to_a_screen_that_changes(chat: Chat) -> None:
    chat.input.fill("half a sen")
    chat.page.set_viewport_size({"width": 360, "height": 640})
    expect(chat.page.locator(".panel:modal")).to_have_count(1)
    expect(chat.input).to_be_focused()
    chat.page.set_viewport_size({"width": 1280, "height": 800})
    expect(chat.page.locator(".panel:modal")).to_have_count(0)
    expect(chat.input).to_be_focused()
    expect(chat.input).to_have_value("half a sen")


def test_the_keyboard_opens_talks_and_closes(visit: Callable[..., Chat], bot: Bot) -> None:
    bot.replies = replies
    chat = visit()
    expect(chat.launcher).to_be_visible()
    press = chat.page.keyboard.press
    press("Tab")
    press("Tab")
    assert focused(chat).startswith("Ask about BPO")
    press("Enter")
    assert focused(chat) == "text"
    chat.page.keyboard.type("question")
    press("Enter")
    chat.rest()
    for _ in range(2):
        press("Shift+Tab")
    assert chat.page.evaluate("document.activeElement.shadowRoot.activeElement.textContent") == "Skip"
    for _ in range(5):
        press("Shift+Tab")
    bot.replies = lambda text: replies("clarify")
    press("Enter")
    chat.rest()
    assert bot.posts[-1][0] == "Lower cost"
    assert focused(chat) == "text", "the button is gone; the focus is where one can go on"
    press("Escape")
    assert focused(chat).startswith("Ask about BPO")


def test_escape_closes_the_menu_first(chat: Chat) -> None:
    chat.page.get_by_label("More").click()
    chat.page.keyboard.press("Escape")
    expect(chat.page.locator(".menu")).not_to_have_attribute("open", "")
    assert focused(chat) == "More"
    chat.page.keyboard.press("Escape")
    expect(chat.launcher).to_be_focused()


def test_the_menu_closes_when_it_is_left(chat: Chat) -> None:
    chat.page.get_by_label("More").click()
    chat.input.click()
    expect(chat.page.locator(".menu")).not_to_have_attribute("open", "")


def test_a_new_line_is_written_with_shift(chat: Chat, bot: Bot) -> None:
    chat.input.fill("one")
    chat.page.keyboard.press("Shift+Enter")
    chat.page.keyboard.type("two")
    assert not bot.posts
    chat.page.keyboard.press("Enter")
    chat.rest()
    assert bot.posts[0][0] == "one\ntwo"


def test_whole_messages_are_announced_once(chat: Chat, bot: Bot) -> None:
    bot.replies = replies
    chat.element(
        """(chat) => {
          window.announced = [];
          const log = chat.view.log;
          new MutationObserver((changes) => {
            if (log.getAttribute("aria-live") !== "polite") return;
            for (const { addedNodes } of changes) for (const node of addedNodes) announced.push(node.innerText);
          }).observe(log, { childList: true });
        }"""
    )
    chat.say("question")
    chat.say("recommendation")
    announced = chat.page.evaluate("announced")
    assert [text.split("\n")[0] for text in announced] == [
        "You said:",
        "Assistant:",
        "Assistant:",
        "You said:",
        "Assistant:",
        "Assistant:",
    ]
    assert "Question 3 of 7" in announced[2] and "What matters most to you?" in announced[2]
    assert announced[-1].count("You need a call center") == 1 and "PDF" in announced[-1]


def test_what_was_said_before_is_not_announced_again(chat: Chat) -> None:
    chat.say("one")
    chat.page.add_init_script(
        """addEventListener("DOMContentLoaded", () => {
          window.announced = 0;
          const attach = Element.prototype.attachShadow;
          Element.prototype.attachShadow = function (options) {
            const root = attach.call(this, options);
            new MutationObserver((changes) => {
              for (const { target, addedNodes } of changes) {
                if (target.getAttribute?.("aria-live") !== "polite") continue;
                announced += [...addedNodes].filter((e) => e.matches(".message")).length;
              }
            }).observe(root, { childList: true, subtree: true });
            return root;
          };
        })"""
    )
    chat.page.reload()
    expect(chat.log).to_contain_text("You said one")
    chat.rest()
    expect(chat.log).to_have_attribute("aria-live", "polite")
    assert chat.page.evaluate("announced") == 0


def test_who_wants_no_motion_gets_none(chat: Chat, bot: Bot) -> None:
    chat.page.emulate_media(reduced_motion="reduce")
    bot.answering.clear()
    chat.say("slow", wait=False)
    expect(chat.page.locator(".dots")).to_be_visible()
    moving = chat.element("(chat) => chat.shadowRoot.getAnimations().length")
    bot.answering.set()
    assert moving == 0


def test_forced_colors_leave_edges(visit: Callable[..., Chat]) -> None:
    chat = visit()
    chat.page.emulate_media(forced_colors="active")
    expect(chat.launcher).to_be_visible()
    edge = """(e) => {
      const { borderTopStyle, borderTopWidth, borderTopColor, backgroundColor } = getComputedStyle(e);
      return borderTopStyle + borderTopWidth + (borderTopColor === backgroundColor);
    }"""
    assert chat.launcher.evaluate(edge) == "solid1pxfalse"
    chat.open().say("hello")
    for name in (".panel", ".message.bot", ".message.visitor", "textarea"):
        assert chat.page.locator(name).last.evaluate(edge) == "solid1pxfalse", name


def test_a_larger_font_of_the_visitor_enlarges_the_text(chat: Chat) -> None:
    """`medium` is the visitor's choice; everything else is measured by it."""
    sizes = chat.element(
        "(chat) => [getComputedStyle(chat.view.root).fontSize, getComputedStyle(chat.view.input).fontSize]"
    )
    assert sizes == ["16px", "16px"]
    client = chat.page.context.new_cdp_session(chat.page)
    client.send("Page.enable")
    client.send("Page.setFontSizes", {"fontSizes": {"standard": 24, "fixed": 20}})
    chat.page.reload()
    expect(chat.log).to_be_visible()
    assert chat.element("(chat) => getComputedStyle(chat.view.root).fontSize") == "24px"
