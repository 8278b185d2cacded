"""The sections of the report, from its figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.report import outcomes
from bot.report.blocks import Cell, Section, Table
from bot.report.names import Names
from bot.report.period import ZONE
from bot.report.rate import NOTE, Rate
from bot.report.report import Part, Report

VISITS = ("conversations", "messages", "questions", "answered", "did you mean", "not understood", "declined")
LATER = ("assessments", "finished", "left", "thumbs up", "thumbs down", "wanted a person", "handed over")


def title(report: Report) -> str:
    """What the report is called."""
    return f"What visitors asked: {report.period.words}" + (f", on {report.channel}" if report.channel else "")


def sections(report: Report, names: Names) -> list[Section]:
    """The report; of a period without a message only that there is none."""
    if report.span is None:
        return [
            Section(
                "Nothing to report",
                (
                    "No message of this period and channel is stored. Nobody has written, or the conversations were "
                    "forgotten or purged since, or BPO_BOT_DATABASE_URL names another database.",
                ),
            )
        ]
    return [
        _glance(report),
        _weeks(report, *report.span),
        _channels(report),
        outcomes.choices(report),
        outcomes.judged(report.thumbs_down, False, names, report.total.thumbs.down),
        outcomes.misses(report),
        outcomes.assessments(report, names),
        outcomes.advised(report, names),
        outcomes.handed(report),
        _entries(report, names),
        _counted(),
    ]


def _glance(report: Report) -> Section:
    part = report.total
    did, assessed, thumbs, handed = part.activity, part.assessed, part.thumbs, part.handed
    rows: list[tuple[Cell, ...]] = [
        ("conversations", did.conversations, ""),
        ("messages", did.messages, ""),
        ("questions", did.questions, ""),
        ("answered", Rate(did.answered, did.questions), "of the questions"),
        ("offered a choice: did you mean", Rate(did.offered, did.questions), "of the questions"),
        ("not understood", Rate(did.not_understood, did.questions), "of the questions"),
        ("declined: not our subject", Rate(did.declined, did.questions), "of the questions"),
        ("declined: no checked answer yet", Rate(did.unwritten, did.questions), "of the questions"),
        ("assessments begun", Rate(assessed.begun, did.conversations), "of the conversations"),
        ("assessments finished", Rate(assessed.finished, assessed.begun), "of those begun"),
        ("thumbs up", Rate(thumbs.up, thumbs.up + thumbs.down), "of the judgments"),
        ("thumbs down", Rate(thumbs.down, thumbs.up + thumbs.down), "of the judgments"),
        ("asked for a person", Rate(part.asked_for_person, did.conversations), "of the conversations"),
        ("handed over", handed.sent, ""),
        ("messages that failed", Rate(did.failed, did.messages), "of the messages"),
    ]
    return Section("At a glance", tables=[Table(("what", "number", "share"), rows)])


def _weeks(report: Report, first: datetime, last: datetime) -> Section:
    return Section(
        "Week by week",
        (
            f"A week is named by its Monday. The first and the last may be cut off: messages came from {first:%Y-%m-%d %H:%M} to"
            f" {last:%Y-%m-%d %H:%M} {ZONE}.",
        ),
        _broken_down("week of", report.by_week, report.total),
        notes=("A conversation counts in every week in which it had a message, but once in the sum.",),
        pictures=("weeks", "questions"),
    )


def _channels(report: Report) -> Section:
    text = "browser: the widget, or another page with a token of ours. rest: other servers and programs at the webhook."
    return Section("By channel", (text,), _broken_down("channel", report.by_channel, report.total))


def _broken_down(head: str, parts: Mapping[str, Part], total: Part) -> list[Table]:
    first = [(name, *_visits(part)) for name, part in parts.items()]
    second = [(name, *_later(part)) for name, part in parts.items()]
    return [
        Table((head, *VISITS), first, ("all", *_visits(total))),
        Table((head, *LATER), second, ("all", *_later(total))),
    ]


def _visits(part: Part) -> tuple[Cell, ...]:
    did = part.activity
    of = [did.answered, did.offered, did.not_understood, did.declined + did.unwritten]
    return did.conversations, did.messages, did.questions, *(Rate(one, did.questions) for one in of)


def _later(part: Part) -> tuple[Cell, ...]:
    assessed, thumbs = part.assessed, part.thumbs
    judged = thumbs.up + thumbs.down
    return (
        assessed.begun,
        Rate(assessed.finished, assessed.begun),
        Rate(assessed.left, assessed.begun),
        Rate(thumbs.up, judged),
        Rate(thumbs.down, judged),
        part.asked_for_person,
        part.handed.sent,
    )


def _entries(report: Report, names: Names) -> Section:
    answers = sum(one.answers for one in report.entries)
    rows = [
        (names.entry(one.faq), one.faq, Rate(one.answers, answers), one.conversations, one.up, one.down)
        for one in report.entries
    ]
    heads = ("entry", "slug", "answers", "conversations", "thumbs up", "thumbs down")
    text = (
        f"{len(rows)} of {len(names.titles)} entries answered, {outcomes.many(answers, 'time')}. "
        if rows
        else "No entry answered. "
    )
    text += "A message with two questions gets two answers."
    return Section(
        "Questions per entry", (text,), [Table(heads, rows, long=True)] if rows else [], pictures=("entries",)
    )


def _counted() -> Section:
    return Section(
        "How this is counted",
        notes=(
            f"Times, days and weeks are those of {ZONE}. Counted is what is stored: a conversation that was forgotten or purged "
            "is in no number, not even of the past.",
            "A question is a message that got an answer, a choice of entries, a word that it is not our subject, or that it was "
            "not understood. One with two questions may count as answered and as something else, so the shares may add up to "
            "more than all. Small talk and answers within the assessment are no questions.",
            "An assessment counts once a conversation, in the week in which it began, and as finished even when the "
            "recommendation came later. It is left when no recommendation came and nothing was written for a day.",
            "Thumbs count in the week of the message that was judged. Hand-offs count when they were sent.",
            "E-mail addresses, links and numbers of seven digits and more are masked in what visitors wrote. Names are not.",
            NOTE,
        ),
    )
