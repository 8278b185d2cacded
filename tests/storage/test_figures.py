"""The owner's figures are those of what was stored, whatever it is broken down by; on both databases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.storage import connect
from bot.storage.counts import Activity, Advised, Assessed, Chosen, Entry, Handed, Question, Thumbs
from bot.storage.details import Details
from bot.storage.figures import CHANNEL, WEEK, Figures
from bot.storage.forgetting import erase
from bot.storage.ledger import Scope, turns
from bot.storage.posting import ledger
from bot.storage.tables import metadata
from tests.visits import Visits, answer, clarify, question, reply

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)  # a Friday
MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
MINUTE, DAY, WEEKS = timedelta(minutes=1), timedelta(days=1), timedelta(weeks=1)
BROWSER = "web-jane"


@dataclass
class Read:
    figures: Figures
    details: Details


@contextmanager
def reading(engine: sa.engine.Engine, scope: Scope | None = None) -> Iterator[Read]:
    scope = scope or Scope()
    with ledger(engine, scope) as rows:
        yield Read(Figures(rows, scope, NOW), Details(rows, scope, NOW))


@pytest.fixture
def visits(engine: sa.engine.Engine) -> Visits:
    return Visits(engine)


def test_an_empty_database_has_nothing_to_tell(engine: sa.engine.Engine) -> None:
    with reading(engine) as read:
        assert read.figures.span() is None
        assert read.figures.activity() == {(): Activity()} and read.figures.activity(WEEK, CHANNEL) == {}
        assert read.figures.assessed() == {(): Assessed()} and read.figures.asked_for_person() == {(): 0}
        assert read.figures.handed() == {(): Handed()} and read.figures.thumbs() == {(): Thumbs()}
        assert read.details.chosen() == Chosen()
        assert read.details.entries() == read.details.questions() == read.details.advised() == []
        assert read.details.judgments(False, None) == [] and read.details.misses(None) == []


def test_what_came_of_messages_is_told_apart(engine: sa.engine.Engine, visits: Visits) -> None:
    replies: list[tuple[Sequence[dict[str, Any]], str | None]] = [
        ([answer("what_is_bpo")], None),
        ([answer("what_is_bpo"), answer("what_is_kpo")], None),  # two questions, one message
        ([answer("what_is_bpo"), clarify("a", "b")], None),
        ([reply("out_of_scope")], None),
        ([reply("out_of_scope")], "unwritten"),
        ([reply("fallback")], "unclear"),
        ([reply("fallback"), question("setup")], "unclear"),  # an answer that was not understood, and no question
        ([reply("smalltalk")], None),
    ]
    for number, (said, reason) in enumerate(replies):
        visits.turn("a", MONDAY + number * MINUTE, *said, reason=reason)
    visits.turn("a", MONDAY + DAY, state="failed")
    visits.turn("a", MONDAY + DAY, state="waiting")
    expected = Activity(
        conversations=1, messages=10, failed=1, questions=6, answered=3, offered=1, declined=1, unwritten=1,
        not_understood=1, misread=1,
    )  # fmt: skip
    with reading(engine) as read:
        assert read.figures.activity() == {(): expected}
        assert read.details.entries() == [Entry("what_is_bpo", 3, 1, 0, 0), Entry("what_is_kpo", 1, 1, 0, 0)]
        assert [miss.reason for miss in read.details.misses(None)] == ["unclear", "unclear", "unwritten"]
        assert len(read.details.misses(2)) == 2


def test_a_conversation_counts_where_it_began_and_in_each_week_it_goes_on(
    engine: sa.engine.Engine, visits: Visits
) -> None:
    visits.turn(BROWSER, MONDAY - timedelta(microseconds=1), reply("smalltalk"))  # still Sunday
    visits.turn(BROWSER, MONDAY, reply("smalltalk"))
    visits.turn("U1", MONDAY + 6 * DAY, reply("smalltalk"), channel="slack")
    visits.turn("U1", MONDAY + 6 * DAY, reply("smalltalk"), channel="rest")  # by the same name on another way
    visits.turn("web", MONDAY + 7 * DAY, reply("smalltalk"))
    with reading(engine) as read:
        by = read.figures.activity(WEEK, CHANNEL)
        assert {key: (one.conversations, one.messages) for key, one in by.items()} == {
            ("2026-11-09", "browser"): (1, 1),
            ("2026-11-16", "browser"): (1, 1),
            ("2026-11-16", "slack"): (1, 2),
            ("2026-11-23", "rest"): (1, 1),
        }
        assert read.figures.activity()[()].conversations == 3
        assert read.figures.span() == (MONDAY - timedelta(microseconds=1), MONDAY + 7 * DAY)


def test_the_period_is_that_of_the_messages_and_its_end_is_not_in_it(engine: sa.engine.Engine, visits: Visits) -> None:
    for number in range(4):
        visits.turn("a", MONDAY + number * DAY, answer(f"entry_{number}"))
        visits.judge("a", NOW, number % 2 == 0, f"entry_{number}")
    with reading(engine, Scope(since=MONDAY + DAY, until=MONDAY + 3 * DAY)) as read:
        assert read.figures.activity()[()].messages == 2
        assert read.figures.thumbs() == {(): Thumbs(up=1, down=1)}
        assert [one.faq for one in read.details.entries()] == ["entry_1", "entry_2"]
    with reading(engine, Scope(channel="slack")) as read:
        assert read.figures.activity() == {(): Activity()} and read.details.entries() == []


def test_an_assessment_counts_when_it_began_and_is_finished_whenever_it_was(
    engine: sa.engine.Engine, visits: Visits
) -> None:
    def begin(name: str, at: datetime, *slots: str) -> datetime:
        for slot in slots:
            visits.turn(name, at, question(slot))
            at += MINUTE
        return at

    end = begin("finished", MONDAY, "work", "volume")
    visits.turn("finished", end + WEEKS, reply("recommendation"), option="KPO")
    visits.turn("finished", end + WEEKS + MINUTE, reply("recommendation"), option="INHOUSE")  # a changed answer
    begin("left", MONDAY, "work", "volume", "setup")
    begin("going on", NOW - 2 * MINUTE, "work")
    visits.turn("told at once", MONDAY, reply("recommendation"), option="KPO")
    visits.turn("only asked", MONDAY, answer("what_is_bpo"))
    begin("before", MONDAY - WEEKS, "work")
    begin("before", MONDAY + DAY, "volume")
    with reading(engine, Scope(since=MONDAY)) as read:
        assert read.figures.assessed() == {(): Assessed(begun=4, finished=2, left=1, under_way=1)}
        assert read.figures.assessed(WEEK) == {
            ("2026-11-16",): Assessed(begun=3, finished=2, left=1),
            ("2026-11-23",): Assessed(begun=1, under_way=1),
        }
        assert read.details.questions() == [Question("setup", 1, 1), Question("volume", 2, 0), Question("work", 3, 0)]
        assert read.details.advised() == [
            Advised("KPO", "call_center", given=2, last=1),
            Advised("INHOUSE", "call_center", given=1, last=1),
        ]
    with reading(engine, Scope(until=MONDAY)) as read:  # what came later, counts
        assert read.figures.assessed() == {(): Assessed(begun=1, left=1)}
        assert read.details.questions() == [Question("volume", 1, 1), Question("work", 1, 0)]


def test_it_is_known_what_was_taken_of_a_choice(engine: sa.engine.Engine, visits: Visits) -> None:
    then: dict[str, tuple[Sequence[dict[str, Any]], str | None] | None] = {
        "first": ([answer("one")], None),
        "third": ([answer("three")], None),
        "second beside another": ([answer("other"), answer("two")], None),
        "none": ([reply("fallback")], "none_of_these"),
        "another": ([answer("other")], None),
        "not understood": ([reply("fallback")], "unclear"),
        "another choice": ([clarify("four", "five")], None),  # and nothing after that
        "nothing": None,
    }
    for number, (name, after) in enumerate(then.items()):
        visits.turn(name, MONDAY + number * MINUTE, clarify("one", "two", "three"))
        if after:
            visits.turn(name, MONDAY + DAY, *after[0], reason=after[1])
    chosen = Chosen(offered=9, first=1, second=1, third=1, none=1, otherwise=3, nothing_more=2)
    with reading(engine) as read:
        assert read.details.chosen() == chosen
    with reading(engine, Scope(until=MONDAY + DAY)) as read:  # what was taken after it, too
        assert read.details.chosen() == Chosen(8, 1, 1, 1, 1, 3, 1)


def test_thumbs_come_with_the_question_and_the_answer(engine: sa.engine.Engine, visits: Visits) -> None:
    visits.turn(BROWSER, MONDAY, answer("what_is_bpo", "BPO is ..."), text="bpo?")
    visits.judge(BROWSER, NOW, False, "what_is_bpo", "too long")
    visits.turn(BROWSER, MONDAY, answer("what_is_bpo"))
    visits.judge(BROWSER, NOW - DAY, False, "what_is_bpo")
    visits.turn("U1", MONDAY, reply("recommendation", "You need a call center."), channel="slack")
    visits.judge("U1", NOW, True, None)
    with reading(engine) as read:
        assert read.figures.thumbs(CHANNEL) == {("browser",): Thumbs(0, 2), ("slack",): Thumbs(1, 0)}
        assert read.details.entries() == [Entry("what_is_bpo", 2, 1, 0, 2)]
        first, second = read.details.judgments(False, None)
        assert astuple(first) == (NOW, "browser", "bpo?", "BPO is ...", "what_is_bpo", False, "too long")
        assert (second.given, second.reason) == (NOW - DAY, None)
        assert [one.answer for one in read.details.judgments(True, None)] == ["You need a call center."]
        assert len(read.details.judgments(False, 1)) == 1


def test_hand_offs_count_once_and_what_follows_them_apart(engine: sa.engine.Engine, visits: Visits) -> None:
    for name in ("sent", "failed", "waiting", "kept quiet"):
        visits.turn(name, MONDAY, reply("handoff", handoff="asked"))
    for state in ("sent", "failed", "waiting"):
        number = visits.turn(state, MONDAY + WEEKS, reply("handoff", handoff="handed_over"))
        kind = "delivered" if state == "sent" else state
        thread = visits.hand(state, number, NOW, kind, contact="jane@example.com" if state == "sent" else None)
        number = visits.turn(state, MONDAY + WEEKS + MINUTE, reply("handoff", handoff="passed_on"))
        visits.hand(state, number, NOW, "failed" if state == "failed" else "delivered", thread=thread)
    with reading(engine) as read:
        assert read.figures.asked_for_person() == {(): 4}
        assert read.figures.asked_for_person(WEEK) == {("2026-11-16",): 4}
        handed = Handed(sent=3, with_contact=1, delivered=1, waiting=1, failed=1, more=3, more_failed=1)
        assert read.figures.handed(WEEK) == {("2026-11-23",): handed}


def test_what_is_forgotten_is_in_no_number(engine: sa.engine.Engine, visits: Visits) -> None:
    for name in ("stays", "goes"):
        visits.turn(name, MONDAY, clarify("what_is_bpo"))
        visits.turn(name, MONDAY, answer("what_is_bpo"))
        visits.judge(name, MONDAY, False, "what_is_bpo")
    erase(engine, "goes")
    with reading(engine) as read:
        assert read.figures.activity()[()].messages == 2 and read.figures.thumbs() == {(): Thumbs(0, 1)}
        assert read.details.chosen().offered == 1


def test_nothing_stays_of_a_report(engine: sa.engine.Engine, visits: Visits) -> None:
    visits.turn("a", MONDAY, answer("what_is_bpo"))
    before = sa.inspect(engine).get_table_names()
    for _ in range(2):
        with ledger(engine, Scope()) as rows:
            assert rows.execute(sa.select(sa.func.count()).select_from(turns)).scalar_one() == 1
    assert sa.inspect(engine).get_table_names() == before


def test_a_report_sees_one_moment(engine: sa.engine.Engine, visits: Visits) -> None:
    visits.turn("a", MONDAY, answer("what_is_bpo"))
    with reading(engine) as read:
        visits.turn("b", MONDAY, answer("what_is_bpo"), reason="unclear")  # a visitor is not kept waiting
        assert read.figures.activity()[()].messages == 1 and read.details.misses(None) == []
    with reading(engine) as read:
        assert read.figures.activity()[()].messages == 2


# What a message may get, with the fields of Activity in which it counts.
KINDS: dict[str, tuple[list[dict[str, Any]], str | None, set[str]]] = {
    "answer": ([answer("what_is_bpo")], None, {"questions", "answered"}),
    "both": ([answer("what_is_kpo"), clarify("a")], None, {"questions", "answered", "offered"}),
    "decline": ([reply("out_of_scope")], None, {"questions", "declined"}),
    "unwritten": ([reply("out_of_scope")], "unwritten", {"questions", "unwritten"}),
    "fallback": ([reply("fallback")], "unclear", {"questions", "not_understood"}),
    "misread": ([reply("fallback"), question("work")], None, {"misread"}),
    "question": ([question("work")], None, set()),
    "talk": ([reply("smalltalk")], None, set()),
}
TURNS = st.lists(
    st.tuples(
        st.sampled_from(["web-1", "web-2", "one", "two"]),
        st.sampled_from(sorted(KINDS)),
        st.integers(0, 40),  # days
        st.sampled_from(["rest", "slack"]),
        st.sampled_from([None, True, False]),
    ),
    max_size=25,
)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.engine.Engine]:
    engine = connect(f"sqlite:///{tmp_path_factory.mktemp('figures') / 'bot.db'}")
    yield engine
    engine.dispose()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=TURNS, since=st.integers(0, 40), length=st.integers(1, 40))
def test_parts_add_up_to_the_whole_and_to_what_was_written(
    kept: sa.engine.Engine, said: list[tuple[str, str, int, str, bool | None]], since: int, length: int
) -> None:
    with kept.begin() as connection:
        for table in metadata.tables.values():
            connection.execute(table.delete())
    visits, start = Visits(kept), NOW - 60 * DAY
    for conversation, kind, day, channel, helpful in said:
        replies, reason, _ = KINDS[kind]
        visits.turn(conversation, start + day * DAY, *replies, reason=reason, channel=channel)
        if helpful is not None:
            visits.judge(conversation, NOW, helpful, None)
    inside = [one for one in said if since <= one[2] < since + length]
    scope = Scope(start + since * DAY, start + (since + length) * DAY)
    with reading(kept, scope) as read:
        for count in (read.figures.activity, read.figures.assessed, read.figures.thumbs):
            [whole] = count().values()
            for by in ((WEEK,), (CHANNEL,), (WEEK, CHANNEL)):
                parts = count(*by).values()
                for name in whole.__dataclass_fields__:
                    total = sum(getattr(part, name) for part in parts)
                    if name == "conversations" and WEEK in by:
                        assert total >= whole.conversations
                    else:
                        assert total == getattr(whole, name), (name, by)
        activity = read.figures.activity()[()]
        assert activity.messages == len(inside)
        assert activity.conversations == len({conversation for conversation, *_ in inside})
        for name in ("questions", "answered", "offered", "declined", "unwritten", "not_understood", "misread"):
            assert getattr(activity, name) == sum(name in KINDS[kind][2] for _, kind, *_ in inside), name
        judged = [helpful for *_, helpful in inside if helpful is not None]
        assert read.figures.thumbs()[()] == Thumbs(sum(judged), len(judged) - sum(judged))
        assert sum(one.answers for one in read.details.entries()) == activity.answered
        assert read.details.chosen().offered == activity.offered
