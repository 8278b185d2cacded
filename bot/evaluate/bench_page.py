"""The benchmark's figures for readers: `benchmarks.json`, and `benchmarks.md` with pictures."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.evaluate.plots import draw_pairs, draw_waits

PICTURES = "benchmarks"  # within the folder

# What is asked of each ratio, and what it is; of the last one more is better.
BARS: Mapping[str, tuple[float, str]] = {
    "cpu_per_faq_turn": (0.30, "CPU of a question, ours / stock"),
    "cpu_per_form_turn": (0.20, "CPU of an answer in the assessment, ours / stock"),
    "p95_32_clients": (1.0, "wait of 32 visitors at once, 95th percentile, ours / stock"),
    "startup_cpu": (0.35, "CPU from start to ready, ours / stock"),
    "memory": (0.55, "resident memory after all turns, ours / stock"),
    "training_cpu": (0.10, "CPU of training on ten examples of each entry, ours / stock"),
    "turn_2000_over_5": (1.2, "turn 2,000 of a conversation / turn 5"),
    "conversations_100000_over_10": (1.2, "a question with 100,000 conversations stored / with 10"),
    "entries_1000_over_134": (1.3, "a question with 1,000 entries / with the present ones"),
    "over_limit": (4.0, "a question / one encoder pass and one durable commit"),
    "two_servers_cpu_efficiency": (0.85, "turns per CPU second, two servers / one (at least)"),
}
PAUSE = 20  # seconds from one message of a visitor to the next
MORE_IS_BETTER = "two_servers_cpu_efficiency"


def write(result: Mapping[str, Any], folder: Path) -> None:
    """Write the figures, the page and its pictures; raises OSError."""
    pictures = folder / PICTURES
    pictures.mkdir(parents=True, exist_ok=True)
    (folder / "benchmarks.json").write_text(json.dumps(result, indent=2) + "\n", "utf-8")
    kinds = {"question": "faq_turn_ms", "answer in the assessment": "form_turn_ms"}
    draw_pairs({kind: result[name] for kind, name in kinds.items()}, "ms of CPU a turn", pictures / "turns.png")
    draw_waits(result["turn_ms_by_length"], "turn of a conversation", "ms of CPU", pictures / "length.png")
    waits = {name: {n: load["p95"] for n, load in loads.items()} for name, loads in result["clients"].items()}
    draw_waits(waits, "visitors at once", "ms until the answer, 95th percentile", pictures / "clients.png")
    (folder / "benchmarks.md").write_text(page(result), "utf-8")


def page(result: Mapping[str, Any]) -> str:
    """The page."""
    sides = ("ours", "stock")
    lines = [
        "# This bot beside stock Rasa",
        "",
        "Written by `make bench`; run that again instead of editing it. "
        f"{os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}. "
        "Stock Rasa is what `rasa init` configures, with its SQL tracker store and its action server, on "
        f"{result['stock_examples']} of the product's own examples. Both were served on SQLite in one run, asked by turns, "
        "and got only distinct messages. CPU is that of all processes of a bot.",
        "",
        "| ratio | measured | bar | |",
        "| --- | --- | --- | --- |",
    ]
    for name, value in result["ratios"].items():
        bar, meaning = BARS[name]
        holds = value >= bar if name == MORE_IS_BETTER else value <= bar
        lines.append(f"| `{name}`: {meaning} | {value:g} | {bar:g} | {'holds' if holds else '**missed**'} |")
    lines += ["", "Where the CPU of a turn goes: [quality/turn.md](quality/turn.md).", "", "## Figures", ""]
    lines += ["| | ours | stock |", "| --- | --- | --- |"]
    for label, name, digits in (
        ("CPU of a question, ms", "faq_turn_ms", 1),
        ("CPU of an answer in the assessment, ms", "form_turn_ms", 1),
        ("CPU from start to ready, s", "startup_cpu_s", 1),
        ("memory when ready, MB", "memory_at_start_mb", 0),
        ("memory after all turns, MB", "memory_mb", 0),
        ("CPU of training on ten examples of each entry, s", "training_cpu_s", 0),
    ):
        lines.append(f"| {label} | {' | '.join(f'{result[name][side]:.{digits}f}' for side in sides)} |")
    lines += [f"| CPU of training on all examples, s | {result['training_on_all_cpu_s']:.0f} | |"]
    lines += ["", f"![CPU of a turn]({PICTURES}/turns.png)", "", "### Many visitors", ""]
    lines += ["| visitors at once | bot | p50, ms | p95, ms | p99, ms | turns a second | CPU a turn, ms |"]
    lines += ["| --- | --- | --- | --- | --- | --- | --- |"]
    for clients in result["clients"]["ours"]:
        for side in sides:
            lines.append(f"| {clients} | {side} | {_load(result['clients'][side][clients])} |")
    lines += ["", f"![Waiting]({PICTURES}/clients.png)", "", "### Long conversations", ""]
    lines += ["CPU in ms; stock's long conversations are made of twenty turns, again and again.", ""]
    lines += ["| turn | ours | stock |", "| --- | --- | --- |"]
    for turn in result["turn_ms_by_length"]["ours"]:
        spent = (f"{result['turn_ms_by_length'][side][turn]:.1f}" for side in sides)
        lines.append(f"| {turn:,} | {' | '.join(spent)} |")
    lines += ["", f"![CPU by length]({PICTURES}/length.png)", "", "### What grows, and what is added (ours)", ""]
    lines += ["| | CPU of a question, ms |", "| --- | --- |"]
    lines += [f"| {n:,} conversations stored | {spent:.1f} |" for n, spent in result["stored_ms"].items()]
    lines += [f"| the present entries | {result['entries_ms']['now']:.1f} |"]
    lines += [f"| 1,000 entries | {result['entries_ms']['1000']:.1f} |"]
    lines += [f"| one encoder pass (the limit) | {result['limit_ms']['encoder']:.2f} |"]
    lines += [f"| one durable commit (the limit) | {result['limit_ms']['commit']:.2f} |"]
    lines += ["", "Servers on one PostgreSQL, eight visitors at once:", ""]
    lines += ["| servers | p50, ms | p95, ms | p99, ms | turns a second | CPU a turn, ms |"]
    lines += ["| --- | --- | --- | --- | --- | --- |"]
    lines += [f"| {servers} | {_load(load)} |" for servers, load in result["servers"].items()]
    return "\n".join([*lines, *_capacity(result)]) + "\n"


def _capacity(result: Mapping[str, Any]) -> list[str]:
    """What a machine has to have, as far as it follows from the figures."""
    one = next(iter(result["servers"].values()))
    lines = ["", "## Capacity", ""]
    lines += ["Of servers on one PostgreSQL, all on this machine, with the clients that asked them:", ""]
    lines += ["| servers | memory, MB | turns a second | visitors at a time | disk for a million turns, GB |"]
    lines += ["| --- | --- | --- | --- | --- |"]
    for servers, load in result["servers"].items():
        memory, visitors = result["memory_mb"]["ours"] * int(servers), load["throughput"] * PAUSE
        disk = result["disk_kb_a_turn"] * 1e6 / 1024**2
        lines.append(f"| {servers} | {memory:.0f} | {load['throughput']:.0f} | {visitors:.0f} | {disk:.1f} |")
    return [
        *lines,
        "",
        f"A visitor is counted as somebody who writes every {PAUSE} seconds. A core is full at {1000 / one['cpu']:.0f} turns a "
        "second. Disk is that of SQLite; an answer in the assessment takes about as much as a question.",
    ]


def _load(load: Mapping[str, float]) -> str:
    return " | ".join(f"{load[name]:.1f}" for name in ("p50", "p95", "p99", "throughput", "cpu"))
