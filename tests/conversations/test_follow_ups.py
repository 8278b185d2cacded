"""Questions that only the answer before them makes clear, in dialogues of two messages that nothing was chosen on."""

from __future__ import annotations

from pathlib import Path

from bot.evaluate.__main__ import play
from bot.evaluate.cases import read_cases
from bot.evaluate.players import LocalPlayer
from bot.evaluate.score import RIGHT, WRONG, tally
from bot.faq import FaqCatalog

HELD_OUT = Path(__file__).with_name("follow_ups.tsv")
LEAST_RIGHT, MOST_WRONG = 39, 3  # of 60; 41 and 2 when it was written
LEAST_HELPED = 52  # right or offered; 54, and 48 before


def test_most_are_understood_and_few_wrongly(player: LocalPlayer) -> None:
    counts = tally(play(read_cases(HELD_OUT), player, FaqCatalog.load())).counts
    assert counts[RIGHT] >= LEAST_RIGHT and counts[WRONG] <= MOST_WRONG, counts
    assert counts[RIGHT] + counts["offered"] >= LEAST_HELPED, counts
