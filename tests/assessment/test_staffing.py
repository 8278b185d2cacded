"""Staffing is Erlang C, for inbound calls only, and never less than the clock demands."""

import heapq
import math
import random
from collections.abc import Callable
from typing import Any

import pytest

from bot.assessment.erlang import agents_needed, service_level, speed_of_answer, wait_probability

Advise = Callable[..., dict[str, Any]]
SIMULATED = 1_000_000  # calls: of fewer, the share in time is off by half a point now and then
CALLS: dict[str, Any] = {
    "work": ["customer_support"],
    "unit": "calls",
    "period": "month",
    "channels": ["voice"],
}


def test_erlang_c_agrees_with_the_published_example() -> None:
    # mitan.co.uk: 300 calls in 30 minutes, 180 s each, 80% in 15 s: 35 agents, 82% (exactly 81.2%)
    assert agents_needed(30, 180, 0.80, 15, 1.0) == 35
    assert service_level(35, 30, 180, 15) == pytest.approx(0.812, abs=0.0005)


def test_erlang_c_agrees_with_a_second_published_example() -> None:
    # the example of pyworkforce's documentation: 100 calls in 30 minutes, 3 minutes each, 80% in 20 s, shrinkage 30%:
    # 14 agents, 20 on the roster, service level 88.8%, busy 71.4%, waiting 17.4%
    assert agents_needed(10, 180, 0.80, 20, 0.85) == 14 and math.ceil(14 / 0.7) == 20
    assert service_level(14, 10, 180, 20) == pytest.approx(0.8884, abs=0.0001)
    assert wait_probability(14, 10) == pytest.approx(0.1741, abs=0.0001)


@pytest.mark.parametrize(
    ("calls", "handling", "seconds"), [(47, 360, 20), (100, 360, 20), (600, 180, 15), (20, 600, 30)]
)
def test_erlang_c_agrees_with_a_simulated_queue_within_a_point(calls: int, handling: float, seconds: float) -> None:
    erlangs = calls * handling / 3600
    agents = agents_needed(erlangs, handling, 0.80, seconds, 0.95)
    answered, waited, wait = _simulate(agents, calls, handling, seconds)
    assert answered == pytest.approx(service_level(agents, erlangs, handling, seconds), abs=0.01)
    assert waited == pytest.approx(wait_probability(agents, erlangs), abs=0.01)
    assert wait == pytest.approx(speed_of_answer(agents, erlangs, handling), rel=0.05)


def _simulate(agents: int, calls: int, handling: float, seconds: float) -> tuple[float, float, float]:
    """Play a queue of patient callers, event by event: share answered in time, share that waited, mean wait in seconds."""
    dice = random.Random(calls)
    free_at = [0.0] * agents  # a heap: when each agent is free again
    now, in_time, waited, total = 0.0, 0, 0, 0.0
    for _ in range(SIMULATED):
        now += dice.expovariate(calls / 3600)
        start = max(now, free_at[0])
        heapq.heapreplace(free_at, start + dice.expovariate(1 / handling))
        in_time += start - now <= seconds
        waited += start > now
        total += start - now
    return in_time / SIMULATED, waited / SIMULATED, total / SIMULATED


def test_erlang_c_agrees_with_a_queue_of_one() -> None:
    # M/M/1: the chance to wait is the load, the mean wait is load x handling / (1 - load)
    assert wait_probability(1, 0.5) == pytest.approx(0.5)
    assert speed_of_answer(1, 0.5, 60) == pytest.approx(60)


def test_too_few_agents_answer_nobody_in_time() -> None:
    assert wait_probability(5, 5) == 1 and service_level(5, 6, 180, 20) == 0


@pytest.mark.parametrize(
    ("calls", "agents", "busy", "rostered"),
    [(5, 2, 25, 3), (10, 3, 33, 5), (20, 4, 50, 6), (47, 8, 59, 12), (100, 14, 71, 20), (400, 46, 87, 66)],
)
def test_the_table_of_busy_hours_is_met(calls: int, agents: int, busy: int, rostered: int) -> None:
    needed = agents_needed(calls / 10, 360, 0.80, 20, 0.88)
    assert needed == agents and round(calls / 10 / needed * 100) == busy
    assert -(-needed * 10 // 7) == rostered


def test_the_worked_example_is_met(advise: Advise) -> None:
    staff = advise(**CALLS, volume=10000, aht=6, hours="extended")["staffing"]
    assert (round(staff["busy_hour_calls"]), round(staff["erlangs"], 1)) == (46, 4.6)
    assert (staff["agents_on_phones"], staff["rostered"]) == (8, 12)
    assert staff["service_level"] == pytest.approx(0.90, abs=0.005) and round(staff["workload_fte"]) == 11


def test_round_the_clock_takes_six_people_for_one_seat(advise: Advise) -> None:
    staff = advise(**CALLS, volume=300, aht=3, hours="24x7")["staffing"]
    assert staff["coverage_floor"] == 6 and staff["people"] == 6 and staff["workload_fte"] < 1


def test_an_own_team_round_the_clock_is_priced_with_the_floor(advise: Advise) -> None:
    calls = {**CALLS, "volume": 300, "aht": 3, "setup": "inhouse_ok", "priority": "quality"}
    day, night = advise(**calls, hours="business"), advise(**calls, hours="24x7")
    assert day["option"] == night["option"] == "INHOUSE"
    assert night["cost_month"]["low"] >= 6 * 160 * 36 > day["cost_month"]["low"]


@pytest.mark.parametrize(
    "answers",
    [
        {"work": ["outbound_sales"], "volume": 9000, "unit": "calls"},
        {"work": ["data_entry"], "volume": 9000, "unit": "records"},
        {"work": ["customer_support"], "volume": 9000, "unit": "chats"},
        {"work": ["customer_support"], "volume": 9000, "unit": "contacts", "channels": ["voice", "email"]},
        {"work": ["customer_support"], "volume": 20, "unit": "agents"},
        {"work": ["customer_support"]},
    ],
)
def test_without_a_count_of_calls_there_is_no_figure_but_a_reason(answers: dict[str, Any], advise: Advise) -> None:
    staff = advise(**answers)["staffing"]
    assert staff["people"] is None and staff["reason"]


def test_huge_volumes_are_staffed_too(advise: Advise) -> None:
    staff = advise(**CALLS, volume=100_000_000, aht=6)["staffing"]
    assert staff["agents_on_phones"] > 80_000 and staff["occupancy"] <= 0.88
