"""The widget as a visitor uses it."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

# Shadow roots are open, and Playwright's selectors see into them.
CONTROLS = "bpo-chat :is(button, a, summary, input, textarea):visible"
HIT = """(element) => {
  element.scrollIntoView({ block: "nearest" });
  const { left, top, width, height } = element.getBoundingClientRect();
  const root = element.getRootNode();
  const found = root.elementFromPoint(left + width / 2, top + height / 2);
  const name = (one) => one?.outerHTML.slice(0, 120);
  return element === found || element.contains(found) ? "" : `${name(element)} is under ${name(found)}`;
}"""


class Chat:
    """One page with the widget on it; `problems` are what its console complains of."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.problems: list[str] = []
        page.on("console", lambda message: self.problems.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("dialog", lambda dialog: (self.problems.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.goto(address)

    @property
    def launcher(self) -> Locator:
        return self.page.locator(".launcher")

    @property
    def input(self) -> Locator:
        return self.page.get_by_label("Your message")

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    @property
    def notice(self) -> Locator:
        return self.page.locator(".notice[role=status]")

    @property
    def said(self) -> list[str]:
        """The visible messages of both, in order."""
        return [text.strip() for text in self.page.locator(".message:not(.notice) > p:first-of-type").all_inner_texts()]

    def open(self) -> Chat:
        self.launcher.click()
        expect(self.input).to_be_focused()
        expect(self.log).to_contain_text("Hello.")
        return self

    def say(self, text: str, *, wait: bool = True) -> Chat:
        self.input.fill(text)
        self.input.press("Enter")
        return self.rest() if wait else self

    def rest(self) -> Chat:
        """Wait until nothing is on its way."""
        self.page.wait_for_function(
            """() => {
              const chat = document.querySelector("bpo-chat");
              return !chat.conversation.queue.entries.length && chat.view.dots.hidden;
            }""",
            timeout=40_000,
        )
        return self

    def press(self, name: str) -> Chat:
        """Press a button of the conversation."""
        self.log.get_by_role("button", name=name, exact=True).last.click()
        return self.rest()

    def choose(self, item: str) -> None:
        """Choose from the menu."""
        self.page.get_by_label("More").click()
        self.page.get_by_role("button", name=item).click()

    def element(self, expression: str, *arguments: Any) -> Any:
        """What a function of the element gives."""
        return self.page.evaluate(
            f"(argument) => ({expression})(document.querySelector('bpo-chat'), argument)", *arguments
        )

    def covered(self, controls: str = CONTROLS) -> list[str]:
        """The controls that something else lies over."""
        return [hit for hit in (control.evaluate(HIT) for control in self.page.locator(controls).all()) if hit]
