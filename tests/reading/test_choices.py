"""Every button is read as exactly what it stands for."""

from __future__ import annotations

import pytest

from bot.reading import GROUPS, choices

ALL = [(group, choice) for group in GROUPS for choice in choices(group)]


@pytest.mark.parametrize(("group", "choice"), ALL, ids=[c.title for _, c in ALL])
def test_a_title_gives_exactly_its_profile(group, choice, reader):
    assert reader.read(choice.title, group).profile == choice.profile
    assert reader.read(f" {choice.title.upper()} ", group).profile == choice.profile


def test_titles_are_unique_plain_and_short():
    titles = [choice.title.casefold() for _, choice in ALL]
    assert len(set(titles)) == len(titles)
    assert not [t for t in titles if t.startswith("/") or len(t.split()) > 5]


def test_a_button_of_an_earlier_question_still_counts_during_the_assessment(reader):
    assert reader.read("A provider, unhappy", "home").profile == {"setup": "outsourced_unhappy"}


def test_choices_fill_only_keys_of_their_group():
    allowed = {group: set(keys) | ({"residency"} if group == "home" else set()) for group, keys in GROUPS.items()}
    assert not [choice.title for group, choice in ALL if set(choice.profile) - allowed[group]]


def test_an_unknown_group_is_an_error(reader):
    with pytest.raises(KeyError):
        choices("weather")
    with pytest.raises(KeyError, match="slot group"):
        reader.read("500", "weather")
