"""One visit to a page with a widget, in Chromium on a slow device and network: when a visitor can use it."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Request

from bot.evaluate.shelf import serving
from bot.evaluate.widgets import Widget

HERE = "127.0.0.1"
ALONE = f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {HERE}"  # for Chromium: nobody else is reached
SLOWDOWN = 4  # times slower than this machine
LATENCY = 150  # milliseconds that each answer takes to begin
DOWN, UP = 1600, 750  # kilobits a second
SETTLE = 2000  # milliseconds after the widget is usable in which it may still keep the browser busy
PATIENCE = 60_000  # milliseconds

# Looks at every frame: as soon as nothing lies over the launcher, clicks it; as soon as the input takes a letter, ends.
PROBE = """
(() => {
  const launcher = () => LAUNCHER, input = () => INPUT;
  const free = (element) => {
    if (!element || element.disabled) return false;
    const { left, top, width, height } = element.getBoundingClientRect();
    const hit = width && height && element.getRootNode().elementFromPoint(left + width / 2, top + height / 2);
    return Boolean(hit) && (element === hit || element.contains(hit));
  };
  const typed = (element) => {
    element.focus();
    document.execCommand("insertText", false, "x");
    return (element.value ?? element.textContent).includes("x");
  };
  const found = (window.visit = { blocked: 0, longest: 0 });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      found.blocked += Math.max(0, duration - 50);
      found.longest = Math.max(found.longest, duration);
    }
  }).observe({ type: "longtask", buffered: true });
  const look = () => {
    if (HAS_LAUNCHER && found.launcher === undefined && free(launcher())) {
      found.launcher = performance.now();
      launcher().click();
    }
    if ((!HAS_LAUNCHER || found.launcher !== undefined) && free(input()) && typed(input())) {
      found.input = performance.now();
      found.launcher ??= found.input;
    } else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
"""


@dataclass(frozen=True)
class Visit:
    """Milliseconds from navigation until the first control works, and until one can write; those that long tasks block.

    `loaded` are the files that were asked for, the page excepted; `bytes` what `gzip -9` makes of them. `elsewhere` are the
    hosts of others that were asked for something; they never answer here.
    """

    control: float
    input: float
    blocked: float
    longest: float
    loaded: tuple[str, ...]
    bytes: int
    elsewhere: tuple[str, ...]


def visit(browser: Browser, widget: Widget) -> Visit:
    """Open a page with the widget in a browser profile of its own, with nothing in its cache; `browser` runs ALONE."""
    asked: set[str] = set()

    def note(request: Request) -> None:
        asked.add(urlsplit(request.url).hostname or "")

    with serving({"/": widget.page().encode(), **widget.files}) as shelf:
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        page = context.new_page()
        page.on("request", note)
        session = context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
        session.send("Network.enable")
        throughput = {"downloadThroughput": DOWN * 1000 / 8, "uploadThroughput": UP * 1000 / 8}
        session.send("Network.emulateNetworkConditions", {"offline": False, "latency": LATENCY, **throughput})
        page.add_init_script(probe(widget))
        page.goto(shelf.url, wait_until="commit")
        page.wait_for_function("visit.input !== undefined", timeout=PATIENCE, polling=100)
        page.wait_for_timeout(SETTLE)
        found = page.evaluate("visit")
        context.close()
        loaded = tuple(dict.fromkeys(address for address in shelf.asked if address != "/"))
        size = sum(len(shelf.files[address].packed) for address in loaded)
    control, written, blocked, longest = (float(found[name]) for name in ("launcher", "input", "blocked", "longest"))
    return Visit(control, written, blocked, longest, loaded, size, tuple(sorted(asked - {HERE, ""})))


def probe(widget: Widget) -> str:
    """The script that runs in the page before any other."""
    words = {"HAS_LAUNCHER": str(bool(widget.launcher)).lower(), "LAUNCHER": widget.launcher or "null"}
    script = PROBE
    for word, meaning in {**words, "INPUT": widget.input}.items():
        script = script.replace(word, meaning)
    return script
