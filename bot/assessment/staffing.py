"""Staffing: agents on the phones in a busy hour, and people on the roster. Inbound voice only."""

from __future__ import annotations

import math
from dataclasses import dataclass

from bot.assessment.erlang import agents_needed, service_level, speed_of_answer
from bot.assessment.situation import Situation
from bot.assessment.tables import table


@dataclass(frozen=True)
class Staffing:
    """A staffing figure, or nulls with `reason`, but for `workload_fte`. Calls an hour, `asa` in seconds, shares 0-1, people.

    `people` is the largest of the workload, the roster of the busy hour and the floor of 24/7 cover.
    """

    busy_hour_calls: float | None = None
    erlangs: float | None = None
    agents_on_phones: int | None = None
    occupancy: float | None = None
    rostered: int | None = None
    service_level: float | None = None
    target: str | None = None
    asa: float | None = None
    workload_fte: float | None = None
    coverage_floor: int | None = None
    people: int | None = None
    caveat: str | None = None
    reason: str | None = None


def staff(case: Situation) -> Staffing:
    """Staff the calls of a situation; without a count of calls, say why there is no figure."""
    rows = table("staffing")
    if missing := _missing(case):
        people = case.workload.fte
        return Staffing(
            workload_fte=None if people is None else round(people, 1),
            reason=rows["no_figure"][missing].format(unit=case.workload.unit),
        )
    load, hours = case.workload, case.facts["hours"]
    if load.units is None or load.minutes is None or load.fte is None:
        raise ValueError("calls are counted, so they have units and minutes")  # _missing has made sure
    calls = sum(load.units) / 2 / table("workload")["open"][hours]["days"] * rows["busy_hour_share"][hours]["value"]
    handling = load.minutes * 60
    erlangs = calls * handling / 3600
    level, seconds, cap = (rows[key]["value"] for key in ("service_level", "seconds", "occupancy"))
    if erlangs <= rows["exact_up_to_erlangs"]["value"]:
        agents = agents_needed(erlangs, handling, level, seconds, cap)
        reached, wait = (
            service_level(agents, erlangs, handling, seconds),
            speed_of_answer(agents, erlangs, handling),
        )
    else:
        agents, reached, wait = math.ceil(erlangs / cap), 1.0, 0.0
    rostered = math.ceil(agents / (1 - rows["shrinkage"]["value"]) - 1e-9)
    floor = int(rows["floor_24x7"]["value"]) if hours == "24x7" else None
    caveat = rows["caveat"]["text"] + (" " + rows["peak_caveat"] if case.facts["peaky"] == "yes" else "")
    return Staffing(
        busy_hour_calls=round(calls, 1),
        erlangs=round(erlangs, 2),
        agents_on_phones=agents,
        occupancy=round(erlangs / agents, 2),
        rostered=rostered,
        service_level=round(reached, 3),
        target=f"{level:.0%} in {seconds} seconds",
        asa=round(wait, 1),
        workload_fte=round(load.fte, 1),
        coverage_floor=floor,
        people=max(rostered, math.ceil(load.fte), floor or 0),
        caveat=caveat,
    )


def _missing(case: Situation) -> str | None:
    if case.family != "inbound":
        return "family"
    if case.facts["contact"] == "digital":
        return "channel"
    if case.workload.people is None:
        return "volume"
    if case.workload.units is None:
        return "unit"
    unit = case.workload.unit
    return None if unit == "calls" or (unit in ("contacts", "orders") and case.facts["contact"] == "voice") else "mixed"
