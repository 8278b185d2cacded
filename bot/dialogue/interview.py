"""The needs assessment as an interview: which question is next, how far we are, and what was understood."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.assessment.tables import table
from bot.reading.quantities import CHANNEL_OF

ANSWERED, SKIPPED = "answered", "skipped"
_WITH = {"volume": ("unit", "period"), "location_pref": ("location_strength",)}  # means nothing without the answer
_LISTS = ("choices", "codes")  # kinds of answers that may be several


@dataclass(frozen=True)
class Question:
    """One of the nine questions.

    `group` is its slot, `answers` the profile keys any of which settles it, `called` its words when it is changed, and
    `beside` how it is asked once a key is known that belongs to it and does not settle it.
    """

    group: str
    ask: str | Mapping[str, str]
    called: str
    hint: str
    why: str
    answers: tuple[str, ...]
    always: bool = False
    families: tuple[str, ...] = ()
    unless: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    offers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    beside: Mapping[str, str] = field(default_factory=dict)

    def fits(self, choice: Mapping[str, Any], families: frozenset[str]) -> bool:
        """Whether a choice (its partial profile) is worth offering: it settles the question for this kind of work."""
        keys = next((keys for family, keys in self.offers.items() if family in families), self.answers)
        return any(choice.get(key) is not None for key in keys)

    def text(self, families: frozenset[str], profile: Mapping[str, Any] | None = None) -> str:
        """The question as asked, worded for the kind of work, or for what the profile has of its answer."""
        told = next((text for name, text in self.beside.items() if (profile or {}).get(name) is not None), None)
        if told:
            return told
        if isinstance(self.ask, str):
            return self.ask
        return next((text for family, text in self.ask.items() if family in families), next(iter(self.ask.values())))

    def applies(self, profile: Mapping[str, Any], families: frozenset[str]) -> bool:
        """Whether this question makes sense for what is known; an unknown kind of work may still turn out any."""
        if self.families and families and not families & set(self.families):
            return False
        return not any(_within(profile.get(key), values) for key, values in self.unless.items())

    def settled_by(self, profile: Mapping[str, Any]) -> bool:
        """Whether the profile holds an answer."""
        return any(profile.get(key) is not None for key in self.answers)


@lru_cache(maxsize=1)
def questions() -> dict[str, Question]:
    """All questions in order, by slot group."""
    rows = yaml.safe_load((Path(__file__).parent / "questions.yml").read_text("utf-8"))
    return {
        group: Question(
            group=group,
            ask=row["ask"],
            called=row["called"],
            hint=row["hint"],
            why=row["why"],
            answers=tuple(row["answers"]),
            always=row.get("always", False),
            families=tuple(row.get("families", ())),
            unless={key: tuple(values) for key, values in row.get("unless", {}).items()},
            beside=row.get("beside", {}),
            offers={family: tuple(keys) for family, keys in row.get("offers", {}).items()},
        )
        for group, row in rows.items()
    }


def changed(profile: Mapping[str, Any], read: Mapping[str, Any], adds: bool = False) -> dict[str, Any]:
    """A profile with new answers, without the old ones that they make void; with `adds`, lists grow."""
    new = {**profile, **read}
    if adds:
        new |= {key: [*profile[key], *(v for v in value if v not in profile[key])] for key, value in read.items()
                if table("answers")[key]["kind"] in _LISTS and profile.get(key) and profile[key] != ["none"]}  # fmt: skip
    # A count of calls, or the time that one takes, names a channel, maybe not the only one.
    named = read.get("channels") or []
    beside = "aht" in read or named == [CHANNEL_OF.get(read.get("unit", ""))]
    if named and beside and set(named) <= set(profile.get("channels") or ()):
        new["channels"] = profile["channels"]
    if "volume" in read and "period" not in read and read.get("unit", profile.get("unit")) != profile.get("unit"):
        new.pop("period", None)  # "200 tickets" after "8,000 calls a month" says nothing about the time
    if "work" in read and "volume" not in read and not _counts(new):
        for key in ("volume", "unit", "period", "aht"):
            new.pop(key, None)  # calls say nothing about payroll
    return new


def _counts(profile: Mapping[str, Any]) -> bool:
    """Whether the volume is in a unit that one of the kinds of work is counted in."""
    unit, rows = profile.get("unit"), table("workload")["families"]
    named = [row for row in rows.values() if set(row["work"]) & set(profile["work"])]
    return unit is None or any(unit in row["units"] for row in named)


def group_of(key: str) -> str:
    """The slot group that a profile key belongs to."""
    return str(table("answers")[key]["group"])


@dataclass(frozen=True)
class Interview:
    """An assessment so far: the profile, the groups whose question was skipped, and those that were asked. Immutable."""

    profile: Mapping[str, Any] = field(default_factory=dict)
    skipped: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()

    @property
    def families(self) -> frozenset[str]:
        """The families of work named so far (inbound, outbound, backoffice, knowledge)."""
        named = set(self.profile.get("work") or ())
        return frozenset(name for name, row in table("workload")["families"].items() if named & set(row["work"]))

    def open(self) -> Iterator[Question]:
        """The questions still to be asked, in order."""
        for question in questions().values():
            if self.status(question.group) is None and question.applies(self.profile, self.families):
                yield question

    def status(self, group: str) -> str | None:
        """`answered`, `skipped`, or None for a question that is open."""
        if questions()[group].settled_by(self.profile):
            return ANSWERED
        return SKIPPED if group in self.skipped else None

    @property
    def next(self) -> Question | None:
        """The question to ask now; None when there is enough."""
        return next(self.open(), None)

    @property
    def step(self) -> int:
        """The number of the question that is put now, from 1; what was told without being asked does not count."""
        return 1 + sum(1 for group in self.asked if self.status(group))

    @property
    def steps(self) -> int:
        """How many questions there are in all, as far as is known now."""
        return self.step - 1 + sum(1 for _ in self.open())

    @property
    def may_end(self) -> bool:
        """Whether the questions that are always asked are behind us."""
        return not any(question.always for question in self.open())

    def with_answers(self, read: Mapping[str, Any], adds: bool = False) -> "Interview":
        """The interview with more answers; a new answer replaces the old one of the same key, or `adds` to its list."""
        profile = changed(self.profile, read, adds)
        return replace(self, profile=profile, skipped=self.skipped - {group_of(key) for key in read})

    def without(self, *groups: str) -> "Interview":
        """The interview with some questions open again; what was said beside their answers is kept."""
        answers = {key for group in groups for key in questions()[group].answers}
        gone = answers.union(*(_WITH.get(key, ()) for key in answers))
        profile = {key: value for key, value in self.profile.items() if key not in gone}
        return replace(self, profile=profile, skipped=self.skipped - set(groups))

    def skip(self, *groups: str) -> "Interview":
        """The interview with questions left unanswered on purpose."""
        return replace(self, skipped=self.skipped | set(groups))

    def ask(self, group: str) -> "Interview":
        """The interview once a question was put."""
        return replace(self, asked=self.asked | {group})

    def before(self, group: str) -> str | None:
        """The group that was settled before this one, to go back to."""
        order = [name for name in questions() if name == group or self.status(name)]
        place = order.index(group)
        return order[place - 1] if place else None


def _within(value: Any, values: tuple[str, ...]) -> bool:
    """Whether all of an answer lies in `values`: one of several kinds of work implies nothing about the others."""
    if value is None:
        return False
    given = value if isinstance(value, list | tuple) else [value]
    return bool(given) and all(item in values for item in given)
