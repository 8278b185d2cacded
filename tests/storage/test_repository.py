"""Assessments and unanswered questions are kept once, whole, on SQLite and on PostgreSQL."""

from __future__ import annotations

import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.storage import Repository, connect
from bot.storage.engine import create_engine
from bot.storage.tables import assessments

MONTH = timedelta(days=30)
PROFILE = {"work": ["customer_support"], "volume": [2000, 3000], "home": "S\xe3o Paulo \U0001f600", "setup": None}
RECOMMENDATION: dict[str, Any] = {"option": "CC_SHARED", "margin": 4.5, "why": [{"rule": "r1"}], "cost_month": None}


def test_an_assessment_is_read_back_as_it_was_saved(store: Repository) -> None:
    saved = store.save_assessment("visitor", "message-1", PROFILE, RECOMMENDATION, MONTH)
    found = store.assessment(saved.id)
    assert found is not None and found == saved
    assert found.conversation == "visitor"
    assert (found.profile, found.recommendation) == (PROFILE, RECOMMENDATION)
    assert timedelta(0) <= datetime.now(UTC) - found.created < timedelta(minutes=1)


def test_an_assessment_is_saved_once_a_message(store: Repository) -> None:
    first = store.save_assessment("visitor", "message-1", PROFILE, RECOMMENDATION, MONTH)
    again = store.save_assessment("visitor", "message-1", {}, {"option": "KPO"}, MONTH)
    assert again == first
    assert first.profile == PROFILE


def test_another_message_is_another_assessment(store: Repository) -> None:
    first = store.save_assessment("visitor", "message-1", PROFILE, RECOMMENDATION, MONTH)
    second = store.save_assessment("visitor", "message-2", PROFILE, RECOMMENDATION, MONTH)
    assert second.id != first.id and second.token != first.token


def test_an_unknown_assessment_is_none(store: Repository) -> None:
    assert store.assessment("nowhere") is None


def test_it_can_be_read_by_its_token_until_that_expires(store: Repository, engine: sa.engine.Engine) -> None:
    saved = store.save_assessment("visitor", "message-1", PROFILE, RECOMMENDATION, MONTH)
    assert saved.token and len(saved.token) == 32 and saved.expires == saved.created + MONTH
    assert store.shared_assessment(saved.token) == saved
    with engine.begin() as connection:
        past = datetime.now(UTC) - timedelta(seconds=1)
        connection.execute(assessments.update().values(expires=past))
    assert store.shared_assessment(saved.token) is None and store.assessment(saved.id) is not None


def test_a_retry_gets_the_same_link(store: Repository) -> None:
    first = store.save_assessment("visitor", "message-1", PROFILE, RECOMMENDATION, MONTH)
    again = store.save_assessment("visitor", "message-1", PROFILE, RECOMMENDATION, timedelta(days=1))
    assert (again.token, again.expires) == (first.token, first.expires)


@pytest.mark.parametrize("token", ["", "None", "x" * 32, "'; --", "x" * 5000])
def test_another_token_leads_nowhere(store: Repository, token: str) -> None:
    store.save_assessment("visitor", "message-1", PROFILE, RECOMMENDATION, MONTH)
    assert store.shared_assessment(token) is None


def test_all_assessments_are_read_back_oldest_first(store: Repository) -> None:
    ids = [
        store.save_assessment(f"visitor {n}", f"message-{n}", PROFILE, {"option": f"O{n}"}, MONTH).id
        for n in range(450)
    ]
    found = list(store.assessments())
    assert [one.id for one in found] == ids  # more than are in memory at a time
    assert found[7].recommendation == {"option": "O7"} and found[7].profile == PROFILE
    assert found[0].created.tzinfo is not None


def test_assessments_may_begin_at_a_moment(store: Repository) -> None:
    store.save_assessment("visitor", "message-1", PROFILE, RECOMMENDATION, MONTH)
    moment = datetime.now(timezone(timedelta(hours=5)))
    later = store.save_assessment("visitor", "message-2", PROFILE, RECOMMENDATION, MONTH)
    assert list(store.assessments(since=moment)) == [later]
    assert list(store.assessments(since=datetime.now(UTC))) == []


def test_assessments_are_read_while_they_are_asked_for(store: Repository, engine: sa.engine.Engine) -> None:
    with engine.begin() as connection:
        rows = [
            {"id": f"{n:04}", "conversation": "c", "message": f"m{n}", "created": datetime.now(UTC), "option": "KPO"}
            | {"profile": {"home": "x" * 10_000}, "recommendation": {}}
            for n in range(2000)  # 20 MB
        ]
        connection.execute(assessments.insert(), rows)
    tracemalloc.start()
    assert sum(1 for _ in store.assessments()) == 2000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8_000_000


