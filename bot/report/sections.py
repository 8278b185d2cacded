"""The sections of the report, from its figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.report.blocks import Cell, Quote, Section, Table
from bot.report.names import Names
from bot.report.period import ZONE
from bot.report.rate import NOTE, Rate
from bot.report.report import Part, Report
from bot.storage.counts import Judgment

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
        _choices(report),
        judged(report.thumbs_down, False, names, report.total.thumbs.down),
        _misses(report),
        _assessments(report, names),
        _advised(report, names),
        _handed(report),
        _entries(report, names),
        _counted(),
    ]


def judged(found: Sequence[Judgment], up: bool, names: Names, of: int | None = None) -> Section:
    """Answers that helped, or did not, with what was asked before and the reason; the latest of so many."""
    thumbs = "thumbs up" if up else "thumbs down"
    if not found:
        return Section(thumbs.capitalize(), (f"No answer got a {thumbs}.",))
    reasons = f"{sum(1 for one in found if one.reason):,} with a reason"
    shown = f"All {len(found):,}" if of in (None, len(found)) else f"The latest {len(found):,} of {of:,}"
    return Section(
        thumbs.capitalize(), (f"{shown}, {reasons}; the latest first.",), quotes=[quote(one, names) for one in found]
    )


def quote(one: Judgment, names: Names) -> Quote:
    """A judgment, as it is listed."""
    entry = f"{names.entry(one.faq)} ({one.faq})" if one.faq else names.entry(None)
    lines = [("asked", one.question), ("told", one.answer)]
    lines += [("because", one.reason)] if one.reason else []
    return Quote(f"{one.given:%Y-%m-%d %H:%M}, {one.channel}: {entry}", tuple(lines))


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
        ("handed over", Rate(handed.sent, part.asked_for_person), "of those that asked"),
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
        f"{len(rows)} of {len(names.titles)} entries answered, {_many(answers, 'time')}. "
        if rows
        else "No entry answered. "
    )
    text += "A message with two questions gets two answers."
    return Section(
        "Questions per entry", (text,), [Table(heads, rows, long=True)] if rows else [], pictures=("entries",)
    )


def _choices(report: Report) -> Section:
    chosen = report.chosen
    taken = chosen.first + chosen.second + chosen.third
    rows = [
        ("took one of them", Rate(taken, chosen.offered)),
        ("  the first", Rate(chosen.first, chosen.offered)),
        ("  the second", Rate(chosen.second, chosen.offered)),
        ("  the third", Rate(chosen.third, chosen.offered)),
        ("said it was none of them", Rate(chosen.none, chosen.offered)),
        ("went on with something else", Rate(chosen.otherwise, chosen.offered)),
        ("wrote nothing more", Rate(chosen.nothing_more, chosen.offered)),
    ]
    text = f"The bot asked {_many(chosen.offered, 'time')} which entry was meant. What visitors did next:"
    if not chosen.offered:
        return Section("Did you mean", ("The bot did not have to ask which entry was meant.",))
    return Section("Did you mean", (text,), [Table(("next", "times"), rows, ("asked", chosen.offered))])


def _misses(report: Report) -> Section:
    misread = report.total.activity.misread
    also = (
        f"Not understood in the assessment: {_many(misread, 'answer')}, which no share above counts." if misread else ""
    )
    if not report.misses:
        return Section("Without an answer", ("No message is without an answer.",))
    rows = [
        (f"{one.received:%Y-%m-%d %H:%M}", one.channel, Names.reason(one.reason), one.text, one.guess or "nothing")
        for one in report.misses
    ]
    text = (
        f"The latest {_many(len(rows), 'message')} without an answer. `python -m bot.faq unanswered` has all, likenesses "
        "together, most asked first.",
        *([also] if also else []),
    )
    return Section("Without an answer", text, [Table(("when", "channel", "why", "message", "nearest label"), rows)])


def _assessments(report: Report, names: Names) -> Section:
    assessed = report.total.assessed
    if not assessed.begun:
        return Section("Assessments", ("No assessment began.",))
    text = (
        f"{_many(assessed.begun, 'conversation')} with an assessment: {_said(assessed.finished, assessed.begun)} got a "
        f"recommendation, {_said(assessed.left, assessed.begun)} left before, {_said(assessed.under_way, assessed.begun)} "
        "may still go on, since they wrote within the last day."
    )
    asked = sorted(report.questions, key=lambda one: names.order(one.slot))
    rows = [(names.question(one.slot), one.asked, Rate(one.left, one.asked)) for one in asked]
    table = Table(
        ("question", "asked in", "left at"), rows, ("all", assessed.begun, Rate(assessed.left, assessed.begun))
    )
    return Section("Assessments", (text,), [table] if rows else [], pictures=("assessments",))


def _advised(report: Report, names: Names) -> Section:
    given, last = (sum(numbers) for numbers in ([a.given for a in report.advised], [a.last for a in report.advised]))
    rows = [
        (names.option(one.option), names.verdict(one.verdict), Rate(one.last, last), one.given)
        for one in report.advised
    ]
    text = f"{_many(given, 'recommendation')} in {_many(last, 'conversation')}; a changed answer brings another one. "
    text += "The share is that of conversations by their last one."
    if not rows:
        return Section("Recommendations", ("No recommendation was given.",))
    heads = ("option", "verdict", "conversations", "given")
    return Section("Recommendations", (text,), [Table(heads, rows, ("all", "", last, given))], pictures=("advised",))


def _handed(report: Report) -> Section:
    handed, asked = report.total.handed, report.total.asked_for_person
    if not asked and not handed.sent:
        return Section("To a person", ("Nobody asked for a person.",))
    rows = [
        ("delivered", Rate(handed.delivered, handed.sent)),
        ("waiting", Rate(handed.waiting, handed.sent)),
        ("failed", Rate(handed.failed, handed.sent)),
        ("with an e-mail address or a number", Rate(handed.with_contact, handed.sent)),
    ]
    text = [f"Asked for a person: {_many(asked, 'conversation')}. Handed over: {handed.sent:,}."]
    text += [f"Deliveries of what visitors added later: {handed.more:,}, of which {handed.more_failed:,} failed."]
    text += ["`python -m bot.storage handoffs --retry` has the failed ones tried again."] * bool(
        handed.failed or handed.more_failed
    )
    tables = [Table(("which", "hand-offs"), rows, ("handed over", handed.sent))] if handed.sent else []
    return Section("To a person", text, tables)


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


def _said(count: int, of: int) -> str:
    return f"{count:,} ({Rate(count, of)})"


def _many(count: int, what: str) -> str:
    """A count with the name of what is counted."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"
