"""Who does the work today, from who does it and how it goes."""

from __future__ import annotations

from collections.abc import Sequence

from bot.reading.mention import Mention

_VALUES = {
    ("inhouse", "ok"): "inhouse_ok", ("inhouse", "bad"): "inhouse_strained",
    ("outsourced", "ok"): "outsourced_ok", ("outsourced", "bad"): "outsourced_unhappy",
}  # fmt: skip
_READINGS = {
    "inhouse": ["inhouse_ok", "inhouse_strained"],
    "outsourced": ["outsourced_ok", "outsourced_unhappy"],
}


def read_setup(stated: Sequence[Mention], sentence: dict[Mention, int], asked: bool) -> tuple[str | None, list[str]]:
    """The set-up, and the readings to choose from when only half of it is said.

    Outside its own question a state ("great", "too much") must stand in a sentence that says who does the work.
    """
    work = [m for m in stated if m.key == "work"]
    # "password problems", "handles complaints" are the work, not how it goes.
    said = [m for m in stated if m.key == "setup" and not (m.value == "state.bad" and any(_inside(m, w) for w in work))]
    whole = [m.value for m in said if "." not in m.value]
    who = list(dict.fromkeys(m.value[4:] for m in said if m.value.startswith("who.")))
    placed = {sentence[m] for m in said if m.value.startswith("who.") or m.value == "none"}
    states = [m.value[6:] for m in said if m.value.startswith("state.") and (asked or sentence[m] in placed)]
    # "good team, but they cannot keep up": trouble outweighs praise.
    leaves = "leave" in states and "outsourced" in who
    state = "bad" if "bad" in states or leaves else "ok" if "ok" in states else None
    if "inhouse_strained" in whole:
        return "inhouse_strained", []
    if "none" in whole and not ("inhouse" in who and state):
        return ("inhouse_strained" if state == "bad" and _self(said) else "none"), []
    if len(who) > 1 and asked:
        # "outsourced, the agency keeps us waiting": "us" and "they" are not a second team.
        strong = [m for m in said if m.value == "who.inhouse" and m.end - m.start > 1]
        if strong and not state:
            return None, [value for name in who for value in _READINGS[name]]
        who = ["outsourced"]
    elif len(who) > 1:
        who = ["outsourced"] if "outsourced" in who else who[:1]
    if who and state:
        return _VALUES[who[0], state], []
    if who and asked:
        return None, _READINGS[who[0]]
    if state and asked:
        return None, [_VALUES[name, state] for name in ("inhouse", "outsourced")]
    return None, []


def _inside(state: Mention, work: Mention) -> bool:
    """Whether a state is one word of what names the work, not all of it ("lots of complaints")."""
    return state.overlaps(work) and work.end - work.start > state.end - state.start


def _self(said: Sequence[Mention]) -> bool:
    """Whether "none" means the owner alone ("I do it all myself")."""
    return not any(m.value == "none" and m.end - m.start == 1 for m in said)