def test_who_stops_reading_gives_the_connection_back(store: Repository, engine: sa.engine.Engine) -> None:
    for n in range(3):
        store.save_assessment("visitor", f"message-{n}", PROFILE, RECOMMENDATION, MONTH)
    reading = store.assessments()
    next(reading)
    reading.close()
    assert engine.pool.checkedout() == 0


def test_what_got_no_answer_is_read_back(store: Repository) -> None:
    store.record_unanswered("visitor", "message-1", "what\n'is \U0001f600", "unclear", "faq/what_is_bpo", 0.25)
    [found] = store.unanswered()
    assert (found.conversation, found.text, found.reason) == ("visitor", "what\n'is \U0001f600", "unclear")
    assert (found.guess, found.score) == ("faq/what_is_bpo", 0.25)
    assert timedelta(0) <= datetime.now(UTC) - found.created < timedelta(minutes=1)


def test_what_got_no_answer_may_be_like_nothing(store: Repository) -> None:
    store.record_unanswered("visitor", "message-1", "?", "unclear", None, None)
    assert (store.unanswered()[0].guess, store.unanswered()[0].score) == (None, None)


def test_what_got_no_answer_is_kept_once_a_message(store: Repository) -> None:
    for _ in range(2):
        store.record_unanswered("visitor", "message-1", "what", "unclear", None, None)
    assert len(store.unanswered()) == 1


def test_the_newest_come_first_and_no_more_than_asked_for(store: Repository) -> None:
    for number in range(4):
        store.record_unanswered("visitor", f"message-{number}", f"question {number}", "unclear", None, None)
    assert [one.text for one in store.unanswered()] == [f"question {number}" for number in (3, 2, 1, 0)]
    assert [one.text for one in store.unanswered(limit=2)] == ["question 3", "question 2"]


def test_those_from_before_a_moment_are_left_out_wherever_the_clock_stands(store: Repository) -> None:
    store.record_unanswered("visitor", "message-1", "question", "unclear", None, None)
    manila = timezone(timedelta(hours=8))
    [found] = store.unanswered(limit=None, since=datetime.now(manila) - timedelta(minutes=1))
    assert found.text == "question"
    assert store.unanswered(since=datetime.now(manila) + timedelta(minutes=1)) == []


def test_a_longest_message_of_a_longest_conversation_is_kept(store: Repository) -> None:
    store.record_unanswered("v" * 255, "message-1", "w" * 1000, "unclear", "f" * 255, 0.1)
    assert len(store.unanswered()[0].text) == 1000


def test_a_row_that_breaks_another_rule_is_not_swallowed(store: Repository) -> None:
    with pytest.raises(sa.exc.IntegrityError):
        store.record_unanswered("visitor", "message-1", None, "unclear", None, None)  # type: ignore[arg-type]


def test_what_a_visitor_wrote_is_not_in_an_error(store: Repository, engine: sa.engine.Engine) -> None:
    with engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE unanswered_questions"))
    with pytest.raises(sa.exc.SQLAlchemyError) as failed:
        store.record_unanswered("visitor", "message-1", "my secret", "unclear", None, None)
    assert "my secret" not in str(failed.value) and "visitor" not in str(failed.value)


def test_visitors_at_the_same_time_do_not_lose_anything(store: Repository) -> None:
    def save(number: int) -> str:
        return store.save_assessment("visitor", f"message-{number % 5}", PROFILE, RECOMMENDATION, MONTH).id

    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(save, range(20)))
    assert len(set(ids)) == 5 and [ids[n] for n in range(20)] == [ids[n % 5] for n in range(20)]


@pytest.mark.parametrize("url", ["sqlite:////nowhere/bot.db", "postgresql://nobody@127.0.0.1:1/bot"])
def test_a_database_that_does_not_answer_says_so(url: str) -> None:
    with pytest.raises(sa.exc.SQLAlchemyError):
        connect(url)


@pytest.mark.parametrize(
    "url",
    ["sqlite://", "sqlite:///", "sqlite:///:memory:", "sqlite+pysqlite://", "sqlite:///file:a?mode=memory&uri=true"],
)
def test_a_database_in_memory_is_refused_with_what_to_write(url: str) -> None:
    with pytest.raises(sa.exc.ArgumentError, match=r"sqlite:///bot\.db"):
        connect(url)


def test_what_the_url_says_of_waiting_goes_first(postgres_url: str) -> None:
    waits = []
    for url in (postgres_url, f"{postgres_url}?connect_timeout=7"):
        engine = create_engine(url)
        sa.event.listen(engine, "do_connect", lambda _d, _r, _a, named: waits.append(int(named["connect_timeout"])))
        engine.connect().close()
        engine.dispose()
    assert waits == [5, 7]


def test_what_was_kept_is_there_after_a_restart(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    id = Repository(connect(url)).save_assessment("visitor", "message-1", PROFILE, RECOMMENDATION, MONTH).id
    assert Repository(connect(url)).assessment(id) is not None
