"""Lines of JSON: what is in them, and that no visitor's text or name is."""

from __future__ import annotations

import asyncio
import json
import logging
import subprocess
import sys
from typing import Any

from bot.journal import JsonFormatter, add, begin, named

SECRET = "my secret"


def line(level: int = logging.INFO, message: str = "hello", error: Exception | None = None, **extra: Any) -> Any:
    told = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("bot.server", level, "", 1, message, (), told)
    record.__dict__.update(extra)
    return json.loads(JsonFormatter(lambda text: text.replace(SECRET, "[masked]")).format(record))


def test_a_line_says_when_how_bad_who_and_what() -> None:
    begin()
    found = line()
    assert found.pop("time").endswith("+00:00")
    assert found == {"level": "INFO", "logger": "bot.server", "message": "hello"}


def test_what_a_line_is_about_goes_along_into_tasks_and_threads_and_not_into_others() -> None:
    async def talk(name: str) -> list[Any]:
        begin(request=name)
        here = asyncio.create_task(asyncio.sleep(0, line()))
        add(conversation=f"c{name}")
        return [await here, line(), await asyncio.to_thread(line), line(about={"status": 200})]

    async def both() -> list[list[Any]]:
        return await asyncio.gather(talk("1"), talk("2"))

    for number, found in enumerate(asyncio.run(both()), 1):
        assert [one["request"] for one in found] == [str(number)] * 4
        assert [one.get("conversation") for one in found] == [None, *[f"c{number}"] * 3]
        assert found[3]["status"] == 200


def test_an_error_has_its_class_and_where_it_came_from_and_not_what_it_says() -> None:
    try:
        raise ValueError(SECRET)
    except ValueError as error:
        found = line(logging.ERROR, "failed", error)
    assert found["error"] == "ValueError" and "test_journal" in found["trace"] and SECRET not in json.dumps(found)


def test_what_visitors_write_is_masked_at_debug() -> None:
    assert line(logging.DEBUG, f"heard {SECRET}")["message"] == "heard [masked]"


def test_a_line_break_is_no_line() -> None:
    record = logging.LogRecord("bot", logging.INFO, "", 1, "one\ntwo", (), None)
    assert "\n" not in JsonFormatter(str).format(record)


def test_a_conversation_is_known_by_who_knows_its_name() -> None:
    assert named("visitor@example.com") == named("visitor@example.com") != named("visitor@example.org")
    assert "visitor" not in named("visitor@example.com")


def test_json_is_written_when_asked_and_masks_addresses_at_debug() -> None:
    code = """
import logging
from bot.journal import set_up
set_up("DEBUG", "json")
logging.getLogger("bot").debug("heard jane@example.com, 555 123 4567")
logging.getLogger("bot").info("hello")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    lines = [json.loads(one) for one in done.stderr.splitlines()]
    found = [one["message"] for one in lines if one["logger"] == "bot"]
    assert found == ["heard [e-mail], [number]", "hello"]
