"""What stands everywhere says nothing; what is new says most."""

from __future__ import annotations

from bot.recognition.rarity import Rarity

COMMON, RARE, NEW = 7, 9, 11
RARITY = Rarity.learn([[COMMON]] * 9 + [[COMMON, RARE, RARE]])


def test_a_token_counts_once_a_text() -> None:
    assert RARITY.frequency == {COMMON: 10, RARE: 1} and RARITY.texts == 10


def test_a_new_token_weighs_more_than_any_that_was_met() -> None:
    common, rare, new = RARITY([COMMON, RARE, NEW])
    assert common == 0 < rare < new
