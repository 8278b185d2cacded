"""What a part of a turn spends is counted once, and where it belongs."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.evaluate.turn import REST, WHOLE, Meter, page, parts


def work(seconds: float) -> None:
    begun = time.thread_time()
    while time.thread_time() - begun < seconds:
        pass


def test_a_part_within_a_part_counts_for_itself() -> None:
    meter = Meter()
    inner = meter.measured("inner", lambda: work(0.02))

    def both() -> None:
        work(0.01)
        inner()
        inner()

    meter.measured("outer", both)()
    assert meter.spent["inner"] == pytest.approx(0.04, abs=0.005)
    assert meter.spent["outer"] == pytest.approx(0.01, abs=0.005)


def test_threads_are_kept_apart_and_a_failure_counts() -> None:
    meter = Meter()

    def fail() -> None:
        work(0.01)
        raise ValueError

    with ThreadPoolExecutor(2) as pool:
        futures = [pool.submit(meter.measured("failing", fail)) for _ in range(2)]
    assert all(isinstance(future.exception(), ValueError) for future in futures)
    assert meter.spent["failing"] == pytest.approx(0.02, abs=0.008)


def test_the_bot_is_as_before_afterwards() -> None:
    before = [getattr(owner, attribute) for _, owner, attribute in parts()]
    with Meter().watching():
        assert all(getattr(owner, attribute) not in before for _, owner, attribute in parts())
    assert [getattr(owner, attribute) for _, owner, attribute in parts()] == before


def test_the_page_sets_the_kinds_of_turn_side_by_side() -> None:
    written = page({"question": {REST: 1.5, WHOLE: 3.0}, "answer": {REST: 1.0, WHOLE: 2.25}}, 0.6, 1.3)
    assert f"| {WHOLE} | 3.00 | 2.25 |" in written and "| part | question | answer |" in written
