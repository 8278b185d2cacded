"""Numbers in words, digits and vague phrases; and what only looks like a number."""

from __future__ import annotations

import pytest

from bot.reading import read_numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("about 7k emails", [7000]),
        ("2-4 thousand", [2000, 4000]),
        ("ten-fifteen k", [10000, 15000]),
        ("between two and three hundred", [200, 300]),
        ("3 to 4 hundred a week", [300, 400]),
        ("from 30k to 45k", [30000, 45000]),
        ("half a million", [500000]),
        ("quarter of a million", [250000]),
        ("a million and a half", [1500000]),
        ("two and half thousand", [2500]),
        ("six and a half minutes", [6.5]),
        ("2 and a half thousand", [2500]),
        ("4 and a half minutes", [4.5]),
        ("thirty five hundred", [3500]),
        ("one million two hundred thousand", [1200000]),
        ("twenty-one", [21]),
        ("30 grand", [30000]),
        ("3m records", [3000000]),
        ("4 lakh", [400000]),
        ("1.5 crore", [15000000]),
        ("two dozen", [24]),
        ("90ish", [90]),
        ("40-odd", [40]),
        ("80 000 documents", [80000]),
        ("5.000 llamadas", [5000]),
        ("7,5k", [7500]),
        ("60 cents", [0.6]),
        ("$9-$12", [9, 12]),
        ("7m20s", [7, 20]),
        ("one or two", [1, 2]),
        ("zero", [0]),
    ],
)
def test_a_number_is_read_as_people_write_it(text, numbers):
    assert [n for q in read_numbers(text) for n in q.numbers] == numbers


@pytest.mark.parametrize(
    ("text", "band"),
    [
        ("a few hundred", (200, 500)),
        ("several thousand", (2000, 9000)),
        ("hundreds", (100, 900)),
        ("a couple thousand", (2000, 2000)),
        ("60ish", (60, 60)),
    ],
)
def test_a_vague_phrase_is_a_fuzzy_band(text, band):
    (quantity,) = read_numbers(text)
    assert quantity.fuzzy
    assert (quantity.low, quantity.high) == band


@pytest.mark.parametrize(
    "text",
    [
        "24/7", "24x7", "open 9 to 5", "8-8", "from 7am to 11pm", "till 10pm", "at 8:30", "tier 2", "level three",
        "80/20", "since 2019", "in 2026", "12/05/2026", "this one", "no one", "one of us", "one-off", "ISO 27001",
        "the 3rd", "version 3.6.20", "a lot", "half of it", "someone", "covid 19",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_number_is_none(text):
    assert read_numbers(text) == []


def test_a_quantity_knows_its_place():
    text = "we get 300 calls and 2-3 thousand emails"
    assert [text[q.start : q.end] for q in read_numbers(text)] == ["300", "2-3 thousand"]
