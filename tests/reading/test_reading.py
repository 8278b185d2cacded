"""What a reading tells the dialogue beside the profile."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest

from bot.reading import Reader


@pytest.mark.parametrize(
    ("text", "asked"),
    [("support", "work"), ("office stuff", "work"), ("our own team", "setup"), ("just us", "setup"), ("5", "priority"),
     ("near us", "home"), ("normal", "hours"), ("lots", "volume"), ("depends", "complexity")],
)  # fmt: skip
def test_an_answer_that_could_mean_several_things_is_asked_about(text, asked, reader):
    reading = reader.read(text, asked)
    assert not reading.covers(asked)
    assert [a.group for a in reading.ambiguous] == [asked]


def test_the_readings_of_support_are_its_three_kinds(reader):
    (ambiguity,) = reader.read("support", "work").ambiguous
    assert [r["work"] for r in ambiguity.readings] == [["customer_support"], ["tech_support"], ["it_services"]]


def test_a_budget_in_another_currency_is_never_converted(reader):
    reading = reader.read("£5k a month", "priority")
    assert reading.profile == {}
    assert reading.ambiguous[0].readings == [{"budget_month": 5000}]


def test_vague_numbers_are_marked_for_an_echo(reader):
    assert reader.read("a few hundred calls a day", "volume").fuzzy == {"volume"}
    assert reader.read("300 calls a day", "volume").fuzzy == frozenset()


def test_a_reading_covers_the_group_it_answers(reader):
    reading = reader.read("300 calls a day", "volume")
    assert reading.covers("volume")
    assert not reading.covers("setup")


def test_typing_slips_are_read(reader):
    assert reader.read("custmer suport and acounting", "work").profile == {
        "work": ["customer_support", "finance_accounting"]
    }


def test_odd_input_is_read_without_an_error(reader):
    for text in (
        "",
        " ",
        "?",
        "...",
        "\x00",
        "😀😀",
        "a" * 10000,
        "5" * 400,
        "'; drop table",
        "<b>500</b>",
        "٣٠٠",
        "1,2,3,4",
    ):
        assert isinstance(reader.read(text, "volume").profile, dict)


def test_reading_takes_a_few_milliseconds(reader):
    times = []
    for _ in range(40):
        begin = time.process_time()
        reader.read("Dental practice, ~90 calls a day, front desk is drowning. english + spanish")
        times.append(time.process_time() - begin)
    assert sorted(times)[20] < 0.02  # 2-4 ms on quiet cores; room for loaded ones


def test_importing_does_no_work():
    check = "import bot.reading, sys; print(sorted({'spacy', 'recognizers_number'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_command_prints_the_reading_as_json():
    command = [sys.executable, "-m", "bot.reading", "about 5k calls a month", "--asked", "volume"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["profile"]["volume"] == 5000


def test_the_command_refuses_an_unknown_group():
    done = subprocess.run([sys.executable, "-m", "bot.reading", "5", "--asked", "x"], capture_output=True, text=True)
    assert done.returncode != 0
    assert "volume" in done.stderr


def test_a_reader_needs_no_arguments():
    assert Reader().read("500", "volume").profile == {"volume": 500}
