"""Erlang C: how many agents keep waiting callers waiting briefly enough."""

from __future__ import annotations

import math


def wait_probability(agents: int, erlangs: float) -> float:
    """Chance (0-1) that a call has to wait; 1 when the agents cannot carry the load.

    Erlang C, by the recursion of Erlang B, which neither overflows nor needs factorials.
    """
    if agents <= erlangs:
        return 1.0
    blocking = 1.0
    for servers in range(1, agents + 1):
        blocking = erlangs * blocking / (servers + erlangs * blocking)
    return blocking / (1 - erlangs / agents * (1 - blocking))


def service_level(agents: int, erlangs: float, handling: float, seconds: float) -> float:
    """Share of calls (0-1) answered within `seconds`; `handling` is the handling time in seconds."""
    if agents <= erlangs:
        return 0.0
    return 1 - wait_probability(agents, erlangs) * math.exp(-(agents - erlangs) * seconds / handling)


def speed_of_answer(agents: int, erlangs: float, handling: float) -> float:
    """Average wait of all callers, in seconds."""
    return wait_probability(agents, erlangs) * handling / (agents - erlangs)


def agents_needed(erlangs: float, handling: float, level: float, seconds: float, occupancy: float) -> int:
    """Fewest agents that answer `level` of calls in `seconds`, busy at most `occupancy` of the time."""
    agents = max(math.ceil(erlangs / occupancy - 1e-9), math.floor(erlangs) + 1)
    while service_level(agents, erlangs, handling, seconds) < level:
        agents += 1
    return agents
