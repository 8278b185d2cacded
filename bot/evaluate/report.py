"""The evaluation as data and as text."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.evaluate.calibration import Calibration, bets
from bot.evaluate.score import RATES, RIGHT, Played, by, macro, tally

NAME, CELL = 34, 18  # widths of columns


def summarise(played: Sequence[Played], written: frozenset[str]) -> dict[str, Any]:
    """Counts and rates over all cases and over those whose entries are written; per style, per entry; every miss.

    `calibration` is there when it is known how sure the recogniser was.
    """
    built = [one for one in played if one.case.built(written)]
    entries = by(built, "entry")
    calibration = Calibration.of(bets(played))
    return {
        "all": tally(played).as_dict(),
        "built": {**tally(built).as_dict(), **{f"{rate}_macro": round(macro(entries, rate), 4) for rate in RATES}},
        "by_style": {name: group.as_dict() for name, group in by(built, "style").items()},
        "by_entry": {name: group.as_dict() for name, group in entries.items()},
        "misses": [_miss(one) for one in played if one.outcome != RIGHT],
        **({"calibration": calibration.as_dict()} if calibration.n else {}),
    }


def _miss(one: Played) -> dict[str, Any]:
    return {
        "place": one.case.place,
        "question": one.case.question,
        "outcome": one.outcome,
        "expected": " + ".join("|".join(sorted(group)) for group in one.case.expected),
        "said": list(one.said),
        "choices": list(one.choices),
    }


def as_text(summary: Mapping[str, Any]) -> str:
    """The report for a terminal: every miss, then the rates in all, per style and per entry."""
    lines = [line for miss in summary["misses"] for line in _lines_of(miss)]
    lines += ["", _header("")]
    lines += [_row("all", summary["all"]), _row("entries written", summary["built"])]
    lines += [_row(f"  {name}", row) for name, row in summary["by_style"].items()]
    lines += ["", _header("per entry")]
    lines += [_row(name, row) for name, row in summary["by_entry"].items()]
    lines.append(_row("micro average", summary["built"]))
    lines.append(_macro(summary["built"], len(summary["by_entry"])))
    low, high = summary["built"]["right_first_interval"]
    lines += ["", f"right first, entries written: 95% interval {low:.1%} to {high:.1%}"]
    return "\n".join(lines)


def _lines_of(miss: Mapping[str, Any]) -> list[str]:
    got = " + ".join(miss["said"]) + (f" ({', '.join(miss['choices'])})" if miss["choices"] else "")
    return [
        f"{miss['outcome']:>16}  {miss['question']}  [{miss['place']}]",
        f"{'':>18}expected {miss['expected']}; got {got or 'nothing'}",
    ]


def _header(name: str) -> str:
    return f"{name:<{NAME}}{'n':>5}" + "".join(f"{rate.replace('_', ' '):>{CELL}}" for rate in RATES)


def _row(name: str, row: Mapping[str, Any]) -> str:
    """One line: each rate with its count before it."""
    rates = "".join(f"{row[f'{rate}_count']:>{CELL - 7}}{row[f'{rate}_rate']:>7.1%}" for rate in RATES)
    return f"{_short(name):<{NAME}}{row['n']:>5}{rates}"


def _macro(row: Mapping[str, Any], entries: int) -> str:
    rates = "".join(f"{row[f'{rate}_macro']:>{CELL}.1%}" for rate in RATES)
    return f"{_short(f'macro average of {entries}'):<{NAME}}{'':>5}{rates}"


def _short(name: str) -> str:
    return name if len(name) < NAME else f"{name[: NAME - 3]}.."
