"""The owner's page in a browser: for everybody, on a phone, in the dark, and without running anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from bot.report.__main__ import main
from bot.storage import connect
from tests.browser.test_access import RULES
from tests.report.conftest import HOSTILE, MONDAY
from tests.visits import Visits, answer, clarify, question, reply


@pytest.fixture
def page_file(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BPO_BOT_DATABASE_URL", sqlite_url)
    engine = connect(sqlite_url)
    visits = Visits(engine)
    for week in range(3):
        at = MONDAY.replace(day=2 + 7 * week)
        visits.turn("web-1", at, answer("what_is_bpo"), clarify("what_is_kpo"), text=HOSTILE)
        visits.turn("web-1", at, answer("what_is_kpo", "long " * 200))
        visits.judge("web-1", at, False, "what_is_kpo", HOSTILE)
        visits.turn("one", at, reply("fallback"), text="x" * 300, reason="unclear")
        visits.turn("one", at, question("work"))
        visits.turn("one", at, reply("recommendation"), option="KPO")
    engine.dispose()
    path = tmp_path / "report.html"
    assert main(["--html", str(path)]) == 0
    return path


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_it_is_for_everybody(browser: Browser, page_file: Path, theme: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=theme)  # type: ignore[arg-type]
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("dialog", lambda dialog: told.append(dialog.message))
    page.goto(page_file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("figure svg").count() == 5
    soft = page.locator("figure svg text").first.evaluate("one => getComputedStyle(one).fill")
    assert soft == {"light": "rgb(90, 100, 114)", "dark": "rgb(163, 173, 186)"}[theme]
    cut = (
        "[...document.querySelectorAll('figure svg')].flatMap(svg => [...svg.querySelectorAll('text')].filter(text => "
    )
    cut += "{ const a = text.getBoundingClientRect(), b = svg.getBoundingClientRect();"
    cut += " return a.left < b.left - 1 || a.right > b.right + 1 || a.top < b.top - 1 })).map(text => text.textContent)"
    assert page.evaluate(cut) == []
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()
    assert told == []
    context.close()
