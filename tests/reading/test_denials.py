"""A denied thing is not a wanted thing."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "asked", "key", "value"),
    [
        ("no phones", "channels", "channels", "voice"),
        ("anything but no calls", "channels", "channels", "voice"),
        ("no calls, chats or emails", "channels", "channels", "chat"),
        ("email is not needed, just chat", "channels", "channels", "email"),
        ("no card data", "data", "data", "pci"),
        ("we don't store card numbers", "data", "data", "pci"),
        ("no health or bank data", "data", "data", "financial"),
        ("not overseas", "home", "location_pref", "offshore"),
        ("anywhere but not offshore", "home", "location_pref", "offshore"),
        ("no sales, only support for our customers", "work", "work", "outbound_sales"),
        ("it is not about cost, it's quality", "priority", "priority", "cost"),
        ("cost is not important, quality is", "priority", "priority", "cost"),
        ("quality rather than price", "priority", "priority", "cost"),
        ("we need payroll, patient calls stay in-house", None, "work", "customer_support"),
        ("not 24/7, just office hours", "hours", "hours", "24x7"),
    ],
)
def test_a_denial_does_not_fill_the_denied_value(text, asked, key, value, reader):
    read = reader.read(text, asked).profile.get(key)
    assert value not in (read if isinstance(read, list) else [read])


@pytest.mark.parametrize("text", ["no AI", "no bots please", "without chatbots", "we are not allowed to use AI"])
def test_no_ai_is_an_answer(text, reader):
    assert reader.read(text, "complexity").profile == {"ai_ok": "no"}


def test_a_denied_channel_leaves_the_others_to_ask_about(reader):
    (ambiguity,) = reader.read("no phones", "channels").ambiguous
    assert (ambiguity.group, ambiguity.readings) == ("channels", [{"channels": ["email", "chat"]}])


def test_a_corrected_number_is_the_new_one(reader):
    assert reader.read("sorry, 300 not 3000", "setup").profile == {"volume": 300}


def test_only_and_no_problem_are_not_denials(reader):
    assert reader.read("not only phones but also chat", "channels").profile == {"channels": ["voice", "chat"]}
    assert reader.read("no problem with AI", "complexity").profile == {"ai_ok": "yes"}
