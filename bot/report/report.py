"""All figures of a period, read at one moment, with what may lead to a person taken out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.masking import shown
from bot.report.period import ZONE, Period, weeks
from bot.storage.counts import Activity, Advised, Assessed, Chosen, Entry, Handed, Judgment, Miss, Question, Thumbs
from bot.storage.details import Details
from bot.storage.figures import CHANNEL, WEEK, Figures


@dataclass(frozen=True)
class Part:
    """What is counted of all messages, or of those of a week, or of a channel."""

    activity: Activity = field(default_factory=Activity)
    assessed: Assessed = field(default_factory=Assessed)
    asked_for_person: int = 0
    handed: Handed = field(default_factory=Handed)
    thumbs: Thumbs = field(default_factory=Thumbs)


@dataclass(frozen=True)
class Report:
    """What a report says. `by_week` has the Mondays from the first message to the last, those of empty weeks included."""

    period: Period
    channel: str | None
    made: datetime
    span: tuple[datetime, datetime] | None
    total: Part
    by_channel: Mapping[str, Part]
    by_week: Mapping[str, Part]
    by_week_and_channel: Mapping[tuple[str, ...], Part]
    entries: Sequence[Entry]
    chosen: Chosen
    questions: Sequence[Question]
    advised: Sequence[Advised]
    thumbs_down: Sequence[Judgment]
    misses: Sequence[Miss]

    def to_dict(self) -> dict[str, Any]:
        """The report for other programs: counts, of which they can make any share."""
        first, last = self.span or (None, None)
        return {
            "made": _iso(self.made),
            "zone": ZONE,
            "since": _iso(self.period.since),
            "until": _iso(self.period.until),
            "channel": self.channel,
            "first_message": _iso(first),
            "last_message": _iso(last),
            "total": asdict(self.total),
            "by_channel": {name: asdict(part) for name, part in self.by_channel.items()},
            "by_week": {week: asdict(part) for week, part in self.by_week.items()},
            "by_week_and_channel": [
                {"week": week, "channel": channel, **asdict(part)}
                for (week, channel), part in self.by_week_and_channel.items()
            ],
            "entries": [asdict(one) for one in self.entries],
            "did_you_mean": asdict(self.chosen),
            "questions": [asdict(one) for one in self.questions],
            "recommendations": [asdict(one) for one in self.advised],
            "thumbs_down": [judgment_dict(one) for one in self.thumbs_down],
            "unanswered": [{**asdict(one), "received": _iso(one.received)} for one in self.misses],
        }


def collect(
    figures: Figures, details: Details, period: Period, channel: str | None, now: datetime, most: int | None
) -> Report:
    """Read the figures; at most so many judgments and unanswered questions are listed."""
    span = figures.span()
    by_week = {week: part for (week,), part in _parts(figures, WEEK).items()}
    if span:
        by_week = {week: by_week.get(week, Part()) for week in weeks(span[0].date(), span[1].date())}
    return Report(
        period=period,
        channel=channel,
        made=now,
        span=span,
        total=_parts(figures).get((), Part()),
        by_channel={name: part for (name,), part in _parts(figures, CHANNEL).items()},
        by_week=by_week,
        by_week_and_channel=_parts(figures, WEEK, CHANNEL),
        entries=details.entries(),
        chosen=details.chosen(),
        questions=details.questions(),
        advised=details.advised(),
        thumbs_down=judgments(details, helpful=False, most=most),
        misses=[replace(one, text=shown(one.text)) for one in details.misses(most)],
    )


def judgments(details: Details, helpful: bool, most: int | None) -> list[Judgment]:
    """The messages that helped, or those that did not, the latest judged first."""
    return [
        replace(
            one,
            question=shown(one.question),
            answer=shown(one.answer),
            reason=None if one.reason is None else shown(one.reason),
        )
        for one in details.judgments(helpful, most)
    ]


def judgment_dict(one: Judgment) -> dict[str, Any]:
    """A judgment for other programs."""
    return {**asdict(one), "given": _iso(one.given)}


def _parts(figures: Figures, *by: str) -> dict[tuple[str, ...], Part]:
    counts = {
        "activity": figures.activity(*by),
        "assessed": figures.assessed(*by),
        "asked_for_person": figures.asked_for_person(*by),
        "handed": figures.handed(*by),
        "thumbs": figures.thumbs(*by),
    }
    keys = sorted(set().union(*counts.values()))
    return {key: Part(**{name: found[key] for name, found in counts.items() if key in found}) for key in keys}


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds")
