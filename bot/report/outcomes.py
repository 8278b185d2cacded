"""The sections on what came of questions, assessments and hand-offs."""

from __future__ import annotations

from collections.abc import Sequence

from bot.report.blocks import Quote, Section, Table
from bot.report.names import Names
from bot.report.rate import Rate
from bot.report.report import Report
from bot.storage.counts import Judgment


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


def choices(report: Report) -> Section:
    """What was taken of the choices that were offered."""
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
    text = f"The bot asked {many(chosen.offered, 'time')} which entry was meant. What visitors did next:"
    if not chosen.offered:
        return Section("Did you mean", ("The bot did not have to ask which entry was meant.",))
    return Section("Did you mean", (text,), [Table(("next", "times"), rows, ("asked", chosen.offered))])


def misses(report: Report) -> Section:
    """The messages that got no answer."""
    misread = report.total.activity.misread
    also = (
        f"Not understood in the assessment: {many(misread, 'answer')}, which no share above counts." if misread else ""
    )
    if not report.misses:
        return Section("Without an answer", ("No message is without an answer.",))
    rows = [
        (f"{one.received:%Y-%m-%d %H:%M}", one.channel, Names.reason(one.reason), one.text, one.guess or "nothing")
        for one in report.misses
    ]
    text = (
        f"The latest {many(len(rows), 'message')} without an answer. `python -m bot.faq unanswered` has all, likenesses "
        "together, most asked first.",
        *([also] if also else []),
    )
    return Section("Without an answer", text, [Table(("when", "channel", "why", "message", "nearest label"), rows)])


def assessments(report: Report, names: Names) -> Section:
    """The assessments, and the questions at which they were left."""
    assessed = report.total.assessed
    if not assessed.begun:
        return Section("Assessments", ("No assessment began.",))
    text = (
        f"{many(assessed.begun, 'conversation')} with an assessment: {_said(assessed.finished, assessed.begun)} got a "
        f"recommendation, {_said(assessed.left, assessed.begun)} left before, {_said(assessed.under_way, assessed.begun)} "
        "may still go on, since they wrote within the last day."
    )
    asked = sorted(report.questions, key=lambda one: names.order(one.slot))
    rows = [(names.question(one.slot), one.asked, Rate(one.left, one.asked)) for one in asked]
    table = Table(
        ("question", "asked in", "left at"), rows, ("all", assessed.begun, Rate(assessed.left, assessed.begun))
    )
    return Section("Assessments", (text,), [table] if rows else [], pictures=("assessments",))


def advised(report: Report, names: Names) -> Section:
    """The recommendations."""
    given, last = sum(one.given for one in report.advised), sum(one.last for one in report.advised)
    rows = [
        (names.option(one.option), names.verdict(one.verdict), Rate(one.last, last), one.given)
        for one in report.advised
    ]
    text = f"{many(given, 'recommendation')} in {many(last, 'conversation')}; a changed answer brings another one. "
    text += "The share is that of conversations by their last one."
    if not rows:
        return Section("Recommendations", ("No recommendation was given.",))
    heads = ("option", "verdict", "conversations", "given")
    return Section("Recommendations", (text,), [Table(heads, rows, ("all", "", last, given))], pictures=("advised",))


def handed(report: Report) -> Section:
    """What went to a person."""
    handed, asked = report.total.handed, report.total.asked_for_person
    if not asked and not handed.sent:
        return Section("To a person", ("Nobody asked for a person.",))
    rows = [
        ("delivered", Rate(handed.delivered, handed.sent)),
        ("waiting", Rate(handed.waiting, handed.sent)),
        ("failed", Rate(handed.failed, handed.sent)),
        ("with an e-mail address or a number", Rate(handed.with_contact, handed.sent)),
    ]
    text = [
        f"Asked for a person: {many(asked, 'conversation')}. Handed over: {handed.sent:,}.",
        f"Deliveries of what visitors added later: {handed.more:,}, of which {handed.more_failed:,} failed.",
    ]
    if handed.failed or handed.more_failed:
        text.append("`python -m bot.storage handoffs --retry` has the failed ones tried again.")
    tables = [Table(("which", "hand-offs"), rows, ("handed over", handed.sent))] if handed.sent else []
    return Section("To a person", text, tables)


def _said(count: int, of: int) -> str:
    return f"{count:,} ({Rate(count, of)})"


def many(count: int, what: str) -> str:
    """A count with the name of what is counted."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"
