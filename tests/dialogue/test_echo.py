"""What was understood is said back in plain words."""

from __future__ import annotations

from typing import Any

import pytest

from bot.assessment.tables import table
from bot.dialogue.echo import amount, phrases, volume


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (8000, "8,000"),
        (8000.0, "8,000"),
        (2.5, "2.5"),
        (1234.25, "1,234.25"),
        (0, "0"),
        ([2000, 3000], "2,000 to 3,000"),
        ((500, 500), "500"),
        (1_000_000, "1,000,000"),
    ],
)
def test_a_number_is_written_as_people_write_it(value: Any, written: str) -> None:
    assert amount(value) == written


@pytest.mark.parametrize(
    ("read", "said"),
    [
        ({"volume": 8000, "unit": "calls", "period": "month"}, "about 8,000 calls a month"),
        ({"volume": 20, "unit": "agents"}, "about 20 agents"),
        ({"volume": 300, "period": "day"}, "about 300 a day"),
        ({"volume": 300}, "about 300"),
        ({"volume": [200, 300], "unit": "invoices", "period": "week"}, "about 200 to 300 invoices a week"),
        ({"volume": 5000, "unit": "usd", "period": "month"}, "about $5,000 a month"),
        ({"volume": 5000, "unit": "usd"}, "about $5,000"),
    ],
)
def test_a_volume_is_said_as_far_as_it_is_known(read: dict[str, Any], said: str) -> None:
    assert volume(read) == said and phrases(read) == [said]


@pytest.mark.parametrize(
    ("read", "said"),
    [
        ({"work": ["customer_support"]}, "customer support"),
        ({"work": ["data_entry", "hr_payroll"]}, "data entry, and payroll and HR"),
        ({"aht": 5}, "5 minutes each"),
        ({"employees": 120}, "120 employees"),
        ({"budget_month": [2000, 3000]}, "a budget of $2,000 to 3,000 a month"),
        ({"priority": ["cost", "scale"]}, "lower cost and coping with growth"),
        ({"hours": "24x7"}, "round the clock"),
        ({"home": "Germany"}, "customers in Germany"),
        ({"data": ["none"]}, "no regulated data"),
    ],
)
def test_an_answer_is_said_in_plain_words(read: dict[str, Any], said: str) -> None:
    assert phrases(read) == [said]


def test_several_answers_are_said_in_the_order_of_the_questions() -> None:
    read = {"hours": "24x7", "volume": 8000, "unit": "calls", "period": "month", "work": ["customer_support"]}
    assert phrases(read) == ["customer support", "about 8,000 calls a month", "round the clock"]


def test_nothing_known_is_nothing_said() -> None:
    assert phrases({}) == [] and phrases({"work": None, "volume": None}) == []


@pytest.mark.parametrize("read", [{"unit": "invoices"}, {"unit": "chats", "period": "week"}])
def test_a_unit_without_a_number_is_said_too(read: dict[str, Any]) -> None:
    assert phrases(read)


def test_every_choice_has_words() -> None:
    for key, row in table("answers").items():
        for value in row.get("values", {}):
            if key not in ("unit", "period"):
                assert phrases({key: [value] if row["kind"] == "choices" else value})[0]


def test_languages_are_said_by_name() -> None:
    assert phrases({"languages": ["en", "es"]}) == ["in English and Spanish"]
